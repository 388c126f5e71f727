"""What was graded before, kept as reports/<assignment>.json: an unchanged submission is not graded again."""

import hashlib
import json
import os
import stat
from pathlib import Path

FORMAT = 2


def path(assignment):
    """Where the record of an assignment lies."""
    return assignment.course / "reports" / f"{assignment.name}.json"


def load(assignment):
    """{student: row} of earlier runs; empty when there were none or the file is of another kind."""
    record = _saved(assignment)
    if record.get("format") != FORMAT:
        return {}
    try:
        return {row["student"]: row for row in record["rows"]}
    except (KeyError, TypeError):
        return {}


def seed(assignment):
    """The seed under which the class is graded; None when none was drawn yet."""
    found = _saved(assignment).get("seed")
    return found if type(found) is int else None


def rehearsed(assignment):
    """What rehearsing these very tests showed before: {"learnt", "notes"}; empty when they are new."""
    record = _saved(assignment)
    same = record.get("version") == assignment.version and {"learnt", "notes"} <= record.keys()
    return {key: record[key] for key in ("learnt", "notes")} if same else {}


def _saved(assignment):
    """The record as it lies there; empty when there is none or it cannot be read."""
    try:
        found = json.loads(path(assignment).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if type(found) is dict else {}


def save(assignment, rows, run):
    """Write the record in one step. run: what is true of the whole run (time, seed, confinement)."""
    target = path(assignment)
    target.parent.mkdir(exist_ok=True)
    new = target.with_suffix(".new")
    record = {"format": FORMAT, "assignment": assignment.name, **run, "rows": rows}
    new.write_text(json.dumps(record, indent=1, ensure_ascii=False))
    new.replace(target)


def digest(folder):
    """A hash of all that was handed in; of links and odd files only that they are there."""
    total = hashlib.sha256()
    for base, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            file = Path(base) / name
            total.update(str(file.relative_to(folder)).encode(errors="replace") + b"\0")
            total.update(_content(file))
    return total.hexdigest()


def _content(file):
    info = os.lstat(file)
    if not stat.S_ISREG(info.st_mode) or info.st_size > 2**26:
        return f"{info.st_mode} {info.st_size}".encode()
    return hashlib.sha256(file.read_bytes()).digest()


def fresh(row, assignment, folder, seed):
    """Whether an earlier row still holds: same work, same tests, grader and seed, results still there."""
    if row is None or row.get("version") != assignment.version or row.get("digest") != digest(folder):
        return False
    if row["seed"] != seed:
        return False
    if row["refused"]:
        return True
    feedback = assignment.course / "feedback" / row["student"] / assignment.name
    return all((feedback / f"{book.name}.html").is_file() for book in assignment.notebooks)
