"""Pictures of the plane: regions, boundaries, surfaces, grids are where the model says they are."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgba
from nnkit_refusals import refusals

from nnkit import plots
from nnkit.activations import ELEMENTWISE
from nnkit.gaussian import GaussianClassifier
from nnkit.layers import Activation, Dropout, Linear, Sequential
from nnkit.network import IndexedNetwork, lecture_network
from nnkit.neuron import Neuron
from nnkit.optim import descend
from nnkit.plots.style import INK, LABELS, LINES

NEURON = Neuron([3, 4], 5)
X = np.array([[1.0, 1.0], [-1.0, -1.0], [-3.0, 1.0], [2.0, -2.0]])
TARGET = np.array([1, 0, 0, 0])  # NEURON says 1, 0, 1, 1: the last two are wrong
THREE = np.array([2, 0, 1, 1])
HIDDEN = Sequential(Linear.from_weight([[3.0, 1.0], [-1.0, 2.0]], [0.5, -0.25]), Activation("tanh"))
NETWORK = Sequential(*HIDDEN, Linear.from_weight([[1.0, -2.0]], [0.5]), Activation("sigmoid"))


def corners(extent):
    left, right, bottom, top = extent
    return np.array([[left, bottom], [right, bottom], [left, top], [right, top]])


def corner_values(image):
    values = image.get_array()
    return [values[0, 0], values[0, -1], values[-1, 0], values[-1, -1]]


def points_of(ax):
    """The labels' points, and the rings, by their names in the legend."""
    return {points.get_label(): np.asarray(points.get_offsets()) for points in ax.collections}


def test_boundary_points_and_rings_are_the_numbers():
    ax = plots.decision_boundary(NEURON, X, TARGET)
    line = next(line for line in ax.lines if line.get_label() == "$z = 0$")
    np.testing.assert_allclose(NEURON.z([line.get_xy1(), line.get_xy2()]), 0, atol=1e-12)
    assert tuple(line.get_xy1()) != tuple(line.get_xy2())
    assert list(points_of(ax)) == ["$y = 0$", "$y = 1$", "misclassified: 2"]
    for drawn, right in zip(points_of(ax).values(), (X[1:], X[:1], X[2:]), strict=True):
        np.testing.assert_array_equal(drawn, right)


def test_arrow_is_the_direction_and_starts_on_the_boundary():
    arrow, name = plots.decision_boundary(NEURON, X, TARGET).texts
    foot = arrow.get_position()
    assert NEURON.z(foot) == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(np.subtract(arrow.xy, foot), [0.6, 0.8])
    assert name.get_text() == r"$w/\|w\|$"  # one unit long, however long w is
    assert name.xy == pytest.approx(arrow.xy)
    arrow.figure.draw_without_rendering()
    tip = arrow.axes.transData.transform(arrow.xy)
    assert not name.get_window_extent().contains(*tip)


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_surface_is_the_neurons_values(activation):
    neuron = Neuron([3, 4], 5, activation)
    ax = plots.decision_boundary(neuron, X, TARGET)
    (image,) = ax.images
    assert image.get_extent() == [-3.5, 2.5, -2.5, 1.5]
    np.testing.assert_allclose(corner_values(image), neuron(corners(image.get_extent())))
    assert image.origin == "lower"
    assert image.norm.vmin == min(0, image.get_array().min())
    assert image.norm.vmax == max(1, image.get_array().max())
    assert ax.get_aspect() == 1


def test_the_two_labels_differ_in_shape_too():
    zeros, ones, _ = plots.decision_boundary(NEURON, X, TARGET).collections
    assert zeros.get_paths()[0].vertices.shape != ones.get_paths()[0].vertices.shape


def test_vertical_boundary_is_drawn():
    ax = plots.decision_boundary(Neuron([2, 0], 1), X, TARGET)
    (line,) = ax.lines
    assert line.get_xy1()[0] == line.get_xy2()[0] == -0.5


