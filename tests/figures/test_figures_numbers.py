"""The figures' JavaScript shows nnkit's numbers: 200 random states a part, one run of node for all."""

import itertools
import re

import numpy as np
import pytest

from nnkit.figures.evaluate import evaluate
from nnkit.losses import binary_cross_entropy_with_logits, mse_loss, perceptron_loss
from nnkit.neuron import Neuron

COUNT = 200
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
NAMES = ("sigmoid", "step", "relu", "linear")

# Beside the random ones: w = 0, a vertical line, points on the boundary, logits where exp overflows, no bias.
SPECIAL = [
    {"weight": [0.0, 0.0], "bias": -0.5},
    {"weight": [2.0, 0.0], "bias": 1.0},
    {"weight": [1.0, 1.0], "bias": 0.0, "points": [[1.0, -1.0, 0], [0.5, -0.5, 1]]},
    {"weight": [1000.0, -1000.0], "bias": 0.0},
    {"weight": [0.0, 3.0], "bias": -3.0},
]


def random_points(rng):
    x = rng.uniform(-3, 3, (rng.integers(1, 20), 2))
    return np.column_stack([x, rng.integers(0, 2, len(x))]).tolist()


def neuron_states(rng):
    states = [
        {"weight": rng.normal(0, 2, 2).tolist(), "bias": rng.normal(), "points": random_points(rng)}
        for _ in range(COUNT)
    ]
    states += [{"points": random_points(rng), **special} for special in SPECIAL]
    return [{**state, "activation": NAMES[i % 4]} for i, state in enumerate(states)] + [
        {**state, "activation": name} for state in states[-len(SPECIAL) :] for name in NAMES
    ]


def curve_states(rng):
    for _ in range(COUNT):
        x = np.sort(rng.normal(0, 3, rng.integers(2, 30)))
        y = rng.normal(0, 2, (2, len(x))).tolist()
        curves = [{"name": "slope", "y": y[0]}, {"name": "stair", "y": y[1], "step": True}]
        yield {"x": x.tolist(), "curves": curves, "at": rng.choice([rng.uniform(-8, 8), x[0], x[-1], x[1]])}


@pytest.fixture(scope="module")
def shown():
    """part -> list of (state, numbers that the part computed)."""
    rng = np.random.default_rng(20)
    neurons = neuron_states(rng)
    planes = [{"lines": [a, b], "points": b["points"]} for a, b in itertools.pairwise(neurons)]
    states = {"neuron": neurons, "plane": planes, "curve": list(curve_states(rng))}
    requests = [(part, state) for part, listed in states.items() for state in listed]
    results = iter(evaluate([{"part": part, "call": "compute", "arguments": [s]} for part, s in requests]))
    return {part: [(state, next(results)) for state in listed] for part, listed in states.items()}


def columns(points):
    points = np.array(points)
    return points[:, :2], points[:, 2].astype(int)


def expected_loss(neuron, x, target):
    if neuron.activation == "sigmoid":
        return binary_cross_entropy_with_logits(neuron.z(x), target)
    if neuron.activation == "step":
        return perceptron_loss(neuron.z(x), target)
    return mse_loss(neuron(x), target.astype(float))


def check_boundary(numbers, neuron):
    if not neuron.weight.any():
        assert numbers is None
        return
    line = neuron.boundary()
    np.testing.assert_allclose(numbers["direction"], line.direction, **CLOSE)
    np.testing.assert_allclose(numbers["distance"], line.distance, **CLOSE)
    if np.isinf(line.slope):
        assert (numbers["slope"], numbers["intercept"]) == (None, None)
    else:
        np.testing.assert_allclose(
            [numbers["slope"], numbers["intercept"]], [line.slope, line.intercept], **CLOSE
        )


def check_distances(numbers, neuron, x):
    if neuron.weight.any():
        np.testing.assert_allclose(numbers, neuron.distance(x), **CLOSE)
    else:
        assert numbers == [None] * len(x)


def test_neuron_numbers_agree_with_nnkit(shown):
    assert len(shown["neuron"]) >= COUNT
    for state, numbers in shown["neuron"]:
        x, target = columns(state["points"])
        neuron = Neuron(state["weight"], state["bias"], state["activation"])
        np.testing.assert_allclose(numbers["z"], neuron.z(x), **CLOSE)
        np.testing.assert_allclose(numbers["yhat"], neuron(x), **CLOSE)
        np.testing.assert_array_equal(numbers["predicted"], neuron.predict(x))
        np.testing.assert_array_equal(numbers["wrong"], neuron.predict(x) != target)
        assert numbers["mistakes"] == np.sum(neuron.predict(x) != target)
        np.testing.assert_allclose(numbers["loss"], expected_loss(neuron, x, target), **CLOSE)
        check_distances(numbers["distances"], neuron, x)
        check_boundary(numbers["boundary"], neuron)


