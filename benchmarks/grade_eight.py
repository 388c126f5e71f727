"""Grading the class of eight_cells.py: `autograder grade` against stock nbgrader and against the floor.

Stock has its default threads. Grades are compared with grades; with the feedback, which stock writes by a
second command, there is another row. Start-up (the warm parents, the rehearsal of the instructor's own
solution) is a row, too. Each half of the class is graded by stock right after all of it was by ours and by
the floor. otter-grader takes minutes, so that it grades a few submissions, one after the other.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from . import eight_cells, memory, otter
from .grade import run
from .measured import ROOT, output, row

HALVES = (range(0, eight_cells.SIZE, 2), range(1, eight_cells.SIZE, 2))
UNIT = "submissions per minute"
START_UP = 8.0  # s, at most
MEMORY = 1024  # MB, at most


def rows():
    """The rows grade-{2-workers,1-worker}-vs-nbgrader, grade-2-workers-vs-floor and so on, see below."""
    with tempfile.TemporaryDirectory() as folder:
        used = _memory(Path(folder) / "memory") if os.geteuid() == 0 else None
        rounds = [_round(Path(folder) / str(n), half) for n, half in enumerate(HALVES)]
    total = {part: _added([times[part] for times in rounds]) for part in rounds[0]}
    made = [
        _rate("grade-2-workers-vs-nbgrader", total["two"], total["stock"]),
        _rate("grade-1-worker-vs-nbgrader", total["one"], total["stock"]),
        _rate("grade-and-feedback-2-workers-vs-nbgrader", total["both"], total["stock both"]),
        *_otter(total["one"]),
        _floor(total["two"], total["floor"]),
        _limit("grade-start-up", total["two"]["start"] / len(HALVES), START_UP, "s"),
    ]
    # Students' processes belong to other users, whose memory only root may look at.
    return made + ([] if used is None else [_limit("grade-memory", used, MEMORY, "MB (PSS) in all")])


def _memory(root):
    course = eight_cells.write(root)
    with open(os.devnull, "w") as null:
        status, most, _ = memory.peak([sys.executable, *_ours(course, 2, "feedback")], stdout=null, cwd=ROOT)
    if status:
        sys.exit("benchmarks: grading for the row grade-memory failed")
    return most


def _round(root, half):
    stock = eight_cells.write(root / "stock", half)
    run(stock, "-m", "nbgrader", "generate_assignment", eight_cells.NAME, "--create")
    return {
        "two": _printed(_ours(eight_cells.write(root / "two"), 2)),
        "both": _printed(_ours(eight_cells.write(root / "both"), 2, "feedback")),
        "floor": _printed(_command("floor", eight_cells.write(root / "floor"), 2)),
        "one": _printed(_ours(eight_cells.write(root / "one"), 1)),
        "stock": {"grade": (autograde := _stock(stock, "autograde"))},
        "stock both": {"grade": autograde + _stock(stock, "generate_feedback")},
    }


def _ours(course, workers, what="grades"):
    return [*_command("phases", course, workers), what]


def _command(module, course, workers):
    return ["-m", f"benchmarks.{module}", str(course), eight_cells.NAME, str(workers)]


def _printed(command):
    return json.loads(output(*command).splitlines()[-1])


def _stock(course, command):
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    return run(course, "-m", "nbgrader", command, eight_cells.NAME, env=environment)


def _added(times):
    return {phase: sum(time[phase] for time in times) for phase in times[0]}


def _rate(name, ours, stock):
    """Submissions per minute: ours has graded the class once per half, stock once."""
    note = f"8 + 8 cells with torch, {eight_cells.SIZE} submissions"
    return row(name, _pace(ours, len(HALVES)), _pace(stock, 1), UNIT, note, better="higher")


def _pace(times, rounds):
    return 60 * rounds * eight_cells.SIZE / times["grade"]


def _otter(ours):
    """The row grade-1-worker-vs-otter, or none, and why."""
    try:
        seconds = otter.seconds()
    except otter.LackingError as lacking:
        print(f"benchmarks: no row for otter-grader {otter.VERSION}: {lacking}", file=sys.stderr)
        return []
    note = f"otter-grader {otter.VERSION}, {len(otter.CHOSEN)} submissions of the same by `otter run`"
    pace = _pace(ours, len(HALVES))
    return [row("grade-1-worker-vs-otter", pace, 60 / seconds, UNIT, note, better="higher")]


def _floor(ours, floor):
    each = len(HALVES) * eight_cells.SIZE
    note = "at most 2.5; the floor executes the cells in a warm fork and writes nothing"
    return row("grade-2-workers-vs-floor", ours["grade"] / each, floor["run"] / each, "s a submission", note)


def _limit(name, ours, limit, unit):
    return row(name, ours, limit, unit, f"the peer is the limit; {os.cpu_count()} CPUs, 2 workers")
