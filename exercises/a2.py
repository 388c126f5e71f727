# %% [markdown]
# # Assignment 2: activations
#
# A microphone hangs in a garden at night, and a small network listens. Each of its units weighs the sound as
# in assignment 1 and ends with one number $z$: how far a call stands out above the wind. What the unit *says*
# is $g(z)$, its **activation**: on or off, how loud, how probable, or which animal it was. Whether it can
# *learn* is a matter of the slope $g'(z)$, for by the chain rule every gradient that comes back through the
# unit is multiplied by it. You will write the activations of the lecture and their slopes, in six functions
# of a few lines each. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $z$ | loudness of a call minus that of the wind | 10 dB |
# | $a = g(z)$ | what the unit says | 0 or 1, or 10 dB, or a probability |
# | $g'(z)$ | the slope: how much $a$ grows for each unit of $z$ | unit of $a$ per 10 dB |
# | $z_1 \dots z_K$ | the same $z$ for the voices of $K$ animals: the logits | 10 dB |
# | $a_1 \dots a_K$ | how probable it is that each of them called | 0 … 1 |
#
# <how to work>

# %% start="a2"
from nnkit.figures import ArrayFigure, CurveFigure, explore
from verdict import Checks

check = Checks("a2")

# %% setup="true"
import numpy as np

import nnkit

# %% [markdown]
# ## 1. On or off (<points:hard_threshold>)
#
# A switch starts the recorder as soon as a call is no longer drowned by the wind: the **hard threshold**, as
# in the perceptron.
#
# $$g(z) = \begin{cases} 1 & \text{if } z \ge 0 \\ 0 & \text{otherwise} \end{cases}$$
#
# Return two things: the values $g(z)$ and the slopes $g'(z)$. Think of the graph: how steep is it left of 0,
# and how steep right of it? At the jump itself it has no slope; answer there what you answer everywhere else.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | a number or any array | → | `a`, each 0 or 1 | that of `z` |
# | | | → | `slope` | that of `z` |


# %% solution="hard_threshold"
def hard_threshold(z):
    """Return (a, slope): 1 where z >= 0 and 0 elsewhere, and the slope there, both in the shape of z."""
    ### BEGIN SOLUTION
    a = np.where(z >= 0, 1.0, 0.0)
    return a, np.zeros_like(a)
    ### END SOLUTION


# %% [markdown]
# Your $g$, your $g'$ (dashed) and the tangent at $z$. Before you move $z$: what does the tangent do when it
# crosses 0? And what becomes of a gradient that is multiplied by this slope?

# %% slider="hard_threshold"
explore(
    hard_threshold,
    check.grid("hard_threshold"),  # z along the axis, and as the last number the slider's
    CurveFigure.compare(
        x=np.linspace(-3, 3, 97),
        y=lambda found, z: {"g": found[0][:-1], "g'": found[1][:-1]},
        tangent=lambda found, z: (z[-1], found[0][-1], found[1][-1]),
        xlabel="z",
        ylabel="a",
        ylim=[-0.5, 1.5],
        step=True,
    ),
)

# %% check="hard_threshold"
check(hard_threshold)

# %% verdict="hard_threshold"
from verdict import Slider, Slip, Task


def strictly_greater(z):
    return np.where(z > 0, 1.0, 0.0), np.zeros(np.shape(z))


def plus_minus_one(z):
    return np.where(z >= 0, 1.0, -1.0), np.zeros(np.shape(z))


def switched_over(z):
    return np.where(z >= 0, 0.0, 1.0), np.zeros(np.shape(z))


def half_at_the_jump(z):
    return (np.sign(z) + 1) / 2, np.zeros(np.shape(z))


def from_one_half(z):
    return np.where(z >= 0.5, 1.0, 0.0), np.zeros(np.shape(z))


def step_of_the_value(z):
    a = np.where(z >= 0, 1.0, 0.0)
    return a, a


def step_one_everywhere(z):
    return np.where(z >= 0, 1.0, 0.0), np.ones(np.shape(z))


def step_one_at_the_jump(z):
    return np.where(z >= 0, 1.0, 0.0), np.where(z == 0, 1.0, 0.0)


def step_infinite_at_the_jump(z):
    return np.where(z >= 0, 1.0, 0.0), np.where(z == 0, np.inf, 0.0)


def step_nan_at_the_jump(z):
    return np.where(z >= 0, 1.0, 0.0), np.where(z == 0, np.nan, 0.0)


def step_slope_a_number(z):
    return np.where(z >= 0, 1.0, 0.0), 0.0


def step_value_alone(z):
    return np.where(z >= 0, 1.0, 0.0)


def step_slope_first(z):
    return np.zeros(np.shape(z)), np.where(z >= 0, 1.0, 0.0)


def step_of_one_number(z):
    return (1.0, 0.0) if z >= 0 else (0.0, 0.0)


def step_stored_in_z(z):
    z[z >= 0] = 1
    z[z < 0] = 0
    return z, np.zeros(np.shape(z))


def ends_and_middle(rng):
    """Numbers of both signs, some of them exactly 0."""
    return rng.permutation(np.concatenate([[0.0, 0.0], rng.normal(size=rng.integers(2, 7))]))


def both_sides(rng):
    """Numbers of both signs, none of them 0."""
    z = rng.normal(scale=3, size=rng.integers(2, 9))
    z[:2] = np.abs(z[0]), -np.abs(z[1])
    return z


axis = np.linspace(-3, 3, 97)
places = [-3.0, -2.0, -1.5, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0]
along = {"values": places, "shape": lambda z: np.append(axis, z)}
kinked = {
    "one number": [(2.5,), (0.25,), (-1.0,)],
    "arrays": [
        (np.array([-1.5, 0.25, 3.0]),),
        (np.array([[-2.0, 1.0], [0.25, -0.5]]),),
        (np.array([-3.0]),),
    ],
    "exactly at z = 0": [(0.0,), (np.array([-1.0, 0.0, 1.0]),)],
    "whole numbers": [(2,), (np.array([-1, 3, 2, -2]),)],
}
kinked_draws = {
    "one number": lambda rng: (float(rng.normal()),),
    "arrays": lambda rng: (both_sides(rng),),
    "exactly at z = 0": lambda rng: (ends_and_middle(rng),),
    "whole numbers": lambda rng: (np.append(rng.integers(1, 5, size=rng.integers(2, 7)), [-2, -1]),),
}

