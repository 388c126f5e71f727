"""Texts with one change each, as a slip of the pen makes it: an operator, a number, an axis, an argument."""

import ast
import copy

OTHER_OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add, ast.Div],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.GtE: [ast.Gt, ast.Lt, ast.Eq],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.Eq: [ast.NotEq, ast.Gt],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}


def mutants(source):
    """Texts of the source with one change each; what is a docstring stays."""
    tree = ast.parse(source)
    for place, node in enumerate(_nodes(tree)):
        for new in _changed(node):
            mutant = _Replace(place, copy.deepcopy(new)).visit(copy.deepcopy(tree))
            yield ast.unparse(ast.fix_missing_locations(mutant))


def new_lines(source, mutant):
    """The lines of a mutant that the source does not have."""
    return [
        line.strip() for line in mutant.splitlines() if line not in ast.unparse(ast.parse(source)).split("\n")
    ]


def _changed(node):
    """What may stand in the place of a node: list of nodes."""
    change = next((change for kind, change in _CHANGES.items() if isinstance(node, kind)), None)
    return change(node) if change else []


def _operator(node):
    return [ast.BinOp(node.left, other(), node.right) for other in OTHER_OPERATORS.get(type(node.op), ())]


def _comparison(node):
    others = OTHER_OPERATORS.get(type(node.ops[0]), ())
    return [ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators) for other in others]


def _constant(node):
    if isinstance(node.value, bool):
        return [ast.Constant(not node.value)]
    if isinstance(node.value, int | float):
        return [ast.Constant(node.value + 1), ast.Constant(0.5 if node.value == 0 else -node.value)]
    return []


def _call(node):
    """Dropped, its arguments swapped, a keyword left out."""
    given, named = node.args, node.keywords
    dropped = given[:1] or ([node.func.value] if isinstance(node.func, ast.Attribute) else [])
    swapped = [
        ast.Call(node.func, [*given[:i], given[i + 1], given[i], *given[i + 2 :]], named)
        for i in range(len(given) - 1)
    ]
    less = [ast.Call(node.func, given, [*named[:i], *named[i + 1 :]]) for i in range(len(named))]
    starred = any(isinstance(item, ast.Starred) for item in given)
    return less if starred else [*dropped, *swapped, *less]


def _statement(node):
    """Removed; a text that stands alone is a docstring."""
    alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return [] if alone else [ast.Pass()]


_CHANGES = {
    ast.BinOp: _operator,
    ast.BoolOp: lambda node: [ast.BoolOp(OTHER_OPERATORS[type(node.op)][0](), node.values)],
    ast.Compare: _comparison,
    ast.UnaryOp: lambda node: [node.operand],
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Attribute: lambda node: [node.value] if node.attr == "T" else [],
    ast.Tuple: lambda node: (
        [ast.Tuple(node.elts[::-1], node.ctx)]
        if isinstance(node.ctx, ast.Load) and len(node.elts) > 1
        else []
    ),
    ast.IfExp: lambda node: [node.body, node.orelse],
    ast.If: lambda node: [ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)],
    ast.Assign | ast.AugAssign | ast.Expr | ast.Raise | ast.Break | ast.Continue: _statement,
}


class _Replace(ast.NodeTransformer):
    """Puts `new` into the place of the node number `place`, in the order of the visit."""

    def __init__(self, place, new):
        self.left, self.new = place, new

    def visit(self, node):
        self.left -= 1
        return self.new if self.left == -1 else super().generic_visit(node)


def _nodes(tree):
    """All nodes in the order of the visit; those of an f-string or of an error's words are left alone."""
    found = []

    class Number(ast.NodeVisitor):
        def visit(self, node):
            found.append(node)
            self.generic_visit(node)

    Number().visit(tree)
    return found
