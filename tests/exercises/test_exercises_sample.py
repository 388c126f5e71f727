"""The sample class stays apart from real work: it overwrites nothing, and leaves nothing when it goes."""

import pytest
import sample_class
from exercises_assignments import copy_of
from nbgrader.api import Gradebook


@pytest.fixture
def own_course(course, tmp_path):
    """A built course into which a real student has handed in, under a name of the sample class."""
    copy = copy_of(course, tmp_path)
    (copy / "submitted" / "ada" / "a1").mkdir(parents=True)
    (copy / "submitted" / "ada" / "a1" / "a1.ipynb").write_text("real work")
    return copy


def test_real_work_is_not_overwritten(own_course):
    handed_in = {folder.parent.name for folder in sample_class.hand_in("a1", own_course)}
    assert handed_in == set(sample_class.expected("a1")) - {"ada"}
    assert (own_course / "submitted" / "ada" / "a1" / "a1.ipynb").read_text() == "real work"
    again = {folder.parent.name for folder in sample_class.hand_in("a1", own_course)}
    assert again == handed_in  # its own submissions it writes anew


def test_the_sample_class_goes_without_a_trace(own_course):
    sample_class.hand_in("a1", own_course)
    with Gradebook(f"sqlite:///{own_course / 'gradebook.db'}") as gradebook:
        for student in ("ada", "ben"):
            gradebook.add_student(student)
    assert "ben" in sample_class.remove(own_course)
    assert [path.name for path in (own_course / "submitted").iterdir()] == ["ada"]
    with Gradebook(f"sqlite:///{own_course / 'gradebook.db'}") as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]
