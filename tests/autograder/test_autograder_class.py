"""The sample class of a1: everyone's state, scores and message are those written beside the class."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXERCISES = ROOT / "exercises"
EXPECTED = tomllib.loads((EXERCISES / "sample_class/a1/expected.toml").read_text())
GRADED = ("autograded", "feedback", "reports", "__pycache__")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course with its sample class, graded."""
    root = tmp_path_factory.mktemp("a1")
    for name in ("chapters", "nnkit", "verdict", "pyproject.toml", "README.md"):
        (root / name).symlink_to(ROOT / name)
    copy = shutil.copytree(EXERCISES, root / "exercises", ignore=shutil.ignore_patterns(*GRADED))
    for script, made in ((["build.py", "a1"], "gradebook.db"), (["sample_class.py"], "submitted")):
        if not (copy / made).exists():
            subprocess.run([sys.executable, *script], cwd=copy, check=True, capture_output=True)
    command = [sys.executable, "-m", "autograder", "grade", "a1", "--course", str(copy), "--json"]
    command.append("--accept-unconfined")  # the class is our own
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return copy, json.loads(done.stdout)


@pytest.fixture(scope="module")
def rows(course):
    return {row["student"]: row for row in course[1]["rows"]}


def read_by_student(course, student):
    """What the graded notebook and the report tell the student, with line breaks taken for spaces."""
    path = course / f"autograded/{student}/a1/a1.ipynb"
    cells = json.loads(path.read_text())["cells"] if path.exists() else []
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = ["".join(output.get("text", [])) + output.get("evalue", "") for output in outputs]
    return " ".join(" ".join(texts).split())


def test_everybody_is_in_the_report(rows):
    assert sorted(rows) == sorted(EXPECTED)


@pytest.mark.parametrize("student", EXPECTED)
def test_state_and_scores_are_the_expected_ones(rows, student):
    expected = EXPECTED[student]
    assert rows[student]["state"].startswith(expected["state"])
    assert [task["score"] for task in rows[student]["tasks"]] == expected.get("scores", [])


@pytest.mark.parametrize("student", [name for name, row in EXPECTED.items() if "message" in row])
def test_the_student_reads_why(course, rows, student):
    read = f"{read_by_student(course[0], student)} {rows[student]['message']} {rows[student]['state']}"
    assert EXPECTED[student]["message"] in read


def test_the_instructor_s_own_solution_raises_no_doubt(course):
    assert course[1]["notes"] == []


def test_feedback_asks_no_other_host_for_anything(course):
    page = (course[0] / "feedback/emil/a1/a1.html").read_text()
    for asking in ("<script", "<link", "@import", 'src="http', "url(http"):
        assert asking not in page


def test_a_name_whose_cell_stopped_is_told_with_the_reason(rows):
    message = {task["task"]: task["message"] for task in rows["rosa"]["tasks"]}["check_boundary_line"]
    assert message.endswith("is not defined: its cell stops with SyntaxError: expected ':' in line 1")
