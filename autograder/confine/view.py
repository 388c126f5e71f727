"""What a student's process may see of the files: the system's libraries, Python, the imported packages."""

import os
import sys
import sysconfig
from pathlib import Path

HOME = "/student"  # where a submission's own folder lies, in a root of its own
SYSTEM = (
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ssl",
    "/etc/localtime",
    "/etc/passwd",
    "/etc/group",
)
# Used and not only read; each submission loses sight of /proc.
PROC = "/proc"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def readable(packages=()):
    """The paths that students' code may read, outer ones first, none inside another."""
    paths = [*SYSTEM, sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *packages]
    return outermost(path for path in paths if os.path.exists(path))


def outermost(paths):
    """Paths without those that lie inside another."""
    found = sorted(set(map(Path, paths)))
    return [path for path in found if not any(other in path.parents for other in found)]


def for_warming(packages=(), shown=()):
    """What the warm parent reads while it imports: besides, matplotlib's list of fonts, and what is shown."""
    return [*readable(packages), *filter(os.path.exists, [fonts()]), *shown]


def fonts():
    """The folder of the user's list of fonts: to make one takes matplotlib seconds."""
    return Path(os.environ.get("MPLCONFIGDIR") or "~/.cache/matplotlib").expanduser()


def hidden_from_others(packages=()):
    """The first readable path that other users of this machine cannot read, else None."""
    return next((path for path in readable(packages) if not _for_all(path)), None)


def _for_all(path):
    """Whether every user may read path, and so what lies below it."""
    folders = path.parents if path.is_file() else (path, *path.parents)
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in folders)
