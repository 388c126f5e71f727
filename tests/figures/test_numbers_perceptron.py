"""The perceptron figure shows nnkit's numbers: 100 random states, one run of node for all."""

import numpy as np
import pytest

from nnkit.figures.evaluate import evaluate
from nnkit.neuron import Neuron, fit_perceptron, perceptron_update

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def random_state(rng):
    n = int(rng.integers(2, 14))
    x, target = rng.integers(-4, 5, (n, 2)) / 2, rng.integers(0, 2, n)
    return {
        "points": np.column_stack([x, target]).tolist(),
        "weight": rng.normal(0, 1, 2).tolist(),
        "bias": float(rng.normal()),
        "rate": float(rng.uniform(0.1, 2)),
        "looks": int(rng.integers(0, 40)),
    }


@pytest.fixture(scope="module")
def shown():
    rng = np.random.default_rng(6)
    states = [random_state(rng) for _ in range(COUNT)]
    results = evaluate([{"part": "perceptron", "call": "compute", "arguments": [state]} for state in states])
    return list(zip(states, results, strict=True))


def columns(state):
    points = np.array(state["points"])
    return points[:, :2], points[:, 2].astype(int)


def test_every_look_is_the_rule(shown):
    for state, numbers in shown:
        x, target = columns(state)
        path = [(np.array(state["weight"]), state["bias"])]
        for look in range(state["looks"]):
            i = look % len(x)
            path.append(perceptron_update(*path[-1], x[i], target[i], state["rate"]))
        np.testing.assert_allclose(numbers["after"], np.append(*path[-1]), **CLOSE)
        np.testing.assert_allclose(numbers["before"], np.append(*path[max(0, len(path) - 2)]), **CLOSE)
        assert numbers["point"] == ((state["looks"] - 1) % len(x) if state["looks"] else -1)
        if state["looks"]:
            before = Neuron(*path[-2], "step")
            np.testing.assert_allclose(numbers["z"], before.z(x[numbers["point"]]), **CLOSE)
            assert numbers["yhat"] == before.predict(x[numbers["point"]])


def test_updates_and_mistakes_are_those_of_the_fit(shown):
    for state, numbers in shown:
        x, target = columns(state)
        run = fit_perceptron(
            x, target, epochs=30, lr=state["rate"], weight=np.array(state["weight"]), bias=state["bias"]
        )
        updates = numbers["updates"]
        assert numbers["counts"] == run.mistakes[: updates + 1].tolist()
        np.testing.assert_allclose(numbers["after"][:2], run.weights[updates], **CLOSE)
        assert numbers["mistakes"] == (run.neuron(updates).predict(x) != target).sum()


def ends(x, target, epochs=1000):
    """Does the rule end? On a coarse lattice no gap is so narrow that it needs more rounds."""
    points = [(*row, 1.0) for row in (2 * x).tolist()]
    w = [0.0, 0.0, 0.0]
    for _ in range(epochs):
        wrong = 0
        for point, y in zip(points, target.tolist(), strict=True):
            error = y - (w[0] * point[0] + w[1] * point[1] + w[2] >= 0)
            w = [a + error * b for a, b in zip(w, point, strict=True)]
            wrong += abs(error)
        if not wrong:
            return True
    return False


def test_labels_are_called_separable_if_and_only_if_the_rule_ends(shown):
    verdicts = []
    for state, numbers in shown[:40]:
        assert numbers["separable"] == ends(*columns(state)), state
        verdicts.append(numbers["separable"])
    assert 8 < sum(verdicts) < 32


def test_copied_code_is_the_neuron_after_the_last_look(shown):
    states = [state for state, _ in shown[:4]]
    codes = evaluate([{"part": "perceptron", "call": "code", "arguments": [state]} for state in states])
    for (state, numbers), code in zip(shown, codes, strict=False):
        scope, (x, _) = {}, columns(state)
        exec(code["nnkit"], scope)
        neuron = Neuron(np.array(numbers["after"][:2]), numbers["after"][2], "step")
        np.testing.assert_array_equal(scope["model"](x)[:, 0], neuron.predict(x))
