"""Writes what nbgrader would have written: gradebook, autograded notebooks, feedback. One process, in batches.

All that decides a grade is nbgrader's own: its preprocessors, its determine_grade, its late-penalty plugin, and the
course's nbgrader_config.py.
"""

import contextlib
import logging
import os
import shutil
import sys
import warnings
from pathlib import Path

# jsonschema would load a grammar of web addresses through it, for 0.7 s; notebooks hold no field that needs it.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat
from nbgrader import preprocessors
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade, is_grade, parse_utc
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from . import feedback
from .course import CourseError
from .intake import Refused, other_files, read_bytes

PREPARE = (preprocessors.LockCells, preprocessors.ClearSolutions, preprocessors.ComputeChecksums)
GRADE = (preprocessors.LimitOutput, preprocessors.SaveAutoGrades, preprocessors.AssignLatePenalties)
USERS_OF_GRADEBOOK = ("saveautogrades", "latesubmissions", "getgrades")
LOG = logging.getLogger("autograder.nbgrader")
LOG.addHandler(logging.NullHandler())
LOG.propagate = False


def settings(course):
    """The course's nbgrader configuration. Raises CourseError."""
    path = course / "nbgrader_config.py"
    config = Config()
    if path.is_file():
        try:
            config = PyFileConfigLoader(path.name, str(course)).load_config()
        except Exception as error:  # the file is code: whatever it raises is the course's own mistake
            raise CourseError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    config.CourseDirectory.root = str(course)
    return config


class _Shared(Gradebook):
    """The one open gradebook of a run: its users' commits wait for the batch's, their closing does nothing."""

    def close(self):
        pass

    def end(self):
        super().close()


