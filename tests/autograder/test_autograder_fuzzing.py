"""Fuzzing of intake and of archives: whatever comes is taken in whole or refused in words; nothing else.

With --whole 100,000 cases in all: bytes near a real notebook or archive, and notebooks of odd parts.
"""

import contextlib
import io
import json

import pytest
from autograder_archives import encrypted, overlapping, tarred, zipped
from autograder_courses import cells, code, markdown, notebook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import course, intake, reading
from autograder.collect import archives, labels, listing, paths, roster
from autograder.reading import RefusedError

WHOLE, SAMPLE = 100_000, 4_000
SHARES = {"notebook-bytes": 0.3, "odd-notebooks": 0.3, "archive-bytes": 0.3, "names": 0.1}

NOTEBOOK = json.dumps(notebook([*cells()[:3], markdown("é"), code("%time x = 1")])).encode()
FILES = {"t1.ipynb": b"{}" * 40, "d/x.csv": b"1,2\n" * 9, "é.txt": b""}
ARCHIVES = {
    "x.zip": [zipped(FILES), zipped(FILES, 0), overlapping(), encrypted(FILES), zipped({})],
    "x.tar": [tarred(FILES), tarred(FILES | {"y" * 150: b"long name"})],
    "x.tgz": [tarred(FILES, "w:gz")],
    "x.tbz": [tarred(FILES, "w:bz2")],
}


def edited(originals):
    """Bytes near one of the originals: some spans replaced, cut out or said twice."""
    edit = st.tuples(st.integers(0, 2**16), st.integers(0, 12), st.binary(max_size=12) | st.none())
    return st.tuples(st.sampled_from(originals), st.lists(edit, min_size=1, max_size=6)).map(_edit)


def _edit(case):
    data, edits = case
    for place, length, new in edits:
        place %= len(data) + 1
        end = place + length
        data = data[:place] + (data[place:end] * 2 if new is None else new) + data[end:]
    return data


TEXT = st.text(max_size=30) | st.sampled_from([cell["source"] for cell in cells()])
TEXT |= st.sampled_from(
    ["(" * 50, "def square(x): return x", "%%bash\nls", "!ls\n" * 60, "\ud800", "x?", "a\0b"]
)
ODD = st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.lists(TEXT, max_size=3)
ODD |= st.dictionaries(TEXT, st.integers(), max_size=3)
GRADE_IDS = st.sampled_from(["square", "test_square", "mean", "test_mean", "other", ""]) | ODD
MARKS = st.fixed_dictionaries(
    {}, optional={"grade_id": GRADE_IDS, "grade": ODD, "solution": ODD, "points": ODD}
)
METADATA = st.fixed_dictionaries({}, optional={"nbgrader": MARKS | ODD, "tags": ODD, "widgets": ODD})
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "code"]) | ODD, "source": TEXT | ODD},
    optional={"metadata": METADATA | ODD, "outputs": ODD, "attachments": ODD, "id": ODD},
)
CELLS = st.lists(CELL | st.sampled_from(cells()), max_size=12)
NOTEBOOKS = st.fixed_dictionaries({"cells": CELLS}, optional={"metadata": ODD, "worksheets": ODD})
REAL = st.permutations(range(10)).flatmap(
    lambda order: st.lists(CELL, max_size=2).map(
        lambda more: {"cells": [[*cells(), code("")][n] for n in order] + more}
    )
)


@pytest.fixture
def fuzz(whole):
    """fuzz(share, strategy, check): tries the check on its share of the cases."""

    def run(share, strategy, check):
        count = int(SHARES[share] * (WHOLE if whole else SAMPLE))
        tried = []
        settled = settings(
            max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        settled(given(strategy)(lambda case: (tried.append(1), check(case))[0]))()
        assert len(tried) > 100, "hardly anything was tried"

    return run


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The tiny course's notebook as the instructor's side sees it."""
    folder = tmp_path_factory.mktemp("fuzz") / "source/t1"
    folder.mkdir(parents=True)
    (folder / "t1.ipynb").write_text(json.dumps(notebook(cells())))
    return course.load(folder.parents[1], "t1").notebooks[0]


def take_in(path, data, source):
    """Take the notebook in as grading does; what comes out is the instructor's, the answers excepted."""
    path.write_bytes(data)
    with contextlib.suppress(RefusedError):
        handed = reading.read(path)
        assert all(cell.kind in reading.KINDS and type(cell.source) is str for cell in handed)
        graded = intake.put_right(handed, source)
        origins = [cell.origin for cell in graded if cell.origin]
        assert sorted(origin.grade_id for origin in origins) == sorted(source.by_id)
        assert all(
            cell.source == cell.origin.source for cell in graded if cell.origin and cell.origin.is_test
        )
        assert all(cell.kind == cell.origin.kind for cell in graded if cell.origin)
        "".join(cell.source for cell in graded).encode()


@pytest.mark.long
def test_bytes_near_a_notebook(fuzz, tmp_path, source):
    fuzz("notebook-bytes", edited([NOTEBOOK]), lambda data: take_in(tmp_path / "n", data, source))


@pytest.mark.long
def test_notebooks_of_odd_parts(fuzz, tmp_path, source):
    def check(content):
        take_in(tmp_path / "n", json.dumps(content).encode("utf-8", "surrogatepass"), source)

    fuzz("odd-notebooks", NOTEBOOKS | REAL, check)


@pytest.mark.long
def test_bytes_near_an_archive(fuzz):
    cases = st.one_of(st.tuples(st.just(name), edited(data)) for name, data in ARCHIVES.items())

    def check(case):
        name, data = case
        with contextlib.suppress(RefusedError), archives.opened(io.BytesIO(data), name) as found:
            for member in found.members:
                assert paths.parts("/".join(member.name)) == member.name
                with member.open() as file:
                    listing.copy(file, io.BytesIO(), 2**20, "it")

    fuzz("archive-bytes", cases, check)


@pytest.mark.long
def test_names_of_files(fuzz):
    """No name leads anywhere else, no label breaks, and a roster answers or refuses."""
    people = roster.Roster({"ada": dict.fromkeys(roster.COLUMNS, "") | {"lms_user_id": "1", "name": "Ada L"}})
    piece = st.sampled_from(["..", "/", "\\", "_", "1", "LATE_", "assignsubmission_file_", "Ada L", ".ipynb"])
    names = st.lists(piece | st.characters(), max_size=12).map("".join)

    def check(name):
        paths.shown(name).encode()
        with contextlib.suppress(RefusedError):
            found = paths.parts(name)
            assert not {"", ".", ".."} & set(found)
            assert not any(character in part for part in found for character in "/\\\0\n")
        for label in labels.read(name) or [labels.Label("", name)]:
            with contextlib.suppress(RefusedError):
                assert people.find(label) == "ada"

    fuzz("names", names, check)
