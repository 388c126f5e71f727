"""Small data sets in the plane: points x (n, 2) of float64 with labels target (n,) of 0 and 1, int64.

Chapter: One neuron. Randomness is an argument, `rng`: the same generator state gives the same points.
"""

import numpy as np

from nnkit._checks import finite_array, length, one_of, parameters, positive_number, two_inputs, whole_number

LOGIC = {
    "and": [0, 0, 0, 1],
    "or": [0, 1, 1, 1],
    "nand": [1, 1, 1, 0],
    "nor": [1, 0, 0, 0],
    "xor": [0, 1, 1, 0],
}


def linearly_separable(n, rng, margin=0.5, weight=(1.0, 1.0), bias=0.0):
    """n points at least `margin` away from the line w·x + b = 0; those with z > 0 have label 1.

    Both labels come up equally often, give or take one, in random order. Along the line and away from it the
    points spread over [-3, 3] and [margin, margin + 3]. n below 1, or a margin that is not positive:
    ValueError.
    """
    weight, bias = parameters(weight, bias)
    norm = length(two_inputs(weight))
    across, along = weight / norm, np.array([-weight[1], weight[0]]) / norm
    target = _balanced_labels(n, rng)
    distance = (2 * target - 1) * rng.uniform(positive_number(margin, "margin"), margin + 3, size=n)
    x = np.outer(distance - bias / norm, across) + np.outer(rng.uniform(-3, 3, size=n), along)  # (n, 2)
    return x, target


def blobs(n, rng, centers=((-1.0, -1.0), (1.0, 1.0)), std=1.0):
    """n points, the label drawn in equal shares, each normal around its label's row of `centers` (2, 2).

    With one `std` for both, the probability of label 1 given x is exactly a logistic neuron's: the Gaussian
    generative model's boundary is a line (Bishop 2006, §4.2.1). n below 1, or std not positive: ValueError.
    """
    target = _balanced_labels(n, rng)
    centers = finite_array(centers, "centers")
    if centers.shape != (2, 2):
        raise ValueError(f"centers must have shape (2, 2), one row for each label, got shape {centers.shape}")
    x = centers[target] + positive_number(std, "std") * rng.standard_normal((n, 2))
    return x, target


def logic(name):
    """The truth table of "and", "or", "nand", "nor" or "xor": x (4, 2) = 00, 01, 10, 11 and target (4,)."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array(LOGIC[one_of(name, LOGIC, "logic table")])


def _balanced_labels(n, rng):
    return rng.permutation(np.arange(whole_number(n, "n", least=1)) % 2)
