"""A figure that stays beside its text ({stay}, _ext/stay.py), on a page of its own with the book's style."""

import subprocess
import sys

import pytest
from conftest import ROOT, served

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "_ext")!r})
extensions = ["figures", "stay"]
myst_enable_extensions = ["colon_fence"]
html_static_path = [{str(ROOT / "assets")!r}]
html_css_files = ["book.css"]
html_theme = "sphinx_book_theme"
html_context = {{"default_mode": "auto"}}
"""
CELL = """
```{code-cell} ipython3
from nnkit.figures import NeuronFigure
NeuronFigure(points=[[-1, 1, 0], [1, -1, 1]])
```
"""
TEXT = "The weights of the figure can be moved while this is read. " * 20
HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# Page
"""
STAY, END = ":::{stay}\n:::\n", ":::{stay-end}\n:::\n"
STAYING = ".stay-figure .cell_output"
BOX = "node => JSON.parse(JSON.stringify(node.getBoundingClientRect()))"


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """build(text) -> (the finished process, the site's folder)"""

    def build(text):
        source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
        (source / "conf.py").write_text(CONF)
        (source / "index.md").write_text(f"{HEAD}\n{text}")
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(source), str(out)]
        return subprocess.run(command, capture_output=True, text=True), out

    return build


@pytest.fixture(scope="module")
def stay_site(build):
    """A page whose figure stays beside twelve paragraphs."""
    paragraphs = "\n\n".join([TEXT] * 12)
    run, out = build("\n".join([TEXT, STAY, CELL, paragraphs, "", END, paragraphs, "", "## Next"]))
    assert run.returncode == 0, run.stderr
    with served(out) as base:
        yield base


def boxes(page):
    return [page.locator(part).evaluate(BOX) for part in (STAYING, ".stay-text")]


@pytest.mark.parametrize("height", [800, 500])
def test_on_a_wide_screen_it_stays_and_fits(height, open_page, stay_site):
    page = open_page(stay_site, viewport={"width": 1280, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.locator(".stay-text p").nth(6).evaluate("node => node.scrollIntoView({block: 'center'})")
    figure, text = boxes(page)
    assert figure["right"] <= text["left"]
    assert 0 < figure["top"] < figure["bottom"] <= height
    assert text["top"] < 0, "the text has moved on"
    assert page.locator(".stay-figure .cell_input").evaluate(BOX)["bottom"] < 0, "and so has the code"
    page.locator(".stay ~ p").last.evaluate("node => node.scrollIntoView({block: 'center'})")
    assert boxes(page)[0]["bottom"] < 0, "after its text it goes"


def test_the_table_of_contents_makes_room(open_page, stay_site):
    page = open_page(stay_site, viewport={"width": 1280, "height": 800})
    contents = page.locator(".bd-sidebar-secondary")
    assert "hide" not in contents.get_attribute("class")
    page.locator(".stay-text p").nth(6).evaluate("node => node.scrollIntoView()")
    page.wait_for_function("document.querySelector('.bd-sidebar-secondary').classList.contains('hide')")


@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (1280, "print")])
def test_on_a_phone_and_on_paper_it_is_an_ordinary_figure(width, media, open_page, stay_site):
    page = open_page(stay_site, viewport={"width": width, "height": 844})
    page.emulate_media(media=media)
    figure, text = boxes(page)
    assert figure["bottom"] <= text["top"]
    assert abs(figure["left"] - text["left"]) < 2
    assert page.locator(STAYING).evaluate("node => getComputedStyle(node).position") == "static"
    assert page.locator(STAYING).evaluate("node => node.scrollHeight - node.clientHeight") == 0


MISTAKES = {
    "no {stay-end} before the next heading": f"{STAY}\n{CELL}\n## Next\n\nText.",
    "no cell or figure before the next heading": f"{STAY}\nText.\n\n{END}",
    "no {stay} stands above it in its section": f"Text.\n\n{END}",
}


@pytest.mark.parametrize("message", MISTAKES)
def test_a_stay_that_is_not_whole_stops_the_build(message, build):
    run, _ = build(MISTAKES[message])
    assert run.returncode != 0
    assert message in run.stderr
