"""All processes of a class run together use at most 1 GB."""

import os
import subprocess
import sys

import pytest

from benchmarks import eight_cells, memory

LIMIT = 1024  # MB of PSS


def test_the_memory_of_children_and_their_children_is_counted():
    inner = "held = bytearray(90 * 2**20)\nimport time\ntime.sleep(2)"
    outer = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {inner!r}])"
    status, most, _ = memory.peak([sys.executable, "-c", outer])
    assert status == 0
    assert 90 < most < 150


@pytest.mark.long
@pytest.mark.skipif(
    os.geteuid() != 0, reason="another user's processes, as students' are, may not be looked at"
)
def test_two_workers_use_at_most_a_gigabyte(tmp_path, whole):
    course = eight_cells.write(tmp_path / "course", range(eight_cells.SIZE if whole else 4))
    command = [sys.executable, "-m", "autograder", "grade", eight_cells.NAME, "--course", str(course)]
    command += ["--workers", "2", "--accept-unconfined"]
    status, most, looks = memory.peak(command, stdout=subprocess.DEVNULL)
    assert status == 0
    assert looks > 10
    assert 100 < most < LIMIT
