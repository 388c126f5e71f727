"""One neuron: z = w·x + b, ŷ = g(z), the line where it changes its mind, and how it learns.

Two rules find its weights, each with one record of how it went, so that they can be compared.

Labels are 0 and 1. A point x has shape (in_features,), a batch (N, in_features); other shapes are a
ValueError that names both, and so are NaN and infinities; what holds no real numbers is a TypeError.

Chapter: A single neuron. Source: Rosenblatt (1958) and Novikoff (1962) for the perceptron; Bishop, Pattern
Recognition and Machine Learning (2006), §4.1.1 (geometry), §4.1.7 (perceptron), §4.3.2 (logistic regression).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnkit._checks import (
    generator,
    label_array,
    labelled_batch,
    length,
    one_of,
    parameters,
    points,
    positive_number,
    real_array,
    single,
    two_inputs,
    whole_number,
)
from nnkit.activations import ELEMENTWISE, step
from nnkit.activations import activation as find_activation
from nnkit.losses import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_vjp,
    perceptron_loss,
)


class Boundary(NamedTuple):
    """The line w1 x1 + w2 x2 + b = 0 of a neuron with two inputs.

    slope = -w1/w2 and intercept = -b/w2, so that x2 = slope x1 + intercept. A vertical line (w2 = 0) has
    slope inf and intercept nan; the other two fields describe every line: distance = b/‖w‖ is the signed
    distance of the origin from it, direction = w/‖w‖, shape (2,), points to the side of label 1, and the
    line's point nearest to the origin is -distance * direction. `Neuron.boundary` makes it; it checks
    nothing.

    Chapter: A single neuron. Source: Bishop (2006), §4.1.1.
    """

    slope: float
    intercept: float
    distance: float
    direction: np.ndarray


class Neuron:
    """ŷ = g(w·x + b), with `weight` (in_features,), a number `bias`, and g the name of an activation.

    weight and bias are copied, so that training on the caller's arrays does not move this neuron. Raises
    ValueError for NaN, wrong shapes, and an unknown activation. The dtype is that of `weight`.

    Chapter: A single neuron.
    """

    def __init__(self, weight, bias=0.0, activation="sigmoid"):
        one_of(activation, ELEMENTWISE, "activation")  # a softmax would mix the examples of a batch
        self.weight, self.bias = parameters(weight, bias)
        self.activation = activation

    def z(self, x):
        """The pre-activation w·x + b: (in_features,) -> number, (N, in_features) -> (N,).

        Other shapes, NaN: ValueError.
        """
        return points(x, self.weight) @ self.weight + self.bias

    def forward(self, x):
        """The computed value ŷ = g(z): (in_features,) -> number, (N, in_features) -> (N,).

        Other shapes, NaN: ValueError.
        """
        return find_activation(self.activation).function(self.z(x))

    __call__ = forward

    def predict(self, x):
        """The label, 1 if z >= 0, else 0, as int64: (in_features,) -> number, (N, in_features) -> (N,).

        Other shapes, NaN: ValueError.
        """
        return step(self.z(x)).astype(np.int64)

    def distance(self, x):
        """Signed distance (w·x + b)/‖w‖ to the boundary, positive where label is 1, in the units of x.

        (in_features,) -> number, (N, in_features) -> (N,). All weights 0: ValueError.
        """
        return self.z(x) / length(self.weight)

    def boundary(self):
        """The Boundary of a neuron with two inputs. Other numbers of inputs, all weights 0: ValueError."""
        norm = length(two_inputs(self.weight))
        w1, w2, b = *self.weight.tolist(), float(self.bias)
        slope, intercept = (-w1 / w2, -b / w2) if w2 else (np.inf, np.nan)
        return Boundary(slope, intercept, b / float(norm), self.weight / norm)

    def __repr__(self):
        terms = [f"{w:+.4g}·x{i}" for i, w in enumerate(self.weight, start=1)] + [f"{self.bias:+.4g}"]
        total = terms[0].removeprefix("+") + "".join(f" {term[0]} {term[1:]}" for term in terms[1:])
        return f"Neuron: ŷ = {self.activation}({total})"


def perceptron_update(weight, bias, x, target, lr=1.0):
    """The perceptron rule for one point: w - lr (step(z) - y) x, b - lr (step(z) - y).

    weight (in_features,), bias a number, x (in_features,), target 0 or 1 -> new (weight, bias). A right point
    changes nothing, and nothing is changed in place. The rule is a step of gradient descent on
    `perceptron_loss`. Other shapes and labels, NaN, lr not positive: ValueError.

    Chapter: A single neuron. Source: Rosenblatt (1958).
    """
    weight, bias = parameters(weight, bias)
    x = points(x, weight, ndims=(1,))
    target = single(label_array(target, x.dtype), "target")
    change = positive_number(lr, "lr") * (step(x @ weight + bias) - target)
    return weight - change * x, bias - change


def logistic_gradient(weight, bias, x, target):
    """The gradient of the mean cross entropy: the means of (sigmoid(z) - y) x and of sigmoid(z) - y.

    weight (in_features,), bias a number, x (N, in_features), target (N,) of 0 and 1 -> dweight
    (in_features,), dbias. An empty batch, other shapes and labels, NaN: ValueError.

    Chapter: A single neuron. Source: Bishop (2006), §4.3.2.
    """
    weight, bias = parameters(weight, bias)
    x, target = labelled_batch(x, target, weight)
    dz = binary_cross_entropy_with_logits_vjp(x @ weight + bias, target)  # (N,)
    return x.T @ dz, dz.sum()  # (in_features, N) @ (N,) -> (in_features,)


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

    def __repr__(self):
        first, last = (f"loss {self.losses[k]:.4g} with {self.mistakes[k]} mistakes" for k in (0, -1))
        return f"NeuronHistory: {len(self.losses) - 1} updates, from {first} to {last}"

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
    if x.ndim != 2 or not x.size:
        raise ValueError(f"nothing to learn from: x has shape {x.shape}, but must have (N, in_features)")
    weight, bias = parameters(np.zeros_like(x[0]) if weight is None else weight, bias)
    return *labelled_batch(x, target, weight), weight, bias, lr


def _history(path, x, target, loss, activation):
    weights, biases = (np.array(values) for values in zip(*path, strict=True))
    z = x @ weights.T + biases  # (N, in) -> (N, T + 1)
    losses = np.array([loss(column, target) for column in z.T])
    return NeuronHistory(weights, biases, losses, ((z >= 0) != target[:, np.newaxis]).sum(axis=0), activation)
