"""The figures' speed in headless Chromium: from a key to the drawing; the playground's pictures and steps.

A figure is measured on its page, with its state there: keys go to its sliders and handles in turn, and the
time runs from the key event's own time stamp to the end of the drawing call. (How long the browser then takes
to show it stands in the note; by then the playground's surface, 50 × 50 in the call, is 100 × 100,
and its other panels are painted.)
The playground trains beside ConvNetJS in one page, from the same weights.
"""

import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from .measured import ROOT, row

SITE = ROOT / "_build" / "html"
STATIC = ROOT / "nnkit" / "figures" / "static"
PEER = ROOT / "node_modules" / "convnetjs" / "build" / "convnet.js"
SCRIPT = (Path(__file__).parent / "figures.js").read_text()
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
THERE_AND_BACK = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"]
PRESSES = 48  # of each figure
MEDIAN, P95, FRAMES, STEPS = 4, 16, 50, 2  # what is asked for: ms, ms, pictures a second, times ConvNetJS
TRAINING = {"dataset": "circles", "count": 200, "share": 0, "hidden": [8, 8], "output": "softmax", "batch": 0}
SECONDS = 3


def rows():
    """Two rows a figure, median and 95th percentile; then the playground's."""
    if not (SITE / "index.html").exists():
        sys.exit("benchmarks: build the website first: `make site`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(SCRIPT)
        measured = [line for path in _pages() for line in _figures_of(page, path)]
        measured += _playground(page)
        browser.close()
    return measured


def _pages():
    return [path for path in sorted(SITE.rglob("*.html")) if 'class="nn-figure"' in path.read_text()]


def _figures_of(page, path):
    page.goto(path.as_uri())
    for i in range(page.evaluate("nnBench.start()")):
        key, targets = page.evaluate(f"[nnBench.key({i}), nnBench.targets({i})]")
        if targets:
            yield from _figure_rows(f"figure-{path.stem}-{key}", _press(page, i, targets))


def _press(page, i, targets):
    """Key presses on all targets in turn, there and back -> what the page has timed."""
    page.evaluate("nnBench.clear()")
    for count in range(PRESSES):
        focused = page.evaluate(f"nnBench.focus({i}, {count // 4 % targets})")
        page.keyboard.press("Enter" if focused == "button" else THERE_AND_BACK[count % 4])
    page.wait_for_timeout(60)
    return page.evaluate("nnBench.times()")


def _figure_rows(name, times):
    drawn, shown = times["drawn"], times["shown"]
    if len(drawn) < PRESSES // 4:
        sys.exit(f"benchmarks: the keys did not reach {name}: {len(drawn)} of {PRESSES}")
    p95 = statistics.quantiles(drawn, n=20, method="inclusive")[-1]
    note = f"{len(drawn)} keys; on the screen after {statistics.median(shown):.0f} ms; the peer is the limit"
    yield row(name, statistics.median(drawn), MEDIAN, "ms, median", note)
    yield row(f"{name}-p95", p95, P95, "ms, 95th percentile", note)


def _playground(page):
    """Rows on a 2-8-8-2 with 200 points: pictures a second, and steps a second beside ConvNetJS."""
    page.goto("about:blank")
    page.add_script_tag(path=PEER)
    source = (STATIC / "playground.js").read_text()
    seen = page.evaluate("given => nnBench.frames(...given)", [source, {**TRAINING, "speed": 10}, SECONDS])
    steps = page.evaluate("given => nnBench.steps(...given)", [source, TRAINING])
    note = f"10 full-batch steps and a 100 × 100 surface each: {seen['work']:.1f} ms; the peer is the limit"
    yield row("playground-pictures", seen["rate"], FRAMES, "pictures a second", note, better="higher")
    same = f"after {steps['checked']} steps the weights differ by {steps['apart']:.0e}"
    note = f"2-8-8-2, 200 points, full batch; {same}; at least {STEPS} times"
    ours, peer = steps["ours"], steps["peer"]
    yield row("playground-steps-vs-convnetjs", ours, peer, "steps a second", note, better="higher")
