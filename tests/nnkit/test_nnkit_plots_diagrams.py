"""Diagrams of networks and of computation graphs: every number at its place, and nothing over another."""

from itertools import combinations, pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.transforms import Bbox
from nnkit_refusals import refusals

from nnkit import plots
from nnkit.layers import Activation, Dropout, Linear, Sequential
from nnkit.network import IndexedNetwork, lecture_network
from nnkit.plots.style import BLUE, CELLS, SMALL, VERMILION, number
from nnkit.scalar import Graph, Value

X = [1.0, -0.5, 2.0]
LECTURE = lecture_network()
XOR = IndexedNetwork([[[1.0, -1], [1, -1]], [[1.0], [1]]], [[-0.5, 1.5], [-1.5]], "step")


def net(*sizes):
    rng = np.random.default_rng(0)
    return Sequential(*(Linear(n_in, n_out, rng=rng) for n_in, n_out in pairwise(sizes)))


def texts_at(ax):
    """(x, y) -> text."""
    return {tuple(text.get_position()): text.get_text() for text in ax.texts}


def words(ax):
    return [text.get_text() for text in ax.texts]


def units(ax):
    """The places (n, 2) of the circles."""
    return np.vstack([circle.get_offsets() for circle in circles(ax)])


def circles(ax):
    return [points for points in ax.collections if isinstance(points, PathCollection)]


def edges(ax):
    """(ends (2, 2), colour, style, width) of every edge."""
    for lines in ax.collections:
        if isinstance(lines, LineCollection):
            looks = zip(lines.get_colors(), lines.get_linestyles(), lines.get_linewidths(), strict=True)
            yield from ((path.vertices, *look) for path, look in zip(lines.get_paths(), looks, strict=True))


def assert_apart(ax):
    """No text stands on another."""
    ax.figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in ax.texts]
    for (one, box), (other, other_box) in combinations(boxes, 2):
        shared = Bbox.intersection(box, other_box)
        assert shared is None or shared.width * shared.height < 2, (one, other)


def test_units_bear_their_values_and_names():
    ax = plots.network(LECTURE, X)
    values = LECTURE.values(X)
    texts = texts_at(ax)
    layers = sorted({x for x, _ in units(ax)})
    assert layers == [0.5, 1.5, 2.5, 3.5]
    for layer, x in enumerate(layers, start=1):
        column = [y for at, y in units(ax) if at == x]
        assert column == sorted(column)
        said = [texts[x, y] for y in column]
        assert said == [number(values[f"z_{{{layer},{j}}}"]) for j in range(1, len(column) + 1)]
    names = [word for word in words(ax) if word.startswith("$")]
    assert names == [
        "$x_{1}$", "$x_{2}$", "$x_{3}$", "$z_{2,1}$", "$z_{2,2}$", "$z_{2,3}$", "$z_{3,1}$", "$z_{3,2}$",
        r"$\hat{y}$",
    ]  # fmt: skip


def test_without_an_input_units_bear_their_names():
    ax = plots.network(LECTURE)
    texts = texts_at(ax)
    assert [texts[tuple(place)] for place in units(ax)] == [
        word for word in words(ax) if word.startswith("$")
    ]
    assert texts[3.5, units(ax)[-1][1]] == r"$\hat{y}$"


@pytest.mark.parametrize("model", [LECTURE, XOR, net(3, 2, 2)], ids=repr)
def test_weights_stand_on_their_own_edges(model):
    ax = plots.network(model)
    model = model if isinstance(model, IndexedNetwork) else IndexedNetwork.from_sequential(model)
    columns = [[tuple(place) for place in units(ax) if place[0] == k + 0.5] for k in range(len(model.sizes))]
    drawn = {tuple(map(tuple, ends)): look for ends, *look in edges(ax)}
    texts = texts_at(ax)
    largest = max(np.abs(weight).max() for weight in model.weights)
    count = 0
    for layer, (before, after) in enumerate(pairwise(columns), start=1):
        for (i, start), (j, end) in ((a, b) for a in enumerate(before, 1) for b in enumerate(after, 1)):
            weight = model.w(layer, i, j)
            colour, (_, dashes), width = drawn.pop((start, end))
            assert to_hex(colour) == (BLUE if weight >= 0 else VERMILION).lower()
            assert bool(dashes) == (weight < 0)
            assert width == pytest.approx(0.5 + 2 * abs(weight) / largest)
            count += number(weight) in on_edge(texts, start, end)
    assert count == sum(weight.size for weight in model.weights)
    assert not drawn
    assert_apart(ax)


