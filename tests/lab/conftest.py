"""A real JupyterLab, one for all tests here, and notebooks that a real Chromium opens in it."""

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from lab_notebook import Notebook
from lab_server import jupyterlab
from playwright.sync_api import expect
from watching import watch

sys.path.insert(0, str(Path(__file__).parents[2] / "exercises"))

expect.set_options(timeout=30_000)  # ms: on a busy machine a kernel may take long to answer


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A running JupyterLab -> Lab."""
    with jupyterlab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def opened(browser, lab):
    """`with opened(path)`: a notebook of the lab's folder, in a fresh profile that is watched to the end."""

    @contextmanager
    def opened(path):
        troubles, context = [], browser.new_context(viewport={"width": 1280, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        watch(page, troubles)
        page.goto(lab.address(path))
        notebook = Notebook(page)
        yield notebook
        seen = list(troubles)  # what a kernel's end makes JupyterLab log is no trouble
        notebook.end()
        context.close()
        assert seen == []

    return opened
