"""Classes, modules, generators, callbacks: a test cell meets a student's object as it would in a notebook."""

import gc

import numpy as np
import pytest
from autograder_object_cells import CASES, NET
from autograder_pair import Pair, parent, plainly

from autograder import names


@pytest.fixture(scope="module")
def warm():
    with parent(("numpy", "torch")) as warm:
        yield warm


@pytest.fixture
def pair(warm):
    made = Pair(warm)
    yield made
    made.session.student.stop()


def through_stubs(pair, answer, test):
    pair.run(answer)
    return pair.test(test, *sorted(names.needs(test) & names.binds(answer)))


@pytest.mark.parametrize("case", CASES)
def test_a_test_cell_ends_as_in_a_notebook(pair, case):
    answer, test = CASES[case]
    plain, stubs = plainly(answer, test), through_stubs(pair, answer, test)
    assert (type(stubs), str(stubs)) == (type(plain), str(plain))


def test_the_cells_pass_save_the_one_that_shall_not():
    ended = {case: plainly(answer, test) for case, (answer, test) in CASES.items()}
    assert {case for case, error in ended.items() if error} == {"an-error-in-a-callback"}


# name: (answer, test cell that would pass in a notebook, piece of what it is told here)
YES = """
class Yes:
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __ne__ = lambda s, o: True
    __contains__ = __bool__ = lambda *a: True
    __sub__ = __rsub__ = __abs__ = lambda s, *o: s
    __array_ufunc__ = __array_function__ = lambda s, *a, **k: True
    __torch_function__ = classmethod(lambda c, *a, **k: True)
    __array__ = lambda s, *a, **k: 9.0
f = Yes
"""
FORGED = {
    "equal": ("assert f() == 9", AssertionError, ""),
    "equal-from-the-left": ("assert 9 == f()", AssertionError, ""),
    "in-a-list": ("assert f() in [9]", AssertionError, ""),
    "small": ("assert f() < 1e-9", TypeError, "not supported between"),
    "large": ("assert f() >= 3", TypeError, "not supported between"),
    "close": ("assert abs(f() - 9) < 1e-9", TypeError, "not supported between"),
    "isinstance": ("assert isinstance(f(), float)", AssertionError, ""),
    "numpy-isclose": ("import numpy as np\nassert np.isclose(f(), 9)", TypeError, ""),
    "numpy-allclose": ("import numpy as np\nassert np.allclose(f(), np.full(3, 9))", TypeError, ""),
    "numpy-equal": ("import numpy as np\nassert np.array_equal(f(), 9)", AssertionError, ""),
    "numpy-all": ("import numpy as np\nassert np.all(f() == np.full(3, 9))", AssertionError, ""),
    "torch-allclose": ("import torch\nassert torch.allclose(f(), torch.tensor(9.0))", TypeError, ""),
    "torch-equal": ("import torch\nassert torch.equal(f(), torch.tensor(9.0))", TypeError, ""),
    "derived": ("class g(f): pass", TypeError, "cannot derive a class"),
    "pickled": ("import pickle\npickle.dumps(f())", TypeError, "cannot be pickled"),
}


@pytest.mark.parametrize("name", FORGED)
def test_an_object_that_agrees_to_everything_earns_nothing(pair, name):
    test, kind, text = FORGED[name]
    error = through_stubs(pair, YES, test)
    assert type(error) is kind
    assert text in str(error)


def test_an_object_that_poses_as_a_number_is_none(pair):
    answer = "class Yes:\n    __class__ = property(lambda s: float)\n    __eq__ = lambda s, o: True\nf = Yes"
    assert type(through_stubs(pair, answer, "assert f() == 9")) is TypeError


def test_a_test_of_the_class_s_own_equality_asks_the_class(pair):
    assert through_stubs(pair, YES, "assert f() == f()") is None


