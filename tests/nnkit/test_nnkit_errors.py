"""Bad input x what the user is told: a table of messages, and a sweep of bad values over all arguments."""

import functools
import sys
from pathlib import Path

import numpy as np
import pytest
from nnkit_bad_input import allowed, bad_values, told
from nnkit_examples import TABLE as EXAMPLES
from nnkit_refusals import refusals

import nnkit
from nnkit import plots

ROOT = Path(__file__).parents[2]
RNG = np.random.default_rng(0)
NEURON = nnkit.Neuron([1.0, 2.0])
X, Y = [[1.0, 2.0], [3.0, 4.0]], [0, 1]
FITS = (nnkit.fit_perceptron, nnkit.fit_logistic)
CLASSIFICATION = (
    nnkit.binary_cross_entropy_with_logits,
    nnkit.binary_cross_entropy_with_logits_vjp,
    nnkit.perceptron_loss,
    nnkit.perceptron_loss_vjp,
)
LOSSES = (*CLASSIFICATION, nnkit.mse_loss, nnkit.mse_loss_vjp)
VJPS = LOSSES[1::2]


def of_each(functions, arguments, error, words):
    return {f"{f.__name__}-{words[:40]}": (functools.partial(f, *arguments), error, words) for f in functions}


TABLE = {
    # activations
    **of_each([nnkit.sigmoid, nnkit.step], ["one"], TypeError, "z must hold real numbers, got dtype <U3"),
    **of_each([nnkit.relu], [[1j]], TypeError, "z must hold real numbers, got dtype complex128"),
    **of_each([nnkit.relu], [None], TypeError, "z must hold real numbers, got dtype object"),
    **of_each([nnkit.relu], [[[1], [1, 2]]], ValueError, "z is not a regular array"),
    **of_each(
        [nnkit.activation],
        ["sigmod"],
        ValueError,
        "unknown activation 'sigmod': choose one of 'step', 'sigmoid', 'relu', 'linear'",
    ),
    # losses
    **of_each(
        LOSSES,
        [np.ones((5, 1)), np.ones(5)],
        ValueError,
        "input has shape (5, 1), but target has shape (5,): they must be equal",
    ),
    **of_each(LOSSES, [np.ones(3), 1], ValueError, "input has shape (3,), but target has shape ()"),
    **of_each(LOSSES, [[], []], ValueError, "the mean loss of an empty batch does not exist"),
    **of_each(
        LOSSES, [[1.0], [1], "avg"], ValueError, "unknown reduction 'avg': choose one of 'mean'"
    ),
    **of_each(
        CLASSIFICATION,
        [[1.0, 2.0], [-1, 1]],
        ValueError,
        "target must hold labels 0 and 1, got -1; for labels -1/+1 pass (target + 1) / 2",
    ),
    **of_each(CLASSIFICATION, [[1.0, 2.0], [1, 2]], ValueError, "target must hold labels 0 and 1, got 2"),
    **of_each(CLASSIFICATION, [1.0, np.nan], ValueError, "target must hold labels 0 and 1, got nan"),
    **of_each(
        VJPS,
        [[1.0, 2.0], [0, 1], "mean", [1.0, 1.0]],
        ValueError,
        "grad_output has shape (2,), which does not fit reduction 'mean' of input with shape (2,)",
    ),
    **of_each(
        VJPS,
        [[1.0, 2.0], [0, 1], "none", [1.0]],
        ValueError,
        "grad_output has shape (1,), which does not fit reduction 'none' of input with shape (2,)",
    ),
    # gradcheck
    **of_each(
        [nnkit.gradcheck],
        [np.sum, np.ones((2, 3)), lambda x: np.ones((3, 2))],
        ValueError,
        "the gradient by inputs[0] has shape (3, 2), the input (2, 3)",
    ),
    **of_each(
        [nnkit.gradcheck],
        [np.sum, np.ones((2, 3)), lambda x: 1.0],
        ValueError,
        "the gradient by inputs[0] has shape (), the input (2, 3)",
    ),
    **of_each(
        [nnkit.gradcheck],
        [lambda x, b: b, (1.0, 2.0), lambda x, b: 1.0],
        ValueError,
        "the gradient has 1 parts for 2 inputs",
    ),
    **of_each(
        [nnkit.gradcheck],
        [lambda x: x, np.ones(2), np.ones_like],
        ValueError,
        "f must return one finite number, got array([1., 1.])",
    ),
    **of_each([nnkit.gradcheck], [lambda x: x * np.nan, 1.0, lambda x: x], ValueError, "f must return one"),
    **of_each([nnkit.gradcheck], [np.sum, [1, np.inf], np.ones_like], ValueError, "inputs[0] must be finite"),
    # plots
    **of_each([plots.activation], ["softmax"], ValueError, "softmax takes all entries of z at once"),
    **of_each([plots.training_curves], [{}, "errors"], ValueError, "unknown quantity 'errors'"),
    **of_each([plots.decision_boundary], [NEURON, X, [0]], ValueError, "but target has shape (1,)"),
    **of_each([plots.decision_boundary], [nnkit.Neuron([1]), X, Y], ValueError, "plane; weight has shape"),
}  # fmt: skip
test_bad_input_is_told_in_the_users_words = refusals(TABLE)


