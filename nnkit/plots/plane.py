"""The plane of two inputs, or of two weights, or of two hidden units.

Chapter: Binary classification and arbitrary boundaries. Source: Goodfellow, Bengio, Courville, Deep Learning
(2016), §6.1, for the hidden plane.
"""

import numpy as np
from matplotlib.colors import ListedColormap

from nnkit._checks import finite_array, labelled_batch, two_inputs
from nnkit.layers import Linear
from nnkit.neuron import Neuron
from nnkit.plots.ask import ask, class_ids, predicted, sequential
from nnkit.plots.style import INK, LABELS, LINES, SMALL, VALUES, axes, legend, number

GRID = 200  # places along each side at which a model is asked
THIN = {"color": INK, "linewidth": 0.8}


def decision_boundary(neuron, x, target, ax=None):
    """The neuron's values ŷ over the plane, its boundary, its direction w/‖w‖, and the points.

    x (N, 2), target (N,) of 0 and 1. Points on the wrong side have a ring. With all weights 0 there is no
    boundary to draw. A neuron that has not 2 inputs, and points that do not fit, are a ValueError.

    Chapter: A single neuron.
    """
    x, target = labelled_batch(x, target, two_inputs(neuron.weight))
    ax = axes(ax, "$x_1$", "$x_2$")
    places, extent = _places(x)
    values = neuron(places.reshape(-1, 2)).reshape(places.shape[:2])
    limits = {"vmin": min(0, values.min()), "vmax": max(1, values.max())}
    _draw_ground(ax, values, extent, cmap=VALUES, **limits)
    if neuron.weight.any():
        _draw_boundary(ax, neuron)
    _draw_points(ax, x, target.astype(int), 2)
    _draw_rings(ax, x[neuron.predict(x) != target])
    return legend(ax)


def decision_regions(model, x, target, ax=None):
    """The label that a model gives to each place of the plane, lines between them, and the points x (N, 2).

    target (N,): labels 0..K-1, K <= 6; wrong points have a ring. model: anything with `predict` (a Neuron, a
    GaussianClassifier); a Sequential of K outputs, whose largest counts, or of one, which is cut at 1/2 after
    a sigmoid or step, else at 0, as a logit; or a function (N, 2) -> labels (N,) or scores (N, K).
    ValueError: points, labels or answers that do not fit.

    Chapter: Binary classification and arbitrary boundaries.
    """
    x = _points(x, "x")
    target = class_ids(target, "target", len(x))
    places, extent = _places(x)
    said = predicted(model, places.reshape(-1, 2)).reshape(places.shape[:2])
    classes = 1 + max(1, said.max(), target.max(initial=0))
    if classes > len(LABELS):
        raise ValueError(f"a picture can tell {len(LABELS)} labels apart, from 0 on, got label {classes - 1}")
    ax = axes(ax, "$x_1$", "$x_2$")
    colours = ListedColormap([colour for colour, _ in LABELS[:classes]])
    _draw_ground(ax, said, extent, cmap=colours, vmin=-0.5, vmax=classes - 0.5)
    for label in np.unique(said)[1:]:
        lines = {"levels": [0.5], "colors": INK, "linewidths": 1.2}
        ax.contour(*np.moveaxis(places, -1, 0), said == label, **lines)
    _draw_points(ax, x, target, classes)
    _draw_rings(ax, x[predicted(model, x) != target])
    return legend(ax)


def loss_surface(f, paths=None, limits=None, ax=None):
    """A function of two weights as contour lines with their values, and descents on it.

    f: w (2,) -> number. paths: dict name -> Path of `descend`, or points (T + 1, 2); a dot for each step, a
    ring at the start and a cross at the end. limits: ((left, right), (bottom, top)); when None, around the
    paths, or from -2 to 2. The lines are denser where the function is low. ValueError: an f that is not one
    finite number, points that are not pairs.

    Chapter: Finding the best weights.
    """
    paths = {name: _points(getattr(p, "points", p), f"paths[{name!r}]") for name, p in (paths or {}).items()}
    ax = axes(ax, "$w_1$", "$w_2$")
    (left, right), (bottom, top) = limits or _frame(np.vstack([np.empty((0, 2)), *paths.values()]), 2)
    places = _square(left, right, bottom, top, 81)
    values = finite_array([[f(w) for w in row] for row in places], "f")
    if values.ndim != 2:
        raise ValueError(f"f must return one number for a w of shape (2,), got shape {values.shape[2:]}")
    levels = np.unique(np.quantile(values, np.linspace(0, 1, 10)[1:-1] ** 1.5))
    if values.min() < values.max():
        lines = ax.contour(*np.moveaxis(places, -1, 0), values, levels=levels, colors=INK, linewidths=0.8)
        ax.clabel(lines, levels[1::2], fmt=number, fontsize=SMALL)
    for (name, path), (colour, style) in zip(paths.items(), LINES[1:] + LINES[:1], strict=False):
        ax.plot(*path.T, color=colour, linestyle=style, marker=".", label=name)
        ax.plot(*path[0], color=colour, marker="o", markersize=9, fillstyle="none")
        ax.plot(*path[-1], color=colour, marker="x", markersize=9, markeredgewidth=2)
    ax.set(xlim=(left, right), ylim=(bottom, top))
    return legend(ax) if paths else ax


