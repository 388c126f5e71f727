"""Mutation: the right solutions, each changed in one place; a check that lets one pass is too weak.

A mutant that is right on all fixed and on many drawn inputs is equivalent, and no miss. The others that keep
their points stand with their reasons in survivors.toml.
"""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from exercises_assignments import ASSIGNMENTS, TASK_IDS, TASKS, is_right, roles, runs, setup, tasks
from exercises_mutants import mutants, new_lines

from verdict import patience
from verdict.cases import Case, truths

KNOWN = tomllib.loads((Path(__file__).parent / "survivors.toml").read_text(encoding="utf-8"))
SAMPLE = 40  # mutants of an assignment in `make test`


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """A mutant may have a loop without end."""
    monkeypatch.setattr(patience, "SECONDS", 5.0)


def function_of(name, task, text):
    """What a text defines, among the right versions of all others; None if it does not even run."""
    namespace = {"__name__": "mutant"}
    for source in [*setup(name), *roles(name, "solution").values()]:
        exec(source, namespace)
    try:
        exec(text, namespace)
    except Exception:  # a mutant that does not run loses everything
        return None
    return namespace.get(task)


def keeps_points(name, task, function, seed=0):
    """Whether it gets all of them in a grading with this seed."""
    return function is not None and is_right(name, task, function, runs(name, task, seed + 1)[-1])


def is_equivalent(name, task, function, draws):
    """Whether it is right on `draws` further inputs as well."""
    definition, rng = tasks(name)[task], np.random.default_rng(0)
    inputs = (draw(rng) for draw in definition.draw.values() for _ in range(draws // len(definition.draw)))
    return is_right(
        name,
        task,
        function,
        (
            Case("", arguments, truths(definition, arguments), (), definition.room(arguments))
            for arguments in inputs
        ),
    )


def chosen(name, whole):
    """(task, text) of the mutants of an assignment: all, or a sample spread over them."""
    found = [(task, text) for task, source in roles(name, "solution").items() for text in mutants(source)]
    return found if whole else found[:: max(1, len(found) // SAMPLE)]


def reason(name, task, text):
    """Why it is known to survive; None if it is not."""
    lines = new_lines(roles(name, "solution")[task], text)
    known = [entry for entry in KNOWN.get(name, ()) if entry["task"] == task and entry["mutant"] in lines]
    return known[0]["why"] if known else None


@pytest.mark.long
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_changed_solution_loses_points(name, whole):
    killed, equivalent, survivors = 0, [], []
    for task, text in chosen(name, whole):
        function = function_of(name, task, text)
        if not keeps_points(name, task, function):
            killed += 1
        elif is_equivalent(name, task, function, 10_000 if whole else 300):
            equivalent.append((task, text))
        else:
            survivors.append((task, text))
    unexplained = [text for task, text in survivors if not reason(name, task, text)]
    told = f"{killed} lose points, {len(survivors)} survive, {len(equivalent)} are equivalent"
    print(told, *(text for _, text in equivalent), sep="\n\n")
    assert not unexplained, "\n\n".join([told, *unexplained])
    assert killed >= 15
    assert killed >= 0.95 * (killed + len(survivors)), told


@pytest.mark.parametrize(("name", "task"), TASKS, ids=TASK_IDS)
def test_the_unchanged_solution_keeps_its_points(name, task):
    assert keeps_points(name, task, function_of(name, task, roles(name, "solution")[task]))


def test_a_slip_is_not_called_equivalent():
    assert not is_equivalent("a1", "predict", lambda z: np.where(np.asarray(z) > 0, 1, 0), 40)


def test_mutants_have_one_change_each_and_every_kind_is_there():
    source = 'def f(x):\n    """Doc."""\n    y = x.T[0] + np.sum(x, axis=1)\n    return -y, g(x, y)\n'
    changed = {line for text in mutants(source) for line in new_lines(source, text)}
    assert {
        "y = x.T[0] - np.sum(x, axis=1)",
        "y = x[0] + np.sum(x, axis=1)",
        "y = x.T[1] + np.sum(x, axis=1)",
        "y = x.T[0] + np.sum(x, axis=2)",
        "y = x.T[0] + np.sum(x)",
        "y = x.T[0] + x",
        "pass",
        "return (y, g(x, y))",
        "return (-y, g(y, x))",
        "return (g(x, y), -y)",
    } <= changed
    assert all('"""Doc."""' in text for text in mutants(source))


def test_the_known_survivors_are_explained():
    for name, entries in KNOWN.items():
        for entry in entries:
            assert entry["task"] in ASSIGNMENTS[name].points
            assert len(entry["why"].split()) > 4
