"""Networks written down, not learned: for a given function, the weights and a proof of how near they come.

In one dimension a layer of steps is a staircase, of steep sigmoids a smooth one, of ReLUs a broken line: with
enough units each comes as near as wanted to any continuous function, which is the universal approximation
theorem for one input. In the plane a step unit is a half-plane, an AND of them a convex polygon, an OR of
those any union of polygons.

`f` takes an array x (N,) and returns its values (N,); it is asked at a few points only. Between them it is
held by `lipschitz`, a number L >= 0 with |f(x) - f(x')| <= L |x - x'|. `interval` is (left, right), where the
promise holds; the networks take any x. All is float64.

Chapter: Universal approximation in one dimension. Source: Nielsen, Neural Networks and Deep Learning (2015),
ch. 4 (staircase and bumps); Cybenko (1989), Mathematics of Control, Signals and Systems 2, for sigmoids;
Leshno et al. (1993), Neural Networks 6, for every activation that is no polynomial.
"""

from typing import NamedTuple

import numpy as np

from nnkit._checks import (
    finite_array,
    finite_number,
    function,
    intervals,
    length,
    number_between,
    one_of,
    parameters,
    polygon_vertices,
    positive_number,
)
from nnkit.layers import Activation, Linear, Sequential

_MOST_UNITS = 1_000_000  # more would not fit into memory with a batch of points
_SHARPNESS = 50.0  # a sigmoid's steepness x the distance at which it counts as 0 or 1: exp(-50) is 2e-22
_ROOM = 1 + 1e-9  # for those tails and for rounding, so that an error bound is below eps, not at it
_GATES = {"and": ([1, 1], -1.5), "or": ([1, 1], -0.5), "nand": ([-1, -1], 1.5), "nor": ([-1, -1], 0.5)}


class Approximation(NamedTuple):
    """A network (N, 1) -> (N, 1), its number of hidden units, and a bound on its error, proven, not measured.

    Called with x of any shape (...) it gives the values (...); NaN is a ValueError.

    Chapter: Universal approximation in one dimension.
    """

    model: Sequential
    units: int
    error_bound: float

    def __call__(self, x):
        """x (...) -> values (...)."""
        x = finite_array(x, "x").astype(np.float64)
        return self.model(x[..., np.newaxis])[..., 0]


def step_staircase(f, interval, eps, lipschitz, jumps=()):
    """Steps: |network(x) - f(x)| <= error_bound < eps on the whole interval, jumps included.

    f may jump at the places `jumps`, ascending within the interval, if it takes its right limit there and L
    holds between them. Each piece is cut into floor((1 + 1e-9) L length / (2 eps)) + 1 equal cells; there is
    one step unit for each edge between two cells, hence cells - 1 in all, but at least 1. So a piecewise
    constant f, with L = 0, is met exactly, up to rounding.

    Proof. On a cell of width h < 2 eps / L the network is f(m), m the middle. There |x - m| <= h/2, so the
    error is at most L h/2 < eps.

    eps not positive, L negative, an interval or jumps that do not ascend, an f that rises faster than L
    between two cells, NaN in f(x), or over a million units: ValueError.

    Chapter: Universal approximation in one dimension. Source: Nielsen (2015), ch. 4.
    """
    first, edges, rises, widths = _staircase(f, interval, eps, lipschitz, jumps)
    model = _hidden("step", np.ones_like(edges), edges, rises, first)
    return Approximation(model, len(edges), float(lipschitz * widths.max() / 2))


