"""An assignment's source: percent-format text, read cell by cell; its definitions, run to grade."""

import re
from dataclasses import dataclass
from pathlib import Path

from verdict.task import Task

_HEADER = re.compile(r"^# %%(?P<rest>.*)$", re.MULTILINE)
_KEY = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Cell:
    """A cell: its role, the task that the role is for, its text, and its first line's number in the file.

    The role is the key of its header (start, setup, solution, slider, check, verdict, written), or
    "markdown" or "plain".
    """

    role: str
    task: str
    text: str
    line: int


def cells(path):
    """The cells of a percent-format file -> list of Cell. Raises OSError if it cannot be read."""
    text = Path(path).read_text(encoding="utf-8")
    headers = list(_HEADER.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return [_cell(text, header, end) for header, end in zip(headers, ends, strict=True)]


def _cell(text, header, end):
    role, task = next(iter(_KEY.findall(header["rest"])), ("plain", ""))
    if "[markdown]" in header["rest"] and role != "written":
        role, task = "markdown", ""
    body = text[header.end() + 1 : end].rstrip()
    return Cell(role, task, body, text.count("\n", 0, header.end()) + 2)


def definitions(path):
    """Run the instructor's own cells of a source -> dict name -> Task, in the order of the text.

    Setup, solution and verdict cells run in one namespace of their own, where no student's name is; check and
    slider cells do not run. Raises ValueError, naming the cell, where a verdict cell leaves no `task`.
    """
    namespace = {"__name__": Path(path).stem}
    tasks = {}
    for cell in cells(path):
        if cell.role in ("setup", "solution", "verdict"):
            # Leading newlines keep the file's line numbers in any traceback.
            exec(compile("\n" * (cell.line - 1) + cell.text, str(path), "exec"), namespace)
        if cell.role == "verdict":
            tasks[cell.task] = _bound_task(namespace, cell, path)
    return tasks


def _bound_task(namespace, cell, path):
    task = namespace.pop("task", None)
    if not isinstance(task, Task) or task.name != cell.task:
        raise ValueError(
            f'{path}, line {cell.line}: the cell verdict="{cell.task}" must end with `task = Task(...)` '
            f"whose reference is the function {cell.task}"
        )
    return task
