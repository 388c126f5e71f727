"""The neuron figure on a static page: mouse, touch, keyboard, linking, first paint, narrow screens."""

import re

import pytest
from playwright.sync_api import expect

LIVE = "figure[data-live]"


class Neuron:
    """The live neuron figure of a page, in the reader's terms."""

    def __init__(self, page):
        page.wait_for_selector(f"{LIVE} .nn-svg")
        self.page = page
        self.root = page.locator(LIVE).first
        self.svg = self.root.locator(".nn-drawing .nn-svg")

    def slider(self, name):
        return self.root.locator(f'.nn-slider[data-nn="{name}"] input')

    def slider_value(self, name):
        return self.root.locator(f'.nn-slider[data-nn="{name}"] .nn-value').inner_text()

    def point(self, i):
        return self.root.locator(f'[data-handle="points.{i}"]')

    def loss(self):
        return float(self.root.locator(".nn-loss .nn-big").text_content())

    def mistakes(self):
        return self.root.locator(".nn-mistakes .nn-big").text_content()

    def boundary(self):
        line = self.root.locator(".nn-boundary")
        return tuple(float(line.get_attribute(name)) for name in ("x1", "y1", "x2", "y2"))

    def status(self):
        return self.root.locator(".nn-status").text_content()

    def drawing(self):
        return self.svg.evaluate("svg => svg.outerHTML")

    def middle_of(self, i):
        box = self.point(i).locator(".nn-dot").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def neuron(page, figure_site):
    page.goto(figure_site + "neuron.html")
    return Neuron(page)


@pytest.mark.parametrize("name", ["w1", "w2", "b"])
def test_a_slider_moves_the_figure_by_keyboard(neuron, name):
    value, loss, boundary = neuron.slider_value(name), neuron.loss(), neuron.boundary()
    neuron.slider(name).press("ArrowRight")
    assert float(neuron.slider_value(name).replace("−", "-")) == pytest.approx(
        float(value.replace("−", "-")) + 0.1
    )
    assert neuron.loss() != loss
    assert neuron.boundary() != boundary


@pytest.mark.parametrize("name", ["w1", "w2", "b"])
def test_a_slider_moves_the_figure_by_mouse(neuron, name):
    loss, boundary = neuron.loss(), neuron.boundary()
    neuron.slider(name).scroll_into_view_if_needed()
    box = neuron.slider(name).bounding_box()
    neuron.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    neuron.page.mouse.down()
    neuron.page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=4)
    neuron.page.mouse.up()
    assert float(neuron.slider_value(name)) > 2.5
    assert neuron.loss() != loss
    assert neuron.boundary() != boundary


def test_the_formula_and_the_network_show_the_selected_points_numbers(neuron):
    text = neuron.svg.text_content().replace("\u200a", "").replace("\u200b", "")
    assert "= 1.20·0.40 − 0.80·1.90 + 0.30 = −0.74" in text
    assert "ŷ = g(z) = σ(−0.74) = 0.32" in text
    assert "distance from the line = z / ‖w‖ = −0.51" in text
    assert "w1 = 1.20" in text
    neuron.point(1).focus()
    assert "= 1.20·(−1.50) − 0.80·(−0.50) + 0.30 = −1.10" in neuron.svg.text_content().replace("\u200a", "")


def test_a_point_moves_by_mouse(neuron):
    neuron.svg.scroll_into_view_if_needed()
    loss, (x, y) = neuron.loss(), neuron.middle_of(3)
    neuron.page.mouse.move(x, y)
    neuron.page.mouse.down()
    neuron.page.mouse.move(x + 60, y + 40, steps=5)
    neuron.page.mouse.up()
    assert neuron.middle_of(3) == pytest.approx((x + 60, y + 40), abs=3)
    assert neuron.loss() != loss
    neuron.page.mouse.move(x, y)
    assert neuron.middle_of(3) == pytest.approx((x + 60, y + 40), abs=3)


def test_a_point_stays_inside_the_plane(neuron):
    neuron.svg.scroll_into_view_if_needed()
    neuron.page.mouse.move(*neuron.middle_of(3))
    neuron.page.mouse.down()
    neuron.page.mouse.move(5, 5, steps=3)
    neuron.page.mouse.up()
    assert "x1 −3.00, x2 3.00" in neuron.point(3).get_attribute("aria-label")


def swipe(page, *places):
    """A finger goes down at the first place, over the others, and up: the device's own events."""
    session = page.context.new_cdp_session(page)
    for i, (x, y) in enumerate(places):
        event = {"type": "touchMove" if i else "touchStart", "touchPoints": [{"x": x, "y": y}]}
        session.send("Input.dispatchTouchEvent", event)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture
