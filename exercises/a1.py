# %% [markdown]
# # Assignment 1: one neuron
#
# A greenhouse keeper goes home at dusk. Two instruments stay behind: a thermometer and a camera that looks
# at the sky. Clear and cool evenings end in frost; clouds keep the ground warm. You will build the small
# machine that decides at dusk whether to switch on the heating: **one neuron**, in five functions of a few
# lines each. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $x_1$ | temperature at dusk | 10 °C |
# | $x_2$ | cloud cover | 0 clear … 1 overcast |
# | $y$ | what happened that night (the label) | 1 frost, 0 no frost |
# | $\hat y$ | what the neuron said | 1 frost, 0 no frost |
#
# <how to work>

# %% start="a1"
from nnkit.figures import CurveFigure, PlaneFigure, explore
from verdict import Checks

check = Checks("a1")

# %% setup="true"
import numpy as np

# %% [markdown]
# ## 1. The score (<points:affine_score>)
#
# The neuron first weighs its inputs and adds a bias:
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + b = \sum_i w_i x_i + b$$
#
# One evening comes as a vector, a whole season as a table with one row an evening. Write a function that
# takes both, and any number of inputs.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x`, one evening | `(n,)` | → | `z` | a number |
# | `x`, a batch of N | `(N, n)` | → | `z` | `(N,)` |
# | `weight` | `(n,)` | | | |
# | `bias` | a number | | | |


# %% solution="affine_score"
def affine_score(x, weight, bias):
    """Return z = w·x + b: a number for one point x (n,), an array (N,) for a batch x (N, n)."""
    ### BEGIN SOLUTION
    return x @ weight + bias
    ### END SOLUTION


# %% [markdown]
# The curve is your score as $x_1$ goes from −3 to 3 while $x_2 = 1$. Which slider tilts it, which only
# lifts it?

# %% slider="affine_score"
explore(
    affine_score,
    check.grid("affine_score"),
    CurveFigure.compare(x=np.linspace(-3, 3, 13), xlabel="x1", ylabel="z", ylim=[-8, 8]),
)

# %% check="affine_score"
check(affine_score)

# %% verdict="affine_score"
from verdict import Slider, Slip, Task


def no_bias(x, weight, bias):
    return x @ weight


def bias_subtracted(x, weight, bias):
    return x @ weight - bias


def not_summed(x, weight, bias):
    return x * weight + bias


def summed_over_batch(x, weight, bias):
    return np.sum(x * weight) + bias


def rows_for_columns(x, weight, bias):
    return weight[0] * x[0] + weight[1] * x[1] + bias


def rows_looped(x, weight, bias):
    z = bias
    for i in range(len(weight)):
        z = z + weight[i] * x[i]
    return z


def two_inputs_only(x, weight, bias):
    return weight[0] * x[..., 0] + weight[1] * x[..., 1] + bias


def weight_first(x, weight, bias):
    return weight @ x + bias


def second_axis(x, weight, bias):
    return np.sum(x * weight, axis=1) + bias


def averaged(x, weight, bias):
    return np.mean(x * weight, axis=-1) + bias


def squashed(x, weight, bias):
    return 1 / (1 + np.exp(-(x @ weight + bias)))


def builtin_sum(x, weight, bias):
    return sum(x * weight) + bias


def bias_each_input(x, weight, bias):
    return np.sum(x * weight + bias, axis=-1)


def first_input_only(x, weight, bias):
    return weight[0] * x[..., 0] + bias


def wrapped(x, weight, bias):
    return [x @ weight + bias]


def draw_point(rng):
    return rng.normal(size=2), rng.normal(size=2), float(rng.normal())


def draw_batch(rng):
    return rng.normal(size=(rng.integers(2, 9), 2)), rng.normal(size=2), float(rng.normal())


def draw_wide(rng):
    inputs = rng.integers(3, 8)
    return rng.normal(size=(5, inputs)), rng.normal(size=inputs), float(rng.normal())


evenings = np.array([[0.5, 0.0], [1.5, 1.0], [-0.5, 0.25]])
line = np.stack([np.linspace(-3, 3, 13), np.ones(13)], axis=1)
steps = [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]

