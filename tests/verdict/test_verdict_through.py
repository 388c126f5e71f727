"""Results that are used before they are judged: modules, tensors, designs with many right answers, goals."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from verdict import Slider, Slip, Task, asked, tensors, uses
from verdict.checks import Checks
from verdict.grid import grid_of
from verdict.marking import mark
from verdict.release import Release, dumps, loads, released_task

W1 = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 1.0]])  # (3, 2)
W2 = np.array([[1.0, 0.5, -2.0]])
X = np.array([[1.0, 2.0], [0.0, -1.0]])


class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(2, hidden, bias=False)
        self.last = nn.Linear(hidden, 1, bias=False)

    def forward(self, x):
        return torch.tanh(self.last(torch.tanh(self.first(x))))


class NoActivation(Net):
    def forward(self, x):
        return torch.tanh(self.last(self.first(x)))


class WithBias(Net):
    def __init__(self, hidden):
        super().__init__(hidden)
        self.first = nn.Linear(2, hidden)


class InDouble(Net):
    def __init__(self, hidden):
        super().__init__(hidden)
        self.double()


class NoModule:
    def __init__(self, hidden):
        pass


def net_task(reference=Net):
    return Task(
        reference=reference,
        through="verdict.tensors.forward",
        parts={"a batch": [((3,), [W1, W2], X)], "a batch of one": [((3,), [W1, W2], X[:1])]},
        grid=((3,), [W1, W2], [[Slider("x1", [-1.0, 0.0, 1.0], start=1.0), Slider("x2", [0.0, 1.0])]]),
        slips=[Slip(NoActivation, "The hidden units have no activation.")],
        forbids=["torch.nn.RNN"],
    )


def marked(function, task, points=2):
    released = loads(dumps(Release("demo", 1, "0", "0.1.0", {task.name: released_task(task, points)})))
    return mark(function, released.tasks[task.name], released.tasks[task.name].cases)


@pytest.mark.parametrize(
    "right", [Net, InDouble, lambda hidden: Net(hidden), lambda hidden: Net(hidden).eval()]
)
def test_a_right_module_gets_full_marks_in_either_precision(right):
    assert marked(right, net_task()).score == 2


def test_a_loop_over_layers_is_no_loop_over_numbers():
    def looped(hidden):
        return nn.Sequential(*(part for n, m in [(2, hidden), (hidden, 1)] for part in layers(n, m)))

    def layers(n, m):
        return nn.Linear(n, m, bias=False), nn.Tanh()

    assert "advice" not in marked(looped, net_task()).message


def test_a_slip_of_a_module_gets_its_message():
    found = marked(NoActivation, net_task())
    assert found.score == 0
    assert "The hidden units have no activation." in found.message
    assert "For example, Net(arguments, parameters, x) with" in found.message


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (WithBias, "the module's parameters are first.weight, first.bias, last.weight"),
        (NoModule, "a torch.nn.Module is wanted, and this is a NoModule"),
        (lambda hidden: Net(hidden + 1), "has shape (4, 2), not (3, 2)"),
        (lambda hidden: None, "It is nothing (None): does every way through your function end in `return`?"),
        (lambda hidden: Net, "It is the class itself"),
        (lambda hidden: NoForward(), "Is yours spelt so"),
    ],
)
def test_a_module_that_cannot_be_used_says_why(wrong, said):
    message = " ".join(marked(wrong, net_task()).message.split())
    assert said in message
    assert "What you returned cannot be used as the task says" in message


class NoForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear(2, 3, bias=False), nn.Linear(3, 1, bias=False)


class Stumbles(Net):
    def forward(self, x):
        return x / None


def test_an_error_of_the_students_own_is_told_as_such():
    assert "Your function stops with an error." in marked(Stumbles, net_task()).message


class GoesBackToNothing(Net):
    def forward(self, x):
        torch.zeros(1).sum().backward()


def test_going_back_to_no_tensor_gets_a_sentence_more():
    assert "none made with `requires_grad=True`" in " ".join(
        marked(GoesBackToNothing, net_task()).message.split()
    )


def test_parameters_may_be_set_by_their_names():
    named = {"last.weight": W2, "first.weight": W1}
    out = tensors.forward(Net, (3,), named, X).detach()
    assert torch.equal(out, tensors.forward(Net, (3,), [W1, W2], X))
    with pytest.raises(ValueError, match="not the ones asked for"):
        tensors.forward(Net, (3,), {"first.weight": W1, "w": W2}, X)


def test_shapes_dtypes_and_parameters_are_plain_data():
    assert tensors.shapes(Net, (3,)) == {"first.weight": (3, 2), "last.weight": (1, 3)}
    assert tensors.dtypes(Net, (3,)) == ["float32"]
    assert [array.shape for array in tensors.parameters(Net, (3,))] == [(3, 2), (1, 3)]


def test_one_module_for_two_calls_is_not_two():
    one = Net(3)
    for question in (tensors.shapes, tensors.same_again):
        with pytest.raises(ValueError, match="one and the same network"):
            question(lambda hidden: one, (3,))


class Detached(Net):
    def forward(self, x):
        return super().forward(x).detach()


class HiddenDetached(Net):
    def forward(self, x):
        return torch.tanh(self.last(torch.tanh(self.first(x)).detach()))


def test_what_is_not_given_is_not_told():
    cases = {"the same": [("the same again", (3,), None, None)]}
    task = Task(reference=lambda hidden: filled([W1, W2]), through="verdict.asked.about", parts=cases)
    lines = marked(Net, task).message.splitlines()
    assert "(what, arguments) with" in lines[-5]
    assert lines[-4:-2] == ["    what      = 'the same again'", "    arguments = (3,)"]


def test_gradients_are_by_each_parameter_and_zero_where_none_arrives():
    first, last = tensors.gradients(Net, (3,), [W1, W2], X)
    z = np.tanh(X @ W1.T)
    slope = 1 - np.tanh(z @ W2.T) ** 2  # of the output's tanh
    assert np.allclose(last, slope.T @ z, atol=1e-6)
    assert np.allclose(first, (slope * W2 * (1 - z**2)).T @ X, atol=1e-6)
    assert not any(gradient.any() for gradient in tensors.gradients(Detached, (3,), [W1, W2], X))
    first, last = tensors.gradients(HiddenDetached, (3,), [W1, W2], X)
    assert not first.any()
    assert np.allclose(last, slope.T @ z, atol=1e-6)


def test_gradients_of_a_module_that_is_returned_again_do_not_add_up():
    net = Net(3)
    once, again = (tensors.gradients(lambda hidden: net, (3,), [W1, W2], X)[0].clone() for _ in range(2))
    assert torch.equal(once, again)


def filled(weights):
    net = Net(3)
    for held, weight in zip(net.parameters(), weights, strict=True):
        held.data = torch.from_numpy(weight)
    return net


def test_several_things_are_asked_of_one_module():
    def answer(what, x=None, build=filled):
        return asked.about(build, what, ([W1, W2],), None, x)

    assert answer("shapes") == [(3, 2), (1, 3)]
    assert answer("dtypes") == ["float64"]
    assert np.array_equal(answer("parameters")[1], W2)
    assert torch.equal(answer("output", X), filled([W1, W2])(torch.from_numpy(X)))
    assert np.array_equal(answer("gradients", X)[0], tensors.gradients(InDouble, (3,), [W1, W2], X)[0])
    assert answer("the same again") is True
    assert answer("the same again", build=lambda weights: Net(3)) is False


def double(x, parts):
    return {"twice": 2 * x, "sum": parts["a"][0].sum()}


def test_arrays_arrive_as_tensors_and_leave_as_arrays():
    seen = []

    def own(x, parts):
        seen.extend([x, parts["a"][0]])
        return double(x, parts)

    task = Task(reference=double, through="verdict.tensors.call", parts={"all": [(X, {"a": [W1]})]})
    assert task.arguments == ["x", "parts"]
    assert marked(own, task).score == 2
    assert all(isinstance(item, torch.Tensor) and item.dtype == torch.float64 for item in seen)


def test_a_tensor_that_is_changed_in_place_is_noticed():
    task = Task(reference=double, through="verdict.tensors.call", parts={"all": [(X, {"a": [W1]})]})
    found = marked(lambda x, parts: {"sum": parts["a"][0].sum(), "twice": x.mul_(2)}, task)
    assert found.score == 0
    assert "changes `x` in place" in " ".join(found.message.split())


def test_an_array_inside_a_dict_that_is_changed_is_noticed():
    task = Task(reference=double, through="verdict.tensors.call", parts={"all": [(X, {"a": [W1]})]})
    found = marked(lambda x, parts: {"twice": 2 * x, "sum": parts["a"][0].add_(1).sum() - W1.size}, task)
    assert "your function changes `parts` in place" in " ".join(found.message.split())


def descend(model, x, target, lr, steps):
    for _ in range(steps):
        model.zero_grad()
        (model(x) - target).pow(2).mean().backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad


def never_zeroed(model, x, target, lr, steps):
    for _ in range(steps):
        (model(x) - target).pow(2).mean().backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad


def test_a_training_loop_is_judged_by_the_parameters_it_leaves():
    layers = [(W1, np.zeros(3)), (W2, np.ones(1))]
    task = Task(
        reference=descend,
        through="verdict.tensors.trained",
        parts={"five steps": [(layers, X, np.ones((2, 1)), 0.1, 5)]},
        slips=[Slip(never_zeroed, "Old gradients are still there.")],
    )
    assert task.arguments == ["layers", "x", "target", "lr", "steps"]
    assert marked(descend, task).score == 2
    assert "Old gradients" in marked(never_zeroed, task).message


def test_a_check_leaves_the_random_numbers_alone():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    tensors.forward(Net, (3,), None, X)
    assert torch.equal(torch.rand(3), expected)


def test_torch_is_not_imported_before_it_is_needed():
    code = "import sys, verdict, verdict.tensors; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def steep_step(s):
    return [100.0], [-100.0 * s], [1.0], 0.0


def test_many_designs_are_right_where_a_truth_and_a_tolerance_are_given():
    x = np.array([-1.0, 0.4, 0.6, 2.0])
    task = Task(
        reference=steep_step,
        through="verdict.designs.one_hidden_layer",
        truth=lambda arguments, x, activation: (x > arguments[0]).astype(float),
        within=0.05,
        parts={"at one half": [((0.5,), x, "sigmoid")]},
        slips=[Slip(lambda s: ([100.0], [100.0 * s], [1.0], 0.0), "The bias has the wrong sign.")],
    )
    assert marked(steep_step, task).score == 2
    assert marked(lambda s: (np.full(2, 40.0), np.full(2, -40.0 * s), [0.5, 0.5], 0), task).score == 2
    gentle = marked(lambda s: ([10.0], [-10.0 * s], [1.0], 0.0), task)
    assert "The value is wrong (at [1])" in " ".join(gentle.message.split())
    assert "It may be off by 0.05." in " ".join(gentle.message.split())
    assert "wrong sign" in marked(lambda s: ([100.0], [100.0 * s], [1.0], 0.0), task).message


def about_place(design, arguments, x, activation):
    """Says where the first unit stands; of one without a place, nothing."""
    weight, bias, *_ = design(*arguments)
    return f"Its place is {'right' if bias[0] / weight[0] < 0 else 'left'} of noon." if weight[0] else ""


def test_a_wrong_result_that_no_slip_explains_is_told_by_the_tasks_own_function():
    x = np.array([-1.0, 0.4, 0.6, 2.0])
    task = Task(
        reference=steep_step,
        through="verdict.designs.one_hidden_layer",
        tells=f"{__name__}.about_place",
        parts={"at one half": [((0.5,), x, "sigmoid")]},
        slips=[Slip(lambda s: ([100.0], [100.0 * s], [1.0], 0.0), "The bias has the wrong sign.")],
    )
    told = marked(lambda s: ([1.0], [-s], [1.0], 0.0), task)
    assert told.why[0] == told.hint[0] == "Its place is right of noon."
    assert "wrong sign" in marked(lambda s: ([100.0], [100.0 * s], [1.0], 0.0), task).message
    assert "The value is wrong" in marked(lambda s: ([0.0], [1.0], [1.0], 0.0), task).message
    with pytest.raises(ValueError, match="no function that can be imported"):
        replace(task, tells="verdict.nothing")


def near_a_half(eps):
    return 0.5


def test_the_room_may_follow_from_the_arguments():
    eps = Slider("eps", [0.1, 0.01])
    within = {"within": lambda eps: eps, "truth": lambda eps: 0.55}
    task = Task(reference=near_a_half, parts={"eps": [(0.1,)], "fine": [(0.01,)]}, grid=(eps,), **within)
    found = marked(near_a_half, task)
    assert list(found.passed.values()) == [True, False]
    assert "It may be off by 0.01." in found.message
    grid = loads(dumps(Release("demo", 1, "0", "0.1.0", {"": released_task(task, 1, grid_of(task))}))).tasks
    rooms = [next(iter(grid.values())).grid.within(eps=value) for value in eps.values]
    assert rooms == eps.values


def sign_of(threshold):
    return lambda x: (x > threshold).astype(int)


def test_a_goal_is_reached_or_told_how_near():
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0, 0, 1, 1])
    task = Task(reference=sign_of, through="verdict.uses.goal", parts={"points": [((1.5,), (x,), y, 0.75)]})
    assert marked(sign_of, task).score == 2
    assert marked(lambda t: lambda x: (x > 0.5).astype(int), task).score == 2  # 3 of 4 is the goal
    assert "yours is 0.5" in marked(lambda t: lambda x: (x > 5).astype(int), task).message
    assert "one a point is (4,)" in " ".join(marked(lambda t: lambda x: 1, task).message.split())


# One hidden unit: the logit is tanh(2 x1) - 0.5, so the label is 1 where x1 > 0.27.
TANH_UNIT = [np.array([[2.0, 0.0]]), np.array([0.0]), np.array([[1.0]]), np.array([-0.5])]
POINTS = np.array([[-1.0, 0.0], [0.2, 5.0], [0.4, 0.0], [1.0, -3.0]])
TRAINING = (TANH_UNIT, POINTS, np.array([0.0, 1.0, 1.0, 1.0]), np.array([[0, 1, 2, 3]]), 2, 0.1)


def untrained(parameters, x, target, orders, batch_size, lr):
    return parameters


def test_without_a_goal_the_parameters_are_judged():
    assert uses.parameters_or_share(untrained, *TRAINING, None) is TANH_UNIT


def test_with_a_goal_the_share_of_right_answers_is_judged_up_to_the_goal():
    assert uses.parameters_or_share(untrained, *TRAINING, 0.97) == 0.75
    assert uses.parameters_or_share(untrained, *TRAINING, 0.7) == 0.7


def test_the_function_is_called_with_all_it_needs():
    assert uses.parameters_or_share(lambda *given: len(given), *TRAINING, None) == 6


def test_lists_and_float32_will_do():
    assert uses.parameters_or_share(lambda p, *_: [one.tolist() for one in p], *TRAINING, 0.97) == 0.75
    assert uses.parameters_or_share(lambda p, *_: tuple(map(np.float32, p)), *TRAINING, 0.97) == 0.75


def test_who_trains_in_place_may_reach_the_goal():
    def in_place(parameters, *_):
        for one in parameters:
            one += 1
        return parameters

    given = [one.copy() for one in TANH_UNIT]
    uses.parameters_or_share(in_place, given, *TRAINING[1:], 0.97)
    assert all(map(np.array_equal, given, TANH_UNIT))
    uses.parameters_or_share(in_place, given, *TRAINING[1:], None)
    assert given[3] == 0.5


def test_what_comes_out_differently_twice_is_told():
    def noise(seed, count):
        return np.random.default_rng(seed).normal(size=count)

    def whole(seed, count):
        return np.arange(count), {"count": count}

    assert np.array_equal(uses.repeatable(noise, 3, 4), noise(3, 4))
    assert uses.repeatable(whole, None, 2)[1] == {"count": 2}
    with pytest.raises(RuntimeError, match="different numbers"):
        uses.repeatable(noise, None, 4)
    with pytest.raises(RuntimeError, match="different numbers"):  # near is not the same
        uses.repeatable(lambda seed, count: 1 + 1e-9 * noise(seed, count), None, 4)
    assert uses.repeatable(lambda: None) is None  # what is no number is told by the check
    assert uses.repeatable(object)


def test_arguments_changed_in_place_are_no_difference_but_seen():
    def doubled(x):
        x *= 2
        return x.copy()

    x = np.array([1.0, 2.0])
    assert uses.repeatable(doubled, x).tolist() == [2, 4]
    assert x.tolist() == [2, 4]


def test_what_a_function_returns_is_called():
    assert uses.result(sign_of, (0.5,), (np.array([0.0, 1.0]),)).tolist() == [0, 1]


@pytest.mark.parametrize("path", ["verdict.tensors.nothing", "nowhere.function", "call"])
def test_a_path_that_leads_nowhere_is_told_at_once(path):
    with pytest.raises(ValueError, match="no function that can be imported"):
        Task(reference=double, through=path, parts={"all": [(1.0,)]})


def test_the_slider_uses_the_function_as_the_check_does():
    grid = grid_of(net_task())
    arguments = grid.arguments(x1=1.0, x2=0.0)
    assert np.allclose(grid.call(Net, arguments), grid.truth(x1=1.0, x2=0.0))
    assert isinstance(grid.call(Net, arguments), np.ndarray)


def test_a_release_knows_how_its_tasks_are_used(tmp_path):
    task = net_task()
    made = Release("demo", 1, "0", "0.1.0", {"Net": released_task(task, 2, grid_of(task))}, {"why": 1.5})
    (tmp_path / "demo.json").write_text(dumps(made), encoding="utf-8")
    checks = Checks("demo", tmp_path)
    assert checks(Net) == 2
    assert np.allclose(
        checks.grid("Net").call(Net, checks.grid("Net").arguments(x1=1.0, x2=1.0)).shape, (1, 1)
    )


def test_the_summary_counts_written_answers_as_graded_by_hand(tmp_path, capsys):
    task = net_task()
    made = Release("demo", 1, "0", "0.1.0", {"Net": released_task(task, 2)}, {"why": 1.5})
    (tmp_path / "demo.json").write_text(dumps(made), encoding="utf-8")
    checks = Checks("demo", tmp_path)
    checks(Net)
    checks.summary()
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "1 of 1 tasks pass",
        "  2 of 2 points         Net",
        "  1.5 by hand           why",
    ]
