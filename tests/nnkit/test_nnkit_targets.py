"""Targets in one dimension: their values by hand, and that what is promised of them holds."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser
from nnkit_refusals import refusals

from nnkit.targets import TARGETS

EACH = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
FORMULAS = {
    "steps": lambda x: (x >= 1) + 2.0 * (x >= 2) - (x >= 3),
    "bump": lambda x: np.exp(-x * x),
    "sine": np.sin,
    "tent": lambda x: np.maximum(0, 1 - np.abs(x)),
    "ramp": lambda x: np.maximum(0, np.minimum(x / 2, 1)),
    "zigzag": lambda x: x - 3 * np.maximum(0, x - 1) + 4 * np.maximum(0, x - 2) - 3 * np.maximum(0, x - 3),
}


def grid(target, points=100_001):
    return np.linspace(*target.interval, points)


def test_targets_are_those_of_the_lecture_and_the_smooth_ones():
    assert list(TARGETS) == ["steps", "bump", "sine", "tent", "ramp", "zigzag"]
    assert {name: target.interval for name, target in TARGETS.items()} == {
        "steps": (0, 4),
        "bump": (-3, 3),
        "sine": (-np.pi, np.pi),
        "tent": (-2, 2),
        "ramp": (-1, 3),
        "zigzag": (0, 4),
    }


@pytest.mark.parametrize("name", TARGETS)
def test_values_are_those_of_the_formula(name):
    x = grid(TARGETS[name], 401)
    np.testing.assert_allclose(TARGETS[name].function(x), FORMULAS[name](x), atol=1e-15)


@EACH
def test_lipschitz_is_the_steepest_slope_between_the_jumps(target):
    x = grid(target)
    slopes = np.abs(np.diff(target.function(x)) / np.diff(x))
    jumping = [(x[:-1] < jump) & (x[1:] >= jump) for jump in target.jumps]
    steepest = slopes[~np.any([np.zeros(slopes.shape, bool), *jumping], axis=0)].max()
    assert steepest <= target.lipschitz * (1 + 1e-9)
    assert steepest == pytest.approx(target.lipschitz, rel=1e-6)


@EACH
def test_jumps_and_kinks_are_where_they_are_said_to_be(target):
    f, h = target.function, 1e-6
    assert list(target.jumps) == sorted(target.jumps)
    assert list(target.kinks) == sorted(target.kinks)
    for jump in target.jumps:
        assert abs(f(jump) - f(jump - h)) > 0.5
        assert f(jump) == f(jump + h)
    for kink in target.kinks:
        assert abs(f(kink + h) - 2 * f(kink) + f(kink - h)) > 0.4 * h
    if target.jumps or target.kinks:
        ends = [target.interval[0], *target.jumps, *target.kinks, target.interval[1]]
        for left, right in pairwise(ends):
            x = np.linspace(left + h, right - h, 9)
            np.testing.assert_allclose(np.diff(f(x), n=2), 0, atol=1e-12)


@EACH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_dtype_stay(target, dtype):
    for shape in [(), (0,), (3, 2)]:
        values = target.function(np.ones(shape, dtype))
        assert np.shape(values) == shape
        assert values.dtype == dtype
    assert target.function([1, 2]).dtype == np.float64


@EACH
def test_latex_is_what_matplotlib_can_draw(target):
    MathTextParser("path").parse(f"${target.latex}$")


@EACH
def test_far_outside_there_is_no_warning(target):
    assert np.isfinite(target.function(np.array([-1e300, -1000.0, 1000.0, 1e300]))).all()


BAD = {
    f"{name}-{case}": (lambda f=target.function, x=x: f(x), error, words)
    for name, target in TARGETS.items()
    for case, x, error, words in [
        ("text", "one", TypeError, "x must hold real numbers"),
        ("complex", [1j], TypeError, "x must hold real numbers, got dtype complex128"),
        ("nan", [0.0, np.nan], ValueError, "x must be finite, got nan at x[1]"),
        ("infinity", np.inf, ValueError, "x must be finite, got inf"),
        ("ragged", [[1], [1, 2]], ValueError, "x is not a regular array"),
    ]
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
