"""`import nnkit` against `import numpy`, each in fresh processes, in turn."""

import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 21
MEASURE = "import time; begin = time.perf_counter(); import {}; print(time.perf_counter() - begin)"


def rows():
    """One row: import-nnkit-vs-numpy."""
    times = {"nnkit": [], "numpy": []}
    for _ in range(ROUNDS):
        for module, into in times.items():
            into.append(1000 * seconds(module))
    ours, peer = (statistics.median(into) for into in times.values())
    return [
        {
            "id": "import-nnkit-vs-numpy",
            "ours": ours,
            "peer": peer,
            "ratio": ours / peer,
            "better": "lower",
            "unit": "ms",
            "note": f"numpy's import is part of ours; {ROUNDS} fresh processes each; at most 1.3",
        }
    ]


def seconds(module):
    command = [sys.executable, "-c", MEASURE.format(module)]
    return float(subprocess.check_output(command, cwd=ROOT, text=True))
