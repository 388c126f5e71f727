"""Plots: what is drawn equals the numbers, and can be read on any background by any reader."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from nnkit import Neuron, fit_logistic, fit_perceptron, linearly_separable, plots
from nnkit.activations import ACTIVATIONS, ELEMENTWISE

NEURON = Neuron([3, 4], 5)
X = np.array([[1.0, 1.0], [-1.0, -1.0], [-3.0, 1.0], [2.0, -2.0]])
TARGET = np.array([1, 0, 0, 0])  # NEURON says 1, 0, 1, 1: the last two are wrong
HISTORIES = {
    "perceptron": fit_perceptron(*linearly_separable(20, np.random.default_rng(0), margin=0.1)),
    "logistic": fit_logistic(*linearly_separable(20, np.random.default_rng(0), margin=0.1), epochs=9),
}
DRAW = {
    "decision_boundary": lambda ax=None: plots.decision_boundary(NEURON, X, TARGET, ax=ax),
    "activation": lambda ax=None: plots.activation("sigmoid", ax=ax),
    "training_curves": lambda ax=None: plots.training_curves(HISTORIES, ax=ax),
}
EACH = pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def contrast(colour, background):
    """WCAG 2 contrast ratio of two colours."""
    lightest, darkest = sorted(map(luminance, (colour, background)), reverse=True)
    return (lightest + 0.05) / (darkest + 0.05)


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


@EACH
def test_draws_into_the_axes_given_and_returns_them(draw):
    _, (first, second) = plt.subplots(1, 2)
    assert draw(ax=first) is first
    assert first.has_data()
    assert not second.has_data()
    assert draw() not in (first, second)


@EACH
def test_never_shows(draw, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda *_: pytest.fail("show was called"))
    draw()


@EACH
def test_background_is_transparent(draw):
    picture = io.BytesIO()
    draw().figure.savefig(picture, format="png", bbox_inches=None)
    picture.seek(0)
    assert plt.imread(picture)[0, 0, 3] == 0
    ax = draw()
    assert ax.patch.get_alpha() == ax.get_legend().get_frame().get_alpha() == 0


@EACH
def test_axes_are_labelled_and_all_text_is_ink(draw):
    ax = draw()
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    texts = [ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels(), *ax.get_yticklabels()]
    texts += [*ax.get_legend().get_texts(), *ax.texts]
    assert all(to_hex(text.get_color()) == plots.INK for text in texts)


def test_text_is_read_easily_on_white():
    assert contrast(plots.INK, "white") >= 4.5


@EACH
def test_text_is_legible_on_a_phone(draw):
    ax = draw()
    shrunk = 358 / (ax.figure.get_figwidth() * 72)  # pixels of a phone's column per point
    texts = [ax.xaxis.label, *ax.get_xticklabels(), *ax.get_legend().get_texts()]
    assert min(text.get_size() for text in texts) * shrunk >= 11


@pytest.mark.parametrize("background", ["white", "#14181e", "#111111", "#151b22"])
def test_contrast_on_light_and_dark_pages(background):
    assert contrast(plots.INK, background) >= 3.8
    for colour in (plots.BLUE, plots.VERMILION, plots.GREEN, plots.PURPLE):
        assert contrast(colour, background) >= 2.9, colour


def test_boundary_points_and_rings_are_the_numbers():
    ax = plots.decision_boundary(NEURON, X, TARGET)
    line = next(line for line in ax.lines if line.get_label() == "$z = 0$")
    np.testing.assert_allclose(NEURON.z([line.get_xy1(), line.get_xy2()]), 0, atol=1e-12)
    assert tuple(line.get_xy1()) != tuple(line.get_xy2())
    zeros, ones, wrong = (np.asarray(points.get_offsets()) for points in ax.collections)
    np.testing.assert_array_equal(zeros, X[1:])
    np.testing.assert_array_equal(ones, X[:1])
    np.testing.assert_array_equal(wrong, X[NEURON.predict(X) != TARGET])
    assert "misclassified: 2" in [text.get_text() for text in ax.get_legend().get_texts()]


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
    left, right, bottom, top = image.get_extent()
    values = image.get_array()
    corners = [[left, bottom], [right, bottom], [left, top], [right, top]]
    np.testing.assert_allclose([values[0, 0], values[0, -1], values[-1, 0], values[-1, -1]], neuron(corners))
    assert image.origin == "lower"
    assert image.norm.vmin <= values.min()
    assert image.norm.vmax >= values.max()
    assert all(left < x1 < right and bottom < x2 < top for x1, x2 in X)


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


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_activation_curves_are_the_functions(name):
    ax = plots.activation(name)
    value, derivative = ax.lines
    z = value.get_xdata()
    assert (z[0], z[-1], np.isnan(z).sum()) == (-5, 5, 1)
    gap = np.flatnonzero(np.isnan(z)).item()
    # The value at 0 belongs to the right part, as step(0) = 1 says.
    assert -1e-6 < z[gap - 1] < 0 == z[gap + 1]
    drawn = np.delete(z, gap)
    for line, function in ((value, ACTIVATIONS[name].function), (derivative, ACTIVATIONS[name].derivative)):
        assert np.isnan(line.get_ydata()[gap])
        np.testing.assert_array_equal(np.delete(line.get_ydata(), gap), function(drawn))
    assert ACTIVATIONS[name].latex in value.get_label()


@pytest.mark.parametrize("quantity", ["mistakes", "losses"])
def test_training_curves_are_the_histories(quantity):
    ax = plots.training_curves(HISTORIES, quantity)
    assert [line.get_label() for line in ax.lines] == ["perceptron", "logistic"]
    for line, history in zip(ax.lines, HISTORIES.values(), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), getattr(history, quantity))
        np.testing.assert_array_equal(line.get_xdata(), np.arange(len(history.losses)))
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2


def visible_ticks(ax):
    low, high = ax.get_ylim()
    return [tick for tick in ax.get_yticks() if low <= tick <= high]


def test_mistakes_are_counted():
    ax = plots.training_curves(HISTORIES)
    assert "mistakes" in ax.get_ylabel()
    assert visible_ticks(ax)[0] == 0
    # No halves of points between updates.
    assert all(line.get_drawstyle() == "steps-post" for line in ax.lines)


def test_no_mistakes_leave_an_axis_to_one():
    history = fit_perceptron(X, np.zeros(4), epochs=1, bias=-99.0)
    ax = plots.training_curves({"nothing to learn": history})
    assert not history.mistakes.any()
    assert ax.get_ylim()[0] < 0  # or the line would lie on the axis
    assert visible_ticks(ax) == [0, 1]


def test_a_notebook_draws_the_same_svg_each_time(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    plots.use_svg()
    formatter = shell.display_formatter.formatters["image/svg+xml"]
    first, second = (formatter(DRAW["activation"]().figure) for _ in range(2))
    InteractiveShell.clear_instance()
    assert first.startswith("<?xml")
    assert first == second
