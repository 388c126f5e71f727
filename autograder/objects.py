"""What a test holds of the student's process: one `Objects` for each life of that process.

An object there is a number here. What stands for it is made anew from a plain description: for a function a
function, for a generator a generator, for a class a class, whose instances have the methods that were told
(see classes.py). So the student's process says of what kind an object is, never what it is worth: whoever
claims to be a `torch.nn.Linear` is asked for the values of its outputs all the same.
"""

import contextlib
import inspect
import sys
import types
import weakref

import numpy as np

from . import classes, codec, gradients, handles, made
from .codec import MalformedError
from .lending import Lent
from .shared import MOST, Shared, is_data

PLAIN = (bool, int, float, complex, str, bytes, tuple, range, slice, np.generic, BaseException, frozenset)
PLAIN += (np.random.Generator, types.EllipsisType, types.NotImplementedType)


class Objects:
    """number -> what stands for it, as long as the test holds it. ask(target, title, arguments, keywords)."""

    def __init__(self, ask, life):
        self.ask, self.life, self.lent = ask, life, Lent()
        self.classes, self.descriptions = {}, {}
        self.alive, self.numbers, self.freed = weakref.WeakValueDictionary(), {}, {}
        self.ways = weakref.WeakValueDictionary()  # number of a result -> what carries its gradient on
        self.shared, self.fresh = Shared(self.lend, lasting=False), []
        self.leaves = []  # tensors of the present call that a gradient may be asked for
        self.asked_with = None  # while a question is answered: the student's leaves that came with it
        self.parts, self.count, self.depth, self.made = False, 0, 0, set()

    @contextlib.contextmanager
    def leaves_of_a_call(self):
        """Inside, `leaves` are those of one call."""
        outer, self.leaves = self.leaves, []
        try:
            yield
        finally:
            self.leaves = outer

    def _agree(self):
        for number in self.fresh:
            self.shared.agree(number)
        self.fresh.clear()

    # What comes from the student's process

    def learn(self, reply):
        """Take in the classes that a reply describes."""
        news = reply.get("classes", {})
        if type(news) is not dict or len(news) + len(self.descriptions) > handles.CLASSES:
            raise MalformedError("too many classes")
        self.descriptions = news | self.descriptions

    def read(self, message, buffers, references=()):
        """The value in a message."""
        return codec.unpacked(message, buffers, references, self.borrow)

    def settle(self, reply, buffers):
        """Take over what was changed there in shared data; what is new in it is as both know it."""
        self.shared.apply(reply.get("shared", []), lambda message: self.read(message, buffers))
        self._agree()

    def borrow(self, tree, reader, depth):
        """What stands for a tree that is no plain data."""
        read = _READERS.get(tree["t"])
        if read is None:
            raise MalformedError("a value of no known kind")
        return read(self, tree, reader, depth)

    def kept(self, tree, make):
        """What stands for the tree's number, made now if nothing does."""
        number = _number(tree)
        item = self.alive.get(number)
        if item is None:
            if len(self.alive) >= 2 * handles.MOST:
                raise MalformedError("too many objects")
            item = make(number)
            self.alive[number], self.numbers[id(item)] = item, number
            self.freed.pop(number, None)
            weakref.finalize(item, self._gone, number, id(item))
        return item

    def _gone(self, number, key):
        self.freed[number] = None
        if self.numbers.get(key) == number:
            del self.numbers[key]

    def read_class(self, tree, reader, depth):
        return self.class_(_number(tree))

    def class_(self, number):
        """The class that stands for a number, made from its description. Raises MalformedError."""
        if number not in self.classes:
            description = self.descriptions.get(str(number))
            if type(description) is not dict:
                raise MalformedError("a class that was not described")
            self.descriptions[str(number)] = None  # a class does not derive from itself
            self.classes[number] = classes.make(number, description, self)
        return self.classes[number]

    def read_object(self, tree, reader, depth):
        kind = self.class_(_number({"v": tree["class"]}))
        return self.kept(tree, lambda number: classes.instance(kind, number))

    def read_function(self, tree, reader, depth):
        return self.kept(tree, lambda number: self._function(number, tree))

    def _function(self, number, tree):
        return classes.function(self.ask, {"on": number, "op": "__call__"}, tree)

    def read_generator(self, tree, reader, depth):
        name = tree["name"] if type(tree["name"]) is str else "generator"
        return self.kept(tree, lambda number: classes.generator(self, number, name[:200]))

    def read_judge(self, tree, reader, depth):
        return self.lent.get(tree["v"])

    def read_shared(self, tree, reader, depth):
        number = tree["v"]
        if type(number) is not int:
            raise MalformedError("a number that is none")
        known = self.shared.use(number)
        if known is not None:
            return known
        value = reader.value(tree["value"], depth)
        if number < 0 or not is_data(value) or len(self.shared.items) > 2 * MOST:
            raise MalformedError("data that is not shared")
        self.shared.add(number, value)
        self.fresh.append(number)
        return value

    def read_graph(self, tree, reader, depth):
        array, number = reader.array(tree["value"]), _number(tree)
        if "torch" not in sys.modules:  # the tests know no tensors
            return array
        known = self.alive.get(number)
        if known is None:
            leaves = [self.leaves[_number({"v": index})] for index in tree["inputs"]]
            self.alive[number] = known = gradients.result(self._carry_on(number), array, leaves)
            self.numbers[id(known)] = number
        return known

    def _carry_on(self, number):
        """What asks for a gradient to be carried on; as long as it lives, so does the result over there."""
        carry_on = self.ways.get(number)
        if carry_on is None:

            def carry_on(gradient):
                return self.ask({"on": number, "op": "backward"}, "backward()", (gradient,), {})

            self.ways[number] = carry_on
            self.freed.pop(number, None)
            weakref.finalize(carry_on, self._gone, number, None)
        return carry_on

    # What goes there

    def message(self, value, data, references=(), parts=False):
        """The message for one value; its buffers are appended to data. parts: its mutable data is shared."""
        outer, self.parts = self.parts, parts
        try:
            return codec.packed(codec.encode(value, references, self.lend), data)
        finally:
            self.parts = outer

    def envelope(self, data):
        """(what else goes with a message: freed numbers, changed data; what must stay until the answer)."""
        self._agree()
        if not (self.freed or self.shared.items):
            return {}, None
        outer, self.parts = self.parts, True  # what the test put into shared data is shared too
        changes = self.shared.changes(data)
        self.parts = outer
        self.fresh += [number for number, _ in changes]
        self._agree()
        freed, self.freed = [*self.freed, *self.shared.gone()], {}
        return {"freed": freed, "shared": changes}, [self.shared.get(number) for number in self.shared.items]

    def lend(self, value, writer, depth):
        """The tree of an object; None for plain data."""
        known = self._known(value)
        if known is not None:
            return known
        if is_data(value):
            return self._data(value, writer, depth)
        if isinstance(value, PLAIN) or inspect.ismodule(value):
            return None
        return made.tree(self, value, writer, depth) or self.lent.tree(value)

    def _known(self, value):
        """The tree of what came from the student's process."""
        number = self.numbers.get(id(value))
        if number is not None and self.alive.get(number) is value:
            return {"t": "handle", "v": number}
        if isinstance(value, classes.HandleType):
            return {"t": "handle", "v": classes.number(value, self)}
        if isinstance(value, classes.Handle):
            raise codec.UnsendableError("an object that was lost with the student's process")
        name = getattr(value, "__student_name__", None) if inspect.isfunction(value) else None
        if name is not None:
            return {"t": "name", "v": name}
        method = classes.bound(value)
        return method and {"t": "method", "on": method[0], "v": method[1]}

    def _data(self, value, writer, depth):
        number = self.shared.number(value)
        if number is not None:
            return {"t": "shared", "v": number}
        if getattr(value, "grad_fn", None) is not None and self.asked_with is not None:
            return self._computed(value, writer, depth)
        if self.parts and getattr(value, "grad_fn", None) is None:
            return self._share(value, writer, depth)
        if getattr(value, "requires_grad", False):
            return {"t": "leaf", "v": self._leaf(value), "value": writer.plain(value, depth)}
        return None

    def _computed(self, value, writer, depth):
        number = self.lent.computed(value, self.asked_with)
        inputs = [self.shared.number(leaf) for leaf in self.lent.inputs[number]]
        array = writer.array(value.detach().numpy(), depth)
        return {"t": "graph", "v": number, "value": array, "inputs": inputs}

    def _share(self, value, writer, depth):
        self.count = number = self.count - 1
        self.shared.add(number, value)
        self.fresh.append(number)
        return {"t": "shared", "v": number, "value": writer.plain(value, depth)}

    def _leaf(self, value):
        for index, leaf in enumerate(self.leaves):
            if leaf is value:
                return index
        self.leaves.append(value)
        return len(self.leaves) - 1

    # What the student's process asks

    def asked(self, message, buffers):
        """(answer, buffers) to a question about what was lent. Raises MalformedError."""
        self.learn(message)
        arguments = [self.read(tree, buffers) for tree in _list(message.get("arguments"))]
        names = _list(message.get("keywords"))
        self.settle(message, buffers)
        if not all(type(name) is str for name in names) or len(names) > len(arguments):
            raise MalformedError("arguments without their names")
        positional = arguments[: len(arguments) - len(names)]
        keywords = dict(zip(names, arguments[len(positional) :], strict=True))
        data = []
        answer = self._answer(message, positional, keywords, arguments, data)
        envelope, _ = self.envelope(data)
        return {"answer": message.get("question"), "freed": []} | answer | envelope, data

    def _answer(self, message, positional, keywords, arguments, data):
        outer, self.asked_with = self.asked_with, [item for item in arguments if self._is_leaf(item)]
        self.depth += 1
        try:
            if self.depth > handles.NESTED:
                raise RecursionError("functions that call one another across the two processes")
            value = self.lent.do(message.get("ask"), message.get("op"), positional, keywords)
            return {"result": self.message(value, data, arguments)}
        except MalformedError:
            raise
        except Exception as error:  # it goes the way it would go in a notebook: through the student's code
            del data[:]
            return {"error": self.message(_veiled(error), data), "raised": self.lent.failed(error)}
        finally:
            self.asked_with = outer
            self.depth -= 1

    def _is_leaf(self, item):
        """Whether a gradient is carried back to the argument of a question."""
        shared = is_data(item) and self.shared.number(item) is not None
        return shared and getattr(item, "requires_grad", False) and item.is_leaf


_READERS = {
    "class": Objects.read_class,
    "object": Objects.read_object,
    "function": Objects.read_function,
    "generator": Objects.read_generator,
    "judge": Objects.read_judge,
    "shared": Objects.read_shared,
    "graph": Objects.read_graph,
}


def _veiled(error):
    """An exception of the test's without its text, which may hold what is expected."""
    return codec.exception([kind.__name__ for kind in type(error).__mro__], "")


def _number(tree):
    number = tree["v"]
    if type(number) is not int or number < 0:
        raise MalformedError("a number that is none")
    return number


def _list(items):
    if type(items) is not list:
        raise MalformedError("a list that is none")
    return items
