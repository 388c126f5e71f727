"""The convolution figure shows nnkit.convolution's numbers, as a window and as a matrix."""

import numpy as np
import pytest

from nnkit.figures import ConvolutionFigure
from nnkit.figures.evaluate import evaluate

CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def states():
    rng = np.random.default_rng(52)
    for i in range(100):
        n = int(rng.integers(3, 9))
        yield {
            "image": rng.uniform(0, 1, (n, n)).tolist(),
            "kernel": rng.normal(0, 2, (3, 3)).tolist(),
            "stride": 1 + i % 2,
            "padding": i // 2 % 2,
            "at": int(rng.integers(0, 70)),
            "pixel": rng.integers(0, n, 2).tolist(),
        }


@pytest.fixture(scope="module")
def shown():
    """List of (figure in Python, numbers that its JavaScript computed)."""
    listed = list(states())
    results = evaluate([{"part": "convolution", "call": "compute", "arguments": [s]} for s in listed])
    return [(ConvolutionFigure(**state), numbers) for state, numbers in zip(listed, results, strict=True)]


def test_the_output_is_that_of_conv2d(shown):
    for figure, numbers in shown:
        z = figure.output()
        assert (numbers["rows"], numbers["columns"]) == z.shape
        np.testing.assert_allclose(numbers["z"], z, **CLOSE)


def test_the_products_under_the_window_add_up_to_its_output(shown):
    for figure, numbers in shown:
        z, terms = figure.output().ravel(), numbers["terms"]
        at = min(figure.at, z.size - 1)
        assert (numbers["at"], len(terms)) == (at, 9)
        np.testing.assert_allclose([t["w"] for t in terms], np.ravel(figure.kernel), **CLOSE)
        np.testing.assert_allclose([t["product"] for t in terms], [t["w"] * t["x"] for t in terms], **CLOSE)
        np.testing.assert_allclose(sum(t["product"] for t in terms), z[at], **CLOSE)


def matrix_of(figure):
    """The matrix that the layer is, found by asking it for one pixel at a time: (outputs, pixels)."""
    n = len(figure.image)
    units = np.eye(n * n).reshape(n * n, 1, n, n)
    return figure.layer()(units).reshape(n * n, -1).T


def test_the_sparse_matrix_is_the_layer(shown):
    for figure, numbers in shown:
        matrix = np.zeros((len(numbers["entries"]), len(figure.image) ** 2))
        for row, entries in zip(matrix, numbers["entries"], strict=True):
            for entry in entries:
                assert entry["w"] == figure.kernel[entry["k"] // 3][entry["k"] % 3]  # shared
                row[entry["column"]] = entry["w"]
        np.testing.assert_allclose(matrix, matrix_of(figure), **CLOSE)
        assert numbers["dense"] == matrix.size
        assert numbers["zeros"] == (matrix == 0).sum()  # no weight of these kernels is 0
        assert numbers["weights"] == figure.layer().weight.data.size
