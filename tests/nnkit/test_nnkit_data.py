"""Data sets: the promised margin, shares, spread and tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit import Neuron, blobs, linearly_separable, logic

SEEDS = st.integers(0, 2**32 - 1)
MAKERS = pytest.mark.parametrize("make", [linearly_separable, blobs])


@given(SEEDS, st.integers(1, 50), st.floats(0.01, 5), st.floats(0, 6.28), st.floats(-5, 5))
def test_margin_is_kept_on_the_labels_side(seed, n, margin, angle, bias):
    weight = 2 * np.array([np.cos(angle), np.sin(angle)])
    x, target = linearly_separable(n, np.random.default_rng(seed), margin, weight, bias)
    distance = Neuron(weight, bias).distance(x) * (2 * target - 1)
    assert (distance >= margin - 1e-12).all()
    assert (distance <= margin + 3 + 1e-12).all()


@MAKERS
@given(SEEDS, st.integers(1, 50))
def test_shapes_and_equal_shares(make, seed, n):
    x, target = make(n, np.random.default_rng(seed))
    assert x.shape == (n, 2)
    assert x.dtype == np.float64
    assert target.dtype == np.int64
    assert np.bincount(target, minlength=2).tolist() == [n - n // 2, n // 2]


@MAKERS
def test_the_generator_fixes_the_points(make):
    first, again, other = (make(20, np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@MAKERS
def test_labels_come_in_random_order(make):
    _, target = make(100, np.random.default_rng(0))
    assert 30 < (np.diff(target) != 0).sum() < 70  # 99 if they alternated, 1 if they were sorted


def test_defaults_are_the_documented_ones():
    x, target = linearly_separable(1000, np.random.default_rng(0))
    assert (np.abs(Neuron([1, 1], 0).distance(x)).min() - 0.5) == pytest.approx(0, abs=0.02)
    x, target = blobs(20_000, np.random.default_rng(0))
    np.testing.assert_allclose(
        [x[target == 0].mean(axis=0), x[target == 1].mean(axis=0)], [[-1] * 2, [1] * 2], atol=0.04
    )
    np.testing.assert_allclose(x[target == 0].std(axis=0), 1, atol=0.04)


def test_blobs_lie_around_their_centres():
    x, target = blobs(20_000, np.random.default_rng(0), centers=[[0, 5], [-3, 1]], std=0.5)
    for label, centre in enumerate([[0, 5], [-3, 1]]):
        np.testing.assert_allclose(x[target == label].mean(axis=0), centre, atol=0.02)  # 4 standard errors
        np.testing.assert_allclose(x[target == label].std(axis=0), 0.5, atol=0.02)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("and", lambda a, b: a and b),
        ("or", lambda a, b: a or b),
        ("nand", lambda a, b: not (a and b)),
        ("nor", lambda a, b: not (a or b)),
        ("xor", lambda a, b: a != b),
    ],
    ids=["and", "or", "nand", "nor", "xor"],
)
def test_logic_tables(name, table):
    x, target = logic(name)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert target.tolist() == [int(table(a, b)) for a, b in x]
