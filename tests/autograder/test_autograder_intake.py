"""Answers that are missing, and notebooks under other names; tests/hostile has all that is malformed."""

import pytest
from autograder_courses import FULL, Course, cells, code, scores

SQUARE = 1  # its place among the cells


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Rows of all the notebooks below, graded in one run."""
    course = Course(tmp_path_factory.mktemp("intake") / "course")
    course.hand_in("other-name", name="my homework.ipynb")
    before, (answer, *after) = cells()[:SQUARE], cells()[SQUARE:]
    course.hand_in("answer-deleted", [*before, code("print(square(2))"), *after])
    renamed = answer | {"source": "def sqare(x):\n    return x * x"}
    course.hand_in("renamed", [*before, renamed, code("print(square(2))"), *after])
    return course.grade()


def test_a_notebook_under_another_name_is_taken(graded):
    assert (graded["other-name"]["state"], scores(graded["other-name"])) == ("graded", FULL)


def test_a_deleted_answer_costs_its_own_points_and_is_named(graded):
    row = graded["answer-deleted"]
    assert scores(row) == [0, 3, 2, 1]
    assert row["message"] == "test_square: `square` is not defined: the answer cell is missing"


def test_a_cell_that_only_uses_a_missing_name_is_not_blamed_for_it(graded):
    message = graded["renamed"]["message"]
    assert message == "test_square: `square` is not defined: no cell defines it"
