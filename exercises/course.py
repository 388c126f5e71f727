"""The course file: read, checked, and complained about in the words of the person who wrote it."""

import datetime
import tomllib
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

LATE_POLICIES = ("none", "zero")  # nbgrader's own two
DATES = ("release", "due", "reveal")
KEYS = {"title", "chapter", "version", "total", "points", *DATES}


class CourseError(Exception):
    """What is wrong in course.toml: one sentence a line."""


@dataclass(frozen=True)
class Assignment:
    """An assignment's entry; dates carry the course's time zone; points: task -> points."""

    name: str
    title: str
    chapter: str
    version: int
    release: datetime.datetime
    due: datetime.datetime
    reveal: datetime.datetime
    points: dict

    @property
    def due_text(self):
        """The due date as people read it: Monday 21 September 2026, 23:59 EDT."""
        return f"{self.due:%A} {self.due.day} {self.due:%B %Y, %H:%M %Z}"


@dataclass(frozen=True)
class Course:
    """The course: title, time zone, what late work earns, and its assignments by name."""

    title: str
    time_zone: zoneinfo.ZoneInfo
    late_policy: str
    assignments: dict


def load(path):
    """Read and check a course file -> Course. Raises CourseError that lists everything wrong at once."""
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path.name} cannot be read: {error}. (A wrong date, like 2026-02-30?)") from None
    problems = [*_course_problems(data), *_assignments_problems(data, path.parent.parent)]
    if problems:
        raise CourseError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return _course(data)


def _course(data):
    zone = zoneinfo.ZoneInfo(data["time_zone"])
    assignments = {name: _assignment(name, entry, zone) for name, entry in data["assignments"].items()}
    return Course(data["title"], zone, data["late"]["policy"], assignments)


def _assignment(name, entry, zone):
    dates = {key: entry[key].replace(tzinfo=zone) for key in DATES}
    return Assignment(
        name, entry["title"], entry["chapter"], entry["version"], points=dict(entry["points"]), **dates
    )


def _course_problems(data):
    if not isinstance(data.get("title"), str):
        yield 'the course needs a line like title = "Neural Networks"'
    if data.get("time_zone") not in zoneinfo.available_timezones():
        yield f'time_zone = "America/New_York" is the form wanted; {data.get("time_zone")!r} is no time zone'
    policy = data.get("late", {}).get("policy")
    if policy not in LATE_POLICIES:
        yield f"late.policy is {policy!r}; it can be {' or '.join(map(repr, LATE_POLICIES))}"
    if not data.get("assignments"):
        yield "there is no assignment: write a section like [assignments.a1]"


def _assignments_problems(data, root):
    for name, entry in data.get("assignments", {}).items():
        missing, unknown = sorted(KEYS - set(entry)), sorted(set(entry) - KEYS)
        if missing or unknown:
            yield f"{name}: missing: {', '.join(missing) or '-'}; unknown: {', '.join(unknown) or '-'}"
        else:
            yield from (f"{name}: {problem}" for problem in _entry_problems(entry, root))


def _entry_problems(entry, root):
    if not (root / entry["chapter"]).is_file():
        yield f"the chapter {entry['chapter']} does not exist (looked in {root})"
    if not isinstance(entry["version"], int) or entry["version"] < 1:
        yield f"version is {entry['version']!r}; it is a whole number, 1 for the first release"
    yield from _date_problems(entry)
    yield from _points_problems(entry)


def _date_problems(entry):
    for key in DATES:
        if not isinstance(entry[key], datetime.datetime) or entry[key].tzinfo:
            yield f"{key} is {entry[key]!r}; write it like 2026-09-21 23:59:00, without quotes or zone"
            return
    if not entry["release"] < entry["due"] <= entry["reveal"]:
        said = ", ".join(f"{key} {entry[key]}" for key in DATES)
        yield f"the dates must come in the order release, due, reveal; they are {said}"


def _points_problems(entry):
    points, total = entry["points"], entry["total"]
    wrong = [task for task, worth in points.items() if not isinstance(worth, int | float) or worth <= 0]
    if wrong:
        yield f"points must be numbers above 0; look at {', '.join(wrong)}"
    elif (added := sum(points.values())) != total:
        shown = " + ".join(f"{worth:g}" for worth in points.values())
        yield f"the points of the tasks add up to {shown} = {added:g}, not to total = {total}"
