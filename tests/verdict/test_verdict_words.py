"""How values read: as a student would write them, short, with the traps pointed out."""

import numpy as np
import pytest

from verdict.words import arguments_shown, kind, one_of, points, shown

SHOWN = {
    "1.0": 1.0,
    "-3": -3,
    "0.333333": 1 / 3,
    "4.2e-18": 4.2e-18,
    "nan": float("nan"),
    "0.0": -0.0,
    "[0.0, 1.0]": np.array([-0.0, 1.0]),
    "[1.0, -2.5]": np.array([1.0, -2.5]),
    "[1, -2]": np.array([1, -2]),
    "2.0": np.float32(2),
    "5": np.array(5),
    "([0.5], 1)": (np.array([0.5]), 1),
    "(1.5,)": (1.5,),
    "[1, 'a']": [1, "a"],
    "[[1.0], [2.0]]   shape (2, 1)": np.array([[1.0], [2.0]]),
    "[0, 1, ..., 98, 99]   shape (100,)": np.arange(100),
    "[0, 1, 2, 3, 4, 5, 6, 7]": np.arange(8),
}


class Speechless:
    def __repr__(self):
        return 1 / 0


KINDS = {
    "a tuple of 2 values": (1, 2),
    "a list of 1 values": [1],
    "a number": np.float64(1),
    "an array": np.zeros(2),
    "an array of texts": np.array(["frost", "no frost"]),
    "an array of complex numbers": np.zeros(2, complex),
    "text": "frost",
    "a complex number": np.complex128(1j),
    "a dict of 1 values": {"a": 1},
}


@pytest.mark.parametrize(("text", "value"), SHOWN.items())
def test_values_read_as_they_are_written(text, value):
    assert shown(value) == text


@pytest.mark.parametrize(("text", "value"), KINDS.items())
def test_kinds_are_named_in_plain_words(text, value):
    assert kind(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("text", np.array("frost")), ("text", np.str_("frost")), ("a complex number", np.array(1j))],
)
def test_a_single_value_of_numpys_is_named_by_what_it_holds(text, value):
    assert kind(value) == text


def test_long_text_is_cut():
    assert len(shown("frost " * 50)) <= 60


def test_arguments_stand_below_each_other_and_whole_numbers_are_pointed_out():
    assert arguments_shown(["w", "bias"], [np.array([1, 2]), 0.5]) == [
        "    w    = [1, 2]   (whole numbers)",
        "    bias = 0.5",
    ]


@pytest.mark.parametrize(("score", "text"), [(2.0, "2"), (0.5, "0.5"), (1.33, "1.33")])
def test_points_have_no_needless_zeros(score, text):
    assert points(score) == text


def test_an_object_that_cannot_say_what_it_is_is_named():
    assert shown(Speechless()) == "something else (Speechless)"


def test_a_long_argument_goes_on_below_itself():
    assert arguments_shown(["x", "weights"], [1.0, [np.full((2, 2), 1 / 3)] * 2]) == [
        "    x       = 1.0",
        "    weights = [[[0.333333, 0.333333], [0.333333, 0.333333]]   shape (2, 2),",
        "              [[0.333333, 0.333333], [0.333333, 0.333333]]   shape (2, 2)]",
    ]
    assert arguments_shown(["text"], [""]) == ["    text = ''"]


@pytest.mark.parametrize(
    ("place", "count", "text"),
    [
        (2, 2, "the second of the two values"),
        (6, 6, "the sixth of the six values"),
        (7, 9, "number 7 of the 9 values"),
    ],
)
def test_a_value_among_others_is_counted_in_words(place, count, text):
    assert one_of(place, [None] * count) == text
