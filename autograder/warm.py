"""A warm parent: a process that has imported everything once and forks itself for each piece of work.

Started as `python -m autograder.warm ROLE FD FOLDER LEVEL SEEN`; ROLE is "student" (confined, see the
package confine) or "judge" (level "none"). Whoever holds the other end of FD asks for a fork by sending a
byte and two sockets: the channel that the fork will talk on, and the leash. Closing the leash kills the
fork; when the fork ends, its end is told on the leash. So a killed grader leaves nothing running: all leashes
close.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import verdict

from . import confine, firsts, pages
from .channel import Channel, ClosedError, pair
from .confine import view

KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE")
KEPT += ("PYTHONPATH", "PYTHONUTF8", "PYTHONHASHSEED")
FIXED = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONDONTWRITEBYTECODE": "1",
}
# Imported by the fork itself: in the parent it would bind to the parent's shell, and plots would become text.
NOT_WARMED = ("matplotlib_inline", "ipykernel", "autograder", "__main__", "__mp_main__")
POOL = 50 * 2**20


class WarmParent:
    """The side of the grader: starts a warm parent and asks it for forks. A context manager."""

    def __init__(self, role, environment=None, pass_fds=(), level=confine.NONE, packages=(), shown=()):
        """level: of its forks; packages: folders that they may read; shown: files that only itself reads."""
        self.level = level
        self.folder = tempfile.mkdtemp(prefix=f"autograder-{role}-")
        os.chmod(self.folder, 0o711)  # students' own users reach their folders in it
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.sock = ours
        home = confine.WARM if level in confine.SHUT_IN else self.folder
        seen = json.dumps({"packages": list(map(str, packages)), "shown": list(map(str, shown))})
        command = [sys.executable, "-P", "-m", "autograder.warm"]
        command += [role, str(theirs.fileno()), home, level, seen]
        self.process = subprocess.Popen(
            confine.wrapped(level, command, packages, shown),
            cwd=self.folder,
            env=_environment(home) | (environment or {}),
            pass_fds=(theirs.fileno(), *pass_fds),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the grader, which then ends its parents itself
        )
        theirs.close()

    def warm(self, modules, checks=None):
        """Import modules (names; what fails is left out).

        checks: the arguments of `verdict.prepare`, where the course uses it.
        """
        self.sock.send(json.dumps({"modules": list(modules), "checks": checks}).encode())

    def ready(self):
        """Wait until it is warm and, at its level, shut in. Raises ClosedError when it failed."""
        if not self.sock.recv(4096):
            raise ClosedError

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.sock.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _environment(folder):
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"HOME": folder, "IPYTHONDIR": f"{folder}/ipython", "MPLCONFIGDIR": str(view.fonts())}
    return kept | FIXED | own


def fork(sock):
    """Ask the warm parent behind sock for a fork; return (Channel, leash socket)."""
    channel, their_channel = pair()
    leash, their_leash = pair()
    socket.send_fds(sock, [b"f"], [their_channel.fileno(), their_leash.fileno()])
    their_channel.close()
    their_leash.close()
    return Channel(channel), leash


class Parent:
    """The warm parent itself."""

    def __init__(self, role, sock, folder, confinement):
        self.role, self.sock, self.folder, self.forks = role, sock, folder, 0
        self.confinement = confinement
        self.selector = selectors.DefaultSelector()
        self.running = {}  # leash -> (pid, pidfd, folder or None)
        self.statm = os.open("/proc/self/statm", os.O_RDONLY)

    def serve(self, entry):
        """Fork `entry(channel, parent)` for each request, until nobody is left to ask."""
        self.selector.register(self.sock, selectors.EVENT_READ, self.request)
        with contextlib.suppress(ClosedError):
            while True:
                for key, _ in self.selector.select():
                    key.data(key.fileobj)
        for leash in list(self.running):
            self.collect(leash)

    def request(self, sock):
        try:
            data, fds, *_ = socket.recv_fds(sock, 2**20, 2)
        except ConnectionResetError:
            raise ClosedError from None
        if not data:
            raise ClosedError
        if data == b"f" and len(fds) == 2:
            self.fork(*(socket.socket(fileno=fd) for fd in fds))
        else:
            self.prepare(json.loads(data))

    def prepare(self, wanted):
        """Warm up, and say when it is done."""
        for name in wanted["modules"]:
            if name.partition(".")[0] not in NOT_WARMED:
                with contextlib.suppress(Exception):  # whatever a module raises at import: it stays unwarmed
                    importlib.import_module(name)
        if wanted["checks"]:
            with contextlib.suppress(Exception):  # it will be said where it matters, in a check
                verdict.prepare(*wanted["checks"])
        firsts.pay()
        gc.collect()
        gc.freeze()
        pages.collapse()
        try:
            self.sock.send(b"ready")
        except BrokenPipeError:  # the grader has ended meanwhile
            raise ClosedError from None

    def fork(self, channel, leash):
        self.forks += 1
        folder = self.confinement.folder(self.folder)
        self.confinement.before_fork()
        pid = os.fork()
        if pid == 0:
            self.become(channel, leash, folder)
        channel.close()
        pidfd = os.pidfd_open(pid)
        self.running[leash] = (pid, pidfd, folder)
        self.selector.register(leash, selectors.EVENT_READ, self.kill)
        self.selector.register(pidfd, selectors.EVENT_READ, lambda _: self.collect(leash))

    def become(self, channel, leash, folder):
        """In the fork: keep nothing of the parent's, do the work, end."""
        status = 1
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            for other, (_, pidfd, _) in self.running.items():
                other.close()
                os.close(pidfd)
            self.selector.close()
            self.sock.close()
            leash.close()
            self.confinement.close()
            if folder:
                os.chdir(folder)
            ENTRIES[self.role](Channel(channel), self)
            status = 0
        except ClosedError:
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def address_space(self):
        """Bytes of address space that the parent itself takes: a fork's allowance counts from there."""
        return int(os.pread(self.statm, 100, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")

    def kill(self, leash):
        """End the fork on this leash with all that it started. To give its memory back takes it a while."""
        if leash in self.running:  # else both its ends were told in one round
            self.selector.unregister(leash)
            _kill_group(self.running[leash][0])

    def collect(self, leash):
        """The fork on this leash has ended, or has to: end all that it started, say on the leash how."""
        pid, pidfd, folder = self.running.pop(leash)
        for event in (leash, pidfd):
            with contextlib.suppress(KeyError):  # who was killed is not listened to any more
                self.selector.unregister(event)
        _kill_group(pid)  # before its end is collected: until then the number is nobody else's
        _, status = os.waitpid(pid, 0)
        self.confinement.end_strays(p for p, _, _ in self.running.values())
        with contextlib.suppress(OSError):
            leash.send(str(os.waitstatus_to_exitcode(status)).encode())
        leash.close()
        os.close(pidfd)
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _kill_group(pid):
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _student(channel, parent):
    from . import student_process

    student_process.main(channel, parent)


def _judge(channel, parent):
    from . import judge

    judge.main(channel, parent)


ENTRIES = {"student": _student, "judge": _judge}


def _keep_fonts():
    """matplotlib uses its list of fonts only in a folder that it may write to; to make one takes seconds."""
    given = Path(os.environ["MPLCONFIGDIR"])
    if given.is_dir() and not os.access(given, os.W_OK):
        own = Path("matplotlib").absolute()
        own.mkdir(exist_ok=True)
        for fonts in given.glob("fontlist-*.json"):
            shutil.copy(fonts, own)
        os.environ["MPLCONFIGDIR"] = str(own)


def main(role, fd, folder, level, seen):
    confinement = confine.Confinement(level, **json.loads(seen))  # first: a user namespace takes no threads
    _keep_fonts()
    from . import judge, shell, student_process  # noqa: F401 - warm

    confine.hide()
    shell.Shell.instance()
    sock = socket.socket(fileno=int(fd))
    Parent(role, sock, folder, confinement).serve(ENTRIES[role])
    os._exit(0)  # to take all modules apart would take longer than to grade a submission


if __name__ == "__main__":
    main(*sys.argv[1:])
