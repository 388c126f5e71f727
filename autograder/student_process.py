"""The process in which a student's cells run: answers the judge's requests with plain data.

Nothing here is trusted: a student's code can change all of it. It only has to serve honest code well.
"""

import contextlib
import functools
import os
import signal
import sys
import tempfile

import numpy as np

from verdict.shortcuts import refusing

from . import codec, gradients
from .borrowed import Borrowed, library, module, optimizer
from .channel import Channel
from .exports import ALL, FUNCTIONS, NOTHING, PARTS, Exports, about
from .handles import OPERATIONS, READS
from .shared import is_data
from .shell import Shell, student_line
from .student import WAITING


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
        self.borrowed = Borrowed(self.ask)
        self.exports = Exports(self.borrowed)
        self.nonce, self.questions, self.busy, self.originals = None, 0, False, {}

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
        if "do" in message:  # else it answers a question that an alarm has ended
            self.serve(message, buffers)

    def serve(self, message, buffers):
        outer, self.nonce = self.nonce, message["nonce"]
        try:
            reply, data = getattr(self, "do_" + message["do"])(message, buffers)
        finally:
            self.nonce = outer
        self.channel.send(reply | {"nonce": message["nonce"]}, data)

    def do_run(self, message, buffers):
        """Run a cell."""
        with _alarm(message["seconds"]):
            outputs = self.shell.run(message["source"])
        return {"outputs": outputs}, []

    def do_names(self, message, buffers):
        """Say what the names hold now."""
        self.settle(message, buffers)
        data, reply = [], {}
        for name in message["names"]:
            reply[name] = self.describe(name, data)
        return {"names": reply} | self.exports.envelope(data), data

    def describe(self, name, data):
        if name not in self.shell.user_ns:
            return {"kind": "missing"}
        value = self.shell.user_ns[name]
        if isinstance(value, FUNCTIONS):
            return {"kind": "function", **about(value)}
        return self.value(value, data)

    def do_call(self, message, buffers):
        """Do something with a function or an object; the reply also holds the arguments that it changed."""
        self.settle(message, buffers)
        outer, self.exports.leaves = self.exports.leaves, {}
        try:
            names = {name: tree and self.read(tree, buffers) for name, tree in message["names"].items()}
            return self.call(message, [self.read(tree, buffers) for tree in message["arguments"]], names)
        except codec.MalformedError as error:
            wrong = TypeError(f"what the test passes cannot be made in the student's process: {error}")
            return {"error": _error(wrong), "changed": []}, []
        finally:
            self.exports.leaves = outer

    def call(self, message, arguments, names):
        before = [self.snapshot(argument) for argument in arguments]
        positional = arguments[: len(arguments) - len(message["keywords"])]
        keywords = dict(zip(message["keywords"], arguments[len(positional) :], strict=True))
        data = []
        try:
            target = self.target(message)
            with (
                self.replaced(names),
                refusing(self.forbidden(message)),
                self.alarm(message["seconds"]),
                _silent(),
            ):
                result = target(*positional, **keywords)
                reply = {"result": self.value(result, data, arguments, self.sharing(message))}
        except BaseException as error:
            data.clear()
            reply = {"error": _error(error), "late": isinstance(error, TooSlowError)}
        reply["changed"] = self.changed(arguments, before, data)
        return reply | self.exports.envelope(data), data

    def target(self, message):
        """What a call calls: a function by its name, or an operation on a numbered object."""
        if "name" in message:
            name = message["name"]
            return self.originals[name] if name in self.originals else self.shell.user_ns[name]
        if message["op"] == "backward":
            return functools.partial(self.exports.backward, message["on"])
        return functools.partial(OPERATIONS[message["op"]], self.exports.objects[message["on"]])

    @contextlib.contextmanager
    def replaced(self, names):
        """While a function runs: the names that the test has deleted (None) or bound to its own functions."""
        own, outer = self.shell.user_ns, self.originals
        before = {name: own[name] for name in names if name in own}
        self.originals = before | outer
        for name, value in names.items():
            own.pop(name, None)
            own |= {} if value is None else {name: value}
        try:
            yield
        finally:
            self.originals = outer
            for name in names:
                own.pop(name, None)
            own |= before

    def sharing(self, message):
        if "name" in message:
            return NOTHING
        return ALL if message["op"] in READS else PARTS

    def forbidden(self, message):
        """Import paths that must not be used in this call: those of the function or the class."""
        if not self.forbid:
            return ()
        item = None if "name" in message else self.exports.objects[message["on"]]
        kinds = item.__mro__ if isinstance(item, type) else type(item).__mro__
        names = [message.get("name"), *(kind.__name__ for kind in kinds)]
        return [path for name in names for path in self.forbid.get(name, ())]

    def alarm(self, seconds):
        """The outermost call's alarm counts."""
        return contextlib.nullcontext() if self.busy else self._busy(seconds)

    @contextlib.contextmanager
    def _busy(self, seconds):
        self.busy = True
        try:
            with _alarm(seconds):
                yield
        finally:
            self.busy = False

    def ask(self, number, operation, arguments, keywords):
        """Let the judge do something with an object of its own, and return what comes of it."""
        data, everything = [], [*arguments, *keywords.values()]
        self.questions = question = self.questions + 1
        message = {"ask": number, "op": operation, "question": question, "nonce": self.nonce}
        message["arguments"] = [self.value(item, data, (), PARTS) for item in everything]
        message["keywords"] = list(keywords)
        message |= self.exports.envelope(data)
        with _undisturbed():
            self.channel.send(message, data)
        answer, buffers = self._answer_to(question)
        self.settle(answer, buffers)
        if "error" in answer:
            error = self.read(answer["error"], buffers)
            error.__raised__ = answer["raised"]
            raise error
        return self.read(answer["result"], buffers, everything)

    def _answer_to(self, question):
        while True:
            with _undisturbed():
                answer, buffers = self.channel.receive()
            if "do" in answer:
                self.serve(answer, buffers)
            elif answer.get("answer") == question:
                return answer, buffers

    def settle(self, message, buffers):
        if "freed" in message:
            self.exports.settle(message, lambda tree: self.read(tree, buffers))

    def read(self, message, buffers, references=()):
        """The value in a message of the judge's."""
        return codec.unpacked(message, buffers, references, self.borrow)

    def borrow(self, tree, reader, depth):
        """What stands for a tree of the judge's that is no plain data."""
        return getattr(self, "read_" + tree["t"])(tree, reader, depth)

    def read_name(self, tree, reader, depth):
        return self.shell.user_ns[tree["v"]]

    def read_handle(self, tree, reader, depth):
        return self.exports.objects[tree["v"]]

    def read_method(self, tree, reader, depth):
        return getattr(self.exports.objects[tree["on"]], tree["v"])

    def read_judge(self, tree, reader, depth):
        return self.borrowed.read(tree)

    def read_library(self, tree, reader, depth):
        return library(tree["v"])

    def read_shared(self, tree, reader, depth):
        shared = self.exports.shared
        if shared.get(tree["v"]) is None:
            shared.add(tree["v"], reader.value(tree["value"], depth))
            shared.agree(tree["v"])
        return shared.get(tree["v"])

    def read_graph(self, tree, reader, depth):
        """A tensor that the test's function computed: its gradient is carried on by the judge."""
        number = tree["v"]
        if number not in self.borrowed.items:

            def carry_on(gradient):
                return self.ask(number, "backward", (gradient,), {})

            leaves = [self.exports.shared.get(leaf) for leaf in tree["inputs"]]
            self.borrowed.keep(number, gradients.result(carry_on, reader.array(tree["value"]), leaves))
        return self.borrowed.items[number]

    def read_leaf(self, tree, reader, depth):
        leaves = self.exports.leaves
        if tree["v"] not in leaves:
            leaves[tree["v"]] = reader.value(tree["value"], depth)
        return leaves[tree["v"]]

    def read_made(self, tree, reader, depth):
        """An optimiser or a module of torch, made anew the first time."""
        if tree["v"] not in self.borrowed.items:
            make = optimizer if tree["kind"] == "optimizer" else module
            kind = reader.value(tree["class"], depth)
            self.borrowed.keep(tree["v"], make(kind, reader.value(tree["parts"], depth)))
        return self.borrowed.items[tree["v"]]

    def value(self, value, data, references=(), sharing=NOTHING):
        """The message for one value; its buffers are appended to data."""
        try:
            return {"kind": "value"} | codec.packed(self.exports.encode(value, references, sharing), data)
        except codec.UnsendableError as error:
            return {"kind": "other", "what": str(error)}

    def snapshot(self, value):
        """Something to tell later whether an argument was changed; None for what cannot or is shared."""
        if not _mutable(value) or self.exports.shared.number(value) is not None:
            return None
        return self.exports.encode(value)

    def changed(self, arguments, before, data):
        """For each changed argument [its place, its value now]."""
        changed = []
        for place, (argument, old) in enumerate(zip(arguments, before, strict=True)):
            if old is None:
                continue
            try:
                if self.exports.encode(argument) != old:
                    changed.append([place, self.value(argument, data)])
            except codec.UnsendableError as error:
                changed.append([place, {"kind": "other", "what": str(error)}])
        return changed

    def do_modules(self, message, buffers):
        """Which modules are loaded: what a warm parent should import before it forks."""
        return {"modules": sorted(name for name, module in sys.modules.items() if module is not None)}, []


@contextlib.contextmanager
def _alarm(seconds):
    """Raise TooSlowError in the code inside after seconds of work, or WAITING times that of waiting."""

    def ring(number, frame):
        raise TooSlowError(f"stopped after {seconds:g} s: an endless loop?")

    signal.signal(signal.SIGALRM, ring)
    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, WAITING * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _undisturbed():
    """No alarm rings inside, where it would cut a message in two; it rings afterwards."""
    signals = {signal.SIGALRM, signal.SIGPROF}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)


@contextlib.contextmanager
def _silent():
    """What a student's function prints while a test calls it is not the test's output."""
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        yield


def _mutable(value):
    return is_data(value) or isinstance(value, tuple | np.random.Generator)


def _error(error):
    line = student_line(error)
    tree, _ = codec.encode(error)
    kind = type(error)
    if kind is TooSlowError:
        tree["kinds"] = tree["kinds"][1:]  # it arrives as a plain TimeoutError
    raised = getattr(error, "__raised__", None)  # by a function of the test's
    return {"value": tree, "line": line and [line[0], line[1][:1000]], "raised": raised}
