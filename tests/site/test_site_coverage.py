"""What the lecture says is found in the book, in nnkit, in a figure and in a graded task (instructors' page).

That each section, figure, name and task of it exists is seen by the build, which stops otherwise. Here:
that none of the twenty rows is missing, that each has all its parts, and that the page shows them as links.
"""

import sys
import tomllib

import pytest
from site_built import CHAPTERS, ROOT, SITE, parsed

sys.path.insert(0, str(ROOT / "_ext"))

from api_uses import names_of

ROWS = {row["number"]: row for row in tomllib.loads((ROOT / "reference/coverage.toml").read_text())["row"]}
COURSE = tomllib.loads((ROOT / "exercises/course.toml").read_text())["assignments"]


@pytest.fixture(scope="module")
def shown():
    """{number: the row's cells on the built page}"""
    table = parsed(SITE / "instructors.html").select_one("table.coverage")
    rows = [row.select("td") for row in table.select("tbody tr")]
    return {int(cells[0].get_text()): cells for cells in rows}


def test_no_row_is_missing():
    assert list(ROWS) == list(range(1, 21))


@pytest.mark.parametrize("number", range(2, 21))
def test_a_row_has_all_its_parts(number):
    row, names = ROWS[number], names_of(ROOT / "nnkit")
    assert all(row[part] for part in ("subject", "sections", "names", "figures", "tasks"))
    assert [name for name in row["names"] if not names.entry(name)] == []
    tasks = [task.split(".") for task in row["tasks"]]
    assert [task for assignment, task in tasks if task not in COURSE[assignment]["points"]] == []


@pytest.mark.parametrize("number", range(1, 21))
def test_a_row_is_shown_with_links(number, shown):
    cells = shown[number]
    for cell, part in zip(cells[2:5], ("sections", "names", "figures"), strict=True):
        assert len(cell.select("a[href]")) == len(ROWS[number].get(part, [])), cell


@pytest.mark.parametrize("number", range(2, 21))
def test_a_section_is_named_with_its_chapters_number(number, shown):
    for link in shown[number][2].select("a"):
        page, (chapter, _, title) = link["href"].partition(".html")[0], link.get_text().partition(". ")
        assert page not in CHAPTERS or (CHAPTERS[int(chapter) - 1], bool(title)) == (page, True)


def test_every_graded_task_belongs_to_a_subject():
    asked = {task for row in ROWS.values() for task in row.get("tasks", [])}
    assert asked == {f"{name}.{task}" for name, one in COURSE.items() for task in one["points"]}
