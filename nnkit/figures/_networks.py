"""Whole networks as figures: the lecture's, the collapse of linear layers, backpropagation by layers."""

from itertools import pairwise

import numpy as np
from traitlets import Enum, Int, List, TraitError, Unicode, validate

from nnkit._checks import finite_array
from nnkit.activations import ELEMENTWISE
from nnkit.figures._figure import OfferingFigure, bundle
from nnkit.network import IndexedNetwork

OFFERED = ["sigmoid", "relu", "tanh", "step", "linear"]
MOST_LAYERS, MOST_UNITS, MOST_ROWS, MOST_ENTRIES = 3, 4, 6, 3


def _plain(values, name, ndim):
    """Floats of `ndim` dimensions as lists; a TraitError says what else was given."""
    try:
        array = finite_array(values, name)
    except (TypeError, ValueError) as error:
        raise TraitError(str(error)) from error
    if array.ndim != ndim or not array.size:
        shape = "(n,)" if ndim == 1 else "(rows, columns)"
        raise TraitError(f"{name} must have shape {shape} and at least one number, got shape {array.shape}")
    return array.astype(float).tolist()


class _Vector(List):
    """(n,), given as any sequence or array."""

    def validate(self, obj, value):
        return super().validate(obj, _plain(value, self.name, 1))


class _Matrix(List):
    """(rows, columns), given as any nested sequence or array."""

    def validate(self, obj, value):
        return super().validate(obj, _plain(value, self.name, 2))


class _Several(List):
    """A list of arrays of one number of dimensions."""

    def __init__(self, ndim, default_value, **kwargs):
        super().__init__(default_value=default_value, **kwargs)
        self.ndim = ndim

    def validate(self, obj, value):
        if not isinstance(value, list | tuple):
            raise TraitError(f"{self.name} must be a list of arrays, one for each layer, got {value!r}")
        return super().validate(
            obj, [_plain(array, f"{self.name}[{k}]", self.ndim) for k, array in enumerate(value)]
        )


