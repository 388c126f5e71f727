"""Curves over one number: an activation, a fit of a function, a training.

Chapter: Activation functions. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §6.3, §7.8 for the
two curves of a training.
"""

from functools import partial
from itertools import cycle, pairwise

import numpy as np
from matplotlib.ticker import MaxNLocator

from nnkit._checks import finite_array, one_of
from nnkit.activations import activation as find_activation
from nnkit.layers import Module
from nnkit.plots.ask import ask
from nnkit.plots.style import BLUE, INK, LINES, VERMILION, axes, legend

QUANTITIES = {"mistakes": "mistakes (misclassified points)", "losses": "mean loss"}


def activation(name, ax=None):
    """An activation g(z) and its derivative for z from -5 to 5.

    ValueError: an unknown name, or softmax and log_softmax, whose outputs depend on all entries of z at once.

    Chapter: Activation functions.
    """
    g = find_activation(name)
    if g.derivative is None:
        raise ValueError(f"{name} takes all entries of z at once and has no curve over one z; see jacobian")
    ax = axes(ax, "$z$", "$g(z)$ and $g'(z)$")
    z = _with_gaps(-5, 5, [0])
    ax.plot(z, _between_gaps(g.function, z), color=BLUE, label=f"${g.latex}$")
    ax.plot(z, _between_gaps(g.derivative, z), color=VERMILION, linestyle="--", label="$g'(z)$")
    return legend(ax)


def fit_1d(target, approximations, interval=None, points=None, ax=None):
    """A function of one number and what approximates it.

    target: a Target of `nnkit.data`, or a function (N,) -> (N,) with `interval` (left, right).
    approximations: dict name -> function (N,) -> (N,), layers (N, 1) -> (N, 1), or Approximation. points:
    (x (N,), y (N,)) to draw, or None. ValueError: no interval, points or answers that do not fit.

    Chapter: Universal approximation in one dimension.
    """
    interval = getattr(target, "interval", None) if interval is None else interval
    if interval is None:
        raise ValueError("interval is missing: pass interval=(left, right), where to draw the function")
    ax = axes(ax, "$x$", "$y$")
    x = _with_gaps(*interval, getattr(target, "breaks", None) or ())
    curves = {"target": getattr(target, "function", target), **approximations}
    for (name, curve), (colour, style) in zip(curves.items(), cycle(LINES), strict=False):
        values = _between_gaps(partial(_asked, name, curve), x)
        ax.plot(x, values, color=colour, linestyle=style, label=name)
    if points is not None:
        ax.scatter(*_pairs(points), color=INK, s=16, label="points", zorder=2.5)
    return legend(ax)


def training_curves(histories, quantity=None, ax=None):
    """The "mistakes" or the "losses" of each record in the dict name -> NeuronHistory or History.

    A NeuronHistory counts updates, a History epochs, so draw them apart. A History's validation losses are
    dotted, with a ring at the best epoch. Losses share an axis, so compare them only if they are values of
    the same loss. quantity None: mistakes if all records count them, else losses. ValueError: an unknown
    quantity, one that a record has not, or both kinds of records; TypeError: no dict.

    Chapter: Finding the best weights.
    """
    quantity = _quantity(histories, quantity)
    ax = axes(ax, _unit(histories), QUANTITIES[quantity])
    # A number of points holds until the next update; a line aslant would show halves of points.
    drawstyle = "steps-post" if quantity == "mistakes" else "default"
    for (name, history), (colour, style) in zip(histories.items(), cycle(LINES), strict=False):
        look = {"color": colour, "drawstyle": drawstyle}
        ax.plot(getattr(history, quantity), label=name, linestyle=style, **look)
        if quantity == "losses":
            _draw_validation(ax, name, history, colour)
    if quantity == "mistakes":
        _count_from_zero(ax)
    return legend(ax)


def _with_gaps(left, right, breaks):
    """Places from left to right; a NaN before each break shows a jump there as a jump."""
    ends = [left, *breaks, np.nextafter(right, np.inf)]
    pieces = [[*np.linspace(a, np.nextafter(b, a), 300), np.nan] for a, b in pairwise(ends)]
    return np.concatenate(pieces)[:-1]


def _between_gaps(function, x):
    """The values (N,) of a function (N,) -> (N,); NaN at the gaps, which it does not get to see."""
    values = np.full(x.shape, np.nan)
    values[~np.isnan(x)] = function(x[~np.isnan(x)])
    return values


def _asked(name, curve, x):
    """What the function, the layers or the Approximation make of x (N,): y (N,)."""
    curve = getattr(curve, "model", curve)
    said = ask(curve, x[:, np.newaxis])[:, 0] if isinstance(curve, Module) else ask(curve, x)
    if said.shape != x.shape:
        raise ValueError(f"{name}: x of shape {x.shape} needs as many values, got shape {said.shape}")
    return said


def _pairs(points):
    x, y = (finite_array(values, f"points[{i}]") for i, values in enumerate(points))
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"points must be x (N,) and y (N,), got shapes {x.shape} and {y.shape}")
    return x, y


def _quantity(histories, quantity):
    if not isinstance(histories, dict):
        raise TypeError(f"histories must be a dict name -> record, got {type(histories).__name__}")
    if quantity is None:
        quantity = "mistakes" if all(hasattr(h, "mistakes") for h in histories.values()) else "losses"
    one_of(quantity, QUANTITIES, "quantity")
    for name, history in histories.items():
        if not hasattr(history, quantity):
            raise ValueError(f"the record {name!r} has no {quantity}: it is a {type(history).__name__}")
    return quantity


def _unit(histories):
    units = {"updates" if hasattr(h, "mistakes") else "epochs" for h in histories.values()}
    if len(units) > 1:
        raise ValueError("a NeuronHistory counts updates, a History epochs: draw them in two pictures")
    return units.pop() if units else "updates"


def _draw_validation(ax, name, history, colour):
    losses = getattr(history, "validation_losses", None)
    if losses is not None:
        ax.plot(losses, color=colour, linestyle=":", label=f"{name}: validation")
        best = history.best_epoch
        ax.plot(best, losses[best], color=colour, marker="o", markersize=9, fillstyle="none")


def _count_from_zero(ax):
    """Whole ticks from 0 to at least 1, with room for a line that lies on 0."""
    top = max(1, ax.dataLim.y1)
    ax.set_ylim(-0.05 * top, 1.05 * top)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
