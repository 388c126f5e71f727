"""The calendar file: RFC 5545's lines, escapes and folds; times are instants, whatever the clocks do."""

import datetime
import sys
import zoneinfo
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[2] / "_ext"))
import ics

ZONE = zoneinfo.ZoneInfo("America/New_York")


def assignment(title, due):
    due = due.replace(tzinfo=ZONE)
    return SimpleNamespace(
        name="a1", title=title, due=due, due_text="Monday", release=due - datetime.timedelta(14), total=10
    )


def lines(title="One neuron", due=datetime.datetime(2026, 11, 2, 23, 59)):
    made = {"a1": assignment(title, due)}
    return ics.calendar(SimpleNamespace(title="Networks", assignments=made)).split("\r\n")


def test_a_due_date_is_an_event_in_universal_time():
    found = lines()
    assert (found[0], found[-2], found[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert "DTSTART:20261103T045900Z" in found
    assert "DTSTAMP:20261020T035900Z" in found, "on the other side of the clocks' change"
    assert "UID:a1-2026@course-notes" in found


def test_what_parts_values_is_escaped():
    (summary,) = (line for line in lines(r"Yes, no; a\b" + "\nnew") if line.startswith("SUMMARY"))
    assert summary == r"SUMMARY:Due: Yes\, no\; a\\b\nnew (a1)"


def test_long_lines_are_folded_between_characters():
    title = "Größenordnungen 🧠 " * 9
    found = lines(title)
    assert max(len(line.encode()) for line in found) <= 75
    start = next(index for index, line in enumerate(found) if line.startswith("SUMMARY"))
    whole = found[start]
    for line in found[start + 1 :]:
        if not line.startswith(" "):
            break
        whole += line[1:]
    assert whole == f"SUMMARY:Due: {title} (a1)"
    assert any(len(line.encode()) > 71 for line in found), "a line goes as far as it may"
