# %% [markdown]
# # Assignment 7: training
#
# Two long curved banks lie in a bay: on one grow mussels, on the other oysters. A boat has taken samples, and
# wants a chart that says for every place what grows there. First its echo sounder has to be set by a few
# depths that are known; then a small network learns the banks from the samples. You will write what both
# need: the steps down the loss, the mini-batches, the training loop, many starts, the right moment to stop,
# and the same loop once more in PyTorch. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $x$ in task 1 | time until the echo comes back | 10 ms |
# | $y$ in task 1 | depth | 10 m |
# | $x_1, x_2$ | where a sample was taken: east, north | km |
# | $y$ | what was found there (the label) | 0 mussels, 1 oysters |
# | $\eta$, `lr` | the learning rate | – |
# | $N$, $B$ | number of samples; of samples in a mini-batch, `batch_size` | – |
#
# **Nothing here is left to chance.** Initial weights, the order of the samples and the seed are arguments:
# with the same ones, a right loop gives the same numbers, each time and on every computer.
#
# <how to work>

# %% start="a7"
from nnkit.figures import ArrayFigure, CurveFigure, PlaneFigure, explore
from verdict import Checks

check = Checks("a7")

# %% [markdown]
# The next cell holds what you may use: the network with its gradients (those of assignment 6), and the loss
# of task 4. Run it; there is nothing to fill in.

# %% setup="true"
import numpy as np
import torch

import nnkit


def network(parameters):
    """The network 2 → H → 1 with tanh; parameters: [weight (H, 2), bias (H,), weight (1, H), bias (1,)]."""
    weight1, bias1, weight2, bias2 = (np.array(parameter, dtype=float) for parameter in parameters)
    first, last = nnkit.Linear.from_weight(weight1, bias1), nnkit.Linear.from_weight(weight2, bias2)
    return nnkit.Sequential(first, nnkit.Activation("tanh"), last)


def gradients(parameters, x, target):
    """Gradients of the mean binary cross entropy on x (n, 2), target (n,): a list like parameters."""
    model = network(parameters)
    logits = model(np.array(x, dtype=float))[:, 0]
    model.backward(nnkit.binary_cross_entropy_with_logits_vjp(logits, target)[:, None])
    return [parameter.grad for parameter in model.parameters()]


def valleys(w):
    """The loss of task 4, for one weight or an array of them."""
    return 0.2 * w**2 + 0.3 * w + np.cos(4 * w + 0.3)


def slope(w):
    """The derivative of `valleys`."""
    return 0.4 * w + 0.3 - 4 * np.sin(4 * w + 0.3)


# %% [markdown]
# ## 1. Down the slope (<points:go_down>)
#
# The echo sounder turns a time into a depth with a line, $\hat y = w\,x + b$. At some places the depth $y$ is
# known, and $w$ and $b$ shall make the mean squared error small:
#
# $$L = \frac{1}{N} \sum_n (w\,x_n + b - y_n)^2 ,
# \qquad w \leftarrow w - \eta\,\frac{\partial L}{\partial w} ,
# \qquad b \leftarrow b - \eta\,\frac{\partial L}{\partial b} .$$
#
# Both derivatives are taken at the *same* place $(w, b)$; then both parameters move. Return the whole way:
# the start and the place after each step.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `weight`, `bias` | numbers: the start | → | the way: rows $(w, b)$ | `(steps + 1, 2)` |
# | `x`, `target` | `(N,)` | | | |
# | `lr` | a number | | | |
# | `steps` | a whole number | | | |


# %% solution="go_down"
def go_down(weight, bias, x, target, lr, steps):
    """Return the way (steps + 1, 2) of gradient descent on the mean squared error of weight · x + bias."""
    ### BEGIN SOLUTION
    path = [(weight, bias)]
    for _ in range(steps):
        error = weight * x + bias - target
        weight, bias = weight - 2 * lr * np.mean(error * x), bias - 2 * lr * np.mean(error)
        path.append((weight, bias))
    return np.array(path)
    ### END SOLUTION


# %% [markdown]
# The lines join places of equal loss; the large dot is where the way ends. What will you see as the learning
# rate grows from 0.02 to 0.4? How do you see that it is too large?

# %% slider="go_down"
PLACES = PlaneFigure.grid(25, [-1, 2.5], [-1.5, 2])

explore(
    go_down,
    check.grid("go_down"),
    PlaneFigure.compare(
        path=lambda way, *_: way,
        ground=lambda weight, bias, x, target, *_: ((PLACES[:, :1] * x + PLACES[:, 1:] - target) ** 2).mean(
            axis=1
        ),
        levels=[0.02, 0.1, 0.3, 1, 2, 4, 8],
        xlim=[-1, 2.5],
        ylim=[-1.5, 2],
        xlabel="w",
        ylabel="b",
    ),
)

# %% check="go_down"
check(go_down)

# %% verdict="go_down"
from verdict import Slider, Slip, Task


def descended(weight, bias, steps, step):
    """The way made of `step(weight, bias)` -> (weight, bias)."""
    path = [(weight, bias)]
    for _ in range(steps):
        path.append(step(*path[-1]))
    return np.array(path)


def slopes(weight, bias, x, target):
    error = weight * x + bias - target
    return 2 * np.mean(error * x), 2 * np.mean(error)


def ascent(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, -lr, steps)


def seen_by_each_other(weight, bias, x, target, lr, steps):
    def step(w, b):
        w = w - lr * slopes(w, b, x, target)[0]
        return w, b - lr * slopes(w, b, x, target)[1]

    return descended(weight, bias, steps, step)


def bias_first(weight, bias, x, target, lr, steps):
    def step(w, b):
        b = b - lr * slopes(w, b, x, target)[1]
        return w - lr * slopes(w, b, x, target)[0], b

    return descended(weight, bias, steps, step)


def start_forgotten(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr, steps)[1:]


def end_only(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr, steps)[-1]


def same_array(weight, bias, x, target, lr, steps):
    return np.tile(go_down(weight, bias, x, target, lr, steps)[-1], (steps + 1, 1))


def two_missing(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr / 2, steps)


def summed(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr * len(x), steps)


def gradient_once(weight, bias, x, target, lr, steps):
    return np.array([weight, bias]) - lr * np.outer(np.arange(steps + 1), slopes(weight, bias, x, target))


def one_step_only(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr, 1)


def input_forgotten(weight, bias, x, target, lr, steps):
    def step(w, b):
        both = lr * slopes(w, b, x, target)[1]
        return w - both, b - both

    return descended(weight, bias, steps, step)


def bias_stays(weight, bias, x, target, lr, steps):
    return descended(weight, bias, steps, lambda w, b: (w - lr * slopes(w, b, x, target)[0], b))


def rate_forgotten(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, 1.0, steps)


def columns_for_rows(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr, steps).T


def bias_column_first(weight, bias, x, target, lr, steps):
    return go_down(weight, bias, x, target, lr, steps)[:, ::-1]


def draw_way(low, high):
    def draw(rng):
        count = int(rng.integers(2, 7))
        x, noise = rng.uniform(0.4, 2, size=count), rng.normal(scale=0.1, size=count)
        weight, bias = rng.normal(size=2)
        return weight, bias, x, 0.75 * x + 0.2 + noise, rng.uniform(0.05, 0.2), int(rng.integers(low, high))

    return draw


echoes = np.array([0.4, 0.8, 1.2, 1.6, 2.0])
depths = np.array([0.5, 0.82, 1.07, 1.42, 1.69])

