"""A student's process and the judge's side of it, without a course: what a test cell would meet, quickly."""

import contextlib
import types

from autograder.engine import LIMITS
from autograder.judge import Session
from autograder.warm import WarmParent


class Pair:
    """`run` runs a cell in a new student's process, `test` a test cell here, with stubs for its names."""

    def __init__(self, parent, **limits):
        job = {"cells": [], "instructor": [], "asked": [], "student_files": [], "forbid": {}}
        shell = types.SimpleNamespace(user_ns={}, ast_transformers=[])
        self.session = Session(job | {"limits": LIMITS | limits}, [], parent.sock, shell)

    def run(self, source):
        outputs, reason = self.session.student.run(source)
        assert reason is None
        assert not [output for output in outputs if output["output_type"] == "error"], outputs

    def names(self, *names):
        """{name: what stands for it}."""
        self.session.bind(list(names))
        return {name: self.session.shell.user_ns[name] for name in names}

    def test(self, source, *names):
        """What a test cell of this source ends with: None or the exception."""
        self.session.begin_test()
        return outcome(source, {"__name__": "__main__"} | self.names(*names))


def outcome(source, namespace):
    """None or the exception that running source ends with."""
    try:
        exec(compile(source, "<test cell>", "exec"), namespace)
    except Exception as error:
        return error
    return None


def plainly(answer, test):
    """What the same two cells end with in one namespace, as in a notebook."""
    namespace = {"__name__": "__main__"}
    exec(compile(answer, "<answer>", "exec"), namespace)
    return outcome(test, namespace)


@contextlib.contextmanager
def parent(modules=("numpy",)):
    """A warm parent of students' processes, not confined: for code that does no harm."""
    with WarmParent("student") as warm:
        warm.warm(modules)
        warm.ready()
        yield warm
