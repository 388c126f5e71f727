"""Test cells that cannot be judged from outside are named, with the reason; a marked one runs inside."""

import json

import pytest
from autograder_courses import FULL, TESTS, cells, notebook, scores

from autograder import course, lint

# test of the task `square`: piece of the reason
UNFIT = {
    "import matplotlib.pyplot as plt\nassert plt.gcf().axes": "looks at figures by `plt.gcf()`",
    "import inspect\nassert 'for' not in inspect.getsource(square)": "reads the source of code",
    "assert 'square' in globals()": "looks names up in globals()",
    "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()):\n    square(1)": "captures what",
    "assert open('result.txt').read() == '9'": "reads the file 'result.txt'",
    "get_ipython().run_line_magic('time', '')": "uses `get_ipython`",
    "%time square(3)": "uses `%time`",
    "!ls": "uses `!ls`",
    "assert Out[3] == 9": "uses `Out`",
    "assert pi > 3": "uses `pi`, which no cell of yours defines",
    "np.sum = None\nassert square(3) == 9": "sets `np.sum`",
    "from unittest import mock\nwith mock.patch('builtins.input'):\n    square(3)": "patches something",
    "from helper import check\ncheck(square)": "imports `helper`",
    "assert square.__code__.co_argcount == 1": "reads `__code__`",
    "setattr(square, 'tested', True)": "changes an attribute of the student's `square`",
}
FIT = (
    *TESTS.values(),
    "np.random.seed(0)\nx = np.random.rand()\nassert square(x) == x * x",
    "assert open('data.txt').read() == 'public\\n'",
    "with open('own.txt', 'w') as file:\n    file.write('x')",
    "try:\n    square('a')\nexcept TypeError as error:\n    assert 'str' in str(error)",
    "rows = [square(n) for n in range(3)]\nassert all(row >= 0 for row in rows)",
    "assert vars(np)['pi'] > 3",
)
INSIDE = """# autograder: run inside
assert square(3) == 9
1.0 if 'square' in globals() and square(2) == 4 else 0.5"""


def reasons(tiny, test):
    source = notebook(cells(tests=TESTS | {"square": test}))
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(source))
    return [why for task, why in lint.findings(course.load(tiny.root, "t1")) if task == "test_square"]


@pytest.mark.parametrize("test", UNFIT)
def test_an_unfit_cell_is_named_with_the_reason(tiny, test):
    assert any(why.startswith(UNFIT[test]) for why in reasons(tiny, test))


@pytest.mark.parametrize("test", FIT)
def test_a_fit_cell_is_not(tiny, test):
    assert reasons(tiny, test) == []


def test_seeds_are_named_where_the_solution_draws(tiny):
    source = cells(
        {"mean": "def mean(a):\n    return np.random.rand()"}, tests=TESTS | {"mean": "np.random.seed(1)"}
    )
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(source)))
    (found,) = lint.findings(course.load(tiny.root, "t1"))
    assert found[0] == "test_mean"
    assert found[1].startswith("seeds random numbers by `np.random.seed`")


def test_grading_an_old_course_names_them(tiny):
    reasons(tiny, "import inspect\nassert inspect.getsource(square)")
    tiny.hand_in("ada")
    said = " ".join(tiny.run().stdout.split())
    assert "test_square cannot be judged from outside: it reads the source of code" in said


def test_a_marked_cell_runs_inside_and_its_grade_says_so(tiny):
    assert reasons(tiny, INSIDE) == []
    tiny.hand_in("ada")
    tiny.hand_in("bob", cells({"square": "def square(x):\n    return 9"}))
    tiny.hand_in("cid", cells({"square": "def square(x):\n    return 8"}))
    tiny.hand_in("eve", cells({"square": "import os\ndef square(x):\n    os._exit(0)"}))
    rows = tiny.grade()
    assert [scores(rows[name])[0] for name in ("ada", "bob", "cid", "eve")] == [1, 0.5, 0, 0]
    assert scores(rows["eve"])[1:] == FULL[1:]
    assert [task.get("inside") for task in rows["ada"]["tasks"]] == [True, False, False, False]
    assert rows["cid"]["tasks"][0]["message"] == "failed: assert square(3) == 9"
    page = (tiny.root / "reports/t1.html").read_text()
    assert "test_square runs inside the student&#x27;s process" in page
    assert "not trusted" in page
