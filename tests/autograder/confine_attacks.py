"""`python confine_attacks.py LEVEL TARGETS`: attacks from inside a level, {attack: errno or "done"}.

TARGETS is JSON: where files, sockets and processes outside are. A second confined fork stands for another
submission. The file imports nothing of pytest, so that it runs as any user and inside bubblewrap.
"""

import contextlib
import ctypes
import errno
import json
import os
import platform
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from autograder import confine
from autograder.confine import probe, syscalls

HERE = str(Path(__file__).parent)
LIMITS = {"cpu_seconds": 1, "address_space": 2**31, "file_bytes": 2**20, "files": 64, "processes": 16}
NUMBERS = syscalls.numbers(platform.machine())
NEW_USER, X32 = 0x10000000, 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def call(name, *args):
    """A system call by name, as an attacker makes it who does not ask libc."""
    return call_number(NUMBERS[name], *args)


def call_number(number, *args):
    wide = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    result = libc.syscall(number, *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def over_network(targets):
    def tcp():
        socket.create_connection(("127.0.0.1", targets["tcp"]), 2)

    def udp():
        socket.socket(type=socket.SOCK_DGRAM).sendto(b"marks", ("127.0.0.1", targets["udp"]))

    def unix():
        socket.socket(socket.AF_UNIX).connect(targets["unix"])

    def abstract():
        socket.socket(socket.AF_UNIX).connect(targets["abstract"])

    def datagrams():
        for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
            end.sendto(b"marks", targets["unix"])

    def address_on_the_channel():
        ends = socket.socketpair()
        address = ctypes.create_string_buffer(b"\1\0" + targets["unix"].encode() + b"\0")
        call("sendto", ends[0].fileno(), b"marks", 5, 0, address, len(address))

    return {
        "tcp": tcp,
        "udp": udp,
        "unix-socket": unix,
        "abstract-socket": abstract,
        "dns": lambda: socket.getaddrinfo("example.org", 80),
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "raw-socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "datagram-pair": datagrams,
        "send-to-an-address": address_on_the_channel,
    }


def on_files(targets):
    course = Path(targets["course"])

    def link():
        os.link(course, "linked")

    def symlink():
        os.symlink(course, "pointer")
        Path("pointer").read_bytes()

    def rename():
        Path("own.txt").write_text("x")
        os.rename("own.txt", course.parent / "moved")

    return {
        "read-course": course.read_bytes,
        "list-course": lambda: os.listdir(course.parent),
        "write-course": lambda: course.open("ab").write(b"cheat"),
        "create-beside": lambda: (course.parent / "new").touch(),
        "delete-course": lambda: (course.parent / "spare").unlink(),
        "truncate-course": lambda: os.truncate(course, 0),
        "chmod-course": lambda: os.chmod(course, 0o600),
        "date-course": lambda: os.utime(course, (0, 0)),
        "mark-course": lambda: os.setxattr(course, "user.mark", b"1"),
        "link-course": link,
        "symlink-course": symlink,
        "rename-out": rename,
        "read-home": lambda: os.listdir(targets["home"]),
        "write-tmp": lambda: Path(targets["tmp"]).write_text("cheat"),
        "write-shm": lambda: Path("/dev/shm/autograder-cheat").write_text("cheat"),
        "write-python": lambda: Path(os.__file__).open("ab"),
        "chmod-python": lambda: os.chmod(os.__file__, 0o644),
        "read-other-submission": lambda: (Path(targets["other"]) / "secret.txt").read_bytes(),
        "read-grader's-folder": lambda: os.listdir(targets["warm"]),
        "device": lambda: os.mknod("device", 0o600 | 0o020000, os.makedev(1, 1)),
        "watch-folder": lambda: call("inotify_init1", 0),
        "file-handle": lambda: call(
            "name_to_handle_at", -100, b"/usr", ctypes.create_string_buffer(256), 0, 0
        ),
    }


def on_processes(targets):
    pids = targets["processes"]

    def signalled(number):
        for pid in pids:
            os.kill(pid, number)

    def each(name, *args):
        return lambda: [call(name, pid, *args) for pid in pids]

    def read_memory():
        for pid in pids:
            call(
                "process_vm_readv",
                pid,
                ctypes.create_string_buffer(64),
                1,
                ctypes.create_string_buffer(64),
                1,
                0,
            )

    return {
        "signal": lambda: signalled(0),
        "kill": lambda: signalled(signal.SIGKILL),
        "thread-kill": each("tkill", signal.SIGKILL),
        "queue-signal": each("rt_sigqueueinfo", 0, struct.pack("iii116x", 0, 0, -1)),
        "ptrace": lambda: [call("ptrace", 16, pid, 0, 0) for pid in pids],
        "read-memory": read_memory,
        "pidfd": each("pidfd_open", 0),
        "take-a-file": lambda: call("pidfd_getfd", 0, 0, 0),
        "limit-others": lambda: [resource.prlimit(pid, resource.RLIMIT_NOFILE) for pid in pids],
        "priority-of-others": lambda: [os.setpriority(os.PRIO_PROCESS, pid, 19) for pid in pids],
        "cpus-of-others": lambda: [os.sched_setaffinity(pid, {0}) for pid in pids],
        "proc-environment": lambda: [Path(f"/proc/{pid}/environ").read_bytes() for pid in pids],
        "proc-own-maps": lambda: Path("/proc/self/maps").read_text(),
        "proc-list": lambda: _some(name for name in os.listdir("/proc") if name.isdigit()),
    }


def _some(found):
    if not list(found):
        raise FileNotFoundError(errno.ENOENT, "nothing there")


def on_kernel(targets):
    room = ctypes.create_string_buffer(256)
    return {
        "mount": lambda: call("mount", b"none", b".", b"tmpfs", 0, 0),
        "umount": lambda: call("umount2", b"/proc", 2),
        "chroot": lambda: os.chroot("."),
        "pivot-root": lambda: call("pivot_root", b".", b"."),
        "new-mount-api": lambda: call("fsopen", b"tmpfs", 0),
        "open-tree": lambda: call("open_tree", -100, b"/usr", 1),
        "new-user-namespace": lambda: call("unshare", NEW_USER),
        "clone-namespace": lambda: call("clone", NEW_USER | signal.SIGCHLD, 0, 0, 0, 0) or os._exit(0),
        "clone3": lambda: call_number(syscalls.CLONE3, room, 88),
        "join-namespace": lambda: call("setns", 0, 0),
        "keyring": lambda: call("keyctl", 0, -3, 0, 0, 0),
        "add-key": lambda: call("add_key", b"user", b"cheat", b"x", 1, -3),
        "io_uring": lambda: call("io_uring_setup", 4, room),
        "bpf": lambda: call("bpf", 0, room, 64),
        "perf": lambda: call("perf_event_open", room, 0, -1, -1, 0),
        "userfaultfd": lambda: call("userfaultfd", 1),
        "load-module": lambda: call("finit_module", 0, b"", 0),
        "kernel-log": lambda: call("syslog", 10, 0, 0),
        "memory-file": lambda: os.memfd_create("hidden"),
        "personality": lambda: call("personality", 0x0040000),
        "file-flags": lambda: call("ioctl", os.open("mine.txt", os.O_RDONLY | os.O_CREAT), 0x80086601, room),
        "owner-of-signals": lambda: call("fcntl", 0, 8, 1),
        "become-root": lambda: os.setuid(0),
        "other-table-of-calls": lambda: call_number(X32 | 41, 1, 1, 0),
        "unknown-call": lambda: call_number(syscalls.LAST_KNOWN + 6, 0),
    }


def on_limits(targets):
    def files():
        with contextlib.ExitStack() as stack:
            for _ in range(LIMITS["files"] + 1):
                stack.enter_context(open(os.devnull))

    def processes():
        for _ in range(LIMITS["processes"] + 1):
            if os.fork() == 0:
                signal.pause()

    def burn():
        pid = os.fork()
        while pid == 0:
            pass
        _, status = os.waitpid(pid, 0)
        raise OSError(errno.ETIME, "stopped") if os.WIFSIGNALED(status) else AssertionError

    def disk():
        with contextlib.ExitStack() as stack:
            for number in range(3):
                stack.enter_context(open(f"big{number}", "wb")).write(bytes(2**19))

    return {
        "memory": lambda: len(bytearray(2**32)),
        "one-big-file": lambda: Path("big").write_bytes(bytes(2**21)),
        "many-files-open": files,
        "processor-time": burn,
        "fill-the-disk": disk,
        "processes": processes,
        "raise-own-limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (2**12, 2**12)),
    }


def honest(targets):
    """What must go on working."""

    def thread():
        one = threading.Thread(target=int)
        one.start()
        one.join()

    def copied():
        with tempfile.TemporaryDirectory(dir=".") as folder:
            Path(folder, "a.txt").write_text("a")
            os.rename(Path(folder, "a.txt"), Path(folder, "b.txt"))

    def pair():
        ends = socket.socketpair()
        ends[0].send(b"x")
        return ends[1].recv(1)

    def child():
        one = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        one.kill()
        one.wait()

    return {
        "own-file": lambda: Path("mine.txt").write_text("mine"),
        "own-folder": copied,
        "thread": thread,
        "socket-pair": pair,
        "command": lambda: subprocess.run(["/bin/echo"], check=True, stdout=subprocess.DEVNULL),
        "random": lambda: os.urandom(8),
        "null": lambda: open(os.devnull, "w").write("x"),
        "lazy-import": lambda: __import__("colorsys"),
        "processors": lambda: os.sched_getaffinity(0),
        "end-own-child": child,
    }


KINDS = (honest, over_network, on_files, on_processes, on_kernel, on_limits)


def outcome(attack):
    try:
        attack()
    except MemoryError:
        return "ENOMEM"
    except OSError as error:
        return errno.errorcode.get(error.errno, type(error).__name__)
    except ValueError as error:  # resource.setrlimit says so
        return f"ValueError: {error}"
    return "done"


def submission(confinement, number, base, work):
    """Fork a confined process that runs work(); returns its pid, its folder, and the answer's file."""
    folder = confinement.folder(base)
    confinement.before_fork()
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if folder:
            os.chdir(folder)
        confinement.drop(number, LIMITS)
        os.write(theirs, json.dumps(work()).encode() + b"\n")
        signal.pause()
    os.close(theirs)
    return pid, folder, os.fdopen(ours)


def begin(level, targets):
    """Go on in `main`, with what the level puts around the run."""
    command = [sys.executable, "-P", __file__, "inside", level, targets]
    command = confine.wrapped(level, command, [probe.PACKAGE, HERE])
    os.execv(command[0], command)


def main(level, text):
    targets = json.loads(text)
    confinement = confine.Confinement(level, [probe.PACKAGE, HERE], abi=targets["abi"])
    base = tempfile.mkdtemp()
    os.chmod(base, 0o711)
    other, folder, ready = submission(confinement, 1, base, lambda: Path("secret.txt").write_text("secret"))
    ready.readline()
    targets |= {"other": folder or f"/proc/{other}/root/student", "warm": base}
    if folder:  # else these numbers mean other processes in the attacker's process namespace
        targets["processes"] += [os.getpid(), other]
    chosen = [kind(targets) for kind in KINDS if kind.__name__ in targets["kinds"]]
    attacks = {name: attack for kind in chosen for name, attack in kind.items()}
    pid, _, answer = submission(
        confinement, 2, base, lambda: {name: outcome(attacks[name]) for name in attacks}
    )
    outcomes = answer.readline()
    alive = os.waitpid(other, os.WNOHANG) == (0, 0)
    for one in (pid, other):
        os.killpg(one, signal.SIGKILL)
        os.waitpid(one, 0)
    print(json.dumps(json.loads(outcomes) | {"the other submission lives": alive}))


if __name__ == "__main__":
    main(*sys.argv[2:]) if sys.argv[1] == "inside" else begin(*sys.argv[1:])
