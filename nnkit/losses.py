"""Losses: how wrong the values are, each beside its vector-Jacobian product (vjp).

With y the label 0 or 1, s = 2y - 1 the same label as -1 or +1, and z the logit, the two losses of one unit
depend on the margin s z alone: max(0, -s z) for the perceptron, log(1 + exp(-s z)) for logistic regression.
Their derivatives by z are step(z) - y and sigmoid(z) - y: the two learning rules differ in the activation
only. Cross entropy is the second for any number of classes: its derivative by the logits is softmax(z) - y.

For all functions here: shapes that do not fit are a ValueError that names both, what does not hold real
numbers is a TypeError; the result has the dtype of `input` (integers become float64). `reduction` is "mean",
"sum" (both -> one number) or "none" (-> one for each loss); the mean of an empty batch is a ValueError. A vjp
returns d(loss)/d(input) * grad_output, in the shape of `input`; grad_output has the shape of the loss.

Chapter: Loss functions. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §5.5 and §6.2.2; Bishop,
Pattern Recognition and Machine Learning (2006), §4.1.7 and §4.3.2.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnkit._checks import (
    class_ids,
    distributions,
    finite_array,
    label_array,
    one_of,
    real_array,
    regular_array,
    same_shape,
)
from nnkit.activations import log_softmax, sigmoid, softmax, softplus, step


def sse_loss(input, target):
    """‖input - target‖^2, the sum of squared errors over all entries, as one number.

    input, target (...): real numbers of one shape, else a ValueError.

    Chapter: Loss functions.
    """
    return mse_loss(input, target, "sum")


def sse_loss_vjp(input, target, grad_output=1.0):
    """2 (input - target) * grad_output.

    input, target (...): real numbers of one shape, else a ValueError; grad_output: a number -> (...).

    Chapter: Loss functions.
    """
    return mse_loss_vjp(input, target, "sum", grad_output)


def mse_loss(input, target, reduction="mean"):
    """(input - target)^2, for the mean over all entries.

    input, target (...): real numbers of one shape, else a ValueError -> one number, or (...) for "none".

    Chapter: Loss functions.
    """
    residual = _residual(input, target)
    return _reduce(residual * residual, reduction)


def mse_loss_vjp(input, target, reduction="mean", grad_output=1.0):
    """2 (input - target) * grad_output, over the size for the mean.

    input, target (...): real numbers of one shape, else a ValueError; grad_output: a number, or (...) for
    "none" -> (...).

    Chapter: Loss functions.
    """
    residual = _residual(input, target)
    return _pull_back(residual + residual, reduction, grad_output, residual.shape)


def binary_cross_entropy_with_logits(input, target, reduction="mean"):
    """-y log g(z) - (1 - y) log(1 - g(z)) = log(1 + exp(-s z)), with g the sigmoid.

    input (...): logits z; target (...): labels 0 or 1, else a ValueError -> one number, or (...) for "none".

    Chapter: Loss functions. Source: Bishop (2006), §4.3.2.
    """
    z, y = _logits_and_labels(input, target)
    return _reduce(softplus(np.where(y, -z, z)), reduction)  # log g(z) would be log(0) from z = -746 on


def binary_cross_entropy_with_logits_vjp(input, target, reduction="mean", grad_output=1.0):
    """(sigmoid(z) - y) * grad_output, over the size for the mean.

    input (...): logits z; target (...): labels 0 or 1, else a ValueError; grad_output: a number, or (...) for
    "none" -> (...).

    Chapter: Loss functions. Source: Bishop (2006), §4.3.2.
    """
    z, y = _logits_and_labels(input, target)
    return _pull_back(sigmoid(z) - y, reduction, grad_output, z.shape)


def perceptron_loss(input, target, reduction="mean"):
    """max(0, -s z): 0 for a right sign, else how far z is on the wrong side.

    input (...): pre-activations z; target (...): labels 0 or 1, else a ValueError -> one number, or (...) for
    "none".

    Chapter: A single neuron. Source: Bishop (2006), eq. 4.54.
    """
    z, y = _logits_and_labels(input, target)
    return _reduce(np.maximum(0, np.where(y, -z, z)), reduction)


def perceptron_loss_vjp(input, target, reduction="mean", grad_output=1.0):
    """(step(z) - y) * grad_output, over the size for the mean.

    At the kink, z = 0, this is the subgradient that agrees with step(0) = 1: 1 for label 0 and 0 for label 1.
    input (...): pre-activations z; target (...): labels 0 or 1, else a ValueError; grad_output: a number, or
    (...) for "none" -> (...).

    Chapter: A single neuron. Source: Bishop (2006), §4.1.7.
    """
    z, y = _logits_and_labels(input, target)
    return _pull_back(step(z) - y, reduction, grad_output, z.shape)


def cross_entropy(input, target, reduction="mean"):
    """-sum_k y_k log softmax(z)_k, for the mean over the N examples.

    input (N, K), or (K,) for one example: logits z of K classes. target: class ids (N,), integers from 0 to
    K - 1, or one distribution y over the classes for each example (N, K), one-hot or soft: numbers >= 0 that
    sum to 1 within 1e-5; else a ValueError, and a TypeError for class ids that are not integers. -> one
    number, or (N,) for "none".

    Chapter: Loss functions. Source: Bishop (2006), §4.3.4.
    """
    z, target = _logits_and_classes(input, target)
    log_p = log_softmax(z)
    is_ids = target.ndim < z.ndim
    return _reduce(-log_p[_of_class(target)] if is_ids else -np.vecdot(target, log_p), reduction)


def cross_entropy_vjp(input, target, reduction="mean", grad_output=1.0):
    """(softmax(z) - y) * grad_output, over N for the mean, with y one-hot for class ids.

    input, target: as for `cross_entropy`, with its errors; grad_output: a number, or (N,) for "none" ->
    (N, K), or (K,) for one example.

    Chapter: Loss functions. Source: Bishop (2006), §4.3.4.
    """
    z, target = _logits_and_classes(input, target)
    derivative = softmax(z)
    if target.ndim < z.ndim:
        derivative[_of_class(target)] -= 1
    else:
        derivative -= target
    return _pull_back(derivative, reduction, grad_output, z.shape[:-1])


class Loss(NamedTuple):
    """A loss, its vjp, and the loss of one example in LaTeX, with \\hat y or z the input and y the target.

    function(input, target) -> one number; vjp(input, target) -> its gradient by the input, in the input's
    shape.

    Chapter: Loss functions.
    """

    function: Callable
    vjp: Callable
    latex: str


LOSSES = {
    "sse": Loss(sse_loss, sse_loss_vjp, r"\sum_k (\hat y_k - y_k)^2"),
    "mse": Loss(mse_loss, mse_loss_vjp, r"\frac{1}{K} \sum_k (\hat y_k - y_k)^2"),
    "binary_cross_entropy_with_logits": Loss(
        binary_cross_entropy_with_logits,
        binary_cross_entropy_with_logits_vjp,
        r"-y \log g(z) - (1 - y) \log(1 - g(z))",
    ),
    "perceptron": Loss(perceptron_loss, perceptron_loss_vjp, r"\max(0, (1 - 2 y) z)"),
    "cross_entropy": Loss(cross_entropy, cross_entropy_vjp, r"-\sum_k y_k \log(e^{z_k} / \sum_j e^{z_j})"),
}
"""name -> Loss, for the shapes and errors see the functions."""


def loss(name):
    """The Loss called `name`; a ValueError lists the known names.

    Chapter: Loss functions.
    """
    return LOSSES[one_of(name, LOSSES, "loss")]


def _residual(input, target):
    input = real_array(input, "input")
    target = real_array(target, "target").astype(input.dtype, copy=False)
    same_shape(input, target)
    return input - target


def _logits_and_labels(input, target):
    input = real_array(input, "input")
    target = label_array(target, input.dtype)
    same_shape(input, target)
    return input, target


def _logits_and_classes(input, target):
    """Logits (N, K) or (K,), and the target: class ids (N,) or (), or distributions of the logits' shape."""
    input = real_array(input, "input")
    if input.ndim not in (1, 2) or not input.shape[-1]:
        raise ValueError(f"input must have shape (N, K) or (K,), one logit for each class, got {input.shape}")
    target = regular_array(target, "target")
    if target.shape == input.shape:
        return input, distributions(target, input.dtype)
    if target.shape == input.shape[:-1]:
        return input, class_ids(target, input.shape[-1])
    raise ValueError(
        f"input has shape {input.shape}, but target has shape {target.shape}: class ids must have shape"
        f" {input.shape[:-1]}, one-hot or soft targets {input.shape}"
    )


