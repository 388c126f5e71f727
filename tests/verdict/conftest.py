"""A small task that all of verdict's tests know: the mean of each row of a table."""

import numpy as np
import pytest

from verdict import Slider, Slip, Task
from verdict.grid import grid_of
from verdict.release import Release, dumps, released_task


def row_means(table, shift):
    """Return the mean of each row plus shift: (N, n) -> (N,)."""
    if table.shape[1] == 0:
        raise ValueError("no columns, no mean")
    return table.mean(axis=1) + shift


def column_means(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    return table.mean(axis=0) + shift


def shift_forgotten(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    return table.mean(axis=1)


TABLE = np.array([[1.0, 2.0, 6.0], [0.0, 0.5, 1.0]])


@pytest.fixture
def task():
    return Task(
        reference=row_means,
        parts={
            "a table": [(TABLE, 0.25), (TABLE[:, :2], -1.0)],
            "a single row": [(TABLE[:1], 2.0)],
            "no columns": [(np.zeros((2, 0)), 1.0)],
        },
        draw={"a table": lambda rng: (rng.normal(size=(rng.integers(2, 5), 3)), float(rng.normal()))},
        grid=(TABLE, Slider("shift", [-1.0, 0.0, 1.0])),
        slips=[
            Slip(column_means, "You went down the columns."),
            Slip(shift_forgotten, "The shift is missing."),
        ],
        forbids=["statistics.fmean"],
    )


@pytest.fixture
def released(task):
    return released_task(task, 3, grid_of(task))


@pytest.fixture
def folder(tmp_path, released, monkeypatch):
    """A student's folder with the file of numbers; no grading around."""
    monkeypatch.delenv("VERDICT_SOURCES", raising=False)
    monkeypatch.delenv("VERDICT_SEED", raising=False)
    release = Release("demo", 1, "0" * 64, "0.1.0", {"row_means": released})
    (tmp_path / "demo.json").write_text(dumps(release), encoding="utf-8")
    return tmp_path
