"""The lecture's network: values by name, equations that compute the same values, the one equal layer."""

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import arrays, assert_equals_torch, tensor

from nnkit.activations import ACTIVATIONS
from nnkit.layers import Activation, Dropout, Flatten, Linear, Sequential
from nnkit.network import IndexedNetwork, ParameterCount, lecture_network

ROOT = Path(__file__).parents[2]
TORCH = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": lambda z: z}
UNIT = st.floats(-2, 2)
X = [1.0, -2.0, 0.5]
LECTURE = lecture_network()
BY_HAND = lecture_network(["relu", "relu", "linear"])
BIASED = IndexedNetwork([[[2, -1]], [[3], [1]]], [[1, -1], [0.5]], ["relu", "linear"])


@st.composite
def networks(draw, most_layers=4, names=tuple(TORCH)):
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=most_layers + 1))
    pairs = list(pairwise(sizes))
    weights = [draw(arrays(pair, UNIT)) for pair in pairs]
    biases = [draw(arrays(n, UNIT)) for _, n in pairs] if draw(st.booleans()) else None
    return IndexedNetwork(
        weights, biases, draw(st.lists(st.sampled_from(names), min_size=len(pairs), max_size=len(pairs)))
    )


@st.composite
def networks_and_points(draw, **kinds):
    net = draw(networks(**kinds))
    return net, draw(arrays((draw(st.integers(0, 4)), net.sizes[0]), UNIT))


# Values


def test_values_by_hand():
    assert BY_HAND.values([1, 0, 1]) == {
        "z_{1,1}": 1, "z_{1,2}": 0, "z_{1,3}": 1,
        "s_{2,1}": -1, "s_{2,2}": 1.5, "s_{2,3}": -0.5,
        "z_{2,1}": 0, "z_{2,2}": 1.5, "z_{2,3}": 0,
        "s_{3,1}": -2.25, "s_{3,2}": 0.75,
        "z_{3,1}": 0, "z_{3,2}": 0.75,
        "s_{4,1}": -1.5,
        "z_{4,1}": -1.5,
    }  # fmt: skip
    assert BY_HAND([1, 0, 1]).tolist() == [-1.5]


def test_values_with_biases_by_hand():
    values = BIASED.values([2])
    assert [values[name] for name in ("s_{2,1}", "s_{2,2}", "z_{2,2}", "s_{3,1}")] == [5, -3, 0, 15.5]


def test_values_are_named_layer_by_layer_sums_first():
    assert list(LECTURE.values(X))[3:11] == [
        "s_{2,1}", "s_{2,2}", "s_{2,3}", "z_{2,1}", "z_{2,2}", "z_{2,3}", "s_{3,1}", "s_{3,2}",
    ]  # fmt: skip
    assert all(type(value) is float for value in LECTURE.values(X).values())


def test_values_of_a_batch_are_columns():
    values = LECTURE.values([X, [1, 0, 1]])
    assert values["z_{1,2}"].tolist() == [-2, 0]
    for name, value in LECTURE.values(X).items():
        assert values[name].shape == (2,)
        assert values[name][0] == pytest.approx(value, rel=1e-15)


@given(networks_and_points())
def test_forward_is_torchs(drawn):
    net, x = drawn
    z = tensor(x)
    for k, name in enumerate(net.activations):
        bias = None if net.biases is None else tensor(net.biases[k])
        z = TORCH[name](torch.nn.functional.linear(z, tensor(net.weights[k].T.copy()), bias))
    assert_equals_torch(net(x), z)
    assert_equals_torch(net.to_sequential()(x), z)


@given(networks_and_points())
def test_the_definition_holds_for_every_unit(drawn):
    net, x = drawn
    for values in map(net.values, x):
        for l in range(2, len(net.sizes) + 1):  # noqa: E741 - the lecture's letter
            for j in range(1, net.sizes[l - 1] + 1):
                products = (
                    net.w(l - 1, i, j) * values[f"z_{{{l - 1},{i}}}"] for i in range(1, net.sizes[l - 2] + 1)
                )
                s = values[f"s_{{{l},{j}}}"]
                assert s == pytest.approx(sum(products) + net.b(l - 1, j), rel=1e-12, abs=1e-12)
                g = ACTIVATIONS[net.activations[l - 2]].function
                assert values[f"z_{{{l},{j}}}"] == pytest.approx(g(s), rel=1e-12)


