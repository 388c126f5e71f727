"""A training step of the scalar graph against micrograd's, on micrograd's own demo.

100 points of two moons, an MLP(2, [16, 16, 1]) with ReLU, the max-margin loss and L2 regularisation; the step
is forward, backward and SGD. Both run the same expression from the same weights on the same points, in turn.
"""

import gc
import itertools
import statistics
import time

import micrograd.engine
import numpy as np

import nnkit.scalar
from nnkit.data import moons

from .measured import row

SIZES = (2, 16, 16, 1)
STEPS = 11


class Model:
    """The demo's network out of one of the two Value classes, with weights of its own."""

    def __init__(self, value, rng):
        self.layers = [
            [[value(float(w)) for w in rng.uniform(-1, 1, fan_in)] + [value(0.0)] for _ in range(fan_out)]
            for fan_in, fan_out in itertools.pairwise(SIZES)
        ]
        self.parameters = [p for layer in self.layers for neuron in layer for p in neuron]

    def score(self, x):
        """A point, a list of Values -> the output, a Value."""
        for depth, layer in enumerate(self.layers, start=1):
            z = [sum((w * v for w, v in zip(weight, x, strict=True)), bias) for *weight, bias in layer]
            x = [one.relu() for one in z] if depth < len(self.layers) else z
        return x[0]


def rows():
    """One row: scalar-step-vs-micrograd."""
    measured = {"ours": nnkit.scalar.Value, "peer": micrograd.engine.Value}
    x, target = moons(100, np.random.default_rng(1337))
    points, labels = x.tolist(), (2 * target - 1).tolist()
    models = {name: Model(value, np.random.default_rng(1)) for name, value in measured.items()}
    seconds = {name: [] for name in measured}
    for k in range(STEPS):
        losses = {}
        for name, value in measured.items():
            gc.collect()
            begin = time.perf_counter()
            losses[name] = step(value, models[name], points, labels, lr=1.0 - 0.9 * k / STEPS)
            seconds[name].append(time.perf_counter() - begin)
        np.testing.assert_allclose(losses["ours"], losses["peer"], rtol=1e-9, err_msg=f"loss of step {k}")
    medians = {name: 1000 * statistics.median(times) for name, times in seconds.items()}
    note = f"moons, MLP(2, [16, 16, 1]), 100 points; after {STEPS} steps loss {losses['ours']:.3g} in both"
    return [row("scalar-step-vs-micrograd", medians["ours"], medians["peer"], "ms per step", note)]


def step(value, model, points, labels, lr):
    """One step of the demo -> the loss before it."""
    scores = [model.score([value(number) for number in point]) for point in points]
    losses = [(1 + -label * score).relu() for label, score in zip(labels, scores, strict=True)]
    data_loss = sum(losses) * (1.0 / len(losses))
    total = data_loss + 1e-4 * sum(p * p for p in model.parameters)
    for p in model.parameters:
        p.grad = 0
    total.backward()
    for p in model.parameters:
        p.data -= lr * p.grad
    return total.data
