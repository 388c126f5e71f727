"""The battery, graded as one class: everyone gets exactly what the work deserves, and harms nobody.

One run at each level, so that every attack also shows that it did not touch the others. What no level keeps
in (a malformed notebook, an object that lies) meets the same code at each: without --whole at the best only.
"""

import json
import subprocess
import sys

import pytest
from autograder_courses import FULL, SOLUTIONS, TESTS, scores
from hostile_battery import BY_LEVEL, HONEST, battery
from hostile_class import WATCHED
from hostile_hiding import LIVE
from hostile_pages import live, opening

from autograder import confine

ATTACKS = {attack.name: attack for attack in battery()}
GRADED = [attack for attack in ATTACKS.values() if attack.scores]
REFUSED = [attack for attack in ATTACKS.values() if not attack.scores]


at_the_best_level = pytest.mark.sample(graded=confine.best())


def named(attacks):
    """A test of each of them."""
    cases = [
        pytest.param(attack, id=attack.name, marks=() if attack.family in BY_LEVEL else at_the_best_level)
        for attack in attacks
    ]
    return pytest.mark.parametrize("attack", cases)


@named([attack for attack in GRADED if not attack.at_most])
def test_everyone_gets_what_the_work_deserves(graded, attack):
    row = graded.rows[attack.name]
    assert (row["state"], tuple(scores(row))) == ("graded", attack.scores)
    assert attack.message in row["message"]


@named([attack for attack in GRADED if attack.at_most])
def test_who_breaks_the_own_process_gains_nothing(graded, attack):
    row = graded.rows[attack.name]
    assert row["state"] == "graded"
    assert all(score <= most for score, most in zip(scores(row), attack.scores, strict=True))
    assert attack.message in row["message"]


@named(REFUSED)
def test_what_is_no_notebook_is_refused_with_the_reason(graded, attack):
    row = graded.rows[attack.name]
    assert row["state"].startswith("refused: ")
    assert attack.message in row["state"]
    assert row["score"] is None


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_beside_them_is_not_touched(graded, name):
    row = graded.rows[name]
    assert (row["state"], scores(row), row["message"]) == ("graded", FULL, "")


def test_nobody_disappears_and_nobody_appears(graded):
    assert sorted(graded.rows) == sorted([*(attack.name for attack in graded.attacks), *HONEST])
    assert "is no folder of a student: left out" in graded.said  # the one whose name is no text


def test_nothing_outside_was_changed(graded):
    assert graded.files() == graded.before
    assert not graded.outside.exists()
    assert b"cheat" not in (graded.course.root / "gradebook.db").read_bytes()


def test_nothing_was_sent(graded):
    assert graded.listeners.arrived() == []


def test_nothing_is_left_running(graded):
    assert json.loads(graded.left_running.read_text()) == []


def test_what_is_left_running_would_be_found(tmp_path):
    file = tmp_path / "left.json"
    leaving = "(setsid sleep 61 >/dev/null 2>&1 &) ; exit 7"
    done = subprocess.run([sys.executable, WATCHED, file, "sh", "-c", leaving])
    assert (done.returncode, json.loads(file.read_text())) == (7, ["sleep 61 "])


def test_what_arrives_would_be_found(graded):
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", ("127.0.0.1", graded.listeners.places["UDP"]))
    assert graded.listeners.arrived() == [b"x"]


@at_the_best_level
def test_attacks_on_the_channel_found_what_they_attack(graded):
    """Else they would test nothing: the server of the student's process was not there under its name."""
    for attack in GRADED:
        if attack.family == "channel":
            text = (graded.course.root / f"autograded/{attack.name}/t1/t1.ipynb").read_text()
            assert "StopIteration" not in text, attack.name


def pages(graded, names):
    return [graded.course.root / f"feedback/{name}/t1/t1.html" for name in names]


@at_the_best_level
def test_pages_hold_nothing_live(graded):
    (honest,) = [live(page.read_text()) for page in pages(graded, ["honest"])]
    assert all(item.startswith("sheet ") for item in honest)  # nbgrader's own styles
    written = [*pages(graded, [attack.name for attack in GRADED]), graded.course.root / "reports/t1.html"]
    found = {page: set(live(page.read_text())) - set(honest) for page in written}
    assert {page: items for page, items in found.items() if items} == {}


@at_the_best_level
@pytest.mark.browser
def test_pages_run_nothing_in_a_browser(graded, tmp_path):
    names = [attack.name for attack in GRADED if attack.family == "scripts"]
    written = [*pages(graded, names), graded.course.root / "reports/t1.html"]
    (tmp_path / "live.html").write_text(LIVE)
    with opening() as opened:
        assert "a script ran" in opened(f"file://{tmp_path}/live.html")  # so it would be seen
        assert {page: found for page in written if (found := opened(f"file://{page}"))} == {}


def test_output_is_cut_off(graded):
    for name in ("floods-the-output", "floods-the-display", "one-line-of-100-megabytes", "displays-too-much"):
        text = (graded.course.root / f"autograded/{name}/t1/t1.ipynb").read_text()
        assert len(text) < 2**18, name
    text = (graded.course.root / "autograded/floods-the-output/t1/t1.ipynb").read_text()
    outputs = [cell.get("outputs") for cell in json.loads(text)["cells"]]
    assert outputs[1][0]["text"][0].startswith("flood 0 x")
    assert "the rest of the output was cut off" in outputs[1][0]["text"][-1]


@at_the_best_level
def test_the_instructor_s_metadata_is_restored(graded):
    for name in ("points-raised", "skip-execution-tag", "metadata-lost", "nonsense-metadata"):
        text = (graded.course.root / f"autograded/{name}/t1/t1.ipynb").read_text()
        cells = [cell["metadata"] for cell in json.loads(text)["cells"]]
        assert {key for metadata in cells for key in metadata} <= {"nbgrader", "autograder"}
        marks = [metadata["nbgrader"] for metadata in cells if "nbgrader" in metadata]
        points = {mark["grade_id"]: mark.get("points") for mark in marks}
        assert points["test_square"] == 2
        assert list(points) == [name for task in SOLUTIONS for name in (task, f"test_{task}")]


@at_the_best_level
def test_the_instructor_s_tests_are_the_ones_that_run(graded):
    text = (graded.course.root / "autograded/test-cell-emptied/t1/t1.ipynb").read_text()
    shown = "".join(json.loads(text)["cells"][2]["source"])
    assert shown.startswith(TESTS["square"].partition("\n")[0])  # hidden ones wait for their date


def test_the_report_says_what_was_enforced(graded):
    record = json.loads((graded.course.root / "reports/t1.json").read_text())
    assert record["level"] == graded.level
    assert record["enforced"] == confine.ENFORCED[graded.level]
