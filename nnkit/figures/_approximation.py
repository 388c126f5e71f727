"""Figures about universal approximation: what a hidden layer of one kind of unit comes near to, and how."""

from traitlets import Enum, Float, Int, TraitError, validate

from nnkit.figures._figure import Figure, bundle
from nnkit.targets import TARGETS

CONTINUOUS = [name for name, target in TARGETS.items() if not target.jumps]
MOST_UNITS = 100


class ApproximateFigure(Figure):
    """Linear, step, sigmoid and ReLU units on one target, as many of each: nnkit.approximate's networks.

    target: a continuous one of nnkit.targets, so not "steps". units: how many hidden units each network has,
    1 to 100. epsilon: the accuracy that is wanted. view: "four" panels, all in "one", or the "errors" against
    the number of units.
    """

    part = "approximate"
    _esm = bundle("approximate.js")

    target = Enum(CONTINUOUS, default_value="sine").tag(sync=True)
    units = Int(8).tag(sync=True)
    epsilon = Float(0.1).tag(sync=True)
    view = Enum(["four", "one", "errors"], default_value="four").tag(sync=True)

    @validate("units")
    def _a_few(self, proposal):
        if not 1 <= proposal["value"] <= MOST_UNITS:
            raise TraitError(f"units must be 1 to {MOST_UNITS}, got {proposal['value']}")
        return proposal["value"]

    @validate("epsilon")
    def _positive(self, proposal):
        if not 0 < proposal["value"] < float("inf"):
            raise TraitError(f"epsilon must be a finite number above 0, got {proposal['value']:g}")
        return proposal["value"]
