"""Archive attacks: one `autograder collect` takes them all; each is refused, and the others are collected."""

import json
import subprocess
import sys

import pytest
from autograder_courses import Course
from hostile_archives import ARCHIVES, BOOK, HONEST


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """(folder, course, {name of an archive: reason}, students collected)."""
    folder = tmp_path_factory.mktemp("archives")
    course, given = Course(folder / "course"), folder / "given"
    course.write(course.root / "gradebook.db", "the gradebook")
    for name, data in ({name: row[1] for name, row in ARCHIVES.items()} | HONEST).items():
        course.write(given / name, data)
    command = [sys.executable, "-m", "autograder", "collect", "t1", *sorted(given.iterdir())]
    done = subprocess.run([*command, "--course", course.root, "--json"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    refused = {row["name"].partition(": ")[0]: row["reason"] for row in said["refused"]}
    return folder, course, refused, said["collected"]


@pytest.mark.parametrize("name", ARCHIVES)
def test_each_is_refused_with_the_reason(collected, name):
    _, _, refused, _ = collected
    assert ARCHIVES[name][2] in refused[name]


def test_the_others_are_collected(collected):
    _, course, _, rows = collected
    assert sorted(row["student"] for row in rows) == ["anna", "zoe"]
    for student in ("anna", "zoe"):
        assert (course.folder(student) / "t1.ipynb").read_text() == BOOK


def test_nothing_lies_anywhere_else(collected):
    folder, course, _, _ = collected
    tops = {path.relative_to(folder).parts[:2] for path in folder.rglob("*")} - {("course",), ("given",)}
    given = {("given", name) for name in [*ARCHIVES, *HONEST]}
    assert tops - given <= {
        ("course", name) for name in ("source", "submitted", "downloaded", "gradebook.db")
    }
    assert sorted(path.name for path in (course.root / "submitted").iterdir()) == ["anna", "zoe"]
    assert (course.root / "gradebook.db").read_text() == "the gradebook"