class NetworkFigure(OfferingFigure):
    """The lecture's network: weights on its edges, values z in its units, forward and backward.

    weights: a list of up to 3 arrays as in `nnkit.IndexedNetwork`, weights[l - 1][i - 1, j - 1] is w_{l,i,j};
    up to 4 units a layer. x (n1,): the inputs. target (n,): what the outputs should be. activation: one for
    all units; activations: those that the reader may choose from. loss: "sse", or "cross_entropy", which asks
    for targets 0 or 1 and makes the outputs sigmoids. view: "forward" shows values, "backward" the loss's
    derivatives by them. chosen: the weight or input whose slider is shown, such as "w2-1-2" or "x1". unit:
    the unit that is written out, such as "z3-2". written: "unit", or "whole" for the whole nested sum.
    """

    part = "network"
    _esm = bundle("network.js")

    weights = _Several(
        2,
        [
            [[0.5, -1.0, 1.5], [2.0, 1.0, -0.5], [-1.5, 2.5, -2.0]],
            [[1.0, -2.0], [-1.5, 0.5], [2.0, 1.5]],
            [[3.0], [-2.0]],
        ],
    ).tag(sync=True)
    x = _Vector(default_value=[1.0, 0.5, -1.0]).tag(sync=True)
    target = _Vector(default_value=[0.0]).tag(sync=True)
    activation = Enum(ELEMENTWISE, default_value="sigmoid").tag(sync=True)
    activations = List(Enum(ELEMENTWISE), default_value=OFFERED).tag(sync=True)
    loss = Enum(["sse", "cross_entropy"], default_value="sse").tag(sync=True)
    view = Enum(["forward", "backward"], default_value="forward").tag(sync=True)
    chosen = Unicode("w2-1-2").tag(sync=True)
    unit = Unicode("z3-2").tag(sync=True)
    written = Enum(["unit", "whole"], default_value="unit").tag(sync=True)

    def network(self):
        """The `IndexedNetwork` that is shown now, with copies of its weights."""
        names = [self.activation] * len(self.weights)
        if self.loss == "cross_entropy":
            names[-1] = "sigmoid"
        return IndexedNetwork(self.weights, activation=names)

    @validate("weights")
    def _fit_each_other(self, proposal):
        shapes = [np.shape(weight) for weight in proposal["value"]]
        if not 1 <= len(shapes) <= MOST_LAYERS or max(map(max, shapes)) > MOST_UNITS:
            raise TraitError(
                f"there is room for 1 to {MOST_LAYERS} layers of weights and {MOST_UNITS} units a layer,"
                f" got weights of shapes {shapes}"
            )
        for (_, after), (before, _) in pairwise(shapes):
            if after != before:
                raise TraitError(
                    f"weights of shapes {shapes} do not fit each other: {after} units, {before} rows"
                )
        return proposal["value"]

    @validate("x", "target")
    def _fit_the_network(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        units = len(self.weights[0]) if name == "x" else len(self.weights[-1][0])
        if len(value) != units:
            raise TraitError(f"{name} has {len(value)} numbers, but the network has {units} such units")
        if name == "target" and self.loss == "cross_entropy" and not set(value) <= {0.0, 1.0}:
            raise TraitError(f"cross entropy asks for targets 0 or 1, got {value}")
        return value

    @validate("chosen", "unit")
    def _exists(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        known = self._parameters() if name == "chosen" else self._units()
        if value not in known:
            raise TraitError(f"{name} must be one of {', '.join(known)}, got {value!r}")
        return value

    def _parameters(self):
        inputs = [f"x{i}" for i in range(1, len(self.x) + 1)]
        shapes = [np.shape(weight) for weight in self.weights]
        return inputs + [
            f"w{layer}-{i + 1}-{j + 1}" for layer, shape in enumerate(shapes, 1) for i, j in np.ndindex(shape)
        ]

    def _units(self):
        counts = enumerate((len(weight[0]) for weight in self.weights), 2)
        return [f"z{layer}-{j}" for layer, n in counts for j in range(1, n + 1)]


class BackpropFigure(OfferingFigure):
    """Two linear layers with activations: step forward, then backward, each tensor and equation in numbers.

    weights: two arrays (out, in) and biases: two (out,), as in `nnkit.Linear`; up to 4 units a layer. x (N,
    in): up to 6 examples; target (N, out): what the outputs should be, for the mean squared error. batch: how
    many of the examples take part. activation: one for both layers; activations: those that the reader may
    choose from. at: the step shown, 0 to 12.
    """

    part = "backprop"
    _esm = bundle("backprop.js")

    weights = _Several(2, [[[1.0, -0.5], [0.5, 1.5], [-1.0, 1.0]], [[1.5, -1.0, 2.0]]]).tag(sync=True)
    biases = _Several(1, [[0.5, 0.0, -0.5], [0.5]]).tag(sync=True)
    x = _Matrix(
        default_value=[[1.0, 2.0], [-1.0, 0.5], [0.5, -1.5], [2.0, 1.0], [-2.0, -1.0], [0.0, 1.0]]
    ).tag(sync=True)
    target = _Matrix(default_value=[[1.0], [0.0], [0.0], [1.0], [0.0], [1.0]]).tag(sync=True)
    activation = Enum(ELEMENTWISE, default_value="sigmoid").tag(sync=True)
    activations = List(Enum(ELEMENTWISE), default_value=OFFERED).tag(sync=True)
    batch = Int(4, min=1).tag(sync=True)
    at = Int(8, min=0, max=12).tag(sync=True)

    @validate("weights", "biases", "x", "target", "batch")
    def _fit(self, proposal):
        given = {name: getattr(self, name) for name in ("weights", "biases", "x", "target", "batch")}
        given[proposal["trait"].name] = proposal["value"]
        _check_layers(**given)
        return proposal["value"]


def _check_layers(weights, biases, x, target, batch):
    """TraitError for shapes of two layers and their batch that do not fit each other or the figure."""
    shapes = {name: [np.shape(array) for array in arrays] for name, arrays in [("w", weights), ("b", biases)]}
    x_shape, target_shape = np.shape(x), np.shape(target)
    if len(weights) != 2 or shapes["b"] != [shape[:1] for shape in shapes["w"]]:
        raise TraitError(
            f"two weights (out, in) and two biases (out,) are needed, got {shapes['w']} and {shapes['b']}"
        )
    (hidden, inputs), (outputs, hidden_again) = shapes["w"]
    if hidden != hidden_again or max(hidden, inputs, outputs) > MOST_UNITS:
        raise TraitError(f"weights of shapes {shapes['w']} do not fit each other, or have more than 4 units")
    if x_shape[1:] != (inputs,) or target_shape != (x_shape[0], outputs) or x_shape[0] > MOST_ROWS:
        raise TraitError(
            f"x must have shape (N, {inputs}) and target (N, {outputs}) with N at most {MOST_ROWS},"
            f" got {x_shape} and {target_shape}"
        )
    if batch > x_shape[0]:
        raise TraitError(f"a batch of {batch} needs more examples than the {x_shape[0]} in x")


class CollapseFigure(OfferingFigure):
    """Linear layers multiplied out to one, entry by entry; a non-linearity between them ends the equality.

    weights: 2 or 3 arrays (out, in) and biases: as many (out,), as in `nnkit.Linear`; up to 3 units a layer.
    x (in,): the input that goes both ways. activation: between the layers, none after the last; activations:
    those that the reader may choose from. depth: how many of the layers take part, from the first on. chosen:
    the entry whose slider is shown, such as "W1-2-1" (row 2, column 1), "b1-2" or "x1". cell: the entry of
    the product whose sum is written out, such as "P2-1-2" or "p2-1", with the depth after its letter.
    """

    part = "collapse"
    _esm = bundle("collapse.js")

    weights = _Several(
        2,
        [
            [[1.0, -1.0], [0.5, 1.0], [-1.5, 0.5]],
            [[1.0, 2.0, -1.0], [-0.5, 1.0, 0.5]],
            [[1.0, -1.0], [0.5, 2.0]],
        ],
    ).tag(sync=True)
    biases = _Several(1, [[0.5, -1.0, 1.0], [0.5, -0.5], [0.0, 1.0]]).tag(sync=True)
    x = _Vector(default_value=[1.0, 0.5]).tag(sync=True)
    activation = Enum(ELEMENTWISE, default_value="linear").tag(sync=True)
    activations = List(Enum(ELEMENTWISE), default_value=["linear", "relu", "tanh", "sigmoid"]).tag(sync=True)
    depth = Int(2, min=2, max=MOST_LAYERS).tag(sync=True)
    chosen = Unicode("W1-1-1").tag(sync=True)
    cell = Unicode("P2-1-2").tag(sync=True)

    @validate("weights", "biases", "x", "depth")
    def _fit(self, proposal):
        given = {name: getattr(self, name) for name in ("weights", "biases", "x", "depth")}
        given[proposal["trait"].name] = proposal["value"]
        _check_chain(**given)
        return proposal["value"]


def _check_chain(weights, biases, x, depth):
    """TraitError for layers whose shapes do not fit each other, the input, the depth or the figure."""
    shapes = [np.shape(weight) for weight in weights]
    if not depth <= len(shapes) <= MOST_LAYERS:
        raise TraitError(f"2 or 3 weights are needed, at least depth={depth}, got {len(shapes)}")
    ins, outs = [len(x), *(out for out, _ in shapes)], [n for _, n in shapes]
    if ins[:-1] != outs or [len(bias) for bias in biases] != ins[1:]:
        raise TraitError(
            f"weights (out, in) of shapes {shapes}, biases of {[len(bias) for bias in biases]} and an input"
            f" of {len(x)} numbers do not fit each other"
        )
    if max(map(max, shapes)) > MOST_ENTRIES:
        raise TraitError(f"there is room for {MOST_ENTRIES} units a layer, got weights of shapes {shapes}")
