"""Four routes to a gradient of the lecture's 3-3-2-1 network: by scalars, layers, differences, and torch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_strategies import arrays, assert_equals_torch, tensor

from nnkit.gradcheck import GradcheckError, gradcheck
from nnkit.losses import mse_loss, mse_loss_vjp
from nnkit.network import IndexedNetwork, lecture_network
from nnkit.pytorch import to_torch
from nnkit.scalar import Value

X = np.array([[1.0, -2.0, 0.5], [0.3, 0.4, -1.2], [-1.5, 0.7, 2.0]])
TARGET = np.array([[1.0], [0.0], [0.25]])
WEIGHTS = tuple(weights.T for weights in lecture_network().weights)  # in PyTorch's layout, (out, in)


@st.composite
def batches(draw):
    """x (N, 3) and target (N, 1)."""
    n = draw(st.integers(1, 4))
    return draw(arrays((n, 3), st.floats(-2, 2))), draw(arrays((n, 1), st.floats(-1, 1)))


def model(weights, activation):
    return IndexedNetwork([weight.T for weight in weights], activation=activation).to_sequential()


def by_scalars(weights, x, target, activation):
    """The lecture's equations, one number at a time."""
    weights = [[[Value(w) for w in row] for row in weight] for weight in weights]
    loss = Value(0)
    for row, label in zip(x, target[:, 0], strict=True):
        z = [Value(number) for number in row]
        for weight in weights:
            z = [
                getattr(sum(w * unit for w, unit in zip(row, z, strict=True)), activation)() for row in weight
            ]
        loss += (z[0] - label) ** 2 / len(x)
    loss.backward()
    return loss.data, [np.array([[w.grad for w in row] for row in weight]) for weight in weights]


def by_layers(weights, x, target, activation):
    net = model(weights, activation)
    output = net(x)
    net.backward(mse_loss_vjp(output, target))
    return mse_loss(output, target), [parameter.grad for parameter in net.parameters()]


def by_torch(weights, x, target, activation):
    module = to_torch(model(weights, activation))
    loss = torch.nn.functional.mse_loss(module(tensor(x)), tensor(target))
    loss.backward()
    return loss, [parameter.grad for parameter in module.parameters()]


def check_four_routes(weights, x, target, activation):
    loss, grads = by_torch(weights, x, target, activation)
    for route in (by_scalars, by_layers):
        our_loss, our_grads = route(weights, x, target, activation)
        assert_equals_torch(our_loss, loss)
        for ours, theirs in zip(our_grads, grads, strict=True):
            assert_equals_torch(ours, theirs)
    # The fourth: central differences, against the gradient by layers; finer than gradcheck's own tolerances.
    assert gradcheck(
        lambda *weights: mse_loss(model(weights, activation)(x), target),
        weights,
        lambda *weights: tuple(by_layers(weights, x, target, activation)[1]),
        atol=1e-8,
        rtol=1e-6,
    )


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_four_routes_agree_on_the_lectures_network(activation):
    check_four_routes(WEIGHTS, X, TARGET, activation)
    _, grads = by_layers(WEIGHTS, X, TARGET, activation)
    assert [grad.shape for grad in grads] == [(3, 3), (2, 3), (1, 2)]
    assert all((grad != 0).all() for grad in grads)  # agreement on zeros would be worth little


@given(batches())
def test_four_routes_agree_for_any_batch(batch):
    check_four_routes(WEIGHTS, *batch, "sigmoid")


@given(st.tuples(*(arrays(shape, st.floats(-1, 1)) for shape in [(3, 3), (2, 3), (1, 2)])), batches())
def test_four_routes_agree_for_any_weights(weights, batch):
    check_four_routes(weights, *batch, "sigmoid")


def test_one_gradient_by_hand():
    """dJ/dw_{3,1,1} = 2 (ŷ - y) g'(s_{4,1}) z_{3,1} for one example, from the network's named values."""
    net = lecture_network()
    values = net.values(X[0])
    y = values["z_{4,1}"]
    expected = 2 * (y - TARGET[0, 0]) * y * (1 - y) * values["z_{3,1}"]
    for route in (by_scalars, by_layers):
        assert route(WEIGHTS, X[:1], TARGET[:1], "sigmoid")[1][2][0, 0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("layer", "place"), [(0, (2, 1)), (1, (0, 2)), (2, (0, 1))])
def test_differences_see_one_wrong_entry(layer, place):
    def wrong(*weights):
        grads = by_layers(weights, X, TARGET, "sigmoid")[1]
        grads[layer][place] *= 1.01
        return tuple(grads)

    def f(*weights):
        return mse_loss(model(weights, "sigmoid")(X), TARGET)

    with pytest.raises(GradcheckError, match=rf"wrong in 1 of \d entries of inputs\[{layer}\]"):
        gradcheck(f, WEIGHTS, wrong, atol=1e-8, rtol=1e-5)