task = Task(
    reference=hard_threshold,
    parts=kinked,
    draw=kinked_draws,
    grid=(Slider("z", **along, start=1.0),),
    slips=[
        Slip(
            strictly_greater,
            "At z = 0 exactly your function says 0, and the rule says 1 if z ≥ 0: use `>=`, not `>`.",
        ),
        Slip(
            plus_minus_one,
            "Left of 0 you say −1. This switch knows only on and off: 1 and 0.",
        ),
        Slip(switched_over, "On and off are the wrong way round: 1 belongs to z ≥ 0, and 0 to z < 0."),
        Slip(
            half_at_the_jump,
            "Away from 0 all is right. At z = 0 exactly you say 0.5, half-way between both sides: this "
            "switch knows only on and off, and the rule tells which of them.",
        ),
        Slip(
            from_one_half,
            "Your switch is still off where z is a little above 0. A probability is compared with 0.5; this "
            "z is compared with 0.",
        ),
        Slip(
            step_of_the_value,
            "The values are right, but you return them as slopes too. On the right the graph is high, and a "
            "slope is not how high it is but how fast it rises: how fast does it rise there?",
        ),
        Slip(
            step_one_everywhere,
            "The values are right. Your slope is 1 everywhere, which is the slope of a line that rises by 1 "
            "for each unit of z. How much does this graph rise between z = 1 and z = 2?",
        ),
        Slip(
            step_one_at_the_jump,
            "Away from 0 all is right. At z = 0 your slope is 1, but a jump has no slope: the task says what "
            "to answer there.",
        ),
        Slip(
            step_infinite_at_the_jump,
            "Away from 0 all is right. At z = 0 your slope is infinite: no gradient survives to be "
            "multiplied by that. The task says what to answer there.",
        ),
        Slip(
            step_nan_at_the_jump,
            "Away from 0 all is right. At z = 0 you answer nan: honest, but every sum that it enters becomes "
            "nan as well. The task says what to answer there.",
        ),
        Slip(
            step_slope_a_number,
            "Right for one number, but for an array of z your slope is still one number: each z wants a "
            "slope of its own. Which NumPy function makes an array as large as another?",
        ),
        Slip(
            step_value_alone,
            "The values are right, but the slopes are missing. Return both: `return a, slope`.",
        ),
        Slip(step_slope_first, "Both are right, but the wrong way round: first the values, then the slopes."),
        Slip(
            step_of_one_number,
            "An `if` decides once, so your function works for one number only. A comparison takes a whole "
            "array and answers True or False for each entry: how do these become 1 and 0?",
        ),
        Slip(
            step_stored_in_z,
            "You store the answers in z itself: whoever called your function loses the loudness, and z may "
            "be one plain number, in which nothing can be stored. Make something new out of the comparison.",
        ),
    ],
    forbids=[
        "numpy.heaviside",
        "nnkit.step",
        "nnkit.activations.step",
        "nnkit.step_derivative",
        "nnkit.activations.step_derivative",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.Activation",
        "nnkit.layers.Activation",
        "nnkit.Neuron",
        "nnkit.neuron.Neuron",
        "torch.heaviside",
        "torch.Tensor.heaviside",
    ],
)

# %% [markdown]
# ## 2. How loud (<points:relu>)
#
# The volume of the recording follows the call, and what the wind drowns is not played at all: the **ReLU**,
# short for *rectified linear unit*.
#
# $$g(z) = \max(0, z), \qquad
# g'(z) = \begin{cases} 1 & \text{if } z \ge 0 \\ 0 & \text{otherwise} \end{cases}$$
#
# Return both again. (Exactly at $z = 0$ the graph has a kink and so no slope. The lecture takes 1 there, and
# PyTorch takes 0: both count as right.)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | a number or any array | → | `a` | that of `z` |
# | | | → | `slope`, each 0 or 1 | that of `z` |


