"""The descent figure's traits, and the code that it gives away."""

import subprocess
import sys

import numpy as np
import pytest
from traitlets import TraitError

from nnkit.figures import DescentFigure
from nnkit.figures.evaluate import evaluate


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"surface": "sphere"}, "surface"),
        ({"optimizer": "newton"}, "optimizer"),
        ({"lr": 0}, "must be above 0, got 0"),
        ({"lr": np.inf}, "must be above 0, got inf"),
        ({"momentum": 1}, "below 1, got 1"),
        ({"momentum": -0.1}, "at least 0"),
        ({"start": [1, 2, 3]}, "start"),
        ({"start": [np.nan, 2]}, "start"),
        ({"steps": 201}, "steps"),
    ],
)
def test_a_wrong_trait_is_refused(traits, words):
    with pytest.raises(TraitError, match=words):
        DescentFigure(**traits)


def test_a_step_is_worked_by_hand():
    path = DescentFigure(surface="ravine", lr=0.1, start=(1, 2), steps=1).path()
    np.testing.assert_allclose(path.points[-1], [0.9, -2])


SURFACES = DescentFigure.surface.values


@pytest.mark.parametrize("library", ["nnkit", "torch"])
def test_the_copied_code_takes_the_figures_path(library):
    """All surfaces and optimisers in one run of Python."""
    optimizers = ["sgd", "rmsprop", "adam", "sgd", "rmsprop"]
    figures = [
        DescentFigure(surface=surface, optimizer=optimizer, lr=0.05, momentum=0.5 * (k % 2), steps=7)
        for k, (surface, optimizer) in enumerate(zip(SURFACES, optimizers, strict=True))
    ]
    copies = evaluate([{"part": "descent", "call": "code", "arguments": [f.state()]} for f in figures])
    script = "\n".join(copy[library] for copy in copies)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    said = np.array(run.stdout.replace("[", "").replace("]", "").split(), float).reshape(-1, 2)
    np.testing.assert_allclose(said, [figure.path().points[-1] for figure in figures], atol=1e-6)
