"""Grades many submissions: two warm parents, N workers; each submission has its own two processes."""

import contextlib
import os
import queue
import threading
import time
from dataclasses import dataclass, field

from . import confine, identify, intake, lint, names
from .channel import ClosedError
from .codec import MalformedError
from .course import CourseError
from .intake import RefusedError
from .outputs import writable
from .warm import WarmParent, fork

LIMITS = {
    "cell_seconds": 10.0,  # computing time of one cell; three times that of waiting
    "call_seconds": 3.0,
    "total_seconds": 120.0,
    "cpu_seconds": 150,
    "memory": 2 * 2**30,  # beyond what the warm parent takes
    "file_bytes": 64 * 2**20,
    "files": 256,
    "processes": 64,
    "restarts": 12,
}


@dataclass
class Graded:
    """What running one notebook gave: its cells and, in the same order, their results."""

    name: str
    cells: list = field(repr=False)
    results: list = field(repr=False)  # {"outputs", "message", "lost"}, None for cells that are no code
    missing: bool = False


@dataclass
class Outcome:
    """One submission, run: either its notebooks or the reason why it was refused."""

    student: str
    notebooks: list[Graded] = field(default_factory=list)
    refused: str = ""
    note: str = ""
    failed: bool = False  # refused for no fault of the submission: the next run tries again
    seconds: float = 0.0


