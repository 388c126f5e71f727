"""The build itself, on a tiny book with the real configuration, extensions and a copy of nnkit.

It fails where it must (a failing cell, a bad reference, a bad formula, a bad question), it runs cells again
when nnkit changes and only then, and it does without a student release.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "autograder"))
import autograder_forked

ROOT = Path(__file__).parents[2]
HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""
TOC = "format: jb-book\nroot: intro\nchapters:\n  - file: one\n"
CELL = "```{code-cell} ipython3\nimport nnkit\nprint('probe', nnkit.PROBE)\n```\n"
QUESTION = ":::{predict}\nWhich?\n\n- [x] This.\n\n  Yes.\n- [ ] That.\n\n  No.\n:::\n"


class Book:
    """A book of a first page and the page `one`, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("_ext", "_templates", "assets", "nnkit"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "_config.yml", folder)
        assert (ROOT / "node_modules").is_dir(), "node_modules is missing: run `make` first"
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        (folder / "references.bib").touch()
        (folder / "_toc.yml").write_text(TOC)
        (folder / "intro.md").write_text("# Book\n\n<a href='assignments/a1.zip'>a1.zip</a>\n")

    def write(self, text):
        (self.folder / "one.md").write_text(f"{HEAD}# One\n\n{text}")

    def build(self):
        """The finished process of `jupyter-book build`."""
        tools = Path(sys.executable).parent
        path = os.pathsep.join([str(tools), os.environ["PATH"]])
        options = ["build", ".", "-n", "-W", "--keep-going"]
        env = {**os.environ, "PATH": path, "PYTHONPATH": str(self.folder), "JUPYTER_PLATFORM_DIRS": "1"}
        return autograder_forked.run("jupyter-book", options, env, self.folder)

    def page(self):
        return (self.folder / "_build" / "html" / "one.html").read_text()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """One book for the module; each test writes the page that it needs."""
    return Book(tmp_path_factory.mktemp("book"))


def executed(run):
    """Were any cells run in this build?"""
    return "Executed notebook in" in run.stdout + run.stderr


def probe(page):
    return re.search(r"probe (\d+)", page)[1]


def set_probe(book, value):
    init = book.folder / "nnkit" / "__init__.py"
    init.write_text(f"{(ROOT / 'nnkit' / '__init__.py').read_text()}\nPROBE = {value}\n")


def test_outputs_follow_nnkit(book):
    book.write(CELL)
    set_probe(book, 41)
    first = book.build()
    assert first.returncode == 0, first.stdout + first.stderr
    assert probe(book.page()) == "41"

    again = book.build()
    assert again.returncode == 0
    assert not executed(again), "nothing has changed, so nothing need run"

    set_probe(book, 42)
    changed = book.build()
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert probe(book.page()) == "42"
    assert len(list((book.folder / "_build" / ".jupyter_cache").iterdir())) == 1, "old caches pile up"

    with (book.folder / "nnkit/figures/static/neuron.js").open("a") as bundle:
        bundle.write("\n// another version of the figure\n")
    assert executed(book.build()), "a page shows what the figures' bundles draw"


MEETING = """```{code-cell} ipython3
import pathlib, time

here, there = pathlib.Path("NAME.here"), pathlib.Path("OTHER.here")
here.touch()
until = time.monotonic() + 25
while not there.exists():
    if time.monotonic() > until:
        here.unlink()
        raise TimeoutError("the other page is not run at the same time")
    time.sleep(0.1)
```
"""


def test_pages_are_run_side_by_side(book):
    book.write(MEETING.replace("NAME", "one").replace("OTHER", "intro"))
    intro = book.folder / "intro.md"
    before = intro.read_text()
    intro.write_text(f"{HEAD}{before}\n{MEETING.replace('NAME', 'intro').replace('OTHER', 'one')}")
    run = book.build()
    intro.write_text(before)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_site_without_a_release_builds(book):
    assert not (book.folder / "exercises").exists()
    book.write("No code.")
    run = book.build()
    assert run.returncode == 0, run.stdout + run.stderr
    assert "assignments/a1.zip" in (book.folder / "_build/html/intro.html").read_text()


def test_a_new_release_and_a_new_style_are_published(book):
    book.write("No code.")
    release = book.folder / "exercises/public/assignments/a1.zip"
    release.parent.mkdir(parents=True)
    for content in ("old", "new"):
        release.write_text(content)
        (book.folder / "assets/book.css").write_text(f"/* {content} */")
        run = book.build()
        assert run.returncode == 0, run.stdout + run.stderr
        assert (book.folder / "_build/html/assignments/a1.zip").read_text() == content
        assert content in (book.folder / "_build/html/_static/book.css").read_text()
    shutil.rmtree(book.folder / "exercises")


