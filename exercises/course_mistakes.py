"""What is wrong in a course file: one sentence for each mistake, with what to write instead."""

import datetime
import itertools
import re
import zoneinfo

DATES = ("release", "due", "reveal")
KEYS = {"title", "chapters", "version", "total", "points", *DATES}
OWN_KEYS = {"title", "time_zone", "late", "assignments", "extensions", "notices"}
NOTICE_KEYS = ("from", "until", "title", "text")
EXTENSION = '{ due = 2026-10-08 23:59:00, reason = "ill" }'


def mistakes(data, root, policies):
    """Sentences about a course file's data. root: where chapters lie; policies: what late work can earn."""
    known = data.get("time_zone") in zoneinfo.available_timezones()
    zone = zoneinfo.ZoneInfo(data["time_zone"]) if known else None
    yield from _head_problems(data, zone, policies)
    yield from _assignments_problems(data, root, zone)
    yield from _extensions_problems(data, zone)
    yield from _notices_problems(data, zone)


def _head_problems(data, zone, policies):
    if unknown := sorted(set(data) - OWN_KEYS):
        yield f"unknown: {', '.join(unknown)}; what there is: {', '.join(sorted(OWN_KEYS))}"
    if not _is_text(data.get("title")):
        yield 'the course needs a line like title = "Neural Networks"'
    if not zone:
        yield f'time_zone = "America/New_York" is the form wanted; {data.get("time_zone")!r} is no time zone'
    late = data.get("late")
    if not isinstance(late, dict) or set(late) != {"policy"} or late["policy"] not in list(policies):
        given = late.get("policy", late) if isinstance(late, dict) and set(late) <= {"policy"} else late
        yield f"late.policy is {given!r}; it can be {' or '.join(map(repr, policies))}"


def _assignments_problems(data, root, zone):
    entries = _tables(data, "assignments")
    if not entries:
        yield "there is no assignment: write a section like [assignments.a1]"
    for name, entry in entries.items():
        if not re.fullmatch(r"[a-z]\w*", name):
            yield f"{name!r} cannot name an assignment: write letters and digits, like a1"
        missing, unknown = sorted(KEYS - set(entry)), sorted(set(entry) - KEYS)
        if missing or unknown:
            yield f"{name}: missing: {', '.join(missing) or '-'}; unknown: {', '.join(unknown) or '-'}"
        else:
            yield from (f"{name}: {problem}" for problem in _entry_problems(entry, root, zone))
    yield from _overlaps(entries)


def _entry_problems(entry, root, zone):
    if not _is_text(entry["title"]):
        yield f'title is {entry["title"]!r}; write it like title = "One neuron"'
    yield from _chapters_problems(entry["chapters"], root)
    if not isinstance(entry["version"], int) or entry["version"] < 1:
        yield f"version is {entry['version']!r}; it is a whole number, 1 for the first release"
    wrong = list(_dates_problems(entry, DATES, zone))
    yield from wrong
    if not wrong and not entry["release"] < entry["due"] <= entry["reveal"]:
        dates = ", ".join(f"{key} {entry[key]}" for key in DATES)
        yield f"the dates must come in the order release, due, reveal; they are {dates}"
    yield from _points_problems(entry)


def _chapters_problems(chapters, root):
    if not isinstance(chapters, list) or not chapters or not all(map(_is_text, chapters)):
        yield f'chapters is {chapters!r}; write it like chapters = ["chapters/single-neuron.md"]'
        return
    for chapter in chapters:
        if not (root / chapter).is_file():
            yield f"the chapter {chapter} does not exist (looked in {root})"


def _overlaps(entries):
    """An assignment that begins later must end later: students work on them in one order."""
    dated = {name: entry for name, entry in entries.items() if all(_is_date(entry.get(key)) for key in DATES)}
    order = sorted(dated, key=lambda name: (dated[name]["release"], dated[name]["due"]))
    for first, second in itertools.pairwise(order):
        if dated[second]["due"] <= dated[first]["due"]:
            yield (
                f"{second} lies inside {first}: it is released {dated[second]['release']} and due"
                f" {dated[second]['due']}; let it be due after {first}, which is due {dated[first]['due']}"
            )