task = Task(
    reference=go_down,
    parts={
        "one step": [(0.5, 0.25, echoes[:2], depths[:2], 0.125, 1), (-1.0, 1.0, echoes, depths, 0.25, 1)],
        "several steps": [(0.0, 0.5, echoes, depths, 0.1, 4), (2.0, -1.0, echoes[2:], depths[2:], 0.2, 7)],
        "one measurement only": [(1.0, 1.0, echoes[1:2], depths[1:2], 0.25, 3)],
        "too long steps": [(0.0, 0.0, echoes, depths, 0.6, 12)],
    },
    draw={
        "one step": draw_way(1, 2),
        "several steps": draw_way(3, 12),
    },
    grid=(
        Slider("w", [-0.5, 0.0, 0.5, 1.0, 1.5], start=1.0),
        1.5,
        echoes,
        depths,
        Slider("lr", [0.02, 0.05, 0.1, 0.2, 0.3, 0.35, 0.38, 0.4], start=0.35),
        15,
    ),
    slips=[
        Slip(
            ascent,
            "Your way leads uphill: the gradient points to where the loss grows fastest. Which sign must the "
            "step have? (Look also at the order of ŷ and y in the error.)",
        ),
        Slip(
            seen_by_each_other,
            "The first parameter has moved already when you compute the derivative of the second: it sees "
            "the new w. Both derivatives belong to the same place: compute both first, then move both.",
        ),
        Slip(
            bias_first,
            "The bias has moved already when you compute the derivative by w: it sees the new b. Both "
            "derivatives belong to the same place: compute both first, then move both.",
        ),
        Slip(
            start_forgotten,
            "The steps are right, but the start is missing: the first row of the way is where it begins.",
        ),
        Slip(
            end_only,
            "You return only where the way ends. The task asks for all of it, one row for the start and "
            "one for each step: keep the places in a list on the way.",
        ),
        Slip(
            same_array,
            "All your rows are the last place. You keep one and the same array again and again, and a step "
            "like `p -= …` changes it wherever it was kept. Make a new one in each step.",
        ),
        Slip(
            two_missing,
            "Your steps are half as long as they should be: what is the derivative of a square?",
        ),
        Slip(
            summed,
            "Your steps grow with the number of measurements: you add up, and L is a mean. Where is 1/N?",
        ),
        Slip(
            gradient_once,
            "Your way is a straight line with equal steps: the derivatives are computed once, at the start. "
            "After each step you stand at another place, with another slope.",
        ),
        Slip(
            one_step_only,
            "Your way ends after one step. If you have a loop: does its `return` stand inside?",
        ),
        Slip(
            input_forgotten,
            "w and b move by the same. By the chain rule the derivative by w has one factor more than "
            "that by b: what is w multiplied by in ŷ?",
        ),
        Slip(
            bias_stays,
            "w is moved, and b stays where it was for ever. It is a parameter too: see the last formula.",
        ),
        Slip(
            rate_forgotten,
            "The learning rate has no effect: you subtract the whole derivative, whatever `lr` is.",
        ),
        Slip(
            columns_for_rows,
            "The numbers are right, but they lie the other way: one row for each place, and w and b as "
            "its two columns.",
        ),
        Slip(
            bias_column_first,
            "The way is right, but its columns are the wrong way round: w first, then b.",
        ),
    ],
    forbids=[
        "nnkit.descend",
        "nnkit.optim.descend",
        "nnkit.SGD",
        "nnkit.optim.SGD",
        "torch.optim.SGD",
    ],
)

