"""scalar: every operation by hand, whole expressions against torch and micrograd, graphs deep and wide."""

import math
import subprocess
import sys

import micrograd.engine
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import PACKAGE, refusals
from nnkit_strategies import assert_equals_torch

from benchmarks.scalar import Model, step
from nnkit.gradcheck import gradcheck
from nnkit.scalar import Graph, Value

E = math.e
# the expression of x = a and y = b, the numbers a and b, the value, its derivatives by x and by y
OPERATIONS = [
    pytest.param(lambda x, y: x + y, 2, -3, -1, 1, 1, id="+"),
    pytest.param(lambda x, y: x - y, 2, -3, 5, 1, -1, id="-"),
    pytest.param(lambda x, y: x * y, 2, -3, -6, -3, 2, id="*"),
    pytest.param(lambda x, y: x / y, 3, -2, -1.5, -0.5, -0.75, id="/"),
    pytest.param(lambda x, y: -x, 2, 0, -2, -1, 0, id="neg"),
    pytest.param(lambda x, y: x + 3, 2, 0, 5, 1, 0, id="+number"),
    pytest.param(lambda x, y: x - 3, 2, 0, -1, 1, 0, id="-number"),
    pytest.param(lambda x, y: x * 3, 2, 0, 6, 3, 0, id="*number"),
    pytest.param(lambda x, y: x / 4, 2, 0, 0.5, 0.25, 0, id="/number"),
    pytest.param(lambda x, y: 3 + x, 2, 0, 5, 1, 0, id="number+"),
    pytest.param(lambda x, y: 3 - x, 2, 0, 1, -1, 0, id="number-"),
    pytest.param(lambda x, y: 3 * x, 2, 0, 6, 3, 0, id="number*"),
    pytest.param(lambda x, y: 4 / x, 2, 0, 2, -1, 0, id="number/"),
    pytest.param(lambda x, y: x**3, 2, 0, 8, 12, 0, id="cube"),
    pytest.param(lambda x, y: x**-2, -2, 0, 0.25, 0.25, 0, id="negative-power-of-a-negative"),
    pytest.param(lambda x, y: x**0.5, 4, 0, 2, 0.25, 0, id="root"),
    pytest.param(lambda x, y: x**0, 0, 0, 1, 0, 0, id="0**0"),
    pytest.param(lambda x, y: x**1, 0, 0, 0, 1, 0, id="0**1"),
    pytest.param(lambda x, y: x**2, 0, 0, 0, 0, 0, id="0**2"),
    pytest.param(lambda x, y: 2**x, 3, 0, 8, 8 * math.log(2), 0, id="number**"),
    pytest.param(lambda x, y: x.exp(), 1, 0, E, E, 0, id="exp"),
    pytest.param(lambda x, y: x.exp(), -1000, 0, 0, 0, 0, id="exp-far-left"),
    pytest.param(lambda x, y: x.log(), 4, 0, math.log(4), 0.25, 0, id="log"),
    pytest.param(lambda x, y: x.tanh(), math.log(2), 0, 0.6, 0.64, 0, id="tanh"),
    pytest.param(lambda x, y: x.tanh(), -1000, 0, -1, 0, 0, id="tanh-far-left"),
    pytest.param(lambda x, y: x.sigmoid(), math.log(4), 0, 0.8, 0.16, 0, id="sigmoid"),
    pytest.param(lambda x, y: x.sigmoid(), -math.log(4), 0, 0.2, 0.16, 0, id="sigmoid-left"),
    pytest.param(lambda x, y: x.sigmoid(), 1000, 0, 1, 0, 0, id="sigmoid-far-right"),
    pytest.param(lambda x, y: x.sigmoid(), -1000, 0, 0, 0, 0, id="sigmoid-far-left"),
    pytest.param(lambda x, y: x.relu(), 2, 0, 2, 1, 0, id="relu"),
    pytest.param(lambda x, y: x.relu(), -2, 0, 0, 0, 0, id="relu-left"),
    pytest.param(lambda x, y: x.relu(), 0, 0, 0, 0, 0, id="relu-at-0-as-torch"),
    pytest.param(lambda x, y: x + x + x, 2, 0, 6, 3, 0, id="fan-out-adds-up"),
    pytest.param(lambda x, y: x * x, 3, 0, 9, 6, 0, id="both-inputs-the-same"),
    pytest.param(lambda x, y: x, 3, 0, 3, 1, 0, id="a-leaf"),
]


