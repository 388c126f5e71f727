"""One neuron: values, geometry and both learning rules, by hand, by law and against torch."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import arrays, assert_equals_torch, labelled_batches, tensor

from nnkit import (
    Neuron,
    binary_cross_entropy_with_logits,
    gradcheck,
    logistic_gradient,
    perceptron_loss_vjp,
    perceptron_update,
)
from nnkit.activations import ELEMENTWISE

TORCH = {
    "step": lambda z: torch.heaviside(z, torch.ones((), dtype=z.dtype)),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "linear": lambda z: z,
}
THREE_FOUR = Neuron([3, 4], 5)


def test_hand_worked_values():
    x = [[1, 1], [-1, -1], [-3, 1]]
    np.testing.assert_array_equal(THREE_FOUR.z(x), [12, -2, 0])
    np.testing.assert_allclose(THREE_FOUR(x), [1 / (1 + np.exp(-12)), 1 / (1 + np.exp(2)), 1 / 2])
    np.testing.assert_array_equal(THREE_FOUR.predict(x), [1, 0, 1])  # on the boundary: 1
    assert THREE_FOUR.predict(x).dtype == np.int64
    np.testing.assert_allclose(THREE_FOUR.distance(x), [2.4, -0.4, 0])


def test_hand_worked_boundary():
    slope, intercept, distance, direction = THREE_FOUR.boundary()
    assert (slope, intercept, distance) == (-0.75, -1.25, 1.0)
    np.testing.assert_allclose(direction, [0.6, 0.8])


def test_vertical_boundary():
    slope, intercept, distance, direction = Neuron([-2, 0], 1).boundary()
    assert slope == np.inf
    assert np.isnan(intercept)
    assert distance == 0.5
    np.testing.assert_array_equal(direction, [-1, 0])


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_prediction_is_the_side_whatever_the_activation(activation):
    np.testing.assert_array_equal(
        Neuron([3, 4], 5, activation).predict([[1, 1], [-1, -1], [-3, 1]]), [1, 0, 1]
    )


@pytest.mark.parametrize(
    ("neuron", "text"),
    [
        (Neuron([2, -1], 0.5), "Neuron: ŷ = sigmoid(2·x1 - 1·x2 + 0.5)"),
        (Neuron([-0.25], 0, "step"), "Neuron: ŷ = step(-0.25·x1 + 0)"),
    ],
    ids=["two-inputs", "one-input"],
)
def test_repr_reads_like_the_neuron(neuron, text):
    assert repr(neuron) == text


def test_one_point_equals_its_row_of_a_batch():
    point = [0.5, -2.0]
    for method in (THREE_FOUR.z, THREE_FOUR, THREE_FOUR.predict, THREE_FOUR.distance):
        assert np.shape(method(point)) == ()
        np.testing.assert_array_equal(method([point]), [method(point)])


def test_empty_batch():
    x = np.empty((0, 2))
    for method in (THREE_FOUR.z, THREE_FOUR, THREE_FOUR.predict, THREE_FOUR.distance):
        assert method(x).shape == (0,)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_stays(dtype):
    neuron, x = Neuron(np.array([3, 4], dtype), 5), np.ones((3, 2), dtype)
    assert neuron.z(x).dtype == neuron(x).dtype == neuron.distance(x).dtype == dtype
    assert neuron.boundary().direction.dtype == dtype
    weight, bias = perceptron_update(neuron.weight, neuron.bias, x[0], 0, lr=np.float64(0.5))
    assert weight.dtype == bias.dtype == dtype
    dweight, dbias = logistic_gradient(neuron.weight, neuron.bias, x, [0, 1, 1])
    assert dweight.dtype == dbias.dtype == dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes(dtype):
    neuron, x = Neuron(np.array([1000, 0], dtype), 0), np.array([[1, 0], [-1, 0]], dtype)
    np.testing.assert_array_equal(neuron(x), [1, 0])
    dweight, dbias = logistic_gradient(neuron.weight, neuron.bias, x, [0, 1])  # both as wrong as can be
    np.testing.assert_array_equal(dweight, [1, 0])
    assert dbias == 0


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_distance_of_tiny_and_huge_weights(scale):
    neuron = Neuron([3 * scale, -4 * scale], 5 * scale)
    np.testing.assert_allclose(neuron.distance([[1, 1], [3, 0]]), [0.8, 2.8])
    np.testing.assert_allclose(neuron.boundary().direction, [0.6, -0.8])
    assert Neuron([-2 * scale], 0).distance([1]) == -1


def test_neuron_keeps_its_own_weights():
    weight = np.array([3.0, 4.0])
    neuron = Neuron(weight)
    weight[0] = 100
    np.testing.assert_array_equal(neuron.weight, [3, 4])
    assert (neuron.bias, neuron.activation) == (0, "sigmoid")


@pytest.mark.parametrize("activation", TORCH)
@given(labelled_batches())
def test_value_is_torchs(activation, drawn):
    weight, bias, x, _ = drawn
    z = torch.nn.functional.linear(tensor(x), tensor(weight)[None], tensor([bias]))[:, 0]
    assume(activation != "step" or (z.abs() > 1e-12).all())  # the sums may round differently
    np.testing.assert_allclose(
        Neuron(weight, bias, activation)(x), TORCH[activation](z), rtol=1e-10, atol=1e-12
    )


@given(labelled_batches())
def test_logistic_gradient_is_torchs(drawn):
    weight, bias, x, target = drawn
    w, b = tensor(weight[None], requires_grad=True), tensor([bias], requires_grad=True)
    z = torch.nn.functional.linear(tensor(x), w, b)[:, 0]
    torch.nn.functional.binary_cross_entropy_with_logits(z, tensor(target)).backward()
    dweight, dbias = logistic_gradient(weight, bias, x, target)
    ours, theirs = np.append(dweight, dbias), torch.cat([w.grad[0], b.grad])
    assert_equals_torch(ours, theirs)


@given(labelled_batches())
def test_logistic_gradient_by_gradcheck(drawn):
    weight, bias, x, target = drawn
    assert gradcheck(
        lambda w, b: binary_cross_entropy_with_logits(x @ w + b, target),
        (weight, bias),
        lambda w, b: logistic_gradient(w, b, x, target),
    )


def test_logistic_gradient_hand_worked():
    dweight, dbias = logistic_gradient([0, 0], 0, [[1, 2], [3, -1]], [1, 0])  # ŷ = 1/2 at both points
    np.testing.assert_array_equal(dweight, [(-0.5 * 1 + 0.5 * 3) / 2, (-0.5 * 2 + 0.5 * -1) / 2])
    assert dbias == 0


UPDATES = [
    pytest.param([0, 0], 0, [1, 2], 0, [-1, -2], -1, id="z=0-is-wrong-for-label-0"),
    pytest.param([0, 0], 0, [1, 2], 1, [0, 0], 0, id="z=0-is-right-for-label-1"),
    pytest.param([1, -1], 0.5, [1, 3], 1, [2, 2], 1.5, id="missed-a-1"),
    pytest.param([1, 1], 0.5, [1, 3], 0, [0, -2], -0.5, id="missed-a-0"),
    pytest.param([1, 1], 0.5, [1, 3], 1, [1, 1], 0.5, id="right"),
]


@pytest.mark.parametrize(("weight", "bias", "x", "target", "new_weight", "new_bias"), UPDATES)
def test_perceptron_update_hand_worked(weight, bias, x, target, new_weight, new_bias):
    w, b = perceptron_update(weight, bias, x, target)
    np.testing.assert_array_equal(w, new_weight)
    assert b == new_bias


def test_perceptron_update_changes_nothing_in_place():
    weight, x = np.array([1.0, 1.0]), np.array([1.0, 3.0])
    w, _ = perceptron_update(weight, 0.5, x, 1)
    assert not np.shares_memory(w, weight)
    perceptron_update(weight, 0.5, x, 0)
    np.testing.assert_array_equal(weight, [1, 1])
    np.testing.assert_array_equal(x, [1, 3])


@given(labelled_batches(), st.floats(0.1, 10))
def test_perceptron_update_is_a_step_of_gradient_descent(drawn, lr):
    weight, bias, x, target = drawn
    slope = perceptron_loss_vjp(x[0] @ weight + bias, target[0])
    w, b = perceptron_update(weight, bias, x[0], target[0], lr)
    np.testing.assert_allclose(w, weight - lr * slope * x[0], rtol=1e-15)
    assert b == pytest.approx(bias - lr * slope, rel=1e-15)


WEIGHTS = arrays(2, st.floats(0.1, 10) | st.floats(-10, -0.1))
POINTS = arrays((4, 2), st.floats(-10, 10))


@given(WEIGHTS, st.floats(-10, 10), st.floats(-10, 10))
def test_points_of_the_boundary_line_have_z_0(weight, bias, x1):
    neuron = Neuron(weight, bias)
    slope, intercept, distance, direction = neuron.boundary()
    assert neuron.z([x1, slope * x1 + intercept]) == pytest.approx(0, abs=1e-10)
    assert neuron.z(-distance * direction) == pytest.approx(0, abs=1e-10)


@given(WEIGHTS, st.floats(-10, 10), POINTS)
def test_distance_is_the_way_along_the_direction_to_the_line(weight, bias, x):
    neuron = Neuron(weight, bias)
    foot = x - np.outer(neuron.distance(x), neuron.boundary().direction)
    np.testing.assert_allclose(neuron.z(foot), 0, atol=1e-10)


@given(WEIGHTS, st.floats(-10, 10), POINTS, st.floats(0.01, 100))
def test_scaling_the_parameters_moves_no_point(weight, bias, x, factor):
    neuron, scaled = Neuron(weight, bias), Neuron(factor * weight, factor * bias)
    np.testing.assert_allclose(scaled.distance(x), neuron.distance(x), rtol=1e-10, atol=1e-12)


BAD = {
    "weight-nan": (lambda: Neuron([1.0, np.nan]), ValueError, "weight must be finite, got nan at weight[1]"),
    "weight-text": (lambda: Neuron(["one"]), TypeError, "weight must hold real numbers, got dtype <U3"),
    "weight-matrix": (lambda: Neuron([[1.0, 2.0]]), ValueError, "weight must have shape (in_features,)"),
    "weight-empty": (lambda: Neuron([]), ValueError, "one number for each input, got shape (0,)"),
    "bias-infinite": (lambda: Neuron([1.0], np.inf), ValueError, "bias must be finite, got inf"),
    "bias-list": (lambda: Neuron([1.0], [1.0]), ValueError, "bias must be one number, got shape (1,)"),
    "activation": (lambda: Neuron([1.0], 0, "tahn"), ValueError, "unknown activation 'tahn'"),
    "x-number": (lambda: THREE_FOUR(1.0), ValueError, "x has shape (), but weight has shape (2,)"),
    "x-images": (lambda: THREE_FOUR(np.ones((1, 1, 2))), ValueError, "x has shape (1, 1, 2), but weight has"),
    "x-nan": (lambda: THREE_FOUR.predict([[1, np.nan]]), ValueError, "x must be finite, got nan at x[0, 1]"),
    "x-columns": (
        lambda: THREE_FOUR.z(np.ones((2, 3))),
        ValueError,
        "x has shape (2, 3), but weight has shape (2,): x must have shape (2,) or (N, 2)",
    ),
    "boundary-in-space": (lambda: Neuron([1, 2, 3]).boundary(), ValueError, "plane; weight has shape (3,)"),
    "boundary-of-zeros": (lambda: Neuron([0, 0], 1).boundary(), ValueError, "all weights are 0: every point"),
    "distance-of-zeros": (lambda: Neuron([0, 0], 1).distance([1, 2]), ValueError, "all weights are 0"),
    "update-batch": (
        lambda: perceptron_update([1, 1], 0, [[1, 2], [3, 4]], [0, 1]),
        ValueError,
        "x has shape (2, 2), but weight has shape (2,): x must have shape (2,)",
    ),
    "update-target-list": (
        lambda: perceptron_update([1, 1], 0, [1, 2], [1]),
        ValueError,
        "must be one number",
    ),
    "update-target": (lambda: perceptron_update([1, 1], 0, [1, 2], -1), ValueError, "labels 0 and 1, got -1"),
    "update-lr": (lambda: perceptron_update([1, 1], 0, [1, 2], 1, 0), ValueError, "lr must be a positive"),
    "gradient-point": (
        lambda: logistic_gradient([1, 1], 0, [1, 2], 1),
        ValueError,
        "weight has shape (2,): x must have shape (N, 2)",
    ),
    "gradient-target": (
        lambda: logistic_gradient([1, 1], 0, [[1, 2], [3, 4]], [[0], [1]]),
        ValueError,
        "x has shape (2, 2), but target has shape (2, 1): one label for each row of x",
    ),
    "gradient-empty": (
        lambda: logistic_gradient([1, 1], 0, np.empty((0, 2)), []),
        ValueError,
        "the mean loss of an empty batch",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
