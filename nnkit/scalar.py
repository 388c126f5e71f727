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

_NOT_FINITE = "this or its derivative is no real number, or beyond the largest float, 1.8e308"


def _node(op, inputs, rule):
    """What an operation makes: a Value. rule(*numbers) -> its number, and the derivative by each of them."""
    numbers = [input._data for input in inputs]
    try:
        data, local_derivatives = rule(*numbers)
        real = data - data == 0  # neither infinite nor NaN
    except (ArithmeticError, ValueError):  # math's own words are "math domain error"
        real = False
    if not real:
        raise ValueError(f"{_formula(op, [f'{x:.4g}' for x in numbers])}: {_NOT_FINITE}")
    node = Value.__new__(Value)  # without the checks that a user's number needs
    node._data, node._grad, node.label = data, 0.0, ""
    node.op, node.inputs, node.local_derivatives = op, inputs, local_derivatives
    return node


def _operators(op, rule):
    """The methods that `value op other` and `other op value` call; a number becomes a leaf."""

    def operator(self, other):
        return _node(op, (self, other if isinstance(other, Value) else Value(other)), rule)

    def reflected(self, other):
        return _node(op, (Value(other), self), rule)

    return operator, reflected


def _sigmoid(x):
    e = math.exp(-abs(x))  # exp of a large positive number would overflow
    return (1.0 if x >= 0 else e) / (1 + e)


