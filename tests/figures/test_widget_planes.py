"""The figures of the plane as widgets: what they refuse, and what they take from fitted models."""

import numpy as np
import pytest
from traitlets import TraitError

from nnkit.data import blobs
from nnkit.figures import AssumptionsFigure, GaussianFigure, PerceptronFigure, PolygonsFigure, RegionsFigure
from nnkit.gaussian import GaussianClassifier

SET = {"name": "a", "train": [[0, 0, 1]], "test": [[0, 0, 1]], "why": ["", ""]}
LAYER = {"weight": [[1.0, 1.0]], "bias": [0.0]}
REFUSED = {
    "no network": (AssumptionsFigure, {"sets": [SET]}, r"a set lacks \['network'\]"),
    "layers that do not fit": (
        AssumptionsFigure,
        {"sets": [{**SET, "network": [LAYER] * 2}]},
        "2 inputs to 1",
    ),
    "points without labels": (
        AssumptionsFigure,
        {"sets": [{**SET, "network": [LAYER], "train": [[0, 0]]}]},
        "points are rows",
    ),
    "no spread": (GaussianFigure, {"spread1": [1, 0]}, "the covariance is singular"),
    "a certain prior": (GaussianFigure, {"prior": 1.0}, "prior is the probability of class 1"),
    "no rate": (PerceptronFigure, {"rate": 0.0}, "rate, the learning rate, is above 0"),
    "looks back": (PerceptronFigure, {"looks": -1}, "looks is a number from 0 to 1000"),
    "no half-plane": (RegionsFigure, {"weight": [[1, 1], [0, 0]]}, "weight must not be"),
    "three half-planes": (RegionsFigure, {"anchor": [[0, 0]] * 3}, r"anchor has the shape \(2, 2\)"),
    "no steepness": (RegionsFigure, {"steepness": 0.0}, "steepness is above 0"),
    "two corners": (PolygonsFigure, {"polygons": [[[0, 0], [1, 1]]]}, "at least 3 finite corners"),
    "no polygon": (PolygonsFigure, {"polygons": []}, "one or two arrays"),
    "three means": (GaussianFigure, {"mean0": [1, 2, 3]}, "mean0"),
}


@pytest.mark.parametrize(("part", "traits", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_trait_is_refused_in_words(part, traits, words):
    with pytest.raises(TraitError, match=words):
        part(**traits)


@pytest.mark.parametrize("covariance", ["shared", "separate"])
def test_a_fitted_classifier_is_shown_as_it_is(covariance):
    x, target = blobs(60, np.random.default_rng(3))
    model = GaussianClassifier(covariance).fit(x * [2, 1] + [0, 1], target)
    figure = GaussianFigure.from_classifier(model, probe=[0, 1])
    assert figure.shared == (covariance == "shared")
    np.testing.assert_allclose([figure.mean0, figure.mean1], model.means)
    for k in (0, 1):
        angle = np.radians(getattr(figure, f"angle{k}"))
        along = np.array([np.cos(angle), np.sin(angle)])
        first, second = np.square(getattr(figure, f"spread{k}"))
        found = first * np.outer(along, along) + second * (np.eye(2) - np.outer(along, along))
        np.testing.assert_allclose(found, model.covariances[k])


def test_a_classifier_that_the_plane_cannot_show_is_refused():
    with pytest.raises(ValueError, match="two fitted classes with two features"):
        GaussianFigure.from_classifier(GaussianClassifier())
