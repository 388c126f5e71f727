"""`explore`: one call of the student's function per move; whatever that does, the figure says it in words."""

import contextlib
from types import SimpleNamespace

import numpy as np
import pytest

from nnkit.figures import CurveFigure, PlaneFigure, explore

X = np.linspace(-1, 1, 5)


class Grid:
    """A fake of verdict's grid: y = weight x + bias."""

    def __init__(self):
        self.sliders = {"weight": [-1.0, 0.0, 2.0], "bias": [0.0, 1.0]}
        self.starts = {"weight": 0.0, "bias": 1.0}

    def arguments(self, weight, bias):
        return X, weight, bias

    def truth(self, weight, bias):
        return weight * X + bias


class RoomyGrid(Grid):
    def within(self, weight, bias):
        return 0.1 * bias


COMPARE = CurveFigure.compare(x=X, xlabel="x1", ylabel="z")


def right(x, weight, bias):
    return weight * x + bias


def parts(box):
    *sliders, figure = box.children
    return {slider.description: slider for slider in sliders}, figure


def shown(function):
    """The figure after one move."""
    sliders, figure = parts(explore(function, Grid(), COMPARE))
    sliders["weight"].value = 2.0
    return figure


def test_sliders_run_over_the_grid():
    sliders, _ = parts(explore(right, Grid(), COMPARE))
    assert sliders["weight"].options == (("−1", -1.0), ("0", 0.0), ("2", 2.0))
    assert {slider.style.description_width for slider in sliders.values()} == {"7ch"}
    assert sliders["weight"].value == 0.0


def test_one_call_of_the_function_per_move():
    calls = []

    def counted(x, weight, bias):
        calls.append((weight, bias))
        return right(x, weight, bias)

    sliders, _ = parts(explore(counted, Grid(), COMPARE))
    assert calls == [(0.0, 1.0)]
    sliders["weight"].value = 2.0
    sliders["bias"].value = 0.0
    assert calls == [(0.0, 1.0), (2.0, 1.0), (2.0, 0.0)]


@pytest.mark.parametrize(("bias", "tone"), [(1.0, "agree"), (0.0, "differ")])
def test_what_lies_within_the_room_agrees(bias, tone):
    sliders, figure = parts(explore(lambda *args: right(*args) + 0.09, RoomyGrid(), COMPARE))
    sliders["bias"].value = bias
    assert figure.tone == tone
    assert ("nowhere is it off by more than 0.1" in figure.status) == (tone == "agree")


def mended(x, weight, bias):
    return None


def test_a_function_that_was_mended_meanwhile_is_the_one_that_runs(monkeypatch):
    sliders, figure = parts(explore(mended, Grid(), COMPARE))
    assert "mended returned None" in figure.status
    monkeypatch.setitem(globals(), "mended", right)
    sliders["weight"].value = 2.0
    assert figure.tone == "agree"


def test_a_call_that_does_not_end_is_said():
    @contextlib.contextmanager
    def patience():
        yield
        raise TimeoutError

    grid = Grid()
    grid.patience = patience
    _, figure = parts(explore(right, grid, COMPARE))
    assert "right does not come to an end" in figure.status


def test_yours_is_drawn_over_the_truth_and_they_agree():
    figure = shown(right)
    assert [curve["name"] for curve in figure.curves] == ["truth", "yours"]
    np.testing.assert_allclose(figure.curves[1]["y"], 2 * X + 1)
    assert (figure.status, figure.tone) == ("Yours and the truth agree here.", "agree")


def test_a_difference_is_said_with_its_place_and_both_values():
    figure = shown(lambda x, weight, bias: weight * x)
    assert figure.tone == "differ"
    assert "differ, most at [0]: yours −2, truth −1" in figure.status
    np.testing.assert_allclose(figure.curves[1]["y"], 2 * X)


def test_single_precision_is_no_difference():
    rounding = 2.0**-23
    assert shown(lambda *args: right(*args) * (1 + rounding)).tone == "agree"


def test_a_small_difference_is_a_difference():
    assert shown(lambda *args: right(*args) + 1e-3).tone == "differ"


def not_done(x, weight, bias):
    raise NotImplementedError


def fails(x, weight, bias):
    raise KeyError("w")


GARBAGE = {
    "not done": (not_done, "not_done is not done yet", ""),
    "exception": (fails, "fails raised KeyError: 'w'", "wrong"),
    "None": (lambda *args: None, "returned None: does it end with return?", "wrong"),
    "shape": (lambda x, *args: x[:, None], "shape (5, 1); the right answer has shape (5,)", "wrong"),
    "scalar": (lambda *args: 1.0, "shape (); the right answer has shape (5,)", "wrong"),
    "nan": (lambda x, *args: x * np.nan, "returned nan", "wrong"),
    "text": (lambda *args: "abc", "returned abc, which is not made of real numbers", "wrong"),
    "complex": (lambda x, *args: x * 1j, "not made of real numbers", "wrong"),
    "ragged": (lambda *args: [[1, 2], [3]], "not made of real numbers", "wrong"),
    "a long text": (lambda *args: "x" * 9999, "…", "wrong"),
}


