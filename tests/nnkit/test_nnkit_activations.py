"""Activations: each function x each property."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_strategies import OFF_0, SHAPES, arrays, assert_equals_torch, tensor

from nnkit import ACTIVATIONS, gradcheck, relu_derivative, sigmoid, sigmoid_derivative, step, step_derivative

NAMES = pytest.mark.parametrize("name", ACTIVATIONS)
FUNCTIONS = pytest.mark.parametrize(
    "function",
    [pytest.param(f, id=f.__name__) for a in ACTIVATIONS.values() for f in (a.function, a.derivative)],
)
WIDE = st.floats(-1000, 1000)
ORACLES = {
    "step": lambda z: torch.heaviside(z, torch.ones((), dtype=z.dtype)),
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "linear": lambda z: z + 0,
}
# z, g(z), g'(z), worked by hand
HAND = [
    ("step", [-2.0, -1e-9, 0.0, 3.0], [0, 0, 1, 1], [0, 0, 0, 0]),
    ("sigmoid", [0.0, np.log(3), -np.log(3)], [1 / 2, 3 / 4, 1 / 4], [1 / 4, 3 / 16, 3 / 16]),
    ("relu", [-2.0, 0.0, 3.0], [0, 0, 3], [0, 0, 1]),
    ("linear", [-2.0, 0.0, 3.0], [-2, 0, 3], [1, 1, 1]),
]
EXTREMES = [
    ("step", [0, 1], [0, 0]),
    ("sigmoid", [0, 1], [0, 0]),
    ("relu", [0, 1000], [0, 1]),
    ("linear", [-1000, 1000], [1, 1]),
]


@pytest.mark.parametrize(("name", "z", "value", "derivative"), HAND, ids=[row[0] for row in HAND])
def test_hand_worked(name, z, value, derivative):
    np.testing.assert_allclose(ACTIVATIONS[name].function(z), value, rtol=1e-15)
    np.testing.assert_allclose(ACTIVATIONS[name].derivative(z), derivative, rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("name", "value", "derivative"), EXTREMES, ids=[row[0] for row in EXTREMES])
def test_extremes(name, value, derivative, dtype):
    z = np.array([-1000, 1000], dtype)
    np.testing.assert_array_equal(ACTIVATIONS[name].function(z), value)
    np.testing.assert_array_equal(ACTIVATIONS[name].derivative(z), derivative)


def test_sigmoid_keeps_its_digits_far_out():
    np.testing.assert_allclose(sigmoid(-700.0), np.exp(-700.0), rtol=1e-13)
    np.testing.assert_allclose(sigmoid_derivative([-40.0, 40.0]), np.exp(-40.0), rtol=1e-13)


@FUNCTIONS
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (0,), (1,), (2, 3)], ids=str)
def test_shape_and_dtype_stay(function, shape, dtype):
    z = np.full(shape, 0.5, dtype)
    assert function(z).shape == shape
    assert function(z).dtype == dtype


@FUNCTIONS
def test_integers_become_float64(function):
    result = function(np.array([-1, 0, 2]))
    assert result.dtype == np.float64
    np.testing.assert_array_equal(result, function(np.array([-1.0, 0.0, 2.0])))


@FUNCTIONS
def test_input_is_neither_changed_nor_returned(function):
    z = np.array([-1.0, 0.0, 2.0])
    result = function(z)
    np.testing.assert_array_equal(z, [-1.0, 0.0, 2.0])
    assert not np.shares_memory(z, result)


@NAMES
@given(st.data())
def test_value_is_torchs(name, data):
    z = data.draw(arrays(data.draw(SHAPES), WIDE))
    assert_equals_torch(ACTIVATIONS[name].function(z), ORACLES[name](tensor(z)))


@pytest.mark.parametrize("name", ["sigmoid", "relu", "linear"])
@given(st.data())
def test_derivative_is_torchs(name, data):
    z = data.draw(arrays(data.draw(SHAPES)))
    at = tensor(z, requires_grad=True)
    ORACLES[name](at).sum().backward()
    assert_equals_torch(ACTIVATIONS[name].derivative(z), at.grad)


@given(arrays(SHAPES, WIDE))
def test_sigmoid_derivative_is_torchs_far_out(z):
    log = torch.nn.functional.logsigmoid
    expected = torch.exp(log(tensor(z)) + log(-tensor(z)))
    np.testing.assert_allclose(sigmoid_derivative(z), expected, rtol=1e-10, atol=1e-300)


@NAMES
@given(st.data())
def test_gradcheck(name, data):
    z = data.draw(arrays(data.draw(SHAPES), OFF_0))
    function, derivative, _ = ACTIVATIONS[name]
    assert gradcheck(lambda z: function(z).sum(), z, derivative)


@given(arrays(SHAPES, WIDE))
def test_sigmoid_is_symmetric(z):
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), rtol=0, atol=1e-15)


@given(arrays(SHAPES, OFF_0 | st.just(0.0)))
def test_step_is_where_sigmoid_passes_one_half(z):
    np.testing.assert_array_equal(step(z), sigmoid(z) >= 0.5)


@given(arrays(SHAPES, WIDE))
def test_relu_derivative_differs_from_step_at_0_only(z):
    np.testing.assert_array_equal(relu_derivative(z) != step(z), z == 0)


def test_nan_stays_visible():
    for function in (step, sigmoid, sigmoid_derivative, relu_derivative):
        assert np.isnan(function(np.nan)), function.__name__
    assert step_derivative(np.nan) == 0
