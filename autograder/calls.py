"""One call of the judge's to the student's process: arguments out, the result or the exception back."""

import numpy as np

from . import codec
from .codec import MalformedError
from .handles import WRITES
from .shared import assign_tensor, fits_tensor
from .student import LateError, LostError

NO_LINE = (None, "")  # of the student's


def call(target, title, arguments, keywords, session, life=None):
    """Do what target names ({"name"} of a function, or {"on", "op"} of an object) in the student's process.

    Changed arguments are mirrored. Returns the value or raises what was raised; title is for messages.
    life: that of the process which the object belongs to.
    """
    __tracebackhide__ = True  # IPython leaves this frame out of tracebacks
    everything = [*arguments, *keywords.values()]
    try:
        objects = session.held()
        if life not in (None, objects.life):
            raise LostError(f"{title} was lost when the student's process ended")
        with objects.leaves_of_a_call():
            error, result = _exchange(target, title, everything, list(keywords), session, objects)
        if error is None:
            return result
    except LostError as lost:
        error = (TimeoutError if isinstance(lost, LateError) else RuntimeError)(str(lost))
    except MalformedError as malformed:
        error = TypeError(f"{title} answered with {malformed}")
    except TypeError as unsendable:
        error = unsendable
    if not hasattr(error, "student_line"):
        error.student_line = NO_LINE
    raise error


def _exchange(target, title, everything, keywords, session, objects):
    """(the exception or None, the result)"""
    data, error, result = [], None, None
    parts = target.get("op") in WRITES
    trees = [_argument(item, objects, data, parts) for item in everything]
    message = {"do": "call", **target, "arguments": trees, "keywords": keywords}
    message["names"] = session.replaced(objects, data)
    envelope, _kept = objects.envelope(data)
    reply, buffers = session.call(message | envelope, data)
    objects.learn(reply)
    if "error" in reply:
        error = _error(reply["error"], objects)
    else:
        result = _result(title, reply.get("result"), everything, buffers, objects)
    _mirror(reply.get("changed"), everything, buffers, objects)
    objects.settle(reply, buffers)
    return error, result


def _argument(item, objects, data, parts):
    try:
        return objects.message(item, data, parts=parts)
    except codec.UnsendableError as error:
        raise TypeError(f"this test passes {error} to a student's function, which cannot be done") from None


def _result(title, reply, arguments, buffers, objects):
    if type(reply) is not dict or reply.get("kind") not in ("value", "other"):
        raise MalformedError("no result")
    if reply["kind"] == "other":
        what = reply.get("what")
        raise TypeError(
            f"{title} returned {what[:10_000] if type(what) is str else ''};"
            " a test cannot look at that from outside"
        )
    return objects.read(reply, buffers, arguments)


def _error(reply, objects):
    """The exception that the student's code raised, with `student_line` = (number, text) or NO_LINE."""
    if (
        type(reply) is not dict
        or type(reply.get("value")) is not dict
        or reply["value"].get("t") != "exception"
    ):
        raise MalformedError("no exception")
    own = objects.lent.raised(reply.get("raised"))
    if own is not None:
        return own
    error, line = codec.decode(reply["value"], []), reply.get("line")
    error.student_line = NO_LINE
    if type(line) is list and len(line) == 2 and type(line[0]) is int and type(line[1]) is str:
        error.student_line = (line[0], line[1])
        error.add_note(f"In the student's cell, line {line[0]}: {line[1]}")
    return error


def _mirror(changed, arguments, buffers, objects):
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
        _overwrite(arguments[item[0]], objects.read(item[1], buffers))


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
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif type(old).__module__.startswith("torch") and fits_tensor(old, new):
        assign_tensor(old, new)


def _inner(old, new):
    """old, changed to look like new, when both are containers of one kind; else new."""
    if type(old) is type(new) and isinstance(old, list | dict | set | tuple | np.ndarray):
        if isinstance(old, np.ndarray) and (old.shape, old.dtype) != (new.shape, new.dtype):
            return new
        _overwrite(old, new)
        return old
    return new
