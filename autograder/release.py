"""What a student has: the notebook as it was given out, the files beside it; no course, no hidden tests."""

import contextlib
import itertools
import os
import re
import tempfile
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from . import course, names, reading
from .collect import archives, listing
from .course import Assignment, CourseError, SourceCell, SourceNotebook
from .intake import FILES, FILES_BYTES
from .reading import RefusedError

DEFINED = re.compile(r"^(?:def|class) +(\w+)", re.M)  # seen also where a cell is no Python yet
NO_MARKS = {"grade_id": None, "grade": False, "solution": False, "task": False, "locked": False}


@dataclass
class GivenNotebook(SourceNotebook):
    """A notebook whose solutions are still to be written. written: the answers that a student wrote."""

    written: list[str] = field(default_factory=list)

    @cached_property
    def asked(self):
        """Names that the given answers, or the student's own, bind."""
        answers = [cell.source for cell in self.cells if cell.solution and cell.kind == "code"] + self.written
        bound = {name for source in answers for name in names.binds(source) - names.imports(source)}
        return sorted(bound.union(*map(DEFINED.findall, answers)) - {names.EVERYTHING})


@dataclass
class Release(Assignment):
    """An Assignment with what students were given of it. given: {name: bytes} of the files beside."""

    given: dict = field(default_factory=dict)

    @property
    def folder(self):
        return self.course

    @property
    def files(self):
        return self.given

    @property
    def definitions(self):
        """The text that it was made from is the instructor's."""


def of_notebook(path):
    """The Release that a student's own notebook belongs to. Raises RefusedError."""
    return Release(path.parent, path.stem, [_source(path)], given=_beside(path.parent))


def load(path, name):
    """The Release in a folder or a zip, with the notebook of this name. Raises CourseError, RefusedError."""
    with contextlib.ExitStack() as stack:
        folder = path if path.is_dir() else _unpacked(path, stack)
        found = sorted(folder.rglob(f"{name}.ipynb"))
        if len(found) != 1:
            raise CourseError(f"There is {'more than one' if found else 'no'} {name}.ipynb in {path}.")
        return Release(path.parent, name, [_source(found[0])], given=_beside(found[0].parent))


def _unpacked(path, stack):
    """A folder of ours with what is in an archive."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    file = stack.enter_context(listing.regular(path))
    for member in stack.enter_context(archives.opened(file, path.name)).members:
        target = folder.joinpath(*member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with member.open() as source, open(target, "wb") as written:
            listing.copy(source, written, FILES_BYTES, member.name[-1])
    return folder


def _beside(folder):
    """{name: bytes} of the files in a folder and below it; not of what is hidden, installed or a notebook."""
    found, left = {}, FILES_BYTES
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _foreign(Path(base) / name))
        for path in sorted(
            Path(base) / name for name in files if not name.endswith((".ipynb", ".whl", ".zip"))
        ):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                found[str(path.relative_to(folder))] = data = reading.read_bytes(path, left)
                left -= len(data)
            if len(found) > FILES:
                raise RefusedError(f"more than {FILES} files lie beside it: give it a folder of its own")
    return found


def _foreign(folder):
    """Whether a folder beside is none of the assignment's: hidden, a cache, an environment of Python."""
    return folder.name.startswith((".", "__")) or (folder / "pyvenv.cfg").exists()


def _source(path):
    """The notebook as the instructor's side sees it, hidden tests cut out. Raises RefusedError."""
    cells, seen = [], set()
    for cell in itertools.starmap(_cell, reading.parsed(path)):
        cells.append(replace(cell, **NO_MARKS) if cell.grade_id in seen else cell)
        seen |= {cell.grade_id} - {None}
    return GivenNotebook(path.stem, path, cells)


def _cell(cell, handed):
    """A cell with its marks, whatever a student's tools have made of its metadata."""
    marks = cell["metadata"]["nbgrader"] if handed.grade_id else {}
    flags = {name: marks.get(name) is True for name in ("grade", "solution", "task", "locked")}
    grade_id = handed.grade_id if any(flags.values()) else None
    points = _points(marks.get("points"))
    made = SourceCell(handed.kind, handed.source, grade_id=grade_id, points=points, **flags)
    return replace(made, source=course.released(made.source)) if made.is_test else made


def _points(value):
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        return max(float(value), 0.0)
    return 0.0