def test_without_weights_or_points_there_is_no_boundary_but_a_picture():
    ax = plots.decision_boundary(Neuron([0, 0]), np.empty((0, 2)), [])
    assert len(ax.lines) == 0
    (image,) = ax.images
    assert (image.get_array() == 0.5).all()
    assert image.get_extent() == [-1.5, 1.5, -1.5, 1.5]
    assert (image.norm.vmin, image.norm.vmax) == (0, 1)


def by_sign(x):
    return x[:, 0] > 0


def scores(x):
    return np.column_stack([x[:, 0], x[:, 1], -x[:, 0] - x[:, 1]])


MODELS = {
    "Neuron": (NEURON, NEURON.predict),
    "GaussianClassifier": (model := GaussianClassifier(ridge=0.1).fit(X, THREE), model.predict),
    "one output after a sigmoid": (NETWORK, lambda x: NETWORK(x)[:, 0] >= 0.5),
    "one output after a step": (
        Sequential(*NETWORK[:3], Activation("step")),
        lambda x: NETWORK(x)[:, 0] >= 0.5,
    ),
    "one logit": (NETWORK[:3], lambda x: NETWORK(x)[:, 0] >= 0.5),
    "two logits": (HIDDEN, lambda x: HIDDEN(x)[:, 1] > HIDDEN(x)[:, 0]),
    "IndexedNetwork": (IndexedNetwork.from_sequential(NETWORK), lambda x: NETWORK(x)[:, 0] >= 0.5),
    "a function of labels": (by_sign, by_sign),
    "a function of scores": (scores, lambda x: scores(x).argmax(axis=1)),
}


@pytest.mark.parametrize(("model", "predict"), MODELS.values(), ids=MODELS)
def test_regions_are_what_the_model_says(model, predict):
    ax = plots.decision_regions(model, X, THREE)
    (image,) = ax.images
    left, right, bottom, top = image.get_extent()
    grid = np.stack(np.meshgrid(np.linspace(left, right, 200), np.linspace(bottom, top, 200)), axis=-1)
    said = predict(grid.reshape(-1, 2)).reshape(200, 200)
    assert 0 < said.mean() < said.max()  # more than one region
    np.testing.assert_array_equal(image.get_array(), said)
    wrong = X[predict(X) != THREE]
    np.testing.assert_array_equal(points_of(ax)[f"misclassified: {len(wrong)}"], wrong)
    for label in range(3):
        np.testing.assert_array_equal(points_of(ax)[f"$y = {label}$"], X[label == THREE])


def test_regions_have_the_colours_of_their_labels():
    ax = plots.decision_regions(scores, X, THREE)
    (image,) = ax.images
    for label, (colour, _) in enumerate(LABELS):
        assert image.cmap(image.norm(label)) == to_rgba(colour)
    names = {points.get_label(): points for points in ax.collections}
    for label in range(3):
        assert to_hex(names[f"$y = {label}$"].get_facecolor()[0]) == LABELS[label][0].lower()


def test_lines_between_regions_lie_between_them():
    ax = plots.decision_regions(by_sign, X, TARGET)
    (line,) = [lines for lines in ax.collections if hasattr(lines, "levels")]
    vertices = np.vstack([path.vertices for path in line.get_paths()])
    assert np.abs(vertices[:, 0]).max() < 6 / 199  # one cell of the grid
    assert np.ptp(vertices[:, 1]) == pytest.approx(4)


def test_one_region_has_no_line_and_two_labels_in_the_legend():
    ax = plots.decision_regions(lambda x: np.zeros(len(x), int), np.empty((0, 2)), [])
    assert not [lines for lines in ax.collections if hasattr(lines, "levels")]
    assert list(points_of(ax)) == ["$y = 0$", "$y = 1$", "misclassified: 0"]


