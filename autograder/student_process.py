"""The process in which a student's cells run: answers the judge's requests with plain data.

Nothing here is trusted: a student's code can change all of it. It only has to serve honest code well.
"""

import contextlib
import inspect
import os
import signal
import sys
import tempfile
import types

from verdict.shortcuts import refusing

from . import codec
from .channel import Channel
from .shell import Shell, student_line

GRACE = 0.3  # the alarm inside comes this share of the limit before the kill from outside
KINDS = {kind: index for index, kind in enumerate(inspect._ParameterKind)}


def main(channel: Channel, parent):
    """Serve requests until the judge hangs up. The first one is "start"."""
    message, buffers = channel.receive()
    limits = message["limits"] | {"address_space": parent.address_space() + message["limits"]["memory"]}
    os.close(parent.statm)
    parent.confinement.drop(parent.forks, limits)
    with contextlib.suppress(OSError):
        _quiet()
    server = Server(channel, Shell.instance())
    server.start(message, buffers)
    while True:
        server.answer()


def _quiet():
    """What is written past Python (by C code, by commands) goes nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)


class TooSlowError(TimeoutError):
    """Raised inside the student's code by the alarm."""


class Server:
    def __init__(self, channel, shell):
        self.channel, self.shell = channel, shell

    def start(self, message, buffers):
        """Write the files, keep in mind what each function must not use, answer."""
        home = os.getcwd()
        os.environ.update(HOME=home, MPLCONFIGDIR=home, IPYTHONDIR=home, TMPDIR=home)
        tempfile.tempdir = None  # the warm parent's, where it asked for one
        for name, data in zip(message["files"], buffers, strict=True):
            os.makedirs(os.path.dirname(os.path.join(home, name)), exist_ok=True)
            with open(os.path.join(home, name), "wb") as file:
                file.write(data)
        sys.path.insert(0, "")
        self.forbid = message["forbid"]
        self.channel.send({"nonce": message["nonce"]})

    def answer(self):
        message, buffers = self.channel.receive()
        reply, data = getattr(self, "do_" + message["do"])(message, buffers)
        self.channel.send(reply | {"nonce": message["nonce"]}, data)

    def do_run(self, message, buffers):
        """Run a cell."""
        with _alarm(message["seconds"]):
            outputs = self.shell.run(message["source"])
        return {"outputs": outputs}, []

    def do_names(self, message, buffers):
        """Say what the names hold now."""
        data, reply = [], {}
        for name in message["names"]:
            reply[name] = self.describe(name, data)
        return {"names": reply}, data

    def describe(self, name, data):
        if name not in self.shell.user_ns:
            return {"kind": "missing"}
        value = self.shell.user_ns[name]
        if callable(value) and not isinstance(value, type):
            return {
                "kind": "function",
                "signature": _signature(value),
                "doc": str(value.__doc__ or "")[:10_000],
            }
        return _value(value, data)

    def do_call(self, message, buffers):
        """Call a function; the reply also holds the arguments that it changed."""
        arguments = [self.argument(tree, buffers) for tree in message["arguments"]]
        before = [_snapshot(argument) for argument in arguments]
        keywords = dict(
            zip(message["keywords"], arguments[len(arguments) - len(message["keywords"]) :], strict=True)
        )
        positional = arguments[: len(arguments) - len(keywords)]
        function = self.shell.user_ns[message["name"]]
        data = []
        try:
            with refusing(self.forbid.get(message["name"], ())), _alarm(message["seconds"]), _silent():
                result = function(*positional, **keywords)
                reply = {"result": _value(result, data, arguments)}
        except BaseException as error:
            data.clear()
            reply = {"error": _error(error), "late": isinstance(error, TooSlowError)}
        return reply | {"changed": _changed(arguments, before, data)}, data

    def argument(self, tree, buffers):
        if type(tree) is dict and tree.get("t") == "name":
            return self.shell.user_ns[tree["v"]]
        return codec.decode(tree["v"], buffers[tree["start"] : tree["start"] + tree["count"]])

    def do_modules(self, message, buffers):
        """Which modules are loaded: what a warm parent should import before it forks."""
        return {"modules": sorted(name for name, module in sys.modules.items() if module is not None)}, []


@contextlib.contextmanager
def _alarm(seconds):
    """Raise TooSlowError in the code inside after seconds of work, or three times that of waiting."""

    def ring(number, frame):
        raise TooSlowError(f"stopped after {seconds:g} s: an endless loop?")

    signal.signal(signal.SIGALRM, ring)
    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 3 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _silent():
    """What a student's function prints while a test calls it is not the test's output."""
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        yield


def _value(value, data, references=()):
    """The message for one value; its buffers are appended to data."""
    if isinstance(value, types.ModuleType):
        return {"kind": "other", "what": f"the module {value.__name__}"}
    try:
        tree, buffers = codec.encode(value, references)
    except codec.UnsendableError as error:
        return {"kind": "other", "what": str(error)}
    data_start = len(data)
    data.extend(buffers)
    return {"kind": "value", "value": tree, "start": data_start, "count": len(buffers)}


def _snapshot(value):
    """Something to tell later whether a mutable argument was changed; None for what cannot change."""
    return codec.encode(value) if _mutable(value) else None


def _mutable(value):
    return not isinstance(
        value, int | float | complex | str | bytes | range | slice | type(None)
    ) and not callable(value)


def _changed(arguments, before, data):
    """For each changed argument [its place, its value now]."""
    changed = []
    for place, (argument, old) in enumerate(zip(arguments, before, strict=True)):
        if old is None:
            continue
        try:
            if codec.encode(argument) != old:
                changed.append([place, _value(argument, data)])
        except codec.UnsendableError as error:
            changed.append([place, {"kind": "other", "what": str(error)}])
    return changed


def _error(error):
    line = student_line(error)
    tree, _ = codec.encode(error)
    kind = type(error)
    if kind is TooSlowError:
        tree["kinds"] = tree["kinds"][1:]  # it arrives as a plain TimeoutError
    return {"value": tree, "line": line and [line[0], line[1][:1000]]}


def _signature(function):
    """The parameters as [[name, kind, has a default, default or None], ...]; None when Python cannot tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[p.name, KINDS[p.kind], p.default is not p.empty, _default(p.default)] for p in parameters]


def _default(value):
    return value if type(value) in (bool, int, float, str, type(None)) else None
