"""Honest work gets from stock nbgrader, cell by cell, the scores that it gets here."""

import json
import sqlite3

import pytest
from autograder_courses import Course, cells, code, nbgrader, notebook

HONEST = {
    "perfect": cells(),
    "release-untouched": cells(dict.fromkeys(("square", "mean", "fill"), "raise NotImplementedError()")),
    "half-right": cells({"fill": "def fill(items, value):\n    items[0] = value"}),
    "wrong": cells({"square": "def square(x):\n    return 2 * x", "answer": "answer = '42'"}),
    "raises": cells({"mean": "def mean(a):\n    return a.sun()"}),
    "extra-cells": [code("import math"), *cells({"mean": "def mean(a):\n    return math.fsum(a) / len(a)"})],
    "renamed": cells({"square": "def sqare(x):\n    return x * x"}),
}
SCORES = """select a.student_id, c.name, g.auto_score from grade g
    join submitted_notebook n on g.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
    join base_cell c on g.cell_id = c.id"""


def scores(course):
    """{(student, grade_id): score} in the gradebook."""
    with sqlite3.connect(course.root / "gradebook.db") as gradebook:
        found = {row[:2]: row[2] for row in gradebook.execute(SCORES)}
    gradebook.close()
    return found


@pytest.mark.stock
@pytest.mark.long
def test_honest_work_gets_the_scores_of_stock_nbgrader(tmp_path, whole):
    students = list(HONEST) if whole else ["half-right", "raises"]
    ours, stock = Course(tmp_path / "ours"), Course(tmp_path / "stock")
    for course in (ours, stock):
        for student in students:
            made = notebook(HONEST[student]) | {"metadata": {"kernelspec": {"name": "python3"}}}
            made["metadata"]["kernelspec"] |= {"display_name": "Python 3", "language": "python"}
            course.hand_in(student, json.dumps(made))
    ours.grade()
    nbgrader(stock, "generate_assignment", "t1", "--create")
    nbgrader(stock, "autograde", "t1")
    assert scores(ours) == scores(stock)
    assert len(scores(ours)) == 4 * len(students)
