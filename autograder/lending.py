"""What a test passes in to the student's process beside data, and what may be asked of it from there.

Nothing of the judge's can be reached that was not passed in: a function can be called; an iterator, a loader
or a container can be gone through; of an object of a class that the test itself defines, public attributes
can be read. Of all else (a generator's frame, a function's globals) nothing. What both sides can import
from LIBRARIES goes by its name, and runs over there.
"""

import functools
import inspect
import sys

from . import gradients, handles
from .codec import MalformedError, UnsendableError

LIBRARIES = ("builtins", "math", "cmath", "operator", "numpy", "torch")
ITERATION = ("__iter__", "__next__", "__len__", "__getitem__", "__contains__")


class Lent:
    """number -> an object of the judge's; numbers below 0 are data that both sides share."""

    def __init__(self):
        self.items, self.numbers, self.errors = {}, {}, []
        self.inputs = {}  # number of a computed tensor -> the student's leaves that were passed in for it

    def number(self, value):
        """The number of value, a new one if it has none; it stays until the student's process ends."""
        if id(value) not in self.numbers:
            if len(self.items) >= handles.MOST:
                raise UnsendableError(f"one of more than {handles.MOST} objects")
            self.numbers[id(value)] = len(self.items)
            self.items[len(self.items)] = value
        return self.numbers[id(value)]

    def computed(self, value, leaves):
        """The number of a tensor that was computed from the student's leaves."""
        number = self.number(value)
        self.inputs.setdefault(number, leaves)
        return number

    def get(self, number):
        """The object lent as number. Raises MalformedError for a number never given."""
        if type(number) is not int or number not in self.items:
            raise MalformedError("an object that was not passed in")
        return self.items[number]

    def tree(self, value):
        """How the student's process is told of value; None when it cannot be lent."""
        path = _path(value)
        if path:
            return {"t": "library", "v": path}
        can = _can(value)
        name = str(getattr(value, "__name__", type(value).__name__))
        return {"t": "judge", "v": self.number(value), "can": can, "name": name} if can else None

    def do(self, number, operation, arguments, keywords):
        """Do something with a lent object, as far as it was lent for that."""
        item = self.get(number)
        can = _can(item)
        if operation == "backward" and number in self.inputs:
            return gradients.of(item, self.inputs[number], *arguments)
        if can == ["function"] and operation == "__call__":
            return item(*arguments, **keywords)
        if operation not in can or (operation == "get" and not _is_public(arguments)):
            raise AttributeError("a test's object is asked for what it was not passed in for")
        return handles.OPERATIONS[operation](item, *arguments, **keywords)

    def failed(self, error):
        """Keep an exception of a lent function, to raise the same one in the test; returns its number."""
        self.errors.append(error)
        return len(self.errors) - 1

    def raised(self, number):
        """The exception of a lent function that came back; None when it was not one."""
        return self.errors[number] if type(number) is int and 0 <= number < len(self.errors) else None


def _can(value):
    """The operations that value is lent for."""
    if isinstance(value, type) or inspect.isroutine(value) or isinstance(value, functools.partial):
        return ["function"]
    has = {name for kind in type(value).__mro__ for name, item in vars(kind).items() if item is not None}
    can = [name for name in (*ITERATION, "__call__") if name in has]
    return can + (["get"] if type(value).__module__ == "__main__" else [])


def _is_public(arguments):
    return len(arguments) == 1 and type(arguments[0]) is str and not arguments[0].startswith("_")


def _path(value):
    """Where a library's function or class is found by both sides; None for all else."""
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if not callable(value) or type(name) is not str or "<" in name:
        return None
    own = str(getattr(value, "__module__", None))
    for module in (own, own.partition(".")[0], "torch.nn.functional", "torch", "numpy"):
        if module.partition(".")[0] in LIBRARIES and _found(module, name) is value:
            return f"{module}.{name}"
    return None


def _found(module, name):
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found
