"""Activations: each function x each property."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import OFF_0, SHAPES, arrays, assert_equals_torch, tensor
from torch.nn import functional as F  # noqa: N812

from nnkit import Neuron, activations, gradcheck
from nnkit.activations import (
    ACTIVATIONS,
    ELEMENTWISE,
    activation,
    gelu,
    leaky_relu,
    leaky_relu_derivative,
    linear,
    log_softmax,
    log_softmax_vjp,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_jacobian,
    softmax_vjp,
    softplus,
    step,
    step_derivative,
    tanh,
    tanh_derivative,
)

EACH = pytest.mark.parametrize("name", ACTIVATIONS)
EACH_ELEMENTWISE = pytest.mark.parametrize("name", ELEMENTWISE)
EACH_DTYPE = pytest.mark.parametrize("dtype", [np.float32, np.float64])
FUNCTIONS = pytest.mark.parametrize(
    "function",
    [pytest.param(f, id=f.__name__) for name in ELEMENTWISE for f in ACTIVATIONS[name][:2]]
    + [softmax, log_softmax],
)
SOFTMAXES = pytest.mark.parametrize(
    ("function", "vjp", "oracle"),
    [(softmax, softmax_vjp, F.softmax), (log_softmax, log_softmax_vjp, F.log_softmax)],
    ids=["softmax", "log_softmax"],
)
WIDE = st.floats(-1000, 1000)
GELU_SCALE, GELU_CUBIC = 2 * np.sqrt(2 / np.pi), 0.044715
GELU_AT_1 = (1 + np.tanh(GELU_SCALE / 2 * (1 + GELU_CUBIC))) / 2
ORACLES = {
    "step": lambda z: (z >= 0) + 0 * z,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "linear": lambda z: z + 0,
    "tanh": torch.tanh,
    "leaky_relu": F.leaky_relu,
    "softplus": F.softplus,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
}
# Farther out, torch's 1 - a^2 and 1 + tanh(u) have lost their digits, and its softplus is z; there other
# oracles stand in.
FAR = {"tanh": 6, "gelu": 4}
FAR_VALUES = {"gelu": (-4, 1000), "softplus": (-1000, 19)}
# z, g(z), g'(z), worked by hand
HAND = [
    ("step", [-2.0, -1e-9, 0.0, 3.0], [0, 0, 1, 1], [0, 0, 0, 0]),
    ("sigmoid", [0.0, np.log(3), -np.log(3)], [1 / 2, 3 / 4, 1 / 4], [1 / 4, 3 / 16, 3 / 16]),
    ("relu", [-2.0, 0.0, 3.0], [0, 0, 3], [0, 0, 1]),
    ("linear", [-2.0, 0.0, 3.0], [-2, 0, 3], [1, 1, 1]),
    ("tanh", [0.0, np.log(2), -np.log(3)], [0, 3 / 5, -4 / 5], [1, 16 / 25, 9 / 25]),
    ("leaky_relu", [-2.0, 0.0, 3.0], [-0.02, 0, 3], [0.01, 0.01, 1]),
    ("softplus", [0.0, np.log(3), -np.log(3)], np.log([2, 4, 4 / 3]), [1 / 2, 3 / 4, 1 / 4]),
    (
        "gelu",
        [0.0, 1.0, -1.0],
        [0, GELU_AT_1, GELU_AT_1 - 1],
        1 / 2
        + np.array([0, 1, -1]) * (GELU_AT_1 - 1 / 2)
        + np.array([0, 1, -1]) * GELU_AT_1 * (1 - GELU_AT_1) * GELU_SCALE * (1 + 3 * GELU_CUBIC),
    ),
]
# name, g(±1000), g'(±1000)
EXTREMES = [
    ("step", [0, 1], [0, 0]),
    ("sigmoid", [0, 1], [0, 0]),
    ("relu", [0, 1000], [0, 1]),
    ("linear", [-1000, 1000], [1, 1]),
    ("tanh", [-1, 1], [0, 0]),
    ("leaky_relu", [-10, 1000], [np.float64(0.01), 1]),
    ("softplus", [0, 1000], [0, 1]),
    ("gelu", [0, 1000], [0, 1]),
]


def off_0(name):
    far = FAR.get(name, 10)
    return arrays(SHAPES, st.floats(0.01, far) | st.floats(-far, -0.01))


def test_the_tables_names():
    single = ("step", "sigmoid", "relu", "linear", "tanh", "leaky_relu", "softplus", "gelu")
    assert single == ELEMENTWISE
    assert (*single, "softmax", "log_softmax") == tuple(ACTIVATIONS)


@EACH
def test_the_table_holds_the_modules_functions(name):
    function, derivative, _, latex = activation(name)
    assert activation(name) is ACTIVATIONS[name]
    assert function is getattr(activations, name)
    assert derivative is getattr(activations, f"{name}_derivative", None)
    assert latex.startswith("g(z)")
    assert latex.count("{") == latex.count("}")


@pytest.mark.parametrize(("name", "z", "value", "derivative"), HAND, ids=[row[0] for row in HAND])
def test_hand_worked(name, z, value, derivative):
    np.testing.assert_allclose(ACTIVATIONS[name].function(z), value, rtol=1e-15, atol=1e-300)
    np.testing.assert_allclose(ACTIVATIONS[name].derivative(z), derivative, rtol=2e-15)


@pytest.mark.parametrize(("name", "z", "value", "derivative"), HAND, ids=[row[0] for row in HAND])
def test_vjp_hand_worked(name, z, value, derivative):
    grad = ACTIVATIONS[name].vjp(np.array(z), np.array(value), np.full(len(z), 2.0))
    np.testing.assert_allclose(grad, 2 * np.array(derivative), rtol=2e-15)


def test_softmax_hand_worked():
    z, a, g = np.log([1, 2, 5]), np.array([1, 2, 5]) / 8, np.array([8.0, 0, 16])
    np.testing.assert_allclose(softmax(z), a, rtol=1e-15)
    np.testing.assert_allclose(log_softmax(z), np.log(a), rtol=1e-15)
    jacobian = np.array([[7, -2, -5], [-2, 12, -10], [-5, -10, 15]]) / 64
    np.testing.assert_allclose(softmax_jacobian(z), jacobian, rtol=1e-14)
    np.testing.assert_allclose(softmax_vjp(z, g), [-3 / 8, -22 / 8, 25 / 8], rtol=1e-14)
    np.testing.assert_allclose(log_softmax_vjp(z, g), [5, -6, 1], rtol=1e-14)


def test_softmax_takes_the_last_dimension_unless_told():
    z = np.log([[[1.0, 3], [1, 1]], [[4, 1], [2, 6]]])
    along = {
        -1: [[[1 / 4, 3 / 4], [1 / 2, 1 / 2]], [[4 / 5, 1 / 5], [1 / 4, 3 / 4]]],
        1: [[[1 / 2, 3 / 4], [1 / 2, 1 / 4]], [[2 / 3, 1 / 7], [1 / 3, 6 / 7]]],
        -3: [[[1 / 5, 3 / 4], [1 / 3, 1 / 7]], [[4 / 5, 1 / 4], [2 / 3, 6 / 7]]],
    }
    np.testing.assert_allclose(softmax(z), along[-1])
    for dim, expected in along.items():
        np.testing.assert_allclose(softmax(z, dim), expected)
        np.testing.assert_allclose(np.exp(log_softmax(z, np.int64(dim))), expected)


@SOFTMAXES
def test_the_vjp_of_a_softmax_takes_the_last_dimension_unless_told(function, vjp, oracle):
    z, grad_output = np.log(np.arange(1.0, 13).reshape(2, 3, 2)), np.arange(12.0).reshape(2, 3, 2) ** 2
    along = [vjp(z, grad_output, dim) for dim in range(3)]
    assert not np.isclose(along[2], along[1]).any()
    np.testing.assert_array_equal(vjp(z, grad_output), along[2])
    np.testing.assert_array_equal(ACTIVATIONS[function.__name__].vjp(z, function(z), grad_output), along[2])


@EACH_DTYPE
@pytest.mark.parametrize(("name", "value", "derivative"), EXTREMES, ids=[row[0] for row in EXTREMES])
def test_extremes(name, value, derivative, dtype):
    z = np.array([-1000, 1000], dtype)
    function, slope, vjp, _ = ACTIVATIONS[name]
    np.testing.assert_array_equal(function(z), np.array(value, dtype))
    np.testing.assert_array_equal(slope(z), np.array(derivative, dtype))
    np.testing.assert_array_equal(vjp(z, function(z), 3 * np.ones_like(z)), 3 * np.array(derivative, dtype))


@EACH_DTYPE
def test_softmax_extremes(dtype):
    z, g = np.array([[1000, -1000, 0], [-1000, -1000, -1000]], dtype), np.eye(2, 3, dtype=dtype)
    a = np.array([[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]], dtype)
    np.testing.assert_array_equal(softmax(z), a)
    np.testing.assert_array_equal(log_softmax(z)[0], [0, -2000, -1000])
    np.testing.assert_allclose(log_softmax(z)[1], -np.log(dtype(3)), rtol=1e-6)
    np.testing.assert_array_equal(softmax_vjp(z, g)[0], [0, 0, 0])
    np.testing.assert_array_equal(log_softmax_vjp(z, g)[0], [0, 0, 0])
    np.testing.assert_array_equal(softmax_jacobian(z[0]), np.zeros((3, 3)))


@EACH
@EACH_DTYPE
def test_numbers_that_are_huge_tiny_or_subnormal_stay_finite_and_silent(name, dtype):
    sizes = [1e-45, 1e-40, 1e-30, 30, 80, 90, 100, 700, 740, 750, 1e10, 1e20, 1e30]
    z = np.array([s * size for s in (-1, 1) for size in sizes], dtype)
    function, derivative, vjp, _ = ACTIVATIONS[name]
    for result in (function(z), vjp(z, function(z), z), derivative(z) if derivative else z):
        assert np.isfinite(result).all()
        assert result.dtype == dtype


@EACH_ELEMENTWISE
def test_what_is_almost_0_is_as_0(name):
    function, derivative, _, _ = ACTIVATIONS[name]
    tiny = np.array([5e-324, 1e-310, 1e-300])
    np.testing.assert_allclose(function(tiny), function(0.0) + derivative(1e-300) * tiny, rtol=1e-15)


def test_infinities_have_the_limits_values():
    z = np.array([-np.inf, np.inf])
    limits = {"step": [0, 1], "sigmoid": [0, 1], "tanh": [-1, 1], "linear": z, "leaky_relu": z}
    for name in ELEMENTWISE:
        np.testing.assert_array_equal(ACTIVATIONS[name].function(z), limits.get(name, [0, np.inf]))
    np.testing.assert_array_equal(softmax([0, -np.inf, 0]), [0.5, 0, 0.5])
    for z in ([np.inf, 0], [-np.inf, -np.inf]):  # inf - inf: NaN, but no warning
        assert np.isnan(softmax(z)).all()
        assert np.isnan(log_softmax(z)).all()


def test_sigmoid_keeps_its_digits_far_out():
    np.testing.assert_allclose(sigmoid(-700.0), np.exp(-700.0), rtol=1e-13)
    np.testing.assert_array_equal(sigmoid([-740.0, -745.0]), np.exp([-740.0, -745.0]))  # subnormal
    np.testing.assert_allclose(sigmoid_derivative([-40.0, 40.0]), np.exp(-40.0), rtol=1e-13)


def test_tanh_derivative_keeps_its_digits_far_out():
    np.testing.assert_allclose(tanh_derivative([-20.0, 20.0]), 4 * np.exp(-40.0), rtol=1e-13)


@given(arrays(SHAPES, WIDE))
def test_gelu_keeps_its_digits_far_out(z):
    at = tensor(z, requires_grad=True)
    inner = at.clamp(-50, 50)  # torch's 0 * inf is NaN in the derivative farther out
    theirs = at * torch.sigmoid(GELU_SCALE * (inner + GELU_CUBIC * inner**3))
    assert_equals_torch(gelu(z), theirs)
    theirs.sum().backward()
    assert_equals_torch(ACTIVATIONS["gelu"].derivative(z), at.grad)


@FUNCTIONS
@EACH_DTYPE
@pytest.mark.parametrize("shape", [(), (0,), (1,), (2, 3), (0, 3), (3, 0)], ids=str)
def test_shape_and_dtype_stay(function, shape, dtype):
    if shape == () and function in (softmax, log_softmax):
        return  # a number has no dimension: see BAD
    z = np.full(shape, 0.5, dtype)
    assert function(z).shape == shape
    assert function(z).dtype == dtype


@EACH
@EACH_DTYPE
@pytest.mark.parametrize("shape", [(0,), (1,), (2, 3), (0, 3), (3, 0)], ids=str)
def test_shape_and_dtype_of_vjp_stay(name, shape, dtype):
    z = np.full(shape, 0.5, dtype)
    grad = ACTIVATIONS[name].vjp(z, ACTIVATIONS[name].function(z), z)
    assert grad.shape == shape
    assert grad.dtype == dtype


@SOFTMAXES
def test_softmax_vjp_has_the_dtype_of_z(function, vjp, oracle):
    z = np.ones(3, np.float32)
    assert vjp(z, np.ones(3)).dtype == np.float32
    assert vjp(z.astype(np.float64), z).dtype == np.float64
    assert vjp([1, 2], [3, 4]).dtype == np.float64


def test_softmax_jacobian_has_the_dtype_of_z():
    assert softmax_jacobian(np.ones(3, np.float32)).dtype == np.float32
    assert softmax_jacobian([]).shape == (0, 0)


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


@EACH
def test_vjp_neither_changes_nor_returns_what_it_gets(name):
    function, _, vjp, _ = ACTIVATIONS[name]
    z, grad_output = np.array([-1.0, 0.5, 2.0]), np.array([3.0, 4.0, 5.0])
    a = function(z)
    given = z.copy(), a.copy(), grad_output.copy()
    grad = vjp(z, a, grad_output)
    for array, before in zip((z, a, grad_output), given, strict=True):
        np.testing.assert_array_equal(array, before)
        assert not np.shares_memory(array, grad)


@EACH_ELEMENTWISE
@given(st.data())
def test_value_is_torchs(name, data):
    z = data.draw(arrays(data.draw(SHAPES), st.floats(*FAR_VALUES.get(name, (-1000, 1000)))))
    assert_equals_torch(ACTIVATIONS[name].function(z), ORACLES[name](tensor(z)))


@EACH_ELEMENTWISE
@given(st.data())
def test_derivative_and_vjp_are_torchs(name, data):
    function, derivative, vjp, _ = ACTIVATIONS[name]
    z = data.draw(off_0(name))
    grad_output = data.draw(arrays(z.shape))
    at = tensor(z, requires_grad=True)
    ORACLES[name](at).backward(tensor(grad_output))
    assert_equals_torch(vjp(z, function(z), grad_output), at.grad)
    assert_equals_torch(derivative(z) * grad_output, at.grad)


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_derivative_at_the_kink_is_torchs(name):
    at = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    ORACLES[name](at).sum().backward()
    assert_equals_torch(ACTIVATIONS[name].derivative([0.0]), at.grad)
    assert_equals_torch(ACTIVATIONS[name].vjp(np.zeros(1), np.zeros(1), np.ones(1)), at.grad)


@SOFTMAXES
@given(st.data())
def test_softmaxes_are_torchs_along_each_dimension(function, vjp, oracle, data):
    z = data.draw(arrays(data.draw(SHAPES.filter(len)), WIDE))
    dim = data.draw(st.integers(-z.ndim, z.ndim - 1))
    at = tensor(z, requires_grad=True)
    theirs = oracle(at, dim=dim)
    assert_equals_torch(function(z, dim), theirs)
    grad_output = data.draw(arrays(z.shape))
    theirs.backward(tensor(grad_output))
    # The entries of a gradient of a softmax cancel: their rounding errors are those of their terms.
    atol = 1e-14 * np.abs(grad_output).sum()
    np.testing.assert_allclose(vjp(z, grad_output, dim), at.grad, rtol=1e-10, atol=atol)
    same = ACTIVATIONS[function.__name__].vjp(z, function(z, dim), grad_output, dim=dim)
    np.testing.assert_array_equal(vjp(z, grad_output, dim), same)


@given(arrays(st.integers(1, 6)), st.data())
def test_softmax_jacobian_is_torchs_and_makes_the_vjp(z, data):
    jacobian = softmax_jacobian(z)
    theirs = torch.autograd.functional.jacobian(lambda z: F.softmax(z, dim=0), tensor(z))
    np.testing.assert_allclose(jacobian, theirs, rtol=1e-10, atol=1e-15)
    grad_output = data.draw(arrays(z.shape))
    np.testing.assert_allclose(grad_output @ jacobian, softmax_vjp(z, grad_output), rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(jacobian.sum(axis=0), 0, atol=1e-15)


@given(arrays(SHAPES, WIDE))
def test_sigmoid_derivative_is_torchs_far_out(z):
    log = F.logsigmoid
    expected = torch.exp(log(tensor(z)) + log(-tensor(z)))
    np.testing.assert_allclose(sigmoid_derivative(z), expected, rtol=1e-10, atol=1e-300)


@EACH_ELEMENTWISE
@given(st.data())
def test_gradcheck(name, data):
    z = data.draw(arrays(data.draw(SHAPES), OFF_0))
    function, derivative, vjp, _ = ACTIVATIONS[name]
    assert gradcheck(lambda z: function(z).sum(), z, derivative)
    assert gradcheck(lambda z: function(z).sum(), z, lambda z: vjp(z, function(z), np.ones_like(z)))


@SOFTMAXES
@given(arrays(SHAPES.filter(len)))
def test_gradcheck_of_the_softmaxes(function, vjp, oracle, z):
    weight = np.arange(1.0, z.size + 1).reshape(z.shape)
    for dim in range(z.ndim):
        assert gradcheck(
            lambda z, dim=dim: (weight * function(z, dim)).sum(), z, lambda z, dim=dim: vjp(z, weight, dim)
        )


@given(arrays(SHAPES, WIDE))
def test_sigmoid_is_symmetric(z):
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), rtol=0, atol=1e-15)


@given(arrays(SHAPES, OFF_0 | st.just(0.0)))
def test_step_is_where_sigmoid_passes_one_half(z):
    np.testing.assert_array_equal(step(z), sigmoid(z) >= 0.5)


@given(arrays(SHAPES, WIDE))
def test_tanh_is_a_stretched_sigmoid(z):
    np.testing.assert_allclose(tanh(z), 2 * sigmoid(2 * z) - 1, rtol=0, atol=1e-15)


@given(arrays(SHAPES, WIDE))
def test_softplus_and_gelu_of_the_opposite_differ_by_z(z):
    np.testing.assert_allclose(softplus(z) - softplus(-z), z, rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(gelu(z) - gelu(-z), z, rtol=1e-14, atol=1e-15)


@given(arrays(SHAPES, WIDE), st.floats(-2, 2))
def test_negative_slope_lies_between_relu_and_linear(z, slope):
    mixed = (1 - slope) * relu(z) + slope * linear(z)
    np.testing.assert_allclose(leaky_relu(z, slope), mixed, rtol=1e-14, atol=1e-12)
    mixed = np.where(z > 0, 1, slope)
    np.testing.assert_array_equal(leaky_relu_derivative(z, slope), mixed)
    vjp = ACTIVATIONS["leaky_relu"].vjp
    np.testing.assert_array_equal(vjp(z, leaky_relu(z, slope), 3 * z, negative_slope=slope), 3 * z * mixed)


def test_negative_slope_changes_no_dtype():
    z = np.array([-1, 1], np.float32)
    assert leaky_relu(z, np.float64(0.1)).dtype == leaky_relu_derivative(z, 2).dtype == np.float32


@given(arrays(SHAPES, WIDE))
def test_relu_derivative_differs_from_step_at_0_only(z):
    np.testing.assert_array_equal(relu_derivative(z) != step(z), z == 0)


@given(arrays(SHAPES.filter(len)), WIDE)
def test_a_softmax_sums_to_1_and_minds_no_shift(z, shift):
    np.testing.assert_allclose(softmax(z).sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-11)
    np.testing.assert_allclose(np.exp(log_softmax(z)), softmax(z), rtol=1e-13)


@given(WIDE)
def test_a_softmax_of_two_is_a_sigmoid(z):
    np.testing.assert_allclose(softmax([0.0, z]), [sigmoid(-z), sigmoid(z)], rtol=1e-14, atol=1e-300)


def test_nan_stays_visible():
    functions = [ACTIVATIONS[name].function for name in ELEMENTWISE]
    for function in (*functions, sigmoid_derivative, relu_derivative, tanh_derivative):
        assert np.isnan(function(np.nan)), function.__name__
    assert step_derivative(np.nan) == 0
    assert np.isnan(softmax([0, np.nan])).all()


BAD = {
    "strings": (lambda: sigmoid(["one"]), TypeError, "z must hold real numbers, got dtype <U3"),
    "complex numbers": (lambda: tanh(1j), TypeError, "z must hold real numbers, got dtype complex128"),
    "None": (lambda: softplus(None), TypeError, "z must hold real numbers, got dtype object"),
    "rows of different lengths": (lambda: gelu([[1], [1, 2]]), ValueError, "z is not a regular array: "),
    "float16": (
        lambda: sigmoid(np.float16(1)),
        TypeError,
        "z must be float32 or float64, got float16: convert it with astype",
    ),
    "unknown name": (
        lambda: activation("sigmod"),
        ValueError,
        "unknown activation 'sigmod': choose one of 'step', 'sigmoid', 'relu', 'linear', 'tanh', "
        "'leaky_relu', 'softplus', 'gelu', 'softmax', 'log_softmax'",
    ),
    "no name": (lambda: activation(np.ones(2)), ValueError, "unknown activation array([1., 1.])"),
    "softmax in one unit": (
        lambda: Neuron([1.0], 0, "softmax"),
        ValueError,
        "unknown activation 'softmax': choose one of 'step', 'sigmoid', 'relu', 'linear', 'tanh', "
        "'leaky_relu', 'softplus', 'gelu'",
    ),
    "negative_slope nan": (
        lambda: leaky_relu([1.0], np.nan),
        ValueError,
        "negative_slope must be a finite number, got nan",
    ),
    "two slopes": (
        lambda: leaky_relu([1.0], [1, 2]),
        ValueError,
        "negative_slope must be a finite number, got [1, 2]",
    ),
    "a word as slope": (
        lambda: leaky_relu_derivative([1.0], "steep"),
        ValueError,
        "negative_slope must be a finite number, got 'steep'",
    ),
    "dim after the last": (
        lambda: softmax(np.ones((2, 3)), 2),
        ValueError,
        "z has shape (2, 3), so it has no dimension dim=2",
    ),
    "dim before the first": (
        lambda: log_softmax(np.ones((2, 3)), -3),
        ValueError,
        "z has shape (2, 3), so it has no dimension dim=-3",
    ),
    "dim None": (
        lambda: softmax(np.ones(3), None),
        ValueError,
        "z has shape (3,), so it has no dimension dim=None",
    ),
    "dim in a vjp": (lambda: softmax_vjp(np.ones(3), np.ones(3), 1), ValueError, "no dimension dim=1"),
    "dim far beyond": (lambda: softmax(np.ones((2, 3)), 7), ValueError, "it has no dimension dim=7"),
    "dim far before": (lambda: softmax(np.ones((2, 3)), -7), ValueError, "it has no dimension dim=-7"),
    "dim true": (lambda: softmax(np.ones((2, 3)), True), ValueError, "it has no dimension dim=True"),
    "softmax of a number": (
        lambda: softmax(1.0),
        ValueError,
        "z has shape (), so it has no dimension dim=-1",
    ),
    "grad_output of a smaller shape": (
        lambda: softmax_vjp(np.ones((2, 3)), np.ones(3)),
        ValueError,
        "z has shape (2, 3), but grad_output has shape (3,)",
    ),
    "grad_output of a larger shape": (
        lambda: log_softmax_vjp(np.ones((2, 3)), np.ones((2, 1))),
        ValueError,
        "z has shape (2, 3), but grad_output has shape (2, 1)",
    ),
    "grad_output of words": (
        lambda: softmax_vjp([1.0], ["one"]),
        TypeError,
        "grad_output must hold real numbers, got dtype <U3",
    ),
    "grad_output infinite": (
        lambda: log_softmax_vjp([[1.0, 2.0]], [[0, np.inf]]),
        ValueError,
        "grad_output must be finite, got inf at grad_output[0, 1]",
    ),
    "a tensor that needs its gradient": (
        lambda: relu(torch.ones(2, requires_grad=True)),
        ValueError,
        "z is not a regular array: Can't call numpy() on Tensor that requires grad",
    ),
    "jacobian of a batch": (
        lambda: softmax_jacobian(np.ones((2, 3))),
        ValueError,
        "z must be one vector of shape (K,), got shape (2, 3): take one row at a time",
    ),
    "jacobian of a number": (
        lambda: softmax_jacobian(1.0),
        ValueError,
        "z must be one vector of shape (K,), got shape ()",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
