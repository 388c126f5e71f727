"""The plane of two inputs, of two weights, or of two hidden units.

Chapter: Binary classification and arbitrary boundaries. Source: Goodfellow, Bengio, Courville, Deep Learning
(2016), §6.1, for the hidden plane.
"""

import numpy as np
from matplotlib.colors import ListedColormap

from nnkit._checks import finite_array, function, intervals, labelled_batch, of_kind, two_inputs
from nnkit.neuron import Neuron
from nnkit.plots.ask import class_ids, indexed, predicted
from nnkit.plots.style import INK, LABELS, VALUES, axes, legend

SQUARE = np.array([[-1.0, -1.0], [1.0, 1.0]])  # in view even when no points are


def decision_boundary(neuron, x, target, ax=None):
    """The neuron's values ŷ over the plane, its boundary, its direction w/‖w‖, and the points.

    x (N, 2), target (N,) of 0 and 1. Points on the wrong side have a ring. With all weights 0 there is no
    boundary to draw. A neuron that has not 2 inputs, and points that do not fit, are a ValueError; another
    model is a TypeError.

    Chapter: A single neuron.
    """
    x, target = labelled_batch(x, target, two_inputs(of_kind(neuron, Neuron, "neuron").weight))
    ax = axes(ax, "$x_1$", "$x_2$")
    places = _around(x, 200)
    values = neuron(places.reshape(-1, 2)).reshape(places.shape[:2])
    _draw_ground(ax, places, values, VALUES, min(0, values.min()), max(1, values.max()))
    if neuron.weight.any():
        _draw_direction(ax, *_draw_line(ax, neuron))
    _draw_points(ax, x, target, 2, wrong=neuron.predict(x) != target)
    return legend(ax)


def decision_regions(model, x, target, ax=None):
    """The label that a model gives to each place of the plane, lines between them, and the points x (N, 2).

    target (N,): labels 0..K-1, K <= 6; wrong points have a ring. model: anything with `predict` (a Neuron, a
    GaussianClassifier); a Sequential of K outputs, whose largest counts, or of one, which is cut at 1/2 after
    a sigmoid or step, else at 0, as a logit; or a function (N, 2) -> labels (N,) or scores (N, K).
    ValueError: points, labels or answers that do not fit; TypeError: another model.

    Chapter: Binary classification and arbitrary boundaries.
    """
    x, target = _labelled(x, target)
    wrong = predicted(model, x) != target  # asked first: if x does not fit, the message has its shape
    places = _around(x, 200)
    said = predicted(model, places.reshape(-1, 2)).reshape(places.shape[:2])
    classes = 1 + max(1, said.max(), target.max(initial=0))
    ax = axes(ax, "$x_1$", "$x_2$")
    colours = ListedColormap([colour for colour, _ in LABELS])
    _draw_ground(ax, places, said, colours, -0.5, len(LABELS) - 0.5)
    for label in np.unique(said)[1:]:
        ax.contour(places[..., 0], places[..., 1], said == label, [0.5], colors=INK, linewidths=1.2)
    _draw_points(ax, x, target, classes, wrong)
    return legend(ax)


def loss_surface(f, paths=None, limits=((-2, 2), (-2, 2)), ax=None):
    """A function of two weights as contour lines, and descents on it.

    f: w (2,) -> number. paths: dict name -> Path of `descend`, or points (T + 1, 2); a dot for each step, a
    cross at the end. limits: ((left, right), (bottom, top)). The lines are denser where the function is low.
    ValueError: an f that is not one finite number, points that are not pairs,
    limits that do not ascend; TypeError: no function, no dict.

    Chapter: Finding the best weights.
    """
    paths = of_kind({} if paths is None else paths, dict, "paths")
    paths = {name: _points(getattr(path, "points", path), f"paths[{name!r}]") for name, path in paths.items()}
    limits = intervals(limits, "limits", (2, 2))
    places = _square(*limits.T, 81)
    values = finite_array([[function(f, "f")(w) for w in row] for row in places], "f")
    if values.ndim != 2:
        raise ValueError(f"f must return one number for a w of shape (2,), got shape {values.shape[2:]}")
    ax = axes(ax, "$w_1$", "$w_2$")
    levels = np.unique(np.quantile(values, np.linspace(0, 1, 10)[1:-1] ** 1.5))
    ax.contour(places[..., 0], places[..., 1], values, levels, colors=INK, linewidths=0.8)
    for name, path in paths.items():
        (line,) = ax.plot(*path.T, marker=".", label=name)
        ax.plot(*path[-1], color=line.get_color(), linestyle="", marker="x", markersize=9, markeredgewidth=2)
    ax.set(xlim=limits[0], ylim=limits[1])
    return legend(ax)


