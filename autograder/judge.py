"""The trusted process of one submission: runs the instructor's tests against the student's process.

The cells of the notebook are gone through in order: the student's run in the student's process; for each test
cell the instructor's own copy runs here, together with the instructor's cells that it depends on, and the
names that the assignment asks for are stubs. So there is no "passed" that a student could forge: only right
values count.
"""

import contextlib
import os
import re
import resource
import signal
import sys

from . import asserts, calls, messages, names, scoring, stubs
from .channel import Channel
from .codec import MalformedError, UnsendableError
from .handles import CALLBACKS
from .objects import Objects
from .shell import Shell
from .student import LateError, LostError, Student

ERROR = "error"


def main(channel: Channel, parent):
    """Take one job from the engine, grade it, answer with the outputs."""
    job, buffers = channel.receive()
    memory = parent.address_space() + job["limits"]["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    write_files(job["judge_files"], buffers[: len(job["judge_files"])])
    sock = _student_parent()
    session = Session(job, buffers[len(job["judge_files"]) :], sock, Shell.instance())
    channel.send(session.grade())


def _student_parent():
    import socket

    return socket.socket(fileno=int(os.environ["AUTOGRADER_STUDENTS"]))


def write_files(files, contents):
    """Write the instructor's other files into the (empty, own) current folder."""
    for name, data in zip(files, contents, strict=True):
        os.makedirs(os.path.dirname(os.path.abspath(name)), exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)


class Session:
    """One submission. job: its cells, the instructor's cells, names asked for, limits; see Engine._job."""

    def __init__(self, job, student_files, sock, shell):
        self.job, self.shell, self.limits = job, shell, job["limits"]
        start = {"do": "start", "files": job["student_files"], "forbid": job["forbid"]}
        self.student = Student(sock, start, student_files, self.limits, self.asked)
        self.objects = self._objects()
        self.begin_test()
        self.bound = {}  # name -> what stands for the student's in the test's names
        self.ran, self.position = set(), 0
        self.stopped = []  # (cell, why) of the student's cells that stopped with an error
        self.watch = asserts.Watch(job["asked"])
        shell.user_ns[asserts.NAME] = self.watch
        shell.ast_transformers.append(self.watch)
        sys.path.insert(0, "")

    def grade(self):
        """{"cells": [{"outputs", "message", "lost"}], "modules"}, one entry for each cell of the job.

        A test cell's entry has also "brief": what its student may read of the message before the reveal date.
        """
        results = []
        for position, cell in enumerate(self.job["cells"]):
            self.position = position
            results.append(getattr(self, f"do_{cell['kind']}")(cell))
        modules = {"judge": sorted(sys.modules), "student": self._modules()} if self.job["learn"] else {}
        self.student.stop()
        return {"cells": results, "modules": modules}

    def _modules(self):
        try:
            return self.student.loaded_modules()
        except (LostError, MalformedError):
            return []

    def do_student(self, cell):
        """Run a cell of the student's notebook in the student's process."""
        outputs, reason = self.student.run(cell["source"])
        if reason:
            outputs = [*outputs, _error_output("CellStopped", reason)]
        errors = [output for output in outputs if output["output_type"] == "error"]
        self.stopped += [(cell, messages.why(error)) for error in errors]
        return {"outputs": outputs, "message": reason or "", "lost": bool(reason)}

    def do_show(self, cell):
        """Run the instructor's cell here when all that it needs is here (a summary of the tests, say)."""
        own = self.shell.user_ns.keys() - set(self.job["asked"])
        if not names.needs(cell["source"]) <= own:
            return self.do_student(cell)
        return {"outputs": self._within_time(cell["source"]), "message": "", "lost": False}

    def begin_test(self):
        """What each test cell may use up anew."""
        # A function that did not end twice will hardly end the third time.
        self.left, self.questions = 2 * self.limits["call_seconds"], 0

    def do_test(self, cell):
        """Run the instructor's copy of a test cell here."""
        self.begin_test()
        try:
            self._depend(cell)
            self._bind(cell)
        except (LostError, MalformedError) as error:
            outputs = [_error_output(type(error).__name__, f"The student's process: {error}")]
            return {"outputs": outputs, "message": str(error), "lost": True}
        self.watch.forget()
        outputs = self._within_time(cell["source"], brief=messages.of_printed)
        error = self.shell.error
        message, brief = messages.told(outputs, error, self.watch, self._undefined(error))
        outputs = scoring.settle(outputs, self.shell.value)
        return {"outputs": outputs, "message": message, "brief": brief, "lost": False}

    def do_inside(self, cell):
        """Run a test cell that is marked so in the student's process, which may answer anything."""
        result = self.do_student(cell)
        outputs = scoring.settle_text(_quiet_warnings(result["outputs"]))
        return result | {"outputs": outputs, "message": result["message"] or messages.of_outputs(outputs)}

    def _undefined(self, error):
        """Why a name that the test asked for does not exist; None when the error is another one."""
        name = error.name if isinstance(error, NameError) else None
        if name not in self.job["asked"]:
            return None
        whys = [f"its cell stops with {why}" for cell, why in self.stopped if _meant_for(cell, name, why)]
        missing = [cell["missing"] for cell in self.job["cells"] if name in cell.get("answers", ())]
        return f"`{name}` is not defined: {[*whys, *filter(None, missing), 'no cell defines it'][0]}"

    def _within_time(self, source, **recording):
        """Run source in the judge's shell; a test that itself never ends is ended."""

        def ring(number, frame):
            raise TimeoutError("the test cell did not end in time")

        signal.signal(signal.SIGALRM, ring)
        # Again each second: the test, or a student's function that it is called by, may catch the first.
        signal.setitimer(signal.ITIMER_REAL, 6 * self.limits["cell_seconds"], 1.0)
        try:
            return _quiet_warnings(self.shell.run(source, **recording))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _depend(self, cell):
        """Run the instructor's own cells that the test needs and that have not been run."""
        needed = names.providers(self.job["instructor"], set(cell["needs"]), cell["place"])
        if "imports" in self.job and "imports" not in self.ran:
            self.ran.add("imports")
            self._within_time(self.job["imports"])
        for index in needed:
            if index not in self.ran:
                self.ran.add(index)
                self._bind({"needs": sorted(names.needs(self.job["instructor"][index]))})
                self._within_time(self.job["instructor"][index])

    def _bind(self, cell):
        """Ask afresh what the student's names hold that a cell needs."""
        wanted = [
            name for name in cell["needs"] if name in self.job["asked"] or name not in self.shell.user_ns
        ]
        if wanted:
            self.bind(wanted)

    def bind(self, wanted):
        """Put what stands for the student's names wanted into the test's names."""
        data = []
        message = {"do": "names", "names": wanted} | self.held().envelope(data)[0]
        reply, buffers = self.student.request(message, data)
        if type(reply.get("names")) is not dict:
            raise MalformedError("no names")
        self.objects.learn(reply)
        for name in wanted:
            bound = stubs.bind(name, reply["names"].get(name), buffers, self)
            self.bound.pop(name, None)
            self.shell.user_ns.pop(name, None)
            if bound is not stubs.NOTHING:
                self.bound[name] = self.shell.user_ns[name] = bound
        self.objects.settle(reply, buffers)

    def replaced(self, objects, data):
        """What the test has made of the student's names: {name: a function of its own, None if deleted}."""
        own, found = self.shell.user_ns, {}
        for name, bound in self.bound.items():
            if name not in own:
                found[name] = None
            elif own[name] is not bound and callable(bound) and callable(own[name]):
                with contextlib.suppress(UnsendableError):
                    found[name] = objects.message(own[name], data)
        return found

    def _objects(self):
        life = self.student.restarts

        def ask(target, title, arguments, keywords):
            __tracebackhide__ = True
            return calls.call(target, title, arguments, keywords, self, life)

        return Objects(ask, life)

    def held(self):
        """The objects of the student's present process. Raises LostError when it cannot be called."""
        if self.left <= 0:
            seconds = self.limits["call_seconds"]
            raise LateError(f"it is not called again: it did not end within {seconds:g} s")
        self.student.ready()
        if self.objects.life != self.student.restarts:
            self.objects = self._objects()
        return self.objects

    def asked(self, message, buffers):
        """Answer the student's process, which calls a function of the test."""
        self.questions += 1
        if self.questions > CALLBACKS:
            raise MalformedError(f"more than {CALLBACKS} calls of the test's functions")
        return self.objects.asked(message, buffers)

    def call(self, message, buffers):
        """Forward a stub's call. Raises LostError, also when too many of the test's calls did not end."""
        seconds = self.limits["call_seconds"]
        try:
            reply, data = self.student.request(message, buffers, seconds)
        except LateError:
            self.left -= seconds
            raise
        self.left -= seconds if reply.get("late") is True else 0.0
        return reply, data

    def source_of(self, name):
        """What defines name in the student's cells so far, with all that it uses there."""
        cells = self.job["cells"][: self.position]
        return names.definition([cell["source"] for cell in cells if cell["kind"] == "student"], name)


def _meant_for(cell, name, why):
    """Whether a cell that stopped is why name is missing: the answer to it, or a cell that writes it."""
    if why.startswith(f"NameError: name '{name}' "):
        return False
    source = cell["source"]
    written = rf"^\s*(?:(?:async\s+)?def|class)\s+{re.escape(name)}\b|^\s*{re.escape(name)}\s*=(?!=)"
    return (
        name in cell.get("answers", ())
        or name in names.binds(source)
        or re.search(written, source, re.M) is not None
    )


def _quiet_warnings(outputs):
    """Stock nbgrader takes stderr for a failure; a warning is none, so it goes to stdout."""
    for output in outputs:
        if output["output_type"] == "stream":
            output["name"] = "stdout"
    return outputs


def _error_output(name, text):
    return {"output_type": ERROR, "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}
