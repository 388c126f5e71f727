"""Names of download files: what Canvas and Moodle say in them of student, lateness and version.

Canvas    doejane_LATE_12345_67890_a1-2.ipynb      12345 is the student's id, 67890 the file's: it only grows
Moodle    Jane Doe_12345_assignsubmission_file_/   a folder, or the beginning of a file's name;
                                                   12345 is the participant's number in this assignment
others    STUDENT/..., STUDENT.zip, STUDENT.ipynb  an id, a login, an address or a name in the roster

Students choose their names themselves, so that one could read as another's: all ways to read a name are
returned, and whoever asks refuses it when they are not of one mind.
"""

import re
from dataclasses import dataclass

CANVAS = re.compile(r"(?=_(?P<late>LATE_)?(?P<number>\d+)_(?P<rank>\d+)_(?P<file>.+)$)")
MOODLE = re.compile(r"(?=_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>.*)$)")
VERSION = re.compile(r"-(\d+)$")


@dataclass(frozen=True)
class Label:
    """One way to read a name. file: the name that the student gave; "" for a folder.

    work: whether it is what was handed in, and not Moodle's text beside it, or its comments.
    """

    platform: str  # "canvas", "moodle" or ""
    name: str
    number: str = ""
    file: str = ""
    late: bool = False
    rank: int | None = None  # the bigger, the later
    time: str = ""
    work: bool = True


def read(name):
    """All ways to read the name of a file or folder, the most likely one first."""
    moodle = [
        Label("moodle", name[: m.start()], m["number"], m["file"], work=m["plugin"] == "file")
        for m in MOODLE.finditer(name)
    ]
    return moodle or [_canvas(name, match) for match in CANVAS.finditer(name) if match.start()]


def _canvas(name, match):
    rank = int(match["rank"]) if len(match["rank"]) < 30 else None
    return Label(
        "canvas", name[: match.start()], match["number"], match["file"], late=bool(match["late"]), rank=rank
    )


def by_pattern(pattern, path):
    """The Label by the instructor's own expression (nbgrader's `named_regexp`); None without a match."""
    match = pattern.match(path)
    if not match:
        return None
    found = match.groupdict()
    ending = path[path.rindex(".") :] if "." in path.rpartition("/")[2] else ""
    file = re.sub(r"\.ipynb$", "", found["file_id"] or "") + ending
    return Label("", found["student_id"] or "", file=file, time=found.get("timestamp") or "")


def expected(file, notebooks):
    """(name, number of the version), that number taken off the name of a notebook that is expected."""
    stem, dot, ending = file.rpartition(".")
    if dot and ending == "ipynb" and stem not in notebooks:
        match = VERSION.search(stem)
        if match and stem[: match.start()] in notebooks:
            return f"{stem[: match.start()]}.ipynb", int(match[1][:9])
    return file, 0
