"""Attacks from inside each level of confinement, as root and as an ordinary user: each comes back refused."""

import os
import time
from pathlib import Path

import confine_attacks as attacks
import pytest
from autograder_courses import FULL, Course, cells, scores
from confine_machine import ORDINARY, Machine, works

from autograder import confine

CONFINED = (confine.BUBBLEWRAP, confine.NAMESPACES, confine.LANDLOCK)
OLD_LANDLOCK = 5  # knows neither signals nor abstract sockets: laptops of 2024 have it
REFUSED = {"EPERM", "EACCES", "ENOENT", "ESRCH", "EROFS", "ENOSYS", "ENOTTY", "EXDEV", "gaierror"}
SPENT = {
    "memory": "ENOMEM",
    "one-big-file": "EFBIG",
    "many-files-open": "EMFILE",
    "processor-time": "ETIME",
    "fill-the-disk": "ENOSPC",
    "processes": "EAGAIN",
    "raise-own-limit": "ValueError: not allowed to raise maximum limit",
}
NOWHERE = dict.fromkeys(("course", "tmp", "other", "home", "warm", "unix"), "") | {"processes": []}
NAMES = {kind.__name__: list(kind(NOWHERE)) for kind in attacks.KINDS}
OUTWARD = [name for kind in NAMES if kind not in ("honest", "on_limits") for name in NAMES[kind]]

UNCONFINED = """
    tcp udp unix-socket abstract-socket listen netlink read-course list-course write-course create-beside
    delete-course truncate-course chmod-course date-course link-course symlink-course rename-out read-home
    read-other-submission write-tmp
"""
LEFT = f"left-behind-by-{os.getpid()}"
LEAVES_A_PROCESS = f"""
import os, sys
if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", {LEFT!r}])
    os._exit(0)
"""


@pytest.fixture(scope="module", params=["root", "ordinary user"])
def user(request):
    if os.geteuid() != 0 and request.param == "root":
        pytest.skip("the tests do not run as root")
    return 0 if request.param == "root" else ORDINARY


@pytest.fixture(scope="module")
def machine(user):
    made = Machine(user)
    yield made
    made.close()


@pytest.fixture(scope="module", params=[*CONFINED, "landlock of older kernels"])
def inside(request, machine):
    """(level, outcomes) of all attacks at a level that works here."""
    old = request.param not in CONFINED
    level = confine.LANDLOCK if old else request.param
    if not works(machine.user, level):
        pytest.skip(f"the level {level} does not work here")
    return request.param, machine.attacked(level, abi=OLD_LANDLOCK if old else None)


def test_every_attempt_to_reach_outside_comes_back_refused(inside):
    level, outcomes = inside
    # In a root of its own /tmp is the submission's folder; that nothing arrives outside is tested below.
    # Of its user namespace an ordinary user's submission knows one user: "root" is no number there.
    own = {"write-tmp": "done", "become-root": "EINVAL"} if level in confine.SHUT_IN else {}
    reached = {
        name: outcomes[name]
        for name in OUTWARD
        if outcomes[name] not in REFUSED and outcomes[name] != own.get(name)
    }
    assert reached == {}


def test_honest_code_works_inside(inside):
    level, outcomes = inside
    # Older kernels cannot tell a submission's own processes from others: it may signal itself only.
    refused = [] if level in CONFINED else ["end-own-child"]
    assert [name for name in NAMES["honest"] if outcomes[name] != "done"] == refused


def test_limits_hold(inside):
    level, outcomes = inside
    wanted = dict(SPENT)
    if level in confine.SHUT_IN:  # the whole disk is smaller than a file may be
        wanted["one-big-file"] = "ENOSPC"
    else:
        del wanted["fill-the-disk"]  # what the level's words admit
    if level not in CONFINED:
        del wanted["processes"]  # the one that could not be ended counts among the instructor's
    assert {name: outcomes[name] for name in wanted} == wanted


def test_the_other_submission_and_all_outside_are_untouched(inside, machine):
    assert inside[1]["the other submission lives"] is True
    assert machine.process.poll() is None
    assert {path.name: path.read_text() for path in machine.course.iterdir()} == {
        "marks.txt": "as it was",
        "spare": "as it was",
    }
    assert not Path(f"{machine.base}.txt").exists()
    for sock in (machine.tcp, machine.unix, machine.abstract):
        with pytest.raises(BlockingIOError):
            sock.accept()
    with pytest.raises(BlockingIOError):
        machine.udp.recv(100)


def test_unconfined_the_same_attacks_succeed():
    """So that a refusal above is the level's doing. Never as root; only what does no harm outside."""
    machine = Machine(ORDINARY)
    try:
        outcomes = machine.attacked(confine.NONE, ("over_network", "on_files"))
    finally:
        machine.close()
    refused = {name: outcomes[name] for name in UNCONFINED.split() if outcomes[name] != "done"}
    assert refused == {}


@pytest.mark.parametrize("level", CONFINED)
def test_a_class_is_graded_at_the_level(user, machine, level):
    """The whole command, also as an ordinary user: honest work has full marks, nothing is left."""
    if not works(user, level):
        pytest.skip(f"the level {level} does not work here")
    course = Course(machine.base / f"graded-{level}", trusted=False)
    secret = machine.course / "marks.txt"
    course.hand_in("ada")
    course.hand_in("bob", cells({"square": f"def square(x):\n    open({str(secret)!r})\n    return x * x"}))
    course.hand_in("cyd", cells(first=[LEAVES_A_PROCESS]))
    machine.give()
    rows = machine.grade(course, level)
    assert {name: scores(row) for name, row in rows.items()} == {
        "ada": FULL,
        "bob": [0, 3, 2, 1],
        "cyd": FULL,
    }
    assert {row["level"] for row in rows.values()} == {level}
    assert _commands_with(LEFT) == []


def _commands_with(mark):
    """Command lines of this machine's processes that hold mark; they have a moment to end."""
    for _ in range(100):
        found = [path for path in Path("/proc").glob("[0-9]*/cmdline") if mark.encode() in _read(path)]
        if not found:
            break
        time.sleep(0.1)
    return found


def _read(path):
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""
