"""Fixtures of the hostile battery."""

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "autograder"))  # for autograder_courses
from hostile_battery import BY_LEVEL, battery
from hostile_class import Class, Listeners

from autograder import confine


@pytest.fixture(scope="module", params=[confine.BUBBLEWRAP, confine.NAMESPACES])
def graded(request, whole, tmp_path_factory):
    """The Class at a level, only where that works: unconfined, it would end all processes of the user.

    Without --whole it is the whole battery at the best level only, and at the other what that keeps in.
    """
    if reason := confine.failing(request.param):
        pytest.skip(f"the level {request.param!r} does not work here: {reason}")
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("hostile")
        all_of_them = whole or request.param == confine.best()
        attacks = [attack for attack in battery() if all_of_them or attack.family in BY_LEVEL]
        yield Class(folder, request.param, Listeners(folder, stack), attacks)
