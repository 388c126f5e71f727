"""Cases: fixed ones that a release shows, and drawn ones that only a grading run knows."""

import zlib
from dataclasses import dataclass

import numpy as np

from verdict.outcome import Outcome, observe


@dataclass(frozen=True)
class Case:
    """One call: its part, its arguments, the right outcomes (any of them counts), each slip's outcome."""

    part: str
    arguments: tuple
    truths: tuple[Outcome, ...]
    slips: tuple[Outcome, ...]
    within: float = 0.0  # how far a number may lie from the truth

    def accepts(self, outcome):
        return any(outcome.agrees(truth, self.within) for truth in self.truths)


def visible_cases(task):
    """The cases that everyone may see -> list of Case."""
    return [_case(task, part, arguments) for part, cases in task.parts.items() for arguments in cases]


def drawn_cases(task, seed):
    """The cases of one grading run, from its seed: the same for every student -> list of Case."""
    return [
        _case(task, part, draw(rng)) for part, draw in task.draw.items() for rng in _rngs(task, part, seed)
    ]


def _rngs(task, part, seed):
    """One generator a case, keyed by name, so that a change in one part leaves the others' cases alone."""
    key = zlib.crc32(f"{task.name}/{part}".encode())
    return [np.random.default_rng([seed, key, draw]) for draw in range(task.draws)]


def _case(task, part, arguments):
    slips = [observe(slip.function, arguments, task.arguments, task.through) for slip in task.slips]
    return Case(part, tuple(arguments), truths(task, arguments), tuple(slips), task.room(arguments))


def truths(task, arguments):
    """The right outcomes of one call, any of which counts -> tuple of Outcome."""
    if task.truth:
        return (observe(task.truth, arguments, task.arguments),)
    return tuple(observe(right, arguments, task.arguments, task.through) for right in task.references)
