"""Activations: z -> g(z), each beside its derivative or its vector-Jacobian product (vjp).

Every function takes real numbers of any shape and returns the same shape and float dtype (integers become
float64); what does not hold real numbers is a TypeError. All stay finite and silent at z = ±1000, and as far
as 2 z is a number.

Chapter: Activation functions. Source: Rosenblatt (1958) for the step; Goodfellow, Bengio, Courville, Deep
Learning (2016), §4.1, §6.2.2 and §6.3.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnkit._checks import finite_array, finite_number, is_whole, one_of, real_array

# By dtype, as arrays without axes: to make one of a Python number costs numpy as much as to add (64, 3) ones.
_ONE = {char: np.ones((), char) for char in "fd"}
# From here on 1 / (1 + exp(-z)) is 1 in float64 too; exp(38) is far from an overflow.
_SATURATED = {char: np.full((), 38, char) for char in "fd"}
_GELU_SATURATED = 22.0  # from here on the sigmoid in gelu is 0 or 1 in float64 too
_GELU_SCALE, _GELU_CUBIC = 2 * math.sqrt(2 / math.pi), 0.044715
_GELU_LATEX = r"g(z) = \frac{z}{2} (1 + \tanh(\sqrt{2 / \pi} (z + 0.044715 z^3)))"


def step(z):
    """Hard threshold, the perceptron's activation: 1 if z >= 0, else 0.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: A single neuron. Source: Rosenblatt (1958).
    """
    z = real_array(z, "z")
    return np.heaviside(z, z.dtype.type(1))


def step_derivative(z):
    """0 everywhere (at the jump by convention), so no gradient flows.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions.
    """
    return np.zeros_like(real_array(z, "z"))[()]


def _step_vjp(z, a, grad_output):
    return np.zeros_like(grad_output)


def linear(z):
    """z itself: a linear unit.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions.
    """
    return +real_array(z, "z")  # a new array: changing the output must not change the input


def linear_derivative(z):
    """1 everywhere.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions.
    """
    return np.ones_like(real_array(z, "z"))[()]


def _linear_vjp(z, a, grad_output):
    return +grad_output


def sigmoid(z):
    """1 / (1 + exp(-z)), the logistic function.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §3.10.
    """
    z = real_array(z, "z")
    e = np.exp(np.minimum(z, _SATURATED[z.dtype.char]))  # exp of a large number would overflow
    return e / (_ONE[z.dtype.char] + e)


def sigmoid_derivative(z):
    """g(z) (1 - g(z)), at most 1/4.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §3.10.
    """
    return sigmoid(z) * sigmoid(-real_array(z, "z"))  # 1 - g(z) = g(-z), without the cancellation


def _sigmoid_vjp(z, a, grad_output):
    return grad_output * a * (_ONE[a.dtype.char] - a)


def tanh(z):
    """(exp(z) - exp(-z)) / (exp(z) + exp(-z)), a sigmoid from -1 to 1: tanh(z) = 2 sigmoid(2 z) - 1.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.2.
    """
    return np.tanh(real_array(z, "z"))


def tanh_derivative(z):
    """1 - g(z)^2, at most 1.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.2.
    """
    z = real_array(z, "z")
    return 4 * sigmoid(2 * z) * sigmoid(-2 * z)  # equal, without the cancellation of 1 - g(z)^2


def _tanh_vjp(z, a, grad_output):
    return grad_output * (_ONE[a.dtype.char] - a * a)


def relu(z):
    """max(0, z), the rectified linear unit.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.1.
    """
    return np.maximum(real_array(z, "z"), 0)


def relu_derivative(z):
    """1 if z > 0, else 0: 0 at the kink, as in PyTorch; the lecture says 1.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.1.
    """
    z = real_array(z, "z")
    return np.heaviside(z, z.dtype.type(0))


def _relu_vjp(z, a, grad_output):
    return grad_output * (a > 0)


def leaky_relu(z, negative_slope=0.01):
    """z if z > 0, else negative_slope * z: a gradient flows on both sides.

    z (...) -> (...); anything but real numbers is a TypeError, a negative_slope that is not one finite number
    a ValueError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.1.
    """
    z = real_array(z, "z")
    return z * _leaky_slope(z, negative_slope)


def leaky_relu_derivative(z, negative_slope=0.01):
    """1 if z > 0, else negative_slope (at the kink too, as in PyTorch).

    z (...) -> (...); errors as `leaky_relu`.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.1.
    """
    return _leaky_slope(real_array(z, "z"), negative_slope)


def _leaky_relu_vjp(z, a, grad_output, negative_slope=0.01):
    return grad_output * leaky_relu_derivative(z, negative_slope)


def softplus(z):
    """log(1 + exp(z)), a smooth relu.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §3.10.
    """
    z = real_array(z, "z")
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # exp of a large number would overflow


def softplus_derivative(z):
    """The sigmoid of z.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §3.10.
    """
    return sigmoid(z)


def _softplus_vjp(z, a, grad_output):
    return grad_output * sigmoid(z)


def gelu(z):
    """z (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (z + 0.044715 z^3), torch's gelu(z, approximate="tanh").

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Hendrycks and Gimpel, Gaussian Error Linear Units (2016), §2.
    """
    z = real_array(z, "z")
    return np.maximum(z, -_GELU_SATURATED) * sigmoid(_gelu_logit(_gelu_within(z)))


def gelu_derivative(z):
    """(1 + tanh(u)) / 2 + z (1 - tanh(u)^2) u' / 2, with u as in `gelu`.

    z (...) -> (...); anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Hendrycks and Gimpel, Gaussian Error Linear Units (2016), §2.
    """
    z = _gelu_within(real_array(z, "z"))
    logit = _gelu_logit(z)
    slope = _GELU_SCALE * (1 + 3 * _GELU_CUBIC * z * z)
    return sigmoid(logit) + z * sigmoid_derivative(logit) * slope


def _gelu_vjp(z, a, grad_output):
    return grad_output * gelu_derivative(z)


def softmax(z, dim=-1):
    """exp(z_k) / sum_j exp(z_j) along `dim`: positive numbers that sum to 1.

    z (..., K, ...) -> the same shape; anything but real numbers is a TypeError, a dim that z has not a
    ValueError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §4.1 and §6.2.2.3.
    """
    z = real_array(z, "z")
    e = np.exp(_below_0(z, dim))
    return e / np.add.reduce(e, dim, keepdims=True)


def _softmax_vjp(z, a, grad_output, dim=-1):
    return a * (grad_output - np.add.reduce(a * grad_output, dim, keepdims=True))


def softmax_vjp(z, grad_output, dim=-1):
    """a (grad_output - sum_j a_j grad_output_j) along `dim`, with a = softmax(z).

    z, grad_output (..., K, ...) -> the same shape; two shapes, and a dim that z has not, are a ValueError,
    anything but real numbers is a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.2.2.3.
    """
    return _checked_vjp(_softmax_vjp, softmax, z, grad_output, dim)


def softmax_jacobian(z):
    """The matrix of da_i/dz_j = a_i ([i = j] - a_j), with a = softmax(z).

    z (K,) -> (K, K); another number of dimensions is a ValueError, anything but real numbers a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.2.2.3.
    """
    z = real_array(z, "z")
    if z.ndim != 1:
        raise ValueError(f"z must be one vector of shape (K,), got shape {z.shape}: take one row at a time")
    a = softmax(z)
    return np.diag(a) - np.outer(a, a)


def log_softmax(z, dim=-1):
    """z_k - log sum_j exp(z_j) along `dim`: log(softmax(z)), finite where softmax rounds to 0.

    z (..., K, ...) -> the same shape; errors as `softmax`.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.2.2.3.
    """
    z = _below_0(real_array(z, "z"), dim)
    with np.errstate(divide="ignore"):  # the sum over no entry is 0
        return z - np.log(np.add.reduce(np.exp(z), dim, keepdims=True))


def _log_softmax_vjp(z, a, grad_output, dim=-1):
    return grad_output - np.exp(a) * np.add.reduce(grad_output, dim, keepdims=True)


def log_softmax_vjp(z, grad_output, dim=-1):
    """grad_output - softmax(z) sum_j grad_output_j along `dim`.

    z, grad_output (..., K, ...) -> the same shape; errors as `softmax_vjp`.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.2.2.3.
    """
    return _checked_vjp(_log_softmax_vjp, log_softmax, z, grad_output, dim)


def _leaky_slope(z, negative_slope):
    slope = z.dtype.type(finite_number(negative_slope, "negative_slope"))
    return np.where(z > 0, 1, slope)[()]


def _gelu_within(z):
    """z, where it lies beyond ±22 moved there, for z^3 could overflow."""
    return np.minimum(np.maximum(z, -_GELU_SATURATED), _GELU_SATURATED)


def _gelu_logit(z):
    """2 u, for (1 + tanh(u)) / 2 = sigmoid(2 u), which keeps its digits where tanh(u) is near -1."""
    return _GELU_SCALE * (z + _GELU_CUBIC * z * z * z)


def _below_0(z, dim):
    """z minus its largest entry along `dim`, which changes no softmax and lets no exp overflow."""
    if not (is_whole(dim) and -z.ndim <= dim < z.ndim):
        raise ValueError(f"z has shape {z.shape}, so it has no dimension dim={dim!r}")
    with np.errstate(invalid="ignore"):  # inf - inf is NaN, which stays visible
        return z - np.maximum.reduce(z, dim, keepdims=True, initial=-np.inf)


def _checked_vjp(vjp, function, z, grad_output, dim):
    z, grad_output = real_array(z, "z"), finite_array(grad_output, "grad_output")
    if z.shape != grad_output.shape:
        raise ValueError(f"z has shape {z.shape}, but grad_output has shape {grad_output.shape}")
    return vjp(z, function(z, dim), grad_output.astype(z.dtype, copy=False), dim)


class ActivationFunction(NamedTuple):
    """A function, its derivative (None where outputs depend on more than their own z), its vjp, its LaTeX.

    function(z) and derivative(z): (...) -> (...). vjp(z, a, grad_output) with a = function(z), all of one
    shape (...) and dtype, -> d(loss)/dz (...); it is a layer's step, so it checks nothing. An option of the
    function (dim, negative_slope) is one of its derivative and vjp too.

    Chapter: Activation functions.
    """

    function: Callable
    derivative: Callable | None
    vjp: Callable
    latex: str


ACTIVATIONS = {
    "step": ActivationFunction(step, step_derivative, _step_vjp, r"g(z) = [z \geq 0]"),
    "sigmoid": ActivationFunction(sigmoid, sigmoid_derivative, _sigmoid_vjp, r"g(z) = 1 / (1 + e^{-z})"),
    "relu": ActivationFunction(relu, relu_derivative, _relu_vjp, r"g(z) = \max(0, z)"),
    "linear": ActivationFunction(linear, linear_derivative, _linear_vjp, r"g(z) = z"),
    "tanh": ActivationFunction(tanh, tanh_derivative, _tanh_vjp, r"g(z) = \tanh(z)"),
    "leaky_relu": ActivationFunction(
        leaky_relu, leaky_relu_derivative, _leaky_relu_vjp, r"g(z) = \max(0, z) + 0.01 \min(0, z)"
    ),
    "softplus": ActivationFunction(softplus, softplus_derivative, _softplus_vjp, r"g(z) = \log(1 + e^z)"),
    "gelu": ActivationFunction(gelu, gelu_derivative, _gelu_vjp, _GELU_LATEX),
    "softmax": ActivationFunction(softmax, None, _softmax_vjp, r"g(z)_k = e^{z_k} / \sum_j e^{z_j}"),
    "log_softmax": ActivationFunction(
        log_softmax, None, _log_softmax_vjp, r"g(z)_k = z_k - \log \sum_j e^{z_j}"
    ),
}
"""name -> ActivationFunction: the lecture's four, then the other elementwise ones, then the softmaxes."""

ELEMENTWISE = tuple(name for name, g in ACTIVATIONS.items() if g.derivative)
"""The names of the activations g(z) that a single unit can have: each output depends on its own z alone."""


def activation(name):
    """The ActivationFunction called `name`; a ValueError lists the known names.

    Chapter: Activation functions.
    """
    return ACTIVATIONS[one_of(name, ACTIVATIONS, "activation")]
