"""Activations: z -> g(z), entry by entry, each beside its derivative.

Every function takes real numbers of any shape and returns the same shape and float dtype (integers become
float64); what does not hold real numbers is a TypeError.

Chapter: One neuron. Source: Rosenblatt (1958) for the step; Goodfellow, Bengio, Courville, Deep Learning
(2016), §6.2.2 and §6.3.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnkit._checks import one_of, real_array


def step(z):
    """Hard threshold, the perceptron's activation: 1 if z >= 0, else 0. Shape (...) -> (...)."""
    z = real_array(z, "z")
    return np.heaviside(z, z.dtype.type(1))


def step_derivative(z):
    """0 everywhere (at the jump by convention), so no gradient flows. Shape (...) -> (...)."""
    return np.zeros_like(real_array(z, "z"))[()]


def sigmoid(z):
    """1 / (1 + exp(-z)), the logistic function. Shape (...) -> (...)."""
    z = real_array(z, "z")
    e = np.exp(-np.abs(z))  # exp of a large positive number would overflow
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_derivative(z):
    """g(z) (1 - g(z)), at most 1/4. Shape (...) -> (...)."""
    return sigmoid(z) * sigmoid(-real_array(z, "z"))  # 1 - g(z) = g(-z), without the cancellation


def relu(z):
    """max(0, z), the rectified linear unit. Shape (...) -> (...)."""
    return np.maximum(real_array(z, "z"), 0)


def relu_derivative(z):
    """1 if z > 0, else 0: 0 at the kink, as in PyTorch; the lecture says 1. Shape (...) -> (...)."""
    z = real_array(z, "z")
    return np.heaviside(z, z.dtype.type(0))


def linear(z):
    """z itself: a linear unit. Shape (...) -> (...)."""
    return +real_array(z, "z")  # a new array: changing the output must not change the input


def linear_derivative(z):
    """1 everywhere. Shape (...) -> (...)."""
    return np.ones_like(real_array(z, "z"))[()]


class ActivationFunction(NamedTuple):
    """A function, its derivative, and the function in LaTeX."""

    function: Callable
    derivative: Callable
    latex: str


ACTIVATIONS = {
    "step": ActivationFunction(step, step_derivative, r"g(z) = [z \geq 0]"),
    "sigmoid": ActivationFunction(sigmoid, sigmoid_derivative, r"g(z) = 1 / (1 + e^{-z})"),
    "relu": ActivationFunction(relu, relu_derivative, r"g(z) = \max(0, z)"),
    "linear": ActivationFunction(linear, linear_derivative, r"g(z) = z"),
}


def activation(name):
    """The ActivationFunction called `name`; a ValueError lists the known names."""
    return ACTIVATIONS[one_of(name, ACTIVATIONS, "activation")]
