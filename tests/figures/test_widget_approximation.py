"""The traits of the figures about approximation: what is refused, and in which words."""

import numpy as np
import pytest
from traitlets import TraitError

from nnkit.figures import ApproximateFigure, DesignFigure, StaircaseFigure

UNIT = [0.0, 1.0, 1.0]
REFUSED = {
    "a target that jumps": (ApproximateFigure, {"target": "steps"}, "target"),
    "no units": (ApproximateFigure, {"units": 0}, "units must be 1 to 100, got 0"),
    "too many units": (ApproximateFigure, {"units": 101}, "units must be 1 to 100, got 101"),
    "no accuracy": (ApproximateFigure, {"epsilon": 0.0}, "epsilon must be a finite number above 0"),
    "infinite accuracy": (ApproximateFigure, {"epsilon": np.inf}, "epsilon must be a finite number above 0"),
    "another view": (ApproximateFigure, {"view": "two"}, "view"),
    "flat sigmoids": (StaircaseFigure, {"steepness": 0.5}, "steepness must be .* at least 1, got 0.5"),
    "steepness nan": (StaircaseFigure, {"steepness": np.nan}, "steepness must be a finite number"),
    "edges that descend": (StaircaseFigure, {"ends": [0.7, 0.3]}, "ends must ascend within 0 and 1"),
    "an edge outside": (StaircaseFigure, {"ends": [0.7, 1.3]}, "ends must ascend within 0 and 1"),
    "a place outside": (StaircaseFigure, {"place": 2.0}, "place"),
    "one height": (StaircaseFigure, {"heights": [1.0]}, "heights"),
    "nine heights": (StaircaseFigure, {"heights": [1.0] * 9}, "heights"),
    "height nan": (StaircaseFigure, {"heights": [1.0, np.nan]}, "heights"),
    "units of two numbers": (DesignFigure, {"units": [[0, 1]]}, r"shape \(n, 3\), not \(1, 2\)"),
    "no hidden unit": (DesignFigure, {"units": np.zeros((0, 3))}, "1 to 24 hidden units, not 0"),
    "25 hidden units": (DesignFigure, {"units": [UNIT] * 25}, "1 to 24 hidden units, not 25"),
    "a place that is nan": (DesignFigure, {"units": [[np.nan, 1, 1]]}, "finite"),
    "a selection below 0": (DesignFigure, {"selected": -1}, "selected"),
    "another kind": (DesignFigure, {"kind": "tanh"}, "kind"),
}


@pytest.mark.parametrize(("figure", "traits", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_trait_is_refused_in_words(figure, traits, words):
    with pytest.raises(TraitError, match=words):
        figure(**traits)


def test_a_design_is_a_network_of_nnkit():
    figure = DesignFigure(kind="relu", units=np.array([[-1, 1, 1], [0, 1, -2], [1, 1, 1]]), bias=0.5)
    x = np.array([[-2.0], [0.0], [0.5], [2.0]])
    np.testing.assert_allclose(figure.model(x)[:, 0], [0.5, 1.5, 1.0, 0.5])
    figure.bias = 0.0
    np.testing.assert_allclose(figure.model(x)[:, 0], [0.0, 1.0, 0.5, 0.0])
