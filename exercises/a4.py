# %% [markdown]
# # Assignment 4: a network of six units
#
# A beekeeper has hung three instruments into a hive: a thermometer, a microphone and a scale. On warm days
# in May half of the bees may leave with the old queen, and whoever knows it a day before can give them a
# new home. An institute once trained a network for this question. All that is left of it is a sheet of
# paper with its 17 weights, written as the lecture writes them. You will bring it back to life: first unit
# by unit, then with matrices, at last in **PyTorch**, in six functions of a few lines each. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $x_1$ | temperature among the brood, above 35 °C | °C |
# | $x_2$ | loudness of the hum, above the usual one | 10 dB |
# | $x_3$ | weight that the hive gained since yesterday | kg |
# | $\hat y$ | how sure the network is that the bees leave tomorrow | 0 … 1 |
# | $z_{l,i}$ | the value of unit $i$ of layer $l$; layer 1 are the inputs | none |
# | $w_{l,i,j}$ | the weight **from** unit $i$ of layer $l$ **to** unit $j$ of layer $l + 1$ | none |
# | $g$ | the activation of every unit: the sigmoid $g(s) = 1/(1 + e^{-s})$ | none |
#
# The network has 3 inputs, two hidden layers of 3 and 2 units, and 1 output. It has no biases.
#
# <how to work>

# %% start="a4"
from nnkit.figures import ArrayFigure, CurveFigure, PlaneFigure, explore
from verdict import Checks

check = Checks("a4")

# %% setup="true"
import numpy as np
import torch
from torch import nn

from nnkit import sigmoid  # you wrote your own in assignment 2

# The sheet of paper: row i, column j of the array number l is the weight w_{l,i,j}, from unit i to unit j.
SHEET = [
    np.array([[0.5, -1.0, 1.5], [2.0, 1.0, -0.5], [-1.5, 2.5, -2.0]]),
    np.array([[1.0, -2.0], [-1.5, 0.5], [2.0, 1.5]]),
    np.array([[3.0], [-2.0]]),
]

# %% [markdown]
# ## 1. Unit by unit (<points:unit_values>)
#
# Every unit adds up what comes in over its edges, and puts the sum through $g$:
#
# $$z_{l+1,j} = g\Bigl(\sum_i w_{l,i,j}\, z_{l,i}\Bigr), \qquad z_{1,i} = x_i$$
#
# Write a function that returns the value of every unit, layer by layer, the inputs first. It must work for
# any number of layers and of units. The sheet is the list `SHEET` above. Python counts from 0: with
# `w = SHEET`, $w_{2,3,1}$ is `w[1][2, 0]`. For $g$ there is `sigmoid`, which takes numbers and arrays.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x`, one day in the hive | `(n1,)` | → | `[z1, z2, …]`, a list | |
# | `w`, a list | | | its first, `z1`: the inputs as they are | `(n1,)` |
# | its first array, from layer 1 to 2 | `(n1, n2)` | | its second, `z2` | `(n2,)` |
# | its second array, from layer 2 to 3, … | `(n2, n3)` | | its third, `z3`, … | `(n3,)` |


# %% solution="unit_values"
def unit_values(x, w):
    """Return the values of all units as a list with one array a layer, the inputs x first."""
    ### BEGIN SOLUTION
    z = [x]
    for weights in w:
        z.append(sigmoid(z[-1] @ weights))
    return z
    ### END SOLUTION


# %% [markdown]
# All values of the network on the sheet. Which of them move with $w_{2,1,2}$, and which with $x_1$? Say it
# before you try. (Wrong values are marked, with the right one below.)

# %% slider="unit_values"
explore(
    unit_values,
    check.grid("unit_values"),
    ArrayFigure.compare(name=["z1, the inputs", "z2", "z3", "z4, the output"]),
)

# %% check="unit_values"
check(unit_values)

# %% verdict="unit_values"
import itertools

from verdict import Slider, Slip, Task


def from_and_to_swapped(x, w):
    z = [x]
    for weights in w:
        z.append(sigmoid(weights @ z[-1]))
    return z


def indices_swapped(x, w):
    z = [x]
    for weights in w:
        n_from, n_to = weights.shape
        z.append([sigmoid(sum(weights[j, i] * z[-1][i] for i in range(n_from))) for j in range(n_to)])
    return z


def no_activation(x, w):
    z = [x]
    for weights in w:
        z.append(z[-1] @ weights)
    return z


def last_without(x, w):
    z = unit_values(x, w)
    return [*z[:-1], z[-2] @ w[-1]]


def sums_returned(x, w):
    z = unit_values(x, w)
    return [x, *(values @ weights for values, weights in zip(z, w, strict=False))]


def inputs_left_out(x, w):
    return unit_values(x, w)[1:]


def output_only(x, w):
    return unit_values(x, w)[-1]


def inputs_squashed(x, w):
    return unit_values(sigmoid(x), w)


def squashed_before_the_sum(x, w):
    z = [x]
    for weights in w:
        z.append(sigmoid(z[-1]) @ weights)
    return z


def products_squashed(x, w):
    z = [x]
    for weights in w:
        z.append(np.sum(sigmoid(z[-1][:, None] * weights), axis=0))
    return z


def sum_goes_on(x, w):
    z = [x]
    for weights in w:
        z.append(sigmoid(np.cumsum(z[-1] @ weights)))
    return z


def always_from_x(x, w):
    return [x, *(sigmoid(x @ weights) for weights in w)]


def relu_units(x, w):
    z = [x]
    for weights in w:
        z.append(np.maximum(z[-1] @ weights, 0))
    return z


