"""Mutable data that both processes hold: arrays, tensors, lists and dicts that are parts of an object.

Each side keeps its own copy. Before a message leaves, what was changed here since both agreed is written into
it; when a message arrives, the copies here are made to look like what it says. So `layer.weight[0] += 1`
in a test reaches the layer, and what a training step does to `model.fc.weight` is seen in the test.
"""

import sys
import weakref

import numpy as np

from . import codec
from .codec import MalformedError

MOST = 2000  # beyond that, data is copied


def is_data(value):
    """Whether value is of a kind that is shared."""
    if isinstance(value, np.ndarray | list | dict | set | bytearray):
        return True
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


class Shared:
    """number -> the copy on this side. lend: how the objects inside are written, see `codec.encode`.

    lasting: keep what is here until it is freed; else it goes as soon as nobody else here holds it.
    """

    def __init__(self, lend, lasting):
        self.lend, self.lasting = lend, lasting
        self.numbers, self.ids, self.items, self.states = {}, {}, {}, {}  # id -> number -> id, copy, state

    def number(self, value):
        """The number of value; None when it is not shared."""
        number = self.numbers.get(id(value))
        return number if number is not None and self.get(number) is value else None

    def add(self, number, value):
        """Share value from now on under number."""
        self.numbers[id(value)], self.ids[number] = number, id(value)
        self.items[number] = value
        self.states[number] = None

    def agree(self, number):
        """Both sides hold the same now."""
        self.states[number] = self._spelled(self.get(number))

    def get(self, number):
        """The copy here; None when it is gone."""
        item = self.items.get(number)
        return item() if type(item) is weakref.ref else item

    def use(self, number):
        """`get`, for somebody who may change it before the next message."""
        item = self.get(number)
        if item is not None:
            self.items[number] = item
        return item

    def gone(self):
        """Forget what nobody here holds any more and return its numbers; call it after `changes`."""
        gone = []
        while left := [number for number in self.items if self._left(number)]:
            for number in left:
                self.drop(number)
            gone += left  # what they held may be left now
        return gone

    def _left(self, number):
        item = self.items[number]
        if type(item) is weakref.ref:
            return item() is None
        if sys.getrefcount(item) > 3:  # those are: self.items, this function's variable, the call
            return False
        if isinstance(item, list | dict | set | bytearray):  # cannot be referred to weakly
            return True
        self.items[number] = weakref.ref(item)  # torch's graph may hold it where nobody counts
        del item
        return self.items[number]() is None

    def drop(self, number):
        """Share it no more."""
        self.items.pop(number, None)
        self.states.pop(number, None)
        key = self.ids.pop(number, None)
        if self.numbers.get(key) == number:  # else it is somebody else's by now
            del self.numbers[key]

    def changes(self, data):
        """[[number, message], ...] of what was changed here since both agreed; buffers go to data."""
        return [change for number in list(self.items) if (change := self._change(number, data))]

    def _change(self, number, data):
        value = self.get(number)
        if value is None:
            return None
        try:
            state = self._spelled(value)
        except codec.UnsendableError:  # whoever reads it again will be told
            return None
        if state == self.states[number]:
            return None
        self.states[number] = state
        return [number, codec.packed(state, data)]

    def _spelled(self, value):
        return codec.spell_out(value, self.lend)

    def apply(self, changes, read):
        """Take over what the other side changed; read(message) gives a value. Raises MalformedError."""
        if type(changes) is not list:
            raise MalformedError("no list of changes")
        for change in changes:
            if type(change) is not list or len(change) != 2 or type(change[0]) is not int:
                raise MalformedError("a change of nothing")
            value, new = self.get(change[0]), read(change[1])
            if value is not None:
                assign(value, new)
                self.agree(change[0])


def assign(old, new):
    """Make old look like new, where both are data of one kind; parts keep who they are."""
    if old is new or type(old) is not type(new):
        return
    if isinstance(old, list | bytearray):
        old[:] = new
    elif isinstance(old, dict | set):
        old.clear()
        old.update(new)
    elif isinstance(old, np.ndarray):
        if (old.shape, old.dtype) == (new.shape, new.dtype):
            old[...] = new
    elif fits_tensor(old, new):
        assign_tensor(old, new)


def fits_tensor(old, new):
    """Whether one may become the other: the same shape, and the same dtype or floats of both kinds."""
    floats = old.is_floating_point() and new.is_floating_point()
    return old.shape == new.shape and (floats or old.dtype == new.dtype)


def assign_tensor(old, new):
    """Values, dtype (as `model.float()` changes it) and gradient of a tensor."""
    same = old.dtype == new.dtype
    if same:
        old.data.copy_(new.data)
    else:
        old.data = new.data
    if old.is_leaf and new.is_leaf:
        if same and old.grad is not None and new.grad is not None:
            old.grad.data.copy_(new.grad)
        else:
            old.grad = new.grad
