"""The course file: what is wrong in it is told in the words of the person who wrote it."""

import collections
import datetime
import os
import re
from pathlib import Path

import build
import course as course_file
import pytest
from nbconvert.exporters import TemplateExporter
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

GOOD = """
title = "Networks"
time_zone = "America/New_York"

[late]
policy = "none"

[assignments.a1]
title = "One neuron"
chapters = ["chapters/one.md"]
version = 1
total = 3
release = 2026-09-07 09:00:00
due = 2026-09-21 23:59:00
reveal = 2026-09-24 09:00:00

[assignments.a1.points]
first = 1
second = 2

[assignments.a2]
title = "Two neurons"
chapters = ["chapters/one.md"]
version = 1
total = 1
release = 2026-10-19 09:00:00
due = 2026-11-02 23:59:00
reveal = 2026-11-05 09:00:00

[assignments.a2.points]
only = 1

[extensions.ada]
a1 = { due = 2026-09-23 23:59:00, reason = "ill" }

[[notices]]
from = 2026-10-01 09:00:00
until = 2026-10-09 23:59:00
title = "Conflict form"
text = "Another exam at that hour?"

[[notices]]
from = 2026-09-01 09:00:00
until = 2026-09-09 23:59:00
title = "Welcome"
text = "The first lecture is on Tuesday."
"""

MISTAKES = {
    "a date in quotes": ("due = 2026-09-21 23:59:00", 'due = "Monday"', "a1: due is 'Monday'; write it like"),
    "a date without an hour": (
        "due = 2026-09-21 23:59:00",
        "due = 2026-09-21",
        "a1: due is .* write it like",
    ),
    "a date with a zone": ("23:59:00", "23:59:00Z", "without quotes or zone"),
    "a day that does not exist": (
        "2026-09-21",
        "2026-09-31",
        r"cannot be read: Invalid date .*\): due = 2026-09-31 23:59:00$",
    ),
    "due before release": ("2026-09-21", "2026-09-01", "in the order release, due, reveal"),
    "points that do not add up": ("second = 2", "second = 5", r"add up to 1 \+ 5 = 6, not to total = 3"),
    "a due date before the one before": (
        "due = 2026-11-02",
        "due = 2026-09-21",
        r"a2: the dates must come in the order release, due, reveal",
    ),
    "an assignment inside another": (
        "due = 2026-09-21 23:59:00\nreveal = 2026-09-24",
        "due = 2026-11-02 23:59:00\nreveal = 2026-11-24",
        r"a2 lies inside a1: .* let it be due after a1, which is due 2026-11-02 23:59:00",
    ),
    "an hour that the clocks leave out": (
        "release = 2026-09-07 09:00:00",
        "release = 2026-03-08 02:30:00",
        r"a1: release is 2026-03-08 02:30:00, a time that .* leave out that night: write 2026-03-08 03:30",
    ),
    "an hour that comes twice": (
        "due = 2026-11-02 23:59:00",
        "due = 2026-11-01 01:30:00",
        r"a2: due is 2026-11-01 01:30:00, a time that comes twice that night in America/New_York:"
        " write 2026-11-01 00:30:00 or 2026-11-01 02:30:00$",
    ),
    "an unknown part": (
        "[late]",
        "[later]\n[late]",
        "unknown: later; what there is: assignments, extensions",
    ),
    "an unknown key of lateness": ('policy = "none"', 'policy = "none"\ndays = 2', "late.policy is {.*days"),
    "a name with a blank": ("[assignments.a2]", '[assignments."a 2"]', "'a 2' cannot name an assignment"),
    "an extension of nothing": (
        'a1 = { due = 2026-09-23 23:59:00, reason = "ill" }',
        'a3 = { due = 2026-09-23 23:59:00, reason = "ill" }',
        r"extensions\.ada\.a3: there is no assignment of this name",
    ),
    "an extension without reason": (
        'a1 = { due = 2026-09-23 23:59:00, reason = "ill" }',
        "a1 = 2026-09-23 23:59:00",
        r'extensions\.ada\.a1: write it like \{ due = 2026-10-08 23:59:00, reason = "ill" \}',
    ),
    "an extension that is none": (
        "due = 2026-09-23",
        "due = 2026-09-20",
        r"extensions\.ada\.a1: due is 2026-09-20 23:59:00, which is not after everybody's 2026-09-21",
    ),
    "an extension for nothing": (
        'a1 = { due = 2026-09-23 23:59:00, reason = "ill" }',
        "",
        r"extensions\.ada is empty: write a line like a3 = ",
    ),
    "a notice without text": (
        'text = "Another exam at that hour?"',
        'text = " "',
        r"notice 1 \(Conflict form\): it has no text: write a line like text = ",
    ),
    "a notice that ends before it begins": (
        "until = 2026-10-09",
        "until = 2026-09-09",
        r"notice 1 \(Conflict form\): until is 2026-09-09 23:59:00, which is not after from = 2026-10-01",
    ),
    "a notice without an end": (
        "until = 2026-10-09 23:59:00",
        "",
        r"until is None; write it like 2026-09-21",
    ),
    "a notice with a word too much": (
        "[[notices]]",
        "[[notices]]\nwho = 1",
        "unknown: who; a notice has from",
    ),
    "a notice in one bracket": (
        GOOD[GOOD.index("[[notices]]") :],
        "[notices]\ntitle = 'Welcome'",
        r"a notice begins with \[\[notices\]\], in two brackets",
    ),
    "points without tasks": ("first = 1\nsecond = 2", "", "a1: the points are missing"),
    "no points": ("first = 1", "first = 0", "points must be numbers above 0; look at first"),
    "points in words": ("first = 1", 'first = "one"', "points must be numbers above 0; look at first"),
    "a chapter that is not there": ("one.md", "two.md", r"the chapter chapters/two\.md does not exist"),
    "a chapter without its list": (
        '["chapters/one.md"]',
        '"chapters/one.md"',
        r"a1: chapters is 'chapters/one\.md'; write it like chapters = \[",
    ),
    "no chapter": ('["chapters/one.md"]', "[]", r"a1: chapters is \[\]; write it like"),
    "an unknown time zone": ("New_York", "Gotham", "'America/Gotham' is no time zone"),
    "an unknown late policy": ('"none"', '"half"', "late.policy is 'half'; it can be 'none' or 'zero'"),
    "a misspelt key": ("reveal =", "reveel =", "a1: missing: reveal; unknown: reveel"),
    "a version in words": ("version = 1", 'version = "first"', "version is 'first'; it is a whole number"),
    "an assignment without a title": (
        'title = "One neuron"',
        'title = ""',
        "a1: title is ''; write it like title",
    ),
    "no title": ('title = "Networks"', "", "the course needs a line like title"),
    "an assignment twice": (
        "[assignments.a2]",
        "[assignments.a1]",
        r"cannot be read: .* twice .*: \[assignments\.a1\]$",
    ),
    "a broken line": ("[late]", "[late", "course.toml cannot be read"),
}


