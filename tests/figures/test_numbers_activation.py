"""The activation figure shows nnkit's numbers: 100 random states and every kink, one run of node for all."""

import re

import numpy as np
import pytest

from nnkit.activations import ACTIVATIONS, ELEMENTWISE
from nnkit.figures.evaluate import evaluate

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def states():
    rng = np.random.default_rng(51)
    drawn = [(ELEMENTWISE[i % 8], rng.uniform(-5, 5), rng.uniform(0, 0.5)) for i in range(COUNT)]
    drawn += [(name, z, 0.1) for name in ELEMENTWISE for z in (0.0, -5.0, 5.0, -1000.0, 1000.0)]
    return [{"activation": name, "z": z, "negative_slope": slope} for name, z, slope in drawn]


def asked(call, given):
    return evaluate([{"part": "activation", "call": call, "arguments": [state]} for state in given])


@pytest.fixture(scope="module")
def shown():
    """(state, numbers that the part computed), for each state."""
    given = states()
    return list(zip(given, asked("compute", given), strict=True))


def functions(state):
    options = {"negative_slope": state["negative_slope"]} if state["activation"] == "leaky_relu" else {}
    known = ACTIVATIONS[state["activation"]]
    return (lambda z: known.function(z, **options)), (lambda z: known.derivative(z, **options))


def test_value_and_slope_agree_with_nnkit(shown):
    assert len(shown) >= COUNT
    for state, numbers in shown:
        g, derivative = functions(state)
        np.testing.assert_allclose(numbers["a"], g(state["z"]), **CLOSE)
        np.testing.assert_allclose(numbers["slope"], derivative(state["z"]), **CLOSE)


def test_the_graphs_agree_with_nnkit(shown):
    for state, numbers in shown:
        g, derivative = functions(state)
        z = np.array(numbers["curve"]["z"])
        assert (z[0], z[-1], 0.0 in z) == (-5, 5, True)
        np.testing.assert_allclose(numbers["curve"]["g"], g(z), **CLOSE)
        np.testing.assert_allclose(numbers["curve"]["slope"], derivative(z), **CLOSE)


def test_the_share_is_that_of_the_largest_slope(shown):
    for state, numbers in shown:
        if state["activation"] in ("sigmoid", "tanh"):
            largest = max(numbers["curve"]["slope"])
            np.testing.assert_allclose(numbers["share"], numbers["slope"] / largest, **CLOSE)
            assert numbers["saturated"] == (numbers["share"] < 0.05)
        else:
            assert (numbers["share"], numbers["saturated"]) == (None, False)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"activation": "sigmoid", "z": 5}, "Saturated: the slope is 3 % of the largest"),
        ({"activation": "sigmoid", "z": 0}, "Alive: here the sigmoid is steepest"),
        ({"activation": "step", "z": 2}, "The derivative is 0 everywhere"),
        ({"activation": "step", "z": 0}, "At the jump there is no tangent"),
        ({"activation": "relu", "z": 0}, "The lecture takes the slope 1 here; PyTorch and nnkit take 0"),
        ({"activation": "relu", "z": -1}, "Off: the slope is 0"),
        ({"activation": "leaky_relu", "z": -1}, "multiplied by 0.10"),
        ({"activation": "leaky_relu", "z": -1, "negative_slope": 0}, "this is ReLU"),
        ({"activation": "gelu", "z": -2}, "its slope is negative"),
        ({"activation": "softplus", "z": -4}, "never exactly 0"),
        ({"activation": "linear", "z": 1}, "nothing bends"),
    ],
    ids=lambda value: "-".join(str(v) for v in value.values()) if isinstance(value, dict) else None,
)
def test_the_remark_says_what_the_slope_means(state, said):
    [remark] = asked("remark", [state])
    assert said in remark


@pytest.mark.parametrize(("activation", "tangents"), [("step", 0), ("relu", 0), ("softplus", 1)])
def test_there_is_no_tangent_at_a_jump_or_kink(activation, tangents):
    [svg] = asked("draw", [{"activation": activation, "z": 0}])
    assert svg.count("nn-tangent") == tangents


def test_every_activation_spells_out_its_formulas():
    for svg in asked("draw", [{"activation": name, "z": -0.7} for name in ELEMENTWISE]):
        words = re.sub("<[^>]*>|\u200a|\u200b", "", svg)
        assert words.count("g(z) = ") == 1
        assert words.count("g′(z) = ") == 1
        assert not re.search("NaN|Infinity|undefined|null", svg)
