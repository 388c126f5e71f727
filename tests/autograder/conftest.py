"""Fixtures of the autograder's tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for autograder_courses
from autograder_courses import Course


@pytest.fixture
def tiny(tmp_path) -> Course:
    """A fresh tiny course without submissions."""
    return Course(tmp_path / "course")