def weights_of(rng, *sizes):
    """Random weights between layers of these sizes, written as the lecture does."""
    return [rng.normal(size=shape) for shape in itertools.pairwise(sizes)]


def draw_sizes(rng):
    return rng.integers(1, 5, size=rng.integers(3, 6)).tolist()


def draw_day(rng, sizes):
    return rng.normal(size=sizes[0]), weights_of(rng, *sizes)


def sheet_with(w212):
    second = SHEET[1].copy()
    second[0, 1] = w212
    return [SHEET[0], second, SHEET[2]]


day = np.array([1.0, 0.5, -1.0])
square = [np.array([[1.0, -2.0], [0.5, 1.5]]), np.array([[-1.0, 0.5], [2.0, 1.0]])]
long = [np.array([[1.0, -0.5, 2.0, 0.25]]), np.array([[1.0], [2.0], [-1.0], [0.5]]), np.array([[1.5, -2.0]])]
steps = [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]

task = Task(
    reference=unit_values,
    parts={
        "one layer of weights": [
            (np.array([1.0, 2.0]), [square[0]]),
            (np.array([2.0, -1.0]), [np.array([[0.5], [1.5]])]),
        ],
        "the network on the sheet": [(day, SHEET), (np.array([-0.5, 1.0, 0.25]), SHEET)],
        "as many units in every layer": [(np.array([0.5, -1.0]), square)],
        "any number of layers and units": [(np.array([1.5]), long)],
    },
    draw={
        "one layer of weights": lambda rng: draw_day(rng, rng.integers(2, 5, size=2).tolist()),
        "the network on the sheet": lambda rng: draw_day(rng, [3, 3, 2, 1]),
        "as many units in every layer": lambda rng: draw_day(rng, [int(rng.integers(2, 4))] * 4),
        "any number of layers and units": lambda rng: draw_day(rng, draw_sizes(rng)),
    },
    grid=(
        [Slider("x1", steps, start=1.0), 0.5, -1.0],
        Slider("w_2,1,2", [-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0], sheet_with, start=-2.0),
    ),
    slips=[
        Slip(
            from_and_to_swapped,
            "From and to are exchanged: unit j is given the row number j of the weights, and that holds "
            "what *leaves* unit j. What comes in to unit j stands in column j. With a plain vector, which "
            "side of `@` must it stand on?",
        ),
        Slip(
            indices_swapped,
            "The two indices of a weight are exchanged: the first is the unit that it comes from, the "
            "second the one that it goes to. Where both layers are equally large nothing stops you, and the"
            " numbers are wrong. Which index does the sum run over?",
        ),
        Slip(
            no_activation,
            "The activation is missing: your units return their sums. Each sum goes through g before the "
            "next layer gets it.",
        ),
        Slip(
            last_without,
            "The hidden layers are right, and the last layer has no activation. The formula is the same for"
            " all layers: this ŷ should lie between 0 and 1.",
        ),
        Slip(
            sums_returned,
            "You compute with the right values, but you return the sums from before the activation. In the "
            "lecture z is what comes *out* of a unit.",
        ),
        Slip(
            inputs_left_out,
            "All that you return is right, but the first layer is missing: layer 1 are the inputs, and the "
            "list begins with them.",
        ),
        Slip(
            output_only,
            "You return the last layer alone. The list holds all layers, the inputs first: collect what you"
            " compute on the way.",
        ),
        Slip(
            inputs_squashed,
            "You put the inputs through the activation. An input is no unit that computes something: "
            "`z1` is `x` as it is.",
        ),
        Slip(
            squashed_before_the_sum,
            "You squash before the sum instead of after it: what goes through g is the whole sum. Which "
            "parentheses does g open in the formula, and where do they close?",
        ),
        Slip(
            products_squashed,
            "You put each product through g and add up afterwards. g stands outside the sum: add first.",
        ),
        Slip(
            sum_goes_on,
            "The first unit of each layer is right, and the next ones go on adding to its sum. Where does a "
            "unit's sum begin at 0?",
        ),
        Slip(
            always_from_x,
            "Every layer of yours is fed with the inputs x. A layer is fed with the values of the layer "
            "before it.",
        ),
        Slip(
            relu_units,
            "These are ReLU units, which return max(0, s). This network was trained with the sigmoid.",
        ),
    ],
    forbids=[
        "nnkit.IndexedNetwork",
        "nnkit.network.IndexedNetwork",
        "nnkit.lecture_network",
        "nnkit.network.lecture_network",
        "nnkit.Linear",
        "nnkit.layers.Linear",
        "nnkit.Neuron",
        "nnkit.neuron.Neuron",
        "torch.nn.Linear",
        "torch.nn.functional.linear",
    ],
)

# %% [markdown]
# ## 2. In matrix form (<points:forward>)
#
# Nobody writes down every unit. With all values of a layer in one vector, a layer is one line. PyTorch
# counts the other way round than the sheet, though: its `weight` has one **row for each unit that the
# weights lead to**, so that $w_{l,i,j}$ is `weight[j - 1, i - 1]`. The vector of one day goes through a
# layer as
#
# $$z_{l+1} = g(W_l\, z_l), \qquad W_l \text{ of shape (units after, units before)}$$
#
# Write the whole network for weights in PyTorch's order. It takes one day, or a whole season with one row a
# day, and returns the last layer only.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x`, one day | `(n1,)` | → | the last layer's values | `(nL,)` |
# | `x`, a batch of N days | `(N, n1)` | → | the last layer's values | `(N, nL)` |
# | `weights`, a list | | | | |
# | its first array | `(n2, n1)` | | | |
# | its second array, … | `(n3, n2)` | | | |


