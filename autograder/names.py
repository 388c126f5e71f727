"""Which names a cell binds and which it needs, read from its syntax tree (never by running it)."""

import ast
import builtins
import contextlib
import functools
import re
import symtable
import warnings

from IPython.core.inputtransformer2 import TransformerManager

EVERYTHING = "*"  # bound by a wildcard import
# IPython goes through the whole cell for each line of them: a thousand would take a minute.
MAGIC, MAGICS = re.compile(r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]", re.M), 50
BUILTIN = frozenset(dir(builtins)) | {"get_ipython", "display", "__name__", "__file__", "In", "Out", "_"}


def parse(source):
    """The syntax tree of a cell, magics made plain Python; an empty one when it is no Python."""
    with warnings.catch_warnings(), contextlib.suppress(SyntaxError, ValueError, RuntimeError, MemoryError):
        warnings.simplefilter("ignore")  # an invalid escape in a student's string is no matter of ours
        with contextlib.suppress(SyntaxError):
            return ast.parse(source)
        if len(MAGIC.findall(source)) <= MAGICS:
            return ast.parse(TransformerManager().transform_cell(source))
    return ast.Module(body=[], type_ignores=[])


def _table(tree):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return symtable.symtable(ast.unparse(tree), "cell", "exec")


@functools.lru_cache(4096)
def binds(source):
    """Names that running the cell binds at top level; EVERYTHING among them for `from x import *`."""
    tree = parse(source)
    bound = set()
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        bound = {s.get_name() for s in _table(tree).get_symbols() if s.is_assigned() or s.is_imported()}
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
        bound.add(EVERYTHING)
    return frozenset(bound)


def imports(source):
    """Names that the cell binds by import statements at top level."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in parse(source).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def import_statements(source):
    """The cell's top-level import statements, as source."""
    nodes = [node for node in parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(map(ast.unparse, nodes))


def modules(source):
    """Modules that the cell imports anywhere: what a warm parent should know."""
    found = []
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module)
    return found


@functools.lru_cache(4096)
def needs(source):
    """Names that the cell uses before it binds them itself, built-ins left out."""
    needed, bound = set(), set()
    for statement in parse(source).body:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            table = _table(ast.Module(body=[statement], type_ignores=[]))
            own = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
            # A block (a loop, a function, an `except ... as`) binds its names before it uses them.
            inside = own if hasattr(statement, "body") else set()
            needed |= (_used(table) - inside | _augmented(statement)) - bound
            bound |= own
    return frozenset(needed - BUILTIN)


def _used(table):
    """Names that the code takes from its globals, in all its scopes."""
    top = table.get_type() == "module"
    used = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
    return used.union(*map(_used, table.get_children()))


def _augmented(statement):
    nodes = ast.walk(statement)
    return {n.target.id for n in nodes if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)}


def definition(sources, name):
    """The text that defines `name` in these cells: the last definition, below all that it uses."""
    found, seen, open_names = set(), set(), {name}
    while open_names:
        wanted = open_names.pop()
        seen.add(wanted)
        index = _last_binding(sources, wanted, len(sources))
        if index is not None:
            place, text = max(_statements(sources[index], wanted), default=(0, ""))
            found.add((index, place, text))
            open_names |= needs(text) - seen
    return "\n".join(text for _, _, text in sorted(found))


def _statements(source, name):
    """(place, text) of the cell's top-level statements that bind name; of an import only what binds it."""
    statements = [(place, _only(node, name)) for place, node in enumerate(parse(source).body)]
    return [item for item in statements if {name, EVERYTHING} & binds(item[1])]


def _only(node, name):
    if isinstance(node, ast.Import | ast.ImportFrom):
        kept = [a for a in node.names if (a.asname or a.name).partition(".")[0] in (name, EVERYTHING)]
        node.names = kept or node.names[:1]
    return ast.unparse(node)


def providers(sources, wanted, before):
    """Indices, in order, of the cells among sources[:before] that must run so that the names wanted exist.

    sources: list of cell texts, None for cells that may not be run (students' answers, tests).
    """
    chosen, open_names = set(), [(name, before) for name in sorted(wanted)]
    while open_names:
        name, limit = open_names.pop()
        index = _last_binding(sources, name, limit)
        if index is not None and index not in chosen:
            chosen.add(index)
            open_names += [(other, index) for other in sorted(needs(sources[index]))]
    return sorted(chosen)


def _last_binding(sources, name, limit):
    for accepted in ({name}, {EVERYTHING}):
        for index in reversed(range(limit)):
            if sources[index] is not None and accepted & binds(sources[index]):
                return index
    return None
