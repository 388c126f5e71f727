"""Curves: what is drawn are the function's own values, with its jumps and its record."""

from types import SimpleNamespace

import numpy as np
import pytest
from nnkit_refusals import refusals

from nnkit import plots
from nnkit.activations import ACTIVATIONS, ELEMENTWISE
from nnkit.approximate import relu_interpolant, step_staircase
from nnkit.data import linearly_separable
from nnkit.layers import Linear, Sequential
from nnkit.neuron import fit_logistic, fit_perceptron
from nnkit.optim import SGD
from nnkit.plots.style import BLUE, INK, LINES, VERMILION
from nnkit.targets import TARGETS
from nnkit.train import fit

X, Y = linearly_separable(20, np.random.default_rng(0), margin=0.1)
NEURONS = {"perceptron": fit_perceptron(X, Y), "logistic": fit_logistic(X, Y, epochs=9)}


def history(validation=True):
    rng = np.random.default_rng(0)
    model, x = Sequential(Linear(2, 1, rng=rng)), rng.standard_normal((8, 2))
    data = (x, x[:, :1])
    return fit(
        model, "mse", SGD(model.parameters(), lr=0.1), data, 5, validation=data if validation else None
    )


def curve(line):
    """x and y of a line without its gaps."""
    x, y = line.get_data()
    np.testing.assert_array_equal(np.isnan(x), np.isnan(y))
    return x[~np.isnan(x)], y[~np.isnan(x)]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_activation_curves_are_the_functions(name):
    value, derivative = plots.activation(name).lines
    for line, function in ((value, ACTIVATIONS[name].function), (derivative, ACTIVATIONS[name].derivative)):
        z, y = curve(line)
        np.testing.assert_array_equal(y, function(z))
        assert (z[0], z[-1]) == (-5, 5)
        assert (np.diff(z) > 0).all()
        assert len(line.get_xdata()) == len(z) + 1  # one gap
        gap = np.flatnonzero(np.isnan(line.get_xdata())).item()
        assert -1e-6 < line.get_xdata()[gap - 1] < 0 < line.get_xdata()[gap + 1] < 1e-6
    assert (value.get_color(), derivative.get_color()) == (BLUE, VERMILION)
    assert value.get_linestyle() != derivative.get_linestyle()
    assert ACTIVATIONS[name].latex in value.get_label()


@pytest.mark.parametrize("name", TARGETS)
def test_targets_are_drawn_with_their_jumps(name):
    target = TARGETS[name]
    interpolant = relu_interpolant([target.interval[0], target.interval[1]], [0.0, 1.0])
    ax = plots.fit_1d(target, {"line": interpolant})
    for line, function in zip(ax.lines, (target.function, interpolant), strict=True):
        x, y = curve(line)
        np.testing.assert_allclose(y, function(x), rtol=1e-12, atol=1e-12)
        assert (x[0], x[-1]) == target.interval
        assert np.isnan(line.get_xdata()).sum() == len(target.jumps)
        gaps = np.flatnonzero(np.isnan(line.get_xdata()))
        np.testing.assert_allclose(line.get_xdata()[gaps - 1], target.jumps, atol=1e-6)
        assert (line.get_xdata()[gaps - 1] < target.jumps).all()
        assert (line.get_xdata()[gaps + 1] > target.jumps).all()


def test_fits_of_all_kinds_are_drawn_by_name():
    layers = Sequential(Linear.from_weight(np.array([[2.0]], np.float32), [1.0]))
    staircase = step_staircase(np.sin, (0, 3), 0.1, lipschitz=1)
    approximations = {"function": np.cos, "layers": layers, "staircase": staircase}
    ax = plots.fit_1d(np.sin, approximations, interval=(0, 3))
    assert [line.get_label() for line in ax.lines] == ["target", *approximations]
    for line, function in zip(ax.lines, (np.sin, np.cos, lambda x: 2 * x + 1, staircase), strict=True):
        x, y = curve(line)
        np.testing.assert_allclose(y, function(x), rtol=1e-6)
        assert (x[0], x[-1], len(x)) == (0, 3, 300)
    assert [(line.get_color(), line.get_linestyle()) for line in ax.lines] == [(INK, "-"), *LINES[:3]]


def test_an_interval_goes_before_the_targets_own():
    ax = plots.fit_1d(TARGETS["sine"], {}, interval=(0.5, 0.75))
    x, _ = curve(ax.lines[0])
    assert (x[0], x[-1]) == (0.5, 0.75)
    (line,) = plots.fit_1d(TARGETS["steps"], {}, interval=(0.5, 1.5)).lines
    assert np.isnan(line.get_xdata()).sum() == 1  # of its three jumps


