"""What `explore` draws of wrong and right results: arrays, curves, and what lies in the plane."""

import itertools
import re
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from traitlets import TraitError

from nnkit.figures import ArrayFigure, CurveFigure, PlaneFigure, explore
from nnkit.figures.evaluate import evaluate

X = np.linspace(-1, 1, 5)
PLACES = PlaneFigure.grid(5)
ROWS = np.array([[0.0, 1.0], [2.0, -1.0], [0.5, 0.5]])
# name -> (comparison, the right output); every function has one argument, z = 0.5
KINDS = {
    "array": (ArrayFigure.compare(name="a", given=lambda z: {"z": z}), ROWS),
    "bars": (ArrayFigure.compare(bars=True, columns=list("abcde")), X),
    "curve": (CurveFigure.compare(X, given=lambda z: {"g": X}, band=lambda z: {"± ε": (X - z, X + z)}), X**2),
    "stairs": (CurveFigure.compare(X, step=True, points=lambda z: {"data": ROWS}), X**3),
    "tangent": (CurveFigure.compare(X, tangent=lambda slope, z: (z, z * z, slope)), np.array(1.0)),
    "knots": (CurveFigure.compare(X, knots=lambda rows, z: rows), ROWS),
    "surface": (
        PlaneFigure.compare(surface=lambda p, z: p, ground=lambda z: PLACES.sum(1)),
        PLACES @ [1.0, 2],
    ),
    "path": (PlaneFigure.compare(path=lambda rows, z: rows), ROWS),
    "mesh": (PlaneFigure.compare(mesh=lambda nodes, z: nodes), PLACES.reshape(5, 5, 2) / 2),
    "arrows": (PlaneFigure.compare(arrows=lambda g, z: np.hstack([ROWS, g])), ROWS),
    "places": (PlaneFigure.compare(places=lambda a, z: np.column_stack([a, [0, 1, 1]])), ROWS),
}
WRONG = {
    "other": lambda truth: truth + 1,
    "huge": lambda truth: truth + 1e300,
    "tiny": lambda truth: truth * 1e-300,
    "infinite": lambda truth: truth + np.inf,
    "half infinite": lambda truth: np.where(truth < truth.max(), truth, -np.inf),
}
USELESS = {
    "None": lambda truth: None,
    "nan": lambda truth: truth * np.nan,
    "shape": lambda truth: np.zeros((*truth.shape, 1)),
    "ragged": lambda truth: [[1, 2], [3]],
    "text": lambda truth: "abc",
    "complex": lambda truth: truth * 1j,
    "dict": lambda truth: {"a": truth},
    "a tensor with nan": lambda truth: torch.tensor(truth * np.nan),
}
RIGHT = {
    "array": lambda truth: truth,
    "float32": lambda truth: truth.astype(np.float32),
    "list": lambda truth: truth.tolist(),
    "tensor": torch.tensor,
    "tensor with a gradient": lambda truth: torch.tensor(truth, requires_grad=True),
}


def figure_of(comparison, truth, function, *args):
    """The figure of `explore` whose grid has one setting."""
    grid = SimpleNamespace(
        sliders={"k": [0.0, 1.0]}, starts={"k": 0.0}, arguments=lambda k: args, truth=lambda k: truth
    )
    return explore(function, grid, comparison).children[-1]


def shown(kind, result):
    comparison, truth = KINDS[kind]
    return figure_of(comparison, truth, lambda z: result(truth), 0.5)


def roles(figure):
    items = itertools.chain.from_iterable(v for v in figure.state().values() if isinstance(v, list))
    return [item["role"] for item in items if isinstance(item, dict)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("result", RIGHT.values(), ids=RIGHT)
def test_a_right_result_agrees_in_every_form(kind, result):
    figure = shown(kind, result)
    assert (figure.tone, figure.status) == ("agree", "Yours and the truth agree here.")
    assert "yours" in roles(figure)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("result", WRONG.values(), ids=WRONG)
def test_a_wrong_result_is_drawn_and_told(kind, result):
    figure = shown(kind, result)
    assert figure.tone == "differ"
    assert figure.status.startswith("Yours and the truth differ, most")
    assert "yours" in roles(figure)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind][1].size > 1])
