"""A move of an assignment's slider, Python's share, against a redraw by matplotlib.

Measured in a real kernel: from the slider's new value, through the student's function, to the message that
the browser draws. The peer is what a slider with matplotlib costs there: two curves and a legend into a PNG.
Both in turn, in one kernel.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient

from .measured import ROOT, row

SOURCE = ROOT / "exercises" / "source"

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


def rows(assignment="a1"):
    """One row a task: slider-ASSIGNMENT-TASK, the median of all moves."""
    path = SOURCE / assignment / f"{assignment}.ipynb"
    if not path.exists():
        sys.exit("benchmarks: build the exercises first: `make release`")
    notebook = nbformat.read(path, as_version=4)
    tasks = _measured(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    return [_row(f"slider-{assignment}-{task}", _printed(cell)) for task, cell in tasks.items()]


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