class Value:
    """A number in a graph: `.data`, its gradient `.grad`, and how it was computed.

    data: a finite number, kept as a float.
    label: a name for prints and figures.

    `op` is "" for such a leaf, else what made the node ("+", "exp", "**2" …) out of its `inputs`, a tuple of
    Values, with ∂node/∂input for each in the tuple `local_derivatives`. Numbers mix with Values: in + - * /
    they become leaves, in `value ** 3` and `2 ** value` a part of `op`. Raises TypeError for what is not a
    number and for Value ** Value, ValueError for NaN, infinities, and results or derivatives that are no real
    number or beyond the largest float, as of a division by 0.

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
            raise ValueError(f"{self!r} was computed: set its inputs and compute it again")
        self._data = _number(data, "data")

    @property
    def grad(self):
        """∂output/∂self, a float: what `backward` has added up. Setting what is not finite: ValueError."""
        return self._grad

    @grad.setter
    def grad(self, grad):
        self._grad = _number(grad, "grad")

    __add__, __radd__ = _operators("+", lambda x, y: (x + y, (1.0, 1.0)))
    __sub__, __rsub__ = _operators("-", lambda x, y: (x - y, (1.0, -1.0)))
    __mul__, __rmul__ = _operators("*", lambda x, y: (x * y, (y, x)))
    __truediv__, __rtruediv__ = _operators("/", lambda x, y: (x / y, (1 / y, -x / y / y)))

    def __pow__(self, exponent):
        n = _number(exponent, "an exponent")
        return _node(f"**{n:g}", (self,), lambda x: (math.pow(x, n), (n and n * math.pow(x, n - 1),)))

    def __rpow__(self, base):
        c = _number(base, "a base")
        return _node(f"{c:g}**", (self,), lambda x: (y := math.pow(c, x), (y * math.log(c),)))

    def __neg__(self):
        return _node("-", (self,), lambda x: (-x, (-1.0,)))

    def exp(self):
        """e to the power of self, a Value; above 709.78 it overflows: ValueError."""
        return _node("exp", (self,), lambda x: (y := math.exp(x), (y,)))

    def log(self):
        """The natural logarithm, a Value; of a number that is not positive: ValueError."""
        return _node("log", (self,), lambda x: (math.log(x), (1 / x,)))

    def tanh(self):
        """The hyperbolic tangent, a Value; its derivative is 1 - tanh². Raises nothing."""
        return _node("tanh", (self,), lambda x: (y := math.tanh(x), (1 - y**2,)))

    def sigmoid(self):
        """1 / (1 + exp(-self)), a Value; its derivative is sigmoid (1 - sigmoid). Raises nothing."""
        return _node("sigmoid", (self,), lambda x: (y := _sigmoid(x), (y * _sigmoid(-x),)))

    def relu(self):
        """max(0, self), a Value; its derivative at 0 is 0, as in PyTorch (the lecture: 1). Raises nothing."""
        return _node("relu", (self,), lambda x: (max(x, 0.0), (float(x > 0),)))

    def backward(self):
        """Add ∂self/∂leaf to the `.grad` of every leaf that self depends on.

        Leaves accumulate over calls, as in PyTorch: set their `.grad` to 0 before the next step. A computed
        node holds the gradient of the last call. A gradient beyond the largest float: ValueError.
        """
        for _ in _backwards(_topological(self)):
            pass

    def __repr__(self):
        how = "".join(f", {key}={getattr(self, key)!r}" for key in ("op", "label") if getattr(self, key))
        return f"Value(data={self._data:.6g}, grad={self._grad:.6g}{how})"


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
        if not isinstance(node, Value) or node not in self._index:
            raise ValueError(f"{node!r} is not in this graph: its output does not depend on it")
        return node.label or (f"v{self._index[node]}" if node.inputs else f"{node.data:.4g}")

    def formula(self, node):
        """How the node was computed, by names: "a * b", for a leaf "". Not in the graph: ValueError."""
        self.name(node)  # refuses what is not in this graph
        return _formula(node.op, [self.name(input) for input in node.inputs])

    def zero_grad(self):
        """Set the gradient of every node to 0. Raises nothing."""
        for node in self.nodes:
            node.grad = 0

    def forward_steps(self):
        """Each computed Value with its inputs and local_derivatives, in order. Nothing changes or raises."""
        return (node for node in self.nodes if node.inputs)

    def backward_steps(self):
        """Each computed Value, output first, once it has passed its gradient on: `backward` in steps.

        A node with the gradient g has then added g times each of its `local_derivatives` to the `.grad` of
        each of its `inputs`. Leaves add to what they hold: `zero_grad()` first for a fresh start. Raises
        ValueError as `backward` does.
        """
        return (node for node in _backwards(self.nodes) if node.inputs)

    def __str__(self):
        rows = [("node", "operation", "value", "gradient")]
        for node in self.nodes:
            rows.append((self.name(node), self.formula(node), f"{node.data:.6g}", f"{node.grad:.6g}"))
        a, b, c, d = (max(map(len, column)) for column in zip(*rows, strict=True))
        return "\n".join(f"{row[0]:{a}}  {row[1]:{b}}  {row[2]:>{c}}  {row[3]:>{d}}" for row in rows)

    def __repr__(self):
        return f"Graph({len(self.nodes)} nodes, output {self.output!r})"


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


def _backwards(nodes):
    """The chain rule from the last node to the first, each node yielded when its inputs have their share."""
    for node in nodes:
        if node.inputs:
            node._grad = 0.0
    nodes[-1]._grad += 1.0
    for node in reversed(nodes):
        grad = node._grad
        if grad - grad != 0:  # infinite or NaN
            raise ValueError(f"the gradient at {node!r} is beyond the largest float, about 1.8e308")
        for input, slope in zip(node.inputs, node.local_derivatives, strict=True):
            input._grad += grad * slope
        yield node


def _number(value, name):
    """`value` as a finite float."""
    if not isinstance(value, Real):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a number, got {kind}: this graph is of single numbers, no arrays")
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} must be finite, got {number}")
    return number


def _formula(op, names):
    """An operation written out with the names of its inputs; for a leaf, which has none: nothing."""
    if len(names) == 1 and not op.startswith("**"):
        return f"{op}({names[0]})"
    names = [f"({name})" if name.startswith("-") else name for name in names]
    return names[0] + op if len(names) == 1 else f" {op} ".join(names)
