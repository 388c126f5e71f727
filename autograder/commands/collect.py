"""`autograder collect ASSIGNMENT PATH... --course DIR`: puts what a learning platform gave into submitted/.

A PATH is a folder, a zip or tar archive, or a file: of one student or of the class (the folder or archive
then holds a folder, an archive or a notebook for each student), also the download of Canvas or Moodle as it
is (for `nbgrader zip_collect` it lies in downloaded/ASSIGNMENT/archive). Submissions that are replaced by a
later version are kept in downloaded/ASSIGNMENT/replaced/STUDENT/. Exit codes: 0 all that was found is told
in the table; 2 nothing could be done (a usage or course error, said in words); 3 with --strict, when some
was refused; 130 ended by Ctrl-C.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from .. import course, dates
from ..collect import roster, sorting, times
from ..collect.collection import Collection
from ..collect.store import Store
from ..course import CourseError


def declare(one):
    """The command's arguments."""
    one.add_argument("assignment")
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="what the platform gave")
    one.add_argument("--course", default=".", help="the course folder (default: this one)")
    one.add_argument(
        "--roster",
        type=Path,
        help="CSV with the columns id (the student's in the gradebook) and any of lms_user_id, login, email,"
        " name or first_name and last_name, participant (default: roster.csv in the course folder, if any)",
    )
    one.add_argument(
        "--names",
        type=_pattern,
        help="a regular expression for other names, as nbgrader's named_regexp: with the groups student_id,"
        " file_id and perhaps timestamp; it is matched with ARCHIVE/FOLDER/FILE",
    )
    one.add_argument(
        "--timezone", type=_zone, default="UTC", help="of times that name no zone (default: UTC)"
    )
    one.add_argument(
        "--archive-times",
        action="store_true",
        help="where no other time is known, take the last change of the file in the folder or archive for the"
        " time of handing in (right for Moodle; Canvas puts the time of the download there)",
    )
    one.add_argument(
        "--force", action="store_true", help="replace, too, where nobody can say which version is the later"
    )
    one.add_argument("--strict", action="store_true", help="exit with 3 when something was refused")
    one.add_argument("--json", action="store_true", help="print all as JSON instead of a table")


def _pattern(text):
    try:
        found = re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"no regular expression: {error}") from None
    if not {"student_id", "file_id"} <= set(found.groupindex):
        raise argparse.ArgumentTypeError("it needs the groups (?P<student_id>...) and (?P<file_id>...)")
    return found


def _zone(text):
    try:
        return dates.zone(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(options):
    """Collect all paths, print who is there and who is not. Raises CourseError."""
    assignment = course.load(options.course, options.assignment)
    wanted = _wanted(assignment, options)
    collection = Collection(Store(assignment.course, assignment.name), wanted, options.force)
    for path in _there(options.paths):
        collection.path(path)
    collection.missing = collection.store.missing(wanted.roster.students)
    _print_json(collection) if options.json else _print(collection)
    return 3 if options.strict and collection.refused else 0


def _wanted(assignment, options):
    default = assignment.course / "roster.csv"
    given = options.roster or (default if default.is_file() else None)
    return sorting.Wanted(
        assignment.name,
        tuple(book.name for book in assignment.notebooks),
        roster.load(given) if given else roster.Nobody(),
        options.names,
        options.timezone,
        options.archive_times,
    )


def _there(paths):
    for path in paths:
        if not path.exists():
            raise CourseError(f"There is no {path}. Give what the learning platform gave you.")
    return paths


def _row(version, state):
    return {
        "student": version.student,
        "state": state,
        "late": version.late,
        "time": times.written(version.time) if version.time else None,
        "source": version.source,
        "notes": version.notes,
    }


def _print_json(collection):
    refused = [{"name": name, "reason": reason} for name, reason in collection.refused]
    rows = [_row(*row) for row in collection.rows]
    print(json.dumps({"collected": rows, "refused": refused, "missing": collection.missing}, indent=1))


def _print(collection):
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("student", "", "handed in", "from", "", title=collection.wanted.assignment)
    for version, state in collection.rows:
        table.add_row(*map(Text, _cells(_row(version, state))))
    for name, reason in collection.refused:
        table.add_row(Text("?"), Text(f"refused: {reason}", style="red"), "", Text(name), "")
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(table)
    console.print(_summary(collection), markup=False, highlight=False)


def _cells(row):
    handed_in = " ".join(filter(None, (row["time"], row["late"] and "late")))
    return row["student"], row["state"], handed_in, row["source"], "; ".join(row["notes"])


def _summary(collection):
    lines = [f"{len(collection.rows)} handed in, {len(collection.refused)} refused."]
    if any(version.late and not version.time for version, _ in collection.rows):
        lines.append(
            'Canvas calls some late ("late") but does not say since when: without a timestamp.txt in their'
            " folders the gradebook counts them as in time."
        )
    if collection.missing:
        lines.append(f"Nothing of {len(collection.missing)}: {', '.join(collection.missing)}.")
    return "\n".join(lines)