def _of_class(ids):
    """The index of each row's entry of its class: (N, K) -> (N,) for ids (N,), (K,) -> one for ids ()."""
    return (np.arange(ids.size), ids) if ids.ndim else ids[()]


def _reduce(losses, reduction):
    _check_reduction(reduction, losses.shape)
    if reduction == "none":
        return losses
    total = np.add.reduce(losses, axis=None)
    return total / losses.size if reduction == "mean" else total


def _pull_back(derivative, reduction, grad_output, shape):
    """derivative * grad_output, over the number of losses for the mean; shape: that of the losses."""
    _check_reduction(reduction, shape)
    grad_output = finite_array(grad_output, "grad_output").astype(derivative.dtype, copy=False)[()]
    if grad_output.ndim and (reduction != "none" or grad_output.shape != shape):
        raise ValueError(
            f"grad_output has shape {grad_output.shape}, which does not fit reduction {reduction!r}"
            f" of input with shape {derivative.shape}"
        )
    if reduction == "mean":
        grad_output = grad_output / math.prod(shape)
    elif grad_output.ndim < derivative.ndim:
        grad_output = grad_output[..., np.newaxis]  # (N,) -> (N, 1), for derivatives (N, K)
    derivative *= grad_output
    return derivative


def _check_reduction(reduction, shape):
    if one_of(reduction, ("mean", "sum", "none"), "reduction") == "mean" and not math.prod(shape):
        raise ValueError(f"the mean loss of an empty batch does not exist: input has shape {shape}")
