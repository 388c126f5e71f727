"""The roster: a CSV file that says which student of the gradebook a learning platform means.

Columns (others are left alone; the first line names them, in any order, separated by comma or semicolon):
  id             the student's id in the gradebook; the only one that must be there
  lms_user_id    the platform's number of the student: the first one in Canvas's file names
  participant    Moodle's number of the participant in this assignment, where two have the same name
  login, email   what a folder or an archive may also be called
  name           or first_name and last_name: how Canvas (lastfirst) and Moodle (First Last) begin their names
It is the file that `nbgrader db student import` reads, with more columns.
"""

import csv
import io
import unicodedata

from ..course import CourseError
from ..reading import RefusedError
from . import paths

BYTES = 10 * 2**20
COLUMNS = ("lms_user_id", "participant", "login", "email", "name", "first_name", "last_name")


def squash(name):
    """A name as platforms garble it: without accents, case, spaces and marks."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if letter.isalnum()).casefold()


def valid_id(student):
    """Whether a student's id can be a folder of submitted/."""
    try:
        return paths.parts(student) == (student.strip(),) and not student.startswith(".")
    except RefusedError:
        return False


class Nobody:
    """Without a roster a student is who a folder is called after; platforms' names say nothing."""

    students = ()

    def find(self, label):
        """The student that the Label means. Raises RefusedError."""
        if label.platform:
            raise RefusedError("only a roster says which student that is: give one with --roster")
        if not valid_id(label.name):
            raise RefusedError("this cannot be a student's id")
        return label.name

    def knows(self, label):
        """Whether the Label is somebody in the roster: without one, nobody is."""
        return False


class Roster:
    """{student id: {column: text}}, and who is meant by a name."""

    def __init__(self, rows):
        self.rows, self.students = rows, tuple(rows)
        self.by = {column: self._index(column, str) for column in ("lms_user_id", "participant")}
        self.by |= {column: self._index(column, str.casefold) for column in ("login", "email")}
        self.by["name"] = {}
        for student, row in rows.items():
            for name in _names(row):
                self.by["name"].setdefault(name, set()).add(student)

    def _index(self, column, key):
        found = {}
        for student, row in self.rows.items():
            if row[column]:
                found.setdefault(key(row[column]), set()).add(student)
        return found

    def find(self, label):
        """The student that the Label means. Raises RefusedError when nobody or several may be meant."""
        if label.platform:
            column = {"canvas": "lms_user_id", "moodle": "participant"}[label.platform]
            return self._by_number(label, column)
        if label.name in self.rows:
            return label.name
        folded = label.name.casefold()
        return _one(
            self.by["login"].get(folded, set()) | self.by["email"].get(folded, set()) or self._named(label)
        )

    def knows(self, label):
        """Whether the Label is somebody in the roster."""
        try:
            return bool(self.find(label))
        except RefusedError:
            return False

    def _named(self, label):
        return self.by["name"].get(squash(label.name), set())

    def _by_number(self, label, column):
        """By the platform's number; by the name where the roster has no number."""
        numbered, named = self.by[column].get(label.number, set()), self._named(label)
        if numbered and named and not numbered & named:
            listed = ", ".join(sorted(numbered | named))
            raise RefusedError(f"its number and its name are of different students of the roster: {listed}")
        unnumbered = {student for student in named if not self.rows[student][column]}
        if named and not numbered | unnumbered:
            raise RefusedError(f"of this name the roster has {', '.join(sorted(named))}, with other numbers")
        return _one(numbered or unnumbered)


def _one(found):
    if not found:
        raise RefusedError("nobody in the roster is called so")
    if len(found) > 1:
        raise RefusedError(f"several in the roster may be meant: {', '.join(sorted(found))}")
    return next(iter(found))


def _names(row):
    """All squashed forms of a row's name: the words in their order, and turned at each place."""
    last, comma, first = row["name"].partition(",")
    words = (f"{first} {last}" if comma else row["name"]).split()
    forms = [words[turn:] + words[:turn] for turn in range(len(words))]
    forms += [[row["first_name"], row["last_name"]], [row["last_name"], row["first_name"]]]
    return {squash("".join(form)) for form in forms} - {""}


def load(path):
    """The Roster in a CSV file. Raises CourseError."""
    try:
        with open(path, "rb") as file:
            text = file.read(BYTES).decode("utf-8-sig")
        rows = list(_reader(text))
    except (OSError, ValueError, csv.Error) as error:
        raise CourseError(f"The roster {path} cannot be read: {error}") from None
    return Roster(_checked(rows, path))


def _reader(text):
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    return reader


def _checked(rows, path):
    found = {}
    for line, row in enumerate(rows, 2):
        student = (row.get("id") or "").strip()
        if not valid_id(student):
            raise CourseError(f"The roster {path} has no student's id in line {line} (column id).")
        if student in found:
            raise CourseError(f"The roster {path} has {student} twice.")
        found[student] = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if not found:
        raise CourseError(f"The roster {path} is empty.")
    return found
