"""Whole courses of honest work: cell by cell the scores of stock nbgrader."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import autograder_forked
import nbgrader
import pytest
from autograder_courses import nbgrader as stock_nbgrader

from benchmarks import eight_cells

DOCS = Path(nbgrader.__file__).parent / "docs/source/user_guide"
SCORES = """select a.student_id, s.name, c.name, g.auto_score, g.needs_manual_grade from grade g
    join submitted_notebook n on g.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
    join notebook s on n.notebook_id = s.id join base_cell c on g.cell_id = c.id"""


class Folder:
    """A course folder as autograder_courses.nbgrader wants it."""

    def __init__(self, root):
        self.root = root

    def scores(self):
        """{(student, notebook, grade_id): (score, whether a person has to look)} in the gradebook."""
        with closing(sqlite3.connect(self.root / "gradebook.db")) as gradebook:
            return {row[:3]: row[3:] for row in gradebook.execute(SCORES)}


def both(ours, stock, assignment):
    """Grade the course at ours by the autograder, its copy at stock by nbgrader; return both scores."""
    arguments = ["grade", assignment, "--course", str(ours), "--accept-unconfined"]  # all of it is ours
    done = autograder_forked.run("grade", arguments)
    assert done.returncode == 0, done.stderr
    course = Folder(stock)
    stock_nbgrader(course, "generate_assignment", assignment, "--create")
    stock_nbgrader(course, "autograde", assignment)
    return Folder(ours).scores(), course.scores()


@pytest.mark.stock
@pytest.mark.long
def test_the_eight_cells_get_the_scores_of_stock_nbgrader(tmp_path, whole):
    numbers = range(eight_cells.SIZE) if whole else (0, 35)
    courses = [eight_cells.write(tmp_path / name, numbers) for name in ("ours", "stock")]
    ours, stock = both(*courses, eight_cells.NAME)
    assert ours == stock
    assert len(ours) == len(eight_cells.TASKS) * len(numbers)
    assert len({score for score, _ in ours.values()}) > 3


@pytest.mark.stock
@pytest.mark.long
def test_nbgrader_s_own_course_gets_the_scores_of_stock_nbgrader(tmp_path):
    courses = [tmp_path / "ours", tmp_path / "stock"]
    for root in courses:
        for step in ("source/ps1", "submitted"):
            shutil.copytree(DOCS / step, root / step)
    ours, stock = both(*courses, "ps1")
    assert ours == stock
    assert len(ours) == 18  # of bitdiddle and hacker


def test_the_solutions_of_the_eight_cells_pass_their_tests(tmp_path):
    course = eight_cells.write(tmp_path / "course", [0])
    command = [sys.executable, "-m", "autograder", "grade", eight_cells.NAME, "--course", str(course)]
    done = subprocess.run([*command, "--accept-unconfined"], capture_output=True, text=True, check=True)
    assert "Your own solution" not in done.stdout
    assert "atplotlib" not in done.stderr  # it would make its list of fonts anew each time
    assert "1 graded" in done.stdout