@pytest.mark.parametrize("quantity", ["mistakes", "losses"])
def test_curves_of_neurons_are_their_records(quantity):
    ax = plots.training_curves(NEURONS, quantity)
    assert [line.get_label() for line in ax.lines] == ["perceptron", "logistic"]
    for line, record in zip(ax.lines, NEURONS.values(), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), getattr(record, quantity))
        np.testing.assert_array_equal(line.get_xdata(), np.arange(len(record.losses)))
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2
    assert ax.get_xlabel() == "updates"
    assert quantity.removesuffix("es") in ax.get_ylabel()


def test_curves_of_networks_are_their_losses_and_validation_losses():
    both, alone = history(), history(validation=False)
    ax = plots.training_curves({"both": both, "alone": alone})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["both", "both: validation", "alone"]
    train, validation, other = ax.lines
    np.testing.assert_array_equal(train.get_ydata(), both.losses)
    np.testing.assert_array_equal(validation.get_ydata(), both.validation_losses)
    np.testing.assert_array_equal(other.get_ydata(), alone.losses)
    assert train.get_color() == validation.get_color() == BLUE
    assert (train.get_linestyle(), validation.get_linestyle()) == ("-", ":")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epochs", "mean loss")


def visible_ticks(ax):
    low, high = ax.get_ylim()
    return [tick for tick in ax.get_yticks() if low <= tick <= high]


def test_mistakes_are_counted():
    ax = plots.training_curves(NEURONS, "mistakes")
    assert visible_ticks(ax)[0] == 0
    # No halves of points between updates.
    assert all(line.get_drawstyle() == "steps-post" for line in ax.lines)
    assert plots.training_curves(NEURONS).lines[0].get_drawstyle() == "default"


def test_no_mistakes_leave_an_axis_to_one():
    nothing = fit_perceptron(X, np.zeros(20), epochs=1, bias=-99.0)
    ax = plots.training_curves({"nothing to learn": nothing}, "mistakes")
    assert not nothing.mistakes.any()
    assert ax.get_ylim()[0] < 0  # or the line would lie on the axis
    assert visible_ticks(ax) == [0, 1]


def test_there_are_looks_for_any_number_of_curves():
    many = {str(k): np.cos for k in range(7)}
    _, *lines = plots.fit_1d(np.sin, many, (0, 1)).lines
    assert len(lines) == 7
    assert len({(line.get_color(), str(line.get_linestyle())) for line in lines}) == len(LINES)


BAD = {
    "unknown activation": (
        lambda: plots.activation("softmacks"),
        ValueError,
        "unknown activation 'softmacks'",
    ),
    "softmax": (lambda: plots.activation("softmax"), ValueError, "softmax takes all entries of z at once"),
    "log_softmax": (lambda: plots.activation("log_softmax"), ValueError, "no curve over one z; see jacobian"),
    "no interval": (lambda: plots.fit_1d(np.sin, {}), ValueError, "interval is missing: pass interval="),
    "interval backwards": (
        lambda: plots.fit_1d(np.sin, {}, (1, 0)),
        ValueError,
        "left end below the right one",
    ),
    "half an interval": (lambda: plots.fit_1d(np.sin, {}, (0,)), ValueError, "interval must have shape (2,)"),
    "interval with NaN": (
        lambda: plots.fit_1d(np.sin, {}, (0, np.nan)),
        ValueError,
        "interval must be finite",
    ),
    "a list of fits": (
        lambda: plots.fit_1d(np.sin, [np.cos], (0, 1)),
        TypeError,
        "approximations must be a dict",
    ),
    "no function": (lambda: plots.fit_1d(3.0, {}, (0, 1)), TypeError, "target must be a function, got 3.0"),
    "no approximation": (
        lambda: plots.fit_1d(np.sin, {"line": [0, 1]}, (0, 1)),
        TypeError,
        "line must be a function, got [0, 1]",
    ),
    "one number": (
        lambda: plots.fit_1d(np.sin, {"flat": lambda x: 1.0}, (0, 1)),
        ValueError,
        "flat: x of shape (300,) needs as many values, got shape ()",
    ),
    "a column": (
        lambda: plots.fit_1d(np.sin, {"column": lambda x: x[:, None]}, (0, 1)),
        ValueError,
        "got shape (300, 1)",
    ),
    "a network of 2 inputs": (
        lambda: plots.fit_1d(np.sin, {"net": Sequential(Linear.from_weight([[1.0, 1.0]]))}, (0, 1)),
        ValueError,
        "x has shape (300, 1)",
    ),
    "one record": (lambda: plots.training_curves(NEURONS["logistic"]), TypeError, "histories must be a dict"),
    "unknown quantity": (
        lambda: plots.training_curves({}, "errors"),
        ValueError,
        "unknown quantity 'errors'",
    ),
    "no mistakes": (
        lambda: plots.training_curves({"net": history()}, "mistakes"),
        ValueError,
        "the record 'net' has no mistakes: it is a History",
    ),
    "no record": (
        lambda: plots.training_curves({"list": SimpleNamespace(loss=[1.0])}),
        ValueError,
        "the record 'list' has no losses: it is a SimpleNamespace",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
