"""What every notebook begins with: how to work, and a first cell that says what to install.

An assignment's text has `<how to work>` where the words go, and in its start cell its own imports alone.
"""

import re
import textwrap

TORCH = re.compile(r"^\s*(import|from) torch\b", re.MULTILINE)

HOW_TO_WORK = """**How to work.** For each task that asks for code

1. write your lines in place of `raise NotImplementedError()` and run the cell (Shift + Enter),
2. answer the question below it in your head, then run the next cell and move its sliders: what your code
   makes is drawn beside what is right,
3. run the check: it tells what is right, and where not, why. (The bare number below it, say `2.0`, is your
   points; grading reads it.)

When you have changed your code, run its cell again: the sliders use the new one from the next move on, and
the check wants to be run again too. If nothing happens any more, a loop may have no end: ■ stops it.
`NameError` after a restart? Choose *Run → Run All Above Selected Cell*.

The last cell sums up. Then save, choose *Validate* (or run `nbgrader validate {name}.ipynb`), and submit this
notebook. Grading runs the same checks, and once more on numbers that nobody has seen. Do not rename or
delete cells; add as many of your own as you like.

**If something is missing**, the next cell says so. Everything needed is in the file beside this notebook:
run `%pip install {install}` in a new cell, then *Kernel → Restart*.{torch}"""

FETCHED = "\n(It fetches PyTorch as well, which is large: give it some minutes.)"

START = """try:
{imports}
except ImportError as missing:
    advice = (
        f"The package neural-networks-fundamentals, or its part {{missing.name}}, is missing or too old: "
        "install the .whl file as the text above says, then restart."
    )
    missing._render_traceback_ = lambda: [advice]
    raise

{rest}"""


def how_to_work(name, text, wheel):
    """The words for an assignment of this text."""
    fetched = FETCHED if TORCH.search(text) else ""
    return HOW_TO_WORK.format(name=name, install=installed(text, wheel), torch=fetched)


def installed(text, wheel):
    """What a student gives to pip for an assignment of this text: the wheel, with torch if it is imported."""
    return f'"./{wheel}[notebook{",torch" if TORCH.search(text) else ""}]"'


def start(cell, text):
    """A start cell whose imports, all but its last paragraph, say what to install where one fails.

    PyTorch is among them if the text imports it anywhere.
    """
    imports, _, rest = cell.rpartition("\n\n")
    torch = "import torch\n\n" if TORCH.search(text) else ""
    return START.format(imports=textwrap.indent(torch + imports, "    "), rest=rest)
