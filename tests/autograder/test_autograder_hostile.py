"""A class that cheats, breaks and loops: everyone gets exactly what their work deserves, and harms nobody.

The whole class is graded in one run, so that each also shows that the others were not touched.
"""

import json
import os
import socket
import time
from pathlib import Path

import pytest
from autograder_courses import FULL, Course, cells, scores

from autograder import confine
from autograder.course import own_packages
from autograder.warm import WarmParent

OUTSIDE = Path(f"/tmp/autograder-test-{os.getpid()}.txt")
WRONG_SQUARE = "def square(x):\n    return 0"
WRONG_MEAN = "def mean(a):\n    return 0"
NO_SQUARE, NO_MEAN = [0, 3, 2, 1], [2, 0, 2, 1]

# name: (answers, cells before them, deserved scores, piece of the message)
CLASS = {
    "honest": ({}, (), FULL, ""),
    "numpy-patched-to-agree": (
        {"mean": WRONG_MEAN},
        ["np.isclose = np.allclose = np.array_equal = lambda *a, **k: True"],
        NO_MEAN,
        "failed: assert np.isclose(mean(",
    ),
    "builtins-patched": (
        {"square": WRONG_SQUARE},
        ["import builtins\nbuiltins.AssertionError = KeyError\nbuiltins.len = lambda x: 9"],
        NO_SQUARE,  # the cell that breaks its own process is left out from then on
        "failed: assert square(3) == 9",
    ),
    "always-equal-object": (
        {"square": "class Yes:\n    __eq__ = lambda s, o: True\ndef square(x):\n    return Yes()"},
        (),
        NO_SQUARE,
        "failed: assert square(3) == 9",
    ),
    "always-equal-int": (
        {"square": "class Yes(int):\n    __eq__ = lambda s, o: True\ndef square(x):\n    return Yes(0)"},
        (),
        NO_SQUARE,
        "failed: assert square(3) == 9",
    ),
    "array-that-agrees": (
        {
            "mean": "class Yes(np.ndarray):\n    def __array_ufunc__(self, *a, **k):\n        return True\n"
            "def mean(a):\n    return np.zeros(1).view(Yes)"
        },
        (),
        NO_MEAN,
        "failed: assert np.isclose",
    ),
    "prints-its-own-score": ({"square": WRONG_SQUARE + "\nprint(8.0)\n8.0"}, (), NO_SQUARE, "failed: assert"),
    "looks-for-the-solution-in-memory": (
        {
            "square": "import gc\ndef square(x):\n"
            "    texts = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]\n"
            "    return x * x if 'noitulos nigeb'[::-1].upper() in repr(texts)[:10**7] else 0"
        },
        (),
        NO_SQUARE,
        "failed: assert",
    ),
    "looks-for-the-judge's-environment": (
        {
            "square": "import os\ndef square(x):\n"
            "    return x * x if any('VERDICT' in key or 'AUTOGRADER' in key for key in os.environ) else 0"
        },
        (),
        NO_SQUARE,
        "failed: assert",
    ),
    "writes-on-the-answer-channel": (
        {},
        [
            "import os\nfor fd in range(3, 60):\n    try:\n        os.write(fd, b'x' * 4000)\n"
            "    except OSError:\n        pass"
        ],
        None,  # what it says on the channel is no answer: any loss is its own
        "",
    ),
    "answers-before-it-is-asked": (
        {"square": WRONG_SQUARE},
        [
            "import os, json, struct\n"
            "head = json.dumps({'m': {'names': {}, 'outputs': []}, 'b': []}).encode()\n"
            "for fd in range(3, 60):\n    try:\n"
            "        os.write(fd, struct.pack('<II', len(head), 0) + head)\n"
            "    except OSError:\n        pass"
        ],
        None,
        "",
    ),
    "exits-in-a-cell": (
        {"square": "import os\nos._exit(0)"},
        (),
        NO_SQUARE,
        "stops with CellStopped: it ended",
    ),
    "exits-in-a-function": (
        {"square": "import os\ndef square(x):\n    os._exit(0)"},
        (),
        NO_SQUARE,
        "it ended the Python process (exit code 0)",
    ),
    "sys-exit": (
        {"square": "import sys\ndef square(x):\n    sys.exit(0)"},
        (),
        NO_SQUARE,
        "RuntimeError: SystemExit",
    ),
    "segfault": (
        {"square": "import ctypes\ndef square(x):\n    ctypes.string_at(0)"},
        (),
        NO_SQUARE,
        "ended the Python process",
    ),
    "loops-in-a-cell": ({"square": "while True:\n    pass"}, (), NO_SQUARE, "its cell stops with TooSlow"),
    "loops-in-a-function": (
        {"square": "def square(x):\n    while True:\n        pass"},
        (),
        NO_SQUARE,
        "TimeoutError: stopped after 1 s",
    ),
    "loops-and-catches": (
        {
            "square": "def square(x):\n    while True:\n        try:\n            while True: pass\n"
            "        except BaseException: pass"
        },
        (),
        NO_SQUARE,
        "TimeoutError",
    ),
    "recursion": ({"square": "def square(x):\n    return square(x)"}, (), NO_SQUARE, "RecursionError"),
    "takes-all-memory": (
        {"square": "def square(x):\n    return len(bytearray(2**40))"},
        (),
        NO_SQUARE,
        "MemoryError",
    ),
    "fork-bomb": (
        {
            "square": "import os\ndef square(x):\n    try:\n        while True:\n            os.fork()\n"
            "    except OSError:\n        import time; time.sleep(60)"
        },
        (),
        NO_SQUARE,
        "TimeoutError",
    ),
    "floods-the-output": ({}, ["for i in range(40_000):\n    print('flood', i, 100 * 'x')"], FULL, ""),
    "fills-the-disk": (
        {},
        [
            "try:\n    with open('big', 'wb') as f:\n        f.write(bytes(2**28))\n"
            "except OSError as e:\n    print(e)"
        ],
        FULL,
        "",
    ),
    "returns-too-much": (
        {"mean": "def mean(a):\n    return np.zeros(20_000_000)"},
        (),
        NO_MEAN,
        "a value of more than 64 MB",
    ),
    "kills-everything": (
        {},
        ["import os, signal\ntry:\n    os.kill(-1, signal.SIGKILL)\nexcept OSError:\n    pass"],
        FULL,
        "",
    ),
    "leaves-a-process-behind": (
        {},
        [
            "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
            "        time.sleep(600)\n    os._exit(0)"
        ],
        FULL,
        "",
    ),
    "patches-the-shell": (
        {"square": WRONG_SQUARE},
        ["ip = get_ipython()\nip.run_cell = lambda *a, **k: None\nip.ast_transformers.clear()"],
        None,
        "",
    ),
    "rebinds-the-name-later": ({"answer": "answer = 42\nsquare = None"}, (), FULL, ""),
    "deletes-the-name": (
        {"square": "def square(x):\n    return x * x\ndel square"},
        (),
        NO_SQUARE,
        "not defined",
    ),
    "a-script-in-the-output": (
        {},
        [
            "from IPython.display import HTML\n"
            "HTML('<script>alert(1)</script><b onclick=\"alert(2)\">bold</b>')"
        ],
        FULL,
        "",
    ),
}


