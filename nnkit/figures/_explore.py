"""Sliders that run the student's own function live and draw it beside the truth."""

import contextlib
import copy
import sys

import ipywidgets
import numpy as np
from traitlets import TraitError

from nnkit.figures._compare import Comparison
from nnkit.figures._tolerance import are_close


def explore(function, grid, figure):
    """Sliders over `grid`, a status sentence, and `figure` with the student's output beside the truth.

    function: the student's; called once per move, with copies of the arguments. It is looked up by its name
    in the calling cell each time, so that a mended function is the one that runs. Whatever it does, the
    status line says so in words. grid: has `.sliders` (dict name -> list of values), `.starts` (name ->
    value), `.arguments(**values)` -> tuple and `.truth(**values)` -> the right output; `.patience()`, if it
    has one, is the context in which the function is called, `.call(function, args)` is how, and
    `.within(**values)` how far from the truth a number may lie. figure: a Comparison, from
    ArrayFigure.compare, CurveFigure.compare or PlaneFigure.compare. Returns an ipywidgets.VBox; its last
    child is the figure.
    """
    picture = figure.figure()
    sliders = _sliders(grid.sliders, grid.starts)
    latest = _by_name(function, sys._getframe(1).f_globals)
    patience = getattr(grid, "patience", contextlib.nullcontext)
    call, within = getattr(grid, "call", _call), getattr(grid, "within", _exactly)

    def show(_=None):
        values = {name: slider.value for name, slider in sliders.items()}
        args, truth = grid.arguments(**values), grid.truth(**values)
        room = within(**values)
        yours, status, tone = judge(latest(), args, truth, patience, call, figure.untouched, room)
        with picture.hold_sync():
            picture.set_trait("tone", tone)
            remark = _draw(picture, figure, yours, truth, args)
            picture.set_trait("status", status + (remark or _unseen(picture)))

    for slider in sliders.values():
        slider.observe(show, names="value")
    show()
    return ipywidgets.VBox([*sliders.values(), picture])


def _draw(picture, figure, yours, truth, args):
    """Brings the picture up to date; a sentence if yours cannot be drawn, though it has the right form."""
    try:
        with np.errstate(all="ignore"):
            _set(picture, figure(yours, truth, args))
    # What can happen to a picture of wrong numbers: no inverse, no such index, rows of another length.
    except (ArithmeticError, LookupError, TraitError, TypeError, ValueError):
        if yours is None:
            raise
        _set(picture, figure(None, truth, args))
        return " Yours cannot be drawn."
    return ""


def _set(picture, traits):
    for name, value in traits.items():
        picture.set_trait(name, value)


def _unseen(picture):
    """A sentence, with a space before it, on what is not to be seen; empty if all is."""
    reasons = picture.unseen()
    right, yours = reasons.get("truth"), reasons.get("yours")
    if right and right == yours:
        return f" No {picture.drawn} is to be seen: {right}."
    told = {f"The right {picture.drawn}": right, f"Your {picture.drawn}": yours}
    return "".join(f" {what} is not to be seen: {why}." for what, why in told.items() if why)


def _by_name(function, scope):
    """-> function that returns what the name of `function` in `scope` stands for now; else `function`."""
    names = [getattr(function, "__name__", None), *scope]  # a lambda's own name is none
    name = next((name for name in names if scope.get(name) is function), None)
    return lambda: scope.get(name, function)


def _sliders(values, starts):
    """name -> a slider over fixed values; the longest name is read to its end, and all begin below it."""
    style = {"description_width": f"{max(map(len, values), default=0) + 1}ch"}
    wide = ipywidgets.Layout(width="min(100%, 480px)")  # or neighbouring values lie a few pixels apart
    return {
        name: ipywidgets.SelectionSlider(
            description=name, options=_told(options), value=starts[name], layout=wide, style=style
        )
        for name, options in values.items()
    }


def _told(values):
    """(how it reads, value) of each."""
    return [(value if isinstance(value, str) else _number(value), value) for value in values]


def _number(value):
    """As the axes write it: four digits, a minus, and 0 for -0."""
    return f"{value + 0.0:.4g}".replace("-", "−")


def _call(function, args):
    return function(*args)


def _exactly(**values):
    return 0.0


def judge(
    function,
    args,
    truth,
    patience=contextlib.nullcontext,
    call=_call,
    untouched=Comparison.untouched,
    within=0.0,
):
    """(output or None if it cannot be drawn, a sentence, tone) for one call of the student's function."""
    name = getattr(function, "__name__", "your function")
    try:
        with patience():
            yours = plain(call(function, copy.deepcopy(args)))
    except TimeoutError:
        return (
            None,
            f"{name} does not come to an end: look for a loop whose condition never changes.",
            "wrong",
        )
    except NotImplementedError:
        return None, f"{name} is not done yet: {untouched}.", ""
    except Exception as error:  # the student's code may raise anything, and the sentence says what it was
        return None, f"{name} raised {type(error).__name__}: {_brief(str(error))}", "wrong"
    defect = find_defect(yours, truth)
    if defect:
        return None, f"{name} {defect}", "wrong"
    missing = np.isnan(_flat(yours, truth))
    if missing.any():
        where = "" if missing.all() else _place(truth, int(np.argmax(missing)))
        drawn = None if missing.all() else yours  # a picture shows where the numbers end
        return drawn, f"{name} returned nan (not a number){where}.", "wrong"
    return yours, *_verdict(yours, truth, within)


