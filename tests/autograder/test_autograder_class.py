"""The sample class of each assignment: everyone's state, scores and message are those written beside it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXERCISES = ROOT / "exercises"
ENTRIES = tomllib.loads((EXERCISES / "course.toml").read_text())["assignments"]
EXPECTED = {
    name: tomllib.loads((EXERCISES / f"sample_class/{name}/expected.toml").read_text()) for name in ENTRIES
}
WRITTEN = {name: re.findall(r'written="(\w+)"', (EXERCISES / f"{name}.py").read_text()) for name in ENTRIES}
PAIRS = [(name, student) for name, entries in EXPECTED.items() for student in entries]
GRADED = ("autograded", "feedback", "reports", "__pycache__")

pytestmark = [pytest.mark.long, pytest.mark.sample(name="a1")]
WRITERS = [
    (name, student) for name, student in PAIRS if WRITTEN[name] and EXPECTED[name][student].get("scores")
]
everyone = pytest.mark.parametrize(("name", "student"), PAIRS, ids=map("-".join, PAIRS))


@pytest.fixture(scope="module")
def course(tmp_path_factory, whole):
    """A copy of the course with its sample class, graded in a1, or with --whole in all -> its folder."""
    names = list(ENTRIES) if whole else ["a1"]
    root = tmp_path_factory.mktemp("course")
    for name in ("chapters", "figures", "nnkit", "verdict", "pyproject.toml", "README.md", "LICENSE"):
        (root / name).symlink_to(ROOT / name)
    copy = shutil.copytree(EXERCISES, root / "exercises", ignore=shutil.ignore_patterns(*GRADED))
    for script in ("build.py", "sample_class.py"):
        subprocess.run([sys.executable, script, *names], cwd=copy, check=True, capture_output=True)
    command = [sys.executable, "-m", "autograder", "grade", *names, "--course", str(copy), "--student"]
    command += sorted({student for name in names for student in EXPECTED[name]})
    command.append("--accept-unconfined")  # the class is our own
    subprocess.run(command, capture_output=True, check=True)
    return copy


@pytest.fixture
def report(course, name):
    """What the grader wrote down of an assignment."""
    return json.loads((course / "reports" / f"{name}.json").read_text())


@pytest.fixture
def rows(report):
    return {row["student"]: row for row in report["rows"]}


def read_by_student(course, name, student):
    """What the graded notebook and the report tell the student, with line breaks taken for spaces."""
    path = course / f"autograded/{student}/{name}/{name}.ipynb"
    cells = json.loads(path.read_text())["cells"] if path.exists() else []
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = ["".join(output.get("text", [])) + output.get("evalue", "") for output in outputs]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("name", ENTRIES)
def test_everybody_is_in_the_report(rows, name):
    assert sorted(rows) == sorted(EXPECTED[name])


@everyone
def test_state_and_scores_are_the_expected_ones(rows, name, student):
    expected = EXPECTED[name][student]
    assert rows[student]["state"].startswith(expected["state"])
    scores = [task["score"] for task in rows[student]["tasks"] if task["task"] not in WRITTEN[name]]
    assert scores == expected.get("scores", [])


@pytest.mark.parametrize(("name", "student"), WRITERS, ids=map("-".join, WRITERS))
def test_an_answer_in_words_waits_for_a_person(rows, name, student):
    like = EXPECTED[name][student].get("like", student)
    texts = [EXERCISES / f"sample_class/{name}/{who}.txt" for who in (student, like)]
    handed = "".join(text.read_text() for text in texts if text.exists())
    for task in rows[student]["tasks"]:
        if task["task"] in WRITTEN[name]:
            is_there = f'written="{task["task"]}"' in handed
            assert task["message"] == ("to be graded by hand" if is_there else "nothing was written here")
            assert task["score"] == 0


@everyone
def test_the_student_reads_why(course, rows, name, student):
    read = f"{read_by_student(course, name, student)} {rows[student]['message']} {rows[student]['state']}"
    assert EXPECTED[name][student].get("message", "") in read


@pytest.mark.parametrize("name", ENTRIES)
def test_the_instructor_s_own_solution_raises_no_doubt(report, name):
    assert report["notes"] == []


@pytest.mark.parametrize("name", ["a1"])
def test_feedback_asks_no_other_host_for_anything(course, rows, name):
    page = (course / "feedback/emil/a1/a1.html").read_text()
    for asking in ("<script", "<link", "@import", 'src="http', "url(http"):
        assert asking not in page


@pytest.mark.parametrize("name", ["a1"])
def test_a_name_whose_cell_stopped_is_told_with_the_reason(rows, name):
    message = {task["task"]: task["message"] for task in rows["rosa"]["tasks"]}["check_boundary_line"]
    assert message.endswith("is not defined: its cell stops with SyntaxError: expected ':' in line 1")
