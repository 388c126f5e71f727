"""Malformed submissions: put right where that is certain, else refused with the reason."""

import json
import re

from autograder_courses import FULL, cells, code, markdown, notebook
from hostile_battery import PYTHON, Attack

SQUARE, TEST_SQUARE, TESTS = 1, 2, (2, 4, 6, 8)  # places of cells
DRAFT = code("def square(x):\n    return 7")
COPY = code("def square(x):\n    return 7", solution=True, grade_id="square")
EMPTY_COPY = code("# notes", solution=True, grade_id="square")


def stripped(handed):
    """The cells as a tool leaves them that knows no metadata."""
    return [cell | {"metadata": {}} for cell in handed]


def changed(index, handed=None, **fields):
    handed = handed or cells()
    handed[index] = handed[index] | fields
    return handed


def without(*indices):
    return [cell for index, cell in enumerate(cells()) if index not in indices]


def marked(index, handed=None, **marks):
    """The perfect notebook with other nbgrader metadata on one cell."""
    handed = handed or cells()
    handed[index]["metadata"]["nbgrader"] |= marks
    return handed


def text(handed=None, **more):
    """The notebook as text, with other fields at its top."""
    metadata = PYTHON | more.pop("metadata", {})
    return json.dumps(notebook(cells() if handed is None else handed) | {"metadata": metadata} | more)


# name: (what it is, what is handed in); all of them deserve full marks
PUT_RIGHT = {
    "metadata-lost": ("all metadata of all cells is lost", stripped(cells())),
    "metadata-lost-and-drafts-before": (
        "all metadata is lost, and drafts stand before the cells",
        stripped([markdown("My work"), code("1 + 1"), *cells()]),
    ),
    "test-cell-deleted": ("a test cell is deleted", without(TEST_SQUARE)),
    "all-test-cells-deleted": ("all test cells are deleted", without(*TESTS)),
    "test-cell-emptied": ("a test cell is emptied", changed(TEST_SQUARE, source="pass")),
    "test-cell-made-markdown": ("a test cell becomes text", changed(TEST_SQUARE, cell_type="markdown")),
    "answer-made-markdown": ("an answer cell becomes text", changed(SQUARE, cell_type="markdown")),
    "answer-made-raw": ("an answer cell becomes raw text", changed(SQUARE, cell_type="raw")),
    "answer-cell-copied-below": (
        "an answer cell is copied, its metadata with it, and emptied",
        [*cells()[:2], EMPTY_COPY, *cells()[2:]],
    ),
    "wrong-copy-above": ("a wrong copy of an answer stands above", [cells()[0], COPY, *cells()[1:]]),
    "test-cell-copied": ("a test cell is copied", [*cells()[:3], cells()[2], *cells()[3:]]),
    "draft-above": ("a wrong draft without metadata stands above", [cells()[0], DRAFT, *cells()[1:]]),
    "cells-moved": ("cells stand in another order", [cells()[0], *cells()[3:], *cells()[1:3]]),
    "foreign-cells": (
        "a test cell of another assignment, worth 50 points, is in it",
        [*cells(), code("assert False", grade=True, grade_id="foreign", points=50)],
    ),
    "points-raised": ("a test cell is worth 500 points", marked(TEST_SQUARE, points=500)),
    "points-no-number": ("a test cell is worth NaN points", marked(TEST_SQUARE, points=float("nan"))),
    "test-made-solution": (
        "a test cell is marked as an answer",
        marked(TEST_SQUARE, grade=False, solution=True),
    ),
    "a-later-schema": ("the metadata claims a later schema of nbgrader", marked(SQUARE, schema_version=99)),
    "an-earlier-schema": (
        "the metadata claims an earlier schema of nbgrader",
        marked(SQUARE, schema_version=0),
    ),
    "source-as-lines": (
        "sources are lists of lines",
        [cell | {"source": cell["source"].splitlines(True)} for cell in cells()],
    ),
    "lone-surrogate": ("a text holds half a character", [*cells(), markdown("\ud800")]),
    "nonsense-metadata": (
        "metadata is a list",
        [cell | {"metadata": [1, {"nbgrader": 3}]} for cell in cells()],
    ),
    "grade-id-no-text": ("a grade_id is a list", marked(TEST_SQUARE, grade_id=["test_square"])),
    "cell-ids-alike": ("all cells have the same id", re.sub(r'"c\d"', '"c0"', text())),
    "byte-order-mark": ("the file begins with a byte order mark", b"\xef\xbb\xbf" + text().encode()),
    "windows-lines": (
        "the file has Windows' line ends",
        json.dumps(notebook(cells()), indent=1).replace("\n", "\r\n"),
    ),
    "keys-twice": ("every key of the notebook is there twice", text()[:-1] + ", " + text()[1:]),
    "nan-in-json": (
        "NaN and Infinity stand in the JSON",
        text(metadata={"x": float("nan"), "y": float("inf")}),
    ),
    "unknown-kernel": (
        "the notebook asks for a kernel that does not exist",
        text(metadata={"kernelspec": {"name": "evil", "display_name": "x", "language": "sh"}}),
    ),
    "a-language-of-its-own": (
        "the notebook says that it is written in bash",
        text(metadata={"language_info": {"name": "bash", "pygments_lexer": "../../x"}}),
    ),
    "format-of-the-future": ("the notebook claims format 9.0", text(nbformat=9, nbformat_minor=0)),
    "format-no-number": ("the notebook claims format 'four'", text(nbformat="four", nbformat_minor=None)),
    "attachments": (
        "cells carry attachments of 5 MB",
        [cell | {"attachments": {"x.png": {"image/png": "A" * 600_000}}} for cell in cells()],
    ),
    "picture-in-the-text": (
        "a picture was dragged into a text cell, whose attachment is lost",
        [*cells(), markdown("![a drawing](attachment:drawing.png)")],
    ),
    "release-of-no-text": (
        "the notebook says that it is of a release whose name no file can hold",
        text(metadata={"autograder": {"release": "\ud800" + "x" * 100_000}}),
    ),
    "release-of-no-type": (
        "the notebook says of which release it is by a list",
        text(metadata={"autograder": {"release": [["../.."]]}}),
    ),
    "release-elsewhere": (
        "the notebook says that it is of a release outside of the course",
        text(metadata={"autograder": {"release": "../../../../etc"}}),
    ),
    "widget-state": (
        "the notebook carries saved widgets that load a script",
        text(
            metadata={
                "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": {"x": "<script>"}}}}
            }
        ),
    ),
    "outputs-of-the-wrong-type": ("outputs are numbers", [cell | {"outputs": 7} for cell in cells()]),
    "metadata-ten-megabytes": ("the notebook carries 10 MB of metadata", text(metadata={"x": "x" * 10**7})),
    "a-null-byte": ("a text cell holds null bytes", [*cells(), markdown("a\0b")]),
    "magic-that-is-none": ("a cell calls a magic that does not exist", [*cells(), code("%no_such_magic")]),
    "unfinished-code": ("a cell ends in the middle of a string", [*cells(), code("print('''")]),
}

