"""One number at a time: a computation graph that records itself, and reverse mode that walks it backwards.

Every operation makes a node that remembers its inputs and its local derivatives. `backward` visits the nodes
from the output to the leaves and does one thing at each, the chain rule: an input gets the node's gradient
times the local derivative, added to what came along other paths. No function here calls itself, so a graph
may be as deep as memory allows.

Numbers only: NaN, infinities and results beyond the largest float are a ValueError; what is no number, an
array or a string, is a TypeError.

Chapter: The chain rule and computation graphs. Source: the names are those of Karpathy, micrograd (2020);
Goodfellow et al. (2016), §6.5; Baydin et al., Automatic differentiation in machine learning (2018), §3.2.
"""

import math
from numbers import Real
from typing import NamedTuple

_LIMIT = "beyond the largest float, about 1.8e308"


class Value:
    """A number in a graph: `.data`, its gradient `.grad`, and how it was computed.

    data: a finite number, kept as a float.
    label: a name for prints and figures.

    `op` is "" for such a leaf, else what made the node ("+", "exp", "**2" …) out of its `inputs`, a tuple of
    Values, with ∂node/∂input for each in the tuple `local_derivatives`. Numbers mix with Values: in + - * /
    they become leaves, in `value ** 3` and `2 ** value` a part of `op`. Raises TypeError for what is not a
    number and for Value ** Value, ValueError for NaN, infinities, results beyond the largest float, division
    by 0 and powers without a finite derivative.

    Chapter: The chain rule and computation graphs. Source: Karpathy, micrograd (2020).
    """

    __slots__ = ("_data", "_grad", "inputs", "label", "local_derivatives", "op")
    __array_ufunc__ = None  # numpy would apply the operator entry by entry: so it asks Value, which refuses

    def __init__(self, data, label=""):
        if not isinstance(label, str):
            raise TypeError(f"label must be a string, got {label!r}: write Value(2.0, 'x')")
        self._data, self._grad = _number(data, "a Value's data"), 0.0
        self.label, self.op, self.inputs, self.local_derivatives = label, "", (), ()

    @property
    def data(self):
        """The number, a float. Setting that of a computed node, which belongs to its inputs: ValueError."""
        return self._data

    @data.setter
    def data(self, data):
        if self.inputs:
            raise ValueError(f"{_show(self)} was computed ({self.op}): set its inputs and compute it again")
        self._data = _number(data, "data")

    @property
    def grad(self):
        """∂output/∂self, a float: what `backward` has added up. Setting what is not finite: ValueError."""
        return self._grad

    @grad.setter
    def grad(self, grad):
        self._grad = _number(grad, "grad")

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return _node(self._data + other._data, "+", (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return _node(self._data - other._data, "-", (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return _node(self._data * other._data, "*", (self, other), (other._data, self._data))

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        if other._data == 0:
            raise ValueError(f"division by 0: {_show(self)} is divided by {_show(other)}")
        ratio = self._data / other._data
        return _node(ratio, "/", (self, other), (1 / other._data, -ratio / other._data))

    def __pow__(self, exponent):
        if isinstance(exponent, Value):
            raise TypeError("Value ** Value is no node of this graph: write (exponent * base.log()).exp()")
        x, n = self._data, _number(exponent, "an exponent")
        if x < 0 and not n.is_integer():
            raise ValueError(f"{_show(self)} ** {n:g} is not real: a negative base needs a whole exponent")
        if x == 0 and n != 0 and n < 1:
            raise ValueError(f"{_show(self)} ** {n:g}: at 0 the power or its derivative is infinite")
        return _node(_fits(pow, x, n), f"**{n:g}", (self,), (n * _fits(pow, x, n - 1) if n else 0.0,))

    def __rpow__(self, base):
        base = _number(base, "a base")
        if base <= 0:
            raise ValueError(
                f"{base:g} ** {_show(self)}: only a positive number can have a Value as exponent"
            )
        data = _fits(pow, base, self._data)
        return _node(data, f"{base:g}**", (self,), (data * math.log(base),))

    def __neg__(self):
        return _node(-self._data, "-", (self,), (-1.0,))

    def __radd__(self, other):
        return Value(other) + self

    def __rsub__(self, other):
        return Value(other) - self

    def __rmul__(self, other):
        return Value(other) * self

    def __rtruediv__(self, other):
        return Value(other) / self

    def exp(self):
        """e to the power of self, a Value; above 709.78 it overflows: ValueError."""
        data = _fits(math.exp, self._data)
        return _node(data, "exp", (self,), (data,))

    def log(self):
        """The natural logarithm, a Value; of a number that is not positive: ValueError."""
        if self._data <= 0:
            raise ValueError(f"log of {_show(self)}: only positive numbers have a logarithm")
        return _node(math.log(self._data), "log", (self,), (1 / self._data,))

    def tanh(self):
        """The hyperbolic tangent, a Value; its derivative is 1 - tanh². Raises nothing."""
        data = math.tanh(self._data)
        return _node(data, "tanh", (self,), (1 - data * data,))

    def sigmoid(self):
        """1 / (1 + exp(-self)), a Value; its derivative is sigmoid (1 - sigmoid). Raises nothing."""
        e = math.exp(-abs(self._data))  # exp of a large positive number would overflow
        data = (1.0 if self._data >= 0 else e) / (1 + e)
        return _node(data, "sigmoid", (self,), (data * (1 - data),))

    def relu(self):
        """max(0, self), a Value; its derivative at 0 is 0, as in PyTorch (the lecture: 1). Raises nothing."""
        slope = 1.0 if self._data > 0 else 0.0
        return _node(slope * self._data, "relu", (self,), (slope,))

    def backward(self):
        """Add ∂self/∂leaf to the `.grad` of every leaf that self depends on.

        Leaves accumulate over calls, as in PyTorch: set their `.grad` to 0 before the next step. A computed
        node holds the gradient of the last call. A gradient beyond the largest float: ValueError.
        """
        nodes = _topological(self)
        _start(nodes)
        for node in reversed(nodes):
            _pass_on(node)

    def __repr__(self):
        how = "".join(f", {key}={getattr(self, key)!r}" for key in ("op", "label") if getattr(self, key))
        return f"Value(data={self._data:.6g}, grad={self._grad:.6g}{how})"


class BackwardStep(NamedTuple):
    """One operation on the way back: what the Value `node` passes on to its inputs.

    grad: the incoming gradient ∂output/∂node, a float.
    added: what each of `node.inputs` got, a tuple: grad times each of `node.local_derivatives`.
    totals: the gradients of the inputs after that, a tuple.
    text: all that in a line, "∂L/∂e = -2: a gets -2 * 3 = -6, now -6; b gets -2 * 2 = -4, now 1".

    Raises nothing.

    Chapter: The chain rule and computation graphs.
    """

    node: Value
    grad: float
    added: tuple
    totals: tuple
    text: str


class Graph:
    """All that a Value was computed from: `nodes`, a tuple in which inputs stand before what they feed.

    `output` is the Value itself, the last node. `print(graph)` shows a table of all nodes with values and
    gradients. Raises TypeError for what is no Value.

    Chapter: The chain rule and computation graphs.
    """

    def __init__(self, output):
        if not isinstance(output, Value):
            raise TypeError(f"Graph takes the Value at the graph's end, got {type(output).__name__}")
        self.output, self.nodes = output, tuple(_topological(output))
        self._index = {node: index for index, node in enumerate(self.nodes)}

    @property
    def edges(self):
        """Pairs (input, node) of Values, a list, one for each use: x * x has two. Raises nothing."""
        return [(input, node) for node in self.nodes for input in node.inputs]

    def name(self, node):
        """The label, else a leaf's number, else v3 for nodes[3]. A Value that is not in it: ValueError."""
        if node not in self._index:
            raise ValueError(f"{node!r} is not in this graph: its output does not depend on it")
        return node.label or (f"v{self._index[node]}" if node.inputs else f"{node.data:.4g}")

    def formula(self, node):
        """How the node was computed, by names: "a * b", for a leaf "". Not in the graph: ValueError."""
        return _formula(node.op, [self.name(input) for input in node.inputs])

    def zero_grad(self):
        """Set the gradient of every node to 0. Raises nothing."""
        for node in self.nodes:
            node.grad = 0

    def forward_steps(self):
        """Each computed Value with its inputs and local_derivatives, in order. Nothing changes or raises."""
        return (node for node in self.nodes if node.inputs)

    def backward_steps(self):
        """A BackwardStep for each computed node, output first: `output.backward()`, one node at a time.

        Gradients grow as the steps are taken, and leaves add to what they hold: `zero_grad()` first for a
        fresh start. Raises ValueError as `backward` does.
        """
        _start(self.nodes)
        for node in reversed(self.nodes):
            _pass_on(node)
            if node.inputs:
                yield self._passed_on(node)

    def _passed_on(self, node):
        added = tuple(node.grad * slope for slope in node.local_derivatives)
        totals = tuple(input.grad for input in node.inputs)
        gets = [
            f"{self.name(input)} gets {node.grad:.4g} * {slope:.4g} = {part:.4g}, now {input.grad:.4g}"
            for input, slope, part in zip(node.inputs, node.local_derivatives, added, strict=True)
        ]
        text = f"∂{self.name(self.output)}/∂{self.name(node)} = {node.grad:.4g}: {'; '.join(gets)}"
        return BackwardStep(node, node.grad, added, totals, text)

    def __str__(self):
        rows = [("node", "operation", "value", "gradient")]
        for node in self.nodes:
            rows.append((self.name(node), self.formula(node), f"{node.data:.6g}", f"{node.grad:.6g}"))
        a, b, c, d = (max(map(len, column)) for column in zip(*rows, strict=True))
        return "\n".join(f"{row[0]:{a}}  {row[1]:{b}}  {row[2]:>{c}}  {row[3]:>{d}}" for row in rows)

    def __repr__(self):
        return f"Graph({len(self.nodes)} nodes, output {_show(self.output)})"


def _node(data, op, inputs, local_derivatives):
    """What an operation makes: a Value, without the checks that a user's number needs."""
    if data - data != 0:  # infinite or NaN
        terms = _formula(op, [f"{input.data:.4g}" for input in inputs])
        raise ValueError(f"{terms} overflows: {_LIMIT}")
    node = Value.__new__(Value)
    node._data, node._grad, node.label = data, 0.0, ""
    node.op, node.inputs, node.local_derivatives = op, inputs, local_derivatives
    return node


def _topological(output):
    """All nodes that `output` depends on, a list, inputs before what they feed."""
    order, seen, stack = {}, set(), [output]
    while stack:
        node = stack[-1]
        if node in seen:  # a second time on top: its inputs are in order
            order[stack.pop()] = None
        else:
            seen.add(node)
            stack.extend(reversed(node.inputs))
    return list(order)


def _start(nodes):
    """Before a pass backwards: no gradient at what is computed, 1 more at the output."""
    for node in nodes:
        if node.inputs:
            node._grad = 0.0
    nodes[-1]._grad += 1.0


def _pass_on(node):
    """The chain rule: each input's gradient grows by the node's gradient times the local derivative."""
    grad = node._grad
    if grad - grad != 0:  # infinite or NaN
        raise ValueError(f"the gradient at {_show(node)} is {grad}: {_LIMIT}")
    for input, slope in zip(node.inputs, node.local_derivatives, strict=True):
        input._grad += grad * slope


def _number(value, name):
    """`value` as a finite float."""
    if not isinstance(value, Real):
        array = hasattr(value, "shape") or isinstance(value, (list, tuple))
        hint = ": this graph is of single numbers, use nnkit.layers for arrays" if array else ""
        raise TypeError(f"{name} must be a number, got {type(value).__name__}{hint}")
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} must be finite, got {number}")
    return number


def _fits(function, *arguments):
    try:
        return function(*arguments)
    except OverflowError:
        call = f"{function.__name__}({', '.join(f'{argument:.4g}' for argument in arguments)})"
        raise ValueError(f"{call} overflows: {_LIMIT}") from None


def _show(value):
    return f"{value.label} = {value.data:.4g}" if value.label else f"{value.data:.4g}"


def _formula(op, names):
    """An operation written out with the names of its inputs; for a leaf, which has none: nothing."""
    if len(names) == 1 and not op.startswith("**"):
        return f"{op}({names[0]})"
    names = [f"({name})" if name.startswith("-") else name for name in names]
    return names[0] + op if len(names) == 1 else f" {op} ".join(names)
