"""Values as plain data: a JSON tree and raw buffers, never code. What comes back is of exact built-in types.

The tree holds None, bool, int, float and str as they are; all else is an object with its kind under "t".
Arrays are raw buffers beside the tree. Both directions are capped, and `decode` trusts nothing: the other
side may be a program that a student wrote to cheat.
"""

import math
import re
import sys

import numpy as np

DEPTH = 40
NODES = 200_000
BYTES = 64 * 2**20
ALIKE = 1000  # items of a dict or set beyond those with hashes of their own
DTYPES = re.compile(r"(\|b1|[<|][iu][1248]|<f[248]|<c(8|16)|<U\d{1,6}|\|S\d{1,6}|<[mM]8(\[[0-9A-Za-z]+\])?)")


_CAUGHT = (TypeError, ValueError, LookupError, AttributeError, OverflowError, MemoryError, RuntimeError)


class UnsendableError(TypeError):
    """The value is not plain data: `str(error)` says what it is."""


class MalformedError(ValueError):
    """The bytes are no value that `encode` can have made."""


def encode(value, references=(), lend=None):
    """Return (tree, buffers) of value; an object that `is` one of references is sent as its index.

    lend(value, writer, depth) may return a tree of its own kind for an object, or None.
    Raises UnsendableError for what is not plain data, nests too deeply or is too big.
    """
    writer = _Writer(references, lend)
    return writer.tree(value, 0), writer.buffers


def spell_out(value, lend):
    """Like `encode`, but the value itself is not lent, only what is inside it."""
    writer = _Writer((), lend)
    return writer.plain(value, 1), writer.buffers


def decode(tree, buffers, references=(), borrow=None):
    """The value that `encode` was given. Raises MalformedError and nothing else.

    borrow(tree, reader, depth) makes the objects of the kinds that `lend` added.
    """
    try:
        return _Reader(buffers, references, borrow).value(tree, 0)
    except MalformedError:
        raise
    except _CAUGHT as error:
        raise MalformedError(f"not a value: {error}"[:200]) from None


def packed(encoded, data):
    """The message for what `encode` gave; its buffers are appended to data, which goes beside messages."""
    tree, buffers = encoded
    start = len(data)
    data.extend(buffers)
    return {"value": tree, "start": start, "count": len(buffers)}


def unpacked(message, data, references=(), borrow=None):
    """The value of such a message. Raises MalformedError and nothing else."""
    if type(message) is not dict:
        raise MalformedError("no value")
    start, count = message.get("start"), message.get("count")
    if type(start) is not int or type(count) is not int or not 0 <= start <= start + count <= len(data):
        raise MalformedError("a value without its buffers")
    return decode(message.get("value"), data[start : start + count], references, borrow)


class _Writer:
    def __init__(self, references, lend):
        self.buffers, self.size, self.nodes, self.lend = [], 0, 0, lend
        self.references = {id(item): index for index, item in enumerate(references)}

    def tree(self, value, depth):
        self.nodes += 1
        if depth > DEPTH or self.nodes > NODES:
            raise UnsendableError("a value that nests too deeply or has too many items")
        if value is None or type(value) in (bool, float, str):
            return value
        if type(value) is int:
            return value if abs(value) < 2**63 else {"t": "int", "v": hex(value)}
        if id(value) in self.references:
            return {"t": "argument", "v": self.references[id(value)]}
        return self._tagged(value, depth + 1)

    def _tagged(self, value, depth):
        lent = None if self.lend is None else self.lend(value, self, depth)
        return self.plain(value, depth) if lent is None else lent

    def plain(self, value, depth):
        """The tree of a value that is not lent."""
        for types, write in _WRITERS:
            if isinstance(value, types):
                return write(self, value, depth)
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self.tensor(value, depth, torch)
        raise UnsendableError(describe(value))

    def tensor(self, value, depth, torch):
        array, gradient = value.detach().cpu().numpy(), value.grad if value.is_leaf else None
        tree = {"t": "tensor", "v": self.array(array, depth), "grad": bool(value.requires_grad)}
        if gradient is not None:
            tree["gradient"] = self.tensor(gradient, depth, torch)
        return tree | ({"parameter": True} if isinstance(value, torch.nn.Parameter) else {})

    def items(self, values, depth):
        return [self.tree(item, depth) for item in list(values)]

    def raw(self, data):
        self.size += len(data)
        if self.size > BYTES:
            raise UnsendableError(f"a value of more than {BYTES // 2**20} MB")
        self.buffers.append(data)
        return len(self.buffers) - 1

    def array(self, value, depth):
        array = np.asarray(value)
        if array.dtype == object:
            return {"t": "objects", "shape": list(array.shape), "v": self.items(array.ravel(), depth)}
        if array.dtype.char in "gG":  # longer than double: no two machines agree on it
            with np.errstate(over="ignore"):
                array = array.astype("f8" if array.dtype.char == "g" else "c16")
        dtype = array.dtype.newbyteorder("<")
        if not DTYPES.fullmatch(dtype.str):
            raise UnsendableError(f"an array of dtype {array.dtype}")
        data = np.ascontiguousarray(array, dtype=dtype).tobytes()
        return {"t": "array", "dtype": dtype.str, "shape": list(array.shape), "v": self.raw(data)}

    def random(self, value, depth):
        if type(value.bit_generator) is not np.random.PCG64:  # the other kinds do not check a state
            raise UnsendableError("a random generator other than numpy.random.default_rng's")
        return {"t": "random", "v": self.tree(value.bit_generator.state, depth)}

    def exception(self, value, depth):
        text = str(value)[:4000]
        return {"t": "exception", "kinds": [kind.__name__ for kind in type(value).__mro__], "text": text}


