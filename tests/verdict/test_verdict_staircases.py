"""Staircases of any design: each mistake has its sentence, found in the function that comes out."""

from types import SimpleNamespace

import numpy as np
import pytest

from verdict.designs import near_target
from verdict.staircases import remark

TARGETS = {"wave": SimpleNamespace(function=lambda x: np.sin(x) + x / 2, lipschitz=1.5)}
CASE = "wave", (-1.0, 4.0), 0.1, np.linspace(-1, 4, 401), f"{__name__}.TARGETS"


def stairs(cells=1.4, at=0.5, late=0.0, slope=40.0, factor=1.0, offset=None, bias=None, units=slice(None)):
    """A design with `cells` times as many cells as needed, done wrong in one thing or another."""

    def design(f, interval, lipschitz, eps):
        left, right = interval
        count = int(cells * lipschitz * (right - left) / (2 * eps)) + 1
        edges, width = np.linspace(left, right, count + 1, retstep=True)
        levels, weight = f(edges[:-1] + at * width), slope / width
        places = (edges[1:-1] + late * width)[units]
        start = levels[0] if offset is None else offset
        biases = -weight * places if bias is None else bias(weight, places)
        return np.full(len(places), weight), biases, factor * np.diff(levels)[units], start

    return design


def levels_for_heights(f, *about):
    weight, bias, heights, offset = stairs()(f, *about)
    return weight, bias, offset + np.cumsum(heights), offset


def bumps(*about):
    """Two units a cell, from edge to edge, so the first and the last stand at the ends themselves."""
    weight, bias, heights, offset = stairs(cells=1)(*about)
    right = np.append(bias, -weight[0] * about[1][1])
    left = np.append(-weight[0] * about[1][0], bias)
    levels = offset + np.append(0, np.cumsum(heights))
    return np.full(2 * len(left), weight[0]), np.append(left, right), np.append(levels, -levels), 0.0


WRONG = {
    "gentle": (stairs(slope=0.5), "Your slope is too gentle"),
    "sign": (stairs(bias=lambda w, s: w * s), "the biases have the wrong sign"),
    "sign, no weight": (stairs(bias=lambda w, s: s), "the biases have the wrong sign"),
    "no weight": (stairs(bias=lambda w, s: -s), "solve for b"),
    "divided": (stairs(bias=lambda w, s: -s / w), "solve for b"),
    "levels": (levels_for_heights, "Your heights are the values of f"),
    "down": (stairs(factor=-1), "go down where they should go up"),
    "too high": (stairs(factor=1.5), "too high by the same factor"),
    "too low": (stairs(factor=0.4), "too low by the same factor"),
    "late": (stairs(late=1), "come too late"),
    "early": (stairs(late=-1), "come too early"),
    "the left ends' values": (stairs(at=0, cells=1), "come too late"),
    "starts at 0": (stairs(offset=0.0), "by the same amount"),
    "no last step": (stairs(units=slice(-4)), "the first or the last stair"),
    "bumps": (bumps, "the first or the last stair"),
    "few": (stairs(cells=0.6), "too few steps"),
    "one": (stairs(cells=0), "too few steps"),
}


@pytest.mark.parametrize(("design", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_whatever_the_design(design, said):
    wanted = TARGETS["wave"].function(CASE[3])
    assert np.max(np.abs(near_target(design, *CASE) - wanted)) > 0.1
    assert said in remark(design, *CASE)


def test_the_same_design_without_a_mistake_is_right():
    assert np.max(np.abs(near_target(stairs(), *CASE) - TARGETS["wave"].function(CASE[3]))) < 0.1


@pytest.mark.parametrize("weight", [0.0, np.nan])
def test_nothing_is_said_where_no_unit_has_a_place(weight):
    assert remark(lambda *_: ([weight], [1.0], [1.0], 0.0), *CASE) == ""


def test_nothing_is_said_of_what_is_no_staircase_of_the_target():
    assert remark(stairs(factor=5, late=3, offset=9.0), *CASE) == ""
