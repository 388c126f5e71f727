"""The command: what it says when something is missing, what it writes, what it does not do twice."""

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from autograder_courses import FULL, Course, cells, code, notebook, scores

from autograder import cli, confine, engine, report


def test_a_missing_source_is_said_with_what_to_do(tiny, capsys):
    assert cli.main(["grade", "t2", "--course", str(tiny.root)]) == 2
    said = capsys.readouterr().err
    assert "There is no source notebook in" in said
    assert "There are: t1." in said
    assert "Build the assignment first" in said


def test_a_missing_course_is_said(tmp_path, capsys):
    assert cli.main(["grade", "t1", "--course", str(tmp_path / "nowhere")]) == 2
    assert "There is no course folder" in capsys.readouterr().err


def test_a_start_loads_no_grammar_of_web_addresses():
    asked = "import sys; from autograder import cli; cli.main(['grade', 't1', '--course', '/nowhere'])"
    told = "print('nbformat' in sys.modules, sys.modules.get('rfc3987_syntax', 'asked for or not'))"
    done = subprocess.run([sys.executable, "-c", f"{asked}; {told}"], capture_output=True, text=True)
    assert done.stdout == "True None\n", done.stderr  # newer jsonschema's; it would take a second


def test_missing_submissions_are_said_with_where_to_put_them(tiny, capsys):
    assert cli.main(["grade", "t1", "--course", str(tiny.root)]) == 2
    assert f"{tiny.root}/submitted/STUDENT/t1/t1.ipynb" in capsys.readouterr().err


def test_a_student_without_submission_is_said(tiny, capsys):
    tiny.hand_in("ada")
    assert cli.main(["grade", "t1", "--course", str(tiny.root), "--student", "bob"]) == 2
    assert "no submission of bob" in capsys.readouterr().err


def test_a_broken_source_notebook_is_said(tiny, capsys):
    tiny.write(tiny.root / "source/t1/t1.ipynb", "{")
    tiny.hand_in("ada")
    assert cli.main(["grade", "t1", "--course", str(tiny.root)]) == 2
    assert "is not a notebook that can be read" in capsys.readouterr().err


