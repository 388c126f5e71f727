"""Mutants of a module of nnkit, each tried by the module's own tests: does a test notice?

`python tests/mutation/mutation_run.py activations losses` prints one line of JSON for each mutant, as it is
tried. The mutants are cosmic-ray's, by all its operators that need no arguments; each changes one operator,
constant, comparison, condition, loop or `except` (cosmic-ray leaves the text of strings and docstrings
alone). What does not compile, or compiles to the same code, is no mutant.

A mutant never touches the disk. This process imports what is slow (numpy, torch, hypothesis, pytest) but not
nnkit, and forks for each mutant; the child imports the changed text in the module's place, under its file
name, and runs pytest. A child that fails, crashes, hangs or outgrows its memory has noticed.
"""

import argparse
import ast
import importlib
import importlib.abc
import importlib.util
import itertools
import json
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
import warnings
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

import mutation_probes
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "nnkit"
EXAMPLES = (10, 60)  # hypothesis's: a quick look kills most; what survives it gets what `make test` draws
FLAGS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--rootdir", str(ROOT)]
MEMORY = 2**31  # bytes beyond what the parent has


@dataclass(frozen=True)
class Mutant:
    """One change: cosmic-ray's operator and its n-th place, the line as it was and as it became."""

    module: str
    operator: str
    occurrence: int
    lineno: int
    line: str
    changed: str
    source: str = field(repr=False)


def source_of(module):
    """The text of a module of nnkit."""
    return (ROOT / "nnkit" / f"{module}.py").read_text()


def mutants(module, seed=None):
    """The mutants of a module of nnkit, in the order of its text, or shuffled by a seed."""
    source = source_of(module)
    same = ast.dump(ast.parse(source))
    found = sorted(places(source))
    if seed is not None:
        random.Random(seed).shuffle(found)
    for _, name, occurrence in found:
        text = mutate_code(source, get_operator(name)(), occurrence)
        if tree_of(text) not in (None, same):
            yield Mutant(module, name.removeprefix("core/"), occurrence, *difference(source, text), text)


def places(source):
    """(position, operator, occurrence) of each place that an operator would change."""
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        if not get_operator(name).arguments():
            operator = get_operator(name)()
            starts = [start for node in nodes for start, _ in operator.mutation_positions(node)]
            yield from ((start, name, occurrence) for occurrence, start in enumerate(starts))


def tree_of(text):
    """The dumped tree of a text; None when it is not Python."""
    with warnings.catch_warnings(action="ignore"):  # of `0 is 1`
        try:
            compile(text, "mutant", "exec")
        except SyntaxError:
            return None
    return ast.dump(ast.parse(text))


def difference(old, new):
    """(number, old text, new text) of the first line that differs."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    return next((k, a.strip(), b.strip()) for k, (a, b) in enumerate(pairs, start=1) if a != b)


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a text instead of from its file."""

    def __init__(self, module, text):
        self.name, self.path, self.text = f"nnkit.{module}", str(ROOT / "nnkit" / f"{module}.py"), text

    def find_spec(self, name, path=None, target=None):
        if name == self.name:
            return importlib.util.spec_from_file_location(name, self.path, loader=self)
        return None

    def exec_module(self, module):
        with warnings.catch_warnings(action="ignore"):
            code = compile(self.text, self.path, "exec")
        exec(code, module.__dict__)


class FewExamples:
    """A pytest plugin: how many examples hypothesis draws, always the same ones."""

    def __init__(self, count):
        self.count = count

    def pytest_sessionstart(self):
        import hypothesis

        quick = hypothesis.settings(
            deadline=None,
            derandomize=True,
            database=None,
            max_examples=self.count,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        )
        hypothesis.settings.register_profile("mutation", quick)
        hypothesis.settings.load_profile("mutation")


def tests_of(module):
    """The file of the module's own tests."""
    return str(TESTS / f"test_nnkit_{module}.py")


def warm():
    """Imports what the tests need, once: no operation of torch, whose threads would not survive a fork."""
    for name in ("hypothesis.extra.numpy", "hypothesis.internal.conjecture.engine", "matplotlib.pyplot"):
        importlib.import_module(name)
    import pytest  # noqa: F401
    import torch

    torch.set_num_threads(1)
    assert not any(name.split(".")[0] == "nnkit" for name in sys.modules)


