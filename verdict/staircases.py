"""What is wrong with a staircase of sigmoids, whatever its design: found by the one change that mends it.

A task names it as `tells="verdict.staircases.remark"`: many designs are right, so a wrong one is seldom wrong
in the numbers of a known mistake. It is asked instead which repair brings the function within eps.
"""

import numpy as np

from verdict.designs import one_hidden_layer
from verdict.uses import found


def remark(design, target, interval, eps, x, targets):
    """A sentence on the network of `verdict.designs.near_target` that is not within eps; "" if none fits."""
    known = found(targets)[target]
    stairs = _Stairs(design(known.function, interval, known.lipschitz, eps), known, interval, eps, x)
    return next((said for fits, said in _REMARKS if fits(stairs)), "") if stairs.has_places else ""


class _Stairs:
    """A network by the places, weights and heights of its units, in the order of the places."""

    def __init__(self, designed, known, interval, eps, x):
        weight, bias, heights, self.offset = (np.asarray(part, dtype=float) for part in designed)
        self.has_places = bool(np.all(weight != 0) and all(map(np.all, map(np.isfinite, (weight, bias)))))
        self.eps, self.x, self.wanted = eps, x, known.function(x)
        with np.errstate(all="ignore"):
            order = np.argsort(-bias / weight)
        self.weight, self.bias, self.heights = (part[order] for part in (weight.ravel(), bias, heights))
        self.places = -self.bias / self.weight if self.has_places else np.zeros(0)
        self.steep = {"weight": 1e4 * self.weight, "bias": 1e4 * self.bias}  # the same places
        self.ends = np.unique(np.clip([*interval, *np.round(self.places, 9)], *interval))
        self.widest = np.max(np.diff(self.ends)), 2 * eps / known.lipschitz

    def values(self, weight=None, bias=None, heights=None, offset=None):
        """The network's values, with one thing or another replaced."""
        own = (self.weight, weight), (self.bias, bias), (self.heights, heights), (self.offset, offset)
        network = tuple(mine if other is None else other for mine, other in own)
        return one_hidden_layer(lambda: network, (), self.x, "sigmoid")

    def off(self, **changes):
        """Where it would still be too far away -> (N,) of bool."""
        return np.abs(self.values(**changes) - self.wanted) > self.eps

    def mended(self, **changes):
        return not self.off(**changes).any()

    def moved(self, cells):
        """Whether all but the outer cells is right once the steps are moved by so many cells."""
        width = np.median(np.diff(self.ends))
        off = self.off(bias=-self.weight * (self.places + cells * width))
        inside = (self.x > self.ends[0] + width) & (self.x < self.ends[-1] - width)
        return inside.any() and not off[inside].any()

    def scaled(self):
        """The factor that brings the heights nearest."""
        rise = self.values() - self.offset
        return np.sum(rise * (self.wanted - self.offset)) / max(np.sum(rise**2), 1e-12)

    def is_mended_by_factor(self, least, most):
        factor = self.scaled()
        return least < factor < most and self.mended(heights=factor * self.heights)

    def is_off_at_the_ends_only(self):
        """Whether it is wrong only near the first and the last place, and beyond them."""
        off, half = self.off(**self.steep), np.median(np.diff(self.ends)) / 2
        first, last = self.places.min(initial=np.inf), self.places.max(initial=-np.inf)
        return np.mean(off) < 0.25 and not off[(self.x > first + half) & (self.x < last - half)].any()

    def lifted(self):
        """How far all of it lies too low, if anything."""
        apart = self.wanted - self.values()
        return (apart.max() + apart.min()) / 2

    def is_too_wide(self):
        """Whether the cells are wider than f allows, and no stair lies beside what f is in its cell."""
        widest, most = self.widest
        steep = np.abs(self.values(**self.steep) - self.wanted)
        return widest > 1.01 * most and np.median(steep) <= self.eps * max(1, widest / most)


_REMARKS = [
    (
        lambda s: s.mended(**s.steep),
        "Your slope is too gentle: were each sigmoid steeper, at the very place where it stands, all "
        "would be right. How wide is a cell, and how steep must a sigmoid be to go up well within it?",
    ),
    (  # before the sign, for a target may be its own mirror image
        lambda s: s.mended(bias=s.weight * s.bias) or s.mended(bias=s.weight**2 * s.bias),
        "Your steps stand at the wrong places: a sigmoid is half-way up where w·x + b = 0. Put the edge "
        "for x and solve for b: is the weight in it as often as in yours?",
    ),
    (
        lambda s: s.mended(bias=-s.bias) or s.mended(bias=-s.weight * s.bias),
        "Your steps stand at the wrong places: the biases have the wrong sign. A sigmoid is half-way up "
        "where w·x + b = 0.",
    ),
    (
        lambda s: any(s.mended(heights=np.diff(s.heights, prepend=start)) for start in (s.offset, 0.0)),
        "Your heights are the values of f, but steps that have been taken stay: at each edge add only the"
        " difference between the next level and the one before.",
    ),
    (
        lambda s: s.is_mended_by_factor(-np.inf, 0),
        "Your stairs go down where they should go up: a height is the next level minus the one before.",
    ),
    (
        lambda s: s.is_mended_by_factor(0, 1),
        "Your steps are all too high by the same factor. A sigmoid goes from 0 to 1, so what has its "
        "height to be for the stairs to come from one level to the next?",
    ),
    (
        lambda s: s.is_mended_by_factor(1, np.inf),
        "Your steps are all too low by the same factor. A sigmoid goes from 0 to 1, so what has its "
        "height to be for the stairs to come from one level to the next?",
    ),
    (
        lambda s: s.moved(-0.5) or s.moved(-1),
        "Your steps come too late: were all of them half a cell or a cell farther to the left, all would "
        "be right. Where in its cell has f the value of the stair, and where do two cells meet?",
    ),
    (
        lambda s: s.moved(0.5) or s.moved(1),
        "Your steps come too early: were all of them half a cell or a cell farther to the right, all "
        "would be right. Where in its cell has f the value of the stair, and where do two cells meet?",
    ),
    (
        _Stairs.is_off_at_the_ends_only,
        "All is right but the first or the last stair. Before the first step all units are 0: what must "
        "the offset be? Between n cells there are n − 1 edges: is a step missing, or one too many? And at"
        " the place of a step a sigmoid is only half-way up.",
    ),
    (
        lambda s: s.mended(offset=s.offset + s.lifted()),
        "Your stairs have the right form, but all of them are too high or too low by the same amount. "
        "Before the first step all units are 0: what must the offset be?",
    ),
    (
        _Stairs.is_too_wide,
        "You have too few steps, or they are not spread evenly: from the middle to the end of a cell f "
        "may change by L · width / 2, and that may be at most ε. How wide may a cell be, and how many are"
        " there?",
    ),
]
