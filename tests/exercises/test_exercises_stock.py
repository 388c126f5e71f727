"""Plain nbgrader, nothing of ours but the course: generate, validate, autograde give the same scores."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import sample_class
from exercises_assignments import ASSIGNMENTS, copy_of
from nbgrader.api import Gradebook

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ("ada", "ben", "fay", "kofi", "umar")

ENDLESS = "does not come to an end"  # plain nbgrader interrupts such a cell and tells nothing

pytestmark = pytest.mark.stock


def nbgrader(*arguments, folder, check=True, **environment):
    """Run the command as an instructor or a student would, in a folder."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("VERDICT_")}
    beside = str(Path(sys.executable).parent)
    clean |= {"PATH": os.pathsep.join([beside, os.environ["PATH"]]), "PYTHONPATH": str(ROOT)} | environment
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(course, tmp_path_factory):
    """The built course once more: what nbgrader writes into it is nothing for the other tests."""
    return copy_of(course, tmp_path_factory.mktemp("stock"))


def released(course):
    """The release's notebook, without the mark that says which release it is: plain nbgrader knows none."""
    notebook = nbformat.read(course / "release" / "a1" / "a1.ipynb", as_version=4)
    notebook.metadata.pop("autograder", None)
    return notebook


def test_generate_assignment_makes_the_release_that_build_makes(course):
    before = released(course)
    nbgrader("generate_assignment", "a1", "--force", folder=course)
    assert released(course) == before


@pytest.fixture
def validate(course, tmp_path):
    """What `nbgrader validate` tells a student, in the folder of the release."""

    def told(student):
        release = course / "release" / "a1"
        notebook = nbformat.read(release / "a1.ipynb", as_version=4)
        entry = sample_class.expected("a1", course)[student]
        (tmp_path / "a1.ipynb").write_text(
            sample_class._notebook("a1", student, entry, notebook), encoding="utf-8"
        )
        (tmp_path / "a1.json").write_bytes((release / "a1.json").read_bytes())
        return nbgrader("validate", "a1.ipynb", folder=tmp_path, check=False)

    return told


def test_validate_is_content_with_right_work(validate):
    assert "Success! Your notebook passes all the tests." in validate("ada")


def test_validate_shows_the_message_of_partial_work(validate):
    told = validate("lena")
    assert "VALIDATION FAILED ON 1 CELL(S)" in told
    assert "exp(z) overflows for large z" in " ".join(told.split())


def test_validate_says_that_nothing_is_done_yet(validate):
    told = validate("ben")
    assert "VALIDATION FAILED ON 5 CELL(S)" in told
    assert told.count("Not done yet") == 5


@pytest.fixture(scope="module")
def autograded(course, whole, name):
    """A class graded by stock nbgrader, which takes 8 s a submission -> dict student -> Expected."""
    everyone = sample_class.expected(name, course)
    students = {s: e for s, e in everyone.items() if s in SAMPLE or (whole and _is_for_stock(e))}
    sample_class.hand_in(name, course, students)
    nbgrader("autograde", name, folder=course, VERDICT_SEED="5")
    return students


def _is_for_stock(entry):
    """A broken file stops stock nbgrader's whole class, and lost metadata loses every mark."""
    return bool(entry.scores) and not entry.lose_metadata


@pytest.mark.long
@pytest.mark.sample(name="a1")
@pytest.mark.parametrize("name", ASSIGNMENTS, scope="module")
def test_autograde_gives_the_expected_scores(course, autograded, name):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for student, expected in autograded.items():
            submission = gradebook.find_submission(name, student)
            graded = [grade for notebook in submission.notebooks for grade in notebook.grades]
            scores = {grade.name: grade.score for grade in graded if grade.name.startswith("check_")}
            assert scores == {f"check_{task}": score for task, score in expected.scores.items()}, student
            assert bool(submission.total_seconds_late) == bool(expected.hours_late)


@pytest.mark.long
@pytest.mark.sample(name="a1")
@pytest.mark.parametrize("name", ASSIGNMENTS, scope="module")
def test_the_messages_are_in_the_autograded_notebook(course, autograded, name):
    for student, expected in autograded.items():
        path = course / "autograded" / student / name / f"{name}.ipynb"
        outputs = [o for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", ())]
        shown = " ".join(o.get("text", "") + o.get("evalue", "") for o in outputs)
        assert expected.message in " ".join(shown.split()) or expected.message == ENDLESS, student
        assert "On inputs drawn for this grading (seed 5)" in shown or not expected.total
