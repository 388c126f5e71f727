"""Small data sets, all drawn from a generator: labelled points in the plane, and images of bars and crosses.

Points are x (n, 2) of float64, labels target (n,) of int64, from 0 on. Every label comes up equally often,
give or take one, in random order. Randomness is an argument, `rng`: the same generator state gives the same
data; something else than a Generator is a TypeError. n below 1 and numbers out of range are a ValueError.

Chapter: Binary classification and arbitrary boundaries. Source: Pedregosa et al., scikit-learn (2011), for
moons, circles and blobs; Karpathy, ConvNetJS (2014), for spirals; the rest is this course's own.
"""

import numpy as np

from nnkit._checks import (
    finite_array,
    generator,
    length,
    number_between,
    one_of,
    parameters,
    points,
    polygon_vertices,
    positive_number,
    two_inputs,
    whole_number,
)

LOGIC = {
    "and": [0, 0, 0, 1],
    "or": [0, 1, 1, 1],
    "nand": [1, 1, 1, 0],
    "nor": [1, 0, 0, 0],
    "xor": [0, 1, 1, 0],
}
"""name -> the labels of 00, 01, 10 and 11, for `logic`.

Chapter: A single neuron.
"""

IMAGE_KINDS = ("horizontal bar", "vertical bar", "cross", "corner")
"""What the labels 0, 1, 2 and 3 of `images` stand for.

Chapter: Convolutional networks.
"""


def linearly_separable(n, rng, margin=0.5, weight=(1.0, 1.0), bias=0.0):
    """n points at least `margin` away from the line w·x + b = 0; those with z > 0 have label 1.

    weight (2,), not all 0; bias a number; margin > 0. Along the line and away from it the points spread over
    [-3, 3] and [margin, margin + 3]. Else: ValueError.

    Chapter: A single neuron.
    """
    weight, bias = parameters(weight, bias)
    norm = length(two_inputs(weight))
    across, along = weight / norm, np.array([-weight[1], weight[0]]) / norm
    target = _balanced_labels(n, rng)
    distance = (2 * target - 1) * rng.uniform(positive_number(margin, "margin"), margin + 3, size=n)
    x = np.outer(distance - bias / norm, across) + np.outer(rng.uniform(-3, 3, size=n), along)  # (n, 2)
    return x, target


def blobs(n, rng, centers=((-1.0, -1.0), (1.0, 1.0)), std=1.0):
    """n points, each normal around its label's row of `centers` (K, 2), with standard deviation `std` > 0.

    With two centers, the probability of label 1 given x is exactly a logistic neuron's, and the boundary of
    the Gaussian generative model is a line. Fewer than two centers, another shape, NaN: ValueError.

    Chapter: Gaussian generative models and decision boundaries. Source: Bishop (2006), §4.2.1.
    """
    centers = finite_array(centers, "centers")
    if centers.ndim != 2 or len(centers) < 2 or centers.shape[1] != 2:
        raise ValueError(
            f"centers must have shape (K, 2), one row for each of K >= 2 labels, got shape {centers.shape}"
        )
    target = _balanced_labels(n, rng, len(centers))
    x = centers[target] + positive_number(std, "std") * rng.standard_normal((n, 2))
    return x, target


def logic(name):
    """The truth table of "and", "or", "nand", "nor" or "xor": x (4, 2) = 00, 01, 10, 11 and target (4,).

    Another name: ValueError.

    Chapter: A single neuron.
    """
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array(LOGIC[one_of(name, LOGIC, "logic table")])


def moons(n, rng, noise=0.1):
    """Two half circles of radius 1 that reach into each other: label 0 above, label 1 below and to the right.

    Their centres are (0, 0) and (1, 0.5); noise >= 0 is the standard deviation of what is added.

    Chapter: Binary classification and arbitrary boundaries.
    """
    target = _balanced_labels(n, rng)
    x = _polar(1, np.pi * (rng.uniform(size=n) - target)) + np.outer(target, [1.0, 0.5])
    return x + _noise(noise, x.shape, rng), target


def circles(n, rng, noise=0.1, factor=0.5):
    """Two circles around the origin: label 0 on that of radius 1, label 1 on that of radius `factor`, 0 to 1.

    noise >= 0 is the standard deviation of what is added.

    Chapter: Binary classification and arbitrary boundaries.
    """
    target = _balanced_labels(n, rng)
    radius = np.where(target, number_between(factor, 0, 1, "factor"), 1.0)
    x = _polar(radius, rng.uniform(0, 2 * np.pi, size=n))
    return x + _noise(noise, x.shape, rng), target


