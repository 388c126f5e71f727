"""Tracebacks are IPython's to the last letter, and made once."""

import re
import subprocess
import sys

import pytest

CELLS = {
    "plain": "x = [1, 2]\nx[5]",
    "in a function": "def divide(a):\n    b = 0\n    return a / b\n\nprint(1)\ndivide(3)",
    "chained": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('x') from ValueError('y')",
    "while another is handled": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    {}['x']",
    "deep": "def down(n):\n    return down(n - 1)\n\ndown(5000)",
    "no Python": "def f(:\n    pass",
    "in a library": "import json\njson.loads('{')",
    "an assert of several lines": "total = 3\nassert (\n    total\n    == 4\n), 'not so'",
}
PLAIN = """
import sys
from IPython.core.interactiveshell import InteractiveShell
class Plain(InteractiveShell):
    def _showtraceback(self, etype, evalue, stb):
        print("\\n".join(map(str, stb)))
Plain.instance().run_cell(sys.argv[1], store_history=True)
"""
OURS = """
import sys
from autograder.shell import Shell
(error,) = [o for o in Shell.instance().run(sys.argv[1]) if o["output_type"] == "error"]
print("\\n".join(error["traceback"]))
"""


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_the_text_is_that_of_ipython(cell, tmp_path):
    assert _printed(OURS, cell, tmp_path) == _printed(PLAIN, cell, tmp_path).removeprefix("1\n")


def _printed(script, cell, home):
    command = [sys.executable, "-c", script, cell]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=home)
    assert "Traceback" in done.stdout or "SyntaxError" in done.stdout
    return re.sub(r"\(\d+ times\)", "(many times)", done.stdout)  # it depends on what calls the shell


ONCE = """
from autograder.shell import Shell
shell, made = Shell.instance(), []
whole = shell.InteractiveTB.structured_traceback
shell.InteractiveTB.structured_traceback = lambda *a, **k: made.append(a) or whole(*a, **k)
shell.run("1 / 0")
assert len(made) == 1, made
"""


def test_a_traceback_is_made_once(tmp_path):
    done = subprocess.run([sys.executable, "-c", ONCE], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


NOWHERE = """
import inspect
from autograder.shell import Shell
Shell.instance().run("def own(): pass")
code = Shell.instance().user_ns["own"].__code__
inspect._filesbymodname = None  # who looks through the modules stumbles
assert inspect.getmodule(code) is None and inspect.getsource(code) == "def own(): pass\\n"
"""


def test_no_module_is_searched_for_a_cell(tmp_path):
    done = subprocess.run([sys.executable, "-c", NOWHERE], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
