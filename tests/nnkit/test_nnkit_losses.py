"""Losses: each loss x each reduction x each property."""

from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import OFF_0, SHAPES, arrays, assert_equals_torch, labels, logits_and_labels, tensor

from nnkit import gradcheck, losses
from nnkit.activations import log_softmax, softmax
from nnkit.losses import (
    LOSSES,
    binary_cross_entropy_with_logits,
    cross_entropy,
    cross_entropy_vjp,
    loss,
    mse_loss,
    mse_loss_vjp,
    perceptron_loss,
    perceptron_loss_vjp,
    sse_loss,
    sse_loss_vjp,
)

REDUCTIONS = ("mean", "sum", "none")


def torch_perceptron_loss(z, y, reduction):
    losses = torch.relu((1 - 2 * y) * z)
    return {"mean": losses.mean, "sum": losses.sum, "none": losses.clone}[reduction]()


class Case(NamedTuple):
    value: object
    vjp: object
    oracle: object
    hand: list  # (input, target, loss, derivative), worked by hand
    extremes: list  # (target, losses at -1000 and 1000, derivatives there)


CASES = {
    "bce": Case(
        *LOSSES["binary_cross_entropy_with_logits"][:2],
        torch.nn.functional.binary_cross_entropy_with_logits,
        [
            (0.0, 1, np.log(2), -1 / 2),
            (np.log(3), 0, np.log(4), 3 / 4),
            (np.log(3), 1, np.log(4 / 3), -1 / 4),
        ],
        [(0, [0, 1000], [0, 1]), (1, [1000, 0], [-1, 0])],
    ),
    "perceptron": Case(
        *LOSSES["perceptron"][:2],
        torch_perceptron_loss,
        # at z = 0 a point of label 1 is right already and one of label 0 is not: step(0) = 1
        [(-2.0, 1, 2, -1), (-2.0, 0, 0, 0), (3.0, 0, 3, 1), (3.0, 1, 0, 0), (0.0, 1, 0, 0), (0.0, 0, 0, 1)],
        [(0, [0, 1000], [0, 1]), (1, [1000, 0], [-1, 0])],
    ),
    "mse": Case(
        *LOSSES["mse"][:2],
        torch.nn.functional.mse_loss,
        [(3.0, 1, 4, 4), (-1.0, 1, 4, -4), (0.5, 0.5, 0, 0)],
        [(0, [1e6, 1e6], [-2000, 2000])],
    ),
}
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
EACH_REDUCTION = pytest.mark.parametrize("reduction", REDUCTIONS)
HAND = [pytest.param(case, *row, id=f"{name}-{row[:2]}") for name, case in CASES.items() for row in case.hand]


@pytest.mark.parametrize(("case", "input", "target", "value", "derivative"), HAND)
def test_hand_worked(case, input, target, value, derivative):
    assert case.value(input, target) == pytest.approx(value, rel=1e-15)
    assert case.vjp(input, target) == pytest.approx(derivative, rel=1e-15)


@EACH
def test_reductions_hand_worked(case):
    input, target = [2.0, -2.0, 3.0], [1, 1, 0]
    each, slope = case.value(input, target, "none"), case.vjp(input, target, "none")
    assert case.value(input, target, "sum") == pytest.approx(each[0] + each[1] + each[2])
    assert case.value(input, target) == pytest.approx((each[0] + each[1] + each[2]) / 3)
    np.testing.assert_allclose(case.vjp(input, target, "sum"), slope)
    np.testing.assert_allclose(case.vjp(input, target), slope / 3)


@EACH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes(case, dtype):
    for target, values, derivatives in case.extremes:
        z = np.array([-1000, 1000], dtype)
        np.testing.assert_array_equal(case.value(z, np.full(2, target), "none"), values)
        np.testing.assert_array_equal(case.vjp(z, np.full(2, target), "none"), derivatives)