# %% solution="forward"
def forward(x, weights):
    """Return the network's output (nL,) for one point x (n1,), or (N, nL) for a batch (N, n1)."""
    ### BEGIN SOLUTION
    for weight in weights:
        x = sigmoid(x @ weight.T)
    return x
    ### END SOLUTION


# %% [markdown]
# The plane of $x_1$ (to the right) and $x_2$ (upwards), while $x_3 = 0$: the line is where the network is
# undecided, $\hat y = 0.5$. Is one neuron enough to draw such a line? What does the line do when
# $w_{2,1,2}$ or $w_{3,1,1}$ goes through 0?

# %% slider="forward"
explore(
    forward,
    check.grid("forward"),
    PlaneFigure.compare(surface=lambda yhat, *_: yhat[:, 0], xlabel="x1", ylabel="x2"),
)

# %% check="forward"
check(forward)


# %% verdict="forward"
from nnkit.figures import PlaneFigure


def not_transposed(x, weights):
    for weight in weights:
        x = sigmoid(x @ weight)
    return x


def poured(x, weights):
    for weight in weights:
        x = sigmoid(x @ weight.reshape(weight.shape[::-1]))
    return x


def one_day_only(x, weights):
    for weight in weights:
        x = sigmoid(weight @ x)
    return x


def linear_output(x, weights):
    return forward(x, weights[:-1]) @ weights[-1].T


def linear_hidden(x, weights):
    for weight in weights:
        x = x @ weight.T
    return sigmoid(x)


def all_linear(x, weights):
    for weight in weights:
        x = x @ weight.T
    return x


def activation_too_early(x, weights):
    for weight in weights:
        x = sigmoid(x) @ weight.T
    return x


def flattened(x, weights):
    return np.ravel(forward(x, weights))


def returned_too_early(x, weights):
    return forward(x, weights[:1])


def never_handed_on(x, weights):
    for weight in weights:
        z = sigmoid(x @ weight.T)
    return z


def tanh_units(x, weights):
    for weight in weights:
        x = np.tanh(x @ weight.T)
    return x


def as_pytorch(w):
    return [np.ascontiguousarray(weights.T) for weights in w]


def draw_season(rng, days, sizes):
    return rng.normal(size=(days, sizes[0])), as_pytorch(weights_of(rng, *sizes))


season = np.array([[1.0, 0.5, -1.0], [-0.5, 1.0, 0.25], [2.0, -1.0, 0.0], [0.0, -0.5, 1.5]])
plane = np.column_stack([PlaneFigure.grid(21), np.zeros(21 * 21)])
sheet = as_pytorch(SHEET)


def second_with(w212):
    return as_pytorch(sheet_with(w212))[1]


task = Task(
    reference=forward,
    parts={
        "one day": [(day, sheet), (season[1], sheet[:2])],
        "a batch": [(season, sheet), (season[:3], sheet)],
        "a batch of one": [(season[2:3], sheet)],
        "as many units in every layer": [
            (season[:, :2], as_pytorch(square)),
            (season[:2, :2], as_pytorch(square)),
        ],
        "any number of layers and units": [(season[:, :1], as_pytorch(long)), (season, sheet[:1])],
    },
    draw={
        "one day": lambda rng: (rng.normal(size=3), as_pytorch(weights_of(rng, 3, 3, 2, 1))),
        "a batch": lambda rng: draw_season(rng, rng.integers(4, 9), [3, 3, 2, 1]),
        "as many units in every layer": lambda rng: draw_season(rng, 5, [int(rng.integers(2, 4))] * 3),
        "any number of layers and units": lambda rng: draw_season(rng, 6, draw_sizes(rng)),
    },
    grid=(
        plane,
        [
            sheet[0],
            Slider("w_2,1,2", [-4.0, -2.0, 0.0, 2.0, 4.0], second_with, start=-2.0),
            Slider("w_3,1,1", [-3.0, 0.0, 3.0, 6.0], lambda w: np.array([[w, -2.0]]), start=3.0),
        ],
    ),
    slips=[
        Slip(
            not_transposed,
            "The transpose is missing: a `weight` has one row for each unit that it leads to, so the values"
            " of the layer before lie along its *second* axis. With 3 inputs and 3 units nothing stops you,"
            " and the numbers are wrong. Which shapes must meet at `@`?",
        ),
        Slip(
            poured,
            "A reshape only pours the same numbers, in the same order, into other rows. Here rows must "
            "become columns, so that what stood at [j, i] stands at [i, j].",
        ),
        Slip(
            one_day_only,
            "With the matrix on the left of `@`, as in the formula, it is right for one day only. In a "
            "batch a day is a row, and the rows must stay rows: what becomes of W z when everything is "
            "transposed?",
        ),
        Slip(
            linear_output,
            "The hidden layers are right, and the last one has no activation: ŷ is a plain sum. In this "
            "network g comes after every layer.",
        ),
        Slip(
            linear_hidden,
            "Only the last layer has an activation; the hidden ones hand on their sums. Task 6 shows what "
            "such a network is worth. After which layers does the formula write g?",
        ),
        Slip(
            all_linear,
            "There is no activation at all, so your network only adds and multiplies. g comes after every"
            " layer.",
        ),
        Slip(
            activation_too_early,
            "The activation stands on the wrong side of the weights: you squash what goes *into* a layer, "
            "so the inputs are squashed and the output is not.",
        ),
        Slip(
            flattened,
            "The numbers are right, but flattened into one row. A batch of N days gives N rows, also where "
            "each has one entry only: leave the shape as `@` makes it.",
        ),
        Slip(
            returned_too_early,
            "You return the values of the first hidden layer. Does your `return` stand inside the loop, so "
            "that it ends after the first turn?",
        ),
        Slip(
            never_handed_on,
            "Every layer is fed with the inputs: what a layer has computed is never handed on to the next "
            "one.",
        ),
        Slip(
            tanh_units,
            "These are tanh units, between −1 and 1. This network was trained with the sigmoid.",
        ),
    ],
    forbids=[
        "nnkit.IndexedNetwork",
        "nnkit.network.IndexedNetwork",
        "nnkit.Linear",
        "nnkit.layers.Linear",
        "nnkit.Neuron",
        "nnkit.neuron.Neuron",
        "torch.nn.Linear",
        "torch.nn.functional.linear",
    ],
)