class Writer:
    """Writes outcomes of one assignment. A context manager; `commit` ends a batch."""

    def __init__(self, assignment, config):
        self.assignment, self.config = assignment, config
        self.coursedir = CourseDirectory(config=config)
        self.sources = {book.name: _processed(book, config) for book in assignment.notebooks}
        self.marked = {name: _by_id(node) for name, node in self.sources.items()}
        self._record_assignment()
        self.gradebook = _Shared(self.coursedir.db_url, self.coursedir.course_id)
        self.really_commit, self.gradebook.db.commit = self.gradebook.db.commit, self.gradebook.db.flush
        self.exporter = feedback.exporter(self.coursedir, config)
        self.graders = [kind(config=config, log=LOG) for kind in GRADE]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.gradebook.end()

    def commit(self):
        """Make what was written since the last commit lasting."""
        self.really_commit()

    def _record_assignment(self):
        """Enter the assignment's cells into the gradebook, as `nbgrader generate_assignment` does."""
        course = self.coursedir
        with Gradebook(course.db_url, course.course_id) as gradebook:
            if all(_same(gradebook, self.assignment.name, *item) for item in self.sources.items()):
                return
            gradebook.update_or_create_assignment(self.assignment.name)
        for name, node in self.sources.items():
            try:
                saver = preprocessors.SaveCells(config=self.config, log=LOG)
                saver.preprocess(node, self._resources(None, name))
            except RuntimeError as error:
                raise CourseError(
                    f"The gradebook holds submissions for an earlier {self.assignment.name} with other cells ({error})."
                    " Grade that one, or remove it with `nbgrader db assignment remove`."
                ) from None

    def _resources(self, student, notebook):
        names = {"student": student, "assignment": self.assignment.name, "notebook": notebook}
        return {
            "nbgrader": names | {"db_url": self.coursedir.db_url},
            "unique_key": notebook,
            "metadata": {"name": notebook},
        }

    def path(self, step, student):
        return Path(self.coursedir.format_path(step, student, self.assignment.name))

    def write(self, outcome):
        """Enter the outcome into the gradebook and write its files; return its row of the report (a dict)."""
        timestamp, note = self.timestamp(outcome.student)
        self.gradebook.update_or_create_student(outcome.student)
        submission = self._submission(outcome.student, timestamp)
        late = submission.total_seconds_late > 0
        if outcome.refused:
            return self._refuse(submission, outcome, late)
        with self._one_gradebook():
            books = [self._notebook(outcome.student, graded) for graded in outcome.notebooks]
        self.gradebook.db.flush()
        self.gradebook.db.refresh(submission)
        return _row(outcome, books, submission, late, note)

    def _submission(self, student, timestamp):
        given = {"timestamp": timestamp} if timestamp else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader reads a submission before it adds it
            return self.gradebook.update_or_create_submission(self.assignment.name, student, **given)

    def doubts(self, rehearsal):
        """Sentences about tests that even the instructor's own solution does not pass in full."""
        return [
            f"Your own solution gets {score:g} of {points:g} for {cell.metadata.nbgrader.grade_id}: {message}"
            for graded in rehearsal.notebooks
            for cell, score, points, message in self._lost(graded)
        ]

    def _lost(self, graded):
        node = self._node(graded)
        _cap_credit(node)
        for cell, result in zip(node.cells, graded.results, strict=True):
            if result and is_grade(cell):
                score, points = determine_grade(cell, LOG)
                if score is not None and score < points:
                    yield cell, score, points, result["message"]

    def timestamp(self, student):
        """(time in UTC or None, note) from the submission's timestamp.txt."""
        path = self.path("submitted", student) / "timestamp.txt"
        if not os.path.lexists(path):
            return None, ""
        try:
            return parse_utc(read_bytes(path, 1000).decode().strip()), ""
        except (Refused, ValueError, OverflowError, UnicodeDecodeError):
            return None, "timestamp.txt holds no time"

    def _refuse(self, submission, outcome, late):
        """No points, marked for a look by hand in formgrader; older results of this student are taken away."""
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0, True
        for step in ("autograded", "feedback"):
            shutil.rmtree(self.path(step, outcome.student), ignore_errors=True)
        self.gradebook.db.flush()
        tests = [cell for book in self.assignment.notebooks for cell in book.cells if cell.grade or cell.task]
        row = {"student": outcome.student, "state": f"refused: {outcome.refused}", "score": None, "late": late}
        total = sum(cell.points for cell in tests)
        return row | {"max_score": total, "tasks": [], "message": "", "by_hand": False, "penalty": 0.0}

    @contextlib.contextmanager
    def _one_gradebook(self):
        """Let nbgrader's preprocessors work on the open gradebook: to open one takes longer than to grade."""
        modules = [sys.modules[f"nbgrader.preprocessors.{name}"] for name in USERS_OF_GRADEBOOK]
        try:
            for module in modules:
                module.Gradebook = lambda *_: self.gradebook
            yield
        finally:
            for module in modules:
                module.Gradebook = Gradebook

    def _notebook(self, student, graded):
        """Grade one notebook and write its files; return its tasks [(grade_id, score, points, message), ...]."""
        node = self._node(graded)
        resources = self._resources(student, graded.name)
        _cap_credit(node)
        for grader in self.graders:
            node, resources = grader.preprocess(node, resources)
        if graded.missing:
            self._no_points(student, graded.name)
        self.gradebook.db.flush()
        tasks = [self._task(student, graded, cell, result) for cell, result in _tests(graded)]
        self._files(student, graded, node, resources)
        return tasks

    def _no_points(self, student, name):
        for grade in self.gradebook.find_submission_notebook(name, self.assignment.name, student).grades:
            grade.auto_score, grade.needs_manual_grade = 0, False

    def _task(self, student, graded, cell, result):
        grade = self.gradebook.find_grade(cell.origin.grade_id, graded.name, self.assignment.name, student)
        lost = grade.score < grade.max_score
        message = result["message"] if result and lost else ""
        if lost and grade.needs_manual_grade:
            message = "to be graded by hand"
        return {
            "task": cell.origin.grade_id,
            "score": round(grade.score, 4),
            "max_score": grade.max_score,
            "message": message or cell.note,
        }

    def _node(self, graded):
        """The graded notebook: the instructor's metadata, the student's text, the outputs of this run."""
        source = self.sources[graded.name]
        kept = {key: source.metadata[key] for key in ("kernelspec", "language_info") if key in source.metadata}
        node = nbformat.v4.new_notebook(metadata=kept)
        pairs = enumerate(zip(graded.cells, graded.results, strict=True))
        node.cells = [self._cell(graded.name, number, cell, result) for number, (cell, result) in pairs]
        return node

    def _cell(self, name, number, cell, result):
        made = {"id": f"cell-{number}", "cell_type": cell.kind, "metadata": {}, "source": cell.source}
        if cell.kind == "code":
            made |= {"execution_count": None, "outputs": result["outputs"] if result else []}
        if cell.origin:
            made["metadata"] = {"nbgrader": dict(self.marked[name][cell.origin.grade_id].metadata.nbgrader)}
        return nbformat.from_dict(made)

    def _files(self, student, graded, node, resources):
        """The autograded notebook, the other files beside it, and the feedback page."""
        target = self.path("autograded", student)
        if graded is None or not target.exists() or graded.name == self.assignment.notebooks[0].name:
            _replace_folder(target, other_files(self.path("submitted", student)) | self.assignment.files)
        text = nbformat.v4.writes(node)
        if not graded.missing:
            _write(target / f"{graded.name}.ipynb", text)
        _write(self.path("feedback", student) / f"{graded.name}.html", self._feedback(node, resources))

    def _feedback(self, node, resources):
        for cell in node.cells:  # GetGrades looks each up; their other metadata is not shown
            cell.metadata = nbformat.from_dict(dict(cell.metadata))
        return feedback.page(self.exporter, node, resources)


