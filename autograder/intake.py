"""What a student handed in, taken in with care: bounded, links refused, and only cells' sources count.

All cell metadata comes from the instructor's notebook. An answer is found by its grade_id, or, when the
metadata was lost, by the names that it defines.
"""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from . import names
from .course import SourceCell, released

NOTEBOOK_BYTES = FILES_BYTES = 20 * 2**20
CELLS, FILES = 2000, 200
CELL_CODE, CODE = 200_000, 1_000_000  # characters: to take them apart needs 700 times the memory
KINDS = ("code", "markdown", "raw")


class RefusedError(Exception):
    """The submission cannot be graded; str(error) is the reason, in the instructor's words."""


@dataclass(frozen=True)
class Cell:
    """One cell of the notebook that is graded; origin is the instructor's cell that it answers or copies."""

    kind: str
    source: str
    origin: SourceCell | None = None
    note: str = ""


@dataclass(frozen=True)
class Handed:
    """A cell as handed in."""

    kind: str
    source: str
    grade_id: str | None


def take(folder, notebook, only):
    """The cells of the student's copy of `notebook` (a SourceNotebook), put right; None when it is missing.

    only: it is the assignment's only notebook, so that another file name does no harm. Raises RefusedError.
    """
    path = _find(Path(folder), notebook.name, only)
    return None if path is None else put_right(read(path), notebook)


def regular_folder(path):
    """Whether path is a folder and no link."""
    return stat.S_ISDIR(os.lstat(path).st_mode)


def _find(folder, name, only):
    expected = folder / f"{name}.ipynb"
    if os.path.lexists(expected):
        return expected
    others = sorted(path for path in folder.glob("*.ipynb"))
    if not only or not others:
        return None
    if len(others) > 1:
        listed = ", ".join(path.name for path in others)
        raise RefusedError(f"there is no {name}.ipynb, and several other notebooks: {listed}")
    return others[0]


def remark(folder, expected):
    """What is odd about the notebooks in a folder whose notebooks should have the `expected` names; or ""."""
    others = sorted(path.name for path in Path(folder).glob("*.ipynb") if path.stem not in expected)
    if not others:
        return ""
    renamed = len(expected) == 1 and not os.path.lexists(Path(folder) / f"{expected[0]}.ipynb")
    return f"taken from {others[0]}" if renamed else f"not looked at: {', '.join(others)}"


def read_bytes(path, limit):
    """The content of a regular file of at most limit bytes. Raises RefusedError."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise RefusedError(f"{path.name} is no regular file") from None
    with os.fdopen(fd, "rb") as file:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise RefusedError(f"{path.name} is no regular file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(f"{path.name} is bigger than {limit // 2**20} MB")
    return data


def read(path):
    """The cells of a notebook file. Raises RefusedError."""
    data = read_bytes(path, NOTEBOOK_BYTES)
    if not data.strip():
        raise RefusedError(f"{path.name} is empty")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{path.name} is not a notebook: {_why(error)}") from None
    if type(content) is not dict:
        raise RefusedError(f"{path.name} is not a notebook")
    if "worksheets" in content:
        raise RefusedError(f"{path.name} has a notebook format of before 2015; save it anew in JupyterLab")
    cells = content.get("cells")
    if type(cells) is not list:
        raise RefusedError(f"{path.name} is not a notebook: it has no list of cells")
    if len(cells) > CELLS:
        raise RefusedError(f"{path.name} has more than {CELLS} cells")
    handed = [_handed(cell, number) for number, cell in enumerate(cells, 1)]
    if sum(len(cell.source) for cell in handed if cell.kind == "code") > CODE:
        raise RefusedError(f"{path.name} holds more than {CODE // 1000} kB of code")
    return handed


def _why(error):
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON at line {error.lineno}"
    return "no UTF-8 text"


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


def put_right(handed, notebook):
    """The cells to grade: the instructor's marked cells once and in order, the student's others in place."""
    owners = _identify(handed, notebook)
    if notebook.by_id and not owners:
        raise RefusedError(f"no cell of {notebook.name} is in it: another notebook?")
    segments, current = {None: []}, None
    for index, cell in enumerate(handed):
        if index in owners:
            current = owners[index]
            segments[current] = [_as(notebook.by_id[current], cell)]
        else:
            segments[current].append(Cell(cell.kind, cell.source))
    for grade_id, origin in notebook.by_id.items():
        segments.setdefault(grade_id, [_missing(origin)])
    return segments[None] + [cell for grade_id in notebook.by_id for cell in segments[grade_id]]


def _as(origin, cell):
    """The student's cell in the instructor's place: answers keep their text, all else is the instructor's."""
    return Cell(origin.kind, cell.source if origin.solution else origin.source, origin)