# %% [markdown]
# ## 3. How many numbers? (<points:parameter_counts>)
#
# The sheet holds 9 + 6 + 2 = 17 weights. How many numbers does a network of other sizes have, and how many
# more if each unit behind the inputs also adds a bias of its own to its sum? Count them for each step from
# a layer to the next.
#
# | argument | example | | result | example |
# |---|---|---|---|---|
# | `sizes` of all layers, the inputs first | `(3, 3, 2, 1)` | → | a list, one number a step | `[9, 6, 2]` |
# | `bias`: are there biases? | `False` | | | |


# %% solution="parameter_counts"
def parameter_counts(sizes, bias):
    """Return how many parameters lead to each layer behind the first, as a list; bias is True or False."""
    ### BEGIN SOLUTION
    steps = range(len(sizes) - 1)
    return [(sizes[step] + bias) * sizes[step + 1] for step in steps]
    ### END SOLUTION


# %% [markdown]
# Two hidden layers, the first with `n` units. The total grows by the same amount with each unit more: by
# how much without biases, by how much with them?

# %% slider="parameter_counts"
explore(
    parameter_counts,
    check.grid("parameter_counts"),
    ArrayFigure.compare(
        name="parameters, layer to layer",
        given=lambda sizes, bias: {"sizes": sizes},
        columns=["1→2", "2→3", "3→4"],
        bars=True,
    ),
)

# %% check="parameter_counts"
check(parameter_counts)


# %% verdict="parameter_counts"
def always_bias(sizes, bias):
    return parameter_counts(sizes, True)


def never_bias(sizes, bias):
    return parameter_counts(sizes, False)


def bias_of_those_before(sizes, bias):
    return [n * m + n * bias for n, m in itertools.pairwise(sizes)]


def bias_for_both(sizes, bias):
    return [(n + bias) * (m + bias) for n, m in itertools.pairwise(sizes)]


def one_bias_a_layer(sizes, bias):
    return [n * m + bias for n, m in itertools.pairwise(sizes)]


def units_counted(sizes, bias):
    return list(sizes[1:])


def added_up(sizes, bias):
    return [n + m + m * bias for n, m in itertools.pairwise(sizes)]


def total_only(sizes, bias):
    return sum(parameter_counts(sizes, bias))


def last_step_missing(sizes, bias):
    return parameter_counts(sizes, bias)[:-1]


def inputs_too(sizes, bias):
    return parameter_counts((1, *sizes), bias)


def draw_counts(rng, most=6):
    return tuple(rng.integers(1, 20, size=rng.integers(2, most)).tolist()), bool(rng.integers(2))


task = Task(
    reference=parameter_counts,
    parts={
        "the network on the sheet": [((3, 3, 2, 1), False)],
        "the same with biases": [((3, 3, 2, 1), True)],
        "one layer of weights": [((5, 2), False), ((4, 3), True)],
        "any number of layers and units": [((2, 7, 7, 3), True), ((8, 1, 6), False), ((1, 4, 2, 5, 1), True)],
    },
    draw={
        "one layer of weights": lambda rng: draw_counts(rng, most=3),
        "any number of layers and units": draw_counts,
    },
    grid=(
        Slider("n", list(range(1, 17)), lambda n: (3, n, 2, 1), start=5),
        Slider("bias", ["False", "True"], lambda text: text == "True", start="True"),
    ),
    slips=[
        Slip(
            always_bias,
            "You always count the biases. They are there only if the argument `bias` is True.",
        ),
        Slip(
            never_bias,
            "The weights are right, and the biases are never counted. If `bias` is True, each unit that "
            "computes a sum has one more number.",
        ),
        Slip(
            bias_of_those_before,
            "The biases are counted for the wrong layer: a bias belongs to the unit that adds it to its "
            "sum, so there is one for each unit that the weights lead *to*.",
        ),
        Slip(
            bias_for_both,
            "A bias is like one more input that is always 1, so the layer *before* gets one unit more. You "
            "add one to the layer behind as well.",
        ),
        Slip(
            one_bias_a_layer,
            "You count one bias for a whole layer. Each of its units has a bias of its own.",
        ),
        Slip(
            units_counted,
            "You count the units. A parameter sits on an edge: how many edges lead from one layer to the "
            "next?",
        ),
        Slip(
            added_up,
            "You add the sizes of the two layers. Each unit of one is joined with each of the other: how "
            "many pairs are there?",
        ),
        Slip(
            total_only,
            "You return the total. The list has one number for each step from a layer to the next; the "
            "total is its sum.",
        ),
        Slip(
            last_step_missing,
            "The last step, to the output, is missing: L layers have L − 1 steps between them. Does your "
            "loop end too early?",
        ),
        Slip(
            inputs_too,
            "You count something for the inputs. Nothing leads to them: the first number is for the step "
            "from layer 1 to layer 2.",
        ),
    ],
    forbids=[
        "nnkit.IndexedNetwork",
        "nnkit.network.IndexedNetwork",
        "nnkit.ParameterCount",
        "nnkit.network.ParameterCount",
    ],
)

