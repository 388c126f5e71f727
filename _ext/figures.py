"""Live figures on static pages: no kernel, no widget manager, no widget state.

A cell that shows a figure of nnkit.figures leaves `<figure class="nn-figure" data-part data-key data-state>`
in its output. Here node draws the picture into it (first paint, print, no JavaScript), and each part's bundle
is published as a script that hands its exact text to the host (assets/figures.js), which starts it when it
comes near the view.
"""

import hashlib
import html
import json
import re
import shutil
from collections import Counter
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ExtensionError

import nnkit.figures
from nnkit.figures.evaluate import evaluate

STATIC = Path(nnkit.figures.__file__).parent / "static"  # complete: the import looks for every bundle
FIGURE = re.compile(
    r'<figure class="nn-figure" data-part="(?P<part>\w+)" data-key="(?P<key>[\w-]*)"'
    r' data-state="(?P<state>[^"]*)">'
)
NO_SCRIPT = "<noscript><p>This is a still picture: its sliders and buttons need JavaScript.</p></noscript>"


def prefer_html(app, config):
    """A figure's HTML, not its widget view, is what a static page shows."""
    config.nb_mime_priority_overrides = [
        *config.nb_mime_priority_overrides,
        ("html", "application/vnd.jupyter.widget-view+json", None),
    ]
    config.nb_ipywidgets_js = {}


def drop_widget_state(app, doctree):
    """Keeps the saved widgets, which hold whole bundles, out of the page that is being read."""
    NbMetadataCollector.get_js_files(app.env, app.env.docname).pop("ipywidgets_state", None)


def publish_parts(app):
    """Writes _static/figures/: the style sheet, and each bundle as a script that registers its text."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    for bundle in STATIC.glob("*.js"):
        register = f"nnFigures.register({json.dumps(bundle.stem)}, {json.dumps(bundle.read_text())});\n"
        (folder / bundle.name).write_text(register)
    shutil.copyfile(STATIC / "figure.css", folder / "figure.css")


def draw_pictures(app, doctree, docname):
    """Fills every figure of a page with its drawn picture and the room for its controls."""
    if app.builder.format != "html":
        return
    raws = [raw for raw in doctree.findall(nodes.raw) if raw.get("format") == "html"]
    found = [match for raw in raws for match in FIGURE.finditer(raw.astext())]
    filled = iter(fill(found, docname))
    for raw in raws:
        text = FIGURE.sub(lambda _: next(filled), raw.astext())
        if text != raw.astext():
            raw.parent.replace(raw, nodes.raw("", text, format="html"))


def fill(found, docname):
    """For each match the figure's opening tag and content; one run of node draws all of a page."""
    requests = [
        {
            "part": match["part"],
            "call": "still",
            "arguments": [json.loads(html.unescape(match["state"])), layout],
        }
        for number, match in enumerate(found)
        for layout in [{"id": f"nn-still-{number}"}]  # ids must differ between all pictures of a page
    ]
    drawn = evaluate(requests) if requests else []
    named = zip(found, keys(found, docname), drawn, strict=True)
    return [open_tag(match, key) + still + NO_SCRIPT for match, key, still in named]


def keys(found, docname):
    """Each figure's name in the page's address: its own, or its part and its number on the page."""
    counts, named = Counter(), []
    for match in found:
        counts[match["part"]] += 1
        named.append(match["key"] or f"{match['part']}-{counts[match['part']]}")
    twice = sorted(key for key, count in Counter(named).items() if count > 1)
    if twice:
        raise ExtensionError(f"{docname}: two figures of the page have the key {', '.join(twice)}.")
    return named


def open_tag(match, key):
    """The figure's tag with its key, and its bundle's version, by which a browser knows a new one."""
    version = hashlib.sha256((STATIC / f"{match['part']}.js").read_bytes()).hexdigest()[:8]
    return (
        f'<figure class="nn-figure" id="figure-{key}" data-part="{match["part"]}" data-key="{key}"'
        f' data-state="{match["state"]}" data-version="{version}">'
    )


def add_host(app, pagename, templatename, context, doctree):
    """Pages with a figure, and only those, load the style sheet and the host."""
    if doctree is None or not any('class="nn-figure"' in raw.astext() for raw in doctree.findall(nodes.raw)):
        return
    app.add_css_file("figures/figure.css")
    app.add_css_file("figures.css")
    app.add_js_file("figures.js", loading_method="defer")


def setup(app):
    app.setup_extension("myst_nb")
    app.connect("config-inited", prefer_html)
    app.connect("builder-inited", publish_parts)
    app.connect("doctree-read", drop_widget_state)
    app.connect("doctree-resolved", draw_pictures)
    app.connect("html-page-context", add_host)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
