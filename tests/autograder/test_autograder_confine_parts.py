"""The parts of confinement: the lists that they are made of, and how a level is chosen and told."""

import re
from pathlib import Path

import pytest
from autograder_courses import Course

from autograder import cli, confine
from autograder.confine import landlock, seccomp, syscalls


@pytest.mark.parametrize(
    ("machine", "header", "pattern"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", r"#define __NR_(\w+) (\d+)"),
        ("aarch64", "/usr/include/asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+) (\d+)"),
    ],
)
def test_numbers_of_system_calls_are_the_kernel_s(machine, header, pattern):
    if not Path(header).exists():
        pytest.skip("the kernel's headers are not installed")
    theirs = {name: int(number) for name, number in re.findall(pattern, Path(header).read_text())}
    ours = syscalls.numbers(machine)
    assert {name: number for name, number in ours.items() if theirs.get(name, number) != number} == {}
    assert len(ours.keys() & theirs.keys()) > 80  # headers of an older kernel lack the newest


def test_a_machine_without_a_list_of_calls_has_no_filter():
    with pytest.raises(OSError, match="no list of system calls for riscv64"):
        seccomp.program("riscv64", beside_others=True)


def test_the_filter_is_short_enough_for_the_kernel():
    assert all(len(seccomp.program(machine, True, 1)) <= 8 * 4096 for machine in seccomp.ARCHITECTURES)


def test_landlock_knows_the_rights_of_each_version():
    assert [landlock._file_rights(version).bit_length() for version in (1, 2, 3, 4, 5, 7)] == [
        13,
        14,
        15,
        15,
        16,
        16,
    ]


def test_a_level_that_does_not_work_is_no_other_one(monkeypatch):
    monkeypatch.setattr(confine.bubblewrap, "program", lambda: None)
    assert confine.failing.__wrapped__(confine.BUBBLEWRAP) == "bubblewrap is not installed"


def test_the_level_asked_for_must_work(tmp_path, monkeypatch, capsys):
    course = Course(tmp_path / "course")
    course.hand_in("ada")
    monkeypatch.setattr(confine, "failing", lambda level: "the kernel is too old")
    assert cli.main(["grade", "t1", "--course", str(course.root), "--level", "landlock"]) == 2
    assert (
        "The level 'landlock' does not work on this machine: the kernel is too old."
        in capsys.readouterr().err
    )


def test_a_weaker_level_is_refused_by_the_same_consent(tmp_path, capsys):
    course = Course(tmp_path / "course")
    course.hand_in("ada")
    assert cli.main(["grade", "t1", "--course", str(course.root), "--level", "none"]) == 2
    assert "--accept-unconfined" in capsys.readouterr().err


def test_a_class_of_several_levels_says_so():
    assert confine.summary(["none"]) == confine.ENFORCED["none"]
    said = confine.summary(["landlock", "own user", "landlock"])
    assert said.startswith(
        f"2 of 3: {confine.ENFORCED['landlock']}; 1 of 3: the level 'own user' of an older"
    )