# %% [markdown]
# ## 4. The network in PyTorch (<points:make_network>)
#
# How would you represent **this specific network** in PyTorch? Write a function that makes a new 3-3-2-1
# network and returns it: an `nn.Sequential`, or an object of a class of your own that inherits from
# `nn.Module` (define it in the same cell, above the function). Two things are asked of it:
#
# - `network(x)` takes a tensor of shape `(N, 3)` and returns $\hat y$, a tensor of shape `(N, 1)`, with the
#   sigmoid after **every** layer. From $\hat y$ PyTorch must find the way back to each parameter: training
#   will need the derivatives by them (the *gradients*).
# - `network.parameters()` are three, in the order of the layers, of the shapes `(3, 3)`, `(2, 3)` and
#   `(1, 2)`, and nothing else. Which numbers they begin with does not matter.
#
# | argument | | result |
# |---|---|---|
# | none | → | an `nn.Module` |
#
# The check makes a network with your function and then asks it for one thing after another: the `shapes` of
# its parameters, the `output` for some `x` after other numbers were put into them, and the `gradients`, the
# derivatives of the sum of its outputs by each parameter.


# %% solution="make_network"
def make_network():
    """Return a new 3-3-2-1 network with sigmoid units and no biases, a torch.nn.Module."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Linear(3, 3, bias=False),
        nn.Sigmoid(),
        nn.Linear(3, 2, bias=False),
        nn.Sigmoid(),
        nn.Linear(2, 1, bias=False),
        nn.Sigmoid(),
    )
    ### END SOLUTION


# %% [markdown]
# The curve is what your network answers as $x_1$ goes from −3 to 3 ($x_2 = -0.5$, $x_3 = 0$), with the
# numbers of the sheet put into it by the check. Where can the curve not go, however large you make
# $w_{3,1,1}$? Which line of your code sees to that?

# %% slider="make_network"
explore(
    make_network,
    check.grid("make_network"),
    CurveFigure.compare(
        x=np.linspace(-3, 3, 25), y=lambda out, *_: out[:, 0], xlabel="x1", ylabel="yhat", ylim=[-1, 2]
    ),
)

# %% check="make_network"
check(make_network)


# %% verdict="make_network"
def chain(*parts):
    """An nn.Sequential in which (before, after) stands for a linear layer without bias."""
    return nn.Sequential(*(nn.Linear(*part, bias=False) if type(part) is tuple else part for part in parts))


def with_biases():
    return nn.Sequential(
        nn.Linear(3, 3), nn.Sigmoid(), nn.Linear(3, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid()
    )


def no_last_sigmoid():
    return chain((3, 3), nn.Sigmoid(), (3, 2), nn.Sigmoid(), (2, 1))


def only_last_sigmoid():
    return chain((3, 3), (3, 2), (2, 1), nn.Sigmoid())


def no_sigmoid():
    return chain((3, 3), (3, 2), (2, 1))


def sigmoid_first():
    return chain(nn.Sigmoid(), (3, 3), nn.Sigmoid(), (3, 2), nn.Sigmoid(), (2, 1))


def hidden_relu():
    return chain((3, 3), nn.ReLU(), (3, 2), nn.ReLU(), (2, 1), nn.Sigmoid())


def softmax_last():
    return chain((3, 3), nn.Sigmoid(), (3, 2), nn.Sigmoid(), (2, 1), nn.Softmax(dim=-1))


def sizes_exchanged():
    return chain((3, 3), nn.Sigmoid(), (2, 3), nn.Sigmoid(), (1, 2), nn.Sigmoid())


def hidden_layer_missing():
    return chain((3, 3), nn.Sigmoid(), (3, 1), nn.Sigmoid())


class LastFirst(nn.Module):
    def __init__(self):
        super().__init__()
        self.third = nn.Linear(2, 1, bias=False)
        self.second = nn.Linear(3, 2, bias=False)
        self.first = nn.Linear(3, 3, bias=False)

    def forward(self, x):
        for layer in (self.first, self.second, self.third):
            x = torch.sigmoid(layer(x))
        return x


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 3, bias=False), nn.Linear(3, 2, bias=False), nn.Linear(2, 1, bias=False)]

    def forward(self, x):
        for layer in self.layers:
            x = torch.sigmoid(layer(x))
        return x


class Cut(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = chain((3, 3), nn.Sigmoid(), (3, 2), nn.Sigmoid(), (2, 1), nn.Sigmoid())

    def forward(self, x):
        return self.layers(x).detach()


class CutInside(Cut):
    def forward(self, x):
        return self.layers[4:](self.layers[:4](x).detach())


def draw_network(what):
    def draw(rng):
        return what, (), as_pytorch(weights_of(rng, 3, 3, 2, 1)), rng.normal(size=(rng.integers(2, 6), 3))

    return draw


along_x1 = np.column_stack([np.linspace(-3, 3, 25), np.full(25, -0.5), np.zeros(25)])

task = Task(
    reference=make_network,
    through="verdict.asked.about",
    parts={
        "its parameters": [("shapes", (), None, None)],
        "its output": [("output", (), sheet, season[:1]), ("output", (), sheet, season)],
        "gradients find the way back": [("gradients", (), sheet, season[:2])],
    },
    draw={
        "its output": draw_network("output"),
        "gradients find the way back": draw_network("gradients"),
    },
    grid=(
        "output",
        (),
        [
            sheet[0],
            Slider("w_2,1,2", [-4.0, -2.0, 0.0, 2.0, 4.0], second_with, start=-2.0),
            Slider("w_3,1,1", [-3.0, 0.0, 3.0, 6.0, 9.0], lambda w: np.array([[w, -2.0]]), start=3.0),
        ],
        along_x1,
    ),
    slips=[
        Slip(
            with_biases,
            "Your layers have biases, and this network has none: 17 numbers, not 23. `nn.Linear` adds a "
            "bias unless it is told otherwise: look at its arguments.",
        ),
        Slip(
            no_last_sigmoid,
            "The last layer has no sigmoid, so ŷ can be any number. It comes after every layer here.",
        ),
        Slip(
            only_last_sigmoid,
            "Only the last layer has a sigmoid, the hidden ones have none. Without it in between, three "
            "linear layers are no more than one.",
        ),
        Slip(
            no_sigmoid,
            "There is no sigmoid at all. `nn.Linear` only multiplies and adds; what comes after it is for "
            "you to say.",
        ),
        Slip(
            sigmoid_first,
            "The sigmoids stand in the wrong places: one squashes the inputs before the first layer, and "
            "after the last layer there is none.",
        ),
        Slip(
            hidden_relu,
            "The hidden units are ReLU units. This network was trained with the sigmoid in every layer.",
        ),
        Slip(
            softmax_last,
            "A softmax over one single output is always 1: it compares an output with all others of the "
            "same row, and there are none.",
        ),
        Slip(
            sizes_exchanged,
            "The sizes of your layers are exchanged. PyTorch *keeps* a weight as (units after, units "
            "before). `nn.Linear`, if you use it, is *told* in_features first: what comes in, then what goes "
            "out.",
        ),
        Slip(
            hidden_layer_missing,
            "A layer is missing: from 3 inputs to 3 units, from these to 2, and from these to 1 are three "
            "steps, each with its own weights.",
        ),
        Slip(
            LastFirst,
            "The three parameters are there, but in the wrong order, the last layer's first. `parameters()` "
            "names them in the order in which your `__init__` makes the layers.",
        ),
        Slip(
            Listed,
            "PyTorch finds no parameters in your module, so none would ever be trained. In a plain Python "
            "list, or as plain tensors, it does not see them: which classes of `torch.nn` are made for a "
            "list of layers, and which for a single parameter?",
        ),
        Slip(
            Cut,
            "The output is right, but no gradient arrives anywhere: the way back is cut. `.detach()`, "
            "`.data`, `.numpy()`, `torch.no_grad()` and `torch.tensor(...)` all do that. Inside `forward` "
            "stay with tensors from the first line to the last.",
        ),
        Slip(
            CutInside,
            "The output is right, but gradients reach the last layer only: behind the hidden layers the way"
            " back is cut. Is there a `.detach()` or `.data` between two layers?",
        ),
    ],
    forbids=["nnkit.pytorch.to_torch"],
)

# %% [markdown]
# ## 5. From the sheet into PyTorch (<points:loaded_network>)
#
# Your network begins with random numbers. Write a function that makes one with `make_network()`, puts the
# sheet's weights into it, and returns it. Remember in which order the sheet counts, and in which PyTorch.
#
# The sheet's arrays are NumPy's and hold numbers of 64 bits (`float64`). PyTorch's parameters hold
# `float32`, as nearly all data do. They must stay `float32`, or nothing fits together later, and they must
# still be able to learn.
#
# | argument | shape | | result |
# |---|---|---|---|
# | `w`, a list of arrays as `SHEET` | `(3, 3)`, `(3, 2)`, `(2, 1)` | → | an `nn.Module` with these weights |
#
# PyTorch keeps account of all that happens to a parameter, and refuses to have it overwritten, except inside
# `with torch.no_grad():`, where it looks away. `torch.from_numpy(a)` makes a tensor of an array, and
# `t.copy_(other)` overwrites the numbers of a tensor.
#
# The check calls your function twice, and asks whether the second network holds `the same again`; then it
# asks for the `parameters`, the `output`, the `dtypes` of the parameters, and the `gradients`.


# %% solution="loaded_network"
def loaded_network(w):
    """Return a network of make_network() with the weights w: w[l - 1][i - 1, j - 1] is w_{l,i,j}."""
    ### BEGIN SOLUTION
    network = make_network()
    with torch.no_grad():
        for parameter, weights in zip(network.parameters(), w, strict=True):
            parameter.copy_(torch.from_numpy(weights.T))
    return network
    ### END SOLUTION


# %% [markdown]
# Above the sheet, below the parameters of your network. Which cell below will move with $w_{2,1,2}$, which
# with $w_{1,3,1}$?

# %% slider="loaded_network"
explore(
    loaded_network,
    check.grid("loaded_network"),
    ArrayFigure.compare(
        name=["first parameter", "second parameter", "third parameter"],
        given=lambda what, w, *_: {f"sheet, w_{layer}": one for layer, one in enumerate(w[0], start=1)},
    ),
)

# %% check="loaded_network"
check(loaded_network)


# %% verdict="loaded_network"
def filled(w, change):
    """A network whose parameters' data are replaced by change(array), as tensors."""
    network = make_network()
    for parameter, weights in zip(network.parameters(), w, strict=True):
        parameter.data = torch.tensor(change(weights))
    return network


