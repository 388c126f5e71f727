"""What pages show of exercises/course.toml: five directives, and the calendar file assignments.ics.

`{assignments}` the table of assignments with their downloads; `{assignment} a3` the download of one, with its
points and due date, for its chapter; `{notices}` what is announced, and the next due date; `{schedule}` both
week by week; `{late-policy}` what becomes of late work.
"""

import datetime
import html
import itertools
from pathlib import Path

from course_dates import dated, load_course, read
from docutils import nodes
from docutils.statemachine import StringList
from ics import calendar
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

CALENDAR = "assignments.ics"


class CourseDirective(SphinxDirective):
    """What the five have in common."""

    def run(self):
        self.course = load_course(self.env)
        return self.made()

    def root(self):
        """From this page to the site's first folder."""
        return "../" * self.env.docname.count("/")

    def chapter(self, file, title=""):
        """A link to a chapter; its own title unless another text is given."""
        target = "/" + file.removesuffix(".md")
        known = {"refdomain": "std", "reftype": "doc", "refdoc": self.env.docname, "refwarn": True}
        text = nodes.inline("", title or target, classes=["doc"])
        return addnodes.pending_xref("", text, reftarget=target, refexplicit=bool(title), **known)

    def download(self, assignment, missing="", label=""):
        """The link to the archive, once there is one; before that what is said instead.

        label: the link's text, the archive's name unless another is given.
        """
        archive = archive_of(self.env, assignment.name)
        self.env.metadata[self.env.docname].setdefault("archives", {})[assignment.name] = archive.exists()
        if not archive.exists():
            return nodes.inline("", missing, classes=["course-aside"])
        address = f"{self.root()}assignments/{archive.name}"
        text = html.escape(label or archive.name)
        return _html(f'<a class="book-button" href="{address}" download>{text}</a>')

    def text_of(self, notice):
        """A notice's text, which is Markdown."""
        inside = nodes.Element()
        self.state.nested_parse(StringList(notice.text.splitlines(), "course.toml"), 0, inside)
        return inside.children


class Assignments(CourseDirective):
    def made(self):
        rows = [self.row(*item) for item in enumerate(self.course.assignments.values(), 1)]
        return [table(("", "assignment", "due", "points", ""), rows, "course-assignments")]

    def row(self, number, assignment):
        due = dated(assignment.due, assignment.due_text, assignment.title)
        title = self.chapter(assignment.chapters[0], assignment.title)
        return [
            (str(number), 0),
            (title, 0),
            (due, 0),
            (f"{assignment.total:g}", 0),
            (self.download(assignment, "not out yet"), 0),
        ]


class OneAssignment(CourseDirective):
    required_arguments = 1

    def run(self):
        try:
            return super().run()
        except (FileNotFoundError, KeyError) as error:
            (name,) = self.arguments
            told = f"{{assignment}} {name}: no such assignment in exercises/course.toml ({error})"
            raise self.error(told) from None

    def made(self):
        (name,) = self.arguments
        assignment = self.course.assignments[name]
        number = list(self.course.assignments).index(name) + 1
        due = dated(assignment.due, assignment.due_text, assignment.title)
        about = nodes.Text(f" {assignment.total:g} points, due ")
        missing = f"Assignment {number}: {assignment.title} (not out yet),"
        button = self.download(assignment, missing, f"Download assignment {number}: {assignment.title}")
        return [nodes.paragraph("", "", button, about, due)]


class Notices(CourseDirective):
    def made(self):
        found = [self.notice(notice) for notice in self.course.notices]
        return [
            nodes.container("", nodes.paragraph(classes=["course-next"]), *found, classes=["course-news"])
        ]

    def notice(self, notice):
        since, until = (dated(date, said(date)) for date in (notice.since, notice.until))
        dates = nodes.paragraph("", "", nodes.Text("From "), since, nodes.Text(" until "), until)
        dates["classes"].append("course-aside")
        title = nodes.paragraph("", "", nodes.strong("", notice.title))
        return nodes.container("", title, *self.text_of(notice), dates, classes=["course-notice"])


