"""The Sphinx extension: what a static page with a figure holds, and what it ships."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "nnkit" / "figures" / "static"

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "_ext")!r})
extensions = ["myst_nb", "figures"]
html_static_path = [{str(ROOT / "assets")!r}]
html_theme = "basic"
nb_execution_raise_on_error = True
numfig = True
"""
NOTEBOOK = """---
kernelspec: {name: python3}
file_format: mystnb
---
# A figure
See {numref}`fig-neuron`.
```{code-cell} python
---
mystnb:
  figure:
    name: fig-neuron
    caption: A *neuron*.
---
from nnkit.figures import NeuronFigure
NeuronFigure(weight=[1.5, -0.5], points=[[1, 2, 1]])
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Folder of a small site: index with a figure, plain without."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    (source / "conf.py").write_text(CONF)
    (source / "index.md").write_text(NOTEBOOK + "\n```{toctree}\nplain\n```\n")
    (source / "plain.md").write_text("# No figure\nText.\n")
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", str(source), str(out)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return out


def test_the_page_holds_the_drawn_pictures(built):
    page = (built / "index.html").read_text()
    assert page.count('<svg class="nn-svg"') == 2
    tag = r'<figure class="nn-figure" id="figure-neuron-1" data-part="neuron" data-key="neuron-1" '
    assert re.search(tag + r'data-state="[^"]*1\.5[^"]*" data-version', page)
    ids = re.findall(r'<linearGradient id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) == 4


def test_the_page_says_why_nothing_moves_without_javascript(built):
    page = (built / "index.html").read_text()
    assert page.count("<noscript><p>This is a still picture") == 1


def test_the_figure_can_have_a_number_and_a_caption(built):
    page = (built / "index.html").read_text()
    assert "<em>neuron</em>" in page
    assert re.search(r"See .*Fig\. 1", page)


def test_the_page_holds_no_widget_machinery(built):
    page = (built / "index.html").read_text()
    for trace in ("widget-state", "widget-view", "require.js", "embed-amd", "https://cdn", "_esm"):
        assert trace not in page


def test_the_site_ships_the_exact_bundles(built):
    for part in ("neuron", "plane", "curve"):
        script = (built / "_static" / "figures" / f"{part}.js").read_text()
        name, text = re.fullmatch(r'nnFigures\.register\(("\w+"), (".*")\);\n', script, re.DOTALL).groups()
        assert json.loads(name) == part
        assert json.loads(text) == (STATIC / f"{part}.js").read_text()


def test_a_bundle_is_one_self_contained_module():
    for part in ("neuron", "plane", "curve"):
        text = (STATIC / f"{part}.js").read_text()
        assert not re.search(r'\bimport\s*[({*"]|\bfrom\s*"|https?://', text)
        assert re.search(r"\bas default\b", text)


def test_only_pages_with_a_figure_load_the_host(built):
    assert "figures.js" in (built / "index.html").read_text()
    assert "figures" not in (built / "plain.html").read_text()
