"""Pictures of neurons: colours that colour-blind readers can tell apart, legible on light and on dark pages.

Every function takes `ax=None` (a new figure) and returns the axes; none calls `show`. Backgrounds are
transparent. No grey has a contrast of 4.5 to white and to the dark themes' near-black (4.2 is the most): text
and lines have 4.5 to white and 3.8 to near-black, and the website brightens the pictures of its dark pages.

Chapter: One neuron. Source of the colours: Okabe and Ito, Color Universal Design (2008).
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from nnkit._checks import labelled_batch, one_of, two_inputs
from nnkit.activations import activation as find_activation

INK = "#767676"
BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
PHONE = (4.2, 3.2)  # inches: its text is legible where a phone shows it 358 pixels wide
LABELS = ((0, VERMILION, "s"), (1, BLUE, "o"))  # as in the live figures; the shape tells a label too
VALUES = LinearSegmentedColormap.from_list("values", [VERMILION, "#bbbbbb", BLUE])


def use_svg():
    """Make a notebook draw in SVG, the same bytes in each run. Call it once, in the first cell."""
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    plt.rcParams["svg.hashsalt"] = "nnkit"
    set_matplotlib_formats("svg", metadata={"Date": None})


def decision_boundary(neuron, x, target, ax=None):
    """The neuron's values ŷ over the plane, its boundary, its direction w/‖w‖, and the points.

    x (N, 2), target (N,) of 0 and 1. Points on the wrong side have a ring. With all weights 0 there is no
    boundary to draw. A neuron that has not 2 inputs, and points that do not fit, are a ValueError.
    """
    x, target = labelled_batch(x, target, two_inputs(neuron.weight))
    ax = _axes(ax, "$x_1$", "$x_2$")
    ax.set_aspect("equal")  # or w would not look perpendicular to the boundary
    _draw_values(ax, neuron, x)
    if neuron.weight.any():
        _draw_boundary(ax, neuron)
    for label, colour, marker in LABELS:
        ax.scatter(
            *x[target == label].T, color=colour, marker=marker, edgecolor="white", label=f"$y = {label}$"
        )
    wrong = x[neuron.predict(x) != target]
    ax.scatter(*wrong.T, s=160, facecolor="none", edgecolor=INK, label=f"misclassified: {len(wrong)}")
    return _legend(ax)


def activation(name, ax=None):
    """An activation g(z) and its derivative for z from -5 to 5; an unknown name is a ValueError."""
    g = find_activation(name)
    ax = _axes(ax, "$z$", "$g(z)$ and $g'(z)$")
    left, right = np.linspace(-5, -1e-9, 200), np.linspace(0, 5, 200)
    z = np.concatenate([left, [np.nan], right])  # the gap at 0 shows a jump as a jump
    ax.plot(z, g.function(z), color=BLUE, label=f"${g.latex}$")
    ax.plot(z, g.derivative(z), color=VERMILION, linestyle="--", label="$g'(z)$")
    return _legend(ax)


def training_curves(histories, quantity="mistakes", ax=None):
    """The "mistakes" or the "losses" of each NeuronHistory in the dict name -> NeuronHistory, by update.

    Losses share an axis, so compare them only if they are values of the same loss.
    """
    one_of(quantity, ("mistakes", "losses"), "quantity")
    ax = _axes(
        ax, "updates", {"mistakes": "mistakes (misclassified points)", "losses": "mean loss"}[quantity]
    )
    ax.set_prop_cycle(color=[INK, BLUE, VERMILION, PURPLE], linestyle=["-", "--", "-.", ":"])
    # A number of points holds until the next update; a line aslant would show halves of points.
    drawstyle = "steps-post" if quantity == "mistakes" else "default"
    for name, history in histories.items():
        ax.plot(getattr(history, quantity), label=name, drawstyle=drawstyle)
    if quantity == "mistakes":
        _count_from_zero(ax)
    return _legend(ax)


def _count_from_zero(ax):
    """Whole ticks from 0 to at least 1, with room for a line that lies on 0."""
    top = max(1, ax.dataLim.y1)
    ax.set_ylim(-0.05 * top, 1.05 * top)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))


def _draw_values(ax, neuron, x):
    frame = np.vstack([x, [[-1, -1], [1, 1]]])  # at least this square, also when there are no points
    (left, bottom), (right, top) = frame.min(axis=0) - 0.5, frame.max(axis=0) + 0.5
    x1, x2 = np.meshgrid(np.linspace(left, right, 200), np.linspace(bottom, top, 200))
    values = neuron(np.column_stack([x1.ravel(), x2.ravel()])).reshape(x1.shape)
    limits = {"vmin": min(0, values.min()), "vmax": max(1, values.max())}
    extent = (left, right, bottom, top)
    # Not enlarged to the picture's pixels: a tenth of the bytes in an SVG.
    look = {"cmap": VALUES, "alpha": 0.3, "interpolation": "none"}
    ax.imshow(values, extent=extent, origin="lower", **look, **limits)


def _draw_boundary(ax, neuron):
    direction = neuron.boundary().direction
    centre = np.array([np.mean(ax.get_xlim()), np.mean(ax.get_ylim())])
    foot = centre - neuron.distance(centre) * direction  # the boundary's nearest point
    along = np.array([-direction[1], direction[0]])
    ax.axline(foot, foot + along, color=INK, label="$z = 0$")
    tip = foot + direction
    arrow = {"arrowstyle": "->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, foot, color=INK, arrowprops=arrow)
    # One unit long whatever w is, and named so; the name stands just beyond the tip.
    beside = {"xytext": direction * (22, 11), "textcoords": "offset points", "ha": "center", "va": "center"}
    ax.annotate(r"$w/\|w\|$", tip, color=INK, **beside)


def _axes(ax, xlabel, ylabel):
    ax = plt.subplots(figsize=PHONE, layout="constrained")[1] if ax is None else ax
    ax.figure.patch.set_alpha(0)
    ax.patch.set_alpha(0)
    ax.tick_params(colors=INK)
    ax.spines[:].set_color(INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_xlabel(xlabel, color=INK)
    ax.set_ylabel(ylabel, color=INK)
    return ax


def _legend(ax):
    above = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 2}  # inside it would hide points
    ax.legend(framealpha=0, labelcolor=INK, **above)
    return ax
