"""`import nnkit` against `import numpy`, in fresh processes, in turn; both compiled before, as installed."""

import os
import statistics
import tempfile

from .measured import output, row

ROUNDS = 21
MEASURE = "import time; begin = time.perf_counter(); import {}; print(time.perf_counter() - begin)"


def rows():
    """One row: import-nnkit-vs-numpy."""
    times = {"nnkit": [], "numpy": []}
    with tempfile.TemporaryDirectory() as bytecode:
        for _ in range(ROUNDS + 1):
            for module, into in times.items():
                into.append(1000 * seconds(module, bytecode))
    ours, peer = (statistics.median(into[1:]) for into in times.values())  # the first run has compiled
    note = f"numpy's import is part of ours; {ROUNDS} fresh processes each; at most 1.3"
    return [row("import-nnkit-vs-numpy", ours, peer, "ms", note)]


def seconds(module, bytecode):
    """Seconds of the import in a new process that keeps its bytecode in that folder."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return float(output("-c", MEASURE.format(module), env=env))
