"""Dates of exercises/course.toml in a page, read at each build, so never stale; the role `{due}`.

"Due {due}`a1`." becomes "Due Monday 21 September 2026, 23:59 EDT."; course.js adds the reader's own time.
"""

import html
import importlib.util
import sys
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole


class moment(nodes.inline):  # noqa: N801 - docutils names its nodes in lower case
    """A date with its machine-readable form. iso: that form; what: the assignment that is due then, or ""."""


def load_course(env):
    """The course file, read by the course's own reader -> Course; the page is read again when it changes.

    Raises FileNotFoundError, or ExtensionError that lists what is wrong in the file.
    """
    folder = Path(env.srcdir) / "exercises"
    env.note_dependency(str(folder / "course.toml"))
    return read(folder)


def read(folder: Path):
    """The same outside a page."""
    spec = importlib.util.spec_from_file_location("course", folder / "course.py")
    course = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(folder))  # for what course.py itself imports
    try:
        spec.loader.exec_module(course)
    finally:
        sys.path.remove(str(folder))
    try:
        return course.load(folder / "course.toml")
    except course.CourseError as error:
        raise ExtensionError(str(error)) from None


def dated(date, text, what=""):
    """A `moment` with this text."""
    return moment("", text, iso=date.isoformat(), what=what)


class Due(SphinxRole):
    """See the module's docstring."""

    def run(self):
        try:
            assignment = load_course(self.env).assignments[self.text]
            return [dated(assignment.due, assignment.due_text)], []
        except (FileNotFoundError, KeyError) as error:
            text = f"{{due}}`{self.text}`: no such assignment in exercises/course.toml ({error})"
            return [], [self.inliner.reporter.error(text, line=self.lineno)]


def visit_moment(self, node):
    what = f' data-due="{html.escape(node["what"])}"' if node["what"] else ""
    self.body.append(f'<time datetime="{node["iso"]}"{what}>')


def depart_moment(self, node):
    self.body.append("</time>")


def visit_plain(self, node):
    """Other builders (text, LaTeX) show the text."""


def add_files(app, pagename, templatename, context, doctree):
    """Pages with a date, and only those, load the script and its style."""
    if doctree is not None and any(doctree.findall(moment)):
        app.add_css_file("course.css")
        app.add_js_file("course.js", loading_method="defer")


def setup(app):
    plain = (visit_plain, visit_plain)
    app.add_node(moment, html=(visit_moment, depart_moment), latex=plain, text=plain)
    app.add_role("due", Due())
    app.connect("html-page-context", add_files)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
