"""What a test passes in to a student's function and is no data: the student's process holds a stand-in.

A test's function is a function here that asks the judge; an iterator, a data loader or an object of a test's
own class has the special methods that the judge says it has. What both sides can import goes by its name; a
loss, an optimiser or another module of torch is made anew here.
"""

import functools
import importlib
import inspect
import sys

from . import handles


class Stand:
    """An object of the judge's. Its special methods are given to a subclass, see `_stand`."""

    def __init__(self, ask):
        self.__dict__["_ask"] = ask


def _asking(name):
    return lambda self, *arguments, **keywords: self._ask(name, *arguments, **keywords)


class Borrowed:
    """number -> stand-in. ask(number, operation, arguments, keywords) puts a question to the judge."""

    def __init__(self, ask):
        self.ask, self.items, self.numbers = ask, {}, {}

    def number(self, value):
        """The judge's number of a stand-in; None for anything else."""
        return self.numbers.get(id(value))

    def read(self, tree):
        """The stand-in that a tree describes, always the same one."""
        number = tree["v"]
        if number not in self.items:
            self.keep(number, self._stand(number, tree))
        return self.items[number]

    def keep(self, number, value):
        """Hold value (so that its id stays its own) as what the judge calls number."""
        self.items[number] = value
        self.numbers[id(value)] = number

    def _stand(self, number, tree):
        if tree["can"] == ["function"]:
            return self._function(number, tree["name"])
        ask = functools.partial(self._asked, number)
        special = {name: _asking(name) for name in tree["can"] if name in handles.SPECIAL}
        if "get" in tree["can"]:
            special["__getattr__"] = lambda self, name: self._ask("get", name)
        return type(tree["name"], (Stand,), special)(ask)

    def _asked(self, number, operation, *arguments, **keywords):
        return self.ask(number, operation, arguments, keywords)

    def _function(self, number, name):
        def function(*arguments, **keywords):
            return self.ask(number, "__call__", arguments, keywords)

        function.__name__ = function.__qualname__ = name
        return function


def library(path):
    """What can be imported as path ("numpy.tanh")."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        name = ".".join(parts[:end])
        if name in sys.modules or _imports(name):
            return functools.reduce(getattr, parts[end:], sys.modules[name])
    raise ImportError(path)


def _imports(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def optimizer(kind, parts):
    """A torch optimiser over parts["groups"] of (shared) parameters, with their settings."""
    known = {"params", *inspect.signature(kind).parameters}
    return kind([{key: group[key] for key in known & group.keys()} for group in parts["groups"]])


def module(kind, parts):
    """A torch module whose attributes are parts."""
    made = kind.__new__(kind)
    made.__dict__.update(parts)
    return made