# %% solution="relu"
def relu(z):
    """Return (a, slope): max(0, z) and its slope, both in the shape of z."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0), np.where(z >= 0, 1.0, 0.0)
    ### END SOLUTION


# %% [markdown]
# For some unit, $z$ is negative for every call that it ever hears. Look at its tangent: how much of a
# gradient comes back through it, and can it ever change?

# %% slider="relu"
explore(
    relu,
    check.grid("relu"),  # z along the axis, and as the last number the slider's
    CurveFigure.compare(
        x=np.linspace(-3, 3, 97),
        y=lambda found, z: {"g": found[0][:-1], "g'": found[1][:-1]},
        tangent=lambda found, z: (z[-1], found[0][-1], found[1][-1]),
        xlabel="z",
        ylabel="a",
        ylim=[-1.5, 3.5],
    ),
)

# %% check="relu"
check(relu)


# %% verdict="relu"
def flat_at_zero(z):
    return np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)


def slope_of_a(z):
    a = np.maximum(z, 0)
    return a, np.where(a >= 0, 1.0, 0.0)


def slope_one(z):
    return np.maximum(z, 0), 1.0


def relu_in_place(z):
    slope = np.where(z >= 0, 1.0, 0.0)
    z[z < 0] = 0
    return z, slope


def relu_in_place_first(z):
    z[z < 0] = 0
    return z, np.where(z >= 0, 1.0, 0.0)


def multiplied_in_place(z):
    slope = np.where(z >= 0, 1.0, 0.0)
    z *= slope
    return z, slope


def python_max(z):
    return max(z, 0), np.where(z >= 0, 1.0, 0.0)


def largest_of_all(z):
    return np.max(z, 0), np.where(z >= 0, 1.0, 0.0)


def relu_of_one_number(z):
    return (z, 1.0) if z >= 0 else (0.0, 0.0)


def magnitude(z):
    return np.abs(z), np.where(z >= 0, 1.0, -1.0)


def negative_part(z):
    return np.minimum(z, 0), np.where(z >= 0, 0.0, 1.0)


def on_or_off(z):
    return np.where(z >= 0, 1.0, 0.0), np.zeros(np.shape(z))


def leaky(z):
    return np.where(z >= 0, z, 0.01 * z), np.where(z >= 0, 1.0, 0.01)


def value_as_slope(z):
    return np.maximum(z, 0), np.maximum(z, 0)


def sign_as_slope(z):
    return np.maximum(z, 0), np.sign(z)


def slope_mirrored(z):
    return np.maximum(z, 0), np.where(z >= 0, 0.0, 1.0)


def half_at_the_kink(z):
    return np.maximum(z, 0), (np.sign(z) + 1) / 2


def relu_without_slope(z):
    return np.maximum(z, 0)


def relu_slope_first(z):
    return np.where(z >= 0, 1.0, 0.0), np.maximum(z, 0)


task = Task(
    reference=[relu, flat_at_zero],
    parts=kinked,
    draw=kinked_draws,
    grid=(Slider("z", **along, start=-1.0),),
    slips=[
        Slip(
            slope_of_a,
            "The values are right, but your slope is 1 everywhere, even where the unit is silent. If you "
            "compare a with 0: a is never negative. Which number tells on which side of the kink the unit "
            "is?",
        ),
        Slip(
            slope_one,
            "The values are right, but your slope is the one number 1, whatever z is. Left of the kink the "
            "graph is flat; and every entry of z wants a slope of its own.",
        ),
        Slip(
            relu_in_place,
            "You store the zeros in z itself: whoever called your function loses the loudness, and z may be "
            "one plain number, in which nothing can be stored. Let the comparison with 0 make a new array.",
        ),
        Slip(
            relu_in_place_first,
            "You store the zeros in z itself and ask for the slope afterwards, when no negative z is left: "
            "so it is 1 everywhere, and whoever called your function loses the loudness. Leave z as it is.",
        ),
        Slip(
            multiplied_in_place,
            "The numbers are right, but `z *= …` changes the array of whoever called your function. `a = z * "
            "…` makes a new one.",
        ),
        Slip(
            python_max,
            "Python's own `max` compares once, so it works for one number only. NumPy has a function that "
            "takes the larger of two numbers for each entry.",
        ),
        Slip(
            largest_of_all,
            "`np.max(z, 0)` looks for the largest entry along axis 0. The larger of two numbers, entry by "
            "entry, is another function with a similar name.",
        ),
        Slip(
            relu_of_one_number,
            "An `if` decides once, so your function works for one number only. An array wants a decision for "
            "each entry: look for NumPy's functions that choose or compare entry by entry.",
        ),
        Slip(
            magnitude,
            "Left of 0 you return −z, the magnitude. What the wind drowns is not played at all: there the "
            "value is 0, and so is the slope.",
        ),
        Slip(
            negative_part,
            "You keep what is below 0 and drop what is above: you take the smaller of z and 0, and the ReLU "
            "takes the larger.",
        ),
        Slip(
            on_or_off,
            "That is the hard threshold of task 1. The ReLU returns z itself where z is positive.",
        ),
        Slip(
            leaky,
            "That is the leaky ReLU, which lets a little through on the left. This one lets nothing through: "
            "value 0, slope 0.",
        ),
        Slip(
            value_as_slope,
            "The values are right, but you return them as slopes too. On the right the graph is a straight "
            "line: by how much does it rise for each unit of z, whether z is 1 or 3?",
        ),
        Slip(
            sign_as_slope,
            "The values are right. Left of 0 your slope is −1, as if the graph fell there: what does it do?",
        ),
        Slip(
            slope_mirrored,
            "The values are right. Your slopes are the wrong way round: on which side of 0 is the graph "
            "flat?",
        ),
        Slip(
            half_at_the_kink,
            "Away from 0 all is right. At z = 0 you take the slope 0.5, half-way between both sides; that "
            "can be defended, but this course takes 1 (the lecture) or 0 (PyTorch).",
        ),
        Slip(
            relu_without_slope,
            "The values are right, but the slopes are missing. Return both: values first, then slopes.",
        ),
        Slip(relu_slope_first, "Both are there, but in the wrong order: first the values, then the slopes."),
    ],
    forbids=[
        "nnkit.relu",
        "nnkit.activations.relu",
        "nnkit.relu_derivative",
        "nnkit.activations.relu_derivative",
        "nnkit.leaky_relu",
        "nnkit.activations.leaky_relu",
        "nnkit.leaky_relu_derivative",
        "nnkit.activations.leaky_relu_derivative",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.Activation",
        "nnkit.layers.Activation",
        "torch.relu",
        "torch.relu_",
        "torch.Tensor.relu",
        "torch.Tensor.relu_",
        "torch.nn.ReLU",
        "torch.nn.functional.relu",
        "torch.nn.functional.relu_",
        "torch.nn.LeakyReLU",
        "torch.nn.functional.leaky_relu",
        "torch.nn.functional.threshold",
    ],
)

# %% [markdown]
# ## 3. How probable (<points:sigmoid>)
#
# How probable is it that there was a call at all? The **sigmoid** makes a probability of every $z$:
#
# $$g(z) = \frac{1}{1 + e^{-z}}$$
#
# You know it from assignment 1, where it was `logistic_probability`; take yours, if it was all right, for the
# next task builds on it. Weights can make $z$ as large as they like, and $e^{1000}$ is more than a computer
# can hold: it *overflows*, so NumPy warns and goes on with infinity. Whether that ends well depends on the
# form (what is $\frac{1}{\infty}$, and what $\frac{\infty}{\infty}$?), and a warning costs nothing: what
# counts is that your values are near 1 for $z = 1000$, near 0 for $z = -1000$, and never `nan` or an error.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | a number or any array, perhaps of whole numbers | → | `a`, between 0 and 1 | that of `z` |


# %% solution="sigmoid"
def sigmoid(z):
    """Return 1 / (1 + exp(-z)) in the shape of z, right for every z."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))  # between 0 and 1, so it never overflows
    return np.where(z >= 0, 1, small) / (1 + small)
    ### END SOLUTION


# %% [markdown]
# Here $z = w\,x$ with $x$ along the axis. With $w = 1000$, which other activation of this notebook will the
# curve look like?

# %% slider="sigmoid"
explore(
    sigmoid,
    check.grid("sigmoid"),
    CurveFigure.compare(x=np.linspace(-3, 3, 97), xlabel="x", ylabel="a", ylim=[-0.2, 1.2]),
)

# %% check="sigmoid"
check(sigmoid)


# %% verdict="sigmoid"
import math


def overflows(z):
    return np.exp(z) / (1 + np.exp(z))


def math_overflows(z):
    if np.ndim(z) == 0:
        return 1 / (1 + math.exp(-z))
    return np.reshape([1 / (1 + math.exp(-one)) for one in np.ravel(z)], np.shape(z))


def math_exp(z):
    return 1 / (1 + math.exp(-z))


def power_of_e(z):
    return 1 / (1 + math.e**-z)


def safe_for_one_number(z):
    return 1 / (1 + np.exp(-z)) if z >= 0 else np.exp(z) / (1 + np.exp(z))


def exponent_sign(z):
    return 1 / (1 + np.exp(z))


def parentheses_missing(z):
    return 1 / 1 + np.exp(-z)


def magnitude_only(z):
    return 1 / (1 + np.exp(-np.abs(z)))