def test_labels_that_are_only_said_or_only_true_are_in_the_legend():
    said = plots.decision_regions(lambda x: np.full(len(x), 3), X, TARGET)
    true = plots.decision_regions(by_sign, X, [0, 1, 2, 3])
    for ax in (said, true):
        assert list(points_of(ax))[-5:-1] == [f"$y = {label}$" for label in range(4)]


def test_a_model_is_asked_without_a_trace():
    """A forward before the picture and its backward after it belong together, and Dropout draws nothing."""
    rng = np.random.default_rng(0)
    dropout = Dropout(0.5, rng=rng)
    model = Sequential(Linear.from_weight(np.eye(2, dtype=np.float32)), dropout)
    x = X.astype(np.float32)
    model.eval()
    right = model(x)
    right_grad = model.backward(np.ones_like(right))
    right_weight = model[0].weight.grad
    model.zero_grad()
    model(x)
    model.train()
    state = rng.bit_generator.state
    (image,) = plots.decision_regions(model, X[:2], [0, 1]).images  # float64 points, a float32 model
    x1, x2 = np.meshgrid(np.linspace(-1.5, 1.5, 200), np.linspace(-1.5, 1.5, 200))
    np.testing.assert_array_equal(image.get_array(), x2.astype(np.float32) > x1.astype(np.float32))
    assert rng.bit_generator.state == state
    assert model.training
    np.testing.assert_array_equal(model.backward(np.ones_like(right)), right_grad)
    np.testing.assert_array_equal(model[0].weight.grad, right_weight)


def slope(w):
    return w[0] ** 2 + 10 * w[1] ** 2 + w[0]


def test_contour_lines_are_where_the_function_has_their_value():
    ax = plots.loss_surface(slope, limits=((-3, 1), (-1, 2)))
    (lines,) = ax.collections
    assert len(lines.levels) == 8
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        values = [slope(w) for w in path.vertices]
        np.testing.assert_allclose(values, level, atol=0.05)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-3, 1), (-1, 2))


def test_contour_lines_are_denser_where_the_function_is_low():
    x1, x2 = np.meshgrid(np.linspace(-2, 2, 99), np.linspace(-2, 2, 99))
    (lines,) = plots.loss_surface(slope).collections
    shares = [(slope((x1, x2)) < level).mean() for level in lines.levels]
    np.testing.assert_allclose(shares, (np.arange(1, 9) / 9) ** 1.5, atol=0.01)


def test_descents_are_drawn_with_their_end():
    path = descend(slope, lambda w: np.array([2 * w[0] + 1, 20 * w[1]]), [1.0, 1.0], lr=0.09, steps=5)
    array = np.array([[0.0, 0.0], [1.0, 1.5]])
    ax = plots.loss_surface(slope, {"descent": path, "array": array})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["descent", "array"]
    for k, points in enumerate((path.points, array)):
        line, end = ax.lines[2 * k : 2 * k + 2]
        np.testing.assert_array_equal(line.get_xydata(), points)
        np.testing.assert_array_equal(end.get_xydata(), points[-1:])
        assert (line.get_marker(), end.get_marker()) == (".", "x")
        assert (line.get_color(), end.get_color()) == (LINES[k][0],) * 2


def test_a_surface_without_descents_has_no_legend_and_a_flat_one_no_lines():
    assert plots.loss_surface(slope).get_legend() is None
    (lines,) = plots.loss_surface(lambda w: 2.0).collections
    assert not sum(len(path.vertices) for path in lines.get_paths())


