"""Malformed notebooks: put right where that is certain, else refused with the reason; none disappears."""

import json
import os

import pytest
from autograder_courses import FULL, SOLUTIONS, TESTS, Course, cells, code, markdown, notebook, scores


def stripped(handed):
    """The cells as a tool leaves them that knows no metadata."""
    return [cell | {"metadata": {}} for cell in handed]


def changed(index, **fields):
    handed = cells()
    handed[index] = handed[index] | fields
    return handed


def without(*indices):
    return [cell for index, cell in enumerate(cells()) if index not in indices]


def marked(index, **marks):
    """The perfect notebook with other nbgrader metadata on one cell."""
    handed = cells()
    handed[index]["metadata"]["nbgrader"] |= marks
    return handed


SQUARE, TEST_SQUARE = 1, 2
DRAFT = code("def square(x):\n    return 7")
COPY = code("def square(x):\n    return 7", solution=True, grade_id="square")
EMPTY_COPY = code("# notes", solution=True, grade_id="square")

PUT_RIGHT = {
    "honest": cells(),
    "metadata-lost": stripped(cells()),
    "metadata-lost-and-drafts-before": stripped([markdown("My work"), code("1 + 1"), *cells()]),
    "test-cell-deleted": without(TEST_SQUARE),
    "all-test-cells-deleted": without(2, 4, 6, 8),
    "test-cell-emptied": changed(TEST_SQUARE, source="pass"),
    "test-cell-made-markdown": changed(TEST_SQUARE, cell_type="markdown"),
    "answer-made-markdown": changed(SQUARE, cell_type="markdown"),
    "answer-cell-copied-below": [*cells()[:2], EMPTY_COPY, *cells()[2:]],
    "wrong-copy-above": [cells()[0], COPY, *cells()[1:]],
    "test-cell-copied": [*cells()[:3], cells()[2], *cells()[3:]],
    "draft-above": [cells()[0], DRAFT, *cells()[1:]],
    "cells-moved": [cells()[0], *cells()[3:], *cells()[1:3]],
    "foreign-cells": [*cells(), code("assert False", grade=True, grade_id="foreign", points=50)],
    "points-raised": marked(TEST_SQUARE, points=500),
    "test-made-solution": marked(TEST_SQUARE, grade=False, solution=True),
    "skip-execution-tag": [
        cell | {"metadata": cell["metadata"] | {"tags": ["skip-execution"]}} for cell in cells()
    ],
    "source-as-lines": [cell | {"source": cell["source"].splitlines(True)} for cell in cells()],
    "lone-surrogate": [*cells(), markdown("\ud800")],
    "nonsense-metadata": [cell | {"metadata": [1, {"nbgrader": 3}]} for cell in cells()],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """(course, rows) of all the notebooks below, graded in one run."""
    course = Course(tmp_path_factory.mktemp("intake") / "course")
    for student, handed in PUT_RIGHT.items():
        course.hand_in(student, handed)
    for student, text in REFUSED.items():
        course.hand_in(student, text[0])
    course.hand_in("other-name", name="my homework.ipynb")
    course.hand_in("byte-order-mark", b"\xef\xbb\xbf" + json.dumps(notebook(cells())).encode())
    course.hand_in("two-other-names", name="a.ipynb")
    course.hand_in("two-other-names", name="b.ipynb")
    course.hand_in("answer-deleted", [*without(SQUARE)[:2], code("print(square(2))"), *without(SQUARE)[2:]])
    renamed = changed(SQUARE, source="def sqare(x):\n    return x * x")
    course.hand_in("renamed", [*renamed[:2], code("print(square(2))"), *renamed[2:]])
    _odd_files(course)
    return course, course.grade()


REFUSED = {
    "empty": (b"", "t1.ipynb is empty"),
    "cut-off": (json.dumps(notebook(cells()))[:300], "no JSON at line 1"),
    "a-picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no UTF-8 text"),
    "a-list": ("[]", "is not a notebook"),
    "a-number": ("1", "is not a notebook"),
    "deep": ("[" * 100_000 + "]" * 100_000, "nests too deeply"),
    "deep-metadata": ('{"metadata": ' + '{"a": ' * 50_000 + "1" + "}" * 50_001, "nests too deeply"),
    "no-cells": ('{"nbformat": 4}', "no list of cells"),
    "cells-no-list": ('{"cells": {"a": 1}}', "no list of cells"),
    "cell-no-object": ('{"cells": [3]}', "cell 1 is none"),
    "cell-of-no-kind": ('{"cells": [{"cell_type": ["code"], "source": ""}]}', "cell 1 is none"),
    "a-cell-too-long": (
        json.dumps(notebook([*cells(), code("x = [" + "1, " * 70_000 + "]")])),
        "cell 10 holds more than 200 kB of code",
    ),
    "too-much-code": (
        json.dumps(notebook([*cells(), *[code("#" + "x" * 190_000)] * 6])),
        "more than 1000 kB of code",
    ),
    "another-notebook": (json.dumps(notebook([code("print(1)")])), "no cell of t1 is in it"),
    "source-no-text": ('{"cells": [{"cell_type": "code", "source": 5}]}', "cell 1 has no text"),
    "old-format": ('{"worksheets": []}', "notebook format of before 2015"),
    "too-many-cells": (json.dumps(notebook([code("")] * 2001)), "more than 2000 cells"),
    "too-big": (" " * (20 * 2**20 + 1), "bigger than 20 MB"),
    "metadata-lost-and-two-answers": (
        json.dumps(notebook(stripped([*cells(), code("def square(x):\n    return 7")]))),
        "square is defined in cells 2 and 10, and which one is the answer was lost",
    ),
}