@pytest.mark.parametrize(("function", "words", "tone"), GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_named_and_only_the_truth_drawn(function, words, tone):
    figure = shown(function)
    assert words in figure.status
    assert len(figure.status) < 250
    assert figure.tone == tone
    assert [curve["name"] for curve in figure.curves] == ["truth"]


def test_infinities_differ_and_do_not_crash():
    figure = shown(lambda x, *args: np.where(x > 0, np.inf, -np.inf))
    assert figure.tone == "differ"
    assert figure.curves[1]["y"] == [None] * 5


def test_equal_infinities_are_no_difference():
    yours, truth = np.array([np.inf, 1.0, 5.0]), np.array([np.inf, 1.0, 2.0])
    grid = SimpleNamespace(
        sliders={"k": [0, 1]}, starts={"k": 0}, arguments=lambda k: (), truth=lambda k: truth
    )
    _, figure = parts(explore(lambda: yours, grid, CurveFigure.compare(x=[0, 1, 2])))
    assert "yours 5, truth 2" in figure.status


def test_garbage_once_is_forgotten_at_the_next_move():
    def sometimes(x, weight, bias):
        return None if weight == 2.0 else right(x, weight, bias)

    sliders, figure = parts(explore(sometimes, Grid(), COMPARE))
    sliders["weight"].value = 2.0
    assert figure.tone == "wrong"
    sliders["weight"].value = -1.0
    assert figure.tone == "agree"


def test_arguments_changed_in_place_do_not_reach_the_truth():
    def spoils(x, weight, bias):
        x *= 0
        return x

    shown(spoils)
    np.testing.assert_allclose(X, np.linspace(-1, 1, 5))


class UpdateGrid:
    """A fake grid whose truth is a pair (weight, bias)."""

    def __init__(self):
        self.sliders, self.starts = {"bias": [0.0, 1.0]}, {"bias": 1.0}

    def arguments(self, bias):
        return np.array([1.0, -1.0]), bias

    def truth(self, bias):
        return np.array([2.0, 1.0]), bias + 1


PLANE = PlaneFigure.compare(
    line=lambda output, weight, bias: (*output[0], output[1]),
    before=lambda weight, bias: (*weight, bias),
    points=lambda weight, bias: [[1, 2, 1]],
)


def test_lines_are_compared_in_the_plane():
    _, figure = parts(explore(lambda weight, bias: (weight, bias), UpdateGrid(), PLANE))
    assert [(line["name"], line["weight"], line["bias"]) for line in figure.lines] == [
        ("before", [1.0, -1.0], 1.0),
        ("truth", [2.0, 1.0], 2.0),
        ("yours", [1.0, -1.0], 1.0),
    ]
    assert [line["normal"] for line in figure.lines] == [False, True, True]
    assert figure.points == [[1.0, 2.0, 1]]
    assert figure.tone == "differ"


UNSEEN = {
    "all weights 0": ((np.zeros(2), 1.0), "Your line is not to be seen: all weights are 0."),
    "far away": (
        (np.array([1.0, 1.0]), 9.0),
        "Your line is not to be seen: it lies outside the picture.",
    ),
    "nan in it": ((np.array([np.nan, 1.0]), 1.0), "returned nan"),
    "seen": ((np.array([1.0, 1.0]), 1.0), "most in"),
}


@pytest.mark.parametrize(("output", "words"), UNSEEN.values(), ids=UNSEEN)
def test_a_line_that_is_not_to_be_seen_is_told(output, words):
    _, figure = parts(explore(lambda weight, bias: output, UpdateGrid(), PLANE))
    assert words in figure.status
    assert figure.status.count("not to be seen") == words.count("not to be seen")


def test_an_empty_picture_is_told_in_one_sentence():
    grid = UpdateGrid()
    grid.truth = lambda bias: (np.zeros(2), bias)
    _, figure = parts(explore(lambda weight, bias: (np.zeros(2), bias), grid, PLANE))
    assert figure.status == ("Yours and the truth agree here. No line is to be seen: all weights are 0.")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (np.zeros(3), "must return 2 values"),
        ((np.zeros(2),), "must return 2 values"),
        ((None, 1.0), "(the first of 2 values) returned None"),
        ((np.zeros(3), 1.0), "(the first of 2 values) returned shape (3,)"),
    ],
    ids=["array", "one value", "None inside", "shape inside"],
)
def test_a_tuple_of_another_form_is_named(output, words):
    _, figure = parts(explore(lambda weight, bias: output, UpdateGrid(), PLANE))
    assert words in figure.status
    assert [line["name"] for line in figure.lines] == ["before", "truth"]


def test_a_pair_may_come_as_an_array_and_its_difference_is_placed():
    grid = UpdateGrid()
    grid.truth = lambda bias: (bias - 1.0, 2.0)
    line = PlaneFigure.compare(line=lambda found, *args: (found[0], -1, found[1]))
    _, figure = parts(explore(lambda weight, bias: np.array([-0.0, 3.0]), grid, line))
    assert figure.status == "Yours and the truth differ, most in the second of 2 values: yours 3, truth 2."
    _, figure = parts(explore(lambda weight, bias: (weight, bias + 1), UpdateGrid(), PLANE))
    assert "most in the first of 2 values, at [1]: yours −1, truth 1" in figure.status
