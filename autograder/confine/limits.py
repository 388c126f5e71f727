"""Limits on what one process may take: time, memory, files, and how many processes its user may have."""

import contextlib
import os
import resource
from pathlib import Path


def limit(limits, beside=None):
    """Set limits (dict with cpu_seconds, address_space, files, processes, file_bytes) for good.

    beside: how many processes the same user runs already, which count; None where none may be limited.
    """
    wanted = {
        "RLIMIT_CPU": limits["cpu_seconds"],
        "RLIMIT_AS": limits["address_space"],
        "RLIMIT_FSIZE": limits["file_bytes"],
        "RLIMIT_NOFILE": limits["files"],
        "RLIMIT_CORE": 0,
    }
    if beside is not None:
        wanted["RLIMIT_NPROC"] = beside + limits["processes"]
    for name, value in wanted.items():
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))


def running():
    """How many processes and threads this process's user runs on the machine."""
    return sum(map(_threads, Path("/proc").glob("[0-9]*")))


def _threads(process):
    with contextlib.suppress(OSError):  # it ended meanwhile
        if process.stat().st_uid == os.geteuid():
            return len(os.listdir(process / "task"))
    return 0
