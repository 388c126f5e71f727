"""What the benchmarks share: the form of a row, and commands that must succeed."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def row(name, ours, peer, unit, note, better="lower"):
    """A row of results.json; better: whether "lower" or "higher" is."""
    numbers = {"ours": ours, "peer": peer, "ratio": ours / peer}
    return {"id": name, **numbers, "better": better, "unit": unit, "note": note}


def output(*command, cwd=ROOT, env=None):
    """What a Python command prints. It must succeed."""
    done = subprocess.run([sys.executable, *command], cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"benchmarks: {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
