"""The host of live figures on static pages: what it loads, when it starts; the other parts."""

from pathlib import Path

import pytest

LIVE = "figure[data-live]"
STATIC = Path(__file__).parents[2] / "nnkit" / "figures" / "static"


def scripts(page):
    return page.evaluate("[...document.scripts].map(s => s.src.split('/').pop().split('?')[0])")


def test_a_part_starts_in_view_and_loads_once(page, figure_site):
    page.goto(figure_site + "two.html")
    page.wait_for_selector(LIVE)
    assert page.locator(LIVE).count() == 1
    assert "curve.js" not in scripts(page)
    page.locator("figure.nn-figure").last.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelectorAll('figure[data-live]').length === 3")
    assert scripts(page).count("neuron.js") == 1
    assert scripts(page).count("curve.js") == 1
    assert "plane.js" not in scripts(page)


def test_figures_of_a_page_are_independent(page, figure_site):
    page.goto(figure_site + "two.html")
    page.locator("figure.nn-figure").last.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelectorAll('figure[data-live]').length === 3")
    first, second = page.locator(f"{LIVE}[data-part=neuron] .nn-drawing").all()
    before = second.text_content()
    page.locator("input[type=range]").first.press("ArrowRight")
    assert "1.10" in first.text_content()
    assert second.text_content() == before
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_copies_of_a_module_share_no_ids(page, figure_site):
    """In Jupyter every figure imports its own copy of its part."""
    page.goto(figure_site + "neuron.html")
    page.wait_for_selector(LIVE)
    ids = page.evaluate(
        """async (source) => {
          const model = { get() {}, set() {}, on() {}, off() {}, save_changes() {} };
          for (let i = 0; i < 2; i++) {
            const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
            const el = document.body.appendChild(document.createElement("div"));
            (await import(url)).default.render({ model, el });
          }
          const all = (selector, key) => [...document.querySelectorAll(selector)].map((found) => found[key]);
          return [...all("[id$=-surface]", "id"), ...all("input[value=step]", "name")];
        }""",
        (STATIC / "neuron.js").read_text(),
    )
    assert len(ids) == 6
    assert len(set(ids)) == 6


@pytest.mark.parametrize("width", [1280, 620, 390])
@pytest.mark.parametrize("name", ["neuron", "choice", "others"])
def test_nothing_moves_when_a_figure_starts(heights_at_start, figure_site, name, width):
    before, after = heights_at_start(figure_site + f"{name}.html", width)
    assert after == pytest.approx(before, abs=0.5)


def test_figures_start_from_the_file_system(page, figure_folder):
    page.goto((figure_folder / "neuron.html").as_uri())
    page.wait_for_selector(f"{LIVE} input[type=range]")


def test_the_dark_theme_reaches_the_figure(page, figure_site):
    page.goto(figure_site + "neuron.html")
    page.wait_for_selector(LIVE)
    ink = "getComputedStyle(document.querySelector('.nn-boundary')).stroke"
    light = page.evaluate(ink)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(ink) != light


def test_a_point_of_the_plane_moves(page, figure_site):
    page.goto(figure_site + "others.html")
    point = page.locator(f"{LIVE} [data-handle='points.0']")
    point.press("ArrowRight")
    point.press("Enter")
    assert point.get_attribute("aria-label") == "Point 1, label 1, at x1 −1.90, x2 1.00"


def test_the_cursor_reads_the_curves(page, figure_site):
    page.goto(figure_site + "others.html")
    figure = page.locator(f"{LIVE}[data-part=curve]")
    assert "truth: 1.250" in figure.locator(".nn-key").text_content()
    slider = figure.locator("input[type=range]")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    assert figure.locator(".nn-value").text_content() == "0.54"  # steps are round numbers
    slider.press("End")
    assert "truth: 2.000" in figure.locator(".nn-key").text_content()
    assert "yours: 3.000" in figure.locator(".nn-key").text_content()
