"""Outcomes: values, exceptions, in-place changes, and a call that leaves no trace."""

import gc
import signal
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from verdict import patience
from verdict.outcome import Outcome, builtin_name, observe


def seen(function, *arguments):
    return observe(function, arguments, ["a", "b", "c"][: len(arguments)])


def test_a_value_is_copied_so_that_a_later_call_cannot_change_it():
    buffer = np.zeros(2)

    def reuses(a):
        buffer[:] = a
        return buffer

    first = seen(reuses, 1.0)
    seen(reuses, 2.0)
    assert first.value.tolist() == [1.0, 1.0]


def test_the_callers_arguments_are_safe():
    weight = np.array([1.0, 2.0])

    def in_place(a):
        a += 1

    assert seen(in_place, weight).changed == ("a",)
    assert weight.tolist() == [1.0, 2.0]


CHANGES = {
    "an array": (lambda a: a.__setitem__(0, 9.0), np.zeros(2)),
    "an array of nan": (lambda a: a.__setitem__(0, 0.0), np.array([np.nan])),
    "a list": (lambda a: a.append(1), [0.0]),
    "an array in a list": (lambda a: a[0].__setitem__(0, 1.0), [np.zeros(1)]),
}


@pytest.mark.parametrize(("function", "argument"), CHANGES.values(), ids=CHANGES)
def test_changes_in_place_are_seen(function, argument):
    assert seen(function, argument).changed == ("a",)


@pytest.mark.parametrize("argument", [np.array([np.nan, 1.0]), [1, 2], (np.zeros(2), 1.0), float("nan"), "x"])
def test_reading_is_no_change(argument):
    assert seen(lambda a: a, argument).changed == ()


def test_an_exception_shows_the_students_own_line():
    def student(a):
        return np.linalg.inv(a)  # the student's line

    fault = seen(student, np.zeros((2, 2))).fault
    assert str(fault) == "ValueError: Singular matrix"
    assert "the student's line" in fault.where
    assert f"in line {student.__code__.co_firstlineno + 1}:" in fault.where


def test_an_exception_from_elsewhere_brings_its_line_along():
    def stub(a):
        error = TypeError("text")
        error.student_line = (3, "return a + 'x'")
        raise error

    assert seen(stub, 1).fault.where == "in line 3:  return a + 'x'"


def test_a_call_with_the_wrong_number_of_arguments_has_no_line_to_show():
    fault = seen(lambda: 1, "too many").fault
    assert fault.kind == "TypeError"
    assert fault.where == ""


def test_numpys_own_exceptions_are_told_by_their_built_in_type():
    def truncating(a):
        a += 0.5

    outcome = seen(truncating, np.array([1, 2]))
    assert outcome.raised == "TypeError"
    assert builtin_name(np.linalg.LinAlgError()) == "ValueError"


def test_exit_is_a_fault_of_the_function_and_does_not_end_the_check():
    assert seen(lambda a: sys.exit("bye"), 1).raised == "SystemExit"


def test_an_interrupt_is_the_users_and_passes_through():
    def interrupted(a):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seen(interrupted, 1)


def test_warnings_and_stderr_stay_inside(capsys):
    def noisy(a):
        warnings.warn("careful", stacklevel=1)
        print("debug", file=sys.stderr)
        return np.float64(1) / np.float64(0)

    assert seen(noisy, 1).value == np.inf
    assert capsys.readouterr().err == ""


def test_a_tensor_that_needs_a_gradient_is_taken_as_numbers():
    assert seen(lambda a: torch.tensor([1.0], requires_grad=True) * 2, 0).value.tolist() == [2.0]


def test_outcomes_agree_only_in_all_three_respects():
    assert Outcome(1.0).agrees(Outcome(1.0 + 1e-9))
    assert not Outcome(1.0).agrees(Outcome(2.0))
    assert not Outcome(1.0, changed=("a",)).agrees(Outcome(1.0))
    assert not Outcome(raised="ValueError").agrees(Outcome(raised="TypeError"))
    assert not Outcome(raised="ValueError").agrees(Outcome(None))
    assert Outcome(raised="ValueError").agrees(Outcome(raised="ValueError"))


def forever(a):
    while True:
        a += 1


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0.1)
    monkeypatch.delenv("VERDICT_SOURCES", raising=False)


def test_a_call_without_end_is_stopped_and_the_alarm_is_put_back(hasty):
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    outcome = seen(forever, 1)
    assert (outcome.raised, outcome.fault.text) == ("TimeoutError", "no answer within 0.1 s")
    assert signal.signal(signal.SIGALRM, before) is signal.SIG_IGN
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_alarm_while_memory_is_collected_is_not_lost(hasty):
    collected = []

    def slow(phase, info):
        if not collected:
            busy(0.15)  # the alarm falls into what the callback calls
        collected.append(phase)

    def collects(a):
        gc.collect()
        busy(5)

    gc.callbacks.append(slow)
    try:
        outcome = seen(collects, 1)
    finally:
        gc.callbacks.remove(slow)
    assert outcome.raised == "TimeoutError"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_alarm_of_somebody_else_is_left_alone(hasty):
    before = signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        assert seen(slow, 1).value == 1
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def slow(a):
    time.sleep(0.2)
    return a


def busy(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def remote(a):
    return slow(a)


remote.__student_name__ = "remote"


def test_a_graders_calls_are_not_timed(hasty, monkeypatch):
    assert seen(remote, 1).value == 1
    monkeypatch.setenv("VERDICT_SOURCES", "somewhere")
    assert seen(slow, 1).value == 1


def test_outside_the_main_thread_nothing_is_timed(hasty):
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(seen, slow, 1).result().value == 1
