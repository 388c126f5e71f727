"""The course of the grading benchmark, made from eight_cells.toml: 8 answers, 8 tests, 40 submissions.

The tests of the autograder use it as well. Submission n answers each task wrongly with probability n / 80, so
the class goes from perfect to poor; the same numbers are drawn everywhere.
"""

import json
import random
import tomllib
from pathlib import Path

TEXT = tomllib.loads((Path(__file__).parent / "eight_cells.toml").read_text(encoding="utf-8"))
TASKS = TEXT["task"]
NAME = "e8"
SIZE = 40
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
NONE = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}


def notebook(answers):
    """The notebook with these answers, one text per task, as a dict."""
    cells = [_cell(TEXT["setup"], {})]
    for task, answer in zip(TASKS, answers, strict=True):
        test = {"grade": True, "locked": True, "grade_id": f"test_{task['name']}", "points": task["points"]}
        cells += [_cell(answer, {"solution": True, "grade_id": task["name"]}), _cell(task["test"], test)]
    numbered = [{"id": f"c{number}", **cell} for number, cell in enumerate(cells)]
    return {"cells": numbered, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}


def _cell(source, marks):
    metadata = {"nbgrader": NONE | marks} if marks else {}
    bare = {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": []}
    return bare | {"source": source.strip()}


def answers(number):
    """What submission `number` answers, one text per task."""
    drawn = random.Random(number)
    return [_answer(task, drawn, number / (2 * SIZE)) for task in TASKS]


def _answer(task, drawn, share_wrong):
    if drawn.random() < share_wrong:
        return drawn.choice(task["wrong"])
    return drawn.choice([task["solution"], *task["right"]])


def student(number):
    """The name of submission `number`."""
    return f"s{number:02}"


def write(root, numbers=range(SIZE)):
    """A course folder with these submissions; returns it."""
    _write(root / "source" / NAME, notebook([task["solution"] for task in TASKS]))
    for number in numbers:
        _write(root / "submitted" / student(number) / NAME, notebook(answers(number)))
    return root


def _write(folder, made):
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text(json.dumps(made, indent=1), encoding="utf-8")
