"""`autograder check NOTEBOOK`: what a student may run on their own work before handing it in.

The notebook is taken in as it will be for grading, and the tests that it shows are run as they will be, in
processes of their own: for each task it is told whether it passes, or why not. No course folder is needed,
only what was given out: the notebook and the files beside it. It runs your own code, with your own rights
where this machine cannot confine it: never check somebody else's notebook so. Hidden tests are the grader's:
passing here is not yet full marks. Exit codes: 0 all pass; 1 some do not; 2 the notebook cannot be read or
has no tests; 130 ended by Ctrl-C.
"""

import json
import sys
from pathlib import Path

from .. import intake, reading, release
from ..course import CourseError
from ..reading import RefusedError

PASSES = "passes"


def declare(one):
    """The command's arguments."""
    one.add_argument("notebook", type=Path)
    one.add_argument(
        "--release",
        type=Path,
        help="the folder or zip that was given out, if the tests in your notebook may have been changed",
    )
    one.add_argument("--cell-seconds", type=float, help="computing time of one cell (default: 10)")
    one.add_argument("--call-seconds", type=float, help="computing time of one call in a test (default: 3)")
    one.add_argument("--json", action="store_true", help="print the tasks as JSON")


def run(options):
    """Check the notebook, print each task. Raises CourseError."""
    if sys.platform != "linux":
        raise CourseError("`autograder check` runs on Linux only; `nbgrader validate` runs here, too.")
    try:
        tasks = _tasks(options)
    except RefusedError as refused:
        raise CourseError(f"{options.notebook} cannot be graded: {refused}.") from None
    print(json.dumps(tasks, indent=1)) if options.json else _print(tasks)
    return int(any(task["state"] == "fails" for task in tasks))


def _tasks(options):
    """[{"task", "state", "score", "max_score", "message"}]. Raises RefusedError, CourseError."""
    path = options.notebook.resolve()
    given = _given(path, options.release)
    (book,) = given.notebooks
    if not any(cell.is_test for cell in book.cells):
        raise RefusedError("it has no tests of nbgrader's, or it lost them (then --release helps)")
    cells = intake.put_right(reading.read(path), book)
    book.written = [
        cell.source for cell in cells if cell.origin and cell.origin.solution and cell.kind == "code"
    ]
    limits = {"cell_seconds": options.cell_seconds, "call_seconds": options.call_seconds}
    from ..checking import Checker  # what runs cells takes a second to import

    with Checker(given, {name: value for name, value in limits.items() if value}) as checker:
        return checker.check(book, cells)


def _given(path, folder):
    if not path.is_file():
        raise CourseError(f"There is no notebook {path}.")
    if folder is None:
        return release.of_notebook(path)
    if not folder.exists():
        raise CourseError(f"There is no {folder}.")
    return release.load(folder.resolve(), path.stem)


def _print(tasks):
    width = max(len(task["task"]) for task in tasks)
    for task in tasks:
        score = "" if task["score"] is None else f"{task['score']:g} of {task['max_score']:g}"
        said = PASSES if task["state"] == PASSES else task["message"]
        first, *more = said.splitlines() or [""]
        print(
            f"{task['task']:{width}}  {score:>10}  {first}",
            *(" " * (width + 14) + line for line in more),
            sep="\n",
        )
    failing = sum(task["state"] == "fails" for task in tasks)
    print(f"\n{failing} of {len(tasks)} tasks do not pass yet." if failing else "\nAll that is shown passes.")
