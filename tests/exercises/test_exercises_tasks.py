"""Every task of every assignment: right work gets everything, each slip its own message, on any seed."""

import importlib.util
import pkgutil

import nbformat
import numpy as np
import pytest
import sample_class
from exercises_assignments import (
    ASSIGNMENTS,
    STUDENT_IDS,
    STUDENTS,
    TASK_IDS,
    TASKS,
    is_right,
    released,
    right_students,
    roles,
    runs,
    tasks,
    written,
)

import nnkit
from verdict.cases import drawn_cases
from verdict.marking import mark
from verdict.words import paragraph

every_task = pytest.mark.parametrize(("name", "task"), TASKS, ids=TASK_IDS)
every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)


@pytest.fixture
def seeds(whole):
    """How many gradings a test goes through."""
    return 100 if whole else 3


@pytest.mark.long
@every_task
def test_the_reference_gets_full_marks(name, task, seeds):
    for cases in runs(name, task, seeds):
        found = mark(tasks(name)[task].references[0], released(name)[task], cases)
        assert found.score == released(name)[task].points, found.message


@pytest.mark.long
@every_task
def test_different_right_implementations_get_full_marks(name, task, seeds):
    answers = {student: sample_class.answers(name, student) for student in right_students(name)}
    answers = {student: own for student, own in answers.items() if task in own}
    assert len({own[task] for own in answers.values()}) >= 3, f"three students with {task} all right"
    for student, own in answers.items():
        function = written(name, own)[task]
        for cases in runs(name, task, seeds):
            found = mark(function, released(name)[task], cases)
            assert found.score == released(name)[task].points, f"{student}: {found.message}"


@pytest.mark.long
@every_task
def test_every_slip_is_caught_by_its_own_message(name, task, seeds):
    slips = tasks(name)[task].slips
    messages = {tuple(paragraph(slip.message)) for slip in slips}
    assert len(messages) == len(slips) >= 3
    for slip in slips:
        own = tuple(paragraph(slip.message))
        for cases in runs(name, task, seeds):
            found = mark(slip.function, released(name)[task], cases)
            assert found.score < released(name)[task].points, slip.function.__name__
            assert found.why[: len(own)] == own, (slip.function.__name__, found.message)


@every_assignment
def test_the_untouched_release_scores_nothing_and_says_why(course, name):
    notebook = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
    stubs = {c.metadata.nbgrader.grade_id: c.source for c in notebook.cells if _is_answer(c)}
    assert list(stubs) == list(roles(name, "verdict"))
    for task, function in ((task, written(name, stubs)[task]) for task in stubs):
        found = mark(function, released(name)[task], released(name)[task].cases)
        assert found.score == 0
        assert "Not done yet" in found.message


def _is_answer(cell):
    return cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution", False)


@every_task
def test_a_ready_made_function_of_the_package_that_would_do_is_forbidden(name, task):
    # What students could import from the wheel beside their notebook.
    for public in nnkit.__all__:
        ready = getattr(nnkit, public)
        if callable(ready) and is_right(name, task, ready, released(name)[task].cases):
            assert f"nnkit.{public}" in released(name)[task].forbids


@every_task
def test_what_is_forbidden_exists_under_all_its_names(name, task):
    forbids = released(name)[task].forbids
    for path in forbids:
        assert _exists(path), f"{path} is nothing"
        parts = path.split(".")
        if parts[0] == "nnkit" and len(parts) == 2:
            module = getattr(getattr(nnkit, parts[1]), "__module__", None)
            assert module is None or f"{module}.{parts[1]}" in forbids, f"{path} is {module}.{parts[1]} too"


def _exists(path):
    """Whether an import path leads to something; what is not installed here is not looked for."""
    if importlib.util.find_spec(path.split(".")[0]) is None:
        return True
    try:
        return pkgutil.resolve_name(path) is not None  # a module before a function of the same name
    except (ImportError, AttributeError):
        return False


@every_task
def test_a_table_of_the_visible_answers_passes_no_task(name, task):
    visible = {repr(case.arguments) for case in released(name)[task].cases}
    drawn = [case for case in drawn_cases(tasks(name)[task], 0) if repr(case.arguments) not in visible]
    truths = [case.truths[0] for case in drawn]
    assert len(drawn) >= 4
    assert not all(truth.agrees(truths[0]) for truth in truths), "one answer fits all"


@every_task
def test_every_slider_has_a_truth_at_every_setting(name, task):
    grid = released(name)[task].grid
    assert len(grid.truths) == np.prod([len(values) for values in grid.sliders.values()])
    assert all(truth.raised is None for truth in grid.truths)
    for values in ({n: v[0] for n, v in grid.sliders.items()}, {n: v[-1] for n, v in grid.sliders.items()}):
        function = tasks(name)[task].references[0]
        assert grid.call(function, grid.arguments(**values)) is not None


# A file that is no notebook is refused before anything is checked; a loop without end takes its time.
@pytest.mark.parametrize(("name", "student"), STUDENTS, ids=STUDENT_IDS)
def test_the_sample_class_gets_its_expected_scores(name, student, monkeypatch):
    tasks_of = released(name)  # before there is little time: a right answer may import a large package
    monkeypatch.setattr("verdict.patience.SECONDS", 5.0)
    expected = sample_class.expected(name)[student]
    bound = written(name, sample_class.answers(name, expected.like) | sample_class.answers(name, student))
    said = []
    for task, score in expected.scores.items():
        if task not in bound:
            assert score == 0
            continue
        cases = tasks_of[task].cases + drawn_cases(tasks(name)[task], 3)
        found = mark(bound[task], tasks_of[task], cases)
        assert found.score == score, found.message
        said.append(found.message)
    if len(said) == len(roles(name, "verdict")):
        assert expected.message in " ".join(" ".join(said).split())


@every_assignment
def test_the_sample_class_has_everyone_that_is_wanted(name):
    """Somebody with everything right, somebody with nothing, a part, and for each slip of the issue one."""
    expected = [entry for entry in sample_class.expected(name).values() if entry.scores]
    totals = [entry.total for entry in expected]
    checked = {task: ASSIGNMENTS[name].points[task] for task in roles(name, "verdict")}
    assert sum(checked.values()) in totals
    assert 0 in totals
    assert len(right_students(name)) >= 3
    assert sum(0 < total < sum(checked.values()) for total in totals) >= len(checked)


def test_the_usual_slips_of_the_first_assignment_are_all_there():
    slips = {slip.function.__name__ for task in tasks("a1").values() for slip in task.slips}
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
