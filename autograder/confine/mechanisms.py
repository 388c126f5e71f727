"""The parts of confinement, each tried by itself in a fork: what `autograder doctor` explains a level by."""

import os
import socket
import sys

from . import bubblewrap, kernel, landlock, seccomp


def found():
    """{mechanism: (works, what was found or why not)}; on other systems than Linux none works."""
    if not sys.platform.startswith("linux"):
        return dict.fromkeys(("bubblewrap", "landlock", "seccomp"), (False, "only Linux has it"))
    return {"bubblewrap": _program(), "landlock": _landlock(), "seccomp": _seccomp()}


def _program():
    path = bubblewrap.program()
    return (True, path) if path else (False, "not installed")


def _landlock():
    try:
        version = landlock.abi()
    except OSError as error:
        return False, f"the kernel has none, or it is switched off ({error.strerror or error})"
    signals = "" if version >= landlock.SCOPES_FROM else "; signals are kept in by seccomp"
    reason = _refuses(lambda: landlock.restrict([], [], []), lambda: os.listdir("/"))
    return not reason, reason or f"version {version}{signals}"


def _seccomp():
    reason = _refuses(lambda: seccomp.restrict(beside_others=True), socket.socket)
    return not reason, reason or "no new socket, namespace, mount, key; no other process"


def _refuses(restrict, attempt):
    """Why attempt() is still possible after restrict(), tried in a fork; "" when it is refused."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(theirs, _tried(restrict, attempt).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        said = answer.read()
    os.waitpid(pid, 0)
    return said if said != "refused" else ""


def _tried(restrict, attempt):
    try:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        restrict()
    except OSError as error:
        return str(error)
    try:
        attempt()
    except OSError:
        return "refused"
    return "it is accepted, but refuses nothing"
