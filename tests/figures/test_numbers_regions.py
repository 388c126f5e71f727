"""The figures of regions show nnkit's numbers: 100 random states a part, one run of node for all."""

import numpy as np
import pytest

from nnkit.approximate import logic_gate
from nnkit.data import LOGIC, logic
from nnkit.figures.evaluate import evaluate
from nnkit.layers import Activation, Linear, Sequential

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
OUTPUT_BIAS = {"and": -1.5, "or": -0.5}
CORNERS, _ = logic("xor")


def random_state(rng, i):
    return {
        "target": list(LOGIC)[i % 5],
        "weight": rng.normal(0, 1.5, (2, 2)).tolist(),
        "anchor": rng.uniform(-0.5, 1.5, (2, 2)).tolist(),
        "output": ("and", "or")[i % 2],
        "soft": bool(i % 3 == 0),
        "steepness": float(rng.uniform(1, 30)),
    }


def model(state):
    """The same network made of nnkit's layers."""
    weight, anchor = np.array(state["weight"]), np.array(state["anchor"])
    times, name = (state["steepness"], "sigmoid") if state["soft"] else (1.0, "step")
    hidden = Linear.from_weight(times * weight, -times * (weight * anchor).sum(axis=1))
    output = Linear.from_weight(times * np.ones((1, 2)), [times * OUTPUT_BIAS[state["output"]]])
    return Sequential(hidden, Activation(name), output, Activation(name))


@pytest.fixture(scope="module")
def shown():
    """List of (state, numbers, code), the last one XOR as the figure starts."""
    rng = np.random.default_rng(7)
    states = [random_state(rng, i) for i in range(COUNT)]
    [defaults] = evaluate([{"part": "regions", "call": "defaults", "arguments": []}])
    states.append({name: defaults[name] for name in states[0]})
    calls = [("compute", state) for state in states] + [("code", state) for state in states[-3:]]
    results = evaluate([{"part": "regions", "call": call, "arguments": [state]} for call, state in calls])
    return list(zip(states, results[:-3], [None] * (COUNT - 2) + results[-3:], strict=True))


def test_every_row_of_the_truth_table(shown):
    for state, numbers, _ in shown:
        network = model(state)
        rows = numbers["rows"]
        target = LOGIC[state["target"]]
        hidden = Sequential(*list(network)[:2])(CORNERS)
        output = network(CORNERS)[:, 0]
        np.testing.assert_allclose([row["x"] for row in rows], CORNERS)
        np.testing.assert_allclose([row["h"] for row in rows], hidden, **CLOSE)
        np.testing.assert_allclose([row["yhat"] for row in rows], output, **CLOSE)
        assert [row["y"] for row in rows] == target
        assert numbers["right"] == ((output >= 0.5) == np.array(target)).sum()


def test_the_figure_starts_with_the_gate_of_nnkit(shown):
    _, numbers, _ = shown[-1]
    gate = logic_gate("xor")
    np.testing.assert_array_equal([row["yhat"] for row in numbers["rows"]], gate(CORNERS)[:, 0])
    assert numbers["right"] == 4


@pytest.mark.parametrize("language", ["nnkit", "numpy"])
def test_copied_code_is_the_same_network(shown, language):
    for _, numbers, code in shown[-3:]:
        scope = {}
        exec(code[language], scope)
        found = scope["model"](CORNERS)[:, 0]
        np.testing.assert_allclose(found, [row["yhat"] for row in numbers["rows"]], **CLOSE)
