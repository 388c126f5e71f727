"""The levels of confinement, what each one keeps out in plain words, and which one to take."""

from collections import Counter

BUBBLEWRAP, NAMESPACES, LANDLOCK, NONE = "bubblewrap", "namespaces", "landlock", "none"
BEST_FIRST = (BUBBLEWRAP, NAMESPACES, LANDLOCK, NONE)
SHUT_IN = (BUBBLEWRAP, NAMESPACES)  # a root of their own: what is not in there does not exist

_KEPT_OUT = "no network; no home directory, course file or other submission; no signal to another process"
ENFORCED = {
    BUBBLEWRAP: f"{_KEPT_OUT}; an own small disk; limits on time, memory and processes (bubblewrap)",
    NAMESPACES: f"{_KEPT_OUT}; an own small disk; limits on time, memory and processes (own namespaces)",
    LANDLOCK: f"{_KEPT_OUT}; limits on time and memory (landlock and seccomp alone). NOT kept out: using up"
    " disk space or the number of your processes; asking whether a file exists, its size and its date",
    NONE: "limits on time and memory only: students' code runs with your files and your network in reach",
}


def words(level):
    """What the level keeps out; a record may hold a level of an older version, which promised less."""
    return ENFORCED.get(level, f"the level {level!r} of an older version")


def summary(found):
    """The same for a class whose submissions were graded at the levels `found`, perhaps not all at one."""
    counts = Counter(found)
    if len(counts) == 1:
        return words(*counts)
    return "; ".join(f"{count} of {counts.total()}: {words(level)}" for level, count in counts.items())
