"""The figures as widgets in a real JupyterLab: drawn, moved by hand and by Python, linked, trained."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

import nnkit.figures

GIVEN = {
    "ArrayFigure": "arrays=[{'name': 'y', 'values': [[1, 2, 3], [4, 5, 6]]}]",
    "AssumptionsFigure": "sets=AssumptionsFigure.lecture(np.random.default_rng(0)).sets",
    "CurveFigure": "x=[0, 1, 2], curves=[{'name': 'y', 'y': [0, 1, 4]}], at=0.5",
    "NeuronFigure": "points=[[1, 1, 0], [-1, 2, 1]]",
    "PlaneFigure": "points=[[1, 1, 0]], movable=True, lines=[{'name': 'a', 'weight': [1, 1], 'bias': 0.5}]",
}
FIGURES = [name for name in nnkit.figures.__all__ if getattr(getattr(nnkit.figures, name), "part", None)]
CELLS = [
    "import numpy as np\nfrom nnkit.figures import *",
    *[f"{name.lower()} = {name}({GIVEN.get(name, '')})\n{name.lower()}" for name in FIGURES],
    "",  # for what the tests ask
]
LINK = """
from IPython.display import display
from ipywidgets import FloatSlider, IntSlider, jslink
z, count = FloatSlider(min=-5, max=5), IntSlider(value=200, max=500)
links = jslink((z, "value"), (activationfigure, "z")), jslink((count, "value"), (playground, "count"))
display(z, count)
"""
POINTS = """
points = np.array([[-1, 0, 0], [1, 0, 1], [0.5, 1, 1], [-0.5, -1, 0], [0.2, -0.3, 1]])
playground.points, playground.share = points, 0.0
playground.batch, playground.momentum, playground.lr = 0, 0.0, 0.5
x, y = points[:, :2], points[:, 2:]
"""
# library -> (a model for the playground, its outputs, one step of training with the library itself)
MODELS = {
    "nnkit": (
        """
from nnkit import fit
from nnkit.layers import Activation, Linear, Sequential
from nnkit.optim import SGD
rng = np.random.default_rng(0)
given = Sequential(Linear(2, 3, rng=rng), Activation("relu"), Linear(3, 1, rng=rng))
""",
        "given(x)",
        'fit(given, "binary_cross_entropy_with_logits", SGD(given.parameters(), 0.5), (x, y), epochs=1)',
    ),
    "torch": (
        """
import torch
torch.manual_seed(0)
given = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1)).double()
""",
        "given(torch.tensor(x)).detach().numpy()",
        """
torch.nn.functional.binary_cross_entropy_with_logits(given(torch.tensor(x)), torch.tensor(y)).backward()
torch.optim.SGD(given.parameters(), 0.5).step()
""",
    ),
}
PAINTED_ALIKE = """(canvases) => {
  const pixels = (c) => [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data];
  const [one, other] = canvases.map(pixels);
  return String(one) === String(other) && one.some((value, i) => i % 4 < 3 && value > 60);
}"""


@pytest.fixture(scope="module")
def notebook(opened, lab):
    """A notebook with a cell for each figure, which has run."""
    content = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    content.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(content, lab.work / "figures.ipynb")
    with opened("figures.ipynb") as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def show(notebook):
    """show(figure's class) -> its figure on the screen"""
    return lambda name: notebook.figure(1 + FIGURES.index(name))


def test_each_figure_is_drawn_in_its_cell(show):
    for name in FIGURES:
        root = show(name)
        expect(root.locator("svg").first).to_be_visible()
        assert root.locator("svg path, svg line, svg rect").count() > 5, name


def test_arrow_keys_move_a_slider_whose_trait_python_reads_and_not_the_cells(notebook, show):
    show("ActivationFigure").locator("input[type=range]").first.focus()
    selected = notebook.selected
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        notebook.page.keyboard.press(key)
    assert notebook.selected == selected
    notebook.ask_until("print(activationfigure.z)", "1.8")


def test_a_trait_set_in_python_is_drawn(notebook, show):
    notebook.ask("activationfigure.z = -2.0")
    root = show("ActivationFigure")
    expect(root.locator(".nn-value").first).to_have_text("−2.00")
    expect(root.locator("svg")).to_have_attribute("aria-label", re.compile("at z = −2.00 the value is 0.119"))


def test_a_slider_of_ipywidgets_is_linked_both_ways(notebook, show):
    notebook.ask(LINK)
    for handle in notebook.page.locator(".noUi-handle").all():
        handle.focus()
        notebook.page.keyboard.press("ArrowRight")
    expect(show("Playground").locator(".nn-pg-dots")).to_have_attribute("aria-label", "201 points")
    root = show("ActivationFigure")
    expect(root.locator(".nn-value").first).to_have_text("0.10")
    root.locator("input[type=range]").first.focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.ask_until("print(round(z.value, 6), activationfigure.z, playground.count)", "0.2 0.2 201")


@pytest.mark.parametrize("library", MODELS)
def test_the_playground_takes_a_model_trains_it_and_gives_it_back(notebook, show, library):
    model, outputs, train = MODELS[library]
    same = f"print(np.allclose(playground.model(x), {outputs}, rtol=0, atol=1e-9))"
    notebook.ask(f"{POINTS}{model}\nplayground.model = given")
    assert notebook.ask(same) == "True"
    show("Playground").get_by_role("button", name="Step", exact=True).click()
    notebook.ask_until("print(playground.step)", "1")
    assert notebook.ask(same) == "False"
    assert notebook.ask(f"{train}\n{same}") == "True"


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_second_view_of_the_playground_is_painted_as_the_first(notebook, show, theme):
    notebook.command("apputils:change-theme", theme=f"JupyterLab {theme}")
    first = show("Playground").locator(".nn-pg-surface")
    with notebook.output_view() as view:
        canvases = [first.element_handle(), view.locator(".nn-pg-surface").element_handle()]
        notebook.page.wait_for_function(PAINTED_ALIKE, arg=canvases)
