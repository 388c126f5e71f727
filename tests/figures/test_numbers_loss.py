"""The loss figure shows nnkit's numbers: 100 random states, one run of node for all."""

import numpy as np
import pytest

from nnkit.activations import sigmoid, sigmoid_derivative
from nnkit.figures.evaluate import evaluate
from nnkit.losses import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_vjp,
    mse_loss,
    mse_loss_vjp,
)

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def squared(z, y):
    """Loss and slope by z of each logit (n,)."""
    yhat, target = sigmoid(z), np.full_like(z, y)
    slope = mse_loss_vjp(yhat, target, "none", np.ones_like(z)) * sigmoid_derivative(z)
    return mse_loss(yhat, target, "none"), slope


def entropy(z, y):
    target = np.full(z.shape, y)
    slope = binary_cross_entropy_with_logits_vjp(z, target, "none", np.ones_like(z))
    return binary_cross_entropy_with_logits(z, target, "none"), slope


LOSSES = {"squared": squared, "entropy": entropy}


def asked(call, given):
    return evaluate([{"part": "loss", "call": call, "arguments": [state]} for state in given])


@pytest.fixture(scope="module")
def shown():
    """(state, numbers that the part computed), for each state."""
    rng = np.random.default_rng(53)
    states = [{"z": rng.uniform(-6, 6), "y": i % 2, "steps": int(rng.integers(61))} for i in range(COUNT)]
    states += [{"z": z, "y": y, "steps": 60} for z in (-6.0, 0.0, 6.0) for y in (0, 1)]
    return list(zip(states, asked("compute", states), strict=True))


@pytest.mark.parametrize("name", LOSSES)
def test_values_and_slopes_agree_with_nnkit(shown, name):
    assert len(shown) >= COUNT
    for state, numbers in shown:
        [loss], [slope] = LOSSES[name](np.array([state["z"]]), state["y"])
        np.testing.assert_allclose(numbers["yhat"], sigmoid(state["z"]), **CLOSE)
        np.testing.assert_allclose(numbers["flatness"], sigmoid_derivative(state["z"]), **CLOSE)
        np.testing.assert_allclose(numbers[name]["loss"], loss, **CLOSE)
        np.testing.assert_allclose(numbers[name]["slope"], slope, **CLOSE)


@pytest.mark.parametrize("name", LOSSES)
def test_the_graphs_agree_with_nnkit(shown, name):
    for state, numbers in shown:
        loss, slope = LOSSES[name](np.array(numbers["places"], dtype=float), state["y"])
        np.testing.assert_allclose(numbers[name]["curve"]["loss"], loss, **CLOSE)
        np.testing.assert_allclose(numbers[name]["curve"]["slope"], slope, **CLOSE)


@pytest.mark.parametrize("name", LOSSES)
def test_gradient_steps_agree_with_numpy(shown, name):
    for state, numbers in shown:
        z = np.array([state["z"]])
        for _ in range(state["steps"]):
            z = z - LOSSES[name](z, state["y"])[1]
        after = numbers[name]["after"]
        np.testing.assert_allclose(after["z"], z[0], **CLOSE)
        np.testing.assert_allclose(after["yhat"], sigmoid(z[0]), **CLOSE)
        np.testing.assert_allclose(after["loss"], LOSSES[name](z, state["y"])[0][0], **CLOSE)


def test_the_ratio_is_that_of_the_slopes(shown):
    for _, numbers in shown:
        ratio = numbers["entropy"]["slope"] / numbers["squared"]["slope"]
        np.testing.assert_allclose(numbers["ratio"], ratio, rtol=1e-9)


def test_the_remark_speaks_of_saturation():
    wrong, right, between = asked("remark", [{"z": -4, "y": 1}, {"z": -4, "y": 0}, {"z": 0, "y": 1}])
    assert "Confident and wrong" in wrong
    assert "28 times smaller" in wrong
    assert "Confident and right" in right
    assert "2.0 times smaller" in between
