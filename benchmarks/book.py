"""Building the whole book: from nothing, again unchanged, and after an edit of one chapter's prose.

The peer is Jupyter Book on the same content as it comes: it runs the pages' cells one page after the other,
leaves formulas to the reader's browser and draws no figure. Only the directives that the pages use stay.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from .measured import ROOT, row

LIMITS = {"cold": 180, "unchanged": 5, "prose-edited": 10}  # seconds on two cores
OURS = ("fresh_outputs", "katex_pipe", "figures", "sphinxcontrib.katex")
KEPT_OUT = (
    ".*",
    "_build",
    "node_modules",
    "tests",
    "benchmarks",
    "submitted",
    "autograded",
    "feedback",
    "*.db",
)
CHAPTER = "chapters/single-neuron.md"


def rows():
    """Three rows; each build is timed once, ours and the peer's in turn."""
    with tempfile.TemporaryDirectory() as folder:
        books = [copied(Path(folder) / "ours"), plain(copied(Path(folder) / "peer"))]
        for name, prepare in (("cold", None), ("unchanged", None), ("prose-edited", edit)):
            for book in books if prepare else []:
                prepare(book)
            ours, peer = map(built, books)
            yield row(
                f"book-{name}", ours, peer, "s", f"at most {LIMITS[name]} s; the peer leaves formulas undrawn"
            )


def copied(folder):
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*KEPT_OUT))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def plain(folder):
    """Without what makes the build ours."""
    config = yaml.safe_load((folder / "_config.yml").read_text())
    sphinx = config["sphinx"]
    for name in OURS:
        sphinx["local_extensions"].pop(name, None)
        sphinx["config"]["extensions"].remove(name)
    sphinx["config"]["html_math_renderer"] = "mathjax"
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    return folder


def edit(folder):
    path = folder / CHAPTER
    text = path.read_text()
    path.write_text(text.replace("\n## Summary\n", "\nOne sentence more.\n\n## Summary\n"))


def built(folder):
    """Seconds of one build; it must succeed."""
    env = {**os.environ, "PYTHONPATH": str(folder), "JUPYTER_PLATFORM_DIRS": "1"}
    command = [Path(sys.executable).parent / "jupyter-book", "build", ".", "--quiet"]
    start = time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"benchmarks: the book in {folder} was not built:\n{run.stdout}\n{run.stderr}")
    return time.perf_counter() - start
