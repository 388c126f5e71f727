"""Feedback pages: nbgrader's own template, without scripts and without anything fetched from elsewhere.

nbgrader passes a student's markdown through as it is, and its template asks two hosts for scripts. Here what
comes from a notebook is cleaned, formulas stay as they were typed, and the page needs no network.
"""

import functools
import re

from jinja2 import ChoiceLoader, DictLoader
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import InvalidNotebook
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades

from .safe import clean

NO_MATHJAX = {"mathjax.html.j2": "{% macro mathjax(url='') %}{% endmacro %}"}
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.S | re.I)
NAMELESS = re.compile(r'(<a href="#([^"]+)">)(?:Test cell|Coding free-response|Written response|Task)</a>')
NO_ALT = re.compile(r"<img (?![^>]*\balt=)")
# Wide tables and long lines must not push the page apart on a phone.
STYLE = """<style>
:root { color-scheme: light; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
div.prompt { display: none; }
.rendered_html table { margin: 1em 0; border-collapse: collapse; }
.rendered_html th, .rendered_html td { padding: .3em .8em; border-bottom: 1px solid #ddd; text-align: left; }
div.output_area img { max-width: 100%; height: auto; }
</style></head>"""


class SafeExporter(HTMLExporter):
    """nbgrader's feedback page; what is the same in all notebooks of a class is rendered once."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self._rendered = functools.lru_cache(2000)(self._render)
        highlight = Highlight2HTML(pygments_lexer="ipython3", parent=self)
        self._highlighted = functools.lru_cache(2000)(highlight)

    def markdown2html(self, context, source):
        return self._rendered(source)

    # nbconvert recognises filters that want the template's context by this mark.
    markdown2html.jinja_pass_arg = HTMLExporter.markdown2html.jinja_pass_arg

    def _render(self, source):
        try:
            return clean(super().markdown2html({}, source))
        except InvalidNotebook:  # a picture that was dragged into the text: attachments are not taken along
            return clean(super().markdown2html({}, source.replace("attachment:", "attached:")))

    def default_filters(self):
        yield from super().default_filters()
        yield "clean_html", clean
        yield "highlight_code", lambda source, **_: self._highlighted(source)

    def _create_environment(self):
        environment = super()._create_environment()
        environment.loader = ChoiceLoader([DictLoader(NO_MATHJAX), environment.loader])
        return environment

    def from_notebook_node(self, nb, resources=None, **more):
        # HTMLExporter's own would parse the finished page again, to mend `alt`s: half of all the time.
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **more)


def exporter(coursedir, config):
    """The exporter that all feedback pages of a run share (its templates are compiled once)."""
    settings = GenerateFeedback(coursedir=coursedir, config=config.copy()).config
    settings.HTMLExporter.sanitize_html = True
    settings.SafeExporter.merge(settings.HTMLExporter)
    made = SafeExporter(config=settings)
    for preprocessor in (GetGrades, CSSHTMLHeaderPreprocessor):
        made.register_preprocessor(preprocessor, enabled=True)
    return made


def page(made, notebook, resources):
    """The feedback page of a graded notebook, as text."""
    html, _ = made.from_notebook_node(notebook, resources)
    html = NAMELESS.sub(r"\1\2</a>", html)
    html = NO_ALT.sub('<img alt="a figure that the notebook drew" ', SCRIPT.sub("", html))
    return html.replace("</head>", STYLE, 1)
