"""What a student's process may touch: namespaces, an own root, an own user, limits (Linux, by ctypes).

As root the warm parent moves into fresh mount, network and IPC namespaces and into a root that holds the
system's libraries, the Python installation and the packages that the notebooks import, all read-only: no home
directory, no course, no /proc. (Also what makes lazy imports work as another user when Python itself lives
under /root.) Each student's process then gets its own process namespace, so that its death ends all that it
started, its own user number, so that it can signal and count against nobody else, and an own small writable
folder. As root without the right to make namespaces (in many containers) the own user remains, provided that
other users can read the Python installation; else only the resource limits remain. The level says which it
is, and every report repeats what that means.
"""

import ctypes
import os
import resource
import signal
import stat
import sys
import sysconfig
from pathlib import Path

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID, CLONE_NEWNET = 0x20000, 0x8000000, 0x20000000, 0x40000000
PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 4, 36, 38

HOME = "/student"
USERS = range(61184, 65520)  # the numbers that systemd keeps for users of a moment
SYSTEM = (
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/ssl",
    "/etc/localtime",
    "/etc/passwd",
    "/etc/group",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

NAMESPACES = "namespaces"
USER = "own user"
LIMITS = "limits only"
ENFORCED = {
    NAMESPACES: "no network, no home directory, no course files, an own user, resource limits",
    USER: "an own user, resource limits; NOT kept out: the network, files that every user may read",
    LIMITS: "resource limits only: students' code runs as you, with your files and your network in reach",
}

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name, *args):
    if getattr(_libc, name)(*args) < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


def _mount(source, target, kind=None, flags=0, data=None):
    arguments = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    _call("mount", *arguments[:3], flags, arguments[3])


def enter(packages=()):
    """Shut this (warm parent's) process in; return the level that was reached.

    packages: folders beside the Python installation that students' code imports from.
    """
    if _shut_in_works(packages):
        _shut_in(packages)
        return NAMESPACES
    _call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # who leaves its group comes here, to be ended
    return USER if os.geteuid() == 0 and all(map(_for_all, _wanted(packages))) else LIMITS


def _shut_in_works(packages):
    """Whether this machine allows it, tried in a fork: half of it would be worse than nothing."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _shut_in(packages)
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(pid, 0)[1] == 0


def _shut_in(packages):
    _call("unshare", CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC)
    _mount("none", "/", flags=MS_REC | MS_PRIVATE)
    _build_root(packages)


def _for_all(path):
    """Whether every user may read path, and so what lies below it."""
    folders = path.parents if path.is_file() else (path, *path.parents)
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in folders)


def _build_root(packages, root=Path("/tmp")):
    """A read-only root, entered by chroot; it is put together in a new tmpfs over /tmp."""
    readable = MS_RDONLY | MS_NOSUID | MS_NODEV
    flags = dict.fromkeys(_wanted(packages), readable) | dict.fromkeys(map(Path, DEVICES), 0)
    # Opened first: a package may itself lie below /tmp, which is about to be covered.
    opened = {path: os.open(path, os.O_PATH) for path in flags}
    _mount("tmpfs", str(root), "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m")
    for path, fd in opened.items():
        _bind(root, path, fd, flags[path])
        os.close(fd)
    for folder in ("tmp", HOME[1:]):
        (root / folder).mkdir(exist_ok=True)
    _mount("none", str(root), flags=MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)
    os.chroot(root)
    os.chdir("/")


def _wanted(packages):
    """The folders to show, outer ones first, none inside another."""
    paths = [*SYSTEM, sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *packages]
    found = sorted({Path(path) for path in paths if os.path.exists(path)})
    return [path for path in found if not any(other in path.parents for other in found)]


def _bind(root, path, fd, flags):
    target = root / path.relative_to("/")
    if path.is_symlink():
        target.symlink_to(os.readlink(path))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Asked of what was opened: the path itself may be covered by now.
    target.mkdir(exist_ok=True) if stat.S_ISDIR(os.fstat(fd).st_mode) else target.touch()
    _mount(f"/proc/self/fd/{fd}", str(target), flags=MS_BIND | MS_REC)
    if flags:
        _mount("none", str(target), flags=MS_REMOUNT | MS_BIND | flags)


def new_process_namespace(own):
    """Let the next fork of this process start a process namespace; own: fd of this process's own one."""
    _call("setns", own, CLONE_NEWPID)
    _call("unshare", CLONE_NEWPID)


def drop(level, number, limits):
    """In the fork, before any of the student's code: own folder, limits, user and no way back.

    number picks the user; limits: dict with cpu_seconds, address_space, files, processes, file_bytes.
    """
    user = USERS[number % len(USERS)]
    if level == NAMESPACES:
        _own_folder(user, limits["file_bytes"])
    elif level == USER:
        os.chown(".", user, user)
    _limit(limits, level)
    if level != LIMITS:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    hide()


def _own_folder(user, size):
    _call("unshare", CLONE_NEWNS)
    options = f"mode=700,uid={user},gid={user},size={size}"
    _mount("tmpfs", HOME, "tmpfs", MS_NOSUID | MS_NODEV, options)
    if not os.listdir("/tmp"):  # else packages lie there, which must stay in sight
        _mount(HOME, "/tmp", flags=MS_BIND)
    os.chdir(HOME)


def _limit(limits, level):
    wanted = {
        "RLIMIT_CPU": limits["cpu_seconds"],
        "RLIMIT_AS": limits["address_space"],
        "RLIMIT_FSIZE": limits["file_bytes"],
        "RLIMIT_NOFILE": limits["files"],
        "RLIMIT_CORE": 0,
    }
    if level != LIMITS:  # there it would count all that the instructor runs
        wanted["RLIMIT_NPROC"] = limits["processes"]
    for name, value in wanted.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def hide():
    """No other process of the same user may trace this one or read its memory."""
    _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)


def end_strays(own):
    """End processes that were handed to this one when their parent ended; own: the children to spare."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    strays = {int(pid) for pid in listed.read_text().split()} - set(own) if listed.exists() else set()
    for pid in strays:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return bool(strays)