# name: (what it is, what is handed in, piece of the reason)
REFUSED = {
    "empty": ("an empty file", b"", "t1.ipynb is empty"),
    "cut-off": ("a notebook cut off in the middle", text()[:300], "no JSON at line 1"),
    "more-after-the-end": ("two notebooks in one file", text() + text(), "no JSON at line 1"),
    "a-picture": ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no UTF-8 text"),
    "utf-16": ("a notebook in UTF-16", text().encode("utf-16"), "no UTF-8 text"),
    "latin-1": (
        "a notebook in Latin-1",
        text(metadata={"x": "ä"}).replace("\\u00e4", "ä").encode("latin-1"),
        "no UTF-8 text",
    ),
    "a-list": ("a list instead of a notebook", "[]", "is not a notebook"),
    "a-number": ("a number instead of a notebook", "1", "is not a notebook"),
    "deep": ("lists nested 100,000 deep", "[" * 100_000 + "]" * 100_000, "nests too deeply"),
    "deep-metadata": (
        "metadata nested 50,000 deep",
        '{"metadata": ' + '{"a": ' * 50_000 + "1" + "}" * 50_001,
        "nests too deeply",
    ),
    "no-cells": ("a notebook without cells", '{"nbformat": 4}', "no list of cells"),
    "cells-no-list": ("cells that are no list", '{"cells": {"a": 1}}', "no list of cells"),
    "cell-no-object": ("a cell that is a number", '{"cells": [3]}', "cell 1 is none"),
    "cell-of-no-kind": (
        "a cell whose kind is a list",
        '{"cells": [{"cell_type": ["code"], "source": ""}]}',
        "cell 1 is none",
    ),
    "a-cell-too-long": (
        "a cell of 210 kB",
        text([*cells(), code("x = [" + "1, " * 70_000 + "]")]),
        "cell 10 holds more than 200 kB of code",
    ),
    "too-much-code": (
        "1.1 MB of code",
        text([*cells(), *[code("#" + "x" * 190_000)] * 6]),
        "more than 1000 kB of code",
    ),
    "another-notebook": ("another notebook", text([code("print(1)")]), "no cell of t1 is in it"),
    "source-no-text": (
        "a source that is a number",
        '{"cells": [{"cell_type": "code", "source": 5}]}',
        "cell 1 has no text",
    ),
    "old-format": ("a notebook of format 3", '{"worksheets": []}', "notebook format of before 2015"),
    "too-many-cells": ("2,001 cells", text([code("")] * 2001), "more than 2000 cells"),
    "too-big": ("a file of 20 MB", " " * (20 * 2**20 + 1), "bigger than 20 MB"),
    "metadata-lost-and-two-answers": (
        "all metadata is lost, and two cells answer the same task",
        text(stripped([*cells(), code("def square(x):\n    return 7")])),
        "square is defined in cells 2 and 10, and which one is the answer was lost",
    ),
}


def attacks():
    """All of them as Attacks."""
    for name, (what, handed) in PUT_RIGHT.items():
        yield Attack("malformed", name, what, tuple(FULL), "", handed)
    for name, (what, handed, reason) in REFUSED.items():
        yield Attack("malformed", name, what, None, reason, handed)