def test_extremes():
    assert LECTURE(np.empty((0, 3))).shape == (0, 1)
    assert LECTURE([[1000, -1000, 0]]).shape == (1, 1)
    assert 0 < LECTURE([1000, -1000, 1000])[0] < 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_stays(dtype):
    weights = [w.astype(dtype) for w in LECTURE.weights]
    for net in (IndexedNetwork(weights), IndexedNetwork(weights, [[0, 0, 0], [1, 1], [0.5]])):
        assert net(np.ones((2, 3), dtype)).dtype == dtype
        assert all(p.data.dtype == dtype for p in net.to_sequential().parameters())


def test_one_dtype_for_all_weights():
    net = IndexedNetwork([np.ones((1, 2), np.float32), np.ones((2, 1))], [np.ones(2, np.float32), [1]])
    assert {a.dtype for a in net.weights + net.biases} == {np.dtype(np.float64)}


def test_weights_by_index():
    assert LECTURE.w(1, 2, 3) == -0.5
    assert LECTURE.w(2, 3, 1) == 2
    assert LECTURE.w(3, 2, 1) == -2
    assert (BIASED.b(1, 2), BIASED.b(2, 1), LECTURE.b(2, 2)) == (-1, 0.5, 0)
    assert type(LECTURE.w(1, 2, 3)) is float


def test_the_lectures_network():
    assert LECTURE.sizes == (3, 3, 2, 1)
    assert LECTURE.biases is None
    assert LECTURE.activations == ("sigmoid",) * 3
    for weights in LECTURE.weights:
        assert len(np.unique(weights)) == weights.size
    assert lecture_network("linear").activations == ("linear",) * 3


def test_a_network_keeps_its_own_arrays():
    weights, biases = [np.ones((1, 1))], [np.ones(1)]
    net = IndexedNetwork(weights, biases, "linear")
    model = net.to_sequential()
    weights[0][:], biases[0][:] = 5, 5
    assert net([1]).tolist() == [2]
    model[0].weight.data[:], model[0].bias.data[:] = 5, 5
    assert net([1]).tolist() == [2]


# Layers


def test_to_sequential_transposes():
    model = LECTURE.to_sequential()
    assert model.state_dict().keys() == {"0.weight", "2.weight", "4.weight"}
    assert model[0].weight.data[2, 1] == LECTURE.w(1, 2, 3)
    assert [layer.name for layer in model[1::2]] == ["sigmoid"] * 3
    assert len(lecture_network("linear").to_sequential()) == 3  # no Activation after linear units


