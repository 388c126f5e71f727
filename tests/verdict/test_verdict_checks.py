"""`Checks` as a notebook, nbgrader and a grader meet it."""

import contextlib
import re

import numpy as np
import pytest

from verdict import CheckFailed, Checks, Task
from verdict import checks as module
from verdict.release import Release, dumps, released_task

SOURCE = """
# %% setup="true"
import numpy as np

# %% [markdown]
# Words that are no code: ( [

# %% solution="row_means"
def row_means(table, shift):
    return table.mean(axis=1) + shift

# %% check="row_means"
check(row_means)  # never run by the grader's definitions

# %% verdict="row_means"
from verdict import Task

task = Task(
    reference=row_means,
    parts={
        "a table": [(np.ones((2, 3)), 0.25)],
        "a single row": [(np.ones((1, 2)), 0.5)],
        "no columns": [(np.ones((2, 1)), 0.5)],
    },
    draw={"a table": lambda rng: (rng.normal(size=(2, 3)), float(rng.normal()))},
)
"""


def row_means(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    return np.average(table, axis=1) + shift


def half_right(table, shift):
    return np.average(table, axis=1) + shift if len(table) > 1 and table.shape[1] else np.zeros(9)


half_right.__name__ = "row_means"


def wrong(table, shift):
    return np.zeros(9)


wrong.__name__ = "row_means"


@pytest.fixture
def check(folder):
    return Checks("demo", folder)


@pytest.fixture
def grading(folder, monkeypatch):
    (folder / "demo.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setenv("VERDICT_SOURCES", str(folder))
    monkeypatch.setenv("VERDICT_SEED", "11")
    return Checks("demo", folder)


def test_right_work_gets_its_points_as_a_plain_float(check, capsys):
    score = check(row_means)
    assert (type(score), score) == (float, 3.0)
    assert capsys.readouterr().out == "row_means: 3 of 3 parts right, 3 of 3 points.\n"


def test_partial_work_gets_partial_points_and_a_message(check, capsys):
    assert check(half_right) == 1.0
    assert "1 of 3 parts right" in capsys.readouterr().out


def test_nothing_right_raises_the_message_and_shows_no_traceback(check):
    with pytest.raises(CheckFailed, match="0 of 3 parts right") as caught:
        check(wrong)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_validating_shows_the_message_of_partial_work_too(check, monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(CheckFailed, match="1 of 3 parts right"):
        check(half_right)
    assert check(row_means) == 3.0


def test_the_cell_names_the_task_whatever_the_function_is_called(check):
    namespace = {"check": check, "row_means": lambda table, shift: wrong(table, shift)}
    with pytest.raises(CheckFailed, match="row_means: 0 of 3"):
        exec("check(row_means)", namespace)


def test_an_unknown_function_is_a_plain_sentence(check):
    with pytest.raises(CheckFailed, match="knows row_means; give it one of these"):
        check(len)


def test_the_summary_counts_tasks(check, capsys):
    check.summary()
    assert "Run the check cells above first" in capsys.readouterr().out
    check(half_right)
    check.summary()
    assert "0 of 1 tasks pass\n  1 of 3 points" in capsys.readouterr().out
    check(row_means)
    check.summary()
    assert "1 of 1 tasks pass\n  3 of 3 points" in capsys.readouterr().out


def test_a_check_remembers_which_function_is_wrong_and_names_it_where_it_is_used(tmp_path, monkeypatch):
    monkeypatch.delenv("VERDICT_SOURCES", raising=False)

    def double(x):
        return 2 * x

    def quadruple(x):
        return double(double(x))

    tasks = [
        Task(reference=function, parts={"one": [(1.0,)], "two": [(2.0,)]}) for function in (double, quadruple)
    ]
    release = Release("pair", 1, "0" * 64, "0.1.0", {task.name: released_task(task, 1) for task in tasks})
    (tmp_path / "pair.json").write_text(dumps(release), encoding="utf-8")
    check = Checks("pair", tmp_path)
    right, double = double, lambda x: 3 * x
    double.__name__ = "double"
    with pytest.raises(CheckFailed, match="double: 0 of 2"):
        check(double)
    with pytest.raises(CheckFailed, match="Your function uses `double`"):
        check(quadruple)
    double = right
    assert (check(double), check(quadruple)) == (1.0, 1.0)


def test_hidden_cases_need_a_grader(check):
    with pytest.raises(RuntimeError, match=r"only where grading happens.*VERDICT_SOURCES"):
        check.hidden(row_means)


def test_hidden_cases_agree_with_right_work_in_one_line(grading, capsys):
    assert grading(row_means) == 3.0
    assert grading.hidden(row_means) == 3.0
    assert "drawn for this grading (seed 11): the same, 3 of 3 points" in capsys.readouterr().out


@pytest.mark.parametrize("text_unchanged", [True, False])
def test_hidden_does_not_repeat_what_the_check_has_just_seen(grading, folder, monkeypatch, text_unchanged):
    calls = []

    def counted(table, shift):
        calls.append(shift)
        return row_means(table, shift)

    counted.__name__ = "row_means"
    if text_unchanged:
        monkeypatch.setattr(module, "source_hash", lambda path: grading.release.source_sha256)
    grading(counted)
    seen = len(calls)
    with contextlib.suppress(CheckFailed):  # this text's visible cases are others in truth
        grading.hidden(counted)
    hash_now = module.source_hash(folder / "demo.py")
    cases = module._graded_tasks(folder / "demo.py", hash_now, 11)["row_means"].cases
    assert seen == len(grading.release.tasks["row_means"].cases)
    assert len(calls) - seen == len(cases) - (seen if text_unchanged else 0)


def test_hidden_cases_catch_answers_learnt_by_heart(grading, released, capsys):
    known = {str(case.arguments): case.truths[0].value for case in grading.release.tasks["row_means"].cases}
    shown = {str((np.ones((2, 3)), 0.25)): np.full(2, 1.25)}

    def by_heart(table, shift):
        return {**known, **shown}.get(str((table, shift)), np.zeros(2))

    by_heart.__name__ = "row_means"
    grading(by_heart)
    with pytest.raises(CheckFailed, match="drawn for this grading") as caught:
        grading.hidden(by_heart)
    assert "For example" in str(caught.value)
    assert "For example" not in str(caught.value).brief


def test_a_seed_repeats_its_cases_and_another_seed_draws_others(task):
    from verdict.cases import drawn_cases

    def shown(seed):
        return [case.arguments[0].tolist() for case in drawn_cases(task, seed)]

    assert shown(1) == shown(1)
    assert shown(1) != shown(2)
    assert len(shown(1)) == task.draws


def test_a_source_changed_after_the_release_is_said(grading, capsys):
    grading.hidden(row_means)
    assert "demo.py was changed after this release was made" in capsys.readouterr().out


def test_a_missing_file_of_numbers_is_a_plain_sentence(tmp_path):
    with pytest.raises(CheckFailed, match=r"demo\.json is missing: it must lie in the same folder"):
        Checks("demo", tmp_path)


def test_a_file_of_another_format_is_a_plain_sentence(folder):
    text = (folder / "demo.json").read_text(encoding="utf-8")
    (folder / "demo.json").write_text(re.sub('"format":2', '"format":99', text), encoding="utf-8")
    with pytest.raises(CheckFailed, match="made for another version"):
        Checks("demo", folder)


def installed(monkeypatch, version):
    def found(name):
        if version is None:
            raise module.importlib.metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(module.importlib.metadata, "version", found)


@pytest.mark.parametrize("version", ["0.1.0", "0.1.1", "0.10.0", "1.0"])
def test_a_package_of_this_version_or_newer_fits(folder, monkeypatch, version):
    installed(monkeypatch, version)
    assert Checks("demo", folder).release.needs == "0.1.0"


@pytest.mark.parametrize(("version", "told"), [("0.0.9", "0.0.9"), (None, "none")])
def test_a_package_that_does_not_fit_is_told_plainly(folder, monkeypatch, version, told):
    installed(monkeypatch, version)
    said = rf"needs {module.DISTRIBUTION} 0\.1\.0, and {told} is installed: install"
    with pytest.raises(CheckFailed, match=said):
        Checks("demo", folder)
