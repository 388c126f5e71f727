"""`autograder release ASSIGNMENT ... --course DIR`: run it after `nbgrader generate_assignment`.

Names the test cells that cannot be judged from outside, keeps this version in released/, and marks the
notebooks of release/ with its hash: copies of it are graded by it, whatever is amended later.

Exit codes: 0 done; 3 with --strict, when a test cell cannot be judged from outside.
"""

from .. import course, lint, released


def declare(one):
    """The command's arguments."""
    one.add_argument("assignment", nargs="+")
    one.add_argument("--course", default=".", help="the course folder (default: this one)")
    one.add_argument("--strict", action="store_true", help="exit with 3 when a test cell is named")


def run(options):
    """Look at the tests, keep the versions. Raises CourseError."""
    assignments = [course.load(options.course, name) for name in options.assignment]
    named = [assignment for assignment in assignments if _keep(assignment)]
    return 3 if options.strict and named else 0


def _keep(assignment):
    """Keep the version -> whether a test cell cannot be judged from outside."""
    found = released.keep(assignment)
    for sentence in lint.sentences(assignment):
        print(sentence)
    print(f"{assignment.name}: release {found} is kept in released/{assignment.name}/{found}")
    return bool(lint.findings(assignment))
