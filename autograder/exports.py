"""The student's objects that the judge holds: each has a number, each class is described once.

This is the student's process, nothing of it is trusted: whoever lies here about numbers, kinds or classes
lies about the own objects only, and every value is looked at by the judge.
"""

import functools
import inspect
import types

import numpy as np

from . import codec, gradients, handles
from .shared import MOST, Shared, is_data

KINDS = {kind: index for index, kind in enumerate(inspect._ParameterKind)}
FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    np.ufunc,
    functools.partial,
    functools._lru_cache_wrapper,
)
PLAIN = (bool, int, float, complex, str, bytes, tuple, range, slice, np.generic, BaseException)
PLAIN += (frozenset, np.random.Generator, types.EllipsisType, types.NotImplementedType)
METHODS = (types.FunctionType, staticmethod, classmethod)
NOTHING, PARTS, ALL = range(3)  # which data of an answer is shared: none, what is inside it, all


class Exports:
    """number -> object. borrowed: what the judge has lent, see borrowed.py."""

    def __init__(self, borrowed):
        self.objects, self.numbers, self.count = {}, {}, 0
        self.told, self.news = set(), {}  # classes
        self.shared, self.fresh, self.sharing = Shared(self.lend, lasting=True), [], NOTHING
        self.leaves, self.inputs = {}, {}  # tensors of this call; number of a result -> those of its call
        self.borrowed = borrowed

    def encode(self, value, references=(), sharing=NOTHING):
        """Like `codec.encode`, objects as numbers."""
        self.sharing = sharing
        try:
            return codec.encode(value, references, self.lend)
        except codec.UnsendableError:
            self._forget_fresh()
            raise

    def _forget_fresh(self):
        for number in self.fresh:
            self.shared.drop(number)
        self.fresh.clear()

    def lend(self, value, writer, depth):
        """How the judge is to be told of value; None for plain data."""
        if isinstance(value, PLAIN):
            return None
        lent = self.borrowed.number(value)
        if lent is not None:
            return {"t": "judge", "v": lent}
        if is_data(value):
            return self._data(value, writer, depth)
        return None if isinstance(value, types.ModuleType) else self.handle(value)

    def _data(self, value, writer, depth):
        if getattr(value, "grad_fn", None) is not None:
            return self._graph(value, writer, depth)
        number = self.shared.number(value)
        if number is not None:
            return {"t": "shared", "v": number}
        wanted = self.sharing == ALL or (self.sharing == PARTS and (depth > 1 or _is_weight(value)))
        if not wanted or len(self.shared.items) >= MOST:
            return None
        number = self.number(value)
        self.shared.add(number, value)
        self.fresh.append(number)
        return {"t": "shared", "v": number, "value": writer.plain(value, depth)}

    def _graph(self, value, writer, depth):
        number = self.number(value)
        self.inputs[number] = list(self.leaves.values())
        array = writer.array(value.detach().cpu().numpy(), depth)
        return {"t": "graph", "v": number, "value": array, "inputs": list(self.leaves)}

    def backward(self, number, gradient):
        """Carry a result's gradient on into its object's weights; return those of the call's tensors."""
        return gradients.of(self.objects[number], self.inputs[number], gradient)

    def number(self, value):
        """Its number, a new one if it has none."""
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.objects) >= handles.MOST:
                raise codec.UnsendableError(f"one of more than {handles.MOST} objects at one time")
            number = self.count = self.count + 1
            self.numbers[id(value)], self.objects[number] = number, value
        return number

    def free(self, numbers):
        """The judge holds these no more."""
        for number in numbers:
            value = self.objects.pop(number, None)
            self.numbers.pop(id(value), None)
            self.inputs.pop(number, None)
            self.shared.drop(number)

    def handle(self, value):
        """The tree of an object that stays here."""
        number = self.number(value)
        if isinstance(value, type):
            self._describe(number, value)
            return {"t": "class", "v": number}
        if isinstance(value, FUNCTIONS):
            return {"t": "function", "v": number} | about(value)
        if isinstance(value, types.GeneratorType):
            return {"t": "generator", "v": number, "name": value.__name__}
        return {"t": "object", "v": number, "class": self.handle(type(value))["v"]}

    def _describe(self, number, kind):
        """Tell of a class once; the description travels beside the answer."""
        if number not in self.told:
            self.told.add(number)
            bases = [self.handle(base)["v"] for base in kind.__bases__ if base is not object]
            self.news[str(number)] = _description(kind) | {"bases": bases}

    def envelope(self, data):
        """What else goes with a message: new classes, and shared data that changed; buffers go to data."""
        if not (self.news or self.shared.items):
            return {}
        self._agree()
        self.sharing = ALL
        changes = self.shared.changes(data)
        self.fresh += [number for number, _ in changes]
        self._agree()
        news, self.news = self.news, {}
        return {"classes": news, "shared": changes}

    def _agree(self):
        """What was just told is known to both."""
        self.sharing = NOTHING
        for number in self.fresh:
            self.shared.agree(number)
        self.fresh.clear()

    def settle(self, message, read):
        """Take over what the judge freed and changed."""
        self.sharing = NOTHING
        self.shared.apply(message.get("shared", []), read)
        self.free(message.get("freed", ()))


def _is_weight(value):
    return getattr(value, "requires_grad", False)


def about(function):
    """What a stub of a function shows: name, signature, docstring."""
    name = getattr(function, "__name__", type(function).__name__)
    return {"name": str(name), "signature": signature(function), "doc": _doc(function)}


def _doc(item):
    return str(getattr(item, "__doc__", None) or "")[:10_000]


def signature(function):
    """The parameters as [[name, kind, has a default, default or None], ...]; None when Python cannot tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[p.name, KINDS[p.kind], p.default is not p.empty, _default(p.default)] for p in parameters]


def _default(value):
    return value if type(value) in (bool, int, float, str, type(None)) else None


def _description(kind):
    """A class in plain words; of a library's class the judge looks up the methods itself."""
    own = dict(vars(kind))
    library = kind.__module__ != "__main__" and kind.__qualname__.isidentifier()
    path = f"{kind.__module__}.{kind.__qualname__}" if library else ""
    return {
        "name": kind.__name__,
        "library": path,
        "doc": _doc(kind),
        "special": [name for name in own if name in handles.SPECIAL and own[name] is not None],
        "methods": [_method(name, item) for name, item in own.items() if _is_method(name, item)],
        "signature": None if library else signature(kind),
    }


def _is_method(name, item):
    return isinstance(item, METHODS) and (name == "__init__" or not handles.is_hidden(name))


def _method(name, item):
    form = "static" if isinstance(item, staticmethod) else "class" if isinstance(item, classmethod) else ""
    return [name, form, signature(getattr(item, "__func__", item)), _doc(item)]
