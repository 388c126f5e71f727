"""What a student's process may touch, and by what it is kept from the rest (Linux, by ctypes, as any user).

| level | around the run | around each submission |
|---|---|---|
| bubblewrap | bubblewrap.py | own process and mount namespace; landlock, seccomp, limits |
| namespaces | the same by ctypes: namespaces.py | the same |
| landlock | | landlock.py, seccomp.py, limits.py |
| none | | limits |

As root each submission also has a user number of its own, else a user namespace (where it has namespaces at
all). levels.py says what each level keeps out, probe.py finds out which work here by running them, process.py
applies them.
"""

from .levels import BEST_FIRST, BUBBLEWRAP, ENFORCED, LANDLOCK, NAMESPACES, NONE, SHUT_IN, summary, words
from .namespaces import WARM
from .probe import best, failing, wrapped
from .process import USERS, Confinement, hide

__all__ = [
    "BEST_FIRST",
    "BUBBLEWRAP",
    "ENFORCED",
    "LANDLOCK",
    "NAMESPACES",
    "NONE",
    "SHUT_IN",
    "USERS",
    "WARM",
    "Confinement",
    "best",
    "failing",
    "hide",
    "summary",
    "words",
    "wrapped",
]