# %% [markdown]
# ## 2. Mini-batches (<points:batches>)
#
# A step needs no look at all samples: a few give a rough direction, and are many times cheaper. So all
# samples are put into a random order, and the first $B$ of them are the first mini-batch, the next $B$ the
# second, and so on. What is left over at the end is a smaller batch: in one *epoch* each sample is used
# exactly once.
#
# The order is given: `order[0]` is the number of the sample that comes first. Every sample keeps its label!
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x` | `(N, 2)` | → | a list of pairs `(x, target)`, one a batch | `(B, 2)` and `(B,)`; the last: fewer |
# | `target` | `(N,)` | | | |
# | `order` | `(N,)`: the numbers 0 … N − 1 | | | |
# | `batch_size` | a whole number | | | |


# %% solution="batches"
def batches(x, target, order, batch_size):
    """Return the mini-batches of one epoch: a list of pairs (x, target)."""
    ### BEGIN SOLUTION
    parts = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return [(x[part], target[part]) for part in parts]
    ### END SOLUTION


# %% [markdown]
# Seven samples; each row is $x_1$, $x_2$, label, and left of it stands the sample's number. How many batches
# do you expect for `batch_size` 3? And which size makes gradient descent on all samples at once of it?

# %% slider="batches"
explore(
    batches,
    check.grid("batches"),
    ArrayFigure.compare(
        lambda made, *_: {f"batch {k}": np.column_stack(pair) for k, pair in enumerate(made, 1)},
        given=lambda x, target, *_: {"samples": np.column_stack([x, target])},
        columns=["x1", "x2", "y"],
    ),
)

# %% check="batches"
check(batches)


# %% verdict="batches"
def labels_left(x, target, order, batch_size):
    return [
        (part, other)
        for (part, _), (_, other) in zip(
            batches(x, target, order, batch_size),
            batches(x, target, np.arange(len(x)), batch_size),
            strict=True,
        )
    ]


def points_left(x, target, order, batch_size):
    return [
        (other, part)
        for (_, part), (other, _) in zip(
            batches(x, target, order, batch_size),
            batches(x, target, np.arange(len(x)), batch_size),
            strict=True,
        )
    ]


def last_dropped(x, target, order, batch_size):
    return batches(x, target, order[: len(x) // batch_size * batch_size], batch_size)


def order_ignored(x, target, order, batch_size):
    return batches(x, target, np.arange(len(x)), batch_size)


def order_inverted(x, target, order, batch_size):
    return batches(x, target, np.argsort(order), batch_size)


def filled_up(x, target, order, batch_size):
    count = -(-len(x) // batch_size) * batch_size
    return batches(x, target, np.resize(order, count), batch_size)


def count_for_size(x, target, order, batch_size):
    return [(x[part], target[part]) for part in np.array_split(order, batch_size)]


def evenly(x, target, order, batch_size):
    return [(x[part], target[part]) for part in np.array_split(order, -(-len(x) // batch_size))]


def two_lists(x, target, order, batch_size):
    made = batches(x, target, order, batch_size)
    return [part for part, _ in made], [part for _, part in made]


def numbers_only(x, target, order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def one_step_on(x, target, order, batch_size):
    parts = [order[i : i + batch_size] for i in range(len(order) - batch_size + 1)]
    return [(x[part], target[part]) for part in parts]


def first_only(x, target, order, batch_size):
    return batches(x, target, order[:batch_size], batch_size)


def empty_last(x, target, order, batch_size):
    made = batches(x, target, order, batch_size)
    return made if len(x) % batch_size else [*made, (x[:0], target[:0])]


def labels_first(x, target, order, batch_size):
    return [(labels, part) for part, labels in batches(x, target, order, batch_size)]


def seeded_anew(x, target, order, batch_size):
    return batches(x, target, np.random.default_rng(0).permutation(len(x)), batch_size)


def samples(rng, count):
    x, target = nnkit.moons(count, rng)
    return np.round(x, 2), target.astype(float)


def draw_batches(left_over):
    def draw(rng):
        size, count = int(rng.integers(2, 6)), int(rng.integers(2, 5))
        left = int(rng.integers(1, size)) if left_over else 0
        x, target = samples(rng, size * count + left)
        x = x + rng.normal(size=x.shape)  # so that no two samples are alike
        return x, target, shuffled(rng, len(x)), size

    return draw


def shuffled(rng, count):
    """An order that is neither the first one nor its own inverse, so that mistakes with it show."""
    while True:
        order = rng.permutation(count)
        if (order[order] != np.arange(count)).any():
            return order


seven = np.array([[0.9, 0.3], [-0.4, 0.8], [1.1, -0.5], [0.1, 1.0], [1.9, 0.2], [-1.0, 0.1], [0.5, -0.3]])
found = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0])
mixed = np.array([4, 0, 6, 1, 5, 2, 3])

task = Task(
    reference=batches,
    parts={
        "batches of equal length": [
            (seven[:6], found[:6], np.array([3, 0, 5, 1, 2, 4]), 2),
            (seven[:6], found[:6], np.array([2, 0, 1, 5, 3, 4]), 3),
        ],
        "a smaller batch at the end": [(seven, found, mixed, 3), (seven, found, mixed, 5)],
        "all samples in one batch": [(seven, found, mixed, 7), (seven, found, mixed, 10)],
        "batches of one": [(seven[:3], found[:3], np.array([2, 0, 1]), 1)],
    },
    draw={
        "batches of equal length": draw_batches(False),
        "a smaller batch at the end": draw_batches(True),
    },
    grid=(seven, found, mixed, Slider("batch_size", [1, 2, 3, 4, 5, 6, 7], start=3)),
    slips=[
        Slip(
            labels_left,
            "The samples are put into the order, and the labels are not: now most samples carry the label of "
            "another one, and nothing can be learned. Both want the same order.",
        ),
        Slip(
            points_left,
            "The labels are put into the order, and the samples are not: now most samples carry the label of "
            "another one, and nothing can be learned. Both want the same order.",
        ),
        Slip(
            last_dropped,
            "What is left over at the end is dropped: these samples are never used in this epoch. A smaller "
            "last batch is right.",
        ),
        Slip(
            order_ignored,
            "`order` has no effect: your batches take the samples as they come. If these were sorted by "
            "label, each batch would hold one label only.",
        ),
        Slip(
            order_inverted,
            "You use the order the wrong way round: `order[0]` is the number of the sample that comes first, "
            "not the place where sample 0 goes.",
        ),
        Slip(
            filled_up,
            "You fill up the last batch with samples from the front: they are used twice in this epoch. What "
            "is left over makes a smaller batch.",
        ),
        Slip(
            count_for_size,
            "You make `batch_size` batches. It is the number of samples *in* each.",
        ),
        Slip(
            evenly,
            "You spread the samples evenly over the batches. Each holds `batch_size` of them, and only "
            "the last one may be smaller.",
        ),
        Slip(
            two_lists,
            "The batches are right, but they lie in two lists. One list of pairs is wanted: every batch of "
            "samples together with its labels.",
        ),
        Slip(
            numbers_only,
            "These are the numbers of the samples in each batch. Now take the samples and labels themselves.",
        ),
        Slip(
            one_step_on,
            "Each of your batches begins one sample after the one before, so most samples are used again and "
            "again. By how many does the start of a batch have to move on?",
        ),
        Slip(
            first_only,
            "Only the first batch is there. If you have a loop: does its `return` stand inside, so that it "
            "ends after the first turn?",
        ),
        Slip(
            empty_last,
            "Where all batches are full, an empty one follows them. How many are there if 6 samples are cut "
            "into batches of 3?",
        ),
        Slip(
            labels_first,
            "The batches are right, but each pair is the wrong way round: the samples first, then their "
            "labels.",
        ),
        Slip(
            seeded_anew,
            "You draw an order of your own. The one to use is given as `order`: only so do two runs with the "
            "same seed agree.",
        ),
    ],
)

# %% [markdown]
# ## 3. Two banks in the bay (<points:train>)
#
# Now the network learns the chart. Its four parameters (weights and biases of two layers) lie in a list;
# for a mini-batch, `gradients(parameters, x, target)` from the top gives a list of four gradients. In every
# epoch:
#
# 1. cut all samples into mini-batches (task 2), in the order of *this* epoch,
# 2. for each mini-batch in turn, get the gradients and move all four parameters:
#    $p \leftarrow p - \eta\,\frac{\partial L}{\partial p}$.
#
# Return the parameters after the last epoch as a new list, and leave the given ones as they are: who called
# may want to start from there again. After the 40 epochs of the last check at least **97 %** of the samples
# must be on the right side.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `parameters` | a list of 4 arrays: the start | → | the parameters after training | the same |
# | `x`, `target` | `(N, 2)` and `(N,)` | | | |
# | `orders` | `(epochs, N)`: a row for each epoch | | | |
# | `batch_size`, `lr` | numbers | | | |


# %% solution="train"
def train(parameters, x, target, orders, batch_size, lr):
    """Return the parameters, a list of 4 arrays, after training: one epoch for each row of orders."""
    ### BEGIN SOLUTION
    for order in orders:
        for x_batch, target_batch in batches(x, target, order, batch_size):
            found = gradients(parameters, x_batch, target_batch)
            parameters = [parameters[i] - lr * found[i] for i in range(4)]
    return parameters
    ### END SOLUTION


# %% [markdown]
# The chart after training; the line is where the network cannot decide. After one epoch it is nearly
# straight. After how many epochs does it begin to bend: do you need more with a small learning rate?

# %% slider="train"
CHART = PlaneFigure.grid(25, [-1.6, 2.6], [-1.4, 2.0])

explore(
    train,
    check.grid("train"),
    PlaneFigure.compare(
        surface=lambda trained, *_: network(trained)(CHART)[:, 0],
        points=lambda parameters, x, target, *_: np.column_stack([x, target]).tolist(),
        level=0,
        levels=[-6, -4, -2, -1, 0, 1, 2, 4, 6],
        xlim=[-1.6, 2.6],
        ylim=[-1.4, 2.0],
        xlabel="x1 (km east)",
        ylabel="x2 (km north)",
    ),
)

# %% check="train"
check(train)


# %% verdict="train"
def moved(parameters, found, lr):
    return [p - lr * g for p, g in zip(parameters, found, strict=True)]


def trained_on(parameters, epochs, lr):
    """Training on lists of batches, one list an epoch."""
    for epoch in epochs:
        for x, target in epoch:
            parameters = moved(parameters, gradients(parameters, x, target), lr)
    return parameters


def uphill(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders, batch_size, -lr)


def zeros(parameters, x, target, orders, batch_size, lr):
    return train([np.zeros_like(p) for p in parameters], x, target, orders, batch_size, lr)


def own_start(parameters, x, target, orders, batch_size, lr):
    rng = np.random.default_rng(0)
    return train([rng.normal(size=p.shape) for p in parameters], x, target, orders, batch_size, lr)


def one_by_one(parameters, x, target, orders, batch_size, lr):
    parameters = list(parameters)
    for order in orders:
        for batch in batches(x, target, order, batch_size):
            for i in range(4):
                parameters[i] = parameters[i] - lr * gradients(parameters, *batch)[i]
    return parameters


def apart(parameters, x, target, orders, batch_size, lr):
    return trained_on(parameters, [labels_left(x, target, order, batch_size) for order in orders], lr)


def leftover_dropped(parameters, x, target, orders, batch_size, lr):
    return trained_on(parameters, [last_dropped(x, target, order, batch_size) for order in orders], lr)


def never_shuffled(parameters, x, target, orders, batch_size, lr):
    return trained_on(parameters, [order_ignored(x, target, order, batch_size) for order in orders], lr)


def first_order_only(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders[:1].repeat(len(orders), axis=0), batch_size, lr)


def from_the_start_each_time(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders[-1:], batch_size, lr)


def gradients_of_the_start(parameters, x, target, orders, batch_size, lr):
    new = parameters
    for order in orders:
        for batch in batches(x, target, order, batch_size):
            new = moved(new, gradients(parameters, *batch), lr)
    return new


def last_batch_only(parameters, x, target, orders, batch_size, lr):
    return moved(parameters, gradients(parameters, *batches(x, target, orders[-1], batch_size)[-1]), lr)


def first_epoch_only(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders[:1], batch_size, lr)


def first_batch_only(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders[:1, :batch_size], batch_size, lr)


def whole_batch(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders, len(x), lr)


def summed_samples(parameters, x, target, orders, batch_size, lr):
    for order in orders:
        for batch in batches(x, target, order, batch_size):
            parameters = moved(parameters, gradients(parameters, *batch), lr * len(batch[1]))
    return parameters


def step_each_sample(parameters, x, target, orders, batch_size, lr):
    return train(parameters, x, target, orders, 1, lr)


def step_each_epoch(parameters, x, target, orders, batch_size, lr):
    for order in orders:
        at = parameters
        for batch in batches(x, target, order, batch_size):
            parameters = moved(parameters, gradients(at, *batch), lr)
    return parameters


def weights_only(parameters, x, target, orders, batch_size, lr):
    for order in orders:
        for batch in batches(x, target, order, batch_size):
            weight1, _, weight2, _ = moved(parameters, gradients(parameters, *batch), lr)
            parameters = [weight1, parameters[1], weight2, parameters[3]]
    return parameters


def in_place(parameters, x, target, orders, batch_size, lr):
    for order in orders:
        for batch in batches(x, target, order, batch_size):
            for p, g in zip(parameters, gradients(parameters, *batch), strict=True):
                p -= lr * g
    return parameters


def nothing_moves(parameters, x, target, orders, batch_size, lr):
    return parameters


def start(rng, hidden):
    shapes = [(hidden, 2), (hidden,), (1, hidden), (1,)]
    return [np.round(rng.normal(size=shape), 2) for shape in shapes]


def orders_of(rng, epochs, count):
    return np.array([shuffled(rng, count) for _ in range(epochs)])


def training(rng, hidden, count, epochs, batch_size, lr, goal=None):
    x, target = samples(rng, count)
    return start(rng, hidden), x, target, orders_of(rng, epochs, count), batch_size, lr, goal


def draw_training(epochs, left_over):
    def draw(rng):
        size = int(rng.integers(3, 6))
        count = size * int(rng.integers(2, 4)) + (int(rng.integers(1, size)) if left_over else 0)
        return training(rng, int(rng.integers(2, 5)), count, epochs, size, rng.uniform(0.3, 1))

    return draw


def draw_one_step(rng):
    count = int(rng.integers(3, 8))
    return training(rng, int(rng.integers(2, 5)), count, 1, count, rng.uniform(0.3, 1))


bay = training(np.random.default_rng(7), 8, 80, 40, 16, 2.0, 0.97)

task = Task(
    reference=train,
    through="verdict.uses.parameters_or_share",
    parts={
        "one step": [training(np.random.default_rng(1), 3, 4, 1, 4, 0.5)],
        "one epoch of mini-batches": [training(np.random.default_rng(2), 3, 8, 1, 3, 0.5)],
        "several epochs": [
            training(np.random.default_rng(3), 2, 7, 3, 3, 0.5),
            training(np.random.default_rng(18), 3, 7, 3, 3, 1.0),  # best after its second epoch
        ],
        "97 % of the two banks": [bay, training(np.random.default_rng(8), 8, 80, 40, 16, 2.0, 0.97)],
    },
    draw={
        "one step": draw_one_step,
        "one epoch of mini-batches": draw_training(1, True),
        "several epochs": draw_training(3, True),
    },
    grid=(
        *bay[:3],
        Slider("epochs", [1, 2, 5, 10, 20, 40], lambda epochs: bay[3][:epochs], start=40),
        16,
        Slider("lr", [0.1, 0.5, 2.0], start=2.0),
        None,
    ),
    slips=[
        Slip(
            uphill,
            "Your parameters climb: with each step the loss grows. The gradient points uphill; which sign "
            "must the step have?",
        ),
        Slip(
            zeros,
            "You start from zeros, not from the parameters that are given. All hidden units then compute the "
            "same and get the same gradient, for ever: they never become different. That is why a start is "
            "random.",
        ),
        Slip(
            own_start,
            "You draw a start of your own. The one to use is given as `parameters`: only so can anybody "
            "repeat your training and find the same numbers.",
        ),
        Slip(
            one_by_one,
            "The parameters move one after the other, and you compute the gradients anew in between: they "
            "see each other's updates. Get all four gradients once for a mini-batch, then move all four.",
        ),
        Slip(
            apart,
            "The samples are shuffled and their labels are not: the network learns labels that belong to "
            "other samples. Both want the same order, as in task 2.",
        ),
        Slip(
            leftover_dropped,
            "You skip the last, smaller mini-batch: its samples are not learned from. Task 2 keeps it.",
        ),
        Slip(
            never_shuffled,
            "`orders` has no effect: the mini-batches take the samples as they come, in each epoch. Each "
            "row of `orders` is the order of one epoch.",
        ),
        Slip(
            first_order_only,
            "Every epoch uses the first order. Each row of `orders` belongs to one epoch: with the same "
            "batches again and again, the same samples always meet.",
        ),
        Slip(
            from_the_start_each_time,
            "Every epoch begins with the given parameters again, so only the last one counts. Where do the "
            "parameters of one epoch go when the next one begins?",
        ),
        Slip(
            gradients_of_the_start,
            "The parameters move, but the gradients are always those of the given start. After a step you "
            "stand elsewhere: ask for the gradients of the new parameters.",
        ),
        Slip(
            last_batch_only,
            "Only the last mini-batch of all has an effect: each step starts from the given parameters "
            "again. Where do the moved ones go?",
        ),
        Slip(
            first_epoch_only,
            "You stop after one epoch. If you have a loop over the orders: does its `return` stand inside?",
        ),
        Slip(
            first_batch_only,
            "You stop after one step. Does your `return` stand inside the loops, so that it ends them in the "
            "first turn?",
        ),
        Slip(
            whole_batch,
            "You make one step an epoch, with all samples at once: `batch_size` has no effect. One step for "
            "each mini-batch is wanted.",
        ),
        Slip(
            summed_samples,
            "Your steps grow with the number of samples in the mini-batch: you add up where a mean is "
            "wanted. What `gradients` returns is the mean over the samples that you give it.",
        ),
        Slip(
            step_each_sample,
            "You make one step for each sample, as if `batch_size` were 1. One step for each mini-batch is "
            "wanted, with the gradients of all its samples together.",
        ),
        Slip(
            step_each_epoch,
            "Within an epoch all your gradients belong to its first parameters: the steps add up, and are "
            "made at its end. Move the parameters after each mini-batch, so that the next one sees them.",
        ),
        Slip(
            weights_only,
            "The weights move, and the biases stay as they were. All four parameters learn.",
        ),
        Slip(
            in_place,
            "The training is right, but it changes what was given: `-=` writes into the given arrays, and "
            "`parameters[i] = …` into the given list. Whoever called your function has lost the start: make "
            "new arrays, and a list of your own.",
        ),
        Slip(
            nothing_moves,
            "You return the parameters that were given: nothing has been learned. If you compute new ones: "
            "where do they go?",
        ),
    ],
    forbids=[
        "nnkit.fit",
        "nnkit.train.fit",
        "nnkit.SGD",
        "nnkit.optim.SGD",
        "torch.optim.SGD",
    ],
)

# %% [markdown]
# ## 4. Many starts (<points:many_starts>)
#
# Gradient descent ends in the valley in which it begins. A network's loss has far too many weights to draw,
# so here is one with a single weight $w$ and four valleys: `valleys(w)`, and its derivative `slope(w)`.
# Both take an array, so that you can send all starts down at once.
#
# 1. Draw the starts: `np.random.default_rng(seed)` makes a generator; its `uniform` draws as many numbers
#    as you want from −3 to 3, all in one call.
# 2. Move each by gradient descent, $w \leftarrow w - \eta\,\text{slope}(w)$, `steps` times.
# 3. Return where each of them ended, and the best of these ends: the one where the loss is lowest.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `seed` | a whole number | → | the ends | `(count,)` |
# | `count` | a whole number: how many starts | | the best end, a weight | a number |
# | `lr` | a number | | | |
# | `steps` | a whole number | | | |


# %% solution="many_starts"
def many_starts(seed, count, lr, steps):
    """Return (ends (count,), best) of descents on `valleys` from random starts between -3 and 3."""
    ### BEGIN SOLUTION
    w = np.random.default_rng(seed).uniform(-3, 3, count)
    for _ in range(steps):
        w = w - lr * slope(w)
    return w, w[np.argmin(valleys(w))]
    ### END SOLUTION


# %% [markdown]
# Each bead is where one descent ended; the level line touches the best. With one start: for how many of the
# six seeds does it reach the lowest valley? How many starts do you want, so that you can rely on it?

# %% slider="many_starts"
W = np.linspace(-3.2, 3.2, 129)

explore(
    many_starts,
    check.grid("many_starts"),
    CurveFigure.compare(
        x=W,
        knots=lambda ended, *_: np.column_stack([ended[0], valleys(np.asarray(ended[0]))]),
        tangent=lambda ended, *_: (ended[1], valleys(ended[1]), 0),
        given=lambda *_: {"loss": valleys(W)},
        xlabel="w",
        ylabel="loss",
    ),
)

# %% check="many_starts"
check(many_starts)


# %% verdict="many_starts"
def sent_down(w, lr, steps):
    for _ in range(steps):
        w = w - lr * slope(w)
    return w


def with_best(w, lr, steps):
    ends = sent_down(w, lr, steps)
    return ends, ends[np.argmin(valleys(ends))]


def unseeded(seed, count, lr, steps):
    return with_best(np.random.default_rng().uniform(-3, 3, count), lr, steps)


def always_the_same_seed(seed, count, lr, steps):
    return many_starts(0, count, lr, steps)


def answer_to_everything(seed, count, lr, steps):
    return many_starts(42, count, lr, steps)


def older_generator(seed, count, lr, steps):
    return with_best(np.random.RandomState(seed).uniform(-3, 3, count), lr, steps)


def all_at_zero(seed, count, lr, steps):
    return with_best(np.zeros(count), lr, steps)


def seeded_each_time(seed, count, lr, steps):
    return with_best(np.full(count, np.random.default_rng(seed).uniform(-3, 3)), lr, steps)


def normal_starts(seed, count, lr, steps):
    return with_best(np.random.default_rng(seed).normal(size=count), lr, steps)


def between_zero_and_one(seed, count, lr, steps):
    return with_best(np.random.default_rng(seed).uniform(size=count), lr, steps)


def climbed(seed, count, lr, steps):
    return many_starts(seed, count, -lr, steps)


def one_step(seed, count, lr, steps):
    return many_starts(seed, count, lr, 1)


def chosen_at_the_start(seed, count, lr, steps):
    starts = np.random.default_rng(seed).uniform(-3, 3, count)
    ends = sent_down(starts, lr, steps)
    return ends, ends[np.argmin(valleys(starts))]


def smallest_weight(seed, count, lr, steps):
    ends, _ = many_starts(seed, count, lr, steps)
    return ends, ends.min()


def place_of_best(seed, count, lr, steps):
    ends, _ = many_starts(seed, count, lr, steps)
    return ends, int(np.argmin(valleys(ends)))


def loss_of_best(seed, count, lr, steps):
    ends, best = many_starts(seed, count, lr, steps)
    return ends, valleys(best)


def highest(seed, count, lr, steps):
    ends, _ = many_starts(seed, count, lr, steps)
    return ends, ends[np.argmax(valleys(ends))]


def last_end(seed, count, lr, steps):
    ends, _ = many_starts(seed, count, lr, steps)
    return ends, ends[-1]


def averaged(seed, count, lr, steps):
    ends, _ = many_starts(seed, count, lr, steps)
    return ends, ends.mean()


def way_down(seed, count, lr, steps):
    """All places of all descents, (steps + 1, count)."""
    return np.array([many_starts(seed, count, lr, done)[0] for done in range(steps + 1)])


def best_on_the_way(seed, count, lr, steps):
    way = way_down(seed, count, lr, steps)
    return way[-1], way.flat[np.argmin(valleys(way))]


def best_of_each_way(seed, count, lr, steps):
    way = way_down(seed, count, lr, steps)
    places = way[np.argmin(valleys(way), axis=0), np.arange(count)]
    return places, places[np.argmin(valleys(places))]


def starts_for_ends(seed, count, lr, steps):
    return many_starts(seed, count, lr, 0)[0], many_starts(seed, count, lr, steps)[1]


def best_only(seed, count, lr, steps):
    return many_starts(seed, count, lr, steps)[1]


def is_telling(seed, count, lr, steps):
    """Whether every way to choose another end than the best shows."""
    ends, best = many_starts(seed, count, lr, steps)
    others = [choose(seed, count, lr, steps)[1] for choose in (chosen_at_the_start, smallest_weight)]
    return all(abs(other - best) > 0.01 for other in [*others, ends[-1]])


def draw_starts(low, high):
    def draw(rng):
        while True:
            drawn = int(rng.integers(100, 100_000)), int(rng.integers(low, high))
            drawn = (*drawn, float(rng.uniform(0.01, 0.03)), int(rng.integers(3, 9)))
            if high == 2 or is_telling(*drawn):
                return drawn

    return draw


def draw_overshooting(rng):
    """Steps so long that the best place of all was left again; few, for such descents magnify rounding."""
    while True:
        drawn = int(rng.integers(100, 100_000)), int(rng.integers(3, 9))
        drawn = (*drawn, float(rng.uniform(0.13, 0.16)), int(rng.integers(2, 5)))
        (_, best), (_, seen) = many_starts(*drawn), best_on_the_way(*drawn)
        if is_telling(*drawn) and abs(seen - best) > 0.01:
            return drawn


task = Task(
    reference=many_starts,
    through="verdict.uses.repeatable",
    parts={
        "one start": [(7, 1, 0.02, 5), (11, 1, 0.01, 12)],
        "several starts": [(2, 5, 0.02, 6), (12, 8, 0.03, 4)],
        "until they rest": [(5, 10, 0.05, 100), (16, 14, 0.05, 100)],
        "too long steps": [(4, 1, 0.15, 3), (311, 5, 0.15, 3)],
    },
    draw={
        "one start": draw_starts(1, 2),
        "several starts": draw_starts(4, 12),
        "too long steps": draw_overshooting,
    },
    grid=(
        Slider("seed", [1, 2, 3, 4, 5, 6], start=3),
        Slider("count", [1, 2, 4, 8, 16], start=4),
        0.03,
        Slider("steps", [0, 5, 100], start=100),
    ),
    slips=[
        Slip(
            unseeded,
            "The seed is ignored: two calls with the same seed give different numbers, so nobody can repeat "
            "what you did. The generator is made *from* the seed.",
        ),
        Slip(
            always_the_same_seed,
            "The argument `seed` is ignored: your generator is always made from 0, so other seeds bring no "
            "other starts.",
        ),
        Slip(
            answer_to_everything,
            "The argument `seed` is ignored: your generator is always made from 42, so other seeds bring no "
            "other starts.",
        ),
        Slip(
            older_generator,
            "These are the numbers of NumPy's older generator (`np.random.seed`, "
            "`np.random.RandomState`). The same seed means other numbers there: use the generator that "
            "the task names.",
        ),
        Slip(
            all_at_zero,
            "All your descents begin at 0, so all end in the same valley: as good as one start. (For a "
            "network zeros are worse still: its hidden units would stay equal for ever.)",
        ),
        Slip(
            seeded_each_time,
            "All your starts are the same number. A generator made anew from the same seed draws the same "
            "again: make one generator, and draw all starts from it.",
        ),
        Slip(
            normal_starts,
            "Your starts are drawn from a normal distribution, most of them near 0. They should be spread "
            "evenly from −3 to 3.",
        ),
        Slip(
            between_zero_and_one,
            "Your starts lie between 0 and 1, which is what the generator draws unless it is told otherwise. "
            "From where to where should they lie?",
        ),
        Slip(
            climbed,
            "Your descents climb: they end on hills. Which sign must the step have?",
        ),
        Slip(
            one_step,
            "Each of your starts makes one step only. If you have a loop: does its `return` stand inside?",
        ),
        Slip(
            chosen_at_the_start,
            "The ends are right, but you choose the best by the loss at the *starts*. A good start may lead "
            "into a poor valley: compare the ends.",
        ),
        Slip(
            smallest_weight,
            "The ends are right, but the best is not the smallest weight: it is the one where the *loss* is "
            "smallest.",
        ),
        Slip(
            place_of_best,
            "That is the number of the best end in the list. The task asks for the end itself, a weight.",
        ),
        Slip(
            loss_of_best,
            "That is the loss at the best end. The task asks for the end itself, a weight.",
        ),
        Slip(
            highest,
            "The ends are right, but you return the worst of them: the loss should be low.",
        ),
        Slip(
            last_end,
            "The ends are right, but you return the last one, whatever its loss is: compare all of them.",
        ),
        Slip(
            averaged,
            "You return the mean of the ends. Between two valleys there is a hill: one of the ends itself is "
            "wanted, the one where the loss is lowest.",
        ),
        Slip(
            best_on_the_way,
            "The ends are right, but your best is a place that a descent passed on its way and left again, "
            "as too long steps do. Compare the places where the descents *ended*, and no others.",
        ),
        Slip(
            best_of_each_way,
            "You return the lowest place of each way. With too long steps a descent leaves it again, and "
            "the task asks where each of them *ended*.",
        ),
        Slip(
            starts_for_ends,
            "The best end is right, but what you return with it are the starts. Where did each of them lead?",
        ),
        Slip(
            best_only,
            "You return the best end alone. Return both, in the order of the table: all ends, then the best.",
        ),
    ],
    forbids=["nnkit.descend", "nnkit.optim.descend", "nnkit.SGD", "nnkit.optim.SGD", "torch.optim.SGD"],
)

# %% [markdown]
# ## 5. When to stop (<points:stop_early>)
#
# Train on, and the network begins to learn the noise of its samples by heart: the training loss still falls,
# while the loss on samples that it was not trained on rises. So some samples are kept apart for *validation*,
# and decide when to stop. Others, the *test* samples, decide nothing: they are looked at once, at the very
# end, and tell honestly how good the network is.
#
# `losses` holds three curves, measured before the first epoch (row 0) and after each one: `losses["train"]`,
# `losses["validation"]`, `losses["test"]`. The **best epoch** is the row of the lowest validation loss so far
# (the first of equals). Training **stops** as soon as `patience` epochs in a row have brought no new lowest
# one; if that never happens, after the last row. What comes after the stop would never have been computed: do
# not look at it.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `losses` | a dict of three arrays, each `(E + 1,)` | → | the best epoch | a whole number |
# | `patience` | a whole number, at least 1 | | the row after which training stops | a whole number |
# | | | | the test loss of the best epoch | a number |


# %% solution="stop_early"
def stop_early(losses, patience):
    """Return (best epoch, row where training stops, test loss of the best epoch)."""
    ### BEGIN SOLUTION
    validation, best = losses["validation"], 0
    for epoch in range(len(validation)):
        if validation[epoch] < validation[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch, losses["test"][best]
    ### END SOLUTION


# %% [markdown]
# The beads on the validation curve are the best epoch and the stop, the one on the test curve is what you
# report. What does too little patience cost here? And what does too much?

# %% slider="stop_early"
explore(
    stop_early,
    check.grid("stop_early"),
    CurveFigure.compare(
        x=np.arange(41),
        knots=lambda said, losses, patience: [
            (said[0], losses["validation"][said[0]]),
            (said[1], losses["validation"][said[1]]),
            (said[0], said[2]),
        ],
        given=lambda losses, patience: losses,
        xlabel="epoch",
        ylabel="loss",
    ),
)

# %% check="stop_early"
check(stop_early)


# %% verdict="stop_early"
def stopped(curve, patience):
    """(best, stop) by one curve."""
    best, stop, _ = stop_early({"validation": curve, "test": curve}, patience)
    return best, stop


def by_test(losses, patience):
    best, stop = stopped(losses["test"], patience)
    return best, stop, losses["test"][best]


def by_training(losses, patience):
    best, stop = stopped(losses["train"], patience)
    return best, stop, losses["test"][best]


def one_too_many(losses, patience):
    return stop_early(losses, patience + 1)


def one_too_few(losses, patience):
    best, stop = 0, len(losses["validation"]) - 1
    for epoch, loss in enumerate(losses["validation"]):
        best = epoch if loss < losses["validation"][best] else best
        if epoch > best and epoch - best >= patience - 1:
            return best, epoch, losses["test"][best]
    return best, stop, losses["test"][best]


def never_stops(losses, patience):
    return stop_early(losses, len(losses["validation"]))


def best_of_all(losses, patience):
    best = int(np.argmin(losses["validation"]))
    return best, stop_early(losses, patience)[1], losses["test"][best]


def best_of_all_and_patience(losses, patience):
    best = int(np.argmin(losses["validation"]))
    return best, min(best + patience, len(losses["validation"]) - 1), losses["test"][best]


def test_at_the_stop(losses, patience):
    best, stop, _ = stop_early(losses, patience)
    return best, stop, losses["test"][stop]


def lowest_test(losses, patience):
    best, stop, _ = stop_early(losses, patience)
    return best, stop, losses["test"][: stop + 1].min()


def lowest_test_of_all(losses, patience):
    best, stop, _ = stop_early(losses, patience)
    return best, stop, losses["test"].min()


def validation_told(losses, patience):
    best, stop, _ = stop_early(losses, patience)
    return best, stop, losses["validation"][best]


def never_reset(losses, patience):
    validation, best, waited = losses["validation"], 0, 0
    for epoch in range(1, len(validation)):
        if validation[epoch] < validation[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best, epoch, losses["test"][best]


def first_row_counts(losses, patience):
    validation, best, waited = losses["validation"], 0, 0
    for epoch in range(len(validation)):
        waited = waited + 1 if validation[epoch] >= validation[best] else 0
        best = epoch if validation[epoch] < validation[best] else best
        if waited == patience:
            break
    return best, epoch, losses["test"][best]


def last_of_equals(losses, patience):
    validation, best = losses["validation"], 0
    for epoch in range(len(validation)):
        if validation[epoch] <= validation[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch, losses["test"][best]


def against_the_last(losses, patience):
    validation, best, waited = losses["validation"], 0, 0
    for epoch in range(1, len(validation)):
        best = epoch if validation[epoch] < validation[best] else best
        waited = 0 if validation[epoch] < validation[epoch - 1] else waited + 1
        if waited == patience:
            break
    return best, epoch, losses["test"][best]


def stop_for_best(losses, patience):
    _, stop, _ = stop_early(losses, patience)
    return stop, stop, losses["test"][stop]


def order_swapped(losses, patience):
    best, stop, test = stop_early(losses, patience)
    return stop, best, test


def draw_losses(end):
    """Curves of this many rows that tell the slips apart; `end`: does the run end before patience does?"""

    def draw(rng):
        while True:
            losses, patience = curves(rng, int(rng.integers(14, 30))), int(rng.integers(2, 5))
            best, stop, _ = stop_early(losses, patience)
            if end == (stop == len(losses["test"]) - 1 and stop - best < patience) and all_tell(
                losses, patience
            ):
                return losses, patience

    return draw


def all_tell(losses, patience):
    """Whether a network that watches another curve would stop elsewhere."""
    right = stop_early(losses, patience)
    return by_test(losses, patience)[:2] != right[:2] and by_training(losses, patience)[:2] != right[:2]


def curves(rng, rows):
    """Three losses (rows,): training falls, the others turn upwards, each at an epoch of its own."""
    epoch, turn = np.arange(rows), rng.uniform(0.3, 1.3) * rows
    falling = 0.1 + 0.6 * np.exp(-epoch / (0.3 * rows))
    rising = 0.5 * (np.maximum(epoch - turn, 0) / rows + 0.2 * epoch / rows)
    noise = rng.normal(scale=0.02, size=(3, rows))
    made = (falling + noise[0], falling + rising + noise[1], 0.03 + falling + rising + noise[2])
    return dict(zip(("train", "validation", "test"), np.round(made, 3), strict=True))


def three(train, validation, test):
    return {"train": np.array(train), "validation": np.array(validation), "test": np.array(test)}


turning = three(
    [0.70, 0.60, 0.52, 0.45, 0.41, 0.36, 0.31, 0.28, 0.24, 0.22],
    [0.71, 0.63, 0.58, 0.55, 0.56, 0.57, 0.59, 0.62, 0.64, 0.66],
    [0.73, 0.66, 0.62, 0.60, 0.59, 0.58, 0.60, 0.63, 0.66, 0.70],
)
bumpy = three(
    [0.69, 0.61, 0.56, 0.50, 0.47, 0.41, 0.38, 0.34, 0.31, 0.30, 0.27, 0.25],
    [0.70, 0.64, 0.66, 0.65, 0.60, 0.62, 0.57, 0.58, 0.59, 0.61, 0.50, 0.49],
    [0.72, 0.67, 0.65, 0.66, 0.63, 0.61, 0.62, 0.60, 0.64, 0.62, 0.54, 0.52],
)
equals = three(
    [0.70, 0.62, 0.55, 0.51, 0.46, 0.42, 0.40],
    [0.75, 0.60, 0.55, 0.58, 0.55, 0.57, 0.59],
    [0.78, 0.66, 0.61, 0.59, 0.60, 0.62, 0.65],
)
level = three([0.68, 0.66, 0.67, 0.65], [0.70, 0.70, 0.72, 0.71], [0.74, 0.73, 0.72, 0.71])
falling = three(
    [0.72, 0.65, 0.50, 0.52, 0.53, 0.41],
    [0.74, 0.66, 0.61, 0.57, 0.55, 0.56],
    [0.75, 0.64, 0.60, 0.61, 0.62, 0.63],
)
rising = three(
    [0.90, 0.40, 0.30, 0.25, 0.20],
    [0.60, 0.65, 0.70, 0.80, 0.90],
    [0.80, 0.70, 0.60, 0.65, 0.70],
)
whole_run = curves(np.random.default_rng(2386), 41)

task = Task(
    reference=stop_early,
    parts={
        "the validation loss turns": [(turning, 2), (turning, 4), (rising, 3)],
        "ups and downs on the way": [(bumpy, 3), (bumpy, 2), (bumpy, 1)],
        "two equal lowest losses": [(equals, 3), (equals, 2), (level, 2)],
        "the run ends before": [(falling, 2), (falling, 4)],
    },
    draw={
        "the validation loss turns": draw_losses(False),
        "the run ends before": draw_losses(True),
    },
    grid=(whole_run, Slider("patience", [1, 2, 3, 4, 6, 8, 12, 20], start=4)),
    slips=[
        Slip(
            by_test,
            "You stop on the test data. What decides when to stop has taken part in the training: "
            "afterwards nothing is left that could tell honestly how good the network is. Which curve is "
            "there to decide?",
        ),
        Slip(
            by_training,
            "You watch the training loss. It falls for as long as the network learns its samples by heart: "
            "which curve shows that it gets worse on others?",
        ),
        Slip(
            one_too_many,
            "You wait one epoch too long. With a patience of 1, the first epoch without a new lowest loss is "
            "already the last.",
        ),
        Slip(
            one_too_few,
            "You stop one epoch too early. With a patience of 2, one epoch without a new lowest loss is "
            "still all right; after the second one training stops.",
        ),
        Slip(
            never_stops,
            "Patience has no effect: you go through the whole run. Training ends when the patience is over, "
            "and what comes later is never computed.",
        ),
        Slip(
            best_of_all,
            "The stop is right, but your best epoch may lie after it. When training stops nobody knows what "
            "would have come: only the rows up to the stop count.",
        ),
        Slip(
            best_of_all_and_patience,
            "You look for the lowest loss of the whole run, and then count on from there. When training "
            "stops nobody knows what would have come: go through the rows in turn.",
        ),
        Slip(
            test_at_the_stop,
            "You report the test loss at the stop. Whoever stops early goes back to the weights of the best "
            "epoch: how good are these?",
        ),
        Slip(
            lowest_test,
            "You report the lowest test loss on the way. That is a choice made on the test data, and so too "
            "good to be true: report the one of the best epoch.",
        ),
        Slip(
            lowest_test_of_all,
            "You report the lowest test loss of the whole run. That is a choice made on the test data, "
            "and so too good to be true: report the one of the best epoch.",
        ),
        Slip(
            validation_told,
            "You report the validation loss. It was chosen because it is low, and so looks too good: which "
            "samples have decided nothing so far?",
        ),
        Slip(
            never_reset,
            "You count all epochs without a new lowest loss. Patience asks for so many *in a row*: what "
            "happens to the count when there is a new lowest one?",
        ),
        Slip(
            first_row_counts,
            "If no epoch brings a new lowest loss you stop one too early: you count row 0, and that is where "
            "the waiting begins. The first epoch that can bring nothing new is row 1.",
        ),
        Slip(
            last_of_equals,
            "Of equal losses you take the last as the best. An equal one is no *new lowest* one: is it "
            "`<` or `<=`?",
        ),
        Slip(
            against_the_last,
            "You compare each loss with the one before. Patience waits for a new *lowest* loss: compare with "
            "the best so far.",
        ),
        Slip(
            stop_for_best,
            "You return the stop as the best epoch. The best one lies before it, by as many epochs as "
            "patience has waited: remember it on the way.",
        ),
        Slip(
            order_swapped,
            "All three are right, but the first two are the wrong way round: the best epoch first, then the "
            "stop.",
        ),
    ],
    forbids=["nnkit.fit", "nnkit.train.fit"],
)

# %% [markdown]
# ## 6. The same in PyTorch (<points:train_torch>)
#
# `model` is the network of task 3 as a PyTorch module, with the same parameters; `x`, `target` and `orders`
# are tensors. Train it with PyTorch's own means, by plain gradient descent: the numbers must be those of
# your loop in task 3. For each mini-batch in turn
#
# 1. compute the loss: the mean binary cross entropy of the model's output; these are logits, of shape
#    `(B, 1)`,
# 2. let PyTorch compute the gradients, and make one step.
#
# Return the loss of each mini-batch, measured before its step. The model itself learns, in place.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `model` | a module, `(B, 2)` → `(B, 1)` | → | the losses, a list of numbers | one for each step |
# | `x`, `target` | `(N, 2)` and `(N,)` | | | |
# | `orders` | `(epochs, N)` | | | |
# | `batch_size`, `lr` | numbers | | | |


# %% solution="train_torch"
def train_torch(model, x, target, orders, batch_size, lr):
    """Train the model in place, one epoch for each row of orders; return the loss before each step."""
    ### BEGIN SOLUTION
    loss, optimizer = torch.nn.BCEWithLogitsLoss(), torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for order in orders:
        for x_batch, target_batch in batches(x, target, order, batch_size):
            found = loss(model(x_batch)[:, 0], target_batch)
            optimizer.zero_grad()
            found.backward()
            optimizer.step()
            losses.append(found.item())
    return losses
    ### END SOLUTION


# %% [markdown]
# The loss of each step of ten epochs. It is not smooth: why does it rise now and then, though every step goes
# downhill? What will a batch of all 80 samples at once change?

# %% slider="train_torch"
explore(
    train_torch,
    check.grid("train_torch"),
    CurveFigure.compare(
        x=lambda layers, x, target, orders, batch_size, lr: np.arange(orders.size / batch_size),
        y=lambda trained, *_: trained[0],
        xlabel="step",
        ylabel="loss",
    ),
)

# %% check="train_torch"
check(train_torch)


# %% verdict="train_torch"
import copy


def looped(model, epochs, step):
    """The losses that `step(x, target)` returns for all batches of all epochs."""
    return [step(*batch) for epoch in epochs for batch in epoch]


def epochs_of(x, target, orders, batch_size, cut=batches):
    return [cut(x, target, order, batch_size) for order in orders]


def loss_of(model, x, target):
    return torch.nn.functional.binary_cross_entropy_with_logits(model(x)[:, 0], target)


def subtract(model, lr):
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad


def stepped(model, lr, find_loss=loss_of):
    """One step of plain gradient descent with this loss -> function of (x, target)."""

    def step(x, target):
        found = find_loss(model, x, target)
        model.zero_grad()
        found.backward()
        subtract(model, lr)
        return found.item()

    return step


def no_zero_grad(model, x, target, orders, batch_size, lr):
    def step(x, target):
        found = loss_of(model, x, target)
        found.backward()
        subtract(model, lr)
        return found.item()

    return looped(model, epochs_of(x, target, orders, batch_size), step)


def zero_grad_each_epoch(model, x, target, orders, batch_size, lr):
    losses = []
    for order in orders:
        model.zero_grad()
        losses += no_zero_grad(model, x, target, order[None], batch_size, lr)
        model.zero_grad()
    return losses


def zeroed_too_late(model, x, target, orders, batch_size, lr):
    def step(x, target):
        return loss_of(model, x, target).item()

    return looped(model, epochs_of(x, target, orders, batch_size), step)


def torch_ascent(model, x, target, orders, batch_size, lr):
    return train_torch_by(model, x, target, orders, batch_size, -lr)


def train_torch_by(model, x, target, orders, batch_size, lr, find_loss=loss_of, cut=batches):
    return looped(model, epochs_of(x, target, orders, batch_size, cut), stepped(model, lr, find_loss))


def torch_zeros(model, x, target, orders, batch_size, lr):
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()
    return train_torch_by(model, x, target, orders, batch_size, lr)


def torch_labels_left(x, target, order, batch_size):
    parts = torch.split(order, batch_size)
    labels = torch.split(target, batch_size)
    return [(x[part], label) for part, label in zip(parts, labels, strict=True)]


def torch_apart(model, x, target, orders, batch_size, lr):
    return train_torch_by(model, x, target, orders, batch_size, lr, cut=torch_labels_left)


def torch_last_dropped(model, x, target, orders, batch_size, lr):
    return train_torch_by(model, x, target, orders, batch_size, lr, cut=last_dropped)


def torch_never_shuffled(model, x, target, orders, batch_size, lr):
    plain = torch.arange(len(x)).repeat(len(orders), 1)
    return train_torch_by(model, x, target, plain, batch_size, lr)


def sigmoid_twice(model, x, target, orders, batch_size, lr):
    def find_loss(model, x, target):
        probability = torch.sigmoid(model(x)[:, 0])
        return torch.nn.functional.binary_cross_entropy_with_logits(probability, target)

    return train_torch_by(model, x, target, orders, batch_size, lr, find_loss)


def squared_error(model, x, target, orders, batch_size, lr):
    def find_loss(model, x, target):
        return ((model(x)[:, 0] - target) ** 2).mean()

    return train_torch_by(model, x, target, orders, batch_size, lr, find_loss)


def squared_error_of_probability(model, x, target, orders, batch_size, lr):
    def find_loss(model, x, target):
        return ((torch.sigmoid(model(x)[:, 0]) - target) ** 2).mean()

    return train_torch_by(model, x, target, orders, batch_size, lr, find_loss)


def everybody_with_everybody(model, x, target, orders, batch_size, lr):
    def find_loss(model, x, target):
        z = model(x)
        return (torch.nn.functional.softplus(z) - target * z).mean()

    return train_torch_by(model, x, target, orders, batch_size, lr, find_loss)


def loss_summed(model, x, target, orders, batch_size, lr):
    def find_loss(model, x, target):
        return loss_of(model, x, target) * len(x)

    return train_torch_by(model, x, target, orders, batch_size, lr, find_loss)


def gradients_summed(model, x, target, orders, batch_size, lr):
    def step(x, target):
        return stepped(model, lr * len(x))(x, target)

    return looped(model, epochs_of(x, target, orders, batch_size), step)


def with_adam(model, x, target, orders, batch_size, lr):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def step(x, target):
        found = loss_of(model, x, target)
        optimizer.zero_grad()
        found.backward()
        optimizer.step()
        return found.item()

    return looped(model, epochs_of(x, target, orders, batch_size), step)


def loss_after(model, x, target, orders, batch_size, lr):
    step = stepped(model, lr)

    def after(x, target):
        step(x, target)
        return loss_of(model, x, target).item()

    return looped(model, epochs_of(x, target, orders, batch_size), after)


def loss_an_epoch(model, x, target, orders, batch_size, lr):
    step, epochs = stepped(model, lr), epochs_of(x, target, orders, batch_size)
    return [np.mean(looped(model, [epoch], step)) for epoch in epochs]


def torch_copy(model, x, target, orders, batch_size, lr):
    return train_torch_by(copy.deepcopy(model), x, target, orders, batch_size, lr)


def torch_first_epoch_only(model, x, target, orders, batch_size, lr):
    return train_torch_by(model, x, target, orders[:1], batch_size, lr)


def torch_first_batch_only(model, x, target, orders, batch_size, lr):
    return train_torch_by(model, x, target, orders[:1, :batch_size], batch_size, lr)


def layered(rng, hidden, count, epochs, batch_size, lr):
    (weight1, bias1, weight2, bias2), *rest, _ = training(rng, hidden, count, epochs, batch_size, lr)
    return ([(weight1, bias1), (weight2, bias2)], *rest)


def draw_layered(epochs, left_over):
    plain = draw_training(epochs, left_over)

    def draw(rng):
        (weight1, bias1, weight2, bias2), *rest, _ = plain(rng)
        return ([(weight1, bias1), (weight2, bias2)], *rest)

    return draw


torch_bay = layered(np.random.default_rng(7), 8, 80, 10, 16, 2.0)

task = Task(
    reference=train_torch,
    through="verdict.tensors.trained",
    parts={
        "one step": [layered(np.random.default_rng(1), 3, 4, 1, 4, 0.5)],
        "one epoch of mini-batches": [layered(np.random.default_rng(2), 3, 8, 1, 3, 0.5)],
        "several epochs": [layered(np.random.default_rng(3), 2, 7, 3, 3, 0.5)],
    },
    draw={
        "one epoch of mini-batches": draw_layered(1, True),
        "several epochs": draw_layered(3, True),
    },
    grid=(
        *torch_bay[:4],
        Slider("batch_size", [8, 16, 40, 80], start=16),
        Slider("lr", [0.1, 0.5, 2.0], start=2.0),
    ),
    slips=[
        Slip(
            no_zero_grad,
            "The gradients of earlier steps are still there: `backward()` *adds* to what `.grad` holds. They "
            "have to be set to zero before each `backward()`.",
        ),
        Slip(
            zero_grad_each_epoch,
            "The gradients are set to zero once an epoch, and `backward()` adds to what is there: so "
            "within an epoch they pile up. Do it for every mini-batch.",
        ),
        Slip(
            zeroed_too_late,
            "Nothing is learned: the parameters stay as they were. Is there a step at all? And are the "
            "gradients still there when it is made, or were they set to zero between `backward()` and the "
            "step?",
        ),
        Slip(
            torch_ascent,
            "Your parameters climb: with each step the loss grows. Which sign must the step have?",
        ),
        Slip(
            torch_zeros,
            "You set the parameters to zero first. All hidden units then compute the same and get the same "
            "gradient, for ever. The model comes with its start: train it as it is.",
        ),
        Slip(
            torch_apart,
            "The samples are shuffled and their labels are not: the model learns labels that belong to other "
            "samples. Both want the same order.",
        ),
        Slip(
            torch_last_dropped,
            "You skip the last, smaller mini-batch (as a DataLoader does with `drop_last=True`). Its samples "
            "count too.",
        ),
        Slip(
            torch_never_shuffled,
            "`orders` has no effect: the mini-batches take the samples as they come. Each row is the "
            "order of one epoch.",
        ),
        Slip(
            sigmoid_twice,
            "There is one sigmoid too many: a loss “with logits” applies it itself. Give it what the model "
            "returns, as it is.",
        ),
        Slip(
            squared_error,
            "That is the squared error of the logits. The loss of this task is the binary cross entropy.",
        ),
        Slip(
            squared_error_of_probability,
            "That is the squared error of the probabilities. The loss of this task is the binary cross "
            "entropy.",
        ),
        Slip(
            everybody_with_everybody,
            "Your loss compares every output with every label: the model returns shape (B, 1), the labels "
            "have (B,), and PyTorch makes (B, B) of both. Give both the same shape first.",
        ),
        Slip(
            loss_summed,
            "Your loss is the sum over the mini-batch, and a mean is wanted: with the sum, a larger batch "
            "would make a larger step.",
        ),
        Slip(
            gradients_summed,
            "The losses that you return are means, but your steps are made from sums: they grow with the "
            "number of samples in the mini-batch. Call `backward()` on the mean.",
        ),
        Slip(
            with_adam,
            "That is Adam, which sets a step size for each weight by itself. Plain gradient descent is "
            "wanted, as in task 3.",
        ),
        Slip(
            loss_after,
            "The training is right, but your losses are those after each step. Report the one that "
            "the step was made from.",
        ),
        Slip(
            loss_an_epoch,
            "The training is right, but you return one loss an epoch. The task asks for one a step.",
        ),
        Slip(
            torch_copy,
            "Your losses are right, but the model that was handed in has learned nothing: you train a copy "
            "of it, or one of your own. `model` itself is to learn.",
        ),
        Slip(
            torch_first_epoch_only,
            "You stop after one epoch. If you have a loop over the orders: does its `return` stand inside?",
        ),
        Slip(
            torch_first_batch_only,
            "You stop after one step. Does your `return` stand inside the loops, so that it ends them in the "
            "first turn?",
        ),
    ],
    forbids=["nnkit.fit", "nnkit.train.fit"],
)

# %% [markdown]
# ## All together

# %%
check.summary()
