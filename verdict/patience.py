"""A student's endless loop in a notebook: stopped after some seconds, so that a sentence can say so."""

import contextlib
import gc
import os
import signal
import threading

SECONDS = 10.0  # a first call may import a large package; an honest one takes milliseconds after that


@contextlib.contextmanager
def patience(function=None):
    """Raise TimeoutError inside if it takes longer than SECONDS; only where nobody else keeps the time.

    A grader has limits of its own, and an alarm that is already set belongs to somebody. function: what is
    called inside; a grader's stub is none of our business.
    """
    if not _ours(function):
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS / 10)  # again, should the first be lost
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ours(function):
    return (
        "VERDICT_SOURCES" not in os.environ
        and not hasattr(function, "__student_name__")
        and hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    )


def _stop(number, frame):
    collecting = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:  # outwards: an alarm may also fall into what a callback calls, this function too
        if frame.f_code in collecting:
            return  # what a callback of the collector raises is lost; the alarm comes again
        frame = frame.f_back
    raise TimeoutError(f"no answer within {SECONDS:g} s")
