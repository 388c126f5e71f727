"""`python -m autograder.confine.trial LEVEL OUTSIDE`: confine a fork as a warm parent does, and test it.

OUTSIDE is a folder that exists and must be out of reach. What does not hold is said on the standard error,
and the exit code is then 1.
"""

import os
import socket
import sys
from pathlib import Path

from .probe import PACKAGE
from .process import Confinement

LIMITS = {"cpu_seconds": 10, "address_space": 2**32, "file_bytes": 2**20, "files": 64, "processes": 16}


def _try(level, outside):
    confinement = Confinement(level, [PACKAGE])
    folder = confinement.folder(outside)
    confinement.before_fork()
    pid = os.fork()
    if pid == 0:
        os._exit(_kept(confinement, folder, outside))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _kept(confinement, folder, outside):
    try:
        if folder:
            os.chdir(folder)
        confinement.drop(0, LIMITS)
        broken = [name for name, attempt in _forbidden(outside).items() if _works(attempt)]
        broken += [name for name, attempt in _allowed().items() if not _works(attempt)]
        if broken:
            raise OSError(f"it does not hold: {', '.join(broken)}")
    except Exception as error:
        os.write(2, f"{error}\n".encode())
        return 1
    return 0


def _forbidden(outside):
    attempts = {"no network": socket.socket, "no other folder": lambda: os.listdir(outside)}
    if os.getppid():  # in a process namespace of its own there is none
        attempts["no signal"] = lambda: os.kill(os.getppid(), 0)
    return attempts


def _allowed():
    own, library = Path("written.txt"), Path(os.__file__)
    return {"an own folder": lambda: own.write_text("here"), "Python's library": library.read_bytes}


def _works(attempt):
    try:
        attempt()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    _try(*sys.argv[1:])
