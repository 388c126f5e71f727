"""Designed networks: their values by hand, in one dimension and in the plane; shapes that do not fit."""

from types import SimpleNamespace

import numpy as np
import pytest

from verdict.designs import near_target, one_hidden_layer, step_layers, switches


def xor():
    """An OR and an AND, the second taken away: numbers that anybody could write down."""
    return [[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], 0


def test_xor_by_hand():
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert one_hidden_layer(xor, (), corners, "step").tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("activation", "values"),
    [("step", [1, 6, 6]), ("relu", [1, 1, 11]), ("linear", [-9, 1, 11]), ("sigmoid", [1.596, 3.5, 5.404])],
)
def test_one_unit_has_the_values_of_its_formula(activation, values):
    found = one_hidden_layer(lambda w: ([w], [0], [5], 1), (1.0,), np.array([-2.0, 0.0, 2.0]), activation)
    assert np.allclose(found, values, atol=1e-3)


def test_without_units_the_offset_is_left():
    assert one_hidden_layer(lambda: ([], [], [], 2), (), np.zeros(3), "relu").tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        ([1, 2], [0], [1], 0),
        ([1], 0, [1], 0),
        ([1], [0], [1, 2], 0),
        ([1], [0], [1], [0]),
        ([[1, 1]], [0], [1], 0),
    ],
    ids=["weight", "bias", "heights", "offset", "inputs"],
)
def test_shapes_that_do_not_fit_are_told(wrong):
    with pytest.raises(ValueError, match="do not fit"):
        one_hidden_layer(lambda: wrong, (), np.zeros(3), "relu")


# A catalogue of targets of this test's own: what knows its targets hands them over.
TARGETS = {"ramp": SimpleNamespace(function=lambda x: x / 2, lipschitz=0.5)}
KNOWN = f"{__name__}.TARGETS"


def middling(f, interval, lipschitz, eps):
    """One unit for each whole number that eps and the Lipschitz constant make, all at the left end."""
    units = round(lipschitz / eps)
    return np.ones(units), np.full(units, -interval[0]), np.full(units, f(2.0)), lipschitz


def test_a_design_for_a_target_is_told_the_target():
    found = near_target(middling, "ramp", (1.0, 2.0), 0.25, np.array([1.0, 1.0 + np.log(3)]), KNOWN)
    assert np.allclose(found, [0.5 + 2 * 0.5, 0.5 + 2 * 0.75])


def test_more_units_than_twice_the_need_are_refused():
    case = "ramp", (1.0, 2.0), 0.25, np.zeros(1), KNOWN
    assert near_target(lambda *_: (*np.ones((3, 4)), 0), *case).shape == (1,)
    with pytest.raises(ValueError, match=r"has 5 hidden units, and 4 must do for eps = 0\.25"):
        near_target(lambda *_: (*np.ones((3, 5)), 0), *case)


@pytest.mark.parametrize(
    ("designed", "told"), [(None, "this is NoneType"), (([1], [0], [1]), "this is tuple of 3")]
)
def test_other_things_than_a_hidden_layer_are_told(designed, told):
    with pytest.raises(TypeError, match=f"weight, bias, heights, offset are to be returned, and {told}"):
        one_hidden_layer(lambda: designed, (), np.zeros(3), "relu")
    with pytest.raises(TypeError, match=told):
        near_target(lambda *_: designed, "ramp", (0.0, 1.0), 0.25, np.zeros(1), KNOWN)


@pytest.mark.parametrize(
    ("layers", "told"),
    [(None, "layer 1: .* this is NoneType"), ([([[1.0]], [0]), ([[1]],)], "layer 2: .* this is tuple of 1")],
)
def test_other_things_than_layers_are_told(layers, told):
    with pytest.raises(TypeError, match=told):
        step_layers(lambda: layers, (), np.zeros((3, 1)))


def test_layers_of_steps_join_half_planes():
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    layers = [([[1, 1], [-1, -1]], [-0.5, 1.5]), ([[1, 1]], [-2])]
    assert step_layers(lambda: layers, (), corners).tolist() == [0, 1, 1, 0]


def test_switches_give_volts():
    on = np.array([[0.0], [0.5], [1.0]])
    assert switches(lambda low, high: [([[1]], [-low - 2])], 1.0, 5.0, on).tolist() == [0, 1, 1]
    assert switches(lambda low, high: [([[1]], [-high])], 1.0, 5.0, on).tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ([([1, 1], [0])], r"layer 1: weight \(2,\) and bias \(1,\) do not fit 2 inputs"),
        ([([[1, 1]], 0)], "layer 1"),
        ([([[1, 1]], [0]), ([[1, 1]], [0])], "layer 2: .* do not fit 1 inputs"),
        ([([[1, 1], [1, 1]], [0, 0])], "the last layer has 2 units"),
    ],
)
def test_layers_that_do_not_fit_are_told(layers, told):
    with pytest.raises(ValueError, match=told):
        step_layers(lambda: layers, (), np.zeros((3, 2)))
