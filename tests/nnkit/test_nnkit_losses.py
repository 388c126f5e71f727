"""Losses: each loss x each reduction x each property."""

from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_strategies import OFF_0, SHAPES, arrays, assert_equals_torch, logits_and_labels, tensor

import nnkit
from nnkit import gradcheck

REDUCTIONS = ("mean", "sum", "none")


def torch_perceptron_loss(z, y, reduction):
    losses = torch.relu((1 - 2 * y) * z)
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()


class Loss(NamedTuple):
    value: object
    vjp: object
    oracle: object
    hand: list  # (input, target, loss, derivative), worked by hand
    extremes: list  # (target, losses at -1000 and 1000, derivatives there)


LOSSES = {
    "bce": Loss(
        nnkit.binary_cross_entropy_with_logits,
        nnkit.binary_cross_entropy_with_logits_vjp,
        torch.nn.functional.binary_cross_entropy_with_logits,
        [
            (0.0, 1, np.log(2), -1 / 2),
            (np.log(3), 0, np.log(4), 3 / 4),
            (np.log(3), 1, np.log(4 / 3), -1 / 4),
        ],
        [(0, [0, 1000], [0, 1]), (1, [1000, 0], [-1, 0])],
    ),
    "perceptron": Loss(
        nnkit.perceptron_loss,
        nnkit.perceptron_loss_vjp,
        torch_perceptron_loss,
        # at z = 0 a point of label 1 is right already and one of label 0 is not: step(0) = 1
        [(-2.0, 1, 2, -1), (-2.0, 0, 0, 0), (3.0, 0, 3, 1), (3.0, 1, 0, 0), (0.0, 1, 0, 0), (0.0, 0, 0, 1)],
        [(0, [0, 1000], [0, 1]), (1, [1000, 0], [-1, 0])],
    ),
    "mse": Loss(
        nnkit.mse_loss,
        nnkit.mse_loss_vjp,
        torch.nn.functional.mse_loss,
        [(3.0, 1, 4, 4), (-1.0, 1, 4, -4), (0.5, 0.5, 0, 0)],
        [(0, [1e6, 1e6], [-2000, 2000])],
    ),
}
EACH = pytest.mark.parametrize("loss", [pytest.param(loss, id=name) for name, loss in LOSSES.items()])
EACH_REDUCTION = pytest.mark.parametrize("reduction", REDUCTIONS)
HAND = [
    pytest.param(loss, *row, id=f"{name}-{row[:2]}") for name, loss in LOSSES.items() for row in loss.hand
]


@pytest.mark.parametrize(("loss", "input", "target", "value", "derivative"), HAND)
def test_hand_worked(loss, input, target, value, derivative):
    assert loss.value(input, target) == pytest.approx(value, rel=1e-15)
    assert loss.vjp(input, target) == pytest.approx(derivative, rel=1e-15)


@EACH
def test_reductions_hand_worked(loss):
    input, target = [2.0, -2.0, 3.0], [1, 1, 0]
    each, slope = loss.value(input, target, "none"), loss.vjp(input, target, "none")
    assert loss.value(input, target, "sum") == pytest.approx(each[0] + each[1] + each[2])
    assert loss.value(input, target) == pytest.approx((each[0] + each[1] + each[2]) / 3)
    np.testing.assert_allclose(loss.vjp(input, target, "sum"), slope)
    np.testing.assert_allclose(loss.vjp(input, target), slope / 3)


@EACH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes(loss, dtype):
    for target, values, derivatives in loss.extremes:
        z = np.array([-1000, 1000], dtype)
        np.testing.assert_array_equal(loss.value(z, np.full(2, target), "none"), values)
        np.testing.assert_array_equal(loss.vjp(z, np.full(2, target), "none"), derivatives)


@EACH
@EACH_REDUCTION
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_the_inputs(loss, reduction, dtype):
    z, y = np.array([0.5, -0.5], dtype), np.array([0, 1])
    assert loss.value(z, y, reduction).dtype == dtype
    assert loss.vjp(z, y, reduction).dtype == dtype
    assert loss.vjp(z, y, reduction, np.float64(2)).dtype == dtype


@EACH
def test_integer_input_becomes_float64(loss):
    assert loss.value([3, -2], [0, 1], "none").dtype == np.float64


@EACH
def test_empty_batch_sums_to_0(loss):
    assert loss.value([], [], "sum") == 0
    assert loss.value([], [], "none").shape == loss.vjp([], [], "none").shape == (0,)


@EACH
@EACH_REDUCTION
@given(st.data())
def test_value_and_vjp_are_torchs(loss, reduction, data):
    z, y = data.draw(logits_and_labels(OFF_0))
    at = tensor(z, requires_grad=True)
    theirs = loss.oracle(at, tensor(y), reduction=reduction)
    assert_equals_torch(loss.value(z, y, reduction), theirs)
    grad_output = data.draw(arrays(theirs.shape, st.floats(-10, 10)))
    theirs.backward(tensor(grad_output))
    assert_equals_torch(loss.vjp(z, y, reduction, grad_output), at.grad)


@given(logits_and_labels(st.floats(-1000, 1000)))
def test_bce_is_torchs_softplus_far_out(drawn):
    z, y = drawn
    softplus = torch.nn.functional.softplus((1 - 2 * tensor(y)) * tensor(z), threshold=100)
    np.testing.assert_allclose(LOSSES["bce"].value(z, y, "none"), softplus, rtol=1e-10, atol=1e-300)


@given(st.data())
def test_mse_of_real_targets_is_torchs(data):
    shape = data.draw(SHAPES)
    input, target = data.draw(arrays(shape)), data.draw(arrays(shape))
    theirs = torch.nn.functional.mse_loss(tensor(input), tensor(target))
    assert_equals_torch(nnkit.mse_loss(input, target), theirs)


@EACH
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@given(logits_and_labels(OFF_0))
def test_gradcheck(loss, reduction, drawn):
    z, y = drawn
    assert gradcheck(lambda z: loss.value(z, y, reduction), z, lambda z: loss.vjp(z, y, reduction))


@pytest.mark.parametrize("name", ["bce", "perceptron"])
@given(logits_and_labels(st.floats(-1000, 1000)))
def test_turning_label_and_logit_round_changes_nothing(name, drawn):
    z, y = drawn
    loss = LOSSES[name].value
    np.testing.assert_array_equal(loss(-z, 1 - y, "none"), loss(z, y, "none"))


@given(logits_and_labels(st.floats(-1000, 1000)))
def test_bce_lies_above_the_perceptron_loss_by_at_most_log_2(drawn):
    gap = LOSSES["bce"].value(*drawn, "none") - LOSSES["perceptron"].value(*drawn, "none")
    assert (gap >= 0).all()
    assert (gap <= np.log(2) + 1e-15).all()
