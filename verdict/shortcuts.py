"""Ready-made functions that a task forbids: found in the student's text, and made to refuse while grading."""

import ast
import contextlib
import functools
import importlib.abc
import importlib.util
import inspect
import sys

from verdict.written import scope_of, tree_of


class Forbidden(RuntimeError):  # noqa: N818 - reads as what happened, "Forbidden: …"
    """A ready-made function was called that the task asks the student to write."""


def shortcut_in(function, forbids):
    """The first forbidden import path that the function's text uses, or None.

    The text is `function.__source__` where a stub carries it, else the function's own source. A name of the
    student's own (say, a helper called `sigmoid`) is no shortcut: names are followed to what they import.
    """
    used = _used(tree_of(function), scope_of(function) or {})
    return next((path for path in forbids if _uses(path, used)), None)


def names_in(function):
    """The names that a function's text uses, in no order -> set of str."""
    return {path for path, _ in _used(tree_of(function), {})}


@contextlib.contextmanager
def refusing(names):
    """Inside the `with`, the functions at these import paths raise Forbidden, also if imported only then.

    A function written in Python is emptied from inside and a class's `__init__` refuses, so that every other
    reference refuses too: tables, aliases, functions that call it. What is compiled is replaced in place.
    """
    hook = _OnImport()
    hook.refuse(names)
    if hook.waiting:
        sys.meta_path.insert(0, hook)
    try:
        yield
    finally:
        if hook in sys.meta_path:
            sys.meta_path.remove(hook)
        for undo in reversed(hook.undoing):
            undo()


class _OnImport(importlib.abc.MetaPathFinder):
    """Patches a module right after its import; importing all of them beforehand could cost seconds."""

    def __init__(self):
        self.waiting, self.undoing = [], []

    def refuse(self, paths):
        """Patch what is loaded; what is not, perhaps in a module of its own, waits."""
        found = {path: _refuse(path) for path in paths}
        self.undoing += [undo for undo in found.values() if undo]
        self.waiting += [path for path, undo in found.items() if not undo]

    def find_spec(self, name, path=None, target=None):
        inside = [path for path in self.waiting if path.startswith(f"{name}.")]
        if not inside:
            return None
        self.waiting = [path for path in self.waiting if path not in inside]
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (run(module), self.refuse(inside))
        return spec


def _refuse(path):
    """Make the callable at an import path refuse -> function that undoes it, or None where there is none."""
    owner, name = _place(path)
    found = getattr(owner, name, None)
    if not callable(found):
        return None
    said = f"forbidden: this task asks you to write what `{path}` does, so using it scores 0."
    if inspect.isfunction(found) and not found.__code__.co_freevars:
        return _emptied(found, said)
    if inspect.isclass(found):
        with contextlib.suppress(TypeError):  # a compiled class cannot be changed from inside
            return _replaced(found, "__init__", said)
    return _replaced(owner, name, said)


def _place(path):
    """(owner, name) of the thing at an import path, (None, name) if it is not loaded. Imports nothing."""
    *parts, name = path.split(".")
    for split in range(len(parts), 0, -1):
        owner = sys.modules.get(".".join(parts[:split]))
        if owner is not None:
            for part in parts[split:]:
                owner = getattr(owner, "__dict__", {}).get(part)  # getattr itself could import a lazy module
            return owner, name
    return None, name


_REFUSAL = """
def verdict_refuses(*args, **kwargs):
    from verdict.shortcuts import Forbidden
    raise Forbidden({!r})
"""


@functools.cache
def _refusal(said):
    namespace = {}
    exec(_REFUSAL.format(said), namespace)
    return namespace["verdict_refuses"].__code__


def _emptied(function, said):
    before, refusal = function.__code__, _refusal(said)
    if before.co_name == refusal.co_name:
        return _nothing_to_undo
    function.__code__ = refusal
    return lambda: setattr(function, "__code__", before)


def _nothing_to_undo():
    """It refused already."""


def _replaced(owner, name, said):
    original, own = getattr(owner, name), name in vars(owner)

    @functools.wraps(original, updated=())
    def refuse(*args, **kwargs):
        raise Forbidden(said)

    del refuse.__wrapped__  # it leads to the original
    setattr(owner, name, refuse)
    return lambda: setattr(owner, name, original) if own else delattr(owner, name)


def _used(tree, scope):
    """Every name used in a syntax tree -> list of (import path, the object if it is known)."""
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
    owner, name = _place(path)
    return getattr(owner, name, None)
