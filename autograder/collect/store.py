"""submitted/STUDENT/ASSIGNMENT: written whole or not at all; what is replaced is kept aside, never deleted.

downloaded/ASSIGNMENT/replaced/STUDENT/1, 2, … hold the replaced versions, in their order;
downloaded/ASSIGNMENT/collected.json says where each submission came from, and when.
"""

import datetime
import hashlib
import json
import os
from pathlib import Path

from ..intake import FILES_BYTES
from ..reading import NOTEBOOK_BYTES
from .listing import copy, remove
from .times import parse, written

STAMP = "timestamp.txt"
NEW, REPLACED, SAME, OLDER, UNKNOWN = (
    "collected",
    "collected: a later version",
    "unchanged",
    "left: a later one is there already",
    "left: which one is the later nobody can say (--force takes this one)",
)


class Store:
    """The submissions of an assignment of a course folder."""

    def __init__(self, course, assignment):
        self.submitted, self.assignment = Path(course) / "submitted", assignment
        self.aside = Path(course) / "downloaded" / assignment
        self.known = self._load()

    def _load(self):
        try:
            found = json.loads((self.aside / "collected.json").read_bytes())
            return {student: row for student, row in found.items() if type(row) is dict}
        except (OSError, ValueError, AttributeError):
            return {}

    def folder(self, student):
        return self.submitted / student / self.assignment

    def put(self, version, files, force=False):
        """Write the version's files where it is to be written; return which of the states above it has."""
        target = self.folder(version.student)
        new = target.with_name(f".{target.name}.new")
        remove(new)
        try:
            _write(new, files)
            state = self._state(version, target, new, force)
            if state in (NEW, REPLACED):
                self._place(version, target, new)
            return state
        finally:
            remove(new)
            if not any(new.parent.iterdir()):
                new.parent.rmdir()

    def _state(self, version, target, new, force):
        if not os.path.lexists(target):
            return NEW
        if digest(target) == digest(new):
            return SAME
        later = True if force else self._later(version, target)
        return {True: REPLACED, False: OLDER, None: UNKNOWN}[later]

    def _later(self, version, target):
        """Whether the version is later than what is there; None when nobody can say."""
        row = self.known.get(version.student, {})
        there = {key: _time(row.get(key)) for key in ("time", "seen")} | {"rank": row.get("rank")}
        there["time"] = there["time"] or _stamped(target)
        for key in ("time", "rank", "seen"):
            ours, theirs = getattr(version, key), there[key]
            if ours is not None and theirs is not None and ours != theirs:
                return ours > theirs
        return None

    def _place(self, version, target, new):
        if version.time:
            (new / STAMP).write_text(written(version.time))
        if os.path.lexists(target):
            target.rename(self._next(version.student))
        new.rename(target)
        times = {key: getattr(version, key) for key in ("time", "seen")}
        row = {key: time and time.isoformat() for key, time in times.items()}
        self.known[version.student] = row | {
            "rank": version.rank,
            "late": version.late,
            "source": version.source,
        }
        self._save()

    def _next(self, student):
        """Where the replaced version goes."""
        folder = self.aside / "replaced" / student
        folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
        return folder / str(max(taken, default=0) + 1)

    def _save(self):
        self.aside.mkdir(parents=True, exist_ok=True)
        new = self.aside / "collected.json.new"
        new.write_text(json.dumps(self.known, indent=1, ensure_ascii=False), encoding="utf-8")
        new.replace(self.aside / "collected.json")

    def missing(self, students):
        """Those of the students who have handed in nothing."""
        return [student for student in students if not self.folder(student).is_dir()]


def _write(folder, files):
    """Copy the members, notebooks and the others within bounds of their own. Raises RefusedError."""
    folder.mkdir(parents=True)
    left = FILES_BYTES
    for name, member in files.items():
        path = folder.joinpath(*name)
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = name[-1].endswith(".ipynb")
        what = name[-1] if notebook else "what lies beside the notebook"
        with member.open() as source, open(path, "xb") as target:
            size = copy(source, target, NOTEBOOK_BYTES if notebook else left, what)
        left -= 0 if notebook else size


def digest(folder):
    """A hash of the names and contents of a folder's files, the time of handing in left out."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / STAMP):
        total.update(f"{path.relative_to(folder)}\0".encode(errors="surrogateescape"))
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _time(text):
    return parse(text, datetime.UTC) if type(text) is str else None


def _stamped(folder):
    try:
        return parse((folder / STAMP).read_text(errors="replace")[:100], datetime.UTC)
    except OSError:
        return None