def _points_problems(entry):
    points, total = entry["points"], entry["total"]
    if not isinstance(points, dict) or not points:
        yield "the points are missing: write a section of lines like predict = 1, one for each task"
        return
    wrong = [task for task, worth in points.items() if not isinstance(worth, int | float) or worth <= 0]
    if wrong:
        yield f"points must be numbers above 0; look at {', '.join(wrong)}"
    elif (added := sum(points.values())) != total:
        shown = " + ".join(f"{worth:g}" for worth in points.values())
        yield f"the points of the tasks add up to {shown} = {added:g}, not to total = {total}"


def _extensions_problems(data, zone):
    entries = _tables(data, "assignments")
    for student, extended in _tables(data, "extensions").items():
        for name, given in extended.items():
            label = f"extensions.{student}.{name}"
            yield from (
                f"{label}: {problem}" for problem in _extension_problems(entries.get(name), given, zone)
            )
        if not extended:
            yield f"extensions.{student} is empty: write a line like a3 = {EXTENSION}"


def _extension_problems(entry, given, zone):
    if entry is None:
        yield "there is no assignment of this name"
    if not isinstance(given, dict) or set(given) != {"due", "reason"} or not _is_text(given["reason"]):
        yield f"write it like {EXTENSION}"
        return
    wrong = list(_dates_problems(given, ["due"], zone))
    yield from wrong
    due = (entry or {}).get("due")
    if not wrong and _is_date(due) and given["due"] <= due:
        yield f"due is {given['due']}, which is not after everybody's {due}"


def _notices_problems(data, zone):
    notices = data.get("notices", [])
    if not isinstance(notices, list):
        yield "a notice begins with [[notices]], in two brackets"
        return
    for number, notice in enumerate(notices, 1):
        title = notice.get("title")
        label = f"notice {number} ({title})" if _is_text(title) else f"notice {number}"
        yield from (f"{label}: {problem}" for problem in _notice_problems(notice, zone))


def _notice_problems(notice, zone):
    if unknown := sorted(set(notice) - set(NOTICE_KEYS)):
        yield f"unknown: {', '.join(unknown)}; a notice has {', '.join(NOTICE_KEYS)}"
    for key in ("title", "text"):
        if not _is_text(notice.get(key)):
            yield f'it has no {key}: write a line like {key} = "Conflict form for the exam"'
    wrong = list(_dates_problems(notice, ["from", "until"], zone))
    yield from wrong
    if not wrong and notice["from"] >= notice["until"]:
        yield f"until is {notice['until']}, which is not after from = {notice['from']}"


def _dates_problems(entry, keys, zone):
    for key in keys:
        value = entry.get(key)
        if not _is_date(value):
            given = repr(value) if value is None or isinstance(value, str) else str(value)
            yield f"{key} is {given}; write it like 2026-09-21 23:59:00, without quotes or zone"
        elif zone and (problem := _clock_problem(value, zone)):
            yield f"{key} is {value}, {problem}"


def _clock_problem(value, zone):
    """A time of the hour that clocks leave out in spring, or show twice in autumn."""
    before, after = (value.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    step = abs(after - before)
    if before < after:
        return f"a time that the clocks of {zone.key} leave out that night: write {value + step}"
    if before > after:
        return f"a time that comes twice that night in {zone.key}: write {value - step} or {value + step}"
    return ""


def _is_date(value):
    return isinstance(value, datetime.datetime) and value.tzinfo is None


def _is_text(value):
    return isinstance(value, str) and bool(value.strip())


def _tables(data, key):
    """The tables below a key; what is none there is left to be missed."""
    found = data.get(key, {})
    return (
        {name: entry for name, entry in found.items() if isinstance(entry, dict)}
        if isinstance(found, dict)
        else {}
    )
