"""Must never happen: a solution, or the code of a check, in what students get."""

import io
import json
import zipfile

import nbformat
import pytest
from exercises_leaks import bodies, leaked

from verdict.source import cells

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


@pytest.fixture(scope="module")
def secrets(course):
    """The bodies of every solution, reference and slip of a1."""
    found = {}
    for cell in cells(course / "a1.py"):
        if cell.role in ("solution", "verdict"):
            found |= bodies(cell.text)
    assert {"affine_score", "no_bias", "boundary_line", "vertical_division"} <= set(found)
    return found


def released_files(course):
    files = [path for path in (course / "release").rglob("*") if path.is_file()]
    return files + list((course / "public").rglob("*.zip"))


def test_no_solution_and_no_check_is_in_a_release(course, secrets):
    files = released_files(course)
    assert {path.name for path in files} == {"a1.ipynb", "a1.json", "a1.zip"}
    for path in files:
        assert leaked(secrets, path.name, path.read_bytes()) == set(), path


def test_the_source_notebook_does_hold_the_solutions(course, secrets):
    source = course / "source" / "a1" / "a1.ipynb"
    solutions = {"affine_score", "predict", "perceptron_update", "logistic_probability", "boundary_line"}
    assert leaked(secrets, source.name, source.read_bytes()) >= solutions


def test_nothing_of_the_instructors_is_named_in_a_release(course):
    for path in (course / "release" / "a1").iterdir():
        text = path.read_text(encoding="utf-8")
        for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "check.hidden", "Slip(", "def draw_", "VERDICT_"):
            assert word not in text, (path.name, word)
