"""The directive `{api}`: all public names of nnkit on one page, by module, from their own docstrings.

The docstrings are plain text, not reStructuredText: paragraphs, lists, lines that begin with an argument's
name, indented blocks, code between backticks. Code that is a public name becomes a link to it; so does a
chapter's title in the line "Chapter: Activation functions. Source: ...", once that chapter exists. Each name
is a target of Sphinx's Python domain, so a chapter may link to {py:func}`nnkit.sigmoid`.
"""

from pathlib import Path

from api_source import Package, split_arguments
from api_text import Text, chapter_title
from api_uses import used_in
from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

ROLES = {"function": "func", "class": "class", "exception": "exc", "data": "data"}


class Api(SphinxDirective):
    """See the module's docstring."""

    def run(self):
        package = Package(Path(self.env.srcdir) / "nnkit")
        for path in [*package.folder.rglob("*.py"), *Path(__file__).parent.glob("api*.py")]:
            self.env.note_dependency(str(path))
        modules = package.modules()
        names = [name for found in modules.values() for name in found]
        text = Text(targets_of(names))
        return [
            overview(modules),
            *(self.section(package, module, modules[module], text) for module in modules),
        ]

    def section(self, package, module, names, text):
        title = f"nnkit.{module}"
        section = nodes.section("", nodes.title("", "", nodes.literal(title, title)), ids=[f"module-{title}"])
        if all(name.full != title for name in names):  # gradcheck is both
            self.env.get_domain("py").note_object(title, "module", section["ids"][0], location=section)
        section += as_written(text.blocks(package.opening(module)))
        for name in names:
            section += self.described(name, text)
        return section

    def described(self, name, text):
        """A name's signature and docstring, its members' below it."""
        described = addnodes.desc("", domain="py", objtype=name.kind, desctype=name.kind)
        described["classes"] += ["py", name.kind]
        described += self.signature(name, text)
        content = addnodes.desc_content("", *as_written(text.blocks(name.doc, name.arguments)))
        content += used_in("", name=name.full)
        for member in name.members:
            content += self.described(member, text)
        described += content
        index = addnodes.index(entries=[("single", indexed(name), name.full, "", None)])
        return [index, described] if "." not in name.full.removeprefix("nnkit.") else [described]

    def signature(self, name, text):
        parent, _, short = name.full.rpartition(".")
        member = name.kind in ("method", "classmethod", "property")
        sign = addnodes.desc_signature("", "", ids=[name.full], fullname=name.full)
        if name.kind in ("class", "exception", "property", "classmethod"):
            sign += addnodes.desc_annotation("", f"{name.kind} ")
        if not member:
            sign += addnodes.desc_addname("", f"{parent}.")
        sign += addnodes.desc_name("", short)
        if name.signature:
            sign += parameters(name.signature)
        if name.bases:
            sign += addnodes.desc_annotation("", "", nodes.Text(" based on "), *linked(name.bases, text))
        self.state.document.note_explicit_target(sign)
        self.env.get_domain("py").note_object(name.full, name.kind, name.full, location=sign)
        return sign


def as_written(blocks):
    """The blocks, whose quotation marks stay straight: "" is an empty string."""
    for text in [text for block in blocks for text in block.findall(nodes.Text)]:
        text.parent["support_smartquotes"] = False
    return blocks


def parameters(signature):
    """The arguments as nodes, each unbroken, so that a line breaks between them."""
    listed = addnodes.desc_parameterlist("", "")
    for part in split_arguments(signature[1:-1]):
        listed += addnodes.desc_parameter("", part)
    return listed


def linked(bases, text):
    for k, base in enumerate(bases):
        if k:
            yield nodes.Text(", ")
        target = text.targets.get(base)
        yield nodes.reference("", base, refid=target, internal=True) if target else nodes.Text(base)


def indexed(name):
    return (
        f"{name.short}() (in module nnkit)" if name.kind == "function" else f"{name.short} (in module nnkit)"
    )


def targets_of(names):
    """What a code span may say -> the target's id: nnkit.x, x, and Class.method; the top level wins."""
    targets = {}
    for name in sorted(names, key=lambda name: name.full.count("."), reverse=True):
        for one in [*name.members, name]:
            path = one.full.removeprefix("nnkit.")
            targets |= {one.full: one.full, path: one.full}
        targets[name.short] = name.full
    return targets


def overview(modules):
    """A list of the modules with their names, all links."""
    listed = nodes.definition_list("", classes=["api-overview"])
    for module, names in modules.items():
        code = nodes.literal("", module)
        head = nodes.reference("", "", code, refid=f"module-nnkit.{module}", internal=True)
        line = nodes.paragraph()
        for name in names:
            code = nodes.literal("", name.short)
            line += [nodes.reference("", "", code, refid=name.full, internal=True), nodes.Text(" ")]
        listed += nodes.definition_list_item("", nodes.term("", "", head), nodes.definition("", line))
    return listed


def link_chapters(app, doctree, docname):
    """A chapter's title leads to the chapter, when there is one of that title."""
    titles = {page: title.astext().replace("’", "'") for page, title in app.env.titles.items()}
    pages = {title: page for page, title in titles.items() if page.startswith("chapters/")}
    for node in list(doctree.findall(chapter_title)):
        page = pages.get(node["title"])
        text = nodes.Text(node["title"])
        uri = page and app.builder.get_relative_uri(docname, page)
        node.replace_self(nodes.reference("", "", text, refuri=uri, internal=True) if page else text)


def add_style(app, pagename, templatename, context, doctree):
    """The style sheet of such a page and of the index, and of no other."""
    if pagename == "genindex" or (doctree is not None and any(doctree.findall(addnodes.desc))):
        app.add_css_file("api.css")


def setup(app):
    app.setup_extension("api_uses")
    app.add_node(chapter_title)
    app.add_directive("api", Api)
    app.connect("doctree-resolved", link_chapters)
    app.connect("html-page-context", add_style)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