task = Task(
    reference=affine_score,
    parts={
        "one point": [
            (np.array([2.0, 1.0]), np.array([-1.5, -1.0]), 3.0),
            (evenings[0], np.array([2.0, 4.0]), 0.25),
        ],
        "a batch": [(evenings, np.array([-2.0, -1.0]), 1.5), (evenings[:2], np.array([0.5, 3.0]), -1.0)],
        "a batch of one": [(evenings[1:2], np.array([-2.0, 0.5]), 1.0)],
        "any number of inputs": [
            (np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 2.0]), -0.5),
            (np.array([[1.0, 0.0, 2.0, -1.0], [0.5, 1.0, 0.0, 3.0]]), np.array([1.0, -2.0, 0.5, 2.0]), 0.75),
        ],
    },
    draw={"one point": draw_point, "a batch": draw_batch, "any number of inputs": draw_wide},
    grid=(
        line,
        [Slider("w1", steps, start=1.0), Slider("w2", steps, start=-0.5)],
        Slider("b", steps, start=1.0),
    ),
    slips=[
        Slip(
            no_bias,
            "The bias is missing: your z is w·x alone, so with all inputs 0 it is always 0. Look at the "
            "formula: what comes after the sum?",
        ),
        Slip(
            bias_subtracted,
            "The bias has the wrong sign: the formula adds it, and you subtract it.",
        ),
        Slip(
            not_summed,
            "The products are right, but they are not added up: there is one z for each point, not one "
            "for each input. Look at the Σ in the formula.",
        ),
        Slip(
            summed_over_batch,
            "You add up over the whole batch: all points together get one z. Each point (row) wants its "
            "own: along which axis do the inputs of one point lie?",
        ),
        Slip(
            builtin_sum,
            "Python's own `sum` adds the rows of a batch to each other, so points get mixed: right for "
            "one point only. NumPy's sum can be told the axis along which the inputs lie.",
        ),
        Slip(
            rows_for_columns,
            "In a batch `x[0]` is the first point, not the first input, so your function mixes points: "
            "right for one point only. The first inputs of all points are `x[..., 0]`.",
        ),
        Slip(
            rows_looped,
            "In a batch `x[i]` is point i, not input i, so your loop mixes points: right for one point "
            "only. Input i of every point is `x[..., i]`.",
        ),
        Slip(
            two_inputs_only,
            "Your function uses the first two inputs and forgets the others. A neuron has as many "
            "weights as inputs: let the sum run over all of them.",
        ),
        Slip(
            weight_first,
            "With the weights on the left of `@` it is right for one point only. In a batch each point "
            "is a row, so the inputs run along the last axis: which of the two must stand on the left?",
        ),
        Slip(
            second_axis,
            "Right for a batch, but a single point has no axis 1. The inputs lie along the last axis in "
            "both: count the axes from the end.",
        ),
        Slip(
            averaged,
            "You take the mean of the products, and z is their sum.",
        ),
        Slip(
            bias_each_input,
            "You add the bias once for every input. The formula adds it once, after the sum: does it "
            "stand inside your loop or your sum?",
        ),
        Slip(
            first_input_only,
            "Only the first input counts. If you have a loop: does its `return` stand inside, so that "
            "it ends after the first turn?",
        ),
        Slip(
            wrapped,
            "The numbers are right, but wrapped up once more: square brackets, or a comma at the end of "
            "the line, make a list or tuple of your z. Return z itself.",
        ),
        Slip(
            squashed,
            "You have already put z through the sigmoid. This task wants the plain score z, which can be "
            "any number; the probability is task 4.",
        ),
    ],
    forbids=["nnkit.Neuron", "nnkit.neuron.Neuron", "torch.nn.Linear", "torch.nn.functional.linear"],
)

# %% [markdown]
# ## 2. The decision (<points:predict>)
#
# A perceptron says *frost* when the score is not negative:
#
# $$\hat y = \begin{cases} 1 & \text{if } z \ge 0 \\ 0 & \text{otherwise} \end{cases}$$
#
# Mind the edge: at $z = 0$ the answer is 1. (Better one warm night too many.)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | a number or any array | → | $\hat y$, each 0 or 1 | the same |


# %% solution="predict"
def predict(z):
    """Return 1 where z >= 0 and 0 elsewhere, in the shape of z."""
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) >= 0, 1, 0)
    ### END SOLUTION


# %% [markdown]
# Here $z = x + b$ along a line of points. Move $b$: where does the answer jump, and what is it *on* the jump?

# %% slider="predict"
explore(
    predict,
    check.grid("predict"),
    CurveFigure.compare(x=np.linspace(-3, 3, 97), xlabel="x", ylabel="yhat", ylim=[-0.5, 1.5]),
)

# %% check="predict"
check(predict)


# %% verdict="predict"
def strictly_greater(z):
    return np.where(np.asarray(z) > 0, 1, 0)


def plus_minus_one(z):
    return np.where(np.asarray(z) >= 0, 1, -1)


def signs(z):
    return np.sign(z)


