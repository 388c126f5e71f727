"""The figures of whole networks as widgets: what they take, and what they say to wrong input."""

import numpy as np
import pytest
from traitlets import TraitError

from nnkit import lecture_network
from nnkit.figures import BackpropFigure, CollapseFigure, NetworkFigure


def test_a_network_figure_takes_nnkits_arrays():
    net = lecture_network()
    figure = NetworkFigure(weights=net.weights, x=np.ones(3), target=[1], unit="z2-3", chosen="x2")
    assert figure.weights == [w.tolist() for w in net.weights]
    assert figure.x == [1.0, 1.0, 1.0]
    small = NetworkFigure(weights=[np.eye(2)], x=[1, 2], target=[0, 0])
    assert small.state()["weights"] == [[[1.0, 0.0], [0.0, 1.0]]]


def test_a_network_figure_gives_back_its_network():
    figure = NetworkFigure(activation="tanh", loss="cross_entropy")
    given = [np.array(weight) for weight in figure.weights]
    network = figure.network()
    assert network.activations == ("tanh", "tanh", "sigmoid")
    assert all(np.array_equal(a, b) for a, b in zip(network.weights, given, strict=True))
    figure.loss = "sse"
    assert figure.network().activations == ("tanh", "tanh", "tanh")


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"weights": np.eye(3)}, "must be a list of arrays"),
        ({"weights": []}, "room for 1 to 3 layers"),
        ({"weights": [np.ones((3, 5)), np.ones((5, 1))]}, "and 4 units a layer"),
        ({"weights": [np.ones((3, 3)), np.ones((2, 1))]}, "do not fit each other: 3 units, 2 rows"),
        ({"weights": [np.ones(3)]}, r"weights\[0\] must have shape \(rows, columns\)"),
        ({"weights": [[[np.nan]]]}, "weights"),
        ({"x": [1, 2]}, "x has 2 numbers, but the network has 3"),
        ({"target": [0, 1]}, "target has 2 numbers, but the network has 1"),
        ({"target": [0.5], "loss": "cross_entropy"}, "asks for targets 0 or 1"),
        ({"activation": "softmax"}, "activation"),
        ({"activation": "gelu"}, "is not one of activations"),
        ({"chosen": "w4-1-1"}, "chosen must be one of x1, x2, x3, w1-1-1"),
        ({"unit": "z1-1"}, "unit must be one of z2-1, z2-2, z2-3, z3-1"),
        ({"view": "sideways"}, "view"),
    ],
)
def test_a_network_figure_refuses(traits, said):
    with pytest.raises(TraitError, match=said):
        NetworkFigure(**traits)


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"weights": [np.eye(2)]}, "two weights"),
        ({"biases": [[0.0], [0.0]]}, "two weights"),
        ({"weights": [np.ones((3, 2)), np.ones((1, 2))]}, "do not fit each other"),
        ({"x": np.ones((6, 3))}, r"x must have shape \(N, 2\)"),
        ({"target": np.ones((5, 1))}, r"got \(6, 2\) and \(5, 1\)"),
        ({"x": [1.0, 2.0]}, r"x must have shape \(rows, columns\)"),
        ({"batch": 7}, "a batch of 7 needs more examples than the 6"),
        ({"batch": 0}, "batch"),
        ({"at": 13}, "at"),
        ({"activation": "gelu"}, "is not one of activations"),
    ],
)
def test_a_backprop_figure_refuses(traits, said):
    with pytest.raises(TraitError, match=said):
        BackpropFigure(**traits)


def test_a_backprop_figure_takes_arrays_of_other_sizes():
    figure = BackpropFigure(
        weights=[np.ones((4, 3)), np.ones((2, 4))], biases=[np.ones(4), np.ones(2)],
        x=np.ones((2, 3)), target=np.zeros((2, 2)), batch=2,
    )  # fmt: skip
    assert figure.biases == [[1.0] * 4, [1.0] * 2]


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"weights": [np.eye(2)], "biases": [np.ones(2)]}, "2 or 3 weights are needed"),
        ({"depth": 3, "weights": [np.eye(2)] * 2, "biases": [np.ones(2)] * 2}, "at least depth=3, got 2"),
        ({"depth": 4}, "depth"),
        ({"x": [1, 2, 3]}, "input of 3 numbers do not fit"),
        ({"biases": [np.ones(3), np.ones(2)]}, r"biases of \[3, 2\]"),
        ({"weights": [np.eye(4)] * 2, "biases": [np.ones(4)] * 2, "x": np.ones(4)}, "room for 3 units"),
        ({"activation": "gelu"}, "is not one of activations"),
    ],
)
def test_a_collapse_figure_refuses(traits, said):
    with pytest.raises(TraitError, match=said):
        CollapseFigure(**traits)


def test_a_collapse_figure_takes_arrays_of_other_sizes():
    figure = CollapseFigure(weights=[np.ones((2, 1)), np.ones((1, 2))], biases=[[0, 1], [2]], x=[3])
    assert figure.biases == [[0.0, 1.0], [2.0]]
