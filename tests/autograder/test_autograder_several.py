"""Several assignments in one command: each has its own seed, report and class."""

import json
import shutil
import subprocess
import sys

import autograder_forked
import pytest
from autograder_courses import Course


def autograder(course, *arguments):
    command = [sys.executable, "-m", "autograder", *arguments, "--course", str(course.root)]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course where ada handed in both assignments, ben one -> (its folder, what grading printed)."""
    course = Course(tmp_path_factory.mktemp("several") / "course")
    course.hand_in("ada")
    course.hand_in("ben")
    for folder in (course.root / "source", course.root / "submitted" / "ada"):
        shutil.copytree(folder / "t1", folder / "t2")
        (folder / "t2" / "t1.ipynb").rename(folder / "t2" / "t2.ipynb")
    done = autograder(course, "grade", "t1", "t2", "--accept-unconfined", "--student", "ada", "ben")
    return course.root, done.stdout


@pytest.fixture(scope="module")
def reports(graded):
    """{assignment: its report}."""
    return {name: json.loads((graded[0] / f"reports/{name}.json").read_text()) for name in ("t1", "t2")}


def test_each_counts_those_who_handed_it_in(reports):
    assert [row["student"] for row in reports["t1"]["rows"]] == ["ada", "ben"]
    assert [row["student"] for row in reports["t2"]["rows"]] == ["ada"]


def test_all_of_them_are_graded(reports):
    assert [row["score"] for report in reports.values() for row in report["rows"]] == [8, 8, 8]


def test_each_draws_a_seed_of_its_own(reports):
    assert reports["t1"]["seed"] != reports["t2"]["seed"]


def test_for_scripts_each_is_one_line_of_json(graded, reports):
    options = ["--accept-unconfined", "--student", "ada", "ben", "--json", "--course", str(graded[0])]
    done = autograder_forked.run("grade", ["grade", "t1", "t2", *options])
    told = map(json.loads, done.stdout.splitlines())
    assert {one["assignment"]: one["rows"] for one in told} == {n: one["rows"] for n, one in reports.items()}


def test_a_line_for_each_is_printed_and_no_table(graded):
    folder, told = graded
    words = " ".join(told.split())
    assert "t1: 2 graded, 0 refused, median 8 of 8. Graded 2 of 2, seed" in words
    assert "t2: 1 graded, 0 refused, median 8 of 8. Graded 1 of 1, seed" in words
    assert words.count("Students' code:") == 1
    assert f"{folder / 'reports' / 't1.html'}" in words
    assert "ben" not in words
