"""What a student handed in, taken in with care: bounded, links refused, and only cells' sources count.

All cell metadata comes from the instructor's notebook. An answer is found by its grade_id, or, when the
metadata was lost, by the names that it defines.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from .course import SourceCell
from .identify import identify
from .reading import RefusedError, read, read_bytes

FILES_BYTES = 20 * 2**20
FILES = 200


@dataclass(frozen=True)
class Cell:
    """One cell of the notebook that is graded; origin is the instructor's cell that it answers or copies."""

    kind: str
    source: str
    origin: SourceCell | None = None
    note: str = ""


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
    others = _notebooks(folder)
    nearly = [path for path in others if path.name.casefold() == expected.name.casefold()]
    found = nearly or (others if only else [])
    if len(found) > 1:
        listed = ", ".join(path.name for path in found)
        raise RefusedError(f"there is no {name}.ipynb, and several other notebooks: {listed}")
    return found[0] if found else None


def _notebooks(folder):
    """The notebooks in a folder, by name; what systems and editors put there is none."""
    return sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))


def remark(folder, expected):
    """What is odd about the notebooks in a folder whose notebooks should have the `expected` names; or ""."""
    others = [path.name for path in _notebooks(Path(folder)) if path.stem not in expected]
    if not others:
        return ""
    renamed = len(expected) == 1 and not os.path.lexists(Path(folder) / f"{expected[0]}.ipynb")
    return f"taken from {others[0]}" if renamed else f"not looked at: {', '.join(others)}"


def put_right(handed, notebook):
    """The cells to grade: the instructor's marked cells once and in order, the student's others in place."""
    owners = identify(handed, notebook)
    if notebook.by_id and not owners:
        raise RefusedError(f"no cell of {notebook.name} is in it: another notebook?")
    segments, current = {None: []}, None
    for index, cell in enumerate(handed):
        if index in owners:
            current = owners[index]
            segments[current] = [_as(notebook.by_id[current], cell)]
        else:
            segments[current].append(Cell(cell.kind, _text(cell.kind, cell.source)))
    for grade_id, origin in notebook.by_id.items():
        segments.setdefault(grade_id, [_missing(origin)])
    return segments[None] + [cell for grade_id in notebook.by_id for cell in segments[grade_id]]


def _as(origin, cell):
    """The student's cell in the instructor's place: answers keep their text, all else is the instructor's."""
    return Cell(origin.kind, _text(origin.kind, cell.source if origin.solution else origin.source), origin)


def _missing(origin):
    if origin.solution:
        return Cell(origin.kind, "", origin, "the answer cell is missing")
    return Cell(origin.kind, _text(origin.kind, origin.source), origin)


def _text(kind, source):
    """The text without pictures of its attachments, which go: nbconvert would refuse the whole page."""
    return source.replace("attachment:", "attachment: ") if kind == "markdown" else source


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
