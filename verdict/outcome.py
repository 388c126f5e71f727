"""What one call did: its value or its exception, and whether it changed its arguments."""

import builtins
import contextlib
import copy
import io
import linecache
import traceback
import warnings
from dataclasses import dataclass

import numpy as np

from verdict.comparison import mismatch
from verdict.patience import patience
from verdict.uses import used_through
from verdict.written import scope_of


@dataclass(frozen=True)
class Fault:
    """An exception as the student reads it: its type and text, and the student's own line, if known."""

    kind: str
    text: str
    line_number: int | None = None
    line: str = ""

    def __str__(self):
        return f"{self.kind}: {self.text}" if self.text else self.kind

    @property
    def where(self):
        """The student's own line, e.g. "in line 4:  return 1 / x"; empty if it is not known."""
        number = f"in line {self.line_number}" if self.line_number else "in the line"
        return f"{number}:  {self.line}" if self.line else ""


@dataclass(frozen=True)
class Outcome:
    """A value, or the name of the built-in exception raised; and the names of arguments changed in place."""

    value: object = None
    raised: str | None = None
    changed: tuple[str, ...] = ()
    fault: Fault | None = None

    def agrees(self, other, within=0.0):
        """Whether two calls did the same, within the tolerance of float32, or the given one."""
        if (self.raised, self.changed) != (other.raised, other.changed):
            return False
        return self.raised is not None or mismatch(self.value, other.value, within) is None


def observe(function, arguments, names, through=""):
    """Call `function(*arguments)`, or what `through` makes of it, on copies and say what happened -> Outcome.

    Warnings and stderr of the call are dropped: nbgrader scores any stderr in a test cell as 0, and a numpy
    warning is no mistake by itself.
    """
    given = copy.deepcopy(arguments)
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            with patience(function):
                result = used_through(through, function)(*given)
            value, raised, fault = copy_of(result), None, None
        except (Exception, SystemExit) as error:  # whatever a student's code raises is a result
            value, raised, fault = None, builtin_name(error), _fault(error, function)
    changed = tuple(
        name for name, before, after in zip(names, arguments, given, strict=True) if not same(before, after)
    )
    return Outcome(value, raised, changed, fault)


def copy_of(value):
    """A copy that a later call cannot change; tensors and the like become arrays."""
    if isinstance(value, list):
        return [copy_of(item) for item in value]
    if isinstance(value, tuple):
        return tuple(copy_of(item) for item in value)
    if isinstance(value, dict):
        return {key: copy_of(item) for key, item in value.items()}
    if hasattr(value, "__array__"):
        return np.array(value.detach().numpy() if hasattr(value, "detach") else value)
    return value


def same(before, after):
    """Whether an argument is untouched: the same bits, NaN included."""
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and before.tobytes() == after.tobytes()
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, dict):
        return same([*before, *before.values()], [*after, *after.values()])
    return before == after or before != before


def builtin_name(error):
    """The nearest built-in type of an exception: numpy's own TypeErrors are TypeErrors to a student."""
    return next(kind.__name__ for kind in type(error).__mro__ if hasattr(builtins, kind.__name__))


def _fault(error, function):
    number, line = _student_line(error, function)
    return Fault(builtin_name(error), str(error).strip(), number, line)


def _student_line(error, function):
    """The last line of the student's own code on the way to the error -> (number, text), or (None, "").

    A function that runs elsewhere reports it as the exception's attribute `student_line`.
    """
    remote = getattr(error, "student_line", None)
    if remote is not None:
        return remote
    own = scope_of(function)
    frames = [
        (frame.f_code.co_filename, number)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_globals is own
    ]
    if not frames:
        return None, ""
    path, number = frames[-1]
    return number, linecache.getline(path, number).strip()
