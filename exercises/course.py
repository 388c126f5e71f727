"""The course file, course.toml: read, checked (course_mistakes.py), its dates in the course's time zone."""

import datetime
import re
import tomllib
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

from course_mistakes import DATES, mistakes

LATE_WORK = {  # nbgrader's own two policies, as students read them
    "none": "Late work is accepted and keeps its points; it is marked as late.",
    "zero": "Late work scores 0 points; it still gets its feedback.",
}


class CourseError(Exception):
    """What is wrong in course.toml: one sentence a line."""


def said(moment):
    """A date as people read it: Monday 21 September 2026, 23:59 EDT."""
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M %Z}"


@dataclass(frozen=True)
class Assignment:
    """An assignment's entry; chapters: files; dates carry the course's time zone; points: task -> points."""

    name: str
    title: str
    chapters: tuple
    version: int
    release: datetime.datetime
    due: datetime.datetime
    reveal: datetime.datetime
    points: dict

    @property
    def total(self):
        return sum(self.points.values())

    @property
    def due_text(self):
        return said(self.due)


@dataclass(frozen=True)
class Notice:
    """An announcement, shown from `since` to `until`; text: Markdown."""

    since: datetime.datetime
    until: datetime.datetime
    title: str
    text: str


@dataclass(frozen=True)
class Course:
    """The course: its assignments by name, in the order of their due dates; its notices, the oldest first.

    Extensions are checked here; who grades reads them (autograder/dates.py), and no page ever does.
    """

    title: str
    time_zone: zoneinfo.ZoneInfo
    late_policy: str
    assignments: dict
    notices: tuple

    @property
    def late_text(self):
        """What becomes of late work, in a student's words."""
        return LATE_WORK[self.late_policy]


def load(path):
    """Read and check a course file -> Course. Raises CourseError that lists everything wrong at once."""
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path.name} cannot be read: {error}{_line(text, error)}") from None
    problems = list(mistakes(data, path.parent.parent, LATE_WORK))
    if problems:
        raise CourseError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return _course(data)


def _line(text, error):
    """What stands in the line that the reader of TOML could not read, where it names one."""
    found = re.search(r"at line (\d+)", str(error))
    return f": {text.splitlines()[int(found[1]) - 1].strip()}" if found else ""


def _course(data):
    zone = zoneinfo.ZoneInfo(data["time_zone"])
    entries = sorted(data["assignments"].items(), key=lambda item: item[1]["due"])
    assignments = {name: _assignment(name, entry, zone) for name, entry in entries}
    notices = [_notice(entry, zone) for entry in sorted(data.get("notices", []), key=lambda one: one["from"])]
    return Course(data["title"], zone, data["late"]["policy"], assignments, tuple(notices))


def _assignment(name, entry, zone):
    dates = {key: entry[key].replace(tzinfo=zone) for key in DATES}
    return Assignment(
        name,
        entry["title"],
        tuple(entry["chapters"]),
        entry["version"],
        points=dict(entry["points"]),
        **dates,
    )


def _notice(entry, zone):
    since, until = (entry[key].replace(tzinfo=zone) for key in ("from", "until"))
    return Notice(since, until, entry["title"].strip(), entry["text"].strip())