class Engine:
    """The warm parents of one assignment. A context manager."""

    def __init__(self, assignment, seed, limits=None, learnt=None, level=None):
        """level: of confinement (default: the best that works here)."""
        self.assignment, self.seed, self.limits = assignment, seed, LIMITS | (limits or {})
        self.stack = contextlib.ExitStack()
        self.level, self.learnt = level or confine.best(), learnt or {}

    def __enter__(self):
        self.students = self.stack.enter_context(self._confined())
        fd = self.students.sock.fileno()
        environment = {"AUTOGRADER_STUDENTS": str(fd)} | self._environment()
        self.judges = self.stack.enter_context(WarmParent("judge", environment, pass_fds=(fd,)))
        modules = sorted({module for book in self.assignment.notebooks for module in book.modules})
        checks = [self.assignment.name, str(self.assignment.folder)] if self.assignment.definitions else None
        self.students.warm(self.learnt.get("student", modules), checks)
        self.judges.warm(self.learnt.get("judge", modules), checks)
        return self

    def __exit__(self, *error):
        self.stack.close()

    def _confined(self):
        """The warm parent of the students' processes; the released numbers are for it alone."""
        numbers = self.assignment.folder / f"{self.assignment.name}.json"
        shown = [numbers] if numbers.exists() else []
        return WarmParent("student", level=self.level, packages=self.assignment.packages, shown=shown)

    def warmed_up(self):
        """Wait for the warm parents. Raises CourseError."""
        try:
            self.students.ready()
            self.judges.ready()
        except ClosedError:
            raise CourseError("A helper process could not start; what it said stands above.") from None

    def rehearse(self):
        """Grade the instructor's own notebooks as if handed in; returns the Outcome.

        It shows whether the tests pass as they should, and teaches the warm parents which modules are used.
        """
        learnt = {"judge": set(), "student": set()}
        notebooks = []
        for book in self.assignment.notebooks:
            cells = [intake.Cell(cell.kind, cell.source, cell if cell.known else None) for cell in book.cells]
            notebooks.append(self._run(book, cells, {}, learnt))
        self.learnt = {side: sorted(found) for side, found in learnt.items()}
        self.students.warm(self.learnt["student"])
        self.judges.warm(self.learnt["judge"])
        self.students.ready()
        self.judges.ready()
        return Outcome("the instructor's own solution", notebooks)

    def grade(self, folders, workers):
        """Yield an Outcome for each of folders ({student: folder of the submission}), as they get ready."""
        todo, done = queue.SimpleQueue(), queue.SimpleQueue()
        for item in folders.items():
            todo.put(item)
        self.stopping = threading.Event()
        for _ in range(min(workers, len(folders))):
            threading.Thread(target=self._work, args=(todo, done), daemon=True).start()
        for _ in folders:
            yield done.get()

    def _work(self, todo, done):
        while not self.stopping.is_set():
            try:
                student, folder = todo.get_nowait()
            except queue.Empty:
                return
            done.put(self._one(student, folder))

    def _one(self, student, folder):
        begin, outcome = time.monotonic(), Outcome(student)
        try:
            outcome.notebooks = self._submission(folder)
            outcome.note = intake.remark(folder, [book.name for book in self.assignment.notebooks])
        except RefusedError as refused:
            outcome.refused = str(refused)
        except OSError as error:
            outcome.refused = f"it cannot be read: {error.strerror}"
        except Exception as error:  # whatever it was: nobody else may wait for it
            outcome.refused = f"the grader itself failed: {type(error).__name__}: {error}"
            outcome.failed = True
        outcome.note, outcome.refused = writable([outcome.note, outcome.refused])
        outcome.seconds = time.monotonic() - begin
        return outcome

    def _submission(self, folder):
        if not os.path.lexists(folder):
            raise RefusedError(f"nothing was handed in for {self.assignment.name}")
        if not intake.regular_folder(folder):
            raise RefusedError("it is a link or a file instead of a folder")
        books = self.assignment.notebooks
        taken = {book.name: intake.take(folder, book, len(books) == 1) for book in books}
        if not any(taken.values()):
            raise RefusedError("there is no notebook in it")
        files = intake.other_files(folder)
        return [self._notebook(book, taken[book.name], files) for book in books]

    def _notebook(self, book, cells, files):
        if cells is None:
            origins = [intake.Cell(cell.kind, "", cell) for cell in book.cells if cell.known]
            return Graded(book.name, origins, [None] * len(origins), missing=True)
        return self._run(book, cells, files)

    def _run(self, book, cells, files, learnt=None):
        """Run one notebook in a judge of its own. Raises RefusedError when the judge does not come back."""
        message, buffers = self._job(book, cells, files, learnt is not None)
        channel, leash = fork(self.judges.sock)
        try:
            end = time.monotonic() + 3 * self.limits["total_seconds"]
            channel.send(message, buffers, end)
            answer, _ = channel.receive(end)
        except TimeoutError:
            raise RefusedError(f"grading took longer than {3 * self.limits['total_seconds']:g} s") from None
        except (ClosedError, MalformedError):
            raise RefusedError("the process that grades it ended; the tests may have ended it") from None
        finally:
            leash.close()
            channel.close()
        for side in learnt or ():
            learnt[side] |= set(answer["modules"][side])
        ran = iter(writable(answer["cells"]))
        return Graded(book.name, cells, [next(ran) if _runs(cell) else None for cell in cells])

    def _job(self, book, cells, files, learn):
        given = self.assignment.files
        student_files = intake.beside(files, given)
        job = {
            "cells": [_task(book, cell) for cell in cells if _runs(cell)],
            "instructor": book.own_code,
            "imports": book.imports,
            "asked": book.asked,
            "judge_files": list(given),
            "student_files": list(student_files),
            "forbid": {} if learn else self.assignment.forbidden,
            "limits": self.limits,
            "learn": learn,
        }
        return job, [*given.values(), *student_files.values()]

    def _environment(self):
        environment = {"VERDICT_SEED": str(self.seed), "NBGRADER_EXECUTION": "autograde"}
        if self.assignment.definitions:
            environment["VERDICT_SOURCES"] = str(self.assignment.definitions.parent)
        return environment


def _runs(cell):
    return cell.kind == "code" and not (cell.origin and cell.origin.task)


def _task(book, cell):
    """What the judge is to do with a cell."""
    if cell.origin is None or not cell.origin.is_test:
        # An unchanged cell of the instructor's that only shows something may look at what the tests left.
        shows = cell.origin is None and cell.source in book.own_code and not names.binds(cell.source)
        answers = sorted(identify.answers(cell.origin)) if cell.origin else []
        kind = "show" if shows else "student"
        return {"kind": kind, "source": cell.source, "answers": answers, "missing": cell.note}
    if lint.is_inside(cell.origin.source):
        return {"kind": "inside", "source": cell.origin.source}
    needs = sorted(names.needs(cell.origin.source))
    return {
        "kind": "test",
        "source": cell.origin.source,
        "needs": needs,
        "place": book.cells.index(cell.origin),
    }
