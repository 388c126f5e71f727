"""A notebook file as a student handed it in: bounded before it is parsed; of its cells only text and a name.

The bounds hold for the file's size, the depth and number of its brackets (a parser goes down one call for
each, and makes an object of hundreds of bytes from two), the number of cells and the amount of code.
"""

import itertools
import json
import os
import re
import stat
from dataclasses import dataclass

NOTEBOOK_BYTES = 20 * 2**20
CELLS = 2000
CELL_CODE, CODE = 200_000, 1_000_000  # characters: to take them apart needs 700 times the memory
DEPTH, BRACKETS = 200, 500_000
KINDS = ("code", "markdown", "raw")
# An unclosed string goes on to the end: never looked at twice, however many quotes there are.
STRING = re.compile(rb'"(?:[^"\\]++|\\.|\\\Z)*+(?:"|\Z)', re.S)
NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
STEP = bytes.maketrans(b"[{]}", b"\2\2\0\0")


class RefusedError(Exception):
    """The submission cannot be graded; str(error) is the reason, in the instructor's words."""


@dataclass(frozen=True)
class Handed:
    """A cell as handed in."""

    kind: str
    source: str
    grade_id: str | None


def read_bytes(path, limit):
    """The content of a regular file of at most limit bytes. Raises RefusedError."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise RefusedError(f"{path.name} is no regular file") from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise RefusedError(f"{path.name} is no regular file")
    with os.fdopen(fd, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(f"{path.name} is bigger than {limit // 2**20} MB")
    return data


def read(path):
    """The cells of a notebook file. Raises RefusedError."""
    return [handed for _, handed in parsed(path)]


def parsed(path):
    """[(cell as it stands in the file, Handed)] of a notebook file. Raises RefusedError."""
    cells = _cells(content(read_bytes(path, NOTEBOOK_BYTES), path.name), path.name)
    handed = [_handed(cell, number) for number, cell in enumerate(cells, 1)]
    if sum(len(cell.source) for cell in handed if cell.kind == "code") > CODE:
        raise RefusedError(f"{path.name} holds more than {CODE // 1000} kB of code")
    return list(zip(cells, handed, strict=True))


def content(data, name):
    """The JSON of a notebook file. Raises RefusedError."""
    if not data.strip():
        raise RefusedError(f"{name} is empty")
    _bound(data, name)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{name} is not a notebook: {_why(error)}") from None


def _bound(data, name):
    """Count the brackets outside of strings, before a parser follows them. Raises RefusedError."""
    brackets = STRING.sub(b"", data).translate(STEP, NO_BRACKET)
    if len(brackets) > 2 * BRACKETS:
        raise RefusedError(f"{name} is not a notebook: it holds more than {BRACKETS // 1000},000 lists")
    if max(itertools.accumulate(step - 1 for step in brackets), default=0) > DEPTH:
        raise RefusedError(f"{name} is not a notebook: it nests too deeply")


def _why(error):
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON at line {error.lineno}"
    return "no UTF-8 text" if isinstance(error, UnicodeDecodeError) else "a number in it is too long"


def _cells(content, name):
    if type(content) is not dict:
        raise RefusedError(f"{name} is not a notebook")
    if "worksheets" in content:
        raise RefusedError(f"{name} has a notebook format of before 2015; save it anew in JupyterLab")
    cells = content.get("cells")
    if type(cells) is not list:
        raise RefusedError(f"{name} is not a notebook: it has no list of cells")
    if len(cells) > CELLS:
        raise RefusedError(f"{name} has more than {CELLS} cells")
    return cells


def _handed(cell, number):
    if type(cell) is not dict or cell.get("cell_type") not in KINDS:
        raise RefusedError(f"cell {number} is none")
    source = cell.get("source", "")
    if type(source) is list and all(type(line) is str for line in source):
        source = "".join(source)
    if type(source) is not str:
        raise RefusedError(f"cell {number} has no text")
    if cell["cell_type"] == "code" and len(source) > CELL_CODE:
        raise RefusedError(f"cell {number} holds more than {CELL_CODE // 1000} kB of code")
    source = source.encode("utf-8", "replace").decode()  # a lone surrogate cannot be written again
    return Handed(cell["cell_type"], source, _grade_id(cell.get("metadata")))


def _grade_id(metadata):
    meta = metadata.get("nbgrader") if type(metadata) is dict else None
    grade_id = meta.get("grade_id") if type(meta) is dict else None
    return grade_id if type(grade_id) is str else None