def test_a_broken_configuration_is_said(tiny):
    tiny.write(tiny.root / "nbgrader_config.py", "c = get_config()\nraise ValueError('my mistake')\n")
    tiny.hand_in("ada")
    done = tiny.run()
    assert done.returncode == 2
    assert "nbgrader_config.py cannot be read: ValueError: my mistake" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course of three, graded once: on time, late, refused; and what the command printed."""
    course = Course(tmp_path_factory.mktemp("cli") / "course")
    course.hand_in("ada")
    course.hand_in("late", cells({"square": "def square(x):\n    return '=1+1'"}))
    course.write(course.folder("late") / "timestamp.txt", "2030-01-01 00:00:00 UTC")
    course.hand_in("broken", "{")
    course.run("--student", "ada", "--seed", "5")
    with sqlite3.connect(course.root / "gradebook.db") as gradebook:
        gradebook.execute("update assignment set duedate = '2029-12-31 00:00:00.000000'")
    gradebook.close()
    return course, course.run("--seed", "5")


def test_the_table_shows_everyone(graded):
    _, done = graded
    assert done.returncode == 0
    assert "2 graded, 1 refused" in done.stdout
    for words in ("ada", "graded (late)", "no JSON at line 1", "square: failed: assert square(3) == 9"):
        assert words in done.stdout
    assert "Graded 2 of 3 (1 unchanged since the last run)" in done.stdout


def test_the_gradebook_holds_the_scores(graded):
    with sqlite3.connect(graded[0].root / "gradebook.db") as gradebook:
        query = (
            "select student_id, sum(auto_score) from grade"
            " join submitted_notebook n on grade.notebook_id = n.id"
            " join submitted_assignment a on n.assignment_id = a.id group by student_id"
        )
        found = dict(gradebook.execute(query))
    gradebook.close()
    assert found == {"ada": 8, "late": 6, "broken": 0}


def test_grades_csv_has_a_line_for_everyone_and_no_formula(graded):
    with open(graded[0].root / "grades.csv", encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: row["score"] for name, row in rows.items()} == {"ada": "8.0", "late": "6.0", "broken": ""}
    assert rows["late"]["state"] == "graded (late)"
    assert rows["broken"]["state"].startswith("refused: ")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_sees_no_formula(tmp_path, text):
    numbers = {"score": 1, "max_score": 2, "penalty": 0}
    row = {"student": text, "state": "graded", "refused": "", "tasks": [], "note": text} | numbers
    report.write_csv(tmp_path / "grades.csv", {"t1": [row]})
    line = (tmp_path / "grades.csv").read_text().splitlines()[1]
    assert line == f"t1,'{text},1,2,0,graded,'{text}"


def test_the_page_is_self_contained_and_safe(graded):
    page = (graded[0].root / "reports/t1.html").read_text()
    assert "http" not in page
    assert "<script" not in page
    assert 'href="../feedback/ada/t1/t1.html"' in page
    assert "seed 5" in page


def test_files_are_where_nbgrader_puts_them(graded):
    root = graded[0].root
    for path in ("autograded/ada/t1/t1.ipynb", "autograded/ada/t1/data.txt", "feedback/ada/t1/t1.html"):
        assert (root / path).is_file()
    assert not (root / "autograded/broken").exists() or not os.listdir(root / "autograded/broken")


def test_the_feedback_s_list_names_the_tasks(graded):
    page = (graded[0].root / "feedback/ada/t1/t1.html").read_text()
    assert '<a href="#test_square">test_square</a> (Score: 2.0 / 2.0)' in page


def test_strict_tells_by_the_exit_code(graded):
    assert graded[0].run("--strict").returncode == 3


def test_what_has_not_changed_is_not_graded_again_and_what_has_is(tiny):
    tiny.hand_in("ada")
    tiny.hand_in("bob", cells({"answer": "answer = 41"}))
    first = tiny.grade()
    tiny.hand_in("bob")
    page = tiny.root / "feedback/ada/t1/t1.html"
    before = page.stat().st_mtime_ns
    again = tiny.grade()
    assert scores(again["bob"]) == FULL
    assert page.stat().st_mtime_ns == before
    assert again["ada"] == first["ada"]
    assert again["bob"]["seed"] == first["bob"]["seed"]
    page.unlink()
    tiny.grade()
    assert page.is_file()


def test_a_changed_test_grades_everyone_again(tiny):
    tiny.hand_in("ada")
    tiny.grade()
    tests = cells()[2]["source"]
    handed = cells()
    handed[2]["source"] = tests.replace("square(3) == 9", "square(3) == 10")
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(handed)))
    assert scores(tiny.grade()["ada"]) == [0, 3, 2, 1]


def test_an_own_solution_that_fails_its_tests_is_told(tiny):
    handed = cells({"square": "def square(x):\n    return x"})
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(handed)))
    tiny.hand_in("ada")
    said = tiny.run().stdout
    assert "Your own solution gets 0 of 2 for test_square: failed: assert square(3) == 9" in said


def test_other_cells_in_a_graded_assignment_are_refused_in_words(tiny):
    tiny.hand_in("ada")
    tiny.grade()
    more = [*cells(), code("assert True", grade=True, locked=True, grade_id="new", points=1)]
    tiny.write(tiny.root / "source/t1/t1.ipynb", json.dumps(notebook(more)))
    done = tiny.run()
    assert done.returncode == 2
    assert "holds work for an earlier t1 with other cells" in done.stderr
    assert "nbgrader db assignment remove t1" in done.stderr


def test_a_late_penalty_is_nbgrader_s(tiny):
    tiny.write(
        tiny.root / "nbgrader_config.py", "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    tiny.hand_in("ada")
    tiny.grade()
    with sqlite3.connect(tiny.root / "gradebook.db") as gradebook:
        gradebook.execute("update assignment set duedate = '2029-12-31 00:00:00.000000'")
    gradebook.close()
    tiny.write(tiny.folder("ada") / "timestamp.txt", "2030-01-01 00:00:00 UTC")
    row = tiny.grade()["ada"]
    assert (row["state"], row["score"], row["penalty"]) == ("graded (late)", 0, 8)


def test_a_timestamp_that_is_none_is_told(tiny):
    tiny.hand_in("ada")
    tiny.write(tiny.folder("ada") / "timestamp.txt", "tomorrow-ish \xff")
    row = tiny.grade()["ada"]
    assert row["score"] == 8
    assert "timestamp.txt holds no time" in row["message"]


def _slow_class(course, size):
    slow = "import time\ntime.sleep(0.2)\ndef square(x):\n    return x * x"
    for number in range(size):
        course.hand_in(f"s{number:02}", cells({"square": slow, "answer": f"answer = {42 - number % 2}"}))


def _right(rows):
    return all(scores(row) == [2, 3, 2, 1 - int(name[1:]) % 2] for name, row in rows.items())


def _end_of(group):
    """Wait until no process of the group is left; False when one stays."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.long
