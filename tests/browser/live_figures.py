"""The figures of a page as the generic tests use them: keys, mouse, fingers, and what then shows."""

from pathlib import Path

PROBE = (Path(__file__).parent / "probe.js").read_text()
KEYS = {
    "slider": ["ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "End"],
    "number": ["ArrowUp", "ArrowDown"],
    "choice": ["ArrowRight"],
    "menu": ["ArrowDown", "ArrowUp"],
    "toggle": ["Space"],
    "button": ["Enter"],
    "player": ["Enter"],
}
ARROWS = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"]
DRAGS = [(24, -18), (-24, 18), (30, 0), (0, 30)]
ROLES = {"slider", "button", "radio", "checkbox", "combobox", "spinbutton", "textbox"}


class Mouse:
    """Presses and drags by the mouse."""

    def press(self, page, x, y):
        page.mouse.click(x, y)

    def drag(self, page, x, y, dx, dy):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=2)
        page.mouse.up()


class Finger:
    """The same by a finger: the device's own events."""

    def press(self, page, x, y):
        page.touchscreen.tap(x, y)

    def drag(self, page, x, y, dx, dy):
        session = page.context.new_cdp_session(page)
        for step in range(4):
            point = {"x": x + dx * step / 3, "y": y + dy * step / 3}
            kind = "touchMove" if step else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        session.detach()


MOUSE, FINGER = Mouse(), Finger()


class Live:
    """A page with its figures, by their numbers."""

    def __init__(self, page, address):
        self.page = page
        page.add_init_script(PROBE)
        self.held, self.released = [], False
        page.route("**/_static/figures/*.js*", self._hold)
        page.goto(address, wait_until="domcontentloaded")  # the load ends with the parts that are held
        self.count = self.ask("count")
        assert self.count, f"{address} shows no figure"

    def ask(self, question, *given):
        """The answer of probe.js."""
        return self.page.evaluate(f"given => nnProbe.{question}(...given)", list(given))

    def _hold(self, route):
        """Scripts of parts come when `start` lets them, so that the page before can be looked at."""
        return route.continue_() if self.released else self.held.append(route)

    def start(self, restored=False):
        """Starts every figure; nothing may move by that, and nothing may run before it is touched.

        restored: the address brings other states than those of the still pictures.
        """
        self.ask("lift")
        self.page.evaluate("document.fonts.ready.then(() => null)")  # late letters move lines
        before = self.ask("heights")
        self.released = True
        for route in self.held:
            route.continue_()
        self.ask("start")
        moved = [abs(now - then) for now, then in zip(self.ask("heights"), before, strict=True)]
        assert restored or max(moved) <= 0.5, f"figures grew or shrank at their start: {moved}"
        untouched = self.pictures()
        self.page.wait_for_timeout(50)
        assert self.pictures() == untouched, "a figure runs untouched"

    def pictures(self):
        """What each figure shows."""
        return [self.ask("picture", i) for i in range(self.count)]

    def unnamed(self):
        """Controls and handles to which assistive technology has no name, or no value where one belongs."""
        session = self.page.context.new_cdp_session(self.page)
        root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "figure.nn-figure"})
        trees = [session.send("Accessibility.queryAXTree", {"nodeId": node}) for node in found["nodeIds"]]
        session.detach()
        return [_told(node) for tree in trees for node in tree["nodes"] if _lacks(node)]

    def press_everything(self, i):
        """Each control and handle of figure i by keys; each must change what it shows."""
        self.ask("changed", i)
        for key in self.ask("controls", i):
            self._must_change(i, key, self._by_keys, "control", key, KEYS[key.split(":")[0]])
        for name in self.ask("handles", i):
            keys = ARROWS if self.ask("moves", i, name) else ["Enter", *ARROWS]
            self._must_change(i, name, self._by_keys, "handle", name, keys)

    def point_at_everything(self, i, hand):
        """The same by mouse or finger."""
        self.ask("changed", i)
        for key in self.ask("controls", i):
            if key.split(":")[0] not in ("menu", "number"):  # what opens there is the system's own
                self._must_change(i, key, self._by_presses, key, hand)
        for name in self.ask("handles", i):
            self._must_change(i, name, self._by_drags, name, hand)

    def run_and_pause(self, i):
        """A player runs until it is paused, or until its end."""
        if not self.page.locator("figure.nn-figure").nth(i).locator(".nn-run").count():
            return
        self.ask("reset", i)
        run = self.page.locator("figure.nn-figure").nth(i).locator(".nn-run")
        self.ask("changed", i)
        run.click()
        self.page.wait_for_function(f"nnProbe.moved({i})")
        self.ask("pause", i)
        assert not self.ask("runs", i)
        self.ask("changed", i)
        self.page.wait_for_timeout(200)
        assert not self.ask("changed", i), f"{self.page.url}: figure {self.ask('key', i)} runs on"

    def _must_change(self, i, name, attempt, *given):
        """Tries from where the figure is, from its start, and where something else is chosen."""
        for prepare in (None, self._reset, self._choose_another):
            if prepare:
                prepare(i, name)
                self.ask("changed", i)
            if attempt(i, *given):
                return
        raise AssertionError(f"{self.page.url}: figure {self.ask('key', i)}: {name} changes nothing")

    def _reset(self, i, _):
        self.ask("reset", i)

    def _choose_another(self, i, name):
        for other in self.ask("handles", i):
            if other != name:
                self.ask("focus", i, "handle", other)
                self.page.keyboard.press("Enter")

    def _by_keys(self, i, attribute, name, keys):
        nth = 1 if name.startswith("player:") else 0  # a player's Step
        if not self.ask("focus", i, attribute, name, nth):
            return name.startswith(("button:", "player:"))  # not to be used in this state
        chosen = self.ask("changed", i)  # by the focus alone, which is enough for what does not move
        if chosen and attribute == "handle" and not self.ask("moves", i, name):
            return True
        for key in keys:
            self.page.keyboard.press(key)
            if self.ask("changed", i):
                return True
        return False

    def _by_presses(self, i, key, hand):
        results = []
        for target in self.ask("targets", i, key):
            hand.press(self.page, *self.ask("place", i, key, target))
            results.append(self.ask("changed", i))
        if key.startswith(("button:", "player:")):
            return all(results)
        return any(results) if key.startswith("slider:") else bool(results) and all(results)

    def _by_drags(self, i, name, hand):
        """A press may choose it; what moves must then move."""
        place = self.ask("grip", i, name)
        if not place:
            return False  # another handle has come to lie over it
        hand.press(self.page, *place)
        chosen = self.ask("changed", i)
        if not self.ask("moves", i, name):
            return chosen
        return any(self._drag(i, name, hand, *way) for way in DRAGS)

    def _drag(self, i, name, hand, dx, dy):
        place = self.ask("grip", i, name)
        if place:
            hand.drag(self.page, *place, dx, dy)
        return self.ask("changed", i)


def _lacks(node):
    role = node.get("role", {}).get("value")
    if node.get("ignored") or role not in ROLES:
        return False
    name = node.get("name", {}).get("value", "").strip()
    return not name or (role == "slider" and node.get("value", {}).get("value") in (None, ""))


def _told(node):
    return f"{node['role']['value']} {node.get('name', {}).get('value', '')!r}"
