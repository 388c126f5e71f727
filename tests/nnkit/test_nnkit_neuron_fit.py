"""Both learning rules on the same data: what the record says is what happened."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import labelled_batches

from nnkit import (
    Neuron,
    binary_cross_entropy_with_logits,
    blobs,
    fit_logistic,
    fit_perceptron,
    linearly_separable,
    logic,
    perceptron_loss,
    perceptron_update,
)

RULES = pytest.mark.parametrize(
    ("fit", "loss", "activation"),
    [(fit_perceptron, perceptron_loss, "step"), (fit_logistic, binary_cross_entropy_with_logits, "sigmoid")],
    ids=["perceptron", "logistic"],
)


def test_perceptron_hand_worked():
    # z = 0 is wrong for label 0: (w, b) = (0, 0) -> (-1, -1); there z = -3 is wrong for label 1: -> (1, 0)
    history = fit_perceptron([[1.0], [2.0]], [0, 1], epochs=1)
    np.testing.assert_array_equal(history.weights, [[0], [-1], [1]])
    np.testing.assert_array_equal(history.biases, [0, -1, 0])
    np.testing.assert_array_equal(history.mistakes, [1, 1, 1])
    np.testing.assert_array_equal(history.losses, [0, 1.5, 0.5])  # z = (0, 0), (-2, -3), (1, 2)


def test_logistic_hand_worked():
    history = fit_logistic([[1.0], [2.0]], [0, 1], epochs=1, lr=4)  # at 0 both ŷ are 1/2: dw = -1/4, db = 0
    np.testing.assert_array_equal(history.weights, [[0], [1]])
    np.testing.assert_array_equal(history.biases, [0, 0])
    np.testing.assert_array_equal(history.mistakes, [1, 1])
    np.testing.assert_allclose(history.losses, [np.log(2), (np.log(1 + np.e) + np.log(1 + np.e**-2)) / 2])


@RULES
@given(labelled_batches(max_features=3), st.integers(0, 3))
def test_history_measures_all_the_data_after_each_update(fit, loss, activation, drawn, epochs):
    weight, bias, x, target = drawn
    history = fit(x, target, epochs=epochs, lr=0.5, weight=weight, bias=bias)
    np.testing.assert_array_equal(history.weights[0], weight)
    assert history.biases[0] == bias
    for update in range(len(history.losses)):
        neuron = history.neuron(update)
        assert neuron.activation == activation
        assert history.losses[update] == pytest.approx(loss(neuron.z(x), target), rel=1e-12, abs=1e-12)
        assert len(history.mistakes) == len(history.weights) == len(history.biases) == len(history.losses)
    np.testing.assert_array_equal(history.neuron().weight, history.weights[-1])


@RULES
def test_mistakes_are_the_points_with_the_wrong_label(fit, loss, activation):
    x, target = linearly_separable(30, np.random.default_rng(3))
    history = fit(x, target, epochs=5, lr=0.1, weight=[1, -2])
    expected = [(history.neuron(update).predict(x) != target).sum() for update in range(len(history.losses))]
    assert history.mistakes.tolist() == expected
    assert len(set(expected)) > 1


def test_each_perceptron_update_is_the_rule_at_a_mistake():
    x, target = linearly_separable(20, np.random.default_rng(1), margin=0.1)
    history = fit_perceptron(x, target, lr=0.5)
    assert len(history.losses) > 2
    for update in range(len(history.losses) - 1):
        old = history.neuron(update)
        steps = [
            perceptron_update(old.weight, old.bias, *point, lr=0.5) for point in zip(x, target, strict=True)
        ]
        new = (history.weights[update + 1], history.biases[update + 1])
        assert any((w == new[0]).all() and b == new[1] for w, b in steps)
        assert (new[0] != old.weight).any()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shuffled", [False, True])
def test_perceptron_converges_within_novikoffs_bound(seed, shuffled):
    rng = np.random.default_rng(seed)
    weight, bias, margin = np.array([3.0, -4.0]), 2.5, 0.3
    x, target = linearly_separable(100, rng, margin, weight, bias)
    history = fit_perceptron(x, target, epochs=10_000, rng=rng if shuffled else None)
    assert history.mistakes[-1] == 0
    solution = np.append(weight, bias) / np.linalg.norm(weight)  # of functional margin >= 0.3 at every point
    radius = np.linalg.norm(np.column_stack([x, np.ones(len(x))]), axis=1).max()
    assert len(history.losses) - 1 <= (radius * np.linalg.norm(solution) / margin) ** 2


def test_perceptron_stops_after_its_epochs_when_no_line_separates():
    history = fit_perceptron(*logic("xor"), epochs=7)
    assert history.mistakes.min() > 0
    assert 7 <= len(history.losses) - 1 <= 4 * 7


def test_shuffling_changes_the_path_and_the_seed_fixes_it():
    data = linearly_separable(50, np.random.default_rng(0), margin=0.05)
    first, again, other = (
        fit_perceptron(*data, rng=np.random.default_rng(seed)).weights for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert first.shape != other.shape or (first != other).any()


@given(labelled_batches())
def test_logistic_loss_never_rises_at_a_small_enough_rate(drawn):
    weight, bias, x, target = drawn
    history = fit_logistic(
        x, target, epochs=20, lr=8 / np.mean((x**2).sum(axis=1) + 1), weight=weight, bias=bias
    )
    assert (np.diff(history.losses) <= 1e-12).all()


@pytest.mark.parametrize("table", ["and", "or", "nand", "nor"])
@RULES
def test_both_rules_learn_each_table_that_a_line_separates(fit, loss, activation, table):
    assert fit(*logic(table), epochs=200).mistakes[-1] == 0


@RULES
def test_float32_stays(fit, loss, activation):
    x, target = linearly_separable(10, np.random.default_rng(0))
    history = fit(x.astype(np.float32), target, epochs=3, lr=np.float64(0.5))
    assert history.weights.dtype == history.biases.dtype == history.losses.dtype == np.float32


@RULES
def test_training_changes_no_argument(fit, loss, activation):
    x, target, weight = np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([0, 1]), np.array([1.0, 1.0])
    fit(x, target, weight=weight)
    np.testing.assert_array_equal(x, [[1, 2], [-1, 0.5]])
    np.testing.assert_array_equal(target, [0, 1])
    np.testing.assert_array_equal(weight, [1, 1])


@RULES
def test_defaults_are_the_documented_ones(fit, loss, activation):
    data = blobs(20, np.random.default_rng(0), std=3)  # the labels overlap: neither rule comes to rest
    default, spelt_out = fit(*data), fit(*data, epochs=100, lr=1.0, weight=[0, 0], bias=0.0)
    np.testing.assert_array_equal(default.weights, spelt_out.weights)
    np.testing.assert_array_equal(default.biases, spelt_out.biases)


@RULES
def test_without_epochs_nothing_is_learnt(fit, loss, activation):
    history = fit([[1.0, 2.0]], [0], epochs=0, weight=[1, 1], bias=2)
    assert repr(history.neuron()) == repr(Neuron([1, 1], 2, activation))


def test_history_reads_as_a_sentence():
    history = fit_perceptron([[1.0, 0.0], [0.0, 1.0]], [0, 1])
    assert history.losses.tolist() == [0, 0.5, 0]  # weights (0, 0), (-1, 0), (-1, 1), biases 0, -1, 0
    assert repr(history) == "NeuronHistory: 2 updates, from loss 0 with 1 mistakes to loss 0 with 0 mistakes"


X, Y = [[1.0, 2.0], [3.0, 4.0]], [0, 1]
HISTORY = fit_logistic(X, Y, epochs=3)
BAD = {
    f"{fit.__name__}-{case}": (partial(fit, *data, **options), error, words)
    for fit in (fit_perceptron, fit_logistic)
    for case, data, options, error, words in [
        ("rows", (X, [0, 1, 1]), {}, ValueError, "x has shape (2, 2), but target has shape (3,)"),
        ("labels", (X, [-1, 1]), {}, ValueError, "target must hold labels 0 and 1, got -1"),
        ("nan", ([[1.0, np.nan]], [1]), {}, ValueError, "x must be finite, got nan at x[0, 1]"),
        ("text", ([["a", "b"]], [1]), {}, TypeError, "x must hold real numbers"),
        ("empty", (np.empty((0, 2)), []), {}, ValueError, "nothing to learn from: x has shape (0, 2)"),
        (
            "one-point",
            ([1.0, 2.0], [0, 1]),
            {},
            ValueError,
            "x has shape (2,), but must have (N, in_features)",
        ),
        ("weight", (X, Y), {"weight": [1, 2, 3]}, ValueError, "x must have shape (N, 3)"),
        ("lr-negative", (X, Y), {"lr": -1}, ValueError, "lr must be a positive number, got -1"),
        ("lr-nan", (X, Y), {"lr": np.nan}, ValueError, "lr must be a positive number, got nan"),
        (
            "epochs-half",
            (X, Y),
            {"epochs": 2.5},
            ValueError,
            "epochs must be a whole number of at least 0, got 2.5",
        ),
        (
            "epochs-negative",
            (X, Y),
            {"epochs": -1},
            ValueError,
            "epochs must be a whole number of at least 0",
        ),
    ]
} | {
    "rng": (lambda: fit_perceptron(X, Y, rng=0), TypeError, "rng must be a NumPy generator such as"),
    "update-late": (
        lambda: HISTORY.neuron(4),
        ValueError,
        "update must be a whole number from -4 to 3, got 4",
    ),
    "update-early": (
        lambda: HISTORY.neuron(-5),
        ValueError,
        "update must be a whole number from -4 to 3, got -5",
    ),
    "update-half": (lambda: HISTORY.neuron(0.5), ValueError, "from -4 to 3, got 0.5"),
}


def test_a_neuron_can_be_counted_from_either_end():
    assert repr(HISTORY.neuron(-4)) == repr(HISTORY.neuron(0))
    assert repr(HISTORY.neuron(3)) == repr(HISTORY.neuron())


test_bad_input_is_told_in_the_users_words = refusals(BAD)
