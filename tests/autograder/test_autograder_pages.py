"""A warm parent's memory lies in big pages where the system has them."""

import subprocess
import sys

import pytest

from autograder import pages

MAPS = """\
7f0000100000-7f0000b00000 rw-p 00000000 00:00 0
7f0001000000-7f00011fffff rw-p 00000000 00:00 0
7f0002000000-7f0003000000 r--p 00000000 00:00 0
7f0004000000-7f0005000000 rw-p 00000000 fd:00 17      /usr/lib/a library.so
7f0006000000-7f0006400000 rw-s 00000000 00:00 0
556000000000-556000400000 rw-p 00000000 00:00 0       [heap]
7ffc00000000-7ffc00400000 rw-p 00000000 00:00 0       [stack]
"""


def test_only_whole_big_pages_of_own_memory_that_may_be_written():
    found = [(hex(first), hex(end)) for first, end in pages._own(MAPS.splitlines())]
    assert found == [("0x7f0000200000", "0x7f0000a00000"), ("0x556000000000", "0x556000400000")]


GATHERED = """
from pathlib import Path
from autograder import pages
held = [bytearray(1000) for _ in range(30_000)]
def big():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))
before = big()
pages.collapse()
print(big() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is gathered on Linux only")
def test_memory_is_gathered_or_left_as_it_is(tmp_path):
    done = subprocess.run([sys.executable, "-c", GATHERED], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    if not int(done.stdout):
        pytest.skip("this system gathers no big pages")
    assert int(done.stdout) >= 20_000  # kB of 30 MB


def test_a_system_without_such_a_list_changes_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "MAPS", tmp_path / "none")
    pages.collapse()
