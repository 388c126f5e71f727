"""Networks written down: does each promise hold? Errors are measured where they are largest, too."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals

from nnkit.approximate import (
    bump,
    convex_polygon,
    half_plane,
    logic_gate,
    relu_interpolant,
    sigmoid_staircase,
    step_staircase,
    union_of_polygons,
)
from nnkit.data import LOGIC
from nnkit.layers import Activation, Linear
from nnkit.targets import TARGETS

STAIRCASES = (step_staircase, sigmoid_staircase)
EPS = (0.1, 0.03, 0.01)


class Known(NamedTuple):
    """A function with what holds for it: a Lipschitz constant off its jumps, and these."""

    f: Callable
    interval: tuple
    lipschitz: float
    jumps: tuple = ()


KNOWN = {name: Known(t.function, t.interval, t.lipschitz, t.jumps) for name, t in TARGETS.items()} | {
    "fast-sine": Known(lambda x: 2 * np.sin(6 * x), (-1, 1), 12),
    "line": Known(lambda x: 2 - x, (-1, 4), 1),
    "far-from-0": Known(lambda x: np.sin(5 * x), (1000, 1001), 5),
    "constant": Known(lambda x: np.full_like(x, 0.7), (0, 1), 0),
    "one-step": Known(lambda x: np.where(x < 0, -1.0, 2.0), (-1, 2), 0, (0,)),
    "saw": Known(lambda x: x - np.floor(x), (0, 2.9), 1, (1, 2)),
    "sine-and-step": Known(lambda x: np.sin(3 * x) + 5 * (x >= 0.5), (-1, 1), 3, (0.5,)),
}
CONTINUOUS = {name: known for name, known in KNOWN.items() if not known.jumps}


def edges(approximation):
    """Where the hidden units switch."""
    hidden = approximation.model[0]
    return -hidden.bias.data / hidden.weight.data[:, 0]


def places(approximation, interval):
    """Points of the interval: evenly, at the edges and their middles, and just beside the edges."""
    knots = np.unique(np.clip([*edges(approximation), *interval], *interval))
    middles = (knots[1:] + knots[:-1]) / 2
    besides = np.concatenate([np.nextafter(knots, -np.inf), np.nextafter(knots, np.inf), knots - 1e-9])
    x = np.concatenate([np.linspace(*interval, 2001), knots, middles, besides])
    return np.unique(np.clip(x, *interval))


def sup_error(approximation, known):
    x = places(approximation, known.interval)
    return np.abs(approximation(x) - known.f(x)).max()


def promised_units(known, eps):
    ends = [known.interval[0], *known.jumps, known.interval[1]]
    cells = sum(int((1 + 1e-9) * known.lipschitz * (b - a) / (2 * eps)) + 1 for a, b in pairwise(ends))
    return max(1, cells - 1)


# Staircases


@pytest.mark.parametrize("eps", EPS)
@pytest.mark.parametrize("name", KNOWN)
def test_step_staircase_keeps_its_promise(name, eps):
    known = KNOWN[name]
    stairs = step_staircase(known.f, known.interval, eps, known.lipschitz, known.jumps)
    assert sup_error(stairs, known) <= stairs.error_bound + 1e-13 < eps
    assert stairs.units == promised_units(known, eps) == stairs.model[0].out_features


@pytest.mark.parametrize("eps", EPS)
@pytest.mark.parametrize("name", CONTINUOUS)
def test_sigmoid_staircase_keeps_its_promise(name, eps):
    known = CONTINUOUS[name]
    stairs = sigmoid_staircase(known.f, known.interval, eps, known.lipschitz)
    assert sup_error(stairs, known) <= stairs.error_bound + 1e-13 < eps
    assert stairs.units == promised_units(known, eps) == stairs.model[0].out_features


@pytest.mark.parametrize("name", ["one-step", "steps", "constant"])
def test_steps_meet_steps_exactly(name):
    known = KNOWN[name]
    stairs = step_staircase(known.f, known.interval, 0.1, known.lipschitz, known.jumps)
    assert stairs.error_bound == 0
    assert sup_error(stairs, known) < 1e-15


@st.composite
def broken_lines(draw):
    """A random broken line, with a jump at each of its first corners."""
    seed, pieces, jumping = draw(st.integers(0, 2**32)), draw(st.integers(1, 6)), draw(st.integers(0, 3))
    rng = np.random.default_rng(seed)
    ends = np.cumsum(rng.uniform(0.05, 1, pieces + 1)) + rng.normal()
    slopes = rng.uniform(-4, 4, pieces)
    heights = rng.normal(size=pieces) * (np.arange(pieces) <= jumping)
    starts = np.cumsum(np.concatenate([[0], slopes[:-1] * np.diff(ends)[:-1]]) + heights)

    def f(x):
        piece = np.clip(np.searchsorted(ends, x, side="right") - 1, 0, pieces - 1)
        return starts[piece] + slopes[piece] * (x - ends[piece])

    return Known(f, (ends[0], ends[-1]), np.abs(slopes).max(), tuple(ends[1:-1][:jumping]))


@given(broken_lines(), st.floats(0.01, 3))
def test_staircases_keep_their_promise_for_broken_lines(known, eps):
    stairs = step_staircase(known.f, known.interval, eps, known.lipschitz, known.jumps)
    assert sup_error(stairs, known) <= stairs.error_bound + 1e-12 < eps + 1e-12
    assert stairs.units == promised_units(known, eps)
    if not known.jumps:
        soft = sigmoid_staircase(known.f, known.interval, eps, known.lipschitz)
        assert sup_error(soft, known) <= soft.error_bound + 1e-12 < eps + 1e-12
        assert soft.units == stairs.units


@pytest.mark.parametrize("staircase", STAIRCASES)
def test_the_bound_is_as_small_as_can_be(staircase):
    """A line of slope L is off by L h/2 at every edge."""
    known = CONTINUOUS["line"]
    stairs = staircase(known.f, known.interval, 0.1, 1)
    assert sup_error(stairs, known) == pytest.approx(stairs.error_bound, rel=1e-6)
    assert stairs.error_bound == pytest.approx(5 / 26 / 2)  # L (right - left) / (2 eps) = 25, so 26 cells
    assert stairs.units == 25


def test_staircase_by_hand():
    stairs = step_staircase(lambda x: 4 * x, (0, 1), 0.6, 4)  # 4 / 1.2 -> 4 cells
    np.testing.assert_allclose(edges(stairs), [1 / 4, 1 / 2, 3 / 4])
    np.testing.assert_allclose(
        stairs([-9, 0, 0.2, 0.25, 0.6, 0.75, 1, 9]), [0.5, 0.5, 0.5, 1.5, 2.5, 3.5, 3.5, 3.5]
    )
    assert (stairs.units, stairs.error_bound) == (3, 0.5)
    assert [type(layer) for layer in stairs.model] == [Linear, Activation, Linear]
    assert stairs.model[1].name == "step"


def test_sigmoids_by_hand():
    stairs = sigmoid_staircase(lambda x: 4 * x, (0, 1), 0.6, 4)
    np.testing.assert_allclose(stairs.model[0].weight.data, [[200]] * 3)  # 50 / (1/4)
    np.testing.assert_allclose(stairs([0, 0.25, 0.5, 0.75, 1]), [0.5, 1, 2, 3, 3.5])
    np.testing.assert_allclose(stairs(0.26), 0.5 + 1 / (1 + np.exp(-2)))
    assert stairs.model[1].name == "sigmoid"


def test_sigmoids_bound_by_hand():
    """(1 + 1e-9) L h / 2."""
    assert sigmoid_staircase(lambda x: 4 * x, (0, 1), 0.6, 4).error_bound == 0.5 * (1 + 1e-9)


@pytest.mark.parametrize("staircase", STAIRCASES)
def test_approximation_takes_any_shape(staircase):
    stairs = staircase(np.sin, (0, 1), 0.1, 1)
    x = np.linspace(0, 1, 6)
    np.testing.assert_allclose(stairs(x.reshape(2, 3)), stairs(x).reshape(2, 3), rtol=1e-14)
    assert stairs(0.5).shape == ()
    assert stairs([]).shape == (0,)
    np.testing.assert_array_equal(stairs.model(x[:, np.newaxis])[:, 0], stairs(x))
    np.testing.assert_array_equal(stairs(np.float32([0, 1])), stairs([0, 1]))


# Bumps


def test_bumps_height_and_steepness_unless_told():
    assert bump(1, 3)(2) == pytest.approx(1)
    np.testing.assert_array_equal(bump(1, 3).model[0].weight.data, [[50], [50]])


@pytest.mark.parametrize("steepness", [0.5, 4, 1000])
def test_sigmoid_bump_by_its_formula(steepness):
    x = np.linspace(-2, 6, 1001)
    soft = bump(1, 3, -2.5, steepness)
    sigmoid = (1 + np.tanh(steepness * (x[:, np.newaxis] - [1, 3]) / 2)) / 2
    np.testing.assert_allclose(soft(x), -2.5 * (sigmoid[:, 0] - sigmoid[:, 1]), atol=1e-12)
    assert soft.units == 2


@given(st.floats(0.1, 50), st.floats(0.1, 3), st.floats(-5, 5))
def test_sigmoid_bumps_error_is_its_bound_at_the_edges_and_shrinks_off_them(steepness, width, height):
    soft = bump(-1, width - 1, height, steepness)
    x = np.sort(np.concatenate([np.linspace(-3, width + 1, 999), edges(soft), edges(soft) - 1e-9]))
    error = np.abs(soft(x) - np.where((x >= -1) & (x < width - 1), height, 0.0))
    assert error.max() <= soft.error_bound + 1e-12
    assert error.max() == pytest.approx(soft.error_bound, rel=1e-6, abs=1e-9)
    distance = np.abs(x[:, np.newaxis] - edges(soft)).min(axis=1)
    assert (error <= 2 * abs(height) / (1 + np.exp(steepness * distance)) + 1e-12).all()


# Broken lines of ReLUs


def test_relu_interpolant_by_hand():
    tent = relu_interpolant([0, 1, 2], [1, 2, 0])
    assert (tent.units, tent.error_bound) == (2, 0)
    np.testing.assert_array_equal(edges(tent), [0, 1])
    np.testing.assert_array_equal(tent.model[2].weight.data, [[1, -3]])  # the changes of slope
    np.testing.assert_array_equal(tent.model[2].bias.data, [1])
    np.testing.assert_array_equal(tent([-5, 0, 0.5, 1, 1.5, 2, 3]), [1, 1, 1.5, 2, 1, 0, -2])
    assert tent.model[1].name == "relu"


@given(broken_lines(), st.integers(2, 20))
def test_relu_interpolant_is_the_broken_line(known, n):
    x = np.linspace(*known.interval, n)
    line = relu_interpolant(x, known.f(x))
    grid = np.linspace(*known.interval, 200)
    np.testing.assert_allclose(line(grid), np.interp(grid, x, known.f(x)), rtol=1e-9, atol=1e-9)
    assert line.units == n - 1


@pytest.mark.parametrize("eps", EPS)
@pytest.mark.parametrize("name", CONTINUOUS)
def test_relu_interpolant_keeps_its_promise(name, eps):
    known = CONTINUOUS[name]
    left, right = known.interval
    cells = int(known.lipschitz * (right - left) / (2 * eps)) + 1
    x = np.linspace(left, right, cells + 1)
    line = relu_interpolant(x, known.f(x), known.lipschitz)
    assert sup_error(line, known) <= line.error_bound + 1e-12 < eps
    assert line.units == cells


@pytest.mark.parametrize("name", ["tent", "ramp", "zigzag"])
def test_relu_interpolant_meets_a_broken_line_at_its_kinks_exactly(name):
    known, left, right = KNOWN[name], *KNOWN[name].interval
    corners = np.array([left, *TARGETS[name].kinks, right], float)
    line = relu_interpolant(corners, known.f(corners))
    assert sup_error(line, known) < 1e-14
    assert line.units == len(TARGETS[name].kinks) + 1


@given(st.floats(-1, 1), st.floats(1, 3), st.floats(0.1, 2))
def test_relu_bound_holds_for_the_steepest_function_and_is_reached(slope, lipschitz, width):
    """The largest f through both points goes up with L and then down with L."""
    x = np.array([0, width])
    for rise in (slope, 0):
        line = relu_interpolant(x, rise * x, lipschitz)
        t = np.sort([*np.linspace(0, width, 101), width * (1 + rise / lipschitz) / 2])
        worst = np.minimum(lipschitz * t, rise * width + lipschitz * (width - t)) - line(t)
        assert worst.max() <= line.error_bound + 1e-12
    assert worst.max() == pytest.approx(line.error_bound, abs=1e-12)


def test_relu_bounds_by_hand():
    assert relu_interpolant([0, 1], [0, 0], lipschitz=2).error_bound == 1
    assert relu_interpolant([0, 1, 3], [0, 0, 0], lipschitz=2).error_bound == 2  # the widest cell
    assert relu_interpolant([0, 1], [5, 5], lipschitz=0).error_bound == 0
    assert relu_interpolant([0, 1], [0, 0], lipschitz=1e300).error_bound == 5e299


def test_relu_curvature_bound_holds_and_a_parabola_reaches_it():
    x = np.array([-1, 0, 2.0])
    line = relu_interpolant(x, 3 * x**2, curvature=6)
    assert line.error_bound == 6 * 2**2 / 8  # the widest cell
    error = np.abs(line(np.linspace(-1, 2, 301)) - 3 * np.linspace(-1, 2, 301) ** 2)
    assert error.max() == pytest.approx(3, abs=1e-12)
    for eps in EPS:
        cells = int(2 * np.pi / np.sqrt(8 * eps)) + 1
        x = np.linspace(-np.pi, np.pi, cells + 1)
        line = relu_interpolant(x, np.sin(x), curvature=1)
        assert sup_error(line, KNOWN["sine"]) <= line.error_bound < eps


def test_relu_takes_the_lower_of_two_bounds():
    for width, bound in [(1, 1 / 8), (4, 2), (8, 4)]:
        assert relu_interpolant([0, width], [0, 0], lipschitz=1, curvature=1).error_bound == bound


def test_relu_curvature_by_hand():
    """Slopes 1 and -1 on cells of width 1 and 3 are a bend of 2 / 2: a parabola has so much at least."""
    assert relu_interpolant([0, 1, 4], [0, 1, -2], curvature=1).error_bound == 9 / 8
    x = np.linspace(0, 1, 7)
    assert relu_interpolant(x, 1e6 * x / 3, curvature=0).error_bound == 0  # its bends are rounding


# The plane

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@pytest.mark.parametrize("name", LOGIC)
def test_logic_gates(name):
    gate = logic_gate(name)
    np.testing.assert_array_equal(gate(CORNERS.astype(float))[:, 0], LOGIC[name])
    assert sum(isinstance(layer, Linear) for layer in gate) == (2 if name == "xor" else 1)
    # As far from a mistake as can be: inputs may be off by less than 1/4.
    for shift in ([0.24, 0.24], [-0.24, 0.24], [-0.24, -0.24]):
        np.testing.assert_array_equal(gate(CORNERS + np.array(shift))[:, 0], LOGIC[name])


def test_half_plane_by_hand():
    half = half_plane([3, 4], -5)
    np.testing.assert_array_equal(half([[1, 1], [1, 0.5], [0, 1], [3, 0]]), [[1], [1], [0], [1]])
    assert half_plane([0, 1, 0])([[5, -1, 5], [5, 0, 5]]).tolist() == [[0], [1]]
    np.testing.assert_array_equal(half_plane(np.float32([3, 4]), -5)([[1.0, 1.0]]), [[1]])


def regular(n, radius=1.0, centre=(0.0, 0.0), turn=0.1):
    angle = 2 * np.pi * np.arange(n) / n + turn
    return radius * np.column_stack([np.cos(angle), np.sin(angle)]) + centre


POLYGONS = {
    "triangle": [(0, 0), (3, 0), (1, 2)],
    "square": [(0, 0), (1, 0), (1, 1), (0, 1)],
    "hexagon": regular(6),
    "many-sides": regular(40, centre=(3, -2)),
    "thin": [(0, 0), (10, 0.01), (10, 0.02)],
    "tiny": regular(5, 1e-100),
    "large": regular(5, 1e100),
    "far-from-0": regular(5, 1.0, (1e6, -1e6)),
}


def inside(x, vertices):
    """By the even-odd rule: how often does a ray to the right cross the sides?"""
    crossings = np.zeros(len(x), dtype=int)
    for (ax, ay), (bx, by) in zip(vertices, np.roll(vertices, -1, axis=0), strict=True):
        meets = (ay > x[:, 1]) != (by > x[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            crossings += meets & (x[:, 0] < ax + (x[:, 1] - ay) * (bx - ax) / (by - ay))
    return crossings % 2 == 1


def distance(x, vertices):
    """To the nearest side."""
    nearest = np.full(len(x), np.inf)
    for a, b in zip(vertices, np.roll(vertices, -1, axis=0), strict=True):
        length = np.hypot(*(b - a))
        along = (b - a) / length
        t = np.clip((x - a) @ along, 0, length)
        nearest = np.minimum(nearest, np.hypot(*(x - a - np.outer(t, along)).T))
    return nearest


def grid_around(*polygons):
    """Points in and around the polygons, some on the lines of their sides, none within 1e-6 of a side."""
    low, high = (
        np.min([p.min(axis=0) for p in polygons], axis=0),
        np.max([p.max(axis=0) for p in polygons], axis=0),
    )
    size = (high - low).max()
    axes = [np.linspace(a - 0.3 * size, b + 0.3 * size, 81) for a, b in zip(low, high, strict=True)]
    x = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    return x[np.min([distance(x, p) for p in polygons], axis=0) > 1e-6 * size]


@pytest.mark.parametrize("direction", [1, -1], ids=["as-given", "reversed"])
@pytest.mark.parametrize("name", POLYGONS)
def test_convex_polygon_is_exact_off_its_sides(name, direction):
    vertices = np.array(POLYGONS[name], float)[::direction]
    x = grid_around(vertices)
    expected = inside(x, vertices)
    network = convex_polygon(vertices)
    np.testing.assert_array_equal(network(x)[:, 0], expected)
    assert set(expected) == {0, 1}
    assert [layer.weight.shape for layer in network if isinstance(layer, Linear)] == [
        (len(vertices), 2),
        (1, len(vertices)),
    ]


@pytest.mark.parametrize("start", range(4))
def test_any_vertex_may_be_the_first(start):
    vertices = np.roll(POLYGONS["square"], start, axis=0)
    np.testing.assert_array_equal(
        convex_polygon(vertices)([[0.5, 0.5], [1.5, 0.5], [0.5, -0.5]]), [[1], [0], [0]]
    )


UNIONS = {
    "one": [POLYGONS["triangle"]],
    "apart": [regular(3), regular(5, 2, (6, 1))],
    "overlapping": [regular(4), regular(3, 1, (0.5, 0.5)), regular(7, 0.3, (-1, 0))],
    "star": [regular(3), regular(3, turn=0.1 + np.pi / 3)],
    "L-shape": [[(0, 0), (2, 0), (2, 1), (0, 1)], [(0, 2), (1, 2), (1, 0.5), (0, 0.5)]],
}


@pytest.mark.parametrize("name", UNIONS)
def test_union_of_polygons_is_exact_off_their_sides(name):
    polygons = [np.array(vertices, float) for vertices in UNIONS[name]]
    x = grid_around(*polygons)
    network = union_of_polygons(UNIONS[name])
    expected = np.any([inside(x, vertices) for vertices in polygons], axis=0)
    np.testing.assert_array_equal(network(x)[:, 0], expected)
    assert set(expected) == {0, 1}
    sides = sum(map(len, polygons))
    shapes = [layer.weight.shape for layer in network if isinstance(layer, Linear)]
    assert shapes == [(sides, 2), (len(polygons), sides), (1, len(polygons))]


# What is refused

L = CONTINUOUS["line"].f
CONVEX = "vertices must be the corners of a convex polygon in the order in which they are met, none twice"
PENTAGRAM = regular(5)[[0, 2, 4, 1, 3]]
BAD = {
    "eps-0": (lambda: step_staircase(L, (0, 1), 0, 1), ValueError, "eps must be a positive number, got 0"),
    "lipschitz-negative": (
        lambda: step_staircase(L, (0, 1), 1, -1),
        ValueError,
        "lipschitz must be a number in [0, inf)",
    ),
    "lipschitz-too-small": (
        lambda: step_staircase(lambda x: 3 * x, (0, 1), 0.1, 1),
        ValueError,
        "f changes by 0.5 near x = 0.166667, faster than lipschitz=1 allows: give the larger one",
    ),
    "jump-untold": (
        lambda: sigmoid_staircase(np.sign, (-1, 2), 0.1, 1),
        ValueError,
        "or a step_staircase its jumps=[...]",
    ),
    "interval-reversed": (
        lambda: step_staircase(L, (1, 0), 0.1, 1),
        ValueError,
        "interval must have shape (2,) and each left end below the right one, got (1, 0)",
    ),
    "interval-point": (
        lambda: step_staircase(L, (1, 1), 0.1, 1),
        ValueError,
        "interval must have shape (2,) and each left",
    ),
    "interval-three": (
        lambda: step_staircase(L, (0, 1, 2), 0.1, 1),
        ValueError,
        "interval must have shape (2,) and each left",
    ),
    "interval-nan": (lambda: step_staircase(L, (0, np.nan), 0.1, 1), ValueError, "interval must be finite"),
    "jumps-disordered": (
        lambda: step_staircase(L, (0, 9), 0.1, 1, [2, 1]),
        ValueError,
        "the interval with its jumps must hold at least 2 numbers in ascending order, got [0. 2. 1. 9.]",
    ),
    "jumps-at-the-end": (
        lambda: step_staircase(L, (0, 9), 0.1, 1, [9]),
        ValueError,
        "in ascending order, got [0. 9. 9.]",
    ),
    "too-many-units": (
        lambda: step_staircase(L, (0, 1), 1e-7, 1),
        ValueError,
        "eps=1e-07 takes 5e+06 units, over a million",
    ),
    "far-too-many-units": (
        lambda: step_staircase(L, (0, 1), 5e-324, 1e300),
        ValueError,
        "takes inf units, over a million",
    ),
    "jumps-in-a-table": (
        lambda: step_staircase(L, (0, 9), 0.1, 1, [[1, 2]]),
        ValueError,
        "jumps must have shape (n,), got shape (1, 2)",
    ),
    "f-no-function": (
        lambda: step_staircase(3, (0, 1), 0.1, 1),
        TypeError,
        "f must be a function, got 3",
    ),
    "f-one-value": (
        lambda: step_staircase(lambda x: 0.0, (0, 1), 0.1, 1),
        ValueError,
        "x has shape (6,), but f(x) has shape (): np.vectorize(f) may help",
    ),
    "f-of-one-number": (
        lambda: step_staircase(lambda x: 1 if x > 0 else 0, (0, 1), 0.1, 1),
        TypeError,
        "f must take an array x (N,), but: The truth value of an array",
    ),
    "f-of-math": (lambda: step_staircase(math.sin, (0, 1), 0.1, 1), TypeError, "np.vectorize(f) may help"),
    "f-nan": (
        lambda: step_staircase(lambda x: x * np.nan, (0, 1), 0.1, 1),
        ValueError,
        "f(x) must be finite, got nan at f(x)[0]",
    ),
    "x-nan": (lambda: bump(0, 1)(np.nan), ValueError, "x must be finite, got nan"),
    "bump-reversed": (
        lambda: bump(1, 0),
        ValueError,
        "[left, right] must have shape (2,) and each left end below the right one, got [1, 0]",
    ),
    "bump-height": (lambda: bump(0, 1, [1, 2]), ValueError, "height must be a finite number, got [1, 2]"),
    "bump-steepness": (lambda: bump(0, 1, 1, -3), ValueError, "steepness must be a positive number, got -3"),
    "relu-shapes": (
        lambda: relu_interpolant([0, 1], [0, 1, 2]),
        ValueError,
        "x has shape (2,), but y has shape (3,): they must be equal",
    ),
    "relu-one-point": (
        lambda: relu_interpolant([0], [0]),
        ValueError,
        "x must hold at least 2 numbers in ascending order, got [0.]",
    ),
    "relu-plane": (
        lambda: relu_interpolant(np.eye(2), np.eye(2)),
        ValueError,
        "x must hold at least 2 numbers",
    ),
    "relu-disordered": (
        lambda: relu_interpolant([0, 2, 1], [0, 0, 0]),
        ValueError,
        "in ascending order, got [0. 2. 1.]",
    ),
    "relu-repeated": (
        lambda: relu_interpolant([0, 1, 1], [0, 0, 0]),
        ValueError,
        "in ascending order, got [0. 1. 1.]",
    ),
    "relu-too-steep": (
        lambda: relu_interpolant([0, 1], [0, -3], 2),
        ValueError,
        "the points have a slope of 3, beyond lipschitz=2",
    ),
    "relu-too-bent": (
        lambda: relu_interpolant([0, 1, 4], [0, 1, -2], curvature=0.9),
        ValueError,
        "the points have a bend of 1, beyond curvature=0.9",
    ),
    "relu-nan": (
        lambda: relu_interpolant([0, 1], [0, np.nan]),
        ValueError,
        "y must be finite, got nan at y[1]",
    ),
    "half-plane-of-0": (lambda: half_plane([0, 0], 1), ValueError, "all weights are 0"),
    "half-plane-shape": (lambda: half_plane([[1, 2]]), ValueError, "weight must have shape (in_features,)"),
    "gate": (
        lambda: logic_gate("nxor"),
        ValueError,
        "unknown logic gate 'nxor': choose one of 'and', 'or', 'nand', 'nor', 'xor'",
    ),
    "two-vertices": (
        lambda: convex_polygon([(0, 0), (1, 1)]),
        ValueError,
        "must have shape (V, 2) with V >= 3, got shape (2, 2)",
    ),
    "vertices-in-space": (lambda: convex_polygon(np.eye(3)), ValueError, "got shape (3, 3)"),
    "vertices-nan": (
        lambda: convex_polygon([(0, 0), (1, 0), (0, np.nan)]),
        ValueError,
        "vertices must be finite, got nan at vertices[2, 1]",
    ),
    "closed": (
        lambda: convex_polygon([(0, 0), (1, 0), (0, 1), (0, 0)]),
        ValueError,
        CONVEX,
    ),
    "repeated": (
        lambda: convex_polygon([(0, 0), (1, 0), (1, 0), (0, 1)]),
        ValueError,
        CONVEX,
    ),
    "in-line": (
        lambda: convex_polygon([(0, 0), (1, 0), (2, 0), (0, 1)]),
        ValueError,
        CONVEX,
    ),
    "spike": (lambda: convex_polygon([(0, 0), (2, 0), (1, 0), (1, 1)]), ValueError, CONVEX),
    "not-convex": (
        lambda: convex_polygon([(0, 0), (4, 0), (1, 1), (0, 4)]),
        ValueError,
        CONVEX,
    ),
    "not-convex-clockwise": (
        lambda: convex_polygon([(0, 4), (1, 1), (4, 0), (0, 0)]),
        ValueError,
        CONVEX,
    ),
    "crossing": (lambda: convex_polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), ValueError, CONVEX),
    "pentagram": (lambda: convex_polygon(PENTAGRAM), ValueError, CONVEX),
    "no-polygons": (lambda: union_of_polygons([]), ValueError, "at least one array of vertices, got []"),
    "one-polygon-bare": (lambda: union_of_polygons(regular(3)), ValueError, "polygons must be a list of"),
    "second-polygon": (
        lambda: union_of_polygons([regular(3), PENTAGRAM]),
        ValueError,
        "polygons[1] must be the corners of a convex polygon",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)


def test_a_hair_off_the_line_is_no_longer_in_line():
    assert convex_polygon([(0, 0), (1, -1e-11), (2, 0), (0, 1)])([[1, 0.1]]) == 1
