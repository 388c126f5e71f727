"""What is kept of a figure: its address, its link, its code; and when its animation may run."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIVE = "figure[data-live]"


@pytest.fixture
def copied(page):
    """The texts that the page has copied."""
    texts = []
    page.expose_function("heard", lambda text: texts.append(text))
    page.add_init_script(
        "if (navigator.clipboard) navigator.clipboard.writeText = async (text) => heard(text)"
    )
    return texts


def sliders(page):
    return page.locator(f"{LIVE} input[type=range]")


def wake(page, count):
    for figure in page.locator("figure.nn-figure").all():
        figure.scroll_into_view_if_needed()
    page.wait_for_function(f"document.querySelectorAll('{LIVE}').length === {count}")


def test_the_address_follows_at_rest_and_keeps_the_other_figures(page, figure_site):
    page.goto(figure_site + "two.html?q=own#there")
    wake(page, 3)
    sliders(page).nth(0).press("ArrowRight")
    sliders(page).nth(3).press("ArrowLeft")
    page.wait_for_function("location.search.includes('neuron-2')")
    assert page.evaluate("location.search") == "?q=own&neuron-1=weight.0:1.1&neuron-2=weight.0:0.9"
    assert page.evaluate("location.hash") == "#there"
    assert page.evaluate("history.length") <= 2  # the way back is the reader's
    page.reload()
    wake(page, 3)
    assert [sliders(page).nth(i).input_value() for i in (0, 3)] == ["1.1", "0.9"]
    page.get_by_role("button", name="Reset").first.click()
    page.wait_for_function("!location.search.includes('neuron-1')")
    assert sliders(page).nth(0).input_value() == "1"
    assert sliders(page).nth(3).input_value() == "0.9"


def test_untouched_figures_leave_the_address_alone(page, figure_site):
    page.goto(figure_site + "two.html")
    wake(page, 3)
    page.wait_for_timeout(900)
    assert page.evaluate("location.search") == ""


def test_a_link_of_a_file_brings_the_state_back(page, figure_folder, copied):
    page.goto((figure_folder / "neuron.html").as_uri())
    wake(page, 1)
    sliders(page).nth(2).press("ArrowRight")
    page.get_by_role("button", name="Copy a link to this state").click()
    [link] = copied
    assert link.startswith("file:")
    assert link.endswith("neuron.html?neuron-1=bias:0.4#figure-neuron-1")
    assert page.locator("[data-act=link]").get_attribute("data-told") == "Copied"
    page.goto("about:blank")
    page.goto(link)
    wake(page, 1)
    assert sliders(page).nth(2).input_value() == "0.4"


@pytest.mark.parametrize("text", ["activation:tanh", "points:((1,2))", "weight:7", "bias:1~x", "%E0%A4%A"])
def test_an_address_that_no_figure_has_is_passed_over(page, figure_site, text):
    page.goto(f"{figure_site}neuron.html?neuron-1={text}")
    wake(page, 1)
    assert sliders(page).nth(0).input_value() == "1.2"


def test_where_copying_is_refused_the_reader_is_told(page, figure_site):
    page.goto(figure_site + "neuron.html")
    wake(page, 1)
    page.add_script_tag(content="navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.add_script_tag(content="document.execCommand = () => false")
    page.locator("[data-act=link]").click()
    page.wait_for_selector("[data-act=link][data-told='Not allowed']")


# A part with a player, made of the core alone: it counts to 40.
COUNTER = """
import { part } from "{core}/part.js";
import { player } from "{core}/controls.js";
const draw = ({ n }) => `<svg class="nn-svg" aria-label="a counter"><text>${n}</text></svg>`;
export default part({
  defaults: { n: 0, status: "", tone: "" },
  draw, describe: ({ n }) => `It stands at ${n}.`,
  controls: () => [player({ label: "counting", perSecond: 20, again: () => ({ n: 0 }) })],
  step: ({ n }) => (n < 40 ? { n: n + 1 } : null),
  code: ({ n }) => ({ numpy: `n = ${n}` }),
});
"""


@pytest.fixture(scope="module")
def counter():
    """The text of the counter's bundle."""
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    core = ROOT / "nnkit" / "figures" / "src" / "core"
    source = COUNTER.replace("{core}", core.as_posix())
    command = [esbuild, "--bundle", "--format=esm", "--log-level=warning"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def counting(page, figure_site, counter, copied):
    """A page with the counter in view, and room to scroll away from it."""
    page.goto(figure_site + "index.html")
    page.evaluate(
        """async (source) => {
          const state = { n: 0 };
          const events = new EventTarget();
          const model = {
            get: (name) => state[name],
            set(name, value) { state[name] = value; events.dispatchEvent(new Event("change")); },
            on: (type, listener) => events.addEventListener(type, listener),
            off: (type, listener) => events.removeEventListener(type, listener),
            save_changes() {},
          };
          document.body.innerHTML = "<div></div><p style='height: 4000px'></p>";
          const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
          (await import(url)).default.render({ model, el: document.body.firstElementChild });
        }""",
        counter,
    )
    return page


def count(page):
    return int(page.locator(".nn-drawing text").text_content())


def stands_still(page):
    before = count(page)
    page.wait_for_timeout(250)
    return count(page) == before


def test_a_player_never_runs_untouched_and_steps_once(counting):
    assert stands_still(counting)
    assert count(counting) == 0
    counting.get_by_role("button", name="Step").click()
    assert count(counting) == 1
    assert stands_still(counting)


def test_a_player_runs_at_its_pace_pauses_and_ends(counting):
    run = counting.get_by_role("button", name="Run")
    counting.clock.install()  # by a clock of the test's own, for a busy machine's frames come when they can
    counting.clock.pause_at("2100-01-01")
    run.click()
    counting.clock.run_for(20)
    counts = []
    for _ in range(3):
        counting.clock.run_for(400)
        counts.append(count(counting))
    assert counts == [9, 17, 25]  # one at once, then 20 a second
    counting.clock.resume()
    pause = counting.get_by_role("button", name="Pause")
    pause.click()
    assert stands_still(counting)
    run.click()
    counting.wait_for_function("document.querySelector('.nn-drawing text').textContent === '40'")
    counting.wait_for_selector(".nn-step[aria-disabled=true]")
    again = counting.get_by_role("button", name="Again")
    assert again.get_attribute("aria-disabled") == "false"
    again.click()
    counting.wait_for_function("document.querySelector('.nn-drawing text').textContent < 20")
    pause.click()
    assert 0 < count(counting) < 40
    counting.get_by_role("button", name="Reset").click()
    assert count(counting) == 0
    assert run.get_attribute("aria-disabled") == "false"


def test_a_player_stops_out_of_view(counting):
    counting.get_by_role("button", name="Run").click()
    counting.wait_for_function("document.querySelector('.nn-drawing text').textContent > 1")
    counting.evaluate("scrollTo(0, 3000)")
    counting.wait_for_function("document.querySelector('.nn-run').textContent === 'Run'")
    assert stands_still(counting)
    assert count(counting) < 40


def test_a_player_stops_in_a_hidden_tab(counting):
    counting.get_by_role("button", name="Run").click()
    counting.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true }),"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert stands_still(counting)


def test_code_is_copied(counting, copied):
    counting.get_by_role("button", name="Step").click()
    counting.get_by_role("button", name="Copy as NumPy").click()
    assert copied == ["n = 1"]
    assert not re.search(
        "Link|PyTorch", counting.locator(".nn-bar").text_content()
    )  # no address, no torch code
