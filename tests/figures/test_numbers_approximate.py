"""The approximate figure shows nnkit.approximate's numbers, and its copied code builds the same networks."""

import itertools

import numpy as np
import pytest
import torch

from nnkit.approximate import relu_interpolant, sigmoid_staircase, step_staircase
from nnkit.figures._approximation import CONTINUOUS
from nnkit.figures.evaluate import evaluate
from nnkit.targets import TARGETS

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
PLACES = 1001


def random_states(rng):
    states = [
        {
            "target": rng.choice(CONTINUOUS),
            "units": int(100 ** rng.uniform(0, 1)),
            "epsilon": rng.uniform(0.01, 1),
        }
        for _ in range(COUNT)
    ]
    ends = [
        {"target": name, "units": n, "epsilon": 0.1} for name, n in itertools.product(CONTINUOUS, (1, 100))
    ]
    return states + ends


@pytest.fixture(scope="module")
def shown():
    """(state, numbers, texts of code) of each state."""
    states = random_states(np.random.default_rng(51))
    requests = [
        {"part": "approximate", "call": call, "arguments": [s]}
        for s in states
        for call in ("compute", "code")
    ]
    results = evaluate(requests)
    return list(zip(states, results[::2], results[1::2], strict=True))


def networks(target, n):
    """kind -> Approximation with n hidden units."""
    f, (left, right), lipschitz = target.function, target.interval, target.lipschitz
    eps = lipschitz * (right - left) / (2 * n + 1)
    x = np.linspace(left, right, n + 1)
    return {
        "step": step_staircase(f, target.interval, eps, lipschitz),
        "sigmoid": sigmoid_staircase(f, target.interval, eps, lipschitz),
        "relu": relu_interpolant(x, f(x), lipschitz),
    }


def parameters(network):
    """The model of a drawn network: hidden weights and biases, output weights and bias."""
    place, slope, height = np.array(network["units"]).T
    return slope, -slope * place, height, network["bias"]


def test_networks_errors_and_bounds_agree_with_nnkit(shown):
    assert len(shown) >= COUNT
    for state, numbers, _ in shown:
        target = TARGETS[state["target"]]
        x = np.linspace(*target.interval, PLACES)
        for kind, network in networks(target, state["units"]).items():
            told = numbers[kind]
            hidden, _, output = network.model.layers
            expected = (
                hidden.weight.data[:, 0],
                hidden.bias.data,
                output.weight.data[0],
                output.bias.data[0],
            )
            for mine, theirs in zip(parameters(told["network"]), expected, strict=True):
                np.testing.assert_allclose(mine, theirs, **CLOSE)
            error = np.abs(network(x) - target.function(x))
            np.testing.assert_allclose([told["largest"], told["mean"]], [error.max(), error.mean()], **CLOSE)
            at = np.array([told["at"]], dtype=float)
            np.testing.assert_allclose(np.abs(network(at) - target.function(at)), error.max(), **CLOSE)
            np.testing.assert_allclose(told["bound"], network.error_bound, **CLOSE)
            assert told["units"] == network.units


def test_enough_units_are_those_that_nnkit_takes(shown):
    for state, numbers, _ in shown:
        target = TARGETS[state["target"]]
        given = target.function, target.interval, state["epsilon"], target.lipschitz
        assert numbers["step"]["enough"] == step_staircase(*given).units
        assert numbers["sigmoid"]["enough"] == sigmoid_staircase(*given).units
        n = numbers["relu"]["enough"]
        assert networks(target, n)["relu"].error_bound < state["epsilon"]
        assert n == 1 or networks(target, n - 1)["relu"].error_bound >= state["epsilon"] * (1 - 1e-8)


def test_no_straight_line_is_nearer(shown):
    """Chebyshev: a line is best where its error takes its largest size three times with turning signs."""
    for state, numbers, _ in shown:
        target = TARGETS[state["target"]]
        x = np.linspace(*target.interval, PLACES)
        slope, bias1, height, bias2 = parameters(numbers["linear"]["network"])
        error = target.function(x) - ((x * slope + bias1) * height + bias2)
        largest = np.abs(error).max()
        np.testing.assert_allclose(numbers["linear"]["largest"], largest, **CLOSE)
        signs = np.sign(error[np.abs(error) > largest - 1e-9])
        assert (np.diff(signs) != 0).sum() >= 2


@pytest.fixture
def float32_again():
    yield
    torch.set_default_dtype(torch.float32)


def run(text):
    scope = {}
    exec(text, scope)
    return scope


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_builds_the_same_networks(language, shown, float32_again, capsys):
    one_of_each = {state["target"]: (state, numbers, code) for state, numbers, code in shown}
    assert set(one_of_each) == set(CONTINUOUS)
    for state, numbers, code in one_of_each.values():
        scope = run(code[language])
        x = np.linspace(*TARGETS[state["target"]].interval, 101)
        given = torch.tensor(x) if language == "torch" else x
        for kind, network in scope["networks"].items():
            weight1, bias1, weight2, bias2 = parameters(numbers[kind]["network"])
            z = np.multiply.outer(x, weight1) + bias1
            g = {"linear": z, "step": z >= 0, "sigmoid": 1 / (1 + np.exp(-np.clip(z, -700, 700)))}
            a = g.get(kind, np.maximum(z, 0))
            y = network(given)
            np.testing.assert_allclose(y.numpy() if language == "torch" else y, a @ weight2 + bias2, **CLOSE)
        said = dict(line.rsplit(" ", 1) for line in capsys.readouterr().out.splitlines())
        for kind, error in said.items():
            np.testing.assert_allclose(float(error), numbers[kind]["largest"], **CLOSE)
