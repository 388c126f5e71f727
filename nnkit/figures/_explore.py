"""Sliders that run the student's own function live and draw it beside the truth."""

import contextlib
import copy
import sys

import ipywidgets
import numpy as np

# As wide as a check's (verdict), so that float32 is not called a difference.
RTOL, ATOL = 1e-4, 1e-5


def explore(function, grid, figure):
    """Sliders over `grid`, a status sentence, and `figure` with the student's output beside the truth.

    function: the student's; called once per move, with copies of the arguments. It is looked up by its name
    in the calling cell each time, so that a mended function is the one that runs. Whatever it does, the
    status line says so in words. grid: has `.sliders` (dict name -> list of values), `.starts` (name ->
    value), `.arguments(**values)` -> tuple and `.truth(**values)` -> the right output; `.patience()`, if it
    has one, is the context in which the function is called. figure: a Comparison, from CurveFigure.compare
    or PlaneFigure.compare. Returns an ipywidgets.VBox; its last child is the figure.
    """
    picture = figure.figure()
    sliders = {name: _slider(name, values, grid.starts[name]) for name, values in grid.sliders.items()}
    latest = _by_name(function, sys._getframe(1).f_globals)
    patience = getattr(grid, "patience", contextlib.nullcontext)

    def show(_=None):
        values = {name: slider.value for name, slider in sliders.items()}
        args, truth = grid.arguments(**values), grid.truth(**values)
        yours, status, tone = judge(latest(), args, truth, patience)
        with picture.hold_sync():
            picture.set_trait("tone", tone)
            for name, value in figure(yours, truth, args).items():
                picture.set_trait(name, value)
            picture.set_trait("status", status + _unseen(picture))

    for slider in sliders.values():
        slider.observe(show, names="value")
    show()
    return ipywidgets.VBox([*sliders.values(), picture])


def _unseen(picture):
    """A sentence, with a space before it, on a line that is not to be seen; empty if there is none."""
    reasons = {line["name"]: _why_unseen(line, picture) for line in getattr(picture, "lines", ())}
    right, yours = reasons.get("truth"), reasons.get("yours")
    if right and right == yours:
        return f" No line is to be seen: {right}."
    told = {"The right line": right, "Your line": yours}
    return "".join(f" {line} is not to be seen: {why}." for line, why in told.items() if why)


def _why_unseen(line, picture):
    if all(weight == 0 for weight in line["weight"]):
        return "all weights are 0"
    corners = np.array([(x1, x2) for x1 in picture.xlim for x2 in picture.ylim])
    scores = corners @ np.array(line["weight"], dtype=float) + np.array(line["bias"], dtype=float)
    return "it lies outside the picture" if abs(np.sign(scores).sum()) == len(scores) else ""


def _by_name(function, scope):
    """-> function that returns what the name of `function` in `scope` stands for now; else `function`."""
    names = [getattr(function, "__name__", None), *scope]  # a lambda's own name is none
    name = next((name for name in names if scope.get(name) is function), None)
    return lambda: scope.get(name, function)


def _slider(name, values, start):
    """A slider over fixed values."""
    options = [(f"{value:.4g}", value) for value in values]
    return ipywidgets.SelectionSlider(description=name, options=options, value=start)


def judge(function, args, truth, patience=contextlib.nullcontext):
    """(output or None if it cannot be drawn, a sentence, tone) for one call of the student's function."""
    name = getattr(function, "__name__", "your function")
    try:
        with patience():
            yours = function(*copy.deepcopy(args))
    except TimeoutError:
        return (
            None,
            f"{name} does not come to an end: look for a loop whose condition never changes.",
            "wrong",
        )
    except NotImplementedError:
        return None, f"{name} is not done yet: the thick line shows where yours should go.", ""
    except Exception as error:  # the student's code may raise anything, and the sentence says what it was
        return None, f"{name} raised {type(error).__name__}: {_brief(str(error))}", "wrong"
    defect = find_defect(yours, truth)
    if defect:
        return None, f"{name} {defect}", "wrong"
    return yours, *_verdict(yours, truth)


def find_defect(yours, truth):
    """Why `yours` cannot be drawn beside `truth`, as the rest of a sentence; None if it can."""
    if yours is None:
        return "returned None: does it end with return?"
    if isinstance(truth, tuple | list):
        return _sequence_defect(yours, truth)
    array = as_real(yours)
    if array is None:
        return f"returned {_brief(yours)}, which is not made of real numbers."
    if array.shape != np.shape(truth):
        return f"returned shape {array.shape}; the right answer has shape {np.shape(truth)}."
    if np.isnan(array).any():
        return "returned nan (not a number)."
    return None


def as_real(values):
    """float64 array of `values`, or None where that is not possible (text, ragged rows, complex numbers)."""
    try:
        array = np.asarray(values)
        return None if np.iscomplexobj(array) else array.astype(float)
    # RuntimeError is PyTorch's, for a tensor that requires grad.
    except (TypeError, ValueError, RuntimeError):
        return None


def _sequence_defect(yours, truth):
    yours = tuple(yours) if isinstance(yours, np.ndarray) and yours.ndim else yours
    if not isinstance(yours, tuple | list) or len(yours) != len(truth):
        return f"must return {len(truth)} values; it returned {_brief(yours)}."
    defects = (find_defect(mine, right) for mine, right in zip(yours, truth, strict=True))
    return next((f"({i}) {defect}" for i, defect in enumerate(defects) if defect), None)


def _brief(value):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 160 else f"{text[:157]}…"


def _verdict(yours, truth):
    """Do two outputs of the same form agree? -> (sentence, tone)"""
    mine, right = _flat(yours), _flat(truth)
    size = np.max(np.abs(right), initial=1, where=np.isfinite(right))
    if np.allclose(mine, right, rtol=RTOL, atol=ATOL * size):
        return "Yours and the truth agree here.", "agree"
    differences = np.subtract(mine, right, out=np.zeros_like(right), where=mine != right)  # inf - inf is nan
    worst = int(np.argmax(np.abs(differences)))
    numbers = f"yours {mine[worst] + 0.0:.4g}, truth {right[worst] + 0.0:.4g}"  # -0 reads as 0
    return f"Yours and the truth differ, most{_place(truth, worst)}: {numbers}.", "differ"


def _place(truth, position):
    """Where the entry at `position` of the flat output stands, e.g. " at entry [3]"; empty for one number."""
    if isinstance(truth, tuple | list):
        for number, part in enumerate(truth, start=1):
            if position < np.size(part):
                return f" in value {number} of {len(truth)}" + _place(part, position).replace(" at", ",")
            position -= np.size(part)
    index = np.unravel_index(position, np.shape(truth))
    return f" at entry [{', '.join(map(str, index))}]" if index else ""


def _flat(output):
    parts = output if isinstance(output, tuple | list) else [output]
    return np.concatenate([np.ravel(np.asarray(part, dtype=float)) for part in parts])
