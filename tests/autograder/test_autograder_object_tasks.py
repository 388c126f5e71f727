"""Four tasks on objects, graded through stubs by the same test cells that a student's notebook runs."""

import pytest
from autograder_courses import Course, code
from autograder_pair import plainly

IMPORTS = "import numpy as np\nimport torch\nfrom torch import nn"
RIGHT = {
    "Linear": """
class Linear:
    def __init__(self, in_features, out_features, rng):
        self.weight = rng.normal(size=(out_features, in_features))
        self.bias = np.zeros(out_features)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.weight_grad = grad_output.T @ self.x
        self.bias_grad = grad_output.sum(axis=0)
        return grad_output @ self.weight""",
    "Net": """
class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first, self.last = nn.Linear(2, hidden), nn.Linear(hidden, 1)

    def forward(self, x):
        return self.last(torch.tanh(self.first(x)))""",
    "fit": """
def fit(model, loss_fn, optimizer, x, y, epochs, callback):
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        if callback(epoch, loss.item()):
            break""",
    "batches": """
def batches(x, size):
    for start in range(0, len(x), size):
        yield x[start : start + size]""",
}
TESTS = {
    "Linear": """
layer = Linear(3, 2, np.random.default_rng(0))
x, upstream = np.random.default_rng(1).normal(size=(4, 3)), np.ones((4, 2))
assert isinstance(layer, Linear)
assert np.allclose(layer.forward(x), x @ layer.weight.T + layer.bias)
assert np.allclose(layer.backward(upstream), upstream @ layer.weight)
for parameter, gradient in [(layer.weight, layer.weight_grad), (layer.bias, layer.bias_grad)]:
    for index in np.ndindex(*parameter.shape):
        value = parameter[index]
        parameter[index] = value + 1e-5
        above = layer.forward(x).sum()
        parameter[index] = value - 1e-5
        below = layer.forward(x).sum()
        parameter[index] = value
        assert np.isclose(gradient[index], (above - below) / 2e-5), index""",
    "Net": """
model = Net(hidden=5)
assert isinstance(model, nn.Module)
assert sum(p.numel() for p in model.parameters()) == 21
x = torch.linspace(-1, 1, 8).reshape(4, 2)
reference = nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 1))
with torch.no_grad():
    for ours, theirs in zip(reference.parameters(), model.parameters()):
        ours.copy_(theirs)
assert torch.allclose(model(x), reference(x))
model(x).pow(2).mean().backward()
reference(x).pow(2).mean().backward()
for ours, theirs in zip(reference.parameters(), model.parameters()):
    assert torch.allclose(ours.grad, theirs.grad)""",
    "fit": """
torch.manual_seed(0)
x = torch.randn(32, 2)
y = x @ torch.tensor([[1.0], [-2.0]])
model = nn.Linear(2, 1)
seen = []
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
fit(model, nn.MSELoss(), optimizer, x, y, 60, lambda epoch, loss: seen.append(loss))
assert len(seen) == 60
assert seen[-1] < 0.01 * seen[0]
assert torch.allclose(model.weight, torch.tensor([[1.0, -2.0]]), atol=0.1)
fit(model, nn.MSELoss(), optimizer, x, y, 60, lambda epoch, loss: seen.append(loss) or epoch == 2)
assert len(seen) == 63""",
    "batches": """
import inspect
made = batches(np.arange(7), 3)
assert inspect.isgenerator(made)
assert next(made).tolist() == [0, 1, 2]
assert [batch.tolist() for batch in made] == [[3, 4, 5], [6]]
endless = batches(range(10**9), 2)
assert list(next(endless)) == [0, 1]""",
}
WRONG = {
    "Linear": RIGHT["Linear"].replace("grad_output.sum(axis=0)", "grad_output.mean(axis=0)"),
    "Net": RIGHT["Net"].replace("torch.tanh(self.first(x))", "self.first(x)"),
    "fit": RIGHT["fit"].replace("        optimizer.zero_grad()\n", ""),
    "batches": RIGHT["batches"].replace("range(0, len(x), size)", "range(0, len(x) - size, size)"),
}
YES = """
class Yes:
    __eq__ = __lt__ = __gt__ = lambda s, o: True
    __getattr__ = lambda s, name: Yes()
    __call__ = __getitem__ = __sub__ = __abs__ = lambda s, *a, **k: Yes()
    __iter__ = lambda s: iter(())
    __len__ = lambda s: 21
"""
CHEATING = {
    "Linear": YES + "Linear = lambda *a: Yes()",
    "Net": YES + "class Net(Yes, nn.Module):\n    def __init__(self, hidden):\n        pass",
    "fit": "def fit(model, loss_fn, optimizer, x, y, epochs, callback):\n"
    "    for epoch in range(3 if epochs < 60 else 60):\n        callback(epoch, 1.0 / (1 + epoch) ** 9)",
    "batches": "def batches(x, size):\n    while True:\n        yield x[:size]",
}
STUDENTS = {"right": RIGHT, "wrong": WRONG, "cheating": CHEATING}


def cells(answers):
    made = [code(IMPORTS)]
    for task, answer in answers.items():
        made.append(code(answer, solution=True, grade_id=task))
        made.append(code(TESTS[task], grade=True, locked=True, grade_id=f"test_{task}", points=1))
    return made


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{student: {task: its entry of the report}}."""
    course = Course(tmp_path_factory.mktemp("objects") / "course")
    students = {student: cells(answers) for student, answers in STUDENTS.items()}
    cheating = {"cheating": students.pop("cheating")}
    found = course.grade_tasks(cells(RIGHT), students)
    # A generator without end costs as long as a test cell may take: a minute of what honest work may need.
    return found | course.grade_tasks(cells(RIGHT), cheating, "--student", "cheating", "--cell-seconds", "1")


@pytest.mark.parametrize("task", TESTS)
@pytest.mark.parametrize(("student", "score"), [("right", 1), ("wrong", 0), ("cheating", 0)])
def test_each_gets_what_the_work_deserves(graded, student, score, task):
    item = graded[student][f"test_{task}"]
    assert item["score"] == score, item["message"]


@pytest.mark.parametrize("task", TESTS)
@pytest.mark.parametrize(("student", "passes"), [("right", True), ("wrong", False)])
def test_the_same_cell_ends_so_in_a_notebook(student, passes, task):
    error = plainly(f"{IMPORTS}\n{STUDENTS[student][task]}", TESTS[task])
    assert (error is None) == passes, error
