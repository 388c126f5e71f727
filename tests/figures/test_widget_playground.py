"""The playground as a widget: what its traits accept, and its network as a model, both ways."""

import numpy as np
import pytest
import torch
from torch import nn
from traitlets import TraitError

import nnkit
from nnkit.figures import Playground
from nnkit.pytorch import to_torch

X = np.random.default_rng(0).uniform(-1, 1, (7, 2))


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("points", [[1, 2]], "points are rows"),
        ("points", [[1, np.nan, 1]], "finite"),
        ("points", [[1, 2, 4]], "label is 0, 1, 2 or 3"),
        ("points", [[1, 2, 1, 0.5]], "kept for the test"),
        ("hidden", [17], "hidden"),
        ("hidden", [2] * 5, "hidden"),
        ("classes", 5, "classes"),
        ("lr", 0, "lr must be a number above 0"),
        ("lr", np.inf, "lr must be a number above 0"),
        ("activation", "softmax", "activation"),
        ("parameters", [np.nan], "finite"),
    ],
)
def test_a_wrong_trait_is_refused_in_words(trait, value, words):
    with pytest.raises(TraitError, match=words):
        Playground(**{trait: value})


def test_points_that_are_given_are_own_points_of_as_many_classes():
    playground = Playground(points=[[1, 2, 3]])
    assert (playground.dataset, playground.classes) == ("own", 4)
    assert Playground(points=[]).dataset == "circles"


def test_points_may_say_which_are_kept_for_the_test():
    assert Playground(points=[[1, 2, 1]]).points == [[1.0, 2.0, 1]]
    assert Playground(points=np.array([[1, 2, 1, 1]])).points == [[1.0, 2.0, 1, 1]]


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_model_has_the_networks_weights(output):
    playground = Playground(hidden=[3, 2], activation="relu", output=output)
    model = playground.model
    assert repr(model) == f"Sequential(2 → 3 relu → 2 relu → {2 if output == 'softmax' else 1})"
    assert playground.parameters == np.concatenate([p.data.ravel() for p in model.parameters()]).tolist()
    assert playground.model(X).tolist() == model(X).tolist()


def test_a_start_of_zeros_is_kept():
    assert set(Playground(start="zero").model(X).ravel()) == {0.0}


@pytest.mark.parametrize("outputs", [1, 2, 4])
def test_a_models_outputs_stay_the_same_both_ways(outputs):
    rng = np.random.default_rng(1)
    model = nnkit.Sequential(
        nnkit.Linear(2, 5, rng=rng), nnkit.Activation("gelu"), nnkit.Linear(5, outputs, rng=rng)
    )
    for given in model, to_torch(model), nnkit.IndexedNetwork.from_sequential(model):
        playground = Playground(step=300, running=True)
        playground.model = given
        np.testing.assert_allclose(playground.model(X), model(X), rtol=1e-12)
        assert (playground.step, playground.running, playground.hidden) == (0, False, [5])
        assert playground.classes == max(2, outputs)


def test_an_activation_after_the_last_layer_is_the_output():
    playground = Playground(output="softmax")
    playground.model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    assert (playground.output, playground.hidden) == ("sigmoid", [])
    playground.model = nn.Sequential(nn.Linear(2, 3), nn.Softmax(dim=-1))
    assert (playground.output, playground.classes) == ("softmax", 3)


WRONG = {
    "three inputs": (nn.Sequential(nn.Linear(3, 1)), "2 inputs"),
    "five outputs": (nn.Sequential(nn.Linear(2, 5)), "2 to 4 classes"),
    "wide": (nn.Sequential(nn.Linear(2, 17), nn.ReLU(), nn.Linear(17, 1)), "at most 4 hidden layers"),
    "mixed": (
        nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1)),
        "one activation",
    ),
    "output": (nn.Sequential(nn.Linear(2, 1), nn.ReLU()), "output's activation"),
}


@pytest.mark.parametrize(("model", "words"), WRONG.values(), ids=WRONG)
def test_a_network_that_does_not_fit_is_refused_in_words(model, words):
    with pytest.raises(ValueError, match=words):
        Playground().model = model


def test_no_torch_model_is_no_model():
    with pytest.raises(TypeError, match="must be a"):
        Playground().model = torch.zeros(2)
