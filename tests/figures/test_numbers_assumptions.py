"""The figure of assumptions fits and counts as nnkit does: 100 random sets, one run of node for all."""

import numpy as np
import pytest

from nnkit.figures import AssumptionsFigure
from nnkit.figures.evaluate import evaluate
from nnkit.gaussian import GaussianClassifier
from nnkit.layers import Activation, Linear, Sequential
from nnkit.neuron import Neuron, logistic_gradient

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
DECAY = 1e-3  # of the logistic neuron's weights, as the part says


def random_points(rng, n):
    target = rng.permutation(np.arange(n) % 2)
    x = rng.normal(0, 1, (n, 2)) @ rng.normal(0, 1, (2, 2)) + np.outer(target, rng.normal(0, 1, 2))
    return np.column_stack([x, target]).tolist()


def random_set(rng, i):
    hidden = Linear(2, 4, rng=rng), Linear(4, 3, rng=rng), Linear(3, 1, rng=rng)
    network = [
        {"weight": (3 * layer.weight.data).tolist(), "bias": layer.bias.data.tolist()} for layer in hidden
    ]
    own = {"train": random_points(rng, 20 + i % 7), "test": random_points(rng, 30), "network": network}
    return {"name": "random", "why": ["", ""], **own}


@pytest.fixture(scope="module")
def shown():
    rng = np.random.default_rng(9)
    states = [
        {"sets": [random_set(rng, i)], "chosen": 0, "shared": bool(i % 2), "shown": "test", "limit": 4.0}
        for i in range(COUNT)
    ]
    results = evaluate([{"part": "assumptions", "call": "compute", "arguments": [s]} for s in states])
    return list(zip(states, [result["models"] for result in results], strict=True))


def columns(points):
    points = np.array(points)
    return points[:, :2], points[:, 2].astype(int)


def check_shares(numbers, predict, own):
    for name in ("train", "test"):
        x, target = columns(own[name])
        assert numbers[name] == (predict(x) == target).mean()


def test_the_gaussians_are_those_of_nnkit(shown):
    for state, (numbers, _, _) in shown:
        [own] = state["sets"]
        model = GaussianClassifier("shared" if state["shared"] else "separate").fit(*columns(own["train"]))
        *A, b, c = model.boundary()
        found = numbers["fit"]
        np.testing.assert_allclose(found["A"], A[0] if A else np.zeros((2, 2)), **CLOSE)
        np.testing.assert_allclose(found["b"], b, **CLOSE)
        np.testing.assert_allclose(found["c"], c, **CLOSE)
        check_shares(numbers, model.predict, own)


def test_the_neuron_is_at_the_minimum_of_nnkits_loss(shown):
    for state, (_, numbers, _) in shown:
        [own] = state["sets"]
        weight, bias = np.array(numbers["fit"]["weight"]), numbers["fit"]["bias"]
        dweight, dbias = logistic_gradient(weight, bias, *columns(own["train"]))
        np.testing.assert_allclose(dweight + DECAY * weight, 0, atol=1e-9)
        np.testing.assert_allclose(dbias, 0, atol=1e-9)
        check_shares(numbers, Neuron(weight, bias).predict, own)


def test_the_network_is_the_one_given(shown):
    for state, (_, _, numbers) in shown:
        [own] = state["sets"]
        first, second, last = (Linear.from_weight(np.array(n["weight"]), n["bias"]) for n in own["network"])
        model = Sequential(first, Activation("tanh"), second, Activation("tanh"), last)
        check_shares(numbers, lambda x, model=model: (model(x)[:, 0] >= 0).astype(int), own)
        assert numbers["size"] == 3 * 4 + 5 * 3 + 4


@pytest.fixture(scope="module")
def lecture():
    """set -> shares right of its test points: Gaussians (one covariance, one each), neuron, network."""
    state = AssumptionsFigure.lecture(np.random.default_rng(8)).state()
    calls = [{**state, "chosen": i, "shared": shared} for i in range(5) for shared in (True, False)]
    results = evaluate([{"part": "assumptions", "call": "compute", "arguments": [call]} for call in calls])
    tests = [[model["test"] for model in result["models"]] for result in results]
    names = [given["name"] for given in state["sets"]]
    return {name: (tests[2 * i][0], *tests[2 * i + 1]) for i, name in enumerate(names)}


# What the sentences say of the shares, in that order.
TRUE = {
    "two clouds": lambda one, each, neuron, network: (
        min(one, each) > 0.9 and abs(one - neuron) < 0.03 and network < one - 0.05
    ),
    "outliers": lambda one, each, neuron, network: one < 0.85 and min(each, neuron, network) > 0.98,
    "XOR": lambda one, each, neuron, network: max(one, neuron) < 0.6 and min(each, network) > 0.94,
    "rings": lambda one, each, neuron, network: max(one, neuron) < 0.6 and 0.8 < each < network - 0.05,
    "moons": lambda one, each, neuron, network: network > max(one, each, neuron) + 0.05,
}


@pytest.mark.parametrize("name", TRUE)
def test_the_sentences_of_the_book_are_true(lecture, name):
    assert TRUE[name](*lecture[name]), lecture[name]
    assert set(lecture) == set(TRUE)


def test_a_singular_covariance_is_no_model():
    line = [[x, 2 * x, x % 2] for x in range(6)]
    own = {
        "name": "",
        "why": ["", ""],
        "train": line,
        "test": line,
        "network": [{"weight": [[1, 1]], "bias": [0]}],
    }
    state = {"sets": [own], "chosen": 0, "shared": True, "shown": "train", "limit": 6}
    calls = [{"part": "assumptions", "call": call, "arguments": [state]} for call in ("compute", "draw")]
    numbers, drawn = evaluate(calls)
    assert numbers["models"][0]["test"] is None
    assert "a covariance is singular" in drawn
