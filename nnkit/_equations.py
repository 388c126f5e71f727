"""The equations of an IndexedNetwork in LaTeX that KaTeX can set. Private: they are methods of nnkit.network.

A unit is written from the outside in: z_{l,j} is g(its sum), whose terms are weights times units z_{l-1,i}.
"""

from math import prod

import numpy as np

LETTERS = "ijkmnpqrtuv"  # the index of a unit of layer 1, 2, …; l is a layer's, s a sum's
BRACKETS = [("(", ")"), (r"\bigl(", r"\bigr)"), (r"\Bigl(", r"\Bigr)"), (r"\biggl(", r"\biggr)")]
MOST_PRODUCTS = 1000  # more fit on no page


class Latex(str):
    """A formula: a string of LaTeX, which a notebook shows typeset."""

    __slots__ = ()

    def _repr_latex_(self):
        return f"$$\n{self}\n$$"


def nested_sum(net, depth):
    """ŷ = z_{4,1}, and where depth > 0, = g(Σ …)."""
    last, n = len(net.sizes), net.sizes[-1]
    j = 1 if n == 1 else _letter(last)
    written_out = f" = {_unit(net, last, j, depth)}" if depth else ""
    outputs = "" if n == 1 else rf", \qquad {j} = 1, \dots, {n}"
    return Latex(f"{_y(net, j)} = z_{{{last},{j}}}{written_out}{outputs}")


def nested_sum_in_numbers(net, x, digits):
    """For each output a row for each product with a hidden unit, indented by depth."""
    if prod(net.sizes) > MOST_PRODUCTS:
        raise ValueError(
            f"written out, these would be {prod(net.sizes)} products, more than the {MOST_PRODUCTS} that fit"
            " on a page: print nested_sum() or matrix_form(), which have symbols"
        )
    inputs = [rf"\,x_{{{i}}}" for i in range(1, net.sizes[0] + 1)]
    if x is not None:
        inputs = [rf" \cdot {_number(value, digits, '{}', '(-{})')}" for value in x]
    equals = _equals([*net.weights, *(net.biases or []), [] if x is None else x], digits)
    rows = []
    for j in range(1, net.sizes[-1] + 1):
        unit = _unit_in_numbers(net, len(net.sizes), j, inputs, digits)
        rows.append(f"{_y(net, j)} &{equals} {unit}")
        if x is not None:
            y = net(x)[j - 1]
            rows.append(f"&{_equals([y], digits)} {_number(y, digits)}")
    return Latex("\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}")


def matrix_form(net):
    """ŷ = g(W₃ g(W₂ g(W₁ x)))."""
    unit = r"\mathbf{x}"
    for layer in range(1, len(net.sizes)):
        bias = "" if net.biases is None else rf" + \mathbf{{b}}_{{{layer}}}"
        unit = _applied(_g(net, layer + 1), rf"\mathbf{{W}}_{{{layer}}}\, {_bracketed(unit, '+')}{bias}")
    y = r"\hat{y}" if net.sizes[-1] == 1 else r"\hat{\mathbf{y}}"
    return Latex(f"{y} = {unit}")


def _unit(net, layer, j, depth):
    """z_{layer,j} in symbols, with `depth` layers of weights written out."""
    if layer == 1:
        return f"x_{{{j}}}"
    if depth == 0:
        return f"z_{{{layer},{j}}}"
    i = _letter(layer - 1)
    bias = "" if net.biases is None else f"b_{{{layer - 1},{j}}} + "
    unit = _bracketed(_unit(net, layer - 1, i, depth - 1), "sum")
    products = rf"\sum_{{{i}=1}}^{{{net.sizes[layer - 2]}}} w_{{{layer - 1},{i},{j}}}\, {unit}"
    return _applied(_g(net, layer), bias + products)


def _unit_in_numbers(net, layer, j, inputs, digits):
    """z_{layer,j} in numbers; from layer 3 on each product has a row."""
    if layer == 1:
        return inputs[j - 1]
    rows = " " if layer == 2 else " \\\\\n&" + r"\quad " * (len(net.sizes) - layer + 1)
    terms = [] if net.biases is None else [_number(net.b(layer - 1, j), digits)]
    for i in range(1, net.sizes[layer - 2] + 1):
        weight = _number(net.w(layer - 1, i, j), digits, *(("+ {}", "- {}") if terms else ("{}", "-{}")))
        space = "" if layer == 2 else r"\, "
        terms.append(weight + space + _unit_in_numbers(net, layer - 1, i, inputs, digits))
    opening, closing = BRACKETS[min(layer - 2, len(BRACKETS) - 1)]
    start = rows if layer > 2 and net.biases is None else ""
    return _g(net, layer) + opening + start + rows.join(terms) + closing


def _bracketed(unit, sign):
    """A unit in brackets where it is a bare sum, which holds this sign and no g around it."""
    return rf"\left({unit}\right)" if sign in unit and not unit.startswith("g") else unit


def _applied(g, total):
    return rf"{g}\left({total}\right)" if g else total


def _g(net, layer):
    """The letter of a layer's activation: g where all are equal, none where it is linear."""
    if net.activations[layer - 2] == "linear":
        return ""
    return "g" if len(set(net.activations) - {"linear"}) == 1 else f"g_{{{layer}}}"


def _y(net, j):
    return r"\hat{y}" if net.sizes[-1] == 1 else rf"\hat{{y}}_{{{j}}}"


def _letter(layer):
    return LETTERS[layer - 1] if layer <= len(LETTERS) else f"i_{{{layer}}}"


def _number(value, digits, positive="{}", negative="-{}"):
    mantissa, _, exponent = f"{abs(value):.{digits}g}".partition("e")
    number = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return (negative if value < 0 else positive).format(number)


def _equals(arrays, digits):
    """= where all numbers are printed whole, else ≈."""
    whole = all(float(f"{value:.{digits}g}") == value for array in arrays for value in np.ravel(array))
    return "=" if whole else r"\approx"
