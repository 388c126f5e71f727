"""The network figure: edges and terms light each other, and a weight follows the hand on its edge."""

import pytest


@pytest.fixture
def figure(page, site):
    page.goto(f"{site}chapters/network-equations.html")
    found = page.locator("figure[data-key=network]")
    found.scroll_into_view_if_needed()
    page.wait_for_selector("figure[data-key=network][data-live]")
    found.locator(".nn-drawing").evaluate("drawing => drawing.scrollIntoView({block: 'center'})")
    return found


def lit(found):
    return sorted(set(found.locator(".nn-lit").evaluate_all("all => all.map(e => e.dataset.nn)")))


def test_a_term_of_the_sum_lights_its_edge_and_back(figure):
    drawing, formula = figure.locator(".nn-drawing"), figure.locator(".nn-formula-box")
    terms = formula.locator('[data-nn="w2-1-2"]')
    assert terms.count() == 2  # in symbols and as a number
    terms.last.hover()
    assert lit(drawing) == ["w2-1-2"]
    drawing.locator('.nn-weight[data-nn="w2-3-2"]').hover()
    assert lit(drawing) == lit(formula) == ["w2-3-2"]
    drawing.locator('.nn-unit[data-nn="z2-1"]').hover()
    assert lit(formula) == ["z2-1"]


def test_the_pages_equation_lights_the_edge(figure, page):
    page.locator('.katex [data-nn="w2-2-2"]').first.hover()
    assert lit(figure.locator(".nn-drawing")) == ["w2-2-2"]


def test_a_weight_follows_the_hand_on_its_edge(figure, page):
    weight = figure.locator('[data-handle="w1-1-3"]')
    assert weight.get_attribute("aria-valuetext") == "1.50"
    scale = figure.locator(".nn-drawing svg").evaluate("svg => svg.getScreenCTM().a")
    box = weight.bounding_box()
    x, y = box["x"] + 5, box["y"] + 5  # beside the middle: nothing may jump
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 30 * scale, steps=4)
    page.mouse.up()
    assert weight.get_attribute("aria-valuetext") == "0.50"
    assert figure.locator('.nn-slider[data-nn="w1-1-3"] .nn-value').inner_text() == "0.50"
    weight.press("ArrowUp")
    assert weight.get_attribute("aria-valuetext") == "0.60"


def test_choosing_a_unit_writes_out_its_sum(figure):
    figure.get_by_role("button", name="unit z3,1").press("Enter")
    assert "1.00·0.95+(−1.50)·0.05+2.00·0.96" in figure.locator(".nn-formula-box").inner_text().replace(
        "\n", ""
    )
