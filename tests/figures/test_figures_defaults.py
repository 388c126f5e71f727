"""Every figure class and its front-end part start alike, and every part has a class."""

import pytest

import nnkit.figures
from nnkit.figures import Figure
from nnkit.figures._figure import STATIC
from nnkit.figures.evaluate import evaluate

FIGURES = [
    figure
    for figure in map(nnkit.figures.__dict__.get, nnkit.figures.__all__)
    if isinstance(figure, type) and issubclass(figure, Figure) and figure is not Figure
]


@pytest.fixture(scope="module")
def defaults():
    """part -> the defaults of its front-end module."""
    parts = [figure.part for figure in FIGURES]
    found = evaluate([{"part": part, "call": "defaults", "arguments": []} for part in parts])
    return dict(zip(parts, found, strict=True))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.__name__)
def test_a_class_starts_as_its_part_does(figure, defaults):
    assert figure().state() == defaults[figure.part]


def test_every_part_has_its_class():
    assert {path.stem for path in STATIC.glob("*.js")} == {figure.part for figure in FIGURES}