_WRITERS = (
    (bool, lambda w, v, d: bool(v)),
    (np.ndarray, lambda w, v, d: w.array(v, d)),
    (np.generic, lambda w, v, d: {"t": "scalar", "v": w.array(np.asarray(v), d)}),
    (float, lambda w, v, d: float.__float__(v)),
    (int, lambda w, v, d: w.tree(int.__int__(v), d)),
    (str, lambda w, v, d: str.__str__(v)),
    (complex, lambda w, v, d: {"t": "complex", "v": [v.real, v.imag]}),
    ((bytes, bytearray), lambda w, v, d: {"t": type(v).__name__, "v": w.raw(bytes(v))}),
    (list, lambda w, v, d: {"t": "list", "v": w.items(v, d)}),
    (tuple, lambda w, v, d: {"t": "tuple", "v": w.items(v, d)}),
    ((set, frozenset), lambda w, v, d: {"t": "set", "v": w.items(v, d), "frozen": isinstance(v, frozenset)}),
    (dict, lambda w, v, d: {"t": "dict", "k": w.items(v, d), "v": w.items(v.values(), d)}),
    (range, lambda w, v, d: {"t": "range", "v": [v.start, v.stop, v.step]}),
    (slice, lambda w, v, d: {"t": "slice", "v": w.items((v.start, v.stop, v.step), d)}),
    (type(Ellipsis), lambda w, v, d: {"t": "ellipsis"}),
    (type(NotImplemented), lambda w, v, d: {"t": "not implemented"}),
    (BaseException, lambda w, v, d: w.exception(v, d)),
    (np.random.Generator, lambda w, v, d: w.random(v, d)),
)


