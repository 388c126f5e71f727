"""Landlock: a process gives up, for good, all files but those named, TCP, foreign sockets and signals.

No rights are needed for it. What the running kernel knows of it is its ABI number (kernel 5.13: 1, 6.7: 4,
6.12: 6); see the kernel's Documentation/userspace-api/landlock.rst. It does not cover chmod, utime and the
like, nor whether a path exists: seccomp and namespaces do.
"""

import ctypes
import os
import stat

from . import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, MAKE_FIFO, MAKE_SYM = 1 << 7, 1 << 8, 1 << 10, 1 << 12
REFER, TRUNCATE = 1 << 13, 1 << 14
READING = EXECUTE | READ_FILE | READ_DIR
OWNING = READING | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_FIFO | MAKE_SYM
OWNING |= REFER | TRUNCATE
USING = READ_FILE | WRITE_FILE | TRUNCATE  # a device
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

# ABI from which on: rights on files that it knows.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
TCP_FROM, SCOPES_FROM = 4, 6
BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3
VERSION_ONLY, PATH_BENEATH = 1, 1


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "net", "scoped")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def abi():
    """What this kernel knows of landlock. Raises OSError when it has none or it is switched off."""
    return kernel.syscall(kernel.LANDLOCK_CREATE_RULESET, None, 0, VERSION_ONLY)


def restrict(readable, devices, own, known=None):
    """From now on only: readable (paths, read and executed), devices (paths), own (paths, writable).

    known: the ABI to keep to, of which tests ask an older one. Needs `no_new_privs`. Raises OSError.
    """
    known = min(known or abi(), abi())
    handled = _file_rights(known)
    ruleset = _ruleset(known, handled)
    for paths, rights in ((readable, READING), (devices, USING), (own, OWNING)):
        for path in paths:
            _allow(ruleset, path, rights & handled)
    kernel.syscall(kernel.LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _file_rights(known):
    return (1 << max(count for since, count in FILE_RIGHTS.items() if since <= known)) - 1


def _ruleset(known, handled):
    """A file descriptor of an empty ruleset; older kernels know a shorter structure."""
    size = 24 if known >= SCOPES_FROM else 16 if known >= TCP_FROM else 8
    wanted = _Ruleset(handled, BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS)
    return kernel.syscall(kernel.LANDLOCK_CREATE_RULESET, ctypes.byref(wanted), size, 0)


def _allow(ruleset, path, rights):
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= OF_FILES
    beneath = _Beneath(rights, place)
    kernel.syscall(kernel.LANDLOCK_ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(beneath), 0)
    os.close(place)
