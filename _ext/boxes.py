"""Exercises, theorems, definitions and proofs (sphinx-exercise, sphinx-proof) as this book has them.

    :::{prf:theorem} Cybenko
    :label: thm-cybenko
    Text; elsewhere {prf:ref}`thm-cybenko` says "Theorem 7.2" and leads there.
    :::

    :::{prf:proof}
    Text.
    :::

In a chapter all kinds are counted together, so that Theorem 7.2 stands between Definition 7.1 and Lemma 7.3.
Kinds: axiom, theorem, lemma, algorithm, definition, remark, conjecture, corollary, criterion, example,
property, observation, proposition, assumption, notation. Their looks are in assets/book.css.
"""

from collections import Counter

from docutils import nodes
from sphinx_proof.proof_type import PROOF_TYPES

SHARED = {"exercise-content", "proof-content", "proof"}


def count_together(app, config):
    config.prf_realtyp_to_countertyp = dict.fromkeys(PROOF_TYPES, "theorem")


def unique_ids(app, doctree):
    """The packages give the same id to the body of each box; an id must be the only one of its page."""
    counts = Counter()
    for node in doctree.findall(nodes.Element):
        for name in SHARED.intersection(node["ids"]):
            counts[name] += 1
            node["ids"] = [f"{name}-{counts[name]}"]


def name_proofs(app, doctree):
    """Sphinx-proof puts the word before a proof's text and gives both the same class as a theorem's box."""
    for proof in doctree.findall(nodes.admonition):
        if "proof" in proof["classes"]:
            proof["classes"].append("proof-text")
            first = proof.next_node(nodes.Text)
            rest = nodes.Text(first.removeprefix("Proof.").lstrip())
            first.parent.replace(first, [nodes.emphasis("", "Proof."), nodes.Text(" "), rest])


def setup(app):
    app.setup_extension("sphinx_proof")
    app.connect("config-inited", count_together)
    app.connect("doctree-read", unique_ids)
    app.connect("doctree-read", name_proofs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
