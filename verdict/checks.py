"""`check = Checks("a1")`: the one object that a notebook's check cells, the grading and the tests talk to."""

import functools
import hashlib
import importlib.metadata
import os
import sys
from dataclasses import replace
from pathlib import Path

from verdict import release
from verdict.cases import drawn_cases
from verdict.marking import mark
from verdict.source import definitions
from verdict.words import Told, points

DISTRIBUTION = "neural-networks-fundamentals"


class CheckFailed(AssertionError):  # noqa: N818 - its name is the first word of what a student reads
    """Nothing of a task is right yet. Shows its message alone: a traceback would lead into this package."""

    def _render_traceback_(self):
        return [str(self)]


class Checks:
    """The checks of one assignment, from the file of numbers in the notebook's folder.

    Raises CheckFailed with one sentence if that file is missing, or made for another version of the package.
    """

    def __init__(self, assignment, folder="."):
        self.assignment = assignment
        self.release = _loaded(assignment, folder)
        self._marks, self._told = {}, False
        self._visible = {}  # task -> (function, its outcomes on the visible cases)

    def __call__(self, function):
        """Judge a student's function on the visible cases: prints what was found, returns the points (float).

        Raises CheckFailed with the same words if no part is right.
        """
        task = self._task(function, sys._getframe(1).f_code)
        found = mark(function, task, task.cases, self._unmended(task.name))
        self._visible[task.name] = function, found.outcomes
        return self._report(found)

    def hidden(self, function):
        """The same on visible cases and on cases drawn from the run's seed; only where grading happens."""
        name = self._task(function, sys._getframe(1).f_code).name
        path, seed = _grading(self.assignment)
        task = replace(self._graded(path, seed)[name], points=self.release.tasks[name].points)
        found = mark(function, task, task.cases, self._unmended(name), self._known(name, function, path))
        known = self._marks.get(name)
        again = f"On inputs drawn for this grading (seed {seed}): "
        if known and found.passed == known.passed:
            print(again + f"the same, {points(found.score)} of {points(found.points)} points.")
            return found.score
        return self._report(found, again)

    def _known(self, name, function, path):
        """What `check(function)` has just seen, where the grading's visible cases are the released ones."""
        checked, outcomes = self._visible.get(name, (None, ()))
        same = checked is function and source_hash(path) == self.release.source_sha256
        return outcomes if same else ()

    def grid(self, name):
        """The numbers behind the sliders of a task -> Grid."""
        return self.release.tasks[name].grid

    def summary(self):
        """Print how many tasks pass, one line a task."""
        if not self._marks:
            print("Run the check cells above first: this cell sums them up.")
            return
        marks = [(name, self._marks.get(name)) for name in self.release.tasks]
        passing = sum(mark is not None and mark.score == mark.points for _, mark in marks)
        print(f"{passing} of {len(marks)} tasks pass")
        for name, found in marks:
            print(f"  {_state(found)}  {name}")
        for name, worth in self.release.written.items():
            print(f"  {_by_hand(worth)}  {name}")

    def _unmended(self, name):
        """The other tasks that were checked and are not all right."""
        return [other for other, found in self._marks.items() if other != name and found.score < found.points]

    def _graded(self, path, seed):
        source = source_hash(path)
        if source != self.release.source_sha256 and not self._told:
            print(f"Note: {path.name} was changed after this release was made; graded by its present text.")
            self._told = True
        return _graded_tasks(path, source, seed)

    def _task(self, function, caller):
        """The task that the calling cell names: `check(predict)` judges predict, whatever it is bound to."""
        tasks = self.release.tasks
        written = [name for name in caller.co_names if name in tasks]
        name = written[0] if len(written) == 1 else getattr(function, "__name__", "")
        if name not in tasks:
            raise CheckFailed(
                f"check(...) knows {', '.join(tasks)}; give it one of these functions by its name."
            )
        return tasks[name]

    def _report(self, found, before=""):
        self._marks[found.task] = found
        short_of_full = found.score < found.points
        # `nbgrader validate` shows a message only if it comes with an error.
        said = Told(before + found.message, before + found.brief)
        if short_of_full and (found.score == 0 or "NBGRADER_VALIDATING" in os.environ):
            raise CheckFailed(said)
        print(said)
        return found.score


def prepare(assignment, folder="."):
    """Compute now what all notebooks of a run share: processes forked from this one find it ready.

    That is the released numbers, and where grading happens the drawn cases. Raises as `Checks` does.
    """
    _loaded(assignment, folder)
    if "VERDICT_SOURCES" in os.environ:
        path, seed = _grading(assignment)
        _graded_tasks(path, source_hash(path), seed)


@functools.cache
def _graded_tasks(path, source, seed):
    """name -> ReleasedTask with its visible and its drawn cases; source: the hash of the text at path."""
    return {
        name: replace(task, cases=task.cases + drawn_cases(definition, seed))
        for name, definition in definitions(path).items()
        for task in [release.released_task(definition, 0)]
    }


def _by_hand(worth):
    return f"{points(worth)} by hand".ljust(20)


def _state(found):
    if found is None:
        return "not checked yet".ljust(20)
    return f"{points(found.score)} of {points(found.points)} points".ljust(20)


def _loaded(assignment, folder):
    try:
        found = release.load(assignment, folder)
    except FileNotFoundError:
        raise CheckFailed(
            f"The file {assignment}.json is missing: it must lie in the same folder as the notebook. "
            f"Unpack the whole {assignment}.zip and open the notebook there."
        ) from None
    except ValueError as error:
        raise CheckFailed(
            f"{assignment}.json cannot be read: {error}. Unpack {assignment}.zip again."
        ) from None
    installed = _installed()
    if installed is None or _numbers(installed) < _numbers(found.needs):
        raise CheckFailed(
            f"This assignment needs {DISTRIBUTION} {found.needs}, and {installed or 'none'} is installed: "
            "install the .whl file beside the notebook, as its first cell says, then restart the kernel."
        )
    return found


def _installed():
    try:
        return importlib.metadata.version(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        return None


def _numbers(version):
    return [int(part) for part in version.split(".")[:3]]


def _grading(assignment):
    """Where the definitions lie and the run's seed, from the grader's environment -> (path, int)."""
    try:
        return Path(os.environ["VERDICT_SOURCES"]) / f"{assignment}.py", int(os.environ["VERDICT_SEED"])
    except KeyError as missing:
        raise RuntimeError(
            f"hidden checks run only where grading happens: the environment variable {missing} is not set"
        ) from None


def source_hash(path):
    """The sha256 of a source file: which text a release was made from."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
