"""Numbers: JSON and back without a bit lost, and a refusal of anything that is no data."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from verdict.numbers import pack, pack_outcome, unpack, unpack_outcome
from verdict.outcome import Outcome

DTYPES = st.sampled_from(["float64", "float32", "float16", "int64", "int8", "uint8", "bool"])
ARRAYS = DTYPES.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0)))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ARRAYS.map(lambda a: a[()])
DATA = st.recursive(
    SCALARS | ARRAYS, lambda inner: st.lists(inner) | st.lists(inner).map(tuple), max_leaves=8
)


def through_json(value):
    return unpack(json.loads(json.dumps(pack(value), allow_nan=False)))


def identical(one, other):
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic):
        # NaN's payload bits do not survive a decimal text; that it is NaN does.
        same_kind = one.dtype == other.dtype and one.shape == other.shape
        return same_kind and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(identical, one, other))
    return one == other or (one != one and other != other)


@given(DATA)
def test_the_way_there_and_back_is_exact(value):
    assert identical(through_json(value), value)


@pytest.mark.parametrize("value", [0.1 + 0.2, 5e-324, -0.0, 1e308, float("inf"), float("-inf")])
def test_every_digit_of_a_float_is_kept(value):
    assert np.float64(through_json(value)).tobytes() == np.float64(value).tobytes()


REFUSED = {"code": lambda: 1, "an object": object(), "a set": {1, 2}, "bytes": b"1", "a complex number": 1j}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_code_and_objects_are_refused(value):
    with pytest.raises(TypeError, match="only numbers and text"):
        pack(value)


def test_outcomes_travel_without_their_faults():
    for outcome in (Outcome((1.0, np.zeros(2)), changed=("w",)), Outcome(raised="ValueError")):
        assert unpack_outcome(json.loads(json.dumps(pack_outcome(outcome)))).agrees(outcome)