def on_edge(texts, start, end):
    """The texts whose middle lies on the edge, away from its ends."""
    (x1, y1), (x2, y2) = start, end
    return {
        text
        for (x, y), text in texts.items()
        if x1 + 0.3 < x < x2 - 0.3 and abs(y - y1 - (y2 - y1) * (x - x1)) < 1e-9
    }


def test_weights_and_values_are_coloured_by_sign_and_size():
    ax = plots.network(LECTURE, X)
    chips = {
        text.get_text(): text.get_bbox_patch().get_facecolor() for text in ax.texts if text.get_bbox_patch()
    }
    assert chips["3"] == CELLS(1.0)
    assert chips["−2"] == CELLS(0.5 - 0.5 * 2 / 3)
    assert tuple(circles(ax)[1].get_facecolor()[0]) == CELLS(0.25)  # x₂ = -0.5


def test_biases_stand_below_their_units():
    ax = plots.network(XOR, [1.0, 0.0])
    texts = texts_at(ax)
    below = {(x, text): y for (x, y), text in texts.items() if text.startswith("b =")}
    assert {text for _, text in below} == {"b = −0.5", "b = 1.5", "b = −1.5"}
    places = [tuple(place) for place in units(ax)]
    for (x, y), bias in zip(places[2:], (-0.5, 1.5, -1.5), strict=True):
        assert 0 < below[x, f"b = {number(bias)}"] - y < 0.5
    assert_apart(ax)
    assert not [word for word in words(plots.network(LECTURE)) if word.startswith("b =")]


def test_headings_number_the_layers_and_say_what_they_are():
    network = IndexedNetwork([np.ones((3, 2)), np.ones((2, 1))], activation=["relu", "linear"])
    headings = [word for word in words(plots.network(network)) if word.startswith("layer")]
    assert headings == ["layer 1\n3 inputs", "layer 2\n2 relu", "layer 3\n1 linear"]
    assert "layer 1\n1 input" in words(plots.network(net(1, 2)))


@pytest.mark.parametrize("x", [None, [0.5, -1.0]])
def test_eight_units_are_drawn_each(x):
    ax = plots.network(net(2, 8, 8, 2), x)
    assert len(units(ax)) == 20
    assert len(list(edges(ax))) == 16 + 64 + 16
    assert "⋮" not in words(ax)
    assert_apart(ax)
    assert min(text.get_size() for text in ax.texts) > 0.95 * SMALL


def test_more_units_are_elided_with_a_sign():
    model = net(784, 128, 9, 1)
    ax = plots.network(model)
    assert len(units(ax)) == 3 * 7 + 1
    assert words(ax).count("⋮") == 3
    assert {"layer 1\n784 inputs", "layer 2\n128 linear", "layer 3\n9 linear"} <= set(words(ax))
    names = [word for word in words(ax) if word.startswith("$x")]
    assert names == [f"$x_{{{i}}}$" for i in (1, 2, 3, 4, 5, 6, 784)]
    assert len(list(edges(ax))) == 49 + 49 + 7
    assert_apart(ax)


def test_elided_units_have_their_own_weights():
    weight = np.zeros((1, 20))
    weight[0, 19] = -1
    ax = plots.network(Sequential(Linear.from_weight(weight)))
    signs = [to_hex(colour) == VERMILION.lower() for _, colour, _, _ in edges(ax)]
    assert signs == [False] * 6 + [True]


def test_a_sequential_looks_like_its_indexed_network():
    assert words(plots.network(XOR.to_sequential(), [1, 0])) == words(plots.network(XOR, [1, 0]))


def test_zero_weights_are_drawn_thin():
    ax = plots.network(Sequential(Linear.from_weight([[0.0, 0.0]])))
    assert [width for *_, width in edges(ax)] == [0.5, 0.5]


def test_text_shrinks_with_the_room_that_it_has():
    _, (small, _) = plt.subplots(1, 2, figsize=(4.2, 3.2))
    sizes = {text.get_size() for text in plots.network(LECTURE, ax=small).texts}
    assert len(sizes) == 1
    assert 0.3 * SMALL < sizes.pop() < 0.6 * SMALL
    _, large = plt.subplots(figsize=(9, 9))
    assert {text.get_size() for text in plots.network(LECTURE, ax=large).texts} == {SMALL}


