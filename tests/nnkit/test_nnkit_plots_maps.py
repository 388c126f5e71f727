"""Arrays as cells: colours, numbers and frames are those of the arrays."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from nnkit_refusals import refusals

from nnkit import plots
from nnkit.activations import softmax_jacobian
from nnkit.convolution import Conv2d
from nnkit.plots.style import BLUE, number

IMAGE = np.zeros((6, 5))
IMAGE[1:5, 2] = IMAGE[3, 1:4] = 1
KERNEL = np.array([[1.0, 0, -1], [2, 0, -2]])


def convolved(image, kernel, stride=1, padding=0):
    layer = Conv2d.from_weight(kernel[None, None], stride=stride, padding=padding)
    return layer(image[None, None])[0, 0]


def cells(ax):
    """The array drawn, its colour limits, and the numbers written in it by (row, column)."""
    (image,) = ax.images
    texts = {(y - 1, x - 1): text.get_text() for text in ax.texts for x, y in [text.get_position()]}
    return image.get_array(), image.get_clim(), texts


def frame(ax):
    """(row, column, height, width) of the cells in the frame."""
    (patch,) = ax.patches
    return patch.get_y() - 0.5, patch.get_x() - 0.5, patch.get_height(), patch.get_width()


@pytest.mark.parametrize(
    "matrix", [softmax_jacobian([0.0, 1.0, -1.0]), [[0.0]], np.arange(-6, 9).reshape(3, 5), [[1.0], [2.0]]]
)
def test_jacobian_is_the_matrix_in_colours_and_numbers(matrix):
    ax = plots.jacobian(matrix)
    array, (low, high), texts = cells(ax)
    np.testing.assert_array_equal(array, matrix)
    assert low == -high == -(np.abs(matrix).max() or 1)  # 0 is grey
    assert texts == {place: number(value) for place, value in np.ndenumerate(np.asarray(matrix))}
    rows, columns = np.shape(matrix)
    assert visible(ax.get_yticks(), ax.get_ylim()) == list(range(1, rows + 1))
    assert visible(ax.get_xticks(), ax.get_xlim()) == list(range(1, columns + 1))
    assert ax.images[0].get_extent() == [0.5, columns + 0.5, rows + 0.5, 0.5]
    assert ax.yaxis_inverted()  # the first row stands above, as in print


def visible(ticks, limits):
    return [tick for tick in ticks if min(limits) <= tick <= max(limits)]


@pytest.mark.parametrize("shape", [(12, 30), (40, 12)])
def test_a_large_jacobian_has_few_whole_ticks_and_no_numbers(shape):
    ax = plots.jacobian(np.full(shape, -0.12))
    assert not ax.texts
    for ticks in (visible(ax.get_yticks(), ax.get_ylim()), visible(ax.get_xticks(), ax.get_xlim())):
        assert 3 < len(ticks) <= 10
        assert ticks == [int(tick) for tick in ticks]


def test_numbers_are_written_only_where_the_longest_fits():
    assert plots.jacobian(np.full((2, 6), -0.012)).texts
    assert not plots.jacobian(np.full((2, 10), -0.012)).texts
    assert plots.jacobian(np.full((2, 10), 1.0)).texts
    assert not plots.jacobian(np.full((30, 2), 1.0)).texts
    _, narrow = plt.subplots(1, 5)
    assert not plots.jacobian(np.full((2, 6), -0.012), ax=narrow[0]).texts


@pytest.mark.parametrize("shape", [(3, 4), (2, 6), (7, 2)])
def test_numbers_do_not_leave_their_cells(shape):
    ax = plots.jacobian(np.full(shape, -0.012))
    ax.figure.draw_without_rendering()
    assert ax.texts
    for text in ax.texts:
        column, row = text.get_position()
        box = text.get_window_extent().transformed(ax.transData.inverted())
        assert column - 0.5 < box.x0 < box.x1 < column + 0.5
        assert row - 0.5 < min(box.y0, box.y1) < max(box.y0, box.y1) < row + 0.5


@pytest.mark.parametrize(
    ("at", "stride", "padding", "window"),
    [
        ((0, 0), 1, 0, (0, 0)),
        ((1, 2), 1, 0, (1, 2)),
        ((4, 1), 1, 0, (4, 1)),
        ((1, 1), 2, 0, (2, 2)),
        ((0, 0), 1, 1, (-1, -1)),
        ((2, 1), 2, 1, (3, 1)),
        ((1, 1), (2, 1), (0, 1), (2, 0)),
    ],
)
def test_convolution_shows_three_arrays_and_one_window(at, stride, padding, window):
    output = convolved(IMAGE, KERNEL, stride, padding)
    three = plots.convolution(IMAGE, KERNEL, output, at, stride, padding)
    assert [ax.get_title() for ax in three] == ["image", "kernel", "feature map"]
    for ax, array in zip(three, (IMAGE, KERNEL, output), strict=True):
        drawn, limits, texts = cells(ax)
        np.testing.assert_array_equal(drawn, array)
        assert limits == (-np.abs(array).max(), np.abs(array).max())
        assert texts == {place: number(value) for place, value in np.ndenumerate(array)}
        assert ax.get_aspect() == 1
    assert frame(three[0]) == (*window, 2, 3)
    assert frame(three[2]) == (*at, 1, 1)
    assert not three[1].patches
    assert three[0].patches[0].get_edgecolor()[:3] == plt.matplotlib.colors.to_rgb(BLUE)


def test_the_window_shows_what_the_feature_map_says():
    output = convolved(IMAGE, KERNEL)
    three = plots.convolution(IMAGE, KERNEL, output, at=(2, 2))
    row, column, height, width = (int(number) for number in frame(three[0]))
    assert (IMAGE[row : row + height, column : column + width] * KERNEL).sum() == output[2, 2] != 0


def test_a_window_over_the_edge_is_in_view():
    output = convolved(IMAGE, KERNEL, 1, 1)
    for at, side in (((0, 0), (-1.5, -1.5)), ((6, 4), (5.5, 6.5))):
        ax = plots.convolution(IMAGE, KERNEL, output, at, padding=1)[0]
        (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
        assert left <= side[0] + 1 <= right
        assert top <= side[1] + 1 <= bottom


def test_convolution_draws_into_three_axes_and_returns_them():
    _, given = plt.subplots(1, 3)
    returned = plots.convolution(IMAGE, KERNEL, convolved(IMAGE, KERNEL), ax=given)
    assert list(returned) == list(given)
    assert len(plt.get_fignums()) == 1
    assert list(plots.convolution(IMAGE, KERNEL, convolved(IMAGE, KERNEL), ax=tuple(given))) == list(given)
    new = plots.convolution(IMAGE, KERNEL, convolved(IMAGE, KERNEL))
    assert new.shape == (3,)
    assert len(plt.get_fignums()) == 2
    assert new[0].figure.get_figwidth() == 4.2
    assert new[0].figure.patch.get_alpha() == new[2].patch.get_alpha() == 0


def test_a_large_image_has_no_numbers():
    image = np.random.default_rng(0).random((28, 28))
    assert not any(ax.texts for ax in plots.convolution(image, KERNEL, convolved(image, KERNEL)))


def test_cells_of_the_three_are_about_equally_large():
    three = plots.convolution(IMAGE, KERNEL, convolved(IMAGE, KERNEL))
    three[0].figure.draw_without_rendering()
    sizes = [
        ax.get_window_extent().width / array.shape[1]
        for ax, array in zip(three, (IMAGE, KERNEL), strict=False)
    ]
    assert max(sizes) < 1.4 * min(sizes)


OUTPUT = np.zeros((5, 3))
BAD = {
    "a row": (
        lambda: plots.jacobian([1.0, 2.0]),
        ValueError,
        "matrix must have 2 axes, rows and columns, got",
    ),
    "no entries": (lambda: plots.jacobian(np.empty((0, 2))), ValueError, "got shape (0, 2)"),
    "NaN": (
        lambda: plots.jacobian([[0.0, np.nan]]),
        ValueError,
        "matrix must be finite, got nan at matrix[0, 1]",
    ),
    "words": (lambda: plots.jacobian([["a"]]), TypeError, "matrix must hold real numbers"),
    "a jacobian's three axes": (
        lambda: plots.jacobian([[1.0]], ax=[None] * 3),
        TypeError,
        "ax must be one Axes",
    ),
    "channels": (
        lambda: plots.convolution(IMAGE[None], KERNEL, OUTPUT),
        ValueError,
        "image must have 2 axes",
    ),
    "infinite kernel": (
        lambda: plots.convolution(IMAGE, [[np.inf]], OUTPUT),
        ValueError,
        "kernel must be finite, got inf",
    ),
    "another map": (
        lambda: plots.convolution(IMAGE, KERNEL, OUTPUT.T),
        ValueError,
        "the feature map has shape (3, 5), but image, kernel, stride, padding make (5, 3)",
    ),
    "stride forgotten": (
        lambda: plots.convolution(IMAGE, KERNEL, convolved(IMAGE, KERNEL, 2)),
        ValueError,
        "has shape (3, 2), but image, kernel, stride, padding make (5, 3)",
    ),
    "large kernel": (lambda: plots.convolution(KERNEL, IMAGE, OUTPUT), ValueError, "larger"),
    "stride 0": (lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, stride=0), ValueError, "stride"),
    "half a padding": (lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, padding=0.5), ValueError, "padding"),
    "no such cell": (
        lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, (0, 3)),
        ValueError,
        "(5, 3), got (0, 3)",
    ),
    "cell from the end": (
        lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, (-1, 0)),
        ValueError,
        "got (-1, 0)",
    ),
    "one index": (
        lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, 1),
        ValueError,
        "at must be a row and a column",
    ),
    "one axes": (
        lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, ax=plt.subplots()[1]),
        TypeError,
        "ax must be an array of three axes, as from plt.subplots(1, 3)",
    ),
    "no axes": (lambda: plots.convolution(IMAGE, KERNEL, OUTPUT, ax=[1, 2, 3]), TypeError, "ax must be"),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)
