"""What a test cell pays for a call to a student's process: a megabyte there and back, and a thousand calls.

Measured from the judge's side, against a student's process as a class run has it, forked from a warm parent.
The limits: 10 ms for the megabyte, 1 s for the calls. The peer is the same with a plain function, called
in this process.
"""

import statistics
import sys
import time
import types

import numpy as np

from autograder.engine import LIMITS
from autograder.judge import Session
from autograder.warm import WarmParent

from .measured import row

ANSWER = """
def there_and_back(x):
    return x + 0.0

def small(x):
    return 2 * x

class Counter:
    def __init__(self):
        self.count = 0

    def step(self, n):
        self.count += n
        return self.count

def ask(f, times):
    return sum(f(i) for i in range(times))
"""
CALLS = 1000
ARRAY = np.zeros(131_072)  # a megabyte


def rows():
    """The rows stub-1-megabyte, stub-1000-calls, stub-1000-methods, stub-1000-callbacks."""
    plain = {}
    exec(ANSWER, plain)
    with WarmParent("student") as warm:
        warm.warm(["numpy"])
        warm.ready()
        stubs = _stubs(warm, [name for name in plain if not name.startswith("__")])
        return [
            row(name, ours, peer, "ms", f"limit {limit} ms; peer: the same in one process")
            for name, (ours, peer, limit) in _measured(stubs, plain).items()
        ]


def _stubs(warm, names):
    """What stands for the names in a test cell."""
    job = {"cells": [], "instructor": [], "asked": [], "student_files": [], "forbid": {}, "limits": LIMITS}
    shell = types.SimpleNamespace(user_ns={}, ast_transformers=[])
    session = Session(job, [], warm.sock, shell)
    _, reason = session.student.run(ANSWER)
    if reason:
        sys.exit(f"benchmarks: the student's process was lost: {reason}")
    session.bind(names)
    return shell.user_ns


def _measured(stubs, plain):
    """{row: (milliseconds through stubs, in this process, the limit)}, in turn, after one run to warm up."""
    return {
        "stub-1-megabyte": (*_median(_megabyte, 25, stubs, plain), 10),
        "stub-1000-calls": (*_median(_calls, 3, stubs, plain), 1000),
        "stub-1000-methods": (*_median(_methods, 3, stubs, plain), 1000),
        "stub-1000-callbacks": (*_median(_callbacks, 3, stubs, plain), 1000),
    }


def _median(action, rounds, *sides):
    for side in sides:
        action(side)
    times = [[_milliseconds(action, side) for side in sides] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def _milliseconds(action, side):
    begin = time.perf_counter()
    action(side)
    return 1000 * (time.perf_counter() - begin)


def _megabyte(names):
    names["there_and_back"](ARRAY)


def _calls(names):
    for number in range(CALLS):
        names["small"](number)


def _methods(names):
    counter = names["Counter"]()
    for _ in range(CALLS):
        counter.step(1)


def _callbacks(names):
    names["ask"](lambda number: number, CALLS)
