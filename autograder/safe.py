r"""What a student's notebook may show to whoever opens it, in nbgrader's pages too: no script, no handler.

nbgrader's formgrader and feedback pass markdown and HTML on as they are, and MathJax makes links of `\href`.
So the graded notebook itself holds only what is clean.
"""

import functools
import re

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

WORDS = """
    a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i
    img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u
    ul var
"""
TAGS = frozenset(WORDS.split())
STYLES = ["color", "background-color", "font-weight", "font-style", "text-align", "text-decoration", "width"]
# What markdown without any of these becomes holds no tag and no address of the student's.
HARMLESS = re.compile(r"[^<\[\]\\&]*")
# TeX that MathJax makes links, styles and more of.
LIVE_TEX = re.compile(r"\\(href|require|style|cssId|class|Tip|texttip|mmlToken|unicode|includegraphics)\b")
SPELT = re.compile(r"&(?:#0*(\d{1,3})|#[xX]0*([0-9a-fA-F]{1,2})|bsol);")
PRE = re.compile(r"(<pre\b.*?</pre>)", re.S)


def _attribute(tag, name, value):
    """Which attributes stay: an image only when it is part of the page."""
    if tag == "img" and name == "src":
        return value.startswith("data:image/")
    if tag == "a" and name == "href":
        return not value.strip().lower().startswith("data:")
    return name in (
        "class",
        "id",
        "title",
        "alt",
        "style",
        "colspan",
        "rowspan",
        "width",
        "height",
        "open",
    ) or (tag == "a" and name == "name")


_CLEANER = bleach.Cleaner(
    tags=TAGS,
    attributes=_attribute,
    protocols=["http", "https", "mailto", "data"],
    strip=True,
    css_sanitizer=CSSSanitizer(allowed_css_properties=STYLES),
)


def clean(html):
    """html (str or Markup) without scripts, handlers, frames, forms and foreign pictures."""
    return _CLEANER.clean(str(html))


class _Renderer(IPythonRenderer):
    """nbconvert's; a picture that was attached is a foreign one, for attachments are not taken along."""

    def image(self, text, url, title=None):
        return super(IPythonRenderer, self).image(text, url, title)  # its own refuses the whole page


@functools.lru_cache(4000)
def markdown(source):
    """Markdown that renders as `source` does, without what is live."""
    if HARMLESS.fullmatch(source):
        return source
    rendered = MarkdownWithMath(renderer=_Renderer(escape=False)).render(source)
    cleaned = _html(rendered)
    return source if cleaned == rendered else f"<div>{_on_one_line(cleaned)}</div>"


def _on_one_line(rendered):
    """Markdown takes a line that begins with a block of HTML as it is, up to the next empty line."""
    parts = PRE.split(rendered.strip())
    return "".join(part.replace("\n", "&#10;" if place % 2 else " ") for place, part in enumerate(parts))


def _dead_tex(text):
    """The text with live commands of TeX made plain words, letters that are spelt as numbers included."""
    spelt_out = SPELT.sub(_letter, text)
    return LIVE_TEX.sub(r"\1", spelt_out) if LIVE_TEX.search(spelt_out) else text


def _letter(match):
    """A character reference as its letter or backslash; any other stays as it is."""
    decimal, hexadecimal = match.groups()
    number = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else ord("\\")
    return chr(number) if chr(number).isalpha() or number == ord("\\") else match.group()


def clean_notebook(node):
    """Clean a graded notebook's outputs and the text that is not the instructor's own, in place."""
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs = list(map(_output, cell.outputs))
        elif not cell.metadata.get("nbgrader", {}).get("locked"):
            cell.source = markdown(cell.source)


def _output(made):
    """One output of a cell with clean HTML, markdown and TeX."""
    data = made.get("data")
    if not data:
        return made
    for mime in CLEANED.keys() & data.keys():
        data[mime] = CLEANED[mime](data[mime])
    return made


@functools.lru_cache(500)
def _html(text):
    return _dead_tex(clean(text))


CLEANED = {"text/html": _html, "text/markdown": markdown, "text/latex": _dead_tex}