VEILS = """
:::{predict}
:veil:
Which?

- [x] This.

  Yes.
- [ ] That.

  No.
:::

The first answer.

$$
1 + 1
$$

:::{veil-end}
:::

In sight.

:::{predict}
:veil:
Which now?

- [x] This.

  Yes.
- [ ] That.

  No.
:::

The second answer.

## Next

Also in sight.
"""


def test_a_veil_reaches_to_its_end_or_to_the_next_heading(book):
    book.write(VEILS)
    run = book.build()
    assert run.returncode == 0, run.stdout + run.stderr
    page = BeautifulSoup(book.page(), "html.parser")
    first, second = page.select("form.predict + .predict-veil")
    assert "The first answer." in first.get_text()
    assert first.select_one("div.math")
    assert second.get_text().strip() == "The second answer."
    for text in ("In sight.", "Which now?", "Next", "Also in sight."):
        assert page.find(string=re.compile(text)).find_parent(class_="predict-veil") is None
    assert not page.select("[hidden], [inert], .predict-sealed"), "without JavaScript nothing is veiled"


BOXES = """
{prf:ref}`thm-two` follows from {prf:ref}`def-one`.

:::{prf:definition} One
:label: def-one
Text.
:::

:::{prf:theorem}
:label: thm-two
Text.
:::

:::{prf:proof}
It *is* so.
:::

:::{prf:proof}
$1 = 1$.
:::
"""


def test_theorems_and_definitions_are_counted_together(book):
    book.write(BOXES)
    run = book.build()
    assert run.returncode == 0, run.stdout + run.stderr
    page = BeautifulSoup(book.page(), "html.parser").article
    links = [(link.get_text(), link["href"]) for link in page.select("a[href^='#thm'], a[href^='#def']")]
    assert links == [("Theorem 2", "#thm-two"), ("Definition 1", "#def-one")]
    assert page.select_one("#thm-two > .admonition-title").get_text().strip() == "Theorem 2"
    first, second = page.select(".proof-text")
    assert first.get_text().strip() == "Proof. It is so."
    assert second.select_one("em").get_text() == "Proof."
    assert second.select_one(".katex")
    ids = [element["id"] for element in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))


COURSE = """
title = "Networks"
time_zone = "America/New_York"
late.policy = "zero"
[assignments.a1]
title = "One neuron"
chapters = ["one.md", "intro.md"]
version = 1
total = 10
release = 2026-09-07 09:00:00
due = 2026-09-21 23:59:00
reveal = 2026-09-24 09:00:00
points = {{ first = 10 }}
[extensions.lovelace]
a1 = {{ due = 2026-09-30 23:59:00, reason = "a broken arm" }}
[[notices]]
from = 2026-09-{} 08:00:00
until = 2026-09-30 23:59:00
title = "Conflict form"
text = "Hand it **in**."
"""
DIRECTIVES = "Due {due}`a1`.\n\n```{assignment} a1\n```\n" + "".join(
    f"```{{{name}}}\n```\n" for name in ("notices", "assignments", "schedule", "late-policy")
)


@pytest.fixture
def course(book):
    folder = book.folder / "exercises"
    folder.mkdir()
    for name in ("course.py", "course_mistakes.py"):
        shutil.copy(ROOT / "exercises" / name, folder)
    yield folder
    shutil.rmtree(folder)


def told(book):
    """The page of a book that builds, and the texts of its schedule's rows."""
    run = book.build()
    assert run.returncode == 0, run.stdout + run.stderr
    page = BeautifulSoup(book.page(), "html.parser")
    rows = page.select(".course-schedule tbody tr")
    return page, [" ".join(row.get_text(" ").split()) for row in rows]


def test_pages_follow_the_course_file(book, course):
    book.write(DIRECTIVES)
    (course / "course.toml").write_text(COURSE.format(22))
    page, rows = told(book)
    due = '<time datetime="2026-09-21T23:59:00-04:00">Monday 21 September 2026, 23:59 EDT</time>'
    assert f"Due {due}." in str(page)
    assert rows == [
        "7 Sep Mon 7 Sep, 09:00 EDT One neuron is released: 10 points, chapters One and Book",
        "21 Sep Mon 21 Sep, 23:59 EDT One neuron is due",
        "Tue 22 Sep, 08:00 EDT Conflict form , until Wed 30 Sep, 23:59 EDT Hand it in .",
        "Thu 24 Sep, 09:00 EDT Feedback and solutions: One neuron",
    ]
    assert page.select_one(".course-notice").get_text().startswith("\nConflict form\nHand it in.")
    assert page.select_one(".course-assignments a[href='#']"), "the chapter is this page itself"
    assert "Late work scores 0 points" in page.get_text()
    told_day = "10 points, due Monday 21 September 2026, 23:59 EDT"
    assert f"Assignment 1: One neuron (not out yet), {told_day}" in page.get_text()
    assert page.select(".course-assignments td")[-1].get_text() == "not out yet"

    (course / "public" / "assignments").mkdir(parents=True)
    (course / "public" / "assignments" / "a1.zip").write_text("PK")
    (course / "course.toml").write_text(COURSE.format("01").replace("09-21 23:59", "09-22 23:59"))
    page, rows = told(book)
    assert rows[0].startswith("31 Aug Tue 1 Sep, 08:00 EDT Conflict form")
    assert "Tue 22 Sep, 23:59 EDT One neuron is due" in rows[2]
    assert [link["href"] for link in page.select("a[download]")] == ["assignments/a1.zip"] * 3
    button = page.select_one("a[download]")
    assert button.get_text() == "Download assignment 1: One neuron"
    assert "Tuesday 22 September 2026" in button.find_parent("p").get_text()
    site = book.folder / "_build" / "html"
    assert b"DTSTART:20260923T035900Z" in (site / "assignments.ics").read_bytes()
    everything = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert b"lovelace" not in everything
    assert b"broken arm" not in everything