def whole_numbers_stored(z):
    z = np.asarray(z)
    a, small = np.zeros_like(z), np.exp(-np.abs(z))
    a[z >= 0] = 1 / (1 + small[z >= 0])
    a[z < 0] = small[z < 0] / (1 + small[z < 0])
    return a


def hyperbolic(z):
    return np.tanh(z)


def slope_instead(z):
    small = np.exp(-np.abs(z))
    return small / (1 + small) ** 2


def switch_instead(z):
    return np.where(z >= 0, 1.0, 0.0)


def shares_instead(z):
    powers = np.exp(z - np.max(z))
    return powers / powers.sum()


def sigmoid_in_place(z):
    negative = z < 0
    np.abs(z, out=z)
    a = 1 / (1 + np.exp(-z))
    return np.where(negative, 1 - a, a)


numbers_and_arrays = {
    "one number": [(0.0,), (2.0,), (-1.0,)],
    "arrays": [
        (np.array([-2.0, 0.0, 0.5]),),
        (np.array([1.5]),),
        (np.array([[-1.0, 1.0], [3.0, 0.0]]),),
    ],
    "far from 0": [(1000.0,), (-1000.0,), (np.array([-1000.0, -40.0, 0.5, 1000.0]),)],
    "whole numbers": [(np.array([2]),), (np.array([-1, 0, 3]),)],
}
number_and_array_draws = {
    "one number": lambda rng: (float(rng.normal(scale=3)),),
    "arrays": lambda rng: (rng.normal(scale=2, size=(rng.integers(2, 4), rng.integers(2, 4))),),
    "far from 0": lambda rng: (np.append(rng.uniform(20, 2000, size=5) * [1, -1, 1, -1, 1], -0.5),),
    "whole numbers": lambda rng: (rng.integers(-5, 6, size=rng.integers(2, 9)),),
}

