"""The chain rule as a figure: a small computation graph that the reader steps forward and backward."""

import ast

from traitlets import Dict, Float, Int, List, TraitError, Unicode, validate

from nnkit.figures._figure import Figure, bundle
from nnkit.scalar import Graph, Value

METHODS = ("exp", "log", "tanh", "sigmoid", "relu")
ALLOWED = (ast.BinOp, ast.UnaryOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.Load, ast.Name)
EXAMPLES = [
    {
        "title": "one neuron",
        "program": "u = w * x\nz = u + b\na = z.sigmoid()\ne = a - y\nJ = e ** 2",
        "leaves": {"w": 1.5, "x": 1.0, "b": -0.5, "y": 0.0},
    },
    {"title": "f(g(x))", "program": "z = x ** 2\ny = z.sigmoid()", "leaves": {"x": 1.0}},
    {
        "title": "three layers",
        "program": "z1 = w1 * x\nz2 = w2 * z1\nJ = w3 * z2",
        "leaves": {"w1": 0.5, "x": 2.0, "w2": -1.0, "w3": 1.5},
    },
    {"title": "two paths", "program": "s = x.sigmoid()\ny = x * s", "leaves": {"x": 1.5}},
]


def steps_of(program):
    """The program's assignments as (name, expression); TraitError says which line is none, and why."""
    found = []
    for line in program.strip().splitlines():
        try:
            [step] = ast.parse(line.strip()).body
            [target] = step.targets
            found.append((target.id, step.value))
        except (SyntaxError, ValueError, AttributeError) as error:
            raise TraitError(f"{line!r} is no step of a graph: write a line such as z = w * x") from error
        _check(step.value, line)
    if not found:
        raise TraitError("a program needs at least one line, such as z = w * x")
    return found


def _check(expression, line):
    """Refuses what the figure cannot draw: only + - * / ** and the methods of Value that take nothing."""
    named = any(isinstance(node, ast.Name) for node in ast.walk(expression))
    if isinstance(expression, ast.Name) or not named:
        raise TraitError(f"{line!r} computes nothing: its right side needs a name and an operation")
    called = {id(node.func) for node in ast.walk(expression) if isinstance(node, ast.Call) and not node.args}
    for node in ast.walk(expression):
        number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
        method = isinstance(node, ast.Attribute) and node.attr in METHODS and id(node) in called
        call = isinstance(node, ast.Call) and id(node.func) in called and not node.keywords
        if not (isinstance(node, ALLOWED) or number or method or call):
            raise TraitError(
                f"{line!r} holds {ast.unparse(node)!r}, which a graph has not: use + - * / ** and"
                f" {', '.join(METHODS)}, as in z.sigmoid()"
            )


def record(program, leaves):
    """The nnkit.scalar.Graph of the program and its leaves, dict name -> number; missing ones are 0."""
    known = {}
    for name, expression in steps_of(program):
        for node in ast.walk(expression):
            if isinstance(node, ast.Name):
                known.setdefault(node.id, Value(leaves.get(node.id, 0.0), node.id))
        code = compile(ast.Expression(expression), name, "eval")
        known[name] = eval(code, {"__builtins__": {}}, known)  # only what _check has let through
        known[name].label = name
    return Graph(known[name])


def _check_program(program):
    names = {
        node.id for _, step in steps_of(program) for node in ast.walk(step) if isinstance(node, ast.Name)
    }
    try:
        record(program, dict.fromkeys(names, 1.0))
    except TypeError as error:  # a power of two nodes
        raise TraitError(f"{program!r} is no graph of nnkit.scalar: {error}") from error
    except ValueError:
        pass  # no real number there; elsewhere there may be


class GraphFigure(Figure):
    """A computation graph of single numbers, stepped forward and backward.

    program: Python statements of nnkit.scalar, one assignment a line; the last name is the output. leaves:
    dict name -> number, of names that no line computes. at: the step that is shown; 0 has only the leaves,
    then each forward step computes a node, one gives the output its gradient 1, and each backward step sends
    a gradient to a node's inputs. examples: dicts {"title", "program", "leaves"} to choose from.
    """

    part = "graph"
    _esm = bundle("graph.js")

    program = Unicode(EXAMPLES[0]["program"]).tag(sync=True)
    leaves = Dict(value_trait=Float(), key_trait=Unicode(), default_value=EXAMPLES[0]["leaves"]).tag(
        sync=True
    )
    at = Int(9, min=0).tag(sync=True)
    examples = List(Dict(), default_value=EXAMPLES).tag(sync=True)

    def graph(self):
        """The nnkit.scalar.Graph of the current state, with all gradients; ValueError as there."""
        graph = record(self.program, self.leaves)
        graph.output.backward()
        return graph

    @validate("program")
    def _readable(self, proposal):
        _check_program(proposal["value"])
        return proposal["value"]

    @validate("examples")
    def _whole(self, proposal):
        for example in proposal["value"]:
            if set(example) != {"title", "program", "leaves"}:
                raise TraitError(f"an example has a title, a program and leaves, not {sorted(example)}")
            _check_program(example["program"])
        return proposal["value"]
