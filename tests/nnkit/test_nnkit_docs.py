"""What a reader finds: every public name with shapes, chapter and source; a package read in an evening."""

import ast
import dataclasses
import functools
import importlib
import io
import re
import statistics
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "_ext"))

from api_source import Package  # noqa: E402

CHAPTERS = {
    "Gaussian generative models and decision boundaries",
    "A single neuron",
    "Activation functions",
    "Loss functions",
    "Finding the best weights",
    "Multilayer perceptrons and the network's equations",
    "Universal approximation in one dimension",
    "Binary classification and arbitrary boundaries",
    "The chain rule and computation graphs",
    "Backpropagation, layer by layer",
    "From nnkit to PyTorch",
    "In practice",
    "Convolutional networks",
}
PACKAGE = Package(ROOT / "nnkit")
MODULES = {module: names for module, names in PACKAGE.modules().items() if module != "figures"}
NAMES = {name.full: name for names in MODULES.values() for name in names}
MEMBERS = {member.full: member for name in NAMES.values() for member in name.members}
FILES = [path for path in sorted((ROOT / "nnkit").rglob("*.py")) if "figures" not in path.parts]
TAIL = re.compile(r"Chapter: ([^.]+)\.")
# A shape, or a word that stands for one.
SHAPE = re.compile(
    r"\(\.\.\.|\(\w+( [+-] \d)?,|\b([Ss]hapes?|numbers?|names?|lists?|dict|text|parameters|nodes?)\b"
)
CELL = re.compile(r"```\{code-cell\} ipython3\n(.*?)```", re.DOTALL)
ERRORS = re.compile(r"Error\b|[Ee]rrors\b|refuse|[Cc]heck(s|ed)? nothing|[Rr]aises nothing|[Nn]o errors")


def is_record(full):
    """Whether it is a NamedTuple or a dataclass, which checks nothing."""
    named = getattr(importlib.import_module(full.rpartition(".")[0]), full.rpartition(".")[2])
    return hasattr(named, "_fields") or dataclasses.is_dataclass(named)


def chapters(doc):
    return set(TAIL.findall(" ".join(doc.split())))


@pytest.mark.parametrize("full", NAMES)
def test_a_name_has_its_docstring(full):
    name = NAMES[full]
    opening = PACKAGE.opening(name.module.partition(".")[0]) + PACKAGE.opening(name.module)
    assert len(name.doc) > 20, "no docstring (a constant's is the string below it)"
    own = name.doc if name.kind != "data" else name.doc + opening
    assert chapters(own) & CHAPTERS, "no tail such as: Chapter: Activation functions."
    assert chapters(name.doc + opening) <= CHAPTERS, "a chapter of the book has another title"
    assert "Source" in name.doc + opening, "neither the name nor its module has a source"


TAKING = [
    full for full, name in NAMES.items() if name.signature not in ("", "()") and name.kind != "exception"
]


@pytest.mark.parametrize("full", TAKING)
def test_a_name_tells_its_shapes(full):
    name = NAMES[full]
    assert SHAPE.search(name.doc + PACKAGE.opening(name.module)), "no shapes: x (N, 2) -> (N,)"


@pytest.mark.parametrize("full", [full for full in TAKING if not is_record(full)])
def test_a_name_tells_its_errors(full):
    name = NAMES[full]
    assert ERRORS.search(name.doc + PACKAGE.opening(name.module)), "no errors: what raises what?"


# What draws, makes data or writes code is no equation of a chapter.
EQUATIONS = [
    full
    for full, name in NAMES.items()
    if name.kind == "function" and name.module.partition(".")[0] not in ("plots", "data", "source")
]


@functools.cache
def asserting_cells():
    """Title of a chapter -> its cells that assert something."""
    texts = [path.read_text() for path in (ROOT / "chapters").glob("*.md")]
    return {
        re.search("^# (.+)$", text, re.MULTILINE)[1]: [
            cell for cell in CELL.findall(text) if "assert" in cell
        ]
        for text in texts
    }


@pytest.mark.parametrize("full", EQUATIONS)
def test_an_equation_is_asserted_in_its_chapter(full):
    word = re.compile(rf"\b{NAMES[full].short}\b")
    for chapter in chapters(NAMES[full].doc):
        assert any(map(word.search, asserting_cells()[chapter])), f"no assertion on it in {chapter!r}"


@pytest.mark.parametrize("full", MEMBERS)
def test_a_method_has_its_docstring(full):
    assert len(MEMBERS[full].doc) > 15


def test_the_lists_are_not_empty():
    assert len(NAMES) > 80
    assert len(MEMBERS) > 40
    assert len(EQUATIONS) > 50
    assert len(FILES) > 15


@functools.cache
def code_lines(path):
    """Numbers of the lines that hold code: no comments, blank lines, docstrings, strings below constants."""
    text = path.read_text()
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in WHITE:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return lines


WHITE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}


def functions():
    """(place, lines of code) of each function, those inside counted once, with the outer one."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                own = set(range(node.lineno, node.end_lineno + 1)) & code_lines(path)
                yield f"{path.relative_to(ROOT)}:{node.name}", len(own)


# About 2,000 lines that compute, 400 that refuse bad input in the user's words, and 250 of imports.
MOST_LINES = 2700


def test_the_package_is_read_in_an_evening():
    sizes = {str(path.relative_to(ROOT)): len(code_lines(path)) for path in FILES}
    assert sum(sizes.values()) <= MOST_LINES, sizes


def test_functions_are_short():
    lengths = dict(functions())
    assert statistics.median(lengths.values()) <= 6
    assert {place: length for place, length in lengths.items() if length > 25} == {}


COUNTED = '''"""Doc."""

# why
A = 1  # one
"""Of A."""


def f(x):
    """Doc.

    More.
    """
    return [
        x,
    ]
'''


def test_code_is_counted_without_words(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(COUNTED)
    assert code_lines(path) == {4, 8, 13, 14, 15}


def test_the_code_of_the_readme_runs(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    exec(compile(code, "README.md", "exec"), {})
    history, source = capsys.readouterr().out.split("\n", 1)
    assert re.fullmatch(r"History: 200 epochs, loss 0\.\d+ to 0\.00\d+, .*", history)
    compile(source, "what it prints", "exec")
