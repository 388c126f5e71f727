"""Writes what nbgrader would have written: grades, autograded notebooks, feedback. One process does it.

All that decides a grade is nbgrader's own: its preprocessors, its determine_grade, its late-penalty plugin,
and the course's nbgrader_config.py.
"""

import os
import shutil
from pathlib import Path

import nbformat
from nbgrader import preprocessors
from nbgrader.api import MissingEntry
from nbgrader.utils import determine_grade, is_grade, parse_utc

from . import extensions, feedback, lint, reveal, safe
from .engine import Outcome
from .gradebook import LOG, Ledger, settings
from .intake import RefusedError, beside, other_files, read_bytes
from .standing import standing

GRADE = (preprocessors.LimitOutput, preprocessors.SaveAutoGrades, preprocessors.AssignLatePenalties)


class Writer:
    """Writes outcomes of one assignment. A context manager; `commit` ends a batch. Raises CourseError."""

    def __init__(self, assignment):
        config = settings(assignment.course)
        self.deadlines = assignment.deadlines
        self.assignment, self.ledger = assignment, Ledger(assignment, config)
        self.exporter = feedback.exporter(self.ledger.coursedir, config)
        self.graders = [kind(config=config, log=LOG) for kind in GRADE]
        self.commit = self.ledger.commit

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.ledger.__exit__(*error)

    def write(self, outcome):
        """Enter the outcome into the gradebook and write its files; return its row of the report (a dict)."""
        timestamp, note = self._timestamp(outcome.student)
        submission = self.ledger.submission(outcome.student, timestamp)
        extensions.enter(submission, self.deadlines)
        if not outcome.refused:
            try:
                with self.ledger.gradebook.db.begin_nested():  # all of it or nothing
                    return self._graded(submission, outcome, note)
            except Exception as error:  # whatever it was: the others' results are to be written
                why = f"its results could not be written: {type(error).__name__}: {error}"
                outcome = Outcome(outcome.student, refused=why, failed=True)
        return self._refuse(submission, outcome)

    def _graded(self, submission, outcome, note):
        with self.ledger.lent():
            books = [self._notebook(outcome.student, graded) for graded in outcome.notebooks]
        self.ledger.flush()
        self.ledger.gradebook.db.refresh(submission)
        self._files(outcome.student, books)
        tasks = [task for _, tasks, _ in books for task in tasks]
        return self._row(outcome, tasks, submission, note)

    def refresh(self, row):
        """The row as the gradebook has it now, with penalties by the present policy and due date."""
        student = row["student"]
        try:
            submission = self.ledger.gradebook.find_submission(self.assignment.name, student)
        except MissingEntry:
            return row
        extensions.enter(submission, self.deadlines)
        with self.ledger.lent():
            for book in self.assignment.notebooks:
                resources = self.ledger.resources(student, book.name)
                self.graders[-1].preprocess(nbformat.v4.new_notebook(), resources)
            self.ledger.flush()
            self.ledger.gradebook.db.refresh(submission)
            new = self._standing(row, submission)
            if new != row:
                self._feedback(student)
        return new

    def _row(self, outcome, tasks, submission, note):
        """One line of the report; see report.py for who reads what."""
        row = {
            "student": outcome.student,
            "refused": outcome.refused,
            "failed": outcome.failed,
            "tasks": tasks,
            "note": "; ".join(filter(None, (outcome.note, note))),
        }
        return self._standing(row, submission)

    def _standing(self, row, submission):
        known = {"extension": extensions.told(submission, self.deadlines)}
        return standing(row | known, submission) | {"revealed": self.assignment.revealed}

    def _feedback(self, student):
        """The graded notebooks and their pages as the gradebook and the reveal date have it now."""
        for path in sorted(self._path("autograded", student).glob("*.ipynb")):
            node = nbformat.read(path, as_version=4)
            reveal.show(node, self.assignment.revealed)
            _rewrite(path, nbformat.v4.writes(node))
            text = feedback.page(self.exporter, node, self.ledger.resources(student, path.stem))
            _rewrite(self._path("feedback", student) / f"{path.stem}.html", text)

    def doubts(self, rehearsal):
        """Sentences about tests that even the instructor's own solution does not pass in full."""
        return [
            f"Your own solution gets {score:g} of {points:g} for {cell.metadata.nbgrader.grade_id}: {message}"
            for graded in rehearsal.notebooks
            for cell, score, points, message in self._lost(graded)
        ]

    def _lost(self, graded):
        node = self._node(graded)
        for cell, result in zip(node.cells, graded.results, strict=True):
            if result and is_grade(cell):
                score, points = determine_grade(cell, LOG)
                if score is not None and score < points:
                    yield cell, score, points, result["message"]

    def _path(self, step, student):
        return Path(self.ledger.coursedir.format_path(step, student, self.assignment.name))

    def _timestamp(self, student):
        """(time in UTC or None, note) from the submission's timestamp.txt."""
        path = self._path("submitted", student) / "timestamp.txt"
        if not os.path.lexists(path):
            return None, ""
        try:
            return parse_utc(read_bytes(path, 1000).decode().strip()), ""
        except (RefusedError, ValueError, OverflowError):
            return None, "timestamp.txt holds no time, so nobody can say whether it is late"

    def _refuse(self, submission, outcome):
        """No points, marked for a look by hand in formgrader; older results of the student are taken away."""
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0, True
        for step in ("autograded", "feedback"):
            shutil.rmtree(self._path(step, outcome.student), ignore_errors=True)
        return self._row(outcome, [], submission, "")

    def _notebook(self, student, graded):
        """Grade one notebook; return (name or None, tasks, files' texts)."""
        node = self._node(graded)
        resources = self.ledger.resources(student, graded.name)
        for grader in self.graders:
            node, resources = grader.preprocess(node, resources)
            self.ledger.flush()
        if graded.missing:
            self.ledger.no_points(student, graded.name)
        self._rescale(student, graded)
        self.ledger.flush()
        grades = self.ledger.grades(graded.name, student)
        tasks = [_task(graded.name, grades, *item) for item in _tests(graded, node)]
        safe.clean_notebook(node)
        reveal.keep(node)
        reveal.show(node, self.assignment.revealed)
        text = None if graded.missing else nbformat.v4.writes(node)
        return graded.name, tasks, (text, feedback.page(self.exporter, node, resources))

    def _rescale(self, student, graded):
        """Points of an earlier version, where a task was worth other ones, in those of the gradebook."""
        if not self.assignment.base:
            return
        grades = self.ledger.grades(graded.name, student)
        for cell in graded.cells:
            if cell.origin and cell.origin.grade and cell.origin.points:
                grade = grades[cell.origin.grade_id]
                if grade.auto_score is not None and grade.max_score != cell.origin.points:
                    grade.auto_score *= grade.max_score / cell.origin.points

    def _node(self, graded):
        """The graded notebook: the instructor's metadata, the student's text, the outputs of this run."""
        metadata = self.ledger.sources[graded.name].metadata
        kept = {key: metadata[key] for key in ("kernelspec", "language_info") if key in metadata}
        node = nbformat.v4.new_notebook(metadata=kept)
        marked = self.ledger.marked[graded.name]
        pairs = enumerate(zip(graded.cells, graded.results, strict=True))
        node.cells = [_cell(number, marked, *pair) for number, pair in pairs]
        return node

    def _files(self, student, books):
        """The autograded folder with the other files beside the notebooks, and the feedback pages."""
        texts = {f"{name}.ipynb": text for name, _, (text, _) in books if text}
        others = other_files(self._path("submitted", student))
        _replace_folder(self._path("autograded", student), beside(others, self.assignment.files | texts))
        pages = {f"{name}.html": page for name, _, (_, page) in books}
        _replace_folder(self._path("feedback", student), pages)


