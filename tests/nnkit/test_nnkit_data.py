"""Data sets: the promised margin, shares, spread, shapes and tables."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals

from nnkit.data import (
    IMAGE_KINDS,
    blobs,
    checkerboard,
    circles,
    images,
    inside_polygon,
    linearly_separable,
    logic,
    moons,
    polygon,
    spirals,
)
from nnkit.neuron import Neuron

SEEDS = st.integers(0, 2**32 - 1)
SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]]
ELL = [[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [2.0, 2.0], [2.0, 4.0], [0.0, 4.0]]  # not convex
STAR = [[np.cos(angle), np.sin(angle)] for angle in np.arange(5) * 4 * np.pi / 5]  # crosses itself
TRIANGLE = [[-1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
SETS = {
    "separable": (linearly_separable, 2),
    "blobs": (blobs, 2),
    "three-blobs": (partial(blobs, centers=TRIANGLE), 3),
    "moons": (moons, 2),
    "circles": (circles, 2),
    "spirals": (spirals, 2),
    "three-spirals": (partial(spirals, arms=3), 3),
    "checkerboard": (checkerboard, 2),
    "odd-checkerboard": (partial(checkerboard, squares=3), 2),
    "polygon": (partial(polygon, vertices=ELL), 2),
    "images": (images, 4),
}
MAKERS = pytest.mark.parametrize(("make", "labels"), SETS.values(), ids=SETS)


@given(SEEDS, st.integers(1, 50), st.floats(0.01, 5), st.floats(0, 6.28), st.floats(-5, 5))
def test_margin_is_kept_on_the_labels_side(seed, n, margin, angle, bias):
    weight = 2 * np.array([np.cos(angle), np.sin(angle)])
    x, target = linearly_separable(n, np.random.default_rng(seed), margin, weight, bias)
    distance = Neuron(weight, bias).distance(x) * (2 * target - 1)
    assert (distance >= margin - 1e-12).all()
    assert (distance <= margin + 3 + 1e-12).all()


@MAKERS
@given(SEEDS, st.integers(1, 30))
def test_shapes_and_equal_shares(make, labels, seed, n):
    x, target = make(n, np.random.default_rng(seed))
    assert x.shape == ((n, 1, 8, 8) if make is images else (n, 2))
    assert x.dtype == np.float64
    assert target.dtype == np.int64
    assert np.bincount(target, minlength=labels).tolist() == [-(-(n - k) // labels) for k in range(labels)]


@MAKERS
def test_the_generator_fixes_the_points(make, labels):
    first, again, other = (make(20, np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@MAKERS
def test_labels_come_in_random_order(make, labels):
    _, target = make(100, np.random.default_rng(0))
    changes = (np.diff(target) != 0).sum() / 99  # 1 if they alternated, nearly 0 if they were sorted
    assert abs(changes - (1 - 1 / labels)) < 0.2


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


def test_two_blobs_are_the_points_that_they_were():
    """Figures and tests were made with these."""
    x, target = blobs(3, np.random.default_rng(0))
    assert target.tolist() == [0, 0, 1]
    np.testing.assert_allclose(x[0], [-0.359577349557, -0.895099882847])


def test_moons_are_two_half_circles():
    x, target = moons(4000, np.random.default_rng(0), noise=0)
    upper, lower = x[target == 0], x[target == 1] - [1, 0.5]
    for half, sign in ((upper, 1), (lower, -1)):
        np.testing.assert_allclose(np.hypot(*half.T), 1)
        assert (sign * half[:, 1] >= 0).all()
        np.testing.assert_allclose(half.mean(axis=0), [0, sign * 2 / np.pi], atol=0.05)  # evenly


def test_circles_have_their_radii():
    for factor in (0.0, 0.3):
        x, target = circles(2000, np.random.default_rng(0), noise=0, factor=factor)
        np.testing.assert_allclose(np.hypot(*x.T), np.where(target == 1, factor, 1))
        np.testing.assert_allclose(x[target == 0].mean(axis=0), 0, atol=0.08)  # all around
    assert np.hypot(*circles(99, np.random.default_rng(0), noise=0)[0].T).min() == pytest.approx(0.5)


@pytest.mark.parametrize(("turns", "arms"), [(1.0, 2), (0.5, 2), (2.25, 5)])
def test_spirals_wind_as_often_as_they_should(turns, arms):
    x, target = spirals(3000, np.random.default_rng(0), noise=0, turns=turns, arms=arms)
    radius, angle = np.hypot(*x.T), np.arctan2(x[:, 1], x[:, 0])
    excess = angle / (2 * np.pi) - turns * radius - target / arms
    np.testing.assert_allclose(excess, np.round(excess), atol=1e-12)
    assert 0.1 <= radius.min() < 0.12
    assert 0.999 < radius.max() <= 1
    np.testing.assert_allclose((radius**2).mean(), (1 + 0.01) / 2, atol=0.02)  # as dense outside as inside


def test_spirals_defaults_are_the_documented_ones():
    x, _ = spirals(50, np.random.default_rng(0))
    same, _ = spirals(50, np.random.default_rng(0), noise=0.02, turns=1.0, arms=2)
    np.testing.assert_array_equal(x, same)


@pytest.mark.parametrize(("make", "default"), [(moons, 0.1), (circles, 0.1), (spirals, 0.02)])
def test_noise_has_its_standard_deviation(make, default):
    exact, noisy, usual = (
        make(20_000, np.random.default_rng(3), **options)[0] for options in ({"noise": 0}, {"noise": 0.5}, {})
    )
    np.testing.assert_allclose((noisy - exact).std(axis=0), 0.5, rtol=0.03)
    np.testing.assert_allclose((noisy - exact).mean(axis=0), 0, atol=0.02)
    np.testing.assert_allclose((usual - exact).std(axis=0), default, rtol=0.03)


@given(SEEDS, st.integers(2, 6))
def test_checkerboard_squares_have_their_colours(seed, squares):
    x, target = checkerboard(40, np.random.default_rng(seed), squares)
    place = (x + 1) * squares / 2
    assert ((place >= 0) & (place <= squares)).all()
    square = np.floor(np.clip(place, 0, squares - 1e-9))
    np.testing.assert_array_equal(square.sum(axis=1) % 2, target)


def test_checkerboard_fills_all_its_squares():
    x, target = checkerboard(3000, np.random.default_rng(0), squares=3)
    counts, *_ = np.histogram2d(*x[target == 0].T, bins=3, range=[[-1, 1]] * 2)
    np.testing.assert_allclose(counts[[0, 0, 1, 2, 2], [0, 2, 1, 0, 2]], 300, rtol=0.2)
    usual, _ = checkerboard(9, np.random.default_rng(0))
    np.testing.assert_array_equal(usual, checkerboard(9, np.random.default_rng(0), squares=4)[0])


INSIDE = [
    pytest.param(SQUARE, [[2, 2], [5, 2], [-1, 2], [2, 5], [2, -1]], [1, 0, 0, 0, 0], id="square"),
    pytest.param(ELL, [[1, 3], [3, 1], [1, 1], [3, 3], [5, 1]], [1, 1, 1, 0, 0], id="not-convex"),
    pytest.param(ELL, [[1, 2], [-1, 2], [-1, 0], [-1, 4], [5, 2]], [1, 0, 0, 0, 0], id="level-with-a-corner"),
    pytest.param(STAR, [[0, 0], [0.8, 0.0], [0, 0.3], [0.8, 0.5]], [0, 1, 0, 0], id="star-has-a-hole"),
    pytest.param(TRIANGLE, [[0, 0.5], [0.6, 0.5], [-0.6, 0.5]], [1, 0, 0], id="slanted"),
]


@pytest.mark.parametrize(("vertices", "x", "expected"), INSIDE)
def test_inside_polygon_hand_worked(vertices, x, expected):
    for order in (vertices, vertices[::-1], vertices[2:] + vertices[:2]):
        labels = inside_polygon(x, order)
        assert labels.tolist() == expected
        assert labels.dtype == np.int64
    assert inside_polygon(np.empty((0, 2)), vertices).shape == (0,)


@given(st.integers(3, 8), st.floats(0, 6.28), st.floats(0.1, 10), SEEDS)
def test_inside_a_convex_polygon_is_inside_all_its_half_planes(sides, angle, size, seed):
    corners = angle + 2 * np.pi * np.arange(sides) / sides
    vertices = size * np.column_stack([np.cos(corners), np.sin(corners)])
    x = np.random.default_rng(seed).uniform(-size, size, (20, 2))
    middles = corners + np.pi / sides
    reach = x @ [np.cos(middles), np.sin(middles)]  # (N, sides)
    expected = (reach < size * np.cos(np.pi / sides)).all(axis=1)
    np.testing.assert_array_equal(inside_polygon(x, vertices), expected)


@pytest.mark.parametrize("vertices", [SQUARE, ELL, STAR, TRIANGLE], ids=["square", "ell", "star", "triangle"])
def test_polygon_points_lie_on_their_labels_side(vertices):
    x, target = polygon(300, np.random.default_rng(0), vertices)
    np.testing.assert_array_equal(inside_polygon(x, vertices), target)


def test_polygon_points_spread_evenly():
    x, target = polygon(20_000, np.random.default_rng(0), SQUARE)
    inside, outside = x[target == 1], x[target == 0]
    np.testing.assert_allclose(inside.mean(axis=0), 2, atol=0.05)
    np.testing.assert_allclose(inside.std(axis=0), 4 / np.sqrt(12), rtol=0.02)
    np.testing.assert_allclose([outside.min(axis=0), outside.max(axis=0)], [[-2, -2], [6, 6]], atol=0.01)
    x, target = polygon(1000, np.random.default_rng(0), np.multiply(SQUARE, [1, 0.5]))
    np.testing.assert_allclose(x[target == 0].max(axis=0), [6, 3], atol=0.05)


def test_a_corner_given_twice_changes_nothing():
    x, target = polygon(50, np.random.default_rng(0), [*SQUARE, SQUARE[-1]])
    np.testing.assert_array_equal(target, inside_polygon(x, SQUARE))


@pytest.mark.parametrize("size", [4, 5, 8, 13])
def test_images_show_one_shape_each(size):
    x, target = images(400, np.random.default_rng(0), size=size, noise=0)
    arm, bar = size // 4, 2 * (size // 4) + 1
    assert x.shape == (400, 1, size, size)
    assert set(np.unique(x)) == {0, 1}
    for image, label in zip(x[:, 0], target, strict=True):
        rows, columns = image.sum(axis=1), image.sum(axis=0)
        longest = {"horizontal bar": (bar, 1), "vertical bar": (1, bar), "cross": (bar, bar)}
        assert (rows.max(), columns.max()) == longest.get(IMAGE_KINDS[label], (arm + 1, arm + 1))
        pixels = {"cross": 4 * arm + 1}.get(IMAGE_KINDS[label], 2 * arm + 1)
        assert image.sum() == pixels
        row, column = rows.argmax(), columns.argmax()
        assert image[row, column] == 1
        if IMAGE_KINDS[label] == "cross":
            assert image[row - arm : row + arm + 1, column].all()
            assert image[row, column - arm : column + arm + 1].all()


def test_images_lie_everywhere_and_corners_turn_every_way():
    x, target = images(4000, np.random.default_rng(0), size=4, noise=0)
    for label in range(4):
        shapes = {image.tobytes() for image in x[target == label]}
        assert len(shapes) == (16 if IMAGE_KINDS[label] == "corner" else 4)  # 2 x 2 places; 4 ways to turn


def test_image_noise_has_its_standard_deviation():
    exact, noisy, usual = (
        images(500, np.random.default_rng(3), **options)[0] for options in ({"noise": 0}, {"noise": 0.5}, {})
    )
    assert (noisy - exact).std() == pytest.approx(0.5, rel=0.02)
    assert (usual - exact).std() == pytest.approx(0.1, rel=0.02)


RNG = np.random.default_rng(0)
BAD = {
    f"{name}-{case}": (partial(make, *arguments), error, words)
    for name, (make, _) in SETS.items()
    for case, arguments, error, words in [
        ("n-zero", (0, RNG), ValueError, "n must be a whole number of at least 1, got 0"),
        ("n-half", (2.5, RNG), ValueError, "n must be a whole number of at least 1, got 2.5"),
        ("seed", (5, 0), TypeError, "rng must be a NumPy generator such as np.random.default_rng(0), got 0"),
    ]
} | {
    "margin": (lambda: linearly_separable(5, RNG, margin=0), ValueError, "margin must be a positive number"),
    "weight": (lambda: linearly_separable(5, RNG, weight=[1]), ValueError, "weight has shape (1,)"),
    "weight-zero": (lambda: linearly_separable(5, RNG, weight=[0, 0]), ValueError, "all weights are 0"),
    "std": (lambda: blobs(5, RNG, std=0), ValueError, "std must be a positive number, got 0"),
    "centers-shape": (lambda: blobs(5, RNG, np.ones(2)), ValueError, "centers must have shape (K, 2)"),
    "centers-space": (lambda: blobs(5, RNG, np.ones((2, 3))), ValueError, "got shape (2, 3)"),
    "one-center": (lambda: blobs(5, RNG, np.ones((1, 2))), ValueError, "one row for each of K >= 2 labels"),
    "centers-nan": (lambda: blobs(5, RNG, [[0, 0], [1, np.nan]]), ValueError, "centers must be finite"),
    "table": (lambda: logic("nxor"), ValueError, "unknown logic table 'nxor': choose one of 'and', 'or'"),
    "noise-of-moons": (lambda: moons(5, RNG, -1), ValueError, "noise must be a number in [0, inf), got -1"),
    "noise-of-circles": (lambda: circles(5, RNG, np.nan), ValueError, "noise must be a number in [0, inf)"),
    "noise-of-spirals": (lambda: spirals(5, RNG, "no"), ValueError, "[0, inf), got 'no'"),
    "noise-of-images": (lambda: images(5, RNG, noise=-1), ValueError, "noise must be a number in [0, inf)"),
    "factor": (lambda: circles(5, RNG, factor=1), ValueError, "factor must be a number in [0, 1), got 1"),
    "turns": (lambda: spirals(5, RNG, turns=0), ValueError, "turns must be a positive number, got 0"),
    "arms": (lambda: spirals(5, RNG, arms=1), ValueError, "arms must be a whole number of at least 2, got 1"),
    "squares": (lambda: checkerboard(5, RNG, 1), ValueError, "squares must be a whole number of at least 2"),
    "two-vertices": (
        lambda: polygon(5, RNG, SQUARE[:2]),
        ValueError,
        "V >= 3, got shape (2, 2)",
    ),
    "vertices-in-space": (lambda: polygon(5, RNG, np.eye(3)), ValueError, "got shape (3, 3)"),
    "vertices-flat": (lambda: polygon(5, RNG, [1.0, 2.0, 3.0]), ValueError, "got shape (3,)"),
    "vertices-nan": (
        lambda: polygon(5, RNG, [[0, 0], [1, 0], [0, np.inf]]),
        ValueError,
        "vertices must be",
    ),
    "flat-polygon": (lambda: polygon(5, RNG, [[0, 0], [1, 1], [2, 2]]), ValueError, "no points found inside"),
    "points": (
        lambda: inside_polygon([1, 2], SQUARE),
        ValueError,
        "each vertex has shape (2,): x must have shape (N, 2)",
    ),
    "points-in-space": (
        lambda: inside_polygon(np.ones((2, 3)), SQUARE),
        ValueError,
        "x has shape (2, 3), but each",
    ),
    "points-nan": (lambda: inside_polygon([[1, np.nan]], SQUARE), ValueError, "x must be finite, got nan"),
    "image-size": (lambda: images(5, RNG, size=3), ValueError, "size must be a whole number of at least 4"),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
