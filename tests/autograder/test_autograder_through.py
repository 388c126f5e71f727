"""Modules and training loops that a check uses before it judges them: the same marks through stubs."""

import pytest
from autograder_courses import Course, code

IMPORTS = "import numpy as np\nimport torch\nfrom torch import nn"
MODEL = """
class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first, self.last = nn.Linear(2, hidden, bias=False), nn.Linear(hidden, 1)

    def forward(self, x):
        return self.last(torch.tanh(self.first(x)))"""
TRAIN = """
def train(model, x, target, lr, steps):
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = (model(x) - target).pow(2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad
    return losses"""
GRADIENTS = """
def gradients(x, weight):
    weight = weight.clone().requires_grad_()
    torch.tanh(x @ weight).sum().backward()
    return {"weight": weight.grad, "sign": x > 0}"""
RIGHT = {"Net": MODEL, "train": TRAIN, "gradients": GRADIENTS}
OTHER = {
    "Net": MODEL.replace("super().__init__()", "super().__init__()\n        torch.manual_seed(1)").replace(
        "self.last(torch", "self.last(1.0 * torch"
    ),
    "train": TRAIN.replace(
        "model.zero_grad()", "for p in model.parameters():\n            p.grad = None"
    ).replace("losses = []", "losses, model, x, target = [], model.float(), x.float(), target.float()"),
    "gradients": GRADIENTS.replace(
        "torch.tanh(x @ weight).sum().backward()",
        "torch.einsum('nd,d->n', x, weight).tanh().sum().backward()",
    ),
}
WRONG = {
    "Net": MODEL.replace("torch.tanh(self.first(x))", "self.first(x)"),
    "train": TRAIN.replace("        model.zero_grad()\n", ""),
    "gradients": GRADIENTS.replace("weight.grad,", "-weight.grad,"),
}
SAID = {
    "Net": "No activation.",
    "train": "Old gradients.",
    "gradients": "The value is wrong (the entry 'weight'",
}
THROUGH = {"Net": "forward", "train": "trained", "gradients": "call"}
W = "np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 1.0]])"
X = "np.array([[1.0, 2.0], [0.0, -1.0]])"
CASES = {
    "Net": f"((3,), [{W}, {W}[:, 0][None], np.ones(1)], {X})",
    "train": f"([({W}, np.zeros(3)), ({W}[:, 0][None], np.ones(1))], {X}, np.ones((2, 1)), 0.1, 4)",
    "gradients": f"({X}, np.array([0.5, -1.0]))",
}
SLIPS = {"Net": "Slip(slip, 'No activation.')", "train": "Slip(slip, 'Old gradients.')", "gradients": ""}


def check(task):
    """A test cell that marks the student's name by a task of its own."""
    indented = WRONG[task].replace("\n", "\n    ")
    right = RIGHT[task].replace("\n", "\n    ")
    return f"""
from verdict import Slip, Task
from verdict.marking import mark
from verdict.release import released_task
def right():{right}
    return {task}
def wrong():{indented}
    return {task}
slip = wrong()
task = Task(reference=right(), through="verdict.tensors.{THROUGH[task]}", parts={{"all": [{CASES[task]}]}},
            slips=[{SLIPS[task]}])
found = mark({task}, released_task(task, 2), released_task(task, 2).cases)
print(found.message)
found.score"""


def cells(answers):
    made = [code(IMPORTS)]
    for task, answer in answers.items():
        made.append(code(answer, solution=True, grade_id=task))
        made.append(code(check(task), grade=True, locked=True, grade_id=f"test_{task}", points=2))
    return made


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{student: {task: its entry of the report}}."""
    course = Course(tmp_path_factory.mktemp("through") / "course")
    students = {"right": cells(RIGHT), "other": cells(OTHER), "wrong": cells(WRONG)}
    return course.grade_tasks(cells(RIGHT), students)


@pytest.mark.parametrize("task", RIGHT)
@pytest.mark.parametrize(("student", "score"), [("right", 2), ("other", 2), ("wrong", 0)])
def test_each_gets_what_the_work_deserves(graded, student, score, task):
    item = graded[student][f"test_{task}"]
    assert item["score"] == score, item["message"]


@pytest.mark.parametrize("task", RIGHT)
def test_the_message_is_the_one_of_a_notebook(graded, task):
    assert SAID[task] in " ".join(graded["wrong"][f"test_{task}"]["message"].split())
