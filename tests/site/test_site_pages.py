"""The built pages: nothing from another host, nothing dangling, all that a chapter must have.

Needs the built website (`make site`).
"""

import ast
import functools
import gzip
import re
import tomllib
from urllib.parse import unquote, urlsplit

import pytest
from site_built import CELL, CHAPTERS, FILES, ROOT, SITE, parsed

PAGES = ["intro", *FILES]
PHONE_BUDGET = 350_000  # bytes of a page with all that it loads, gzipped: about two seconds on slow 4G
UNWANTED = (
    "require.js",
    "requirejs",
    "MathJax",
    "sphinx-thebe",
    "THEBE_JS_URL",
    "jsdelivr",
    "unpkg",
    "cdnjs",
)


@pytest.fixture(scope="module")
def site():
    """Folder of the built website."""
    assert (SITE / "intro.html").exists(), "the website is not built: run `make site` first"
    return SITE


@functools.cache
def anchors(path):
    """The ids on a page; looked for one by one, each link would go through the whole page again."""
    return {element["id"] for element in parsed(path).select("[id]")}


@pytest.fixture(params=PAGES)
def page(request, site):
    """(path, parsed page) for each page of the table of contents."""
    path = site / f"{request.param}.html"
    return path, parsed(path)


@pytest.fixture(params=CHAPTERS)
def chapter(request, site):
    """Parsed page of each chapter."""
    return parsed(site / f"{request.param}.html")


def loaded(soup):
    """Addresses of all that a browser loads with the page."""
    for element in soup.select("[src], link[href], object[data], [poster]"):
        if element.name != "link" or set(element["rel"]) & {"stylesheet", "preload", "icon", "modulepreload"}:
            yield element.get("src") or element.get("href") or element.get("data") or element.get("poster")


def local_file(path, address):
    """File that a relative address on a page means."""
    return (path.parent / unquote(urlsplit(address).path)).resolve()


def files_of(path, soup):
    """Files that the page loads, and those that its style sheets name."""
    for address in loaded(soup):
        if not address.startswith("data:"):
            yield local_file(path, address)


def test_page_loads_only_from_the_site(page):
    path, soup = page
    foreign = [address for address in loaded(soup) if re.match(r"(https?:)?//", address)]
    assert foreign == []
    missing = [file for file in files_of(path, soup) if not file.exists()]
    assert missing == []


def test_style_sheets_load_only_from_the_site(page):
    path, soup = page
    sheets = [file for file in files_of(path, soup) if file.suffix == ".css"]
    assert sheets
    for sheet in sheets:
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text()):
            if not address.startswith(("data:", "#")):
                assert local_file(sheet, address).exists(), f"{sheet.name} wants {address}"


def test_no_widget_manager_no_mathjax_no_cdn(page):
    path, soup = page
    scripts = [element.get_text() for element in soup.select("script:not([src])")]
    scripts += [file.read_text() for file in files_of(path, soup) if file.suffix == ".js"]
    assert len(scripts) > 3
    for name in (
        "require.js",
        "requirejs",
        "MathJax",
        "sphinx-thebe",
        "THEBE_JS_URL",
        "jsdelivr",
        "unpkg.com",
        "cdnjs",
    ):
        assert not any(name in script for script in scripts), name


def test_pictures_say_what_they_show(page):
    _, soup = page
    assert [str(image) for image in soup.select("img") if not image.get("alt", "").strip()] == []
    for drawing in soup.select("article svg"):
        hidden = drawing.find_parent(attrs={"aria-hidden": "true"}) or drawing.get("aria-hidden") == "true"
        named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.find("title")
        in_formula = drawing.find_parent(class_="katex")
        decoration = drawing.find_parent(["summary", "button"])
        assert hidden or named or in_formula or decoration, str(drawing)[:200]