def find_defect(yours, truth):
    """Why `yours` cannot be drawn beside `truth`, as the rest of a sentence; None if it can."""
    if yours is None:
        return "returned None: does it end with return?"
    if isinstance(truth, dict):
        return _dict_defect(yours, truth)
    if isinstance(truth, tuple | list):
        return _sequence_defect(yours, truth)
    array = as_real(yours)
    if array is None:
        return f"returned {_brief(yours)}, which is not made of real numbers."
    if array.shape != np.shape(truth):
        return f"returned shape {array.shape}; the right answer has shape {np.shape(truth)}."
    return None


def as_real(values):
    """float64 array of `values`, or None where that is not possible (text, ragged rows, complex numbers)."""
    try:
        array = np.asarray(values)
        return None if np.iscomplexobj(array) else array.astype(float)
    # RuntimeError is PyTorch's, for a tensor that requires grad.
    except (TypeError, ValueError, RuntimeError):
        return None


def plain(output):
    """PyTorch's tensors as arrays, also inside tuples, lists and dicts; all else as it is."""
    if isinstance(output, dict):
        return {name: plain(value) for name, value in output.items()}
    if isinstance(output, tuple):
        return tuple(map(plain, output))
    if isinstance(output, list):
        return list(map(plain, output))
    return np.asarray(output.detach()) if hasattr(output, "detach") else output


def _dict_defect(yours, truth):
    names = ", ".join(map(repr, truth))
    if not isinstance(yours, dict) or set(yours) != set(truth):
        return f"must return a dict with the keys {names}; it returned {_brief(yours)}."
    defects = ((name, find_defect(yours[name], right)) for name, right in truth.items())
    return next((f"[{name!r}] {defect}" for name, defect in defects if defect), None)


def _sequence_defect(yours, truth):
    yours = tuple(yours) if isinstance(yours, np.ndarray) and yours.ndim else yours
    if not isinstance(yours, tuple | list) or len(yours) != len(truth):
        return f"must return {len(truth)} values; it returned {_brief(yours)}."
    defects = (find_defect(mine, right) for mine, right in zip(yours, truth, strict=True))
    count = len(truth)
    return next((f"({_one_of(i, count)}) {defect}" for i, defect in enumerate(defects, 1) if defect), None)


def _one_of(place, count):
    """Which of the values, counted from 1."""
    nth = ("first", "second", "third", "fourth", "fifth")[place - 1] if place <= 5 else f"number {place}"
    return f"the {nth} of {count} values"


def _brief(value):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 160 else f"{text[:157]}…"


def _verdict(yours, truth, within):
    """Do two outputs of the same form agree? -> (sentence, tone)"""
    mine, right = _flat(yours, truth), _flat(truth, truth)
    size = np.max(np.abs(right), initial=0, where=np.isfinite(right))
    if are_close(mine, right, size).all():
        return "Yours and the truth agree here.", "agree"
    if are_close(mine, right, size, within).all():
        return f"Yours is right: nowhere is it off by more than {within:g}.", "agree"
    differences = np.subtract(mine, right, out=np.zeros_like(right), where=mine != right)  # inf - inf is nan
    worst = int(np.argmax(np.abs(differences)))
    numbers = f"yours {_number(mine[worst])}, truth {_number(right[worst])}"
    return f"Yours and the truth differ, most{_place(truth, worst)}: {numbers}.", "differ"


def _place(truth, position):
    """Where the entry at `position` of the flat output stands, e.g. " at [3]"; empty for one number."""
    if isinstance(truth, dict | tuple | list):
        named = truth.items() if isinstance(truth, dict) else enumerate(truth, start=1)
        for name, part in named:
            size = _flat(part, part).size
            if position < size:
                where = repr(name) if isinstance(truth, dict) else _one_of(name, len(truth))
                return f" in {where}" + _place(part, position).replace(" at", ", at").replace(" in", ",")
            position -= size
    index = np.unravel_index(position, np.shape(truth))
    return f" at [{', '.join(map(str, index))}]" if index else ""


def _flat(output, truth):
    """All numbers of an output as one array, in the order of the truth's parts."""
    if isinstance(truth, dict):
        parts = [_flat(output[name], right) for name, right in truth.items()]
    elif isinstance(truth, tuple | list):
        parts = [_flat(mine, right) for mine, right in zip(output, truth, strict=True)]
    else:
        parts = [np.ravel(np.asarray(output, dtype=float))]
    return np.concatenate([np.zeros(0), *parts])