def chance_left(w):
    network = make_network()
    for parameter, weights in zip(network.parameters(), w, strict=True):
        parameter = torch.tensor(weights.T, dtype=parameter.dtype)
    return network


def turned_where_it_must(w):
    network = make_network()
    with torch.no_grad():
        for parameter, weights in zip(network.parameters(), w, strict=True):
            fits = weights.shape == tuple(parameter.shape)
            parameter.copy_(torch.from_numpy(weights if fits else weights.T))
    return network


def reshaped(w):
    network = make_network()
    with torch.no_grad():
        for parameter, weights in zip(network.parameters(), w, strict=True):
            parameter.copy_(torch.from_numpy(weights).reshape(parameter.shape))
    return network


def as_on_the_sheet(w):
    return filled(w, np.float32)


def sheet_as_doubles(w):
    return filled(w, np.copy)


def doubles(w):
    return filled(w, np.transpose)


def frozen(w):
    return loaded_network(w).requires_grad_(False)


def first_with(w131):
    first = SHEET[0].copy()
    first[2, 0] = w131
    return first


other_sheet = [
    np.array([[-0.5, 2.0, 1.0], [0.0, -1.5, 3.0], [2.5, 0.5, -1.0]]),
    np.array([[-1.0, 0.5], [2.0, -3.0], [1.5, 1.0]]),
    np.array([[-2.5], [0.5]]),
]


