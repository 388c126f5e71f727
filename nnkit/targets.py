"""Functions of one variable for a network to approximate, and what one needs to know of each.

Chapter: Universal approximation in one dimension. Source: Nielsen, Neural Networks and Deep Learning (2015),
chapter 4, for designing networks by hand; the functions are this course's own.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnkit._checks import finite_array


class Target(NamedTuple):
    """A function on an interval (left, right), with its LaTeX there.

    function(x): (...) -> (...), keeping float32 and float64; integers become float64, NaN and infinities are
    a ValueError, what holds no real numbers is a TypeError. lipschitz: |f(x) - f(x')| <= lipschitz |x - x'|
    where no jump is between them. jumps: where f jumps, to the value that it has from there on. kinks: where
    f is not smooth else; between jumps and kinks the piecewise ones are straight. Both ascend, inside the
    interval.

    Chapter: Universal approximation in one dimension.
    """

    function: Callable
    interval: tuple
    latex: str
    lipschitz: float
    jumps: tuple = ()
    kinks: tuple = ()


def _target(f, *described, **known):
    def function(x):
        x = finite_array(x, "x")
        with np.errstate(over="ignore"):  # far out, a bump is 0
            return np.asarray(f(x)).astype(x.dtype)

    return Target(function, *described, **known)


TARGETS = {
    "steps": _target(
        lambda x: np.array([0, 1, 3, 2])[np.searchsorted((1, 2, 3), x, side="right")],
        (0, 4),
        r"\mathrm{step}(x - 1) + 2\,\mathrm{step}(x - 2) - \mathrm{step}(x - 3)",
        lipschitz=0.0,
        jumps=(1, 2, 3),
    ),
    "bump": _target(lambda x: np.exp(-(x**2)), (-3, 3), r"e^{-x^2}", lipschitz=np.sqrt(2 / np.e)),
    "sine": _target(np.sin, (-np.pi, np.pi), r"\sin x", lipschitz=1.0),
    "tent": _target(
        lambda x: np.maximum(0, 1 - np.abs(x)), (-2, 2), r"\max(0, 1 - |x|)", lipschitz=1.0, kinks=(-1, 0, 1)
    ),
    "ramp": _target(
        lambda x: np.clip(x / 2, 0, 1), (-1, 3), r"\max(0, \min(x / 2, 1))", lipschitz=0.5, kinks=(0, 2)
    ),
    "zigzag": _target(
        lambda x: np.interp(x, (0, 1, 2, 3, 4), (0, 1, -1, 1, 0)),
        (0, 4),
        r"x - 3\max(0, x - 1) + 4\max(0, x - 2) - 3\max(0, x - 3)",
        lipschitz=2.0,
        kinks=(1, 2, 3),
    ),
}
"""name -> Target: a staircase, a smooth bump, a sine, a tent, a ramp up to a plateau, and a zigzag.

Chapter: Universal approximation in one dimension.
"""
