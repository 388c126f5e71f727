"""Comparison: what counts as right (every honest form of it), and what is said of the rest."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from verdict.comparison import mismatch

VECTOR = np.array([1.0, -2.5, 0.0])

ACCEPTED = {
    "the same array": (VECTOR.copy(), VECTOR),
    "a list for an array": ([1.0, -2.5, 0.0], VECTOR),
    "a tuple for an array": ((1, -2.5, 0), VECTOR),
    "float32": (VECTOR.astype(np.float32), VECTOR),
    "a float32 sum with its rounding": (np.float32(0.1) + np.float32(0.2), 0.3),
    "a tensor": (torch.tensor([1.0, -2.5, 0.0]), VECTOR),
    "a NumPy scalar for a float": (np.float64(2.0), 2.0),
    "an array without dimensions for a float": (np.array(2.0), 2.0),
    "an int for a float of the same value": (0, 0.0),
    "a bool for 1": (True, 1),
    "bools for 0 and 1": (np.array([True, False]), np.array([1, 0])),
    "floats for 0 and 1": (np.array([1.0, 0.0]), np.array([1, 0])),
    "a list of objects that are numbers": ([Fraction(1), Fraction(-5, 2), 0], VECTOR),
    "the same dict": ({"a": [1.0], "b": 2}, {"b": 2.0, "a": np.array([1.0])}),
    "a list for a tuple": ([1.0, 2.0], (1.0, 2.0)),
    "an array for a tuple": (np.array([1.0, 2.0]), (1.0, 2.0)),
    "the same infinity": (np.inf, np.inf),
    "the same nan": (np.array([np.nan, 1]), np.array([np.nan, 1])),
    "None": (None, None),
    "the same text": ("left", "left"),
    "an empty array": (np.zeros(0), np.zeros(0)),
}

REJECTED = {
    "nothing": (None, 1.0, "none"),
    "text": ("1.0", 1.0, "type"),
    "a complex number": (1.0 + 0j, 1.0, "type"),
    "a ragged list": ([[1], [1, 2]], VECTOR, "type"),
    "an object": (object(), 1.0, "type"),
    "a number for a tuple": (1.0, (1.0, 2.0), "type"),
    "a number for text": (1.0, "left", "type"),
    "too many values": ((1.0, 2.0, 3.0), (1.0, 2.0), "length"),
    "a column for a vector": (VECTOR.reshape(3, 1), VECTOR, "shape"),
    "a batch of one for a number": (np.array([2.0]), 2.0, "shape"),
    "a number for a batch of one": (2.0, np.array([2.0]), "shape"),
    "fractions cut off": (np.array([1, -2, 0]), VECTOR, "integer"),
    "whole numbers far off": (np.array([7, 7, 7]), VECTOR, "value"),
    "True and False for numbers": (np.array([True, False, False]), VECTOR, "bool"),
    "an array of objects": (np.array([1.0, -2.5, 0.0], dtype=object), VECTOR, "object"),
    "another text": ("left", "right", "value"),
    "a list for a dict": ([1.0], {"a": 1.0}, "type"),
    "a dict for a number": ({"a": 1.0}, 1.0, "type"),
    "other keys": ({"a": 1.0}, {"a": 1.0, "b": 2.0}, "keys"),
    "a wrong shape inside a dict": ({"a": 1.0}, {"a": np.ones(1)}, "shape"),
    "nan": (np.array([1.0, np.nan, 0.0]), VECTOR, "nan"),
    "the wrong infinity": (-np.inf, np.inf, "value"),
    "a number for nan": (0.0, np.nan, "value"),
    "a value off by a thousandth": (1.001, 1.0, "value"),
    "a wrong value inside a tuple": ((1.0, 3.0), (1.0, 2.0), "value"),
}


@pytest.mark.parametrize(("got", "want"), ACCEPTED.values(), ids=ACCEPTED)
def test_right_work_is_never_marked_wrong(got, want):
    assert mismatch(got, want) is None


@pytest.mark.parametrize(("got", "want", "kind"), REJECTED.values(), ids=REJECTED)
def test_wrong_work_is_named(got, want, kind):
    assert mismatch(got, want).kind == kind


def test_the_first_wrong_entry_is_shown_with_both_values():
    found = mismatch(np.array([[1.0, 2.0], [5.0, 6.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert (found.where, found.got, found.want) == ("at [1, 0]", 5.0, 3.0)


def test_a_wrong_entry_inside_a_tuple_is_found():
    found = mismatch((1.0, np.array([0.0, 9.0])), (1.0, np.array([0.0, 2.0])))
    assert found.where == "the second of the two values, at [1]"


def test_a_wrong_entry_inside_a_dict_is_found():
    found = mismatch({"a": (1.0, 3.0)}, {"a": (1.0, 2.0)})
    assert found.where == "the entry 'a', the second of the two values"


@pytest.mark.parametrize(("got", "kind"), [(1.09, None), (0.91, None), (1.11, "value"), (np.nan, "nan")])
def test_a_number_may_lie_as_far_from_the_truth_as_the_task_says(got, kind):
    found = mismatch({"a": (got, 5)}, {"a": (1.0, 5)}, within=0.1)
    assert (found and found.kind) == kind


@given(hnp.arrays(float, hnp.array_shapes(min_dims=0, max_dims=3), elements=st.floats(-1e6, 1e6)))
def test_float32_of_anything_is_right(array):
    assert mismatch(array.astype(np.float32), array) is None


@given(hnp.arrays(float, hnp.array_shapes(max_dims=2), elements=st.floats(-1e3, 1e3)), st.data())
def test_one_entry_off_by_one_percent_of_the_largest_is_wrong(array, data):
    entry = data.draw(st.tuples(*(st.integers(0, size - 1) for size in array.shape)))
    changed = array.copy()
    changed[entry] += 0.01 * max(1, np.abs(array).max())
    assert mismatch(changed, array).kind == "value"
