"""Whose is what: the files of one source (a folder, an archive, loose files) sorted into students' versions.

A source is one student's when its own name says so, or when the notebook lies right in it; else it is the
class's: each folder, archive or file at its top is one student's. Around the class may be one folder more.
"""

import datetime
import re
from dataclasses import dataclass, field

from ..reading import RefusedError
from . import archives, labels, paths
from .labels import Label
from .listing import Member
from .times import parse, zoned

FOLDER, ARCHIVE, LOOSE = "folder", "archive", "loose files"


@dataclass
class Version:
    """What a student handed in by one source.

    pieces: [(file, its rank)]; rank, seen (the last change of a file): which of two is the later one, when no
    time of handing in is known.
    """

    student: str
    source: str
    pieces: list[tuple[Member, int | None]] = field(default_factory=list)
    late: bool = False
    rank: int | None = None
    time: datetime.datetime | None = None
    seen: datetime.datetime | None = None
    notes: list[str] = field(default_factory=list)
    refused: str = ""


@dataclass(frozen=True)
class Wanted:
    """What is collected: an assignment's name, its notebooks' names, and how names are to be read."""

    assignment: str
    notebooks: tuple[str, ...]
    roster: object
    pattern: re.Pattern | None = None
    zone: datetime.tzinfo = datetime.UTC
    archive_times: bool = False