@EACH
@EACH_REDUCTION
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_the_inputs(case, reduction, dtype):
    z, y = np.array([0.5, -0.5], dtype), np.array([0, 1])
    assert case.value(z, y, reduction).dtype == dtype
    assert case.vjp(z, y, reduction).dtype == dtype
    assert case.vjp(z, y, reduction, np.float64(2)).dtype == dtype


@EACH
def test_integer_input_becomes_float64(case):
    assert case.value([3, -2], [0, 1], "none").dtype == np.float64


@EACH
def test_empty_batch_sums_to_0(case):
    assert case.value([], [], "sum") == 0
    assert case.value([], [], "none").shape == case.vjp([], [], "none").shape == (0,)


@EACH
@given(st.data(), st.sampled_from(REDUCTIONS))
def test_value_and_vjp_are_torchs(case, data, reduction):
    z, y = data.draw(logits_and_labels(OFF_0))
    at = tensor(z, requires_grad=True)
    theirs = case.oracle(at, tensor(y), reduction=reduction)
    assert_equals_torch(case.value(z, y, reduction), theirs)
    grad_output = data.draw(arrays(theirs.shape, st.floats(-10, 10)))
    theirs.backward(tensor(grad_output))
    assert_equals_torch(case.vjp(z, y, reduction, grad_output), at.grad)


@given(logits_and_labels(st.floats(-1000, 1000)))
def test_bce_is_torchs_softplus_far_out(drawn):
    z, y = drawn
    softplus = torch.nn.functional.softplus((1 - 2 * tensor(y)) * tensor(z), threshold=100)
    np.testing.assert_allclose(CASES["bce"].value(z, y, "none"), softplus, rtol=1e-10, atol=1e-300)


@given(st.data())
def test_mse_and_sse_of_real_targets_are_torchs(data):
    shape = data.draw(SHAPES)
    input, target = data.draw(arrays(shape)), data.draw(arrays(shape))
    at = tensor(input, requires_grad=True)
    theirs = torch.nn.functional.mse_loss(at, tensor(target))
    assert_equals_torch(mse_loss(input, target), theirs)
    theirs = torch.nn.functional.mse_loss(at, tensor(target), reduction="sum")
    assert_equals_torch(sse_loss(input, target), theirs)
    (3 * theirs).backward()
    assert_equals_torch(sse_loss_vjp(input, target, 3.0), at.grad)


def test_sse_hand_worked():
    input, target = [[1.0, 2.0], [3.0, -1.0]], [[0, 2], [1, 1]]
    assert sse_loss(input, target) == 1 + 0 + 4 + 4
    np.testing.assert_array_equal(sse_loss_vjp(input, target), [[2, 0], [4, -4]])
    assert sse_loss([], []) == 0
    assert sse_loss(np.ones(2, np.float32), np.zeros(2)).dtype == np.float32


@EACH
@given(st.sampled_from(["mean", "sum"]), logits_and_labels(OFF_0))
def test_gradcheck(case, reduction, drawn):
    z, y = drawn
    assert gradcheck(lambda z: case.value(z, y, reduction), z, lambda z: case.vjp(z, y, reduction))


@pytest.mark.parametrize("name", ["bce", "perceptron"])
@given(logits_and_labels(st.floats(-1000, 1000)))
def test_turning_label_and_logit_round_changes_nothing(name, drawn):
    z, y = drawn
    value = CASES[name].value
    np.testing.assert_array_equal(value(-z, 1 - y, "none"), value(z, y, "none"))


@given(logits_and_labels(st.floats(-1000, 1000)))
def test_bce_lies_above_the_perceptron_loss_by_at_most_log_2(drawn):
    gap = CASES["bce"].value(*drawn, "none") - CASES["perceptron"].value(*drawn, "none")
    assert (gap >= 0).all()
    assert (gap <= np.log(2) + 1e-15).all()


