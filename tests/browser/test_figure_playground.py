"""The playground's own: points by hand, runs, undo, weights on their edges, pasted rows, NaN explained."""

import re

import pytest
from playwright.sync_api import expect

from nnkit.figures import Playground
from nnkit.figures._figure import STATIC

LIVE = "figure[data-live]"
STAGE = ".nn-pg-at-plane .nn-pg-stage"


class Play:
    """The live playground of a page, in the reader's terms."""

    def __init__(self, page):
        page.wait_for_selector(f"{LIVE} .nn-playground")
        self.page = page
        self.root = page.locator(LIVE)
        self.status = self.root.locator(".nn-status")
        self.run = self.root.locator(".nn-run")
        self.painted()

    def painted(self):
        """Until the surface is fine: it is so a frame after it was drawn."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def choose(self, name, value):
        self.root.locator(f'[data-control="menu:{name}"] select').select_option(value)

    def points(self):
        label = self.root.locator(".nn-pg-dots").get_attribute("aria-label")
        return int(label.split()[0])

    def place(self, x1, x2):
        """Where a point of the plane lies on the screen."""
        box = self.root.locator(STAGE).bounding_box()
        scale = box["width"] / 400
        return box["x"] + scale * (42 + 350 * (x1 + 1.5) / 3), box["y"] + scale * (8 + 350 * (1.5 - x2) / 3)

    def steps(self):
        return int(re.search(r"step (\d+)", self.root.locator(".nn-pg-score").inner_text())[1])

    def weight(self):
        """The first weight of the open unit."""
        return self.root.locator(".nn-pg-unit-controls .nn-value").first.text_content()


@pytest.fixture
def play(page, figure_site):
    page.goto(figure_site + "playground.html")
    return Play(page)


def test_a_click_sets_a_point_a_drag_moves_it_and_the_right_button_erases(play):
    mouse = play.page.mouse
    mouse.click(*play.place(-0.5, 1))
    assert play.points() == 4
    mouse.move(*play.place(-0.5, 1))
    mouse.down()
    mouse.move(*play.place(-0.8, -1), steps=3)
    mouse.up()
    assert play.points() == 4
    chosen = play.root.locator('[data-handle="point"]')
    assert re.search(r"Point 4 of class 1, at x1 −0\.\d+, x2 −1\.00", chosen.get_attribute("aria-label"))
    mouse.click(*play.place(-0.8, -1), button="right")
    assert play.points() == 3


def test_keys_after_a_click_in_the_plane_choose_the_class_and_ctrl_z_takes_the_point_back(play):
    play.page.mouse.click(*play.place(-0.5, 1))
    assert play.points() == 4
    play.page.keyboard.press("0")
    assert play.root.locator('[data-control="choice:label"] input[value="0"]').is_checked()
    play.page.keyboard.press("3")
    assert play.root.locator('[data-control="choice:label"] input[value="0"]').is_checked()
    play.page.keyboard.press("1")
    play.page.keyboard.press("Control+z")
    assert play.points() == 3


def test_points_are_set_moved_and_erased_by_keys(play):
    cursor = play.root.locator('[data-handle="cursor"]')
    cursor.press("ArrowUp")
    cursor.press("Enter")
    assert play.points() == 4
    play.button("Next point").press("Enter")
    chosen = play.root.locator('[data-handle="point"]')
    assert "Point 1 of class 0, at x1 −1.00" in chosen.get_attribute("aria-label")
    chosen.press("ArrowRight")
    assert "at x1 −0.95" in chosen.get_attribute("aria-label")
    chosen.press("Enter")
    assert "of class 1" in chosen.get_attribute("aria-label")
    chosen.press("Delete")
    assert play.points() == 3


def test_a_stroke_of_the_eraser_takes_all_points_on_its_way(play):
    play.root.locator('[data-control="choice:tool"] input[value=erase]').check(force=True)
    mouse = play.page.mouse
    mouse.move(*play.place(-1.2, 0))
    mouse.down()
    mouse.move(*play.place(1.2, 0), steps=60)
    mouse.up()
    assert play.points() == 1


def test_a_finger_moves_a_point_and_the_page_stays(open_page, figure_site):
    page = open_page(
        figure_site + "playground.html",
        viewport={"width": 390, "height": 780},
        has_touch=True,
        is_mobile=True,
    )
    play = Play(page)
    play.root.locator(STAGE).scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)
    (x, y), (to_x, to_y) = play.place(0.5, 1), play.place(0.5, -1)
    top = page.evaluate("scrollY")
    for kind, touches in [
        ("touchStart", [(x, y)]),
        ("touchMove", [(x, (y + to_y) / 2)]),
        ("touchMove", [(to_x, to_y)]),
        ("touchEnd", []),
    ]:
        points = [{"x": at, "y": down} for at, down in touches]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    chosen = play.root.locator('[data-handle="point"]')
    expect(chosen).to_have_attribute("aria-label", re.compile(r"Point 3 .* x2 −(0\.9\d|1\.0\d)"))
    assert page.evaluate("scrollY") == top


def test_undo_takes_back_a_run_and_before_it_a_point_and_redo_brings_them_again(play):
    play.page.mouse.click(*play.place(-0.5, 1))
    play.run.click()
    play.page.wait_for_function("+document.querySelector('.nn-pg-steps').textContent.split(' ')[1] > 3")
    play.run.click()
    taken = play.steps()
    play.button("Undo").click()
    assert (play.steps(), play.points()) == (0, 4)
    play.page.keyboard.press("Control+z")
    assert (play.steps(), play.points()) == (0, 3)
    play.button("Redo").click()
    play.button("Redo").click()
    assert (play.steps(), play.points()) == (taken, 4)


def test_a_run_goes_on_while_points_move_and_settings_change(play):
    play.run.click()
    play.page.mouse.click(*play.place(-0.5, -1))
    play.choose("lr", "0.3")
    before = play.steps()
    play.page.wait_for_function(
        f"+document.querySelector('.nn-pg-steps').textContent.split(' ')[1] > {before}"
    )
    expect(play.run).to_have_text("Pause")
    assert play.points() == 4


def test_the_plane_shows_the_unit_under_the_pointer_and_the_one_that_keys_lead_to(play):
    surface = "document.querySelector('.nn-pg-surface').toDataURL()"
    heading = play.root.locator(".nn-pg-at-plane .nn-heading").first
    whole = play.page.evaluate(surface)
    play.root.locator('[data-unit="1,1"]').hover()
    expect(heading).to_have_text("The plane, as seen by unit 2 of layer 1")
    second = play.page.evaluate(surface)
    play.page.mouse.move(0, 0)
    expect(heading).to_have_text("The plane")
    assert play.page.evaluate(surface) == whole != second
    play.root.locator('[data-unit="1,0"]').press("ArrowDown")
    expect(heading).to_have_text("The plane, as seen by unit 2 of layer 1")
    assert play.page.evaluate(surface) == second


BLOCKS = """surface => {
  const { data } = surface.getContext("2d").getImageData(0, 0, 100, 100);
  const pixel = (x, y) => data.slice(4 * (100 * y + x), 4 * (100 * y + x) + 4).join();
  let even = 0;
  for (let x = 0; x < 100; x += 2) for (let y = 0; y < 100; y += 2)
    even += new Set([pixel(x, y), pixel(x + 1, y), pixel(x, y + 1), pixel(x + 1, y + 1)]).size === 1;
  return even;
}"""


def test_after_a_rough_first_picture_the_surface_is_fine_again(play):
    surface = play.root.locator(".nn-pg-surface")
    fine = surface.evaluate(BLOCKS)
    assert fine < 2500, "blocks of four pixels in one colour"
    for key in ["ArrowRight", "ArrowLeft"]:
        play.root.locator('[data-control="slider:hidden.0"] input').press(key)
    play.painted()
    assert surface.evaluate(BLOCKS) == fine


def test_a_click_on_an_edge_opens_its_weight(play):
    box = play.root.locator(".nn-pg-at-network .nn-pg-stage").bounding_box()
    unit = play.root.locator('[data-unit="1,0"]').bounding_box()
    middle = unit["y"] + unit["height"] / 2
    end = play.root.locator(".nn-pg-unit").nth(-1).bounding_box()
    x, y = (unit["x"] + unit["width"] + end["x"]) / 2, (middle + end["y"] + end["height"] / 2) / 2
    play.page.mouse.move(x, y)
    expect(play.root.locator(".nn-pg-hover")).to_contain_text("weight")
    play.page.mouse.click(x, y)
    focused = play.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "weight from unit 1"
    before = play.weight()
    play.page.keyboard.press("ArrowRight")
    assert play.weight() != before
    assert box["width"] > 0


def test_a_units_weights_open_by_keys_and_the_arrows_lead_to_the_others(play):
    play.root.locator('[data-unit="1,0"]').press("ArrowDown")
    play.page.keyboard.press("Enter")
    heading = play.root.locator(".nn-pg-unit-controls .nn-heading")
    expect(heading).to_have_text("Unit 2 of layer 1")
    assert play.page.evaluate("document.activeElement.dataset.unit") == "1,1"


def test_a_loss_that_overflows_is_explained_and_a_button_leads_out(play):
    play.choose("preset", "rate")
    play.run.click()
    expect(play.status).to_contain_text("the loss was no longer a number (NaN)")
    expect(play.status).to_contain_text("With a learning rate of 10 each step overshot")
    expect(play.run).to_have_attribute("aria-disabled", "true")
    play.button("Start again with η = 1").click()
    expect(play.status).to_have_text("")
    assert play.steps() == 0
    play.run.click()
    play.page.wait_for_function("+document.querySelector('.nn-pg-steps').textContent.split(' ')[1] > 3")


def test_pasted_rows_become_the_points_and_wrong_ones_are_named(play):
    play.root.get_by_text("points as text").click()
    text = play.root.get_by_role("textbox")
    assert text.input_value() == "-1, 0, 0\n1, 0, 1\n0.5, 1, 1"
    text.fill("x1,x2,y\n1,2,0\n1,two,0")
    play.button("Use these points").click()
    error = play.root.locator(".nn-pg-error")
    expect(error).to_have_text("Line 3: x2 is “two”, which is not a number (a decimal point is written .).")
    assert play.points() == 3
    text.fill("10 20 cat\n-30 5 dog")
    play.button("Use these points").click()
    expect(error).to_have_text("")
    expect(text).not_to_be_visible()
    expect(play.root.get_by_label("points as text")).to_be_focused()
    assert play.points() == 2


WIDGET = """async ([source, state]) => {
  const listeners = [];
  window.saved = 0;
  window.widget = {
    get: (name) => state[name],
    set(name, value) {
      state[name] = value;
      listeners.forEach((listener) => listener());
    },
    on: (_, listener) => listeners.push(listener),
    off() {},
    save_changes: () => (window.saved += 1),
  };
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: part } = await import(address);
  part.render({ model: widget, el: document.body.appendChild(document.createElement("figure")) });
}"""


def test_a_notebook_gets_the_weights_and_what_it_sets_is_followed(page):
    state = Playground(hidden=[3]).state()
    page.evaluate(WIDGET, [(STATIC / "playground.js").read_text(), state])
    assert page.evaluate("widget.get('parameters').length") == 13
    assert page.evaluate("widget.get('accuracy')") > 0
    page.evaluate("widget.set('hidden', [5, 4])")
    page.wait_for_function("widget.get('parameters').length === 15 + 24 + 5")
    assert page.locator("[data-unit]").count() == 10
    page.evaluate("widget.set('running', true)")
    page.wait_for_function("widget.get('step') > 0 && widget.get('losses').length > 1")
    page.evaluate("widget.set('running', false)")
    page.wait_for_function("document.querySelector('.nn-run').textContent === 'Run'")
    step = page.evaluate("widget.get('step')")
    page.evaluate("widget.set('parameters', Array(44).fill(0.5))")
    page.wait_for_timeout(50)
    assert page.evaluate("widget.get('step')") == step > 0
    page.locator('[data-unit="1,0"]').click()
    assert page.locator(".nn-pg-unit-controls .nn-value").first.text_content() == "0.50"
    assert page.evaluate("saved") > 2
