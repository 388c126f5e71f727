"""What `explore` draws: how a function's output and the truth become the traits of a figure."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Comparison:
    """A figure part bound to a way of drawing yours beside the truth.

    part: a Figure class. traits(yours, truth, args) -> dict of its traits; yours is None where the student's
    output cannot be drawn. options: traits that stay.
    """

    part: type
    traits: Callable
    options: dict = field(default_factory=dict)

    def __call__(self, yours, truth, args):
        return self.traits(yours, truth, args)

    def figure(self):
        """A new figure of the part."""
        return self.part(**self.options)