def chain():
    w, x, b = Value(-0.5, "w"), Value(2.0, "x"), Value(1.0, "b")
    z = w * x - b
    z.label = "z"
    output = z.relu() + 3 * x
    output.backward()
    return output


def boxes(ax):
    """The Bbox of each node, in the order of the graph's nodes; y grows downwards."""
    patches = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    return [Bbox.from_bounds(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in patches]


def arrows(ax):
    """The points (n, 2) of each arrow, in the order of the graph's edges."""
    # get_path() would give the arrow's outline.
    return [patch._path_original.vertices for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_boxes_tell_operation_value_and_gradient():
    output = chain()
    ax = plots.computation_graph(output)
    texts = texts_at(ax)
    told = [texts[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2] for box in boxes(ax)]
    assert dict(zip(map(Graph(output).name, Graph(output).nodes), told, strict=True)) == {
        "w": "w\ndata −0.5\ngrad 0",
        "x": "x\ndata 2\ngrad 3",
        "v2": "×\ndata −1\ngrad 0",
        "b": "b\ndata 1\ngrad 0",
        "z": "z (−)\ndata −2\ngrad 0",
        "v5": "relu\ndata 0\ngrad 1",
        "3": "data 3\ngrad 2",
        "v7": "×\ndata 6\ngrad 1",
        "v8": "+\ndata 6\ngrad 1",
    }


def test_numbers_in_boxes_have_three_digits():
    value = Value(0.123456)
    (word,) = words(plots.computation_graph(value))
    assert word == "data 0.123\ngrad 0"


def test_a_graph_is_drawn_as_its_output_is():
    output = chain()
    assert texts_at(plots.computation_graph(Graph(output))) == texts_at(plots.computation_graph(output))


def test_leaves_are_blue():
    output = chain()
    ax = plots.computation_graph(output)
    patches = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    for node, patch in zip(Graph(output).nodes, patches, strict=True):
        assert patch.get_facecolor() == CELLS(0.5 if node.inputs else 1.0)


def assert_well_drawn(output):
    """Boxes apart, each arrow from its input to its operation's side for it, and over no other box."""
    graph = Graph(output)
    ax = plots.computation_graph(output)
    place = dict(zip(graph.nodes, boxes(ax), strict=True))
    for one, other in combinations(place.values(), 2):
        assert Bbox.intersection(one.padded(-1e-9), other.padded(-1e-9)) is None
    ports = [(port, node) for node in graph.nodes for port in range(len(node.inputs))]
    ends = {}
    for (port, node), points in zip(ports, arrows(ax), strict=True):
        start, end = place[node.inputs[port]], place[node]
        np.testing.assert_allclose(points[0], [(start.x0 + start.x1) / 2, start.y1])
        assert end.x0 < points[-1][0] < end.x1
        assert points[-1][1] == pytest.approx(end.y0)
        assert (np.diff(points[:, 1]) > 0).all()  # forward is down
        ends.setdefault(node, []).append(points[-1][0])
        for a, b in pairwise(points):
            for x, y in a + np.linspace(0, 1, 20)[:, np.newaxis] * (b - a):
                assert not [box for box in place.values() if box.padded(-1e-9).contains(x, y)]
    for places in ends.values():
        assert (np.diff(places) > 0.1).all()  # the first input on the left, two arrows never one
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    page = Bbox([[left, top], [right, bottom]]).padded(1e-9)
    assert all(page.contains(*corner) for box in place.values() for corner in box.get_points())
    return ax


@st.composite
def graphs(draw):
    """A Value of at most 30 nodes, some used twice."""
    pool = [Value(1.0), Value(2.0)]
    for _ in range(draw(st.integers(1, 12))):
        a, b = (pool[draw(st.integers(-min(4, len(pool)), -1))] for _ in range(2))
        pool.append(
            draw(st.sampled_from([lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a.tanh()]))(a, b)
        )
    return pool[-1] + pool[-2] * 0.5


@given(graphs())
@settings(max_examples=15)
def test_no_graph_has_boxes_or_arrows_over_each_other(output):
    assert_well_drawn(output)
    plt.close("all")


def network_loss():
    """The loss of a 2-2-1 network: 27 nodes."""
    x = [Value(1.0, "x1"), Value(-2.0, "x2")]
    z = []
    for j in range(2):
        w = [Value(0.3 * (i + j) - 0.4, f"w{i + 1}{j + 1}") for i in range(2)]
        z.append((w[0] * x[0] + w[1] * x[1] + Value(0.1, f"b{j + 1}")).tanh())
    output = (z[0] * Value(1.5, "v1") + z[1] * Value(-0.5, "v2")).sigmoid()
    loss = (output - 1) ** 2
    loss.backward()
    return loss


@pytest.mark.parametrize("output", [chain(), network_loss(), Value(3.0, "x"), Value(3.0) ** 2], ids=repr)
def test_graphs_of_a_chapter_are_well_drawn(output):
    ax = assert_well_drawn(output)
    assert len(words(ax)) == len(boxes(ax)) == len(Graph(output).nodes)
    assert_apart(ax)
    assert min(text.get_size() for text in ax.texts) > 0.95 * SMALL
    texts, patches = ax.texts, [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    for text, patch in zip(texts, patches, strict=True):
        inside, box = text.get_window_extent(), patch.get_window_extent()
        assert box.x0 + 1 < inside.x0
        assert inside.x1 < box.x1 - 1
        assert box.y0 < inside.y0
        assert inside.y1 < box.y1


def test_a_chain_runs_straight_down():
    value = Value(0.5)
    for _ in range(4):
        value = value.tanh()
    for points in arrows(plots.computation_graph(value)):
        assert points[0][0] == pytest.approx(points[-1][0])


def test_a_value_used_twice_has_two_arrows():
    x = Value(3.0, "x")
    first, second = arrows(plots.computation_graph(x * x))
    np.testing.assert_array_equal(first[0], second[0])
    assert first[-1][0] < second[-1][0]


def test_boxes_keep_their_shape_in_any_axes():
    _, (wide, high) = plt.subplots(2, 1, figsize=(8, 4), height_ratios=[1, 2])
    for ax in (plots.computation_graph(chain(), ax=wide), plots.computation_graph(chain(), ax=high)):
        ax.figure.draw_without_rendering()
        box = next(patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)).get_window_extent()
        assert box.width / box.height == pytest.approx(0.93 * 74 / (0.66 * 62), rel=0.1)


BAD = {
    "x of another size": (
        lambda: plots.network(LECTURE, [1.0, 2.0]),
        ValueError,
        "shape (3,), got shape (2,)",
    ),
    "a batch": (
        lambda: plots.network(LECTURE, [X]),
        ValueError,
        "x must be one input of shape (3,), got shape (1, 3)",
    ),
    "x with NaN": (lambda: plots.network(LECTURE, [1, np.nan, 0]), ValueError, "x must be finite, got nan"),
    "a word": (lambda: plots.network("3-3-2-1"), TypeError, "must be a Sequential, got '3-3-2-1'"),
    "weights": (lambda: plots.network(np.ones((2, 2))), TypeError, "must be a Sequential, got array"),
    "dropout": (
        lambda: plots.network(
            Sequential(Linear.from_weight([[1.0]]), Dropout(0.5, rng=np.random.default_rng(0)))
        ),
        TypeError,
        "Dropout(p=0.5)",
    ),
    "activation first": (
        lambda: plots.network(Sequential(Activation("relu"), Linear.from_weight([[1.0]]))),
        TypeError,
        "has no place here",
    ),
    "softmax": (lambda: plots.network(Sequential(*net(2, 2), Activation("softmax"))), ValueError, "softmax"),
    "layers that do not fit": (
        lambda: plots.network(Sequential(*net(2, 2), *net(3, 1))),
        ValueError,
        "weights[1] has shape (3, 1)",
    ),
    "network: no axes": (
        lambda: plots.network(LECTURE, ax="left"),
        TypeError,
        "ax must be one Axes of matplotlib",
    ),
    "a number": (
        lambda: plots.computation_graph(3.0),
        TypeError,
        "Graph takes the Value at the graph's end, got float",
    ),
    "a list": (lambda: plots.computation_graph([Value(1.0)]), TypeError, "got list"),
    "graph: axes": (lambda: plots.computation_graph(Value(1.0), ax=1), TypeError, "ax must be one Axes"),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
