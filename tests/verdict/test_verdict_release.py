"""A release: the same numbers after a round trip, grids that answer at every setting, plain errors."""

import numpy as np
import pytest

from verdict import Slider, Task
from verdict.grid import grid_of, pack_grid, unpack_grid
from verdict.release import dumps, load, loads
from verdict.source import cells, definitions


def test_a_release_survives_its_file(folder, released):
    text = (folder / "demo.json").read_text(encoding="utf-8")
    assert dumps(loads(text)) == text
    task = load("demo", folder).tasks["row_means"]
    assert task.parts == ["a table", "a single row", "no columns"]
    assert task.cases[0].truths[0].value.tolist() == [3.25, 0.75]
    assert task.messages == ["You went down the columns.", "The shift is missing."]


def test_a_release_holds_no_code(folder):
    text = (folder / "demo.json").read_text(encoding="utf-8")
    assert "def " not in text
    assert "mean(axis" not in text


def grid():
    def line(x, weights, offset):
        if offset > 5:
            raise ValueError("too far")
        return x * weights[0] + weights[1] + offset

    return grid_of(
        Task(
            reference=line,
            parts={"one": [(1.0, np.ones(2), 0.0)]},
            grid=(
                Slider("x", [1.0, 2.0], lambda x: x * np.arange(3)),
                [Slider("w", [-1.0, 0.5], start=-1.0), 0.25],
                Slider("b", [0.0, 6.0]),
            ),
        )
    )


@pytest.mark.parametrize("made", [grid(), unpack_grid(pack_grid(grid()))], ids=["made", "from the file"])
def test_a_grid_gives_arguments_and_truth_at_every_setting(made):
    assert made.sliders == {"x": [1.0, 2.0], "w": [-1.0, 0.5], "b": [0.0, 6.0]}
    assert made.starts == {"x": 2.0, "w": -1.0, "b": 6.0}
    x, weights, offset = made.arguments(x=2.0, w=0.5, b=0.0)
    assert (x.tolist(), weights.tolist(), offset) == ([0.0, 2.0, 4.0], [0.5, 0.25], 0.0)
    assert made.truth(x=2.0, w=0.5, b=0.0).tolist() == [0.25, 1.25, 2.25]
    assert made.truth(b=0.0, w=-1.0, x=1.0).tolist() == [0.25, -0.75, -1.75]
    assert isinstance(made.truth(x=1.0, w=0.5, b=6.0), ValueError)


def test_a_task_that_cannot_be_judged_is_refused():
    with pytest.raises(ValueError, match="at least one visible case"):
        Task(reference=abs, parts={"nothing": []})
    with pytest.raises(ValueError, match="do not exist: \\['b'\\]"):
        Task(reference=abs, parts={"a": [(1,)]}, draw={"b": lambda rng: (1,)})
    with pytest.raises(ValueError, match=r"slider b: start=0\.5 is none of its values"):
        Slider("b", [0.0, 1.0], start=0.5)


def test_cells_are_read_with_role_task_and_line(tmp_path):
    path = tmp_path / "demo.py"
    path.write_text(
        '# ---\n# %% [markdown]\n# Text\n\n# %% solution="f"\ndef f():\n    pass\n\n\n# %%\nf()\n'
    )
    found = [(cell.role, cell.task, cell.text, cell.line) for cell in cells(path)]
    assert found == [
        ("markdown", "", "# Text", 3),
        ("solution", "f", "def f():\n    pass", 6),
        ("plain", "", "f()", 11),
    ]


def test_a_verdict_cell_without_its_task_is_named(tmp_path):
    path = tmp_path / "demo.py"
    path.write_text('# %% solution="f"\ndef f():\n    pass\n\n# %% verdict="f"\nnothing = 1\n')
    with pytest.raises(ValueError, match=r'line 6: the cell verdict="f" must end with `task = Task'):
        definitions(path)


def test_an_error_in_a_definition_keeps_the_line_of_the_source(tmp_path):
    path = tmp_path / "demo.py"
    path.write_text('# %% [markdown]\n# x\n\n# %% setup="true"\n\n1 / 0\n')
    with pytest.raises(ZeroDivisionError) as caught:
        definitions(path)
    assert caught.traceback[-1].lineno + 1 == 6
