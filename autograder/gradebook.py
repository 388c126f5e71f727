"""nbgrader's gradebook as one run uses it: opened once, written in batches."""

import contextlib
import logging
import sys
import warnings
from pathlib import Path

import nbformat
import nbgrader.api
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from nbgrader import preprocessors
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from .course import CourseError

PREPARE = (preprocessors.LockCells, preprocessors.ClearSolutions, preprocessors.ComputeChecksums)
MARKS = ("grade", "solution", "task", "locked")
# nbgrader's modules that open a gradebook themselves.
USERS = ("saveautogrades", "latesubmissions", "getgrades")
# nbgrader reads a submission before it adds it. Ignored for good: `catch_warnings` does not mind threads.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
LOG = logging.getLogger("autograder.nbgrader")
LOG.addHandler(logging.NullHandler())
LOG.propagate = False


def _newest_schema():
    """What nbgrader asks the command `alembic` for, which may not be on the PATH and is slow to start."""
    folder = Path(nbgrader.api.__file__).parent / "alembic"
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(settings).get_current_head()


nbgrader.api.get_alembic_version = _newest_schema


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
    """Its users' commits wait for the batch's, their closing does nothing."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.really_commit, self.db.commit = self.db.commit, self.db.flush

    def close(self):
        pass

    def end(self):
        super().close()


class Ledger:
    """Gradebook and source notebooks of one assignment, as nbgrader sees them. A context manager."""

    def __init__(self, assignment, config):
        self.assignment, self.config = assignment, config
        self.coursedir = CourseDirectory(config=config)
        self.sources = {book.name: _processed(book, config) for book in assignment.notebooks}
        self.marked = {name: _by_id(node) for name, node in self.sources.items()}
        if assignment.base is None:  # an earlier version's cells are not the gradebook's any more
            self._record_assignment()
        self.gradebook = _Shared(self.coursedir.db_url, self.coursedir.course_id)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.gradebook.end()

    def commit(self):
        """Make what was written since the last commit lasting."""
        self.gradebook.really_commit()

    def _record_assignment(self):
        """Enter the assignment's cells into the gradebook, as `nbgrader generate_assignment` does."""
        course = self.coursedir
        with Gradebook(course.db_url, course.course_id) as gradebook:
            if all(_same(gradebook, self.assignment.name, *item) for item in self.sources.items()):
                return
            gradebook.update_or_create_assignment(self.assignment.name)
        for name, node in self.sources.items():
            self._record_notebook(name, node)

    def _record_notebook(self, name, node):
        try:
            saver = preprocessors.SaveCells(config=self.config, log=LOG)
            saver.preprocess(node, self.resources(None, name))
        except RuntimeError:
            raise CourseError(
                f"The gradebook holds work for an earlier {self.assignment.name} with other cells."
                " Restore that one, or remove it from the gradebook:"
                f" `nbgrader db assignment remove {self.assignment.name}`."
            ) from None

    def resources(self, student, notebook):
        """What nbgrader's preprocessors want to know about a notebook."""
        names = {"student": student, "assignment": self.assignment.name, "notebook": notebook}
        return {
            "nbgrader": names | {"db_url": self.coursedir.db_url},
            "unique_key": notebook,
            "metadata": {"name": notebook},
        }

    def submission(self, student, timestamp):
        """The gradebook's entry of a submission, made where there is none."""
        self.gradebook.update_or_create_student(student)
        given = {"timestamp": timestamp} if timestamp else {}
        return self.gradebook.update_or_create_submission(self.assignment.name, student, **given)

    def flush(self):
        """Let what was entered be seen by what is asked of the gradebook from now on."""
        self.gradebook.db.flush()

    def grades(self, notebook, student):
        """{cell: its entry in the gradebook} of one graded notebook."""
        entry = self.gradebook.find_submission_notebook(notebook, self.assignment.name, student)
        return {grade.name: grade for grade in entry.grades}

    def no_points(self, student, notebook):
        """Enter 0 for every cell of a notebook that was not handed in."""
        for grade in self.grades(notebook, student).values():
            grade.auto_score, grade.needs_manual_grade = 0, False

    @contextlib.contextmanager
    def lent(self):
        """Let nbgrader's preprocessors work on the open gradebook: to open one takes longer than to grade.

        What they write waits for `flush`: they would send each cell's score and comment for itself.
        """
        modules = [sys.modules[f"nbgrader.preprocessors.{name}"] for name in USERS]
        try:
            for module in modules:
                module.Gradebook = lambda *_: self.gradebook
            self.gradebook.db.commit = _nothing
            with self.gradebook.db.no_autoflush:
                yield
        finally:
            self.gradebook.db.commit = self.gradebook.db.flush
            for module in modules:
                module.Gradebook = Gradebook


def _nothing():
    pass


def _processed(book, config):
    """The source notebook as students were given it, hidden tests kept: with nbgrader's checksums."""
    with warnings.catch_warnings():
        # Notebooks of before 2021 have no cell ids.
        warnings.simplefilter("ignore", nbformat.validator.MissingIDFieldWarning)
        node = nbformat.read(book.path, as_version=4)
    for kind in PREPARE:
        node, _ = kind(config=config, log=LOG).preprocess(node, {})
    return node


def _by_id(node):
    """{grade_id: cell} of the cells that nbgrader looks after."""
    marked = [(cell.metadata.get("nbgrader", {}), cell) for cell in node.cells]
    return {meta["grade_id"]: cell for meta, cell in marked if any(meta.get(mark) for mark in MARKS)}


def _same(gradebook, assignment, name, node):
    """Whether the gradebook knows the notebook with these very cells."""
    try:
        known = {cell.name: cell.checksum for cell in gradebook.find_notebook(name, assignment).source_cells}
    except MissingEntry:
        return False
    return known == {name: cell.metadata.nbgrader.get("checksum") for name, cell in _by_id(node).items()}
