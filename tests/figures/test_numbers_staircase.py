"""The staircase figure's networks, numbers and copied code agree with nnkit on random states."""

import numpy as np
import pytest
import torch

from nnkit.approximate import bump, sigmoid_staircase
from nnkit.figures.evaluate import evaluate
from nnkit.layers import Activation, Linear, Sequential
from nnkit.targets import TARGETS

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def random_state(rng):
    cells = int(rng.integers(2, 9))
    return {
        "steepness": rng.uniform(1, 100),
        "place": rng.uniform(0, 1),
        "ends": np.sort(rng.uniform(0, 1, 2)).tolist(),
        "height": rng.uniform(-1, 1),
        "target": str(rng.choice(list(TARGETS))),
        "parts": str(rng.choice(["bumps", "steps"])),
        "heights": rng.normal(0, 1, cells).tolist(),
    }


@pytest.fixture(scope="module")
def shown():
    """(state, numbers, texts of code) of each state."""
    rng = np.random.default_rng(52)
    states = [random_state(rng) for _ in range(COUNT)]
    requests = [
        {"part": "staircase", "call": call, "arguments": [state]}
        for state in states
        for call in ("compute", "code")
    ]
    results = evaluate(requests)
    return list(zip(states, results[::2], results[1::2], strict=True))


def model(network):
    """nnkit's network of a drawn one: (N,) -> (N,)."""
    place, slope, height = np.array(network["units"]).T
    layers = Sequential(
        Linear.from_weight(slope[:, np.newaxis], -slope * place),
        Activation(network["kind"]),
        Linear.from_weight(height[np.newaxis], np.array([network["bias"]], dtype=float)),
    )
    return lambda x: layers(x[:, np.newaxis])[:, 0]


def row(state, x):
    """The row of bumps, or of steps, by nnkit.approximate and by hand."""
    edges = np.linspace(*TARGETS[state["target"]].interval, len(state["heights"]) + 1)
    steepness, heights = state["steepness"], np.array(state["heights"])
    if state["parts"] == "bumps":
        cells = zip(edges, edges[1:], heights, strict=False)
        return sum(bump(left, right, height, steepness)(x) for left, right, height in cells)
    rises = 1 / (1 + np.exp(-steepness * np.subtract.outer(x, edges[1:-1])))
    return heights[0] + rises @ np.diff(heights)


@pytest.mark.filterwarnings("ignore:overflow encountered in exp")
def test_the_row_and_its_errors_agree_with_nnkit(shown):
    assert {state["parts"] for state, _, _ in shown} == {"bumps", "steps"}
    for state, numbers, _ in shown:
        target = TARGETS[state["target"]]
        x = np.linspace(*target.interval, 1001)
        np.testing.assert_allclose(model(numbers["staircase"])(x), row(state, x), **CLOSE)
        error = np.abs(row(state, x) - target.function(x))
        np.testing.assert_allclose(
            [numbers["largest"], numbers["mean"]], [error.max(), error.mean()], **CLOSE
        )
        at = np.array([numbers["at"]], dtype=float)
        np.testing.assert_allclose(np.abs(row(state, at) - target.function(at)), error.max(), **CLOSE)


def test_step_and_bump_agree_with_nnkit(shown):
    x = np.linspace(0, 1, 101)
    for state, numbers, _ in shown:
        (left, right), steepness = state["ends"], state["steepness"]
        two = bump(left, right, state["height"], steepness)
        np.testing.assert_allclose(model(numbers["bump"])(x), two(x), **CLOSE)
        np.testing.assert_allclose(numbers["middle"], two((left + right) / 2), **CLOSE)
        biases = -steepness * np.array([state["place"], left, right])
        np.testing.assert_allclose(numbers["biases"], biases, **CLOSE)
        one = Sequential(Linear.from_weight([[steepness]], [biases[0]]), Activation("sigmoid"))
        np.testing.assert_allclose(model(numbers["step"])(x), one(x[:, None])[:, 0], **CLOSE)


def test_steep_steps_at_the_targets_heights_are_nnkits_sigmoid_staircase():
    """The sine's interval in 5 cells; nnkit's steepness is 50 / width of a cell."""
    sine = TARGETS["sine"]
    theirs = sigmoid_staircase(sine.function, sine.interval, np.pi / 4.5, sine.lipschitz)
    width = 2 * np.pi / 5
    heights = np.sin(-np.pi + width * (np.arange(5) + 0.5)).tolist()
    state = {**random_state(np.random.default_rng(0)), "target": "sine", "parts": "steps", "heights": heights}
    [numbers] = evaluate(
        [{"part": "staircase", "call": "compute", "arguments": [{**state, "steepness": 50 / width}]}]
    )
    x = np.linspace(*sine.interval, 101)
    np.testing.assert_allclose(model(numbers["staircase"])(x), theirs(x), **CLOSE)
    assert theirs.units == 4


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_is_the_same_network(language, shown, capsys):
    for state, numbers, code in shown[:6]:
        scope = {}
        exec(code[language], scope)
        x = np.linspace(*TARGETS[state["target"]].interval, 31)
        y = scope["network"](torch.tensor(x)).numpy() if language == "torch" else scope["network"](x)
        np.testing.assert_allclose(y, model(numbers["staircase"])(x), **CLOSE)
    assert capsys.readouterr().out
