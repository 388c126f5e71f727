"""The playground as an ipywidget: its settings as traits, its network as an nnkit or torch model."""

from itertools import pairwise

import numpy as np
from traitlets import Bool, Enum, Float, Int, List, TraitError, observe, validate

from nnkit.activations import ELEMENTWISE
from nnkit.figures._figure import Figure, bundle
from nnkit.layers import Activation, Linear, Sequential
from nnkit.network import IndexedNetwork

MOST_LAYERS, MOST_UNITS, MOST_CLASSES = 4, 16, 4
DATASETS = ["blobs", "moons", "circles", "spirals", "xor", "checkerboard", "own"]
CASES = ["", "logistic", "perceptron", "xor", "linear", "moons", "spirals", "overfit", "rate", "zero"]


class _Rows(List):
    """Points as rows (x1, x2, label) or (x1, x2, label, test), given as any nested sequence or array."""

    def validate(self, obj, value):
        rows = np.asarray(value, dtype=float)
        rows = rows.reshape(0, 4) if rows.size == 0 else rows
        if rows.ndim != 2 or rows.shape[1] not in (3, 4) or not np.isfinite(rows).all():
            raise TraitError(
                "points are rows of finite numbers (x1, x2, label), or (x1, x2, label, test) with test 1 for"
                f" a point that is kept for the test, else 0; got shape {rows.shape}"
            )
        if not np.isin(rows[:, 2], range(MOST_CLASSES)).all():
            raise TraitError("a point's label is 0, 1, 2 or 3")
        if not np.isin(rows[:, 3:], (0, 1)).all():
            raise TraitError("a point's fourth number is 1 if it is kept for the test, else 0")
        return super().validate(obj, [[x1, x2, *map(int, rest)] for x1, x2, *rest in rows.tolist()])


class Playground(Figure):
    """A small network that the reader trains on points in the plane.

    Points: dataset ("blobs", "moons", "circles", "spirals", "xor", "checkerboard", "own"), count, classes
    (2 to 4), noise (a standard deviation), share (kept for the test), seed; or points, rows (x1, x2, label)
    or (x1, x2, label, test), shape (n, 3) or (n, 4). limit: the plane is [-limit, limit] squared.

    Network: hidden, the units of up to 4 layers, each 1 to 16; activation, of all hidden units, any
    elementwise one of nnkit; output, "sigmoid" (binary cross entropy), "softmax" (cross entropy; always with
    more than two classes) or "step" (perceptron loss); start, "random" or "zero"; weights_seed.

    Training: optimizer ("sgd", "rmsprop", "adam"), lr, momentum, weight_decay, batch (0: all points), speed
    (steps a frame), running. step: steps taken; without parameters, so many are taken at the start.

    To be observed: train_loss, test_loss and accuracy (share of right points in the test), None before the
    figure is shown; losses, rows (step, training loss, test loss) of the curves; parameters, all weights and
    biases in PyTorch's order. They follow a run twice a second. `model` is the network itself.

    Not for the training: preset (a case of the lecture, which sets the goal), label and tool (what a click
    does), cursor, selected (a point), paste (is the points' text open?), unit (layer and unit whose weights
    are open), plot (layer and two units of the warped grid), show_test, sharp (the decision alone).
    """

    part = "playground"
    _esm = bundle("playground.js")

    preset = Enum(CASES, default_value="").tag(sync=True)
    dataset = Enum(DATASETS, default_value="circles").tag(sync=True)
    count = Int(200, min=1, max=2000).tag(sync=True)
    classes = Int(2, min=2, max=MOST_CLASSES).tag(sync=True)
    noise = Float(0.1, min=0).tag(sync=True)
    share = Float(0.3, min=0, max=0.95).tag(sync=True)
    seed = Int(1, min=0).tag(sync=True)
    points = _Rows().tag(sync=True)
    limit = Float(1.5).tag(sync=True)
    hidden = List(Int(min=1, max=MOST_UNITS), default_value=[6, 2], maxlen=MOST_LAYERS).tag(sync=True)
    activation = Enum(list(ELEMENTWISE), default_value="tanh").tag(sync=True)
    output = Enum(["sigmoid", "softmax", "step"], default_value="sigmoid").tag(sync=True)
    start = Enum(["random", "zero"], default_value="random").tag(sync=True)
    weights_seed = Int(1, min=0).tag(sync=True)
    optimizer = Enum(["sgd", "rmsprop", "adam"], default_value="sgd").tag(sync=True)
    lr = Float(0.1).tag(sync=True)
    momentum = Float(0.9, min=0, max=0.999).tag(sync=True)
    weight_decay = Float(0.0, min=0).tag(sync=True)
    batch = Int(32, min=0).tag(sync=True)
    speed = Float(1.0, min=0.01, max=200).tag(sync=True)
    running = Bool(False).tag(sync=True)
    step = Int(0, min=0).tag(sync=True)
    parameters = List(Float()).tag(sync=True)
    losses = List().tag(sync=True)
    train_loss = Float(None, allow_none=True).tag(sync=True)
    test_loss = Float(None, allow_none=True).tag(sync=True)
    accuracy = Float(None, allow_none=True).tag(sync=True)
    label = Int(1, min=0, max=MOST_CLASSES - 1).tag(sync=True)
    tool = Enum(["add", "erase"], default_value="add").tag(sync=True)
    cursor = List(Float(), default_value=[0, 0], minlen=2, maxlen=2).tag(sync=True)
    selected = Int(-1).tag(sync=True)
    paste = Bool(False).tag(sync=True)
    unit = List(Int(min=0), maxlen=2).tag(sync=True)
    plot = List(Int(min=0), default_value=[MOST_LAYERS, 0, 1], minlen=3, maxlen=3).tag(sync=True)
    show_test = Bool(True).tag(sync=True)
    sharp = Bool(False).tag(sync=True)

    @observe("points")
    def _own(self, change):
        """Points that are given are the reader's own, no recipe's; each of their labels is a class."""
        if change["new"]:
            self.dataset = "own"
            self.classes = max(self.classes, *(1 + row[2] for row in change["new"]))

    @validate("lr", "limit")
    def _positive(self, proposal):
        if not (np.isfinite(proposal["value"]) and proposal["value"] > 0):
            raise TraitError(f"{proposal['trait'].name} must be a number above 0, got {proposal['value']}")
        return proposal["value"]

    @validate("parameters")
    def _whole_network(self, proposal):
        values = proposal["value"]
        if not np.isfinite(values).all():
            raise TraitError("parameters must be finite numbers")
        return values

    @property
    def model(self):
        """The network as an nnkit Sequential with the weights of this moment; its outputs are logits.

        Set it from a Sequential of nnkit, an IndexedNetwork or a torch.nn.Sequential: Linear layers from 2
        inputs, one activation for all hidden layers, and 1 output (or one for each of 2 to 4 classes). A
        sigmoid or softmax after the last layer is taken for the output. ValueError or TypeError: another
        network.
        """
        if len(self.parameters) != _count(self._sizes()):
            self.parameters = _drawn(self._sizes(), self.start, self.weights_seed)
            self.step, self.losses = 0, []
        return _to_model(self._sizes(), self.parameters, self.activation)

    @model.setter
    def model(self, model):
        network = _as_indexed(model)
        sizes, activation, output = _settings_of(network)
        with self.hold_sync():
            self.running = False
            self.hidden, self.activation, self.output = list(sizes[1:-1]), activation, output
            if sizes[-1] > 1:
                self.classes = sizes[-1]
            self.parameters, self.step, self.losses = _flat(network), 0, []

    def _sizes(self):
        softmax = self.output == "softmax" or self.classes > 2
        return [2, *self.hidden, self.classes if softmax else 1]


