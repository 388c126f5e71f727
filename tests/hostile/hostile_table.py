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
STOCK = tomllib.loads((HERE / "stock.toml").read_text())
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


def deserves(attack):
    if attack.scores is None:
        return "refusal"
    return f"{'at most ' if attack.at_most else ''}{sum(attack.scores)} of 8"


def ours(attack):
    """What the tests of this folder have shown at both levels."""
    return "refused" if attack.scores is None else deserves(attack)


def stock(attack):
    kind, words = STOCK["outcomes"].get(attack.name, ("", "not asked"))
    return {RIGHT: words, "": words}.get(kind, f"**{kind}**: {words}" if kind != NONE else f"**{kind}**")


def by_family():
    """{family: its attacks}, as FAMILIES are in order."""
    found = {family: [] for family in FAMILIES}
    for attack in battery():
        found[attack.family].append(attack)
    return found


def attacks_csv():
    rows = [
        (FAMILIES[family], plain(attack.what), deserves(attack), ours(attack), stock(attack))
        for family, attacks in by_family().items()
        for attack in attacks
    ]
    rows += [
        (FAMILIES["archives"], plain(row[0]), "refusal", "refused", "not asked") for row in ARCHIVES.values()
    ]
    return _csv([("Kind", "What the submission is or does", "Deserves", "autograder", "nbgrader"), *rows])


def summary_csv():
    columns = (RIGHT, WRONG, NONE, STOPS, HARM)
    rows = [("Kind", "Attacks", "autograder: right", *(f"nbgrader: {kind}" for kind in columns))]
    for family, attacks in by_family().items():
        names = [attack.name for attack in attacks] or list(ARCHIVES)
        kinds = Counter(STOCK["outcomes"][name][0] for name in names if name in STOCK["outcomes"])
        rows.append(
            (FAMILIES[family], len(names), len(names), *(kinds[kind] if kinds else "–" for kind in columns))
        )
    sums = [sum(row[place] for row in rows[1:] if row[place] != "–") for place in range(1, 8)]
    return _csv([*rows, ("**All**", *sums)])


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
