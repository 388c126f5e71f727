"""Hidden tests: no page shows them or their values before the reveal date; from then on all do."""

import json
import re

import pytest
from autograder_courses import TESTS, Course, cells, notebook, stock_feedback

from autograder import dates

SECRET = {
    "square": "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4\n### END HIDDEN TESTS",
    "mean": "assert mean(np.array([1.0, 2.0])) == 1.5\n### BEGIN HIDDEN TESTS\n"
    "print('hidden', 77717)\nassert mean(np.array([77717.0])) == 77717, 'one number is its own mean'\n"
    "### END HIDDEN TESTS",
    "fill": "row = [1, 2]\nfill(row, 7)\nprint('seen by all')\n### BEGIN HIDDEN TESTS\n"
    "print('not', 77717)\nrow = [77717]\nfill(row, 77717.0)\n### END HIDDEN TESTS\n2.0 if 7 in row else 1.0",
    "answer": "assert answer != 0, f'it is {answer}'\n### BEGIN HIDDEN TESTS\n"
    "assert answer == 42, f'77717 {answer}'\n### END HIDDEN TESTS",
}
ANSWERS = {
    "square": "def square(x):\n    return 9",
    "mean": "def mean(a):\n    return 1.5",
    "fill": "def fill(items, value):\n    items[0] = int(value)",
    "answer": "answer = 41",
}
REVEAL = "[assignments.t1]\nreveal = {}\n"


def graded(course, reveal):
    course.write(course.root / "course.toml", REVEAL.format(reveal))
    return course.grade()["ada"]


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """A course with hidden tests whose reveal date is far off, graded; its row."""
    course = Course(tmp_path_factory.mktemp("hidden") / "course")
    course.write(course.root / "source/t1/t1.ipynb", json.dumps(notebook(cells(tests=SECRET))))
    course.hand_in("ada", cells(ANSWERS))
    course.hand_in("eve", cells({"square": "def square(x):\n    return 9 if x > 0 else [][x]"}))
    return course, course.grade()


def shown(course, student="ada"):
    """What the graded notebook's cells show, and the feedback page's text."""
    made = json.loads((course.root / f"autograded/{student}/t1/t1.ipynb").read_text())["cells"]
    cells_ = json.dumps([(cell["source"], cell.get("outputs")) for cell in made])
    return cells_, (course.root / f"feedback/{student}/t1/t1.html").read_text()


def sources(course):
    made = json.loads((course.root / "autograded/ada/t1/t1.ipynb").read_text())
    return ["".join(cell["source"]) for cell in made["cells"]]


@pytest.mark.parametrize("secret", ["77717", "square(-2)", "BEGIN HIDDEN", "answer == 42"])
def test_no_page_shows_them_before_the_reveal_date(hidden, secret):
    assert not any(secret in text for text in shown(hidden[0]))


def test_what_is_visible_is_shown(hidden):
    for words in ("assert square(3) == 9", "seen by all", "Hidden tests ran here"):
        assert words in shown(hidden[0])[0]
    assert "seen by all" in shown(hidden[0])[1]


def test_the_student_reads_the_message_and_the_instructor_the_values(hidden):
    tasks = {task["task"]: task for task in hidden[1]["ada"]["tasks"]}
    told = {name: (task["brief"], task["message"]) for name, task in tasks.items()}
    assert told == {
        "test_square": ("a hidden test fails", "failed: assert square(-2) == 4 (square(-2) is 9)"),
        "test_mean": (
            "one number is its own mean",
            "one number is its own mean (failed: assert mean(np.array([77717.0])) == 77717; "
            "mean(np.array([77717.0])) is 1.5)",
        ),
        "test_fill": ("seen by all", "seen by all\nnot 77717"),
        "test_answer": ("a hidden test fails", "77717 41 (failed: assert answer == 42; answer is 41)"),
    }


def test_of_an_error_in_a_hidden_test_the_student_reads_the_own_line_only(hidden):
    task = hidden[1]["eve"]["tasks"][0]
    line = "(line 2: return 9 if x > 0 else [][x])"
    assert task["brief"] == f"a hidden test fails: IndexError {line}"
    assert task["message"] == f"IndexError: list index out of range {line}"
    assert f"a hidden test fails: IndexError {line}" in shown(hidden[0], "eve")[0]


def test_nbgrader_s_own_feedback_shows_no_more(hidden, tmp_path):
    course, _ = hidden
    page = stock_feedback(course, "ada", tmp_path)
    assert "seen by all" in page
    assert "77717" not in page
    assert "square(-2)" not in page


def test_from_the_reveal_date_on_they_are_shown_without_grading_again(tiny):
    tiny.hand_in("ada", cells(ANSWERS))
    before = graded(tiny, "2999-01-01 00:00:00")
    assert "square(-2)" not in "".join(shown(tiny))
    after = graded(tiny, "2020-01-01 00:00:00")
    assert "assert square(-2) == 4" in sources(tiny)[2]
    assert "square(-2) is 9" in shown(tiny)[0]
    assert "square(-2) is 9" in shown(tiny)[1]
    assert after == before | {"revealed": True}
    graded(tiny, "2999-01-01 00:00:00")
    assert "square(-2)" not in "".join(shown(tiny))


def test_a_reveal_date_that_is_none_is_said(tiny):
    tiny.hand_in("ada")
    tiny.write(tiny.root / "course.toml", REVEAL.format("'soon'"))
    done = tiny.run()
    assert done.returncode == 2
    assert "reveal of t1 is 'soon'; write it like 2026-09-24 09:00:00" in done.stderr


@pytest.mark.parametrize("zone", ["Mars", "America", "../UTC"])
def test_a_time_zone_that_is_none_is_said(tmp_path, zone):
    (tmp_path / "course.toml").write_text(f"time_zone = '{zone}'\n")
    with pytest.raises(
        ValueError, match=f"course.toml cannot be read: there is no time zone {re.escape(zone)}"
    ):
        dates.reveal(tmp_path, "t1")


def test_a_student_s_own_cell_cannot_be_hidden_from_the_instructor(tiny):
    own = "### BEGIN HIDDEN TESTS\ndef square(x):\n    return 9"
    tiny.hand_in("ada", cells({"square": own}))
    tiny.grade()
    assert own in sources(tiny)


def test_the_values_are_those_that_the_failing_assertion_saw(tiny):
    loop = "for x in (1, 2, 3):\n    assert square(x) == x * x\n"
    nested = "def close(got, want):\n    assert abs(got - want) < 0.1\n\nclose(mean(np.array([1.0])), 1)"
    fill = "row = [0]\nassert fill(row, 1) is None and row == [1], 'it should change its argument'"
    tests = TESTS | {"square": loop, "mean": nested, "fill": fill}
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(cells(tests=tests))))
    answers = {
        "square": "def square(x):\n    return 2 * x if x == 2 else 7 * x",
        "mean": "def mean(a):\n    return 5.0",
        "fill": "def fill(items, value):\n    pass",
    }
    tiny.hand_in("ada", cells(answers))
    told = [task["message"] for task in tiny.grade()["ada"]["tasks"]]
    assert told[0] == "failed: assert square(x) == x * x (square(x) is 7, x * x is 1)"
    assert told[1] == "failed: assert abs(got - want) < 0.1 (abs(got - want) is 4.0)"
    assert told[2] == (
        "it should change its argument (failed: assert fill(row, 1) is None and row == [1]; "
        "fill(row, 1) is None, row is [0])"
    )
