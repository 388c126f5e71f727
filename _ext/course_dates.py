"""The role `{due}`: when an assignment is due, from exercises/course.toml at each build, so never stale.

"Due {due}`a1`." becomes "Due Monday 21 September 2026, 23:59 EDT."
"""

import importlib.util
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxRole


def load_course(folder: Path):
    """The course file, read by the course's own reader. FileNotFoundError, or that reader's CourseError."""
    spec = importlib.util.spec_from_file_location("course", folder / "course.py")
    course = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(course)
    return course.load(folder / "course.toml")


class Due(SphinxRole):
    """See the module's docstring."""

    def run(self):
        folder = Path(self.env.srcdir) / "exercises"
        self.env.note_dependency(str(folder / "course.toml"))  # a new date: the page is read again
        try:
            return [nodes.inline("", load_course(folder).assignments[self.text].due_text)], []
        except (FileNotFoundError, KeyError) as error:
            text = f"{{due}}`{self.text}`: no such assignment in exercises/course.toml ({error})"
            return [], [self.inliner.reporter.error(text, line=self.lineno)]


def setup(app):
    app.add_role("due", Due())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
