"""Where scores deviate from stock nbgrader's, each line of autograder/DEVIATIONS.md has its test here."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from autograder_courses import Course, code, notebook

from autograder import scoring

ROOT = Path(__file__).parents[2]
CHECK = "assert answer in (42, 41)\n"
# deviation: (test cell of one point, answer, deserved score, piece of the message)
DEVIATIONS = {
    "a-warning-costs-nothing": (CHECK + "import warnings\nwarnings.warn('careful')", 42, 1, ""),
    "stderr-costs-nothing": (CHECK + "import sys\nprint('noise', file=sys.stderr)", 42, 1, ""),
    "false-is-no-credit": (CHECK + "answer == 42", 41, 0, "the test ends in False, which is no score"),
    "true-is-all-credit": (CHECK + "answer == 42", 42, 1, ""),
    "nan-is-no-credit": (CHECK + "float('nan')", 42, 0, "the test ends in nan, which is no score"),
    "infinity-is-no-credit": (CHECK + "float('inf')", 42, 0, "the test ends in inf, which is no score"),
    "numpy-s-number-is-that-number": (CHECK + "np.float64(0.25)", 42, 0.25, ""),
    "numpy-s-false-is-no-credit": (CHECK + "np.bool_(False)", 42, 0, "the test ends in False"),
    "a-stray-list-is-no-credit": (CHECK + "[answer]", 42, 0, "a value of type list, which is no score"),
    "a-stray-text-is-no-credit": (CHECK + "'1.0'", 42, 0, "a value of type str, which is no score"),
    "more-than-its-points-is-no-credit": (CHECK + "7.5", 42, 0, "the test's own result cannot be a score"),
    "a-value-with-a-semicolon-is-none": (CHECK + "answer;", 42, 1, ""),
    "printing-is-no-credit": ("print(1.0)\nassert answer == 42", 41, 0, "assert answer == 42"),
    "showing-is-no-credit": (
        "from IPython.display import display\ndisplay(1.0)\nassert answer == 42",
        41,
        0,
        "",
    ),
}


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """{deviation: its task of the row}; one test cell for each, all of one student's notebook."""
    course = Course(tmp_path_factory.mktemp("scores") / "course")
    made, handed = [code("import numpy as np")], [code("import numpy as np")]
    for number, (name, (test, answer, *_)) in enumerate(DEVIATIONS.items()):
        for book, value in ((made, 42), (handed, answer)):
            book.append(code(f"answer = {value}", solution=True, grade_id=f"answer_{number}"))
            book.append(code(test, grade=True, locked=True, grade_id=name, points=1))
    course.write(course.root / "source/t1/t1.ipynb", json.dumps(notebook(made)))
    course.hand_in("ada", handed)
    return {task["task"]: task for task in course.grade()["ada"]["tasks"]}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_the_score_is_the_written_one(tasks, name):
    *_, score, message = DEVIATIONS[name]
    assert tasks[name]["score"] == score
    assert message in tasks[name]["message"]


def test_every_deviation_is_written_down():
    page = (ROOT / "autograder/DEVIATIONS.md").read_text()
    assert set(re.findall(r"`([a-z-]+)`", page)) >= set(DEVIATIONS)


@pytest.mark.parametrize(
    ("value", "score"),
    [(1, 1.0), (np.float32(0.5), 0.5), (np.array(2), 2.0), (np.array([1.0]), None), (None, None), (1j, None)],
)
def test_a_value_s_worth(value, score):
    assert scoring.worth(value) == score


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("0.5", "0.5"),
        ("np.float64(0.5)", "0.5"),
        ("True", "True"),
        ("tensor(2., dtype=torch.float64)", "2.0"),
    ],
)
def test_a_value_known_by_its_text_is_read(text, score):
    (output,) = scoring.settle_text([{"output_type": "execute_result", "data": {"text/plain": text}}])
    assert output["data"]["text/plain"] == score


@pytest.mark.parametrize("text", ["False", "np.False_", "nan", "[1.0]", "np.float64(nan)", ""])
def test_a_text_that_is_no_score_is_none(text):
    (output,) = scoring.settle_text([{"output_type": "execute_result", "data": {"text/plain": text}}])
    assert output["ename"] == "ScoreError"