def warped_grid(model, x, target, units=(1, 2), ax=None):
    """A grid of the input plane and the points x (N, 2), carried into the plane of two hidden units.

    model: a Sequential or IndexedNetwork with 2 inputs; units: two units, counted from 1, of its last hidden
    layer, which is what its last Linear takes in. Where that layer has only these two and one unit follows,
    that unit's boundary is drawn, too: a line. target (N,): labels 0..K-1. Solid grid lines have a fixed x₁,
    dotted ones a fixed x₂. ValueError: a model without a hidden layer, units that it has not, points that do
    not fit.

    Chapter: Binary classification and arbitrary boundaries.
    """
    x = _points(x, "x")
    target = class_ids(target, "target", len(x))
    hidden, last, number = _last_hidden(sequential(model))
    if len(set(units)) != 2 or not set(units) <= set(range(1, last.in_features + 1)):
        raise ValueError(f"units must be two of the hidden units 1..{last.in_features}, got {units}")
    ax = axes(ax, *(f"hidden unit $z_{{{number},{unit}}}$" for unit in units))
    ax.set_aspect("equal")
    units = [unit - 1 for unit in units]
    (left, right), (bottom, top) = _frame(x, 1)
    lines = _square(left, right, bottom, top, 121)
    carried = ask(hidden, lines.reshape(-1, 2))[:, units].reshape(lines.shape)
    ax.plot(*np.moveaxis(carried[:, ::10], -1, 0), **THIN)  # one line for each column
    ax.plot(*np.moveaxis(carried[::10].swapaxes(0, 1), -1, 0), **THIN, linestyle=":")
    if last.weight.shape == (1, 2):
        bias = 0.0 if last.bias is None else last.bias.data[0]
        _draw_boundary(ax, Neuron(last.weight.data[0, units], bias))
    _draw_points(ax, ask(hidden, x)[:, units], target, 1 + target.max(initial=1))
    return legend(ax)


def _last_hidden(model):
    """The layers before the last Linear, that Linear, and the number l of the units z_{l,j} between."""
    linear = [i for i, layer in enumerate(model) if isinstance(layer, Linear)]
    if len(linear) < 2:
        raise ValueError("model has no hidden layer: that takes two Linear layers or more")
    return model[: linear[-1]], model[linear[-1]], len(linear)


def _points(x, name):
    x = finite_array(x, name)
    if x.ndim != 2 or x.shape[1] != 2:
        raise ValueError(f"{name} must have shape (N, 2), points of the plane, got shape {x.shape}")
    return x


def _frame(points, least):
    """((left, right), (bottom, top)) around the points; at least a square of ±least when there are none."""
    points = points if len(points) else np.array([[-least, -least], [least, least]])
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(0.15 * (high - low), 0.1)
    return np.column_stack([low - margin, high + margin]).tolist()


def _square(left, right, bottom, top, n):
    """n x n points (n, n, 2) of a rectangle."""
    return np.stack(np.meshgrid(np.linspace(left, right, n), np.linspace(bottom, top, n)), axis=-1)


def _places(x):
    """Places (GRID, GRID, 2) around the points x (N, 2), and their extent (left, right, bottom, top)."""
    frame = np.vstack([x, [[-1, -1], [1, 1]]])  # at least this square, also when there are no points
    (left, bottom), (right, top) = frame.min(axis=0) - 0.5, frame.max(axis=0) + 0.5
    return _square(left, right, bottom, top, GRID), (left, right, bottom, top)


def _draw_ground(ax, values, extent, **colours):
    ax.set_aspect("equal")  # or w would not look perpendicular to the boundary
    # Not enlarged to the picture's pixels: a tenth of the bytes in an SVG.
    look = {"alpha": 0.3, "interpolation": "none"}
    ax.imshow(values, extent=extent, origin="lower", **look, **colours)


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


def _draw_points(ax, x, target, classes):
    for label, (colour, marker) in enumerate(LABELS[:classes]):
        look = {"color": colour, "marker": marker, "edgecolor": "white", "label": f"$y = {label}$"}
        ax.scatter(*x[target == label].T, **look, zorder=2.5)


def _draw_rings(ax, wrong):
    look = {"s": 160, "facecolor": "none", "edgecolor": INK, "zorder": 2.5}
    ax.scatter(*wrong.T, **look, label=f"misclassified: {len(wrong)}")
