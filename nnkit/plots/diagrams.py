"""A network as its diagram: units in columns, weights on the edges, values in the units.

Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow, Bengio, Courville, Deep
Learning (2016), §6.1.
"""

import numpy as np
from matplotlib.collections import LineCollection

from nnkit._checks import finite_array
from nnkit.plots.ask import indexed
from nnkit.plots.style import BLUE, CELLS, INK, SMALL, VERMILION, canvas, number, write

MOST = 8  # units of a layer that are drawn; of more, the first ones and the last
FEW = 4  # rows up to which there is room for names above the values, and biases below
HEADING, CHIP, NODE = 26, 13, 34  # in points: a column's two lines, a number's height, a unit's diameter


def network(model, x=None, ax=None):
    """The diagram of an IndexedNetwork, or of a Sequential of Linear and elementwise Activation layers.

    A unit bears its name, x_i, z_{l,j} or ŷ, counted from 1; with x (in_features,), one input, it bears its
    value. Blue edges have positive weights, dashed vermilion ones negative, thicker is larger. Weights stand
    on the edges where there is room, as in the 3-3-2-1 network; with layers of up to 4 units, names stand
    above the values and biases below the units. Of a layer of more than 8 units the first ones and the last
    are drawn, ⋮ between them, and the number of all stands above. ValueError: an x that does not fit;
    TypeError: another model, or other layers.

    Chapter: Multilayer perceptrons and the network's equations.
    """
    model = indexed(model)
    if x is not None and finite_array(x, "x").shape != model.sizes[:1]:
        raise ValueError(f"x must be one input of shape {model.sizes[:1]}, got shape {np.shape(x)}")
    values = {} if x is None else model.values(x)
    rows = max(len(_shown(n)) for n in model.sizes)
    slot = (74, 66 if rows <= FEW else 48)
    ax, size = canvas(ax, len(model.sizes), rows + HEADING / slot[1], slot)
    places = _places(model.sizes, rows, HEADING / slot[1])
    largest = max(np.abs(weight).max() for weight in model.weights) or 1
    for layer in range(1, len(model.sizes)):
        _draw_edges(ax, model, layer, places, largest, size, CHIP / slot[1])
    for layer, kind in enumerate(("input" + "s" * (model.sizes[0] > 1), *model.activations), start=1):
        write(ax, layer - 0.5, 0, f"layer {layer}\n{model.sizes[layer - 1]} {kind}", size, INK, va="top")
    reach = (NODE / 2 + 1) / slot[1] if rows <= FEW else None
    for (layer, unit), place in places.items():
        _draw_unit(ax, *place, model, layer, unit, values.get(f"z_{{{layer},{unit}}}"), size, reach)
    return ax


def _shown(n):
    """The units of a layer that are drawn, counted from 1; None stands for those between."""
    return list(range(1, n + 1)) if n <= MOST else [*range(1, MOST - 1), None, n]


def _places(sizes, rows, top):
    """(layer, unit) -> (x, y): a layer's units spread over all rows."""
    return {
        (layer, unit): (layer - 0.5, top + rows * (k + 0.5) / len(_shown(n)))
        for layer, n in enumerate(sizes, start=1)
        for k, unit in enumerate(_shown(n))
    }


def _draw_edges(ax, model, layer, places, largest, size, height):
    """The edges to the next layer; their weights, at that share of the way where they stand apart most."""
    before, after = ([unit for k, unit in places if k == at and unit] for at in (layer, layer + 1))
    edges = [(i, j) for i in before for j in after]
    weights = np.array([model.w(layer, i, j) for i, j in edges])
    ends = np.array([(places[layer, i], places[layer + 1, j]) for i, j in edges])  # (edges, 2, 2)
    look = {
        "colors": np.where(weights < 0, VERMILION, BLUE),
        "linestyles": ["--" if weight < 0 else "-" for weight in weights],
        "linewidths": 0.5 + 2 * np.abs(weights) / largest,
    }
    ax.add_collection(LineCollection(ends, **look, zorder=1))
    middles = [ends[:, 0] + share * (ends[:, 1] - ends[:, 0]) for share in np.linspace(0.4, 0.6, 21)]
    best = max(middles, key=_least_gap)
    if _least_gap(best) >= height:
        for place, weight in zip(best, weights, strict=True):
            chip = {"boxstyle": "round,pad=0.1", "edgecolor": "none", "facecolor": _cell(weight / largest)}
            write(ax, *place, number(weight), size, bbox=chip)


def _least_gap(places):
    return np.diff(np.sort(places[:, 1])).min(initial=np.inf)


def _cell(share):
    """The colour of a cell for a number from -1 to 1; beyond, it is that of -1 or 1."""
    return CELLS(0.5 + 0.5 * float(share))


def _draw_unit(ax, x, y, model, layer, unit, value, size, reach):
    """A circle with its value in it and its name above, or its name in it; below, its bias. None: ⋮."""
    if unit is None:
        return write(ax, x, y, "⋮", 2 * size, INK, weight="bold")
    ax.scatter(x, y, s=(NODE * size / SMALL) ** 2, color=_cell(value or 0), edgecolor=INK, zorder=2)
    output = r"\hat{y}" if model.sizes[-1] == 1 else rf"\hat{{y}}_{{{unit}}}"
    names = {1: f"x_{{{unit}}}", len(model.sizes): output}
    name = f"${names.get(layer, f'z_{{{layer},{unit}}}')}$"
    write(ax, x, y, name if value is None else number(value), size, va="center_baseline")
    if reach and value is not None:
        write(ax, x, y - reach, name, size, INK, va="bottom")
    if reach and model.biases and layer > 1:
        write(ax, x, y + reach, f"b = {number(model.b(layer - 1, unit))}", size, INK, va="top")
