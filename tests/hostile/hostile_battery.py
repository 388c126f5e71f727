"""The battery: every attack with the score it deserves, from the text in attacks/ and from three modules."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from autograder_courses import FULL, SOLUTIONS, cells, notebook

HERE = Path(__file__).parent
HONEST = ("aaa-honest", "honest", "middle-honest", "zzz-honest")  # graded beside the attacks
WRONG = {
    "square": "def square(x):\n    return 0",
    "mean": "def mean(a):\n    return 0",
    "fill": "def fill(items, value):\n    pass",
    "answer": "answer = 0",
}
# What the level of confinement keeps in; the others are for the grader's other parts.
BY_LEVEL = ("crashes", "resources", "reading", "writing", "network")
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
# Finds the object that serves the judge's requests in the student's own process.
SERVER = "import gc\nserver = next(o for o in gc.get_objects() if type(o).__name__ == 'Server')"


@dataclass(frozen=True)
class Attack:
    """One submission. handed: its cells, or text or bytes that are no notebook."""

    family: str
    name: str
    what: str
    scores: tuple | None  # what it deserves; None: to be refused
    message: str = ""  # a piece of what is said
    handed: object = field(default=None, repr=False)
    files: dict = field(default_factory=dict, repr=False)
    at_most: bool = False  # it breaks its own process at a moment that chance decides: it may lose more
    place: object = None  # place(course, student) puts it there where a plain file will not do
    notebook: str = "t1.ipynb"

    def hand_in(self, course, places):
        """Put it into the course's folder submitted/, with the addresses in `places` written in."""
        places = places | {"ME": self.name}
        if self.place:
            return self.place(course, self.name)
        handed = _filled(self.handed, places)
        if isinstance(handed, list):
            handed = json.dumps(notebook(handed) | {"metadata": PYTHON})
        course.hand_in(self.name, handed, self.notebook)
        for name, text in self.files.items():
            course.write(course.folder(self.name) / name, _filled(text, places))


def _filled(value, places):
    """value with each @NAME@ in its texts replaced."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [cell | {"source": _filled(cell["source"], places)} for cell in value]
    if not isinstance(value, str):
        return value
    for name, text in places.items():
        value = value.replace(f"@{name}@", str(text))
    return value


def battery():
    """All attacks that are graded as a class (archives are collected instead)."""
    import hostile_hiding
    import hostile_malformed
    import hostile_odd_files

    return [*hostile_malformed.attacks(), *hostile_odd_files.attacks(), *hostile_hiding.attacks(), *written()]


def written():
    """The attacks in attacks/*.toml."""
    for path in sorted((HERE / "attacks").glob("*.toml")):
        for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield _attack(path.stem, name, row)


def _attack(family, name, row):
    answers = {task: WRONG[task] for task in row.get("wrong", ())}
    answers |= {task: row[task].strip() for task in SOLUTIONS if task in row}
    first = [row["first"].strip()] if "first" in row else []
    loses = list(row.get("loses", row.get("wrong", ())))
    if "tries" in row:
        first.append(f"try:\n{_indented(row['tries'])}\nexcept Exception as error:\n    print(error)")
    if "needs" in row:
        answers["square"] = f"def square(x):\n{_indented(row['needs'])}\n    return x * x"
        loses = ["square"]
    handed = cells(answers, first)
    for cell in handed:
        cell["source"] = cell["source"].replace("@SERVER@", SERVER)
    scores = tuple(0 if task in loses else most for task, most in zip(SOLUTIONS, FULL, strict=True))
    return Attack(
        family,
        name,
        row["what"],
        scores,
        row.get("message", ""),
        handed,
        row.get("files", {}),
        "at_most" in row,
    )


def _indented(text):
    return "\n".join(f"    {line}" for line in text.strip().splitlines())
