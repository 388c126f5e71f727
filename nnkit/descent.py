"""Descent on a function f(w), with its path: to see what an optimiser does before a network hides it.

Chapter: Finding the best weights. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §4.3.
"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from nnkit._checks import finite_array, function, real_array, single, whole_number
from nnkit.optim import SGD, DivergenceError, Optimizer


class Path(NamedTuple):
    """Where a descent went: points (T + 1, d), the start and each of T steps, and values (T + 1,) of f there.

    Chapter: Finding the best weights.
    """

    points: np.ndarray
    values: np.ndarray


def descend(f, grad, w0, lr, steps=100, optimizer=SGD, **options):
    """Go down from w0 for that many steps: w <- w - lr * grad(w), or as another optimiser goes -> Path.

    f: (d,) -> number; grad: (d,) -> (d,), its gradient; w0 (d,). `optimizer` is called with `options`, e.g.
    `descend(f, grad, w0, lr=0.1, optimizer=SGD, momentum=0.9)`. ValueError: w0, steps, lr or an option that
    does not fit, an f that is not one number, a gradient that has not the shape of w. TypeError: no function
    where one is needed. DivergenceError: f or its gradient is infinite or NaN on the way.

    Chapter: Finding the best weights.
    """
    function(f, "f"), function(grad, "grad"), whole_number(steps, "steps", 0)
    w = SimpleNamespace(data=_start(w0), grad=None)
    optimizer = function(optimizer, "optimizer")([w], lr=lr, **options)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(
            f"optimizer must be SGD or the like, a function that gives an Optimizer, got {optimizer!r}"
        )
    points, values = [], []
    with np.errstate(over="ignore", invalid="ignore"):  # told below, with the step
        for t in range(steps + 1):
            points.append(w.data.copy())
            values.append(_number(f, points[t], t, optimizer.lr))
            if t < steps:
                w.grad = _gradient(grad, points[t], t, optimizer.lr)
                optimizer.step()
    return Path(np.array(points), np.array(values))


def _start(w0):
    w0 = finite_array(w0, "w0").copy()
    if w0.ndim != 1 or not w0.size:
        raise ValueError(f"w0 must have shape (d,), one number for each weight, got shape {w0.shape}")
    return w0


def _number(f, w, t, lr):
    value = single(real_array(f(w.copy()), "f(w)"), "f(w)")
    if not np.isfinite(value):
        raise DivergenceError(f"f(w) is {value:g}", f"step {t}, where w = {w}", lr)
    return value


def _gradient(grad, w, t, lr):
    gradient = real_array(grad(w.copy()), "grad(w)")
    if gradient.shape != w.shape:
        raise ValueError(f"grad(w) has shape {gradient.shape}, but w has shape {w.shape}: they must be equal")
    if not np.isfinite(gradient).all():
        raise DivergenceError(f"grad(w) is {gradient}", f"step {t}, where w = {w}", lr)
    return gradient
