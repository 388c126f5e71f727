"""The softmax figure shows nnkit's numbers: 100 random states and extremes, one run of node for all."""

import re

import numpy as np
import pytest

from nnkit.activations import softmax, softmax_jacobian
from nnkit.figures.evaluate import evaluate

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-12}

# Beside the random ones: a tie, the coldest with the farthest logits, and a shift where exp would overflow.
SPECIAL = [
    {"logits": [0.0, 0.0, 0.0], "temperature": 1.0, "shift": 0.0},
    {"logits": [3.0, -3.0, 3.0, -3.0], "temperature": 0.1, "shift": 3.0},
    {"logits": [1.0, 2.0, -1.0], "temperature": 1.0, "shift": 1000.0},
]


def random_state(rng):
    logits = rng.uniform(-3, 3, rng.integers(3, 6)).tolist()
    return {"logits": logits, "temperature": rng.uniform(0.1, 5), "shift": rng.uniform(-3, 3)}


def asked(call, given):
    return evaluate([{"part": "softmax", "call": call, "arguments": [state]} for state in given])


@pytest.fixture(scope="module")
def shown():
    """(state, numbers that the part computed), for each state."""
    rng = np.random.default_rng(52)
    states = [random_state(rng) for _ in range(COUNT)] + SPECIAL
    return list(zip(states, asked("compute", states), strict=True))


def scaled(state):
    return (np.array(state["logits"]) + state["shift"]) / state["temperature"]


def test_probabilities_agree_with_nnkit(shown):
    assert len(shown) >= COUNT
    for state, numbers in shown:
        np.testing.assert_allclose(numbers["logits"], np.array(state["logits"]) + state["shift"], **CLOSE)
        np.testing.assert_allclose(numbers["scaled"], scaled(state), **CLOSE)
        np.testing.assert_allclose(numbers["probabilities"], softmax(scaled(state)), **CLOSE)
        assert numbers["largest"] == np.argmax(numbers["probabilities"])


def test_the_written_powers_agree_with_numpy(shown):
    for state, numbers in shown[:-1]:  # those of the last are infinite, and are not written
        np.testing.assert_allclose(numbers["exponentials"], np.exp(scaled(state)), **CLOSE)
        np.testing.assert_allclose(numbers["total"], np.exp(scaled(state)).sum(), **CLOSE)


def test_the_jacobian_agrees_with_nnkit(shown):
    for state, numbers in shown:
        expected = softmax_jacobian(scaled(state)) / state["temperature"]  # chain rule: z / T
        np.testing.assert_allclose(numbers["jacobian"], expected, **CLOSE)
        np.testing.assert_allclose(numbers["rowSums"], np.zeros(len(expected)), atol=1e-12)


def test_a_shift_moves_no_probability(shown):
    for state, numbers in shown:
        unmoved = softmax(np.array(state["logits"]) / state["temperature"])
        np.testing.assert_allclose(numbers["probabilities"], unmoved, **CLOSE)


def test_the_remark_speaks_of_temperature_and_shift():
    cold, hot, moved, plain = asked("remark", [{"temperature": 0.1}, {"temperature": 100}, {"shift": 2}, {}])
    assert "Almost a hard choice: class 1 takes 100.0 %" in cold
    assert "Almost undecided" in hot
    assert "moved by 2.00, and no probability has changed" in moved
    assert "Class 1 has the largest logit" in plain


def test_the_table_shows_the_jacobian():
    [svg] = asked("draw", [{"logits": [1, 0, -1]}])
    cells = re.findall(r'<g class="nn-partial".*?<text[^>]*>([^<]*)</text></g>', svg)
    assert len(cells) == 9
    expected = softmax_jacobian(np.array([1.0, 0.0, -1.0])).ravel()
    np.testing.assert_allclose([float(cell.replace("−", "-")) for cell in cells], expected, atol=0.00501)


def test_a_chosen_class_that_is_gone_is_the_last():
    first, second = asked("draw", [{"logits": [1, 0, -1], "selected": k} for k in (4, 2)])
    assert first == second


def formulas(states):
    """The words of each filled formula."""
    return [re.sub("<[^>]*>", "", markup) for markup in asked("formula", states)]


def test_the_formula_is_filled_with_the_chosen_class():
    plain, moved, hot = formulas(
        [
            {"logits": [1, 0, -1], "selected": 1},
            {"logits": [1, 0, -1], "shift": 2, "temperature": 0.5},
            {"logits": [3, 3, 3], "shift": 3, "temperature": 0.1},
        ]
    )
    assert plain == "a2=ez2/T∑jezj/T=e0.00e1.00+e0.00+e−1.00=1.004.09=0.24"
    assert moved.startswith("a1=e(z1+c)/T∑je(zj+c)/T=e3.00/0.50e3.00/0.50+e2.00/0.50+e1.00/0.50=403.43")
    assert hot.endswith("=e6.00/0.10e6.00/0.10+e6.00/0.10+e6.00/0.10=0.33")  # the powers are too long
