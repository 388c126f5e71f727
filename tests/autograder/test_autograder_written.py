"""An answer in words waits for a person, whose points then count; where nothing was written it is 0."""

import json

import pytest
from autograder_courses import FULL, Course, cells, markdown, notebook, scores
from nbgrader.api import Gradebook

MARKS = {"grade": True, "solution": True, "locked": False, "task": False, "schema_version": 3}
GOOD = "The slope of the sigmoid is nearly 0 where it is saturated."
ANSWERS = {"ada": GOOD, "ben": "MSE is for regression.", "cleo": "YOUR ANSWER HERE"}


def with_answer(text, **marks):
    """Right work and, after it, an answer in words that is worth 2 points."""
    answer = markdown(text)
    answer["metadata"] = {"nbgrader": MARKS | {"grade_id": "why", "points": 2}} | marks
    return [*cells(), answer]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with a good answer (ada), a weak one (ben), none (cleo), and one whose cell lost its marks."""
    made = Course(tmp_path_factory.mktemp("written") / "course")
    made.write(made.root / "source/t1/t1.ipynb", json.dumps(notebook(with_answer("The model answer."))))
    for student, text in ANSWERS.items():
        made.hand_in(student, with_answer(text))
    made.hand_in("dina", with_answer(GOOD, nbgrader={}))
    return made


@pytest.fixture(scope="module")
def rows(course):
    return course.grade()


def by_hand(course, **points):
    """What a person enters in the formgrader."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        for student, worth in points.items():
            grade = book.find_grade("why", "t1", "t1", student)
            grade.manual_score, grade.needs_manual_grade = worth, False
        book.db.commit()


def told(rows):
    return {
        student: (row["state"], row["score"], row["tasks"][-1]["message"]) for student, row in rows.items()
    }


def test_it_counts_nothing_until_a_person_has_read_it(rows):
    waits = ("graded (to be graded by hand)", 8, "to be graded by hand")
    assert told(rows) == {
        "ada": waits,
        "ben": waits,
        "cleo": ("graded", 8, "nothing was written here"),
        "dina": waits,
    }
    assert all(scores(row) == [*FULL, 0] and row["max_score"] == 10 for row in rows.values())


def test_the_formgrader_finds_what_is_to_be_read(course, rows):
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        waiting = {student: book.find_submission("t1", student).needs_manual_grade for student in rows}
    assert waiting == {"ada": True, "ben": True, "cleo": False, "dina": True}
    page = json.loads((course.root / "autograded/dina/t1/t1.ipynb").read_text())
    last = page["cells"][-1]
    assert "".join(last["source"]) == GOOD
    assert last["metadata"]["nbgrader"]["grade_id"] == "why"


def test_a_person_s_points_count_in_the_next_run(course, rows):
    by_hand(course, ada=2, ben=0.5)
    assert told(course.grade()) == told(rows) | {
        "ada": ("graded (by hand)", 10, ""),
        "ben": ("graded (by hand)", 8.5, ""),
    }
