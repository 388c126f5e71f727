"""`python hostile_watched.py FILE COMMAND...`: runs it, writes into FILE what it left running, ends that.

Whatever loses its parent below this process comes to it, so nothing of the command's can hide, and nothing of
anybody else's is taken for it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
SECONDS = 5.0  # in which killed processes must have ended


def main(file, command):
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    code = subprocess.run(command).returncode
    end = time.monotonic() + SECONDS
    while left() and time.monotonic() < end:
        time.sleep(0.05)
    Path(file).write_text(json.dumps(sorted(left().values())))
    while left():
        for pid in left():
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    return code


def left():
    """{number: command line} of the children that still run; those that ended are buried."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return {}
        if pid == 0:
            break
    pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode() for pid in pids}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
