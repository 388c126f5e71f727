"""Seccomp: the kernel itself refuses system calls, by a program in its old packet filter language (BPF).

Refused are those that reach outside: new sockets, other processes, mounts, namespaces, keys, kernel features
with a record of holes, and any number that is newer than this list. See the kernel's
Documentation/userspace-api/seccomp_filter.rst.
"""

import ctypes
import errno
import functools
import os
import platform
import struct

from . import kernel, syscalls

LOAD, AND, EQUAL, GREATER, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x25, 0x45, 0x06
KILL, ALLOW, REFUSE = 0x80000000, 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # places in struct seccomp_data
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
FILTER_MODE = 2

AF_UNIX, SOCKET_KINDS, SOCK_DGRAM = 1, 0xF, 2  # a datagram socket could still send to any address
NEW_NAMESPACES = 0x7E020000
# What Python asks of files and pipes: is it a terminal, its size, bytes waiting, blocking or not.
HARMLESS_IOCTLS = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Signals to chosen processes when a file changes, leases on files, watching folders.
HARMFUL_FCNTLS = (8, 15, 1024, 1026)


class _Program(ctypes.Structure):
    _fields_ = [("count", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def restrict(beside_others, own_signals_only=False):
    """Refuse the calls from now on, in this process and all that it starts. Needs `no_new_privs`.

    beside_others: it sees the machine's own files and processes, so refuse more. own_signals_only: it may
    signal nobody but itself. Raises OSError.
    """
    only = (os.getpid(),) if own_signals_only else ()
    code = program(platform.machine(), beside_others, *only)
    wanted = _Program(len(code) // 8, code)
    kernel.call("prctl", kernel.PR_SET_SECCOMP, ctypes.c_ulong(FILTER_MODE), ctypes.byref(wanted))


@functools.cache
def program(machine, beside_others, pid=None):
    """The filter as bytes; pid: the only process that may be signalled. Raises OSError for odd machines."""
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no list of system calls for {machine}")
    instructions = [
        (LOAD, 0, 0, ARCHITECTURE),
        *_unless(ARCHITECTURES[machine], KILL),
        (LOAD, 0, 0, NUMBER),
        *_if(GREATER, syscalls.LAST_KNOWN, REFUSE | errno.ENOSYS),  # the numbers of x32 are greater, too
        *_if(EQUAL, syscalls.CLONE3, REFUSE | errno.ENOSYS),  # its flags lie out of sight; libc knows clone
    ]
    for number, rule in _rules(machine, beside_others, pid):
        instructions += [(EQUAL, 0, len(rule), number), *rule]
    instructions.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)


def _rules(machine, beside_others, pid):
    """(number, instructions that decide) of each call that is not simply allowed."""
    special = _by_argument()
    if pid is not None:
        special |= {name: _only(0, (0, pid)) for name in syscalls.SIGNALS}
    left_out = set() if beside_others else set(syscalls.BESIDE_OTHERS)
    left_out |= set(syscalls.SIGNALS) if pid is None else set()
    for name, number in syscalls.numbers(machine).items():
        if name not in left_out:
            yield number, special.get(name, [_REFUSED])


def _by_argument():
    """{call: instructions} of the calls whose arguments decide."""
    return {
        "socketpair": [
            _argument(0),
            *_unless(AF_UNIX),
            _argument(1),
            (AND, 0, 0, SOCKET_KINDS),
            *_if(EQUAL, SOCK_DGRAM),
            _ALLOWED,
        ],
        "sendto": [_argument(4), *_unless(0), _argument(4, upper=True), *_unless(0), _ALLOWED],  # no address
        "clone": [_argument(0), *_if(ANY_BIT, NEW_NAMESPACES), _ALLOWED],
        "prlimit64": _only(0, (0,)),
        "sched_setaffinity": _only(0, (0,)),
        "ioctl": _only(1, HARMLESS_IOCTLS, REFUSE | errno.ENOTTY),
        "fcntl": [_argument(1), *(i for value in HARMFUL_FCNTLS for i in _if(EQUAL, value)), _ALLOWED],
    }


def _argument(place, upper=False):
    """Load the lower or upper half of an argument."""
    return LOAD, 0, 0, ARGUMENTS + 8 * place + 4 * upper


def _if(test, value, answer=REFUSE | errno.EPERM):
    return [(test, 0, 1, value), (RETURN, 0, 0, answer)]


def _unless(value, answer=REFUSE | errno.EPERM):
    return [(EQUAL, 1, 0, value), (RETURN, 0, 0, answer)]


def _only(place, values, answer=REFUSE | errno.EPERM):
    """Allow the call when the argument is one of values, else give the answer."""
    return [
        _argument(place),
        *(instruction for value in values for instruction in _if(EQUAL, value, ALLOW)),
        (RETURN, 0, 0, answer),
    ]


_REFUSED = (RETURN, 0, 0, REFUSE | errno.EPERM)
_ALLOWED = (RETURN, 0, 0, ALLOW)