def test_what_is_not_nan_is_drawn_and_the_first_nan_told(kind):
    first = ", ".join(["0"] * KINDS[kind][1].ndim)
    figure = shown(kind, lambda truth: np.where(truth == truth.flat[0], np.nan, truth))
    assert f"returned nan (not a number) at [{first}]." in figure.status
    assert figure.tone == "wrong"
    assert "yours" in roles(figure)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("result", USELESS.values(), ids=USELESS)
def test_what_cannot_be_drawn_leaves_the_truth(kind, result):
    figure = shown(kind, result)
    assert figure.tone == "wrong"
    assert "truth" in roles(figure)
    assert "yours" not in roles(figure)


def test_every_picture_is_whole():
    results = {**WRONG, **USELESS, **RIGHT, "half nan": lambda truth: np.where(truth > 0, truth, np.nan)}
    figures = [shown(kind, result) for kind in KINDS for result in results.values()]
    layouts = [{"id": "a"}, {"id": "a", "narrow": True, "still": True}]
    drawn = evaluate(
        [
            {"part": figure.part, "call": "draw", "arguments": [figure.state(), layout]}
            for figure in figures
            for layout in layouts
        ]
    )
    for svg in drawn:
        assert svg.startswith("<svg")
        assert not re.search(
            r"NaN|Infinity|undefined|null|\[object|e\+\d", re.sub(r'>[^<]*<|aria-label="[^"]*"', "><", svg)
        )


def untouched(z):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("kind", "words"), [("array", "the faint numbers are the right ones"), ("path", "the thick line shows")]
)
def test_what_is_not_done_yet_is_told_in_the_pictures_words(kind, words):
    comparison, truth = KINDS[kind]
    figure = figure_of(comparison, truth, untouched, 0.5)
    assert f"untouched is not done yet: {words}" in figure.status
    assert "yours" not in roles(figure)


def test_wrong_cells_are_those_that_the_status_calls_wrong():
    truth = np.array([1000.0, 1.0, 0.0])
    figure = figure_of(ArrayFigure.compare(), truth, lambda: truth + np.array([0, 0.009, 0.02]))
    assert figure.arrays[0]["wrong"] == [[False, False, True]]
    assert "at [2]" in figure.status
    assert figure.arrays[0]["truth"] == [[1000.0, 1.0, 0.0]]


def names_and_shapes(figure):
    return [(array["name"], tuple(array["shape"])) for array in figure.arrays]


def test_a_stack_becomes_its_matrices():
    figure = figure_of(ArrayFigure.compare(name="out"), np.zeros((2, 1, 3, 4)), lambda: None)
    assert names_and_shapes(figure) == [("out [0, 0]", (3, 4)), ("out [1, 0]", (3, 4))]


def test_several_outputs_have_their_titles():
    pair = (np.zeros((2, 3)), np.zeros(2))
    figure = figure_of(ArrayFigure.compare(name=["dW", "db"]), pair, lambda: pair)
    assert names_and_shapes(figure) == [("dW", (2, 3)), ("db", (2,))]


def test_a_dict_is_drawn_and_told_by_its_keys():
    truth = {"dW": np.ones((2, 2)), "db": np.ones(2)}
    yours = {"db": np.array([1.0, 3]), "dW": np.ones((2, 2))}
    figure = figure_of(ArrayFigure.compare(), truth, lambda: yours)
    assert names_and_shapes(figure) == [("dW", (2, 2)), ("db", (2,))]
    assert [array["wrong"] for array in figure.arrays] == [[[False] * 2] * 2, [[False, True]]]
    assert figure.status == "Yours and the truth differ, most in 'db', at [1]: yours 3, truth 1."
    figure = figure_of(ArrayFigure.compare(), truth, lambda: {"dW": np.ones((2, 2))})
    assert "must return a dict with the keys 'dW', 'db'" in figure.status
    figure = figure_of(ArrayFigure.compare(), truth, lambda: {**truth, "db": None})
    assert "['db'] returned None" in figure.status