@EACH
def test_nothing_given_is_changed(case):
    given = z, y, grad_output = np.array([1.0, -2.0]), np.array([1.0, 0.0]), np.array([3.0, 4.0])
    before = [array.copy() for array in given]
    for result in (case.value(z, y, "none"), case.vjp(z, y, "none", grad_output)):
        assert not any(np.shares_memory(result, array) for array in given)
    np.testing.assert_array_equal(given, before)


@EACH
def test_reduction_is_compared_by_its_letters(case):
    for reduction in REDUCTIONS:
        same = "".join(list(reduction))  # another str object
        np.testing.assert_array_equal(case.value([2.0], [1], same), case.value([2.0], [1], reduction))
        np.testing.assert_array_equal(case.vjp([2.0], [1], same), case.vjp([2.0], [1], reduction))


@EACH
def test_one_grad_output_serves_each_loss(case):
    z, y = np.array([[1.0, -2.0]]), np.array([[0, 1]])
    np.testing.assert_array_equal(case.vjp(z, y, "none", 3.0), 3 * case.vjp(z, y, "none"))


def test_the_tables_names_and_functions():
    assert tuple(LOSSES) == ("sse", "mse", "binary_cross_entropy_with_logits", "perceptron", "cross_entropy")
    for name in LOSSES:
        function, vjp, latex = loss(name)
        assert loss(name) is LOSSES[name]
        assert function.__name__.removesuffix("_loss") == name
        assert vjp is getattr(losses, f"{function.__name__}_vjp")
        assert latex.count("{") == latex.count("}")


# Cross entropy. At these logits softmax is [1, 2, 5] / 8 and [1, 1, 2] / 4.
LOGITS = np.log([[1, 2, 5], [3, 3, 6]])
IDS = np.array([2, 0])
ONE_HOT = np.array([[0, 0, 1], [1, 0, 0]])
SOFT = np.array([[1 / 4, 1 / 4, 1 / 2], [0, 1 / 2, 1 / 2]])
FOR_IDS = np.array([[1 / 8, 2 / 8, -3 / 8], [-3 / 4, 1 / 4, 2 / 4]])
FOR_SOFT = np.array([[-1 / 8, 0, 1 / 8], [1 / 4, -1 / 4, 0]])
CLASSES = [
    ("ids", IDS, [np.log(8 / 5), np.log(4)], FOR_IDS),
    ("one-hot", ONE_HOT, [np.log(8 / 5), np.log(4)], FOR_IDS),
    ("soft", SOFT, [np.log(8) - np.log(50) / 4, np.log(8) / 2], FOR_SOFT),
]
EACH_TARGET = pytest.mark.parametrize(
    ("target", "losses", "slopes"), [row[1:] for row in CLASSES], ids=[row[0] for row in CLASSES]
)


@EACH_TARGET
def test_cross_entropy_hand_worked(target, losses, slopes):
    close = {"rtol": 1e-14, "atol": 1e-15}
    np.testing.assert_allclose(cross_entropy(LOGITS, target, "none"), losses, **close)
    np.testing.assert_allclose(cross_entropy(LOGITS, target, "sum"), losses[0] + losses[1], **close)
    np.testing.assert_allclose(cross_entropy(LOGITS, target), (losses[0] + losses[1]) / 2, **close)
    np.testing.assert_allclose(cross_entropy_vjp(LOGITS, target), slopes / 2, **close)
    np.testing.assert_allclose(cross_entropy_vjp(LOGITS, target, "sum", 3), 3 * slopes, **close)
    each = cross_entropy_vjp(LOGITS, target, "none", [3, 5])
    np.testing.assert_allclose(each, [3 * slopes[0], 5 * slopes[1]], **close)
    np.testing.assert_allclose(cross_entropy_vjp(LOGITS, target, "none", 2), 2 * slopes, **close)


