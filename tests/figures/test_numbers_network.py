"""The network figure shows nnkit's numbers, forward and backward; what it copies computes the same."""

from itertools import pairwise

import numpy as np
import pytest

from nnkit import IndexedNetwork, lecture_network, losses
from nnkit.activations import ELEMENTWISE, activation
from nnkit.figures import NetworkFigure
from nnkit.figures.evaluate import evaluate

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def random_state(rng, i):
    sizes = rng.integers(1, 5, rng.integers(2, 5))
    weights = [rng.normal(0, 1.5, shape).tolist() for shape in pairwise(sizes)]
    return {
        "weights": weights,
        "x": rng.normal(0, 2, sizes[0]).tolist(),
        "target": rng.integers(0, 2, sizes[-1]).tolist(),
        "activation": ELEMENTWISE[i % len(ELEMENTWISE)],
        "loss": ("sse", "cross_entropy")[i // len(ELEMENTWISE) % 2],
    }


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(7)
    return [random_state(rng, i) for i in range(COUNT)]


@pytest.fixture(scope="module")
def shown(states):
    return evaluate([{"part": "network", "call": "compute", "arguments": [state]} for state in states])


def network(state):
    names = [state["activation"]] * len(state["weights"])
    if state["loss"] == "cross_entropy":
        names[-1] = "sigmoid"
    return IndexedNetwork(state["weights"], activation=names)


def expected_loss(state, net):
    """The loss, its derivative by the outputs and by the last sums."""
    x, y = np.array(state["x"]), np.array(state["target"], float)
    yhat = net(x)
    s = np.array([net.values(x)[f"s_{{{len(net.sizes)},{j}}}"] for j in range(1, net.sizes[-1] + 1)])
    if state["loss"] == "sse":
        by_output = losses.sse_loss_vjp(yhat, y)
        return losses.sse_loss(yhat, y), by_output, by_output * activation(net.activations[-1]).derivative(s)
    by_sum = losses.binary_cross_entropy_with_logits_vjp(s, y, "sum")
    return (
        losses.binary_cross_entropy_with_logits(s, y, "sum"),
        (1 - y) / (1 - yhat) - y / yhat,
        by_sum,
    )


def named(numbers, letter, first):
    layers = enumerate(numbers[letter], first)
    return {f"{letter}_{{{layer},{j}}}": v for layer, units in layers for j, v in enumerate(units, 1)}


def test_forward_agrees_with_the_indexed_network(states, shown):
    for state, numbers in zip(states, shown, strict=True):
        net = network(state)
        values = net.values(np.array(state["x"]))
        got = named(numbers, "z", 1) | named(numbers, "s", 2)
        assert got.keys() == values.keys()
        np.testing.assert_allclose([got[name] for name in values], list(values.values()), **CLOSE)
        np.testing.assert_allclose(numbers["yhat"], net(np.array(state["x"])), **CLOSE)
        assert numbers["count"] == net.parameter_count().total
        assert tuple(numbers["sizes"]) == net.sizes


def test_backward_agrees_with_the_layers(states, shown):
    for state, numbers in zip(states, shown, strict=True):
        net = network(state)
        loss, by_output, by_sum = expected_loss(state, net)
        np.testing.assert_allclose(numbers["loss"], loss, **CLOSE)
        np.testing.assert_allclose(numbers["dz"][-1], by_output, **CLOSE)
        np.testing.assert_allclose(numbers["ds"][-1], by_sum, **CLOSE)
        linears = [layer for layer in net.to_sequential() if hasattr(layer, "weight")]
        gradient = by_sum
        z = [np.array(units, float) for units in numbers["z"]]
        for k in reversed(range(len(linears))):
            linears[k](z[k])
            np.testing.assert_allclose(numbers["ds"][k], gradient, **CLOSE)
            gradient = linears[k].backward(gradient)
            np.testing.assert_allclose(numbers["dw"][k], linears[k].weight.grad.T, **CLOSE)
            np.testing.assert_allclose(numbers["dz"][k], gradient, **CLOSE)
            if k:
                g = activation(net.activations[k - 1])
                np.testing.assert_allclose(
                    numbers["slopes"][k - 1], g.derivative(numbers["s"][k - 1]), **CLOSE
                )
                gradient = gradient * g.derivative(np.array(numbers["s"][k - 1]))


def test_the_figure_starts_as_the_lectures_network():
    figure, net = NetworkFigure(), lecture_network()
    assert figure.weights == [w.tolist() for w in net.weights]


def run(code):
    scope = {}
    exec(code, scope)
    return scope


def plain(values):
    return values.detach().numpy() if hasattr(values, "detach") else values


@pytest.fixture(scope="module")
def copies(states):
    """Every activation with both losses."""
    chosen = range(2 * len(ELEMENTWISE))
    asked = [{"part": "network", "call": "code", "arguments": [states[i]]} for i in chosen]
    return list(zip(chosen, evaluate(asked), strict=True))


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_computes_the_same(copies, shown, language):
    for i, code in copies:
        scope, numbers = run(code[language]), shown[i]
        yhat, loss = (plain(scope[name]) for name in ("yhat", "J"))
        np.testing.assert_allclose(yhat, numbers["yhat"], **CLOSE)
        if abs(numbers["loss"]) < 20:  # beyond, the plain formulas of NumPy and torch lose digits
            np.testing.assert_allclose(loss, numbers["loss"], rtol=1e-6, atol=1e-9)
        if language == "nnkit":
            for gradient, dw in zip(scope["gradients"], numbers["dw"], strict=True):
                np.testing.assert_allclose(gradient, np.transpose(dw), **CLOSE)


def test_copied_torch_has_the_figures_derivatives(copies, states, shown):
    for i, code in copies:
        if states[i]["loss"] == "sse" and states[i]["activation"] != "step":
            gradients = run(code["torch"])["gradients"]
            for gradient, dw in zip(gradients, shown[i]["dw"], strict=True):
                np.testing.assert_allclose(gradient, np.transpose(dw), rtol=1e-6, atol=1e-8)
