"""The directive `{coverage}`: what the lecture says, and where the book, the code and the tasks have it.

Its rows stand in reference/coverage.toml. A section, figure, name or task there that does not exist is a
warning, which stops the build.
"""

import tomllib
from pathlib import Path

from course_dates import load_course
from docutils import nodes
from schedule import table
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

FILE = "reference/coverage.toml"
HEADS = ("", "the lecture", "the book", "code", "figures", "graded tasks")
logger = logging.getLogger(__name__)


class section_link(nodes.inline):  # noqa: N801 - docutils names its nodes in lower case
    """A section, as label or label#anchor (attribute `section`); a link once all pages are known."""


class Coverage(SphinxDirective):
    """See the module's docstring."""

    def run(self):
        path = Path(self.env.srcdir) / FILE
        self.env.note_dependency(str(path))
        self.env.metadata[self.env.docname]["coverage"] = True
        rows = tomllib.loads(path.read_text())["row"]
        tasks = {
            f"{name}.{task}"
            for name, assignment in load_course(self.env).assignments.items()
            for task in assignment.points
        }
        for row in rows:
            for task in set(row.get("tasks", [])) - tasks:
                logger.warning(
                    "%s: row %s: no task %s", FILE, row["number"], task, location=self.get_location()
                )
        return [table(HEADS, [self.cells(row) for row in rows], "coverage")]

    def cells(self, row):
        known = {"refdomain": "std", "reftype": "numref", "refdoc": self.env.docname, "refwarn": True}
        sections = [section_link("", section=one, row=row["number"]) for one in row["sections"]]
        names = [nodes.literal("", name) for name in row.get("names", [])]
        figures = [
            addnodes.pending_xref("", nodes.inline("", name), reftarget=name, refexplicit=False, **known)
            for name in row.get("figures", [])
        ]
        tasks = [nodes.Text(task.replace(".", ": ")) for task in row.get("tasks", [])]
        lists = [lines(found) for found in (sections, names, figures, tasks)]
        return [(str(row["number"]), 0), (row["subject"], 0), *((one, 0) for one in lists)]


def lines(found):
    """One below the other."""
    return nodes.container("", *(nodes.paragraph("", "", one) for one in found))


def link_sections(app, doctree, docname):
    for place in list(doctree.findall(section_link)):
        label, _, anchor = place["section"].partition("#")
        page, target, title = app.env.get_domain("std").labels.get(label, ("", "", ""))
        if anchor and page:
            entries = app.env.tocs[page].findall(nodes.reference)
            title = next((one.astext() for one in entries if one["anchorname"] == f"#{anchor}"), "")
            target = anchor
        if not title:
            logger.warning("%s: row %s: no section %s", FILE, place["row"], place["section"])
            continue
        uri = f"{app.builder.get_relative_uri(docname, page)}#{target}"
        number = app.env.toc_secnumbers.get(page, {}).get("")  # of a chapter, as (6,)
        text = f"{number[0]}. {title}" if number else title
        place.replace_self(nodes.reference("", text, refuri=uri, internal=True))


def follow_titles(app, env, docnames):
    """The table shows other pages' titles, so it is read again with any of them."""
    tables = {name for name, known in env.metadata.items() if known.get("coverage")}
    docnames += sorted(tables - set(docnames)) if docnames else []


def setup(app):
    app.setup_extension("schedule")
    app.add_node(section_link)
    app.add_directive("coverage", Coverage)
    app.connect("env-before-read-docs", follow_titles)
    app.connect("doctree-resolved", link_sections)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
