"""Several assignments in one command: each has its own seed, report and class."""

import json
import shutil
import subprocess
import sys

import pytest
from autograder_courses import Course


def autograder(course, *arguments):
    command = [sys.executable, "-m", "autograder", *arguments, "--course", str(course.root)]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """{assignment: its report}; ada handed in both, ben one."""
    course = Course(tmp_path_factory.mktemp("several") / "course")
    course.hand_in("ada")
    course.hand_in("ben")
    for folder in (course.root / "source", course.root / "submitted" / "ada"):
        shutil.copytree(folder / "t1", folder / "t2")
        (folder / "t2" / "t1.ipynb").rename(folder / "t2" / "t2.ipynb")
    autograder(course, "grade", "t1", "t2", "--accept-unconfined", "--student", "ada", "ben")
    return {name: json.loads((course.root / f"reports/{name}.json").read_text()) for name in ("t1", "t2")}


def test_each_counts_those_who_handed_it_in(reports):
    assert [row["student"] for row in reports["t1"]["rows"]] == ["ada", "ben"]
    assert [row["student"] for row in reports["t2"]["rows"]] == ["ada"]


def test_all_of_them_are_graded(reports):
    assert [row["score"] for report in reports.values() for row in report["rows"]] == [8, 8, 8]


def test_each_draws_a_seed_of_its_own(reports):
    assert reports["t1"]["seed"] != reports["t2"]["seed"]