@given(networks())
def test_to_sequential_and_back(net):
    back = IndexedNetwork.from_sequential(net.to_sequential())
    assert (back.sizes, back.activations, repr(back)) == (net.sizes, net.activations, repr(net))
    for ours, theirs in zip(
        net.weights + (net.biases or []), back.weights + (back.biases or []), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_from_sequential_with_some_biases():
    model = Sequential(Linear.from_weight([[1, 2]], [3]), Activation("relu"), Linear.from_weight([[4]]))
    net = IndexedNetwork.from_sequential(model)
    assert net.activations == ("relu", "linear")
    assert (net.b(1, 1), net.b(2, 1)) == (3, 0)
    assert net([1, 1]).tolist() == [24]


# Counts, collapse, repr


def test_parameter_counts():
    assert LECTURE.parameter_count() == ParameterCount((9, 6, 2), (12, 8, 3), total=17)
    assert BIASED.parameter_count() == ParameterCount((2, 2), (4, 3), total=7)


@given(networks())
def test_the_total_is_the_number_of_entries(net):
    count = net.parameter_count()
    assert count.total == sum(p.data.size for p in net.to_sequential().parameters())
    assert sum(count.without_biases) == sum(w.size for w in net.weights)
    assert sum(count.with_biases) - sum(count.without_biases) == sum(net.sizes[1:])


def test_collapse_by_hand():
    net = IndexedNetwork([[[1, 2]], [[3], [4]]], [[5, 6], [7]], "linear")
    one = net.collapse()
    assert one.weights[0].tolist() == [[1 * 3 + 2 * 4]]
    assert one.biases[0].tolist() == [5 * 3 + 6 * 4 + 7]  # W₂b₁ + b₂


def test_collapse_of_the_lectures_network():
    one = lecture_network("linear").collapse()
    assert repr(one) == "IndexedNetwork(3 → 1 linear, without biases)"
    first, second, third = LECTURE.weights
    np.testing.assert_allclose(one.weights[0], first @ second @ third, rtol=1e-15)


@given(networks_and_points(names=("linear",)), st.sampled_from(list(TORCH)))
def test_the_one_layer_equals_the_network(drawn, last):
    deep, x = drawn
    net = IndexedNetwork(deep.weights, deep.biases, [*deep.activations[:-1], last])
    one = net.collapse()
    assert (one.sizes, one.activations) == ((net.sizes[0], net.sizes[-1]), (last,))
    np.testing.assert_allclose(one(x), net(x), rtol=1e-10, atol=1e-10)


def test_one_layer_is_its_own_collapse():
    assert IndexedNetwork([[[2]]], [[3]]).collapse()([1])[0] == pytest.approx(1 / (1 + np.exp(-5)))


@pytest.mark.parametrize(
    ("net", "text"),
    [
        (LECTURE, "IndexedNetwork(3 → 3 sigmoid → 2 sigmoid → 1 sigmoid, without biases)"),
        (BIASED, "IndexedNetwork(1 → 2 relu → 1 linear, with biases)"),
    ],
    ids=["lecture", "biases"],
)
def test_repr_reads_like_the_network(net, text):
    assert repr(net) == text


# Equations


def test_the_nested_sum_is_the_lectures():
    assert LECTURE.nested_sum() == (
        r"\hat{y} = z_{4,1} = g\left(\sum_{k=1}^{2} w_{3,k,1}\, g\left(\sum_{j=1}^{3} w_{2,j,k}\,"
        r" g\left(\sum_{i=1}^{3} w_{1,i,j}\, x_{i}\right)\right)\right)"
    )
    assert LECTURE.nested_sum(depth=0) == r"\hat{y} = z_{4,1}"
    assert (
        LECTURE.nested_sum(depth=1) == r"\hat{y} = z_{4,1} = g\left(\sum_{k=1}^{2} w_{3,k,1}\, z_{3,k}\right)"
    )


def test_biases_outputs_and_different_activations_in_symbols():
    net = IndexedNetwork([np.ones((1, 2)), np.ones((2, 3))], [np.ones(2), np.ones(3)], ["tanh", "sigmoid"])
    assert net.nested_sum() == (
        r"\hat{y}_{k} = z_{3,k} = g_{3}\left(b_{2,k} + \sum_{j=1}^{2} w_{2,j,k}\,"
        r" g_{2}\left(b_{1,j} + \sum_{i=1}^{1} w_{1,i,j}\, x_{i}\right)\right), \qquad k = 1, \dots, 3"
    )
    assert net.nested_sum(0) == r"\hat{y}_{k} = z_{3,k}, \qquad k = 1, \dots, 3"


def test_linear_units_have_no_g():
    assert BIASED.nested_sum() == (
        r"\hat{y} = z_{3,1} = b_{2,1} + \sum_{j=1}^{2} w_{2,j,1}\,"
        r" g\left(b_{1,j} + \sum_{i=1}^{1} w_{1,i,j}\, x_{i}\right)"
    )
    linear = IndexedNetwork([[[1]], [[1]]], [[1], [1]], "linear")
    assert linear.nested_sum(1) == r"\hat{y} = z_{3,1} = b_{2,1} + \sum_{j=1}^{1} w_{2,j,1}\, z_{2,j}"
    assert r"w_{2,j,1}\, \left(b_{1,j} + \sum" in linear.nested_sum()


def python_of_sums(latex):
    """The right side of a nested sum in symbols as Python: a sum goes on to the end of its brackets."""
    latex = latex.split(r", \qquad")[0].split(" = ")[-1]
    latex = re.sub(r"\\sum_\{(\w)=1\}\^\{(\d+)\} ", r"total(\2, lambda \1: ", latex)
    latex = re.sub(r"([xzwb])_\{([\w,]+)\}", r"\1(\2)", latex)
    latex = re.sub(r"g_\{(\d)\}", r"g\1", latex)
    latex = latex.replace(r"\left(", "(").replace(r"\right)", "))").replace(r"\, ", "*")
    return latex + ")" * (latex.count("(") - latex.count(")"))


def python_names(net):
    functions = [ACTIVATIONS[name].function for name in net.activations]
    nonlinear = [f for f, name in zip(functions, net.activations, strict=True) if name != "linear"]
    return {f"g{layer}": f for layer, f in enumerate(functions, start=2)} | {"g": (nonlinear or [None])[0]}


@given(networks_and_points(), st.integers(0, 4))
def test_the_nested_sum_computes_the_network(drawn, depth):
    net, x = drawn
    depth = min(depth, len(net.weights))
    expression = python_of_sums(
        net.nested_sum(depth) if depth else net.nested_sum() + " = " + net.nested_sum(0)
    )
    for point in x:
        values = net.values(point)
        names = python_names(net) | {
            "total": lambda n, term: sum(term(i) for i in range(1, n + 1)),
            "w": net.w, "b": net.b, "x": lambda i: values[f"z_{{1,{i}}}"],  # noqa: B023
            "z": lambda l, j: values[f"z_{{{l},{j}}}"],  # noqa: B023, E741
        }  # fmt: skip
        letter = re.match(r"\\hat\{y\}(?:_\{(\w)\})?", net.nested_sum()).group(1)
        for j, y in enumerate(net(point), start=1):
            assert eval(expression, names | {letter or "_": j}) == pytest.approx(y, rel=1e-10, abs=1e-12)


def python_of_numbers(latex):
    """The equations in numbers as Python: [(left side, relation, expression, result or None), ...]."""
    body = latex.removeprefix("\\begin{aligned}\n").removesuffix("\n\\end{aligned}")
    rows = []
    for line in body.replace("\\\\\n", "\n").split("\n"):
        if line.startswith(r"\hat"):
            left, right = line.split("&", 1)
            relation, expression = right.strip().split(" ", 1)
            rows.append([left.strip(), relation, expression, None])
        elif re.match(r"&(=|\\approx)", line):
            rows[-1][3] = float(line.split()[-1]) if "10^" not in line else np.nan
        else:
            assert line.startswith(r"&\quad")
            rows[-1][2] += " " + line[1:]
    return [
        (left, relation, python_of_products(expression), result)
        for left, relation, expression, result in rows
    ]


def python_of_products(latex):
    latex = re.sub(r"\\[bB]igg?[lr]", "", latex.replace(r"\quad", ""))
    latex = re.sub(r"10\^\{(-?\d+)\}", r"10.0**(\1)", latex)
    latex = re.sub(r"g_\{(\d)\}", r"g\1", latex)
    latex = re.sub(r"x_\{(\d)\}", r"x[\1 - 1]", latex)
    return latex.replace(r"\cdot", "*").replace(r"\,", "*").strip()


@given(networks_and_points(), st.booleans())
def test_the_nested_sum_in_numbers_computes_the_network(drawn, with_x):
    net, x = drawn
    for point in x[:2]:
        rows = python_of_numbers(net.nested_sum_in_numbers(point if with_x else None, digits=17))
        assert len(rows) == net.sizes[-1]
        for (left, relation, expression, result), y in zip(rows, net(point), strict=True):
            assert left.startswith(r"\hat{y}")
            assert relation == "="
            assert eval(expression, python_names(net) | {"x": point}) == pytest.approx(
                y, rel=1e-10, abs=1e-12
            )
            assert (result is not None) == with_x
            assert result is None or np.isnan(result) or result == pytest.approx(y, rel=1e-15)


def test_the_nested_sum_in_numbers_by_hand():
    assert BIASED.nested_sum_in_numbers([-2]).splitlines() == [
        r"\begin{aligned}",
        r"\hat{y} &= \bigl(0.5 \\",
        r"&\quad + 3\, g(1 + 2 \cdot (-2)) \\",
        r"&\quad + 1\, g(-1 - 1 \cdot (-2))\bigr) \\",
        r"&= 1.5",
        r"\end{aligned}",
    ]
    assert LECTURE.nested_sum_in_numbers(X).splitlines()[3:5] == [
        r"&\quad \quad 1\, g(0.5 \cdot 1 + 2 \cdot (-2) - 1.5 \cdot 0.5) \\",
        r"&\quad \quad - 1.5\, g(-1 \cdot 1 + 1 \cdot (-2) + 2.5 \cdot 0.5) \\",
    ]
    assert LECTURE.nested_sum_in_numbers(X).splitlines()[-2] == r"&\approx 0.7021"


def test_rounded_numbers_are_only_about_equal():
    net = IndexedNetwork([[[1 / 3]]], activation="linear")
    assert net.nested_sum_in_numbers().splitlines()[1] == r"\hat{y} &\approx (0.3333\,x_{1})"
    assert r"\approx (0.33\,x" in net.nested_sum_in_numbers(digits=2)
    assert IndexedNetwork([[[2]]], [[1 / 3]]).nested_sum_in_numbers().count(r"\approx") == 1
    assert IndexedNetwork([[[2]]]).nested_sum_in_numbers([1 / 3]).count(r"\approx") == 2  # x, and the result
    assert r"&= g(0.25\,x" in IndexedNetwork([[[0.25]]]).nested_sum_in_numbers(digits=2)


def test_tiny_and_huge_numbers_have_powers_of_ten():
    text = IndexedNetwork([[[1e-9], [-2.5e20]]]).nested_sum_in_numbers()
    assert r"1 \cdot 10^{-9}\,x_{1} - 2.5 \cdot 10^{20}\,x_{2}" in text


def test_the_matrix_form():
    assert LECTURE.matrix_form() == (
        r"\hat{y} = g\left(\mathbf{W}_{3}\, g\left(\mathbf{W}_{2}\,"
        r" g\left(\mathbf{W}_{1}\, \mathbf{x}\right)\right)\right)"
    )
    assert lecture_network("linear").matrix_form() == (
        r"\hat{y} = \mathbf{W}_{3}\, \mathbf{W}_{2}\, \mathbf{W}_{1}\, \mathbf{x}"
    )
    linear = IndexedNetwork([np.ones((1, 2)), np.ones((2, 2))], [np.ones(2), np.ones(2)], "linear")
    assert linear.matrix_form() == (
        r"\hat{\mathbf{y}} = \mathbf{W}_{2}\, \left(\mathbf{W}_{1}\, \mathbf{x} + \mathbf{b}_{1}\right)"
        r" + \mathbf{b}_{2}"
    )


def test_a_notebook_shows_a_formula_typeset():
    assert LECTURE.nested_sum()._repr_latex_() == f"$$\n{LECTURE.nested_sum()}\n$$"


def formulas():
    rng = np.random.default_rng(0)
    twelve = IndexedNetwork([rng.normal(size=(1, 1))] * 14)
    wide = IndexedNetwork(
        [rng.normal(size=(2, 3)), 1e-9 * rng.normal(size=(3, 3))], [np.zeros(3), np.ones(3)], ["relu", "tanh"]
    )
    for net in (LECTURE, BIASED, lecture_network("linear"), twelve, wide):
        x = -np.ones(net.sizes[0])
        yield from (net.nested_sum(depth) for depth in range(len(net.sizes)))
        yield from (net.matrix_form(), net.nested_sum_in_numbers(), net.nested_sum_in_numbers(x))


def test_katex_sets_every_formula():
    script = """
        import katex from "katex";
        import { readFileSync } from "node:fs";
        const options = { displayMode: true, strict: "error", throwOnError: true };
        for (const latex of JSON.parse(readFileSync(0, "utf8"))) katex.renderToString(latex, options);
        console.log(katex.version);
    """
    drawn = [*formulas()]
    node = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        cwd=ROOT, input=json.dumps(drawn), text=True, encoding="utf8", capture_output=True,
    )  # fmt: skip
    assert (node.stdout.strip(), node.stderr) == ("0.16.22", "")