def reversed_answer(z):
    return np.where(np.asarray(z) < 0, 1, 0)


def threshold_half(z):
    return np.where(np.asarray(z) >= 0.5, 1, 0)


def probability_half(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def one_number_only(z):
    return 1 if z >= 0 else 0


def arrays_only(z):
    return np.array([1 if one >= 0 else 0 for one in z])


def int_of_comparison(z):
    return int(z >= 0)


def as_long_as_z(z):
    answer = np.zeros(len(z))
    answer[z >= 0] = 1
    return answer


def stored_in_z(z):
    z[z >= 0] = 1
    z[z < 0] = 0
    return z


def stored_too_early(z):
    z[z < 0] = 0
    z[z >= 0] = 1
    return z


task = Task(
    reference=predict,
    parts={
        "numbers and arrays away from 0": [
            (2.5,),
            (0.25,),
            (-1.0,),
            (np.array([-1.5, 0.25, 3.0]),),
            (np.array([[-2.0, 1.0], [0.25, -0.5]]),),
            (np.array([-3.0]),),
        ],
        "exactly at z = 0": [(0.0,), (np.array([-1.0, 0.0, 1.0]),)],
    },
    draw={
        "numbers and arrays away from 0": lambda rng: (rng.normal(size=rng.integers(2, 9)),),
        "exactly at z = 0": lambda rng: (rng.integers(-2, 3, size=9) * rng.integers(0, 2, size=9) * 0.5,),
    },
    grid=(Slider("b", steps, lambda b: np.linspace(-3, 3, 97) + b, start=0.5),),
    slips=[
        Slip(
            strictly_greater,
            "At z = 0 exactly your function answers 0, and the rule says 1 if z ≥ 0: use `>=`, not `>`.",
        ),
        Slip(
            plus_minus_one,
            "The labels are 0 and 1 here, and you answer −1 on the negative side, as if they were −1 and +1. "
            "Return 0 there.",
        ),
        Slip(signs, "np.sign gives −1, 0 and +1. The labels here are 0 and 1, and at z = 0 the answer is 1."),
        Slip(reversed_answer, "The answers are the wrong way round: 1 belongs to z ≥ 0, and 0 to z < 0."),
        Slip(
            threshold_half,
            "You compare z with 0.5. That is the threshold of a probability; a score is compared with 0.",
        ),
        Slip(
            probability_half,
            "You return the sigmoid of z, a number between 0 and 1. The decision is 0 or 1: compare z with"
            " 0.",
        ),
        Slip(
            one_number_only,
            "An `if` decides once, so your function works for one number only and not for an array. A "
            "comparison takes a whole array and gives True or False for each entry: look for a way to "
            "turn these into 1 and 0.",
        ),
        Slip(
            arrays_only,
            "Your function works for arrays of one axis, and z may also be one plain number, which has "
            "no entries to go through, or a table. A comparison takes all of them as they are.",
        ),
        Slip(
            int_of_comparison,
            "`int` makes one number, so it fails for an array. The comparison itself takes whole "
            "arrays: look for a way to turn each True and False into 1 and 0.",
        ),
        Slip(
            as_long_as_z,
            "You make room for as many answers as z is long, but z may be one plain number, which has "
            "no length, or a table, whose length counts only its rows. Start from the comparison: it "
            "has the shape of z.",
        ),
        Slip(
            stored_in_z,
            "You store the answers in z itself: whoever called your function loses the scores, and z "
            "may be one plain number, in which nothing can be stored. Make something new out of the "
            "comparison.",
        ),
        Slip(
            stored_too_early,
            "After your first line no negative number is left, so your second line makes everything 1. "
            "Besides, you store in z itself: whoever called your function loses the scores, and z may "
            "be one plain number. Make something new out of the comparison.",
        ),
    ],
    forbids=[
        "nnkit.step",
        "nnkit.activations.step",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.perceptron_loss_vjp",
        "nnkit.losses.perceptron_loss_vjp",
        "nnkit.Neuron",
        "nnkit.neuron.Neuron",
    ],
)

# %% [markdown]
# ## 3. Learning from a mistake (<points:perceptron_update>)
#
# A perceptron learns one evening at a time, and only when it was wrong. With the label $y$ and its answer
# $\hat y$, both 0 or 1,
#
# $$w \leftarrow w + (y - \hat y)\,x, \qquad b \leftarrow b + (y - \hat y)$$
#
# If it said *no frost* and frost came, $y - \hat y = 1$ moves the weights towards $x$; in the other case away
# from it; and where it was right nothing moves.
#
# Return the **new** weight and bias. Leave the old ones as they are: who called your function may still need
# them.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `weight` | `(n,)`, perhaps of whole numbers | → | `weight` | `(n,)` |
# | `bias` | a number | → | `bias` | a number |
# | `x` | `(n,)` | | | |
# | `target` | the label $y$, 0 or 1 | | | |


# %% solution="perceptron_update"
def perceptron_update(weight, bias, x, target):
    """Return (weight, bias) after seeing one point x (n,) with label target, 0 or 1."""
    ### BEGIN SOLUTION
    error = target - predict(affine_score(x, weight, bias))
    return weight + error * x, bias + error
    ### END SOLUTION


# %% [markdown]
# Move the point and switch its label. The line before the step, yours after it, and the right one are drawn.
# When does the line not move at all?

# %% slider="perceptron_update"
explore(
    perceptron_update,
    check.grid("perceptron_update"),
    PlaneFigure.compare(
        line=lambda updated, weight, bias, x, target: (*updated[0], updated[1]),
        before=lambda weight, bias, x, target: (*weight, bias),
        points=lambda weight, bias, x, target: [[*x, target]],
    ),
)

# %% check="perceptron_update"
check(perceptron_update)


# %% verdict="perceptron_update"
def labels_plus_minus(weight, bias, x, target):
    if target * (x @ weight + bias) <= 0:
        return weight + target * x, bias + target
    return weight, bias


def always_updates(weight, bias, x, target):
    direction = 2 * target - 1
    return weight + direction * x, bias + direction


def in_place(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    weight += error * x
    return weight, bias + error


def whole_numbers(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    new = weight.copy()
    for i in range(len(x)):
        new[i] += error * x[i]
    return new, bias + error


def always_adds(weight, bias, x, target):
    if (x @ weight + bias >= 0) != target:
        return weight + x, bias + 1
    return weight, bias


def wrong_direction(weight, bias, x, target):
    error = (1 if x @ weight + bias >= 0 else 0) - target
    return weight + error * x, bias + error


def bias_forgotten(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    return weight + error * x, bias


def decides_without_bias(weight, bias, x, target):
    error = target - (1 if x @ weight >= 0 else 0)
    return weight + error * x, bias + error


def strict_decision(weight, bias, x, target):
    error = target - (1 if x @ weight + bias > 0 else 0)
    return weight + error * x, bias + error


def logistic_step(weight, bias, x, target):
    error = target - 1 / (1 + np.exp(-(x @ weight + bias)))
    return weight + error * x, bias + error


def score_as_answer(weight, bias, x, target):
    error = target - (x @ weight + bias)
    return weight + error * x, bias + error


def weight_only(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    return weight + error * x


def cast_refused(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    new = weight.copy()
    new += error * x
    return new, bias + error


def weight_forgotten(weight, bias, x, target):
    return weight, bias + target - (1 if x @ weight + bias >= 0 else 0)


def input_forgotten(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    return weight + error, bias + error


def the_other_way_round(weight, bias, x, target):
    error = target - (1 if x @ weight + bias >= 0 else 0)
    return bias + error, weight + error * x


def decided_twice(weight, bias, x, target):
    weight = weight + (target - (1 if x @ weight + bias >= 0 else 0)) * x
    return weight, bias + target - (1 if x @ weight + bias >= 0 else 0)


def nothing_learnt(weight, bias, x, target):
    return weight + 0 * x, bias


def scored(rng, weight, x, z, target):
    """A point that gets the score z: the bias makes up for what the weights leave."""
    return weight, float(z * rng.uniform(0.25, 2) - x @ weight), x, target


def draw_missed_frost(rng):
    return scored(rng, rng.normal(size=2), rng.normal(size=2), -1, 1)


def draw_false_alarm(rng):
    return scored(rng, rng.normal(size=2), rng.normal(size=2), 1, 0)


def draw_right_answer(rng):
    target = int(rng.integers(2))
    return scored(rng, rng.normal(size=2), rng.normal(size=2), 2 * target - 1, target)


def draw_whole_numbers(rng):
    target = int(rng.integers(2))
    return scored(rng, rng.integers(-3, 4, size=2), rng.normal(size=2), 1 - 2 * target, target)


def draw_many_inputs(rng):
    inputs, target = rng.integers(3, 8), int(rng.integers(2))
    return scored(rng, rng.normal(size=inputs), rng.normal(size=inputs), 1 - 2 * target, target)


task = Task(
    reference=perceptron_update,
    parts={
        "frost came and it said no": [
            (np.array([1.0, -1.0]), 0.5, np.array([0.5, 2.0]), 1),
            (np.array([-1.0, 0.5]), -0.25, np.array([1.0, 0.5]), 1),
            (np.array([-3.0, -1.0]), -1.0, np.array([0.5, 0.25]), 1),  # one step is not enough
        ],
        "no frost came and it said frost": [
            (np.array([1.0, 1.0]), 0.5, np.array([1.5, 0.25]), 0),
            (np.array([-1.0, -0.5]), 2.5, np.array([0.5, 1.0]), 0),
        ],
        "it was right: nothing moves": [
            (np.array([1.0, 1.0]), 0.5, np.array([1.5, 0.25]), 1),
            (np.array([1.0, -1.0]), 0.5, np.array([0.5, 2.0]), 0),
            (np.array([-1.0, 0.5]), 1.5, np.array([1.0, 0.5]), 1),
        ],
        "z exactly 0": [
            (np.array([1.0, -1.0]), 0.0, np.array([2.0, 2.0]), 1),
            (np.array([2.0, 1.0]), -2.5, np.array([1.0, 0.5]), 0),
        ],
        "weights given as whole numbers": [
            (np.array([1, -2]), 0.5, np.array([0.5, 1.25]), 1),
            (np.array([1, 1]), 0.0, np.array([0.75, 0.5]), 0),
        ],
        "more than two inputs": [
            (np.array([0.5, -1.0, 2.0]), -1.0, np.array([1.0, 0.5, 0.25]), 1),
            (np.array([0.5, 0.25, 1.0, -1.0]), 0.5, np.array([1.0, 2.0, -0.5, 0.25]), 0),
        ],
    },
    draw={
        "frost came and it said no": draw_missed_frost,
        "no frost came and it said frost": draw_false_alarm,
        "it was right: nothing moves": draw_right_answer,
        "weights given as whole numbers": draw_whole_numbers,
        "more than two inputs": draw_many_inputs,
    },
    grid=(
        np.array([1.0, -1.0]),
        -0.5,
        [Slider("x1", steps, start=1.0), Slider("x2", steps, start=1.5)],
        Slider("y", [0, 1], start=1),
    ),
    slips=[
        Slip(
            labels_plus_minus,
            "Your rule is the one for labels −1 and +1, and here they are 0 and 1: with y = 0 it "
            "multiplies by 0, so a false alarm never changes anything. Use the difference y − ŷ.",
        ),
        Slip(
            always_updates,
            "You update on every point, also where the answer was right. A perceptron learns only from "
            "mistakes: y − ŷ is 0 when it was right, and then nothing moves.",
        ),
        Slip(
            in_place,
            "The new values are right, but you change the given weights in place (`weight += …`), so "
            "whoever called your function loses the old ones. `weight = weight + …` makes a new array.",
        ),
        Slip(
            whole_numbers,
            "With weights given as whole numbers the step loses its fraction: a copy of an integer "
            "array is an integer array, and it cuts off what you store in it. Let the sum of the old "
            "weights and the step make a new array.",
        ),
        Slip(
            always_adds,
            "You always add x. A false alarm (answer 1, label 0) must move the weights away from x: "
            "which sign has y − ŷ there?",
        ),
        Slip(
            wrong_direction,
            "The step goes the wrong way, so the mistake gets worse: the error is label minus answer, "
            "and you take answer minus label.",
        ),
        Slip(
            bias_forgotten,
            "The weights are right, but the bias stays where it was. It learns too (the second "
            "formula), as if it were the weight of an input that is always 1.",
        ),
        Slip(
            decides_without_bias,
            "Your ŷ is decided from w·x without the bias, so some right answers count as mistakes and "
            "the other way round. Look at task 1: what is the score?",
        ),
        Slip(
            strict_decision,
            "All is right except where z is exactly 0: there the answer is ŷ = 1 (`>=`), and you take it "
            "as 0.",
        ),
        Slip(
            logistic_step,
            "You use the probability σ(z) in the error. That is the step of logistic regression; the "
            "perceptron uses its answer ŷ, which is 0 or 1.",
        ),
        Slip(
            score_as_answer,
            "You use the score z in the error: y − z. The perceptron uses its answer ŷ, which is 0 or 1.",
        ),
        Slip(
            weight_only,
            "You return the weights alone. Return both, in the order of the table above.",
        ),
        Slip(
            cast_refused,
            "With weights given as whole numbers NumPy refuses the step: a copy of an integer array is "
            "an integer array, and `+=` cannot store fractions in it. `a = a + b` makes a new array of "
            "the right kind.",
        ),
        Slip(
            weight_forgotten,
            "The bias is right, but the weights stay where they were. They learn too: see the first formula.",
        ),
        Slip(
            input_forgotten,
            "The weights move by y − ŷ alone, all by the same. Look at the first formula: what is y − ŷ "
            "multiplied by?",
        ),
        Slip(
            the_other_way_round,
            "Both results are right, but the wrong way round: see the order in the table above.",
        ),
        Slip(
            decided_twice,
            "The weights are right. For the bias you decide ŷ a second time, with the weights that have "
            "moved already: decide once, before anything moves.",
        ),
        Slip(
            nothing_learnt,
            "Nothing ever moves: you return the weight and bias that were given. Where the answer was "
            "wrong, y − ŷ is 1 or −1, and both must change.",
        ),
    ],
    forbids=[
        "nnkit.perceptron_update",
        "nnkit.neuron.perceptron_update",
        "nnkit.fit_perceptron",
        "nnkit.neuron.fit_perceptron",
    ],
)

# %% [markdown]
# ## 4. How sure is it? (<points:logistic_probability>)
#
# Logistic regression answers with a probability instead:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# A score can be far from 0, and $e^{1000}$ is more than a computer can hold. Your function must be right
# there too: close to 0 for $z = -1000$, close to 1 for $z = 1000$, and never `nan` or an error. (Which of
# $\frac{1}{1 + e^{-z}}$ and $\frac{e^{z}}{1 + e^{z}}$, the same number, is safe for which sign of $z$?)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | a number or any array, perhaps of whole numbers | → | probability, between 0 and 1 | the same |


# %% solution="logistic_probability"
def logistic_probability(z):
    """Return 1 / (1 + exp(-z)) in the shape of z, without overflow."""
    ### BEGIN SOLUTION
    shrunk = np.exp(-np.abs(z))  # between 0 and 1, so it never overflows
    return np.where(np.asarray(z) >= 0, 1, shrunk) / (1 + shrunk)
    ### END SOLUTION


# %% [markdown]
# Here $z = w\,x$. Move $w$: what do large, small and negative weights do to the curve?

# %% slider="logistic_probability"
explore(
    logistic_probability,
    check.grid("logistic_probability"),
    CurveFigure.compare(x=np.linspace(-6, 6, 97), xlabel="x", ylabel="yhat", ylim=[-0.2, 1.2]),
)

# %% check="logistic_probability"
check(logistic_probability)


# %% verdict="logistic_probability"
import math


def overflows_right(z):
    return np.exp(z) / (1 + np.exp(z))


def overflows_left(z):
    if np.ndim(z) == 0:
        return 1 / (1 + math.exp(-z))
    return np.reshape([1 / (1 + math.exp(-one)) for one in np.ravel(z)], np.shape(z))


def math_exp(z):
    return 1 / (1 + math.exp(-z))


def stable_one_number(z):
    return 1 / (1 + np.exp(-z)) if z >= 0 else np.exp(z) / (1 + np.exp(z))


def parentheses_lost(z):
    return 1 / 1 + np.exp(-np.asarray(z))


def sign_lost(z):
    return 1 / (1 + np.exp(z))


def tanh_instead(z):
    return np.tanh(z)


def answer_instead(z):
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


def softmax_instead(z):
    powers = np.exp(z - np.max(z))
    return powers / powers.sum()


def derivative_instead(z):
    small = np.exp(-np.abs(z))
    return small / (1 + small) ** 2


def mirrored(z):
    return 1 / (1 + np.exp(-np.abs(z)))


def whole_numbers_stored(z):
    z = np.asarray(z)
    answer, small = np.zeros_like(z), np.exp(-np.abs(z))
    answer[z >= 0] = 1 / (1 + small[z >= 0])
    answer[z < 0] = small[z < 0] / (1 + small[z < 0])
    return answer


task = Task(
    reference=logistic_probability,
    parts={
        "one number": [(0.0,), (2.0,), (-1.0,)],
        "a batch": [(np.array([-2.0, 0.0, 0.5]),), (np.array([1.5]),)],
        "a table": [(np.array([[-1.0, 1.0], [3.0, 0.0]]),)],
        "far from 0": [(1000.0,), (-1000.0,), (np.array([-1000.0, -40.0, 40.0, 1000.0]),)],
        "whole numbers": [(2,), (np.array([-1, 0, 3]),)],
    },
    draw={
        "one number": lambda rng: (float(rng.normal(scale=3)),),
        "a batch": lambda rng: (rng.normal(scale=3, size=rng.integers(2, 9)),),
        "a table": lambda rng: (rng.normal(scale=3, size=(3, rng.integers(2, 5))),),
        "far from 0": lambda rng: (rng.choice([-1, 1], size=6) * rng.uniform(20, 2000, size=6),),
        "whole numbers": lambda rng: (rng.integers(-5, 6, size=rng.integers(2, 9)),),
    },
    grid=(Slider("w", steps, lambda w: w * np.linspace(-6, 6, 97), start=1.0),),
    slips=[
        Slip(
            overflows_right,
            "Right near 0, but exp(z) overflows for large z, and inf / inf is nan. For which sign of z "
            "is your form safe, and which form is safe for the other?",
        ),
        Slip(
            overflows_left,
            "Right near 0, but math.exp(−z) overflows for very negative z and raises an error. For "
            "which sign of z is your form safe, and which form is safe for the other?",
        ),
        Slip(
            math_exp,
            "math.exp takes one number at a time and overflows far from 0. NumPy's takes whole arrays; "
            "mind the sign of its argument, so that it never gets large.",
        ),
        Slip(
            stable_one_number,
            "Right for one number, but an `if` (like max, min) decides once, and an array wants a "
            "decision for each entry: look for NumPy's functions that choose or limit entry by entry.",
        ),
        Slip(
            parentheses_lost,
            "Parentheses are missing: `1 / 1 + a` is (1 / 1) + a. The whole denominator wants to be in them.",
        ),
        Slip(
            sign_lost,
            "The sign of the exponent is lost: yours falls where it should rise. Compare with the formula.",
        ),
        Slip(
            mirrored,
            "Right for z ≥ 0. For negative z you return the probability of −z, so never less than 0.5: "
            "|z| keeps the power small, but each sign of z wants a fraction of its own.",
        ),
        Slip(
            whole_numbers_stored,
            "Right, but not where z holds whole numbers: an array made like z then holds whole numbers "
            "too and cuts off what you store in it, so every probability becomes 0 or 1. Make the array "
            "for floats.",
        ),
        Slip(
            tanh_instead,
            "That is tanh, which runs from −1 to 1. A probability runs from 0 to 1, and σ(0) is 0.5.",
        ),
        Slip(
            answer_instead,
            "That is the decision of task 2, only 0 or 1. Here the neuron says how sure it is: σ(0) is 0.5.",
        ),
        Slip(
            softmax_instead,
            "You divide by a sum over the whole batch (a softmax), so the values add up to 1. Every entry "
            "has its own probability here, whatever the others are.",
        ),
        Slip(
            derivative_instead,
            "That is the derivative σ(z)(1 − σ(z)), at most 0.25. The task asks for σ(z) itself.",
        ),
    ],
    forbids=[
        "nnkit.sigmoid",
        "nnkit.activations.sigmoid",
        "nnkit.softplus_derivative",
        "nnkit.activations.softplus_derivative",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.binary_cross_entropy_with_logits",
        "nnkit.losses.binary_cross_entropy_with_logits",
        "nnkit.binary_cross_entropy_with_logits_vjp",
        "nnkit.losses.binary_cross_entropy_with_logits_vjp",
        "nnkit.logistic_gradient",
        "nnkit.neuron.logistic_gradient",
        "nnkit.fit_logistic",
        "nnkit.neuron.fit_logistic",
        "nnkit.Neuron",
        "nnkit.neuron.Neuron",
        "scipy.special.expit",
        "scipy.stats.logistic",
        "torch.sigmoid",
        "torch.Tensor.sigmoid",
        "torch.Tensor.sigmoid_",
        "torch.special.expit",
        "torch.nn.Sigmoid",
        "torch.nn.functional.sigmoid",
    ],
)

# %% [markdown]
# ## 5. The line on the wall (<points:boundary_line>)
#
# The keeper wants a chart: temperature to the right, clouds upwards, and the line between *frost* and *no
# frost*. It is where the score is 0. Solve $w_1 x_1 + w_2 x_2 + b = 0$ for $x_2$:
#
# $$x_2 = \text{slope} \cdot x_1 + \text{intercept}$$
#
# If $w_2 = 0$ the line is vertical and has no slope: then `raise ValueError` with a sentence that says so.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `weight` | `(2,)` | → | `slope` | a number |
# | `bias` | a number | → | `intercept` | a number |


# %% solution="boundary_line"
def boundary_line(weight, bias):
    """Return (slope, intercept) of the line w·x + b = 0; raise ValueError if it is vertical."""
    ### BEGIN SOLUTION
    if weight[1] == 0:
        raise ValueError("w2 is 0: the boundary is vertical and has no slope")
    return -weight[0] / weight[1], -bias / weight[1]
    ### END SOLUTION


# %% [markdown]
# Your line beside the right one (it may lie outside the picture). Make $w_2$ small: what happens to the line?
# The slider stops short of 0, where there is no slope any more; the check does not.

# %% slider="boundary_line"
explore(
    boundary_line,
    check.grid("boundary_line"),
    # slope · x1 − x2 + intercept = 0 is the same line
    PlaneFigure.compare(line=lambda found, weight, bias: (found[0], -1, found[1]), normal=False),
)

# %% check="boundary_line"
check(boundary_line)


# %% verdict="boundary_line"
def upright(weight):
    if weight[1] == 0:
        raise ValueError("vertical")


def slope_sign(weight, bias):
    upright(weight)
    return weight[0] / weight[1], -bias / weight[1]


def intercept_sign(weight, bias):
    upright(weight)
    return -weight[0] / weight[1], bias / weight[1]


def both_signs(weight, bias):
    upright(weight)
    return weight[0] / weight[1], bias / weight[1]


def swapped(weight, bias):
    upright(weight)
    return -bias / weight[1], -weight[0] / weight[1]


def solved_for_x1(weight, bias):
    upright(weight)
    return -weight[1] / weight[0], -bias / weight[0]


def along_the_weight(weight, bias):
    upright(weight)
    return weight[1] / weight[0], -bias / weight[1]


def through_origin(weight, bias):
    upright(weight)
    return -weight[0] / weight[1], 0.0


def intercept_undivided(weight, bias):
    upright(weight)
    return -weight[0] / weight[1], -bias


def vertical_infinite(weight, bias):
    return -weight[0] / weight[1], -bias / weight[1]


def vertical_division(weight, bias):
    return -float(weight[0]) / float(weight[1]), -bias / float(weight[1])


def draw_line(rng):
    return rng.choice([-1, 1], size=2) * rng.uniform(0.25, 2, size=2), float(rng.normal())


task = Task(
    reference=boundary_line,
    parts={
        "through the origin": [(np.array([1.0, -2.0]), 0.0), (np.array([3.0, 1.0]), 0.0)],
        "slope and intercept": [
            (np.array([1.0, 2.0]), -3.0),
            (np.array([-1.5, 0.5]), 1.0),
            (np.array([-2.0, -4.0]), 1.0),
        ],
        "a level line, w1 = 0": [(np.array([0.0, 2.0]), 3.0)],
        "a vertical line, w2 = 0": [(np.array([2.0, 0.0]), -1.0)],
    },
    draw={
        "slope and intercept": draw_line,
        "a vertical line, w2 = 0": lambda rng: (np.array([rng.uniform(0.5, 3), 0.0]), float(rng.normal())),
    },
    grid=(
        [Slider("w1", steps, start=1.0), Slider("w2", [0.25, 0.5, 1.0, 1.5, 2.0], start=1.0)],
        Slider("b", steps, start=0.5),
    ),
    slips=[
        Slip(
            slope_sign,
            "The slope has the wrong sign: what happens to w1·x1 when it goes to the other side of the "
            "equation?",
        ),
        Slip(
            intercept_sign,
            "The intercept has the wrong sign: what happens to b when it goes to the other side of the "
            "equation?",
        ),
        Slip(
            both_signs,
            "Slope and intercept both have the wrong sign: what happens to w1·x1 and to b when they go "
            "to the other side of the equation?",
        ),
        Slip(
            swapped,
            "Both numbers are right, but the wrong way round: return the slope first, then the intercept.",
        ),
        Slip(
            solved_for_x1,
            "You solved for x1, and the chart has x1 to the right: solve for x2, so divide by w2.",
        ),
        Slip(
            along_the_weight,
            "Your slope w2 / w1 is that of the weight vector. The boundary stands at a right angle to it.",
        ),
        Slip(
            through_origin,
            "Your line always goes through the origin, but the bias moves it: at which x2 does it stand "
            "where x1 = 0?",
        ),
        Slip(
            intercept_undivided,
            "The slope is right. In the intercept you forgot to divide: solving for x2 divides both terms.",
        ),
        Slip(
            vertical_infinite,
            "All is right but the vertical line: with w2 = 0 you divide by 0 and return inf or nan. Look "
            "at w2 first and `raise ValueError(...)`, so that nobody draws nonsense.",
        ),
        Slip(
            vertical_division,
            "All is right but the vertical line: with w2 = 0 Python stops with ZeroDivisionError. Look at "
            "w2 first and `raise ValueError(...)` with a sentence that tells why there is no slope.",
        ),
    ],
    forbids=["nnkit.Neuron", "nnkit.neuron.Neuron", "nnkit.Boundary", "nnkit.neuron.Boundary"],
)

# %% [markdown]
# ## All together

# %%
check.summary()
