"""The course file: what is wrong in it is told in the words of the person who wrote it."""

import datetime

import course as course_file
import pytest

GOOD = """
title = "Networks"
time_zone = "America/New_York"

[late]
policy = "none"

[assignments.a1]
title = "One neuron"
chapter = "chapters/one.md"
version = 1
total = 3
release = 2026-09-07 09:00:00
due = 2026-09-21 23:59:00
reveal = 2026-09-24 09:00:00

[assignments.a1.points]
first = 1
second = 2
"""

MISTAKES = {
    "a date in quotes": ("due = 2026-09-21 23:59:00", 'due = "Monday"', "a1: due is 'Monday'; write it like"),
    "a date without an hour": (
        "due = 2026-09-21 23:59:00",
        "due = 2026-09-21",
        "a1: due is .* write it like",
    ),
    "a date with a zone": ("23:59:00", "23:59:00Z", "without quotes or zone"),
    "a day that does not exist": ("2026-09-21", "2026-09-31", "cannot be read: .*A wrong date"),
    "due before release": ("2026-09-21", "2026-09-01", "in the order release, due, reveal"),
    "points that do not add up": ("second = 2", "second = 5", r"add up to 1 \+ 5 = 6, not to total = 3"),
    "no points": ("first = 1", "first = 0", "points must be numbers above 0; look at first"),
    "points in words": ("first = 1", 'first = "one"', "points must be numbers above 0; look at first"),
    "a chapter that is not there": ("one.md", "two.md", r"the chapter chapters/two\.md does not exist"),
    "an unknown time zone": ("New_York", "Gotham", "'America/Gotham' is no time zone"),
    "an unknown late policy": ('"none"', '"half"', "late.policy is 'half'; it can be 'none' or 'zero'"),
    "a misspelt key": ("reveal =", "reveel =", "a1: missing: reveal; unknown: reveel"),
    "a version in words": ("version = 1", 'version = "first"', "version is 'first'; it is a whole number"),
    "no title": ('title = "Networks"', "", "the course needs a line like title"),
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


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_plain_words(write, right, wrong, said):
    assert right in GOOD
    with pytest.raises(course_file.CourseError, match=said):
        course_file.load(write(GOOD.replace(right, wrong, 1)))


def test_all_mistakes_are_told_at_once(write):
    text = GOOD.replace("second = 2", "second = 5").replace("New_York", "Gotham").replace("one.md", "two.md")
    with pytest.raises(course_file.CourseError) as caught:
        course_file.load(write(text))
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_without_assignments_says_so(write):
    with pytest.raises(course_file.CourseError, match="there is no assignment"):
        course_file.load(write(GOOD[: GOOD.index("[assignments.a1]")]))
