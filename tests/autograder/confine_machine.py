"""A machine for attacks on confinement: a course, listeners, a process, within some user's reach."""

import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import confine_attacks as attacks

from autograder import confine
from autograder.confine import view

REPOSITORY = Path(confine.__file__).parents[2]
ALL = tuple(kind.__name__ for kind in attacks.KINDS)
ORDINARY = 65534 if os.geteuid() == 0 else os.geteuid()

# An ordinary user's machine, made by root for one command: its Python is readable, though it lies in /root.
WORLD = """
set -e; hidden=$1; python=$2; base=$3; user=$4; shift 4
if [ -n "$hidden" ]; then
    mkdir "$base/python"; mount --bind "$python" "$base/python"
    mount -t tmpfs -o mode=755 none "$hidden"; mkdir -p "$python"; mount --bind "$base/python" "$python"
fi
exec setpriv --reuid "$user" --regid "$user" --clear-groups "$@"
"""


def as_user(user, base):
    """The words before a command that run it as user (a number, 0: root) who can read Python."""
    if os.geteuid() != 0:
        return []
    hidden = view.hidden_from_others()
    top = next((str(p) for p in reversed((hidden or Path("/")).parents) if p.stat().st_mode & 5 != 5), "")
    return ["unshare", "--mount", "bash", "-c", WORLD, "world", top, sys.base_prefix, str(base), str(user)]


class Machine:
    """What lies outside of the confinement: a course, listeners, a process; all within the user's reach."""

    def __init__(self, user):
        self.user, self.base = user, Path(tempfile.mkdtemp(prefix="autograder-attacked-"))
        self.course = self.base / "course"
        self.home = self.base / "home"
        for folder in (self.course, self.home):
            folder.mkdir()
        for name in ("marks.txt", "spare"):
            (self.course / name).write_text("as it was")
        self.tcp, self.udp = socket.create_server(("127.0.0.1", 0)), socket.socket(type=socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix, self.abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        self.unix.bind(str(self.base / "socket"))
        self.name = f"\0autograder-{self.base.name}"
        self.abstract.bind(self.name)
        for sock in (self.tcp, self.udp, self.unix, self.abstract):
            sock.setblocking(False)
        for sock in (self.unix, self.abstract):
            sock.listen()
        self.give()
        self.process = subprocess.Popen([*as_user(user, self._place()), "sleep", "600"])

    def give(self):
        """All that lies in it becomes the user's."""
        for path in (self.base, *self.base.rglob("*")):
            if os.geteuid() == 0:
                os.chown(path, self.user, self.user)
        self.base.chmod(0o755)

    def _place(self):
        """An empty folder for the world of one command."""
        return tempfile.mkdtemp(dir=self.base)

    def attacked(self, level, kinds=ALL, abi=None):
        """{attack: outcome} of these kinds of attacks at the level; abi: the landlock to keep to."""
        targets = {
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "unix": str(self.base / "socket"),
            "abstract": self.name,
            "course": str(self.course / "marks.txt"),
            "home": str(self.home),
            "tmp": str(self.base) + ".txt",
            "processes": [self.process.pid],
            "kinds": list(kinds),
            "abi": abi,
        }
        done = self._run([sys.executable, "-P", attacks.__file__, level, json.dumps(targets)])
        return json.loads(done.stdout)

    def grade(self, course, level):
        """{student: row} of `autograder grade` as the machine's user."""
        done = self._run(course.command("--json", "--level", level))
        return {row["student"]: row for row in json.loads(done.stdout)["rows"]}

    def _run(self, command):
        environment = os.environ | {"PYTHONPATH": attacks.HERE, "HOME": str(self.home), "TMPDIR": "/tmp"}
        command = [*as_user(self.user, self._place()), *command]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=REPOSITORY, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done

    def close(self):
        self.process.kill()
        self.process.wait()
        for sock in (self.tcp, self.udp, self.unix, self.abstract):
            sock.close()
        shutil.rmtree(self.base)
        Path(f"{self.base}.txt").unlink(missing_ok=True)  # what is written unconfined


@functools.cache
def works(user, level):
    """Whether the level works for that user of this machine: asked as that user."""
    with tempfile.TemporaryDirectory(prefix="autograder-asked-") as base:
        ask = f"from autograder import confine; print(confine.failing({level!r}))"
        command = [*as_user(user, base), sys.executable, "-c", ask]
        environment = os.environ | {"HOME": "/", "TMPDIR": "/tmp"}
        done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env=environment)
    return done.returncode == 0 and done.stdout.strip() == ""
