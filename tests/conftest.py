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


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="run the tests marked `long` whole")


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
