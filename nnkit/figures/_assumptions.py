"""The figure that sets modelling assumptions against data: three models, and data that betray some."""

import numpy as np
from traitlets import Bool, Enum, Float, Int, List, TraitError, validate

from nnkit.data import blobs, circles, moons
from nnkit.figures._figure import Figure, _Points, bundle, numbers
from nnkit.layers import Activation, Linear, Sequential
from nnkit.optim import Adam
from nnkit.train import fit

_HIDDEN, _EPOCHS = 8, 1000
_TRAIN, _TEST = 60, 120


class AssumptionsFigure(Figure):
    """Three models of the same points: Gaussian classes, a logistic neuron, a small network.

    sets: dicts {"name", "train", "test", "network", "why"}; train and test are rows (x1, x2, label), network
    a list of layers {"weight": (out, in), "bias": (out,)} with tanh between them, why a pair of sentences,
    for Gaussians with one covariance and with one each. The Gaussians and the neuron are fitted in the page.
    chosen: index of the set. shared: have the Gaussians one covariance? shown: "train" or "test" points.
    limit: the planes are [-limit, limit] squared. `lecture` makes the sets of the book.
    """

    part = "assumptions"
    _esm = bundle("assumptions.js")

    sets = List().tag(sync=True)
    chosen = Int(0).tag(sync=True)
    shared = Bool(True).tag(sync=True)
    shown = Enum(["train", "test"], default_value="train").tag(sync=True)
    limit = Float(4.0).tag(sync=True)

    @validate("sets")
    def _plain_sets(self, proposal):
        return [self._plain_set(given) for given in proposal["value"]]

    def _plain_set(self, given):
        missing = {"name", "train", "test", "network", "why"} - given.keys()
        if missing:
            raise TraitError(f"a set lacks {sorted(missing)}")
        layers = [{name: numbers(layer[name]) for name in ("weight", "bias")} for layer in given["network"]]
        sizes = [2, *(len(layer["bias"]) for layer in layers)]
        shapes = [np.shape(layer["weight"]) for layer in layers]
        if sizes[-1] != 1 or shapes != list(zip(sizes[1:], sizes, strict=False)):
            raise TraitError(f"a network leads from 2 inputs to 1 output, but has weights of shapes {shapes}")
        points = {name: _Points().validate(self, given[name]) for name in ("train", "test")}
        return {**given, **points, "network": layers, "why": list(given["why"])}

    @classmethod
    def lecture(cls, rng, **options):
        """The book's five sets, with networks that nnkit has trained; further keywords are traits.

        rng: draws the points and the networks' first weights.
        """
        sets = []
        for name, (draw, *why) in _SETS.items():
            train, test = _rows(*draw(_TRAIN, rng)), _rows(*draw(_TEST, rng))
            network = _trained(train, rng)
            sets.append({"name": name, "train": train, "test": test, "network": network, "why": why})
        return cls(sets=sets, **options)


def _rows(x, target):
    """(N, 3), with two decimals: a page holds them as text."""
    return np.column_stack([x.round(2), target])


def _trained(train, rng):
    """The layers of a network 2-8-1 that nnkit has trained."""
    x, target = train[:, :2], train[:, 2:]
    model = Sequential(Linear(2, _HIDDEN, rng=rng), Activation("tanh"), Linear(_HIDDEN, 1, rng=rng))
    fit(model, "binary_cross_entropy_with_logits", Adam(model.parameters(), lr=0.05), (x, target), _EPOCHS)
    return [{"weight": layer.weight.data, "bias": layer.bias.data} for layer in list(model)[::2]]


def _two_clouds(n, rng):
    return blobs(n, rng, centers=((-1.2, -0.6), (1.0, 0.8)))


def _outliers(n, rng):
    x, target = blobs(n, rng, centers=((-2.1, -1.0), (-0.8, -0.3)), std=0.35)
    far = (target == 1) & (rng.uniform(size=n) < 0.4)
    return x + np.outer(far, [3.4, 2.0]), target


def _xor(n, rng):
    x, corner = blobs(n, rng, centers=((-1.2, -1.2), (-1.2, 1.2), (1.2, -1.2), (1.2, 1.2)), std=0.5)
    return x, np.array([0, 1, 1, 0])[corner]


def _rings(n, rng):
    x, target = circles(n, rng, noise=0.1, factor=0.35)
    return 2.2 * x, target


def _moons(n, rng):
    x, target = moons(n, rng, noise=0.15)
    return 1.5 * (x - [0.5, 0.25]), target


# name -> how its points are drawn, why a model loses with one covariance, and with one each
_SETS = {
    "two clouds": (
        _two_clouds,
        "These points are what the Gaussian model assumes, and its line is about as good as the neuron’s."
        " The network assumes less, learns the accidents of its 60 training points by heart, and pays for"
        " it on the test points.",
        "These points are what the Gaussian model assumes; the second covariance, not needed, hardly bends"
        " the line. The network assumes less, learns the accidents of its 60 training points by heart, and"
        " pays for it on the test points.",
    ),
    "outliers": (
        _outliers,
        "A part of class 1 lies far away, on its right side. It pulls the mean and stretches the covariance"
        " of a cloud that is none, so the Gaussian line cuts into class 1. The neuron, sure of those"
        " points, hardly sees them.",
        "Class 1 is two heaps, not one cloud. With a covariance of its own it may at least be long, so"
        " class 0 is fenced off well: the Gaussian model does well for a wrong reason.",
    ),
    "XOR": (
        _xor,
        "No line does much better than guessing here, however it is found: both models that assume one"
        " fail, and more points would not help. Their assumption is wrong, not their fit.",
        "Neither class is one cloud, yet their covariances differ in the sign of the correlation, so the"
        " Gaussian boundary is a hyperbola, near to two crossing lines. The neuron still has only a line.",
    ),
    "rings": (
        _rings,
        "One class lies around the other: the means are nearly the same, so a line has nothing to go by."
        " Only the network can close its boundary.",
        "A ring is no normal cloud, but a wide one: with a covariance each the boundary is an ellipse, the"
        " right kind of curve, drawn too small. The network finds a better one.",
    ),
    "moons": (
        _moons,
        "Bent classes: a line cuts off the tips of both, by whichever rule it is found. Only the network"
        " can follow the bend.",
        "Bent classes: the quadric is the wrong kind of curve here, and cuts off their tips too. Only the"
        " network can follow the bend.",
    ),
}
