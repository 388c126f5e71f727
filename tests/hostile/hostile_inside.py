"""One attack on a grader, inside a sandbox that hostile_alone.py made; prints what came of it as JSON.

It runs as the sandbox's root and watches; the grader, and so the attack, runs as a user of its own.
"""

import hashlib
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

USER = 61000
HOME = Path("/home/teacher")
COURSE = HOME / "course"
OUTSIDE = Path("/tmp/outside.txt")
TCP, UDP, UNIX, ABSTRACT = 47001, 47002, "/tmp/listener.sock", "hostile"
SECONDS = 60
SCORES = """select c.name, coalesce(g.manual_score, g.auto_score) from grade g
    join submitted_notebook n on g.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
    join base_cell c on g.cell_id = c.id where a.student_id = ?"""
STOCK, UNCONFINED = "stock", "unconfined"
COMMANDS = {
    STOCK: ["nbgrader", "autograde", "t1"],
    UNCONFINED: ["autograder", "grade", "t1", "--level", "none", "--accept-unconfined", "--workers", "1"],
}
LIMITS = {"NPROC": 250, "AS": 4 * 2**30, "FSIZE": 2**28, "NOFILE": 1024, "CPU": SECONDS, "CORE": 0}


def main(grader, student, feedback):
    command = COMMANDS[grader]
    subprocess.run(["cp", "-a", "/template", COURSE], check=True)  # links, pipes and all
    for name in (".profile", ".ssh/id_ed25519", ".ipython/profile_default/startup/README"):
        (HOME / name).parent.mkdir(parents=True, exist_ok=True)
        (HOME / name).write_text("private\n")
    subprocess.run(["chown", "-R", f"{USER}:{USER}", HOME], check=True)
    sockets, before, honest = listeners(), files(), scores("honest")
    done = {"student": student} | run([*command, "--student", student])
    if feedback and grader == STOCK:
        run(["nbgrader", "generate_feedback", "t1", "--student", student])
    done["left"] = programs()
    if done["left"]:
        time.sleep(3)
    after = files()
    done["changed"] = sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
    book = COURSE / "gradebook.db"
    done["changed"] += [str(book)] if book.exists() and b"cheat" in book.read_bytes() else []
    done["arrived"] = arrived(sockets)
    done["scores"] = scores(student)
    done["honest"] = None if scores("honest") == honest else scores("honest")
    page = COURSE / f"feedback/{student}/t1/t1.html"
    done["page"] = page.read_text(errors="replace") if feedback and page.is_file() else None
    if done["code"] and "There was an error processing assignment" not in done["log"]:
        end_all()
        run(command)
        done["next"] = scores("zz-next")
    end_all()
    print(json.dumps(done))


def run(command):
    """The module with these arguments: its exit code (None: it did not end in time), what it said at last."""
    with open("/tmp/log-of-grader", "w+") as log:
        return _run(command, log)


def _run(command, log):
    begin = time.monotonic()
    whole = [sys.executable, "-m", *command]
    path = f"{os.path.dirname(sys.executable)}:/usr/bin:/bin"
    known = {"HOME": str(HOME), "PATH": path, "PYTHONPATH": "/graders"}
    process = subprocess.Popen(
        whole, cwd=COURSE, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        preexec_fn=become, env=known | {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    try:
        code = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        code = None
        end_all()
        process.wait()
    log.seek(0)
    return {"code": code, "seconds": round(time.monotonic() - begin, 1), "log": log.read()[-3000:]}


def become():
    for name, most in LIMITS.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)


def listeners():
    unix = [
        socket.socket(socket.AF_UNIX, kind)
        for kind in (socket.SOCK_STREAM, socket.SOCK_STREAM, socket.SOCK_DGRAM)
    ]
    for sock, address in zip(unix, (UNIX, f"\0{ABSTRACT}", f"\0{ABSTRACT}d"), strict=True):
        sock.bind(address)
    os.chmod(UNIX, 0o777)
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("0.0.0.0", UDP))
    made = [socket.create_server(("::", TCP), family=socket.AF_INET6, dualstack_ipv6=True), udp, *unix]
    for sock in made:
        if sock.type == socket.SOCK_STREAM:
            sock.listen()
        sock.setblocking(False)
    return made


def arrived(sockets):
    """At how many of the sockets something arrived."""
    count = 0
    for sock in sockets:
        try:
            sock.accept() if sock.type == socket.SOCK_STREAM else sock.recv(1000)
            count += 1
        except BlockingIOError:
            pass
    return count


def files():
    """{path: hash} of all that no submission may change."""
    roots = [
        COURSE / name for name in ("source", "release", "submitted", "autograded/honest", "feedback/honest")
    ]
    roots += [
        COURSE / "nbgrader_config.py",
        COURSE / "written.txt",
        OUTSIDE,
        HOME / ".bashrc",
        HOME / ".ipython/profile_default/startup",
    ]
    roots += [HOME / ".config", HOME / ".local/lib"]
    found = {}
    for root in roots:
        for path in [root, *root.rglob("*")] if root.is_dir() and not root.is_symlink() else [root]:
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**26:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def scores(student):
    """{test: score} in the gradebook; "no gradebook" when it cannot be read."""
    try:
        with sqlite3.connect(f"file:{COURSE}/gradebook.db?mode=ro", uri=True, timeout=5) as book:
            return dict(book.execute(SCORES, (student,)).fetchall())
    except sqlite3.Error:
        return "no gradebook"


def programs():
    """Command lines of the processes that the grader's user still runs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            if f"Uid:\t{USER}" in text and "State:\tZ" not in text:
                found.append(
                    (status.parent / "cmdline")
                    .read_bytes()
                    .replace(b"\0", b" ")
                    .decode(errors="replace")[:100]
                )
        except OSError:
            pass
    return found


def end_all():
    for _ in range(20):
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if f"Uid:\t{USER}" in status.read_text():
                    os.kill(int(status.parent.name), signal.SIGKILL)
            except OSError:
                pass
        if not programs():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] == "feedback")
