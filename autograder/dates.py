"""An assignment's dates in course.toml: due, each student's extension, and when hidden tests may be shown.

    time_zone = "America/New_York"     # UTC where it names none

    [assignments.a1]
    due = 2026-09-21 23:59:00
    reveal = 2026-09-24 09:00:00

    [extensions.ada]
    a1 = { due = 2026-09-23 23:59:00, reason = "ill" }

A course without that file, or an assignment without a line `reveal`, never shows them; without a line `due`
the due date and the extensions are those that the gradebook holds.
"""

import datetime
import tomllib
import zoneinfo
from dataclasses import dataclass, field

NEVER = None
UTC = zoneinfo.ZoneInfo("UTC")


@dataclass(frozen=True)
class Deadlines:
    """due: everybody's or None; extended: {student: (later due date, reason)}; all in the course's zone."""

    zone: zoneinfo.ZoneInfo = UTC
    due: datetime.datetime | None = None
    extended: dict = field(default_factory=dict)

    def reason(self, student):
        """Why the student has more time; empty where the course file says nothing of it."""
        return self.extended[student][1] if student in self.extended else ""


def reveal(course, name):
    """The reveal date of an assignment, or NEVER. Raises ValueError that says what is wrong in the file."""
    data, in_zone = _read(course)
    return _date(data.get("assignments", {}).get(name, {}), "reveal", f"reveal of {name}", in_zone)


def deadlines(course, name):
    """The Deadlines of an assignment. Raises ValueError that says what is wrong in the file."""
    data, in_zone = _read(course)
    due = _date(data.get("assignments", {}).get(name, {}), "due", f"due of {name}", in_zone)
    given = {student: entry[name] for student, entry in data.get("extensions", {}).items() if name in entry}
    if given and not due:
        raise ValueError(f"course.toml extends {name} for {', '.join(given)}, but gives it no due date")
    extended = {student: _extension(entry, f"{student}.{name}", in_zone) for student, entry in given.items()}
    return Deadlines(in_zone, due, extended)


def _extension(entry, label, in_zone):
    if not isinstance(entry, dict) or not isinstance(entry.get("due"), datetime.datetime):
        form = '{ due = 2026-10-08 23:59:00, reason = "ill" }'
        raise ValueError(f"course.toml: extensions.{label} is {entry!r}; write it like {form}")
    return _date(entry, "due", label, in_zone), str(entry.get("reason", ""))


def _read(course):
    """(what course.toml holds, the course's time zone)."""
    path = course / "course.toml"
    if not path.is_file():
        return {}, UTC
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = (data.get("assignments", {}), data.get("extensions", {}))
        for table in (*tables, *tables[0].values(), *tables[1].values()):
            table.items()  # an AttributeError where it is none
        return data, zone(data.get("time_zone", "UTC"))
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None


def _date(entry, key, label, in_zone):
    found = entry.get(key)
    if found is not None and not isinstance(found, datetime.datetime):
        raise ValueError(f"course.toml: {label} is {found!r}; write it like 2026-09-24 09:00:00")
    return found.replace(tzinfo=in_zone) if found and not found.tzinfo else found


def zone(name):
    """The time zone of this name. Raises ValueError."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):  # OSError: a continent, which is a folder
        raise ValueError(f"there is no time zone {name}") from None
