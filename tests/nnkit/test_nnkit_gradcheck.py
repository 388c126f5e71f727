"""gradcheck: right gradients pass, each usual slip is called by its name."""

import re
import textwrap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import SHAPES, arrays

from nnkit.activations import relu, relu_derivative
from nnkit.gradcheck import GradcheckError, gradcheck
from nnkit.layers import Activation, Dropout, Linear, Sequential
from nnkit.losses import mse_loss, mse_loss_vjp

MATRIX = np.arange(1.0, 7.0).reshape(2, 3)
SQUARE = np.arange(1.0, 5.0).reshape(2, 2)


def mean_square(x):
    return (x**2).mean()


def sum_square(x):
    return (x**2).sum()


def fake(slope):
    return lambda x: np.where(np.arange(x.size).reshape(x.shape) == x.size - 1, slope, 2 * x)


def third(x):
    return (x**3).sum() / 3


def coarse(x):
    return sum_square(np.float32(x))


ORDER = "the right numbers in another order: an axis transposed, flipped, moved or reshaped"
KINK = "a kink, f has slope {} on the left and {} on the right, so there is no gradient: check at another"


def times(factor):
    return f"yours is {factor} times the numerical one: a sign, a mean's 1/N, or two backwards"


# f, input, wrong gradient, the entry named, both values, how the cause begins
SLIPS = [
    pytest.param(mean_square, MATRIX, lambda x: 2 * x, "[1, 2]", 12, 2, times(6), id="no-1/N"),
    pytest.param(sum_square, MATRIX, lambda x: 4 * x, "[1, 2]", 24, 12, times(2), id="twice"),
    pytest.param(sum_square, MATRIX, lambda x: x / 3, "[1, 2]", 2, 12, times(0.1667), id="1/N"),
    pytest.param(sum_square, MATRIX, lambda x: x, "[1, 2]", 6, 12, times(0.5), id="half"),
    pytest.param(sum_square, MATRIX, lambda x: -2 * x, "[1, 2]", -12, 12, times(-1), id="sign"),
    pytest.param(third, MATRIX - 3, lambda x: x * np.abs(x), "[0, 0]", -4, 4, "the sign of the", id="abs"),
    pytest.param(sum_square, SQUARE, lambda x: 2 * x.T, "[0, 1]", 6, 4, ORDER, id="transposed"),
    pytest.param(third, MATRIX, lambda x: np.roll(x**2, 1, 1), "[1, 0]", 36, 16, ORDER, id="moved"),
    pytest.param(third, MATRIX, lambda x: (x**2).T.reshape(2, 3), "[1, 1]", 9, 25, ORDER, id="reshaped"),
    pytest.param(sum_square, SQUARE, lambda x: 0 * x, "[1, 1]", 0, 8, "the wrong entries are 0", id="zero"),
    pytest.param(third, MATRIX, lambda x: x**2 * (x > 2), "[0, 1]", 0, 4, "the wrong entries", id="left-out"),
    pytest.param(lambda x: 3.0, MATRIX, lambda x: 2 * x, "[1, 2]", 12, 0, "f does not change", id="unused"),
    pytest.param(sum_square, MATRIX, fake(np.nan), "[1, 2]", "nan", 12, "an overflow, a division", id="nan"),
    pytest.param(sum_square, MATRIX, fake(7.0), "[1, 2]", 7, 12, "no common factor", id="one-entry"),
    pytest.param(sum_square, 3.0, lambda x: 5.0, "", 5, 6, times(0.8333), id="number"),
    pytest.param(
        lambda x: relu(x).sum(), [1.0, 0.0], relu_derivative, "[1]", 0, 0.5, KINK.format(0, 1), id="kink"
    ),
    pytest.param(
        lambda x: np.abs(x).mean(), np.zeros(1), lambda x: x + 5, "[0]", 5, 0,
        KINK.format(-1, 1),
        id="kink-and-wrong",
    ),
    pytest.param(coarse, [0.3], lambda x: x + 1, "[0]", 1.3, None, "a kink, f has slope", id="coarse"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "x", "grad", "entry", "yours", "numerical", "cause"), SLIPS)
def test_names_the_worst_entry_both_values_and_the_slip(f, x, grad, entry, yours, numerical, cause):
    with pytest.raises(GradcheckError) as error:
        gradcheck(f, x, grad)
    message = str(error.value)
    given, found = re.search(r"yours (\S+), numerical (\S+)\. ", message).groups()
    assert f"the worst, at inputs[0]{entry}: yours" in message
    assert given == str(yours)
    assert numerical is None or float(found) == pytest.approx(numerical, abs=1e-6)
    assert message.split("Likely cause: ")[1].startswith(cause)


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
    assert gradcheck(lambda x: x, 1.0, lambda x: 1.0, atol=0, rtol=0)  # no error at all is within 0
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


def test_large_inputs_are_differenced_by_what_rounding_leaves_of_eps():
    assert gradcheck(lambda x: 3 * (x - 1e9).sum(), [1e9, 1e9], lambda x: 0 * x + 3)


def test_a_sharp_bend_is_no_kink():
    with pytest.raises(GradcheckError, match="yours is -1 times"):
        gradcheck(lambda x: (x**2).sum(), [3.0], lambda x: -2 * x, eps=0.1)
    with pytest.raises(GradcheckError, match="a kink"):
        gradcheck(lambda x: (0.01 * np.abs(x)).sum(), [0.0], lambda x: x + 1)


