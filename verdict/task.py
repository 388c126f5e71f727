"""The instructor's description of one task: the right function, the cases in parts, the usual slips.

Lives in instructor-only cells of an assignment's source; nothing of it but numbers reaches a release.
"""

import functools
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from verdict.uses import used_through
from verdict.words import arrays_in
from verdict.written import has_loop, with_helpers


@dataclass(frozen=True)
class Slip:
    """A usual mistake as a small wrong implementation, and the sentence a student who made it should read."""

    function: Callable
    message: str


@dataclass(frozen=True)
class Slider:
    """A slider over `values`; `shape(value)` makes the function's argument of it (default: the value itself).

    The released grid holds what `shape` returned, so the function itself never leaves the source. start: the
    value it stands at first (default: the middle one). At 0 most slips look right: choose one that tells.
    """

    name: str
    values: Sequence
    shape: Callable | None = None
    start: object = None

    def __post_init__(self):
        if self.start is not None and self.start not in self.values:
            raise ValueError(f"slider {self.name}: start={self.start} is none of its values")

    @property
    def first(self):
        """Where the slider stands at first."""
        return self.values[len(self.values) // 2] if self.start is None else self.start


@dataclass(frozen=True)
class Task:
    """One function that a student writes, and how it is judged.

    reference: the right implementation, or a list of them where conventions differ (any one's result counts).
    parts: name -> list of argument tuples, the fixed cases that a student sees. Parts weigh the same.
    draw: name of a part -> function of a `np.random.Generator` that returns further arguments (hidden cases).
    draws: how many hidden cases each such part gets.
    grid: the function's arguments, with a `Slider` wherever the student may move one.
    slips: the usual mistakes, most likely first.
    forbids: import paths of ready-made functions that would do the task, e.g. "scipy.special.expit"; as a
    dict path -> sentence, what a student who used it should read instead of the usual sentence ("").
    through: import path of a public function that uses what a student wrote, e.g. "verdict.tensors.forward":
    a case's arguments go to `through(function, *arguments)`, and what that returns is what is judged.
    truth: where many answers are right, what the result must be, from the case's arguments (default: the
    reference's result). within: how far a number may lie from the truth, beyond rounding; or a function
    of the case's arguments that says it.
    tells: import path of a public function like `through`, which returns a sentence on what is wrong with a
    result that no slip explains, without a value of the case, or "".

    Raises ValueError for a description that could not be judged.
    """

    reference: Callable | Sequence[Callable]
    parts: Mapping[str, Sequence[tuple]]
    draw: Mapping[str, Callable] = field(default_factory=dict)
    draws: int = 4
    grid: tuple | None = None
    slips: Sequence[Slip] = ()
    forbids: Sequence[str] | Mapping[str, str] = ()
    through: str = ""
    truth: Callable | None = None
    within: float | Callable = 0.0
    tells: str = ""

    def __post_init__(self):
        empty = [part for part, cases in self.parts.items() if not cases]
        if not self.parts or empty:
            raise ValueError(f"{self.name}: every part needs at least one visible case; without: {empty}")
        unknown = sorted(set(self.draw) - set(self.parts))
        if unknown:
            raise ValueError(f"{self.name}: `draw` names parts that do not exist: {unknown}")
        for path in (self.through, self.tells):
            used_through(path, self.references[0])  # says so if there is no such function

    @property
    def references(self):
        return [self.reference] if callable(self.reference) else list(self.reference)

    @property
    def name(self):
        return self.references[0].__name__

    @functools.cached_property
    def arguments(self):
        """The names of a case's arguments, as messages print them."""
        own = inspect.signature(self.references[0]).parameters
        used = inspect.signature(used_through(self.through, self.references[0])).parameters.values()
        named = [item.name for item in used if item.kind is not item.VAR_POSITIONAL]
        return [*named, *list(own)[len(named) :]] if len(named) < len(used) else named

    @property
    def results(self):
        """The names of a tuple's values, as students read them: "Return (slope, intercept) of …"."""
        said = (self.references[0].__doc__ or "").partition("Return (")[2]
        return re.sub(r" \([^()]*\)", "", said).partition(")")[0].split(", ") if said else []

    def room(self, arguments):
        """How far a number may lie from the truth in the case of these arguments."""
        return float(self.within(*arguments) if callable(self.within) else self.within)

    @property
    def is_loopless(self):
        """Whether the right way takes arrays of any size at once, so that a student's could as well.

        Its helpers' loops are its own. What is used through another function, such as a module of layers, is
        no work on one array; numbers, or arrays whose size is always the same, give a loop nothing to save.
        """
        sizes = {array.size for cases in self.parts.values() for array in arrays_in(cases)}
        return (
            not self.through and len(sizes) > 1 and not any(map(has_loop, with_helpers(self.references[0])))
        )
