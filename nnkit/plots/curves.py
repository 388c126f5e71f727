"""Curves over one number: an activation, a fit of a function, a training.

Chapter: Activation functions. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §6.3; §7.8 for the
two curves of a training.
"""

from itertools import cycle, pairwise

import numpy as np
from matplotlib.ticker import MaxNLocator

from nnkit._checks import intervals, of_kind, one_of
from nnkit.activations import activation as find_activation
from nnkit.module import Module
from nnkit.plots.ask import ask
from nnkit.plots.style import BLUE, LINES, VERMILION, axes, legend

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
    _draw_curve(ax, g.function, (-5, 0, 5), color=BLUE, label=f"${g.latex}$")
    _draw_curve(ax, g.derivative, (-5, 0, 5), color=VERMILION, linestyle="--", label="$g'(z)$")
    return legend(ax, columns=2 if len(g.latex) < 30 else 1)


def fit_1d(target, approximations, interval=None, ax=None):
    """A function of one number and what approximates it.

    target: a Target of `nnkit.targets`, or a function (N,) -> (N,) with `interval` (left, right).
    approximations: dict name -> function (N,) -> (N,), layers (N, 1) -> (N, 1), or Approximation. ValueError:
    no interval, one that does not ascend, answers that do not fit; TypeError: no function, no dict.

    Chapter: Universal approximation in one dimension.
    """
    interval = getattr(target, "interval", None) if interval is None else interval
    if interval is None:
        raise ValueError("interval is missing: pass interval=(left, right), where to draw the function")
    left, right = intervals(interval, "interval")
    ends = (left, *(jump for jump in getattr(target, "jumps", ()) if left < jump < right), right)
    curves = {
        "target": getattr(target, "function", target),
        **of_kind(approximations, dict, "approximations"),
    }
    ax = axes(ax, "$x$", "$y$")
    for (name, curve), (colour, style) in zip(curves.items(), cycle(LINES), strict=False):
        _draw_curve(ax, curve, ends, color=colour, linestyle=style, label=name)
    return legend(ax)


def training_curves(histories, quantity=None, ax=None):
    """The "mistakes" or the "losses" of each record in the dict name -> NeuronHistory or History.

    A NeuronHistory counts updates, a History epochs, so draw them apart. A History's validation losses are
    dotted, with a ring at the best epoch. Losses share an axis, so compare them only if they are values of
    the same loss. quantity None: mistakes if all records count them, else losses. ValueError: an unknown
    quantity, one that a record has not, or no record; TypeError: no dict.

    Chapter: Finding the best weights.
    """
    of_kind(histories, dict, "histories")
    if quantity is None:
        quantity = "mistakes" if all(hasattr(h, "mistakes") for h in histories.values()) else "losses"
    label = QUANTITIES[one_of(quantity, QUANTITIES, "quantity")]
    if not histories:
        raise ValueError("histories is empty: there is nothing to draw")
    for name, history in histories.items():
        if not hasattr(history, quantity):
            raise ValueError(f"the record {name!r} has no {quantity}: it is a {type(history).__name__}")
    epochs = any(hasattr(history, "best_epoch") for history in histories.values())
    ax = axes(ax, "epochs" if epochs else "updates", label)
    # A number of points holds until the next update; a line aslant would show halves of points.
    drawstyle = "steps-post" if quantity == "mistakes" else "default"
    for (name, history), (colour, style) in zip(histories.items(), cycle(LINES), strict=False):
        look = {"color": colour, "linestyle": style, "drawstyle": drawstyle}
        ax.plot(getattr(history, quantity), label=name, **look)
        if getattr(history, "validation_losses", None) is not None:
            _draw_validation(ax, name, history.validation_losses, history.best_epoch, colour)
    if quantity == "mistakes":
        _count_from_zero(ax)
    return legend(ax)


def _draw_curve(ax, curve, ends, **look):
    """A function, layers or an Approximation over the pieces between ends; a jump at an end is a gap."""
    aside = 1e-9 * (ends[-1] - ends[0])
    pieces = [
        np.linspace(a + aside * (a != ends[0]), b - aside * (b != ends[-1]), 300) for a, b in pairwise(ends)
    ]
    x = np.concatenate(pieces)
    layers = getattr(curve, "model", curve)
    y = ask(layers, x[:, np.newaxis])[:, 0] if isinstance(layers, Module) else ask(curve, x, look["label"])
    if y.shape != x.shape:
        raise ValueError(f"{look['label']}: x of shape {x.shape} needs as many values, got shape {y.shape}")
    gaps = np.arange(300, len(x), 300)
    ax.plot(np.insert(x, gaps, np.nan), np.insert(y, gaps, np.nan), **look)


def _draw_validation(ax, name, losses, best, colour):
    ax.plot(losses, color=colour, linestyle=":", label=f"{name}: validation")
    ax.plot(best, losses[best], color=colour, marker="o", markersize=9, fillstyle="none")


def _count_from_zero(ax):
    """Whole ticks from 0 to at least 1, with room for a line that lies on 0."""
    top = max(1, ax.dataLim.y1)
    ax.set_ylim(-0.05 * top, 1.05 * top)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
