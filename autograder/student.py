"""A student's process as the judge sees it: requests with deadlines, and a new process where one was lost."""

import contextlib
import secrets
import time

from .channel import ClosedError
from .codec import MalformedError
from .outputs import clean
from .warm import fork

MARGIN = 1.0  # seconds that a process gets beyond its own alarm before it is killed
WAITING = 3  # a limit of s seconds is s of computing, and WAITING × s of waiting (the machine may be busy)


class LostError(Exception):
    """The student's process is gone; str(error) says why."""


class LateError(LostError):
    """It did not answer in time."""


class Student:
    """Runs cells and calls in a fork of the warm parent behind `sock`.

    After a loss the next request gets a new fork, in which all cells that did no harm are run again.
    """

    def __init__(self, sock, start, buffers, limits, asked=None):
        """asked(message, buffers) -> (answer, buffers): answers what the process asks while it is called."""
        self.sock, self.start, self.buffers, self.limits, self.asked = sock, start, buffers, limits, asked
        self.deadline = time.monotonic() + limits["total_seconds"]
        self.done, self.channel, self.leash, self.restarts = [], None, None, 0

    def run(self, source):
        """Run a cell; return (outputs, reason): the reason says why the process was lost, else it is None."""
        try:
            reply, _ = self.request({"do": "run", "source": source}, seconds=self.limits["cell_seconds"])
            outputs = clean(reply.get("outputs"))
        except (LostError, MalformedError) as error:
            self.stop()
            return [], str(error)
        if not any(
            output.get("ename") == "TooSlowError" for output in outputs
        ):  # each replay would cost as much again
            self.done.append(source)
        return outputs, None

    def ready(self):
        """Start the process where there is none."""
        if self.channel is None:
            self._restart()

    def request(self, message, buffers=(), seconds=5.0):
        """Return (reply, buffers). Raises LostError; MalformedError when honest code cannot answer so."""
        self.ready()
        return self._ask(message | {"seconds": seconds}, buffers, seconds)

    def _ask(self, message, buffers, seconds):
        nonce = secrets.token_hex(8)
        end = min(time.monotonic() + WAITING * seconds + MARGIN, self.deadline)
        try:
            return self._talk(self.channel, message | {"nonce": nonce}, buffers, end)
        except TimeoutError:
            self.stop()
            raise LateError(self._late(seconds)) from None
        except ClosedError:
            raise LostError(self._ended()) from None
        except LostError:
            raise
        except BaseException:  # what was asked for may still come, and would answer the next question
            self.stop()
            raise

    def _talk(self, channel, message, buffers, end):
        """Send message; answer what is asked meanwhile; return the answer to it."""
        channel.send(message, buffers, end)
        while True:
            reply, data = channel.receive(end)
            if reply.get("nonce") != message["nonce"]:
                raise MalformedError("an answer to no question")
            if "ask" not in reply or self.asked is None:
                return reply, data
            answer, data = self.asked(reply, data)
            if self.channel is not channel:
                raise LostError("it was lost while a function of the test ran")
            channel.send(answer, data, end)

    def _late(self, seconds):
        if time.monotonic() >= self.deadline:
            return f"the submission's time of {self.limits['total_seconds']:g} s was used up"
        return f"it did not end within {seconds:g} s"

    def _ended(self):
        """Say how the process ended; its warm parent tells on the leash."""
        self.leash.settimeout(2)
        try:
            code = int(self.leash.recv(100) or b"0")
        except (OSError, ValueError):
            code = 0
        self.stop()
        if code in (-24, -9):
            return "it was stopped: it used too much time or memory"
        return f"it ended the Python process ({f'signal {-code}' if code < 0 else f'exit code {code}'})"

    def _restart(self):
        """A new process with all done cells; a cell that ends it this time is left out from then on."""
        self._begin()
        waiting, self.done = self.done, []
        while waiting:
            if self.channel is None:  # the last one ended it: once more from the start, without that one
                self._begin()
                waiting, self.done = self.done + waiting, []
            source = waiting.pop(0)
            with contextlib.suppress(LostError, MalformedError):
                self._replay(source)
                self.done.append(source)

    def _replay(self, source):
        seconds = self.limits["cell_seconds"]
        self._ask({"do": "run", "source": source, "seconds": seconds}, (), seconds)

    def _begin(self):
        self.restarts += 1
        if self.restarts > self.limits["restarts"] or time.monotonic() >= self.deadline:
            raise LostError(
                f"the submission's process was lost {self.restarts - 1} times and is not started again"
            )
        self.channel, self.leash = fork(self.sock)
        self._ask(self.start | {"limits": self.limits}, self.buffers, 10.0)  # s

    def stop(self):
        """Kill the process and all that it started."""
        for end in (self.channel, self.leash):
            if end is not None:
                end.close()
        self.channel = self.leash = None

    def loaded_modules(self):
        """Names of the modules that the process has imported."""
        reply, _ = self.request({"do": "modules"})
        return [name for name in reply.get("modules", []) if isinstance(name, str)]
