"""Would nnkit's tests notice a slip? Mutants of its six hearts, tried by their own tests (mutation_run.py).

`make test` tries a sample; `make test-all` tries every mutant, asks each survivor the 10,000 questions, and
compares the list of those that remain with survivors.toml, where each has its explanation.
"""

import collections
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from mutation_probes import QUESTIONS

HERE = Path(__file__).parent
MODULES = tuple(QUESTIONS)
SURVIVORS = tomllib.loads((HERE / "survivors.toml").read_text())["survivor"]


def tried(*arguments):
    """The mutants of a run of mutation_run.py, as dicts with their "outcome"."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, HERE / "mutation_run.py", *arguments]
    run = subprocess.run(command, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def name(mutant):
    """What identifies a mutant, wherever its line has moved."""
    return mutant["module"], mutant["line"], mutant["changed"]


LISTED = set(map(name, SURVIVORS))


def lines(mutants):
    return "".join(
        f"\n{one['module']}:{one['lineno']}: {one['line']}\n  -> {one['changed']}" for one in mutants
    )


@pytest.mark.long
def test_nine_of_ten_mutants_are_noticed(whole):
    for chosen, arguments in whole_runs() if whole else [(MODULES, ("--sample", "4", "--seed", "3"))]:
        mutants = tried(*chosen, *arguments)
        count = collections.Counter(one["outcome"] for one in mutants)
        survivors = [one for one in mutants if one["outcome"] == "survived"]
        print(f"{', '.join(chosen)}: {dict(count)}{lines(survivors)}")
        unlisted = [one for one in survivors if name(one) not in LISTED]
        assert len(mutants) >= (50 if whole else 4 * len(MODULES))
        if whole:
            assert count["survived"] <= 0.1 * (len(mutants) - count["equivalent"]), lines(survivors)
            assert unlisted == [], f"survivors without an explanation in survivors.toml:{lines(unlisted)}"
        else:  # these have not been asked the 10,000 questions: some may be equivalent
            assert len(unlisted) <= 0.1 * len(mutants), lines(unlisted)


def whole_runs():
    """Each module by itself, so that each one's score is seen and counts."""
    return [((module,), ("--draws", "10000")) for module in MODULES]


def test_the_listed_survivors_are_explained_and_their_lines_exist():
    for one in SURVIVORS:
        text = (HERE.parents[1] / "nnkit" / f"{one['module']}.py").read_text()
        assert one["line"] in [line.strip() for line in text.splitlines()], one
        assert len(one["why"]) > 20, one


SLIPS = {
    "activations": ("return +real_array", "return -real_array"),
    "losses": ("sigmoid(z) - y", "sigmoid(z) - 2 * y"),
    "layers": ("reversed(self.layers)", "self.layers"),
    "module": ("return missing + unexpected", "return unexpected + missing"),
    "convolution": ("2 * p > k", "2 * p >= k"),
    "gaussian": ("squares / 2", "squares / 3"),
}


COMPARE = """
import json, sys
import mutation_run as run

module, right, wrong = sys.argv[1:]
text = run.source_of(module)
assert right in text
versions = [run.Mutant(module, "", 0, 0, "", "", text.replace(right, new)) for new in (right, wrong)]
print(json.dumps([outcome for _, outcome in run.compared(module, versions, 50, workers=1)]))
"""


@pytest.mark.parametrize("module", MODULES)
def test_a_slip_is_not_called_equivalent(module):
    command = [sys.executable, "-c", COMPARE, module, *SLIPS[module]]
    said = subprocess.check_output(command, env={**os.environ, "PYTHONPATH": str(HERE)}, text=True)
    assert json.loads(said) == ["equivalent", "survived"]
