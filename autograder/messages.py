"""Why a test cell took points off: to the instructor with line and values, to students what may be told."""

import ast
import linecache
import re
import sys
import traceback

from . import asserts, hidden
from .shell import CELL

ANSI = re.compile(r"\x1b\[[0-9;]*m")
ARROW = re.compile(r"^-+> *\d+ (.*)", re.M)  # how IPython marks the line in a traceback


def told(outputs, error, watch, known=None):
    """(message, what a student may read of it before the reveal date); marks a hidden error among outputs.

    error: what ended the cell, or None; known: the message, where the judge knows a better one.
    """
    if error is None:
        return _printed(_streams(outputs), "text"), _printed(_streams(outputs), "hidden")
    message = known or _message(outputs, error, watch)
    brief = known or (_brief(error) if _is_hidden(error) else message)
    for output in outputs:
        if output["output_type"] == "error":
            _reword(output, error, message)
            if _is_hidden(error):
                output["hidden"] = brief
    return message, brief


def _lies_hidden(place):
    """Whether (file name, line number) of a running cell lies in a hidden part of it."""
    return place is not None and place[1] in hidden.lines("".join(linecache.getlines(place[0])))


def _running():
    """(file name, line number) in the cell that is running now: of the outermost frame that lies in one."""
    frame, found = sys._getframe(1), None
    while frame is not None:
        if frame.f_code.co_filename.startswith(CELL):
            found = frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return found


def of_printed(text):
    """For the recorder of a test cell: None where the output is visible, else what a student may know."""
    return getattr(text, "brief", "") if _lies_hidden(_running()) else None


def of_outputs(outputs):
    """Why a test cell took points off that ran in the student's process: what it showed."""
    errors = [output for output in outputs if output["output_type"] == "error"]
    if not errors:
        return _printed(_streams(outputs), "text")
    lines = ARROW.findall(ANSI.sub("", "\n".join(errors[-1]["traceback"])))
    silent = errors[-1]["ename"] == "AssertionError" and not errors[-1]["evalue"]
    return f"failed: {lines[0].strip()}" if silent and lines else why(errors[-1])


def _printed(outputs, key):
    """What was printed; key "hidden": as much of it as may be told."""
    return "".join(output.get(key, output["text"]) for output in outputs).strip()


def _reword(output, error, message):
    """An assertion's own text says less than the message: the student sees the notebook's output."""
    if isinstance(error, AssertionError) and not hasattr(error, "_render_traceback_"):
        output["evalue"] = message
        output["traceback"] = [*output["traceback"][:-1], f"{output['ename']}: {message}"]


def _message(outputs, error, watch):
    text = str(error).strip()
    if hasattr(error, "_render_traceback_"):  # it says itself all that is to be said
        return text
    if isinstance(error, AssertionError):
        printed = _printed(_streams(outputs), "text" if _is_hidden(error) else "hidden")
        return _of_assertion(error, text or printed, watch)
    if isinstance(error, SyntaxError):
        text = error.msg
    return (
        f"{type(error).__name__}: {text}{_where(error)}" if text else f"{type(error).__name__}{_where(error)}"
    )


def _streams(outputs):
    return [output for output in outputs if output["output_type"] == "stream"]


def _where(error):
    """The student's own line, when one is known."""
    line = getattr(error, "student_line", None)
    return f" (line {line[0]}: {line[1]})" if line and line[0] else ""


def _of_assertion(error, text, watch):
    """The assertion with the values in it, after the instructor's own text where there is one."""
    line, node = _failing(error)
    failed = f"failed: {asserts.statement(node)}" if node else "failed: an assertion"
    values = watch.values(line) if isinstance(node, ast.Assert) else ""
    if not text:
        return f"{failed} ({values})" if values else failed
    return f"{text} ({failed}{f'; {values}' if values else ''})" if node else text


def _failing(error):
    """(line, statement or None) in the innermost cell on the way to the error."""
    places = _places(error)
    name, line = places[-1] if places else ("", 0)
    return line, _statement(name, line)


def _places(error):
    """(file name, line) of the cells on the way to the error, outermost first."""
    frames = traceback.walk_tb(error.__traceback__)
    return [(f.f_code.co_filename, line) for f, line in frames if f.f_code.co_filename.startswith(CELL)]


def _statement(filename, number):
    """The statement at a line, which it may span with others; None when there is none."""
    try:
        tree = ast.parse("".join(linecache.getlines(filename)))
    except SyntaxError:
        return None
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    around = [node for node in nodes if node.lineno <= number <= (node.end_lineno or node.lineno)]
    return max(around, key=lambda node: node.lineno, default=None)


def _is_hidden(error):
    places = _places(error)
    if places:
        return _lies_hidden(places[0])
    # A cell that is no Python has no line that ran.
    name = getattr(error, "filename", None) or ""
    return name.startswith(CELL) and bool(hidden.lines("".join(linecache.getlines(name))))


def _brief(error):
    """What a student may know of a hidden test that failed: nothing that was computed from its inputs."""
    said = getattr(str(error), "brief", None)
    if said is not None:
        return said.strip()
    if not isinstance(error, AssertionError):
        return f"{hidden.FAILED}: {type(error).__name__}{_where(error)}"
    place = _places(error)[-1:]
    node = _statement(*place[0]) if place else None
    text = node.msg if isinstance(node, ast.Assert) else None
    return text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else hidden.FAILED


def why(output):
    """An error output as "SyntaxError: expected ':' in line 2"."""
    return re.sub(rf" \({CELL}[^)]*, line (\d+)\)", r" in line \1", f"{output['ename']}: {output['evalue']}")
