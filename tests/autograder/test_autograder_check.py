"""`autograder check`: a student's own notebook by its visible tests, with nothing but what was given out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import autograder_forked
import pytest
from autograder_archives import zipped
from autograder_courses import SOLUTIONS, TESTS, cells, code, markdown, notebook

from autograder import cli, course, release

ROOT = Path(__file__).parents[2]
STUBS = {
    "square": "def square(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
    "answer": "# HERE",
}


def given(answers=None, **changes):
    """The released notebook with these answers: the tests without their hidden part."""
    tests = {task: course.released(test) for task, test in TESTS.items()}
    return json.dumps(notebook(cells(answers, tests=tests | changes)))


@pytest.fixture
def check(tmp_path):
    """check(text of the notebook, *options) -> the finished process; files lie in check.folder."""
    folder = tmp_path / "a student's folder"
    folder.mkdir()

    def run(text, *options):
        path = folder / "t1.ipynb"
        path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        quick = ["--cell-seconds", "3", "--call-seconds", "1"]
        # As on a student's machine: what only the grader needs is not installed.
        whole = ["check", str(path), *quick, *options]
        return autograder_forked.run("check", whole, at=tmp_path, lacking=["rich"])

    run.folder = folder
    return run


def told(done):
    """{task: (state, score)} of --json."""
    return {task["task"]: (task["state"], task["score"]) for task in json.loads(done.stdout)}


def test_right_work_passes(check):
    done = check(given())
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split() for line in lines[:4]] == [
        ["test_square", "2", "of", "2", "passes"],
        ["test_mean", "3", "of", "3", "passes"],
        ["test_fill", "2", "of", "2", "passes"],
        ["test_answer", "1", "of", "1", "passes"],
    ]
    assert lines[-1] == "All that is shown passes."


def test_what_does_not_pass_is_told_with_the_reason(check):
    done = check(given({"square": "def square(x):\n    return x", "fill": "def fill(a, b):\n    a[0] = b"}))
    assert done.returncode == 1
    assert "test_square      0 of 2  failed: assert square(3) == 9" in done.stdout
    assert "test_fill        1 of 2  does not pass" in done.stdout
    assert done.stdout.endswith("2 of 4 tasks do not pass yet.\n")


def test_what_is_not_written_yet_fails(check):
    done = check(given(STUBS), "--json")
    assert done.returncode == 1
    assert told(done)["test_square"] == ("fails", 0)
    assert told(done)["test_answer"] == ("fails", 0)
    assert told(done)["test_mean"] == ("passes", 3)


def test_a_cell_that_is_no_python_is_named(check):
    tasks = json.loads(check(given({"square": "def square(x)\n    return x"}), "--json").stdout)
    assert "`square` is not defined" in tasks[0]["message"]


def test_the_release_brings_back_what_was_changed(check):
    tampered = given({"square": "def square(x):\n    return x"}, square="pass")
    assert told(check(tampered, "--json"))["test_square"] == ("passes", 2)
    archive = check.folder / "t1.zip"
    archive.write_bytes(zipped({"t1/t1.ipynb": given(STUBS), "t1/data.txt": "x"}))
    for place in (archive, check.folder / "given"):
        done = check(tampered, "--json", "--release", str(place)) if place == archive else None
        if done is None:
            place.mkdir()
            (place / "t1.ipynb").write_text(given(STUBS))
            done = check(tampered, "--json", "--release", str(place))
        assert told(done)["test_square"] == ("fails", 0)
        assert told(done)["test_mean"] == ("passes", 3)


def test_metadata_lost_is_put_right_by_the_release(check):
    stripped = [cell | {"metadata": {}} for cell in cells()]
    text = json.dumps(notebook(stripped))
    done = check(text)
    assert done.returncode == 2
    assert "it has no tests of nbgrader's, or it lost them (then --release helps)" in done.stderr
    (check.folder / "given").mkdir()
    (check.folder / "given/t1.ipynb").write_text(given(STUBS))
    assert check(text, "--release", str(check.folder / "given")).returncode == 0


def test_hidden_tests_are_not_run(check):
    done = check(json.dumps(notebook(cells({"square": "def square(x):\n    return 3 * x"}))), "--json")
    assert told(done)["test_square"] == ("passes", 2)


def test_files_beside_the_notebook_are_there_and_environments_are_not(check):
    (check.folder / "numbers.txt").write_text("42")
    (check.folder / "venv/lib").mkdir(parents=True)
    (check.folder / "venv/pyvenv.cfg").write_text("")
    for number in range(300):
        (check.folder / "venv/lib" / f"{number}.py").write_text("")
    (check.folder / ".secret").write_text("x")
    assert check(given({"answer": "answer = int(open('numbers.txt').read())"})).returncode == 0
    assert list(release.of_notebook(check.folder / "t1.ipynb").files) == ["numbers.txt"]


def test_a_cell_that_ends_the_process_costs_its_own_test(check):
    done = check(given({"square": "import os\nos._exit(3)"}), "--json")
    assert done.returncode == 1
    assert [state for state, _ in told(done).values()] == ["fails", "passes", "passes", "passes"]


def test_answers_for_people_are_no_failure(check):
    text = code("x = 1", solution=True, grade=True, grade_id="essay", points=5)
    done = check(json.dumps(notebook([*cells(), text])), "--json")
    assert done.returncode == 0
    assert told(done)["essay"] == ("by hand", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "t1.ipynb is empty"),
        ("[" * 5000, "nests too deeply"),
        ('{"cells": 1}', "no list of cells"),
        (b"\xff\xfe", "no UTF-8 text"),
        (json.dumps(notebook([markdown("hello")])), "no tests of nbgrader's"),
    ],
)
def test_what_cannot_be_read_is_said(check, text, words):
    done = check(text)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_missing_is_said(tmp_path, capsys, monkeypatch):
    assert cli.main(["check", str(tmp_path / "no.ipynb")]) == 2
    assert "There is no notebook" in capsys.readouterr().err
    (tmp_path / "t1.ipynb").write_text(given())
    assert cli.main(["check", str(tmp_path / "t1.ipynb"), "--release", str(tmp_path / "r.zip")]) == 2
    assert "There is no" in capsys.readouterr().err
    (tmp_path / "r.zip").write_bytes(zipped({"t2.ipynb": given()}))
    assert cli.main(["check", str(tmp_path / "t1.ipynb"), "--release", str(tmp_path / "r.zip")]) == 2
    assert "There is no t1.ipynb in" in capsys.readouterr().err
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cli.main(["check", str(tmp_path / "t1.ipynb")]) == 2
    assert "nbgrader validate" in capsys.readouterr().err


ODD_MARKS = [
    {"nbgrader": {"grade_id": ["x"], "grade": True}},
    {"nbgrader": {"grade_id": "x", "grade": "yes", "points": "many"}},
    {"nbgrader": {"grade_id": "x", "grade": True, "points": [1]}},
    {"nbgrader": 5},
    [1],
]


@pytest.mark.parametrize("marks", ODD_MARKS, ids=str)
def test_odd_marks_are_no_marks(tmp_path, marks):
    odd = code("assert True") | {"metadata": marks}
    (tmp_path / "t1.ipynb").write_text(json.dumps(notebook([*cells(), odd, cells()[1]])))
    (book,) = release.of_notebook(tmp_path / "t1.ipynb").notebooks
    assert [cell.grade_id for cell in book.cells if cell.known][:8] == [
        name for task in SOLUTIONS for name in (task, f"test_{task}")
    ]
    assert len([cell for cell in book.cells if cell.grade_id == "square"]) == 1
    assert all(cell.points in (0, 1, 2, 3) for cell in book.cells)


def test_the_release_of_a1_can_be_checked_as_a_student_does(tmp_path):
    archive = ROOT / "exercises/public/assignments/a1.zip"
    if not archive.exists():
        subprocess.run([sys.executable, "build.py", "a1"], cwd=ROOT / "exercises", check=True)
    shutil.unpack_archive(archive, tmp_path)
    # Away from the repository and its course: all that the student has is in this folder.
    command = [sys.executable, "-m", "autograder", "check", "a1.ipynb", "--json"]
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])}
    run = {"capture_output": True, "text": True, "timeout": 120, "cwd": tmp_path / "a1", "env": environment}
    done = subprocess.run(command, **run)
    assert done.returncode == 1, done.stderr
    assert {state for state, _ in told(done).values()} == {"fails"}
    assert all("Not done yet" in task["message"] for task in json.loads(done.stdout))