@EACH_TARGET
@EACH_REDUCTION
def test_cross_entropy_of_one_example(target, losses, slopes, reduction):
    for logits, y, value, slope in zip(LOGITS, target, losses, slopes, strict=True):
        assert cross_entropy(logits, y, reduction) == pytest.approx(value, rel=1e-14)
        assert np.shape(cross_entropy(logits, y, reduction)) == ()
        np.testing.assert_allclose(cross_entropy_vjp(logits, y, reduction, 2), 2 * slope, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_extremes(dtype):
    z = np.array([[1000, -1000, 0], [1000, -1000, 0]], dtype)
    for target in (np.array([0, 1]), np.eye(3)[[0, 1]]):
        np.testing.assert_array_equal(cross_entropy(z, target, "none"), [0, 2000])
        np.testing.assert_array_equal(cross_entropy_vjp(z, target, "none"), [[0, 0, 0], [1, -1, 0]])


@EACH_TARGET
@EACH_REDUCTION
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_has_the_dtype_of_the_logits(target, losses, slopes, reduction, dtype):
    assert cross_entropy(LOGITS.astype(dtype), target, reduction).dtype == dtype
    assert cross_entropy_vjp(LOGITS.astype(dtype), target, reduction, np.float64(2)).dtype == dtype


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.uint64])
def test_class_ids_of_any_integers(dtype):
    assert cross_entropy(LOGITS, IDS.astype(dtype)) == cross_entropy(LOGITS, IDS)
    np.testing.assert_allclose(cross_entropy_vjp(LOGITS, IDS.astype(dtype)), FOR_IDS / 2, rtol=1e-15)


@pytest.mark.parametrize("target", [np.zeros(0, np.int64), np.zeros((0, 3))], ids=["ids", "soft"])
def test_cross_entropy_of_no_example(target):
    z = np.zeros((0, 3))
    assert cross_entropy(z, target, "sum") == 0
    assert cross_entropy(z, target, "none").shape == (0,)
    assert cross_entropy_vjp(z, target, "sum").shape == cross_entropy_vjp(z, target, "none").shape == (0, 3)


def test_one_class_is_certain():
    assert cross_entropy([[3.0], [-2.0]], [0, 0]) == 0
    np.testing.assert_array_equal(cross_entropy_vjp([[3.0], [-2.0]], [0, 0]), [[0], [0]])


def test_cross_entropy_changes_nothing_given():
    given = LOGITS.copy(), SOFT.copy(), np.array([3.0, 4.0])
    for call in (cross_entropy(*given[:2], "none"), cross_entropy_vjp(*given[:2], "none", given[2])):
        assert not any(np.shares_memory(call, array) for array in given)
    np.testing.assert_array_equal(given[0], LOGITS)
    np.testing.assert_array_equal(given[1], SOFT)
    np.testing.assert_array_equal(given[2], [3, 4])


def test_rows_may_miss_1_by_rounding():
    for total in (1 - 9e-6, 1 + 9e-6):
        assert cross_entropy([[0.0, 0.0]], [[total, 0]]) == pytest.approx(np.log(2), rel=1e-5)


@st.composite
def classified(draw, kind):
    """logits (N, K), nearer together than rounding could tell, and a target of that kind."""
    n, k = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    ids = draw(arrays(n, st.integers(0, k - 1))).astype(np.int64)
    soft = softmax(draw(arrays((n, k), st.floats(-3, 3))))
    return draw(arrays((n, k), st.floats(-4, 4))), {"ids": ids, "one-hot": np.eye(k)[ids], "soft": soft}[kind]