@pytest.mark.parametrize(("f", "a", "b", "value", "by_x", "by_y"), OPERATIONS)
def test_hand_worked_values_and_derivatives(f, a, b, value, by_x, by_y):
    x, y = Value(a), Value(b)
    out = f(x, y)
    assert out.data == pytest.approx(value, abs=1e-15)
    out.backward()
    assert (x.grad, y.grad) == pytest.approx((by_x, by_y), abs=1e-15)
    assert {type(number) for node in Graph(out).nodes for number in (node.data, node.grad)} == {float}


def lecture_like():
    """L = (a b + c) f, the example of micrograd's lecture, all nodes labelled."""
    a, b, c, f = Value(2, "a"), Value(-3, "b"), Value(10, "c"), Value(-2, "f")
    e = a * b
    e.label = "e"
    d = e + c
    d.label = "d"
    out = d * f
    out.label = "L"
    return out, {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f}


def test_the_chain_rule_by_hand():
    out, nodes = lecture_like()
    out.backward()
    assert out.data == -8
    assert [nodes[name].grad for name in "abcdef"] == [6, -4, -2, -2, -2, 4]


TWO = ["+", "-", "*", "/"]
ONE = ["neg", "relu", "square", "cube", "inverse", "number", "reflected"]  # micrograd has these too
MORE = ["exp", "log", "tanh", "sigmoid", "root", "two-to-the"]


def apply(op, x, y, kind):
    """The operation in Value, torch or micrograd; the same guards keep every number small."""
    calls = {
        "+": lambda: x + y,
        "-": lambda: x - y,
        "*": lambda: x * y * 0.3,
        "/": lambda: x / (y * y + 1),
        "neg": lambda: -x,
        "relu": lambda: x.relu(),
        "square": lambda: 0.2 * x**2,
        "cube": lambda: x**3 / 40,
        "inverse": lambda: (x * x + 0.5) ** -1,
        "number": lambda: (x * 2 - 1) / 4 + 0.5,
        "reflected": lambda: 1 + 2 * (3 - x) + 4 / (1 + x * x),
        "exp": lambda: (0.3 * x).exp(),
        "log": lambda: (x * x + 1).log(),
        "tanh": lambda: x.tanh(),
        "sigmoid": lambda: torch.sigmoid(x) if kind is torch else x.sigmoid(),
        "root": lambda: (x * x + 1) ** 0.5,
        "two-to-the": lambda: 2 ** (0.3 * x),
    }
    return calls[op]()


@st.composite
def programs(draw, ops):
    """Numbers for the leaves, and lines (op, i, j): apply op to what lines i and j gave."""
    leaves = draw(st.lists(st.floats(-2, 2).map(lambda x: round(x, 3)), min_size=1, max_size=4))
    count = draw(st.integers(1, 10))
    pick = st.integers(0, 100)
    lines = draw(st.lists(st.tuples(st.sampled_from(ops), pick, pick), min_size=count, max_size=count))
    return leaves, lines


def run(leaves, lines, kind):
    """All nodes that a program makes, leaves first, and a number to which each of them contributes."""
    nodes = list(leaves)
    for op, i, j in lines:
        nodes.append(apply(op, nodes[i % len(nodes)], nodes[j % len(nodes)], kind))
    return nodes, sum(nodes[:-1], nodes[-1] * 0.5)