def phone(open_page, figure_site):
    options = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True}
    return Neuron(open_page(figure_site + "neuron.html", **options))


def test_a_point_moves_by_touch_and_the_page_does_not(phone):
    phone.point(3).scroll_into_view_if_needed()
    scrolled, (x, y) = phone.page.evaluate("scrollY"), phone.middle_of(3)
    swipe(phone.page, *[(x + 6 * step, y + 10 * step) for step in range(6)])
    assert phone.middle_of(3) == pytest.approx((x + 30, y + 50), abs=4)
    assert phone.page.evaluate("scrollY") == scrolled


def test_the_page_scrolls_by_touch_beside_the_points(phone):
    phone.page.evaluate("document.body.style.paddingBottom = '2000px'")
    phone.svg.scroll_into_view_if_needed()
    before = phone.page.evaluate("scrollY")
    box = phone.root.locator(".nn-network").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 10
    swipe(phone.page, *[(x, y - 20 * step) for step in range(8)])
    phone.page.wait_for_function(f"scrollY > {before} + 50")


def test_a_point_moves_by_keyboard(neuron):
    loss = neuron.loss()
    assert neuron.point(3).get_attribute("role") == "button"
    assert (
        neuron.point(3).get_attribute("aria-label") == "Point 4, label 1, at x1 0.40, x2 1.90, misclassified"
    )
    neuron.point(3).focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "ArrowDown"]:
        neuron.page.keyboard.press(key)
    assert "at x1 0.50, x2 1.80" in neuron.point(3).get_attribute("aria-label")
    assert neuron.loss() != loss
    assert neuron.page.evaluate("document.activeElement.dataset.handle") == "points.3"
    assert neuron.page.evaluate("scrollY") == 0


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_switches_a_points_label(neuron, key):
    assert neuron.mistakes() == "2 of 7"
    neuron.point(3).press(key)
    assert neuron.point(3).get_attribute("aria-label") == "Point 4, label 0, at x1 0.40, x2 1.90"
    assert neuron.mistakes() == "1 of 7"


def test_a_button_switches_the_selected_points_label(neuron):
    neuron.point(6).focus()
    neuron.root.get_by_role("button", name="Switch this point’s label").click()
    assert "label 1" in neuron.point(6).get_attribute("aria-label")
    assert neuron.mistakes() == "1 of 7"


@pytest.mark.parametrize(
    ("activation", "title"),
    [("step", "perceptron loss"), ("ReLU", "mean squared error"), ("linear", "mean squared error")],
)
def test_the_activation_changes_surface_and_loss(neuron, activation, title):
    loss, stops = neuron.loss(), neuron.root.locator("linearGradient").first.inner_html()
    neuron.root.get_by_role("radio", name=activation).click()
    assert neuron.loss() != loss
    assert neuron.root.locator(".nn-loss .nn-caption").text_content() == f"loss ({title})"
    assert neuron.root.locator("linearGradient").first.inner_html() != stops


def test_the_activation_changes_by_keyboard(neuron):
    neuron.root.get_by_role("radio", name="sigmoid").press("ArrowRight")
    assert neuron.root.get_by_role("radio", name="step").is_checked()
    assert "perceptron" in neuron.root.locator(".nn-loss .nn-caption").text_content()


def test_reset_restores_the_beginning(neuron):
    start = neuron.drawing()
    neuron.slider("w1").press("ArrowLeft")
    neuron.slider("b").press("End")
    neuron.point(0).press("ArrowUp")
    neuron.point(0).press("Enter")
    neuron.root.get_by_role("radio", name="step").check(force=True)
    assert neuron.drawing() != start
    neuron.root.get_by_role("button", name="Reset").click()
    assert neuron.drawing() == start
    assert neuron.slider_value("b") == "0.30"
    assert neuron.slider("b").get_attribute("aria-valuetext") == "0.30"


def lit(locator):
    return bool(re.search(r"\bnn-lit\b", locator.get_attribute("class") or ""))


def test_equation_and_figure_light_each_other(neuron):
    symbol = neuron.page.locator('.katex [data-nn="w1"]')
    edge = neuron.root.locator('.nn-edge[data-nn="w1"]')
    other = neuron.root.locator('.nn-edge[data-nn="w2"]')
    symbol.hover()
    assert lit(edge)
    assert not lit(other)
    edge.locator("text").hover()
    assert lit(symbol)
    other.locator("text").hover()
    assert not lit(symbol)
    neuron.slider("w1").focus()
    assert lit(symbol)
    neuron.page.keyboard.press("ArrowRight")
    assert lit(edge)