@pytest.mark.parametrize("kind", ["ids", "one-hot", "soft"])
@given(st.data(), st.sampled_from(REDUCTIONS))
def test_cross_entropy_is_torchs(kind, data, reduction):
    z, target = data.draw(classified(kind))
    at = tensor(z, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(at, torch.tensor(target), reduction=reduction)
    atol = 1e-15 * len(z)  # log of almost 1, p - y of almost equals
    np.testing.assert_allclose(cross_entropy(z, target, reduction), theirs.detach(), rtol=1e-10, atol=atol)
    grad_output = data.draw(arrays(theirs.shape, st.floats(-10, 10)))
    theirs.backward(tensor(grad_output))
    ours = cross_entropy_vjp(z, target, reduction, grad_output)
    np.testing.assert_allclose(ours, at.grad, rtol=1e-10, atol=10 * atol)


@given(classified("ids") | classified("soft"), st.sampled_from(["mean", "sum"]))
def test_gradcheck_of_cross_entropy(drawn, reduction):
    def on(function):
        return lambda z: function(z, drawn[1], reduction)

    assert gradcheck(on(cross_entropy), drawn[0], on(cross_entropy_vjp))


@given(arrays(st.integers(1, 5), st.floats(-1000, 1000)), st.data())
def test_cross_entropy_of_two_classes_is_the_binary_one(z, data):
    y = data.draw(labels(z.shape))
    logits = np.column_stack([np.zeros_like(z), z])
    binary = binary_cross_entropy_with_logits(z, y, "none")
    np.testing.assert_allclose(cross_entropy(logits, y, "none"), binary, rtol=1e-13, atol=1e-15)


@given(classified("soft"))
def test_cross_entropy_mixes_those_of_its_classes_and_is_least_at_its_target(drawn):
    z, y = drawn
    of_classes = [cross_entropy(z, np.full(len(z), k), "none") for k in range(z.shape[1])]
    mixed = (np.transpose(of_classes) * y).sum(axis=1)
    np.testing.assert_allclose(cross_entropy(z, y, "none"), mixed, rtol=1e-13, atol=1e-15)
    assert (cross_entropy(np.log(y), y, "none") <= mixed + 1e-14).all()
    np.testing.assert_allclose(cross_entropy_vjp(np.log(y), y), 0, atol=1e-15)


@given(classified("ids"))
def test_cross_entropy_is_minus_the_log_of_the_classs_softmax(drawn):
    z, ids = drawn
    log_p = [-row[k] for row, k in zip(log_softmax(z), ids, strict=True)]
    np.testing.assert_allclose(cross_entropy(z, ids, "none"), log_p, rtol=1e-14)


def test_losses_of_what_is_not_finite_are_silent():
    """A network that diverges is told so by `fit`, not by a warning of numpy."""
    for value in (np.inf, -np.inf, np.nan):
        for case in CASES.values():
            for result in (case.value([value], [1]), case.vjp([value], [1])):
                assert result.dtype == np.float64
        assert np.isnan(cross_entropy([[value, value]], [1]))
        assert np.isnan(cross_entropy_vjp([[value, value]], [1])).all()


ONES, Z = np.ones(3), np.zeros((2, 3))
UNEQUAL = "input has shape (5, 1), but target has shape (5,): they must be equal"
CLASS_SHAPES = "class ids must have shape (2,), one-hot or soft targets (2, 3)"
BAD = {
    "mse of unequal shapes": (lambda: mse_loss(np.ones((5, 1)), np.ones(5)), ValueError, UNEQUAL),
    "mse vjp of unequal shapes": (lambda: mse_loss_vjp(np.ones((5, 1)), np.ones(5)), ValueError, UNEQUAL),
    "sse of unequal shapes": (lambda: sse_loss(np.ones((5, 1)), np.ones(5)), ValueError, UNEQUAL),
    "perceptron of unequal shapes": (lambda: perceptron_loss(ONES, [1, 0]), ValueError, "must be equal"),
    "mean of nothing": (
        lambda: mse_loss(np.ones((0, 2)), np.ones((0, 2))),
        ValueError,
        "the mean loss of an empty batch does not exist: input has shape (0, 2)",
    ),
    "mean slope of nothing": (lambda: mse_loss_vjp([], []), ValueError, "the mean loss of an empty batch"),
    "mean cross entropy of nothing": (
        lambda: cross_entropy(np.ones((0, 2)), np.zeros(0, int)),
        ValueError,
        "the mean loss of an empty batch does not exist",
    ),
    "mean slope of cross entropy of nothing": (
        lambda: cross_entropy_vjp(np.ones((0, 2)), np.zeros(0, int)),
        ValueError,
        "the mean loss of an empty batch does not exist",
    ),
    "unknown reduction": (
        lambda: perceptron_loss(ONES, ONES, "avg"),
        ValueError,
        "unknown reduction 'avg': choose one of 'mean', 'sum', 'none'",
    ),
    "unknown reduction in a vjp": (
        lambda: cross_entropy_vjp(Z, [0, 1], None),
        ValueError,
        "unknown reduction None: choose one of 'mean', 'sum', 'none'",
    ),
    "unknown loss": (
        lambda: loss("mae"),
        ValueError,
        "unknown loss 'mae': choose one of 'sse', 'mse', 'binary_cross_entropy_with_logits', 'perceptron', "
        "'cross_entropy'",
    ),
    "words": (lambda: mse_loss(["one"], [1]), TypeError, "input must hold real numbers, got dtype <U3"),
    "target of words": (lambda: mse_loss([1], ["one"]), TypeError, "target must hold real numbers"),
    "ragged target": (lambda: cross_entropy(Z, [[1], [1, 2]]), ValueError, "target is not a regular array"),
    "labels -1 and 1": (
        lambda: binary_cross_entropy_with_logits([1.0, 2.0], [-1, 1]),
        ValueError,
        "target must hold labels 0 and 1, got -1; for labels -1/+1 pass (target + 1) / 2",
    ),
    "label 2": (
        lambda: perceptron_loss_vjp([1.0, 2.0], [1, 2]),
        ValueError,
        "target must hold labels 0 and 1, got 2",
    ),
    "label inf": (lambda: perceptron_loss(1.0, np.inf), ValueError, "labels 0 and 1, got inf"),
    "grad_output for a mean": (
        lambda: perceptron_loss_vjp(ONES, ONES, "mean", ONES),
        ValueError,
        "grad_output has shape (3,), which does not fit reduction 'mean' of input with shape (3,)",
    ),
    "grad_output for a sum": (
        lambda: mse_loss_vjp(ONES, ONES, "sum", ONES),
        ValueError,
        "grad_output has shape (3,), which does not fit reduction 'sum' of input with shape (3,)",
    ),
    "grad_output of a larger shape": (
        lambda: mse_loss_vjp(ONES, ONES, "none", np.ones((3, 1))),
        ValueError,
        "grad_output has shape (3, 1), which does not fit reduction 'none' of input with shape (3,)",
    ),
    "grad_output of a smaller shape": (
        lambda: mse_loss_vjp(ONES, ONES, "none", [1.0]),
        ValueError,
        "grad_output has shape (1,), which does not fit reduction 'none' of input with shape (3,)",
    ),
    "grad_output for each logit": (
        lambda: cross_entropy_vjp(Z, [0, 1], "none", Z),
        ValueError,
        "grad_output has shape (2, 3), which does not fit reduction 'none' of input with shape (2, 3)",
    ),
    "grad_output nan": (
        lambda: mse_loss_vjp(ONES, ONES, "mean", np.nan),
        ValueError,
        "grad_output must be finite, got nan",
    ),
    "grad_output of words": (
        lambda: mse_loss_vjp(ONES, ONES, "mean", "one"),
        TypeError,
        "grad_output must hold real numbers, got dtype <U3",
    ),
    "logits of 3 dimensions": (
        lambda: cross_entropy(np.ones((2, 3, 4)), np.ones((2, 3), int)),
        ValueError,
        "input must have shape (N, K) or (K,), one logit for each class, got (2, 3, 4)",
    ),
    "a number as logits": (lambda: cross_entropy(1.0, 0), ValueError, "(N, K) or (K,), one logit for each"),
    "no class": (lambda: cross_entropy(np.ones((2, 0)), [0, 0]), ValueError, "class, got (2, 0)"),
    "class ids as a column": (
        lambda: cross_entropy(Z, [[0], [1]]),
        ValueError,
        "input has shape (2, 3), but target has shape (2, 1): " + CLASS_SHAPES,
    ),
    "too few class ids": (lambda: cross_entropy_vjp(Z, [0]), ValueError, CLASS_SHAPES),
    "one-hot of too many classes": (lambda: cross_entropy(Z, np.eye(4)[:2]), ValueError, CLASS_SHAPES),
    "two class ids for one example": (
        lambda: cross_entropy(ONES, [0, 1]),
        ValueError,
        "but target has shape (2,): class ids must have shape (), one-hot or soft targets (3,)",
    ),
    "class ids of floats": (
        lambda: cross_entropy(Z, [0.0, 1.0]),
        TypeError,
        "class ids must be integers, got dtype float64: pass target.astype(np.int64)",
    ),
    "class ids of booleans": (
        lambda: cross_entropy_vjp(Z, [False, True]),
        TypeError,
        "class ids must be integers, got dtype bool: pass target.astype(np.int64)",
    ),
    "class ids of words": (
        lambda: cross_entropy(Z, ["cat", "dog"]),
        TypeError,
        "class ids must be integers, got dtype <U3",
    ),
    "a class id too large": (
        lambda: cross_entropy(Z, [0, 3]),
        ValueError,
        "target must hold class ids from 0 to 2, got 3",
    ),
    "a class id too small": (
        lambda: cross_entropy_vjp(Z, [2, -1]),
        ValueError,
        "target must hold class ids from 0 to 2, got -1",
    ),
    "class ids -1 and 1": (
        lambda: cross_entropy([[1.0, 2.0], [1.0, 2.0]], [1, -1]),
        ValueError,
        "class ids from 0 to 1, got -1; for labels -1/+1 pass (target + 1) // 2",
    ),
    "class ids from 1": (
        lambda: cross_entropy(Z, [1, 3]),
        ValueError,
        "target must hold class ids from 0 to 2, got 3; for ids from 1 on pass target - 1",
    ),
    "one class id too large": (lambda: cross_entropy(np.ones(3), 3), ValueError, "from 0 to 2, got 3"),
    "a negative probability": (
        lambda: cross_entropy(Z, [[0, 0, 1], [-0.5, 0.5, 1]]),
        ValueError,
        "target must hold probabilities, got -0.5",
    ),
    "a probability nan": (
        lambda: cross_entropy_vjp(Z, [[0, 0, 1], [np.nan, 0, 1]]),
        ValueError,
        "target must hold probabilities, got nan",
    ),
    "a probability inf": (lambda: cross_entropy([1.0, 2.0], [0, np.inf]), ValueError, "sums to inf"),
    "a row that sums to more": (
        lambda: cross_entropy(Z, [[0, 0, 1], [0.5, 0.5, 0.5]]),
        ValueError,
        "each row of target must sum to 1, got a row that sums to 1.5",
    ),
    "a row that sums to less": (
        lambda: cross_entropy_vjp(Z, [[0, 0, 1 - 2e-5], [0, 0, 1]]),
        ValueError,
        "each row of target must sum to 1, got a row that sums to 0.99998",
    ),
    "probabilities of words": (
        lambda: cross_entropy([1.0, 2.0], ["a", "b"]),
        TypeError,
        "target must hold real numbers, got dtype <U1",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)


@pytest.mark.parametrize("target", [[0, 3], [3, 4], [0, 4]], ids=str)
def test_ids_that_do_not_start_at_1_get_no_hint_about_it(target):
    with pytest.raises(ValueError, match=r"from 0 to 2, got [34]$"):
        cross_entropy(Z, target)
