"""The whole class, graded once at a level beside honest students, and what is watched around it."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from autograder_courses import Course
from hostile_battery import HONEST

WATCHED = Path(__file__).parent / "hostile_watched.py"


class Listeners:
    """Sockets of every kind that submissions may reach; nothing may arrive."""

    def __init__(self, folder, stack):
        name = f"hostile-{os.getpid()}-{folder.name}"
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.sockets = [tcp]
        self._bound(stack, socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        for kind, address in (
            (socket.SOCK_STREAM, str(folder / "socket")),
            (socket.SOCK_STREAM, f"\0{name}"),
            (socket.SOCK_DGRAM, f"\0{name}d"),
        ):
            self._bound(stack, socket.AF_UNIX, kind, address)
        ports = [sock.getsockname()[1] for sock in self.sockets[:2]]
        self.places = {"TCP": ports[0], "UDP": ports[1], "UNIX": folder / "socket", "ABSTRACT": name}

    def _bound(self, stack, family, kind, address):
        sock = stack.enter_context(socket.socket(family, kind))
        sock.bind(address)
        if kind == socket.SOCK_STREAM:
            sock.listen()
        self.sockets.append(sock)

    def arrived(self):
        """What came in, at any of them."""
        return [found for sock in self.sockets if (found := _arrival(sock)) is not None]


def _arrival(sock):
    sock.setblocking(False)
    try:
        return sock.accept()[1] if sock.type == socket.SOCK_STREAM else sock.recv(1000)
    except BlockingIOError:
        return None


class Class:
    """The graded class: `course`, `attacks`, `rows` {name: row}, `level`, and what was seen around it."""

    def __init__(self, folder, level, listeners, attacks):
        self.course, self.level, self.listeners = Course(folder / "course", trusted=False), level, listeners
        self.attacks = attacks
        self.outside, self.left_running = folder / "outside.txt", folder / "left.json"
        self.places = {"COURSE": self.course.root, "HOME": Path.home(), "OUTSIDE": self.outside}
        self._fill()
        self.before = self.files()
        done = self._run()
        self.said, self.rows = done.stderr, {row["student"]: row for row in json.loads(done.stdout)["rows"]}

    def _fill(self):
        root = self.course.root
        self.course.write(root / "release/t1/t1.ipynb", "{}")
        self.course.write(root / "nbgrader_config.py", "c = get_config()\n")
        (root / "submitted" / os.fsdecode(b"\xff") / "t1").mkdir(parents=True)
        for name in HONEST:
            self.course.hand_in(name)
        for attack in self.attacks:
            attack.hand_in(self.course, self.places | self.listeners.places)

    def _run(self):
        limits = ("--cell-seconds", "1", "--call-seconds", "0.5", "--level", self.level)
        watched = [sys.executable, str(WATCHED), str(self.left_running)]
        # What the grader itself holds in its environment must not reach the students' code.
        environment = os.environ | {"VERDICT_SEED": "7"}
        done = subprocess.run(
            [*watched, *self.course.command("--json", *limits)],
            capture_output=True,
            text=True,
            timeout=300,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
        return done

    def files(self):
        """{path: hash} of all that no submission may change, home and installation too."""
        import numpy

        root = self.course.root
        roots = [
            root / name for name in ("source", "release", "submitted", "nbgrader_config.py", "written.txt")
        ]
        roots += [Path.home() / name for name in (".bashrc", ".ipython/profile_default/startup", ".config/x")]
        roots += [Path.home() / ".local/lib", self.outside, Path(numpy.__file__), Path(json.__cached__)]
        return {str(path): _hash(path) for top in roots for path in _below(top)}


def _below(top):
    return sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]


def _hash(path):
    if not path.is_file() or path.is_symlink():
        return os.path.lexists(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()
