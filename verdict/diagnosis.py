"""Which message fits a wrong result: a known slip first, then what can be said of any wrong result."""

from dataclasses import replace

import numpy as np

from verdict.comparison import mismatch
from verdict.hints import hint
from verdict.words import arguments_shown, kind, outcomes_shown, paragraph, shown


def diagnose(released, cases, outcomes, helpers=(), remark=lambda case: ""):
    """The lines that explain why `outcomes` are wrong on `cases`, whole and without a value -> two tuples.

    released: anything with name, arguments (names), through and messages (of the slips, in the cases' order).
    helpers: names of functions that this one uses and that are wrong themselves. remark: case -> a sentence
    on a wrong value there that no slip explains, or "". What is said without values gives no case away.
    """
    said, brief, example = _said_and_example(released, cases, outcomes, helpers, remark)
    return (*paragraph(said), *example), tuple(paragraph(brief))


def _said_and_example(released, cases, outcomes, helpers, remark):
    """(what is said, the same without a value, lines of an example)."""
    pairs = list(zip(cases, outcomes, strict=True))
    failing = [(case, outcome) for case, outcome in pairs if not case.accepts(outcome)]
    first = failing[0][0].part  # parts go from the plain to the special: the first failure is the one to mend
    if helpers:
        listed = " and ".join(f"`{name}`" for name in helpers)
        said = _HELPER.format(listed)
        return said, said, _simplest_example(released, failing, first)
    if any(_left_open(outcome) for _, outcome in failing):
        said = _NOT_DONE.format(released.name)
        return said, said, ()
    slip, aside = _slip_and_aside(released.messages, pairs, first)
    if slip is not None:
        explained = ((case, outcome) for case, outcome in failing if _same(outcome, case.slips[slip], aside))
        case, outcome = _smallest(explained)
        said = released.messages[slip] + aside
        return said, said, _example(released, case, outcome)
    case, outcome = _smallest(pair for pair in failing if pair[0].part == first)
    told = "" if outcome.raised else remark(case)
    said, brief = (told or _general(released, case, outcome, values) for values in (True, False))
    more = _batch_of_one(cases, failing)
    return said + more, brief + more, _example(released, case, outcome)


def _left_open(outcome):
    """Whether the stub's own line was reached; a module of torch without `forward` raises the same error."""
    return outcome.raised == "NotImplementedError" and '"forward"' not in outcome.fault.text


_HELPER = (
    "Your function uses {}, and that is not right yet: mend it first, run its check, then this one again. "
    "What you see here may come from there."
)
_NOT_DONE = (
    "Not done yet: `{}`, or a function that it calls, still says `raise NotImplementedError()`. Put your own "
    "lines there, run the cell, then run this check again."
)


def _simplest_example(released, failing, part):
    return _example(released, *_smallest(pair for pair in failing if pair[0].part == part))


def _smallest(pairs):
    """The failing call with the fewest numbers in its arguments: the easiest one to think through."""
    return min(pairs, key=lambda pair: _count(pair[0].arguments))


def _count(value):
    """How many numbers there are in arguments."""
    items = value.values() if isinstance(value, dict) else value
    return sum(map(_count, items)) if isinstance(value, dict | tuple | list) else np.size(value)


def _slip_and_aside(messages, pairs, part):
    """The slip that fits, or None, and a word more if arguments were changed in place besides."""
    slip = _slip(messages, pairs, part)
    changed = sorted({name for _, outcome in pairs for name in outcome.changed})
    if slip is not None or not changed:
        return slip, ""
    kept = [(case, replace(outcome, changed=())) for case, outcome in pairs]
    return _slip(messages, kept, part), f" Besides, {_in_place(changed)}"


def _same(outcome, slips, aside):
    return (replace(outcome, changed=()) if aside else outcome).agrees(slips)


def _slip(messages, pairs, part):
    """The slip that explains every case; else the one that explains `part`, the first part that fails.

    If several explain that part, it is the one that explains most of all that fails. A slip that would have
    spoilt a case which is right is not what the student did.
    """
    everywhere = [slip for slip in range(len(messages)) if _explains(slip, pairs, ())]
    if everywhere:
        return everywhere[0]
    doubtful = {case.part for case, _ in pairs} - {part}
    partly = [slip for slip in range(len(messages)) if _explains(slip, pairs, doubtful)]
    counts = [_explained(slip, pairs) for slip in partly]
    likely = [slip for slip, count in zip(partly, counts, strict=True) if count == max(counts)]
    return likely[0] if len(likely) == 1 else None


def _explains(slip, pairs, doubtful):
    """Whether the slip does the same on every case, or both are right; wrong ones in `doubtful` parts aside.

    An error tells little, for many mistakes raise the same type: where the slip would be right, the student
    must then be right too; and if errors are all that tells, both must agree wherever both give a value.
    """
    wrong = [(case, outcome) for case, outcome in pairs if not case.accepts(outcome)]
    raised = any(outcome.raised for _, outcome in wrong)
    errors_only = all(outcome.raised for case, outcome in wrong if case.part not in doubtful)
    return all(
        outcome.agrees(case.slips[slip])
        or (case.accepts(outcome) and case.accepts(case.slips[slip]))
        or (
            case.part in doubtful
            and not case.accepts(outcome)
            and not (raised and case.accepts(case.slips[slip]))
            and (outcome.raised or case.slips[slip].raised or not errors_only)
        )
        for case, outcome in pairs
    )


