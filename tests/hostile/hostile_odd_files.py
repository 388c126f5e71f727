"""Files and folders that are not what they should be: links, pipes, devices, odd names."""

import os

from autograder_courses import FULL
from hostile_battery import Attack


def _linked(course, student):
    course.folder(student).mkdir(parents=True)
    (course.folder(student) / "t1.ipynb").symlink_to(course.root / "source/t1/t1.ipynb")


def _piped(course, student):
    course.folder(student).mkdir(parents=True)
    os.mkfifo(course.folder(student) / "t1.ipynb")


def _linked_beside(course, student):
    course.hand_in(student)
    (course.folder(student) / "data.csv").symlink_to(course.root / "source/t1/t1.ipynb")


def _linked_folder(course, student):
    course.folder(student).parent.mkdir(parents=True)
    course.folder(student).symlink_to(course.root / "source/t1")


def _folder_as_notebook(course, student):
    (course.folder(student) / "t1.ipynb").mkdir(parents=True)


def _two_names(course, student):
    for name in ("a.ipynb", "b.ipynb"):
        course.hand_in(student, name=name)


def _nothing(course, student):
    course.folder(student).mkdir(parents=True)


def _other_assignment(course, student):
    (course.root / "submitted" / student / "t2").mkdir(parents=True)


def _device(course, student):
    course.hand_in(student)
    (course.folder(student) / "zeros").symlink_to("/dev/zero")


def _many_files(course, student):
    course.hand_in(student)
    for number in range(201):
        course.write(course.folder(student) / f"{number}.txt", "x")


def _name_of_no_text(course, student):
    course.hand_in(student)
    course.hand_in(student, name=os.fsdecode(b"\xff.ipynb"))


def _name_with_markup(course, student):
    course.hand_in(student)
    course.hand_in(student, name="<img src=x onerror=window.ran=1>.ipynb")


# name: (what it is, how it is put there)
ODD_NAMES = {
    "name-of-no-text": ("the name of another notebook in the folder is no text", _name_of_no_text),
    "name-with-markup": ("the name of another notebook in the folder is a script", _name_with_markup),
}

# name: (what it is, how it is put there, piece of the reason)
ODD_FILES = {
    "a-link": ("the notebook is a link to the instructor's", _linked, "no regular file"),
    "a-pipe": ("the notebook is a pipe that nobody writes to", _piped, "no regular file"),
    "a-folder-as-notebook": (
        "the notebook is a folder",
        _folder_as_notebook,
        "no regular file",
    ),
    "a-link-beside": (
        "a link beside the notebook leads to the solution",
        _linked_beside,
        "data.csv is no regular file",
    ),
    "a-device-beside": ("a link beside the notebook leads to /dev/zero", _device, "zeros is no regular file"),
    "a-folder-that-is-a-link": ("the folder is a link to the source", _linked_folder, "it is a link"),
    "two-other-names": (
        "two notebooks, none with the right name",
        _two_names,
        "several other notebooks: a.ipynb, b.ipynb",
    ),
    "nothing-in-it": ("an empty folder", _nothing, "there is no notebook in it"),
    "other-assignment-only": ("another assignment only", _other_assignment, "nothing was handed in for t1"),
    "too-many-files": ("201 files beside the notebook", _many_files, "more than 200 files"),
}


def attacks():
    """All of them as Attacks."""
    for name, (what, place) in ODD_NAMES.items():
        yield Attack("malformed", name, what, tuple(FULL), "", place=place)
    for name, (what, place, reason) in ODD_FILES.items():
        yield Attack("malformed", name, what, None, reason, place=place)
