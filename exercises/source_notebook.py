"""An assignment's text -> the instructor's notebook, as nbgrader wants it."""

import collections

import jupytext
import nbformat
from preface import how_to_work, start

ROLES = ("start", "setup", "solution", "slider", "check", "verdict", "written")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class SourceError(Exception):
    """What is wrong in an assignment's text."""


def notebook_of(text, assignment, wheel):
    """The notebook of a percent-format text -> nbformat notebook; instructor-only cells are left out.

    assignment: its entry in the course file; wheel: the file that a student installs. In the prose
    "<how to work>", "<due>" and "<points:task>" stand for what these two and preface.py say.
    Raises SourceError where tasks, solutions, checks and points do not belong together.
    """
    points = assignment.points
    cells = jupytext.reads(text, fmt="py:percent").cells
    try:
        _check_headers(cells)
        _check_tasks(cells, points)
        _check_marks(cells)
    except SourceError as error:
        raise SourceError(f"{assignment.name}.py: {error}") from None
    _fill_in(cells, text, assignment, wheel)
    kept = [
        _dressed(cell, number, points)
        for number, cell in enumerate(cells)
        if not cell.metadata.get("verdict")
    ]
    notebook = nbformat.v4.new_notebook(cells=kept, metadata=KERNEL)
    nbformat.validate(notebook)
    return notebook


def _fill_in(cells, text, assignment, wheel):
    words = {f"<points:{task}>": _points(worth) for task, worth in assignment.points.items()}
    words |= {"<how to work>": how_to_work(assignment.name, text, wheel), "<due>": assignment.due_text}
    for cell in cells:
        if "start" in cell.metadata:
            cell.source = start(cell.source, text)
        for placeholder, word in words.items():
            cell.source = cell.source.replace(placeholder, word)


def _points(worth):
    return f"{worth:g} point{'' if worth == 1 else 's'}"


def _check_headers(cells):
    """A misspelt header must not publish a cell that is for instructors only."""
    for cell in cells:
        header = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        misplaced = header and ("written" in header) != (cell.cell_type == "markdown")
        if set(header) - set(ROLES) or len(header) > 1 or misplaced:
            shown = ", ".join(f"{key}={value!r}" for key, value in header.items())
            first = cell.source.splitlines()[0] if cell.source else "nothing"
            raise SourceError(
                f"the cell that begins with `{first}` has the header {shown}; it can be one of "
                f'{", ".join(ROLES)}, each as key="value", and written="…" on a [markdown] cell'
            )


def _check_tasks(cells, points):
    for role in ("solution", "check", "verdict"):
        found = [cell.metadata[key] for cell in cells for key in (role, "written") if key in cell.metadata]
        said = [f"{task} has points in course.toml and no such cell" for task in points if task not in found]
        said += [f"{task} has a cell and no points in course.toml" for task in found if task not in points]
        said += [f"{task} has {n} cells" for task, n in collections.Counter(found).items() if n > 1]
        if said:
            raise SourceError(f'of the cells with {role}="…" or written="…": {"; ".join(said)}')


def _check_marks(cells):
    """nbgrader cuts out what stands between two marks (in each method of a class); else it cuts otherwise."""
    for cell in cells:
        lines = [line.strip() for line in cell.source.splitlines()]
        marks = [line for line in lines if line in ("### BEGIN SOLUTION", "### END SOLUTION")]
        pairs = ["### BEGIN SOLUTION", "### END SOLUTION"] * max(1, len(marks) // 2)
        if "solution" in cell.metadata and marks != pairs:
            raise SourceError(
                f'the cell with solution="{cell.metadata["solution"]}" needs one line `### BEGIN SOLUTION` '
                f"and after it one line `### END SOLUTION`; it has {', '.join(marks) or 'neither'}"
            )


def _dressed(cell, number, points):
    """A cell with a steady id and nbgrader's metadata instead of the header's key."""
    role, task = next(((role, cell.metadata[role]) for role in ROLES if role in cell.metadata), ("text", ""))
    cell.metadata = nbformat.NotebookNode()
    cell.id = f"{number:02d}-{role}"
    if role == "solution":
        cell.metadata.nbgrader = _nbgrader(task, solution=True)
    elif role == "written":
        cell.metadata.nbgrader = _nbgrader(task, grade=True, solution=True, points=points[task])
    elif role == "check":
        cell.source += f"\n### BEGIN HIDDEN TESTS\ncheck.hidden({task})\n### END HIDDEN TESTS"
        cell.metadata.nbgrader = _nbgrader(f"check_{task}", grade=True, locked=True, points=points[task])
        cell.metadata.tags = ["raises-exception"]  # "Run All" goes on after a task that is not done yet
    elif role in ("start", "setup"):
        cell.metadata.nbgrader = _nbgrader(f"{role}_{number}", locked=True)
    return cell


def _nbgrader(grade_id, **traits):
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return nbformat.NotebookNode(plain | traits | {"grade_id": grade_id, "schema_version": 3})
