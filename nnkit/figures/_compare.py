"""What `explore` draws: how a function's output and the truth become the traits of a figure."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Comparison:
    """A figure part bound to a way of drawing yours beside the truth.

    part: a Figure class. traits(yours, truth, args) -> dict of its traits; yours is None where the student's
    output cannot be drawn. options: traits that stay. untouched: what is to be seen while there is nothing of
    yours, as the rest of a sentence.
    """

    part: type
    traits: Callable
    options: dict = field(default_factory=dict)
    untouched: str = "the thick line shows where yours should go"

    def __call__(self, yours, truth, args):
        return self.traits(yours, truth, args)

    def figure(self):
        """A new figure of the part."""
        return self.part(**self.options)


def sides(yours, truth):
    """(role, output) of what is drawn: the truth first, so that yours lies over it, if there is yours."""
    return [("truth", truth)] if yours is None else [("truth", truth), ("yours", yours)]


def on_both_sides(draw, yours, truth, args):
    """A list of draw(role, output, *args) for truth and yours; empty if there is nothing to draw."""
    return [] if draw is None else [draw(role, output, *args) for role, output in sides(yours, truth)]


def joined(lists):
    """The items of several lists in one."""
    return list(itertools.chain.from_iterable(lists))
