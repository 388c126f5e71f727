"""A tiny nbgrader course, written in code: one assignment, four tasks, 8 points."""

import json
import os
import sys
from pathlib import Path

import autograder_forked

SOLUTIONS = {
    "square": "def square(x):\n    return x * x",
    "mean": "def mean(a):\n    return np.sum(a) / len(a)",
    "fill": "def fill(items, value):\n    for i in range(len(items)):\n        items[i] = value",
    "answer": "answer = 42",
}
TESTS = {
    "square": "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4\n### END HIDDEN TESTS",
    "mean": "assert np.isclose(mean(np.array([1.0, 2.0, 6.0])), 3)",
    "fill": "row = [1, 2]\nfill(row, 7)\npart = 1.0 if row == [7, 7] else 0.5 if 7 in row else 0.0\n2 * part",
    "answer": "assert answer == 42, 'the answer is another number'",
}
POINTS = {"square": 2, "mean": 3, "fill": 2, "answer": 1}
FULL = [2, 3, 2, 1]


def code(source, **marks):
    """A code cell; marks are its nbgrader metadata."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    if marks:
        none = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        cell["metadata"]["nbgrader"] = none | marks
    return cell


def markdown(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(cells):
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def cells(answers=None, first=(), tests=TESTS):
    """Its cells with these answers ({task: source}, else the solutions) after the cells `first`."""
    made = [code("import numpy as np"), *map(code, first)]
    for task, solution in SOLUTIONS.items():
        made.append(code((answers or {}).get(task, solution), solution=True, grade_id=task))
        made.append(code(tests[task], grade=True, locked=True, grade_id=f"test_{task}", points=POINTS[task]))
    return made


class Course:
    """A course folder; `hand_in` fills it, `grade` runs the command and returns {student: row}."""

    def __init__(self, root: Path, trusted=True):
        """trusted: nothing in it does harm, so that it may be graded where nothing can be confined."""
        self.root, self.trusted = root, trusted
        self.write(root / "source/t1/t1.ipynb", json.dumps(notebook(cells())))
        self.write(root / "source/t1/data.txt", "public\n")

    def write(self, path, content):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def folder(self, student):
        return self.root / "submitted" / student / "t1"

    def hand_in(self, student, handed=None, name="t1.ipynb"):
        """handed: list of cells, or raw text or bytes; else the solutions."""
        content = json.dumps(notebook(cells() if handed is None else handed)) if not _raw(handed) else handed
        self.write(self.folder(student) / name, content)

    def _arguments(self, *options):
        quick = ["--cell-seconds", "3", "--call-seconds", "1", "--workers", "2"]
        start = ["grade", "t1", "--course", str(self.root)]
        return [*start, *quick, *(["--accept-unconfined"] if self.trusted else []), *options]

    def command(self, *options):
        """The whole command, for a process of its own that is started anew."""
        return [sys.executable, "-m", "autograder", *self._arguments(*options)]

    def run(self, *options):
        # What the grader itself holds in its environment must not reach the students' code.
        return autograder_forked.run("grade", self._arguments(*options), os.environ | {"VERDICT_SEED": "7"})

    def grade(self, *options):
        done = self.run("--json", *options)
        assert done.returncode == 0, done.stderr
        return {row["student"]: row for row in json.loads(done.stdout)["rows"]}

    def grade_tasks(self, source, students, *options):
        """source: its cells; students: {student: cells} -> {student: {task: its entry of the report}}."""
        self.write(self.root / "source/t1/t1.ipynb", json.dumps(notebook(source)))
        for student, handed in students.items():
            self.hand_in(student, handed)
        rows = self.grade("--cell-seconds", "10", "--call-seconds", "3", *options)
        return {student: {item["task"]: item for item in row["tasks"]} for student, row in rows.items()}


def nbgrader(course, *command):
    """Run stock nbgrader in the course."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = autograder_forked.run("nbgrader", command, os.environ | {"PATH": path}, course.root)
    assert done.returncode == 0, done.stderr


def stock_feedback(course, student, folder):
    """The page that `nbgrader generate_feedback` makes of a student's graded notebook."""
    into = f"--CourseDirectory.feedback_directory={folder}"
    nbgrader(course, "generate_feedback", "t1", "--student", student, into)
    return (folder / student / "t1/t1.html").read_text()


def _raw(handed):
    return isinstance(handed, str | bytes)


def scores(row):
    """The row's scores in the order of SOLUTIONS."""
    return [task["score"] for task in row["tasks"]]
