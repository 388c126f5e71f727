"""The instructor's side of an assignment, read from an nbgrader course folder: notebooks and files."""

import datetime
import hashlib
import importlib.util
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from . import dates, hidden, names


class CourseError(Exception):
    """The course cannot be graded as it is; str(error) says what to do."""


@dataclass(frozen=True)
class SourceCell:
    """One cell of the instructor's notebook."""

    kind: str  # "code", "markdown" or "raw"
    source: str
    grade_id: str | None
    grade: bool
    solution: bool
    task: bool
    locked: bool
    points: float

    @property
    def known(self):
        return self.grade_id is not None

    @property
    def is_test(self):
        return self.grade and not self.solution and self.kind == "code"


@dataclass
class SourceNotebook:
    """One of the assignment's notebooks."""

    name: str
    path: Path
    cells: list[SourceCell] = field(repr=False)

    @cached_property
    def by_id(self):
        return {cell.grade_id: cell for cell in self.cells if cell.known}

    @cached_property
    def asked(self):
        """Names that the students have to define: what the instructor's solutions bind, imports left out."""
        solutions = [cell.source for cell in self.cells if cell.solution and cell.kind == "code"]
        return sorted(
            {name for s in solutions for name in names.binds(s) - names.imports(s)} - {names.EVERYTHING}
        )

    @cached_property
    def own_code(self):
        """For each cell its source where the judge may run it, else None."""
        return [c.source if c.kind == "code" and not c.solution and not c.grade else None for c in self.cells]

    @cached_property
    def imports(self):
        """The import statements of the solutions, which tests may rely on."""
        return "\n".join(names.import_statements(cell.source) for cell in self.cells if cell.solution).strip()

    @cached_property
    def modules(self):
        return sorted({m for cell in self.cells if cell.kind == "code" for m in names.modules(cell.source)})


@dataclass
class Assignment:
    """An assignment of the course in folder `course`; base: where its text lies, for an earlier version."""

    course: Path
    name: str
    notebooks: list[SourceNotebook]
    base: Path | None = None

    @property
    def folder(self):
        return (self.base or self.course) / "source" / self.name

    @property
    def submitted(self):
        return self.course / "submitted"

    @cached_property
    def files(self):
        """{relative name: bytes} of the other files of source/, which every student was given."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".ipynb")
        found = [path for path in found if not {".ipynb_checkpoints", "__pycache__"} & set(path.parts)]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}

    @cached_property
    def forbidden(self):
        """{name: import paths that a student's function of this name must not use}, of <assignment>.json."""
        data = self.files.get(f"{self.name}.json")
        if data is None:
            return {}
        try:
            release = json.loads(data)
            tasks = release["tasks"]
            return {task["name"]: task["forbids"] for task in tasks if task.get("forbids")}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}

    @property
    def definitions(self):
        """The text that the assignment was made from, where the course keeps one."""
        path = (self.base or self.course) / f"{self.name}.py"
        return path if path.is_file() else None

    @cached_property
    def revealed(self):
        """Whether students may see hidden tests by now. Raises CourseError."""
        try:
            date = dates.reveal(self.course, self.name)
        except ValueError as error:
            raise CourseError(str(error)) from None
        return date is not dates.NEVER and datetime.datetime.now(datetime.UTC) >= date

    @cached_property
    def deadlines(self):
        """Due date and extensions of the course file. Raises CourseError."""
        try:
            return dates.deadlines(self.course, self.name)
        except ValueError as error:
            raise CourseError(str(error)) from None

    @cached_property
    def packages(self):
        """Folders of the packages that the notebooks import, for students' processes to see."""
        tops = {module.partition(".")[0] for book in self.notebooks for module in book.modules}
        return sorted({*own_packages(), *(str(path) for top in tops for path in _folders(top))})

    @cached_property
    def identity(self):
        """The hash of what a release is made from: cells, files, definitions; outputs of a run left out."""
        digest = hashlib.sha256()
        for book in self.notebooks:
            digest.update(repr((book.name, book.cells)).encode())
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + data)
        if self.definitions:
            digest.update(self.definitions.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def version(self):
        """A hash of all that decides a grade, the submission itself left out."""
        digest = hashlib.sha256()
        for book in self.notebooks:
            digest.update(book.path.read_bytes())
        for name, data in self.files.items():
            digest.update(name.encode() + data)
        if self.definitions:
            digest.update(self.definitions.read_bytes())
        for package in self.packages:
            if "site-packages" not in package:
                for path in sorted(Path(package).rglob("*.py")):
                    digest.update(path.read_bytes())
        return digest.hexdigest()


def own_packages():
    """Folders of the packages that a student's process itself needs."""
    return [str(path) for name in ("autograder", "verdict") for path in _folders(name)]


def _folders(module):
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    return spec.submodule_search_locations or ([spec.origin] if spec.has_location else [])


def load(course, name, base=None):
    """The Assignment `name` of the course folder; base: see Assignment. Raises CourseError."""
    course = Path(course).resolve()
    folder = (base or course) / "source" / name
    if not course.is_dir():
        raise CourseError(f"There is no course folder {course}. Give it with --course.")
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        others = sorted(path.name for path in (course / "source").glob("*") if any(path.glob("*.ipynb")))
        hint = f" There are: {', '.join(others)}." if others else ""
        raise CourseError(
            f"There is no source notebook in {folder}.{hint} Build the assignment first"
            f" (a source notebook is the instructor's version, as for `nbgrader generate_assignment`)."
        )
    return Assignment(course, name, [_read(path) for path in paths], base)


def _read(path):
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return SourceNotebook(path.stem, path, [_cell(cell) for cell in cells])
    except (ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path} is not a notebook that can be read: {error}") from None


def _cell(cell):
    meta = cell.get("metadata", {}).get("nbgrader", {})
    flags = {name: bool(meta.get(name)) for name in ("grade", "solution", "task", "locked")}
    known = any(flags.values())
    return SourceCell(
        kind=cell["cell_type"],
        source="".join(cell["source"]),
        grade_id=meta.get("grade_id") if known else None,
        points=float(meta.get("points", 0)),
        **flags,
    )


def released(source):
    """A test cell's text as students were given it: the hidden part cut out."""
    return hidden.without(source).strip()