def test_plane_numbers_agree_with_nnkit(shown):
    assert len(shown["plane"]) >= COUNT
    for state, numbers in shown["plane"]:
        x, target = columns(state["points"])
        for given, line in zip(state["lines"], numbers["lines"], strict=True):
            neuron = Neuron(given["weight"], given["bias"])
            check_boundary(line["boundary"], neuron)
            check_distances(line["distances"], neuron, x)
            assert line["mistakes"] == np.sum(neuron.predict(x) != target)


def test_curve_numbers_agree_with_numpy(shown):
    assert len(shown["curve"]) >= COUNT
    for state, numbers in shown["curve"]:
        slope, stair = (np.array(curve["y"]) for curve in state["curves"])
        held = np.searchsorted(state["x"], state["at"], side="right") - 1  # the last place not beyond `at`
        read = [np.interp(state["at"], state["x"], slope), stair[max(held, 0)]]
        np.testing.assert_allclose(numbers["values"], read, **CLOSE)


def drawn(part, state):
    [svg] = evaluate([{"part": part, "call": "draw", "arguments": [state]}])
    return svg


def words(svg):
    """The text of a drawing, without thin and zero-width spaces."""
    return re.sub("<[^>]*>|\u200a|\u200b", "", svg)


def staircase(y):
    curves = [{"name": "mistakes", "y": y, "step": True}, {"name": "entropy", "y": [4, 2, 1]}]
    return drawn("curve", {"x": [0, 1, 2], "at": 0.8, "curves": curves})


def test_a_staircase_is_level_and_upright():
    stairs, slope = re.findall(r'<path class="nn-line[^"]*" d="([^"]*)"', staircase([4, 3, 1]))
    corners = [tuple(map(float, corner.split())) for corner in re.split("[ML]", stairs)[1:]]
    assert len(corners) == 5
    assert all(len({*pair}) == 2 for pair in itertools.pairwise(corners))
    assert all(x0 == x1 or y0 == y1 for (x0, y0), (x1, y1) in itertools.pairwise(corners))
    assert slope.count("L") == 2


def test_a_gap_ends_a_stair():
    (stairs, _) = re.findall(r'<path class="nn-line[^"]*" d="([^"]*)"', staircase([4, None, 1]))
    assert re.sub("[^ML]", "", stairs) == "MLM"


def test_a_count_is_read_without_decimals():
    assert "mistakes: 4entropy: 2.400" in words(staircase([4, 3, 1]))
    assert "mistakes 4, entropy 2.40." in staircase([4, 3, 1])  # spoken
    assert "mistakes: 4.000" in words(staircase([4, 3.5, 1]))


ONE_POINT = {"weight": [3, 4], "bias": -2, "points": [[-1, -2, 0]]}


def test_the_neuron_says_what_its_marks_mean():
    text = words(drawn("neuron", ONE_POINT))
    assert "w/‖w‖" in text
    assert "weight above 0" in text
    assert "below 0" in text


@pytest.mark.parametrize(
    ("activation", "formula", "misclassified"),
    [
        ("sigmoid", "ŷ = g(z) = σ(−13.00) = 0.00", "misclassified"),
        ("step", "ŷ = g(z) = step(−13.00) = 0.00", "misclassified"),
        ("relu", "ŷ = g(z) = ReLU(−13.00) = 0.00", "misclassified (1 if z ≥ 0)"),
        ("linear", "ŷ = g(z) = z = −13.00", "misclassified (1 if z ≥ 0)"),
    ],
)
def test_the_neuron_spells_out_its_activation(activation, formula, misclassified):
    svg = drawn("neuron", {**ONE_POINT, "activation": activation})
    assert formula in words(svg)
    [mistakes] = re.findall(r'<g class="nn-readout nn-mistakes">.*?</g>', svg)
    assert words(mistakes) == f"0 of 1{misclassified}"


@pytest.mark.parametrize("part", ["neuron", "plane", "curve"])
def test_a_part_draws_its_default_state(part):
    [svg] = evaluate([{"part": part, "call": "draw", "arguments": [{}]}])
    assert svg.startswith("<svg")
    assert not re.search("NaN|Infinity|undefined|null", svg)


def test_a_line_that_is_not_finite_is_named_but_not_drawn():
    line = {"name": "yours", "role": "yours", "weight": [None, 1], "bias": 0, "normal": True}
    [svg] = evaluate([{"part": "plane", "call": "draw", "arguments": [{"lines": [line]}]}])
    assert svg.count("nn-role-yours") == 1  # in the key
    assert ">yours<" in svg


def test_an_error_in_a_part_is_reported():
    with pytest.raises(RuntimeError, match="could not run a figure part"):
        evaluate([{"part": "neuron", "call": "compute", "arguments": [{}]}])
