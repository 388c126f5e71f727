"""The convolution figure's traits, and the code that it gives away."""

import subprocess
import sys

import numpy as np
import pytest
from traitlets import TraitError

from nnkit.figures import ConvolutionFigure
from nnkit.figures.evaluate import evaluate


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"image": np.zeros((2, 2))}, "image must be a square of 3 × 3 to 8 × 8 numbers, not"),
        ({"image": np.zeros((4, 5))}, "image must be a square"),
        ({"image": [[1, 2], [3]]}, "all of one length"),
        ({"image": np.full((4, 4), 1.5)}, "between 0 and 1"),
        ({"kernel": np.zeros((2, 2))}, "kernel must be a square of 3 × 3 to 3 × 3"),
        ({"kernel": np.full((3, 3), np.nan)}, "finite numbers"),
        ({"stride": 3}, "stride"),
        ({"padding": 2}, "padding"),
        ({"at": -1}, "at"),
        ({"pixel": [6, 0]}, "outside the image"),
        ({"view": "fold"}, "view"),
    ],
)
def test_a_wrong_trait_is_refused(traits, words):
    with pytest.raises(TraitError, match=words):
        ConvolutionFigure(**traits)


def test_the_output_is_worked_by_hand():
    figure = ConvolutionFigure(image=np.eye(3), kernel=np.arange(9).reshape(3, 3))
    assert figure.output().tolist() == [[0 + 4 + 8]]


@pytest.mark.parametrize("library", ["nnkit", "torch"])
def test_the_copied_code_gives_the_figures_output(library):
    figure = ConvolutionFigure(stride=2, padding=1, kernel=np.arange(9).reshape(3, 3))
    [copies] = evaluate([{"part": "convolution", "call": "code", "arguments": [figure.state()]}])
    run = subprocess.run(
        [sys.executable, "-c", copies[library]], capture_output=True, text=True, check=True
    ).stdout
    said = run.replace("tensor", "").translate(str.maketrans("[](),", "     ")).split()
    np.testing.assert_allclose(np.array(said, float), figure.output().ravel(), atol=1e-4)
