"""Due dates as a calendar that phones and computers can take in. RFC 5545."""

import datetime

WIDTH = 75  # octets of a line, its end not counted


def calendar(course):
    """The text of an .ics file with an event for each due date."""
    events = [line for assignment in course.assignments.values() for line in event(assignment)]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//course notes//due dates//EN"]
    lines = [*head, f"X-WR-CALNAME:{escaped(course.title)}", *events, "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def event(assignment):
    """A due date's lines. Times in UTC, so that no rule for the clocks' changes has to go with them."""
    points = f"{assignment.total:g} points"
    return [
        "BEGIN:VEVENT",
        f"UID:{assignment.name}-{assignment.due:%Y}@course-notes",
        f"DTSTAMP:{utc(assignment.release)}",
        f"DTSTART:{utc(assignment.due)}",
        f"SUMMARY:{escaped(f'Due: {assignment.title} ({assignment.name})')}",
        f"DESCRIPTION:{escaped(f'{points}. Due {assignment.due_text}.')}",
        "END:VEVENT",
    ]


def utc(date):
    return f"{date.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def escaped(text):
    """§3.3.11: a backslash before what would end a value or part it."""
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def folded(line):
    """§3.1: a longer line goes on in the next one, after a blank; no character is torn apart."""
    made, room = [""], WIDTH
    for character in line:
        size = len(character.encode())
        if size > room:
            made.append("")
            room = WIDTH - 1
        made[-1] += character
        room -= size
    return "\r\n ".join(made)
