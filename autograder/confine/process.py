"""Confinement as the warm parent uses it: once for itself, then in each of its forks."""

import os
import platform
import signal
import tempfile
import time
from pathlib import Path

from . import kernel, landlock, limits, namespaces, seccomp, view
from .levels import LANDLOCK, NAMESPACES, NONE, SHUT_IN

COUNT_SECONDS = 1.0  # how old the number of the user's processes may be
USERS = range(61184, 65520)  # the numbers that systemd keeps for users of a moment


class Confinement:
    """What keeps the forks of this process in. packages: folders that they may read.

    shown: see namespaces.enter. abi: the landlock ABI to keep to, when tests ask an older one.
    """

    def __init__(self, level, packages=(), shown=(), abi=None):
        """Shut this process itself in, where the level says so. Raises OSError."""
        if level == NAMESPACES:
            namespaces.enter(packages, shown)
        self.level, self.own = level, None
        # Asked once and not in each fork: all of this takes milliseconds.
        self.readable, self.hidden = view.readable(packages), view.hidden_from_others(packages)
        self.counted, self.beside = 0.0, None
        if level != NONE:
            seccomp.program(platform.machine(), level not in SHUT_IN)
        self.abi = _known_landlock() if abi is None else abi
        if level in SHUT_IN:
            self.own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        elif level == NONE:
            kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)  # who leaves its group comes here, to be ended

    def folder(self, base):
        """A new folder for a fork; None where each makes its own."""
        return None if self.level in SHUT_IN else tempfile.mkdtemp(dir=base)

    def before_fork(self):
        if self.level == LANDLOCK and time.monotonic() > self.counted + COUNT_SECONDS:
            self.counted, self.beside = time.monotonic(), limits.running()
        if self.own is not None:
            namespaces.new_process_namespace(self.own)

    def close(self):
        """In the fork: keep nothing of the parent's."""
        if self.own is not None:
            os.close(self.own)

    def end_strays(self, own):
        """End processes that were handed to this one when their parent ended; own: the children to spare."""
        if self.level == NONE:  # elsewhere nobody can leave the group or namespace that is ended
            own = set(own)
            while strays := _children() - own:  # what a stray had started is handed on only when it ends
                for pid in strays:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

    def drop(self, number, limited):
        """In the fork, before any of the student's code: own folder, limits, user and no way back.

        number picks the user; limited: see limits.limit. Raises OSError: then nothing may be run.
        """
        user = self._user(number)
        if self.level != NONE:
            _first_to_end()
        beside = self._separate(user, limited["file_bytes"])
        limits.limit(limited, beside)
        if user != os.geteuid():
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        if self.level in SHUT_IN:
            os.chdir(view.HOME)  # not before: it is that user's alone
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if self.level != NONE:
            self._refuse()
        hide()

    def _user(self, number):
        own = os.geteuid()
        if own or (self.level == NONE and self.hidden):
            return own
        return USERS[number % len(USERS)]

    def _separate(self, user, size):
        """An own folder; returns how many processes of the same user count beside the fork's own."""
        if self.level not in SHUT_IN:
            os.chown(".", user, -1)
            if user != os.geteuid():
                return 0
            return self.beside
        process = os.open("/proc/self", os.O_PATH | os.O_CLOEXEC)
        namespaces.own_folder(user, size)
        if user == os.geteuid():  # processes are counted per user and user namespace
            namespaces.own_user_namespace(process)
        os.close(process)
        return 0

    def _refuse(self):
        """Landlock before seccomp. In a root of its own landlock only repeats what holds already."""
        kernel.drop_capabilities()
        alone = self.level in SHUT_IN
        if self.abi or not alone:
            landlock.restrict(self.readable, view.DEVICES, [os.getcwd()], self.abi)
        seccomp.restrict(
            beside_others=not alone,
            own_signals_only=not alone and self.abi < landlock.SCOPES_FROM,
        )


def _known_landlock():
    try:
        return landlock.abi()
    except OSError:
        return 0


def _children():
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(pid) for pid in listed.read_text().split()} if listed.exists() else set()


def _first_to_end():
    """When the machine runs out of memory, the kernel ends this process before any other."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # else the file is root's
    Path("/proc/self/oom_score_adj").write_text("1000")


def hide():
    """No other process of the same user may trace this one or read its memory."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
