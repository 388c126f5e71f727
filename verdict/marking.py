"""From a function to a mark: run the cases, count the parts that pass, find the words."""

import functools
from dataclasses import dataclass

from verdict.diagnosis import diagnose
from verdict.outcome import observe
from verdict.shortcuts import names_in, refusing, shortcut_in
from verdict.words import kind, paragraph, points
from verdict.written import has_loop


@dataclass(frozen=True)
class Mark:
    """passed: part -> whether all its cases pass; score of points; why: the lines that explain a failure, or
    advice after full marks.

    hint: the same lines without a value of any case. outcomes: one for each case, none where the values do
    not count.
    """

    task: str
    passed: dict
    score: float
    points: float
    why: tuple = ()
    hint: tuple = ()
    outcomes: tuple = ()

    @property
    def message(self):
        """What the student reads: the score, why, and the parts where some are right and some not."""
        return self._worded(self.why)

    @property
    def brief(self):
        """The message without a value of any case."""
        return self._worded(self.hint)

    def _worded(self, why):
        right, total = sum(self.passed.values()), len(self.passed)
        scored = f"{points(self.score)} of {points(self.points)} points"
        head = f"{self.task}: {right} of {total} parts right, {scored}."
        listed = self.passed.items() if 0 < right < total else ()
        return "\n".join([head, *why, *(f"{'✓' if fine else '✗'} {part}" for part, fine in listed)])


def mark(function, released, cases, unmended=(), known=()):
    """Judge a function on cases -> Mark. A part passes when all its cases do; parts weigh the same.

    unmended: names of other tasks' functions that are known to be wrong; one that this function uses is named
    instead of a slip, for its mistake would be taken for one of this function.
    known: the outcomes of the first cases, where the same function was just called on them.
    """
    if not callable(function):
        return _nothing(released, f"`{released.name}` should be a function; it is {kind(function)}.")
    shortcut = shortcut_in(function, released.forbids)
    if shortcut:
        return _nothing(released, released.refusals.get(shortcut, _USED.format(shortcut)) + _OVERRULE)
    with refusing(released.forbids):
        outcomes = _outcomes(function, released, cases, known)
    refused = [outcome.fault.text for outcome in outcomes if _is_refusal(outcome)]
    if refused:
        return _nothing(released, _told(released, refused[0]))
    used = names_in(function) if unmended else ()
    helpers = [name for name in unmended if name in used]
    return _counted(function, released, cases, outcomes, helpers)


def _outcomes(function, released, cases, known):
    """One outcome a case; after a call that did not end in time no other is made: each would take as long."""
    outcomes = list(known)
    for case in cases[len(known) :]:
        stuck = outcomes and outcomes[-1].raised == "TimeoutError"
        outcomes.append(outcomes[-1] if stuck else _observed(function, case, released))
    return outcomes


def _observed(function, case, released):
    return observe(function, case.arguments, released.arguments, released.through)


def _counted(function, released, cases, outcomes, helpers):
    passed = dict.fromkeys(released.parts, True)
    for case, outcome in zip(cases, outcomes, strict=True):
        passed[case.part] &= case.accepts(outcome)
    score = round(released.points * sum(passed.values()) / len(passed), 2)
    if all(passed.values()):
        advice = tuple(paragraph(_LOOP)) if released.loopless and has_loop(function) else ()
        return Mark(released.name, passed, score, released.points, advice, advice, tuple(outcomes))
    why, hint = diagnose(released, cases, outcomes, helpers, functools.partial(_remark, function, released))
    return Mark(released.name, passed, score, released.points, why, hint, tuple(outcomes))


def _remark(function, released, case):
    """What the task's own function has to say of the student's in this case; "" if nothing."""
    if not released.tells:
        return ""
    return observe(function, case.arguments, released.arguments, released.tells).value or ""


def _nothing(released, why):
    """No points, whatever the values are."""
    passed = dict.fromkeys(released.parts, False)
    lines = tuple(paragraph(why))
    return Mark(released.name, passed, 0.0, released.points, lines, lines)


_OVERRULE = " If you think that this is a mistake, ask your instructor, who can overrule it."
_LOOP = (
    "A word of advice, which costs no points: your function goes through the numbers one by one, and here "
    "NumPy can take the whole array at once. That is shorter, and much faster for large arrays."
)
_USED = "This task asks you to write what `{}` does, so using it scores 0."


def _told(released, refusal):
    """The words on the refusal of a function that was called: the task's own, if it has some."""
    said = refusal.removeprefix("forbidden:").strip()
    own = (words for path, words in released.refusals.items() if f"`{path}`" in said)
    return next(own, said[:1].upper() + said[1:]) + _OVERRULE


def _is_refusal(outcome):
    """Whether the call met a function that grading makes refuse (see `shortcuts.refusing`)."""
    return outcome.fault is not None and outcome.fault.text.startswith("forbidden:")
