"""otter-grader on the class of eight_cells.py: `otter run`, which grades one notebook outside of a container.

It is installed into an environment of its own, which shares the other packages of this one. Its tests are the
test cells as they are (it knows no score of a last expression, so there all that runs is right); they stand
beside the notebook, as its own course format wants it.
"""

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
import zipfile
from pathlib import Path

from . import eight_cells
from .measured import ROOT

VERSION = "7.0.0"
FOLDER = ROOT / "_build" / f"otter-{VERSION}"
CHOSEN = (0, 20)  # 15 to 60 s each
TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points}


@test_case()
def passes(env):
    exec({test!r}, dict(env))
"""


class LackingError(Exception):
    """otter-grader cannot be measured here; str(error) says why."""


def seconds():
    """Seconds a submission, on average over a few. Raises LackingError."""
    program = _installed()
    with tempfile.TemporaryDirectory() as folder:
        root = eight_cells.write(Path(folder) / "course", CHOSEN)
        _write_tests(root / "autograder.zip")
        return sum(_graded(program, root, number) for number in CHOSEN) / len(CHOSEN)


def _installed():
    program = FOLDER / "bin" / "otter"
    if not program.exists():
        venv.create(FOLDER, with_pip=True)
        (own,) = FOLDER.glob("lib/python*/site-packages")
        (own / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n")
        _run(FOLDER / "bin" / "python", "-m", "pip", "install", "--quiet", f"otter-grader=={VERSION}")
    return program


def _write_tests(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", "{}")
        for task in eight_cells.TASKS:
            archive.writestr(f"tests/{task['name']}.py", TEST.format(**task))


def _graded(program, root, number):
    """Seconds for one submission; the first, which is all right, must get all points."""
    path = root / f"{eight_cells.student(number)}.ipynb"
    path.write_text(json.dumps(_without_tests(eight_cells.notebook(eight_cells.answers(number)))))
    begin = time.monotonic()
    _run(program, "run", "--no-logo", "-a", root / "autograder.zip", "-o", root, path, cwd=root)
    taken = time.monotonic() - begin
    tests = [test for test in json.loads((root / "results.json").read_text())["tests"] if "max_score" in test]
    lost = [test["name"] for test in tests if test["score"] < test["max_score"]]
    if len(tests) < len(eight_cells.TASKS) or (number == 0 and lost):
        raise LackingError(f"it judged {len(tests)} tests and failed {', '.join(lost) or 'none'}")
    return taken


def _without_tests(notebook):
    cells = [cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")]
    return notebook | {"cells": cells}


def _run(*command, cwd=ROOT):
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    try:
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LackingError(str(error)) from None
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
        raise LackingError(f"`{Path(command[0]).name} {command[1]}` failed: {said}")


if __name__ == "__main__":
    sys.exit(print(f"{seconds():.1f} s a submission"))