def always_the_sheet(w):
    return loaded_network(SHEET)


def draw_loaded(what):
    def draw(rng):
        x = rng.normal(size=(4, 3)) if what in ("output", "gradients") else None
        return what, (weights_of(rng, 3, 3, 2, 1),), None, x

    return draw


task = Task(
    reference=loaded_network,
    through="verdict.asked.about",
    parts={
        "nothing is left to chance": [("the same again", (SHEET,), None, None)],
        "each weight in its place": [
            ("parameters", (SHEET,), None, None),
            ("parameters", (other_sheet,), None, None),
        ],
        "its output": [("output", (SHEET,), None, season[:1]), ("output", (SHEET,), None, season)],
        "the parameters stay float32": [("dtypes", (SHEET,), None, None)],
        "it can still learn": [("gradients", (SHEET,), None, season[:2])],
    },
    draw={
        "each weight in its place": draw_loaded("parameters"),
        "its output": draw_loaded("output"),
        "it can still learn": draw_loaded("gradients"),
    },
    grid=(
        "parameters",
        (
            [
                Slider("w_1,3,1", [-3.0, -1.5, 0.0, 1.5, 3.0], first_with, start=-1.5),
                Slider("w_2,1,2", [-4.0, -2.0, 0.0, 2.0, 4.0], lambda w: sheet_with(w)[1], start=-2.0),
                SHEET[2],
            ],
        ),
        None,
        None,
    ),
    slips=[
        Slip(
            chance_left,
            "Numbers of chance are left in your network: two of them, made one after the other, differ. "
            "`parameter = ...` only gives the *name* another value, and writing into a copy (`.clone()`, "
            "`torch.tensor(parameter)`) leaves the parameter as it is. Does every parameter get its "
            "numbers, and do they get into it?",
        ),
        Slip(
            turned_where_it_must,
            "The second and third layer are right. The first is (3, 3), so it fits as it is on the sheet, "
            "and yet it is the wrong way round: its rows, too, must be the units that the weights lead "
            "*to*.",
        ),
        Slip(
            reshaped,
            "A reshape only pours the same numbers, in the same order, into other rows. Here rows must "
            "become columns, so that what stood at [i, j] stands at [j, i].",
        ),
        Slip(
            as_on_the_sheet,
            "The weights stand as on the sheet, from row to column. PyTorch keeps them the other way round:"
            " what does [j, i] of a `weight` hold?",
        ),
        Slip(
            sheet_as_doubles,
            "The weights stand as on the sheet, from row to column, and PyTorch keeps them the other way "
            "round. Besides, your parameters are float64 now: `.data = ...`, or a new `nn.Parameter`, takes "
            "the array's dtype over, and its shape without a question. Copying *into* a parameter would have "
            "told you.",
        ),
        Slip(
            doubles,
            "All numbers are right, but the parameters are float64 now: `.data = ...`, or a new "
            "`nn.Parameter`, takes the array's dtype over. A float32 input would be refused. Copy the "
            "numbers *into* the parameter, or say which dtype the tensor should have.",
        ),
        Slip(
            always_the_sheet,
            "Right for the sheet above, but another sheet may come as `w`, and yours loads `SHEET` again.",
        ),
        Slip(
            frozen,
            "The weights are right, but they cannot learn any more: no gradient reaches them. Did you say "
            "`requires_grad = False`, or detach something, and leave it so? `torch.no_grad()` holds inside "
            "its block only.",
        ),
    ],
    forbids=["nnkit.pytorch.to_torch"],
)

# %% [markdown]
# ## 6. Without a sigmoid (<points:collapse>)
#
# What are hidden layers worth if there is *no* activation between them? Take two layers with biases, as
# PyTorch writes them, one after the other:
#
# $$\hat y = W_2\,(W_1 x + b_1) + b_2$$
#
# Whatever the numbers, there is **one** layer that does exactly the same for every $x$: $\hat y = W x + b$.
# Find its $W$ and $b$: multiply out on paper first.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `weight1` | `(n2, n1)` | → | `weight` | `(n3, n1)` |
# | `bias1` | `(n2,)` | | `bias` | `(n3,)` |
# | `weight2` | `(n3, n2)` | | | |
# | `bias2` | `(n3,)` | | | |


# %% solution="collapse"
def collapse(weight1, bias1, weight2, bias2):
    """Return (weight, bias) of the one linear layer that equals the two."""
    ### BEGIN SOLUTION
    return weight2 @ weight1, weight2 @ bias1 + bias2
    ### END SOLUTION


# %% [markdown]
# One input, two hidden units, one output: the thick line is the two layers, the thin one what they would be
# with a sigmoid in each hidden unit. What will a change of $b_{1,1}$ do to the line: tilt it, lift it, bend
# it?

