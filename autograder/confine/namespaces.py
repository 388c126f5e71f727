"""Own namespaces and an own root, by ctypes: what bubblewrap does, for machines without it.

The warm parent moves into fresh mount, network, process and IPC namespaces (as an ordinary user into a user
namespace, too) and into a root that holds, read-only, what students' code may read and nothing else. Of
there, as of bubblewrap's, each submission gets a process namespace, so that its death ends all that it
started, and an own small writable folder. See namespaces(7), pivot_root(2).
"""

import ctypes
import os
import signal
from pathlib import Path

from . import kernel, view

RDONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE, DETACH = 1, 2, 4, 32, 4096, 16384, 1 << 18, 2
NEWNS, NEWUTS, NEWIPC = 0x20000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
AT_RECURSIVE, ATTRIBUTES = 0x8000, RDONLY | NOSUID | NODEV  # of mount_setattr: the same bits
WARM = "/warm"  # the warm parent's own folder in there; bubblewrap's root has it, too


def enter(packages=(), shown=()):
    """Go on in a child process that is shut in; this one only waits for it, and ends as it ends.

    shown: what the warm parent reads besides the packages while it gets ready. Raises OSError.
    """
    user, group = os.geteuid(), os.getegid()
    kernel.call("unshare", NEWNS | NEWUTS | NEWIPC | NEWNET | NEWPID | (NEWUSER if user else 0))
    if user:
        _map(user, group)
    pid = os.fork()
    if pid:
        _wait(pid)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    _mount("none", "/", flags=REC | PRIVATE)
    _build_root(view.for_warming(packages, shown))


def _wait(pid):
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # who listens there must hear when the child ends
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os._exit(status if status >= 0 else 128 - status)


def _map(user, group, process=None):
    """Keep the own numbers in a new user namespace; process: an open /proc/self if /proc is out of sight."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # else these files are root's
    texts = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    for name, text in texts.items():
        file = os.open(name if process else f"/proc/self/{name}", os.O_WRONLY, dir_fd=process)
        os.write(file, text.encode())
        os.close(file)


def _mount(source, target, kind=None, flags=0, data=None):
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    kernel.call("mount", *texts[:3], ctypes.c_ulong(flags), texts[3])


def _build_root(paths, root=Path("/tmp")):
    """A read-only root, entered by pivot_root; it is put together in a new tmpfs over /tmp."""
    # Opened first: a package may itself lie below /tmp, which is about to be covered.
    opened = {path: os.open(path, os.O_PATH) for path in view.outermost([*paths, view.PROC, *view.DEVICES])}
    _mount("tmpfs", root, "tmpfs", NOSUID | NODEV, "mode=755,size=1m")
    for path, fd in opened.items():
        _bind(root, path, fd)
        os.close(fd)
    for folder in ("tmp", view.HOME[1:], WARM[1:]):
        (root / folder).mkdir(exist_ok=True)
    _mount("tmpfs", root / WARM[1:], "tmpfs", NOSUID | NODEV, "mode=700,size=64m")
    os.chdir(root)
    kernel.syscall(kernel.PIVOT_ROOT, b".", b".")
    kernel.call("umount2", b".", DETACH)
    _mount("none", "/", flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV)
    os.chdir(WARM)


def _bind(root, path, fd):
    target = root / path.relative_to("/")
    if path.is_symlink():
        target.symlink_to(os.readlink(path))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Asked of what was opened: the path itself may be covered by now.
    target.mkdir(exist_ok=True) if _is_folder(fd) else target.touch()
    _mount(f"/proc/self/fd/{fd}", target, flags=BIND | REC)
    if str(path) not in (view.PROC, *view.DEVICES):
        _read_only(target)


def _is_folder(fd):
    return os.path.isdir(f"/proc/self/fd/{fd}")


def _read_only(target):
    """With all that is mounted below it."""
    attributes = (ctypes.c_uint64 * 4)(ATTRIBUTES)
    kernel.syscall(kernel.MOUNT_SETATTR, -100, os.fsencode(target), AT_RECURSIVE, attributes, 32)


def new_process_namespace(own):
    """Let the next fork of this process start a process namespace; own: fd of this process's own one."""
    kernel.call("setns", own, NEWPID)
    kernel.call("unshare", NEWPID)


def own_folder(user, size):
    """In the fork: a mount namespace with an own folder of size bytes, without /proc."""
    kernel.call("unshare", NEWNS)
    options = f"mode=700,uid={user},gid={user},size={size}"
    _mount("tmpfs", view.HOME, "tmpfs", NOSUID | NODEV, options)
    if not os.listdir("/tmp"):  # else packages lie there, which must stay in sight
        _mount(view.HOME, "/tmp", flags=BIND)
    _mount("tmpfs", view.PROC, "tmpfs", RDONLY, "size=4k")


def own_user_namespace(process):
    """In the fork of an ordinary user; process: an open /proc/self."""
    user, group = os.geteuid(), os.getegid()
    kernel.call("unshare", NEWUSER)
    _map(user, group, process)
