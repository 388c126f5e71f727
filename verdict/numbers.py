"""Numbers as JSON and back, exactly: an array's dtype and shape, every digit of a float, NaN and infinity."""

import math

import numpy as np

from verdict.outcome import Outcome


def pack(value):
    """Plain data -> what `json.dumps(..., allow_nan=False)` takes. Raises TypeError for anything but data."""
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.name, "shape": list(value.shape), "array": _listed(value.ravel())}
    if isinstance(value, np.generic):
        return {"dtype": value.dtype.name, "scalar": pack(value.item())}
    if isinstance(value, tuple):
        return {"tuple": [pack(item) for item in value]}
    if isinstance(value, list):
        return [pack(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[pack(key), pack(item)] for key, item in value.items()]}
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a release holds only numbers and text, and this is a {type(value).__name__}: {value!r}")


def unpack(data):
    """The inverse of `pack`."""
    if isinstance(data, list):
        return [unpack(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        return np.array([unpack(item) for item in data["array"]], dtype=data["dtype"]).reshape(data["shape"])
    if "scalar" in data:
        return np.dtype(data["dtype"]).type(unpack(data["scalar"]))
    if "tuple" in data:
        return tuple(unpack(item) for item in data["tuple"])
    if "dict" in data:
        return {unpack(key): unpack(item) for key, item in data["dict"]}
    return float(data["float"])


def pack_outcome(outcome):
    """An outcome without its fault: exceptions are compared by type, their texts are nobody's business."""
    packed = {"raises": outcome.raised} if outcome.raised else {"value": pack(outcome.value)}
    return packed | ({"changes": list(outcome.changed)} if outcome.changed else {})


def unpack_outcome(data):
    return Outcome(unpack(data.get("value")), data.get("raises"), tuple(data.get("changes", ())))


def _listed(flat):
    return [pack(item) for item in flat.tolist()]