def test_warped_grid_is_the_grid_carried_by_the_hidden_layer():
    ax = plots.warped_grid(NETWORK, X, TARGET)
    horizontal, vertical = np.linspace(-3.5, 2.5, 61), np.linspace(-2.5, 1.5, 61)
    solid = [line for line in ax.lines if line.get_linestyle() == "-" and line.get_label() != "$z = 0$"]
    dotted = [line for line in ax.lines if line.get_linestyle() == ":"]
    assert len(solid) == len(dotted) == 21
    for line, x1 in zip(solid, horizontal[::3], strict=True):
        np.testing.assert_allclose(
            line.get_xydata(), HIDDEN(np.column_stack([np.full(61, x1), vertical])), atol=1e-12
        )
    for line, x2 in zip(dotted, vertical[::3], strict=True):
        np.testing.assert_allclose(
            line.get_xydata(), HIDDEN(np.column_stack([horizontal, np.full(61, x2)])), atol=1e-12
        )
    np.testing.assert_array_equal(points_of(ax)["$y = 0$"], HIDDEN(X)[1:])
    np.testing.assert_array_equal(points_of(ax)["$y = 1$"], HIDDEN(X)[:1])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("hidden unit $z_{2,1}$", "hidden unit $z_{2,2}$")
    assert ax.get_aspect() == 1


@pytest.mark.parametrize("bias", [None, [0.5]])
@pytest.mark.parametrize("units", [(1, 2), (2, 1)])
def test_the_outputs_boundary_is_a_line_in_the_hidden_plane(bias, units):
    last = Linear.from_weight([[1.0, -2.0]], bias)
    ax = plots.warped_grid(Sequential(*HIDDEN, last), X, TARGET, units)
    (line,) = [line for line in ax.lines if line.get_label() == "$z = 0$"]
    ends = np.array([line.get_xy1(), line.get_xy2()])[:, np.subtract(units, 1)]
    np.testing.assert_allclose(last(ends), 0, atol=1e-12)
    assert to_hex(line.get_color()) == INK


def test_of_more_hidden_units_two_are_chosen_and_no_line_is_drawn():
    rng = np.random.default_rng(0)
    model = Sequential(
        Linear(2, 4, rng=rng),
        Activation("relu"),
        Linear(4, 3, rng=rng),
        Activation("tanh"),
        Linear(3, 1, rng=rng),
    )
    ax = plots.warped_grid(model, X, THREE, units=(3, 1))
    drawn = [points_of(ax)[f"$y = {label}$"] for label in range(3)]
    hidden = model[:4](X)[:, [2, 0]]
    for label in range(3):
        np.testing.assert_allclose(drawn[label], hidden[label == THREE])
    assert ax.get_xlabel() == "hidden unit $z_{3,3}$"
    assert "$z = 0$" not in [line.get_label() for line in ax.lines]


