"""Every figure of the built site, whatever it shows: each control and handle by key, mouse and finger."""

import gzip
import re
from pathlib import Path

import pytest
import yaml
from live_figures import FINGER, MOUSE, Live
from watching import watch

ROOT = Path(__file__).parents[2]
BUDGET = 60_000  # bytes of script and style a page, gzipped
IMPORT = re.compile(r"^(from|import) nnkit\.figures", re.MULTILINE)
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def pages():
    """Names of the book's pages that show a figure, by their sources."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    return [name for name in files if IMPORT.search((ROOT / f"{name}.md").read_text())]


@pytest.fixture(scope="module")
def contexts(browser):
    """One browser context for each kind of reader, for all pages."""
    kinds = {"wide": WIDE, "phone": PHONE, "no script": {**WIDE, "java_script_enabled": False}}
    made = {kind: browser.new_context(**options) for kind, options in kinds.items()}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def open_figures(contexts, site):
    """open_figures(kind of reader, name or address) -> Live; console errors fail the test."""
    troubles, opened = [], []

    def open_figures(kind, name):
        page = contexts[kind].new_page()
        opened.append(page)
        watch(page, troubles)
        return Live(page, name if "://" in name else f"{site}{name}.html")

    yield open_figures
    for page in opened:
        page.close()
    assert troubles == []


@pytest.mark.parametrize("name", pages())
def test_by_keyboard_and_the_address_brings_it_back(open_figures, name):
    live = open_figures("wide", name)
    assert live.ask("ids") == []
    live.start()
    assert live.ask("ids") == []
    assert live.unnamed() == []
    starts = live.pictures()
    for i in range(live.count):
        live.press_everything(i)
    moved, address = live.pictures(), live.ask("address")
    for i in range(live.count):
        live.ask("reset", i)
    assert live.pictures() == starts
    again = open_figures("wide", address)
    again.start(restored=True)
    assert again.pictures() == moved


@pytest.mark.parametrize("name", pages())
def test_by_mouse_and_on_paper(open_figures, name):
    live = open_figures("wide", name)
    live.start()
    starts = live.pictures()
    for i in range(live.count):
        live.point_at_everything(i, MOUSE)
        live.run_and_pause(i)
        live.ask("reset", i)
    assert live.pictures() == starts
    texts = [live.ask("usable", i, "svg text") for i in range(live.count)]
    live.page.emulate_media(media="print")
    assert [live.ask("usable", i, "svg text") for i in range(live.count)] == texts
    assert [live.ask("usable", i, "[data-control], [data-act]") for i in range(live.count)] == [
        0
    ] * live.count


@pytest.mark.parametrize("name", pages())
def test_by_finger_on_a_phone(open_figures, name):
    live = open_figures("phone", name)
    live.start()
    assert live.ask("wide") == 0
    for i in range(live.count):
        assert live.ask("small", i) == []
        live.point_at_everything(i, FINGER)
    assert live.ask("wide") == 0


@pytest.mark.parametrize("name", pages())
def test_without_javascript_there_are_picture_and_text(open_figures, name):
    live = open_figures("no script", name)
    live.page.wait_for_load_state()
    for i in range(live.count):
        assert live.ask("stillShown", i) >= 1
        assert live.ask("layoutsShown", i) <= 1
        assert live.ask("usable", i) == 0
        assert len(live.ask("words", i)) > 20


@pytest.mark.parametrize("name", pages())
def test_a_pages_figures_fit_the_budget(site_folder, name):
    text = (site_folder / f"{name}.html").read_text()
    static = site_folder / "_static"
    parts = set(re.findall(r'<figure class="nn-figure" [^>]*data-part="(\w+)"', text))
    assert parts
    files = [static / "figures" / f"{part}.js" for part in parts]
    files += [static / "figures" / "figure.css", static / "figures.css", static / "figures.js"]
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
    assert sum(sizes.values()) <= BUDGET, sizes