def sigmoid_staircase(f, interval, eps, lipschitz):
    """Steep sigmoids in place of the steps, for a continuous f: as many units, and error_bound < eps.

    A sum of sigmoids is continuous: near a jump of height J some error is at least J/2, however many the
    units.

    Proof. The sigmoid of an edge between cells of width h has steepness k = 50/h. First let all sigmoids but
    the nearest edge's be 0 or 1. If that edge is at a distance d <= h/2 and s = sigmoid(k d), the network is
    s f(m) + (1 - s) f(m'), with the middles m and m' at the distances h/2 - d and h/2 + d: an error of at
    most L (h/2 + d (1 - 2 s)) <= L h/2. If no edge is so near, it is f(m), as for steps. Now the others: they
    are at distances from h/2, 3h/2, … on, on both sides, off by less than exp(-k distance), and rise by at
    most L h. With q = exp(-50) they add at most L h sqrt(q) (1 + q) / (1 - q) = 1.4e-11 L h, for which the
    factor 1 + 1e-9 has room.

    Errors as in `step_staircase`; an f that jumps is one that rises faster than L.

    Chapter: Universal approximation in one dimension. Source: Nielsen (2015), ch. 4; Cybenko (1989).
    """
    first, edges, rises, widths = _staircase(f, interval, eps, lipschitz)
    model = _hidden("sigmoid", _SHARPNESS / widths[1:], edges, rises, first)
    return Approximation(model, len(edges), float(_ROOM * lipschitz * widths.max() / 2))


def bump(left, right, height=1.0, steepness=50.0):
    """`height` between left and right, 0 elsewhere: the difference of two sigmoids of steepness (x - edge).

    At a distance d or more from both edges either is off by at most sigmoid(-steepness d), so the error is at
    most 2 |height| sigmoid(-steepness d). The largest error is at the edges and no continuous function has
    less than half the height there; error_bound is exactly it,
    |height| (1/2 + sigmoid(-steepness (right - left))).

    left not below right, steepness not positive, NaN: ValueError.

    Chapter: Universal approximation in one dimension. Source: Nielsen (2015), ch. 4.
    """
    edges = intervals([left, right], "[left, right]")
    rises = finite_number(height, "height") * np.array([1, -1])
    steepness = positive_number(steepness, "steepness")
    model = _hidden("sigmoid", np.full(2, steepness), edges, rises, 0.0)
    off = np.exp(-steepness * (edges[1] - edges[0]))
    return Approximation(model, 2, float(abs(height) * (1 / 2 + off / (1 + off))))


def relu_interpolant(x, y, lipschitz=None, curvature=None):
    """The broken line through the points (x, y), x (n,) ascending, y (n,), n >= 2: n - 1 ReLUs.

    The ReLU that starts at x_i has the change of slope there as its output weight; the last slope goes on
    beyond the last point, and before the first the value is constant. error_bound is 0 against the broken
    line itself. With `lipschitz` it holds, between the points, against every f with that constant through
    them, with `curvature` against every f through them with |f''| <= curvature; with both the lower one does.

    Proof. At the share t of a cell of width h the line is (1 - t) f(left) + t f(right). The left end is t h
    away and the right one (1 - t) h, so the error is at most (1 - t) L t h + t L (1 - t) h <= L h/2. With
    u, v the distances from the ends, Rolle's theorem gives f - line = -f''(c) u v / 2 for some c in the cell,
    at most curvature h²/8. So floor(L (right - left) / (2 eps)) + 1 equal cells keep the error below eps, or
    floor((right - left) sqrt(curvature / (8 eps))) + 1 do.

    Shapes that do not fit, x that does not ascend, slopes beyond lipschitz or changes of slope beyond
    curvature, NaN: ValueError.

    Chapter: Universal approximation in one dimension. Source: Leshno et al. (1993) for ReLU's right to it.
    """
    x, y = _ascending(x, "x"), finite_array(y, "y").astype(np.float64)
    if x.shape != y.shape:
        raise ValueError(f"x has shape {x.shape}, but y has shape {y.shape}: they must be equal")
    widths = np.diff(x)
    slopes = np.diff(y) / widths
    model = _hidden("relu", np.ones_like(widths), x[:-1], np.diff(slopes, prepend=0.0), y[0])
    lipschitz = np.inf if lipschitz is None else number_between(lipschitz, 0, np.inf, "lipschitz")
    curvature = np.inf if curvature is None else number_between(curvature, 0, np.inf, "curvature")
    widest, steepest = widths.max(), np.abs(slopes).max()
    bend = max(np.abs(np.diff(slopes)) / (widths[1:] + widths[:-1]) * 2, default=0.0)  # |f''| somewhere
    if steepest > lipschitz * _ROOM:
        raise ValueError(f"the points have a slope of {steepest:g}, beyond lipschitz={lipschitz:g}")
    if bend > curvature * _ROOM + 1e-9 * steepest / widths.min():  # a straight line's bend is rounding
        raise ValueError(f"the points have a bend of {bend:g}, beyond curvature={curvature:g}")
    known = min(lipschitz, curvature) < np.inf
    bound = min(lipschitz * widest / 2, curvature * widest**2 / 8) if known else 0.0
    return Approximation(model, len(widths), float(bound))


