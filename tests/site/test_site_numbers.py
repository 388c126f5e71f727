"""Every number of a chapter's prose is confirmed by code: it stands in a cell of its section or above, or in
what such a cell printed.

Single digits count things and name indices; wrong answers to choose from claim nothing. What code cannot
confirm, or another test does, stands in given.toml with its reason. Needs the built website (`make site`).
"""

import functools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from site_built import CELL, CHAPTERS, ROOT, SITE, parsed

GIVEN = tomllib.loads(Path(__file__).with_name("given.toml").read_text())
# A formula's commands and marks, and all else whose digits are no numbers; in this order.
NO_PROSE = [
    (re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE), ""),  # the page's head
    (re.compile(r"^- \[ \] .*$", re.MULTILINE), ""),  # a wrong answer
    (re.compile(r"^\*\*Time:\*\*.*$", re.MULTILINE), ""),
    (re.compile(r"^## Further reading$.*", re.DOTALL | re.MULTILINE), ""),  # chapters of others
    (re.compile(r"^[ :]*(:\w[\w-]*:|\(eq|\$\$ \(eq).*$|^\([\w-]+\)=$", re.MULTILINE), ""),  # options, labels
    (re.compile(r"^\s*\d+\. ", re.MULTILINE), ""),  # a list's
    (re.compile(r"\{[\w:.-]+\}`[^`]*`"), ""),  # references
    (re.compile(r'\]\([^)]*\)|<?https?://\S+|href="[^"]*"'), ""),  # links
    (re.compile(r"\\htmlData\{[^}]*\}"), ""),
    (re.compile(r"\\\\\[[^]]*\]|\\(begin|end)\{[^}]*\}"), " "),
    (re.compile(r"\\[td]?frac ?(\d)(\d)"), r" \1 / \2 "),
    (re.compile(r"\\[td]?frac ?(\d)\{"), r" \1 / {"),
    (re.compile(r"\s*\\cdot\s*10\^(?:\{(-?\d+)\}|(\d))"), r"e\1\2"),
    (re.compile(r"(?<![\w.])10\^(?:\{(-?\d+)\}|(\d))"), r" 1e\1\2"),
    (re.compile(r"(?<=\d)(?:\\,|\{,\}|,|[\u202f\u2009 ])(?=\d{3}(?!\d))"), ""),  # of thousands
    (re.compile(r"_\{[^}]*\}|_\d+"), " "),  # indices
    (re.compile(r"\\[a-zA-Z]+|\\."), " "),
]
SCALES = {"million": 1e6, "%": 0.01}
NUMBER = re.compile(
    r"(?<![\w.])(?<!\w-)(\d+(?:\.\d+)?(?:e-?\d+)?)(?![\w]|\.\d)([ \u00a0]million|[ \u00a0]?%)?"
)
IN_CODE = re.compile(r"(?<![A-Za-z_])\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?|(?<![\w.])\.\d+(?:e[-+]?\d+)?")


@functools.cache
def sections(chapter):
    """[(prose, cells, what they printed)] for each section of second level, in their order."""
    text = (ROOT / f"{chapter}.md").read_text()
    cells = parsed(SITE / f"{chapter}.html").select("article div.cell")
    printed = iter(["".join(one.get_text() for one in cell.select(".cell_output pre")) for cell in cells])
    found = []
    for section in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        code = CELL.findall(section)
        found.append((CELL.sub("", section), code, [next(printed) for _ in code]))
    assert next(printed, None) is None, "the built chapter has other cells: run `make site` again"
    return found


def numbers(prose):
    """The prose's numbers of two digits and more: {as written: [(value, how far off it may be rounded)]}."""
    for pattern, instead in NO_PROSE:
        prose = pattern.sub(instead, prose)
    found = {}
    for digits, unit in NUMBER.findall(prose):
        if len(digits) > 1 or unit:
            scales = [1, SCALES[unit.strip()]] if unit else [1]
            found[digits + unit] = [
                (float(digits) * scale, rounding(digits, unit) * scale) for scale in scales
            ]
    return found


def rounding(digits, unit):
    """Half a unit of the last place: 0.005 for "0.37"; whole numbers without a unit are meant exactly."""
    mantissa, _, power = digits.partition("e")
    places = len(mantissa.partition(".")[2])
    return (0.5001 * 10.0 ** (int(power or 0) - places)) if places or power or unit else 1e-9


@functools.cache
def unconfirmed(chapter):
    """The chapter's numbers that stand in no cell of their section or above, as (section, number)."""
    known, missing = set(), []
    for prose, code, printed in sections(chapter):
        for text in (*code, *printed):
            known |= {
                float(one.replace("_", "")) for one in IN_CODE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text))
            }
        head = prose.partition("\n")[0].removeprefix("## ") if prose.startswith("## ") else "the beginning"
        values = np.array(sorted(known))
        missing += [
            (head, written)
            for written, wanted in numbers(prose).items()
            if not any(np.isclose(values, value, rtol=0, atol=off).any() for value, off in wanted)
        ]
    return missing


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_number_is_confirmed(chapter):
    given = GIVEN.get(chapter, {})
    left = [(head, number) for head, number in unconfirmed(chapter) if number not in given]
    assert not left, "no cell has it:\n" + "\n".join(f"  {number} in {head!r}" for head, number in left)


@pytest.mark.parametrize("chapter", GIVEN)
def test_what_is_given_is_needed(chapter):
    assert set(GIVEN[chapter]) <= {number for _, number in unconfirmed(chapter)}


def test_the_lists_are_not_empty():
    assert len(CHAPTERS) == 13
    assert min(sum(len(numbers(prose)) for prose, *_ in sections(chapter)) for chapter in CHAPTERS) > 20
