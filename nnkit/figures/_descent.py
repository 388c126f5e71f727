"""Gradient descent as a figure: a path on a surface over two weights, or where many starts end."""

import numpy as np
from traitlets import Bool, Enum, Float, Int, TraitError, validate

from nnkit.figures._figure import Figure, _Pair, bundle
from nnkit.optim import SGD, Adam, RMSprop, descend


def _well(a):
    return (a * a - 2) * (a * a - 2) / 8


def _well_slope(a):
    return a * (a * a - 2) / 2


# name -> f(a, b) and its gradient, written as in src/descent/surfaces.js
_FORMULAS = {
    "bowl": (lambda a, b: (a * a + b * b) / 2, lambda a, b: (a, b)),
    "ravine": (lambda a, b: (a * a + 20 * b * b) / 2, lambda a, b: (a, 20 * b)),
    "saddle": (
        lambda a, b: (a * a - b * b) / 2 + (b * b * b * b) / 8,
        lambda a, b: (a, (b * b * b) / 2 - b),
    ),
    "two": (
        lambda a, b: _well(a) + a / 4 + (b * b) / 2 + (a * b) / 4,
        lambda a, b: (_well_slope(a) + 1 / 4 + b / 4, b + a / 4),
    ),
    "four": (
        lambda a, b: _well(a) + _well(b) + a / 4 + b / 8 + (a * b) / 8,
        lambda a, b: (_well_slope(a) + 1 / 4 + b / 8, _well_slope(b) + 1 / 8 + a / 8),
    ),
}
OPTIMIZERS = {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam}


class DescentFigure(Figure):
    """A surface from above with the path of an optimiser, its loss against the step, basins of many starts.

    surface: "bowl", "ravine", "saddle", "two" (valleys) or "four". optimizer: "sgd", "rmsprop" or "adam".
    lr: learning rate, above 0. momentum: 0 <= momentum < 1; Adam has its own. start: (w1, w2). steps: how
    many are shown, at most 200. many: colour a grid of starts by the minimum at which each ends?
    """

    part = "descent"
    _esm = bundle("descent.js")

    surface = Enum(list(_FORMULAS), default_value="ravine").tag(sync=True)
    optimizer = Enum(list(OPTIMIZERS), default_value="sgd").tag(sync=True)
    lr = Float(0.09).tag(sync=True)
    momentum = Float(0.0).tag(sync=True)
    start = _Pair((-2.6, 1.4)).tag(sync=True)
    steps = Int(25, min=0, max=200).tag(sync=True)
    many = Bool(False).tag(sync=True)

    def f(self, w):
        """The loss at w (2,) -> number."""
        return _FORMULAS[self.surface][0](*w)

    def grad(self, w):
        """The gradient of `f` at w (2,) -> (2,)."""
        return np.array(_FORMULAS[self.surface][1](*w))

    def path(self):
        """The descent that is shown: nnkit.descend's Path; DivergenceError as there."""
        options = {} if self.optimizer == "adam" else {"momentum": self.momentum}
        start, optimizer = np.array(self.start), OPTIMIZERS[self.optimizer]
        return descend(self.f, self.grad, start, self.lr, self.steps, optimizer, **options)

    @validate("lr")
    def _positive(self, proposal):
        if not 0 < proposal["value"] < np.inf:
            raise TraitError(f"lr, the learning rate, must be above 0, got {proposal['value']}")
        return proposal["value"]

    @validate("momentum")
    def _below_one(self, proposal):
        if not 0 <= proposal["value"] < 1:
            raise TraitError(f"momentum must be at least 0 and below 1, got {proposal['value']}")
        return proposal["value"]
