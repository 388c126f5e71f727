"""Ready-made functions that a task forbids: found in the student's text, and made to refuse while grading."""

import ast
import functools
import importlib.abc
import importlib.util
import inspect
import sys
import textwrap


class Forbidden(RuntimeError):  # noqa: N818 - reads as what happened, "Forbidden: …"
    """A ready-made function was called that the task asks the student to write."""


def shortcut_in(function, forbids):
    """The first forbidden import path that the function's text uses, or None.

    The text is `function.__source__` where a stub carries it, else the function's own source. A name of the
    student's own (say, a helper called `sigmoid`) is no shortcut: names are followed to what they import.
    """
    scope = getattr(function, "__globals__", {})
    used = _used(_text(function), scope)
    return next((path for path in forbids if _uses(path, used)), None)


def forbid(names):
    """Make the functions at these import paths raise Forbidden, now or once their module is imported."""
    waiting = {}
    for name in names:
        module, attribute = name.rsplit(".", 1)
        waiting.setdefault(module, []).append(attribute)
    for module in set(waiting) & set(sys.modules):
        _refuse(sys.modules[module], waiting.pop(module))
    if waiting:
        sys.meta_path.insert(0, _OnImport(waiting))


class _OnImport(importlib.abc.MetaPathFinder):
    """Patches a module right after its import; importing all of them beforehand could cost seconds."""

    def __init__(self, waiting):
        self.waiting = waiting

    def find_spec(self, name, path=None, target=None):
        if name not in self.waiting:
            return None
        attributes = self.waiting.pop(name)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (run(module), _refuse(module, attributes))
        return spec


def _refuse(module, attributes):
    for attribute in attributes:
        if hasattr(module, attribute):
            setattr(module, attribute, _refusal(f"{module.__name__}.{attribute}", getattr(module, attribute)))


def _refusal(path, original):
    @functools.wraps(original, updated=())
    def refuse(*args, **kwargs):
        raise Forbidden(f"forbidden: this task asks you to write what `{path}` does, so using it scores 0.")

    return refuse


def _text(function):
    try:
        return getattr(function, "__source__", None) or inspect.getsource(function)
    except (OSError, TypeError):  # built-ins and functions made by exec have no text
        return ""


def _used(text, scope):
    """Every name used in the text -> list of (import path, the object if it is known)."""
    try:
        tree = ast.parse(textwrap.dedent(text))
    except SyntaxError:
        return []
    imported = _imports(tree)
    names = {_dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute)} - {None}
    return [(path, None) for path in imported.values()] + [_followed(name, imported, scope) for name in names]


def _imports(tree):
    """Local name -> import path, for the imports in the text itself."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0]
                for a in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return found


def _dotted(node):
    """`a.b.c` of an expression, or None if it is not a plain chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    owner = _dotted(node.value) if isinstance(node, ast.Attribute) else None
    return owner and f"{owner}.{node.attr}"


def _followed(name, imported, scope):
    """A dotted name followed through the text's imports and the notebook's variables."""
    root, *rest = name.split(".")
    known = scope.get(root)
    if root in imported:
        root = imported[root]
    elif inspect.ismodule(known):
        root = known.__name__
    for attribute in rest:
        known = getattr(known, attribute, None) if known is not None else None
    return ".".join([root, *rest]), known


def _uses(path, used):
    target = _loaded(path)
    return any(
        name == path or name.startswith(f"{path}.") or (thing is not None and thing is target)
        for name, thing in used
    )


def _loaded(path):
    """The object at an import path if its module is already imported, else None."""
    module, _, attribute = path.rpartition(".")
    return getattr(sys.modules.get(module), attribute, None)
