"""The design figure's score and copied code agree with nnkit's; its solutions earn their stars."""

import numpy as np
import pytest
import torch

from nnkit.figures import DesignFigure
from nnkit.figures.evaluate import evaluate
from nnkit.targets import TARGETS

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
KINDS = ("step", "sigmoid", "relu", "linear")
PLACES = 1001


def random_state(rng):
    """Places and heights of two decimals, as handles give them, so that steps fall on measured places too."""
    target = str(rng.choice(list(TARGETS)))
    units = int(rng.integers(1, 25))
    places = rng.uniform(*TARGETS[target].interval, units).round(2)
    slopes, heights = rng.uniform(-4, 4, units), rng.normal(0, 1, units).round(2)
    return {
        "target": target,
        "kind": str(rng.choice(KINDS)),
        "units": np.column_stack([places, slopes, heights]).tolist(),
        "bias": rng.normal(),
    }


def near_state(off):
    """Three steps on the stairs, the middle one too high by off."""
    return {
        "target": "steps",
        "kind": "step",
        "units": [[1, 1, 1 + off], [2, 1, 2 - off], [3, 1, -1]],
        "bias": 0,
    }


def network(state):
    """(N,) -> (N,) by nnkit."""
    model = DesignFigure(**state).model
    return lambda x: model(x[:, np.newaxis])[:, 0]


@pytest.fixture(scope="module")
def shown():
    """(state, numbers, texts of code) of each state."""
    rng = np.random.default_rng(53)
    states = [random_state(rng) for _ in range(COUNT)] + [near_state(off) for off in (0, 0.005, 0.02, 0.08)]
    requests = [
        {"part": "design", "call": call, "arguments": [s]} for s in states for call in ("compute", "code")
    ]
    results = evaluate(requests)
    return list(zip(states, results[::2], results[1::2], strict=True))


def test_errors_and_stars_agree_with_nnkit(shown):
    for state, numbers, _ in shown:
        target = TARGETS[state["target"]]
        x = np.linspace(*target.interval, PLACES)
        missing = target.function(x) - network(state)(x)
        np.testing.assert_allclose(numbers["largest"], np.abs(missing).max(), **CLOSE)
        np.testing.assert_allclose(numbers["mean"], np.abs(missing).mean(), **CLOSE)
        at = np.array([numbers["at"]], dtype=float)
        np.testing.assert_allclose(
            numbers["missing"], target.function(at) - network(state)(at), rtol=1e-9, atol=1e-9
        )
        np.testing.assert_allclose(abs(numbers["missing"]), numbers["largest"], **CLOSE)
        assert numbers["stars"] == sum(np.abs(missing).max() < epsilon for epsilon in (0.1, 0.03, 0.01))
        assert numbers["units"] == len(state["units"])
        hidden = DesignFigure(**state).model.layers[0]
        np.testing.assert_allclose(numbers["biases"], hidden.bias.data, **CLOSE)
    assert {numbers["stars"] for _, numbers, _ in shown} == {0, 1, 2, 3}


def test_no_network_beats_the_floor(shown):
    """Half the largest jump where units do not jump; for linear units the best line's error."""
    jumping = {state["kind"] for state, _, _ in shown if state["target"] == "steps"}
    assert jumping == set(KINDS)
    for state, numbers, _ in shown:
        assert numbers["floor"] <= numbers["largest"] + 1e-12
        if state["target"] == "steps" and state["kind"] in ("sigmoid", "relu"):
            np.testing.assert_allclose(numbers["floor"], 1, **CLOSE)
        elif state["kind"] != "linear":
            assert numbers["floor"] == 0


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_is_the_same_network(language, shown, capsys):
    one_of_each = {(state["kind"], len(state["units"]) > 9): (state, code) for state, _, code in shown}
    assert len(one_of_each) == 2 * len(KINDS)
    for state, code in one_of_each.values():
        scope = {}
        exec(code[language], scope)
        x = np.linspace(*TARGETS[state["target"]].interval, 31)
        y = scope["network"](torch.tensor(x)).numpy() if language == "torch" else scope["network"](x)
        np.testing.assert_allclose(y, network(state)(x), **CLOSE)
    assert capsys.readouterr().out


STARS = {
    "steps": {"step": 3, "sigmoid": 0, "relu": 0, "linear": 0},
    "bump": {"step": 1, "sigmoid": 3, "relu": 3, "linear": 0},
    "sine": {"step": 1, "sigmoid": 3, "relu": 3, "linear": 0},
    "tent": {"step": 1, "sigmoid": 2, "relu": 3, "linear": 0},
    "ramp": {"step": 2, "sigmoid": 3, "relu": 3, "linear": 0},
    "zigzag": {"step": 0, "sigmoid": 2, "relu": 3, "linear": 0},
}


def test_each_solution_earns_its_stars_and_fits_the_figure():
    pairs = [(name, kind) for name in TARGETS for kind in KINDS]
    solutions = evaluate([{"part": "design", "call": "solution", "arguments": pair} for pair in pairs])
    for (name, kind), found in zip(pairs, solutions, strict=True):
        figure = DesignFigure(target=name, **found)
        x = np.linspace(*TARGETS[name].interval, 4001)
        largest = np.abs(TARGETS[name].function(x) - figure.model(x[:, np.newaxis])[:, 0]).max()
        stars = sum(largest < epsilon for epsilon in (0.1, 0.03, 0.01))
        assert (name, kind, stars) == (name, kind, STARS[name][kind])
