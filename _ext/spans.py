"""What lies between two directives without a body: a code cell cannot stand inside a directive."""

import itertools

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


def mark(kind):
    """A directive that leaves a node of this kind where it stands."""

    class Mark(SphinxDirective):
        def run(self):
            node = kind()
            self.set_source_info(node)
            return [node]

    return Mark


def span(start, end):
    """(The nodes after `start` as far as the next heading or `end`, that end or None.)"""
    after = start.parent.children[start.parent.index(start) + 1 :]
    covered = list(itertools.takewhile(lambda node: not isinstance(node, nodes.section | end), after))
    closing = next(iter(after[len(covered) :]), None)
    return covered, closing if isinstance(closing, end) else None


def take(found):
    """Takes nodes out of their places."""
    for node in found:
        node.parent.remove(node)


def drop_lonely(doctree, end, told):
    """Ends that no span has taken are a mistake."""
    for node in list(doctree.findall(end)):
        logger.warning(told, location=node)
        node.parent.remove(node)
