"""Due dates and extensions of course.toml decide what is late, here and in plain nbgrader."""

import csv
import json

import pytest
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder import dates
from autograder.extensions import Extensions

# The clocks go back between the due date and the extended one.
FILE = """
time_zone = "America/New_York"
[assignments.t1]
due = 2026-10-31 23:59:00
[extensions.{}]
t1 = {{ due = 2026-11-02 23:59:00, reason = "a broken arm" }}
"""
ZERO = "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
IN_TIME, AFTER, LATER = "2026-11-01 03:58:00 UTC", "2026-11-03 04:58:00 UTC", "2026-11-03 05:00:00 UTC"
EXTENDED = "extended to 2 November 2026 23:59 EST"


def states(rows):
    return {student: (row["state"], row["score"]) for student, row in rows.items()}


def test_an_extension_counts_from_the_next_run_on_and_can_be_taken_back(tiny):
    tiny.write(tiny.root / "nbgrader_config.py", ZERO)
    tiny.write(tiny.root / "course.toml", FILE.format("ada"))
    for student, when in (("ada", AFTER), ("ben", AFTER), ("cleo", IN_TIME)):
        tiny.hand_in(student)
        tiny.write(tiny.folder(student) / "timestamp.txt", when)
    rest = {"ben": ("graded (late)", 0), "cleo": ("graded", 8)}
    assert states(tiny.grade()) == {"ada": (f"graded ({EXTENDED})", 8)} | rest
    assert f"{EXTENDED}: a broken arm" in (tiny.root / "reports/t1.html").read_text()
    grades = (tiny.root / "grades.csv").read_text()
    assert next(row["state"] for row in csv.DictReader(grades.splitlines())) == f"graded ({EXTENDED})"
    told = grades + (tiny.root / "feedback/ada/t1/t1.html").read_text()
    assert "broken arm" not in told, "the reason is for the instructor alone"

    misspelt = FILE.format("bne").partition("[extensions")[1:]
    tiny.write(tiny.root / "course.toml", FILE.format("ben") + "".join(misspelt))
    tiny.write(tiny.folder("cleo") / "timestamp.txt", LATER)  # handed in once more: graded again
    done = tiny.run("--json")
    said = [line for line in done.stderr.splitlines() if "course.toml" in line]
    assert said == [
        "autograder: course.toml extends t1 for bne, who has handed in nothing; is the name right?"
    ]
    rows = {row["student"]: row for row in json.loads(done.stdout)["rows"]}
    assert states(rows) == {
        "ada": ("graded (late)", 0),
        "ben": (f"graded ({EXTENDED})", 8),
        "cleo": ("graded (late)", 0),
    }


@pytest.fixture
def stock(tmp_path):
    """stock(file, when) -> (seconds late, penalty) of ada's 8 points, by nbgrader's own preprocessors."""
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    config = Config({"CourseDirectory": {"root": str(tmp_path)}})
    config.LateSubmissionPlugin.penalty_method = "zero"
    names = {"assignment": "t1", "student": "ada", "notebook": "t1", "db_url": url}
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("t1", duedate="2026-10-01 00:00:00 UTC")
        gradebook.add_notebook("t1", "t1")
        gradebook.add_grade_cell("test", "t1", "t1", max_score=8, cell_type="code")
        gradebook.add_student("ada")

    def stock(file, when):
        (tmp_path / "course.toml").write_text(file)
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_submission("t1", "ada", timestamp=when)
            gradebook.find_grade("test", "t1", "t1", "ada").auto_score = 8
            gradebook.db.commit()
        for kind in (Extensions, AssignLatePenalties):
            kind(config=config).preprocess(new_notebook(), {"nbgrader": names})
        with Gradebook(url) as gradebook:
            found = gradebook.find_submission("t1", "ada")
            return found.total_seconds_late, found.notebooks[0].late_submission_penalty

    return stock


# nbgrader reads a submission before it adds it.
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_plain_nbgrader_counts_the_same(stock):
    assert stock(FILE.format("ada"), AFTER) == (0, None)
    assert stock(FILE.format("ada"), LATER) == (60, 8)
    assert stock(FILE.format("ben"), IN_TIME) == (0, None)
    assert stock(FILE.format("ben"), AFTER) == (2 * 86400 + 59 * 60, 8)
    assert stock("", AFTER)[0] > 0, "a file that says nothing leaves the due date in the gradebook"


WRONG = {
    "an extension without a due date": (
        "[extensions.ada]\nt1 = 1",
        "extends t1 for ada, but gives it no due",
    ),
    "an extension in another form": (
        FILE.format("ada").replace("{ due = ", "").replace(', reason = "a broken arm" }', ""),
        "extensions.ada.t1 is .*; write it like { due = ",
    ),
    "a due date in quotes": ("[assignments.t1]\ndue = 'soon'", "due of t1 is 'soon'; write it like 2026"),
    "a word for a table": ("[extensions]\nada = 'ill'", "course.toml cannot be read"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_course_file_that_cannot_be_followed_is_said(tmp_path, text, said):
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(ValueError, match=said):
        dates.deadlines(tmp_path, "t1")