class _Reader:
    def __init__(self, buffers, references, borrow):
        self.buffers, self.references, self.borrow, self.nodes = buffers, references, borrow, 0

    def value(self, tree, depth):
        self.nodes += 1
        if depth > DEPTH or self.nodes > NODES:
            raise MalformedError("nests too deeply or has too many items")
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is not dict:
            raise MalformedError("an untagged container")
        read = _READERS.get(tree["t"], self.borrow)
        if read is None:
            raise MalformedError("a value of no known kind")
        return read(tree, self, depth + 1) if read is self.borrow else read(self, tree, depth + 1)

    def items(self, trees, depth):
        if type(trees) is not list:
            raise MalformedError("items that are no list")
        return [self.value(tree, depth) for tree in trees]

    def pairs(self, tree, depth):
        keys, values = self.items(tree["k"], depth), self.items(tree["v"], depth)
        if len(keys) != len(values):
            raise MalformedError("a dict with more keys than values")
        return dict(zip(self.hashable(keys), values, strict=True))

    def hashable(self, items):
        """The items, unless so many share their hash that it would take minutes to look them up."""
        if len(items) - len(set(map(hash, items))) > ALIKE:
            raise MalformedError("too many items with the same hash")
        return items

    def shape(self, tree):
        shape = tree["shape"]
        if type(shape) is not list or len(shape) > 32 or any(type(n) is not int or n < 0 for n in shape):
            raise MalformedError("a shape that is none")
        return tuple(shape)

    def array(self, tree, depth=0):
        shape, name = self.shape(tree), tree["dtype"]
        if type(name) is not str or not DTYPES.fullmatch(name):
            raise MalformedError("a dtype that is not allowed")
        data = self.raw(tree["v"])
        if math.prod(shape) * np.dtype(name).itemsize != len(data):
            raise MalformedError("an array whose buffer does not fit its shape")
        if not data:
            return np.zeros(shape, name)
        return np.frombuffer(data, np.dtype(name)).reshape(shape).copy()

    def objects(self, tree, depth):
        shape, items = self.shape(tree), self.items(tree["v"], depth)
        if math.prod(shape) != len(items):
            raise MalformedError("an array whose items do not fit its shape")
        array = np.empty(len(items), object)
        array[:] = items if items else []
        return array.reshape(shape)

    def scalar(self, tree, depth):
        array = self.array(tree["v"])
        if array.shape != ():
            raise MalformedError("a scalar with a shape")
        return array[()]

    def tensor(self, tree, depth):
        torch, array = sys.modules.get("torch"), self.array(tree["v"])
        if torch is None:  # the tests know no tensors
            return array
        tensor = torch.from_numpy(array).requires_grad_(tree["grad"] is True)
        if tree.get("parameter") is True:
            tensor = torch.nn.Parameter(tensor.detach(), tensor.requires_grad)
        if tree.get("gradient") is not None:
            tensor.grad = torch.from_numpy(self.array(tree["gradient"]["v"]))
        return tensor

    def random(self, tree, depth):
        bits = np.random.PCG64(0)
        bits.state = self.value(tree["v"], depth)
        return np.random.Generator(bits)

    def raw(self, index):
        if type(index) is not int or not 0 <= index < len(self.buffers):
            raise MalformedError("a buffer that is not there")
        return self.buffers[index]

    def argument(self, tree, depth):
        if type(tree["v"]) is not int or not 0 <= tree["v"] < len(self.references):
            raise MalformedError("an argument that is not there")
        return self.references[tree["v"]]

    def integers(self, tree):
        if type(tree["v"]) is not list or not all(type(n) is int for n in tree["v"]):
            raise MalformedError("a range that is none")
        return tree["v"]

    def big(self, tree, depth):
        if type(tree["v"]) is not str or len(tree["v"]) > 10_000:
            raise MalformedError("an integer that is too long")
        return int(tree["v"], 16)

    def complex(self, tree, depth):
        real, imag = tree["v"]
        if type(real) is not float or type(imag) is not float:
            raise MalformedError("a complex number that is none")
        return complex(real, imag)


_READERS = {
    "int": _Reader.big,
    "complex": _Reader.complex,
    "bytes": lambda r, t, d: bytes(r.raw(t["v"])),
    "bytearray": lambda r, t, d: bytearray(r.raw(t["v"])),
    "list": lambda r, t, d: r.items(t["v"], d),
    "tuple": lambda r, t, d: tuple(r.items(t["v"], d)),
    "set": lambda r, t, d: (frozenset if t["frozen"] is True else set)(r.hashable(r.items(t["v"], d))),
    "dict": _Reader.pairs,
    "range": lambda r, t, d: range(*r.integers(t)),
    "slice": lambda r, t, d: slice(*r.items(t["v"], d)),
    "ellipsis": lambda r, t, d: ...,
    "not implemented": lambda r, t, d: NotImplemented,
    "array": _Reader.array,
    "objects": _Reader.objects,
    "scalar": _Reader.scalar,
    "tensor": _Reader.tensor,
    "random": _Reader.random,
    "argument": _Reader.argument,
    "exception": lambda r, t, d: exception(t["kinds"], t["text"]),
}

# Raised by a student's code, these would end the test cell or more; they arrive as RuntimeError.
_ENDING = ("SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException")


def exception(kinds, text):
    """The built-in exception nearest to the class names `kinds` (most derived first), with the text."""
    if type(text) is not str or type(kinds) is not list or not all(type(kind) is str for kind in kinds):
        raise MalformedError("an exception that is none")
    kind = next((known for known in map(_known, kinds) if known), RuntimeError)
    own = kinds[0] if kinds else "nothing"
    message = text if own == kind.__name__ else f"{own}: {text}".rstrip(": ")
    return kind(message) if message else kind()


def _known(name):
    if name == "LinAlgError":
        return np.linalg.LinAlgError
    kind = getattr(sys.modules["builtins"], name, None)
    if not isinstance(kind, type) or not issubclass(kind, Exception) or name in _ENDING:
        return None
    return None if issubclass(kind, UnicodeError) and kind is not UnicodeError else kind


def describe(value):
    """A value that cannot be sent, in words: "a function", "a Foo"."""
    name = type(value).__name__
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
