"""What a task forbids is refused to that task's function while it is called, and to nothing else."""

import json

import pytest
from autograder_courses import FULL, Course, cells, scores

RELEASE = {
    "tasks": [
        {"name": "square", "forbids": ["statistics.fmean", "torch.nn.Sigmoid", "torch.nn.functional.linear"]},
        {"name": "mean", "forbids": ["numpy.square"]},
        {"name": "fill"},
    ]
}
MEAN = "import statistics\ndef mean(a):\n    return statistics.fmean(a)"

# student: (answers, cells before them, deserved scores, piece of the message)
HANDED = {
    "forbidden": ({"mean": "def mean(a):\n    return np.square(3.0) / 3"}, (), [2, 0, 2, 1], "forbidden: "),
    "forbidden-in-another-task": ({"mean": MEAN}, (), FULL, ""),
    "forbidden-in-the-cell-only": (
        {"mean": "def mean(a):\n    return sum(a) / len(a)\nprint(np.square(mean([1])))"},
        (),
        FULL,
        "",
    ),
    "torch-imported": ({}, ["import torch\nlayer = torch.nn.Linear(2, 1), torch.nn.Sigmoid()"], FULL, ""),
    "a-class-is-refused-too": (
        {"square": "import torch\ndef square(x):\n    torch.nn.Sigmoid()\n    return x * x"},
        (),
        [0, 3, 2, 1],
        "forbidden: ",
    ),
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("forbids") / "course")
    course.write(course.root / "source/t1/t1.json", json.dumps(RELEASE))
    for student, (answers, first, *_) in HANDED.items():
        course.hand_in(student, cells(answers, first))
    return course.grade()


@pytest.mark.parametrize("student", HANDED)
def test_only_the_task_that_forbids_it_refuses(rows, student):
    _, _, deserved, message = HANDED[student]
    assert (scores(rows[student]), message in rows[student]["message"]) == (deserved, True)
