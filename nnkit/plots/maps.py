"""Arrays of numbers as cells: a Jacobian; an image, a kernel and the feature map that they make.

Chapter: Convolutional networks. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §9.1.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from nnkit._checks import finite_array
from nnkit.convolution import Conv2d
from nnkit.plots.style import BLUE, CELLS, INK, PHONE, SMALL, axes, number, room, write

DIGIT = 6.0  # its width at SMALL, in points


def jacobian(matrix, ax=None):
    """A Jacobian matrix (out, in) as a heat map: row i, column j holds ∂yᵢ/∂xⱼ, counted from 1.

    Numbers stand in the cells where there is room; 0 is grey, positive blue, negative orange. ValueError:
    another number of axes, no entries, NaN and infinities.

    Chapter: Backpropagation, layer by layer.
    """
    matrix = _matrix(matrix, "matrix")
    ax = axes(ax, "input $j$", "output $i$")
    _draw_cells(ax, matrix, aspect="auto")
    ax.locator_params(integer=True, min_n_ticks=1)
    return ax


def convolution(image, kernel, output, at=(0, 0), stride=1, padding=0, ax=None):
    """An image (H, W), a kernel (h, w) and the feature map (H', W') side by side, with one window marked.

    at: the row and column, from 0 on, of the feature map's cell; its window on the image is framed, too, and
    hangs over the edge where there is padding. stride, padding: whole numbers or pairs, as in Conv2d. Numbers
    stand in the cells where there is room. ax: None, or an array of three axes, else a TypeError; returned is
    the array of three. ValueError: arrays that have not two axes, a feature map whose shape does not follow
    from the others, a cell that it has not.

    Chapter: Convolutional networks.
    """
    arrays = {"image": image, "kernel": kernel, "feature map": output}
    arrays = {name: _matrix(array, name) for name, array in arrays.items()}
    image, kernel, output = arrays.values()
    _fits(image, kernel, output, at, stride, padding)
    three = _three(ax, [array.shape[1] for array in arrays.values()])
    for panel, (name, array) in zip(three, arrays.items(), strict=True):
        axes(panel).set(xticks=[], yticks=[])
        panel.set_title(name, color=INK, size=SMALL)
        _draw_cells(panel, array, aspect="equal")
    _frame(three[0], np.multiply(at, stride) - padding, kernel.shape)
    _frame(three[2], at, (1, 1))
    return three


def _matrix(array, name):
    array = finite_array(array, name)
    if array.ndim != 2 or not array.size:
        raise ValueError(f"{name} must have 2 axes, rows and columns, got shape {array.shape}")
    return array


def _fits(image, kernel, output, at, stride, padding):
    layer = Conv2d.from_weight(kernel[np.newaxis, np.newaxis], stride=stride, padding=padding)
    right = layer(image[np.newaxis, np.newaxis].astype(kernel.dtype)).shape[2:]
    if output.shape != right:
        raise ValueError(
            f"the feature map has shape {output.shape}, but image, kernel, stride, padding make {right}"
        )
    cell = finite_array(at, "at")
    if cell.shape != (2,) or not all(k in range(n) for k, n in zip(cell, right, strict=True)):
        raise ValueError(f"at must be a row and a column of the feature map of shape {right}, got {at}")


def _three(ax, columns):
    if ax is None:
        # Or the cells of one would be larger than those of another; a small kernel may have larger ones.
        ratios = {"width_ratios": np.maximum(columns, max(columns) / 4)}
        ax = plt.subplots(1, 3, figsize=(PHONE[0], 1.9), layout="constrained", gridspec_kw=ratios)[1]
    three = list(ax) if np.iterable(ax) else []
    if len(three) != 3:
        raise TypeError(f"ax must be an array of three axes, as from plt.subplots(1, 3), got {ax!r}")
    return np.array(three)


def _draw_cells(ax, matrix, aspect):
    """Coloured cells, counted from 1, and the numbers in them if the longest fits."""
    (rows, columns), largest = matrix.shape, np.abs(matrix).max() or 1
    extent = (0.5, columns + 0.5, rows + 0.5, 0.5)  # left, right, bottom, top
    look = {"cmap": CELLS, "vmin": -largest, "vmax": largest, "interpolation": "none"}
    ax.imshow(matrix, aspect=aspect, extent=extent, **look)
    ax.spines[:].set_visible(False)
    texts = {(column + 1, row + 1): number(value) for (row, column), value in np.ndenumerate(matrix)}
    wide, high = np.divide(room(ax), (columns, rows))
    if wide >= DIGIT * max(map(len, texts.values())) and high >= 2 * DIGIT:
        for place, text in texts.items():
            write(ax, *place, text)


def _frame(ax, corner, shape):
    """A frame around cells, whose first is (0, 0); what lies outside the array comes into view with it."""
    (row, column), (height, width) = corner, shape
    look = {"fill": False, "edgecolor": BLUE, "linewidth": 2.5, "clip_on": False}
    ax.add_patch(Rectangle((column + 0.5, row + 0.5), width, height, **look))
    ax.autoscale_view()