def half_plane(weight, bias=0.0):
    """One step unit: 1 where w·x + b >= 0, else 0. x (N, d) -> (N, 1).

    weight (d,), not all 0, bias a number, else a ValueError.

    Chapter: Binary classification and arbitrary boundaries. Source: McCulloch and Pitts (1943).
    """
    weight, bias = parameters(weight, bias)
    length(weight)
    return Sequential(*_steps(weight[np.newaxis], [bias]))


def logic_gate(name):
    """ "and", "or", "nand" or "nor" as one step unit, "xor" as three: x (N, 2) of 0 and 1 -> (N, 1).

    XOR needs a hidden layer, for no line separates its labels: it is (x1 or x2) and (x1 nand x2). Other
    names: ValueError.

    Chapter: Binary classification and arbitrary boundaries. Source: Minsky and Papert (1969).
    """
    if one_of(name, (*_GATES, "xor"), "logic gate") != "xor":
        return half_plane(*_GATES[name])
    weights, biases = zip(_GATES["or"], _GATES["nand"], strict=True)
    return Sequential(*_steps(weights, biases), *half_plane(*_GATES["and"]))


def convex_polygon(vertices):
    """1 inside, 0 outside: a half-plane for each side, and an AND of them. x (N, 2) -> (N, 1).

    vertices (V, 2), V >= 3, in order, clockwise or not. On the sides themselves, which belong to the polygon,
    rounding may decide. ValueError: other shapes, NaN, repeated vertices, a vertex in line with its
    neighbours, sides that cross, and a polygon that is not convex.

    Chapter: Binary classification and arbitrary boundaries. Source: Lippmann (1987), IEEE ASSP Magazine 4.
    """
    weight, bias = _sides(vertices, "vertices")
    return Sequential(*_steps(weight, bias), *_steps(np.ones((1, len(bias))), [0.5 - len(bias)]))


def union_of_polygons(polygons):
    """1 inside at least one of the convex polygons, else 0: half-planes, ANDs, an OR. x (N, 2) -> (N, 1).

    polygons: a list of vertices (V, 2), each as in `convex_polygon`; they may overlap. An empty list:
    ValueError.

    Chapter: Binary classification and arbitrary boundaries. Source: Lippmann (1987).
    """
    if not isinstance(polygons, (list, tuple)) or not polygons:
        raise ValueError(f"polygons must be a list of at least one array of vertices, got {polygons!r}")
    weights, biases = zip(*(_sides(v, f"polygons[{i}]") for i, v in enumerate(polygons)), strict=True)
    owner = np.repeat(np.arange(len(biases)), [len(bias) for bias in biases])
    belongs = (owner == np.arange(len(biases))[:, np.newaxis]).astype(np.float64)  # (polygons, sides)
    return Sequential(
        *_steps(np.vstack(weights), np.concatenate(biases)),
        *_steps(belongs, 0.5 - belongs.sum(axis=1)),
        *_steps(np.ones((1, len(biases))), [-0.5]),
    )