def test_infinities_stay_in_their_cells():
    assert ArrayFigure(arrays=[{"values": [np.inf, -np.inf, np.nan]}]).arrays[0]["values"] == [
        ["inf", "-inf", None]
    ]


def test_the_part_counts_what_is_wrong_as_numpy_does():
    rng = np.random.default_rng(6)
    truths = [rng.normal(size=rng.integers(1, 6, size=rng.integers(0, 3))) for _ in range(100)]
    outputs = [truth + rng.integers(0, 2, size=truth.shape) for truth in truths]
    figures = [
        figure_of(ArrayFigure.compare(), truth, lambda y=y: y)
        for truth, y in zip(truths, outputs, strict=True)
    ]
    requests = [{"part": "array", "call": "compute", "arguments": [figure.state()]} for figure in figures]
    for truth, output, numbers in zip(truths, outputs, evaluate(requests), strict=True):
        [array] = numbers["arrays"]
        assert array["wrong"] == np.sum(truth != output)
        assert array["rows"] * array["columns"] == truth.size
        np.testing.assert_allclose(array["largest"], np.max(np.abs(truth)), rtol=1e-12)


def test_several_curves_of_one_output_are_told_apart_by_dashes():
    compare = CurveFigure.compare(X, y=lambda out: {"g": out[0], "slope": out[1]}, xlabel="z")
    figure = figure_of(compare, (X, X), lambda: (X, X + 1))
    told = [(curve["name"], curve["role"], curve["dash"]) for curve in figure.curves]
    assert told == [
        ("truth g", "truth", 0),
        ("truth slope", "truth", 1),
        ("yours g", "yours", 0),
        ("yours slope", "yours", 1),
    ]


def test_a_tangent_stands_where_the_slider_does():
    compare = CurveFigure.compare(lambda z: X + z, tangent=lambda slope, z: (z, z**2, slope))
    figure = figure_of(compare, 3.0, lambda z: 2.0, 1.5)
    assert figure.curves == []
    assert figure.tangents == [
        {"role": "truth", "at": 1.5, "value": 2.25, "slope": 3.0},
        {"role": "yours", "at": 1.5, "value": 2.25, "slope": 2.0},
    ]
    np.testing.assert_allclose(figure.x, X + 1.5)


def test_what_is_given_lies_under_both():
    figure = shown("curve", lambda truth: truth)
    assert [curve["role"] for curve in figure.curves] == ["given", "truth", "yours"]
    assert figure.bands[0]["low"] == (X - 0.5).tolist()
    assert [surface["role"] for surface in shown("surface", lambda p: p).surfaces] == [
        "given",
        "truth",
        "yours",
    ]


def test_names_of_rows_and_columns_stand_at_given_arrays_where_they_fit():
    names = {"rows": ["Monday", "Tuesday"], "columns": ["x1", "x2", "y"]}
    compare = ArrayFigure.compare(
        given=lambda: {"whole": np.ones((2, 3)), "row": [1, 2, 3], "other": [1, 2]}, **names
    )
    found = figure_of(compare, np.ones((2, 3)), lambda: np.ones((2, 3))).arrays
    assert [(array["row_names"], array["column_names"]) for array in found] == [
        (names["rows"], names["columns"]),
        ([], names["columns"]),
        ([], []),
        (names["rows"], names["columns"]),
    ]


def test_several_given_curves_are_told_apart():
    both = CurveFigure.compare(X, given=lambda: {"training": X, "validation": X**2})
    curves = figure_of(both, X**2, lambda: X**2).curves
    assert [curve["dash"] for curve in curves if curve["role"] == "given"] == [0, 1]


def test_a_surface_has_its_first_row_at_the_lowest_x2():
    figure = figure_of(
        PlaneFigure.compare(surface=lambda p: p), 10 * PLACES[:, 1] + PLACES[:, 0], lambda: None
    )
    assert figure.surfaces[0]["values"][0] == [-33, -31.5, -30, -28.5, -27]