def test_labels_that_are_not_signs_get_no_hint_about_signs():
    with pytest.raises(ValueError, match=r"got 2$"):
        nnkit.perceptron_loss([1.0, 2.0, 3.0], [0, 1, 2])


def test_a_right_call_of_each_function_passes():
    """The table's errors come from its bad inputs, not from the way it calls."""
    for loss in LOSSES:
        loss([1.0, 2.0], [0, 1], "mean")
    for fit in FITS:
        fit(X, Y, epochs=1, lr=0.1, weight=[1, 2])
    nnkit.perceptron_update([1, 1], 0, [1, 2], 1, 0.5)
    nnkit.logistic_gradient([1, 1], 0, X, Y)
    nnkit.linearly_separable(5, RNG, 1, [1, 2])
    nnkit.blobs(5, RNG, centers=np.ones((2, 2)), std=1)


ARGUMENTS = [(name, argument) for name, (_, right) in EXAMPLES.items() for argument in right]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_right_call_of_the_sweep_passes(name):
    assert told(*EXAMPLES[name]) == ""


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS, ids=map(" ".join, ARGUMENTS))
def test_a_bad_value_is_refused_in_nnkits_own_words(name, argument):
    """No warning, no error from inside numpy or Python, nothing accepted that is not right (ALLOWED)."""
    function, right = EXAMPLES[name]
    accepted = set()
    for bad, value in bad_values(name, argument, right[argument]).items():
        try:
            accepted |= set() if told(function, right | {argument: value}) else {bad}
        except AssertionError as error:
            raise AssertionError(f"{name}({argument}={bad}): {error}") from error
    assert accepted <= allowed(name, argument), "accepted silently"


# Records that others make and that check nothing, and what is there for a base class only.
RECORDS = {
    *("ActivationFunction", "Loss", "Approximation", "Boundary", "Line", "Quadric", "Path", "Target"),
    *("History", "NeuronHistory", "ParameterCount", "DivergenceError", "GradcheckError"),
    *("Module", "Optimizer", "Schedule", "Step"),
}
# What layers and schedules alone ask, at each step.
INSIDE = {
    "Parameter.accumulate",
    *(f"{name}.rate" for name in ("StepLR", "ExponentialLR", "CosineAnnealingLR")),
}


def test_the_sweep_leaves_no_public_function_out():
    sys.path.insert(0, str(ROOT / "_ext"))
    from api_source import Package

    modules = Package(ROOT / "nnkit").modules()
    names = [name for module, names in modules.items() if module != "figures" for name in names]
    with_arguments = [name for name in names if name.signature not in ("", "()")]
    swept = {name.split(",")[0].removeprefix("plots.") for name in EXAMPLES}
    assert {name.short for name in with_arguments} - RECORDS <= swept
    methods = {
        f"{name.short}.{member.short}"
        for name in with_arguments
        if name.short not in RECORDS
        for member in name.members
        if member.kind in ("method", "classmethod") and member.signature != "()"
    }
    assert methods - INSIDE <= swept