def _count(sizes):
    return sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes))


def _drawn(sizes, start, seed):
    """The parameters of a network that nothing has trained yet, as nnkit's Linear draws them."""
    if start == "zero":
        return [0.0] * _count(sizes)
    rng = np.random.default_rng(seed)
    layers = [Linear(n_in, n_out, rng=rng) for n_in, n_out in pairwise(sizes)]
    return np.concatenate([p.data.ravel() for layer in layers for p in layer.parameters()]).tolist()


def _to_model(sizes, parameters, activation):
    values, layers = np.array(parameters), []
    for n_in, n_out in pairwise(sizes):
        weight, bias, values = np.split(values, [n_in * n_out, n_out * (n_in + 1)])
        layers += [Linear.from_weight(weight.reshape(n_out, n_in), bias), Activation(activation)]
    return Sequential(*layers[:-1])


def _as_indexed(model):
    """An IndexedNetwork of any model; a softmax at the end is left out: it is no activation of one unit."""
    if isinstance(model, IndexedNetwork):
        return model
    if not isinstance(model, Sequential):
        from nnkit.pytorch import from_torch  # torch is loaded for those who have a torch model

        model = from_torch(model)
    last = list(model)[-1]
    softmax = isinstance(last, Activation) and last.name == "softmax" and len(model) > 1
    return IndexedNetwork.from_sequential(model[:-1] if softmax else model)


def _settings_of(network):
    """(sizes, activation of the hidden units, output) that the playground needs for this network."""
    sizes, (*hidden, last) = network.sizes, network.activations
    if sizes[0] != 2:
        raise ValueError(f"the playground's networks have 2 inputs, x1 and x2; this one has {sizes[0]}")
    if sizes[-1] > MOST_CLASSES:
        raise ValueError(
            f"a network has 1 output, or one for each of 2 to 4 classes; this one has {sizes[-1]}"
        )
    if len(hidden) > MOST_LAYERS or max([0, *sizes[1:-1]]) > MOST_UNITS:
        raise ValueError(f"at most 4 hidden layers of 16 units fit; this network has {list(sizes[1:-1])}")
    if len(set(hidden)) > 1:
        raise ValueError(f"all hidden layers have one activation; this network has {', '.join(hidden)}")
    allowed = ("linear",) if sizes[-1] > 1 else ("linear", "sigmoid", "step")
    if last not in allowed:
        raise ValueError(f"the output's activation must be one of {', '.join(allowed)} here, not {last}")
    output = "softmax" if sizes[-1] > 1 else "step" if last == "step" else "sigmoid"
    return sizes, hidden[0] if hidden else "tanh", output


def _flat(network):
    biases = network.biases or [np.zeros(n) for n in network.sizes[1:]]
    layers = [np.append(w.T.ravel(), b) for w, b in zip(network.weights, biases, strict=True)]
    return np.concatenate(layers).tolist()
