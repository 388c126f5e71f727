"""Grading the sample class of a1: `autograder grade` against stock nbgrader, start-up included.

The looping submission is left out (it costs both its time limit), and so is what cannot be graded. Ours
writes gradebook, graded notebooks, feedback and report. The first row's peer is `nbgrader autograde` alone,
which writes no feedback; the second row's also runs `nbgrader generate_feedback`.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .measured import ROOT, output, row

GENERATED = ("gradebook.db*", "autograded", "feedback", "reports", "release", "public", "__pycache__")
ROUNDS = 2


def rows():
    """The rows grade-sample-class-vs-nbgrader and grade-and-feedback-vs-nbgrader."""
    with tempfile.TemporaryDirectory() as folder:
        course = _course(Path(folder) / "first")
        students = _gradable(course)
        times = [_round(Path(folder) / str(number), students) for number in range(ROUNDS)]
    work = 60 * ROUNDS * len(students)
    ours, autograde, feedback = (work / sum(column) for column in zip(*times, strict=True))
    both = 1 / (1 / autograde + 1 / feedback)
    return [
        _row("grade-sample-class-vs-nbgrader", ours, autograde, len(students)),
        _row("grade-and-feedback-vs-nbgrader", ours, both, len(students)),
    ]


def _round(root, students):
    """Seconds for the class: ours, stock's grading, stock's feedback; each on a fresh course."""
    mine, stock = _course(root / "ours"), _course(root / "stock")
    for course in (mine, stock):
        _keep(course, students)
    return (
        run(mine, "-m", "autograder", "grade", "a1", "--accept-unconfined"),
        run(stock, "-m", "nbgrader", "autograde", "a1"),
        run(stock, "-m", "nbgrader", "generate_feedback", "a1"),
    )


def _row(name, ours, peer, count):
    note = f"{count} submissions of a1, start-up included, {os.cpu_count()} CPUs"
    return row(name, ours, peer, "submissions per minute", note, better="higher")


def _course(root):
    """A copy of exercises/ with nothing graded in it."""
    if not (ROOT / "exercises/submitted").is_dir():
        sys.exit("benchmarks: build the exercises and the sample class first: `make`")
    shutil.copytree(ROOT / "exercises", root / "exercises", ignore=shutil.ignore_patterns(*GENERATED))
    for name in ("chapters", "nnkit", "verdict", "pyproject.toml"):
        (root / name).symlink_to(ROOT / name)
    run(root / "exercises", "-m", "nbgrader", "generate_assignment", "a1", "--create", "--force")
    return root / "exercises"


def run(course, *command, env=None):
    """Seconds that a Python command takes in the course folder. It must succeed."""
    begin = time.monotonic()
    output(*command, cwd=course, env=env)
    return time.monotonic() - begin


def _gradable(course):
    """The students whose submissions can be graded and do not loop."""
    run(course, "-m", "autograder", "grade", "a1", "--accept-unconfined")
    records = json.loads((course / "reports/a1.json").read_text())["rows"]
    return [
        row["student"] for row in records if row["score"] is not None and "TimeoutError" not in row["message"]
    ]


def _keep(course, students):
    for path in (course / "submitted").iterdir():
        if path.name not in students:
            shutil.rmtree(path)
