"""What a test cell holds in place of a student's name.

`bind` is the one place that decides what stands for it: a function, whose calls go to the student's process
by its name; plain data; a class, an object, a generator (see objects.py).
"""

from . import calls, classes
from .codec import MalformedError

NOTHING = object()  # stands for a name that the student did not define


class Unjudgeable:
    """A value that cannot be brought out of the student's process; says so as soon as it is used."""

    def __init__(self, name, what):
        self.__dict__.update(_text=f"{name} is {what}; a test cannot look at that from outside")

    def __getattr__(self, attribute):
        raise TypeError(self._text)

    def __call__(self, *arguments, **keywords):
        raise TypeError(self._text)

    def __repr__(self):
        return f"<{self._text}>"


def bind(name, description, buffers, session):
    """What stands for the student's `name` in a test; NOTHING when it is undefined. Raises MalformedError."""
    kind = description.get("kind") if type(description) is dict else None
    if kind == "missing":
        return NOTHING
    if kind == "function":
        return function(name, description, session)
    if kind == "value":
        return _source(name, session.held().read(description, buffers), session)
    if kind == "other":
        what = description.get("what")
        return Unjudgeable(name, what[:10_000] if type(what) is str else "")
    raise MalformedError("a name of no known kind")


def function(name, description, session):
    """The stub of a function that is called by its name, whatever the student binds to it by then."""

    def ask(target, title, arguments, keywords):
        __tracebackhide__ = True
        return calls.call(target, title, arguments, keywords, session)

    stub = classes.function(ask, {"name": name}, description | {"name": name})
    stub.__source__ = session.source_of(name)
    stub.__student_name__ = name
    return stub


def _source(name, value, session):
    """A class of the student's carries what defines it, as a function does."""
    if isinstance(value, classes.HandleType):
        type.__setattr__(value, "__source__", session.source_of(name))
    return value
