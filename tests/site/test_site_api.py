"""The API page: each public name, its signature, its docstring as it is meant, a target for chapters.

The tests of the page itself need the built website (`make site`).
"""

import importlib
import inspect
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.util.inventory import InventoryFile

import nnkit

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "_ext"))

from api_source import ON_REQUEST, Package  # noqa: E402
from api_text import Text  # noqa: E402
from api_uses import Names, names_in, note  # noqa: E402

MODULES = Package(ROOT / "nnkit").modules()
NAMES = {name.full: name for names in MODULES.values() for name in names}
USES = Names(ROOT / "nnkit")


@pytest.fixture(scope="module")
def page():
    """The parsed page."""
    path = SITE / "reference" / "api.html"
    assert path.exists(), "the website is not built: run `make site` first"
    return BeautifulSoup(path.read_text(), "html.parser")


def objects(full):
    return importlib.import_module(full.rpartition(".")[0]), full.rpartition(".")[2]


def test_the_list_is_what_import_offers():
    for module in (importlib.import_module(f"nnkit.{name}") for name in ON_REQUEST):
        here = {name for name in module.__all__ if getattr(nnkit, name, None) is not getattr(module, name)}
        assert {f"{module.__name__}.{name}" for name in here} <= NAMES.keys()
    assert all(hasattr(*objects(full)) for full in NAMES)
    assert {full for full in NAMES if full.count(".") == 1} == {f"nnkit.{name}" for name in nnkit.__all__}


@pytest.mark.parametrize("full", [full for full, name in NAMES.items() if name.kind in ("function", "class")])
def test_signatures_are_those_of_the_objects(full):
    shown = NAMES[full].signature
    for name, argument in inspect.signature(getattr(*objects(full))).parameters.items():
        assert name in shown or argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD)


def test_every_name_is_on_the_page_and_nothing_else(page):
    shown = [term["id"] for term in page.select("dl.py > dt[id]")]
    members = [member.full for name in NAMES.values() for member in name.members]
    assert sorted(shown) == sorted([*NAMES, *members])


def test_every_name_is_described(page):
    for term in page.select("dl.py > dt[id]"):
        assert term.find_next_sibling("dd").get_text(strip=True), term["id"]


def test_modules_open_with_their_own_words_in_the_readers_order(page):
    shown = [section["id"] for section in page.select("section[id^='module-']")]
    assert shown == [f"module-nnkit.{module}" for module in MODULES]
    for section in page.select("section[id^='module-']"):
        assert section.find(["h2", "p", "dl"]).find_next_sibling().name == "p", section["id"]


def test_chapters_can_link_to_every_name():
    with (SITE / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, uri: uri)
    known = {name for kind, names in inventory.items() if kind.startswith("py:") for name in names}
    assert known >= NAMES.keys()
    assert inventory["py:function"]["nnkit.sigmoid"][2] == "reference/api.html#nnkit.sigmoid"


def test_chapters_are_linked_when_they_exist(page):
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    files = [entry["file"] for part in parts for entry in part["chapters"]]
    titles = {
        next(
            line[2:].strip() for line in (ROOT / f"{file}.md").read_text().splitlines() if line[:2] == "# "
        ): f"../{file}.html"
        for file in files
        if file.startswith("chapters/")
    }
    tails = page.select(".api-tail")
    assert len(tails) > len(MODULES)
    for title, address in titles.items():
        naming = [tail for tail in tails if f"Chapter: {title}." in tail.get_text()]
        assert naming, f"no docstring names the chapter {title}"
        assert all(tail.a and tail.a["href"] == address for tail in naming)


def rendered(doc, **targets):
    blocks = Text(targets).blocks(doc, ["x", "w"])
    return [node.pformat().replace("\n", "").replace("    ", "") for node in blocks]


