"""The sample class: texts in sample_class/a1/ -> submitted/<student>/a1/, as if students had handed them in.

expected.toml beside the texts says what grading must make of each; the tests and the README's table use it.
Work that this script did not write is never touched; --remove takes the sample class away again.
"""

import argparse
import contextlib
import copy
import datetime
import re
import shutil
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import course as course_file
import nbformat

from verdict.source import cells

EXERCISES = Path(__file__).resolve().parent
MARK = ".sample"  # a file in the folder of a student of the sample class


@dataclass(frozen=True)
class Expected:
    """What a submission is, and what must come out: state, score per task (none if refused), message."""

    about: str
    state: str
    scores: dict = field(default_factory=dict)
    message: str = ""
    like: str = ""
    hours_late: float = 0
    lose_metadata: bool = False

    @property
    def total(self):
        return sum(self.scores.values())


def expected(name, exercises=EXERCISES):
    """expected.toml of an assignment -> dict student -> Expected."""
    written = {cell.task for cell in cells(exercises / f"{name}.py") if cell.role == "written"}
    points = course_file.load(exercises / "course.toml").assignments[name].points
    tasks = [task for task in points if task not in written]
    data = tomllib.loads((_texts(name) / "expected.toml").read_text(encoding="utf-8"))
    return {student: _expected(entry, tasks) for student, entry in data.items()}


def _expected(entry, tasks):
    """scores: those of the tasks that are checked; a written one is a person's to grade."""
    scores = entry.get("scores")
    return Expected(**entry | {"scores": dict(zip(tasks, scores, strict=True)) if scores else {}})


def hand_in(name, exercises=EXERCISES, students=None):
    """Write the submissions of all students, or of the given ones -> list of their folders.

    Raises FileNotFoundError if the assignment's release was not built.
    """
    due = course_file.load(exercises / "course.toml").assignments[name].due
    release = nbformat.read(exercises / "release" / name / f"{name}.ipynb", as_version=4)
    return [
        _hand_in(name, student, entry, release, due, exercises)
        for student, entry in expected(name, exercises).items()
        if (students is None or student in students) and not _is_real(exercises / "submitted" / student)
    ]


def _is_real(folder):
    """Whether a student's folder was not made by this script."""
    return folder.exists() and not (folder / MARK).exists()


def remove(exercises=EXERCISES):
    """Take the sample class out: submissions, results, entries of the gradebook -> names."""
    names = [path.parent.name for path in sorted((exercises / "submitted").glob(f"*/{MARK}"))]
    for step in ("submitted", "autograded", "feedback"):
        for name in names:
            shutil.rmtree(exercises / step / name, ignore_errors=True)
    if (exercises / "gradebook.db").exists():
        _forget(names, exercises / "gradebook.db")
    return names


def _forget(names, database):
    from nbgrader.api import Gradebook, MissingEntry  # slow to import, and only needed here

    with Gradebook(f"sqlite:///{database}") as gradebook:
        for name in names:
            with contextlib.suppress(MissingEntry):
                gradebook.remove_student(name)


def _hand_in(name, student, entry, release, due, exercises):
    folder = exercises / "submitted" / student / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / MARK).touch()
    (folder / f"{name}.ipynb").write_text(_notebook(name, student, entry, release), encoding="utf-8")
    handed_in = due + datetime.timedelta(hours=entry.hours_late or -12)
    (folder / "timestamp.txt").write_text(f"{handed_in.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC\n")
    return folder


def _notebook(name, student, entry, release):
    """The text of a submission's notebook; a student with a .raw file handed in just that."""
    raw = _texts(name) / f"{student}.raw"
    if raw.exists():
        return raw.read_text(encoding="utf-8")
    own = answers(name, entry.like) | answers(name, student)
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        task = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = own.get(task, cell.source)
        if entry.lose_metadata:
            cell.metadata = nbformat.NotebookNode()
    return nbformat.writes(notebook)


def answers(name, student):
    """The cells that a student wrote -> dict task -> text; empty for a student without a file."""
    path = _texts(name) / f"{student}.txt"
    return {cell.task: _as_typed(cell) for cell in cells(path)} if path.exists() else {}


def _as_typed(cell):
    """A written answer stands behind # in the file, like all prose there."""
    return re.sub("^# ?", "", cell.text, flags=re.MULTILINE) if cell.role == "written" else cell.text


def _texts(name):
    return EXERCISES / "sample_class" / name


def main(arguments=None):
    """Hand in (or remove) the sample class; the names go to stdout, for `autograder grade --student`."""
    parser = argparse.ArgumentParser(description="Hand in the sample class, or take it away again.")
    parser.add_argument("names", nargs="*", help="assignments (all of course.toml if none is given)")
    parser.add_argument("--remove", action="store_true", help="take it out of submitted/ and the gradebook")
    options = parser.parse_args(arguments)
    if options.remove:
        print(f"removed {len(remove())} students of the sample class; everybody else's work is untouched")
        return
    students = set()
    for name in options.names or course_file.load(EXERCISES / "course.toml").assignments:
        students |= set(_handed_in(name))
    print(*sorted(students))


def _handed_in(name):
    """Hand in for one assignment, and say so -> names."""
    try:
        names = [folder.parent.name for folder in hand_in(name)]
    except FileNotFoundError as error:
        sys.exit(
            f"sample_class.py: {error.filename} is missing: run `python exercises/build.py {name}` first"
        )
    kept = sorted(expected(name).keys() - set(names))
    if kept:
        print(f"left as they are, since this script did not write them: {', '.join(kept)}", file=sys.stderr)
    print(f"{name}: {len(names)} submissions of the sample class handed in", file=sys.stderr)
    return names


if __name__ == "__main__":
    main()
