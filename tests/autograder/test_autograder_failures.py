"""What goes wrong with one submission ends as its own named state: nobody else loses by it."""

import json

import pytest
from autograder_courses import FULL, TESTS, cells, notebook, scores

from autograder import course, engine, intake, writer
from autograder.engine import Engine, Outcome


@pytest.mark.parametrize(
    ("handed", "kept"),
    [
        ({"data.txt/x": b"1", "own.txt": b"2"}, {"own.txt": b"2", "data.txt": b"given"}),
        ({"data.txt": b"1"}, {"data.txt": b"given"}),
        ({"folder": b"1"}, {"folder/inner.txt": b"given"}),
        ({"folder/own.txt": b"1"}, {"folder/own.txt": b"1", "folder/inner.txt": b"given"}),
    ],
)
def test_a_name_that_the_assignment_gives_is_the_assignment_s(handed, kept):
    given = {name: data for name, data in kept.items() if data == b"given"}
    assert intake.beside(handed, given) == kept


def test_a_folder_with_the_name_of_a_given_file_stops_nobody(tiny):
    tiny.hand_in("ada")
    tiny.hand_in("clash")
    tiny.write(tiny.folder("clash") / "data.txt/x.txt", "x")
    rows = tiny.grade()
    assert [scores(rows[name]) for name in ("ada", "clash")] == [FULL, FULL]


def test_whatever_goes_wrong_in_a_worker_is_a_named_state(tiny, monkeypatch):
    tiny.hand_in("ada")
    assignment = course.load(tiny.root, "t1")
    monkeypatch.setattr(engine.intake, "take", lambda *_: 1 / 0)
    (outcome,) = Engine(assignment, 1).grade({"ada": tiny.folder("ada")}, workers=1)
    assert outcome.refused == "the grader itself failed: ZeroDivisionError: division by zero"
    assert outcome.failed


def test_results_that_cannot_be_written_are_a_named_state_and_cost_nobody_else(tiny, monkeypatch):
    tiny.hand_in("ada")
    tiny.hand_in("bob", cells({"answer": "answer = 0"}))
    tiny.grade()
    assignment = course.load(tiny.root, "t1")
    with writer.Writer(assignment) as write:
        monkeypatch.setattr(write, "_notebook", lambda *_: 1 / 0)
        row = write.write(Outcome("ada", ["a notebook"]))
        write.commit()
        assert write.ledger.gradebook.find_submission("t1", "bob").score == 7
    assert row["state"] == "refused: its results could not be written: ZeroDivisionError: division by zero"
    assert (row["score"], row["failed"]) == (None, True)
    assert tiny.grade()["ada"]["state"] == "graded"  # it was no fault of hers: the next run tries again


def test_a_test_that_takes_all_memory_stops_in_its_own_process(tiny):
    tests = TESTS | {"answer": "grid = bytearray(3 * 2**30)\nassert answer == 42"}
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(cells(tests=tests))))
    tiny.hand_in("ada")
    row = tiny.grade()["ada"]
    assert scores(row) == [2, 3, 2, 0]
    assert row["message"] == "test_answer: MemoryError"
