"""The figures as ipywidgets: their traits, and the view and state in an executed notebook."""

import html
import json
import re

import nbclient
import nbformat
import numpy as np
import pytest
from traitlets import TraitError

from nnkit.figures import CurveFigure, NeuronFigure, PlaneFigure

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
POINTS = [[1, 2, 1], [-1, 0.5, 0]]


def test_state_holds_what_was_given():
    figure = NeuronFigure(weight=np.array([1, -2]), bias=0.5, activation="step", points=np.array(POINTS))
    assert figure.state() == {
        "weight": [1.0, -2.0],
        "bias": 0.5,
        "activation": "step",
        "activations": ["sigmoid", "step", "relu", "linear"],
        "points": [[1.0, 2.0, 1], [-1.0, 0.5, 0]],
        "selected": 0,
        "limit": 3.0,
        "status": "",
        "tone": "",
    }


def test_html_carries_part_state_and_caption():
    figure = NeuronFigure(weight=[1, 2], caption='A "neuron" <b>')
    markup = figure.to_html()
    state = json.loads(html.unescape(re.search('data-state="([^"]*)"', markup)[1]))
    assert state == figure.state()
    assert 'data-part="neuron"' in markup
    assert "<figcaption>A &quot;neuron&quot; &lt;b&gt;</figcaption>" in markup


@pytest.mark.parametrize(
    ("part", "traits"),
    [
        (NeuronFigure, {"weight": [1, 2, 3]}),
        (NeuronFigure, {"activation": "tanh"}),
        (NeuronFigure, {"activations": ["step", "tanh"], "activation": "step"}),
        (NeuronFigure, {"activations": []}),
        (NeuronFigure, {"points": [[1, 2]]}),
        (NeuronFigure, {"points": [[1, 2, -1]]}),
        (NeuronFigure, {"points": [[np.nan, 2, 1]]}),
        (PlaneFigure, {"xlim": [0, 1, 2]}),
        (CurveFigure, {"tone": "loud"}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else next(iter(value)),
)
def test_a_wrong_trait_is_refused(part, traits):
    with pytest.raises(TraitError):
        part(**traits)


def test_the_activation_is_one_of_those_offered():
    figure = NeuronFigure(activations=["step", "sigmoid"], activation="step")
    with pytest.raises(TraitError, match="'relu' is not one of activations"):
        figure.activation = "relu"
    with pytest.raises(TraitError, match="'sigmoid' is not one of"):
        NeuronFigure(activations=["step"])


def test_a_curve_keeps_its_step():
    assert CurveFigure(x=[0], curves=[{"name": "n", "y": [1], "step": True}]).curves[0]["step"] is True


def test_numbers_that_are_not_finite_become_gaps():
    curve = {"name": "log", "y": np.array([-np.inf, np.nan, 1])}
    assert CurveFigure(x=[0, 1, 2], curves=[curve]).curves[0]["y"] == [None, None, 1.0]
    line = {"name": "yours", "role": "yours", "weight": [np.inf, -1], "bias": 0}
    assert PlaneFigure(lines=[line]).lines[0]["weight"] == [None, -1.0]


def test_repr_reads_like_the_call():
    assert repr(NeuronFigure(weight=[1, 2], bias=3)) == "NeuronFigure(bias=3.0, weight=[1.0, 2.0])"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A notebook with one figure, executed by a real kernel."""
    source = f"from nnkit.figures import NeuronFigure\nNeuronFigure(weight=[1.5, -0.5], points={POINTS})"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return notebook


def test_an_executed_notebook_shows_the_widget(executed):
    [output] = executed.cells[0].outputs
    saved = executed.metadata.widgets[STATE]["state"]
    model = saved[output.data[VIEW]["model_id"]]
    assert model["model_name"] == "AnyModel"
    assert model["model_module"] == "anywidget"
    assert model["state"]["weight"] == [1.5, -0.5]
    assert model["state"]["points"] == [[1.0, 2.0, 1], [-1.0, 0.5, 0]]
    assert "export{" in model["state"]["_esm"]


def test_an_executed_notebook_also_holds_the_static_form(executed):
    [output] = executed.cells[0].outputs
    assert output.data["text/html"].startswith('<figure class="nn-figure" data-part="neuron"')
