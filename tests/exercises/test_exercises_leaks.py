"""Must never happen: a solution, or the code of a check, in what students get."""

import functools
import io
import json
import zipfile
from pathlib import Path

import nbformat
import pytest
from exercises_assignments import ASSIGNMENTS, roles
from exercises_leaks import bodies, leaked

import nnkit

PACKAGE = Path(nnkit.__file__).parent
SECRET = '''
def wanted(x, weight):
    """Words."""
    total = 0
    for xi, wi in zip(x, weight):
        total += xi * wi
    return total
'''
RENAMED = """
class Elsewhere:
    def other(self, a, b):
        before = 1
        s = 0  # comment
        for p, q in zip(a, b):
            s += p * q
        return s
"""
DIFFERENT = "def other(a, b):\n    s = 1\n    for p, q in zip(a, b):\n        s += p * q\n    return s\n"


def zipped(name, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def notebook(source, kind="code"):
    cell = nbformat.v4.new_code_cell(source) if kind == "code" else nbformat.v4.new_markdown_cell(source)
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()


PLANTED = {
    "a module": ("a.py", RENAMED.encode()),
    "a code cell": ("a.ipynb", notebook(RENAMED)),
    "a fenced block": ("a.ipynb", notebook(f"Hint:\n```python\n{RENAMED}```\n", "markdown")),
    "a text in JSON": ("a.json", json.dumps({"tasks": [{"hint": RENAMED}]}).encode()),
    "loose statements": ("a.ipynb", notebook("s = 0\nfor a, b in zip(u, v):\n    s += a * b\nreturn s")),
    "a wheel in an archive": ("a.zip", zipped("a.whl", zipped("nnkit/a.py", RENAMED))),
}


@pytest.mark.parametrize(("name", "data"), PLANTED.values(), ids=PLANTED)
def test_the_detector_finds_a_planted_solution(name, data):
    assert leaked(bodies(SECRET), name, data) == {"wanted"}


def test_the_detector_leaves_other_code_alone():
    assert leaked(bodies(SECRET), "a.py", DIFFERENT.encode()) == set()


@pytest.fixture
def secrets(name):
    return secrets_of(name)


@functools.cache
def secrets_of(name):
    """The bodies of every solution, reference and slip of an assignment; what nnkit computes is public."""
    texts = {f"{r} {task}": text for r in ("solution", "verdict") for task, text in roles(name, r).items()}
    found = {f"{place}: {key}": body for place, text in texts.items() for key, body in bodies(text).items()}
    public = set().union(*(leaked(found, path.name, path.read_bytes()) for path in PACKAGE.rglob("*.py")))
    kept = {key: body for key, body in found.items() if key not in public}
    assert len(kept) > 3 * len(roles(name, "solution"))
    return kept


every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)


@every_assignment
def test_no_solution_and_no_check_is_in_a_release(course, secrets, name):
    public = course / "public" / "assignments" / f"{name}.zip"
    files = [*(course / "release" / name).iterdir(), public]
    assert {path.name for path in files} == {f"{name}.ipynb", f"{name}.json", f"{name}.zip"}
    for path in files:
        assert leaked(secrets, path.name, path.read_bytes()) == set(), path


@every_assignment
def test_the_source_notebook_does_hold_the_solutions(course, secrets, name):
    source = course / "source" / name / f"{name}.ipynb"
    solutions = {key for key in secrets if key.startswith("solution ")}
    assert solutions
    assert leaked(secrets, source.name, source.read_bytes()) >= solutions


@every_assignment
def test_no_written_answer_is_in_a_release(course, name):
    text = (course / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8")
    for answer in roles(name, "written").values():
        for line in answer.splitlines():
            assert line.removeprefix("# ").strip() in ("", "#") or line.removeprefix("# ") not in text


@every_assignment
def test_nothing_of_the_instructors_is_named_in_a_release(course, name):
    for path in (course / "release" / name).iterdir():
        text = path.read_text(encoding="utf-8")
        for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "check.hidden", "Slip(", "def draw_", "VERDICT_"):
            assert word not in text, (path.name, word)
