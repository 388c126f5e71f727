"""What a test cell holds in place of a student's function: a call goes to the student's process.

`bind` is the one place that decides what stands for a student's name: functions and plain data today; handles
for classes and instances are further kinds here, nothing else changes.
"""

import inspect

import numpy as np

from . import codec
from .codec import MalformedError
from .student import LateError, LostError, value

NOTHING = object()  # stands for a name that the student did not define
KINDS = list(inspect._ParameterKind)
NO_LINE = (None, "")  # of the student's


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
        return value(description, buffers)
    if kind == "other":
        return Unjudgeable(name, _short(description.get("what")))
    raise MalformedError("a name of no known kind")


def function(name, description, session):
    """A real function object (inspect and isinstance see one) whose calls go to the student's process."""

    def stub(*arguments, **keywords):
        __tracebackhide__ = True  # IPython leaves this frame out of tracebacks
        return call(name, arguments, keywords, session)

    stub.__name__ = stub.__qualname__ = name
    stub.__module__ = "__main__"
    stub.__doc__ = _short(description.get("doc")) or None
    stub.__source__ = session.source_of(name)
    stub.__student_name__ = name
    signature = _signature(description.get("signature"))
    if signature is not None:
        stub.__signature__ = signature
    return stub


def call(name, arguments, keywords, session):
    """Call the student's `name`; mirror changed arguments; return its value or raise what it raised."""
    __tracebackhide__ = True
    everything = [*arguments, *keywords.values()]
    try:
        trees, data = _encode(everything)
        message = {"do": "call", "name": name, "arguments": trees, "keywords": list(keywords)}
        reply, buffers = session.call(message, data)
        _mirror(reply.get("changed"), everything, buffers)
        if "error" in reply:
            error = _error(reply["error"])
        else:
            return _result(name, reply.get("result"), everything, buffers)
    except LostError as lost:
        error = (TimeoutError if isinstance(lost, LateError) else RuntimeError)(str(lost))
    except MalformedError as malformed:
        error = TypeError(f"{name}() answered with {malformed}")
    except TypeError as unsendable:
        error = unsendable
    if not hasattr(error, "student_line"):
        error.student_line = NO_LINE
    raise error


def _encode(values):
    """(trees, buffers) of the arguments of a call; a student's own function is passed by its name."""
    trees, buffers = [], []
    for item in values:
        name = getattr(item, "__student_name__", None) if inspect.isfunction(item) else None
        if name is not None:
            trees.append({"t": "name", "v": name})
            continue
        try:
            tree, data = codec.encode(item)
        except codec.UnsendableError as error:
            raise TypeError(
                f"this test passes {error} to a student's function; only data can be passed"
            ) from None
        trees.append({"t": "with", "v": tree, "start": len(buffers), "count": len(data)})
        buffers += data
    return trees, buffers


def _result(name, reply, arguments, buffers):
    if type(reply) is not dict or reply.get("kind") not in ("value", "other"):
        raise MalformedError("no result")
    if reply["kind"] == "other":
        raise TypeError(
            f"{name}() returned {_short(reply.get('what'))}; a test cannot look at that from outside"
        )
    return value(reply, buffers, arguments)


def _error(reply):
    """The exception that the student's code raised, with `student_line` = (number, text) or NO_LINE."""
    if (
        type(reply) is not dict
        or type(reply.get("value")) is not dict
        or reply["value"].get("t") != "exception"
    ):
        raise MalformedError("no exception")
    error, line = codec.decode(reply["value"], []), reply.get("line")
    error.student_line = NO_LINE
    if type(line) is list and len(line) == 2 and type(line[0]) is int and type(line[1]) is str:
        error.student_line = (line[0], line[1])
        error.add_note(f"In the student's cell, line {line[0]}: {line[1]}")
    return error


def _mirror(changed, arguments, buffers):
    """Carry the changes that the student's code made to its arguments over into the caller's objects."""
    if type(changed) is not list:
        raise MalformedError("no list of changes")
    for item in changed:
        if (
            type(item) is not list
            or len(item) != 2
            or type(item[0]) is not int
            or not 0 <= item[0] < len(arguments)
        ):
            raise MalformedError("a change of no argument")
        if type(item[1]) is not dict or item[1].get("kind") != "value":
            raise MalformedError("an argument changed into something that is not data")
        _overwrite(arguments[item[0]], value(item[1], buffers))


def _overwrite(old, new):
    """Make the object `old` look like `new`, inside out, so that who holds a part of it sees the change."""
    if type(old) is not type(new):
        return
    if isinstance(old, np.ndarray) and old.shape == new.shape and old.dtype == new.dtype:
        old[...] = new
    elif isinstance(old, list):
        old[:] = [_inner(a, b) for a, b in zip(old, new, strict=False)] + new[len(old) :]
    elif isinstance(old, dict):
        merged = {key: _inner(old.get(key), item) for key, item in new.items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, set):
        old.clear()
        old.update(new)
    elif isinstance(old, tuple):
        for a, b in zip(old, new, strict=False):
            _overwrite(a, b)
    elif type(old).__module__ == "torch" and old.shape == new.shape and old.dtype == new.dtype:
        old.data.copy_(new)


def _inner(old, new):
    """old, changed to look like new, when both are containers of one kind; else new."""
    if type(old) is type(new) and isinstance(old, list | dict | set | tuple | np.ndarray):
        if isinstance(old, np.ndarray) and (old.shape, old.dtype) != (new.shape, new.dtype):
            return new
        _overwrite(old, new)
        return old
    return new


def _signature(parameters):
    """inspect.Signature from [[name, kind, has a default, default], ...]; None when it cannot be told."""
    try:
        return inspect.Signature([_parameter(*item) for item in parameters])
    except (TypeError, ValueError, IndexError):
        return None


def _parameter(name, kind, has_default, default):
    if type(default) not in (bool, int, float, str, type(None)):
        raise TypeError("a default that is no plain value")
    default = default if has_default else inspect.Parameter.empty
    return inspect.Parameter(name, KINDS[kind], default=default)


def _short(text):
    return text[:10_000] if type(text) is str else ""