def _missing(origin):
    if origin.solution:
        return Cell(origin.kind, "", origin, "the answer cell is missing")
    return Cell(origin.kind, origin.source, origin)


def _identify(handed, notebook):
    """{index of the student's cell: grade_id}."""
    owners = {}
    for grade_id, origin in notebook.by_id.items():
        marked = [index for index, cell in enumerate(handed) if cell.grade_id == grade_id]
        found = _among_marked(handed, marked, origin) if marked else _by_content(handed, origin, notebook)
        if found is not None:
            owners[found] = grade_id
    return owners


def _among_marked(handed, marked, origin):
    """Which of the cells with this grade_id is meant (a copied cell takes its metadata along)."""
    if len(marked) == 1 or not origin.solution:
        return marked[0]
    if origin.kind != "code":
        if len({handed[index].source for index in marked}) > 1:
            raise RefusedError(f"there are {len(marked)} different answers to {origin.grade_id}")
        return marked[0]
    wanted = answers(origin)
    defining = [index for index in marked if wanted & names.binds(handed[index].source)]
    return (defining or marked)[-1]  # all of them are run; the last definition counts, as in any notebook


def _by_content(handed, origin, notebook):
    """The cell that must be this one although its metadata was lost; None when there is none."""
    unmarked = [i for i, cell in enumerate(handed) if cell.grade_id not in notebook.by_id]
    if not origin.solution or origin.kind != "code":
        text = released(origin.source)
        return next((i for i in unmarked if text and released(handed[i].source) == text), None)
    wanted = answers(origin)
    found = [i for i in unmarked if handed[i].kind == "code" and wanted & names.binds(handed[i].source)]
    if len({handed[i].source.strip() for i in found}) > 1:
        listed = " and ".join(str(i + 1) for i in found)
        wanted = ", ".join(sorted(wanted))
        raise RefusedError(f"{wanted} is defined in cells {listed}, and which one is the answer was lost")
    return found[-1] if found else None


def answers(origin):
    """The names that an answer to this cell defines."""
    return names.binds(origin.source) - names.imports(origin.source) - {names.EVERYTHING}


def beside(handed, given):
    """{name: bytes} of both; a handed file in the way of a given one is left out."""
    taken = {str(path) for name in given for path in (Path(name), *Path(name).parents)}
    free = {name: data for name, data in handed.items() if name not in taken}
    return {n: d for n, d in free.items() if not given.keys() & set(map(str, Path(n).parents))} | given


def other_files(folder):
    """{relative name: bytes} of what lies beside the notebooks. Raises RefusedError."""
    found, left = {}, FILES_BYTES
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".ipynb_checkpoints", "__pycache__"))
        for name in sorted(files):
            path = Path(base) / name
            if path.suffix == ".ipynb" or name == "timestamp.txt":
                continue
            data = read_bytes(path, left)
            left -= len(data)
            found[str(path.relative_to(folder))] = data
            if len(found) > FILES:
                raise RefusedError(f"there are more than {FILES} files")
    return found
