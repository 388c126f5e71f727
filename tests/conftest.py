"""What all tests share: a Chromium; `--whole` runs the long ones in full (`make test-all`), else a sample."""

import os
import shutil

import pytest

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The files that take longest, the longest first: begun late, one of them would run alone at the end.
LONGEST = (
    "test_hostile_class.py",
    "test_every_figure.py",
    "test_autograder_cli.py",
    "test_autograder_confine.py",
    "test_lab_figures.py",
    "test_released_notebooks.py",
    "test_site_build.py",
    "test_autograder_check.py",
    "test_autograder_class.py",
    "test_exercises_stock.py",
    "test_exercises_tasks.py",
)


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="run the tests marked `long` whole")


def pytest_configure(config):
    if hasattr(config.option, "loadscopereorder"):  # else xdist, which has it, is not used
        config.option.loadscopereorder = False  # workers take the files as they come, not by their sizes


def pytest_collection_modifyitems(config, items):
    """The longest files come first; without --whole what lies beyond a test's sample is left out."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))
    if not config.getoption("--whole"):
        config.hook.pytest_deselected(items=[item for item in items if _beyond_the_sample(item)])
        items[:] = [item for item in items if not _beyond_the_sample(item)]


def _beyond_the_sample(item):
    """Whether a parameter is another one than the marker `sample` names."""
    marker, call = item.get_closest_marker("sample"), getattr(item, "callspec", None)
    return bool(marker and call) and any(
        call.params.get(name, value) != value for name, value in marker.kwargs.items()
    )


@pytest.fixture(scope="session")
def whole(request) -> bool:
    """True when the long tests run whole."""
    return request.config.getoption("--whole")


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; each test opens a context of its own in it."""
    from playwright.sync_api import sync_playwright  # most tests need no browser

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: `make chromium` says how to get it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
