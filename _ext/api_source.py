"""What nnkit offers, read from its text: every public name with its signature and docstring. No import.

Public is what `__all__` names, nnkit's and those of `nnkit.plots`, `nnkit.pytorch` and `nnkit.figures`, which
load on request. A constant's docstring is the string below its assignment. The same list serves the page
(_ext/api.py) and the tests.
"""

import ast
import inspect
from dataclasses import dataclass, field
from pathlib import Path

ON_REQUEST = ("plots", "pytorch", "figures")
# The order in which a reader would read: the lecture's, then what serves all chapters.
ORDER = (
    *("gaussian", "neuron", "activations", "losses", "optim", "network", "module", "layers", "approximate"),
    *("targets", "scalar", "gradcheck", "train", "convolution", "source", "pytorch"),
    *("data", "plots", "figures"),
)


@dataclass
class Name:
    """A public name: `full` as in a chapter (nnkit.sigmoid), `kind` as Sphinx calls it, where it stands."""

    full: str
    kind: str
    signature: str
    doc: str
    module: str
    lineno: int
    bases: list = field(default_factory=list)
    members: list = field(default_factory=list)

    @property
    def short(self):
        return self.full.rsplit(".", 1)[1]

    @property
    def arguments(self):
        """The names of the arguments."""
        return [part.partition("=")[0].lstrip("*") for part in split_arguments(self.signature[1:-1])]


class Package:
    """The texts of a package's modules, parsed once; `folder` is the package's."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.trees = {}

    def path(self, module):
        """File of a module, named below the package ("" is the package itself)."""
        path = self.folder.joinpath(*module.split(".")) if module else self.folder
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")

    def tree(self, module):
        if module not in self.trees:
            self.trees[module] = ast.parse(self.path(module).read_text())
        return self.trees[module]

    def modules(self):
        """{module: its public Names, as they stand in it}, in the reader's order."""
        homes = {}
        for name in self.exported(""):
            module, node = self.find("", name)
            homes.setdefault(module.split(".")[0], []).append(self.name(f"nnkit.{name}", module, node))
        for top in ON_REQUEST:
            found = [(name, *self.find(top, name)) for name in self.exported(top)]
            own = [one for one in found if one[1].split(".")[0] == top]  # the rest is at the top level
            homes[top] = [self.name(f"nnkit.{top}.{name}", module, node) for name, module, node in own]
        homes.pop("", None)  # __version__
        unplaced = sorted(set(homes) - set(ORDER))
        if unplaced:
            raise ValueError(f"say where the API page shows {', '.join(unplaced)}: ORDER in {__file__}")
        return {
            module: sorted(homes[module], key=lambda name: (name.module, name.lineno))
            for module in ORDER
            if module in homes
        }

    def opening(self, module):
        """The module's own docstring."""
        return ast.get_docstring(self.tree(module)) or ""

    def exported(self, module):
        """`__all__`."""
        _, node = self.find(module, "__all__")
        return ast.literal_eval(node.value)

    def find(self, module, name):
        """(module, node) where a name is defined, through the package's own imports. KeyError if nowhere."""
        for node in self.tree(module).body:
            if name in bound(node):
                return module, node
            if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "nnkit":
                for alias in node.names:
                    if name == (alias.asname or alias.name):
                        return self.find(node.module.partition(".")[2], alias.name)
        raise KeyError(f"nnkit.{module} has no {name}")

    def name(self, full, module, node):
        if isinstance(node, ast.FunctionDef):
            return Name(full, "function", signature(node), docstring(node), module, node.lineno)
        if isinstance(node, ast.ClassDef):
            return self.class_name(full, module, node)
        return Name(full, "data", "", self.doc_below(module, node), module, node.lineno)

    def class_name(self, full, module, node):
        kind = "exception" if node.name.endswith("Error") else "class"
        shown = Name(full, kind, self.call_of(module, node), docstring(node), module, node.lineno)
        shown.bases = [base for base in self.bases(module, node) if base != "NamedTuple"]
        shown.members = [
            Name(f"{full}.{one.name}", kind_of(one), signature(one), docstring(one), module, one.lineno)
            for one in self.methods(module, node)
        ]
        return shown

    def bases(self, module, node):
        """The names of the bases that a reader can look up; in the place of another, that one's bases."""
        names = [base.id for base in node.bases if isinstance(base, ast.Name)]
        inner = {name: self.find(module, name) for name in names if self.is_inner(module, name)}
        return [one for name in names for one in (self.bases(*inner[name]) if name in inner else [name])]

    def is_inner(self, module, name):
        """Whether a base is a class of this package that has no place on the page."""
        try:
            home, _ = self.find(module, name)
        except KeyError:
            return False
        on_page = name in self.exported("") or home.split(".")[0] in ON_REQUEST
        return name.startswith("_") or not on_page

    def methods(self, module, node):
        """Public methods and properties, those of bases that have no place on the page too."""
        inherited = [
            one
            for base in node.bases
            if isinstance(base, ast.Name) and self.is_inner(module, base.id)
            for one in self.methods(*self.find(module, base.id))
        ]
        own = [one for one in node.body if isinstance(one, ast.FunctionDef) and is_public(one)]
        return [one for one in inherited if one.name not in {each.name for each in own}] + own

    def call_of(self, module, node):
        """How an instance is made: `__init__`'s signature, its own or a base's, or the fields'."""
        for one in node.body:
            if isinstance(one, ast.FunctionDef) and one.name == "__init__":
                return signature(one)
        fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
        if fields:
            given = [one.target.id + (f"={ast.unparse(one.value)}" if one.value else "") for one in fields]
            return f"({', '.join(given)})"
        for base in node.bases:
            if isinstance(base, ast.Name):
                try:
                    return self.call_of(*self.find(module, base.id))
                except KeyError:  # Exception, NamedTuple: not of this package
                    continue
        return ""

    def fields(self, name):
        """The attributes of a class's objects that are no methods: annotated, or set on `self`."""
        _, node = self.find(name.module, name.short)
        inner = [one.target.id for one in getattr(node, "body", []) if isinstance(one, ast.AnnAssign)]
        stored = [
            one for one in ast.walk(node) if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)
        ]
        return {*inner, *(one.attr for one in stored if ast.unparse(one.value) == "self")}

    def doc_below(self, module, node):
        """The string that stands right below an assignment."""
        body = self.tree(module).body
        below = body[body.index(node) + 1 :][:1]
        texts = [one.value.value for one in below if isinstance(one, ast.Expr) and is_text(one.value)]
        return inspect.cleandoc(texts[0]) if texts else ""


def split_arguments(text):
    """The parts between the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def bound(node):
    """The names that a statement at the top of a module binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]
    return [node.target.id] if isinstance(node, ast.AnnAssign) else []


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def docstring(node):
    return ast.get_docstring(node) or ""


def is_public(function):
    """Whether a method is shown: no underscore, and not the setter of a property that is shown already."""
    setter = any(ast.unparse(one).endswith(".setter") for one in function.decorator_list)
    return not function.name.startswith("_") and not setter


def kind_of(function):
    decorators = {ast.unparse(one) for one in function.decorator_list}
    if decorators & {"property", "cached_property", "functools.cached_property"}:
        return "property"
    return "classmethod" if "classmethod" in decorators else "method"


def signature(function):
    """The arguments as they are written, without `self` and `cls`."""
    if kind_of(function) == "property":
        return ""
    text = ast.unparse(function.args)
    first = text.split(", ")[0]
    return f"({text.removeprefix(first).removeprefix(', ') if first in ('self', 'cls') else text})"