def _explained(slip, pairs):
    """How many of the failing cases the slip explains."""
    return sum(outcome.agrees(case.slips[slip]) and not case.accepts(outcome) for case, outcome in pairs)


def _general(released, case, outcome, values):
    """What can be said of a wrong outcome that no slip explains."""
    truth = case.truths[0]
    if outcome.raised == "TimeoutError":
        return "Your function does not come to an end: look for a loop whose condition never changes."
    if outcome.raised and truth.raised:
        return f"Here a {truth.raised} should be raised, and your function raises another error."
    if outcome.raised:
        if released.through and outcome.fault and outcome.fault.line_number is None:
            below = "; the error below tells why" if values else ""
            return f"What you returned cannot be used as the task says{below}." + hint(outcome.fault)
        return "Your function stops with an error." + hint(outcome.fault)
    if truth.raised:
        returned = "returns it" if isinstance(outcome.value, Exception) else "returns a value"
        how = f": write `raise {truth.raised}(...)`, not `return`" if returned == "returns it" else ""
        return f"Here your function should raise a {truth.raised}, as the task says, and it {returned}{how}."
    found = mismatch(outcome.value, truth.value, case.within, released.results)
    if not found:
        return f"The result is right, but {_in_place(outcome.changed)}"
    said = _difference(found, case.within, values)
    return said + (f" Besides, {_in_place(outcome.changed)}" if outcome.changed else "")


def _in_place(names):
    listed = " and ".join(f"`{name}`" for name in names)
    return (
        f"your function changes {listed} in place, so whoever called it finds the old values gone. `a += b` "
        "and `a[i] = b` change an array; `a = a + b` makes a new one."
    )


def _difference(found, within, values):
    if found.kind != "value":
        return _SAID[found.kind](found)
    room = f" It may be off by {within:g}." if within else ""
    return (_SAID["value"](found) if values else f"The value is wrong{_at(found)}.") + room


def _at(found):
    return f" ({found.where})" if found.where else ""


_SAID = {
    "none": lambda found: "Your function returns nothing (None). Does every way through it end in `return`?",
    "type": lambda found: (
        f"Your function returns {kind(found.got)}{_at(found)}, and {kind(found.want)} is expected."
    ),
    "length": lambda found: (
        f"Your function returns {_values(len(found.got))}, and {_are(len(found.want))} expected."
    ),
    "keys": lambda found: (
        f"The names in your dict are {_names(found.got)}{_at(found)}, and {_names(found.want)} are expected."
    ),
    "shape": lambda found: (
        f"The shape is wrong{_at(found)}: yours is {_shape(found.got)}, it should be {_shape(found.want)}."
    ),
    "integer": lambda found: (
        "Your result holds whole numbers only, so its fractions were cut off. An array of "
        "integers cuts off what you store in it: make a float array first, e.g. `np.array(a, dtype=float)`."
    ),
    "bool": lambda found: (
        f"Your result holds only True and False{_at(found)}, and numbers are wanted: a comparison such as "
        "`a > 0` asks, it does not compute."
    ),
    "object": lambda found: (
        f"Your result is an array of objects{_at(found)} (dtype=object), which NumPy makes of parts that do "
        "not fit together, or of `dtype=object`. Make it an array of floats."
    ),
    "nan": lambda found: (
        f"Your result holds nan{_at(found)}, which is what inf - inf, inf / inf, 0 * inf or 0 / 0 gives."
    ),
    "value": lambda found: (
        f"The value is wrong{_at(found)}: yours is {shown(found.got)}, it should be {shown(found.want)}."
    ),
}


def _values(count):
    return f"{count} value" + "s" * (count != 1)


def _are(count):
    return f"{count} {'is' if count == 1 else 'are'}"


def _names(value):
    return ", ".join(map(str, value)) or "none"


def _shape(value):
    return f"{value.shape}" if value.ndim else "that of a single number"


def _batch_of_one(cases, failing):
    """A word more if only batches of one fail."""
    ones = [case for case in cases if _of_one(case.arguments)]
    if len(ones) == len(cases) or not all(_of_one(case.arguments) for case, _ in failing):
        return ""
    return (
        " Only a batch of one fails: look for a `squeeze`, or for a shape that was guessed from the values."
    )


def _of_one(arguments):
    return any(isinstance(value, np.ndarray) and value.shape[:1] == (1,) for value in arguments)


def _example(released, case, outcome):
    """The smallest failing call, and both results under each other."""
    names, values = _of_interest(released, case.arguments)
    return [
        f"For example, {released.name}({', '.join(names)}) with",
        *arguments_shown(names, values),
        *outcomes_shown(outcome, case.truths[0]),
    ]


def _of_interest(released, arguments):
    """(names, values); a None tells nothing where it is not the student's function that receives it."""
    named = zip(released.arguments, arguments, strict=True)
    kept = [(name, value) for name, value in named if value is not None or not released.through]
    return tuple(zip(*kept, strict=True)) or ((), ())
