"""The published tables: every attack, what it deserves, what both graders make of it.

`python tests/hostile/hostile_table.py` writes them.
"""

import csv
import io
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "autograder"))  # for autograder_courses
from hostile_archives import ARCHIVES
from hostile_battery import battery
from hostile_outcome import HARM, NONE, RIGHT, STOPS, WRONG

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "reference"
README = HERE.parents[1] / "README.md"
STOCK, UNCONFINED = (tomllib.loads((HERE / name).read_text()) for name in ("stock.toml", "unconfined.toml"))
# As a reader meets them; "channel" and "archives" are this grader's own, and nbgrader was not asked.
FAMILIES = {
    "malformed": "Malformed notebooks and files",
    "tags and outputs": "Tags, cell marks, saved outputs",
    "asserts": "Tampering with the tests",
    "protocols": "Objects that lie",
    "imports": "Imports and files beside the notebook",
    "crashes": "Crashes and loops",
    "resources": "Memory, processes, disk, output",
    "reading": "Reading what is not theirs",
    "writing": "Writing what is not theirs, now or later",
    "network": "The network",
    "scripts": "Scripts stored in pages",
    "channel": "Forged answers to the grader",
    "archives": "Archives",
}


UNCONFINED_TITLE = "autograder, unconfined"
PLACE = ("<!-- attacks -->\n", "<!-- end of attacks -->\n")  # of the table in README.md


def deserves(attack):
    if attack.scores is None:
        return "refusal"
    return f"{'at most ' if attack.at_most else ''}{sum(attack.scores)} of 8"


def ours(attack):
    """What the tests of this folder have shown at both levels."""
    return "refused" if attack.scores is None else deserves(attack)


def alone(facts, attack):
    """What a grader that confines nothing made of it, from stock.toml or unconfined.toml."""
    kind, words = facts["outcomes"].get(attack.name, ("", "not asked"))
    return {RIGHT: words, "": words}.get(kind, f"**{kind}**: {words}" if kind != NONE else f"**{kind}**")


def by_family():
    """{family: its attacks}, as FAMILIES are in order."""
    found = {family: [] for family in FAMILIES}
    for attack in battery():
        found[attack.family].append(attack)
    return found


def attacks_csv():
    rows = [
        (
            *(FAMILIES[family], plain(attack.what), deserves(attack), ours(attack)),
            *(alone(UNCONFINED, attack), alone(STOCK, attack)),
        )
        for family, attacks in by_family().items()
        for attack in attacks
    ]
    rows += [
        (FAMILIES["archives"], plain(row[0]), "refusal", "refused", "refused", "not asked")
        for row in ARCHIVES.values()
    ]
    what = "What the submission is or does"
    return _csv([("Kind", what, "Deserves", "autograder", UNCONFINED_TITLE, "nbgrader"), *rows])


def summary():
    """Rows of numbers: each kind of attacks, and all of them."""
    columns = (RIGHT, WRONG, NONE, STOPS, HARM)
    rows = [_kind(family, attacks, columns) for family, attacks in by_family().items()]
    _, *numbers = zip(*rows, strict=True)
    sums = [sum(number for number in column if number != "–") for column in numbers]
    titles = ("Kind", "Attacks", "autograder: right", f"{UNCONFINED_TITLE}: right")
    return [(*titles, *(f"nbgrader: {kind}" for kind in columns)), *rows, ("**All**", *sums)]


def _kind(family, attacks, columns):
    names = [attack.name for attack in attacks] or list(ARCHIVES)
    free, kinds = (_counted(facts, names) for facts in (UNCONFINED, STOCK))
    unconfined = free[RIGHT] if free else len(names)  # nothing of an archive is run to unpack it
    stock = [kinds[kind] if kinds else "–" for kind in columns]
    return (FAMILIES[family], len(names), len(names), unconfined, *stock)


def _counted(facts, names):
    return Counter(facts["outcomes"][name][0] for name in names if name in facts["outcomes"])


def summary_csv():
    return _csv(summary())


def summary_markdown():
    """The summary as README.md has it."""
    titles, *rows = summary()
    ruler = ["---", *["---:"] * (len(titles) - 1)]
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in (titles, ruler, *rows))


def with_table(readme):
    """README.md with the present table in its place."""
    before, rest = readme.split(PLACE[0])
    after = rest.split(PLACE[1])[1]
    return f"{before}{PLACE[0]}{summary_markdown()}{PLACE[1]}{after}"


def plain(text):
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~%])", r"\\\1", text)


def _csv(rows):
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return target.getvalue()


TABLES = {"attacks.csv": attacks_csv, "attacks-summary.csv": summary_csv}

if __name__ == "__main__":
    for name, made in TABLES.items():
        (PAGES / name).write_text(made())
    README.write_text(with_table(README.read_text()))
