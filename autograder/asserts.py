"""Why an `assert` of the instructor's failed: what its parts held, noted as they were computed.

Nothing is run a second time: a part's value goes through `Watch.note`, which hands it on as it is.
"""

import ast
import contextlib
import textwrap
import types

from verdict.words import shown

NAME = "__autograder_watch__"
PARTS, WIDTH = 3, 200


class Watch(ast.NodeTransformer):
    """IPython runs it on each cell's tree. asked: names that students define."""

    def __init__(self, asked):
        self.asked, self.parts, self.held = set(asked), {}, {}

    def visit_Assert(self, node):
        lines = node.lineno, node.end_lineno
        chosen = {id(part) for part in _parts(node.test, self.asked)}
        first = len(self.parts)
        test = _Noting(self, chosen, lines).visit(node.test)
        made = ast.Assert(test, node.msg)
        passed = ast.Expr(_call("passed", ast.Constant(first), ast.Constant(len(self.parts))))
        return [ast.fix_missing_locations(ast.copy_location(new, node)) for new in (made, passed)]

    def note(self, number, value):
        self.held[number] = value
        return value

    def passed(self, first, last):
        """Forget an assertion that held."""
        for number in range(first, last):
            self.held.pop(number, None)

    def values(self, line):
        """ "square(3) is 8" of each part of the assertion at a line of the cell that failed."""
        told = {}
        for number, value in self.held.items():
            first, last, text = self.parts[number]
            if first <= line <= last and not isinstance(value, type | types.ModuleType):
                told[text] = _shown(value)
        return ", ".join(f"{text} is {value}" for text, value in list(told.items())[:PARTS])

    def forget(self):
        """Before a cell is run."""
        self.held.clear()


class _Noting(ast.NodeTransformer):
    """Sends the chosen parts of one assertion through `note`."""

    def __init__(self, watch, chosen, lines):
        self.watch, self.chosen, self.lines = watch, chosen, lines

    def visit(self, node):
        text = ast.unparse(node) if id(node) in self.chosen else None
        node = self.generic_visit(node)
        if text is None:
            return node
        number = len(self.watch.parts)
        self.watch.parts[number] = (*self.lines, textwrap.shorten(text, 80))
        return _call("note", ast.Constant(number), node)


def _call(method, *arguments):
    owner = ast.Attribute(ast.Name(NAME, ast.Load()), method, ast.Load())
    return ast.Call(owner, list(arguments), [])


def _parts(test, asked):
    """What is worth telling of a test: what it compares, and what it gets from the student's names."""
    compared = [
        side
        for node in ast.walk(test)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
    ]
    functions = {id(node.func) for node in ast.walk(test) if isinstance(node, ast.Call)}
    from_student = [
        node
        for node in ast.walk(test)
        if (isinstance(node, ast.Call) and _root(node.func) in asked)
        or (isinstance(node, ast.Name) and node.id in asked and id(node) not in functions)
    ]
    return [node for node in compared + from_student if _telling(node)]


def _telling(node):
    """Whether a part's value is not what its text says already."""
    kinds = ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.BinOp
    return isinstance(node, kinds) and any(isinstance(inner, ast.Name) for inner in ast.walk(node))


def _root(node):
    """The name that a chain like `layer.weight.sum` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _shown(value):
    with contextlib.suppress(Exception):  # a stub may have lost its process
        return shown(value)
    return f"a {type(value).__name__}"


def statement(node):
    """An assertion without its message, on one line."""
    text = f"assert {ast.unparse(node.test)}" if isinstance(node, ast.Assert) else ast.unparse(node)
    return textwrap.shorten(" ".join(text.split()), WIDTH, placeholder=" …")