def in_scalar(program):
    leaves, lines = program
    return run([Value(x) for x in leaves], lines, Value)


@given(programs(TWO + ONE + MORE))
def test_values_and_gradients_equal_torch(program):
    nodes, out = in_scalar(program)
    out.backward()
    tensors, torch_out = run(
        [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in program[0]], program[1], torch
    )
    grads = torch.autograd.grad(torch_out, tensors)
    assert_equals_torch([node.data for node in nodes], torch.stack(tensors))
    assert_equals_torch([node.grad for node in nodes], torch.stack(grads))


@given(programs(TWO + ONE))
def test_values_and_gradients_equal_micrograd(program):
    nodes, out = in_scalar(program)
    out.backward()
    peers, peer_out = run([micrograd.engine.Value(x) for x in program[0]], program[1], micrograd)
    peer_out.backward()
    np.testing.assert_allclose([n.data for n in nodes], [n.data for n in peers], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose([n.grad for n in nodes], [n.grad for n in peers], rtol=1e-10, atol=1e-10)


@given(programs(["+", "-", "*", "/", "tanh", "sigmoid", "log"]))
def test_gradients_pass_gradcheck(program):
    def value(x):
        return run([Value(one) for one in x], program[1], Value)[1].data

    def grad(x):
        nodes, out = run([Value(one) for one in x], program[1], Value)
        out.backward()
        return np.array([leaf.grad for leaf in nodes[: len(x)]])

    assert gradcheck(value, program[0], grad)


def test_a_step_of_micrograds_demo_leads_both_to_the_same_weights():
    points, labels = np.random.default_rng(0).uniform(-1, 2, (5, 2)).tolist(), [-1, 1, 1, -1, 1]
    ends = []
    for value in (Value, micrograd.engine.Value):
        model = Model(value, np.random.default_rng(3))
        losses = [step(value, model, points, labels, lr=0.1) for _ in range(4)]
        ends.append([p.data for p in model.parameters] + losses)
    np.testing.assert_allclose(*ends, rtol=1e-9)
    assert ends[0][-1] < ends[0][-4]


def test_leaves_accumulate_over_calls_and_computed_nodes_do_not():
    x = Value(3)
    square = x * x
    out = square * 2
    out.backward()
    out.backward()
    assert (x.grad, square.grad, out.grad) == (24, 2, 1)
    (square * 5).backward()
    assert (x.grad, square.grad) == (54, 5)
    x.backward()
    assert x.grad == 55


def test_zero_grad_starts_afresh():
    out, nodes = lecture_like()
    out.backward()
    graph = Graph(out)
    graph.zero_grad()
    assert [node.grad for node in graph.nodes] == [0] * 7
    nodes["d"].grad = 100  # what lies in a computed node does no harm
    out.backward()
    assert nodes["a"].grad == 6


def test_derivatives_are_those_of_the_numbers_at_the_time():
    x, y = Value(2), Value(5)
    out = x * y
    y.data = 7
    out.backward()
    assert (out.data, x.grad) == (10, 5)


def test_a_step_downhill_keeps_plain_floats():
    x = Value(np.float32(1.5), "x")
    (x * np.int64(2) + np.float64(1) * x + True).backward()
    x.data -= np.float64(0.5) * x.grad
    x.grad = np.int64(0)
    assert (x.data, x.grad) == (0, 0)
    assert (type(x.data), type(x.grad)) == (float, float)


def test_a_misspelt_attribute_is_no_new_one():
    with pytest.raises(AttributeError, match="garde"):
        Value(1).garde = 0


def test_numpy_numbers_on_the_left_ask_the_value():
    x = Value(2)
    results = [np.float64(3) + x, np.float32(3) - x, np.int64(3) * x, np.float64(3) / x, np.float64(3) ** x]
    assert [type(result) for result in results] == [Value] * 5
    assert [result.data for result in results] == [5, 1, 6, 1.5, 9]


@given(programs(TWO + ONE + MORE))
def test_nodes_stand_after_their_inputs_once_each(program):
    _, out = in_scalar(program)
    graph = Graph(out)
    place = {node: index for index, node in enumerate(graph.nodes)}
    assert len(place) == len(graph.nodes)
    assert graph.nodes[-1] is graph.output is out
    assert all(place[input] < place[node] for input, node in graph.edges)
    assert len(graph.edges) == sum(len(node.inputs) for node in graph.nodes)
    used = {input for input, _ in graph.edges}
    assert used == set(graph.nodes) - {out}


def test_nodes_and_edges_of_a_small_graph():
    out, nodes = lecture_like()
    graph = Graph(out)
    assert [node.label for node in graph.nodes] == ["a", "b", "e", "c", "d", "f", "L"]
    assert [node.op for node in graph.nodes] == ["", "", "*", "", "+", "", "*"]
    assert [(x.label, y.label) for x, y in graph.edges] == [
        tuple(pair) for pair in ("ae", "be", "ed", "cd", "dL", "fL")
    ]
    assert nodes["e"].inputs == (nodes["a"], nodes["b"])
    assert nodes["e"].local_derivatives == (-3, 2)
    assert nodes["a"].inputs == nodes["a"].local_derivatives == ()
    square = nodes["a"] * nodes["a"]
    assert Graph(square).edges == [(nodes["a"], square)] * 2


def test_steps_forward_are_the_operations_in_order():
    out, nodes = lecture_like()
    assert list(Graph(out).forward_steps()) == [nodes["e"], nodes["d"], out]


def test_steps_backward_show_each_number_when_it_moves():
    out, nodes = lecture_like()
    nodes["b"].grad = 5.0  # left by an earlier backward
    steps = Graph(out).backward_steps()
    assert next(steps) is out
    assert [nodes[name].grad for name in "fdecab"] == [4, -2, 0, 0, 0, 5]
    assert next(steps) is nodes["d"]
    assert [nodes[name].grad for name in "fdecab"] == [4, -2, -2, -2, 0, 5]
    assert list(steps) == [nodes["e"]]
    assert [nodes[name].grad for name in "fdecab"] == [4, -2, -2, -2, 6, 1]


@given(programs(TWO + ONE + MORE))
def test_steps_backward_end_where_backward_does(program):
    nodes, out = in_scalar(program)
    out.backward()
    at_once = [node.grad for node in nodes]
    graph = Graph(out)
    graph.zero_grad()
    into = dict.fromkeys(graph.nodes, 0.0)
    into[out] = 1.0
    for node in graph.backward_steps():
        assert node.grad == into[node]  # all of it has come in before it is passed on
        for input, slope in zip(node.inputs, node.local_derivatives, strict=True):
            into[input] += node.grad * slope
        assert [input.grad for input in node.inputs] == [into[input] for input in node.inputs]
    assert [node.grad for node in nodes] == at_once


def test_print_shows_the_graph_as_a_table():
    x = Value(-2, "x")
    out = ((2**x + 0.75) * x - 3) ** 2 / Value(8, "width")
    out.label = "out"
    out.backward()
    assert str(Graph(out)).splitlines() == [
        "node   operation   value   gradient",
        "x                     -2  -0.816783",
        "v1     2**(x)       0.25        2.5",
        "0.75                0.75        2.5",
        "v3     v1 + 0.75       1        2.5",
        "v4     v3 * x         -2      -1.25",
        "3                      3       1.25",
        "v6     v4 - 3         -5      -1.25",
        "v7     v6**2          25      0.125",
        "width                  8  -0.390625",
        "out    v7 / width  3.125          1",
    ]


def test_repr_is_one_line():
    out, nodes = lecture_like()
    out.backward()
    assert repr(nodes["a"]) == "Value(data=2, grad=6, label='a')"
    assert repr(nodes["a"] / 3) == "Value(data=0.666667, grad=0, op='/')"
    assert repr(Graph(out)) == "Graph(7 nodes, output Value(data=-8, grad=1, op='*', label='L'))"


def test_names_are_labels_numbers_or_places():
    x = Value(2.5)
    out = (x * Value(1, "x")).exp()
    graph = Graph(out)
    assert [graph.name(node) for node in graph.nodes] == ["2.5", "x", "v2", "v3"]
    assert [graph.formula(node) for node in graph.nodes] == ["", "", "2.5 * x", "exp(v2)"]


# In a process of its own: an overflow of the C stack ends it. So few frames and so little stack are left that
# any recursion over the 100,000 nodes fails.
DEEP = """
import gc, resource, sys
import nnkit.scalar as scalar
resource.setrlimit(resource.RLIMIT_STACK, (1 << 18, resource.getrlimit(resource.RLIMIT_STACK)[1]))
x = y = scalar.Value(1.0, "x")
for k in range({depth}):
    y = {line}
graph = scalar.Graph(y)
sys.setrecursionlimit(40)
y.backward()
grad = x.grad
steps = sum(1 for _ in graph.backward_steps())
rows = len(str(graph).splitlines())
print(len(graph.nodes), len(graph.edges), steps, grad, rows, repr(y)[:11], repr(graph)[:6])
gc.collect()
del graph, y
gc.collect()
print(sys.getrefcount(x))
"""


@pytest.mark.parametrize(
    ("line", "nodes", "edges", "steps", "grad"),
    [
        pytest.param("-y", 100_001, 100_000, 100_000, 1.0, id="one-input"),
        pytest.param("y + x", 100_001, 200_000, 100_000, 100_001.0, id="fan-out-100001"),
        pytest.param("y * 1", 200_001, 200_000, 100_000, 1.0, id="numbers"),
    ],
)
def test_a_chain_of_100000_nodes_needs_no_recursion(line, nodes, edges, steps, grad):
    program = DEEP.format(depth=100_000, line=line)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    numbers, references = done.stdout.splitlines()
    assert numbers == f"{nodes} {edges} {steps} {grad} {nodes + 1} Value(data= Graph("
    assert references == "2"  # nothing of the graph has stayed


def test_a_wide_graph():
    x = Value(0.5)
    layer = [x * k for k in range(1 << 15)]
    total = sum(range(1 << 15))
    while len(layer) > 1:
        layer = [a + b for a, b in zip(layer[::2], layer[1::2], strict=True)]
    layer[0].backward()
    assert (layer[0].data, x.grad) == (total / 2, total)


def test_a_diamond_of_paths_is_walked_once():
    x = y = Value(1.0)
    for _ in range(60):  # 2**60 paths, 61 nodes
        y = y + y
    y.backward()
    assert (x.grad, len(Graph(y).nodes)) == (2.0**60, 61)


def overflowing_gradient():
    small = Value(1e-300, "small")
    (1e200 * (1e200 * small)).backward()


def set_attribute(value, name, to):
    setattr(value, name, to)


ARRAY = "got ndarray: this graph is of single numbers, no arrays"
NOT_FINITE = ": this or its derivative is no real number, or beyond the largest float"
BAD = {
    "a string": (lambda: Value("2"), TypeError, "a Value's data must be a number, got str"),
    "nothing": (lambda: Value(None), TypeError, "must be a number, got NoneType"),
    "complex": (lambda: Value(1j), TypeError, "must be a number, got complex"),
    "a Value": (lambda: Value(Value(1)), TypeError, "must be a number, got Value"),
    "an array": (lambda: Value(np.ones(3)), TypeError, ARRAY),
    "an array of one": (lambda: Value(np.array(1.0)), TypeError, ARRAY),
    "a tensor": (lambda: Value(torch.ones(1)), TypeError, "got Tensor: this graph is of single numbers"),
    "a list": (
        lambda: Value([1, 2]),
        TypeError,
        "got list: this graph is of single numbers",
    ),
    "a tuple": (lambda: Value((1, 2)), TypeError, "got tuple: this graph is of single numbers"),
    "value + array": (lambda: Value(1) + np.ones(3), TypeError, ARRAY),
    "array * value": (lambda: np.ones(3) * Value(1), TypeError, ARRAY),
    "array ** value": (lambda: np.ones(3) ** Value(1), TypeError, "a base must be a number, " + ARRAY),
    "value ** array": (lambda: Value(1) ** np.ones(3), TypeError, "an exponent must be a number, " + ARRAY),
    "value - string": (lambda: Value(1) - "x", TypeError, "must be a number, got str"),
    "a label that is a number": (
        lambda: Value(1, 2),
        TypeError,
        "label must be a string, got 2: write Value(",
    ),
    "NaN": (lambda: Value(float("nan")), ValueError, "a Value's data must be finite, got nan"),
    "inf": (lambda: Value(np.inf), ValueError, "must be finite, got inf"),
    "a number of 400 digits": (lambda: Value(10**400), ValueError, "must be finite, got inf"),
    "value * NaN": (lambda: Value(1) * np.nan, ValueError, "must be finite, got nan"),
    "data set to NaN": (lambda: set_attribute(Value(1), "data", np.nan), ValueError, "data must be finite"),
    "data set to an array": (lambda: set_attribute(Value(1), "data", np.ones(1)), TypeError, ARRAY),
    "data of a computed node": (
        lambda: set_attribute(Value(1, "x") + 1, "data", 3),
        ValueError,
        "Value(data=2, grad=0, op='+') was computed: set its inputs and compute it again",
    ),
    "grad set to None": (
        lambda: set_attribute(Value(1), "grad", None),
        TypeError,
        "grad must be a number, got No",
    ),
    "grad set to inf": (lambda: set_attribute(Value(1), "grad", np.inf), ValueError, "grad must be finite"),
    **{
        f"{formula} {k}": (call, ValueError, formula + NOT_FINITE)
        for k, (call, formula) in enumerate(
            [
                (lambda: Value(1, "x") / Value(0, "y"), "1 / 0"),
                (lambda: 3 / Value(0.0), "3 / 0"),
                (lambda: Value(0).log(), "log(0)"),
                (lambda: Value(-1).log(), "log(-1)"),
                (lambda: Value(710).exp(), "exp(710)"),
                (lambda: Value(0) ** -1, "0**-1"),
                (lambda: Value(0) ** 0.5, "0**0.5"),
                (lambda: Value(-8) ** (1 / 3), "(-8)**0.333333"),
                (lambda: Value(10) ** 400, "10**400"),
                (lambda: Value(1e-300) ** -1, "1e-300**-1"),  # its slope
                (lambda: 10 ** Value(400), "10**(400)"),
                (lambda: 0 ** Value(2), "0**(2)"),
                (lambda: (-2) ** Value(2), "-2**(2)"),
                (lambda: Value(1e308) + 1e308, "1e+308 + 1e+308"),
                (lambda: Value(-1e200) * 1e200, "(-1e+200) * 1e+200"),
                (lambda: Value(1e200) / 1e-200, "1e+200 / 1e-200"),
            ]
        )
    },
    "Value ** Value": (
        lambda: Value(2) ** Value(3),
        TypeError,
        "an exponent must be a number, got Value",
    ),
    "a gradient too large": (
        overflowing_gradient,
        ValueError,
        "the gradient at Value(data=1e-300, grad=inf, label='small') is beyond the largest float",
    ),
    "Graph of a number": (
        lambda: Graph(3.0),
        TypeError,
        "Graph takes the Value at the graph's end, got float",
    ),
    "a name from elsewhere": (
        lambda: Graph(Value(1)).name(Value(2)),
        ValueError,
        "Value(data=2, grad=0) is not in this graph: its output does not depend on it",
    ),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD, PACKAGE / "scalar.py")
