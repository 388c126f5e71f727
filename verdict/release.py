"""What a release knows of its tasks: numbers and sentences in one JSON file, never code."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from verdict.cases import Case, visible_cases
from verdict.grid import Grid, pack_grid, unpack_grid
from verdict.numbers import pack, pack_outcome, unpack, unpack_outcome

FORMAT = 2  # of the JSON file; a reader of another format says so instead of guessing


@dataclass(frozen=True)
class ReleasedTask:
    """One task as a student's computer knows it.

    refusals: forbidden import path -> the sentence on it, where it is not the usual one.
    """

    name: str
    points: float
    arguments: list
    forbids: list
    messages: list
    cases: list
    grid: Grid | None
    through: str = ""
    tells: str = ""
    loopless: bool = False
    results: list = field(default_factory=list)
    refusals: dict = field(default_factory=dict)

    @property
    def parts(self):
        """The parts' names in order."""
        return list(dict.fromkeys(case.part for case in self.cases))


@dataclass(frozen=True)
class Release:
    """An assignment's file of numbers: which release of which source, which package it needs, its tasks.

    written: name -> points of the answers in words, which people grade.
    """

    assignment: str
    version: int
    source_sha256: str
    needs: str
    tasks: dict
    written: dict = field(default_factory=dict)


def released_task(task, points, grid=None):
    """A task's numbers, computed from its definition -> ReleasedTask."""
    return ReleasedTask(
        name=task.name,
        points=float(points),
        arguments=task.arguments,
        results=task.results,
        forbids=list(task.forbids),
        messages=[" ".join(slip.message.split()) for slip in task.slips],
        cases=visible_cases(task),
        grid=grid,
        through=task.through,
        tells=task.tells,
        loopless=task.is_loopless,
        refusals=_refusals(task.forbids),
    )


def _refusals(forbids):
    return {path: said for path, said in forbids.items() if said} if isinstance(forbids, Mapping) else {}


def dumps(release):
    """A release as JSON text, the same bytes for the same numbers."""
    data = (
        {"format": FORMAT} | vars(release) | {"tasks": [_pack_task(task) for task in release.tasks.values()]}
    )
    return json.dumps(data, allow_nan=False, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n"


@functools.cache
def loads(text):
    """The inverse of `dumps`, shared: not to be changed. Raises ValueError for a file of another format."""
    data = json.loads(text)
    if data.pop("format", None) != FORMAT:
        raise ValueError("this file of numbers was made for another version of the package")
    tasks = [_unpack_task(task) for task in data.pop("tasks")]
    return Release(**data, tasks={task.name: task for task in tasks})


def load(assignment, folder="."):
    """The release of an assignment from the folder of its notebook. Raises OSError, ValueError."""
    return loads((Path(folder) / f"{assignment}.json").read_text(encoding="utf-8"))


def _pack_task(task):
    return vars(task) | {
        "cases": [_pack_case(case) for case in task.cases],
        "grid": pack_grid(task.grid) if task.grid else None,
    }


def _unpack_task(data):
    cases = [_unpack_case(case) for case in data["cases"]]
    return ReleasedTask(
        **data | {"cases": cases, "grid": unpack_grid(data["grid"]) if data["grid"] else None}
    )


def _pack_case(case):
    return {
        "part": case.part,
        "arguments": pack(case.arguments),
        "truths": [pack_outcome(truth) for truth in case.truths],
        "slips": [pack_outcome(slip) for slip in case.slips],
    } | ({"within": case.within} if case.within else {})


def _unpack_case(data):
    outcomes = {key: tuple(map(unpack_outcome, data[key])) for key in ("truths", "slips")}
    return Case(data["part"], unpack(data["arguments"]), **outcomes, within=data.get("within", 0.0))
