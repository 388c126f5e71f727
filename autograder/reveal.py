"""What students see of hidden tests: nothing before the reveal date, all from then on.

The graded notebook is what nbgrader's feedback and formgrader show. So it holds the student's view until the
reveal date; the whole cell waits in its metadata, which no page shows.
"""

import nbformat

from . import hidden


def keep(notebook):
    """Put what cells with hidden parts hold aside, in their metadata. notebook: just graded."""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        # What a student writes into an answer stays in sight.
        if marks.get("grade") and not marks.get("solution") and hidden.lines(cell.source):
            cell.metadata.autograder = {
                "whole": {"source": cell.source, "outputs": list(cell.get("outputs", ()))}
            }


def show(notebook, revealed):
    """Give each cell with hidden parts its whole content, or what a student may see of it."""
    for cell in notebook.cells:
        whole = cell.metadata.get("autograder", {}).get("whole")
        if whole:
            shown = map(hidden.plain if revealed else hidden.view, whole["outputs"])
            if cell.cell_type == "code":
                cell.outputs = [nbformat.from_dict(output) for output in shown if output]
            text = whole["source"]
            cell.source = text if revealed else hidden.without(text, hidden.REMARK)
