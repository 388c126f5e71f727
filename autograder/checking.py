"""One notebook checked by its own visible tests, in the processes that grading uses."""

import logging

import nbformat
from nbgrader.utils import determine_grade

from .engine import Engine

LOG = logging.getLogger("autograder.check")


class Checker(Engine):
    """The Engine of a Release, for one notebook. A context manager."""

    def __init__(self, release, limits):
        super().__init__(release, seed=0, limits=limits)

    def _environment(self):
        return {"NBGRADER_EXECUTION": "validate"}

    def check(self, book, cells):
        """The tasks of the notebook: [{"task", "state", "score", "max_score", "message"}]."""
        self.warmed_up()
        graded = self._run(book, cells, {})
        pairs = zip(graded.cells, graded.results, strict=True)
        return [_task(cell, result) for cell, result in pairs if cell.origin and cell.origin.grade]


def _task(cell, result):
    origin = cell.origin
    task = {"task": origin.grade_id, "score": None, "max_score": origin.points}
    if not origin.is_test:
        return task | {"state": "by hand", "message": cell.note or "is graded by hand"}
    score = _score(cell, result)
    passes = score is not None and score >= origin.points and not result["lost"]
    return task | {
        "state": "passes" if passes else "fails",
        "score": score,
        "message": "" if passes else result["message"] or "does not pass",
    }


def _score(cell, result):
    """nbgrader's own reading of the outputs; 0 where it is no score."""
    marks = {"grade": True, "solution": False, "points": cell.origin.points, "grade_id": cell.origin.grade_id}
    node = nbformat.v4.new_code_cell(cell.source, metadata={"nbgrader": marks})
    node.outputs = [nbformat.from_dict(output) for output in result["outputs"]]
    try:
        return determine_grade(node, LOG)[0]
    except (ValueError, KeyError):
        return 0.0