def test_ids_are_unique(page):
    ids = [element["id"] for element in page[1].select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_links_and_anchors_resolve(page):
    path, soup = page
    links = [a["href"] for a in soup.select("a[href]") if not urlsplit(a["href"]).scheme]
    assert links
    for link in links:
        target = local_file(path, link) if urlsplit(link).path else path
        assert target.exists(), link
        anchor = urlsplit(link).fragment
        if anchor and target.suffix == ".html":
            assert unquote(anchor) in anchors(target), link


def test_icons_are_in_the_subset(page):
    used = {name for element in page[1].select("[class*=fa-]") for name in element["class"]}
    icons = (SITE / "_static/vendor/icons/icons.css").read_text()
    named = {name for name in used if name.startswith("fa-")} - {"fa-solid", "fa-lg"}
    assert named
    assert [name for name in named if f".{name}::before" not in icons] == []


def test_weight_on_a_phone(page):
    path, soup = page
    fonts = ("Main-Regular", "Math-Italic", "Main-Bold", "Size1-Regular", "Size2-Regular")
    typeset = [SITE / f"_static/vendor/katex/fonts/KaTeX_{name}.woff2" for name in fonts]
    files = {path, *files_of(path, soup), *typeset}
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert weight < PHONE_BUDGET


def test_chapter_has_its_parts(chapter):
    """What a reader may count on in each chapter; all else is as its subject wants it."""
    objectives = chapter.select_one(".admonition.objectives")
    assert len(objectives.select("ol > li")) >= 3
    assert "minutes" in objectives.get_text()
    headings = {heading.get_text().rstrip("#").strip() for heading in chapter.select("h2, h3")}
    assert headings >= {"Misconceptions", "Summary", "Exercises"}
    assert headings & {"The graded assignment", "The graded assignments"}
    assert len(chapter.select("section#summary li")) >= 3
    assert chapter.select("figure.nn-figure")
    assert chapter.select('a[href*="bibliography.html#"]'), "no source is cited"
    assert chapter.select_one("a.book-button[download]")["href"].endswith(".zip")


def test_every_prediction_has_feedback(chapter):
    questions = chapter.select("form.predict")
    assert questions
    for question in questions:
        verdicts = [choice["data-verdict"] for choice in question.select(".predict-choice")]
        assert len(verdicts) >= 2
        assert verdicts.count("right") == 1
        assert all(feedback.get_text(strip=True) for feedback in question.select(".predict-feedback"))


def test_what_answers_a_question_is_veiled(chapter):
    veils = chapter.select("form.predict + .predict-veil")
    assert veils
    assert all(veil.get_text(strip=True) for veil in veils)


def test_the_neuron_veils_every_answer_and_shows_it_in_a_figure(site):
    chapter = parsed(site / "chapters/single-neuron.html")
    veils = chapter.select("form.predict + .predict-veil")
    assert len(veils) == len(chapter.select("form.predict")) > 0
    assert all(veil.select("figure") for veil in veils)


def test_every_exercise_has_a_hint_and_a_solution(chapter):
    exercises = chapter.select("section#exercises div.exercise")
    assert len(exercises) >= 3
    for exercise in exercises:
        folded = exercise.find_next_siblings("details", limit=2)
        titles = [details.select_one("summary").get_text(strip=True) for details in folded]
        assert titles == ["Hint", "Solution"], exercise["id"]
        assert all(len(details.get_text()) > 60 for details in folded)


def test_the_first_page_tells_when_assignments_are_due(site):
    page = parsed(site / "intro.html").article.get_text()
    assignments = tomllib.loads((ROOT / "exercises/course.toml").read_text())["assignments"]
    assert assignments
    for entry in assignments.values():
        due = entry["due"]
        assert f"{due:%A} {due.day} {due:%B %Y, %H:%M}" in page


@pytest.mark.parametrize("name", CHAPTERS)
def test_equations_are_numbered_in_order(name, site):
    shown = parsed(site / f"{name}.html").select("div.math > .eqno")
    numbers = [number.contents[0].strip() for number in shown]
    place = CHAPTERS.index(name) + 1
    assert numbers == [f"({place}.{n})" for n in range(1, len(numbers) + 1)]
    assert numbers


def test_formulas_are_typeset(chapter):
    assert len(chapter.select(".katex-html")) > 50
    assert chapter.select(".katex-error") == []
    text = chapter.article.find_all(string=re.compile(r"\$|\\frac|\\hat|\{eq\}"))
    assert [node for node in text if not node.find_parent(["annotation", "pre", "code", "script"])] == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_equation_references_resolve(name, site):
    """Each is a link to the equation of that label, of this chapter or another."""
    path = site / f"{name}.html"
    references = re.findall(r"\{eq\}`([\w-]+)`", (ROOT / f"{name}.md").read_text())
    links = [a["href"] for a in parsed(path).select('a[href*="#equation-"]:not(.headerlink)')]
    assert sorted(link.partition("#equation-")[2] for link in links) == sorted(references)
    for link in links:
        target = local_file(path, link) if urlsplit(link).path else path
        assert urlsplit(link).fragment in anchors(target), link


@pytest.mark.parametrize("name", CHAPTERS)
def test_cells_are_short(name):
    for cell in CELL.findall((ROOT / f"{name}.md").read_text()):
        assert len(cell.strip().splitlines()) <= 15, cell
        assert max(map(len, cell.splitlines())) <= 88, cell


class Renamed(ast.NodeTransformer):
    """Names become their order of appearance, so that renaming hides nothing."""

    def __init__(self):
        self.order = {}

    def number(self, name):
        return str(self.order.setdefault(name, len(self.order)))

    def visit_Name(self, node):
        return ast.copy_location(ast.Name(self.number(node.id), node.ctx), node)

    def visit_arg(self, node):
        return ast.arg(self.number(node.arg))


def bodies(code):
    """Normalised bodies of all functions in `code`, without docstrings."""
    found = set()
    for function in ast.walk(ast.parse(code)):
        if isinstance(function, ast.FunctionDef):
            rename = Renamed()
            rename.visit(function.args)
            start = 1 if ast.get_docstring(function) is not None else 0
            found.add("\n".join(ast.dump(rename.visit(node)) for node in function.body[start:]))
    return found


def test_no_solution_of_a_graded_task_is_on_the_site():
    sources = list((ROOT / "exercises").glob("a?.py"))
    assert sources
    cells = re.compile(r"# %% solution=.*?\n(.*?)(?=\n# %%|\Z)", re.DOTALL)
    solved = [cell for path in sources for cell in cells.findall(path.read_text())]
    solutions = set().union(*map(bodies, solved))
    assert len(solutions) >= 5
    shown = {name: shown_bodies((ROOT / f"{name}.md").read_text()) for name in FILES}
    assert any(shown.values()), "no page defines a function: the rule checks nothing"
    assert {name: found & solutions for name, found in shown.items() if found & solutions} == {}


def shown_bodies(text):
    """Bodies of the functions in a page's code."""
    shown = set()
    for code in re.findall(r"```[^\n]*\n(?:---\n.*?\n---\n)?(.*?)```", text, re.DOTALL):
        try:
            shown |= bodies(code)
        except SyntaxError:  # prose inside another directive
            continue
    return shown