def warped_grid(model, x, target, units=(1, 2), ax=None):
    """A grid of the input plane and the points x (N, 2), carried into the plane of two hidden units.

    model: an IndexedNetwork, or a Sequential of Linear and elementwise Activation layers, with 2 inputs;
    units: two units, counted from 1, of its last hidden layer. Where that layer has only these two and one
    unit follows, that unit's boundary is drawn, too: a line. target (N,): labels 0..K-1, K <= 6. Solid grid
    lines have a fixed x₁, dotted ones a fixed x₂. ValueError: a model without a hidden layer, units that it
    has not, points that do not fit; TypeError: another model, or other layers.

    Chapter: Binary classification and arbitrary boundaries.
    """
    x, target = _labelled(x, target)
    network = indexed(model)
    layer, last = len(network.weights), network.weights[-1]
    if layer < 2:
        raise ValueError("model has no hidden layer: that takes two Linear layers or more")
    columns = finite_array(units, "units") - 1
    if columns.shape != (2,) or columns[0] == columns[1] or not set(columns) <= set(range(len(last))):
        raise ValueError(f"units must be two of the hidden units 1..{len(last)}, got {units}")
    columns = columns.astype(int)
    names = [f"z_{{{layer},{unit}}}" for unit in columns + 1]
    points = _carried(network, x, names)
    ax = axes(ax, *(f"hidden unit ${name}$" for name in names))
    ax.set_aspect("equal")
    grid = _around(x, 61)
    carried = _carried(network, grid.reshape(-1, 2), names).reshape(grid.shape)
    for lines, style in ((carried[:, ::3], "-"), (carried[::3].swapaxes(0, 1), ":")):
        ax.plot(lines[..., 0], lines[..., 1], color=INK, linewidth=0.8, linestyle=style)
    if last.shape == (2, 1):
        _draw_line(ax, Neuron(last[columns, 0], network.b(layer, 1)))
    _draw_points(ax, points, target, 1 + target.max(initial=1))
    return legend(ax)


def _carried(network, x, names):
    """x (N, 2) -> the values (N, 2) of two units."""
    values = network.values(x)
    return np.column_stack([values[name] for name in names])


def _labelled(x, target):
    x = _points(x, "x")
    return x, class_ids(target, "target", len(x))


def _points(x, name):
    x = finite_array(x, name)
    if x.ndim != 2 or x.shape[1] != 2:
        raise ValueError(f"{name} must have shape (N, 2), points of the plane, got shape {x.shape}")
    return x


def _around(x, n):
    """n x n places (n, n, 2) around the points x (N, 2)."""
    frame = np.vstack([x, SQUARE])
    return _square(frame.min(axis=0) - 0.5, frame.max(axis=0) + 0.5, n)


def _square(low, high, n):
    """n x n places (n, n, 2) from the corner low (2,) to the corner high (2,)."""
    return np.stack(np.meshgrid(*np.linspace(low, high, n).T), axis=-1)


def _draw_ground(ax, places, values, colours, low, high):
    ax.set_aspect("equal")  # or w would not look perpendicular to the boundary
    (left, bottom), (right, top) = places[0, 0], places[-1, -1]
    # Not enlarged to the picture's pixels: a tenth of the bytes in an SVG.
    look = {"extent": (left, right, bottom, top), "origin": "lower", "interpolation": "none"}
    ax.imshow(values, cmap=colours, vmin=low, vmax=high, alpha=0.3, **look)


def _draw_line(ax, neuron):
    """The boundary; returns its point nearest to the middle of the picture, and its direction w/‖w‖."""
    direction = neuron.boundary().direction
    centre = np.array([np.mean(ax.get_xlim()), np.mean(ax.get_ylim())])
    foot = centre - neuron.distance(centre) * direction
    ax.axline(foot, foot + direction[::-1] * [-1, 1], color=INK, label="$z = 0$")
    return foot, direction


def _draw_direction(ax, foot, direction):
    tip = foot + direction
    arrow = {"arrowstyle": "->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, foot, color=INK, arrowprops=arrow)
    # One unit long whatever w is, and named so; the name stands just beyond the tip.
    beside = {"xytext": direction * (22, 11), "textcoords": "offset points", "ha": "center", "va": "center"}
    ax.annotate(r"$w/\|w\|$", tip, color=INK, **beside)


def _draw_points(ax, x, target, classes, wrong=None):
    for label, (colour, marker) in enumerate(LABELS[:classes]):
        look = {"color": colour, "marker": marker, "edgecolor": "white", "label": f"$y = {label}$"}
        ax.scatter(*x[target == label].T, **look, zorder=2.5)
    if wrong is not None:
        ring = {"s": 160, "facecolor": "none", "edgecolor": INK, "label": f"misclassified: {wrong.sum()}"}
        ax.scatter(*x[wrong].T, **ring, zorder=2.5)
