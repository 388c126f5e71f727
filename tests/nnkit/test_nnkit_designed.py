"""Designed networks: their values by hand, in one dimension and in the plane; shapes that do not fit."""

import numpy as np
import pytest

from nnkit._designed import one_hidden_layer


def xor():
    """An OR and an AND, the second taken away: numbers that anybody could write down."""
    return [[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], 0


def test_xor_by_hand():
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert one_hidden_layer(xor, (), corners, "step").tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("activation", "values"),
    [("step", [1, 6, 6]), ("relu", [1, 1, 11]), ("linear", [-9, 1, 11]), ("sigmoid", [1.596, 3.5, 5.404])],
)
def test_one_unit_has_the_values_of_its_formula(activation, values):
    found = one_hidden_layer(lambda w: ([w], [0], [5], 1), (1.0,), np.array([-2.0, 0.0, 2.0]), activation)
    assert np.allclose(found, values, atol=1e-3)


@pytest.mark.parametrize(
    "wrong",
    [
        ([1, 2], [0], [1], 0),
        ([1], 0, [1], 0),
        ([1], [0], [1, 2], 0),
        ([1], [0], [1], [0]),
        ([[1, 1]], [0], [1], 0),
    ],
    ids=["weight", "bias", "heights", "offset", "inputs"],
)
def test_shapes_that_do_not_fit_are_told(wrong):
    with pytest.raises(ValueError, match="do not fit"):
        one_hidden_layer(lambda: wrong, (), np.zeros(3), "relu")