def test_every_layer_has_its_own_letter():
    sums = IndexedNetwork([np.ones((1, 1))] * 14).nested_sum()
    letters = re.findall(r"\\sum_\{(\w|i_\{\d+\})=1\}", sums)
    assert len(letters) == len(set(letters)) == 14
    assert not {"l", "s", "x", "z", "w", "b", "g"} & set(letters)


# Bad input

ONES = [np.ones((3, 2)), np.ones((2, 1))]
MIXED = Sequential(Linear.from_weight(np.ones((2, 2))), Dropout(rng=np.random.default_rng(0)))
BAD = {
    "no list": (
        lambda: IndexedNetwork(np.ones((2, 3, 3))),
        TypeError,
        "weights must be a list of arrays, one for",
    ),
    "no layers": (lambda: IndexedNetwork([]), ValueError, "a network has at least one layer of weights"),
    "1-D weights": (
        lambda: IndexedNetwork([[1, 2]]),
        ValueError,
        "weights[0] must have shape (units before, units",
    ),
    "no units": (lambda: IndexedNetwork([np.ones((2, 0))]), ValueError, "units after), got shape (2, 0)"),
    "transposed": (
        lambda: IndexedNetwork([w.T for w in ONES]),
        ValueError,
        "weights[1] has shape (1, 2): layer 2 cannot have both 3 and 1 units (transposed?)",
    ),
    "NaN weight": (lambda: IndexedNetwork([[[1, np.nan]]]), ValueError, "weights[0] must be finite, got nan"),
    "a word": (lambda: IndexedNetwork([[["a"]]]), TypeError, "weights[0] must hold real numbers"),
    "one bias for two units": (
        lambda: IndexedNetwork(ONES, [[1], [1]]),
        ValueError,
        "biases have shapes [(1,), (1,)], but must have [(2,), (1,)], one for each unit",
    ),
    "too few biases": (lambda: IndexedNetwork(ONES, [[1, 1]]), ValueError, "but must have [(2,), (1,)]"),
    "bias no list": (lambda: IndexedNetwork(ONES, 0.0), TypeError, "biases must be a list of arrays"),
    "infinite bias": (lambda: IndexedNetwork([[[1]]], [[np.inf]]), ValueError, "biases[0] must be finite"),
    "misspelt": (lambda: lecture_network("sigmoit"), ValueError, "unknown elementwise activation 'sigmoit'"),
    "softmax": (lambda: lecture_network("softmax"), ValueError, "'softmax': choose one of 'step', 'sigmoid'"),
    "two names": (lambda: lecture_network(["relu"] * 2), ValueError, "or a list of 3, got ['relu', 'relu']"),
    "no names": (lambda: lecture_network(None), ValueError, "activation must be one name or a list of 3"),
    "x too short": (
        lambda: LECTURE([1, 2]),
        ValueError,
        "x has shape (2,), but with 3 inputs it must have shape (3,) or (N, 3)",
    ),
    "x of 3 axes": (lambda: LECTURE.values(np.ones((1, 1, 3))), ValueError, "x has shape (1, 1, 3)"),
    "NaN in x": (lambda: LECTURE([1, 2, np.nan]), ValueError, "x must be finite, got nan at x[2]"),
    "overflow": (
        lambda: lecture_network("linear")([1e308, 1e308, 0]),
        ValueError,
        "the sums of layer 2 overflow: x or the weights are too large",
    ),
    "w of no layer": (lambda: LECTURE.w(4, 1, 1), ValueError, "layer must be one of 1, …, 3 here, got 4"),
    "w counted from 0": (lambda: LECTURE.w(1, 0, 1), ValueError, "i must be one of 1, …, 3 here, got 0"),
    "w to no unit": (lambda: LECTURE.w(2, 1, 3), ValueError, "j must be one of 1, …, 2 here, got 3"),
    "w of half a unit": (lambda: LECTURE.w(2, 1.5, 2), ValueError, "i must be one of 1, …, 3 here, got 1.5"),
    "w of true": (lambda: LECTURE.w(1, True, 1), ValueError, "i must be one of 1, …, 3 here, got True"),
    "b of no layer": (lambda: LECTURE.b(0, 1), ValueError, "layer must be one of 1, …, 3 here, got 0"),
    "b of no unit": (lambda: BIASED.b(1, 3), ValueError, "j must be one of 1, …, 2 here, got 3"),
    "too deep": (lambda: LECTURE.nested_sum(4), ValueError, "depth must be one of 0, …, 3 here, got 4"),
    "negative depth": (
        lambda: LECTURE.nested_sum(-1),
        ValueError,
        "depth must be one of 0, …, 3 here, got -1",
    ),
    "a batch in an equation": (
        lambda: LECTURE.nested_sum_in_numbers([X]),
        ValueError,
        "it must have shape (3,)",
    ),
    "no digits": (
        lambda: LECTURE.nested_sum_in_numbers(X, 0),
        ValueError,
        "digits must be one of 1, …, 17 here",
    ),
    "too many digits": (lambda: LECTURE.nested_sum_in_numbers(digits=18), ValueError, "17 here, got 18"),
    "too long a sum": (
        lambda: IndexedNetwork([np.ones((10, 10)), np.ones((10, 11))]).nested_sum_in_numbers(),
        ValueError,
        "these would be 1100 products, more than the 1000 that fit on a page",
    ),
    "collapse": (
        lambda: lecture_network(["linear", "relu", "linear"]).collapse(),
        ValueError,
        "no matrix does what they do, since relu(a + b) is not relu(",
    ),
    "collapse overflows": (
        lambda: IndexedNetwork([[[1e200]], [[1e200]]], activation="linear").collapse(),
        ValueError,
        "must be finite, got inf",
    ),
    "no Sequential": (
        lambda: IndexedNetwork.from_sequential(MIXED[0]),
        TypeError,
        "model must be a Sequential",
    ),
    "Dropout": (
        lambda: IndexedNetwork.from_sequential(MIXED),
        TypeError,
        "Dropout(p=0.5) has no place here",
    ),
    "activation first": (
        lambda: IndexedNetwork.from_sequential(Sequential(Activation("relu"), MIXED[0])),
        TypeError,
        "each Linear may have one Activation, without options, after it",
    ),
    "two activations": (
        lambda: IndexedNetwork.from_sequential(Sequential(MIXED[0], Activation("relu"), Activation("tanh"))),
        TypeError,
        "tanh",
    ),
    "an option": (
        lambda: IndexedNetwork.from_sequential(
            Sequential(MIXED[0], Activation("leaky_relu", negative_slope=0.5))
        ),
        TypeError,
        "without options",
    ),
    "Flatten": (
        lambda: IndexedNetwork.from_sequential(Sequential(MIXED[0], Flatten())),
        TypeError,
        "Flatten",
    ),
    "softmax layer": (
        lambda: IndexedNetwork.from_sequential(Sequential(MIXED[0], Activation("softmax"))),
        ValueError,
        "unknown elementwise activation 'softmax'",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
