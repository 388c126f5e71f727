"""A course folder of its own, built from the repository's texts, so that no test touches the real one."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "exercises"))


@pytest.fixture(scope="session")
def texts(tmp_path_factory):
    """A copy of the course's texts, nothing built -> the folder `exercises` in a project folder."""
    from exercises_assignments import copy_of_texts  # it computes nothing for tests that need no course

    return copy_of_texts(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def course(request, texts):
    """The same course, built: source, release, public -> its folder. Read only, please.

    Of its assignments those that the chosen tests ask for by their parameter `name`, and a1.
    """
    import build
    from exercises_assignments import ASSIGNMENTS

    items = [item for item in request.session.items if "course" in item.fixturenames]
    asked = {item.callspec.params.get("name") for item in items if hasattr(item, "callspec")} | {"a1"}
    build.build([name for name in ASSIGNMENTS if name in asked], texts)
    return texts
