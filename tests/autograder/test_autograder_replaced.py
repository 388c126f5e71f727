"""A test may delete a student's name, or put a function of its own there, as in one process."""

import json

import pytest
from autograder_courses import cells, notebook, scores

TESTS = {
    "deleted": """
kept = square
del square
try:
    twice(3)
except NameError as error:
    assert "square" in str(error)
else:
    raise AssertionError("twice does not use square")
assert kept(2) == 4
square = kept
assert twice(3) == 18""",
    "put in place": """
asked, kept = [], square
def square(x):
    asked.append(x)
    return 100 + kept(x)
assert twice(3) == 218
assert asked == [3]
square = kept
assert twice(3) == 18""",
}
RIGHT = "def twice(x):\n    return 2 * square(x)"
WRONG = "def twice(x):\n    return 2 * x * x"


@pytest.mark.parametrize("kind", TESTS)
def test_the_student_s_functions_see_what_the_test_has_made_of_their_names(tiny, kind):
    made = cells()
    made[1]["source"] += f"\n\n{RIGHT}"
    made[2]["source"] = TESTS[kind]
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(made)))
    for student, twice in (("ada", RIGHT), ("bob", WRONG)):
        tiny.hand_in(student, cells({"square": f"def square(x):\n    return x * x\n\n{twice}"}))
    rows = tiny.grade()
    assert scores(rows["ada"]) == [2, 3, 2, 1]
    assert scores(rows["bob"]) == [0, 3, 2, 1]
