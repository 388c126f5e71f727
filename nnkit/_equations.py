"""The equations of an IndexedNetwork in LaTeX that KaTeX can set. Private: they are methods of nnkit.network.

A unit is written from the outside in: z_{l,j} is g(its sum), whose terms are weights times units z_{l-1,i}.
"""

from math import prod

import numpy as np

LETTERS = "ijkmnpqrtuv"  # the index of a unit of layer 1, 2, …; l is a layer's, s a sum's
BRACKETS = [("(", ")"), (r"\bigl(", r"\bigr)"), (r"\Bigl(", r"\Bigr)"), (r"\biggl(", r"\biggr)")]
VECTOR = r"\mathbf{x}"
MOST_NUMBERS = 1000  # more fit on no page


class Latex(str):
    """A formula: a string of LaTeX, which a notebook shows typeset."""

    __slots__ = ()

    def _repr_latex_(self):
        return f"$$\n{self}\n$$"


def nested_sum(net, depth):
    """ŷ = z_{4,1}, and where depth > 0, = g(Σ …)."""
    last, j, outputs = _output(net)
    written_out = f" = {_unit(net, last, j, depth)}" if depth else ""
    return Latex(f"{_y(net, j)} = {_unit(net, last, j, 0)}{written_out}{outputs}")


def unfolding(net):
    """nested_sum of each depth, below each other."""
    last, j, outputs = _output(net)
    steps = [f"&= {_unit(net, last, j, depth)}" for depth in range(last)]
    return _aligned([f"{_y(net, j)} {steps[0]}{outputs}", *steps[1:]])


def nested_sum_in_numbers(net, x, digits):
    """For each output a row for each product with a hidden unit, indented by depth."""
    _printable(prod(net.sizes), "products")
    factors = [rf"\,x_{{{i}}}" for i in _range(net, 1)]
    if x is not None:
        factors = [rf" \cdot {_number(value, digits, '{}', '(-{})')}" for value in x]
    last, rows = len(net.sizes), []
    for j in _range(net, last):
        first, *rest = _rows(net, last, j, factors, digits)
        rows += [f"{_y(net, j)} = z_{{{last},{j}}} &{_equals(net, x, digits)} {first}"]
        rows += [f"&{row}" for row in rest] + ([] if x is None else [f"&{_result(net(x)[j - 1], digits)}"])
    return _aligned(rows)


def matrix_form(net):
    """ŷ = g(W₃ g(W₂ g(W₁ x)))."""
    layers = range(1, len(net.weights) + 1)
    weights, biases = ([rf"\mathbf{{{letter}}}_{{{layer}}}" for layer in layers] for letter in "Wb")
    return Latex(f"{_y(net)} = {_product(net, weights, biases, VECTOR)}")


def matrix_form_in_numbers(net, x, digits):
    """The same with the matrices' numbers."""
    _printable(sum(net.parameter_count().with_biases), "numbers")
    weights = [_matrix(w.T, digits) for w in net.weights]
    biases = [_matrix(b[:, None], digits) for b in net.biases or []]
    product = _product(net, weights, biases, VECTOR if x is None else _matrix(x[:, None], digits))
    result = "" if x is None else f" {_result(net(x), digits)}"
    return Latex(f"{_y(net)} {_equals(net, x, digits)} {product}{result}")


def _unit(net, layer, j, depth):
    """z_{layer,j} in symbols, with `depth` layers of weights written out."""
    if depth == 0 or layer == 1:
        return f"x_{{{j}}}" if layer == 1 else f"z_{{{layer},{j}}}"
    i = _letter(layer - 1)
    unit = _unit(net, layer - 1, i, depth - 1)
    if "sum" in unit and not _g(net, layer - 1):
        unit = rf"\left({unit}\right)"
    bias = "" if net.biases is None else f"b_{{{layer - 1},{j}}} + "
    products = rf"\sum_{{{i}=1}}^{{{net.sizes[layer - 2]}}} w_{{{layer - 1},{i},{j}}}\, {unit}"
    return _applied(_g(net, layer), bias + products)


def _rows(net, layer, j, factors, digits):
    """z_{layer,j} in numbers: one row when its inputs are the factors, else one or more for each input."""
    opening, closing = BRACKETS[min(layer - 2, len(BRACKETS) - 1)]
    start = _g(net, layer) + opening + ("" if net.biases is None else _number(net.b(layer - 1, j), digits))
    rows = []
    for i in _range(net, layer - 1):
        signs = ("+ {}", "- {}") if rows or net.biases is not None else ("{}", "-{}")
        head, *rest = [factors[i - 1]] if layer == 2 else _rows(net, layer - 1, i, factors, digits)
        weight = _number(net.w(layer - 1, i, j), digits, *signs)
        rows += [weight + head if layer == 2 else rf"{weight}\, {head}", *rest]
    rows[-1] += closing
    return [" ".join([start, *rows])] if layer == 2 else [start, *(rf"\quad {row}" for row in rows)]


def _product(net, weights, biases, x):
    """g(W₂ g(W₁ x + b₁) + b₂) of matrices in LaTeX."""
    for k, weight in enumerate(weights):
        total = rf"\left({x}\right)" if "+" in x and k and not _g(net, k + 1) else x
        x = _applied(_g(net, k + 2), rf"{weight}\, {total}" + (f" + {biases[k]}" if net.biases else ""))
    return x


def _applied(g, total):
    return rf"{g}\left({total}\right)" if g else total


def _g(net, layer):
    """The letter of a layer's activation: g where all are equal, none where it is linear."""
    if net.activations[layer - 2] == "linear":
        return ""
    return "g" if len(set(net.activations) - {"linear"}) == 1 else f"g_{{{layer}}}"


def _output(net):
    """The output's layer, its index there, and what that index runs over."""
    last, n = len(net.sizes), net.sizes[-1]
    return (last, 1, "") if n == 1 else (last, _letter(last), rf", \qquad {_letter(last)} = 1, \dots, {n}")


def _y(net, j=None):
    if net.sizes[-1] == 1:
        return r"\hat{y}"
    return r"\hat{\mathbf{y}}" if j is None else rf"\hat{{y}}_{{{j}}}"


def _letter(layer):
    return LETTERS[layer - 1] if layer <= len(LETTERS) else f"i_{{{layer}}}"


def _range(net, layer):
    return range(1, net.sizes[layer - 1] + 1)


def _number(value, digits, positive="{}", negative="-{}"):
    mantissa, _, exponent = f"{abs(value):.{digits}g}".partition("e")
    number = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return (negative if value < 0 else positive).format(number)


def _matrix(rows, digits):
    lines = r" \\ ".join(" & ".join(_number(value, digits) for value in row) for row in rows)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"


def _result(value, digits):
    column = _number(value.item(), digits) if value.size == 1 else _matrix(value[:, None], digits)
    return f"{_sign([value], digits)} {column}"


def _equals(net, x, digits):
    return _sign([*net.weights, *(net.biases or []), [] if x is None else x], digits)


def _sign(arrays, digits):
    """= where all numbers are printed whole, else ≈."""
    whole = all(float(f"{value:.{digits}g}") == value for array in arrays for value in np.ravel(array))
    return "=" if whole else r"\approx"


def _aligned(rows):
    return Latex("\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}")


def _printable(count, what):
    if count > MOST_NUMBERS:
        raise ValueError(
            f"written out, these would be {count} {what}, more than the {MOST_NUMBERS} that fit on a page:"
            " print nested_sum() or matrix_form(), which have symbols"
        )
