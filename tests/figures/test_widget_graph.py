"""The graph figure's traits, and the code that it gives away."""

import subprocess
import sys

import pytest
from traitlets import TraitError

from nnkit.figures import GraphFigure
from nnkit.figures._graph import record
from nnkit.figures.evaluate import evaluate


def test_the_graph_is_the_programs():
    graph = GraphFigure(program="y = 3 * x ** 2", leaves={"x": 2}).graph()
    assert (graph.output.data, graph.nodes[1].label, graph.nodes[1].grad) == (12, "x", 12)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("z == 2 * x", "no step of a graph"),
        ("z = w *", "no step of a graph"),
        ("z = x", "computes nothing"),
        ("z = 2 * 3", "computes nothing"),
        ("z = sin(x)", "which a graph has not"),
        ("z = x.sigmoid(3)", "which a graph has not"),
        ("z = __import__('os').getcwd() * x", "which a graph has not"),
        ("z = x ** y", "is no graph of nnkit.scalar"),
        ("", "at least one line"),
    ],
)
def test_what_is_no_program_is_refused(program, words):
    with pytest.raises(TraitError, match=words):
        GraphFigure(program=program)
    with pytest.raises(TraitError, match=words):
        GraphFigure(examples=[{"title": "bad", "program": program, "leaves": {}}])


def test_a_function_without_a_value_at_one_is_still_a_program():
    assert GraphFigure(program="y = (x - 1).log()", leaves={"x": 2}).graph().output.data == 0


def test_other_wrong_traits_are_refused():
    with pytest.raises(TraitError, match="title, a program and leaves"):
        GraphFigure(examples=[{"program": "y = 2 * x"}])
    for wrong in ({"at": -1}, {"leaves": {"x": "two"}}):
        with pytest.raises(TraitError):
            GraphFigure(**wrong)


def test_a_name_may_be_given_anew():
    assert record("z = 2 * x\nx = z + 1", {"x": 3}).output.data == 7


@pytest.mark.parametrize("library", ["nnkit", "torch"])
def test_the_copied_code_gives_the_figures_gradients(library):
    figure = GraphFigure()
    [copies] = evaluate([{"part": "graph", "call": "code", "arguments": [figure.state()]}])
    said = subprocess.run([sys.executable, "-c", copies[library]], capture_output=True, text=True, check=True)
    for leaf in figure.graph().nodes:
        if leaf.label in figure.leaves:
            assert f"{leaf.grad:.4f}"[:-1] in said.stdout
