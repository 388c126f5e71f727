"""One look for all pictures: colours that colour-blind readers tell apart, legible on light and dark pages.

Backgrounds are transparent. No grey has a contrast of 4.5 to white and to the dark themes' near-black (4.2 is
the most): text and lines (INK) have 4.5 to white and 3.8 to near-black, and the website brightens the
pictures of its dark pages. A number on a coloured ground is ON_CELLS, nearly black, and the ground, of CELLS,
is light on every page. Sizes are in points on a picture as wide as PHONE, so that a phone shows 11 pixels or
more.

Chapter: A single neuron. Source of the colours: Okabe and Ito, Color Universal Design (2008).
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

INK = "#767676"
"""The colour of text and lines, as a string.

Chapter: A single neuron.
"""

BLUE, VERMILION, GREEN, PURPLE, BROWN = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D1F"
"""The colours of what is drawn, strings, in the order in which to use them.

Chapter: A single neuron. Source: Okabe and Ito (2008), but for BROWN.
"""

PHONE = (4.2, 3.2)
"""(width, height) in inches of a picture whose text is legible where a phone shows it 358 pixels wide.

Chapter: A single neuron.
"""

# One for each label, 0 first, as in the live figures; the shape tells a label too.
LABELS = ((VERMILION, "s"), (BLUE, "o"), (GREEN, "^"), (PURPLE, "D"), (INK, "v"), (BROWN, "P"))
LINES = ((BLUE, "-"), (VERMILION, "--"), (PURPLE, "-."), (GREEN, ":"), (INK, (0, (6, 1, 1, 1, 1, 1))))
VALUES = LinearSegmentedColormap.from_list("values", [VERMILION, "#bbbbbb", BLUE])
CELLS = LinearSegmentedColormap.from_list("cells", ["#e08a3c", "#c8c8c8", "#559fd8"])
ON_CELLS = "#111111"
# The same look for axes that a page makes itself, with plt.subplots.
LOOK = dict.fromkeys(["figure.facecolor", "axes.facecolor", "savefig.facecolor"], "none")
LOOK |= dict.fromkeys(["text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"], INK)
LOOK |= {"axes.spines.top": False, "axes.spines.right": False, "legend.framealpha": 0}
SMALL, PAD = 9.5, 6.5  # of a figure, what its layout leaves free


def use_svg():
    """Make a notebook draw in SVG, the same bytes in each run, and its own axes in the one look.

    Call it once, in the first cell. It changes matplotlib's settings (`plt.rcParams`) for all that follows.

    Raises nothing.

    Chapter: A single neuron.
    """
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    plt.rcParams.update(LOOK, **{"svg.hashsalt": "nnkit"})
    set_matplotlib_formats("svg", metadata={"Date": None})


def axes(ax, xlabel="", ylabel="", size=PHONE):
    """`ax`, or new axes of a figure of this size in inches, in the one look and with these labels."""
    ax = plt.subplots(figsize=size, layout="constrained")[1] if ax is None else ax
    if not isinstance(ax, Axes):
        raise TypeError(f"ax must be one Axes of matplotlib, such as axes[0] of plt.subplots(2), got {ax!r}")
    colours, styles = zip(*LINES, strict=True)
    ax.set_prop_cycle(color=colours, linestyle=styles)
    ax.figure.patch.set_alpha(0)
    ax.patch.set_alpha(0)
    ax.tick_params(colors=INK)
    ax.spines[:].set_color(INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_xlabel(xlabel, color=INK)
    ax.set_ylabel(ylabel, color=INK)
    return ax


def canvas(ax, columns, rows, slot):
    """Bare axes for columns x rows slots, each 1 x 1, (0, 0) on the upper left; and the size of their text.

    slot is a slot's size in points at SMALL text; where `ax` has less room, the text shrinks with the slots.
    """
    wide, high = columns * slot[0], rows * slot[1]
    ax = axes(ax, size=(max(PHONE[0], (wide + PAD) / 72), (high + PAD) / 72))
    ax.set(xlim=(0, columns), ylim=(rows, 0))
    ax.axis("off")
    return ax, SMALL * min(1, *np.divide(room(ax), (wide, high)))


def room(ax):
    """The width and height of axes in points."""
    figure = ax.figure.figure  # the whole one, when it has subfigures
    if engine := figure.get_layout_engine():  # which else would wait until the figure is drawn
        engine.execute(figure)
    return ax.get_window_extent().size * 72 / ax.figure.dpi


def write(ax, x, y, text, size=SMALL, color=ON_CELLS, va="center", **look):
    """Text in the middle of (x, y)."""
    ax.text(x, y, text, size=size, color=color, ha="center", va=va, **look)


def legend(ax, columns=2):
    """`ax` with its legend above it; inside it would hide points."""
    if not ax.get_legend_handles_labels()[0]:
        return ax
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, framealpha=0, labelcolor=INK)
    return ax


def number(value, digits=2):
    """A number in about 6 signs: up to so many significant digits, or the whole part of a large one."""
    forms = [f".{d}g" for d in range(digits, 0, -1)] if abs(value) < 99.5 else [".4g"]
    texts = [f"{value + 0.0:{form}}" for form in forms]  # -0.0 + 0.0 is 0.0
    text = next((text for text in texts if len(text) <= 6), f"{value:.0e}")
    return text.replace("e+", "e").replace("e0", "e").replace("e-0", "e-").replace("-", "−")
