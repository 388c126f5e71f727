"""Assignment a1 in-process: right work gets everything, each slip its own message, on any seed."""

import linecache

import nbformat
import numpy as np
import pytest
import sample_class

from verdict.cases import drawn_cases
from verdict.marking import mark
from verdict.release import load
from verdict.source import definitions
from verdict.words import paragraph

TASKS = ("affine_score", "predict", "perceptron_update", "logistic_probability", "boundary_line")
RIGHT = ("ada", "noor", "otto", "pia")  # straight, loops and lists, einsum and lambdas, float32


@pytest.fixture(scope="module")
def tasks(course):
    return definitions(course / "a1.py")


@pytest.fixture(scope="module")
def released(course):
    return load("a1", course / "release" / "a1").tasks


@pytest.fixture(scope="module")
def runs(whole, tasks, released):
    """Task -> the cases of several gradings: the visible ones, then these and the drawn ones of each seed."""
    return {
        name: [
            task.cases,
            *(task.cases + drawn_cases(tasks[name], seed) for seed in range(100 if whole else 5)),
        ]
        for name, task in released.items()
    }


def written(texts):
    """The names that a student's cells bind; a cell that does not run binds none."""
    namespace = {"np": np}
    for name, text in texts.items():
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        try:
            exec(compile(text, name, "exec"), namespace)
        except SyntaxError:
            continue
    return namespace


@pytest.mark.long
@pytest.mark.parametrize("name", TASKS)
def test_the_reference_gets_full_marks(name, tasks, released, runs):
    for cases in runs[name]:
        found = mark(tasks[name].reference, released[name], cases)
        assert found.score == released[name].points, found.message


@pytest.mark.long
@pytest.mark.parametrize("student", RIGHT)
@pytest.mark.parametrize("name", TASKS)
def test_different_right_implementations_get_full_marks(student, name, released, runs):
    function = written(sample_class.answers("a1", student))[name]
    for cases in runs[name]:
        found = mark(function, released[name], cases)
        assert found.score == released[name].points, found.message


@pytest.mark.long
@pytest.mark.parametrize("name", TASKS)
def test_every_slip_is_caught_by_its_own_message(name, tasks, released, runs):
    messages = {tuple(paragraph(slip.message)) for slip in tasks[name].slips}
    assert len(messages) == len(tasks[name].slips) >= 5
    for slip in tasks[name].slips:
        own = tuple(paragraph(slip.message))
        for cases in runs[name]:
            found = mark(slip.function, released[name], cases)
            assert found.score < released[name].points
            assert found.why[: len(own)] == own, (slip.function.__name__, found.message)


def test_the_usual_slips_are_all_there(tasks):
    slips = {slip.function.__name__ for task in tasks.values() for slip in task.slips}
    assert {
        "no_bias",
        "strictly_greater",
        "plus_minus_one",
        "labels_plus_minus",
        "always_updates",
        "in_place",
        "whole_numbers",
        "slope_sign",
        "vertical_infinite",
        "overflows_right",
    } <= slips


def test_the_untouched_release_scores_nothing_and_says_why(course, released):
    notebook = nbformat.read(course / "release" / "a1" / "a1.ipynb", as_version=4)
    stubs = {c.metadata.nbgrader.grade_id: c.source for c in notebook.cells if _is_answer(c)}
    assert set(stubs) == set(TASKS)
    for name in TASKS:
        found = mark(written(stubs)[name], released[name], released[name].cases)
        assert found.score == 0
        assert "Not done yet" in found.message


def _is_answer(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def test_every_ready_made_function_of_the_package_is_forbidden(released):
    # What students could import from the wheel beside their notebook.
    wanted = {
        "affine_score": "nnkit.Neuron",
        "predict": "nnkit.step",
        "perceptron_update": "nnkit.perceptron_update",
        "logistic_probability": "nnkit.sigmoid",
        "boundary_line": "nnkit.Neuron",
    }
    for name, path in wanted.items():
        assert path in released[name].forbids


@pytest.mark.parametrize("name", TASKS)
def test_every_slider_has_a_truth_at_every_setting(name, released):
    grid = released[name].grid
    count = np.prod([len(values) for values in grid.sliders.values()])
    assert len(grid.truths) == count
    assert all(truth.raised is None for truth in grid.truths)


@pytest.mark.parametrize("student", [s for s in sample_class.expected("a1") if s not in ("tara", "sami")])
def test_the_sample_class_gets_its_expected_scores(student, tasks, released):
    expected = sample_class.expected("a1")[student]
    bound = written(sample_class.answers("a1", expected.like) | sample_class.answers("a1", student))
    said = []
    for name, score in expected.scores.items():
        if name not in bound:
            assert score == 0
            continue
        found = mark(bound[name], released[name], released[name].cases + drawn_cases(tasks[name], 3))
        assert found.score == score, found.message
        said.append(found.message)
    if len(said) == len(TASKS):
        assert expected.message in " ".join(" ".join(said).split())
