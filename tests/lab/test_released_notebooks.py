"""Each released notebook as a student works in it in JupyterLab: run, err, read, look, mend, validate."""

import re
import zipfile
from contextlib import ExitStack
from pathlib import Path

import course as course_file
import nbformat
import pytest
import sample_class
from playwright.sync_api import expect

EXERCISES = Path(__file__).parents[2] / "exercises"
ASSIGNMENTS = course_file.load(EXERCISES / "course.toml").assignments


class Work:
    """A student's notebook: where the cells of each task stand, and what is done with them."""

    def __init__(self, notebook, file):
        self.notebook = notebook
        self.cells = nbformat.read(file, as_version=4).cells
        ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in self.cells]
        self.places = {grade_id: i for i, grade_id in enumerate(ids) if grade_id}

    @property
    def tasks(self):
        """The tasks with a check."""
        return [grade_id for grade_id in self.places if f"check_{grade_id}" in self.places]

    def answer(self, task, text):
        """Writes an answer and runs its cell."""
        self.notebook.write(self.places[task], text)
        self.notebook.run(self.places[task])

    def explain(self, task, text):
        """Writes an answer in prose: a double click opens its cell, Control + Enter closes it."""
        prose = self.notebook.cell(self.places[task]).locator(".jp-RenderedMarkdown")
        prose.dblclick()
        self.notebook.write(self.places[task], text)
        self.notebook.page.keyboard.press("ControlOrMeta+Enter")
        expect(prose).to_be_visible()

    def told(self, task):
        """What the check of a task has said on the screen."""
        return self.notebook.cell(self.places[f"check_{task}"]).locator(".jp-OutputArea")

    def check(self, task):
        """Runs the check of a task. -> what it says on the screen"""
        self.notebook.run(self.places[f"check_{task}"])
        return self.told(task)

    def sliders(self, task):
        """The place of the cell with a task's sliders."""
        between = range(self.places[task], self.places[f"check_{task}"])
        return next(i for i in between if "explore(" in self.cells[i].source)


@pytest.fixture
def work(opened, lab):
    """work(name): the assignment's archive, unpacked and open -> Work, until the end of the block."""
    contexts = ExitStack()

    def work(name):
        archive = EXERCISES / "public" / "assignments" / f"{name}.zip"
        assert archive.exists(), f"{archive} is missing: `make release` makes it."
        with zipfile.ZipFile(archive) as content:
            content.extractall(lab.work)
        notebook = contexts.enter_context(opened(f"{name}/{name}.ipynb"))
        return Work(notebook, lab.work / name / f"{name}.ipynb")

    with contexts:
        yield work


def slip_of(name):
    """(task, text, message) of the first of the sample class who made just one slip, in one task."""
    for student, entry in sample_class.expected(name).items():
        answers = sample_class.answers(name, student)
        if entry.about.startswith("slip:") and len(answers) == 1:
            return *answers.popitem(), entry.message
    raise AssertionError(f"the sample class of {name} has nobody with one slip")


def move(cell):
    """The right arrow key (the left one at the end) on each slider."""
    for handle in cell.locator(".noUi-handle").all():
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        handle.press("ArrowLeft" if at_end else "ArrowRight")


@pytest.mark.long
@pytest.mark.sample(name="a1")
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_student_errs_reads_looks_mends_and_validates(work, name):
    student = work(name)
    student.notebook.run_all()
    for task in student.tasks:
        expect(student.told(task)).to_contain_text("Not done yet")
        expect(student.told(task)).not_to_contain_text("Traceback")

    task, slip, message = slip_of(name)
    student.answer(task, slip)
    expect(student.check(task)).to_contain_text(message)
    status = student.notebook.run(student.sliders(task)).locator(".nn-status")
    expect(status).to_have_attribute("data-tone", re.compile("differ|wrong"))

    right = sample_class.answers(name, "ada")
    student.answer(task, right[task])
    move(student.notebook.cell(student.sliders(task)))
    expect(status).to_contain_text("Yours and the truth agree here.")

    for task in right.keys() - student.tasks:
        student.explain(task, right[task])
    for task in student.tasks:
        student.answer(task, right[task])
        expect(student.check(task)).to_contain_text(re.compile(rf"{task}: (\d+) of \1 parts right"))
    assert "Success! Your notebook passes all the tests." in student.notebook.validate()
