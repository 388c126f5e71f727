"""The built website: every page is quiet and local, and its live figures live."""

import pytest
from live_figures import PROBE

LIVE = "figure[data-live]"


def pages(folder):
    """Every page, without the files under _static and the like."""
    found = [path.relative_to(folder) for path in sorted(folder.rglob("*.html"))]
    return [str(path) for path in found if not path.parts[0].startswith("_")]


def wake(page):
    """Lifts the veils and brings every figure into view, one after the other, until it has started."""
    page.evaluate(PROBE)
    page.evaluate("nnProbe.lift()")
    page.evaluate("nnProbe.start()")


def test_every_page_is_quiet_and_its_figures_start(page, site, site_folder):
    assert len(pages(site_folder)) >= 2
    for address in pages(site_folder):
        page.goto(site + address)
        page.wait_for_function("!document.querySelector('meta[http-equiv=refresh]')")  # one leads to another
        wake(page)


@pytest.fixture
def neurons(site_folder):
    """Addresses of the pages with a neuron figure."""
    found = [path for path in pages(site_folder) if 'data-part="neuron"' in (site_folder / path).read_text()]
    assert found, "no page of the site has a neuron figure"
    return found


def readings(figure):
    """What must change when a slider moves: the drawing and the loss."""
    return figure.locator(".nn-drawing").inner_html(), figure.locator(".nn-loss .nn-big").text_content()


def changed(figure, before):
    return all(now != then for now, then in zip(readings(figure), before, strict=True))


def test_each_slider_of_each_neuron_moves_by_keyboard_and_by_mouse(page, site, neurons):
    for address in neurons:
        page.goto(site + address)
        wake(page)
        for figure in page.locator(f"{LIVE}[data-part=neuron]").all():
            for slider in figure.locator("input[type=range]").all():
                before = readings(figure)
                slider.press("ArrowRight")
                slider.press("ArrowRight")
                assert changed(figure, before)
                before, box = readings(figure), slider.bounding_box()
                slider.click(position={"x": box["width"] * 0.2, "y": box["height"] / 2})
                assert changed(figure, before)


def test_an_equation_lights_the_figure_and_back(page, site, neurons):
    page.goto(site + neurons[0])
    wake(page)
    symbol = page.locator('.katex [data-nn="w1"]').first
    edge = page.locator(f'{LIVE} .nn-edge[data-nn="w1"]').first
    symbol.scroll_into_view_if_needed()
    symbol.hover()
    assert "nn-lit" in edge.get_attribute("class")
    edge.locator("text").scroll_into_view_if_needed()
    edge.locator("text").hover()
    assert "nn-lit" in symbol.get_attribute("class")


def test_a_symbol_is_felt_over_its_whole_height(page, site, neurons):
    """Also just below the subscript: there a larger term that holds the symbol would light instead."""
    page.goto(site + neurons[0])
    felt = """(name) => {
      const symbol = document.querySelector(`.katex [data-nn="${name}"]`);
      symbol.scrollIntoView({ block: "center" });
      const ink = [...symbol.querySelectorAll(".mord")].at(-1).getBoundingClientRect();
      const at = (y) => document.elementFromPoint(ink.x + ink.width / 2, y)?.closest("[data-nn]")?.dataset.nn;
      return [at(ink.top + 1), at(ink.bottom + 2)];
    }"""
    for name in ("w1", "x1", "w2", "x2", "b"):
        assert page.evaluate(felt, name) == [name, name]


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_the_figures_start(heights_at_start, site, neurons, width):
    before, after = heights_at_start(site + neurons[0], width)
    assert after == pytest.approx(before, abs=0.5)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_to_a_figure_shows_it(open_page, site, width):
    """The playground comes alive much taller than its picture, and stays where the reader has been led."""
    page = open_page(f"{site}playground.html#fig-playground", viewport={"width": width, "height": 900})
    page.wait_for_selector(LIVE)
    page.wait_for_timeout(300)  # the browser moves what it holds in view a frame later
    top = page.locator("#fig-playground").evaluate("node => node.getBoundingClientRect().top")
    assert 0 <= top < 200


def test_without_javascript_the_pictures_are_there(open_page, site, neurons):
    page = open_page(site + neurons[0], java_script_enabled=False)
    assert page.locator(".nn-still svg").locator("visible=true").count() >= 1
    assert page.locator("figure.nn-figure :is(input, button)").locator("visible=true").count() == 0
