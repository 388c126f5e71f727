"""Two ways to find a neuron's weights, with one record of how they went, so that they can be compared.

Labels are 0 and 1. Both start from `weight` (in_features,), zeros when it is not given, and from `bias`.
ValueErrors name what does not fit: shapes, labels, NaN, an empty batch, a learning rate that is not positive.

Chapter: A single neuron. Source: Rosenblatt (1958) and Novikoff (1962) for the perceptron; Bishop, Pattern
Recognition and Machine Learning (2006), §4.3.2 for logistic regression.
"""

from dataclasses import dataclass

import numpy as np

from nnkit._checks import generator, labelled_batch, parameters, positive_number, real_array, whole_number
from nnkit.losses import binary_cross_entropy_with_logits, perceptron_loss
from nnkit.neuron import Neuron, logistic_gradient, perceptron_update


@dataclass(frozen=True, eq=False)
class NeuronHistory:
    """The neuron before the first update (row 0) and after each of T updates, measured on all the data.

    weights (T + 1, in_features); biases (T + 1,); losses (T + 1,), the mean loss that the rule descends;
    mistakes (T + 1,), how many points have the wrong label; activation, the name of the neuron's. The fits
    make it; it checks nothing.

    Chapter: A single neuron.
    """

    weights: np.ndarray
    biases: np.ndarray
    losses: np.ndarray
    mistakes: np.ndarray
    activation: str

    def neuron(self, update=-1):
        """The Neuron after so many updates, or the last. Not a whole number from -T - 1 to T: ValueError."""
        rows = len(self.weights)
        if not (isinstance(update, (int, np.integer)) and -rows <= update < rows):
            raise ValueError(f"update must be a whole number from {-rows} to {rows - 1}, got {update!r}")
        return Neuron(self.weights[update], self.biases[update], self.activation)


def fit_perceptron(x, target, epochs=100, lr=1.0, weight=None, bias=0.0, rng=None):
    """The perceptron rule, one point at a time, until a whole epoch goes by without a mistake.

    x (N, in_features), target (N,) -> NeuronHistory with one row for each update; right points change nothing
    and leave no row. The points come in their order, or in a new random one each epoch when `rng` is given.
    If a line separates the labels, the number of mistakes is finite (Novikoff 1962); if none does, the rule
    stops after `epochs`. ValueErrors as the module says.

    Chapter: A single neuron. Source: Rosenblatt (1958).
    """
    x, target, weight, bias, lr = _start(x, target, epochs, lr, weight, bias)
    if rng is not None:
        generator(rng)
    path = [(weight, bias)]
    for _ in range(epochs):
        updates_before = len(path)
        for i in range(len(x)) if rng is None else rng.permutation(len(x)):
            if (x[i] @ weight + bias >= 0) != target[i]:
                weight, bias = perceptron_update(weight, bias, x[i], target[i], lr)
                path.append((weight, bias))
        if len(path) == updates_before:
            break
    return _history(path, x, target, perceptron_loss, "step")


def fit_logistic(x, target, epochs=100, lr=1.0, weight=None, bias=0.0):
    """Gradient descent on the mean binary cross entropy of the whole batch: w <- w - lr dw, b <- b - lr db.

    x (N, in_features), target (N,) -> NeuronHistory with one row for each epoch. The loss is convex and goes
    down at each step for lr <= 8 / the mean of (‖x‖² + 1). ValueErrors as the module says.

    Chapter: A single neuron. Source: Bishop (2006), §4.3.2.
    """
    x, target, weight, bias, lr = _start(x, target, epochs, lr, weight, bias)
    path = [(weight, bias)]
    for _ in range(epochs):
        dweight, dbias = logistic_gradient(weight, bias, x, target)
        weight, bias = weight - lr * dweight, bias - lr * dbias
        path.append((weight, bias))
    return _history(path, x, target, binary_cross_entropy_with_logits, "sigmoid")


def _start(x, target, epochs, lr, weight, bias):
    whole_number(epochs, "epochs", least=0)
    lr = positive_number(lr, "lr")
    x = real_array(x, "x")
    if x.ndim != 2:
        raise ValueError(f"x must have shape (N, in_features), got shape {x.shape}")
    if weight is None:
        weight = np.zeros_like(x, shape=x.shape[1:])
    weight, bias = parameters(weight, bias)
    x, target = labelled_batch(x, target, weight)
    if not len(x):
        raise ValueError(f"there is nothing to learn from: x has shape {x.shape}")
    return x, target, weight, bias, lr


def _history(path, x, target, loss, activation):
    weights, biases = (np.array(values) for values in zip(*path, strict=True))
    z = x @ weights.T + biases  # (N, in) -> (N, T + 1)
    losses = np.array([loss(column, target) for column in z.T])
    return NeuronHistory(weights, biases, losses, ((z >= 0) != target[:, np.newaxis]).sum(axis=0), activation)
