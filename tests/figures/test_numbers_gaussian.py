"""The Gaussian figure shows nnkit.gaussian's numbers: 100 random states, one run of node for all."""

import numpy as np
import pytest

from nnkit.figures.evaluate import evaluate
from nnkit.gaussian import GaussianClassifier

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def random_state(rng, i):
    state = {f"mean{k}": rng.uniform(-3, 3, 2).tolist() for k in (0, 1)}
    state |= {f"spread{k}": rng.uniform(0.3, 1.8, 2).tolist() for k in (0, 1)}
    state |= {f"angle{k}": float(rng.integers(-180, 180)) for k in (0, 1)}
    # The prior is a share of 20, so that points can have it.
    prior = float(rng.integers(1, 20)) / 20
    return {**state, "shared": bool(i % 2), "prior": prior, "probe": rng.uniform(-4, 4, 2).tolist()}


def cloud(mean, spread, angle):
    """Four points (4, 2) with exactly this mean and, as maximum likelihood sees it, this covariance."""
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    axes = np.array([along, [-along[1], along[0]]]) * np.array(spread)[:, np.newaxis] * np.sqrt(2)
    return np.array(mean) + np.vstack([axes, -axes])


def fitted(state):
    shapes = [0, 0 if state["shared"] else 1]
    clouds = [cloud(state[f"mean{k}"], state[f"spread{s}"], state[f"angle{s}"]) for k, s in enumerate(shapes)]
    ones = round(20 * state["prior"])
    x = np.vstack([np.tile(clouds[0], (20 - ones, 1)), np.tile(clouds[1], (ones, 1))])
    target = np.repeat([0, 1], [4 * (20 - ones), 4 * ones])
    return GaussianClassifier("shared" if state["shared"] else "separate").fit(x, target)


@pytest.fixture(scope="module")
def shown():
    rng = np.random.default_rng(5)
    states = [random_state(rng, i) for i in range(COUNT)]
    results = evaluate([{"part": "gaussian", "call": "compute", "arguments": [state]} for state in states])
    return list(zip(states, results, strict=True))


def test_densities_posterior_and_log_odds(shown):
    for state, numbers in shown:
        model, x = fitted(state), np.array(state["probe"])
        np.testing.assert_allclose(numbers["covariances"], model.covariances, **CLOSE)
        np.testing.assert_allclose(numbers["logDensities"], model.log_density(x), **CLOSE)
        np.testing.assert_allclose(numbers["joint"], np.exp(model.log_density(x)) * model.priors, **CLOSE)
        np.testing.assert_allclose(numbers["posterior"], np.exp(model.log_posterior(x))[1], **CLOSE)
        np.testing.assert_allclose(numbers["z"], model.boundary()(x), **CLOSE)


def test_the_boundary_is_a_line_or_a_quadric(shown):
    for state, numbers in shown:
        expected, found = fitted(state).boundary(), numbers["boundary"]
        A, b, c = (np.zeros((2, 2)), *expected) if state["shared"] else expected
        np.testing.assert_allclose(found["A"], A, **CLOSE)
        np.testing.assert_allclose(found["b"], b, **CLOSE)
        np.testing.assert_allclose(found["c"], c, **CLOSE)
        assert (numbers["conic"] == "line") == state["shared"]


def test_the_conic_is_named_by_its_invariants(shown):
    """By the signs of det A and of the whole form's determinant: the part goes by turned coordinates."""
    seen = set()
    for state, numbers in shown:
        if state["shared"]:
            continue
        A, b, c = fitted(state).boundary()
        whole = np.linalg.det(np.block([[A, b[:, np.newaxis] / 2], [b / 2, np.array(c)]]))
        definite = "ellipse" if whole * np.trace(A) < 0 else "none"
        expected = "hyperbola" if np.linalg.det(A) < 0 else definite
        assert numbers["conic"] == expected, state
        seen.add(expected)
    assert {"hyperbola", "ellipse"} <= seen


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_says_the_same(shown, language):
    x = np.array([[0.3, -1.2], [40.0, 1.0], [-2.0, 3.0]])
    codes = evaluate([{"part": "gaussian", "call": "code", "arguments": [state]} for state, _ in shown[:4]])
    for (state, _), code in zip(shown, codes, strict=False):
        scope = {}
        exec(code[language], scope)
        said = scope["model"](scope["torch"].from_numpy(x) if language == "torch" else x)
        np.testing.assert_allclose(said, np.exp(fitted(state).log_posterior(x))[:, 1], **CLOSE)
