"""Figures about universal approximation: what a hidden layer of one kind of unit comes near to, and how."""

import numpy as np
from traitlets import Bool, Enum, Float, Int, List, TraitError, validate

from nnkit.figures._figure import Figure, _Numbers, _Pair, bundle
from nnkit.layers import Activation, Linear, Sequential
from nnkit.targets import TARGETS

CONTINUOUS = [name for name, target in TARGETS.items() if not target.jumps]
MOST_UNITS = 100
MOST_DESIGNED = 24


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


class _Units(List):
    """Rows (place, slope, height), given as any nested sequence or array."""

    def validate(self, obj, value):
        rows = np.asarray(value, dtype=float)
        if rows.ndim != 2 or rows.shape[1] != 3 or not np.isfinite(rows).all():
            raise TraitError(
                f"units are rows of finite (place, slope, height), shape (n, 3), not {rows.shape}"
            )
        if not 1 <= len(rows) <= MOST_DESIGNED:
            raise TraitError(f"a network here has 1 to {MOST_DESIGNED} hidden units, not {len(rows)}")
        return super().validate(obj, rows.tolist())


class DesignFigure(Figure):
    """A network with one hidden layer, designed by hand: c + the sum of height g(slope (x - place)).

    target: one of nnkit.targets. kind: g, "step", "sigmoid", "relu" or "linear". units: rows (place, slope,
    height), shape (n, 3), 1 to 24 of them. bias: c. selected: index of the unit that the sliders move; beyond
    the last one it stands for the last. solution: is one solution shown?
    """

    part = "design"
    _esm = bundle("design.js")

    target = Enum(list(TARGETS), default_value="bump").tag(sync=True)
    kind = Enum(["step", "sigmoid", "relu", "linear"], default_value="sigmoid").tag(sync=True)
    units = _Units(default_value=[[-0.9, 4.0, 0.9], [0.9, 4.0, -0.9]]).tag(sync=True)
    bias = Float(0.0).tag(sync=True)
    selected = Int(0, min=0).tag(sync=True)
    solution = Bool(False).tag(sync=True)

    @property
    def model(self):
        """The network as it is now: an nnkit Sequential, (N, 1) -> (N, 1)."""
        place, slope, height = np.array(self.units).T
        return Sequential(
            Linear.from_weight(slope[:, np.newaxis], -slope * place),
            Activation(self.kind),
            Linear.from_weight(height[np.newaxis], np.array([self.bias])),
        )
