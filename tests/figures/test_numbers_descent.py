"""The descent figure shows nnkit.descend's numbers; a start has the colour of the minimum it ends in."""

import numpy as np
import pytest

from nnkit.figures import DescentFigure
from nnkit.figures._descent import OPTIMIZERS
from nnkit.figures.evaluate import evaluate
from nnkit.gradcheck import gradcheck
from nnkit.optim import DivergenceError, descend

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
SURFACES = DescentFigure.surface.values
STABLE = {"bowl": 1.8, "ravine": 0.09, "saddle": 0.25, "two": 0.25, "four": 0.25}


def states():
    rng = np.random.default_rng(53)
    for i in range(100):
        surface, optimizer = SURFACES[i % 5], list(OPTIMIZERS)[i // 5 % 3]
        yield {
            "surface": surface,
            "optimizer": optimizer,
            "lr": rng.uniform(0.01, STABLE[surface]),
            "momentum": [0.0, rng.uniform(0, 0.9)][i // 15 % 2],
            "start": rng.uniform(-2.5, 2.5, 2).tolist(),
            "steps": int(rng.integers(0, 80)),
        }


def computed(listed):
    return evaluate([{"part": "descent", "call": "compute", "arguments": [state]} for state in listed])


@pytest.fixture(scope="module")
def shown():
    """List of (figure in Python, numbers that its JavaScript computed)."""
    listed = list(states())
    return [(DescentFigure(**s), numbers) for s, numbers in zip(listed, computed(listed), strict=True)]


def test_the_path_is_that_of_descend(shown):
    for figure, numbers in shown:
        path = figure.path()
        assert numbers["diverged"] is None
        np.testing.assert_allclose(numbers["points"], path.points, **CLOSE)
        np.testing.assert_allclose(numbers["values"], path.values, **CLOSE)
        np.testing.assert_allclose(numbers["gradients"], [figure.grad(w) for w in path.points], **CLOSE)
        steps = np.reshape(numbers["directions"], (-1, 2)) * figure.lr
        np.testing.assert_allclose(steps, -np.diff(path.points, axis=0), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_gradients_are_right(surface):
    figure = DescentFigure(surface=surface)
    for w in np.random.default_rng(0).uniform(-3, 3, (5, 2)):
        assert gradcheck(figure.f, w, figure.grad)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_minima_are_all_and_only_minima(surface):
    figure = DescentFigure(surface=surface, lr=0.05, steps=200, momentum=0.5)
    [numbers] = computed([figure.state()])
    minima = np.array([found["place"] for found in numbers["minima"]])
    for found in numbers["minima"]:
        assert found["value"] == pytest.approx(figure.f(found["place"]))
        np.testing.assert_allclose(figure.grad(found["place"]), 0, atol=1e-9)
    assert sorted(found["value"] for found in numbers["minima"]) == [
        found["value"] for found in numbers["minima"]
    ]
    reached = set()
    for start in np.random.default_rng(1).uniform(-3, 3, (40, 2)):
        figure.start = start
        distances = np.linalg.norm(figure.path().points[-1] - minima, axis=1)
        assert distances.min() < 1e-2
        reached.add(int(distances.argmin()))
    assert len(reached) == len(minima)


@pytest.mark.parametrize(
    ("optimizer", "lr", "momentum"),
    [("sgd", 0.2, 0.4), ("sgd", 0.1, 0.95), ("sgd", 0.8, 0.1), ("rmsprop", 0.05, 0.5), ("adam", 0.01, 0)],
)
def test_a_start_has_the_colour_of_its_end(optimizer, lr, momentum):
    figure = DescentFigure(surface="four", optimizer=optimizer, lr=lr, momentum=momentum, many=True)
    [numbers] = computed([figure.state()])
    side, minima = numbers["side"], np.array([found["place"] for found in numbers["minima"]])
    assert (len(numbers["basins"]), sum(numbers["counts"])) == (side**2, side**2)
    options = {} if optimizer == "adam" else {"momentum": momentum}
    for k in np.random.default_rng(2).choice(side**2, 40, replace=False):
        start = -3 + (np.array([k % side, k // side]) + 0.5) * 6 / side
        try:
            path = descend(figure.f, figure.grad, start, lr, 250, OPTIMIZERS[optimizer], **options)
        except DivergenceError:
            assert numbers["basins"][k] == -2
            continue
        distances = np.linalg.norm(path.points[-1] - minima, axis=1)
        assert numbers["basins"][k] == (distances.argmin() if distances.min() < 0.15 else -1)


def test_it_diverges_where_descend_does():
    figure = DescentFigure(surface="two", lr=2.0, start=(2.5, 2), steps=60)
    [numbers] = computed([figure.state()])
    with pytest.raises(DivergenceError, match=f"at step {numbers['diverged']},"):
        figure.path()
    assert len(numbers["points"]) == numbers["diverged"]
    assert numbers["end"] == -2