@pytest.fixture
def write(tmp_path):
    def written(text):
        (tmp_path / "exercises").mkdir()
        (tmp_path / "chapters").mkdir()
        (tmp_path / "chapters" / "one.md").touch()
        path = tmp_path / "exercises" / "course.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_good_file_is_read_with_its_dates_in_the_courses_zone(write):
    course = course_file.load(write(GOOD))
    assignment = course.assignments["a1"]
    assert (course.title, course.late_policy, assignment.points) == (
        "Networks",
        "none",
        {"first": 1, "second": 2},
    )
    assert assignment.due.astimezone(datetime.UTC).isoformat() == "2026-09-22T03:59:00+00:00"
    assert course.assignments["a2"].due_text == "Monday 2 November 2026, 23:59 EST"
    assert [notice.title for notice in course.notices] == ["Welcome", "Conflict form"]
    assert "keeps its points" in course.late_text


def test_assignments_come_in_the_order_of_their_dates(write):
    second = GOOD.index("[assignments.a2]")
    moved = GOOD[:second].replace("[assignments.a1", "[assignments.b1")
    text = GOOD.replace(GOOD[GOOD.index("[assignments.a1]") : second], "").replace("ada]\na1", "ada]\nb1")
    course = course_file.load(write(text + moved[moved.index("[assignments.b1]") :]))
    assert list(course.assignments) == ["b1", "a2"]


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_plain_words(write, right, wrong, said):
    assert right in GOOD
    with pytest.raises(course_file.CourseError, match=said):
        course_file.load(write(GOOD.replace(right, wrong, 1)))


def test_all_mistakes_are_told_at_once(write):
    text = (
        GOOD.replace("second = 2", "second = 5").replace("New_York", "Gotham").replace("one.md", "two.md", 1)
    )
    with pytest.raises(course_file.CourseError) as caught:
        course_file.load(write(text))
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_without_assignments_says_so(write):
    with pytest.raises(course_file.CourseError, match="there is no assignment"):
        course_file.load(write(GOOD[: GOOD.index("[assignments.a1]")]))


def test_the_course_s_own_file_is_right():
    course_file.load(Path(course_file.__file__).with_name("course.toml"))


def test_plain_nbgrader_asks_the_course_file_how_late_work_is(monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    folder = Path(course_file.__file__).parent
    config = PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()
    autograde = Autograde(coursedir=CourseDirectory(config=config), config=config)
    exporter = TemplateExporter(config=config)
    exporter.register_preprocessor(autograde.autograde_preprocessors[0])
    first = exporter._preprocessors[-1]
    assert (type(first).__name__, first.enabled) == ("Extensions", True)
    assert CourseDirectory(parent=first).root == str(folder)


def test_the_page_for_students_says_what_the_archives_readme_says():
    page = (Path(course_file.__file__).parent.parent / "students.md").read_text(encoding="utf-8")
    install = f'"./{build.wheel.file_name()}[notebook]"'
    readme = build.README.format_map(collections.defaultdict(str, name="a1", install=install))
    found = re.findall(
        r"^ {5,}(?:\w[\w, ]*: +)?((?:python3?|py|source|venv|jupyter|nbgrader)\b.*)", readme, re.M
    )
    commands = [*found, *re.findall(r"3\. Then: +(.*)", readme)]
    assert len(commands) == 7
    assert [command for command in commands if command not in page] == []
