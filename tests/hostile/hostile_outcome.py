"""What the raw facts about an attack on a grader come to, in a few words: stock.toml, unconfined.toml."""

import json
from datetime import date
from importlib.metadata import version
from pathlib import Path

from autograder_courses import SOLUTIONS
from hostile_battery import battery
from hostile_pages import live

HERE = Path(__file__).parent
# Perfect work that this grader refuses for its size or for what lies beside it: to grade it is not wrong.
PERFECT = ("a-cell-too-long", "too-much-code", "too-many-files", "a-link-beside", "a-device-beside")
REFUSED = "0 graded, 1 refused"  # says autograder
RIGHT, WRONG, NONE, STOPS, HARM = "right", "wrong score", "no grade", "class stopped", "harm done"


def outcome(attack, facts, usual):
    """(RIGHT or what went wrong, in words what happened). usual: what is live in any of its pages."""
    harm = _harm(facts, usual)
    if harm:
        return HARM, harm
    if attack.scores is None and REFUSED in facts["log"]:
        return RIGHT, "refused"
    if facts["code"] != 0 and not _next_is_graded(facts):
        return STOPS, "the grader ended: those who come later get no grade"
    return _graded(attack, _scores(facts["scores"]))


def _harm(facts, usual):
    found = []
    if facts["scores"] == "no gradebook" or facts["honest"] is not None:
        found.append("the gradebook was changed: others' grades are wrong or gone")
    if facts["changed"]:
        found.append(f"files were changed: {', '.join(sorted({_short(path) for path in facts['changed']}))}")
    if facts["arrived"]:
        found.append("data was sent")
    if facts["left"] and facts["code"] is not None:
        found.append("a process was left running")
    if facts["page"] and set(live(facts["page"])) - usual:
        found.append("a live script stands in the feedback")
    return "; ".join(found)


def _short(path):
    return path.replace("/home/teacher/course/", "").replace("/home/teacher/", "~/")


def _next_is_graded(facts):
    """Whether a class goes on after it; where no second run was made, nbgrader itself said that it does."""
    return "next" not in facts or sum(filter(None, (facts["next"] or {}).values())) > 0


def _scores(found):
    values = [found.get(f"test_{task}") for task in SOLUTIONS]
    return None if all(value is None for value in values) else tuple(value or 0 for value in values)


def _graded(attack, got):
    if attack.scores is None:
        if got is None or attack.name in PERFECT:
            return RIGHT, "not graded" if got is None else f"graded: {sum(got):g} of 8"
        return WRONG, f"{sum(got):g} of 8 instead of none"
    if got is None:
        return (NONE, "no points at all") if sum(attack.scores) else (RIGHT, "0 of 8")
    right = (
        all(g <= d for g, d in zip(got, attack.scores, strict=True))
        if attack.at_most
        else got == attack.scores
    )
    return RIGHT if right else WRONG, f"{sum(got):g} of 8"


def write(grader, raw):
    """stock.toml or unconfined.toml from the folder with the raw facts."""
    facts = {path.stem: json.loads(path.read_text()) for path in Path(raw).glob("*.json")}
    pages = [set(live(one["page"])) for one in facts.values() if one["page"]]
    usual = set.intersection(*pages) if pages else set()
    lines = [f'nbgrader = "{version("nbgrader")}"', f"date = {date.today()}", "", "[outcomes]"]
    for attack in battery():
        if attack.name in facts:
            kind, words = outcome(attack, facts[attack.name], usual)
            lines.append(f"{attack.name} = [{json.dumps(kind)}, {json.dumps(words)}]")
    (HERE / f"{grader}.toml").write_text("\n".join(lines) + "\n")
