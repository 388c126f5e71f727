"""The collapse figure shows nnkit's numbers: the layers, their product, and both functions."""

from itertools import pairwise

import numpy as np
import pytest

from nnkit import IndexedNetwork
from nnkit.activations import ELEMENTWISE
from nnkit.figures.evaluate import evaluate

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def random_state(rng, i):
    depth = int(rng.integers(2, 4))
    sizes = rng.integers(1, 4, 4)
    shapes = [(after, before) for before, after in pairwise(sizes)]
    return {
        "weights": [rng.normal(0, 1.5, shape).tolist() for shape in shapes],
        "biases": [rng.normal(0, 1, out).tolist() for out, _ in shapes],
        "x": rng.normal(0, 2, sizes[0]).tolist(),
        "activation": ELEMENTWISE[i % len(ELEMENTWISE)],
        "depth": depth,
        "chosen": "x1",
        "cell": f"P{depth}-1-1",
    }


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(3)
    return [random_state(rng, i) for i in range(COUNT)]


@pytest.fixture(scope="module")
def shown(states):
    return evaluate([{"part": "collapse", "call": "compute", "arguments": [state]} for state in states])


def network(state, depth, activation):
    names = [activation] * (depth - 1) + ["linear"]
    weights = [np.transpose(weight) for weight in state["weights"][:depth]]
    return IndexedNetwork(weights, [np.array(bias) for bias in state["biases"][:depth]], names)


def test_the_products_are_nnkits_collapse(states, shown):
    for state, numbers in zip(states, shown, strict=True):
        assert len(numbers["products"]) == state["depth"] - 1
        for depth, product in enumerate(numbers["products"], 2):
            one = network(state, depth, "linear").collapse()
            np.testing.assert_allclose(product["weight"], one.weights[0].T, **CLOSE)
            np.testing.assert_allclose(product["bias"], one.biases[0], **CLOSE)


def test_both_routes_and_curves_are_nnkits(states, shown):
    for state, numbers in zip(states, shown, strict=True):
        layers = network(state, state["depth"], state["activation"])
        one = network(state, state["depth"], "linear").collapse()
        values = layers.values(np.array(state["x"]))
        for k, (z, a) in enumerate(zip(numbers["z"], [*numbers["a"], numbers["yhat"]], strict=True), 2):
            units = range(1, len(z) + 1)
            np.testing.assert_allclose(z, [values[f"s_{{{k},{j}}}"] for j in units], **CLOSE)
            np.testing.assert_allclose(a, [values[f"z_{{{k},{j}}}"] for j in units], **CLOSE)
        np.testing.assert_allclose(numbers["one"], one(np.array(state["x"])), **CLOSE)
        difference = np.abs(np.subtract(numbers["yhat"], numbers["one"])).max()
        np.testing.assert_allclose(numbers["difference"], difference, **CLOSE)
        inputs = np.tile(state["x"], (len(numbers["curve"]["x"]), 1))
        inputs[:, 0] = numbers["curve"]["x"]
        np.testing.assert_allclose(numbers["curve"]["layers"], layers(inputs)[:, 0], **CLOSE)
        np.testing.assert_allclose(numbers["curve"]["one"], one(inputs)[:, 0], **CLOSE)


def test_linear_layers_are_one_layer(states, shown):
    linear = [
        numbers for state, numbers in zip(states, shown, strict=True) if state["activation"] == "linear"
    ]
    assert len(linear) > 5
    assert max(numbers["difference"] for numbers in linear) < 1e-9


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_computes_the_same(states, shown, language):
    asked = [{"part": "collapse", "call": "code", "arguments": [s]} for s in states[: len(ELEMENTWISE)]]
    for code, numbers in zip(evaluate(asked), shown, strict=False):
        scope = {}
        exec(code[language], scope)
        found = [scope[name] for name in ("yhat", "one")]
        found = [v.detach().numpy() if language == "torch" else v for v in found]
        np.testing.assert_allclose(found[0], numbers["yhat"], **CLOSE)
        np.testing.assert_allclose(found[1], numbers["one"], **CLOSE)
