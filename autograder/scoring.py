"""What the last value of a test cell is worth: only a number, or True, is credit.

nbgrader reads the value's text, and gives full marks for all that it cannot read as a number: for `False`,
for `np.float64(0.5)`, for NaN, for a list. Here the value itself decides, and the text is made to say it.
"""

import math
import numbers
import re

ERROR = "ScoreError"
TEXT = "text/plain"
NUMPY = re.compile(
    r"np\.(?:float|int|uint)\d+\((.+)\)|np\.(True|False)_|tensor\(([^,()]+)(?:, dtype=[\w.]+)?\)"
)


def settle(outputs, value):
    """The outputs of a test cell, of which nbgrader will read what its last value is worth."""
    return [_settled(output, value) if _is_result(output) else output for output in outputs]


def settle_text(outputs):
    """The same where only the value's text is known."""
    return [
        _settled(output, _read(output["data"].get(TEXT, ""))) if _is_result(output) else output
        for output in outputs
    ]


def _is_result(output):
    return output["output_type"] == "execute_result"


def _settled(output, value):
    score = worth(value)
    if score is True:
        return output
    if score is None:
        return _failed(
            f"the test ends in {_named(value)}, which is no score: end it with a number or nothing"
        )
    return {**output, "data": {TEXT: repr(score)}}


def worth(value):
    """True for all points, a finite float, or None for what is no credit."""
    value = _plain(value)
    if isinstance(value, bool):
        return value or None
    if isinstance(value, numbers.Real) and math.isfinite(value):
        return float(value)
    return None


def _plain(value):
    """A number of numpy or torch as Python's own."""
    single = getattr(value, "ndim", None) == 0 and hasattr(value, "item")
    return value.item() if single else value


def _read(text):
    match = NUMPY.fullmatch(text.strip())
    text = next(filter(None, match.groups())) if match else text.strip()
    if text in ("True", "False"):
        return text == "True"
    try:
        return float(text)
    except ValueError:
        return text


def _named(value):
    value = _plain(value)
    plain = value is False or isinstance(value, float)
    return str(value) if plain else f"a value of type {type(value).__name__}"


def _failed(text):
    """The output that says so in place of the value."""
    return {"output_type": "error", "ename": ERROR, "evalue": text, "traceback": [f"{ERROR}: {text}"]}
