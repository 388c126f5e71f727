"""The small helper package behind "Neural Networks: Fundamentals, Models, and Equations".

Everything named here needs numpy only. `nnkit.plots` (matplotlib), `nnkit.pytorch` (torch), `nnkit.figures`
(anywidget) load on request: `from nnkit import plots`.
"""

# A paragraph for each module: a line for each name, twice, would be four pages.
# isort: off
# fmt: off
from nnkit.activations import (
    ACTIVATIONS, ELEMENTWISE, ActivationFunction, activation, gelu, gelu_derivative, leaky_relu,
    leaky_relu_derivative, linear, linear_derivative, log_softmax, log_softmax_vjp, relu, relu_derivative,
    sigmoid, sigmoid_derivative, softmax, softmax_jacobian, softmax_vjp, softplus, softplus_derivative,
    step, step_derivative, tanh, tanh_derivative,
)
from nnkit.approximate import (
    Approximation, bump, convex_polygon, half_plane, logic_gate, relu_interpolant, sigmoid_staircase,
    step_staircase, union_of_polygons,
)
from nnkit.convolution import AvgPool2d, Conv2d, MaxPool2d
from nnkit.data import (
    IMAGE_KINDS, LOGIC, blobs, checkerboard, circles, images, inside_polygon, linearly_separable, logic,
    moons, polygon, spirals,
)
from nnkit.gaussian import GaussianClassifier, Line, Quadric
from nnkit.gradcheck import GradcheckError, gradcheck
from nnkit.layers import Activation, Dropout, Flatten, Linear, Sequential
from nnkit.losses import (
    LOSSES, Loss, binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_vjp, cross_entropy,
    cross_entropy_vjp, loss, mse_loss, mse_loss_vjp, perceptron_loss, perceptron_loss_vjp, sse_loss,
    sse_loss_vjp,
)
from nnkit.module import Module, Parameter
from nnkit.network import IndexedNetwork, ParameterCount, lecture_network
from nnkit.neuron import (
    Boundary, Neuron, NeuronHistory, fit_logistic, fit_perceptron, logistic_gradient, perceptron_update,
)
from nnkit.optim import (
    SGD, Adam, CosineAnnealingLR, DivergenceError, ExponentialLR, Optimizer, Path, RMSprop, Schedule,
    StepLR, descend,
)
from nnkit.scalar import Graph, Value
from nnkit.source import to_numpy_source, to_torch_source
from nnkit.targets import TARGETS, Target
from nnkit.train import History, fit

__all__ = [
    "ACTIVATIONS", "ELEMENTWISE", "IMAGE_KINDS", "LOGIC", "LOSSES", "SGD", "TARGETS", "Activation",
    "ActivationFunction", "Adam", "Approximation", "AvgPool2d", "Boundary", "Conv2d", "CosineAnnealingLR",
    "DivergenceError", "Dropout", "ExponentialLR", "Flatten", "GaussianClassifier", "GradcheckError",
    "Graph", "History", "IndexedNetwork", "Line", "Linear", "Loss", "MaxPool2d", "Module", "Neuron",
    "NeuronHistory", "Optimizer", "Parameter", "ParameterCount", "Path", "Quadric", "RMSprop", "Schedule",
    "Sequential", "StepLR", "Target", "Value", "activation", "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_vjp", "blobs", "bump", "checkerboard", "circles", "convex_polygon",
    "cross_entropy", "cross_entropy_vjp", "descend", "fit", "fit_logistic", "fit_perceptron", "gelu",
    "gelu_derivative", "gradcheck", "half_plane", "images", "inside_polygon", "leaky_relu",
    "leaky_relu_derivative", "lecture_network", "linear", "linear_derivative", "linearly_separable",
    "log_softmax", "log_softmax_vjp", "logic", "logic_gate", "logistic_gradient", "loss", "moons",
    "mse_loss", "mse_loss_vjp", "perceptron_loss", "perceptron_loss_vjp", "perceptron_update", "polygon",
    "relu", "relu_derivative", "relu_interpolant", "sigmoid", "sigmoid_derivative", "sigmoid_staircase",
    "softmax", "softmax_jacobian", "softmax_vjp", "softplus", "softplus_derivative", "spirals",
    "sse_loss", "sse_loss_vjp", "step", "step_derivative", "step_staircase", "tanh", "tanh_derivative",
    "to_numpy_source", "to_torch_source", "union_of_polygons",
]
# fmt: on
# isort: on


def __getattr__(name):
    if name == "__version__":
        from importlib.metadata import version  # only on request: it takes half as long as numpy

        return version("neural-networks-fundamentals")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
