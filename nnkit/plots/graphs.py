"""A computation graph as boxes and arrows, the inputs above and the output below.

The layout is Sugiyama's: a centred row for each distance from the output; an arrow that passes a row gets a
slot of its own there, so it crosses no box; rows are sorted, from the output up, by where their arrows end.

Chapter: The chain rule and computation graphs. Source: Sugiyama, Tagawa, Toda, Methods for visual
understanding of hierarchical system structures (1981).
"""

from itertools import pairwise

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from nnkit.plots.style import CELLS, INK, canvas, number, write
from nnkit.scalar import Graph

SLOT = (74, 62)  # points: a box with two lines of text, and the room for arrows below it
BOX = (0.93, 0.66)  # its share of the slot
SIGNS = {"*": "×", "-": "−"}


def computation_graph(value, ax=None):
    """The graph of a `nnkit.scalar.Value`, or a Graph: each node's label (operation), value and gradient.

    Blue boxes are leaves, which were not computed; arrows go forward, down, and reach an operation in the
    order of its inputs from left to right. Up to about 30 nodes are legible, on a phone if no row has more
    than 4; before a `backward` all gradients are 0. TypeError: what is no Value.

    Chapter: The chain rule and computation graphs.
    """
    graph = value if isinstance(value, Graph) else Graph(value)
    rows, arrows = _rows(graph)
    columns = max(sum(map(_width, row)) for row in rows)
    ax, size = canvas(ax, columns, len(rows), SLOT)
    ax.set_aspect(SLOT[1] / SLOT[0])
    places = _places(rows, arrows, columns / 2)
    for stops, lean in arrows:
        _draw_arrow(ax, [places[stop] for stop in stops], lean)
    for node in graph.nodes:
        _draw_box(ax, *places[node], node, size)
    return ax


def _rows(graph):
    """Rows of stops, the output's last, and for each edge its stops and where it meets the last one's box.

    A stop is a node, or a tuple for an arrow on its way through a row.
    """
    height = {graph.output: 0}
    for node in reversed(graph.nodes):
        height |= {i: max(height.get(i, 0), height[node] + 1) for i in node.inputs}
    rows = [[] for _ in range(max(height.values()) + 1)]
    arrows = []
    for node in graph.nodes:
        rows[-1 - height[node]].append(node)
        for port, input in enumerate(node.inputs):
            passing = [(node, port, h) for h in range(height[input] - 1, height[node], -1)]
            for stop in passing:
                rows[-1 - stop[2]].append(stop)
            lean = BOX[0] * ((port + 1) / (len(node.inputs) + 1) - 0.5)
            arrows.append(([input, *passing, node], lean))
    return rows, arrows


def _places(rows, arrows, middle):
    """stop -> (x, y): from the output up, each row in the order of the ports that its arrows lead to."""
    ends = {}  # stop -> (the next stop, how far beside its middle) of its arrows
    for stops, lean in arrows:
        for a, b in pairwise(stops):
            ends.setdefault(a, []).append((b, lean))
    x = {}
    for row in reversed(rows):
        row.sort(key=lambda stop: np.mean([x[to] + lean for to, lean in ends.get(stop, [])] or [0]))
        widths = np.array([_width(stop) for stop in row])
        x |= zip(row, middle + np.cumsum(widths) - (widths + widths.sum()) / 2, strict=True)
    return {stop: (x[stop], k + 0.5) for k, row in enumerate(rows) for stop in row}


def _width(stop):
    return 0.4 if isinstance(stop, tuple) else 1.0


def _draw_arrow(ax, stops, lean):
    """From below the first stop's box to the top of the last's, straight down at the others."""
    half = BOX[1] / 2
    points = [(x, y + side * half) for x, y in stops for side in (-1, 1)][1:-1]
    points[-1] = (points[-1][0] + lean, points[-1][1])
    look = {"arrowstyle": "-|>", "mutation_scale": 8, "color": INK, "shrinkA": 0, "shrinkB": 0}
    ax.add_patch(FancyArrowPatch(path=Path(points), **look, fill=False))


def _draw_box(ax, x, y, node, size):
    corner = (x - BOX[0] / 2, y - BOX[1] / 2)
    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": CELLS(0.5 if node.inputs else 1.0)}
    ax.add_patch(FancyBboxPatch(corner, *BOX, **look, edgecolor="none", mutation_aspect=SLOT[0] / SLOT[1]))
    sign = SIGNS.get(node.op, node.op)
    title = f"{node.label} ({sign})" if node.label and sign else node.label or sign
    lines = [title] * bool(title) + [f"data {number(node.data, 3)}", f"grad {number(node.grad, 3)}"]
    write(ax, x, y, "\n".join(lines), size)
