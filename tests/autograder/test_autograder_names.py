"""Which names a cell binds and needs, and which of the instructor's cells a test depends on."""

import pytest

from autograder import names


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("def f():\n    inner = 1", {"f"}),
        ("import numpy as np, os.path", {"np", "os"}),
        ("for i in range(3):\n    with open(i) as g:\n        h = 1", {"i", "g", "h"}),
        ("from math import *", {names.EVERYTHING}),
        ("%matplotlib inline\nx = 1", {"x"}),
        ("x = ", set()),
        ("a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}),
        ("if (n := 3):\n    pass", {"n"}),
    ],
)
def test_binds(source, bound):
    assert names.binds(source) == bound


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("assert f(3) == x", {"f", "x"}),
        ("y = f(1)\nassert y == 2", {"f"}),
        ("def g(a):\n    return a + k\ng(1)", {"k"}),
        ("total += 1", {"total"}),
        ("[v for v in values if v]", {"values"}),
        ("print(len('x'), display)", set()),
        ("try:\n    f()\nexcept ValueError as e:\n    str(e)", {"f"}),
    ],
)
def test_needs(source, needed):
    assert names.needs(source) == needed


def test_providers_are_found_through_each_other_and_in_order():
    cells = ["import numpy as np", "rng = np.random.default_rng(0)", None, "x = rng.normal()", "unused = 1"]
    assert names.providers(cells, {"x"}, 5) == [0, 1, 3]


def test_the_last_binding_before_the_test_provides():
    cells = ["x = 1", "x = x + 1", "x = 99"]
    assert names.providers(cells, {"x"}, 2) == [0, 1]


def test_a_wildcard_import_provides_what_nothing_else_does():
    assert names.providers(["from math import *", "y = 1"], {"pi", "y"}, 2) == [0, 1]
