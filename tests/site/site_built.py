"""The book as its tests read it: its pages in their order, the cells of a source, a built page."""

import functools
import re
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
FILES = [
    entry["file"]
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    for entry in part["chapters"]
]
CHAPTERS = [file for file in FILES if file.startswith("chapters/")]
# A cell with its head and fences; its group is the code.
CELL = re.compile(r"^```\{code-cell\} ipython3\n(?:---\n.*?^---\n)?(.*?)^```$", re.DOTALL | re.MULTILINE)


@functools.cache
def parsed(path):
    """A built page as a tree; read once, for the tests only look at it."""
    assert path.exists(), "the website is not built: run `make site` first"
    return BeautifulSoup(path.read_text(), "html.parser")
