"""The graph figure shows nnkit.scalar's numbers: the same nodes, values, and gradients at every step."""

import numpy as np
import pytest

from nnkit.figures._graph import EXAMPLES, record
from nnkit.figures.evaluate import evaluate

PROGRAMS = [example["program"] for example in EXAMPLES] + [
    "s = x + y\np = x * y\nf = s * p",
    "u = 2 * x - y / 4\nf = u * u + (x * u).tanh()",
    "f = -(x ** 2) ** 0.5 - 1 / (y ** 2 + 0.1)",
    "p = (-x).exp()\nf = (1 / (1 + p) + y.relu()).log() * 2 ** y",
    "f = 2 * 3 ** 2 * x - -1.5 * y ** -1",
]
NAMES = ["x", "y", "w", "b", "w1", "w2", "w3"]


def states():
    rng = np.random.default_rng(51)
    for i in range(100):
        leaves = dict(zip(NAMES, rng.uniform(-3, 3, len(NAMES)).tolist(), strict=True))
        yield {"program": PROGRAMS[i % len(PROGRAMS)], "leaves": leaves, "at": int(rng.integers(0, 25))}


@pytest.fixture(scope="module")
def shown():
    """List of (state, numbers that the figure computed)."""
    listed = list(states())
    return list(
        zip(
            listed,
            evaluate([{"part": "graph", "call": "compute", "arguments": [state]} for state in listed]),
            strict=True,
        )
    )


def test_the_nodes_are_those_of_nnkit(shown):
    for state, numbers in shown:
        graph = record(state["program"], state["leaves"])
        assert [node["name"] for node in numbers["nodes"]] == [graph.name(node) for node in graph.nodes]
        assert [node["formula"] for node in numbers["nodes"]] == [graph.formula(node) for node in graph.nodes]
        np.testing.assert_allclose(numbers["values"], [node.data for node in graph.nodes], rtol=1e-9)
        for node, local in zip(graph.nodes, numbers["locals"], strict=True):
            np.testing.assert_allclose(local, node.local_derivatives, rtol=1e-9, atol=1e-12)


def gradients_after(graph, steps):
    """The gradients when the output has its 1 and `steps` nodes have passed theirs on."""
    graph.zero_grad()
    graph.output.grad = 1
    walk = graph.backward_steps()
    for _ in range(steps):
        next(walk)
    return [node.grad for node in graph.nodes]


def test_the_gradients_are_those_of_nnkit_at_every_step(shown):
    partial = 0
    for state, numbers in shown:
        graph = record(state["program"], state["leaves"])
        forward = len(list(graph.forward_steps()))
        assert len(numbers["steps"]) == 2 * forward + 2
        backward = numbers["at"] - forward - 1
        computed = [node.data for node in list(graph.forward_steps())[: numbers["at"]]]
        seen = [
            value
            for value, node in zip(numbers["seen"], graph.nodes, strict=True)
            if node.inputs and value is not None
        ]
        np.testing.assert_allclose(seen, computed, rtol=1e-9)
        if backward < 0:
            assert set(numbers["grads"]) == {None}
            continue
        partial += backward < forward
        grads = [grad or 0 for grad in numbers["grads"]]
        np.testing.assert_allclose(grads, gradients_after(graph, backward), rtol=1e-9, atol=1e-9)
    assert partial > 10


def test_a_node_that_is_no_real_number_ends_the_graph():
    state = {"program": "u = x.log()\nf = u * y", "leaves": {"x": -1, "y": 2}, "at": 2}
    with pytest.raises(ValueError, match="no real number"):
        record(state["program"], state["leaves"])
    calls = [{"part": "graph", "call": call, "arguments": [state]} for call in ("compute", "draw")]
    numbers, svg = evaluate(calls)
    assert (numbers["whole"], numbers["values"]) == (False, [-1, None, 2, None])
    assert len(numbers["steps"]) == 3  # no way backward
    assert "NaN" not in svg
