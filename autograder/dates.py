"""When hidden tests and their values may be shown: the date `reveal` of an assignment in course.toml.

    [assignments.a1]
    reveal = 2026-09-24 09:00:00     # in the course's time_zone, or UTC where it names none

A course without that file, or an assignment without that line, never shows them.
"""

import datetime
import tomllib
import zoneinfo

NEVER = None


def reveal(course, name):
    """The reveal date of an assignment, or NEVER. Raises ValueError that says what is wrong in the file."""
    path = course / "course.toml"
    if not path.is_file():
        return NEVER
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found = data.get("assignments", {}).get(name, {}).get("reveal", NEVER)
        in_zone = zone(data.get("time_zone", "UTC"))
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None
    if found is not NEVER and not isinstance(found, datetime.datetime):
        raise ValueError(f"{path}: reveal of {name} is {found!r}; write it like 2026-09-24 09:00:00")
    return found.replace(tzinfo=in_zone) if found and not found.tzinfo else found


def zone(name):
    """The time zone of this name. Raises ValueError."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):  # OSError: a continent, which is a folder
        raise ValueError(f"there is no time zone {name}") from None
