"""Figures about universal approximation: what a hidden layer of one kind of unit comes near to, and how."""

from traitlets import Enum, Float, Int, TraitError, validate

from nnkit.figures._figure import Figure, _Numbers, _Pair, bundle
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


class StaircaseFigure(Figure):
    """From one sigmoid to a staircase: one is a step, two are a bump, a row of them comes near to a target.

    steepness: w, at least 1, of every sigmoid. place: s of the single one, within 0 and 1. ends: the bump's
    edges, ascending within 0 and 1. height: the bump's, within -1 and 1. target: one of nnkit.targets. parts:
    "bumps", two sigmoids each, or "steps", one each. heights: of the 2 to 8 equal cells of the row.
    """

    part = "staircase"
    _esm = bundle("staircase.js")

    steepness = Float(12.0).tag(sync=True)
    place = Float(0.4, min=0, max=1).tag(sync=True)
    ends = _Pair((0.3, 0.7)).tag(sync=True)
    height = Float(0.8, min=-1, max=1).tag(sync=True)
    target = Enum(list(TARGETS), default_value="sine").tag(sync=True)
    parts = Enum(["bumps", "steps"], default_value="bumps").tag(sync=True)
    heights = _Numbers(Float(), default_value=[-0.5, -1.0, -0.5, 0.5, 1.0, 0.5], minlen=2, maxlen=8).tag(
        sync=True
    )

    @validate("steepness")
    def _steep(self, proposal):
        if not 1 <= proposal["value"] < float("inf"):
            raise TraitError(f"steepness must be a finite number of at least 1, got {proposal['value']:g}")
        return proposal["value"]

    @validate("ends")
    def _ascending(self, proposal):
        left, right = proposal["value"]
        if not 0 <= left < right <= 1:
            raise TraitError(f"ends must ascend within 0 and 1, got {left:g} and {right:g}")
        return proposal["value"]
