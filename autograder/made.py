"""Objects of torch that a test makes and passes in: the student's process makes its own of the same kind.

Both hold the same weights (see shared.py), so that an optimiser of the test's steps the student's model.
"""

import sys

from .lending import _path


def tree(objects, value, writer, depth):
    """The tree of a module or an optimiser of torch; None for anything else."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.nn.Module | torch.optim.Optimizer):
        return None
    kind, parts = ("module", vars(value)) if isinstance(value, torch.nn.Module) else _settings(value)
    number = objects.lent.number(value)
    if number in objects.made:
        return {"t": "made", "v": number}
    objects.made.add(number)
    outer, objects.parts = objects.parts, True
    try:
        values = [writer.tree(part, depth) for part in parts.values()]
    finally:
        objects.parts = outer
    return {
        "t": "made",
        "v": number,
        "kind": kind,
        "class": _class(type(value)),
        "parts": {"t": "dict", "k": list(parts), "v": values},
    }


def _settings(optimizer):
    return "optimizer", {"groups": optimizer.param_groups}


def _class(kind):
    """Of torch, or of the notebook, where the students have it too."""
    path = _path(kind)
    return {"t": "library", "v": path} if path else {"t": "name", "v": kind.__name__}
