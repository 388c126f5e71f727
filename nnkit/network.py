"""The lecture's network, every weight and value by its name: z_{l+1,j} = g(Σᵢ w_{l,i,j} z_{l,i}).

Layers and units count from 1. z_{1,i} = xᵢ are the inputs; w_{l,i,j} goes from unit i of layer l to unit j of
layer l+1, and b_{l,j}, where there are biases, into the same unit; its sum before the activation is called
s_{l+1,j}, so that z = g(s). `weights[l - 1][i - 1, j - 1]` holds w_{l,i,j}: each array is the transpose of a
PyTorch `weight`. To train a network, turn it into layers with `to_sequential()`.

Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow, Bengio, Courville, Deep
Learning (2016), ch. 6; Bishop, Pattern Recognition and Machine Learning (2006), §5.1.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnkit import _equations
from nnkit._checks import finite_array, is_whole, one_of
from nnkit.activations import ELEMENTWISE
from nnkit.activations import activation as find_activation
from nnkit.layers import Activation, Linear, Sequential


class ParameterCount(NamedTuple):
    """How many parameters each layer has, and all together.

    without_biases: L numbers, n_l n_{l+1} for layer l.
    with_biases: L numbers, (n_l + 1) n_{l+1} for layer l.
    total: the sum of those that the network has.
    Raises nothing.

    Chapter: Multilayer perceptrons and the network's equations.
    """

    without_biases: tuple[int, ...]
    with_biases: tuple[int, ...]
    total: int


class IndexedNetwork:
    """ŷ = g(… g(Σᵢ w_{1,i,j} xᵢ)), for any number of layers of any sizes n₁, n₂, …, n_{L+1}.

    weights: a list of L arrays, that of layer l of shape (n_l, n_{l+1}).
    biases: None, or a list of L arrays (n_{l+1},).
    activation: one name for all layers, or a list of L; a unit's value must depend on its own sum alone, so
    that softmax is none here.

    Arrays are copied, to one dtype. Raises ValueError for shapes that do not fit each other, NaN, infinities
    and wrong names, TypeError for what are no lists and no numbers.

    Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow et al. (2016), ch. 6.
    """

    def __init__(self, weights, biases=None, activation="sigmoid"):
        self.weights = _weights(weights)
        self.sizes = (self.weights[0].shape[0], *(w.shape[1] for w in self.weights))
        self.biases = None if biases is None else _biases(biases, self.weights)
        self.activations = _activations(activation, len(self.weights))

    @classmethod
    def from_sequential(cls, model):
        """The network of a Sequential of Linear layers, each with at most one Activation after it.

        weight (n_{l+1}, n_l) -> weights[l - 1] (n_l, n_{l+1}), a copy; a layer without bias among others with
        one gets zeros. Raises TypeError for other layers, for an Activation with options such as a slope, and
        for one that does not follow a Linear; ValueError for softmax.
        """
        linears, names = _linears_and_names(model)
        biases = [np.zeros(m.out_features) if m.bias is None else m.bias.data for m in linears]
        has_biases = any(m.bias is not None for m in linears)
        return cls([m.weight.data.T for m in linears], biases if has_biases else None, names)

    def w(self, layer, i, j):
        """w_{l,i,j}, the weight from unit i of layer l to unit j of layer l+1: a number.

        Raises ValueError for indices that the network does not have.
        """
        weight = self.weights[_between(layer, "layer", 1, len(self.weights)) - 1]
        n_in, n_out = weight.shape
        return weight[_between(i, "i", 1, n_in) - 1, _between(j, "j", 1, n_out) - 1].item()

    def b(self, layer, j):
        """b_{l,j}, the bias of unit j of layer l+1: a number, 0 in a network without biases.

        Raises ValueError for indices that the network does not have.
        """
        bias = self._bias(_between(layer, "layer", 1, len(self.weights)) - 1)
        return bias[_between(j, "j", 1, bias.size) - 1].item()

    def forward(self, x):
        """The computed values ŷ: (n₁,) -> (n_{L+1},), (N, n₁) -> (N, n_{L+1}).

        Raises ValueError for another shape, NaN, infinities, and sums that overflow.
        """
        return self._layers(x)[-1][1]

    __call__ = forward

    def values(self, x):
        """Every value by its name: {"z_{1,1}": x₁, …, "s_{2,1}": its sum, "z_{2,1}": g of it, …}.

        x (n₁,) -> numbers, x (N, n₁) -> arrays (N,). Layer by layer, a layer's sums before its values. Raises
        ValueError as `forward`.
        """
        named = {}
        for layer, (s, z) in enumerate(self._layers(x), start=1):
            for letter, units in ("s", s), ("z", z):
                columns = units.tolist() if units.ndim == 1 else units.T
                named |= {f"{letter}_{{{layer},{j}}}": value for j, value in enumerate(columns, start=1)}
        return named

    def parameter_count(self):
        """The ParameterCount of the network, for each layer and in all. Raises nothing."""
        without = tuple(n_in * n_out for n_in, n_out in pairwise(self.sizes))
        with_biases = tuple(count + n for count, n in zip(without, self.sizes[1:], strict=True))
        return ParameterCount(without, with_biases, sum(with_biases if self.biases else without))

    def collapse(self):
        """The network with one layer of weights that equals this one, whose hidden units are all linear.

        W (n₁, n_{L+1}) = W₁W₂…W_L, and b (n_{L+1},) = (b₁W₂ + b₂)W₃ + …, in the layout of `weights`. The last
        activation stays. Raises ValueError when a hidden layer is not linear: no one layer equals that.
        """
        for layer, name in enumerate(self.activations[:-1], start=2):
            if name != "linear":
                raise ValueError(
                    f"the units of layer {layer} are {name}, not linear: no matrix does what they do, since"
                    f" {name}(a + b) is not {name}(a) + {name}(b), so no one layer equals this network"
                )
        weight, bias = self.weights[0], self._bias(0)
        with np.errstate(all="ignore"):  # what overflows is refused below
            for k, w in enumerate(self.weights[1:], start=1):
                weight, bias = weight @ w, bias @ w + self._bias(k)
        return IndexedNetwork([weight], None if self.biases is None else [bias], self.activations[-1])

    def to_sequential(self):
        """The same network as a Sequential of Linear and Activation layers.

        weights[l - 1] (n_l, n_{l+1}) -> weight (n_{l+1}, n_l), a copy. Linear units get no Activation. Raises
        nothing.
        """
        layers = []
        for k, name in enumerate(self.activations):
            bias = None if self.biases is None else self.biases[k]
            layers.append(Linear.from_weight(self.weights[k].T, bias))
            layers += [] if name == "linear" else [Activation(name)]
        return Sequential(*layers)

    def nested_sum(self, depth=None):
        """ŷ = z_{4,1} = g(Σ w g(Σ w g(Σ w x))) in symbols, as LaTeX.

        depth: how many layers are written out, counted from the output: 0 is ŷ = z_{4,1}, None is all.
        Raises ValueError for a depth that the network does not have.
        """
        deepest = len(self.weights)
        depth = deepest if depth is None else _between(depth, "depth", 0, deepest)
        return _equations.nested_sum(self, depth)

    def nested_sum_in_numbers(self, x=None, digits=4):
        """The nested sum with numbers for the weights, and for the inputs where x (n₁,) is given, as LaTeX.

        Numbers have `digits` significant digits; where that loses some, ≈ stands for =. Raises ValueError for
        more than 1000 products, a wrong x and wrong digits.
        """
        x = None if x is None else self._points(x, ndims=(1,))
        return _equations.nested_sum_in_numbers(self, x, _between(digits, "digits", 1, 17))

    def matrix_form(self):
        """ŷ = g(W₃ g(W₂ g(W₁ x))) as LaTeX; (W_l)_{j,i} is w_{l,i,j}, as in PyTorch. Raises nothing."""
        return _equations.matrix_form(self)

    def __repr__(self):
        units = [f"{n} {name}" for n, name in zip(self.sizes[1:], self.activations, strict=True)]
        bias = "out" if self.biases is None else ""
        return f"IndexedNetwork({' → '.join([str(self.sizes[0]), *units])}, with{bias} biases)"

    def _layers(self, x):
        """(s, z) of each layer; the inputs are no sums."""
        z = self._points(x)
        layers = [(z[..., :0], z)]
        for k, name in enumerate(self.activations):
            with np.errstate(all="ignore"):
                s = z @ self.weights[k] + self._bias(k)  # (..., n_l) -> (..., n_{l+1})
            if not np.isfinite(s).all():
                raise ValueError(f"the sums of layer {k + 2} overflow: x or the weights are too large")
            z = find_activation(name).function(s)
            layers.append((s, z))
        return layers

    def _points(self, x, ndims=(1, 2)):
        x, n = finite_array(x, "x"), self.sizes[0]
        if x.ndim not in ndims or x.shape[-1] != n:
            allowed = " or ".join({1: f"({n},)", 2: f"(N, {n})"}[ndim] for ndim in ndims)
            raise ValueError(f"x has shape {x.shape}, but with {n} inputs it must have shape {allowed}")
        return x

    def _bias(self, k):
        return np.zeros_like(self.weights[k][0]) if self.biases is None else self.biases[k]


def lecture_network(activation="sigmoid"):
    """The lecture's 3-3-2-1 network without biases, an IndexedNetwork with 17 fixed weights.

    activation: as in IndexedNetwork, with its errors.
    No two weights of a layer are equal, so that a wrong index shows.

    Chapter: Multilayer perceptrons and the network's equations.
    """
    first = [[0.5, -1.0, 1.5], [2.0, 1.0, -0.5], [-1.5, 2.5, -2.0]]
    second = [[1.0, -2.0], [-1.5, 0.5], [2.0, 1.5]]
    return IndexedNetwork([first, second, [[3.0], [-2.0]]], activation=activation)


def _weights(weights):
    arrays = _arrays(weights, "weights")
    if not arrays:
        raise ValueError("weights is empty: a network has at least one layer of weights")
    for k, w in enumerate(arrays):
        if w.ndim != 2 or not w.size:
            raise ValueError(f"weights[{k}] must have shape (units before, units after), got shape {w.shape}")
    for k, (before, after) in enumerate(pairwise(arrays)):
        if before.shape[1] != after.shape[0]:
            raise ValueError(
                f"weights[{k}] has shape {before.shape}, but weights[{k + 1}] has shape {after.shape}: layer"
                f" {k + 2} cannot have both {before.shape[1]} and {after.shape[0]} units (transposed?)"
            )
    return [w.astype(np.result_type(*arrays)) for w in arrays]


def _biases(biases, weights):
    arrays = _arrays(biases, "biases")
    shapes, right = [b.shape for b in arrays], [w.shape[1:] for w in weights]
    if shapes != right:
        raise ValueError(f"biases have shapes {shapes}, but must have {right}, one for each unit")
    return [b.astype(weights[0].dtype) for b in arrays]


def _arrays(values, name):
    if not isinstance(values, list | tuple):
        raise TypeError(f"{name} must be a list of arrays, one for each layer, got {values!r}")
    return [finite_array(value, f"{name}[{k}]") for k, value in enumerate(values)]


def _linears_and_names(model):
    if not isinstance(model, Sequential):
        raise TypeError(f"model must be a Sequential, got {model!r}")
    linears, names = [], []
    for layer in model:
        if isinstance(layer, Linear):
            linears.append(layer)
            names.append("linear")
        elif isinstance(layer, Activation) and not layer.options and names[-1:] == ["linear"]:
            names[-1] = layer.name
        else:
            raise TypeError(
                f"{layer!r} has no place here: each Linear may have one Activation, without options, after it"
            )
    return linears, names


def _activations(activation, depth):
    names = (activation,) * depth if isinstance(activation, str) else activation
    if not isinstance(names, list | tuple) or len(names) != depth:
        raise ValueError(f"activation must be one name or a list of {depth}, got {activation!r}")
    return tuple(one_of(name, ELEMENTWISE, "elementwise activation") for name in names)


def _between(value, name, least, most):
    if not (is_whole(value) and least <= value <= most):
        raise ValueError(f"{name} must be one of {least}, …, {most} here, got {value!r}")
    return value