class Sorter:
    """`versions` {student: Version} and `refused` [(name, reason)] of one source of this kind."""

    def __init__(self, source, kind, listing, wanted):
        self.source, self.kind, self.wanted, self.versions, self.refused = source, kind, wanted, {}, []
        owner = None if kind == LOOSE else self._owner(listing.members)
        self.stamped = kind != ARCHIVE or owner is None  # else the student may have written timestamp.txt
        depth = 0 if owner or kind == LOOSE else self._wrapped(listing.members)
        for member in listing.members:
            self._sort(member, owner, depth)
        for name, reason in listing.refused:
            self._refuse(name, reason, owner, depth)

    def _owner(self, members):
        """(Label, student) of whom the whole source is; None when it is the class's. Raises RefusedError."""
        name = self.source if self.kind == FOLDER else archives.stem(self.source)
        readings = labels.read(self.source)
        if readings:
            return self._choose(readings)
        plain = Label("", name)
        if self.wanted.roster.knows(plain):
            return self._choose([plain])
        if self.wanted.roster.students and self.kind == FOLDER:
            return None  # loose notebooks in a folder do not make all of it one student's
        if not self.wanted.roster.students:
            self._refuse_doubt(members)
        return self._choose([plain]) if self._right_in(members) else None

    def _refuse_doubt(self, members):
        """NAME.zip with FOLDER/a1.ipynb alone: is NAME the student, or FOLDER? Raises RefusedError."""
        tops = {member.name[0] for member in members}
        books = {f"{book}.ipynb" for book in self.wanted.notebooks}
        inside = any(len(member.name) == 2 and member.name[1] in books for member in members)
        if self.kind == ARCHIVE and len(tops) == 1 and inside and tops != {self.wanted.assignment}:
            raise RefusedError(f"is {paths.shown(tops.pop())} a student? Only a roster (--roster) can say so")

    def _right_in(self, members):
        """Whether a notebook that is expected lies at the top, or in a folder of the assignment's name."""
        tops = {(book + ".ipynb",) for book in self.wanted.notebooks}
        tops |= {(self.wanted.assignment, *top) for top in tops}
        return any(member.name in tops for member in members)

    def _wrapped(self, members):
        """1 when all lies in one folder that is nobody's, else 0."""
        tops = {member.name[0] for member in members}
        if len(tops) != 1 or any(len(member.name) == 1 for member in members):
            return 0
        (top,) = tops
        if self.wanted.roster.students:
            return int(not labels.read(top) and not self.wanted.roster.knows(Label("", top)))
        return int(not any(self._is_own(member.name[1:]) for member in members))

    def _is_own(self, name):
        """Whether a name below a student's folder is where a notebook would lie."""
        return name[-1].endswith(".ipynb") and (len(name) == 1 or name[0] == self.wanted.assignment)

    def _choose(self, readings):
        """(Label, student) when all that can be meant are one student. Raises RefusedError otherwise."""
        found, why = {}, RefusedError("it has no name")
        for label in readings:
            try:
                found.setdefault(self.wanted.roster.find(label), label)
            except RefusedError as error:
                why = error
        if len(found) > 1:
            raise RefusedError(f"its name can be read as of several students: {', '.join(sorted(found))}")
        if not found:
            raise why
        return next((label, student) for student, label in found.items())

    def _sort(self, member, owner, depth):
        """Give a member to its student."""
        try:
            label, student, name = self._place(member.name, owner, depth)
        except RefusedError as error:
            self._reject(member.name[: depth + 1], str(error))
            return
        if name is not None:
            self._take(self._version(student), label, member.under(name))

    def _place(self, name, owner, depth):
        """(Label, student, the name among the student's own files; None when it is of something else)."""
        if owner:
            return *owner, name
        label = self.wanted.pattern and labels.by_pattern(self.wanted.pattern, "/".join((self.source, *name)))
        if label:
            return *self._choose([label]), paths.parts(label.file)
        return self._at_top(name[depth:])

    def _at_top(self, name):
        top, below = name[0], name[1:]
        readings = labels.read(top) if below or "." in top else []
        if not below and not readings:
            return *self._choose([Label("", self._whose(top))]), (top,)
        label, student = self._choose(readings or [Label("", top)])
        if not label.work:
            return label, student, None
        if not below:
            return label, student, (label.file,) if label.file else None
        if label.platform:
            return label, student, below
        return label, student, self._of_assignment(below)

    def _whose(self, top):
        if not top.endswith(".ipynb") and not archives.is_archive(top):
            raise RefusedError("neither a notebook nor an archive of somebody's")
        name = archives.stem(top)
        if name in self.wanted.notebooks and not self.wanted.roster.students:
            raise RefusedError("its name does not say whose it is")
        return name

    def _of_assignment(self, below):
        """In nbgrader's own order, STUDENT/ASSIGNMENT/..., other assignments' files are none of ours."""
        return below[1:] or None if below[0] == self.wanted.assignment else below

    def _version(self, student):
        return self.versions.setdefault(student, Version(student, self.source))

    def _take(self, version, label, member):
        """One more file of a version; of Canvas's several versions of one file the last."""
        if member.name == ("timestamp.txt",):
            self._stamp(version, label, member)
            return
        version.late |= label.late
        version.pieces.append((member, label.rank))
        version.rank = max((r for r in (version.rank, label.rank) if r is not None), default=None)
        version.seen = _last(version.seen, zoned(member.time, self.wanted.zone))
        version.time = _last(version.time, self._told(label.time, version))

    def _stamp(self, version, label, member):
        """nbgrader's own file of the time; in what a platform gives a student could have written it."""
        if not label.platform and self.stamped:
            with member.open() as file:
                text = file.read(100).decode("ascii", "replace")
            version.time = self._told(text, version)

    def _told(self, text, version):
        """The time that a name or nbgrader's file tells."""
        time = parse(text, self.wanted.zone) if text else None
        if text and time is None:
            version.notes.append(f"no time can be read in {paths.shown(text)!r}")
        return time

    def _refuse(self, name, reason, owner, depth):
        """A member that was refused refuses its student's version, or stands for itself."""
        try:
            _, student, _ = self._place(tuple(part for part in name.split("/") if part), owner, depth)
            self._version(student).refused = f"{paths.shown(name)}: {reason}"
        except (RefusedError, IndexError):
            self._reject((name,), reason)

    def _reject(self, name, reason):
        row = (paths.shown(name), reason)
        if row not in self.refused:
            self.refused.append(row)


def _last(*times):
    return max(filter(None, times), default=None)