def run_tests(module, text, examples):
    """pytest's exit status for the module's tests, with `text` in the module's place; ends this process."""
    import pytest

    become(module, text)
    os._exit(int(pytest.main([*FLAGS, tests_of(module)], plugins=[FewExamples(examples)])))


def answer(module, text, draws, path):
    """Writes the answers to all questions to `path`, with `text` in the module's place."""
    become(module, text)
    asked = mutation_probes.answers(module, importlib.import_module(f"nnkit.{module}"), draws)
    path.write_bytes(b"".join(asked))


def compare(module, text, draws, path):
    """Ends this process with 1 at the first answer that differs from those in `path`."""
    become(module, text)
    expected = path.read_bytes()
    asked = mutation_probes.answers(module, importlib.import_module(f"nnkit.{module}"), draws)
    for k, given in enumerate(asked):
        if given != expected[8 * k : 8 * k + 8]:
            os._exit(1)
    os._exit(0)


def become(module, text):
    """Makes this process a silent one of limited memory in which `text` is the module."""
    limit_resources()
    sys.meta_path.insert(0, Replaced(module, text))
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))


def limit_resources():
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def baseline(module):
    """Seconds that the unchanged module's tests take. They must pass, or every mutant would look noticed."""
    begin = time.monotonic()
    child = fork(run_tests, module, source_of(module), EXAMPLES[0])
    child.join()
    if child.exitcode:
        sys.exit(f"the tests of the unchanged nnkit.{module} fail (status {child.exitcode}): mend them first")
    return time.monotonic() - begin


def fork(target, *arguments):
    child = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    child.start()
    return child


def outcomes(target, mutants, arguments, workers, seconds):
    """Yields (mutant, "passed", "failed" or "hung") for `target` on each mutant, as each is known."""
    waiting, running = iter(mutants), {}
    while True:
        for mutant in itertools.islice(waiting, workers - len(running)):
            child = fork(target, mutant.module, mutant.source, *arguments)
            running[child.sentinel] = (child, mutant, time.monotonic() + seconds)
        if not running:
            return
        wait(list(running), timeout=1)
        for sentinel, (child, mutant, deadline) in list(running.items()):
            hung = child.is_alive() and time.monotonic() > deadline
            if hung:
                child.kill()
            if hung or not child.is_alive():
                child.join()
                del running[sentinel]
                yield mutant, "hung" if hung else "failed" if child.exitcode else "passed"


def tried(module, mutants, draws, workers):
    """Yields (mutant, "killed", "hung", "equivalent" or "survived") for mutants of a module."""
    patience = 20 + 10 * baseline(module)
    for examples in EXAMPLES:
        survivors = []
        for mutant, outcome in outcomes(run_tests, mutants, [examples], workers, patience):
            if outcome == "passed":
                survivors.append(mutant)
            else:
                yield mutant, "hung" if outcome == "hung" else "killed"
        mutants = survivors
    yield from compared(module, survivors, draws, workers)


def compared(module, survivors, draws, workers):
    """Yields (mutant, "equivalent" or "survived")."""
    if survivors and draws:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "answers"
            begin = time.monotonic()
            fork(answer, module, source_of(module), draws, path).join()
            patience = 20 + 10 * (time.monotonic() - begin)
            for mutant, outcome in outcomes(compare, survivors, [draws, path], workers, patience):
                yield mutant, "equivalent" if outcome == "passed" else "survived"
    else:
        yield from ((mutant, "survived") for mutant in survivors)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="+", choices=mutation_probes.QUESTIONS)
    parser.add_argument("--sample", type=int, help="try only so many mutants of each module")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--draws", type=int, default=0, help="compare survivors on so many drawn inputs")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    warm()
    with tempfile.TemporaryDirectory() as folder:
        # What the first child compiles, the others need not, whatever the environment says.
        sys.dont_write_bytecode, sys.pycache_prefix = False, folder
        run(chosen)


def run(chosen):
    """Try what the command line asks for, and print it."""
    for module in chosen.modules:
        found = mutants(module, None if chosen.sample is None else chosen.seed)
        found = itertools.islice(found, chosen.sample)
        for mutant, outcome in tried(module, found, chosen.draws, chosen.workers):
            print(json.dumps(told(mutant, outcome), ensure_ascii=False), flush=True)


def told(mutant, outcome):
    """The mutant and its outcome as a dict, without the text."""
    return {name: value for name, value in asdict(mutant).items() if name != "source"} | {"outcome": outcome}


if __name__ == "__main__":
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    main(sys.argv[1:])