# What no answer may do: name: (answer, test cell, kind of error, piece of its text)
ENDLESS = {
    "calls-back-for-ever": (
        "def f(g):\n    while True: g(1)",
        "f(lambda x: x)",
        TimeoutError,
        "stopped after",
    ),
    "calls-back-and-catches": (
        "def f(g):\n    while True:\n        try:\n            while True: g(1)\n"
        "        except BaseException: pass",
        "f(lambda x: x)",
        TimeoutError,
        "did not end within",
    ),
    "recursion-through-callbacks": (
        "def f(g):\n    return g(f)",
        "g = lambda h: h(g)\nf(g)",
        RecursionError,
        "",
    ),
    "an-item-that-never-comes": (
        "def f():\n    while True: pass\n    yield 1",
        "next(f())",
        TimeoutError,
        "stopped after",
    ),
    "a-method-that-never-ends": (
        "class f:\n    def g(self):\n        while True: pass",
        "f().g()",
        TimeoutError,
        "stopped after",
    ),
    "reads-what-was-not-lent": (
        "def f(g):\n    import gc\n    from autograder.borrowed import Borrowed\n"
        "    b = [o for o in gc.get_objects() if isinstance(o, Borrowed)][0]\n"
        "    return b.ask(b.number(g), 'get', ('__globals__',), {})",
        "f(lambda x: x)",
        AttributeError,
        "not passed in for",
    ),
    "asks-for-a-number-never-given": (
        "def f(g):\n    import gc\n    from autograder.borrowed import Borrowed\n"
        "    b = [o for o in gc.get_objects() if isinstance(o, Borrowed)][0]\n"
        "    return b.ask(7, '__call__', (1,), {})",
        "f(lambda x: x)",
        TypeError,
        "an object that was not passed in",
    ),
    "ends-with-its-object": (
        "import os\nclass f:\n    def end(self):\n        os._exit(0)",
        "x = f()\ntry:\n    x.end()\nexcept RuntimeError:\n    pass\nx.y",
        RuntimeError,
        "was lost when the student's process ended",
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_does_not_end_or_asks_too_much_is_ended(pair, name):
    answer, test, kind, text = ENDLESS[name]
    pair.session.limits["call_seconds"] = 0.5
    error = through_stubs(pair, answer, test)
    assert type(error) is kind
    assert text in str(error)


def test_calls_of_a_test_s_functions_are_counted(pair, monkeypatch):
    monkeypatch.setattr("autograder.judge.CALLBACKS", 20)
    error = through_stubs(pair, "def f(g):\n    return [g(i) for i in range(30)]", "f(lambda x: x)")
    assert type(error) is TypeError
    assert "more than 20 calls of the test's functions" in str(error)


def test_what_a_test_s_function_raises_is_not_told(pair):
    answer = "def f(g):\n    try:\n        g()\n    except ValueError as error:\n        return str(error)"
    test = "def g(): raise ValueError('the answer is 42')\nassert '42' not in f(g)"
    assert through_stubs(pair, answer, test) is None


def test_a_student_s_object_shows_no_page_of_its_own(pair):
    answer = "class A:\n    def _repr_html_(self): return '<b>right</b>'\n    def __repr__(self): return 'A'"
    test = "assert repr(A()) == 'A' and not hasattr(A(), '_repr_html_')"
    assert through_stubs(pair, answer, test) is None


def test_objects_are_freed_with_their_stubs(pair):
    pair.run(
        "import weakref\nclass A: pass\nalive = weakref.WeakSet()\ndef make():\n"
        "    a = A(); alive.add(a); return a\ndef count(): return len(alive)"
    )
    held = pair.names("make", "count")
    kept = [held["make"]() for _ in range(5)]
    assert held["count"]() == 5
    del kept[1:]
    gc.collect()
    held["count"]()
    assert held["count"]() == 1


def test_many_objects_at_one_time_are_refused(pair, monkeypatch):
    monkeypatch.setattr("autograder.handles.MOST", 3)
    pair.run("from autograder import handles\nhandles.MOST = 3\nclass A: pass\ndef make(): return A()")
    make = pair.names("make")["make"]
    kept = [make()]
    with pytest.raises(TypeError, match="more than 3 objects at one time"):
        kept += [make() for _ in range(5)]


def test_shared_data_costs_nothing_when_it_is_gone(pair):
    pair.run("import numpy as np\nclass A:\n    def __init__(self): self.w = np.zeros(3)")
    a = pair.names("A")["A"]()
    for _ in range(3):
        a.w[0] += 1
    assert np.array_equal(a.w, [3, 0, 0])
    repr(a)
    assert not pair.session.objects.shared.items


def test_a_module_that_the_process_only_claims_is_asked_for_its_values(pair):
    answer = NET + "\nclass Fake(nn.Linear):\n    def forward(self, x): return x\n"
    test = "import torch\nm = Fake(2, 2)\nassert isinstance(m, torch.nn.Linear)"
    test += "\nassert m(torch.ones(1, 2)).sum() == 7"
    assert type(through_stubs(pair, answer, test)) is AssertionError
