"""The memory of a tree of processes: PSS, in which shared pages are shared out among those that use them."""

import subprocess
import time
from pathlib import Path


def peak(command, every=0.25, **settings):
    """Run command; return (exit code, most MB of PSS that it and all below it took at once, times looked)."""
    running, most, looks = subprocess.Popen(command, **settings), 0.0, 0
    while running.poll() is None:
        most, looks = max(most, of_tree(running.pid)), looks + 1
        time.sleep(every)
    return running.returncode, most, looks


def of_tree(pid):
    """MB of PSS of a process and all below it. Raises PermissionError where they may not be read."""
    return sum(_of(number) for number in _tree(pid))


def _tree(pid):
    found = [pid]
    for number in found:
        for listed in Path(f"/proc/{number}/task").glob("*/children"):
            try:
                found += map(int, listed.read_text().split())
            except (FileNotFoundError, ProcessLookupError):  # it has ended
                continue
    return found


def _of(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
