"""The sample class: texts in sample_class/a1/ -> submitted/<student>/a1/, as if students had handed them in.

expected.toml beside the texts says what grading must make of each; the tests and the README's table use it.
"""

import argparse
import copy
import datetime
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import course as course_file
import nbformat

from verdict.source import cells

EXERCISES = Path(__file__).resolve().parent


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
    tasks = course_file.load(exercises / "course.toml").assignments[name].points
    data = tomllib.loads((_texts(name) / "expected.toml").read_text(encoding="utf-8"))
    return {student: _expected(entry, tasks) for student, entry in data.items()}


def _expected(entry, tasks):
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
        if students is None or student in students
    ]


def _hand_in(name, student, entry, release, due, exercises):
    folder = exercises / "submitted" / student / name
    folder.mkdir(parents=True, exist_ok=True)
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
    return {cell.task: cell.text for cell in cells(path)} if path.exists() else {}


def _texts(name):
    return EXERCISES / "sample_class" / name


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Hand in the sample class.")
    parser.add_argument("name", nargs="?", default="a1")
    name = parser.parse_args(arguments).name
    try:
        print(f"{name}: {len(hand_in(name))} submissions handed in")
    except FileNotFoundError as error:
        sys.exit(
            f"sample_class.py: {error.filename} is missing: run `python exercises/build.py {name}` first"
        )


if __name__ == "__main__":
    main()