def _processed(book, config):
    """The source notebook as students were given it, hidden tests kept: with nbgrader's checksums."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nbformat.validator.MissingIDFieldWarning)  # older notebooks have no cell ids
        node = nbformat.read(book.path, as_version=4)
    for kind in PREPARE:
        node, _ = kind(config=config, log=LOG).preprocess(node, {})
    return node


def _by_id(node):
    return {c.metadata.nbgrader.grade_id: c for c in node.cells if c.metadata.get("nbgrader", {}).get("grade_id")}


def _same(gradebook, assignment, name, node):
    """Whether the gradebook knows the notebook with these very cells."""
    try:
        known = {cell.name: cell.checksum for cell in gradebook.find_notebook(name, assignment).source_cells}
    except MissingEntry:
        return False
    return known == {
        grade_id: cell.metadata.nbgrader.get("checksum")
        for grade_id, cell in _by_id(node).items()
        if any(cell.metadata.nbgrader.get(kind) for kind in ("grade", "solution", "task", "locked"))
    }


def _tests(graded):
    """(cell, result) of all that is worth points."""
    pairs = zip(graded.cells, graded.results, strict=True)
    return [(cell, result) for cell, result in pairs if cell.origin and (cell.origin.grade or cell.origin.task)]


def _cap_credit(node):
    """A test that returns more than its points makes nbgrader stop; it counts as failed, and says so."""
    for cell in node.cells:
        if is_grade(cell):
            try:
                determine_grade(cell, LOG)
            except (ValueError, KeyError) as error:
                text = f"the test's own result cannot be a score: {error}"
                trace = {"output_type": "error", "ename": "ScoreError", "evalue": text, "traceback": [text]}
                cell.outputs = [nbformat.from_dict(trace)]


def _row(outcome, books, submission, late, note):
    tasks = [task for book in books for task in book]
    told = [f"{task['task']}: {task['message']}" for task in tasks if task["message"]]
    by_hand = submission.needs_manual_grade
    penalty = sum(notebook.late_submission_penalty or 0 for notebook in submission.notebooks)
    return {
        "student": outcome.student,
        "state": "graded (late)" if late else "graded",
        "score": round(submission.score - penalty, 4),
        "max_score": submission.max_score,
        "late": late,
        "penalty": penalty,
        "by_hand": bool(by_hand),
        "tasks": tasks,
        "message": "; ".join([*told, note] if note else told),
    }


def _replace_folder(folder, files):
    """A fresh folder with these files; the old one disappears in one step."""
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for name, data in files.items():
        _write(new / name, data)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def _write(path, content):
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content.encode() if isinstance(content, str) else content)
    new.replace(path)