def confinement():
    """The level that a warm parent reaches on this machine."""
    with WarmParent("student") as parent:
        parent.warm([], own_packages())
        return parent.level()


def reads(path):
    """An answer that is right only when the file can be read."""
    return f"def square(x):\n    open({str(path)!r}).read()\n    return x * x"


@pytest.fixture(scope="module")
def listener():
    """A TCP server on loopback; who connects waits in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def graded(tmp_path_factory, listener):
    """(course, rows) of the whole class, graded once, and only where it can do no harm."""
    if confine.best() == confine.NONE:
        pytest.skip("this machine cannot confine the class, which would end all processes of the user")
    course = Course(tmp_path_factory.mktemp("hostile") / "course", trusted=False)
    for name, (answers, first, _, _) in CLASS.items():
        course.hand_in(name, cells(answers, first))
    root, port = course.root, listener.getsockname()[1]
    course.hand_in("reads-the-source", cells({"square": reads(root / "source/t1/t1.ipynb")}))
    course.hand_in("reads-another", cells({"square": reads(root / "submitted/honest/t1/t1.ipynb")}))
    course.hand_in("reads-home", cells({"square": reads(Path.home() / ".profile")}))
    course.hand_in("reads-processes", cells({"square": reads("/proc/1/environ")}))
    course.hand_in("writes-the-gradebook", cells(first=[_writing(root / "gradebook.db")]))
    course.hand_in("writes-a-file", cells(first=[_writing(root / "written.txt"), _writing(OUTSIDE)]))
    course.hand_in("calls-home", cells({"square": _calling(port)}))
    return course, course.grade()


def _writing(path):
    return f"try:\n    open({str(path)!r}, 'ab').write(b'cheat')\nexcept OSError:\n    pass"


def _calling(port):
    connect = f"socket.create_connection(('127.0.0.1', {port}), 2)"
    return f"import socket\ndef square(x):\n    {connect}\n    return x * x"


@pytest.mark.parametrize("name", [name for name, row in CLASS.items() if row[2] is not None])
def test_everyone_gets_what_the_work_deserves(graded, name):
    row = graded[1][name]
    _, _, deserved, message = CLASS[name]
    assert (row["state"], scores(row)) == ("graded", deserved)
    assert message in row["message"]


@pytest.mark.parametrize("name", [name for name, row in CLASS.items() if row[2] is None])
def test_meddling_with_the_grader_s_side_earns_nothing(graded, name):
    row = graded[1][name]
    honest = [2, 3, 2, 1] if CLASS[name][0] == {} else NO_SQUARE
    assert row["state"] == "graded"
    assert all(score <= most for score, most in zip(scores(row), honest, strict=True))


@pytest.mark.parametrize("name", ["reads-the-source", "reads-another", "reads-home", "reads-processes"])
def test_no_file_of_others_can_be_read(graded, name):
    row = graded[1][name]
    assert scores(row) == NO_SQUARE
    assert "FileNotFoundError" in row["message"]


def test_nothing_outside_can_be_written(graded):
    course, rows = graded
    assert scores(rows["writes-the-gradebook"]) == FULL
    assert b"cheat" not in (course.root / "gradebook.db").read_bytes()
    assert not (course.root / "written.txt").exists()
    assert not OUTSIDE.exists()


def test_there_is_no_network(graded, listener):
    assert scores(graded[1]["calls-home"]) == NO_SQUARE
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_nothing_is_left_running(graded):
    """Other tests may be grading at this moment; their processes end by themselves, what is left does not."""
    users = {str(number) for number in confine.USERS}
    left = [path for path in Path("/proc").glob("[0-9]*/status") if _user(path) in users]
    for _ in range(300):
        left = [path for path in left if _user(path) in users]
        if not left:
            break
        time.sleep(0.1)
    assert left == []


def _user(status):
    try:
        return status.read_text().split("Uid:")[1].split()[0]
    except OSError:  # it ended meanwhile
        return None


def test_feedback_holds_no_script_and_no_handler(graded):
    course, _ = graded
    page = (course.root / "feedback/a-script-in-the-output/t1/t1.html").read_text()
    assert "<b>bold</b>" in page
    assert "<script" not in page
    assert "<b onclick" not in page


def test_output_is_cut_off(graded):
    course, _ = graded
    text = (course.root / "autograded/floods-the-output/t1/t1.ipynb").read_text()
    assert len(text) < 2**18
    outputs = [cell.get("outputs") for cell in json.loads(text)["cells"]]
    assert outputs[1][0]["text"][0].startswith("flood 0 x")
    assert "the rest of the output was cut off" in outputs[1][0]["text"][-1]


def test_the_report_says_what_was_enforced(graded):
    course, _ = graded
    record = json.loads((course.root / "reports/t1.json").read_text())
    assert record["level"] == confine.best()
    assert record["enforced"] == confine.ENFORCED[confine.best()]