def _task(notebook, grades, cell, result, made):
    """What the report says of one test. grades: the gradebook's entries; made: the cell as it is written."""
    grade = grades[cell.origin.grade_id]
    lost = grade.score < grade.max_score
    message, brief = _messages(result, made) if result and lost else ("", "")
    return {
        "notebook": notebook,
        "task": cell.origin.grade_id,
        "score": round(grade.score, 4),
        "max_score": grade.max_score,
        "message": message or cell.note,
        "brief": brief or cell.note,
        "inside": lint.is_inside(cell.origin.source),
    }


def _cell(number, marked, cell, result):
    """One cell of the graded notebook."""
    made = {"id": f"cell-{number}", "cell_type": cell.kind, "metadata": {}, "source": cell.source}
    if cell.kind == "code":
        made |= {"execution_count": None, "outputs": result["outputs"] if result else []}
    if cell.origin:
        made["metadata"] = {"nbgrader": dict(marked[cell.origin.grade_id].metadata.nbgrader)}
    return _within_points(nbformat.from_dict(made))


def _within_points(cell):
    """A test that returns more than its points makes nbgrader stop; it counts as failed, and says so."""
    if is_grade(cell):
        try:
            determine_grade(cell, LOG)
        except (ValueError, KeyError) as error:
            text = f"the test's own result cannot be a score: {error}"
            trace = {"output_type": "error", "ename": "ScoreError", "evalue": text, "traceback": [text]}
            cell.outputs = [nbformat.from_dict(trace)]
    return cell


def _messages(result, made):
    """Why points were lost, whole and brief; the judge says it, unless the test's own result was at fault."""
    wrong = [output.evalue for output in made.outputs if output.get("ename") == "ScoreError"]
    return wrong[:1] * 2 or (result["message"], result.get("brief", result["message"]))


def _tests(graded, node):
    """(cell, result, cell of the written notebook) of all that is worth points."""
    rows = zip(graded.cells, graded.results, node.cells, strict=True)
    return [row for row in rows if row[0].origin and (row[0].origin.grade or row[0].origin.task)]


def _rewrite(path, text):
    """Write a file in one step: a run may be killed at any moment."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _replace_folder(folder, files):
    """A fresh folder with these files; the old one disappears when the new one is whole."""
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    for name, content in files.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(content.encode() if isinstance(content, str) else content)
    shutil.rmtree(folder, ignore_errors=True)
    if files:
        new.rename(folder)
