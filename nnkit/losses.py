"""Losses: how wrong the values are, each beside its vector-Jacobian product (vjp).

With y the label 0 or 1, s = 2y - 1 the same label as -1 or +1, and z the logit, both classification losses
depend on the margin s z alone: max(0, -s z) for the perceptron, log(1 + exp(-s z)) for logistic regression.
Their derivatives by z are step(z) - y and sigmoid(z) - y: the two learning rules differ in the activation
only.

For all functions here: `input` and `target` have one shape (...), else a ValueError names both; the result
has the dtype of `input` (integers become float64). `reduction` is "mean", "sum" (both -> one number) or
"none" (-> (...)); the mean of an empty batch is a ValueError. A vjp returns d(loss)/d(input) * grad_output,
shape (...).

Chapter: One neuron. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §5.5 and §6.2.2; Bishop,
Pattern Recognition and Machine Learning (2006), §4.1.7 and §4.3.2.
"""

import numpy as np

from nnkit._checks import label_array, one_of, real_array, same_shape
from nnkit.activations import sigmoid, step


def binary_cross_entropy_with_logits(input, target, reduction="mean"):
    """-y log g(z) - (1 - y) log(1 - g(z)) = log(1 + exp(-s z)), with g the sigmoid.

    input (...): logits z; target (...): labels 0 or 1, else a ValueError.
    """
    z, y = _logits_and_labels(input, target)
    return _reduce(np.logaddexp(0, (1 - 2 * y) * z), reduction)  # log g(z) would be log(0) from z = -746 on


def binary_cross_entropy_with_logits_vjp(input, target, reduction="mean", grad_output=1.0):
    """(sigmoid(z) - y) * grad_output, over the size for the mean."""
    z, y = _logits_and_labels(input, target)
    return _pull_back(sigmoid(z) - y, reduction, grad_output)


def perceptron_loss(input, target, reduction="mean"):
    """max(0, -s z): 0 for a right sign, else how far z is on the wrong side (Bishop 2006, eq. 4.54).

    input (...): pre-activations z; target (...): labels 0 or 1, else a ValueError.
    """
    z, y = _logits_and_labels(input, target)
    return _reduce(np.maximum(0, (1 - 2 * y) * z), reduction)


def perceptron_loss_vjp(input, target, reduction="mean", grad_output=1.0):
    """(step(z) - y) * grad_output, over the size for the mean.

    At the kink, z = 0, this is the subgradient that agrees with step(0) = 1: 1 for label 0 and 0 for label 1.
    """
    z, y = _logits_and_labels(input, target)
    return _pull_back(step(z) - y, reduction, grad_output)


def mse_loss(input, target, reduction="mean"):
    """(input - target)^2, for real numbers of shape (...)."""
    return _reduce(_residual(input, target) ** 2, reduction)


def mse_loss_vjp(input, target, reduction="mean", grad_output=1.0):
    """2 (input - target) * grad_output, over the size for the mean."""
    return _pull_back(2 * _residual(input, target), reduction, grad_output)


def _logits_and_labels(input, target):
    input = real_array(input, "input")
    target = label_array(target, input.dtype)
    same_shape(input, target)
    return input, target


def _residual(input, target):
    input = real_array(input, "input")
    target = real_array(target, "target").astype(input.dtype)
    same_shape(input, target)
    return input - target


def _reduce(losses, reduction):
    _check_reduction(losses, reduction)
    return {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](losses)[()]


def _pull_back(derivative, reduction, grad_output):
    _check_reduction(derivative, reduction)
    grad_output = np.asarray(grad_output, dtype=derivative.dtype)
    if grad_output.shape not in {(), derivative.shape if reduction == "none" else ()}:
        raise ValueError(
            f"grad_output has shape {grad_output.shape}, which does not fit reduction {reduction!r}"
            f" of input with shape {derivative.shape}"
        )
    return derivative * grad_output / (derivative.size if reduction == "mean" else 1)


def _check_reduction(values, reduction):
    if one_of(reduction, ("mean", "sum", "none"), "reduction") == "mean" and not values.size:
        raise ValueError(f"the mean loss of an empty batch does not exist: input has shape {values.shape}")
