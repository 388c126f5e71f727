"""How values, calls and faults read in a message: short, plain, no wider than a notebook's cell."""

import textwrap

import numpy as np

WIDTH = 80
MANY = 8  # more entries than this are abbreviated


def kind(value):
    """What sort of thing a value is, in a word or two."""
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)} values"
    if isinstance(value, dict):
        return f"a dict of {len(value)} values"
    if isinstance(value, np.ndarray) and value.ndim:
        return "an array" + _OF.get(value.dtype.kind, "")
    if isinstance(value, np.ndarray | np.generic):
        value = value.item()
    if isinstance(value, str | bytes):
        return "text"
    if isinstance(value, complex):
        return "a complex number"
    return "a number" if isinstance(value, bool | int | float) else f"something else ({type(value).__name__})"


_OF = {"U": " of texts", "S": " of texts", "c": " of complex numbers", "O": " of objects"}


def one_of(place, named, what="values"):
    """The place of a value among others, counted from 1: "the second of the two values".

    named: what these are called, or None for each of them.
    """
    count = _COUNTS[len(named)] if len(named) < len(_COUNTS) else str(len(named))
    nth = _ORDINALS[place] if place < len(_ORDINALS) else f"number {place}"
    name = named[place - 1]
    return f"{nth} of the {count} {what}" + (f", {name}" if name else "")


_COUNTS = "no", "one", "two", "three", "four", "five", "six"
_ORDINALS = "", *(f"the {nth}" for nth in ("first", "second", "third", "fourth", "fifth", "sixth"))


def arrays_in(value):
    """The arrays that arguments hold, however deep -> list."""
    if isinstance(value, np.ndarray):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return [array for item in items for array in arrays_in(item)]


def shown(value):
    """A value as a student would write it, abbreviated where it is long."""
    if isinstance(value, np.ndarray) and value.ndim:
        return _shown_array(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(shown, value))}{',' * (len(value) == 1)})"
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, np.ndarray | np.generic):
        value = value.item()
    return _shown_float(value) if isinstance(value, float) else textwrap.shorten(_own_text(value), 60)


def _own_text(value):
    """What an object says of itself; a student's may fail at that."""
    try:
        return repr(value)
    except Exception:
        return kind(value)


def _shown_float(value):
    """At most 6 digits, and always visibly a float: 1.0, 0.333333, 4.2e-18."""
    text = f"{value + 0.0:.6g}"  # -0.0 is 0.0 to a reader
    return text + ".0" if text.lstrip("-").isdigit() else text


def _shown_array(array):
    text = np.array2string(
        array,
        separator=", ",
        threshold=MANY,
        edgeitems=2,
        max_line_width=10_000,
        formatter={"float_kind": _shown_float, "int_kind": str},
    )
    return " ".join(text.split()) + (f"   shape {array.shape}" if array.size > MANY or array.ndim > 1 else "")


def arguments_shown(names, arguments):
    """One line an argument, more where it is long: `    weight = [1, -2]`."""
    width = max(map(len, names))
    told = [
        (f"    {name:<{width}} = ", shown(value) + _whole(value))
        for name, value in zip(names, arguments, strict=True)
    ]
    return [line for head, text in told for line in _hanging(head, text)]


def _hanging(head, text):
    """The text as lines, the first behind `head` and the others below its own beginning."""
    return textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head)) or [head]


def _whole(value):
    """Integer arrays are a trap worth pointing at: what is stored in them loses its fraction."""
    return "   (whole numbers)" if isinstance(value, np.ndarray) and value.dtype.kind in "iu" else ""


def outcomes_shown(outcome, truth):
    """What the call did and what it should have done, one below the other."""
    right = f"raise a {truth.raised}" if truth.raised else f"return      {shown(truth.value)}"
    return [*_yours(outcome), *_lines(f"it should {right}")]


def _yours(outcome):
    if outcome.raised:
        where = [f"      {outcome.fault.where}"[:WIDTH]] if outcome.fault.where else []
        return [*_lines(f"your function raises {outcome.fault}"), *where]
    changed = f"   and changes {' and '.join(outcome.changed)}" if outcome.changed else ""
    return _lines(f"your function returns {shown(outcome.value)}{changed}")


def _lines(text):
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="      ")


class Told(str):
    """A message; `brief` says as much of it as a student may know while the cases are hidden.

    Printed, or as the text of an exception, it arrives whole: who records the output finds `brief` on it.
    """

    def __new__(cls, text, brief):
        made = super().__new__(cls, text)
        made.brief = brief
        return made

    def __str__(self):
        return self


def paragraph(text):
    """A message as lines of readable width."""
    return textwrap.wrap(" ".join(text.split()), WIDTH)


def points(score):
    """2.0 -> "2", 1.33 -> "1.33"."""
    return f"{score:g}"
