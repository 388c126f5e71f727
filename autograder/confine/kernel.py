"""Calls to the Linux kernel that Python does not offer, by ctypes; each raises OSError when it is refused."""

import ctypes
import os
import platform

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
# Numbers of system calls that are the same on every machine.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF, MOUNT_SETATTR = 444, 445, 446, 442
PIVOT_ROOT, CAPSET = {"x86_64": (155, 126), "aarch64": (41, 91)}.get(platform.machine(), (None, None))

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def call(name, *args):
    """libc's function `name`; returns its result. Raises OSError."""
    return _checked(name, getattr(_libc, name)(*args))


def syscall(number, *args):
    """A system call by its number; returns its result. Raises OSError."""
    if number is None:
        raise OSError(f"not known on {platform.machine()}")
    return _checked(f"system call {number}", _libc.syscall(number, *map(_wide, args)))


def prctl(option, value):
    """Set an attribute of this process. Raises OSError."""
    call("prctl", option, *map(ctypes.c_ulong, (value, 0, 0, 0)))


def drop_capabilities():
    """Give up every right that this process has beyond its user's."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    syscall(CAPSET, header, (ctypes.c_uint32 * 6)())


def _wide(argument):
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(name, result):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result
