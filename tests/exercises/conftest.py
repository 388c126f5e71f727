"""A course folder of its own, built from the repository's texts, so that no test touches the real one."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXERCISES = ROOT / "exercises"
sys.path.insert(0, str(EXERCISES))


@pytest.fixture(scope="session")
def texts(tmp_path_factory):
    """A copy of the course's texts, nothing built -> the folder `exercises` in a project folder."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(
        EXERCISES, project / "exercises", ignore=lambda folder, names: [n for n in names if not _is_text(n)]
    )
    (project / "chapters").mkdir()
    (project / "chapters" / "single-neuron.md").touch()
    return project / "exercises"


@pytest.fixture(scope="session")
def course(texts):
    """The same course with a1 built: source, release, public -> its folder. Read only, please."""
    import build

    build.build("a1", texts)
    return texts


def _is_text(name):
    return name.endswith((".py", ".toml", ".txt", ".raw")) or name in ("sample_class", "a1")
