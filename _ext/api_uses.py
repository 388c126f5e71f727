"""From a name of nnkit in a chapter to its entry on the API page, and from the entry back to the chapters.

Code in the text such as `nnkit.sigmoid`, `nnkit.Linear.backward` or `nnkit.logic("and")` becomes a link; a
name that nnkit does not have stops the build. Each entry of the API page names the sections that use it, in
their text or in their cells.
"""

import ast
import functools
import re
from pathlib import Path

from api_source import Package
from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

API = "reference/api"
NAMED = re.compile(r"(nnkit(?:\.[A-Za-z]\w*)+)(?:\(.*\))?", re.DOTALL)
logger = logging.getLogger(__name__)


class used_in(nodes.General, nodes.Element):  # noqa: N801 - docutils names its nodes in lower case
    """Where an entry of the API page (attribute `name`) is used; filled in when all pages are known."""


class Names:
    """All that a chapter may name; `folder` is the package's."""

    def __init__(self, folder):
        self.package = Package(folder)
        modules = self.package.modules()
        self.modules = {f"nnkit.{module}" for module in modules}
        self.entries = {name.full: name for names in modules.values() for name in names}
        self.members = {one.full for name in self.entries.values() for one in name.members}

    def entry(self, name):
        """The entry that tells of a name: its own, a base's or its class's; None if there is none."""
        if name in self.entries or name in self.members or name in self.modules:
            return name
        owner, _, last = name.rpartition(".")
        known = self.entries.get(owner)
        if known is None:
            return None
        inherited = [self.entry(f"nnkit.{base}.{last}") for base in known.bases]
        return next(filter(None, inherited), owner if last in self.package.fields(known) else None)

    def used(self, name):
        """The entry of the longest beginning of a dotted name; None for a module alone."""
        while name and not self.entry(name):
            name = name.rpartition(".")[0]
        return self.entry(name) if name and name not in self.modules else None


@functools.cache
def names_of(folder):
    return Names(folder)


def link_names(app, doctree):
    """Turns code in the text into links, and notes what the page uses."""
    env = app.env
    if env.docname == API or not (Path(env.srcdir) / "nnkit").is_dir():
        return
    names, uses = names_of(Path(env.srcdir) / "nnkit"), {}
    for literal in list(doctree.findall(nodes.literal)):
        match = NAMED.fullmatch(literal.astext())
        if not match or isinstance(literal.parent, nodes.reference | nodes.title | addnodes.pending_xref):
            continue
        entry = names.entry(match[1])
        if entry is None:
            logger.warning("nnkit has no public %s", match[1].removeprefix("nnkit."), location=literal)
            continue
        note(uses, entry, literal)
        if API in env.found_docs:
            link = addnodes.pending_xref("", literal.deepcopy(), reftarget=entry)
            link.update_all_atts(
                {"refdomain": "py", "reftype": "obj", "refdoc": env.docname, "refwarn": True}
            )
            literal.replace_self(link)
    imported = {}
    for cell in doctree.findall(nodes.literal_block):
        if "cell_input" in cell.parent.get("classes", []):
            for entry in filter(None, map(names.used, names_in(cell.astext(), imported))):
                note(uses, entry, cell)
    env.nnkit_uses[env.docname] = uses


def note(uses, entry, node):
    """Adds the section in which a node stands; an exercise is a section, too, but has no title."""
    section = node
    while not (isinstance(section, nodes.section) and isinstance(section.next_node(), nodes.title)):
        section = section.parent
    uses.setdefault(entry, {})[section["ids"][0]] = section.next_node().astext()


def names_in(code, imported):
    """Dotted names of nnkit that a cell uses; `imported` {name in the page: full name} grows with imports."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a line for IPython
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {one.asname or one.name: one.name for one in node.names if one.name == "nnkit"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nnkit":
            imported |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in ast.walk(tree):
        root, rest = node, []
        while isinstance(root, ast.Attribute):
            root, rest = root.value, [root.attr, *rest]
        if isinstance(root, ast.Name) and root.id in imported:
            yield ".".join([imported[root.id], *rest])


def rewrite_api(app, env):
    """The API page is written again when what the chapters use has changed."""
    told, env.nnkit_uses_told = getattr(env, "nnkit_uses_told", None), dict(env.nnkit_uses)
    return [API] if told != env.nnkit_uses_told and API in env.all_docs else []


def tell_uses(app, doctree, docname):
    """Fills each `used_in` with links to chapters and their sections, in the book's order."""
    env = app.env
    for place in list(doctree.findall(used_in)):
        told = [
            item
            for page in chapters_in_order(env)
            if place["name"] in env.nnkit_uses.get(page, {})
            for item in links(app, page, env.nnkit_uses[page][place["name"]])
        ]
        line = nodes.paragraph("", "", nodes.Text("Used in "), *told[:-1], classes=["api-used"])
        place.replace_self(line if told else [])


def chapters_in_order(env):
    pages = env.toctree_includes.get(env.config.root_doc, [])
    return [page for page in pages if page.startswith("chapters/")]


def links(app, page, sections):
    """The chapter's title, and after a colon its sections."""
    uri = app.builder.get_relative_uri(API, page)
    title = app.env.titles[page].astext()
    inner = [(name, text) for name, text in sections.items() if text != title]
    yield nodes.reference("", title, refuri=uri, internal=True)
    for k, (name, text) in enumerate(inner):
        yield nodes.Text(", " if k else ": ")
        yield nodes.reference("", text, refuri=f"{uri}#{name}", internal=True)
    yield nodes.Text("; ")


def start(app):
    if not hasattr(app.env, "nnkit_uses"):
        app.env.nnkit_uses = {}


def purge(app, env, docname):
    env.nnkit_uses.pop(docname, None)


def merge(app, env, docnames, other):
    env.nnkit_uses |= {name: uses for name, uses in other.nnkit_uses.items() if name in docnames}


def setup(app):
    app.add_node(used_in)
    app.connect("builder-inited", start)
    app.connect("doctree-read", link_names)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", rewrite_api)
    app.connect("doctree-resolved", tell_uses)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