def spirals(n, rng, noise=0.02, turns=1.0, arms=2):
    """Spirals that wind around each other `turns` > 0 times, out to radius 1: one arm for each label.

    arms: a whole number from 2 on; noise >= 0 is the standard deviation of what is added. Points are as dense
    outside as inside, and the arms begin at radius 0.1.

    Chapter: Binary classification and arbitrary boundaries.
    """
    target = _balanced_labels(n, rng, whole_number(arms, "arms", least=2))
    radius = np.sqrt(rng.uniform(0.01, 1, size=n))
    x = _polar(radius, 2 * np.pi * (positive_number(turns, "turns") * radius + target / arms))
    return x + _noise(noise, x.shape, rng), target


def checkerboard(n, rng, squares=4):
    """Points of a board of squares x squares over [-1, 1] x [-1, 1], with label 0 in the lower left corner.

    squares: a whole number from 2 on. Else: ValueError.

    Chapter: Binary classification and arbitrary boundaries.
    """
    target = _balanced_labels(n, rng)
    board = np.indices((whole_number(squares, "squares", least=2),) * 2).reshape(2, -1).T  # (squares^2, 2)
    coloured = [board[board.sum(axis=1) % 2 == label] for label in (0, 1)]
    white, black = (colour[rng.integers(len(colour), size=n)] for colour in coloured)  # (n, 2) each
    x = np.where(target[:, np.newaxis], black, white) + rng.uniform(size=(n, 2))
    return 2 * x / squares - 1, target


def polygon(n, rng, vertices):
    """Points in and around a polygon, with label 1 inside, by `inside_polygon`.

    vertices (V, 2), V >= 3, in order; the polygon need not be convex. The points spread evenly over the
    inside, and over the rest of a rectangle that reaches half the polygon's size beyond it on each side.
    Where no points are found inside: ValueError.

    Chapter: Binary classification and arbitrary boundaries.
    """
    target, vertices = _balanced_labels(n, rng), polygon_vertices(vertices, "vertices")
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    x, missing = np.empty((n, 2)), np.ones(n, dtype=bool)
    for _ in range(1000):
        drawn = low + (high - low) * rng.uniform(-0.5, 1.5, size=(n, 2))
        fits = missing & (inside_polygon(drawn, vertices) == target)
        x[fits], missing = drawn[fits], missing & ~fits
        if not missing.any():
            return x, target
    raise ValueError("no points found inside the polygon: give vertices that enclose more of their rectangle")


def inside_polygon(x, vertices):
    """1 for points inside the polygon, else 0, by the even-odd rule: x (N, 2), vertices (V, 2) -> (N,) int64.

    A point is inside if the ray from it to the right crosses the edges an odd number of times; so what a
    polygon that crosses itself encloses twice is outside. Other shapes, V < 3, NaN: ValueError.

    Chapter: Binary classification and arbitrary boundaries.
    """
    a = polygon_vertices(vertices, "vertices")
    x = points(x, a[0], ndims=(2,), name="each vertex")
    b, x1, x2 = np.roll(a, -1, axis=0), x[:, :1], x[:, 1:]  # edges from a to b; (N, 1) against (V,)
    rise = b[:, 1] - a[:, 1]
    spans = (a[:, 1] > x2) != (b[:, 1] > x2)  # (N, V)
    crossing = a[:, 0] + (x2 - a[:, 1]) * (b[:, 0] - a[:, 0]) / np.where(rise, rise, 1)
    return (spans & (x1 < crossing)).sum(axis=1) % 2


def images(n, rng, size=8, noise=0.1):
    """n pictures x (n, 1, size, size) of one shape each, 1 on 0, and what it is, target (n,): IMAGE_KINDS.

    A shape lies anywhere within the picture; its bars are 2 (size // 4) + 1 pixels long, a corner's half as
    long and turned any way. size: a whole number from 4 on; noise >= 0 is the standard deviation of what is
    added to every pixel.

    Chapter: Convolutional networks.
    """
    target = _balanced_labels(n, rng, len(IMAGE_KINDS))
    arm = whole_number(size, "size", least=4) // 4
    x = np.zeros((n, 1, size, size))
    for image, label in zip(x[:, 0], target, strict=True):
        row, column = rng.integers(arm, size - arm, size=2)
        shape = np.rot90(_shape(IMAGE_KINDS[label], arm), rng.integers(4) if label == 3 else 0)
        image[row - arm : row + arm + 1, column - arm : column + arm + 1] = shape
    return x + _noise(noise, x.shape, rng), target


def _shape(kind, arm):
    """A picture (2 arm + 1, 2 arm + 1) of one kind, centred."""
    across, down = np.zeros((2, 2 * arm + 1, 2 * arm + 1))
    begin = arm if kind == "corner" else 0
    across[arm, begin:] = down[begin:, arm] = 1
    return {"horizontal bar": across, "vertical bar": down}.get(kind, np.maximum(across, down))


def _balanced_labels(n, rng, labels=2):
    return generator(rng).permutation(np.arange(whole_number(n, "n", least=1)) % labels)


def _noise(noise, shape, rng):
    return number_between(noise, 0, np.inf, "noise") * rng.standard_normal(shape)


def _polar(radius, angle):
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
