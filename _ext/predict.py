"""The directive `{predict}`: a question to answer before the text does, with feedback on each choice.

    :::{predict}
    What happens to the boundary when the bias grows?

    - [ ] It turns.

      The weights alone give its direction.
    - [x] It moves.

      Right: the bias shifts it along the weight vector.
    :::

A list of choices, the right one ticked; below each choice stands its own feedback. With `:veil:` all that
follows the question, as far as the next heading or an empty `{veil-end}`, stays veiled until the reader has
answered or asked to see it. As plain MyST (in Jupyter) it reads as a list; with JavaScript off nothing is
veiled, and the chosen answer's feedback is shown by the style sheet alone; on paper all of it is shown.
"""

from docutils import nodes
from docutils.parsers.rst import directives
from spans import drop_lonely, mark, span, take
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


class predict(nodes.container):  # noqa: N801 - docutils names its nodes in lower case
    """The whole question: its own children are the question's text, then one `choice` per answer."""


class question(nodes.container):  # noqa: N801
    """What is asked."""


class choice(nodes.container):  # noqa: N801
    """One choice: an `answer` and a `feedback`; attribute `right` says whether it is the right one."""


class answer(nodes.General, nodes.TextElement):  # noqa: N801
    """An answer's text (the first paragraph of the list item)."""


class feedback(nodes.container):  # noqa: N801
    """What is said to the reader who chose this answer."""


class veil(nodes.container):  # noqa: N801
    """What the question would give away."""


class veil_end(nodes.Element):  # noqa: N801
    """Where a veil ends before the next heading; gone once the veils are laid."""


def take_tick(paragraph) -> bool | None:
    """Removes the task list's checkbox from a paragraph; True if ticked, None if there is none."""
    box = next((node for node in paragraph.findall(nodes.raw) if 'type="checkbox"' in node.astext()), None)
    if box is None:
        return None
    box.parent.remove(box)
    return "checked" in box.astext()


def read_choice(item) -> choice:
    """List item -> choice. Raises ValueError with what to mend."""
    text, *rest = item.children
    right = take_tick(text)
    if right is None or not rest:
        raise ValueError("each choice begins with [ ] or [x] and has its feedback in a paragraph below it")
    # The text of a label is phrasing content: the paragraph's children without the paragraph.
    return choice("", answer("", "", *text.children), feedback("", *rest), right=right)


class Predict(SphinxDirective):
    """See the module's docstring."""

    has_content = True
    option_spec = {"veil": directives.flag}  # noqa: RUF012 - docutils' own convention

    def run(self):
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        if not isinstance(body.children[-1] if body.children else None, nodes.bullet_list):
            raise self.error("{predict} ends with its list of choices")
        *asked, answers = body.children
        try:
            choices = [read_choice(item) for item in answers.children]
        except ValueError as error:
            raise self.error(f"{{predict}}: {error}") from error
        if sum(one["right"] for one in choices) != 1:
            raise self.error("{predict}: exactly one choice is ticked [x]")
        name = f"predict-{self.env.new_serialno('predict') + 1}"
        node = predict("", question("", *asked), *choices, name_=name, veil="veil" in self.options)
        self.set_source_info(node)
        self.env.metadata[self.env.docname]["predict"] = True
        return [node]


def lay_veil(asker):
    """Moves what follows a question, up to the next heading or `veil_end`, into a veil beside it."""
    covered, end = span(asker, veil_end)
    if not any(not isinstance(node, nodes.Invisible | nodes.target) for node in covered):
        logger.warning("{predict}: nothing for :veil: to cover before the next heading", location=asker)
        return
    take([*covered, end] if end else covered)
    asker.parent.insert(asker.parent.index(asker) + 1, veil("", *covered))


def lay_veils(app, doctree):
    for asker in list(doctree.findall(predict)):
        if asker["veil"]:
            lay_veil(asker)
    drop_lonely(doctree, veil_end, "{veil-end}: no question with :veil: stands above it in its section")


def visit_predict(self, node):
    self.body.append(
        f'<form class="predict" id="{node["name_"]}">'
        f'<p class="predict-title" aria-hidden="true">Predict first</p>'
        f'<div role="radiogroup" aria-labelledby="{node["name_"]}-asked">'
    )
    for number, child in enumerate(node.children[1:], start=1):
        child["name_"] = node["name_"]
        child["number"] = number
    node.children[0]["name_"] = node["name_"]


def depart_predict(self, node):
    self.body.append('</div><div class="predict-answer" role="status"></div></form>\n')


def visit_question(self, node):
    self.body.append(f'<div class="predict-question" id="{node["name_"]}-asked">')


def visit_choice(self, node):
    ident = f"{node['name_']}-{node['number']}"
    verdict = "right" if node["right"] else "wrong"
    self.body.append(
        f'<div class="predict-choice" data-verdict="{verdict}">'
        f'<input type="radio" name="{node["name_"]}" id="{ident}" value="{node["number"]}">'
    )
    node.children[0]["for"] = ident


def visit_answer(self, node):
    self.body.append(f'<label for="{node["for"]}">')


def depart_answer(self, node):
    self.body.append("</label>")


def visit_feedback(self, node):
    self.body.append(f'<div class="predict-feedback predict-{"right" if node.parent["right"] else "wrong"}">')


def visit_veil(self, node):
    self.body.append('<div class="predict-veil"><div>')


def depart_veil(self, node):
    self.body.append("</div></div>")


def depart_div(self, node):
    self.body.append("</div>")


def visit_plain(self, node):
    """Other builders (text, LaTeX) show the children one after the other."""


def add_script(app, pagename, templatename, context, doctree):
    """The script is loaded on pages with a question only."""
    if app.env.metadata.get(pagename, {}).get("predict"):
        app.add_js_file("predict.js", loading_method="defer")


def setup(app):
    html = {
        predict: (visit_predict, depart_predict),
        question: (visit_question, depart_div),
        choice: (visit_choice, depart_div),
        answer: (visit_answer, depart_answer),
        feedback: (visit_feedback, depart_div),
        veil: (visit_veil, depart_veil),
    }
    for node, visitors in html.items():
        app.add_node(node, html=visitors, latex=(visit_plain, visit_plain), text=(visit_plain, visit_plain))
    app.add_directive("predict", Predict)
    app.add_directive("veil-end", mark(veil_end))
    app.connect("doctree-read", lay_veils)
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
