"""A move of an assignment's slider, Python's share, against a redraw by matplotlib.

Measured in a real kernel: from the slider's new value, through the student's function, to the message that
the browser draws. The peer is what a slider with matplotlib costs there: two curves and a legend into a PNG.
Both in turn, in one kernel. Besides the assignments' own sliders, each kind of picture that one may draw, as
large as one would draw it.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient

from .measured import ROOT, row

SOURCE = ROOT / "exercises" / "source"

PICTURES = """
import numpy as np
from types import SimpleNamespace
from nnkit.figures import ArrayFigure, CurveFigure, PlaneFigure, explore

X = np.linspace(-4, 4, 400)
PLACES = PlaneFigure.grid(25)
STEPS = np.stack([np.cos(np.arange(200) / 9), np.sin(np.arange(200) / 9)], axis=1)

def grid(function):
    values = np.linspace(-2, 2, 41).tolist()
    arguments = lambda k: (k,)
    truth = lambda k: function(k) * 1.1
    return SimpleNamespace(sliders={"k": values}, starts={"k": 0.0}, arguments=arguments, truth=truth)

def arrays(k): return k * np.arange(768.0).reshape(3, 16, 16)
def curves(k): return np.stack([np.tanh(k * X), np.sin(k * X)])
def tangent(k): return 1 - np.tanh(k) ** 2
def surface(k): return PLACES @ [k, 1.0] / 2
def path(k): return k * STEPS
def mesh(k): return np.tanh(k * PLACES.reshape(25, 25, 2))
def arrows(k): return k * STEPS
"""

EXPLORED = [
    "explore(arrays, grid(arrays), ArrayFigure.compare(name='output'))",
    "explore(curves, grid(curves), CurveFigure.compare(X, y=lambda y, k: {'g': y[0], 'h': y[1]}))",
    "explore(tangent, grid(tangent), CurveFigure.compare(X, tangent=lambda slope, k: (k, np.tanh(k), slope),"
    " given=lambda k: {'tanh': np.tanh(X)}))",
    "explore(surface, grid(surface), PlaneFigure.compare(surface=lambda p, k: p))",
    "explore(path, grid(path), PlaneFigure.compare(path=lambda rows, k: rows,"
    " ground=lambda k: (PLACES**2).sum(1)))",
    "explore(mesh, grid(mesh), PlaneFigure.compare(mesh=lambda nodes, k: nodes))",
    "explore(arrows, grid(arrows), PlaneFigure.compare(arrows=lambda g, k: np.hstack([STEPS, g])))",
]

MEASURE = """
import io, json, statistics, time
import matplotlib.pyplot as plt

def in_matplotlib(values):
    fig, ax = plt.subplots()
    for name in ("yours", "truth"):
        ax.plot(values, label=name)
    ax.legend()
    fig.savefig(io.BytesIO(), format="png")
    plt.close(fig)

def seconds(action, *arguments):
    begin = time.perf_counter()
    action(*arguments)
    return time.perf_counter() - begin

ours, peer = [], []
for slider in box.children[:-1]:
    for _, value in slider.options:
        ours.append(seconds(slider.set_trait, "value", value))
        peer.append(seconds(in_matplotlib, [float(value)] * 50))
print(json.dumps([statistics.median(ours), max(ours), statistics.median(peer)]))
"""


def rows():
    """One row a task, slider-ASSIGNMENT-TASK, and one a kind of picture, slider-KIND: medians of moves."""
    return _assignment("a1") + _pictures()


def _pictures():
    cells = [nbformat.v4.new_code_cell(source) for source in (PICTURES, *EXPLORED)]
    return _rows("slider", nbformat.v4.new_notebook(cells=cells), ROOT)


def _assignment(assignment):
    path = SOURCE / assignment / f"{assignment}.ipynb"
    if not path.exists():
        sys.exit("benchmarks: build the exercises first: `make release`")
    notebook = nbformat.read(path, as_version=4)
    return _rows(f"slider-{assignment}", notebook, path.parent)


def _rows(name, notebook, folder):
    """A row for each slider cell of the notebook, run in `folder`."""
    tasks = _measured(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return [_row(f"{name}-{task}", _printed(cell)) for task, cell in tasks.items()]


def _measured(notebook):
    """Let each slider cell measure itself -> {task: cell}."""
    cells = [cell for cell in notebook.cells if cell.source.startswith("explore(")]
    for cell in cells:
        cell.source = f"box = {cell.source}\n{MEASURE}"
    return {cell.source.split("(")[1].split(",")[0].strip(): cell for cell in cells}


def _printed(cell):
    return json.loads("".join(output.text for output in cell.outputs if output.output_type == "stream"))


def _row(name, measured):
    ours, worst, peer = (1000 * seconds for seconds in measured)
    return row(name, ours, peer, "ms per move", f"slowest move {worst:.1f} ms; peer: matplotlib's redraw")
