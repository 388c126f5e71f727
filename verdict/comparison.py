"""Is a result right? Compares values, shapes and kinds; says what differs first, in a form that messages use.

Right work is never marked wrong: lists, NumPy scalars, tensors, bools and ints for 0/1 are taken as they are
meant, and the tolerance is that of float32, so that nobody loses marks for a precision.
"""

from dataclasses import dataclass, replace

import numpy as np

from verdict.words import one_of

RTOL, ATOL = 1e-4, 1e-5  # float32 has 7 digits; a sum loses one or two of them


@dataclass(frozen=True)
class Mismatch:
    """What differs: kind is "none", "type", "length", "keys", "shape", "nan", "value", or, of the dtype,
    "integer", "bool" or "object".

    got, want: what to print of the two; where: e.g. "at [1]", or "the second of the two values, at [1]".
    """

    kind: str
    got: object
    want: object
    where: str = ""


def mismatch(got, want, within=0.0, results=()):
    """What is wrong with `got` where `want` is right -> Mismatch, or None if it is right.

    within: how far a number may lie from the right one, beyond rounding. results: the names of a tuple's
    values, if they have some.
    """
    if want is None or isinstance(want, str):
        return _mismatch_text(got, want)
    if got is None:
        return Mismatch("none", got, want)
    if isinstance(want, dict):
        return _mismatch_keys(got, want, within)
    if isinstance(want, tuple | list):
        return _mismatch_items(got, want, within, results)
    numbers = as_numbers(got)
    if numbers is None:
        return Mismatch("type", got, want)
    if isinstance(got, np.ndarray) and got.dtype == object:
        return Mismatch("object", got, want)
    return _mismatch_numbers(numbers, np.asarray(want), within)


def _mismatch_text(got, want):
    if type(got) is type(want) and got == want:
        return None
    return Mismatch("value" if isinstance(got, str) and isinstance(want, str) else "type", got, want)


def as_numbers(value):
    """The value as an array of bools, ints or floats, or None if it is no such thing (text, ragged lists)."""
    try:
        numbers = np.asarray(value)
        if numbers.dtype.kind in "OcSU":
            numbers = np.asarray(value, dtype=float) if numbers.dtype.kind == "O" else None
    except (TypeError, ValueError):
        return None
    return numbers


def _mismatch_keys(got, want, within):
    if not isinstance(got, dict):
        return Mismatch("type", got, want)
    if set(got) != set(want):
        return Mismatch("keys", got, want)
    return _first(((f"the entry {key!r}", got[key], want[key]) for key in want), within)


def _mismatch_items(got, want, within, results):
    if isinstance(got, np.ndarray) and got.ndim:
        got = tuple(got)
    if not isinstance(got, tuple | list):
        return Mismatch("type", got, want)
    if len(got) != len(want):
        return Mismatch("length", got, want)
    named = len(results) == len(want)
    names, what = (results, "results") if named else ([None] * len(want), "values")
    pairs = enumerate(zip(got, want, strict=True), 1)
    return _first(((one_of(place, names, what), *pair) for place, pair in pairs), within)


def _first(named, within):
    """The first mismatch of (name, got, want), told with the name."""
    for name, mine, right in named:
        found = mismatch(mine, right, within)
        if found:
            return replace(found, where=name + (f", {found.where}" if found.where else ""))
    return None


def _mismatch_numbers(got, want, within):
    if got.shape != want.shape:
        return Mismatch("shape", got, want)
    got64, want64 = got.astype(float), want.astype(float)
    atol = max(within, ATOL * _scale(want64))
    wrong = ~np.isclose(got64, want64, rtol=RTOL, atol=atol, equal_nan=True)
    if not wrong.any():
        return None
    entry = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f"at [{', '.join(map(str, entry))}]" if entry else ""
    return Mismatch(_kind(got, got64[entry], want64), got[entry], want[entry], where)


def _scale(want):
    """The size that rounding errors are measured against: the largest entry, at least 1."""
    finite = np.abs(want[np.isfinite(want)])
    return max(1.0, finite.max(initial=0.0))


def _kind(got, entry, want):
    if np.isnan(entry):
        return "nan"
    if got.dtype.kind == "b" and not np.isin(want, (0, 1)).all():
        return "bool"
    truncated = got.dtype.kind in "iu" and not np.array_equal(want, np.round(want))
    return "integer" if truncated and np.all(np.abs(got - want) < 1) else "value"
