"""What only the design figure has: a click on an empty place adds a unit, and a drag moves one."""

import pytest


@pytest.fixture
def design(page, site):
    """The figure, live, with its middle in view."""
    page.goto(f"{site}chapters/universal-approximation.html")
    figure = page.locator("figure.nn-figure[data-part=design]")
    figure.scroll_into_view_if_needed()
    page.wait_for_selector("figure.nn-figure[data-part=design][data-live]")
    figure.locator("[data-plane=units]").scroll_into_view_if_needed()
    return figure


def place_in(figure, panel, fx, fy):
    box = figure.locator(f"[data-plane={panel}] rect.nn-paper").bounding_box()
    return box["x"] + box["width"] * fx, box["y"] + box["height"] * fy


def units(figure):
    return figure.locator("[data-handle^=unit]")


def test_a_click_adds_a_unit_that_lifts_the_network_to_that_place(design):
    assert units(design).count() == 2
    design.page.mouse.click(*place_in(design, "network", 0.7, 0.3))
    assert units(design).count() == 3
    value = units(design).last.get_attribute("aria-valuetext")
    place, height = (float(part.split()[-1].replace("−", "-")) for part in value.split(","))
    assert place == pytest.approx(-3 + 0.7 * 6, abs=0.05)
    assert height > 0.2


def test_a_click_among_the_units_gives_place_and_height(design):
    design.page.mouse.click(*place_in(design, "units", 0.25, 0.25))
    value = units(design).last.get_attribute("aria-valuetext")
    assert value.startswith("place −1.5") or value.startswith("place −1.4")
    assert "height 1.1" in value


def test_a_drag_moves_the_unit_under_the_pointer_and_adds_none(design):
    knob = units(design).first.bounding_box()
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    mouse = design.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y - 20, steps=4)
    mouse.up()
    assert units(design).count() == 2
    after = units(design).first.bounding_box()
    assert after["x"] - knob["x"] == pytest.approx(60, abs=3)
    assert after["y"] - knob["y"] == pytest.approx(-20, abs=3)
