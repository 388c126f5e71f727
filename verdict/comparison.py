"""Is a result right? Compares values, shapes and kinds; says what differs first, in a form that messages use.

Right work is never marked wrong: lists, NumPy scalars, tensors, bools and ints for 0/1 are taken as they are
meant, and the tolerance is that of float32, so that nobody loses marks for a precision.
"""

from dataclasses import dataclass

import numpy as np

RTOL, ATOL = 1e-4, 1e-5  # float32 has 7 digits; a sum loses one or two of them


@dataclass(frozen=True)
class Mismatch:
    """What differs: kind is "none", "type", "length", "shape", "integer", "nan" or "value".

    got, want: what to print of the two; where: the entry, e.g. "[1]" or "the second value's entry [1]".
    """

    kind: str
    got: object
    want: object
    where: str = ""


def mismatch(got, want):
    """What is wrong with `got` where `want` is right -> Mismatch, or None if it is right."""
    if want is None or isinstance(want, str):
        return None if type(got) is type(want) and got == want else Mismatch("type", got, want)
    if got is None:
        return Mismatch("none", got, want)
    if isinstance(want, tuple | list):
        return _mismatch_items(got, want)
    numbers = as_numbers(got)
    if numbers is None:
        return Mismatch("type", got, want)
    return _mismatch_numbers(numbers, np.asarray(want))


def as_numbers(value):
    """The value as an array of bools, ints or floats, or None if it is no such thing (text, ragged lists)."""
    try:
        numbers = np.asarray(value)
        if numbers.dtype.kind in "OcSU":
            numbers = np.asarray(value, dtype=float) if numbers.dtype.kind == "O" else None
    except (TypeError, ValueError):
        return None
    return numbers


def _mismatch_items(got, want):
    if isinstance(got, np.ndarray) and got.ndim:
        got = tuple(got)
    if not isinstance(got, tuple | list):
        return Mismatch("type", got, want)
    if len(got) != len(want):
        return Mismatch("length", got, want)
    for position, (mine, right) in enumerate(zip(got, want, strict=True)):
        found = mismatch(mine, right)
        if found:
            where = f"value {position + 1} of {len(want)}" + (f", {found.where}" if found.where else "")
            return Mismatch(found.kind, found.got, found.want, where)
    return None


def _mismatch_numbers(got, want):
    if got.shape != want.shape:
        return Mismatch("shape", got, want)
    got64, want64 = got.astype(float), want.astype(float)
    wrong = ~np.isclose(got64, want64, rtol=RTOL, atol=ATOL * _scale(want64), equal_nan=True)
    if not wrong.any():
        return None
    entry = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f"entry [{', '.join(map(str, entry))}]" if entry else ""
    return Mismatch(_kind(got, got64[entry], want64), got[entry], want[entry], where)


def _scale(want):
    """The size that rounding errors are measured against: the largest entry, at least 1."""
    finite = np.abs(want[np.isfinite(want)])
    return max(1.0, finite.max(initial=0.0))


def _kind(got, entry, want):
    if np.isnan(entry):
        return "nan"
    truncated = got.dtype.kind in "iu" and not np.array_equal(want, np.round(want))
    return "integer" if truncated and np.all(np.abs(got - want) < 1) else "value"