def _hidden(unit, steepness, edges, rises, first):
    """first + the sum of rise * unit(steepness (x - edge)), over the hidden units, as a network."""
    hidden = Linear.from_weight(steepness[:, np.newaxis], -steepness * edges)
    return Sequential(hidden, Activation(unit), Linear.from_weight(rises[np.newaxis], [first]))


def _steps(weight, bias):
    return Linear.from_weight(np.asarray(weight, dtype=np.float64), bias), Activation("step")


def _staircase(f, interval, eps, lipschitz, jumps=()):
    """f in the first cell, the edges (n,), f's rises there, the cells' widths (n + 1,)."""
    eps, lipschitz = positive_number(eps, "eps"), number_between(lipschitz, 0, np.inf, "lipschitz")
    left, right = intervals(interval, "interval")
    jumps = finite_array(jumps, "jumps")
    if jumps.ndim != 1:
        raise ValueError(f"jumps must have shape (n,), got shape {jumps.shape}")
    ends = _ascending([left, *jumps, right], "the interval with its jumps")
    cells = np.floor(np.diff(ends) * (lipschitz / eps) / 2 * _ROOM) + 1
    cells[0] += cells.sum() == 1  # at least one edge, for a network needs a unit
    if not cells.sum() <= _MOST_UNITS:
        raise ValueError(f"eps={eps:g} takes {cells.sum() - 1:g} units, over a million: choose a larger eps")
    cells = cells.astype(int)
    widths = np.repeat(np.diff(ends) / cells, cells)
    pieces = zip(ends, ends[1:], cells, strict=False)
    starts = np.concatenate([np.linspace(a, b, n, endpoint=False) for a, b, n in pieces])
    levels = _values(f, starts + widths / 2)
    edges, rises = starts[1:], np.diff(levels)
    too_fast = ~np.isin(edges, ends) & (np.abs(rises) > lipschitz * widths[1:] * _ROOM + 1e-9 * eps)
    if too_fast.any():
        raise ValueError(
            f"f changes by {rises[too_fast][0]:g} near x = {edges[too_fast][0]:g}, faster than"
            f" lipschitz={lipschitz:g} allows: give the larger one, or a step_staircase its jumps=[...]"
        )
    return levels[0], edges, rises, widths


def _values(f, x):
    function(f, "f")
    try:
        y = f(x)
    except (TypeError, ValueError) as error:  # math.sin, x if x > 0 else 0
        raise TypeError(f"f must take an array x (N,), but: {error}; np.vectorize(f) may help") from error
    y = finite_array(y, "f(x)")
    if y.shape != x.shape:
        raise ValueError(f"x has shape {x.shape}, but f(x) has shape {y.shape}: np.vectorize(f) may help")
    return y.astype(np.float64)


def _ascending(values, name):
    x = finite_array(values, name).astype(np.float64)
    if x.ndim != 1 or len(x) < 2 or not (np.diff(x) > 0).all():
        raise ValueError(f"{name} must hold at least 2 numbers in ascending order, got {x}")
    return x


def _sides(vertices, name):
    """The half-planes of a convex polygon: weight (V, 2), normals that point inside, and bias (V,)."""
    vertices = polygon_vertices(vertices, name)
    sides = np.roll(vertices, -1, axis=0) - vertices  # from each vertex to the next
    normals = np.column_stack([-sides[:, 1], sides[:, 0]])
    heights = ((vertices[:, np.newaxis] - vertices) * normals).sum(axis=2)  # (V vertices, V sides)
    turn = np.sign(heights.sum())  # 1 anticlockwise, -1 clockwise
    on = np.eye(len(sides), dtype=bool) | np.eye(len(sides), k=-1, dtype=bool)
    on[0, -1] = True  # each side goes from its vertex to the next
    if not (turn * heights > 1e-12 * np.abs(heights).max())[~on].all():
        raise ValueError(
            f"{name} must be the corners of a convex polygon in the order in which they are met, none twice"
            " or in line with its neighbours; union_of_polygons takes the parts of another"
        )
    return turn * normals, -turn * (normals * vertices).sum(axis=1)
