"""Formulas are typeset at build time by KaTeX in one node process behind a pipe.

sphinxcontrib-katex has a socket server for this. It loses a race on a busy machine (it connects between bind
and listen), leaves node running where `node` is a wrapper script, and does not start in a project whose
package.json says "module". A pipe has none of these: node ends when the build does.
"""

import json
import re
from pathlib import Path
from subprocess import PIPE, Popen

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

SCRIPT = Path(__file__).with_suffix(".mjs")


class Typesetter:
    """Starts node at the first formula."""

    node = None

    def __call__(self, latex, options=None):
        """HTML of a formula, with MathML for screen readers; ExtensionError names what KaTeX cannot set."""
        if self.node is None:
            self.node = Popen(["node", SCRIPT], stdin=PIPE, stdout=PIPE, text=True, encoding="utf8")
        print(json.dumps({"latex": latex, **(options or {})}), file=self.node.stdin, flush=True)
        reply = json.loads(self.node.stdout.readline() or '{"error": "node ended: see its message above"}')
        if "error" in reply:
            raise ExtensionError(f"KaTeX cannot set {latex!r}: {reply['error']}")
        return reply["html"]

    def close(self, app, exception):
        """Ends node by closing its input."""
        if self.node is not None:
            self.node.communicate()
            self.node = None


def letters(latex):
    """About how many letters wide a formula is set: a command counts as one, braces and scripts as none."""
    return len(re.sub(r"[\s{}^_]", "", re.sub(r"\\[a-zA-Z]+", "x", latex)))


def keep_punctuation(app, doctree, docname):
    """A browser may break the line between a formula and its comma; one that fits on a phone keeps it."""
    for formula in list(doctree.findall(nodes.math)):
        after = formula.next_node(descend=False, siblings=True)
        mark = re.match(r"[.,;:!?)]+", after) if isinstance(after, nodes.Text) else None
        if mark and letters(formula.astext()) <= 24:
            kept = nodes.inline("", "", formula.deepcopy(), nodes.Text(mark[0]), classes=["short-formula"])
            # By place: docutils' own replace() takes the first node that is equal, and many a text is ", ".
            parent = formula.parent
            place = next(i for i, node in enumerate(parent) if node is formula)
            parent[place : place + 2] = [kept, nodes.Text(after[mark.end() :])]


def setup(app):
    typesetter = katex.render_latex = Typesetter()
    app.connect("doctree-resolved", keep_punctuation)
    app.connect("build-finished", typesetter.close)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
