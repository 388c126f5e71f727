"""Finds a solution's body in whatever a student can open: notebooks, JSON, archives inside archives.

Two bodies are the same if their syntax trees are, whatever their names, docstrings, comments and spaces.
"""

import ast
import copy
import io
import json
import re
import zipfile


def bodies(text):
    """The functions of a Python text -> dict name -> body as list of statements, docstring left out.

    Of methods of the same name each has its own entry: forward, forward (line 12).
    """
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            name = f"{node.name} (line {node.lineno})" if node.name in found else node.name
            found[name] = _without_docstring(node.body)
    return found


def leaked(secrets, name, data):
    """Names of the bodies in `secrets` (from `bodies`) that a file of this name and these bytes contains."""
    wanted = {key: _normal(body) for key, body in secrets.items()}
    shapes = {_kinds(body) for body in secrets.values()}
    found = set()
    for tree in _trees(name, data):
        for run in (run for block in _blocks(tree) for run in _runs(block, shapes)):
            normal = _normal(run)
            found |= {key for key, body in wanted.items() if body == normal}
    return found


def _runs(block, shapes):
    """Each run of statements of the kinds that one of the bodies has; no other can be the same."""
    kinds = _kinds(block)
    for shape in shapes:
        for start in range(len(block) - len(shape) + 1):
            if kinds[start : start + len(shape)] == shape:
                yield block[start : start + len(shape)]


def _kinds(statements):
    return tuple(type(statement) for statement in statements)


def _normal(statements):
    """The syntax tree as text, with every bare name replaced by the order in which it appears."""
    names, copied = {}, copy.deepcopy(statements)
    for statement in copied:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                node.id = names.setdefault(node.id, f"name{len(names)}")
            elif isinstance(node, ast.arg):
                node.arg = names.setdefault(node.arg, f"name{len(names)}")
    return "\n".join(map(ast.dump, copied))


def _blocks(tree):
    """Every list of statements in a tree, without docstrings."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield _without_docstring(block)


def _without_docstring(body):
    first = body[0] if body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_text and isinstance(first.value.value, str) else body


def _trees(name, data):
    """The syntax trees of all Python in a file: cells, texts in JSON, members of archives, fenced blocks."""
    if name.endswith((".zip", ".whl")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _trees(member, archive.read(member))
    elif name.endswith((".json", ".ipynb")):
        for text in _strings(json.loads(data)):
            yield from _parsed(text)
    else:
        yield from _parsed(data.decode("utf-8", "replace"))


def _strings(data):
    """All texts in JSON data; a list of lines, as notebooks have it, counts as one text too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list) and data and all(isinstance(item, str) for item in data):
        yield "".join(data)
    elif isinstance(data, list | dict):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _strings(item)


def _parsed(text):
    """A text as Python, and each of its fenced blocks."""
    for piece in [text, *re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]:
        try:
            yield ast.parse(piece)
        except (SyntaxError, ValueError):  # words, not Python
            continue
