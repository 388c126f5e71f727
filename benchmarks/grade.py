"""Grading the sample class of a1: `autograder grade` against stock nbgrader, on the same submissions.

The looping submission is left out (it costs both its time limit) and so is what cannot be graded. Both write
gradebook, notebooks and feedback (stock by `autograde` and `generate_feedback`); ours also writes the report.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ("gradebook.db*", "autograded", "feedback", "reports", "release", "public", "__pycache__")
ROUNDS = 3


def rows():
    """The row grade-sample-class-vs-nbgrader."""
    with tempfile.TemporaryDirectory() as folder:
        ours_course = _course(Path(folder) / "ours")
        students = _gradable(ours_course)
        _keep(ours_course, students)
        ours, stock = [], []
        for number in range(ROUNDS):
            ours.append(
                _run(ours_course, "-m", "autograder", "grade", "a1", "--force", "--accept-unconfined")
            )
            # A third of the class each time, in one command as an instructor would: one start-up for all.
            share = _course(Path(folder) / f"stock{number}")
            _keep(share, students[number::ROUNDS])
            steps = [_run(share, "-m", "nbgrader", step, "a1") for step in ("autograde", "generate_feedback")]
            stock.append(sum(steps))
    return [_row(statistics.median(ours) / len(students), sum(stock) / len(students), len(students))]


def _row(ours, peer, count):
    return {
        "id": "grade-sample-class-vs-nbgrader",
        "ours": ours,
        "peer": peer,
        "ratio": peer / ours,
        "better": "lower",
        "unit": "s per submission",
        "note": f"{count} submissions of a1, start-up included, {os.cpu_count()} CPUs",
    }


def _course(root):
    """A copy of exercises/ with nothing graded in it."""
    if not (ROOT / "exercises/submitted").is_dir():
        sys.exit("benchmarks: build the exercises and the sample class first: `make`")
    shutil.copytree(ROOT / "exercises", root / "exercises", ignore=shutil.ignore_patterns(*GENERATED))
    for name in ("chapters", "nnkit", "verdict", "pyproject.toml"):
        (root / name).symlink_to(ROOT / name)
    _run(root / "exercises", "-m", "nbgrader", "generate_assignment", "a1", "--create", "--force")
    return root / "exercises"


def _run(course, *command):
    """Seconds that a Python command takes in the course folder. It must succeed."""
    begin = time.monotonic()
    done = subprocess.run([sys.executable, *command], cwd=course, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"benchmarks: {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return time.monotonic() - begin


def _gradable(course):
    """The students whose submissions can be graded and do not loop."""
    _run(course, "-m", "autograder", "grade", "a1", "--accept-unconfined")
    records = json.loads((course / "reports/a1.json").read_text())["rows"]
    return [
        row["student"] for row in records if row["score"] is not None and "TimeoutError" not in row["message"]
    ]


def _keep(course, students):
    for path in (course / "submitted").iterdir():
        if path.name not in students:
            shutil.rmtree(path)