DOCSTRINGS = {
    "lines of a paragraph are joined": (
        "One\ntwo.\n\nThree.",
        ["<paragraph>One two.", "<paragraph>Three."],
    ),
    "formulas and arrows stand as they are": (
        "max(0, -s z)_i * w^T | (N, 2) -> (N,)",
        ["<paragraph>max(0, -s z)_i * w^T | (N, 2) → (N,)"],
    ),
    "code is code, a public name is a link": (
        "See `x` and `relu`.",
        ['<paragraph>See <literal>x and <reference internal="True" refid="nnkit.relu"><literal>relu.'],
    ),
    "a list": (
        "Two things:\n- one\n  more\n- two",
        [
            "<paragraph>Two things:",
            '<bullet_list bullet="-"><list_item><paragraph>one more<list_item><paragraph>two',
        ],
    ),
    "arguments, and the text below them": (
        "x (N, 2): the points,\nin the plane.\nw: the weight.\nRaises ValueError.",
        [
            '<bullet_list bullet="-" classes="api-arguments"><list_item><paragraph><strong>x (N, 2)'
            ": the points, in the plane.<list_item><paragraph><strong>w: the weight.",
            "<paragraph>Raises ValueError.",
        ],
    ),
    "a word before a colon that is no argument": (
        "Layers: y = f(x).\nIn short\ny: as told.",
        ["<paragraph>Layers: y = f(x). In short y: as told."],
    ),
    "an indented block": (
        "As here:\n\n    a  b\n     c",
        ["<paragraph>As here:", '<literal_block language="none" xml:space="preserve">a  b c'],
    ),
    "the last line": (
        "One.\nChapter: In practice. Source: `x` (1958).",
        [
            "<paragraph>One.",
            '<paragraph classes="api-tail">Chapter: <chapter_title title="In practice">In practice. '
            "Source: <literal>x (1958).",
        ],
    ),
}


@pytest.mark.parametrize("case", DOCSTRINGS)
def test_a_docstring_becomes(case):
    doc, expected = DOCSTRINGS[case]
    assert rendered(doc, relu="nnkit.relu") == expected


def test_names_in_chapters_are_links_and_entries_tell_where(page):
    """`nnkit.Neuron` in a chapter leads to its entry; the entry names the sections that use it, cells too."""
    path = SITE / "chapters" / "single-neuron.html"
    chapter = BeautifulSoup(path.read_text(), "html.parser").article
    assert chapter.select('a[href="../reference/api.html#nnkit.Neuron"] > code')
    assert chapter.select('a[href="../reference/api.html#nnkit.logic"] > code'), 'nnkit.logic("and")'
    used = {name: page.find(id=name).find_next_sibling("dd").select_one(".api-used") for name in NAMES}
    neuron = {link["href"] for link in used["nnkit.Neuron"].select("a")}
    assert {
        "../chapters/single-neuron.html",
        "../chapters/single-neuron.html#a-whole-season-at-once",
    } <= neuron
    imported = used["nnkit.figures.NeuronFigure"].select("a")
    assert "../chapters/single-neuron.html#try-it-one-neuron-live" in {link["href"] for link in imported}


@pytest.mark.parametrize(
    ("name", "entry"),
    {
        "nnkit.sigmoid": "nnkit.sigmoid",
        "nnkit.Linear.backward": "nnkit.Linear.backward",
        "nnkit.Linear.parameters": "nnkit.Module.parameters",
        "nnkit.Parameter.grad": "nnkit.Parameter",
        "nnkit.ParameterCount.total": "nnkit.ParameterCount",
        "nnkit.plots": "nnkit.plots",
        "nnkit.Linear.nothing": None,
        "nnkit.nothing": None,
    }.items(),
)
def test_the_entry_of_a_name(name, entry):
    assert USES.entry(name) == entry


def test_names_that_a_cell_uses():
    imported = {}
    assert set(names_in("import nnkit\nfrom nnkit import plots, Linear as L", imported)) == set()
    found = set(names_in("x = L.from_weight(w)\nplots.activation(nnkit.relu(x).sum())\nother.relu", imported))
    assert {USES.used(name) for name in found} - {None} == {
        *("nnkit.Linear", "nnkit.Linear.from_weight", "nnkit.relu"),
        "nnkit.plots.activation",
    }


def test_a_name_in_an_exercise_is_used_in_the_section_around_it():
    """An exercise holds its text in a section without a title."""
    name, uses = nodes.literal("", "nnkit.relu"), {}
    inner = nodes.section("", nodes.paragraph("", "", name), ids=["exercise-content"])
    outer = nodes.section("", nodes.title("", "Exercises"), nodes.container("", inner), ids=["exercises"])
    nodes.section("", nodes.title("", "Page"), outer, ids=["page"])
    note(uses, "nnkit.relu", name)
    assert uses == {"nnkit.relu": {"exercises": "Exercises"}}