def test_killed_at_any_moment_a_second_run_gives_the_right_grades(tmp_path, whole):
    size, count = (40, 20) if whole else (12, 3)
    drawn = random.Random(5)
    for moment in [drawn.uniform(0.3, 4 + 0.2 * size) for _ in range(count)]:  # most of a run's length
        course = Course(tmp_path / f"{moment:.3f}")
        _slow_class(course, size)
        _killed_after(course, moment)
        rows = course.grade()
        assert len(rows) == size
        assert _right(rows)


def _killed_after(course, seconds):
    """Kill a grading run as the system would; nothing that it started may stay."""
    killed = subprocess.Popen(course.command(), stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(seconds)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert _end_of(killed.pid)


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(tiny):
    _slow_class(tiny, 40)  # 4 s at the least with two workers, so that a first batch is kept on the way
    tiny.hand_in("zz", cells({"square": "import time\ntime.sleep(6)"}))  # and the end is still to come
    running = subprocess.Popen(
        tiny.command(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background jobs, and all that they start, ignore Ctrl-C; this test may be one of them.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    record = tiny.root / "reports/t1.json"
    for _ in range(300):
        if record.exists() and json.loads(record.read_text())["rows"]:
            break
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    kept = {row["student"] for row in json.loads(record.read_text())["rows"]}
    done = tiny.run()
    assert f"({len(kept)} unchanged since the last run)" in done.stdout


def test_without_confinement_nothing_is_run_unless_it_is_accepted(tiny, monkeypatch, capsys):
    tiny.hand_in("ada")
    monkeypatch.setattr(confine, "best", lambda: confine.NONE)
    monkeypatch.setattr(engine.Engine, "__enter__", lambda self: pytest.fail("something was run"))
    assert cli.main(["grade", "t1", "--course", str(tiny.root)]) == 2
    said = capsys.readouterr().err
    assert confine.ENFORCED[confine.NONE] in said
    assert "--accept-unconfined" in said


def test_packages_below_tmp_stay_in_sight(tiny, monkeypatch):
    package = tiny.root / "packages" / "lazy_package"
    tiny.write(package / "__init__.py", "def three():\n    from . import late\n    return late.THREE\n")
    tiny.write(package / "late.py", "THREE = 3\n")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    solution = json.dumps(notebook([code("import lazy_package"), *cells()]))
    tiny.write(tiny.root / "source/t1/t1.ipynb", solution)
    late = "def square(x):\n    return lazy_package.three() * x"
    tiny.hand_in("late", [code("import lazy_package"), *cells({"square": late})])
    done = subprocess.run(tiny.command("--json"), capture_output=True, text=True)
    (row,) = json.loads(done.stdout)["rows"]
    assert row["tasks"][0]["message"] == "failed: assert square(-2) == 4 (square(-2) is -6)"
