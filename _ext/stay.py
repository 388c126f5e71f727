"""The directives `{stay}` and `{stay-end}`: a figure stays in view while the paragraphs about it scroll.

    :::{stay}
    :::

    ```{code-cell} ipython3
    (the cell that shows the figure)
    ```

    Paragraphs about it, questions, other cells; no heading.

    :::{stay-end}
    :::

The first cell or figure after `{stay}` is the one that stays: beside its text on a wide screen, never higher
than the window. On a phone and on paper it is an ordinary figure above its text. (A pair, since a code cell
cannot stand inside a directive.)
"""

from docutils import nodes
from spans import drop_lonely, mark, span, take
from sphinx.util import logging

logger = logging.getLogger(__name__)


class stay(nodes.container):  # noqa: N801 - docutils names its nodes in lower case
    """The figure and its text."""


class stay_end(nodes.Element):  # noqa: N801
    """Where the text ends; gone once the stays are laid."""


def is_figure(node):
    return isinstance(node, nodes.figure) or node.get("nb_element") == "cell_code"


def lay_stay(start):
    """Moves what follows, up to `stay_end`, into the node: the figure first, then its text."""
    covered, end = span(start, stay_end)
    place = next((k for k, node in enumerate(covered) if is_figure(node)), None)
    take([*covered, end] if end else [])
    if end is None or place is None:
        what = "no {stay-end}" if end is None else "no cell or figure"
        logger.warning("{stay}: %s before the next heading", what, location=start)
        return
    figure, text = (nodes.container("", classes=[name]) for name in ("stay-figure", "stay-text"))
    figure += covered[: place + 1]
    text += covered[place + 1 :]
    start += [figure, text]


def lay_stays(app, doctree):
    for start in list(doctree.findall(stay)):
        lay_stay(start)
    drop_lonely(doctree, stay_end, "{stay-end}: no {stay} stands above it in its section")


def visit_stay(self, node):
    # The theme takes its table of contents away while a "full-width" is in view.
    self.body.append('<div class="stay full-width">')


def depart_stay(self, node):
    self.body.append("</div>")


def visit_plain(self, node):
    """Other builders (text, LaTeX) show the children one after the other."""


def setup(app):
    plain = (visit_plain, visit_plain)
    app.add_node(stay, html=(visit_stay, depart_stay), latex=plain, text=plain)
    app.add_directive("stay", mark(stay))
    app.add_directive("stay-end", mark(stay_end))
    # Before the veils, which then reach into it or over it.
    app.connect("doctree-read", lay_stays, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
