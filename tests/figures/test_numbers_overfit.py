"""The overfitting figure shows numpy's numbers: 100 random states, one run of node for all."""

import numpy as np
import pytest

from nnkit.activations import relu, tanh
from nnkit.figures.evaluate import evaluate
from nnkit.targets import TARGETS

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
SINE = TARGETS["sine"]
LARGEST = 20


def asked(call, given):
    return evaluate([{"part": "overfit", "call": call, "arguments": [state]} for state in given])


def random_state(rng, i):
    return {
        "model": ("relu", "tanh", "polynomial")[i % 3],
        "capacity": int(rng.integers(LARGEST + 1)),
        "n": int(rng.integers(6, 101)),
        "noise": rng.uniform(0, 0.6),
        "decay": (1e-6, 1e-3, 0.1)[i % 4 % 3],
        "seed": int(rng.integers(1_000_001)),
    }


@pytest.fixture(scope="module")
def shown():
    """(state, numbers that the part computed), for each state."""
    rng = np.random.default_rng(54)
    states = [random_state(rng, i) for i in range(COUNT)]
    return list(zip(states, asked("compute", states), strict=True))


def halving(k):
    """1/2, 1/4, 3/4, 1/8 ...: the binary digits of k, mirrored at the point."""
    return sum(int(digit) / 2 ** (i + 1) for i, digit in enumerate(reversed(f"{k:b}")))


def terms(model, x):
    """The design matrix (n, 21), the constant first."""
    u = x / np.pi
    if model == "polynomial":
        return np.polynomial.legendre.legvander(u, LARGEST)
    if model == "relu":
        units = relu(u[:, np.newaxis] - [2 * halving(j) - 1 for j in range(LARGEST)])
    else:
        units = tanh(4 * (u[:, np.newaxis] - [2 * halving(j) - 1 for j in range(1, LARGEST + 1)]))
    return np.column_stack([np.ones(len(u)), units])


def fitted(state, points, size):
    """Least squares with weight decay on all weights but the constant's: the rows below the data's."""
    x, y = np.transpose(points)
    decayed = np.sqrt(state["decay"]) * np.eye(size + 1)[1:]
    matrix = np.vstack([terms(state["model"], x)[:, : size + 1], decayed])
    weights, *_ = np.linalg.lstsq(matrix, np.append(y, np.zeros(size)), rcond=None)
    return lambda x: terms(state["model"], np.asarray(x))[:, : size + 1] @ weights


def error(curve, points):
    x, y = np.transpose(points)
    return np.mean((curve(x) - y) ** 2)


def test_the_errors_of_every_size_agree_with_numpy(shown):
    assert len(shown) >= COUNT
    for state, numbers in shown:
        curves = [fitted(state, numbers["points"], size) for size in range(LARGEST + 1)]
        for name, points in {"train": numbers["points"], "test": numbers["test"]}.items():
            found = [errors[name] for errors in numbers["errors"]]
            np.testing.assert_allclose(found, [error(curve, points) for curve in curves], **CLOSE)


def test_the_chosen_curve_agrees_with_numpy(shown):
    for state, numbers in shown:
        curve = fitted(state, numbers["points"], state["capacity"])
        x = np.linspace(*SINE.interval, len(numbers["fit"]))
        np.testing.assert_allclose(numbers["fit"], curve(x), **CLOSE)
        np.testing.assert_allclose(numbers["train"], error(curve, numbers["points"]), **CLOSE)
        np.testing.assert_allclose(numbers["unseen"], error(curve, numbers["test"]), **CLOSE)


def test_the_best_size_has_the_least_test_error(shown):
    for _, numbers in shown:
        assert numbers["best"] == np.argmin([errors["test"] for errors in numbers["errors"]])


def test_the_sample_is_a_noisy_sine(shown):
    scaled = []
    for state, numbers in shown:
        assert len(numbers["points"]) == state["n"]
        x, y = np.transpose(numbers["test"])
        assert SINE.interval[0] <= x.min()
        assert x.max() <= SINE.interval[1]
        scaled.append((y - SINE.function(x)) / state["noise"])
    residuals = np.concatenate(scaled)
    assert abs(residuals.mean()) < 0.03
    assert abs(residuals.std() - 1) < 0.03


def test_without_noise_the_points_lie_on_the_sine():
    [numbers] = asked("compute", [{**random_state(np.random.default_rng(1), 0), "noise": 0}])
    x, y = np.transpose(numbers["points"])
    np.testing.assert_allclose(y, SINE.function(x), rtol=1e-12)


def test_the_remark_tells_under_from_overfitting():
    under, right, over, through = asked("remark", [{"capacity": k} for k in (0, 6, 14, 20)])
    assert under.startswith("Underfitting")
    assert right.startswith("About right")
    assert over.startswith("Overfitting")
    assert "as many weights as points" not in over
    assert "as many weights as points" in through


def test_what_the_page_says_of_its_first_figure():
    state = {"model": "tanh", "capacity": 14, "n": 16, "noise": 0.3, "decay": 1e-6, "seed": 1}
    [numbers] = asked("compute", [state])
    errors = numbers["errors"]
    assert numbers["best"] == 6
    assert numbers["train"] < 0.005  # "almost 0"
    assert numbers["unseen"] > 2 * errors[6]["test"]  # "more than twice as large as it could be"
    assert errors[0]["train"] > 0.5  # "with 0 units both errors are high"
    assert errors[0]["test"] > 0.5
    changes = [{"n": 100}, {"decay": 1e-3}, {"decay": 0.1}]
    helped = asked("compute", [{**state, **change} for change in changes])
    assert max(answer["unseen"] for answer in helped) < numbers["unseen"] / 2  # more data, or weight decay
    assert helped[0]["best"] == 10  # "from 6 to 10"
    samples = [asked("compute", [{**state, "capacity": k, "seed": n} for n in range(1, 31)]) for k in (6, 14)]
    calm, jumpy = (np.std([numbers["fit"] for numbers in drawn], axis=0).mean() for drawn in samples)
    assert jumpy > 5 * calm  # "the curve jumps about", "it mostly keeps its shape"
    degrees = asked("compute", [{**state, "model": "polynomial", "capacity": k} for k in range(LARGEST + 1)])
    assert max(np.abs(answer["fit"]).max() for answer in degrees[:9]) < 3
    assert min(np.abs(answer["fit"]).max() for answer in degrees[10:18]) > 20  # "from about 10 on"
    assert min(answer["unseen"] for answer in degrees[10:]) > 2 * degrees[0]["unseen"]
    assert len(numbers["test"]) == 200
