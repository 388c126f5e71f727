"""Arrays as cells with their numbers: yours in the cells, the right number below where it is wrong."""

import numpy as np
from traitlets import Bool, List, TraitError, Unicode, validate

from nnkit.figures._compare import Comparison
from nnkit.figures._figure import Figure, bundle
from nnkit.figures._tolerance import are_close

MOST = 1024  # cells of a figure


class ArrayFigure(Figure):
    """Numbers, vectors, matrices and stacks of them as cells.

    arrays: dicts {"name", "values", "truth", "wrong", "role", "row_names", "column_names"}. values: a number,
    (n,) or (rows, columns); it is kept as rows. role: "yours", "truth" or "given". truth: as values, or None;
    wrong: booleans as values, or None: these cells are marked, and show the truth too. row_names,
    column_names: lists of text; empty: the indices from 0. bars: draw each number as a bar instead of a
    shade? xlabel, ylabel: names of the columns' and rows' axis, for all arrays.
    """

    part = "array"
    _esm = bundle("array.js")

    arrays = List().tag(sync=True)
    bars = Bool(False).tag(sync=True)
    xlabel = Unicode().tag(sync=True)
    ylabel = Unicode().tag(sync=True)

    @validate("arrays")
    def _plain_arrays(self, proposal):
        arrays = [_plain(**given) for given in proposal["value"]]
        cells = sum(len(row) for array in arrays for row in array["values"])
        if cells > MOST:
            raise TraitError(f"arrays have at most {MOST} cells together, not {cells}")
        return arrays

    @classmethod
    def compare(cls, array=None, *, name="", given=None, rows=(), columns=(), **options):
        """A comparison for `explore`: your array, with the right number in every cell that is wrong.

        array(output, *args): a number, (n,), (rows, columns), a stack (…, rows, columns), or a dict name ->
        any of these; None: the output itself. name: its title; for a tuple of outputs a list of titles.
        given(*args): dict name -> array, drawn before it and not compared. rows, columns: names of the
        arrays' rows and columns, lists of text; empty, and for a given array that has not as many: the
        indices from 0. Further keywords are traits: bars, xlabel, ylabel.
        """

        def parts(output, args):
            return _titled(output if array is None else array(output, *args), name)

        def traits(yours, truth, args):
            right = parts(truth, args)
            mine = None if yours is None else parts(_ordered(yours, truth), args)
            names = {"row_names": list(rows), "column_names": list(columns)}
            under = [] if given is None else _titled(given(*args), "")
            return {
                "arrays": [_given(title, values, names) for title, values in under]
                + [{**compared, **names} for compared in _compared(right, mine)]
            }

        return Comparison(cls, traits, options, "the faint numbers are the right ones")


def _given(title, values, names):
    """A given array, with those names that are as many as its rows, or columns."""
    lengths = dict(zip(names, np.atleast_2d(values).shape, strict=True))
    fitting = {axis: found for axis, found in names.items() if len(found) == lengths[axis]}
    return {"name": title, "values": values, "role": "given", **fitting}


def _ordered(yours, truth):
    """A dict in the order of the truth's keys; all else as it is."""
    return {key: yours[key] for key in truth} if isinstance(truth, dict) else yours


def _compared(right, mine):
    """Dicts of the right arrays, or of yours with what is wrong in them."""
    if mine is None:
        return [{"name": title, "values": values, "role": "truth"} for title, values in right]
    size = max((np.max(np.abs(v), initial=0, where=np.isfinite(v)) for _, v in right), default=0)
    return [
        {"name": title, "values": values, "role": "yours", "truth": truth}
        | {"wrong": ~are_close(values, truth, size)}
        for (title, values), (_, truth) in zip(mine, right, strict=True)
    ]


def _titled(found, name):
    """(title, array of at most two axes) of everything in `found`."""
    if isinstance(found, dict):
        return [item for title, value in found.items() for item in _titled(value, title)]
    if isinstance(found, tuple | list) and isinstance(name, tuple | list):
        return [item for title, value in zip(name, found, strict=True) for item in _titled(value, title)]
    array = np.asarray(found, dtype=float)
    leading = array.shape[:-2]
    return [
        (f"{name} {list(index)}".strip() if leading else name, array[index]) for index in np.ndindex(leading)
    ]


def _plain(values, name="", role="given", truth=None, wrong=None, row_names=(), column_names=()):
    """One array as JSON-ready rows."""
    if role not in ("yours", "truth", "given"):
        raise TraitError(f"an array's role is yours, truth or given, not {role!r}")
    kept = _rows(values, float)
    shape = list(np.shape(values))
    checked = {"truth": _as(kept, truth, float), "wrong": _as(kept, wrong, bool)}
    names = {"row_names": list(map(str, row_names)), "column_names": list(map(str, column_names))}
    return {"name": name, "values": _json(kept), "shape": shape, "role": role, **checked, **names}


def _rows(values, kind):
    array = np.asarray(values, dtype=kind)
    if array.ndim > 2:
        raise TraitError(f"an array has at most two axes, not shape {array.shape}")
    return np.atleast_2d(array)


def _as(like, values, kind):
    if values is None:
        return None
    array = _rows(values, kind)
    if array.shape != like.shape:
        raise TraitError(f"truth and wrong have the values' shape {like.shape}, not {array.shape}")
    return _json(array)


def _json(array):
    """Rows; infinities as text, nan as None."""
    return [[_number(value) for value in row] for row in array.tolist()]


def _number(value):
    if isinstance(value, bool) or np.isfinite(value):
        return value
    return None if np.isnan(value) else ("inf" if value > 0 else "-inf")
