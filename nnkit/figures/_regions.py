"""The figures of regions: what half-planes, joined by AND and OR, can cut out of the plane."""

import numpy as np
from traitlets import Bool, Enum, Float, List, TraitError, validate

from nnkit.data import LOGIC
from nnkit.figures._figure import Figure, _Pair, bundle, numbers


class _Pairs(List):
    """Rows of two finite numbers, given as any nested sequence or array; `rows` of them, if it is given."""

    def __init__(self, default_value, rows=None):
        self.rows = rows
        super().__init__(default_value=default_value)

    def validate(self, obj, value):
        array = np.asarray(value, dtype=float)
        shape = (self.rows or "n", 2)
        fits = array.ndim == 2 and array.shape[1] == 2 and self.rows in (None, len(array))
        if not fits or not np.isfinite(array).all():
            raise TraitError(f"{self.name} has the shape ({shape[0]}, 2), all finite, not {array.tolist()}")
        return super().validate(obj, numbers(array))


class RegionsFigure(Figure):
    """Two half-planes as hidden step units and an output unit: AND, OR, XOR with their truth table.

    target: the truth table to meet, "and", "or", "xor", "nand" or "nor". weight: (2, 2), a row (w1, w2) for
    each half-plane, not all 0. anchor: (2, 2), a point (x1, x2) on each one's line, so that its bias is
    -w·anchor. output: does the output unit compute "and" or "or" of the two? soft: sigmoid(steepness z)
    instead of the step. steepness: above 0.
    """

    part = "regions"
    _esm = bundle("regions.js")

    target = Enum(list(LOGIC), default_value="xor").tag(sync=True)
    weight = _Pairs([[1.0, 1.0], [-1.0, -1.0]], rows=2).tag(sync=True)
    anchor = _Pairs([[0.6, -0.1], [0.4, 1.1]], rows=2).tag(sync=True)
    output = Enum(["and", "or"], default_value="and").tag(sync=True)
    soft = Bool(False).tag(sync=True)
    steepness = Float(8.0).tag(sync=True)

    @validate("weight")
    def _directions(self, proposal):
        if not np.any(proposal["value"], axis=1).all():
            raise TraitError("weight must not be (0, 0): such a unit has no line and is no half-plane")
        return proposal["value"]

    @validate("steepness")
    def _a_positive_steepness(self, proposal):
        return _above_0(proposal)


def _above_0(proposal):
    if not proposal["value"] > 0:
        raise TraitError(f"{proposal['trait'].name} is above 0, not {proposal['value']}")
    return proposal["value"]


class _Polygons(List):
    """One or two polygons, each (V, 2) with V >= 3 corners in order."""

    def validate(self, obj, value):
        polygons = [np.asarray(corners, dtype=float) for corners in value]
        fits = (p.ndim == 2 and p.shape[1] == 2 and len(p) >= 3 and np.isfinite(p).all() for p in polygons)
        if len(polygons) not in (1, 2) or not all(fits):
            shapes = [p.shape for p in polygons]
            raise TraitError(
                f"polygons is one or two arrays of at least 3 finite corners (V, 2), not {shapes}"
            )
        return super().validate(obj, [numbers(p) for p in polygons])


class PolygonsFigure(Figure):
    """Polygons as networks: a step unit for each side, an AND for each polygon, an OR over those.

    polygons: one or two of them, each (V, 2), V >= 3 corners in order; one that is not convex is drawn, and
    the figure says that the AND of its half-planes is another region. probe: the point x whose way through
    the network is shown. soft: sigmoid(steepness z) instead of the step, with z the distance from a side.
    steepness: above 0. limit: the plane is [-limit, limit] squared.
    """

    part = "polygons"
    _esm = bundle("polygons.js")

    polygons = _Polygons(
        [
            [[-2.2, -1.6], [0.2, -2.0], [1.0, -0.4], [-0.4, 1.0], [-2.0, 0.4]],
            [[0.1, -0.4], [2.4, 0.2], [1.0, 2.2]],
        ]
    ).tag(sync=True)
    probe = _Pair((-0.8, -0.6)).tag(sync=True)
    soft = Bool(False).tag(sync=True)
    steepness = Float(6.0).tag(sync=True)
    limit = Float(3.0).tag(sync=True)

    @validate("steepness")
    def _a_positive_steepness(self, proposal):
        return _above_0(proposal)