task = Task(
    reference=sigmoid,
    parts=numbers_and_arrays,
    draw=number_and_array_draws,
    grid=(Slider("w", [-1.0, 0.5, 1.0, 2.0, 5.0, 20.0, 1000.0], lambda w: w * axis, start=2.0),),
    slips=[
        Slip(
            overflows,
            "Right near 0, but exp(z) overflows for large z, and inf / inf is nan. For which sign of z is "
            "your form safe, and which form is safe for the other?",
        ),
        Slip(
            math_overflows,
            "Right near 0, but math.exp(−z) overflows for very negative z and raises an error. For which "
            "sign of z is your form safe, and which form is safe for the other?",
        ),
        Slip(
            math_exp,
            "math.exp takes one number at a time and overflows far from 0. NumPy's takes whole arrays; see "
            "to it that what it is given never gets large.",
        ),
        Slip(
            power_of_e,
            "Right near 0, but `e ** −z` with a very negative z is more than a Python number can hold, and "
            "stops with an error. For such a z it is `e ** z` that stays small: which form of the fraction "
            "uses it?",
        ),
        Slip(
            safe_for_one_number,
            "Right for one number, but an `if` decides once, and an array wants a decision for each entry: "
            "look for NumPy's functions that choose entry by entry.",
        ),
        Slip(
            exponent_sign,
            "The sign of the exponent is lost: yours falls where it should rise. Compare with the formula.",
        ),
        Slip(
            parentheses_missing,
            "Parentheses are missing: `1 / 1 + e` is (1 / 1) + e. What belongs to the denominator?",
        ),
        Slip(
            magnitude_only,
            "Right for z ≥ 0. For negative z you return the probability of −z, never less than 0.5: |z| "
            "keeps the power small, but each sign of z wants a fraction of its own.",
        ),
        Slip(
            whole_numbers_stored,
            "Right, but not where z holds whole numbers: an array made like z then holds whole numbers too, "
            "and cuts off what you store in it. Make room for floats.",
        ),
        Slip(
            hyperbolic,
            "That is tanh, which runs from −1 to 1. A probability runs from 0 to 1, and g(0) is 0.5.",
        ),
        Slip(
            slope_instead,
            "That is the slope of the sigmoid, at most 0.25. This task asks for the sigmoid itself.",
        ),
        Slip(switch_instead, "That is the hard threshold of task 1, only 0 or 1. The sigmoid of 0 is 0.5."),
        Slip(
            shares_instead,
            "You divide by a sum over all entries (a softmax), so they add up to 1. Each entry has its own "
            "probability here, whatever the others are.",
        ),
        Slip(
            sigmoid_in_place,
            "You write |z| into z itself: whoever called your function loses the signs, and z may be one "
            "plain number, in which nothing can be stored. Leave z as it is and give |z| a name of its own.",
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
        "nnkit.Activation",
        "nnkit.layers.Activation",
        "nnkit.Neuron",
        "nnkit.neuron.Neuron",
        "nnkit.binary_cross_entropy_with_logits_vjp",
        "nnkit.losses.binary_cross_entropy_with_logits_vjp",
        "scipy.special.expit",
        "scipy.special.log_expit",
        "scipy.stats.logistic",
        "torch.sigmoid",
        "torch.sigmoid_",
        "torch.Tensor.sigmoid",
        "torch.Tensor.sigmoid_",
        "torch.special.expit",
        "torch.nn.Sigmoid",
        "torch.nn.functional.sigmoid",
        "torch.nn.functional.logsigmoid",
    ],
)

# %% [markdown]
# ## 4. How much more probable (<points:sigmoid_derivative>)
#
# The call gets a little louder: by how much does its probability grow? The slope of the sigmoid can be had
# from its value,
#
# $$g'(z) = g(z)\,(1 - g(z)) .$$
#
# You may call your `sigmoid`.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | a number or any array, perhaps of whole numbers | → | `slope` | that of `z` |


# %% solution="sigmoid_derivative"
def sigmoid_derivative(z):
    """Return the slope of the sigmoid at z, in the shape of z."""
    ### BEGIN SOLUTION
    a = sigmoid(z)
    return a * (1 - a)
    ### END SOLUTION


# %% [markdown]
# Above is the sigmoid with your tangent; below, your slope. Where is it steepest, and how steep? And how much
# of that is left at $z = 5$, where the unit is almost sure?

# %% slider="sigmoid_derivative"
explore(
    sigmoid_derivative,
    check.grid("sigmoid_derivative"),  # z along the axis, and as the last number the slider's
    CurveFigure.compare(
        x=np.linspace(-6, 6, 97),
        y=lambda slope, z: {"slope": slope[:-1]},
        tangent=lambda slope, z: (z[-1], nnkit.sigmoid(z[-1]), slope[-1]),
        given=lambda z: {"sigmoid": nnkit.sigmoid(z[:-1])},
        xlabel="z",
        ylabel="a",
        ylim=[-0.3, 1.2],
    ),
)

# %% check="sigmoid_derivative"
check(sigmoid_derivative)


# %% verdict="sigmoid_derivative"
def z_for_a(z):
    return z * (1 - z)


def squashed_twice(z):
    a = sigmoid(sigmoid(z))
    return a * (1 - a)


def slope_negative(z):
    a = sigmoid(z)
    return a * (a - 1)


def value_instead(z):
    return sigmoid(z)


def second_factor_only(z):
    return 1 - sigmoid(z)


def square_lost(z):
    return np.exp(-z) / (1 + np.exp(-z))


def slope_of_tanh(z):
    return 1 - sigmoid(z) ** 2


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def factors_added(z):
    a = sigmoid(z)
    return a + (1 - a)


def parenthesis_lost(z):
    a = sigmoid(z)
    return a * 1 - a


def second_factor_of_z(z):
    return sigmoid(z) * (1 - z)


def slope_overflows(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def slope_overflows_right(z):
    return np.exp(z) / (1 + np.exp(z)) ** 2


def neighbours(z):
    return np.gradient(sigmoid(z))


def slopes_cut_off(z):
    slope = np.zeros_like(z)
    slope[...] = sigmoid(z) * (1 - sigmoid(z))
    return slope


wide = np.linspace(-6, 6, 97)

task = Task(
    reference=sigmoid_derivative,
    parts=numbers_and_arrays,
    draw=number_and_array_draws,
    grid=(
        Slider(
            "z",
            [-6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            lambda z: np.append(wide, z),
            start=2.0,
        ),
    ),
    slips=[
        Slip(
            z_for_a,
            "You compute z(1 − z), as if your function were given a. It is given z: what must happen to z "
            "before the formula's g(z) is there?",
        ),
        Slip(
            squashed_twice,
            "You squash twice: your function is given z, and you treat the sigmoid's value a as if it were a "
            "z once more. How often does the formula apply g to z?",
        ),
        Slip(
            slope_negative,
            "The sign is wrong: the sigmoid rises everywhere, so its slope is never negative. Which of the "
            "two is subtracted from which?",
        ),
        Slip(value_instead, "That is the sigmoid itself. The formula multiplies it by a second factor."),
        Slip(
            second_factor_only,
            "That is 1 − g(z), the probability of no call. The formula multiplies it by a second factor.",
        ),
        Slip(
            square_lost,
            "The chain rule on 1 / (1 + e^−z) gives a square in the denominator, which is lost in yours; and "
            "far from 0 it overflows. The formula of the task needs only g(z).",
        ),
        Slip(
            slope_of_tanh,
            "You compute 1 − g(z)². That is how tanh gets its slope from its value; the sigmoid has the "
            "formula above.",
        ),
        Slip(tanh_slope, "That is the slope of tanh. At z = 0 it is 1, and the sigmoid's is 0.25."),
        Slip(
            factors_added, "You add the two factors, which makes 1 everywhere. The formula multiplies them."
        ),
        Slip(
            parenthesis_lost,
            "Parentheses are missing: `a * 1 - a` is a − a, which is 0 everywhere. What is the first factor "
            "multiplied by?",
        ),
        Slip(
            second_factor_of_z,
            "The first factor is right. In the second you subtract z itself from 1: what does the formula "
            "subtract?",
        ),
        Slip(
            slope_overflows,
            "Right near 0, but for very negative z the power e^−z overflows, and inf / inf is nan. The "
            "formula of the task needs no power of its own: your `sigmoid` is safe already.",
        ),
        Slip(
            slope_overflows_right,
            "Right near 0, but for large z the power e^z overflows, and inf / inf is nan. The formula of the "
            "task needs no power of its own: your `sigmoid` is safe already.",
        ),
        Slip(
            neighbours,
            "np.gradient compares neighbours in the array, and the entries of z are no neighbours: they may "
            "be any numbers, or only one. The slope at each z follows from that z alone.",
        ),
        Slip(
            slopes_cut_off,
            "Right, but not where z holds whole numbers: an array made like z then holds whole numbers too, "
            "and every slope is cut off to 0. Make room for floats, or none at all.",
        ),
    ],
    forbids=[
        "nnkit.sigmoid_derivative",
        "nnkit.activations.sigmoid_derivative",
        "nnkit.tanh_derivative",
        "nnkit.activations.tanh_derivative",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.Activation",
        "nnkit.layers.Activation",
    ],
)

# %% [markdown]
# ## 5. Owl, fox or cat (<points:softmax>)
#
# Now the network names the caller. For every animal there is a logit, and **softmax** shares out one
# probability among them:
#
# $$a_k = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}$$
#
# A night's calls come as a table. `dim` says along which axis of it the animals lie; NumPy calls this `axis`.
# With one row a call, `dim` is 1 (or −1: the last); with one column a call it is 0. The numbers along `dim`
# add up to 1, and calls have nothing to do with each other.
#
# - Logits can be far from 0 here too, and one call as loud as 1000 while the next is as faint as −1000. (What
#   becomes of all $a_k$ if you subtract the same number from all $z_k$ of a call?)
# - Leave `z` as it is: who called your function still needs it.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z` | one axis or more, perhaps of whole numbers | → | `a`, between 0 and 1 | that of `z` |
# | `dim` | an axis of `z`, negative ones count from the end | | | |


# %% solution="softmax"
def softmax(z, dim):
    """Return exp(z_k) / sum_j exp(z_j) along the axis dim, in the shape of z, without overflow."""
    ### BEGIN SOLUTION
    powers = np.exp(z - np.max(z, axis=dim, keepdims=True))  # at most 1
    return powers / np.sum(powers, axis=dim, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# Three calls, three animals. The slider adds $c$ to the whole first call, now 1000. With `dim` = 1, which
# probabilities will change when you make it smaller? And with `dim` = 0, along which lines do they add up
# to 1, and what does a large $c$ do to them?

# %% slider="softmax"
explore(
    softmax,
    check.grid("softmax"),
    ArrayFigure.compare(
        name="softmax(z)",
        given=lambda z, dim: {"z": z},
        rows=["call 1", "call 2", "call 3"],
        columns=["owl", "fox", "cat"],
        bars=True,
    ),
)

# %% check="softmax"
check(softmax)


# %% verdict="softmax"
def powers_overflow(z, dim):
    powers = np.exp(z)
    return powers / np.sum(powers, axis=dim, keepdims=True)


def smallest_subtracted(z, dim):
    powers = np.exp(z - np.min(z, axis=dim, keepdims=True))
    return powers / np.sum(powers, axis=dim, keepdims=True)


def largest_of_the_batch(z, dim):
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers, axis=dim, keepdims=True)


def no_keepdims(z, dim):
    powers = np.exp(z - np.max(z, axis=dim))
    return powers / np.sum(powers, axis=dim)


def no_keepdims_in_sum(z, dim):
    powers = np.exp(z - np.max(z, axis=dim, keepdims=True))
    return powers / np.sum(powers, axis=dim)


def no_keepdims_in_max(z, dim):
    powers = np.exp(z - np.max(z, axis=dim))
    return powers / np.sum(powers, axis=dim, keepdims=True)


def bare_formula(z, dim):
    return np.exp(z) / np.sum(np.exp(z), axis=dim)


def bare_sum(z, dim):
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers, axis=dim)


def python_max_and_sum(z, dim):
    powers = np.exp(z - max(z))
    return powers / sum(powers)


def last_axis_always(z, dim):
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def first_axis_always(z, dim):
    powers = np.exp(z - np.max(z, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


def second_axis_always(z, dim):
    powers = np.exp(z - np.max(z, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


def the_other_axis(z, dim):
    axis = 1 - dim if z.ndim == 2 and dim >= 0 else dim
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def shared_by_all(z, dim):
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)


def softmax_in_place(z, dim):
    z -= np.max(z, axis=dim, keepdims=True)
    powers = np.exp(z)
    return powers / np.sum(powers, axis=dim, keepdims=True)


def powers_cut_off(z, dim):
    powers = np.zeros_like(z)
    powers[...] = np.exp(z - np.max(z, axis=dim, keepdims=True))
    return powers / np.sum(powers, axis=dim, keepdims=True)


def shares_cut_off(z, dim):
    powers = np.exp(z - np.max(z, axis=dim, keepdims=True))
    shares = np.zeros_like(z)
    shares[...] = powers / np.sum(powers, axis=dim, keepdims=True)
    return shares


def shifted_above_only(z, dim):
    powers = np.exp(z - np.max(z, axis=dim, keepdims=True))
    return powers / np.sum(np.exp(z), axis=dim, keepdims=True)


def not_shared(z, dim):
    return np.exp(z - np.max(z, axis=dim, keepdims=True))


def no_power(z, dim):
    return z / np.sum(z, axis=dim, keepdims=True)


def softmin(z, dim):
    powers = np.exp(np.min(z, axis=dim, keepdims=True) - z)
    return powers / np.sum(powers, axis=dim, keepdims=True)


def each_for_itself(z, dim):
    return sigmoid(z)


def winner_takes_all(z, dim):
    return np.where(z == np.max(z, axis=dim, keepdims=True), 1.0, 0.0)


def logarithms(z, dim):
    z = z - np.max(z, axis=dim, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=dim, keepdims=True))


def draw_far(rng):
    """Calls whose levels lie a thousand apart, and one that holds both ends."""
    z = rng.normal(scale=2, size=(4, 3)) + np.array([[1000.0], [-1000.0], [0.0], [0.0]])
    z[3, 0] += 2000.0 * rng.choice([-1, 1])
    dim = int(rng.integers(2))
    return (z, 1) if dim else (z.T, 0)


calls = np.array([[2.0, 1.0, -1.0], [0.0, 0.5, 1.0], [-1.0, 2.0, 1.5]])
loud_and_faint = np.array([[1001.0, 1000.0, 999.0], [-1000.0, -999.0, -1001.0]])

task = Task(
    reference=softmax,
    parts={
        "one call": [
            (np.array([0.0, 0.0]), 0),
            (np.array([2.0, 1.0, -1.0]), 0),
            (np.array([0.5, -0.5, 1.0, 3.0]), -1),
            (np.array([1.5]), 0),
        ],
        "one row a call: dim = 1 or −1": [
            (np.array([[2.0, 0.0], [0.0, 1.0]]), 1),
            (calls[:2], 1),
            (calls[::-1], -1),
            (calls[:1], 1),
        ],
        "one column a call: dim = 0": [(calls[:2].T, 0), (calls, 0), (calls[:, :1], 0)],
        "three axes": [
            (np.stack([calls[:2], calls[1:]]), 2),
            (np.stack([calls, calls[::-1]]), 1),
            (np.stack([calls[:2], calls[1:], -calls[:2]]), 0),
            (np.stack([calls[:2], calls[1:]]), -2),
        ],
        "far from 0": [
            (np.array([1000.0, 1001.0, 999.0, 1000.5]), 0),
            (loud_and_faint, 1),
            (loud_and_faint.T, 0),
            (np.array([[-1000.0, 1000.0], [0.0, 1.0]]), 1),
        ],
        "whole numbers": [(np.array([2, 1, -1]), 0), (np.array([[1, 0, 3], [2, 2, -1]]), 1)],
    },
    draw={
        "one call": lambda rng: (rng.normal(scale=2, size=rng.integers(2, 7)), int(rng.integers(-1, 1))),
        "one row a call: dim = 1 or −1": lambda rng: (
            rng.normal(scale=2, size=(rng.integers(2, 6), 3)),
            int(rng.choice([1, -1])),
        ),
        "one column a call: dim = 0": lambda rng: (rng.normal(scale=2, size=(3, rng.integers(2, 6))), 0),
        "three axes": lambda rng: (rng.normal(scale=2, size=(2, 4, 3)), int(rng.integers(-3, 3))),
        "far from 0": draw_far,
        "whole numbers": lambda rng: (rng.integers(-4, 5, size=(rng.integers(2, 5), 4)), 1),
    },
    grid=(
        Slider(
            "c",
            [-1000.0, -5.0, -2.0, 0.0, 2.0, 5.0, 1000.0],
            lambda c: calls + np.array([[c], [0.0], [0.0]]),
            start=1000.0,
        ),
        Slider("dim", [0, 1], start=1),
    ),
    slips=[
        Slip(
            powers_overflow,
            "Right near 0, but far from it exp overflows (inf / inf is nan) or all powers become 0 (0 / 0 is "
            "nan). Which number can you subtract from all logits of a call, so that none is above 0?",
        ),
        Slip(
            smallest_subtracted,
            "Right as long as the logits of one call lie near each other; far apart, the largest still "
            "overflows (inf / inf is nan), whether you subtract the smallest or the mean. Which number "
            "leaves none above 0?",
        ),
        Slip(
            largest_of_the_batch,
            "You subtract the largest logit of the whole batch. Beside one loud call, all powers of a faint "
            "one become 0, and 0 / 0 is nan. Whose largest logit does each call want?",
        ),
        Slip(
            no_keepdims,
            "Max and sum lose the axis that they run along, so NumPy lines their numbers up with the wrong "
            "one: an error for most tables, and silently wrong for a square one. Look up `keepdims`.",
        ),
        Slip(
            no_keepdims_in_sum,
            "The max is right, but the sum loses the axis that it runs along, so NumPy divides column by "
            "column where it should row by row. What does `keepdims` do in the max?",
        ),
        Slip(
            no_keepdims_in_max,
            "The sum is right, but the max loses the axis that it runs along, so NumPy subtracts one call's "
            "largest logit from another call. What does `keepdims` do in the sum?",
        ),
        Slip(
            bare_formula,
            "The sum loses the axis that it runs along, so NumPy cannot divide each call by its own sum: "
            "look up `keepdims`. (When that works, numbers far from 0 come next: there exp overflows.)",
        ),
        Slip(
            bare_sum,
            "The sum loses the axis that it runs along, so NumPy cannot divide each call by its own sum: "
            "look up `keepdims`. (When that works, think about the max: is the largest of all that of each "
            "call?)",
        ),
        Slip(
            python_max_and_sum,
            "Python's own `max` and `sum` go through the rows of a table, not through the numbers of each "
            "row. NumPy's can be told along which axis to go.",
        ),
        Slip(
            last_axis_always,
            "Your function always works along the last axis, and `dim` may name another: with one column a "
            "call the animals lie along axis 0.",
        ),
        Slip(
            first_axis_always,
            "Your function always works along the first axis, so in a table with one row a call it mixes "
            "calls. `dim` says where the animals lie.",
        ),
        Slip(
            second_axis_always,
            "Your function always works along axis 1, which a single call does not have, and `dim` may name "
            "another one.",
        ),
        Slip(
            the_other_axis,
            "You work along the wrong one of two axes: `dim` is the axis that max and sum run along, not the "
            "one that stays. Which lines of your result add up to 1?",
        ),
        Slip(
            shared_by_all,
            "All calls together share one probability: yours add up to 1 over the whole table. Each call has "
            "a probability of its own to share out, along `dim`.",
        ),
        Slip(
            softmax_in_place,
            "The probabilities are right, but `z -= …` changes the array of whoever called your function. `z "
            "= z - …` makes a new one.",
        ),
        Slip(
            powers_cut_off,
            "Right, but not where z holds whole numbers: an array made like z then holds whole numbers too, "
            "and cuts off the powers that you store in it. Let exp make a new array.",
        ),
        Slip(
            shares_cut_off,
            "Right, but not where z holds whole numbers: an array made like z then holds whole numbers too, "
            "and every probability below 1 that you store in it is cut off to 0. Make room for floats.",
        ),
        Slip(
            shifted_above_only,
            "You subtract the largest logit above the fraction bar only, so the probabilities do not add up "
            "to 1. The fraction stays the same only if both sides of the bar use the same powers.",
        ),
        Slip(
            not_shared,
            "The powers are right and safe, but nothing is shared out: they do not add up to 1. What stands "
            "below the fraction bar?",
        ),
        Slip(
            no_power,
            "You share out the logits themselves, so a negative one gets a negative probability. What makes "
            "every number positive in the formula?",
        ),
        Slip(
            softmin,
            "The sign of the exponent is lost: in yours the faintest animal is the most probable one.",
        ),
        Slip(
            each_for_itself,
            "You take the sigmoid of each logit by itself, so the probabilities do not add up to 1. In the "
            "formula every animal's probability depends on the logits of all.",
        ),
        Slip(
            winner_takes_all,
            "You give everything to the largest logit. That is the hard choice; softmax leaves the others a "
            "share, the larger the closer they are.",
        ),
        Slip(
            logarithms,
            "Those are the logarithms of the probabilities, all of them negative. The task asks for the "
            "probabilities themselves.",
        ),
    ],
    forbids=[
        "nnkit.softmax",
        "nnkit.activations.softmax",
        "nnkit.log_softmax",
        "nnkit.activations.log_softmax",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.Activation",
        "nnkit.layers.Activation",
        "nnkit.cross_entropy_vjp",
        "nnkit.losses.cross_entropy_vjp",
        "scipy.special.softmax",
        "scipy.special.log_softmax",
        "torch.softmax",
        "torch.log_softmax",
        "torch.Tensor.softmax",
        "torch.Tensor.log_softmax",
        "torch.special.softmax",
        "torch.special.log_softmax",
        "torch.nn.Softmax",
        "torch.nn.LogSoftmax",
        "torch.nn.Softmin",
        "torch.nn.functional.softmax",
        "torch.nn.functional.log_softmax",
        "torch.nn.functional.softmin",
    ],
)

# %% [markdown]
# ## 6. Everyone's share moves (<points:softmax_jacobian>)
#
# The owl gets louder, and all probabilities move: its own up, the others' down. So the derivative of softmax
# is a whole matrix, the **Jacobian**:
#
# $$J_{ij} = \frac{\partial a_i}{\partial z_j} = a_i\,\bigl([i = j] - a_j\bigr) ,$$
#
# where $[i = j]$ is 1 if $i = j$ and 0 otherwise. Row $i$: whose probability moves. Column $j$: whose logit
# was changed. You may call your `softmax`.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `z`, the logits of one call, perhaps whole numbers | `(K,)` | → | $J$ | `(K, K)` |


# %% solution="softmax_jacobian"
def softmax_jacobian(z):
    """Return the matrix (K, K) of da_i / dz_j, where a is the softmax of z (K,)."""
    ### BEGIN SOLUTION
    a = softmax(z, 0)
    return np.diag(a) - np.outer(a, a)
    ### END SOLUTION


# %% [markdown]
# The cat's logit is 0. Which cells are negative, and what does every row add up to? When the owl is far
# louder than all others, how large are the cells: is that a good or a bad place to learn?

# %% slider="softmax_jacobian"
explore(
    softmax_jacobian,
    check.grid("softmax_jacobian"),
    ArrayFigure.compare(
        name="Jacobian",
        given=lambda z: {"z": z},
        rows=["a owl", "a fox", "a cat"],
        columns=["z owl", "z fox", "z cat"],
    ),
)

# %% check="softmax_jacobian"
check(softmax_jacobian)


# %% verdict="softmax_jacobian"
def diagonal_only(z):
    a = softmax(z, 0)
    return np.diag(a * (1 - a))


def slope_of_each(z):
    a = softmax(z, 0)
    return a * (1 - a)


def diagonal_missing(z):
    a = softmax(z, 0)
    return -np.outer(a, a)


def diagonal_zero(z):
    a = softmax(z, 0)
    return np.diag(a * a) - np.outer(a, a)


def jacobian_sign(z):
    a = softmax(z, 0)
    return np.outer(a, a) - np.diag(a)


def others_positive(z):
    a = softmax(z, 0)
    return np.outer(a, a) + np.diag(a - 2 * a * a)


def logits_for_probabilities(z):
    return np.diag(z) - np.outer(z, z)


def softmax_twice(z):
    a = softmax(softmax(z, 0), 0)
    return np.diag(a) - np.outer(a, a)


def one_everywhere(z):
    a = softmax(z, 0)
    return np.outer(a, 1 - a)


def one_outside(z):
    a = softmax(z, 0)
    return np.eye(len(z)) - np.outer(a, a)


def first_factor_lost(z):
    a = softmax(z, 0)
    return np.eye(len(z)) - a


def factor_of_columns(z):
    a = softmax(z, 0)
    return a * (np.eye(len(z)) - a)


def inner_product(z):
    a = softmax(z, 0)
    return np.diag(a) - a @ a


def added(z):
    a = softmax(z, 0)
    return np.diag(a) + np.outer(a, a)


def jacobian_overflows(z):
    a = np.exp(z) / np.sum(np.exp(z))
    return np.diag(a) - np.outer(a, a)


def jacobian_cut_off(z):
    a, jacobian = softmax(z, 0), np.zeros_like(np.outer(z, z))
    jacobian[...] = np.diag(a) - np.outer(a, a)
    return jacobian


levels = [-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0]

task = Task(
    reference=softmax_jacobian,
    parts={
        "two animals": [(np.array([0.0, 0.0]),), (np.array([1.0, -0.5]),)],
        "any number of animals": [
            (np.array([2.0, 1.0, -1.0]),),
            (np.array([0.5, -0.5, 1.0, 3.0, 0.0]),),
            (np.array([1.5]),),
        ],
        "far from 0": [(np.array([1000.0, 1001.0, 999.0]),), (np.array([-1000.0, -1000.5]),)],
        "whole numbers": [(np.array([2, 1, -1]),), (np.array([0, 1]),)],
    },
    draw={
        "two animals": lambda rng: (rng.normal(size=2),),
        "any number of animals": lambda rng: (rng.normal(size=rng.integers(3, 7)),),
        "far from 0": lambda rng: (rng.normal(size=3) + 1000 * rng.choice([-1, 1]),),
        "whole numbers": lambda rng: (rng.integers(-2, 3, size=rng.integers(3, 6)),),
    },
    grid=([Slider("owl", levels, start=1.0), Slider("fox", levels, start=-1.0), 0.0],),
    slips=[
        Slip(
            diagonal_only,
            "The diagonal is right, but all the rest is 0 in yours, as if each probability depended on its "
            "own logit only. When the owl gets louder, what happens to the fox's share?",
        ),
        Slip(
            slope_of_each,
            "You compute a(1 − a) for each animal by itself, as for the sigmoid: that is only the diagonal. "
            "Each of K probabilities depends on each of K logits: how many numbers are that?",
        ),
        Slip(
            diagonal_missing,
            "Away from the diagonal all is right. On it, where i = j, the bracket is 1 − a_i, and yours is "
            "−a_i: where does the 1 come in?",
        ),
        Slip(
            diagonal_zero,
            "Away from the diagonal all is right, and on it there is 0 in yours: does nothing happen to the "
            "owl's own share when it gets louder?",
        ),
        Slip(
            jacobian_sign,
            "The sign is wrong everywhere: in yours an animal that gets louder becomes less probable. Look "
            "at the order in the bracket.",
        ),
        Slip(
            others_positive,
            "The diagonal is right. Away from it the sign is wrong: what the owl gains, the others must "
            "lose, so that all still add up to 1.",
        ),
        Slip(
            logits_for_probabilities,
            "You put the logits z into the formula, and it is made of the probabilities a: what turns z into "
            "a?",
        ),
        Slip(
            softmax_twice,
            "You apply softmax twice: your function is given z, so its softmax is a already.",
        ),
        Slip(
            one_everywhere,
            "You compute a_i(1 − a_j) in every cell. The 1 belongs to the diagonal only: what is [i = j] in "
            "the other cells?",
        ),
        Slip(
            one_outside,
            "Away from the diagonal all is right. On it you have 1 − a_i²: the 1 stands inside the bracket, "
            "so it is multiplied by a_i too.",
        ),
        Slip(
            first_factor_lost,
            "You compute the bracket alone. In the formula it is multiplied by a_i, the share of the row's "
            "own animal.",
        ),
        Slip(
            factor_of_columns,
            "NumPy lays a vector along every row, so in column j you multiply a_j by itself. The factor "
            "before the bracket belongs to the row: all products a_i·a_j are a table of K × K numbers.",
        ),
        Slip(
            inner_product,
            "`a @ a` is one number, the sum of all squares, and you subtract it from every cell. All "
            "products a_i·a_j are K × K numbers: which product of two vectors makes a matrix?",
        ),
        Slip(
            added, "You add the products a_i·a_j, and the bracket subtracts a_j. What should a row add up to?"
        ),
        Slip(
            jacobian_overflows,
            "Right near 0, but far from it your powers overflow or vanish, and the cells are nan. Your "
            "`softmax` is safe there already: call it.",
        ),
        Slip(
            jacobian_cut_off,
            "Right, but not where z holds whole numbers: room made like z then holds whole numbers too, and "
            "all fractions that you store in it are cut off to 0. Make room for floats.",
        ),
    ],
    forbids=[
        "nnkit.softmax_jacobian",
        "nnkit.activations.softmax_jacobian",
        "nnkit.softmax_vjp",
        "nnkit.activations.softmax_vjp",
        "nnkit.activation",
        "nnkit.activations.activation",
        "nnkit.ACTIVATIONS",
        "nnkit.activations.ACTIVATIONS",
        "nnkit.Activation",
        "nnkit.layers.Activation",
        "torch.autograd.functional.jacobian",
        "torch.func.jacfwd",
        "torch.func.jacrev",
    ],
)

# %% [markdown]
# ## All together

# %%
check.summary()
