"""Nothing that a student hands in is live in any page that nbgrader or the autograder makes of it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from autograder_courses import Course, cells, code, markdown, notebook, stock_feedback
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from autograder import safe

# What a student may write into markdown, or show as HTML, to run evil() in a browser.
ATTACKS = {
    "script": "<script>evil()</script>",
    "handler": "<img src=x onerror=evil()>",
    "handler-after-slash": "<svg/onload=evil()>",
    "half-open": "<img src=x onerror='evil()'\n",
    "split-script": "<scr<script>ipt>evil()</scr</script>ipt>",
    "link": "<a href=javascript:evil()>x</a>",
    "spelt-link": '<a href="java&#115;cript:evil()">x</a>',
    "tab-in-link": '<a href="java\tscript:evil()">x</a>',
    "data-link": '<a href="data:text/html,<script>evil()</script>">x</a>',
    "form": "<form action=javascript:evil()><input type=submit formaction=javascript:evil()></form>",
    "frame": "<iframe srcdoc='<script>evil()</script>'></iframe>",
    "object": "<object data=javascript:evil()></object><embed src=javascript:evil()>",
    "math": "<math><a xlink:href=javascript:evil()>x</a></math>",
    "mutation": "<svg><style><img title='</style><img src=x onerror=evil()>'>",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=evil()>'>",
    "comment": "<!--><img src=x onerror=evil()>-->",
    "base": "<base href=//evil()/><meta http-equiv=refresh content='0;url=javascript:evil()'>",
    "style": "<div style='background:url(javascript:evil())'>x</div><style>@import '//evil()'</style>",
    "markdown-link": "[x](javascript:evil())",
    "markdown-reference": "[x]\n\n[x]: javascript:evil()",
    "markdown-autolink": "<javascript:evil()>",
    "attached-picture": "![evil()](<attachment:x.svg>)",
    "markdown-picture": '![x](y"onerror="evil())',
    "text-block": "<div>\n\n[x](javascript:evil())\n\n    <img src=x onerror=evil()>\n\n</div>",
    "code-then-html": "```\n```\n<pre>\n\n<img src=x onerror=evil()>\n\n</pre>",
    "entities": "&lt;img src=x onerror=evil()&gt; and `<img src=x onerror=evil()>`",
    "tex-link": r"$\href{javascript:evil()}{x}$",
    "spelt-tex-link": r"$\hr&#101;f{javascript:evil()}{x}$ <b>x</b> $&#92;href{javascript:evil()}{x}$",
    "tex-style": r"$$\style{background:url(//evil())}{x}\require{html}$$",
    "tex-with-html": "$<img src=x onerror=evil()>$",
}
KINDS = ("markdown", "html", "raw", "latex", "shown-markdown")


def _cell(kind, attack):
    if kind in ("markdown", "raw"):
        return markdown(attack) | {"cell_type": kind}
    name = {"html": "HTML", "latex": "Latex", "shown-markdown": "Markdown"}[kind]
    return code(f"from IPython.display import {name}\n{name}({attack!r})")


class Live(HTMLParser):
    """Collects what a browser would run or load because of a student."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found, self.inside = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        for name, value in attributes:
            plain = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if name == "onclick" and plain.startswith("toggle_name("):  # formgrader's own
                continue
            live = name.startswith("on") or plain.startswith(("javascript:", "vbscript:", "data:text"))
            if live or (tag != "p" and name not in ("title", "alt", "id", "data-link") and "evil()" in plain):
                self.found.append((tag, name, value))

    def handle_data(self, data):
        if self.inside in ("script", "style") and "evil()" in data:
            self.found.append((self.inside, data))

    def handle_endtag(self, tag):
        self.inside = ""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """{page: its HTML} of a student who hands in all attacks in all kinds of cells."""
    course = Course(tmp_path_factory.mktemp("safe") / "course")
    attacks = [_cell(kind, attack) for kind in KINDS for attack in ATTACKS.values()]
    made = notebook([*attacks, *cells()])
    made["cells"][0]["attachments"] = {"x.svg": {"image/svg+xml": "<svg onload='evil()'/>"}}
    course.hand_in("ada", json.dumps(made))
    assert course.grade()["ada"]["score"] == 8
    path = str(course.root / "autograded/ada/t1/t1.ipynb")
    return {
        "autograder": (course.root / "feedback/ada/t1/t1.html").read_text(),
        "generate_feedback": stock_feedback(course, "ada", course.root / "stock"),
        "formgrader": _formgrader(path),
        "notebook": Path(path).read_text(),
    }


def _formgrader(path):
    """What formgrader shows: nbgrader's exporter with its template."""
    settings = {"template_name": "formgrade", "extra_template_basedirs": [handlers.template_path]}
    resources = {
        "base_url": "",
        "index": 0,
        "total": 1,
        "nbgrader": {},
        "notebook_path": "",
        "student": "ada",
    }
    exporter = HTMLExporter(config=Config({"HTMLExporter": settings}))
    return exporter.from_notebook_node(nbformat.read(path, as_version=4), resources)[0]


@pytest.mark.parametrize("page", ["autograder", "generate_feedback", "formgrader"])
def test_no_page_holds_anything_live_of_a_student_s(pages, page):
    assert Live(pages[page]).found == []
    assert "evil()" in pages[page]  # what is harmless is still there to read


def test_the_graded_notebook_has_no_attachment_and_no_live_tex(pages):
    assert "attachments" not in pages["notebook"]
    made = json.loads(pages["notebook"])["cells"]
    texts = [cell["source"] for cell in made if cell["cell_type"] != "code"]
    texts += [output.get("data") for cell in made for output in cell.get("outputs", ())]
    assert not re.search(r"\\\\(href|style|require)", json.dumps(texts))


def test_the_look_for_live_parts_finds_them():
    for name in ("script", "handler", "link", "tab-in-link", "frame", "style"):
        assert Live(ATTACKS[name]).found


@pytest.mark.parametrize(
    "text",
    ["plain", "a < b and $x_1 < x_2$", "**bold** `code <b>` and\n\n- a\n- list", "$\\hat y = \\sum_i x_i$"],
)
def test_honest_markdown_renders_as_it_did(text):
    before = safe.clean(markdown2html_mistune(text))
    after = markdown2html_mistune(safe.markdown(text))
    assert " ".join(re.sub("</?div>", "", after).split()) == " ".join(before.split())


def test_allowed_html_stays():
    text = "a <b>bold</b> [link](https://example.org) <script>evil()</script>"
    assert '<b>bold</b> <a href="https://example.org">link</a>' in safe.markdown(text)