def _odd_files(course):
    """Links, pipes and missing files."""
    secret = course.root / "source/t1/t1.ipynb"
    for student in ("a-link", "a-pipe", "a-link-beside"):
        course.folder(student).mkdir(parents=True)
    (course.folder("a-link") / "t1.ipynb").symlink_to(secret)
    os.mkfifo(course.folder("a-pipe") / "t1.ipynb")
    course.hand_in("a-link-beside")
    (course.folder("a-link-beside") / "data.csv").symlink_to(secret)
    (course.root / "submitted/a-folder-that-is-a-link").mkdir()
    (course.root / "submitted/a-folder-that-is-a-link/t1").symlink_to(course.root / "source/t1")
    course.folder("nothing-in-it").mkdir(parents=True)
    (course.root / "submitted/other-assignment-only/t2").mkdir(parents=True)


@pytest.mark.parametrize("student", [*PUT_RIGHT, "other-name", "byte-order-mark"])
def test_what_is_certain_is_put_right(graded, student):
    row = graded[1][student]
    assert (row["state"], scores(row)) == ("graded", FULL)


@pytest.mark.parametrize("student", REFUSED)
def test_what_is_no_notebook_is_refused_with_the_reason(graded, student):
    row = graded[1][student]
    assert row["state"].startswith("refused: ")
    assert REFUSED[student][1] in row["state"]
    assert row["score"] is None


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("a-link", "no regular file"),
        ("a-pipe", "no regular file"),
        ("a-link-beside", "data.csv is no regular file"),
        ("a-folder-that-is-a-link", "it is a link"),
        ("two-other-names", "several other notebooks: a.ipynb, b.ipynb"),
        ("nothing-in-it", "there is no notebook in it"),
        ("other-assignment-only", "nothing was handed in for t1"),
    ],
)
def test_odd_files_are_refused_with_the_reason(graded, student, reason):
    assert reason in graded[1][student]["state"]


def test_a_deleted_answer_costs_its_own_points_and_is_named(graded):
    row = graded[1]["answer-deleted"]
    assert scores(row) == [0, 3, 2, 1]
    assert row["message"] == "test_square: `square` is not defined: the answer cell is missing"


def test_a_cell_that_only_uses_a_missing_name_is_not_blamed_for_it(graded):
    message = graded[1]["renamed"]["message"]
    assert message == "test_square: `square` is not defined: no cell defines it"


def test_nobody_disappears(graded):
    course, rows = graded
    assert sorted(rows) == sorted(os.listdir(course.root / "submitted"))


def test_the_instructor_s_metadata_is_restored(graded):
    course, _ = graded
    for student in ("points-raised", "skip-execution-tag", "metadata-lost", "nonsense-metadata"):
        text = (course.root / f"autograded/{student}/t1/t1.ipynb").read_text()
        marks = [cell["metadata"] for cell in json.loads(text)["cells"]]
        assert {tuple(mark) for mark in marks} <= {(), ("nbgrader",)}
        points = {mark["nbgrader"]["grade_id"]: mark["nbgrader"].get("points") for mark in marks if mark}
        assert points["test_square"] == 2
        assert list(points) == [name for task in SOLUTIONS for name in (task, f"test_{task}")]


def test_the_instructor_s_tests_are_the_ones_that_run(graded):
    course, _ = graded
    cell = json.loads((course.root / "autograded/test-cell-emptied/t1/t1.ipynb").read_text())["cells"][2]
    assert "".join(cell["source"]) == TESTS["square"]
