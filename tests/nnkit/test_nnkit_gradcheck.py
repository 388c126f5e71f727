"""gradcheck: right gradients pass, each usual slip is called by its name."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nnkit_strategies import SHAPES, arrays

from nnkit import GradcheckError, gradcheck, relu, relu_derivative

MATRIX = np.arange(1.0, 7.0).reshape(2, 3)
SQUARE = np.arange(1.0, 5.0).reshape(2, 2)


def mean_square(x):
    return (x**2).mean()


def sum_square(x):
    return (x**2).sum()


def fake(slope):
    return lambda x: np.where(np.arange(x.size).reshape(x.shape) == x.size - 1, slope, 2 * x)


# f, input, wrong gradient, the entry named, both values, the cause
SLIPS = [
    pytest.param(mean_square, MATRIX, lambda x: 2 * x, "[1, 2]", 12, 2, "6 times too large", id="no-1/N"),
    pytest.param(sum_square, MATRIX, lambda x: x / 3, "[1, 2]", 2, 12, "6 times too small: a 1/N", id="1/N"),
    pytest.param(sum_square, MATRIX, lambda x: x, "[1, 2]", 6, 12, "2 times too small", id="forgotten-2"),
    pytest.param(sum_square, MATRIX, lambda x: -2 * x, "[1, 2]", -12, 12, "the sign", id="sign"),
    pytest.param(sum_square, SQUARE, lambda x: 2 * x.T, "[0, 1]", 6, 4, "transposed", id="transposed"),
    pytest.param(sum_square, SQUARE, lambda x: 0 * x, "[1, 1]", 0, 8, "0 everywhere", id="zero"),
    pytest.param(sum_square, MATRIX, fake(np.nan), "[1, 2]", "nan", 12, "never written", id="nan"),
    pytest.param(sum_square, MATRIX, fake(7.0), "[1, 2]", 7, 12, "no common factor", id="one-entry"),
    pytest.param(
        lambda x: relu(x).sum(), [1.0, 0.0], relu_derivative, "[1]", 0, 0.5,
        "a kink, f has slope 0 on the left and 1 on the right; yours is the one-sided slope on the left",
        id="kink",
    ),
    pytest.param(
        lambda x: np.abs(x).mean(), np.zeros(1), lambda x: x + 5, "[0]", 5, 0,
        "a kink, f has slope -1 on the left and 1 on the right. There is no gradient",
        id="kink-and-wrong",
    ),
    pytest.param(lambda x: x**2, 3.0, lambda x: 5.0, "", 5, 6, "no common factor", id="number"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "x", "grad", "entry", "yours", "numerical", "cause"), SLIPS)
def test_names_the_worst_entry_both_values_and_the_slip(f, x, grad, entry, yours, numerical, cause):
    with pytest.raises(GradcheckError) as error:
        gradcheck(f, x, grad)
    message = str(error.value)
    given, found = re.search(r"yours (\S+), numerical (\S+)\. ", message).groups()
    assert f"the worst, at inputs[0]{entry}: yours" in message
    assert given == str(yours)
    assert float(found) == pytest.approx(numerical, abs=1e-6)
    assert cause in message


def test_names_the_input_that_is_wrong():
    with pytest.raises(GradcheckError, match=r"entries of inputs\[1\]; the worst, at inputs\[1\]: yours 3,"):
        gradcheck(lambda x, b: (x * b).sum(), (MATRIX, 2.0), lambda x, b: (b + 0 * x, 3.0))


@given(arrays(SHAPES, st.floats(-3, 3)), st.floats(-3, 3))
def test_right_gradients_pass(x, b):
    def grad(x, b):
        return b * np.cos(x), np.sin(x).sum()

    assert gradcheck(lambda x, b: b * np.sin(x).sum(), (x, b), grad) is True


@given(arrays(SHAPES, st.floats(-3, 3)), st.floats(0.01, 3))
def test_an_error_above_the_tolerance_does_not_pass(x, off):
    with pytest.raises(GradcheckError):
        gradcheck(lambda x: np.sin(x).sum(), x, lambda x: np.cos(x) + off)


def test_tolerances_are_used():
    def off_by_a_thousandth(x):
        return 2 * x + 0.001

    assert gradcheck(sum_square, [0.5], off_by_a_thousandth, atol=0.002)
    assert gradcheck(sum_square, [0.5], off_by_a_thousandth, rtol=0.002)
    with pytest.raises(GradcheckError):
        gradcheck(sum_square, [0.5], off_by_a_thousandth, rtol=0.0005)
    with pytest.raises(GradcheckError):
        gradcheck(lambda x: (x**3).sum(), [1.0], lambda x: 3 * x**2, eps=0.5)  # too coarse: error eps^2


def test_functions_that_write_into_their_input_do_no_harm():
    x = np.array([1.0, 2.0])

    def f(x):
        x *= 2
        return x.sum()

    def grad(x):
        x[:] = 2
        return x

    assert gradcheck(f, x, grad)
    np.testing.assert_array_equal(x, [1, 2])


def test_float32_inputs_are_differenced_in_float64():
    assert gradcheck(sum_square, MATRIX.astype(np.float32), lambda x: 2 * x)
