"""Every page of the built website in a real Chromium: light, dark, on a phone, by keyboard, on paper.

The fixtures `open_page` and `site` (conftest.py) also fail on console errors and requests to other hosts.
"""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text())
FILES = [entry["file"] for part in TOC["parts"] for entry in part["chapters"]]
PAGES = ["intro", *FILES, "search", "genindex"]
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
SCREENS = {
    "light": {**DESKTOP, "color_scheme": "light"},
    "dark": {**DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
CHAPTER = "chapters/single-neuron"
# What scrolls sideways has a colour of its own: it must be that of what it stands in, also in a hint.
BOXED = """nodes => nodes.filter(node => {
  const colour = element => getComputedStyle(element).backgroundColor;
  let under = node.parentElement;
  while (under && colour(under) === "rgba(0, 0, 0, 0)") under = under.parentElement;
  return under && colour(node) !== colour(under);
}).map(node => node.textContent.slice(0, 80))"""


@pytest.fixture
def chapter(open_page, site):
    """chapter(**options) -> a chapter that has everything, opened."""
    return lambda **options: open_page(f"{site}{CHAPTER}.html", **(options or DESKTOP))


def luminance(page, selector, quantity):
    """Mean of the red, green and blue of an element's colour, 0 to 255."""
    colour = page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{quantity}")
    return sum(float(part) for part in colour.strip("rgba()").split(",")[:3]) / 3


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_page_reads_well(name, screen, open_page, site):
    page = open_page(f"{site}{name}.html", **SCREENS[screen])
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # what starts when seen, starts
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["viewport"]["width"]
    dark = luminance(page, "body", "backgroundColor") < 128
    assert dark == (screen == "dark")
    text = luminance(page, "main h1", "color")
    assert abs(text - luminance(page, "body", "backgroundColor")) > 128
    assert page.locator(".bd-article :is(.katex-display, table.table)").evaluate_all(BOXED) == []


def test_predict_by_keyboard(chapter):
    page = chapter()
    form = page.locator("form.predict").first
    veil = page.locator(".predict-veil").first
    check = form.get_by_role("button")
    assert check.is_disabled()
    assert veil.locator("> div").evaluate("node => node.inert")

    form.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answer = form.locator(".predict-answer")
    assert answer.inner_text().startswith("Not quite.")
    assert form.locator(".predict-choice > .predict-feedback:visible").count() == 0
    assert not veil.locator("> div").evaluate("node => node.inert")
    assert page.locator(".predict-sealed").count() == page.locator(".predict-veil").count() - 1

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    assert answer.inner_text() == "", "a new choice is a new prediction"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert answer.inner_text().startswith("Right.")


def test_a_reader_may_look_without_predicting(chapter):
    page = chapter()
    show = page.get_by_role("button", name="Show it without a prediction")
    count = show.count()
    assert count >= 2
    show.first.focus()
    page.keyboard.press("Enter")
    assert show.count() == count - 1 == page.locator(".predict-sealed").count()
    assert page.evaluate("document.activeElement.matches('.predict-veil > div')"), "reading goes on there"


def test_the_keyboard_walks_past_a_veil(chapter):
    page = chapter()
    veil = page.locator(".predict-veil", has=page.locator("#fig-staircase"))
    assert veil.locator("summary, input").count() >= 1, "nothing in it could take the focus: no test"
    veil.get_by_role("button", name="Show it").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.getBoundingClientRect().top"
    below = veil.evaluate("node => node.getBoundingClientRect().bottom")
    assert page.evaluate("document.activeElement !== document.body")
    assert page.evaluate(focused) >= below - 1
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('form.predict') !== null")


def test_predict_without_javascript(chapter):
    page = chapter(java_script_enabled=False, **DESKTOP)
    form = page.locator("form.predict").first
    assert form.locator(".predict-feedback:visible").count() == 0
    form.locator("label").nth(1).click()
    assert form.locator(".predict-feedback:visible").count() == 1
    assert page.locator(".predict-veil").count() > 0
    assert page.locator(".predict-sealed, [inert]:not(.nn-still *)").count() == 0
    assert page.locator("#fig-scale img").is_visible()
    background = "getComputedStyle(document.documentElement).getPropertyValue('--pst-color-background')"
    assert page.evaluate(background) != "", "the theme's colours need its script"


def test_on_paper_everything_is_said(chapter):
    page = chapter()
    page.emulate_media(media="print")
    feedback = page.locator(".predict-choice > .predict-feedback")
    assert feedback.count() == page.locator(".predict-choice > .predict-feedback:visible").count() > 5
    assert page.locator("form.predict button:visible").count() == 0
    veiled = page.locator(".predict-veil > div").first
    assert veiled.evaluate("node => [getComputedStyle(node).filter, getComputedStyle(node).maxHeight]") == [
        "none",
        "none",
    ]


def test_paper_is_white_and_unfolds_hints_and_code(chapter):
    page = chapter()
    theme = "document.documentElement.dataset.theme"
    page.evaluate(f"{theme} = 'dark'")
    folded = page.locator("article details:not([open])").count()
    assert folded > 10
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0
    assert page.evaluate(theme) == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details:not([open])").count() == folded
    assert page.evaluate(theme) == "dark"


def test_formulas_fit_on_a_phone(chapter):
    page = chapter(**SCREENS["phone"])
    wide = "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.textContent)"
    assert page.locator(".katex-display").evaluate_all(wide) == []


def test_search_results_quote_no_tex(open_page, site):
    page = open_page(f"{site}search.html?q=bias", **DESKTOP)
    quote = page.locator("#search-results p.context").first
    quote.wait_for()
    html = "`<main role='main'>the <math><annotation>\\\\frac</annotation></math>score</main>`"
    assert page.evaluate(f"Search.htmlToText({html}, null)") == "the score"


def test_hints_unfold_by_keyboard(chapter):
    page = chapter()
    hint = page.locator("details.sd-dropdown").first
    hint.locator("summary").focus()
    page.keyboard.press("Enter")
    assert hint.evaluate("node => node.open")


def test_the_theme_button_works_by_keyboard(chapter):
    page = chapter(**SCREENS["light"])
    page.locator(".theme-switch-button").first.focus()
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark", "the choice is kept"


def test_code_is_copied(chapter):
    page = chapter()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = page.locator("div.cell_input").first
    cell.hover()
    cell.locator("button.copybtn").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("import matplotlib.pyplot as plt")