def test_a_tap_keeps_the_light_until_the_next(phone):
    symbol = phone.page.locator('.katex [data-nn="w1"]')
    edge, other = (phone.root.locator(f'.nn-edge[data-nn="{name}"]') for name in ("w1", "w2"))
    symbol.tap()
    assert lit(edge)
    assert lit(symbol)
    other.locator("text").tap()
    assert not lit(edge)
    assert lit(other)
    other.locator("text").tap()
    assert not lit(other)
    symbol.tap()
    phone.page.locator("h1").tap()
    assert not lit(symbol)


def test_a_tap_on_a_control_lights_nothing_for_good(phone):
    phone.root.get_by_role("radio", name="step").tap(force=True)
    phone.page.locator("h1").tap()
    phone.root.locator('.nn-slider[data-nn="w1"] .nn-name').tap()
    phone.page.evaluate("document.activeElement.blur()")
    assert not lit(phone.root.locator('.nn-edge[data-nn="w1"]'))


def test_a_swipe_over_a_symbol_is_no_tap(phone):
    phone.page.evaluate("document.body.style.paddingBottom = '2000px'")
    box = phone.page.locator('.katex [data-nn="w1"]').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    swipe(phone.page, *[(x, y - 8 * step) for step in range(6)])
    assert not lit(phone.root.locator('.nn-edge[data-nn="w1"]'))


def test_the_drawing_says_in_words_what_it_shows(neuron):
    assert neuron.svg.get_attribute("aria-label") == (
        "A neuron with weights 1.20 and −0.80, bias 0.30 and sigmoid activation: "
        "2 of 7 points misclassified, loss 0.452."
    )
    neuron.slider("w1").press("Home")
    expect(neuron.root.locator(".nn-spoken")).to_contain_text("weights −4.00")


def test_without_weights_there_is_no_boundary(neuron):
    for name, value in {"w1": "0", "w2": "0"}.items():
        neuron.slider(name).fill(value)
    assert neuron.root.locator(".nn-boundary").count() == 0
    assert "NaN" not in neuron.drawing()
    assert neuron.status().startswith("Both weights are 0: there is no boundary")


def test_a_boundary_out_of_sight_is_missed_in_words(neuron):
    assert neuron.status() == ""
    for name, value in {"w1": "0.1", "w2": "0.1", "b": "4"}.items():
        neuron.slider(name).fill(value)
    assert neuron.root.locator(".nn-boundary, .nn-normal").count() == 0
    assert neuron.status() == "The boundary lies outside the picture."
    neuron.slider("b").fill("0")
    assert neuron.status() == ""


def test_a_figure_offers_the_activations_it_was_given(page, figure_site):
    page.goto(figure_site + "choice.html")
    assert Neuron(page).root.locator(".nn-choice").inner_text().split() == [
        "activation",
        "g",
        "sigmoid",
        "step",
    ]


def test_without_javascript_the_picture_is_there(open_page, figure_site):
    options = {"java_script_enabled": False, "viewport": {"width": 1280, "height": 900}}
    page = open_page(figure_site + "neuron.html", **options)
    assert page.locator(".nn-still-wide svg").is_visible()
    assert not page.locator(".nn-still-narrow svg").is_visible()
    assert page.locator(".nn-still-wide .nn-loss .nn-big").text_content() == "0.452"
    assert page.locator(".nn-still-wide svg").get_attribute("role") == "img"
    assert page.locator("figure :is([tabindex], input, button)").locator("visible=true").count() == 0
    assert page.locator("figure noscript p").is_visible()


def test_without_javascript_a_phone_gets_the_narrow_picture(open_page, figure_site):
    options = {"java_script_enabled": False, "viewport": {"width": 390, "height": 700}}
    page = open_page(figure_site + "neuron.html", **options)
    assert page.locator(".nn-still-narrow svg").is_visible()
    assert not page.locator(".nn-still-wide svg").is_visible()


def test_the_live_figure_draws_what_the_still_picture_showed(open_page, figure_site):
    options = {"java_script_enabled": False, "viewport": {"width": 1280, "height": 900}}
    still = open_page(figure_site + "neuron.html", **options).locator(".nn-still-wide").text_content()
    live = Neuron(open_page(figure_site + "neuron.html", viewport=options["viewport"]))
    assert live.svg.text_content() == still


def test_a_phone_sees_everything_without_scrolling_sideways(phone):
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.svg.get_attribute("viewBox") == "0 0 388 856"
    for control in phone.root.locator("button, .nn-choice label, input[type=range]").all():
        assert control.bounding_box()["height"] >= 44
    assert phone.point(0).locator(".nn-target").bounding_box()["width"] >= 36


def test_the_layout_follows_the_window(neuron):
    assert neuron.svg.get_attribute("viewBox").startswith("0 0 788")
    neuron.page.set_viewport_size({"width": 400, "height": 800})
    expect(neuron.svg).to_have_attribute("viewBox", "0 0 388 856")
