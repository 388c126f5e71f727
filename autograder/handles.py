"""What both sides agree on about objects that stay where they are and are known elsewhere by a number.

The student's process numbers what it hands out, the judge what a test passes in. A message names an operation
of OPERATIONS and the object's number; data goes as the codec writes it.
"""

import copy
import operator

MOST = 20_000  # objects handed out at one time
CLASSES = 300
NESTED = 30  # calls back and forth inside one another
CALLBACKS = 100_000  # calls of one test cell's functions

_UNARY = "len iter next str repr hash bool int float complex index abs neg pos invert reversed round dir"
_BINARY = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift"
_OTHERS = "call getitem setitem delitem contains enter exit format divmod rdivmod"
COMPARISONS = tuple(f"__{name}__" for name in ("eq", "ne", "lt", "le", "gt", "ge"))
# The special methods that a handle may have: those of the object's own class, looked up there.
SPECIAL = frozenset(
    [f"__{name}__" for name in (*_UNARY.split(), *_OTHERS.split())]
    + [f"__{side}{name}__" for name in _BINARY.split() for side in ("", "r", "i")]
    + list(COMPARISONS)
)


def is_hidden(name):
    """Whether Python, numpy, torch or IPython look for an attribute: a handle has it by its class or not."""
    return (name.startswith("__") and name.endswith("__")) or name.startswith(("_ipython_", "_repr_"))


def _special(name):
    return lambda item, *arguments, **keywords: getattr(type(item), name)(item, *arguments, **keywords)


def _method(item, name, *arguments, **keywords):
    return getattr(item, name)(*arguments, **keywords)


def _call(item, *arguments, **keywords):
    return item(*arguments, **keywords)


OPERATIONS = {name: _special(name) for name in SPECIAL} | {
    "__call__": _call,
    "__str__": str,
    "__repr__": repr,
    "__dir__": lambda item: sorted(dir(item)),
    "get": getattr,
    "set": setattr,
    "delete": delattr,
    "method": _method,
    "vars": lambda item: dict(vars(item)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "next": next,
    "send": lambda item, value: item.send(value),
    "throw": lambda item, error: item.throw(error),
    "close": lambda item: item.close(),
    "iter": iter,
    "len": len,
    "getitem": operator.getitem,
}
# Their results are parts of the object: what is changed in them is changed in the object.
READS = frozenset({"get", "next", "send", "vars", "__getitem__", "__next__"})
# What they are given becomes a part of the object.
WRITES = frozenset({"set", "__setitem__"})
