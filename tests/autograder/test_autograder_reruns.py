"""A further run: what the gradebook and the course hold by then is what the report shows, under one seed."""

import csv
import json
import sqlite3

from autograder_courses import FULL, cells, scores


def gradebook(course, change):
    """Change the gradebook as another program would."""
    with sqlite3.connect(course.root / "gradebook.db") as book:
        book.execute(change)
    book.close()


def by_hand(course, score):
    gradebook(course, f"update grade set manual_score = {score}, needs_manual_grade = 0 where auto_score = 2")


def csv_rows(course):
    with open(course.root / "grades.csv", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_a_score_given_by_hand_is_shown_by_the_next_run(tiny):
    tiny.hand_in("ada")
    tiny.grade()
    by_hand(tiny, 1.5)
    row = tiny.grade()["ada"]
    assert (row["state"], row["score"], scores(row)) == ("graded (by hand)", 7, [1.5, 3, 1.5, 1])
    assert csv_rows(tiny)["ada"]["score"] == "7.0"
    assert "Score: 7.0 / 8.0" in (tiny.root / "feedback/ada/t1/t1.html").read_text()


def test_a_score_given_by_hand_to_earlier_work_is_told(tiny):
    tiny.hand_in("ada")
    tiny.grade()
    by_hand(tiny, 1.5)
    tiny.hand_in("ada", cells({"answer": "answer = 0"}))
    assert tiny.grade()["ada"]["state"] == "graded (by hand; graded again since)"


def test_points_given_by_hand_to_a_refused_submission_count(tiny):
    tiny.hand_in("ada")
    tiny.grade()
    tiny.hand_in("ada", "{")
    assert tiny.grade()["ada"]["score"] is None
    gradebook(tiny, "update grade set manual_score = 1, needs_manual_grade = 0")
    row = tiny.grade()["ada"]
    assert (row["state"], row["score"]) == ("graded (by hand)", 4)
    assert "refused: t1.ipynb is not a notebook" in row["message"]


def test_a_new_due_date_or_late_policy_needs_no_new_grading(tiny):
    tiny.hand_in("ada")
    tiny.write(tiny.folder("ada") / "timestamp.txt", "2030-01-01 00:00:00 UTC")
    assert tiny.grade()["ada"]["state"] == "graded"
    gradebook(tiny, "update assignment set duedate = '2029-12-31 00:00:00.000000'")
    tiny.write(
        tiny.root / "nbgrader_config.py", "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    done = tiny.run("--json")
    row = json.loads(done.stdout)["rows"][0]
    assert (row["state"], row["score"], row["penalty"]) == ("graded (late)", 0, 8)
    gradebook(tiny, "update assignment set duedate = '2030-12-31 00:00:00.000000'")
    assert tiny.grade()["ada"]["score"] == 8


def seeds(rows):
    return {name: row["seed"] for name, row in rows.items()}


def test_a_class_is_graded_under_one_seed(tiny):
    tiny.hand_in("ada")
    tiny.hand_in("bob")
    drawn = tiny.grade()["ada"]["seed"]
    tiny.write(tiny.root / "source/t1/data.txt", "another version\n")
    assert seeds(tiny.grade()) == {"ada": drawn, "bob": drawn}
    assert seeds(tiny.grade("--seed", str(drawn + 1))) == {"ada": drawn + 1, "bob": drawn + 1}
    tiny.grade("--seed", "5", "--student", "ada")
    said = tiny.run("--student", "bob").stdout
    assert f"seed {drawn + 1}" in said
    page = (tiny.root / "reports/t1.html").read_text()
    assert f"seeds 5, {drawn + 1} (not all alike" in " ".join(page.split())
    assert seeds(tiny.grade()) == {"ada": drawn + 1, "bob": drawn + 1}


def test_a_stopped_run_has_said_its_seed(tiny):
    tiny.hand_in("ada")
    tiny.hand_in("bob")
    tiny.grade("--seed", "1")
    record = json.loads((tiny.root / "reports/t1.json").read_text())
    stopped = record | {
        "seed": 2,
        "rows": [row | {"seed": 2} for row in record["rows"][:1]] + record["rows"][1:],
    }
    tiny.write(tiny.root / "reports/t1.json", json.dumps(stopped))
    assert seeds(tiny.grade()) == {"ada": 2, "bob": 2}


def test_a_file_among_the_students_is_named_and_left_out(tiny):
    tiny.hand_in("ada")
    tiny.write(tiny.root / "submitted/class.zip", "PK")
    done = tiny.run("--json")
    assert [row["student"] for row in json.loads(done.stdout)["rows"]] == ["ada"]
    assert "class.zip is no folder of a student: left out" in done.stderr


def test_grades_csv_has_a_column_for_each_task_and_names_the_task_of_a_message(tiny):
    tiny.hand_in("ada", cells({"square": "def square(x):\n    return 0", "answer": "answer = 0"}))
    tiny.grade()
    row = csv_rows(tiny)["ada"]
    assert [row[task] for task in ("square", "mean", "fill", "answer")] == ["0.0", "3.0", "2.0", "0.0"]
    assert row["message"] == (
        "square: failed: assert square(3) == 9 (square(3) is 0); "
        "answer: the answer is another number (failed: assert answer == 42; answer is 0)"
    )


def test_notebooks_under_other_names_are_noted(tiny):
    tiny.hand_in("ada", name="t1 (1).ipynb")
    tiny.hand_in("bob")
    tiny.hand_in("bob", name="t1-final.ipynb")
    rows = tiny.grade()
    assert [scores(rows[name]) for name in ("ada", "bob")] == [FULL, FULL]
    assert rows["ada"]["message"] == "taken from t1 (1).ipynb"
    assert rows["bob"]["message"] == "not looked at: t1-final.ipynb"
