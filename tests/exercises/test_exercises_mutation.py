"""Mutation: the right functions of a1, each changed in one place; a check that lets one pass is too weak.

A mutant that does the same as the original on all fixed and on many drawn inputs is equivalent, and no miss.
"""

import ast
import copy
from pathlib import Path

import numpy as np
import pytest

from verdict import release
from verdict.cases import drawn_cases
from verdict.marking import mark
from verdict.outcome import observe
from verdict.source import cells, definitions

SOURCE = Path(__file__).parents[2] / "exercises" / "a1.py"
TASKS = definitions(SOURCE)
SOLUTIONS = {cell.task: cell.text for cell in cells(SOURCE) if cell.role == "solution"}
OTHER_OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add, ast.Div],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.GtE: [ast.Gt, ast.Lt, ast.Eq],
    ast.Eq: [ast.NotEq, ast.Gt],
}


def changed(node):
    """What may stand in the place of a node: list of nodes."""
    if isinstance(node, ast.BinOp):
        return [ast.BinOp(node.left, other(), node.right) for other in OTHER_OPERATORS[type(node.op)]]
    if isinstance(node, ast.Compare):
        return [
            ast.Compare(node.left, [other()], node.comparators)
            for other in OTHER_OPERATORS[type(node.ops[0])]
        ]
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return [ast.Constant(node.value + 1), ast.Constant(0.5 if node.value == 0 else -node.value)]
    if isinstance(node, ast.Call) and len(node.args) == 3:
        return [ast.Call(node.func, [node.args[0], node.args[2], node.args[1]], [])]
    if isinstance(node, ast.Call) and len(node.args) == 1:
        return [node.args[0]]
    if isinstance(node, ast.Tuple):
        return [ast.Tuple(node.elts[::-1], ast.Load())]
    return [ast.Pass()] if isinstance(node, ast.Raise) else []


class Replace(ast.NodeTransformer):
    """Puts `new` into the place of the node number `place`, in the order of the visit."""

    def __init__(self, place, new):
        self.left, self.new = place, new

    def visit(self, node):
        self.left -= 1
        return self.new if self.left == -1 else super().generic_visit(node)


class Number(ast.NodeVisitor):
    """All nodes in the order of the visit."""

    def __init__(self, tree):
        self.nodes = []
        self.visit(tree)

    def visit(self, node):
        self.nodes.append(node)
        self.generic_visit(node)


def mutants(name):
    """Texts of a solution with one change each."""
    tree = ast.parse(SOLUTIONS[name])
    for place, node in enumerate(Number(tree).nodes):
        for new in changed(node):
            mutant = Replace(place, copy.deepcopy(new)).visit(copy.deepcopy(tree))
            yield ast.unparse(ast.fix_missing_locations(mutant))


def function_of(name, text):
    """The function that a text defines, among the right versions of all others."""
    namespace = {"np": np} | {other: task.references[0] for other, task in TASKS.items()}
    exec(text, namespace)
    return namespace[name]


def loses_points(name, function, seed=1):
    task = TASKS[name]
    released = release.released_task(task, 1)
    return mark(function, released, released.cases + drawn_cases(task, seed)).score < 1


def is_equivalent(name, function, draws):
    """Whether the function does what the right one does, on all fixed inputs and on `draws` drawn ones."""
    task, rng = TASKS[name], np.random.default_rng(0)
    inputs = [arguments for cases in task.parts.values() for arguments in cases]
    inputs += [draw(rng) for draw in task.draw.values() for _ in range(draws // len(task.draw))]
    return all(
        observe(function, arguments, task.arguments).agrees(
            observe(task.references[0], arguments, task.arguments)
        )
        for arguments in inputs
    )


@pytest.mark.long
def test_a_changed_solution_loses_points(whole):
    killed, equivalent, survivors = 0, [], []
    for name in SOLUTIONS:
        for text in list(mutants(name))[:: 1 if whole else 3]:
            function = function_of(name, text)
            if loses_points(name, function):
                killed += 1
            elif is_equivalent(name, function, 10_000 if whole else 300):
                equivalent.append(text)
            else:
                survivors.append(text)
    told = "\n\n".join(["survivors:", *survivors, "equivalent:", *equivalent])
    print(f"{killed} mutants lose points, {len(survivors)} survive, {len(equivalent)} are equivalent\n{told}")
    assert killed >= 20
    assert killed >= 0.95 * (killed + len(survivors)), told


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_unchanged_solution_keeps_its_points(name):
    assert not loses_points(name, function_of(name, SOLUTIONS[name]))


def test_a_slip_is_not_called_equivalent():
    assert not is_equivalent("predict", lambda z: np.where(np.asarray(z) > 0, 1, 0), 40)
