"""Shortcuts: found in whatever form they are written, and never where there is none."""

import collections
import importlib
import linecache
import math
import statistics
import sys
from dataclasses import replace

import numpy as np
import pytest

from verdict import Forbidden
from verdict.marking import mark
from verdict.outcome import observe
from verdict.release import released_task
from verdict.shortcuts import refusing, shortcut_in

FORBIDS = ["statistics.fmean", "colorsys.rgb_to_hsv"]


def with_text(text, scope=None):
    """A stub as a grader makes it: a callable that carries its text."""
    stub = type("Stub", (), {"__call__": lambda self, *args: None, "__globals__": scope or {}})()
    stub.__source__ = text
    return stub


FOUND = {
    "from … import": "from statistics import fmean\ndef f(x):\n    return fmean(x)",
    "an alias": "import statistics as s\ndef f(x):\n    return s.fmean(x)",
    "an alias of the function": "from statistics import fmean as mine\nf = mine",
    "imported inside": "def f(x):\n    import statistics\n    return statistics.fmean(x)",
}
FINE = {
    "an own helper of that name": "def fmean(x):\n    return sum(x) / len(x)\ndef f(x):\n    return fmean(x)",
    "another function of the module": "import statistics\ndef f(x):\n    return statistics.median(x)",
    "the name in a text": "def f(x):\n    return 'statistics.fmean'",
    "the name as an attribute of something else": "def f(x):\n    return x.statistics.fmean",
    "a text that is no Python": "def f(x:",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_shortcuts_are_found(text):
    assert shortcut_in(with_text(text), FORBIDS) == "statistics.fmean"


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_own_work_is_no_shortcut(text):
    assert shortcut_in(with_text(text), FORBIDS) is None


@pytest.mark.parametrize("scope", [{"st": statistics}, {"fmean": statistics.fmean}, {"m": statistics.fmean}])
def test_what_another_cell_imported_is_followed(scope):
    name = next(iter(scope))
    text = f"def f(x):\n    return {name}{'.fmean' if name == 'st' else ''}(x)"
    assert shortcut_in(with_text(text, scope), FORBIDS) == "statistics.fmean"


def test_a_real_function_is_read_from_its_own_source():
    def uses(x):
        return statistics.fmean(x)

    assert shortcut_in(uses, FORBIDS) == "statistics.fmean"
    assert shortcut_in(len, FORBIDS) is None


def test_a_shortcut_scores_nothing_and_says_what_can_be_done(released):
    def row_means(table, shift):
        return np.array([statistics.fmean(row) for row in table]) + shift

    found = mark(row_means, released, released.cases)
    assert found.score == 0
    assert "write what `statistics.fmean` does" in found.message
    assert "ask your instructor" in " ".join(found.message.split())


def test_a_refusal_in_the_students_process_scores_nothing(released):
    def row_means(table, shift):
        raise RuntimeError("forbidden: this task asks you to write what `a.b` does, so using it scores 0.")

    assert (
        "\nThis task asks you to write what `a.b` does" in mark(row_means, released, released.cases).message
    )


@pytest.mark.parametrize("raised", [False, True], ids=["text", "refusal"])
def test_a_task_may_have_words_of_its_own_for_what_it_forbids(task, raised):
    def row_means(table, shift):
        if raised:
            raise RuntimeError("forbidden: this task asks you to write what `statistics.fmean` does")
        return statistics.fmean(table)

    own = {"statistics.fmean": "Add them up yourself.", "statistics.mean": ""}
    told = released_task(replace(task, forbids=own), 3)
    assert told.forbids == list(own)
    assert told.refusals == {"statistics.fmean": "Add them up yourself."}
    assert "Add them up yourself. If you think" in mark(row_means, told, told.cases).message


MODULE = """
def ready_made(x):
    return x

def uses_it(x):
    return ready_made(x)

class Machine:
    def __init__(self, x=0):
        self.x = x

class Tensor:
    def squash(self):
        return self

TABLE = {"ready": ready_made}
"""
PATHS = ["shelf.ready_made", "shelf.Machine", "shelf.Tensor.squash", "shelf.TABLE", "math.cosh"]


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A module of ready-made things, importable and not yet imported."""
    (tmp_path / "shelf.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shelf", raising=False)
    yield lambda: importlib.import_module("shelf")
    sys.modules.pop("shelf", None)


def ways(module):
    """Every way to get at what is forbidden."""
    return [
        module.ready_made,
        module.uses_it,
        module.TABLE["ready"],
        module.Machine,
        lambda x: module.Tensor().squash(),
        math.cosh,
    ]


@pytest.mark.parametrize("imported_before", [True, False])
def test_every_reference_to_a_forbidden_function_refuses(shelf, imported_before):
    if imported_before:
        alias = shelf().ready_made
    with refusing(PATHS):
        for way in ways(shelf()):
            with pytest.raises(Forbidden, match=r"^forbidden: "):
                way(1)
        if imported_before:
            with pytest.raises(Forbidden, match=r"`shelf\.ready_made`"):
                alias(1)
        assert isinstance(shelf().Machine, type)
        assert list(shelf().TABLE) == ["ready"]


def test_a_check_makes_them_refuse_only_while_it_runs(shelf, released):
    module = shelf()

    def mine(table, shift):
        return module.uses_it(table)  # through a function that is not forbidden itself

    released = type(released)(**vars(released) | {"forbids": PATHS})
    assert "write what `shelf.ready_made` does" in mark(mine, released, released.cases).message
    for way in ways(module):
        way(1)
    assert "squash" in vars(module.Tensor)


def test_what_is_imported_while_a_check_runs_refuses_too_and_is_given_back(shelf):
    before = list(sys.meta_path)
    with refusing(PATHS), pytest.raises(Forbidden):
        shelf().ready_made(1)
    for way in ways(shelf()):
        way(1)
    assert sys.meta_path == before


class Inherits(int):
    """A class without an __init__ of its own."""


def test_a_class_stays_a_class_and_a_compiled_one_is_replaced():
    with refusing([f"{__name__}.Inherits", "collections.deque"]):
        for made in (Inherits, collections.deque):
            with pytest.raises(Forbidden):
                made()
        assert issubclass(Inherits, int)
    assert "__init__" not in vars(Inherits)
    assert (Inherits(), list(collections.deque())) == (0, [])


def test_an_inherited_method_refuses_and_is_given_back(shelf):
    module = shelf()
    module.Matrix = type("Matrix", (module.Tensor,), {})
    with refusing(["shelf.Matrix.squash"]), pytest.raises(Forbidden):
        module.Matrix().squash()
    assert module.Matrix().squash()
    assert "squash" not in vars(module.Matrix)


def test_forbidden_functions_refuse_at_once_or_once_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with refusing([*FORBIDS, "no_such_module.anything", "statistics.no_such_function"]):
        with pytest.raises(Forbidden, match=r"^forbidden: .*`statistics\.fmean`"):
            statistics.fmean([1.0])
        assert statistics.median([1.0]) == 1.0
        assert "colorsys" not in sys.modules
        with pytest.raises(Forbidden, match=r"colorsys\.rgb_to_hsv"):
            importlib.import_module("colorsys").rgb_to_hsv(0, 0, 0)
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("no_such_module")
    sys.modules.pop("colorsys")


def test_what_refuses_does_not_lead_back_to_the_original():
    with refusing(["numpy.heaviside"]), pytest.raises(Forbidden):
        getattr(np.heaviside, "__wrapped__", np.heaviside)(1.0, 1.0)


CLASS = """
import statistics

class Averager:
    def __init__(self, shift):
        self.shift = shift

    def __call__(self, items):
        return statistics.fmean(items) + self.shift
"""


@pytest.fixture
def averager():
    """A class as a notebook has it: only its methods know their text."""
    linecache.cache["cell"] = (len(CLASS), None, CLASS.splitlines(keepends=True), "cell")
    namespace = {"__name__": "__main__"}
    exec(compile(CLASS, "cell", "exec"), namespace)
    return namespace["Averager"]


def test_a_shortcut_in_a_method_of_a_class_is_found(averager):
    assert shortcut_in(averager, ["statistics.median", "statistics.fmean"]) == "statistics.fmean"
    assert shortcut_in(averager, ["statistics.median"]) is None


def test_an_error_in_a_method_is_told_with_the_student_s_line(averager):
    outcome = observe(averager, ((1,), ("x",)), ["arguments", "inputs"], "verdict.uses.result")
    assert outcome.fault.line == "return statistics.fmean(items) + self.shift"