def test_a_mesh_is_threaded_along_its_rows_and_columns():
    nodes = np.stack(np.meshgrid([0.0, 1], [0.0, 1, 2]), -1)  # (3, 2, 2)
    figure = figure_of(PlaneFigure.compare(mesh=lambda n: n), nodes, lambda: None)
    threads = [[]]
    for row in figure.paths[0]["rows"]:
        threads.append([]) if row[0] is None else threads[-1].append(row)
    assert threads == [
        [[0, 0], [1, 0]],
        [[0, 1], [1, 1]],
        [[0, 2], [1, 2]],
        [[0, 0], [0, 1], [0, 2]],
        [[1, 0], [1, 1], [1, 2]],
        [],
    ]


def test_an_ellipse_lies_one_standard_deviation_from_its_mean():
    covariance = np.array([[2.0, 0.6], [0.6, 0.5]])
    away = PlaneFigure.ellipse([1, -1], covariance) - [1, -1]
    np.testing.assert_allclose(np.sum(away @ np.linalg.inv(covariance) * away, axis=1), 1)
    for none in ([[1, 2], [2, 1]], [[1, 0.5], [0, 1]]):
        assert np.isnan(PlaneFigure.ellipse([0, 0], none)).all()


def test_a_picture_that_fails_on_wrong_numbers_is_told():
    compare = PlaneFigure.compare(line=lambda matrix: (*np.linalg.inv(matrix)[0], 1))
    figure = figure_of(compare, np.eye(2), lambda: np.zeros((2, 2)))
    assert figure.status.endswith("truth 1. Yours cannot be drawn.")
    assert roles(figure) == ["truth"]
    with pytest.raises(np.linalg.LinAlgError):
        figure_of(compare, np.zeros((2, 2)), lambda: None)


def test_a_path_outside_the_picture_is_told():
    figure = figure_of(PlaneFigure.compare(path=lambda rows: rows), ROWS, lambda: ROWS + 9)
    assert "Your drawing is not to be seen: it lies outside the picture." in figure.status


@pytest.mark.parametrize(
    ("far", "words"),
    [(9.0, "Your curve is not to be seen"), (np.inf, "Your curve is not to be seen"), (0.5, "")],
)
def test_a_curve_outside_the_picture_is_told(far, words):
    figure = figure_of(CurveFigure.compare(X, ylim=(-2, 2)), X, lambda: X + far)
    assert words in figure.status
    assert ("not to be seen" in figure.status) == bool(words)


def test_a_slider_may_have_words():
    grid = SimpleNamespace(
        sliders={"g": ["relu", "tanh"]}, starts={"g": "tanh"}, arguments=lambda g: (g,), truth=lambda g: X
    )
    slider, figure = explore(lambda g: X, grid, CurveFigure.compare(X)).children
    assert [title for title, _ in slider.options] == ["relu", "tanh"]
    assert figure.tone == "agree"


REFUSED = {
    "a cube": (ArrayFigure, {"arrays": [{"values": np.zeros((2, 2, 2))}]}, "at most two axes"),
    "a crowd": (ArrayFigure, {"arrays": [{"values": np.zeros((40, 40))}]}, "at most 1024 cells"),
    "a role": (ArrayFigure, {"arrays": [{"values": 1, "role": "mine"}]}, "yours, truth or given"),
    "another truth": (ArrayFigure, {"arrays": [{"values": [1, 2], "truth": [1]}]}, r"shape \(1, 2\)"),
    "a surface": (PlaneFigure, {"surfaces": [{"role": "yours", "values": np.zeros(7)}]}, r"not \(7,\)"),
    "falling levels": (PlaneFigure, {"levels": [1, 0]}, "increasing numbers"),
    "many levels": (PlaneFigure, {"levels": range(10)}, "one to nine"),
}


@pytest.mark.parametrize(("part", "traits", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_trait_is_refused_in_words(part, traits, words):
    with pytest.raises(TraitError, match=words):
        part(**traits)
