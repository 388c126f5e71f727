"""Released versions of an assignment: what students were given is kept, so that it grades their copies.

released/<assignment>/<hash>/ is a course in small: source/<assignment>/, the definitions, about.json. Its
hash stands in the metadata of the notebooks that students get, and so in what they hand in. A student can
change it only to that of another version that was really released, and the row says which one graded.
"""

import json
import re
import shutil
import time

import nbformat

from . import course
from .course import CourseError
from .reading import NOTEBOOK_BYTES, RefusedError, content, read_bytes

HASH = re.compile("[0-9a-f]{1,64}")  # who handed it in may have written anything


def keep(assignment):
    """Keep the present version, and mark the release's notebooks with it -> its hash. Raises CourseError."""
    found = assignment.identity
    folder = _folder(assignment) / found
    if not folder.exists():
        new = folder.with_name(f".{found}.new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(assignment.folder, new / "source" / assignment.name)
        if assignment.definitions:
            shutil.copy2(assignment.definitions, new)
        (new / "about.json").write_text(json.dumps({"when": time.strftime("%Y-%m-%d", time.gmtime())}))
        new.rename(folder)
    _mark(assignment, found)
    return found


def _folder(assignment):
    return assignment.course / "released" / assignment.name


def _mark(assignment, found):
    release = assignment.course / "release" / assignment.name
    for book in assignment.notebooks:
        path = release / f"{book.name}.ipynb"
        if not path.is_file():
            first = f"Make the release first: `nbgrader generate_assignment {assignment.name}`."
            raise CourseError(f"There is no {path}. {first}")
        node = nbformat.read(path, as_version=4)
        node.metadata["autograder"] = {"release": found}
        nbformat.write(node, path)


def known(assignment):
    """{hash: Assignment} of the versions that were released and whose tasks are the present one's."""
    folders = sorted(path.parent for path in _folder(assignment).glob("*/about.json"))
    versions = {folder.name: course.load(assignment.course, assignment.name, folder) for folder in folders}
    return {name: version for name, version in versions.items() if _tasks(version) == _tasks(assignment)}


def _tasks(assignment):
    return {(book.name, cell.grade_id) for book in assignment.notebooks for cell in book.cells if cell.grade}


def choose(folder, assignment, versions):
    """(hash or None, Assignment that grades the submission in folder, what its row says of that)."""
    given = _given(folder)
    version = grader(given, assignment, versions)
    if version is not assignment:
        return given, version, f"graded by the version of {when(version)}"
    if not versions or given == assignment.identity:
        return given, assignment, ""
    said = "it does not say of which release it is" if given is None else "its release is not known here"
    return given, assignment, f"{said}: graded by the present version"


def grader(given, assignment, versions):
    """The Assignment that grades copies with this hash."""
    return assignment if given == assignment.identity else versions.get(given, assignment)


def when(version):
    """The day of a version's release, as 3 Nov 2026."""
    day = json.loads((version.base / "about.json").read_text())["when"]
    return time.strftime("%d %b %Y", time.strptime(day, "%Y-%m-%d")).lstrip("0")


def _given(folder):
    """The hash in the metadata of what was handed in."""
    for path in sorted(folder.glob("*.ipynb")) if folder.is_dir() else ():
        try:
            found = content(read_bytes(path, NOTEBOOK_BYTES), path.name)["metadata"]["autograder"]["release"]
        except (RefusedError, OSError, KeyError, TypeError):
            continue
        if type(found) is str:
            return found if HASH.fullmatch(found) else ascii(found[:16])
    return None
