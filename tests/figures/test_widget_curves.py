"""The figures of activations, losses and overfitting as widgets: what they hold and what they refuse."""

import numpy as np
import pytest
from traitlets import TraitError

from nnkit.activations import ELEMENTWISE
from nnkit.figures import ActivationFigure, LossFigure, OverfitFigure, SoftmaxFigure

REFUSED = {
    "another activation": (ActivationFigure, {"activation": "softmax"}, "'activation'"),
    "not offered": (ActivationFigure, {"activations": ["relu"]}, "'sigmoid' is not one of activations"),
    "z too far": (ActivationFigure, {"z": 6}, "z is a number between -5 and 5, not 6"),
    "z is nan": (ActivationFigure, {"z": np.nan}, "z is a number between -5 and 5, not nan"),
    "a steep leak": (ActivationFigure, {"negative_slope": 1}, "negative_slope is a number between 0 and 0.5"),
    "two logits": (SoftmaxFigure, {"logits": [1, 2]}, "three to five numbers between -3 and 3"),
    "a large logit": (SoftmaxFigure, {"logits": [1, 2, 4]}, "three to five numbers between -3 and 3"),
    "no temperature": (SoftmaxFigure, {"temperature": 0}, "temperature is a number between 0.1 and 5"),
    "no such class": (SoftmaxFigure, {"selected": 5}, "'selected'"),
    "a logit too far": (LossFigure, {"z": -7}, "z is a number between -6 and 6, not -7"),
    "half a label": (LossFigure, {"y": 0.5}, "'y'"),
    "too many steps": (LossFigure, {"steps": 61}, "'steps'"),
    "too large a model": (OverfitFigure, {"capacity": 21}, "'capacity'"),
    "too few points": (OverfitFigure, {"n": 5}, "'n'"),
    "loud noise": (OverfitFigure, {"noise": 1}, "noise is a number between 0 and 0.6, not 1"),
    "another decay": (OverfitFigure, {"decay": 0.5}, "'decay'"),
}


@pytest.mark.parametrize(("part", "traits", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_trait_is_refused_in_words(part, traits, words):
    with pytest.raises(TraitError, match=words):
        part(**traits)


def test_every_elementwise_activation_is_offered():
    assert ActivationFigure().activations == list(ELEMENTWISE)


def test_logits_may_be_an_array():
    assert SoftmaxFigure(logits=np.array([1, 0, -2])).logits == [1.0, 0.0, -2.0]
