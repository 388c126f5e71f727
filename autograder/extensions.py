"""Due dates and extensions of the course file, in the fields from which nbgrader counts how late work is."""

import datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from . import dates


def enter(submission, deadlines):
    """Enter both for a submission of the gradebook. Without a due date in the course file nothing changes."""
    if deadlines.due is None:
        return
    due = _in_gradebook(deadlines.due)
    own, _ = deadlines.extended.get(submission.student_id, (deadlines.due, ""))
    submission.assignment.duedate = due
    submission.extension = _in_gradebook(own) - due or None


def told(submission, deadlines):
    """{"until", "reason"} of a submission's extension, wherever it was given; empty without one."""
    if not submission.extension:
        return {}
    until = submission.duedate.replace(tzinfo=datetime.UTC).astimezone(deadlines.zone)
    reason = deadlines.reason(submission.student_id)
    return {"until": f"{until.day} {until:%B %Y %H:%M %Z}", "reason": reason}


def _in_gradebook(date):
    """The gradebook's form: UTC, unsaid. Differences are taken there, for clocks change in between."""
    return date.astimezone(datetime.UTC).replace(tzinfo=None)


class Extensions(NbGraderPreprocessor):
    """The same for `nbgrader autograde`: nbgrader_config.py puts it before all that decides about a grade."""

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        root = Path(CourseDirectory(parent=self).root)
        with Gradebook(about["db_url"]) as gradebook:
            submission = gradebook.find_submission(about["assignment"], about["student"])
            enter(submission, dates.deadlines(root, about["assignment"]))
            gradebook.db.commit()
        return nb, resources
