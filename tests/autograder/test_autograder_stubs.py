"""A test cell meets a student's function through a stub: it must feel like the function itself."""

import json

import pytest
from autograder_courses import code, notebook

# task: (the student's answer, test cell, piece of the message or None when the test must pass)
STUBS = {
    "keywords": ("def f(a, b=2):\n    return a - b", "assert f(b=1, a=5) == 4 and f(5) == 3", None),
    "signature": (
        'def f(a, *, b=2):\n    """Doc."""',
        "import inspect\nassert str(inspect.signature(f)) == '(a, *, b=2)'\n"
        "assert (f.__name__, f.__doc__) == ('f', 'Doc.') and callable(f) and inspect.isfunction(f)",
        None,
    ),
    "source": ("def f(a):\n    return sorted(a)", "assert 'sorted' in f.__source__", None),
    "source-of-what-it-calls-and-no-more": (
        "import numpy as np\nfrom math import pi, tau\nk = 2\ndef helper(a):\n    return k * a * pi\n"
        "def f(a):\n    return helper(a)\nprint(np.isclose(f(1.0), tau))",
        "s = f.__source__\nassert 'def f' in s and 'def helper' in s and 'k = 2' in s and 'import pi' in s\n"
        "assert 'np' not in s and 'tau' not in s and 'print' not in s",
        None,
    ),
    "long-doubles-are-doubles": (
        "import numpy as np\ndef f(a):\n    return np.asarray(a, np.longdouble)",
        "import numpy as np\nr = f(np.ones(2))\nassert r.dtype == np.float64 and r.tolist() == [1, 1]",
        None,
    ),
    "unsendable-result-names-no-line-of-ours": (
        "import sys\ndef f():\n    return sys",
        "try:\n    f()\nexcept TypeError as e:\n    assert e.student_line == (None, '')\nelse:\n    0/0",
        None,
    ),
    "ended-process-names-no-line-of-ours": (
        "import os\ndef f():\n    os._exit(3)",
        "try:\n    f()\nexcept RuntimeError as e:\n    assert e.student_line == (None, '')\nelse:\n    0/0",
        None,
    ),
    "unsendable-argument-names-no-line-of-ours": (
        "def f(h):\n    return h(1)",
        "try:\n    f(object())\n"
        "except TypeError as e:\n    assert e.student_line == (None, '')\nelse:\n    0/0",
        None,
    ),
    "changed-list": ("def f(a):\n    a.append([1])", "x = [[0]]\ny = x\nf(x)\nassert y == [[0], [1]]", None),
    "changed-inner-list": (
        "def f(a):\n    a['k'][0] = 5",
        "inner = [1]\nf({'k': inner})\nassert inner == [5]",
        None,
    ),
    "changed-dict": (
        "def f(d):\n    d.pop('a')\n    d['b'] = 1",
        "x = {'a': 0}\nf(x)\nassert x == {'b': 1}",
        None,
    ),
    "changed-array": (
        "import numpy as np\ndef f(a):\n    a += 1\n    return a",
        "import numpy as np\nx = np.zeros(3)\nr = f(x)\nassert r is x and x.tolist() == [1, 1, 1]",
        None,
    ),
    "unchanged-array": (
        "def f(a):\n    return a + 1",
        "import numpy as np\nx = np.zeros(2)\nr = f(x)\nassert r is not x and x.tolist() == [0, 0]",
        None,
    ),
    "changed-then-raised": (
        "def f(a):\n    a.clear()\n    raise KeyError('late')",
        "x = [1]\ntry:\n    f(x)\nexcept KeyError:\n    assert x == []\nelse:\n    0/0",
        None,
    ),
    "own-type-of-error": (
        "def f(a):\n    raise ValueError('too small')",
        "try:\n    f(1)\nexcept ValueError as e:\n    assert str(e) == 'too small'\n"
        "    assert e.student_line == (2, \"raise ValueError('too small')\")\nelse:\n    0/0",
        None,
    ),
    "line-of-the-inner-function": (
        "def g(a):\n    return a[5]\ndef f(a):\n    return g(a)",
        "f([1])",
        "IndexError: list index out of range (line 2: return a[5])",
    ),
    "syntax-error": ("def f(a:\n    return 1", "f(1)", "name 'f' is not defined"),
    "calls-its-own-functions": (
        "def g(x):\n    return x + 1\ndef f(h, x):\n    return h(x)",
        "assert f(g, 1) == 2",
        None,
    ),
    "unsendable-argument": ("def f(h):\n    return h(1)", "f(object())", "passes an object to a student's"),
    "unsendable-result": (
        "import sys\ndef f():\n    return sys",
        "f()",
        "f() returned a module; a test cannot look at that from outside",
    ),
    "a-module": ("import sys\nf = sys", "f()", "f is a module; a test cannot look at that from outside"),
    "value": ("f = {'a': (1, 2.5), 'b': [None]}", "assert f == {'a': (1, 2.5), 'b': [None]}", None),
    "lambda": ("f = lambda x: 2 * x", "assert f(4) == 8", None),
    "state-between-calls": (
        "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)",
        "assert [f(0), f(0)] == [1, 2]",
        None,
    ),
    "prints-are-not-the-test's": ("def f():\n    print('noise')\n    return 1", "f()\n0.5", "half"),
    "a-warning-costs-nothing": (
        "def f():\n    return 1",
        "import warnings\nwarnings.warn('careful')\nassert f() == 1",
        None,
    ),
    "more-than-its-points": ("def f():\n    return 1", "5.0 * f()", "cannot be greater than maximum points"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{task: its entry of the report} of one notebook per stub; each is its own assignment's notebook."""
    from autograder_courses import Course

    course = Course(tmp_path_factory.mktemp("stubs") / "course")
    (course.root / "source/t1/t1.ipynb").unlink()
    for task, (answer, test, _) in STUBS.items():
        handed = [
            code(answer, solution=True, grade_id="f"),
            code(test, grade=True, locked=True, grade_id=task, points=1),
        ]
        text = json.dumps(notebook(handed))
        course.write(course.root / f"source/t1/{task}.ipynb", text)
        course.hand_in("someone", text, name=f"{task}.ipynb")
    return {item["task"]: item for item in course.grade()["someone"]["tasks"]}


@pytest.mark.parametrize("task", [task for task, row in STUBS.items() if row[2] is None])
def test_a_stub_behaves_like_the_function(graded, task):
    assert (graded[task]["score"], graded[task]["message"]) == (1, "")


@pytest.mark.parametrize("task", [task for task, row in STUBS.items() if row[2] not in (None, "half")])
def test_what_goes_wrong_is_said(graded, task):
    assert graded[task]["score"] == 0
    assert STUBS[task][2] in graded[task]["message"]


def test_what_a_student_s_function_prints_does_not_explain_a_score(graded):
    item = graded["prints-are-not-the-test's"]
    assert (item["score"], item["message"]) == (0.5, "")
