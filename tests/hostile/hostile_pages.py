"""What in a page could run or load something: found by parsing it, and by opening it in a real Chromium."""

import os
import re
import shutil
from contextlib import contextmanager

from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright

TAGS = (
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "form",
    "base",
    "link",
    "foreignobject",
    "set",
)
TAGS += ("animate", "video", "audio", "source", "input", "button", "math", "svg", "noscript", "template")
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background")
LIVE = re.compile(
    r"^[\x00-\x20]*(java|vb)script:|^[\x00-\x20]*data:(?!image/(png|jpeg|gif|webp|svg\+xml)[;,])", re.I
)
LOADS = re.compile(r"@import|url\s*\(|expression\s*\(", re.I)


def live(html):
    """Descriptions of all tags, handlers, addresses and styles in html that are not dead; [] is safe."""
    soup = BeautifulSoup(html, "html.parser")
    found = [str(tag)[:100] for tag in soup.find_all(TAGS)]
    found += [
        f"refresh: {tag}" for tag in soup.find_all("meta") if tag.get("http-equiv", "").lower() == "refresh"
    ]
    for tag in soup.find_all(True):
        found += [f"{tag.name}.{name}" for name in tag.attrs if name.lower().startswith("on")]
        found += [f"{name}={tag[name]}" for name in ADDRESSES if LIVE.search(_plain(tag.get(name, "")))]
        found += [f"style={tag['style']}" for _ in [0] if LOADS.search(tag.get("style", ""))]
        if tag.name == "img" and not tag.get("src", "data:").startswith("data:"):
            found.append(f"loads {tag['src']}")
    sheets = [sheet.string or "" for sheet in soup.find_all("style")]
    return found + [f"sheet {hash(sheet)}" for sheet in sheets if LOADS.search(sheet)]


def _plain(address):
    return re.sub(r"[\t\r\n]", "", address)


FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# What a curious reader does: moves over everything, focuses it, clicks on what leads nowhere else.
TOUCH = """() => { for (const part of document.querySelectorAll("*")) {
    for (const kind of ["mouseover", "focus", "toggle", "error", "load"]) part.dispatchEvent(new Event(kind));
    const address = part.getAttribute("href") || part.getAttribute("xlink:href") || "#";
    if (!/^(#|https?:|mailto:)/.test(address)) part.dispatchEvent(new MouseEvent("click", { bubbles: true }));
} }"""


@contextmanager
def opening():
    """open(url) -> what ran or was asked for there, as descriptions; [] is safe."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: `make chromium` says how to get it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield lambda url: _opened(browser, url)
        browser.close()


def _opened(browser, url):
    page, found = browser.new_page(), []
    page.on("dialog", lambda dialog: (found.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: found.append(request.url) if request.url.startswith("http") else None)
    page.goto(url)
    page.route("**/*", lambda route: route.fulfill(status=204))  # a link leads nowhere: the page stays
    page.evaluate(TOUCH)
    page.wait_for_timeout(50)  # ms
    found += ["a script ran"] if page.evaluate("window.ran") else []
    page.close()
    return found
