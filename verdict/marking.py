"""From a function to a mark: run the cases, count the parts that pass, find the words."""

from dataclasses import dataclass

from verdict.diagnosis import diagnose
from verdict.outcome import observe
from verdict.shortcuts import shortcut_in
from verdict.words import paragraph, points


@dataclass(frozen=True)
class Mark:
    """passed: part -> whether all its cases pass; score of points; why: the lines that explain a failure."""

    task: str
    passed: dict
    score: float
    points: float
    why: tuple

    @property
    def message(self):
        count, total = sum(self.passed.values()), len(self.passed)
        head = f"{self.task}: {count} of {total} parts right, {points(self.score)} of {points(self.points)} points"
        if self.score == self.points:
            return head + "."
        parts = [f"  {'✓' if right else '✗'} {part}" for part, right in self.passed.items()]
        return "\n".join([head, *parts, *self.why])


def mark(function, released, cases):
    """Judge a function on cases -> Mark. A part passes when all its cases do; parts weigh the same."""
    if not callable(function):
        why = f"`{released.name}` should be a function, and it is a {type(function).__name__} now."
        return _nothing(released, why)
    shortcut = shortcut_in(function, released.forbids)
    outcomes = [] if shortcut else _outcomes(function, released, cases)
    refused = next(
        (o.fault.text for o in outcomes if o.fault and o.fault.text.startswith("forbidden:")), None
    )
    if shortcut or refused:
        return _nothing(released, _shortcut_message(shortcut, refused))
    right = [case.accepts(outcome) for case, outcome in zip(cases, outcomes, strict=True)]
    passed = dict.fromkeys(released.parts, True)
    for case, fine in zip(cases, right, strict=True):
        passed[case.part] &= fine
    score = round(released.points * sum(passed.values()) / len(passed), 2)
    why = () if all(right) else tuple(diagnose(released, cases, outcomes))
    return Mark(released.name, passed, score, released.points, why)


def _outcomes(function, released, cases):
    """One outcome a case; after a call that did not end in time no other is made, for each would take as long."""
    outcomes = []
    for case in cases:
        late = outcomes and outcomes[-1].raised == "TimeoutError"
        outcomes.append(
            outcomes[-1] if late else observe(function, case.arguments, released.arguments)
        )
    return outcomes


def _nothing(released, why):
    """No points, whatever the values are."""
    return Mark(
        released.name, dict.fromkeys(released.parts, False), 0.0, released.points, tuple(paragraph(why))
    )


def _shortcut_message(shortcut, refused):
    said = (
        f"This task asks you to write what `{shortcut}` does, so using it scores 0." if shortcut else refused
    )
    return f"{said} If you think that this is a mistake, ask your instructor, who can overrule it."
