"""One look for all pictures: colours that colour-blind readers tell apart, legible on light and dark pages.

Backgrounds are transparent. No grey has a contrast of 4.5 to white and to the dark themes' near-black (4.2 is
the most): text and lines (INK) have 4.5 to white and 3.8 to near-black, and the website brightens the
pictures of its dark pages. A number on a coloured ground is ON_CELLS, nearly black, and the ground,
of CELLS, is light on every page. Sizes are in points on a picture as wide as PHONE, so that a phone shows 11
pixels or more.

Chapter: A single neuron. Source of the colours: Okabe and Ito, Color Universal Design (2008).
"""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

INK = "#767676"
BLUE, VERMILION, GREEN, PURPLE, BROWN = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D1F"
PHONE = (4.2, 3.2)  # inches: its text is legible where a phone shows it 358 pixels wide
# One for each label, 0 first, as in the live figures; the shape tells a label too.
LABELS = ((VERMILION, "s"), (BLUE, "o"), (GREEN, "^"), (PURPLE, "D"), (INK, "v"), (BROWN, "P"))
LINES = ((INK, "-"), (BLUE, "--"), (VERMILION, "-."), (PURPLE, ":"), (GREEN, (0, (6, 1, 1, 1, 1, 1))))
VALUES = LinearSegmentedColormap.from_list("values", [VERMILION, "#bbbbbb", BLUE])
CELLS = LinearSegmentedColormap.from_list("cells", ["#e08a3c", "#c0c0c0", "#559fd8"])
ON_CELLS = "#111111"
SMALL = 9.5


def use_svg():
    """Make a notebook draw in SVG, the same bytes in each run. Call it once, in the first cell.

    No shapes and no errors. Chapter: A single neuron.
    """
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    plt.rcParams["svg.hashsalt"] = "nnkit"
    set_matplotlib_formats("svg", metadata={"Date": None})


def axes(ax, xlabel, ylabel, size=PHONE):
    """`ax`, or new axes of a figure of this size in inches, in the one look and with these labels."""
    ax = plt.subplots(figsize=size, layout="constrained")[1] if ax is None else ax
    if not isinstance(ax, Axes):
        raise TypeError(f"ax must be one Axes of matplotlib, such as axes[0] of plt.subplots(2), got {ax!r}")
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
    wide, high = max(PHONE[0], columns * slot[0] / 72), rows * slot[1] / 72
    ax = axes(ax, "", "", size=(wide, high))
    ax.set(xlim=(0, columns), ylim=(rows, 0))
    ax.axis("off")
    room = ax.get_window_extent().transformed(ax.figure.dpi_scale_trans.inverted())
    shrink = min(1, 72 * room.width / (columns * slot[0]), 72 * room.height / (rows * slot[1]))
    return ax, SMALL * shrink


def legend(ax):
    """`ax` with its legend above it; inside it would hide points."""
    above = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 2}
    ax.legend(framealpha=0, labelcolor=INK, **above)
    return ax


def number(value, digits=2):
    """A number in about 6 signs: up to so many significant digits, or the whole part of a large one."""
    texts = [f"{value + 0.0:.{d}g}" for d in range(digits, 0, -1)]  # -0.0 + 0.0 is 0.0
    texts = texts if abs(value) < 99.5 else [f"{value:.4g}"]
    text = next((text for text in texts if len(text) <= 6), f"{value:.0e}")
    return text.replace("e+0", "e").replace("e-0", "e-").replace("-", "−")
