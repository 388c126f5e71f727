"""Which levels work on this machine: each is tried in a process of its own (trial.py)."""

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import bubblewrap, view
from .levels import BEST_FIRST, BUBBLEWRAP, LANDLOCK, NONE

PACKAGE = str(Path(__file__).parents[1])  # the folder "autograder"
SECONDS = 20


@functools.cache
def failing(level):
    """Why the level does not work here, in words; "" when it does."""
    if level == NONE:
        return ""
    if not sys.platform.startswith("linux"):
        return f"it needs Linux; this is {sys.platform}"
    if level == LANDLOCK and os.geteuid() == 0 and (hidden := view.hidden_from_others([PACKAGE])):
        return f"as root it gives students' code another user, who could not read {hidden}"
    with tempfile.TemporaryDirectory(prefix="autograder-probe-") as folder:
        os.chmod(folder, 0o755)  # so that nothing but the level keeps others out
        try:
            return _tried(level, folder)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)


def best():
    """The best level that works here."""
    return next(level for level in BEST_FIRST if not failing(level))


def wrapped(level, command, packages=(), shown=()):
    """The command (a list) that runs `command` with what the level puts around the run. Raises OSError."""
    return bubblewrap.wrap(command, packages, shown) if level == BUBBLEWRAP else command


def _tried(level, folder):
    command = [sys.executable, "-P", "-m", "autograder.confine.trial", level, folder]
    command = wrapped(level, command, [PACKAGE])
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=folder, check=False)
    said = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else said[-1] if said else f"ended with {done.returncode}"
