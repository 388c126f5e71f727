"""A network as its diagram: units in columns, weights on the edges, values in the units.

Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow, Bengio, Courville, Deep
Learning (2016), §6.1.
"""

import numpy as np
from matplotlib.collections import LineCollection

from nnkit._checks import finite_array
from nnkit.layers import Activation, Linear, Sequential
from nnkit.plots.ask import sequential
from nnkit.plots.style import BLUE, CELLS, INK, ON_CELLS, SMALL, VERMILION, canvas, number

MOST = 8  # units of a layer that are drawn; of more, the first ones and the last
HEADING = 26  # the height of two lines, in points
NODE = 34  # a unit's diameter in points
FEW = 4  # units of a layer that have room for names above and biases below
CHIP = 13  # the height of a number on an edge


def network(model, x=None, ax=None):
    """The diagram of an IndexedNetwork, or of a Sequential of Linear and Activation layers.

    A unit bears its name, x_i, z_{l,j} or ŷ, counted from 1; with x (in_features,), one input, it bears its
    value, and its name above in layers of up to 4 units. Blue edges have positive weights, dashed vermilion
    ones negative, thicker is larger. Weights stand on the edges where there is room, as in the 3-3-2-1
    network, and biases below the units of layers of up to 4. Of a layer of more than 8 units the first ones
    and the last are drawn, ⋮ between them, and the number of all stands above. An x that does not fit is a
    ValueError, a model or a layer of another kind a TypeError.

    Chapter: Multilayer perceptrons and the network's equations.
    """
    stages = _stages(sequential(model))
    sizes = [stages[0][0].in_features, *(stage[0].out_features for stage in stages)]
    values = [None] * len(sizes) if x is None else _values(stages, x, sizes[0])
    drawn = [_drawn(n) for n in sizes]
    rows = max(map(len, drawn))
    slot = (74, 66 if rows <= FEW else 48)
    heading = HEADING / slot[1]
    ax, size = canvas(ax, len(sizes), rows + heading, slot)
    places = [_places(layer, units, rows, heading) for layer, units in enumerate(drawn)]
    ends = [_ends(places[k], places[k + 1], stage[0]) for k, stage in enumerate(stages)]
    largest = max(np.abs(weights).max() for _, weights in ends) or 1
    for points, weights in ends:
        _draw_edges(ax, points, weights / largest)
        _draw_weights(ax, points, weights, largest, size, CHIP / slot[1])
    for layer, place in enumerate(places):
        names = [_name(layer, unit, sizes) for unit in place]
        _draw_units(ax, place, names, values[layer], size)
        _draw_heading(ax, layer, sizes[layer], stages[layer - 1] if layer else None, size)
        if layer and len(place) <= FEW and stages[layer - 1][0].bias is not None:
            _draw_biases(ax, place, stages[layer - 1][0].bias.data, size)
    return ax


def _stages(model):
    """[[Linear, its Activation, …], …]"""
    stages = []
    for i, layer in enumerate(model):
        if isinstance(layer, Linear):
            stages.append([layer])
        elif isinstance(layer, Activation) and stages:
            stages[-1].append(layer)
        else:
            raise TypeError(
                f"layer {i} is {layer!r}: a diagram has Linear layers, and Activations after them"
            )
    return stages


def _values(stages, x, in_features):
    """The values of each layer's units, the inputs first: a list of arrays (units,)."""
    x = finite_array(x, "x")
    if x.shape != (in_features,):
        raise ValueError(f"x must be one input of shape ({in_features},), got shape {x.shape}")
    batches = [x[np.newaxis].astype(stages[0][0].weight.data.dtype)]
    for stage in stages:
        batches.append(Sequential(*stage)(batches[-1]))
    return [batch[0] for batch in batches]


def _drawn(n):
    """The units of a layer that are drawn; None stands for those between."""
    return list(range(n)) if n <= MOST else [*range(MOST - 2), None, n - 1]