def test_the_worst_entry_of_several_inputs_is_in_the_first_wrong_one():
    with pytest.raises(GradcheckError) as error:
        gradcheck(lambda a, b, c: a * b * c, (2.0, 3.0, 5.0), lambda a, b, c: (b * c, 0 * b, 7.0))
    assert "wrong in 1 of 1 entries of inputs[1]; the worst, at inputs[1]: yours 0, num" in str(error.value)


def test_an_empty_input_has_nothing_to_be_wrong_in():
    assert gradcheck(lambda x: x.sum(), np.empty((0, 3)), lambda x: x)


def the_docstrings_example():
    """The code in the docstring with what it takes for granted -> its names and its last line."""
    names = {"gradcheck": gradcheck, "Linear": Linear, "Activation": Activation, "Sequential": Sequential}
    names |= {"mse_loss": mse_loss, "mse_loss_vjp": mse_loss_vjp}
    rng = np.random.default_rng(0)
    shapes = {"x": (5, 2), "w1": (4, 2), "w2": (3, 4), "target": (5, 3)}
    names |= {name: rng.normal(size=shape) for name, shape in shapes.items()}
    lines = [line for line in gradcheck.__doc__.splitlines() if line.startswith(" " * 8) or not line.strip()]
    *code, call = textwrap.dedent("\n".join(lines)).strip().splitlines()
    exec("\n".join(code), names)
    return names, call


def test_a_model_is_checked_as_the_docstring_says():
    names, call = the_docstrings_example()
    assert eval(call, names) is True


def test_a_models_wrong_backward_is_found():
    names, call = the_docstrings_example()
    names["mse_loss_vjp"] = lambda input, target: mse_loss_vjp(input, target) * 15
    with pytest.raises(GradcheckError, match=r"inputs\[0\].*yours is 15 times the numerical one"):
        eval(call, names)


def dropped(x):
    return Dropout(0.5, rng=RNG)(x).sum()


RNG = np.random.default_rng(0)
ROW = np.ones((1, 50))
BAD = {
    "NaN in an input": (
        lambda: gradcheck(sum_square, [1, np.nan], abs),
        ValueError,
        "got nan at inputs[0][1]",
    ),
    "inf in the second": (
        lambda: gradcheck(sum_square, (1, np.inf), abs),
        ValueError,
        "inputs[1] must be finite, got inf",
    ),
    "a string": (
        lambda: gradcheck(sum_square, "x", abs),
        TypeError,
        "inputs[0] must hold real numbers, got dtype",
    ),
    "ragged": (
        lambda: gradcheck(sum_square, [[1], [1, 2]], abs),
        ValueError,
        "inputs[0] is not a regular array",
    ),
    "f is a number": (
        lambda: gradcheck(3.0, ROW, abs),
        TypeError,
        "f must be a function, got 3.0",
    ),
    "grad is an array": (
        lambda: gradcheck(sum_square, ROW, 2 * ROW),
        TypeError,
        "grad must be a function, got array",
    ),
    "f of many numbers": (
        lambda: gradcheck(lambda x: x, np.ones(2), abs),
        ValueError,
        "f must return one finite number, got array([1., 1.])",
    ),
    "f is NaN": (
        lambda: gradcheck(lambda x: np.nan, ROW, abs),
        ValueError,
        "f must return one finite number, got",
    ),
    "f is None": (
        lambda: gradcheck(lambda x: None, ROW, abs),
        ValueError,
        "f must return one finite number, got",
    ),
    "f is complex": (
        lambda: gradcheck(lambda x: 1j, ROW, abs),
        ValueError,
        "f must return one finite number",
    ),
    "f draws": (
        lambda: gradcheck(dropped, ROW, abs),
        ValueError,
        "for the same inputs: it must not draw random numbers (Dropout: call eval() on the model)",
    ),
    "too few parts": (
        lambda: gradcheck(lambda x, b: x * b, (1.0, 2.0), lambda x, b: [b, x]),
        ValueError,
        "the gradient has 1 parts for 2 inputs: return a tuple of them",
    ),
    "None for a part": (
        lambda: gradcheck(lambda x, b: x * b, (1.0, 2.0), lambda x, b: (b, None)),
        TypeError,
        "the gradient by inputs[1] must hold real numbers, got dtype object",
    ),
    "another shape": (
        lambda: gradcheck(sum_square, MATRIX, lambda x: x.sum(0)),
        ValueError,
        "the gradient by inputs[0] has shape (3,), the input (2, 3)",
    ),
    "no inputs": (
        lambda: gradcheck(lambda: 1.0, (), lambda: ()),
        ValueError,
        "inputs is empty: pass the array",
    ),
    "eps 0": (
        lambda: gradcheck(sum_square, ROW, abs, eps=0),
        ValueError,
        "eps must be a positive number, got 0",
    ),
    "atol NaN": (
        lambda: gradcheck(sum_square, ROW, abs, atol=np.nan),
        ValueError,
        "atol must be a number in [0",
    ),
    "rtol below 0": (
        lambda: gradcheck(sum_square, ROW, abs, rtol=-1),
        ValueError,
        "rtol must be a number in [0",
    ),
    "eps lost": (
        lambda: gradcheck(sum_square, [1.0, 1e12], lambda x: 2 * x),
        ValueError,
        "eps=1e-06 is lost in rounding beside numbers as large: take a larger one",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
