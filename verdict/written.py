"""What a student wrote, as text: of a function, of a class, of a stub that carries it."""

import ast
import inspect
import textwrap


def text_of(function):
    """The text of a function or class: `__source__` where a stub carries it; "" where there is none."""
    try:
        return getattr(function, "__source__", None) or inspect.getsource(function)
    except (OSError, TypeError):  # built-ins, functions made by exec, a class of a notebook
        return "\n".join(textwrap.dedent(text_of(method)) for method in methods_of(function))


def scope_of(function):
    """The variables of the module or notebook that a function or class is written in; None if unknown."""
    scopes = [getattr(item, "__globals__", None) for item in (function, *methods_of(function))]
    return next((scope for scope in scopes if scope is not None), None)


def methods_of(kind):
    """The functions that a class defines itself; none for anything else."""
    return [item for item in vars(kind).values() if inspect.isfunction(item)] if inspect.isclass(kind) else []


def tree_of(function):
    """The syntax tree of its text; an empty one where there is none."""
    try:
        return ast.parse(textwrap.dedent(text_of(function)))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def with_helpers(function):
    """The function, and what it calls of the functions written beside it, directly or through another."""
    found = [function]
    for one in filter(inspect.isfunction, found):  # grows as it goes
        used = inspect.getclosurevars(one).globals.values()
        beside = [item for item in used if getattr(item, "__globals__", None) is one.__globals__]
        found += [item for item in beside if item not in found]
    return found


def has_loop(function):
    """Whether its text goes through things one by one."""
    loops = ast.For | ast.While | ast.comprehension
    return any(isinstance(node, loops) for node in ast.walk(tree_of(function)))