def _places(layer, units, rows, heading):
    """unit -> (x, y), spread over the rows below the heading."""
    return {unit: (layer + 0.5, heading + rows * (k + 0.5) / len(units)) for k, unit in enumerate(units)}


def _name(layer, unit, sizes):
    if unit is None:
        return "⋮"
    if layer == 0:
        return f"$x_{{{unit + 1}}}$"
    output = r"\hat{y}" if sizes[-1] == 1 else rf"\hat{{y}}_{{{unit + 1}}}"
    return f"${output}$" if layer == len(sizes) - 1 else f"$z_{{{layer + 1},{unit + 1}}}$"


def _ends(sources, targets, linear):
    """The drawn edges of a layer: their ends (edges, 2, 2) and weights (edges,)."""
    edges = [(i, j) for i in sources for j in targets if i is not None and j is not None]
    weights = np.array([linear.weight.data[j, i] for i, j in edges])
    return np.array([(sources[i], targets[j]) for i, j in edges]), weights


def _draw_edges(ax, ends, shares):
    colours = np.where(shares < 0, VERMILION, BLUE)
    styles = ["--" if share < 0 else "-" for share in shares]
    widths = 0.5 + 2 * np.abs(shares)
    ax.add_collection(LineCollection(ends, colors=colours, linestyles=styles, linewidths=widths, zorder=1))


def _draw_weights(ax, ends, weights, largest, size, height):
    """The weights on their edges, at that share of the way where they stand farthest apart, if they do."""
    places = [ends[:, 0] + share * (ends[:, 1] - ends[:, 0]) for share in np.linspace(0.4, 0.6, 21)]
    apart, places = max(((_least_gap(place[:, 1]), place) for place in places), key=lambda pair: pair[0])
    if apart < height:
        return
    for (x, y), weight in zip(places, weights, strict=True):
        chip = {"boxstyle": "round,pad=0.1", "edgecolor": "none", "facecolor": _cell(weight / largest)}
        ax.text(x, y, number(weight), color=ON_CELLS, size=size, ha="center", va="center", bbox=chip)


def _least_gap(values):
    return np.diff(np.sort(values)).min(initial=np.inf)


def _cell(share):
    """The colour of a cell for a number from -1 to 1; beyond, it is that of -1 or 1."""
    return CELLS(0.5 + 0.5 * float(share))


def _draw_units(ax, place, names, values, size):
    """A circle for each unit, with its value in it and its name above, or its name in it."""
    for (unit, (x, y)), name in zip(place.items(), names, strict=True):
        if unit is None:
            ax.text(x, y, name, color=INK, size=2 * size, weight="bold", ha="center", va="center")
            continue
        filling = _cell(0) if values is None else _cell(values[unit])
        ax.scatter(x, y, s=(NODE * size / SMALL) ** 2, color=filling, edgecolor=INK, zorder=2)
        inside = name if values is None else number(values[unit])
        ax.text(x, y, inside, color=ON_CELLS, size=size, ha="center", va="center_baseline")
        if values is not None and len(place) <= FEW:
            _draw_beside(ax, x, y, name, size, 1)


def _draw_biases(ax, place, bias, size):
    for unit, (x, y) in place.items():
        _draw_beside(ax, x, y, f"b = {number(bias[unit])}", size, -1)


def _draw_beside(ax, x, y, text, size, side):
    """Text above (side 1) or below (side -1) a unit."""
    away = {"xytext": (0, side * (NODE * size / SMALL / 2 + 1)), "textcoords": "offset points"}
    va = "bottom" if side > 0 else "top"
    ax.annotate(text, (x, y), **away, color=INK, size=size, ha="center", va=va)


def _draw_heading(ax, layer, units, stage, size):
    kind = " ".join(module.name for module in stage[1:]) or "linear" if stage else "inputs"
    heading = f"layer {layer + 1}\n{units} {kind}"
    ax.text(layer + 0.5, 0, heading, color=INK, size=size, ha="center", va="top")