# %% slider="collapse"
explore(
    collapse,
    check.grid("collapse"),
    CurveFigure.compare(
        x=np.linspace(-3, 3, 25),
        y=lambda one, *_: one[0][0, 0] * np.linspace(-3, 3, 25) + one[1][0],
        given=lambda W1, b1, W2, b2: {
            "with hidden sigmoids": (W2 @ sigmoid(W1 @ np.linspace(-3, 3, 25)[None] + b1[:, None]))[0] + b2[0]
        },
        xlabel="x",
        ylabel="yhat",
        ylim=[-8, 8],
    ),
)

# %% check="collapse"
check(collapse)


# %% verdict="collapse"
def first_bias_lost(weight1, bias1, weight2, bias2):
    return weight2 @ weight1, bias2


def second_bias_lost(weight1, bias1, weight2, bias2):
    return weight2 @ weight1, weight2 @ bias1


def biases_added(weight1, bias1, weight2, bias2):
    return weight2 @ weight1, bias1 + bias2


def wrong_order(weight1, bias1, weight2, bias2):
    return weight1 @ weight2, weight2 @ bias1 + bias2


def entry_by_entry(weight1, bias1, weight2, bias2):
    return weight2 * weight1, weight2 @ bias1 + bias2


def weights_added(weight1, bias1, weight2, bias2):
    return weight1 + weight2, weight2 @ bias1 + bias2


def as_the_lecture(weight1, bias1, weight2, bias2):
    return (weight2 @ weight1).T, weight2 @ bias1 + bias2


def both_biases_through(weight1, bias1, weight2, bias2):
    return weight2 @ weight1, weight2 @ (bias1 + bias2)


def bias_weighted_twice(weight1, bias1, weight2, bias2):
    return weight2 @ weight1, weight2 @ weight1 @ bias1 + bias2


def exchanged(weight1, bias1, weight2, bias2):
    return collapse(weight1, bias1, weight2, bias2)[::-1]


def weight_alone(weight1, bias1, weight2, bias2):
    return weight2 @ weight1


def draw_layers(rng, sizes, scale=1.0):
    n1, n2, n3 = sizes
    return (
        rng.normal(size=(n2, n1)),
        scale * rng.normal(size=n2),
        rng.normal(size=(n3, n2)),
        scale * rng.normal(size=n3),
    )


wide = np.array([[1.0, -0.5, 2.0], [0.5, 1.5, -1.0]])  # from 3 units to 2
narrow = np.array([[2.0, -1.0]])  # from 2 to 1
turn = np.array([[1.0, -2.0], [0.5, 1.0]])

task = Task(
    reference=collapse,
    parts={
        "one unit in each layer": [
            (np.array([[2.0]]), np.array([1.0]), np.array([[-3.0]]), np.array([0.5])),
            (np.array([[-0.5]]), np.array([2.0]), np.array([[1.5]]), np.array([-1.0])),
        ],
        "without biases": [
            (wide, np.zeros(2), narrow, np.zeros(1)),
            (turn, np.zeros(2), square[0], np.zeros(2)),
        ],
        "as many units in every layer": [(turn, np.array([1.0, -1.0]), square[0], np.array([0.5, 2.0]))],
        "any number of units": [
            (wide, np.array([0.5, -2.0]), narrow, np.array([1.5])),
            (narrow, np.array([1.0]), np.array([[1.0], [-2.0], [0.5]]), np.array([0.25, 0.5, -1.0])),
        ],
    },
    draw={
        "one unit in each layer": lambda rng: draw_layers(rng, (1, 1, 1)),
        "without biases": lambda rng: draw_layers(rng, (2, 3, 1), scale=0.0),
        "as many units in every layer": lambda rng: draw_layers(rng, [int(rng.integers(2, 5))] * 3),
        "any number of units": lambda rng: draw_layers(rng, rng.integers(1, 6, size=3)),
    },
    grid=(
        np.array([[1.0], [-1.5]]),
        [Slider("b_1,1", steps, start=1.5), -0.5],
        Slider("w_2,1,1", [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0], lambda w: np.array([[w, -0.5]]), start=2.0),
        np.array([0.5]),
    ),
    slips=[
        Slip(
            first_bias_lost,
            "Your W is right, but the first layer's bias is lost: it, too, goes through the second layer. "
            "What does the one layer answer for x = 0, and what do the two?",
        ),
        Slip(
            second_bias_lost,
            "Your W is right, and the first bias has gone through the second layer, but the second layer's "
            "own bias is missing.",
        ),
        Slip(
            biases_added,
            "You add the two biases as they are. They belong to different layers: what does the second "
            "layer do with all that comes out of the first?",
        ),
        Slip(
            wrong_order,
            "The product stands the wrong way round. The matrix that x meets first stands next to x, on the"
            " right.",
        ),
        Slip(
            entry_by_entry,
            "`*` multiplies entry by entry. What is wanted is the product of matrices: rows times columns.",
        ),
        Slip(
            weights_added,
            "You add the weights of the two layers. One layer is applied to what the other returns: "
            "multiply out the formula.",
        ),
        Slip(
            as_the_lecture,
            "Your weight is the transpose of the right one: (inputs, outputs), as the sheet has it. Here "
            "all weights are PyTorch's: one row for each output.",
        ),
        Slip(
            both_biases_through,
            "You send both biases through the second layer. Its own bias is added behind it, as it is.",
        ),
        Slip(
            bias_weighted_twice,
            "The first bias is added *behind* the first layer's weights, so it goes through the second "
            "layer only, not through both.",
        ),
        Slip(
            exchanged,
            "Both results are right, but the wrong way round: the weight first, then the bias.",
        ),
        Slip(
            weight_alone,
            "You return the weight alone. Return both, the weight and the bias.",
        ),
    ],
    forbids=[
        "nnkit.IndexedNetwork",
        "nnkit.network.IndexedNetwork",
    ],
)

# %% [markdown]
# ## All together

# %%
check.summary()