class Schedule(CourseDirective):
    def made(self):
        rows = []
        for monday, events in itertools.groupby(self.events(), key=lambda event: _monday(event[0])):
            cells = [[(dated(date, said(date), what), 0), (content, 0)] for date, what, content in events]
            cells[0].insert(0, (f"{monday.day} {monday:%b}", len(cells) - 1))
            rows += cells
        return [table(("week of", "when", "what"), rows, "course-schedule")]

    def events(self):
        """[(date, the assignment that is due then or "", content)] in order."""
        found = [event for assignment in self.course.assignments.values() for event in self.three(assignment)]
        found += [(notice.since, "", self.notice(notice)) for notice in self.course.notices]
        return sorted(found, key=lambda event: event[0])

    def three(self, assignment):
        """An assignment's own events."""
        title = nodes.strong("", assignment.title)
        links = [*self.chapters(assignment), nodes.Text(" "), self.download(assignment)]
        points = nodes.Text(f" is released: {assignment.total:g} points")
        yield assignment.release, "", nodes.paragraph("", "", title, points, *links)
        due = nodes.paragraph("", "", title.deepcopy(), nodes.Text(" is due"))
        yield assignment.due, assignment.title, due
        after = nodes.paragraph("", "", nodes.Text("Feedback and solutions: "), nodes.Text(assignment.title))
        yield assignment.reveal, "", after

    def chapters(self, assignment):
        """, chapter One; with several: , chapters One, Two and Three."""
        *before, last = map(self.chapter, assignment.chapters)
        commas = [nodes.Text(", ") for _ in before[1:]] + [nodes.Text(" and ")] * bool(before)
        first = nodes.Text(", chapters " if before else ", chapter ")
        return [first, *itertools.chain.from_iterable(zip(before, commas, strict=True)), last]

    def notice(self, notice):
        until = dated(notice.until, said(notice.until))
        title = nodes.paragraph("", "", nodes.strong("", notice.title), nodes.Text(", until "), until)
        return nodes.container("", title, *self.text_of(notice))


class LatePolicy(CourseDirective):
    def made(self):
        return [nodes.paragraph("", self.course.late_text)]


def table(heads, rows, name):
    """rows: lists of (text or node, how many more rows it spans)."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))
    head = nodes.row("", *(_cell(head, 0) for head in heads))
    body = [nodes.row("", *(_cell(*cell) for cell in row)) for row in rows]
    group.extend([nodes.thead("", head), nodes.tbody("", *body)])
    return nodes.table("", group, classes=[name])


def _cell(content, more):
    if isinstance(content, str):
        content = nodes.Text(content)
    block = isinstance(content, (nodes.paragraph, nodes.container))
    return nodes.entry(
        "", content if block else nodes.paragraph("", "", content), **({"morerows": more} if more else {})
    )


def _html(text):
    return nodes.inline("", "", nodes.raw("", text, format="html"))


def said(date):
    """Short: Mon 21 Sep, 23:59 EDT. The year stands in the landing page's table."""
    return f"{date:%a} {date.day} {date:%b, %H:%M %Z}"


def _monday(date):
    return (date - datetime.timedelta(days=date.weekday())).date()


def archive_of(env, name):
    """The file that students download, whether it is there or not."""
    return Path(env.srcdir) / "exercises" / "public" / "assignments" / f"{name}.zip"


def follow_archives(app, env, added, changed, removed):
    """Pages on which an archive has come or gone. As a dependency, a missing one would count as changed."""
    return [
        page
        for page, known in env.metadata.items()
        if any(archive_of(env, name).exists() != there for name, there in known.get("archives", {}).items())
    ]


def write_calendar(app, exception):
    """assignments.ics beside the pages; a book without a course has none."""
    folder = Path(app.srcdir) / "exercises"
    if not exception and app.builder.format == "html" and (folder / "course.toml").exists():
        (Path(app.outdir) / CALENDAR).write_bytes(calendar(read(folder)).encode())


def setup(app):
    app.setup_extension("course_dates")
    for name, directive in {
        "assignment": OneAssignment,
        "assignments": Assignments,
        "notices": Notices,
        "schedule": Schedule,
        "late-policy": LatePolicy,
    }.items():
        app.add_directive(name, directive)
    app.connect("env-get-outdated", follow_archives)
    app.connect("build-finished", write_calendar)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
