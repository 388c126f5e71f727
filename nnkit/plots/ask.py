"""How pictures ask a model: what it answers, without a trace in it.

A model is a Neuron, a network of layers, an IndexedNetwork, a classifier with `predict`, or a function.

Chapter: Binary classification and arbitrary boundaries.
"""

import copy

import numpy as np

from nnkit._checks import finite_array, function
from nnkit.layers import Sequential
from nnkit.module import Module
from nnkit.network import IndexedNetwork
from nnkit.plots.style import LABELS

HALF = ("sigmoid", "step")  # a last layer whose values are cut at 1/2; others are logits, cut at 0


def layers_of(model):
    """An IndexedNetwork as its Sequential, any other model as it is."""
    return model.to_sequential() if isinstance(model, IndexedNetwork) else model


def indexed(model):
    """An IndexedNetwork as it is, a Sequential of Linear and elementwise Activation layers as one."""
    return model if isinstance(model, IndexedNetwork) else IndexedNetwork.from_sequential(model)


def ask(model, x, name="model"):
    """What the model says of x (N, d), in the dtype of its parameters; what cannot be asked: TypeError.

    A copy of a network, in eval mode, is asked: a layer remembers its last forward, and a picture must not
    come between it and a backward.
    """
    model = layers_of(model)
    if isinstance(model, Module):
        model = copy.deepcopy(model).eval()
        x = x.astype(next((p.data.dtype for p in model.parameters()), x.dtype))
    return np.asarray(function(model, name)(x))


def predicted(model, x):
    """The labels (N,) that the model gives to x (N, 2), as whole numbers from 0 on."""
    model = layers_of(model)
    said = np.asarray(model.predict(x)) if hasattr(model, "predict") else ask(model, x)
    if said.ndim == 2 and said.shape[1] > 1:
        said = said.argmax(axis=1)  # (N, K) -> (N,)
    elif said.ndim == 2 and isinstance(model, Sequential):
        last = getattr(model[-1], "name", None)
        said = said[:, 0] >= (0.5 if last in HALF else 0)  # (N, 1) -> (N,)
    return class_ids(said, "what the model says", len(x))


def class_ids(labels, name, n):
    """`labels` (N,) as whole numbers 0, 1, …, of which LABELS has a look; else a ValueError."""
    labels = finite_array(labels, name)
    if labels.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), one label for each point, got shape {labels.shape}")
    wrong = labels[~np.isin(labels, range(len(LABELS)))]
    if wrong.size:
        raise ValueError(f"{name} must be labels 0, 1, …, {len(LABELS) - 1}, got {wrong[0]:g}")
    return labels.astype(int)
