"""The figures of regions show nnkit's numbers: 100 random states a part, one run of node for all."""

import numpy as np
import pytest

from nnkit.approximate import logic_gate, union_of_polygons
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


def random_polygons(rng):
    """One or two convex ones: corners at ascending angles on an ellipse, some of them clockwise."""
    polygons = []
    for _ in range(rng.integers(1, 3)):
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))[:: rng.choice([-1, 1])]
        ellipse = np.column_stack([np.cos(angles), np.sin(angles)]) * rng.uniform(0.5, 2, 2)
        polygons.append((ellipse + rng.uniform(-1, 1, 2)).tolist())
    return polygons


@pytest.fixture(scope="module")
def cut():
    """List of (state, numbers, code) of the polygons."""
    rng = np.random.default_rng(8)
    states = [
        {
            "polygons": random_polygons(rng),
            "probe": rng.uniform(-2, 2, 2).tolist(),
            "soft": bool(i % 3 == 0),
            "steepness": float(rng.uniform(1, 40)),
        }
        for i in range(COUNT)
    ]
    calls = [(call, state) for state in states for call in ("compute", "code")]
    results = evaluate([{"part": "polygons", "call": call, "arguments": [state]} for call, state in calls])
    return list(zip(states, results[::2], results[1::2], strict=True))


def test_polygons_are_the_networks_of_nnkit(cut):
    """Layer by layer; soft, the same layers with sides of length 1, times the steepness."""
    for state, numbers, _ in cut:
        layers = list(union_of_polygons([np.array(corners) for corners in state["polygons"]]))
        x = np.array([state["probe"]])
        seen = []
        for k, linear in enumerate(layers[::2]):
            weight, bias = linear.weight.data, linear.bias.data
            if k == 0:
                np.testing.assert_allclose(
                    [s["weight"] for own in numbers["sides"] for s in own],
                    weight / (np.linalg.norm(weight, axis=1, keepdims=True) if state["soft"] else 1),
                    **CLOSE,
                )
            if state["soft"]:
                length = np.linalg.norm(weight, axis=1) if k == 0 else np.ones(len(weight))
                times = state["steepness"] / length
                linear = Linear.from_weight(weight * times[:, np.newaxis], bias * times)
            x = Activation("sigmoid" if state["soft"] else "step")(linear(x))
            seen.append(x[0])
        np.testing.assert_allclose(np.concatenate(numbers["h"]), seen[0], **CLOSE)
        np.testing.assert_allclose(numbers["ands"], seen[1], **CLOSE)
        np.testing.assert_allclose(numbers["yhat"], seen[2][0], **CLOSE)
        assert numbers["units"] == sum(len(values) for values in seen)
        assert all(numbers["convex"])
    assert 10 < sum(numbers["yhat"] > 0.5 for _, numbers, _ in cut) < 90


@pytest.mark.parametrize("language", ["nnkit", "numpy"])
def test_copied_polygons_are_the_same_network(cut, language):
    for state, numbers, code in cut[:4]:
        scope = {}
        exec(code[language], scope)
        found = scope["model"](np.array([state["probe"]]))
        np.testing.assert_allclose(found, [[numbers["yhat"]]], **CLOSE)
