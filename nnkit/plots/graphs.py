"""A computation graph as boxes and arrows, the inputs above and the output below.

The layout is Sugiyama's: a row for each distance from the output; an arrow that passes a row gets a slot of
its own there, so it crosses no box; rows are sorted by where their neighbours stand.

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
SWEEPS = 16  # even, so that the first row ends as the first one
SIGNS = {"*": "×", "-": "−", "neg": "−( )"}


def computation_graph(value, ax=None):
    """The graph of a `nnkit.scalar.Value`, or a Graph: each node's label (operation), value and gradient.

    Blue boxes are leaves, which were not computed; arrows go forward, down, and reach an operation in the
    order of its inputs from left to right. Up to about 30 nodes are legible, on a phone if no row has more
    than 4; before a `backward` all gradients are 0. TypeError: what is no Value.

    Chapter: The chain rule and computation graphs.
    """
    graph = value if isinstance(value, Graph) else Graph(value)
    rows, arrows = _rows(graph)
    places = _places(rows, arrows)
    ax, size = canvas(ax, max(x + _width(stop) / 2 for stop, (x, _) in places.items()), len(rows), SLOT)
    ax.set_aspect(SLOT[1] / SLOT[0])
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


def _places(rows, arrows):
    """stop -> (x, y), after sweeps up and down that draw each stop to its neighbours' mean place."""
    x = {stop: float(k) for row in rows for k, stop in enumerate(row)}
    neighbours = {stop: [] for stop in x}
    for stops, lean in arrows:
        for a, b in pairwise(stops):
            aside = lean if b is stops[-1] else 0.0
            neighbours[a].append((b, aside))
            neighbours[b].append((a, -aside))
    for _ in range(SWEEPS):
        for row in reversed(rows):
            wanted = {stop: np.mean([x[to] + aside for to, aside in neighbours[stop]] or [0]) for stop in row}
            row.sort(key=wanted.get)
            x.update(_spread(row, wanted))
        rows = rows[::-1]
    left = min(x[row[0]] - _width(row[0]) / 2 for row in rows)
    return {stop: (x[stop] - left, k + 0.5) for k, row in enumerate(rows) for stop in row}


def _spread(row, wanted):
    """stop -> the place nearest to the one wanted (least squares), in this order and without overlap."""
    widths = np.array([_width(stop) for stop in row])
    offsets = np.cumsum(widths) - widths / 2
    pools = []  # [mean, how many]: neighbours that would overlap share their mean
    for stop, offset in zip(row, offsets, strict=True):
        pools.append((wanted[stop] - offset, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [((a * m + b * n) / (m + n), m + n)]
    return dict(zip(row, offsets + np.repeat(*zip(*pools, strict=True)), strict=True))


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
    lines = [title, f"data {number(node.data, 3)}", f"grad {number(node.grad, 3)}"]
    text = "\n".join(lines if title else lines[1:])
    write(ax, x, y, text, size)