def test_an_unchanged_book_is_neither_read_nor_written_again(book, course):
    (course / "course.toml").write_text(COURSE.format(22))
    (book.folder / "reference").mkdir()
    (book.folder / "reference/coverage.toml").write_text(
        "[[row]]\nnumber = 1\nsubject = 'It'\nsections = ['here']"
    )
    book.write(DIRECTIVES + "\n(here)=\n## Here\n\n```{coverage}\n```\n")
    page, _ = told(book)
    assert page.select_one(".coverage a").get_text() == "Here"
    html = book.folder / "_build/html/one.html"
    before = html.stat().st_mtime_ns
    assert "0 added, 0 changed, 0 removed" in book.build().stdout
    assert html.stat().st_mtime_ns == before

    (course / "public" / "assignments").mkdir(parents=True)
    (course / "public" / "assignments" / "a1.zip").write_text("PK")
    page, _ = told(book)
    assert len(page.select("a[download]")) == 3


def test_a_course_file_that_is_wrong_stops_the_build(book, course):
    book.write("Due {due}`a1`.")
    (course / "course.toml").write_text(COURSE.format(22).replace('"one.md"', '"two.md"'))
    run = book.build()
    assert run.returncode != 0
    assert "course.toml: a1: the chapter two.md does not exist" in run.stdout + run.stderr


def test_a_formula_keeps_its_own_comma(book):
    book.write("Three letters: *a*, $x$, *b*. An $n$. Another *c*. *D* ends.\n")
    run = book.build()
    assert run.returncode == 0, run.stdout + run.stderr
    page = BeautifulSoup(book.page(), "html.parser").article
    assert [kept.contents[-1] for kept in page.select(".short-formula")] == [",", "."]
    for formula in page.select(".katex"):
        formula.replace_with("x")
    assert "Three letters: a, x, b. An x. Another c. D ends." in page.get_text()


BROKEN = {
    "bad veils": (
        QUESTION.replace("Which", ":veil:\nWhich") + "\n## Next\n\nText.\n\n:::{veil-end}\n:::\n",
        ["nothing for :veil: to cover", "no question with :veil: stands above it"],
    ),
    "a due date of nothing": ("Due {due}`a9`.", ["{due}`a9`: no such assignment"]),
    "an assignment that is none": ("```{assignment} a9\n```", ["{assignment} a9: no such assignment"]),
    "a name that nnkit does not have": ("Use `nnkit.sigmiod(z)`.", ["nnkit has no public sigmiod"]),
    "a failing cell": (CELL.replace("nnkit.PROBE", "1 / 0"), ["ZeroDivisionError"]),
    "dangling references": (
        "See {eq}`eq-nowhere`, {numref}`fig-nowhere` and {cite:t}`nobody1900`.",
        ["eq-nowhere", "fig-nowhere", "nobody1900"],
    ),
    "a bad formula": (r"So $\nosuchmacro$ holds.", ["KaTeX cannot set", "nosuchmacro"]),
    "bad questions": (
        QUESTION.replace("[ ]", "[x]")
        + QUESTION.replace("\n\n  No.", "").replace("Which", "What")
        + ":::{predict}\nWhich?\n:::\n",
        [
            "exactly one choice is ticked",
            "its feedback in a paragraph below",
            "ends with its list of choices",
        ],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_build_fails_on(book, name):
    text, messages = BROKEN[name]
    book.write(text)
    run = book.build()
    assert run.returncode != 0
    for message in messages:
        assert message in run.stdout + run.stderr


def test_a_question_is_a_radio_group(book):
    book.write("$$\nx = 1\n$$ (eq-x)\n\n" + QUESTION.replace("This", "This, by {eq}`eq-x`"))
    run = book.build()
    assert run.returncode == 0, run.stdout + run.stderr
    page = book.page()
    assert page.count('<input type="radio" name="predict-1"') == 2
    assert '<div role="radiogroup" aria-labelledby="predict-1-asked">' in page
    assert page.count('href="#equation-eq-x"') >= 1
    assert "predict.js" in page
    assert "predict.js" not in (book.folder / "_build/html/intro.html").read_text()