NAN = [[0.0, np.nan]]
BAD = {
    "points and labels": (
        lambda: plots.decision_boundary(NEURON, X, [0]),
        ValueError,
        "target has shape (1,)",
    ),
    "three inputs": (lambda: plots.decision_boundary(Neuron([1, 2, 3]), X, TARGET), ValueError, "2 inputs"),
    "an array of axes": (
        lambda: plots.decision_boundary(NEURON, X, TARGET, ax=plt.subplots(2)[1]),
        TypeError,
        "such as axes[0] of plt.subplots(2)",
    ),
    "regions: a model of three inputs": (
        lambda: plots.decision_regions(Neuron([1, 2, 3]), X, TARGET),
        ValueError,
        "x has shape (4, 2), but weight has shape (3,)",
    ),
    "warped: a model of three inputs": (
        lambda: plots.warped_grid(lecture_network(), X, TARGET),
        ValueError,
        "x has shape (4, 2), but with 3 inputs",
    ),
    "regions: x": (lambda: plots.decision_regions(NEURON, X.T, TARGET), ValueError, "got shape (2, 4)"),
    "regions: NaN": (lambda: plots.decision_regions(NEURON, NAN, [0]), ValueError, "got nan at x[0, 1]"),
    "regions: target": (
        lambda: plots.decision_regions(NEURON, X, [0, 1]),
        ValueError,
        "target must have shape (4,)",
    ),
    "regions: signs": (
        lambda: plots.decision_regions(NEURON, X, [-1, 1, 1, 1]),
        ValueError,
        "target must be labels 0, 1, …, 5, got -1",
    ),
    "regions: halves": (
        lambda: plots.decision_regions(NEURON, X, [0, 0.5, 1, 1]),
        ValueError,
        "got 0.5",
    ),
    "regions: words": (
        lambda: plots.decision_regions(NEURON, X, ["a"] * 4),
        TypeError,
        "target must hold real numbers",
    ),
    "regions: 7 labels": (
        lambda: plots.decision_regions(NEURON, X, [0, 1, 2, 6]),
        ValueError,
        "must be labels 0, 1, …, 5, got 6",
    ),
    "regions: probabilities": (
        lambda: plots.decision_regions(NEURON.forward, X, TARGET),
        ValueError,
        "what the model says must be labels",
    ),
    "regions: one number": (
        lambda: plots.decision_regions(lambda x: 1, X, TARGET),
        ValueError,
        "got shape ()",
    ),
    "regions: 3 inputs": (lambda: plots.decision_regions(lecture_network(), X, TARGET), ValueError, "(3, 3)"),
    "surface: two numbers": (lambda: plots.loss_surface(lambda w: w), ValueError, "f must return one number"),
    "surface: infinite": (
        lambda: plots.loss_surface(lambda w: np.inf),
        ValueError,
        "f must be finite, got inf",
    ),
    "surface: a path of triples": (
        lambda: plots.loss_surface(slope, {"a": np.ones((4, 3))}),
        ValueError,
        "paths['a'] must have shape (N, 2)",
    ),
    "surface: a list of paths": (
        lambda: plots.loss_surface(slope, [np.ones((4, 2))]),
        TypeError,
        "paths must be a dict",
    ),
    "surface: no function": (lambda: plots.loss_surface(3.0), TypeError, "f must be a function, got 3.0"),
    "surface: limits": (
        lambda: plots.loss_surface(slope, limits=(-1, 1)),
        ValueError,
        "limits must have shape (2, 2)",
    ),
    "surface: upside down": (
        lambda: plots.loss_surface(slope, limits=((-1, 1), (1, -1))),
        ValueError,
        "each left end below the right one",
    ),
    "boundary: a network": (
        lambda: plots.decision_boundary(NETWORK, X, TARGET),
        TypeError,
        "neuron must be a Neuron, got Sequential",
    ),
    "regions: no model": (
        lambda: plots.decision_regions(None, X, TARGET),
        TypeError,
        "model must be a function",
    ),
    "grid: a unit": (
        lambda: plots.warped_grid(NETWORK, X, TARGET, 1),
        ValueError,
        "hidden units 1..2, got 1",
    ),
    "grid: half a unit": (
        lambda: plots.warped_grid(NETWORK, X, TARGET, (1, 1.5)),
        ValueError,
        "got (1, 1.5)",
    ),
    "grid: no hidden layer": (
        lambda: plots.warped_grid(NETWORK[2:], X, TARGET),
        ValueError,
        "no hidden layer",
    ),
    "grid: units": (
        lambda: plots.warped_grid(NETWORK, X, TARGET, (0, 1)),
        ValueError,
        "hidden units 1..2, got (0, 1)",
    ),
    "grid: the same unit": (lambda: plots.warped_grid(NETWORK, X, TARGET, (1, 1)), ValueError, "got (1, 1)"),
    "grid: three units": (
        lambda: plots.warped_grid(NETWORK, X, TARGET, (1, 2, 3)),
        ValueError,
        "got (1, 2, 3)",
    ),
    "grid: a neuron": (
        lambda: plots.warped_grid(NEURON, X, TARGET),
        TypeError,
        "model must be a Sequential, got Neuron",
    ),
    "grid: 3 inputs": (lambda: plots.warped_grid(lecture_network(), X, TARGET), ValueError, "3"),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
