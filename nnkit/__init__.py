"""The small helper package behind "Neural Networks: Fundamentals, Models, and Equations".

Everything named here needs numpy only. `nnkit.plots` (matplotlib) and `nnkit.figures` (anywidget) load on
request: `from nnkit import plots`.
"""

from importlib.metadata import version

from nnkit.activations import (
    ACTIVATIONS,
    ActivationFunction,
    activation,
    linear,
    linear_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    step,
    step_derivative,
)
from nnkit.data import blobs, linearly_separable, logic
from nnkit.gradcheck import GradcheckError, gradcheck
from nnkit.losses import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_vjp,
    mse_loss,
    mse_loss_vjp,
    perceptron_loss,
    perceptron_loss_vjp,
)
from nnkit.neuron import Boundary, Neuron, logistic_gradient, perceptron_update
from nnkit.neuron_fit import NeuronHistory, fit_logistic, fit_perceptron

__version__ = version("neural-networks-fundamentals")

__all__ = [
    "ACTIVATIONS",
    "ActivationFunction",
    "Boundary",
    "GradcheckError",
    "Neuron",
    "NeuronHistory",
    "activation",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_vjp",
    "blobs",
    "fit_logistic",
    "fit_perceptron",
    "gradcheck",
    "linear",
    "linear_derivative",
    "linearly_separable",
    "logic",
    "logistic_gradient",
    "mse_loss",
    "mse_loss_vjp",
    "perceptron_loss",
    "perceptron_loss_vjp",
    "perceptron_update",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "step",
    "step_derivative",
]
