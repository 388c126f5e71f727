"""Curves over one number: an activation, a fit of a function, a training.

Chapter: Activation functions. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §6.3; §7.8 for the
two curves of a training.
"""

import numpy as np

from nnkit._checks import intervals, of_kind, one_of
from nnkit.activations import activation as find_activation
from nnkit.module import Module
from nnkit.plots.ask import ask
from nnkit.plots.style import INK, axes, legend

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
    _draw_curve(ax, g.function, f"${g.latex}$", (-5, 5), [0])
    _draw_curve(ax, g.derivative, "$g'(z)$", (-5, 5), [0])
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
    jumps = [jump for jump in getattr(target, "jumps", ()) if left < jump < right]
    of_kind(approximations, dict, "approximations")
    ax = axes(ax, "$x$", "$y$")
    look = {"color": INK, "linestyle": "-", "linewidth": 3}
    _draw_curve(ax, getattr(target, "function", target), "target", (left, right), jumps, **look)
    for name, curve in approximations.items():
        _draw_curve(ax, curve, name, (left, right), jumps)
    return legend(ax)


def training_curves(histories, quantity="losses", ax=None):
    """The "losses" or the "mistakes" of each record in the dict name -> NeuronHistory or History.

    A NeuronHistory counts updates, a History, which has no mistakes, epochs: draw them apart. A History's
    validation losses are dotted. Losses share an axis, so compare them only if they are values of the same
    loss. ValueError: an unknown quantity, or one that a record has not; TypeError: no dict.

    Chapter: Finding the best weights.
    """
    label = QUANTITIES[one_of(quantity, QUANTITIES, "quantity")]
    for name, history in of_kind(histories, dict, "histories").items():
        if not hasattr(history, quantity):
            raise ValueError(f"the record {name!r} has no {quantity}: it is a {type(history).__name__}")
    epochs = any(hasattr(history, "best_epoch") for history in histories.values())
    ax = axes(ax, "epochs" if epochs else "updates", label)
    for name, history in histories.items():
        (line,) = ax.plot(getattr(history, quantity), label=name)
        if quantity == "mistakes":  # a number of points holds until the next update; aslant are halves
            line.set_drawstyle("steps-post")
        if getattr(history, "validation_losses", None) is not None:
            look = {"color": line.get_color(), "linestyle": ":", "label": f"{name}: validation"}
            ax.plot(history.validation_losses, **look)
    if quantity == "mistakes":
        ax.update_datalim([(0, 0), (0, 1)])
        ax.locator_params(axis="y", integer=True)
    return legend(ax)


def _draw_curve(ax, curve, name, interval, jumps, **look):
    """A function, or layers, over an interval; a jump is a gap."""
    aside = 1e-9 * (interval[1] - interval[0])
    sides = [side for jump in jumps for side in (jump - aside, jump + aside)]
    x = np.sort(np.append(np.linspace(*interval, 300), sides))
    y = ask(curve, x[:, np.newaxis])[:, 0] if isinstance(curve, Module) else ask(curve, x, name)
    if y.shape != x.shape:
        raise ValueError(f"{name}: x of shape {x.shape} needs as many values, got shape {y.shape}")
    gaps = np.searchsorted(x, jumps)
    ax.plot(np.insert(x, gaps, np.nan), np.insert(y, gaps, np.nan), label=name, **look)
