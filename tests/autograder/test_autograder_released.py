"""An assignment amended after its release grades old copies by the version that was given, and says so."""

import json
import re
import shutil

import nbformat
import pytest
from autograder_courses import POINTS, SOLUTIONS, TESTS, code, nbgrader, notebook, scores

from autograder import cli, course

AMENDED = TESTS | {"square": "assert square(3) == 27", "answer": "assert answer == 43"}


def write_source(tiny, tests, points=POINTS):
    made = [code("import numpy as np")]
    for task, solution in SOLUTIONS.items():
        made.append(code(f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION", solution=True, grade_id=task))
        marks = {"grade_id": f"test_{task}", "points": points[task]}
        made.append(code(tests[task], grade=True, locked=True, **marks))
    book = notebook(made) | {"metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}}}
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(book))


def release(tiny):
    """Make and keep a release -> its hash."""
    nbgrader(tiny, "generate_assignment", "t1", "--create", "--force")
    assert cli.main(["release", "t1", "--course", str(tiny.root)]) == 0
    return course.load(tiny.root, "t1").identity


def hand_in_copy(tiny, student, answer=42, square="x * x", mark=None):
    """A student's copy of what is released now."""
    node = nbformat.read(tiny.root / "release/t1/t1.ipynb", as_version=4)
    answers = SOLUTIONS | {"answer": f"answer = {answer}", "square": f"def square(x):\n    return {square}"}
    for cell in node.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    if mark is not None:
        node.metadata["autograder"] = mark
    tiny.hand_in(student, nbformat.writes(node))


@pytest.fixture
def amended(tiny):
    """ada has a copy of the first release, bob of the second; cid's copy lost its mark, dan's is made up."""
    write_source(tiny, TESTS)
    release(tiny)
    hand_in_copy(tiny, "ada")
    write_source(tiny, AMENDED, POINTS | {"mean": 6})
    release(tiny)
    hand_in_copy(tiny, "bob", answer=43, square="x ** 3")
    hand_in_copy(tiny, "cid", answer=43, square="x ** 3", mark={})
    hand_in_copy(tiny, "dan", answer=42, mark={"release": "../../x"})
    return tiny


def test_each_copy_is_graded_by_the_version_it_was_given(amended):
    rows = amended.grade()
    assert scores(rows["ada"]) == [2, 6, 2, 1]  # the mean was worth 3 then: all of it is 6 now
    assert re.search(r"graded by the version of \d+ \w{3} \d{4}$", rows["ada"]["note"])
    assert (scores(rows["bob"]), rows["bob"]["note"]) == ([2, 6, 2, 1], "")
    assert scores(rows["cid"]) == [2, 6, 2, 1]
    assert rows["cid"]["note"] == "it does not say of which release it is: graded by the present version"
    assert scores(rows["dan"]) == [0, 6, 2, 0]
    assert rows["dan"]["note"] == "its release is not known here: graded by the present version"
    again = amended.run()
    assert "Graded 0 of 4 (4 unchanged since the last run)" in again.stdout
    assert scores(amended.grade("--present")["ada"]) == [0, 6, 2, 0]


def test_without_a_kept_release_the_present_version_grades(amended):
    shutil.rmtree(amended.root / "released")
    row = amended.grade()["ada"]
    assert (scores(row), row["note"]) == ([0, 6, 2, 0], "")


def test_a_release_that_was_not_made_is_said(tiny, capsys):
    assert cli.main(["release", "t1", "--course", str(tiny.root)]) == 2
    assert "Make the release first: `nbgrader generate_assignment t1`" in capsys.readouterr().err


def test_a_test_that_cannot_be_judged_is_named_at_release(tiny, capsys):
    write_source(tiny, TESTS | {"square": "import inspect\nassert inspect.getsource(square)"})
    nbgrader(tiny, "generate_assignment", "t1", "--create", "--force")
    assert cli.main(["release", "t1", "--course", str(tiny.root), "--strict"]) == 3
    assert "test_square cannot be judged from outside: it reads the source" in capsys.readouterr().out
