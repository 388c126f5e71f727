"""The released notebook as a student runs it: in a kernel of its own, untouched, wrong and right."""

import subprocess
import sys

import nbformat
import pytest
import sample_class
from exercises_assignments import ASSIGNMENTS, roles
from nbclient import NotebookClient


@pytest.fixture
def run(course, monkeypatch):
    """Execute a student's notebook in the released folder -> the executed cells by grade_id or position."""
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    for name in ("VERDICT_SOURCES", "VERDICT_SEED"):
        monkeypatch.delenv(name, raising=False)

    def executed(student=None, name="a1"):
        path = course / "release" / name / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        if student:
            entry = sample_class.expected(name, course)[student]
            notebook = nbformat.reads(sample_class._notebook(name, student, entry, notebook), as_version=4)
        resources = {"metadata": {"path": str(path.parent)}}
        NotebookClient(notebook, timeout=60, allow_errors=True, resources=resources).execute()
        return notebook.cells

    return executed


def outputs(cells, kind):
    return [output for cell in cells for output in cell.get("outputs", ()) if output.output_type == kind]


@pytest.mark.long
@pytest.mark.sample(name="a1")
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_untouched_release_runs_to_its_end_and_says_not_done_yet(run, name):
    cells = run(name=name)
    errors, count = outputs(cells, "error"), len(roles(name, "verdict"))
    assert [error.ename for error in errors] == ["CheckFailed"] * count
    for error in errors:
        shown = "\n".join(error.traceback)
        assert "Not done yet" in shown
        assert "Traceback" not in shown
    assert not [output for output in outputs(cells, "stream") if output.name == "stderr"]
    assert f"0 of {count} tasks pass" in outputs(cells, "stream")[-1].text
    assert len([cell for cell in cells if "explore(" in cell.source]) >= count


@pytest.mark.long
@pytest.mark.sample(name="a1")
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_slider_shows_a_widget_that_ran_the_students_function(run, name):
    cells = run("ada", name)
    for cell in cells:
        if cell.source.startswith("explore("):
            assert "application/vnd.jupyter.widget-view+json" in cell.outputs[0].data
    assert not outputs(cells, "error")
    count = len(roles(name, "verdict"))
    assert f"{count} of {count} tasks pass" in outputs(cells, "stream")[-1].text


def test_a_half_right_notebook_shows_points_and_message(run):
    cells = run("lena")
    shown = "".join(output.text for output in outputs(cells, "stream"))
    assert "logistic_probability: 4 of 5 parts right, 1.6 of 2 points." in shown
    assert "exp(z) overflows for large z" in shown
    assert "4 of 5 tasks pass" in shown


MISSING = """
import sys
from IPython.core.interactiveshell import InteractiveShell
sys.modules[{module!r}] = None
shell = InteractiveShell.instance()
shell.run_cell({cell!r})
"""


@pytest.mark.parametrize("module", ["nnkit", "verdict", "anywidget"])
def test_a_missing_package_is_one_sentence_and_no_traceback(course, module):
    notebook = nbformat.read(course / "release" / "a1" / "a1.ipynb", as_version=4)
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "code")
    script = MISSING.format(module=module, cell=first)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=course / "release" / "a1",
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert f"{module}" in said
    assert "is missing or too old: install the .whl file" in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
