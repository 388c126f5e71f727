"""Notices and due dates by the reader's clock and zone: a page built long ago never tells a wrong state."""

import datetime
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "exercises"))
import course as course_file

COURSE = course_file.load(Path(course_file.__file__).with_name("course.toml"))
FIRST = next(iter(COURSE.assignments.values()))
NOTICE = COURSE.notices[-1]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def at(open_page, site):
    """at(moment, name) -> a page as somebody in Tokyo, where clocks show another time, sees it then."""

    def at(moment, name="intro"):
        page = open_page("about:blank", timezone_id="Asia/Tokyo")
        page.clock.set_fixed_time(moment)
        page.goto(f"{site}{name}.html")
        return page

    return at


def shown(page):
    return page.locator(".course-notice:visible strong:first-child").all_inner_texts()


def test_a_notice_is_shown_between_its_dates(at):
    current = at(NOTICE.since + HOUR)
    assert NOTICE.title in shown(current)
    current.clock.set_fixed_time(NOTICE.until + HOUR)
    current.reload()
    assert NOTICE.title not in shown(current)


def test_the_next_due_date_is_told_also_in_the_reader_s_own_time(at):
    page = at(FIRST.due - 3 * HOUR)
    text = page.locator(".course-next").inner_text()
    assert text.startswith(f"Next due: {FIRST.title}, {FIRST.due_text} (")
    own = FIRST.due.astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    assert f"{own:%a} {own.day}" in text
    assert f"{own:%H:%M} your time), in 3 hours" in text
    page.clock.set_fixed_time(max(one.due for one in COURSE.assignments.values()) + HOUR)
    page.reload()
    assert page.locator(".course-next").inner_text() == ""


def test_the_schedule_tells_what_is_over_and_what_is_next(at):
    page = at(FIRST.due - HOUR, "reference/schedule")
    assert f"{FIRST.title} is due" in page.locator("tr.course-soon").inner_text()
    dates = [date for one in COURSE.assignments.values() for date in (one.release, one.due, one.reveal)]
    begun = [date for date in dates + [one.since for one in COURSE.notices] if date < FIRST.due - HOUR]
    assert page.locator("tr.course-past").count() == len(begun)


def test_without_scripts_everything_stands_there(open_page, site):
    page = open_page(f"{site}intro.html", java_script_enabled=False)
    assert shown(page) == [notice.title for notice in COURSE.notices]
    due = page.locator(".course-assignments time").all_inner_texts()
    assert due == [one.due_text for one in COURSE.assignments.values()]
