"""The codec: whatever is plain data comes back equal and of the same type; nothing else ever gets through."""

import contextlib
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.codec import MalformedError, UnsendableError, decode, encode

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
KEYS = st.integers() | st.text() | st.booleans() | st.tuples(st.integers(), st.text())
ARRAYS = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128, "U3", "S2"]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
VALUES = st.recursive(
    SCALARS | st.complex_numbers(allow_nan=False) | ARRAYS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(KEYS, inner) | st.sets(KEYS),
    max_leaves=12,
)


def same(a, b):
    """Equal in value and, all the way down, in type."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    return a == b


@given(VALUES)
def test_plain_data_comes_back_equal_and_of_the_same_type(value):
    assert same(decode(*encode(value)), value)


@pytest.mark.parametrize("value", [np.float64(0.1), np.int32(-3), np.bool_(True), np.complex64(1j)], ids=repr)
def test_numpy_scalars_keep_their_type(value):
    back = decode(*encode(value))
    assert type(back) is type(value)
    assert back == value


def test_nan_and_infinity_come_back():
    back = decode(*encode([float("nan"), float("inf"), np.array([np.nan, -np.inf])]))
    assert np.isnan(back[0])
    assert back[1] == float("inf")
    assert np.isnan(back[2][0])


def test_an_array_of_objects_comes_back_as_one():
    array = np.empty(2, object)
    array[:] = [1, "two"]
    back = decode(*encode(array))
    assert back.dtype == object
    assert back.tolist() == [1, "two"]


class Always(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Sneaky(np.ndarray):
    def __eq__(self, other):
        return True

    __hash__ = None


def test_subclasses_arrive_as_their_plain_base():
    assert type(decode(*encode(Always(3)))) is int
    assert type(decode(*encode(np.zeros(2).view(Sneaky)))) is np.ndarray


@pytest.mark.parametrize(
    "value", [object(), len, int, np, (i for i in ())], ids=lambda value: type(value).__name__
)
def test_what_is_no_data_is_refused(value):
    with pytest.raises(UnsendableError):
        encode([value])


def test_a_value_that_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(UnsendableError, match="too deeply"):
        encode(loop)


def test_an_array_that_is_too_big_is_refused():
    with pytest.raises(UnsendableError, match="64 MB"):
        encode(np.zeros(9_000_000))


def test_an_argument_that_is_returned_stays_the_same_object():
    arguments = [[1], np.zeros(2)]
    assert decode(*encode((arguments[1], 5), arguments), arguments)[0] is arguments[1]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (ZeroDivisionError, "division by zero", ZeroDivisionError("division by zero")),
        (SystemExit, "0", RuntimeError("SystemExit: 0")),
        (np.linalg.LinAlgError, "Singular", np.linalg.LinAlgError("Singular")),
        (type("OwnError", (ValueError,), {}), "mine", ValueError("OwnError: mine")),
    ],
    ids=str,
)
def test_exceptions_arrive_as_the_nearest_built_in(kind, text, expected):
    back = decode(*encode(kind(text)))
    assert type(back) is type(expected)
    assert str(back) == str(expected)


MALFORMED = [
    [],
    {},
    {"t": "pickle", "v": "x"},
    {"t": ["list"], "v": []},
    {"t": "array", "dtype": "O", "shape": [1], "v": 0},
    {"t": "array", "dtype": "<f8", "shape": [2], "v": 0},
    {"t": "array", "dtype": "<f8", "shape": [-1], "v": 0},
    {"t": "array", "dtype": "<f8", "shape": [1], "v": 7},
    {"t": "array", "dtype": "<f8", "shape": [2**70, 0], "v": 1},
    {"t": "dict", "k": [1], "v": []},
    {"t": "dict", "k": [{"t": "list", "v": []}], "v": [1]},
    {"t": "set", "v": [{"t": "list", "v": []}], "frozen": False},
    {"t": "range", "v": [0, 1, 0]},
    {"t": "range", "v": ["0", 1, 1]},
    {"t": "int", "v": "f" * 20_000},
    {"t": "argument", "v": 3},
    {"t": "exception", "kinds": "ValueError", "text": "x"},
    {"t": "complex", "v": ["1", 2.0]},
]


@pytest.mark.parametrize("tree", MALFORMED, ids=str)
def test_a_tree_that_encode_cannot_have_made_is_refused(tree):
    with pytest.raises(MalformedError):
        decode(tree, [b"12345678", b""])


@pytest.mark.parametrize("kind", ["dict", "set"])
def test_items_that_share_their_hash_are_refused_before_they_are_looked_up(kind):
    # Their looking up is one call of C, minutes long, which no alarm interrupts.
    alike = [key * sys.hash_info.modulus for key in range(5000)]
    trees = {"dict": {"t": "dict", "k": alike, "v": alike}, "set": {"t": "set", "v": alike, "frozen": True}}
    with pytest.raises(MalformedError, match="same hash"):
        decode(trees[kind], [])
    assert len(decode(*encode(dict.fromkeys(range(5000))))) == 5000


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["t", "v", "k", "shape", "dtype", "frozen", "kinds", "text"]), inner
        )
        | st.fixed_dictionaries(
            {
                "t": st.sampled_from(
                    ["list", "dict", "set", "array", "scalar", "objects", "int", "slice", "range"]
                ),
                "v": inner | st.lists(inner, max_size=3),
            },
            optional={
                "k": st.lists(inner, max_size=3),
                "shape": st.lists(st.integers(-1, 5), max_size=3),
                "dtype": st.sampled_from(["<f8", "|b1", "O", "<U2", "V8"]),
            },
        )
    ),
    max_leaves=10,
)


def test_a_tensor_arrives_as_an_array_where_the_tests_do_not_use_torch(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    tree = {"t": "tensor", "v": {"t": "array", "dtype": "<f8", "shape": [1], "v": 0}, "grad": False}
    array = decode(tree, [bytes(8)])
    assert (type(array), array.tolist()) == (np.ndarray, [0.0])


@pytest.mark.parametrize(("given", "expected"), [("longdouble", "float64"), ("clongdouble", "complex128")])
def test_numbers_longer_than_double_arrive_as_doubles(given, expected):
    array = decode(*encode(np.array([1.5, np.inf], given)))
    assert (array.dtype, array.tolist()) == (expected, [1.5, np.inf])


@pytest.mark.long
def test_any_tree_is_a_value_or_refused(whole):
    @settings(max_examples=100_000 if whole else 1500, deadline=None, database=None)
    @given(TREES, st.lists(st.binary(max_size=16), max_size=3))
    def check(tree, buffers):
        with contextlib.suppress(MalformedError):
            decode(tree, buffers)

    check()
