"""A real Chromium on local pages. Every test also fails on a console error or a request to another host."""

import functools
import http.server
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from watching import watch

from nnkit.figures import CurveFigure, NeuronFigure, PlaneFigure, Playground

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture
def open_page(browser):
    """open_page(url, **options of the browser context) -> page in a fresh profile, watched to the end."""
    troubles, contexts = [], []

    def open_page(url, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        watch(page, troubles)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def page(open_page):
    """An empty page, 1280 × 900, watched like those of `open_page`."""
    return open_page("about:blank", viewport={"width": 1280, "height": 900})


@pytest.fixture
def heights_at_start(open_page):
    """heights_at_start(url, width) -> the figures' heights while their parts are held up, and later."""

    def heights_at_start(url, width):
        held, released = [], []

        def hold(route):
            return route.continue_() if released else held.append(route)

        page = open_page("about:blank", viewport={"width": width, "height": 900})
        page.route("**/_static/figures/*.js*", hold)
        page.goto(url)
        page.locator("figure.nn-figure").first.scroll_into_view_if_needed()
        page.wait_for_selector("script[src*='_static/figures/']", state="attached")
        heights = (
            "[...document.querySelectorAll('figure.nn-figure')].map(f => f.getBoundingClientRect().height)"
        )
        before = page.evaluate(heights)
        released.append(True)
        for route in held:
            route.continue_()
        for figure in page.locator("figure.nn-figure").all():
            figure.scroll_into_view_if_needed()
        page.wait_for_function("!document.querySelector('figure.nn-figure:not([data-live])')")
        return before, page.evaluate(heights)

    return heights_at_start


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a log; a browser's own wish for an icon is answered, not logged as an error."""

    def do_GET(self):
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *args):
        pass


@contextmanager
def served(folder):
    """The base address of a loopback server over a folder."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site_folder():
    assert (SITE / "index.html").exists(), f"{SITE}/index.html is missing: `make site` builds it."
    return SITE


@pytest.fixture(scope="session")
def site(site_folder):
    """The built website's base address."""
    with served(site_folder) as base:
        yield base


POINTS = [
    [-2, 1, 0],
    [-1.5, -0.5, 0],
    [-0.5, 1.6, 0],
    [0.4, 1.9, 1],
    [1.2, -1, 1],
    [2, 0.6, 1],
    [0.2, -0.6, 0],
]
SCREEN = '<div style="height: 3000px">A long way down.</div>'
PAGES = {
    "neuron": [
        '<p>The score is <span class="katex">z = <span data-nn="w1">w1</span> x1 + …</span></p>',
        NeuronFigure(weight=[1.2, -0.8], bias=0.3, points=POINTS, selected=3),
    ],
    "two": [
        NeuronFigure(points=POINTS),
        SCREEN,
        NeuronFigure(points=POINTS, activation="step"),
        CurveFigure(x=[0, 1, 2], curves=[{"name": "y", "role": "", "y": [0, 1, 4]}], at=0.5),
    ],
    "choice": [NeuronFigure(points=POINTS, activations=["sigmoid", "step"])],
    "playground": [Playground(points=[[-1, 0, 0], [1, 0, 1], [0.5, 1, 1]], hidden=[2], batch=0)],
    "others": [
        PlaneFigure(
            points=POINTS, movable=True, lines=[{"name": "a line", "role": "", "weight": [1, 1], "bias": 0.5}]
        ),
        CurveFigure(
            x=[-1, 0, 2],
            curves=[
                {"name": n, "role": n, "y": y} for n, y in {"truth": [0, 1, 2], "yours": [1, 1, 3]}.items()
            ],
            at=0.5,
            xlabel="z",
            ylabel="yhat",
        ),
    ],
}
CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "_ext")!r})
extensions = ["figures"]
html_static_path = [{str(ROOT / "assets")!r}]
html_theme = "basic"
"""


def as_rst(name, blocks):
    lines = "\n".join(block if isinstance(block, str) else block.to_html() for block in blocks)
    indented = "\n".join(f"   {line}" for line in lines.splitlines())
    return f":orphan:\n\n{name}\n{'=' * len(name)}\n\n.. raw:: html\n\n{indented}\n"


@pytest.fixture(scope="session")
def figure_folder(tmp_path_factory):
    """A small site built with the extension alone: a page for each entry of PAGES."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    (source / "conf.py").write_text(CONF)
    for name, blocks in {"index": [], **PAGES}.items():
        (source / f"{name}.rst").write_text(as_rst(name, blocks))
    command = [sys.executable, "-m", "sphinx", "-q", str(source), str(out)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture(scope="session")
def figure_site(figure_folder):
    """The base address of `figure_folder`."""
    with served(figure_folder) as base:
        yield base
