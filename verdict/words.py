"""How values, calls and faults read in a message: short, plain, no wider than a notebook's cell."""

import textwrap

import numpy as np

WIDTH = 80
MANY = 8  # more entries than this are abbreviated


def shown(value):
    """A value as a student would write it, abbreviated where it is long."""
    if isinstance(value, np.ndarray) and value.ndim:
        return _shown_array(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(shown, value))})"
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, np.ndarray | np.generic):
        value = value.item()
    return f"{value:.6g}" if isinstance(value, float) else textwrap.shorten(repr(value), 60)


def _shown_array(array):
    text = np.array2string(
        array,
        precision=4,
        suppress_small=True,
        separator=", ",
        threshold=MANY,
        edgeitems=2,
        max_line_width=60,
    )
    kind = " (whole numbers)" if array.dtype.kind in "iu" else ""
    shape = f"   shape {array.shape}" if array.size > MANY or array.ndim > 1 else ""
    return " ".join(text.split()) + kind + shape


def arguments_shown(names, arguments):
    """One line an argument: `    weight = [1, -2]`."""
    width = max(map(len, names))
    return [f"    {name:<{width}} = {shown(value)}" for name, value in zip(names, arguments, strict=True)]


def outcome_shown(outcome):
    """What a call did, as the end of "your function …": returns 1.5, raises ValueError."""
    if outcome.raised:
        return f"raises {outcome.fault or outcome.raised}"
    return f"returns {shown(outcome.value)}"


def paragraph(text):
    """A message as lines of readable width."""
    return textwrap.wrap(" ".join(text.split()), WIDTH)


def points(score):
    """2.0 -> "2", 1.33 -> "1.33"."""
    return f"{score:g}"
