# %% [markdown]
# # Assignment 6: backpropagation
#
# A cooperative of orchards sorts its apples by machine. A camera measures each apple on the belt, and a small
# network decides which of three crates it falls into. The network is built, but its weights are still random,
# so cider apples end up on dinner tables. Before it can learn, somebody has to tell it for each weight: *if
# you grew a little, would the loss rise or fall, and how steeply?* That is the derivative of the loss by
# this weight. You will compute all of them in one sweep backward through the network, check them by
# measuring, and meet them again in PyTorch. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $x_1$ | an apple's diameter, less 7 cm | cm |
# | $x_2$ | share of its skin that is red | 0 green … 1 red |
# | $y$ in task 1 | how sweet it is | 10 °Brix |
# | $y$ from task 4 on | the crate where it belongs (`target`) | 0 cider, 1 kitchen, 2 table |
# | $z$, $a$ | a layer's weighted sums, and what its activation makes of them | – |
# | $J$ | the loss, one number for the whole batch | – |
# | $N$ | number of apples in the batch | – |
#
# Every derivative is written in short with what it is *by*: `grad_z` is $\mathrm dJ/\mathrm dz$, and it has
# the shape of `z`.
#
# <how to work>

# %% start="a6"
from nnkit.figures import ArrayFigure, CurveFigure, PlaneFigure, explore
from verdict import Checks

check = Checks("a6")

# %% [markdown]
# Everything on the way *forward* that you do not write yourself is in the next cell. Read it: you will go the
# same way back.

# %% setup="true"
import numpy as np
import torch

import nnkit


def chain_loss(x, target, w1, w2, w3):
    """The loss J of the little chain of task 1, a number."""
    u = w1 * x
    a = np.tanh(u)
    output = w2 * a + w3 * u
    return (output - target) ** 2


def activate(z, name):
    """a = g(z), in the shape of z. name: "sigmoid", "tanh" or "relu"."""
    if name == "relu":
        return np.maximum(z, 0)
    return np.tanh(z) if name == "tanh" else 0.5 + 0.5 * np.tanh(0.5 * z)  # the sigmoid, without overflow


class Layer:
    """What a layer holds: its weight (out, in) and bias (out,), and a gradient of each, 0 at first."""

    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias
        self.grad_weight = np.zeros(weight.shape)
        self.grad_bias = np.zeros(bias.shape)


# %% [markdown]
# ## 1. A chain with a fork (<points:chain_gradients>)
#
# The smallest network worth the name guesses how sweet an apple is from how red it is, $x$. Its first sum
# $u$ goes on in **two** ways: through an activation, and past it.
#
# $$u = w_1 x, \qquad a = \tanh u, \qquad \hat y = w_2\, a + w_3\, u, \qquad J = (\hat y - y)^2$$
#
# Return the derivatives of $J$ by the three weights. (The derivative of $\tanh u$ by $u$ is $1 - \tanh^2 u$.)
#
# | argument | shape | | result, a dict | shape |
# |---|---|---|---|---|
# | `x` | a number | → | `"w1"`: $\mathrm dJ/\mathrm dw_1$ | a number |
# | `target`, $y$ | a number | → | `"w2"`: $\mathrm dJ/\mathrm dw_2$ | a number |
# | `w1`, `w2`, `w3` | numbers | → | `"w3"`: $\mathrm dJ/\mathrm dw_3$ | a number |


# %% solution="chain_gradients"
def chain_gradients(x, target, w1, w2, w3):
    """Return {"w1": dJ/dw1, "w2": dJ/dw2, "w3": dJ/dw3}, three numbers in a dict."""
    ### BEGIN SOLUTION
    u = w1 * x
    a = np.tanh(u)
    grad_output = 2 * (w2 * a + w3 * u - target)
    grad_u = grad_output * w2 * (1 - a**2) + grad_output * w3
    return {"w1": grad_u * x, "w2": grad_output * a, "w3": grad_output * u}
    ### END SOLUTION


# %% [markdown]
# The thin curve is $J$ as $w_1$ changes, for an apple with $x = 0.8$ and $y = 1.2$. The straight line has
# your $\mathrm dJ/\mathrm dw_1$ as its slope: a right one just touches the curve.
# Give $w_2$ and $w_3$ opposite signs, so that the two ways of $u$ work against each other: which shape does
# $J$ get that neither way alone can give it?

# %% slider="chain_gradients"
W1 = np.linspace(-2.5, 2.5, 51)
explore(
    chain_gradients,
    check.grid("chain_gradients"),
    CurveFigure.compare(
        x=W1,
        tangent=lambda grads, x, target, w1, w2, w3: (w1, chain_loss(x, target, w1, w2, w3), grads["w1"]),
        given=lambda x, target, w1, w2, w3: {"J": chain_loss(x, target, W1, w2, w3)},
        xlabel="w1",
        ylabel="J",
        ylim=[-2, 14],
    ),
)

# %% check="chain_gradients"
check(chain_gradients)

# %% verdict="chain_gradients"
from verdict import Slider, Slip, Task


def chain(x, target, w1, w2, w3):
    """u, a and dJ/d(output) of the right way forward."""
    u = w1 * x
    a = np.tanh(u)
    return u, a, 2 * (w2 * a + w3 * u - target)


def through_tanh_only(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * w2 * (1 - a**2) * x, "w2": error * a, "w3": error * u}


def straight_only(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * w3 * x, "w2": error * a, "w3": error * u}


def ways_multiplied(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * w2 * (1 - a**2) * w3 * x, "w2": error * a, "w3": error * u}


def fork_without_slope(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (w2 + w3) * x, "w2": error * a, "w3": error * u}


def slope_of_a(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (w2 * (1 - np.tanh(a) ** 2) + w3) * x, "w2": error * a, "w3": error * u}


def u_for_tanh(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (w2 * (1 - u**2) + w3) * x, "w2": error * a, "w3": error * u}


def weight_left_out(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (1 - a**2 + 1) * x, "w2": error * a, "w3": error * u}


def x_for_u(x, target, w1, w2, w3):
    return chain_gradients(x, target, w1, w2, w3) | {"w3": chain(x, target, w1, w2, w3)[2] * x}


def stopped_at_u(x, target, w1, w2, w3):
    u, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (w2 * (1 - a**2) + w3), "w2": error * a, "w3": error * u}


def no_factor_two(x, target, w1, w2, w3):
    return {name: grad / 2 for name, grad in chain_gradients(x, target, w1, w2, w3).items()}


def error_reversed(x, target, w1, w2, w3):
    return {name: -grad for name, grad in chain_gradients(x, target, w1, w2, w3).items()}


def of_the_output(x, target, w1, w2, w3):
    u, a, _ = chain(x, target, w1, w2, w3)
    return {"w1": (w2 * (1 - a**2) + w3) * x, "w2": a, "w3": u}


def weights_for_inputs(x, target, w1, w2, w3):
    _, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (w2 * (1 - a**2) + w3) * x, "w2": error * w2, "w3": error * w3}


def both_by_a(x, target, w1, w2, w3):
    _, a, error = chain(x, target, w1, w2, w3)
    return {"w1": error * (w2 * (1 - a**2) + w3) * x, "w2": error * a, "w3": error * a}


def draw_chain(rng):
    return tuple(float(value) for value in rng.choice([-1, 1], size=5) * rng.uniform(0.25, 1.5, size=5))


def draw_one_way(rng):
    x, target, w1, w2, _ = draw_chain(rng)
    return x, target, w1, w2, 0.0


weights = [-1.0, -0.5, 0.0, 0.5, 1.0]

autograd = [
    "torch.autograd.grad",
    "torch.autograd.backward",
    "torch.Tensor.backward",
    "torch.func.grad",
    "torch.func.vjp",
    "torch.func.jacrev",
    "torch.autograd.functional.vjp",
    "torch.autograd.functional.jacobian",
]

task = Task(
    reference=chain_gradients,
    parts={
        "one way, w3 = 0": [(1.0, 1.5, 0.5, 1.0, 0.0), (0.5, -1.0, -2.0, 1.5, 0.0)],
        "past the activation, w2 = 0": [(0.5, 1.0, 2.0, 0.0, -1.0), (2.0, 0.5, -0.5, 0.0, 1.5)],
        "both ways": [(1.0, 2.0, 0.5, 1.0, -0.5), (0.8, 1.2, -1.0, 2.0, 1.0), (-1.5, 0.0, 1.0, -1.0, 0.5)],
        "large sums": [(8.0, 1.0, 4.0, -0.5, 0.25), (-400.0, 0.0, 2.0, 3.0, 0.001)],
    },
    draw={"one way, w3 = 0": draw_one_way, "both ways": draw_chain},
    grid=(
        0.8,
        1.2,
        Slider("w1", [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0], start=-1.0),
        Slider("w2", weights, start=1.0),
        Slider("w3", weights, start=0.5),
    ),
    slips=[
        Slip(
            through_tanh_only,
            "One of two ways is missing: you follow u through tanh, but u also goes straight into ŷ. If u "
            "grows a little, ŷ changes for two reasons. What becomes of the two changes?",
        ),
        Slip(
            straight_only,
            "One of two ways is missing: you follow u straight into ŷ, but it also gets there through tanh. "
            "If you write the second way over the first, only the last one counts.",
        ),
        Slip(
            ways_multiplied,
            "You multiply the two ways of u. Factors belong to links that follow each other on one way; u "
            "reaches ŷ on two ways side by side. What does the chain rule do with these?",
        ),
        Slip(
            fork_without_slope,
            "You go back through tanh as if it were not there: on this way a change of u reaches a only "
            "with the slope of tanh at u.",
        ),
        Slip(
            slope_of_a,
            "The slope of tanh is taken at the wrong place: you put a into 1 − tanh², and it wants to be "
            "taken where tanh was applied on the way forward. Or is tanh² known already?",
        ),
        Slip(
            u_for_tanh,
            "The slope of tanh is 1 − tanh²(u), and you compute 1 − u²: the tanh in it is lost.",
        ),
        Slip(
            weight_left_out,
            "In dJ/dw1 both ways lack their weight: a reaches ŷ through w2, u through w3. By how much does "
            "ŷ grow if a grows by 1?",
        ),
        Slip(
            x_for_u,
            "In dJ/dw3 you take x. What does w3 multiply on the way forward?",
        ),
        Slip(
            stopped_at_u,
            "Your dJ/dw1 is dJ/du: one link is missing. By how much does u = w1·x grow if w1 grows by 1?",
        ),
        Slip(
            no_factor_two,
            "All three are half of what they should be: look at the derivative of a square.",
        ),
        Slip(
            error_reversed,
            "All three have the wrong sign. If ŷ is too large, J grows with ŷ: is your ŷ − y the other way "
            "round?",
        ),
        Slip(
            of_the_output,
            "These are the derivatives of ŷ, and J comes after it: the first link of the chain, dJ/dŷ, is "
            "missing in all three.",
        ),
        Slip(
            weights_for_inputs,
            "In a product such as w2·a the derivative by w2 is the other factor. You multiply by the weight "
            "itself.",
        ),
        Slip(
            both_by_a,
            "dJ/dw3 is wrong: w2 stands before a, but what does w3 stand before?",
        ),
    ],
    forbids=[
        *autograd,
        "nnkit.Value",
        "nnkit.scalar.Value",
        "nnkit.Graph",
        "nnkit.scalar.Graph",
    ],
)

# %% [markdown]
# ## 2. A linear layer (<points:Linear>)
#
# Now a whole layer, for a batch of $N$ apples, one a row. Forward it computes
#
# $$z = x\,W^\top + b .$$
#
# Backward it is told $\mathrm dJ/\mathrm dz$, one number for each entry of $z$, and everybody who made $z$
# wants to know their share:
#
# $$
# \frac{\mathrm dJ}{\mathrm dW} = \Bigl(\frac{\mathrm dJ}{\mathrm dz}\Bigr)^{\!\top} x , \qquad
# \frac{\mathrm dJ}{\mathrm db} = \sum_{n=1}^{N} \Bigl(\frac{\mathrm dJ}{\mathrm dz}\Bigr)_{n} , \qquad
# \frac{\mathrm dJ}{\mathrm dx} = \frac{\mathrm dJ}{\mathrm dz}\, W .
# $$
#
# Write the two methods. `forward` also has to *remember* what `backward` will need (write it to `self`). Like
# PyTorch's, the layer **adds** its gradients to `grad_weight` and `grad_bias`, so that two batches one after
# the other count together. Both are there and 0 at first: `class Linear(Layer)` says that a `Linear` is a
# `Layer`, see above, and has all that a `Layer` has. What goes to the layer before, `backward` returns.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x` of `forward` | `(N, in)` | → | `z` | `(N, out)` |
# | `grad_z` of `backward` | `(N, out)` | → | `grad_x` | `(N, in)` |
# | | | added to | `self.grad_weight` | `(out, in)` |
# | | | added to | `self.grad_bias` | `(out,)` |


# %% solution="Linear"
class Linear(Layer):
    """A linear layer: weight (out, in), bias (out,), and their gradients grad_weight and grad_bias."""

    def forward(self, x):
        """Return z (N, out) for x (N, in), and remember what backward needs."""
        ### BEGIN SOLUTION
        self.x = x
        return x @ self.weight.T + self.bias
        ### END SOLUTION

    def backward(self, grad_z):
        """Add dJ/dW to grad_weight and dJ/db to grad_bias; return grad_x (N, in) for grad_z (N, out)."""
        ### BEGIN SOLUTION
        self.grad_weight = self.grad_weight + grad_z.T @ self.x
        self.grad_bias = self.grad_bias + grad_z.sum(axis=0)
        return grad_z @ self.weight
        ### END SOLUTION


# %% [markdown]
# One layer with two units, two apples. The loss cares only for the first unit at the first apple and for the
# second unit at the second, so the other entries of $\mathrm dJ/\mathrm dz$ are 0. First say it: when $x_1$
# of the first apple grows, which entries of $\mathrm dJ/\mathrm dW$ change, and does $\mathrm dJ/\mathrm dx$?
# And when its $\mathrm dJ/\mathrm dz$ grows?
#
# (The slider and the check make layers of pairs `(weight, bias)`. They send the `x` of each batch forward
# through all layers and then its `grad_z` backward, and compare what comes out and what the layers hold in
# the end.)

# %% slider="Linear"
explore(
    Linear,
    check.grid("Linear"),
    ArrayFigure.compare(given=lambda layers, batches: {"x": batches[0][0], "grad_z": batches[0][1]}),
)

# %% check="Linear"
check(Linear)


# %% verdict="Linear"
class WeightTransposed(Linear):
    def backward(self, grad_z):
        self.grad_weight = self.grad_weight + self.x.T @ grad_z
        self.grad_bias = self.grad_bias + grad_z.sum(axis=0)
        return grad_z @ self.weight


class BiasNotSummed(Linear):
    def backward(self, grad_z):
        self.grad_weight = self.grad_weight + grad_z.T @ self.x
        self.grad_bias = self.grad_bias + grad_z
        return grad_z @ self.weight


class BiasSummedOverUnits(Linear):
    def backward(self, grad_z):
        self.grad_weight = self.grad_weight + grad_z.T @ self.x
        self.grad_bias = self.grad_bias + grad_z.sum(axis=1)
        return grad_z @ self.weight


class BiasOneNumber(Linear):
    def backward(self, grad_z):
        self.grad_weight = self.grad_weight + grad_z.T @ self.x
        self.grad_bias = self.grad_bias + grad_z.sum()
        return grad_z @ self.weight


class NothingStored(Linear):
    def backward(self, grad_z):
        return grad_z @ self.weight


class BiasForgotten(Linear):
    def backward(self, grad_z):
        self.grad_weight = self.grad_weight + grad_z.T @ self.x
        return grad_z @ self.weight


class OutputRemembered(Linear):
    def forward(self, x):
        self.x = super().forward(x)
        return self.x


class KeptInTheClass(Linear):
    kept = None

    def forward(self, x):
        type(self).kept = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_z):
        self.x = type(self).kept
        return super().backward(grad_z)


class Overwritten(Linear):
    def backward(self, grad_z):
        self.grad_weight = grad_z.T @ self.x
        self.grad_bias = grad_z.sum(axis=0)
        return grad_z @ self.weight


class FirstBatchKept(Linear):
    def forward(self, x):
        z = super().forward(x)
        self.x = self.first = getattr(self, "first", x)
        return z


class Averaged(Linear):
    def backward(self, grad_z):
        self.grad_weight = self.grad_weight + grad_z.T @ self.x / len(grad_z)
        self.grad_bias = self.grad_bias + grad_z.mean(axis=0)
        return grad_z @ self.weight


class BackThroughTranspose(Linear):
    def backward(self, grad_z):
        super().backward(grad_z)
        return grad_z @ self.weight.T


class ForwardNotTransposed(Linear):
    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias


class ForwardWithoutBias(Linear):
    def forward(self, x):
        self.x = x
        return x @ self.weight.T


class WeightGradientReturned(Linear):
    def backward(self, grad_z):
        super().backward(grad_z)
        return self.grad_weight


class PassedOnUnchanged(Linear):
    def backward(self, grad_z):
        super().backward(grad_z)
        return grad_z


class WeightsMoved(Linear):
    def backward(self, grad_z):
        grad_x = super().backward(grad_z)
        self.weight = self.weight - self.grad_weight
        self.bias = self.bias - self.grad_bias
        return grad_x


def draw_layer(rng, inputs, units):
    return rng.normal(size=(units, inputs)), rng.normal(size=units)


def draw_batch(rng, inputs, units, rows):
    return rng.normal(size=(rows, inputs)), rng.normal(size=(rows, units))


def draw_one_layer(rng):
    inputs, units, rows = (int(size) for size in rng.permutation([2, 3, 4]))
    return [draw_layer(rng, inputs, units)], [draw_batch(rng, inputs, units, rows)]


def draw_one_apple(rng):
    inputs, units = (int(size) for size in rng.integers(2, 5, size=2))
    return [draw_layer(rng, inputs, units)], [draw_batch(rng, inputs, units, 1)]


def draw_two_batches(rng):
    inputs, units = (int(size) for size in rng.integers(2, 4, size=2))
    batches = [draw_batch(rng, inputs, units, int(rows)) for rows in rng.integers(2, 5, size=2)]
    return [draw_layer(rng, inputs, units)], batches


def draw_two_layers(rng):
    inputs, hidden, units, rows = (int(size) for size in rng.integers(2, 5, size=4))
    layers = [draw_layer(rng, inputs, hidden), draw_layer(rng, hidden, units)]
    return layers, [draw_batch(rng, inputs, units, rows)]


square = (np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([0.5, -1.0]))
tall = (np.array([[1.0, 0.5], [0.0, 2.0], [-1.0, 1.0]]), np.array([0.5, 0.0, -0.5]))
wide = (np.array([[1.0, -0.5, 2.0], [0.5, 1.0, 0.0]]), np.array([0.25, -1.0]))
two = (np.array([[1.0, 0.5], [-1.0, 2.0]]), np.array([[1.0, 2.0], [3.0, -1.0]]))
others = (np.array([[0.5, 1.0], [2.0, -0.5]]), np.array([[-1.0, 0.5], [1.0, 1.5]]))
three = (np.array([[1.0, 0.0], [0.5, 1.0], [-1.0, 0.5]]), np.array([[1.0, -1.0], [0.0, 2.0], [0.5, 1.0]]))

layers = [
    "nnkit.Linear",
    "nnkit.layers.Linear",
    "nnkit.Sequential",
    "nnkit.layers.Sequential",
    "torch.nn.Linear",
    "torch.nn.functional.linear",
]

task = Task(
    reference=Linear,
    through="verdict.gradients.backward",
    parts={
        "two apples": [
            ([square], [two]),
            ([tall], [(two[0], np.array([[1.0, 0.0, -1.0], [0.5, 2.0, 0.0]]))]),
        ],
        "one apple": [
            ([square], [(np.array([[1.0, -0.5]]), np.array([[2.0, 1.0]]))]),
            ([tall], [(np.array([[1.5, 0.25]]), np.array([[1.0, -1.0, 0.5]]))]),
        ],
        "two batches count together": [([square], [two, others]), ([square], [three, others])],
        "two layers": [([square, (square[0].T, square[1])], [two]), ([tall, wide], [three])],
    },
    draw={
        "two apples": draw_one_layer,
        "one apple": draw_one_apple,
        "two batches count together": draw_two_batches,
        "two layers": draw_two_layers,
    },
    grid=(
        [square],
        [
            (
                Slider(
                    "x1",
                    [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0],
                    shape=lambda x1: np.array([[x1, 0.5], [-1.0, 1.0]]),
                    start=1.5,
                ),
                Slider(
                    "dJ/dz",
                    [-1.0, -0.5, 0.0, 0.5, 1.0],
                    shape=lambda grad: np.array([[grad, 0.0], [0.0, 0.5]]),
                    start=1.0,
                ),
            )
        ],
    ),
    slips=[
        Slip(
            WeightTransposed,
            "dJ/dW is transposed: yours has a row for each input, and W has a row for each unit. A gradient "
            "has the shape of what it is by; with as many inputs as units the shape alone does not tell.",
        ),
        Slip(
            BiasNotSummed,
            "dJ/db is not summed: all rows of the batch share the one bias, so each apple adds its share to "
            "it. Which shape does the bias have, and which yours?",
        ),
        Slip(
            BiasSummedOverUnits,
            "dJ/db is summed along the wrong axis: you add up the units of one apple, and each unit has a "
            "bias of its own. It is the apples that share it.",
        ),
        Slip(
            BiasOneNumber,
            "dJ/db is summed over everything, so all units get the same number. Only the apples share a "
            "bias; each unit has its own.",
        ),
        Slip(
            NothingStored,
            "Both gradients stay 0. Backward has to leave them in `self.grad_weight` and `self.grad_bias`: "
            "a name without `self.` is forgotten when the method ends.",
        ),
        Slip(
            BiasForgotten,
            "grad_bias stays 0: backward has to add to it too, or the bias will never learn.",
        ),
        Slip(
            OutputRemembered,
            "The wrong array is remembered: you keep z, what the layer made. Look at the formula of dJ/dW: "
            "which array of the way forward stands in it?",
        ),
        Slip(
            KeptInTheClass,
            "One layer works, two do not: they share their memory, and the second writes over what the "
            "first remembers. Keep it in `self`, which each layer has for itself, not in the class or in a "
            "global variable.",
        ),
        Slip(
            Overwritten,
            "The second batch wipes out the first: you write the gradients over the old ones. The task asks "
            "to add to them, so that both batches count.",
        ),
        Slip(
            FirstBatchKept,
            "You remember the input of the first batch and keep it for ever: each way forward has to "
            "remember its own, or the gradients belong to apples that are long gone.",
        ),
        Slip(
            Averaged,
            "You divide by the number of apples. Where J is a mean, its 1/N is already in dJ/dz, which the "
            "loss has handed back; here it would count twice. Is there a 1/N in the formulas?",
        ),
        Slip(
            BackThroughTranspose,
            "dJ/dx goes back through the transposed W. Forward it was x Wᵀ; look at the formula, and at the "
            "shapes: (N, out) times what gives (N, in)?",
        ),
        Slip(
            ForwardNotTransposed,
            "Forward, W wants to be transposed: `weight[j, i]` goes from input i to unit j, so its rows are "
            "the units. With as many inputs as units both products work, and only one is right.",
        ),
        Slip(
            ForwardWithoutBias,
            "The bias is missing on the way forward. Look at the formula of z.",
        ),
        Slip(
            WeightGradientReturned,
            "backward returns dJ/dW, which only this layer needs. The layer before waits for the derivative "
            "by what it handed over, x.",
        ),
        Slip(
            PassedOnUnchanged,
            "backward returns grad_z as it came. The layer before did not make z but x: each input reached "
            "all units, through their weights.",
        ),
        Slip(
            WeightsMoved,
            "backward changes the weights: that is a step of learning, and nobody asked for it yet. Here "
            "the layer only says what the derivatives are.",
        ),
    ],
    forbids=[
        *autograd,
        *layers,
    ],
)

# %% [markdown]
# ## 3. An activation (<points:activation_backward>)
#
# An activation $a = g(z)$ works on every entry by itself, and so does its way back:
#
# $$\frac{\mathrm dJ}{\mathrm dz} = \frac{\mathrm dJ}{\mathrm da} \cdot g'(z) \qquad \text{entry by entry}$$
#
# | `name` | $g(z)$ | $g'(z)$ |
# |---|---|---|
# | `"sigmoid"` | $\sigma(z)$ | $\sigma(z)\,(1 - \sigma(z))$ |
# | `"tanh"` | $\tanh z$ | $1 - \tanh^2 z$ |
# | `"relu"` | $\max(0, z)$ | 1 where $z \ge 0$, else 0 |
#
# (At exactly 0 the ReLU has no slope; the lecture says 1, PyTorch 0, and both are taken.)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `grad_a`, $\mathrm dJ/\mathrm da$ | `(N, units)` | → | `grad_z` | `(N, units)` |
# | `z` | `(N, units)` | | | |
# | `name` | a text | | | |


# %% solution="activation_backward"
def activation_backward(grad_a, z, name):
    """Return dJ/dz in the shape of z. name: "sigmoid", "tanh" or "relu"."""
    ### BEGIN SOLUTION
    if name == "relu":
        return grad_a * (z >= 0)
    a = activate(z, name)
    return grad_a * (a * (1 - a) if name == "sigmoid" else 1 - a**2)
    ### END SOLUTION


# %% [markdown]
# The thin curve is $g$; the thick one is what arrives at $z$ when the same $\mathrm dJ/\mathrm da$ comes back
# for all $z$. Where does an activation let nearly nothing through? Of sigmoid and tanh, which one lets more
# through at most, and how many times as much?

# %% slider="activation_backward"
Z = np.linspace(-4, 4, 33)
explore(
    activation_backward,
    check.grid("activation_backward"),
    CurveFigure.compare(
        x=Z,
        given=lambda grad_a, z, name: {"g": activate(Z, name)},
        xlabel="z",
        ylabel="dJ/dz",
        ylim=[-2, 2],
    ),
)

# %% check="activation_backward"
check(activation_backward)


# %% verdict="activation_backward"
def relu_slope_zero_at_zero(grad_a, z, name):
    return grad_a * (z > 0) if name == "relu" else activation_backward(grad_a, z, name)


def slope(z, name):
    return activation_backward(np.ones(np.shape(z)), z, name)


def fed_with_a(grad_a, z, name):
    return grad_a * slope(activate(z, name), name)


def z_taken_for_a(grad_a, z, name):
    if name == "relu":
        return grad_a * (z >= 0)
    return grad_a * (z * (1 - z) if name == "sigmoid" else 1 - z**2)


def slope_only(grad_a, z, name):
    return slope(z, name)


def activated(grad_a, z, name):
    return grad_a * activate(z, name)


def activated_what_comes_back(grad_a, z, name):
    return activate(grad_a, name)


def slope_of_what_comes_back(grad_a, z, name):
    return grad_a * slope(grad_a, name)


def relu_by_sign_of_gradient(grad_a, z, name):
    return np.maximum(grad_a, 0) if name == "relu" else grad_a * slope(z, name)


def relu_keeps_z(grad_a, z, name):
    return grad_a * np.maximum(z, 0) if name == "relu" else grad_a * slope(z, name)


def relu_let_through(grad_a, z, name):
    return grad_a if name == "relu" else grad_a * slope(z, name)


def tanh_not_squared(grad_a, z, name):
    return grad_a * (1 - np.tanh(z)) if name == "tanh" else grad_a * slope(z, name)


def sigmoid_half_done(grad_a, z, name):
    return grad_a * (1 - activate(z, name)) if name == "sigmoid" else grad_a * slope(z, name)


def sigmoid_for_tanh(grad_a, z, name):
    return grad_a * slope(z, "sigmoid" if name == "tanh" else name)


def overflows(grad_a, z, name):
    if name != "sigmoid":
        return grad_a * slope(z, name)
    return grad_a * np.exp(-z) / (1 + np.exp(-z)) ** 2


def averaged(grad_a, z, name):
    return grad_a * slope(z, name) / len(z)


def summed_over_apples(grad_a, z, name):
    return (grad_a * slope(z, name)).sum(axis=0)


def matrix_product(grad_a, z, name):
    return grad_a @ slope(z, name).T


def drawn_with(name):
    def draw_name(rng):
        shape = tuple(rng.integers(2, 5, size=2))
        return rng.choice([-1, 1], size=shape) * rng.uniform(0.2, 2, size=shape), rng.normal(size=shape), name

    return draw_name


z = np.array([[0.5, -1.0], [2.0, -0.25]])
grad = np.array([[1.0, 2.0], [-1.0, -0.5]])
far = np.array([[1000.0, -1000.0, 40.0, -40.0]])

activations = [
    "nnkit.Activation",
    "nnkit.layers.Activation",
    "nnkit.ACTIVATIONS",
    "nnkit.activations.ACTIVATIONS",
    "nnkit.ELEMENTWISE",
    "nnkit.activations.ELEMENTWISE",
    "nnkit.activation",
    "nnkit.activations.activation",
    "nnkit.sigmoid_derivative",
    "nnkit.activations.sigmoid_derivative",
    "nnkit.tanh_derivative",
    "nnkit.activations.tanh_derivative",
    "nnkit.relu_derivative",
    "nnkit.activations.relu_derivative",
]

task = Task(
    reference=[activation_backward, relu_slope_zero_at_zero],
    parts={
        "sigmoid": [
            (grad, z, "sigmoid"),
            (np.array([[2.0, -1.0, 0.5]]), np.array([[0.0, 1.0, -2.0]]), "sigmoid"),
        ],
        "tanh": [(grad, z, "tanh"), (np.array([[2.0, -1.0, 0.5]]), np.array([[0.0, 1.0, -2.0]]), "tanh")],
        "relu": [(grad, z, "relu"), (np.array([[2.0, -1.0, 0.5]]), np.array([[0.0, 1.0, -2.0]]), "relu")],
        "far from 0": [
            (np.array([[1.0, 2.0, -1.0, 0.5]]), far, name) for name in ("sigmoid", "tanh", "relu")
        ],
    },
    draw={name: drawn_with(name) for name in ("sigmoid", "tanh", "relu")},
    grid=(
        Slider("dJ/da", [-2.0, -1.0, 0.5, 1.0, 2.0], shape=lambda grad: np.full(33, grad), start=2.0),
        np.linspace(-4, 4, 33),
        Slider("activation", ["sigmoid", "tanh", "relu"], start="tanh"),
    ),
    slips=[
        Slip(
            fed_with_a,
            "The slope is taken at the wrong place: you compute g′(a), and g was applied to z on the way "
            "forward. If your formula already holds a (as σ(1 − σ) does), put it in once, not twice.",
        ),
        Slip(
            z_taken_for_a,
            "The formulas hold σ(z) and tanh(z), and you put z itself in their place: first g, then its "
            "slope.",
        ),
        Slip(
            slope_only,
            "That is g′(z) alone. What came back from the layer behind, dJ/da, is lost: the chain rule "
            "multiplies the two.",
        ),
        Slip(
            activated,
            "You multiply by g(z), the value on the way forward. On the way back it is the slope g′(z) that "
            "counts.",
        ),
        Slip(
            activated_what_comes_back,
            "You send dJ/da through the activation once more. Backward nothing is activated: dJ/da is "
            "multiplied by a slope that z decides.",
        ),
        Slip(
            slope_of_what_comes_back,
            "The slope is taken at dJ/da. How steep g was on the way forward depends on z alone.",
        ),
        Slip(
            relu_by_sign_of_gradient,
            "ReLU: you let through what is positive in dJ/da. Whether the gate is open was decided on the "
            "way forward, by z; a negative derivative may well pass.",
        ),
        Slip(
            relu_keeps_z,
            "ReLU: where z is positive you multiply by z. How steep is max(0, z) there?",
        ),
        Slip(
            relu_let_through,
            "ReLU: you let everything through. Where z is negative, a is 0 whatever z is: what does a small "
            "change of z do to J there?",
        ),
        Slip(
            tanh_not_squared,
            "tanh: a square is missing. Yours is nearly 2 for very negative z, where tanh is flat.",
        ),
        Slip(
            sigmoid_half_done,
            "sigmoid: one factor is missing. Yours is nearly 1 for very negative z, where σ is flat.",
        ),
        Slip(
            sigmoid_for_tanh,
            "tanh gets the slope of the sigmoid: look at `name` again, and at the table.",
        ),
        Slip(
            overflows,
            "Right for moderate z. Far from 0 exp(−z) overflows and inf / inf is nan: write the slope with "
            "σ(z) itself, which never leaves 0 … 1.",
        ),
        Slip(
            averaged,
            "You divide by the number of apples. The loss has done that already, its 1/N is in dJ/da: here "
            "it would count twice.",
        ),
        Slip(
            summed_over_apples,
            "You add up the apples. Only what they share (weights, biases) gets a sum; each apple has a z "
            "of its own, so dJ/dz has the shape of z.",
        ),
        Slip(
            matrix_product,
            "That is a matrix product, which mixes entries. An activation works on every entry by itself: "
            "multiply entry by entry.",
        ),
    ],
    forbids=[
        *autograd,
        *activations,
    ],
)

# %% [markdown]
# ## 4. Where the way back begins (<points:cross_entropy_backward>)
#
# The network's last sums are the logits $z$, three for each apple. The softmax makes probabilities $p$ of
# them, and the loss is the mean of the batch's cross entropies:
#
# $$
# J = -\frac1N \sum_{n=1}^{N} \log p_{n, y_n} \qquad\text{with}\qquad
# p_{n,k} = \frac{e^{z_{n,k}}}{\sum_j e^{z_{n,j}}}
# $$
#
# Together the two have a derivative as simple as one could wish for; [·] is 1 where it is true, else 0:
#
# $$\frac{\mathrm dJ}{\mathrm dz_{n,k}} = \frac1N \bigl(p_{n,k} - [k = y_n]\bigr)$$
#
# You have written a softmax in assignment 2; here `nnkit.softmax(z)`, along the last axis, may do it.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `logits`, $z$ | `(N, K)` | → | `grad_z` | `(N, K)` |
# | `target`, $y$ | `(N,)`, whole numbers 0 … K − 1 | | | |


# %% solution="cross_entropy_backward"
def cross_entropy_backward(logits, target):
    """Return dJ/dz (N, K) of the mean cross entropy; logits (N, K), target (N,) holds class numbers."""
    ### BEGIN SOLUTION
    grad_z = nnkit.softmax(logits)
    rows = np.arange(len(target))
    grad_z[rows, target] = grad_z[rows, target] - 1
    return grad_z / len(target)
    ### END SOLUTION


# %% [markdown]
# Two apples; the second is a table apple, and the machine is not sure of it. Make the first one's logit for
# *cider* large. What comes back if it does belong there, what if it does not? Do the numbers of one apple
# always add up to the same?

# %% slider="cross_entropy_backward"
crates = ["cider", "kitchen", "table"]
explore(
    cross_entropy_backward,
    check.grid("cross_entropy_backward"),
    ArrayFigure.compare(name="dJ/dz", given=lambda logits, target: {"z": logits}, columns=crates),
)

# %% check="cross_entropy_backward"
check(cross_entropy_backward)


# %% verdict="cross_entropy_backward"
def hot(logits, target):
    """One row an apple, 1 at its class."""
    return np.eye(np.shape(logits)[1])[target]


def not_divided(logits, target):
    return nnkit.softmax(logits) - hot(logits, target)


def divided_twice(logits, target):
    return cross_entropy_backward(logits, target) / len(target)


def mean_over_entries(logits, target):
    return not_divided(logits, target) / np.size(logits)


def reversed_sign(logits, target):
    return -cross_entropy_backward(logits, target)


def probabilities_only(logits, target):
    return nnkit.softmax(logits) / len(target)


def numbers_for_classes(logits, target):
    return (nnkit.softmax(logits) - target[:, None]) / len(target)


def all_columns(logits, target):
    grad_z = nnkit.softmax(logits)
    grad_z[:, target] -= 1
    return grad_z / len(target)


def rows_for_classes(logits, target):
    grad_z = nnkit.softmax(logits)
    grad_z[target] -= 1
    return grad_z / len(target)


def softmax_left_out(logits, target):
    return (logits - hot(logits, target)) / len(target)


def softmax_over_apples(logits, target):
    return (nnkit.softmax(logits, dim=0) - hot(logits, target)) / len(target)


def softmax_over_everything(logits, target):
    p = np.exp(logits - logits.max())
    return (p / p.sum() - hot(logits, target)) / len(target)


def softmax_twice(logits, target):
    return (nnkit.softmax(nnkit.softmax(logits)) - hot(logits, target)) / len(target)


def exp_overflows(logits, target):
    p = np.exp(logits)
    return (p / p.sum(axis=1, keepdims=True) - hot(logits, target)) / len(target)


def slope_of_the_log(logits, target):
    return -hot(logits, target) / nnkit.softmax(np.clip(logits, -50, 50)) / len(target)


def draw_logits(rng, rows, classes):
    return rng.normal(size=(rows, classes)), rng.integers(classes, size=rows)


def draw_many(rng):
    return draw_logits(rng, int(rng.integers(2, 7)), 3)


def draw_wide(rng):
    return draw_logits(rng, int(rng.integers(2, 5)), int(rng.integers(4, 7)))


losses = [
    "nnkit.cross_entropy_vjp",
    "nnkit.losses.cross_entropy_vjp",
    "nnkit.loss",
    "nnkit.losses.loss",
    "nnkit.LOSSES",
    "nnkit.losses.LOSSES",
]

task = Task(
    reference=cross_entropy_backward,
    parts={
        "one apple": [
            (np.array([[1.0, 0.0, -1.0]]), np.array([0])),
            (np.array([[0.0, 0.5, 2.0]]), np.array([1])),
        ],
        "a batch": [
            (np.array([[2.0, 0.0, 1.0], [0.5, 0.5, -1.0]]), np.array([2, 0])),
            (
                np.array([[0.0, 1.0, 0.5], [1.0, -1.0, 0.0], [2.0, 0.0, 0.5], [0.0, 0.0, 0.0]]),
                np.array([1, 1, 0, 2]),
            ),
        ],
        "any number of crates": [
            (np.array([[1.0, 0.0], [0.5, 2.0], [0.0, -1.0]]), np.array([1, 1, 0])),
            (np.array([[1.0, 0.0, 0.5, -1.0, 2.0], [0.0, 0.25, 1.0, 0.5, 0.0]]), np.array([4, 1])),
        ],
        "large logits": [(np.array([[1000.0, 999.0, -1000.0], [-800.0, 0.0, 800.0]]), np.array([1, 2]))],
    },
    draw={
        "one apple": lambda rng: draw_logits(rng, 1, 3),
        "a batch": draw_many,
        "any number of crates": draw_wide,
    },
    grid=(
        Slider(
            "z of cider",
            [-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0],
            shape=lambda logit: np.array([[logit, 0.0, 1.0], [0.5, 0.0, 1.0]]),
            start=2.0,
        ),
        Slider("crate", [0, 1, 2], shape=lambda crate: np.array([crate, 2]), start=1),
    ),
    slips=[
        Slip(
            not_divided,
            "The 1/N is missing: J is the mean over the batch, so each apple has only its share in it. "
            "(With one apple there is no difference.)",
        ),
        Slip(
            divided_twice,
            "1/N twice: you divide by the number of apples two times. J is a mean once.",
        ),
        Slip(
            mean_over_entries,
            "You divide by the number of entries, N·K. The mean goes over apples: each has one cross "
            "entropy, however many crates there are.",
        ),
        Slip(
            reversed_sign,
            "The sign is turned: raising the logit of the right crate has to lower J, so its derivative is "
            "negative.",
        ),
        Slip(
            probabilities_only,
            "The right crate is not taken account of: `target` does nothing in your result, so the network "
            "would learn to be sure of nothing. Look at the bracket [k = y].",
        ),
        Slip(
            numbers_for_classes,
            "You subtract the crate's number from all probabilities of an apple. The number only says "
            "*where* to subtract 1.",
        ),
        Slip(
            all_columns,
            "`[:, target]` picks those columns in all rows, so each apple is told the crates of the others "
            "too. One entry a row is meant: give the row numbers as well.",
        ),
        Slip(
            rows_for_classes,
            "`[target]` picks whole rows: row y, not column y. One entry a row is meant: give the row "
            "numbers as well.",
        ),
        Slip(
            softmax_left_out,
            "You subtract from the logits; p in the formula are the probabilities that softmax makes of "
            "them.",
        ),
        Slip(
            softmax_over_apples,
            "Your softmax goes down the columns, so that apples compete for a crate. The probabilities of "
            "each apple, one row, add up to 1.",
        ),
        Slip(
            softmax_over_everything,
            "Your softmax divides by the sum over the whole batch. The probabilities of each apple, one "
            "row, add up to 1.",
        ),
        Slip(
            softmax_twice,
            "Softmax of a softmax: your probabilities are nearly all alike. Once is enough.",
        ),
        Slip(
            exp_overflows,
            "Right for moderate logits. Large ones overflow in exp, and inf / inf is nan: subtract each "
            "row's largest logit first, which changes no probability, or use `nnkit.softmax`.",
        ),
        Slip(
            slope_of_the_log,
            "That is the derivative of −log p by p. J is wanted by the logits z: softmax still lies "
            "between, and the formula in the text has both together.",
        ),
    ],
    forbids=[
        *autograd,
        *losses,
    ],
)

# %% [markdown]
# ## 5. The whole network (<points:network_gradients>)
#
# Put the pieces together. The sorting network has any number of linear layers; tanh stands *between* them,
# and the last layer's $z$ are the logits of task 4:
#
# $$x \;\to\; z_1 \;\to\; a_1 = \tanh z_1 \;\to\; z_2 \;\to\; \dots \;\to\; z_L \;\to\; J$$
#
# Return the derivatives of $J$ by all weights and by all biases: two lists, in the order of the layers. Use
# what you have written above, or start afresh. Note at each step which array of the way forward it needs.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x` | `(N, in)` | → | `grad_weights`, a list | each as its weight |
# | `target` | `(N,)`, whole numbers | → | `grad_biases`, a list | each as its bias |
# | `weights`, a list | each `(out, in)` | | | |
# | `biases`, a list | each `(out,)` | | | |


# %% solution="network_gradients"
def network_gradients(x, target, weights, biases):
    """Return (grad_weights, grad_biases): two lists of arrays, one for each layer, the first layer first."""
    ### BEGIN SOLUTION
    layers = [Linear(weight, bias) for weight, bias in zip(weights, biases, strict=True)]
    a, sums = x, []
    for layer in layers:
        sums.append(layer.forward(a))
        a = activate(sums[-1], "tanh")
    grad_z = cross_entropy_backward(sums.pop(), target)
    for layer in layers[:0:-1]:
        grad_z = activation_backward(layer.backward(grad_z), sums.pop(), "tanh")
    layers[0].backward(grad_z)
    return [layer.grad_weight for layer in layers], [layer.grad_bias for layer in layers]
    ### END SOLUTION


# %% [markdown]
# Each of the three hidden units has two weights, so it is a point of the plane. Its arrow shows where the
# *negative* gradient of your function pulls it: there $J$ falls fastest. The batch is a single apple, half of
# it red. All arrows lie along one direction, one way or the other: which, and why? For which diameter will
# they stand upright?

# %% slider="network_gradients"
explore(
    network_gradients,
    check.grid("network_gradients"),
    PlaneFigure.compare(
        arrows=lambda grads, x, target, weights, biases: np.hstack([weights[0], -2 * grads[0][0]]),
        xlabel="weight to x1",
        ylabel="weight to x2",
    ),
)

# %% check="network_gradients"
check(network_gradients)


# %% verdict="network_gradients"
def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def sums_and_inputs(x, weights, biases, g=np.tanh):
    """(z of each layer, input of each layer)."""
    sums, inputs = [], [x]
    for weight, bias in zip(weights, biases, strict=True):
        sums.append(inputs[-1] @ weight.T + bias)
        inputs.append(g(sums[-1]))
    return sums, inputs[:-1]


def gone_back(grad_z, weights, inputs, slopes):
    """The gradients, from dJ/dz of the last layer and g' of each hidden layer."""
    grad_weights, grad_biases = [], []
    for place in reversed(range(len(weights))):
        grad_weights.insert(0, grad_z.T @ inputs[place])
        grad_biases.insert(0, grad_z.sum(axis=0))
        if place:
            grad_z = grad_z @ weights[place] * slopes[place - 1]
    return grad_weights, grad_biases


def slopes_left_out(x, target, weights, biases):
    sums, inputs = sums_and_inputs(x, weights, biases)
    return gone_back(cross_entropy_backward(sums[-1], target), weights, inputs, [1] * len(sums))


def slopes_at_a(x, target, weights, biases):
    sums, inputs = sums_and_inputs(x, weights, biases)
    slopes = [tanh_slope(a) for a in inputs[1:]]
    return gone_back(cross_entropy_backward(sums[-1], target), weights, inputs, slopes)


def sums_for_inputs(x, target, weights, biases):
    sums, _ = sums_and_inputs(x, weights, biases)
    slopes = [tanh_slope(z) for z in sums[:-1]]
    return gone_back(cross_entropy_backward(sums[-1], target), weights, [x, *sums[:-1]], slopes)


def tanh_at_the_end(x, target, weights, biases):
    sums, inputs = sums_and_inputs(x, weights, biases)
    grad_z = cross_entropy_backward(np.tanh(sums[-1]), target) * tanh_slope(sums[-1])
    return gone_back(grad_z, weights, inputs, [tanh_slope(z) for z in sums[:-1]])


def slope_at_the_end(x, target, weights, biases):
    sums, inputs = sums_and_inputs(x, weights, biases)
    grad_z = cross_entropy_backward(sums[-1], target) * tanh_slope(sums[-1])
    return gone_back(grad_z, weights, inputs, [tanh_slope(z) for z in sums[:-1]])


def tanh_left_out_forward(x, target, weights, biases):
    sums, inputs = sums_and_inputs(x, weights, biases, g=lambda z: z)
    slopes = [tanh_slope(z) for z in sums[:-1]]
    return gone_back(cross_entropy_backward(sums[-1], target), weights, inputs, slopes)


def last_layer_first(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    return grad_weights[::-1], grad_biases[::-1]


def divided_in_each_layer(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    return [grad / len(x) for grad in grad_weights], [grad / len(x) for grad in grad_biases]


def never_divided(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    return [grad * len(x) for grad in grad_weights], [grad * len(x) for grad in grad_biases]


def last_apple_only(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x[-1:], target[-1:], weights, biases)
    return [grad / len(x) for grad in grad_weights], [grad / len(x) for grad in grad_biases]


def transposed(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    return [grad.T for grad in grad_weights], grad_biases


def downhill(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    return [-grad for grad in grad_weights], [-grad for grad in grad_biases]


def stepped(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    steps = [zip(weights, grad_weights, strict=True), zip(biases, grad_biases, strict=True)]
    return tuple([array - grad for array, grad in pairs] for pairs in steps)


def biases_averaged(x, target, weights, biases):
    grad_weights, grad_biases = network_gradients(x, target, weights, biases)
    return grad_weights, [grad / len(x) for grad in grad_biases]


def layers_in_pairs(x, target, weights, biases):
    return list(zip(*network_gradients(x, target, weights, biases), strict=True))


def biases_first(x, target, weights, biases):
    return network_gradients(x, target, weights, biases)[::-1]


def draw_network(rng, sizes, rows):
    weights = [rng.normal(size=shape) for shape in zip(sizes[1:], sizes, strict=False)]
    biases = [rng.normal(size=size) for size in sizes[1:]]
    return rng.normal(size=(rows, sizes[0])), rng.integers(sizes[-1], size=rows), weights, biases


def draw_shallow(rng):
    return draw_network(rng, [2, 3], int(rng.integers(2, 6)))


def draw_hidden(rng):
    return draw_network(rng, [2, int(rng.integers(2, 6)), 3], int(rng.integers(2, 6)))


def draw_deep(rng):
    return draw_network(
        rng, [2, *(int(size) for size in rng.integers(2, 5, size=2)), 3], int(rng.integers(2, 6))
    )


def draw_one(rng):
    return draw_network(rng, [2, int(rng.integers(2, 6)), 3], 1)


first = np.array([[1.0, -0.5], [-1.0, 1.5], [0.5, 1.0]])
second = np.array([[0.5, 1.0, -1.0], [-0.5, 0.25, 1.0], [1.0, -1.0, 0.5]])
third = np.array([[1.0, -0.5, 0.5], [0.5, 1.0, -1.0], [-1.0, 0.5, 1.5]])
bias1, bias2, bias3 = np.array([0.25, -0.5, 0.0]), np.array([0.0, 0.5, -0.5]), np.array([0.5, 0.0, -0.25])
apples = np.array([[1.0, 0.5], [-0.5, 0.75], [0.25, 0.0]])
belong = np.array([2, 1, 0])

task = Task(
    reference=network_gradients,
    parts={
        "no hidden layer": [(apples[:2], belong[:2], [first], [bias1])],
        "one hidden layer": [
            (apples, belong, [first, second], [bias1, bias2]),
            (apples[:2], belong[:2], [first[:2], second[:, 1:]], [bias1[:2], bias2]),
        ],
        "two hidden layers": [
            (apples, belong, [first, second, third], [bias1, bias2, bias3]),
            (apples, belong, [first[:2], second[:, :2], third], [bias1[:2], bias2, bias3]),
        ],
        "one apple": [(apples[1:2], belong[1:2], [first, second], [bias1, bias2])],
    },
    draw={
        "no hidden layer": draw_shallow,
        "one hidden layer": draw_hidden,
        "two hidden layers": draw_deep,
        "one apple": draw_one,
    },
    grid=(
        Slider(
            "diameter x1",
            [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0],
            shape=lambda x1: np.array([[x1, 0.5]]),
            start=1.0,
        ),
        Slider("crate", [0, 1, 2], shape=lambda crate: np.array([crate]), start=1),
        [first, second],
        [bias1, bias2],
    ),
    slips=[
        Slip(
            slopes_left_out,
            "On the way back you pass the hidden layers as if there were no tanh: the derivative by a has "
            "to become one by z before it enters the linear layer.",
        ),
        Slip(
            slopes_at_a,
            "The wrong array was kept: the slope of tanh is taken at a, and tanh was applied to z. If a is "
            "all you have kept: it *is* tanh(z) already.",
        ),
        Slip(
            sums_for_inputs,
            "The wrong array was kept: your dJ/dW uses z of the layer before. What did this layer get as "
            "its input on the way forward?",
        ),
        Slip(
            tanh_at_the_end,
            "You put tanh behind the last layer too. There the sums z are the logits, and go into softmax "
            "as they are: tanh stands only *between* layers.",
        ),
        Slip(
            slope_at_the_end,
            "Backward you multiply by a slope of tanh at the last layer, where there was none on the way "
            "forward: its dJ/dz comes from task 4 as it is.",
        ),
        Slip(
            tanh_left_out_forward,
            "On the way forward tanh is missing between the layers: the next layer gets z where it should "
            "get a.",
        ),
        Slip(
            last_layer_first,
            "All gradients are right, but in the order in which the way back finds them: the first layer's "
            "comes first in the lists.",
        ),
        Slip(
            divided_in_each_layer,
            "1/N twice: it is in dJ/dz of the loss already, and goes back from there through all layers. "
            "You divide once more.",
        ),
        Slip(
            never_divided,
            "The 1/N is missing: J is the mean over the apples, and your gradients are those of the sum.",
        ),
        Slip(
            last_apple_only,
            "Only the last apple counts: going through the batch you write each gradient over the one "
            "before. They want to be added up.",
        ),
        Slip(
            transposed,
            "Your gradients by the weights are transposed: each has the shape of its weight, (out, in).",
        ),
        Slip(
            downhill,
            "All signs are turned. The step *downhill* goes against the gradient; the gradient itself is "
            "wanted.",
        ),
        Slip(
            stepped,
            "These are new weights, one step downhill. The task asks for the gradients alone.",
        ),
        Slip(
            biases_averaged,
            "The gradients by the biases are divided by N twice: the 1/N is in dJ/dz of the last layer "
            "already, and from there on the apples are added up, not averaged.",
        ),
        Slip(
            layers_in_pairs,
            "You return a pair for each layer. Asked for are two lists: all gradients by weights, and all by "
            "biases.",
        ),
        Slip(
            biases_first,
            "The two lists are the wrong way round: first the weights' gradients, then the biases'.",
        ),
    ],
    forbids=[*autograd, *layers, *activations, *losses],
)

# %% [markdown]
# ## 6. Trust is good, measuring is better (<points:gradient_error>)
#
# Whoever derives by hand errs sooner or later. But every derivative can be *measured*: move one entry $x_i$ a
# little way $h$ to the right and to the left, and see how $f$ changes.
#
# $$
# r_i = \frac{f(x + h e_i) - f(x)}{h}, \qquad l_i = \frac{f(x) - f(x - h e_i)}{h}
# $$
#
# ($e_i$ is 1 at entry $i$ and 0 elsewhere.) Each is the slope on one side; their mean is far nearer to the
# derivative than either:
#
# $$
# \frac{\partial f}{\partial x_i} \approx \frac{r_i + l_i}{2} = \frac{f(x + h e_i) - f(x - h e_i)}{2h}
# $$
#
# Write the checker: how far does a gradient that somebody claims
# lie from the measured one, at the entry where it is worst? And let it refuse where measuring says nothing:
#
# * If rounding swallows the step at some entry, so that `x[i] + h == x[i]`: `raise ValueError`.
# * If at some entry $r_i$ and $l_i$ differ by more than 0.1, there is a kink between: `raise ValueError`.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `f` | a function: array → number | → | the largest absolute difference | a number |
# | `gradient` | a function: array → array of its shape | | | |
# | `x` | any; its numbers may be whole ones | | | |
# | `h` | a number > 0 | | | |
#
# (Slider and check name the functions by their formulas: `'sum(x**2)'` stands for the function that returns
# this sum.)


# %% solution="gradient_error"
def gradient_error(f, gradient, x, h):
    """Return the largest |claimed - measured|; raise ValueError where h cannot measure."""
    ### BEGIN SOLUTION
    measured = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        right, left = (f(x + step) - f(x)) / h, (f(x) - f(x - step)) / h
        if x[place] + h == x[place] or abs(right - left) > 0.1:
            raise ValueError(f"entry {place}: h = {h} is lost in rounding, or meets a kink")
        measured[place] = (right + left) / 2
    return np.max(np.abs(gradient(x) - measured))
    ### END SOLUTION


# %% [markdown]
# What your checker says of $f(x) = \sin x$ for steps from $10^{-9}$ to $10^{-2}$, on logarithmic axes. For
# the right gradient the valley has two walls: to the right the step is so long that the curve bends on the
# way, to the left rounding spoils the difference of two nearly equal numbers (the details there are chance).
# Which $h$ would you choose? And by what can you tell a gradient that is wrong by a thousandth from one that
# is right?

# %% slider="gradient_error"
H = np.arange(-9, -1.75, 0.5)
explore(
    gradient_error,
    check.grid("gradient_error"),
    CurveFigure.compare(
        x=H,
        y=lambda errors, *_: np.log10(errors + 1e-16),
        xlabel="log10 h",
        ylabel="log10 error",
        ylim=[-14, 1],
    ),
)

# %% check="gradient_error"
check(gradient_error)


# %% verdict="gradient_error"
def slopes(f, x, h):
    """The slopes to the right and to the left at each entry, two arrays of x's shape."""
    right, left = np.zeros(x.shape), np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        right[place], left[place] = (f(x + step) - f(x)) / h, (f(x) - f(x - step)) / h
    return right, left


def refuse_swallowed(x, h):
    if np.any(x + h == x):
        raise ValueError("lost in rounding")


def refuse_kinks(right, left):
    if np.any(np.abs(right - left) > 0.1):
        raise ValueError("a kink")


def differences(f, gradient, x, h, measure=lambda right, left: (right + left) / 2):
    """claimed - measured, with both refusals."""
    refuse_swallowed(x, h)
    right, left = slopes(f, x, h)
    refuse_kinks(right, left)
    return gradient(x) - measure(right, left)


def forward_difference(f, gradient, x, h):
    return np.max(np.abs(differences(f, gradient, x, h, lambda right, left: right)))


def backward_difference(f, gradient, x, h):
    return np.max(np.abs(differences(f, gradient, x, h, lambda right, left: left)))


def divided_by_h(f, gradient, x, h):
    return np.max(np.abs(differences(f, gradient, x, h, lambda right, left: right + left)))


def forward_only(f, gradient, x, h):
    right, _ = slopes(f, x, h)
    return np.max(np.abs(gradient(x) - right))


def own_step(f, gradient, x, h):
    return gradient_error(f, gradient, x, 1e-6)


def swallowed_unseen(f, gradient, x, h):
    right, left = slopes(f, x, h)
    refuse_kinks(right, left)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


def kink_unseen(f, gradient, x, h):
    refuse_swallowed(x, h)
    right, left = slopes(f, x, h)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


def nothing_refused(f, gradient, x, h):
    right, left = slopes(f, x, h)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


def zero_taken_for_a_kink(f, gradient, x, h):
    if np.any(np.abs(x) < h):
        raise ValueError("a kink")
    return gradient_error(f, gradient, x, h)


def not_absolute(f, gradient, x, h):
    return np.max(differences(f, gradient, x, h))


def averaged_error(f, gradient, x, h):
    return np.mean(np.abs(differences(f, gradient, x, h)))


def summed_error(f, gradient, x, h):
    return np.sum(np.abs(differences(f, gradient, x, h)))


def every_error(f, gradient, x, h):
    return np.abs(differences(f, gradient, x, h))


def yes_or_no(f, gradient, x, h):
    return bool(np.max(np.abs(differences(f, gradient, x, h))) < 1e-3)


def all_entries_moved(f, gradient, x, h):
    refuse_swallowed(x, h)
    right, left = (f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h
    refuse_kinks(right, left)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


def whole_rows_moved(f, gradient, x, h):
    refuse_swallowed(x, h)
    right, left = np.zeros(x.shape), np.zeros(x.shape)
    for place in range(len(x)):
        step = np.zeros(x.shape)
        step[place] = h
        right[place], left[place] = (f(x + step) - f(x)) / h, (f(x) - f(x - step)) / h
    refuse_kinks(right, left)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


def steps_cut_off(f, gradient, x, h):
    refuse_swallowed(x, h)
    right, left = np.zeros(x.shape), np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[place], below[place] = x[place] + h, x[place] - h
        right[place], left[place] = (f(above) - f(x)) / h, (f(x) - f(below)) / h
    refuse_kinks(right, left)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


def nothing_moves(f, gradient, x, h):
    refuse_swallowed(x, h)
    return np.max(np.abs(gradient(x)))


def rows_cut_off(f, gradient, x, h):
    refuse_swallowed(x, h)
    right, left = np.zeros(x.shape), np.zeros(x.shape)
    for place in range(len(x)):
        above, below = x.copy(), x.copy()
        above[place], below[place] = x[place] + h, x[place] - h
        right[place], left[place] = (f(above) - f(x)) / h, (f(x) - f(below)) / h
    refuse_kinks(right, left)
    return np.max(np.abs(gradient(x) - (right + left) / 2))


right_pairs = [
    ("sum(x**2)", "2*x"),
    ("sum(x**3)", "3*x**2"),
    ("sum(sin(x))", "cos(x)"),
    ("sum(x)**2", "2*sum(x)"),
]
faulty_pairs = [
    ("sum(x**2)", "x"),
    ("sum(x**2)", "-2*x"),
    ("sum(x**3)", "x**2"),
    ("sum(sin(x))", "-cos(x)"),
    ("sum(x)**2", "sum(x)"),
]
kinks = [("sum(|x|)", "sign(x)"), ("sum(relu(x))", "step(x)")]


def somewhere(rng, *shape):
    """Places that lie away from 0."""
    return rng.choice([-1, 1], size=shape) * rng.uniform(0.2, 1, size=shape)


def one_of(rng, pairs):
    return pairs[rng.integers(len(pairs))]


def draw_step(rng):
    return float(rng.uniform(0.001, 0.003))


def draw_right(rng):
    return *one_of(rng, right_pairs + kinks), somewhere(rng, int(rng.integers(2, 5))), draw_step(rng)


def draw_faulty(rng):
    return *one_of(rng, faulty_pairs), somewhere(rng, int(rng.integers(2, 5))), draw_step(rng)


def draw_table(rng):
    return (
        *one_of(rng, right_pairs + faulty_pairs),
        somewhere(rng, 2, int(rng.integers(2, 4))),
        draw_step(rng),
    )


def draw_kink(rng):
    x, h = somewhere(rng, int(rng.integers(1, 4))), draw_step(rng)
    x[rng.integers(len(x))] = h * rng.uniform(-0.6, 0.6)
    return *one_of(rng, kinks), x, h


def draw_swallowed(rng):
    x = somewhere(rng, int(rng.integers(1, 4)))
    x[rng.integers(len(x))] = 10.0 ** rng.integers(9, 13)
    return *one_of(rng, [right_pairs[0], right_pairs[2]]), x, float(rng.choice([1e-8, 3e-9]))


task = Task(
    reference=gradient_error,
    through="verdict.gradients.checked",
    parts={
        "a right gradient": [
            ("sum(x**2)", "2*x", np.array([1.0]), 0.03125),
            ("sum(x**3)", "3*x**2", np.array([0.5, -0.25]), 0.01),
            ("sum(x)**2", "2*sum(x)", np.array([0.5, 1.0, -1.0]), 0.004),
            ("sum(sin(x))", "cos(x)", np.array([0.0, 1.5]), 0.01),
            ("sum(|x|)", "sign(x)", np.array([-0.5, 0.05]), 0.01),
        ],
        "a wrong gradient": [
            ("sum(x**2)", "x", np.array([1.0]), 0.01),
            ("sum(x**2)", "-2*x", np.array([0.5, -1.0]), 0.01),
            ("sum(x**3)", "x**2", np.array([0.25, 0.5]), 0.01),
            ("sum(sin(x))", "0.999*cos(x)", np.array([0.0]), 0.01),
        ],
        "a kink": [
            ("sum(|x|)", "sign(x)", np.array([0.0]), 0.01),
            ("sum(relu(x))", "step(x)", np.array([0.5, 0.004]), 0.01),
        ],
        "a step that rounding swallows": [
            ("sum(x**2)", "2*x", np.array([1e9]), 1e-8),
            ("sum(sin(x))", "cos(x)", np.array([0.5, 1e10]), 1e-8),
        ],
        "any shape, whole numbers too": [
            ("sum(x**2)", "x", np.array([[1.0, -0.5], [0.25, 2.0]]), 0.01),
            ("sum(x)**2", "2*sum(x)", np.array([[0.5, 1.0, -1.0]]), 0.01),
            ("sum(sin(x))", "cos(x)", np.array([0, 0]), 0.01),
        ],
    },
    draw={
        "a right gradient": draw_right,
        "a wrong gradient": draw_faulty,
        "a kink": draw_kink,
        "a step that rounding swallows": draw_swallowed,
        "any shape, whole numbers too": draw_table,
    },
    grid=(
        "sum(sin(x))",
        Slider("gradient", ["cos(x)", "0.999*cos(x)", "-cos(x)"], start="cos(x)"),
        Slider("x", [-1.0, -0.5, 0.5, 1.0, 1.25], shape=lambda x: np.array([x]), start=1.0),
        10.0 ** np.arange(-9, -1.75, 0.5),
    ),
    slips=[
        Slip(
            forward_difference,
            "You look to the right only: that is rᵢ, and it is off by about h·f″/2 even for a right "
            "gradient. The mean with the step to the left is far nearer to the truth.",
        ),
        Slip(
            backward_difference,
            "You look to the left only: that is lᵢ, and it is off by about h·f″/2 even for a right "
            "gradient. The mean with the step to the right is far nearer to the truth.",
        ),
        Slip(
            forward_only,
            "You look to the right only, and so see no kink either. Take the step to the left as well: the "
            "mean of both is far nearer to the truth, and their difference tells a kink.",
        ),
        Slip(
            divided_by_h,
            "Your measured slopes are twice too large: from x − h to x + h it is how far?",
        ),
        Slip(
            own_step,
            "You measure with a step of your own, not with the `h` that was asked for. A tiny one is not "
            "better by itself: look at the left wall of the valley above.",
        ),
        Slip(
            swallowed_unseen,
            "h is too small here, and your checker does not notice: x + h *is* x, both values of f are the "
            "same, and the measured slope 0 says nothing. `raise ValueError(...)` as the task says.",
        ),
        Slip(
            kink_unseen,
            "At a kink your checker takes the mean of two slopes that have nothing to do with each other, "
            "and blames the gradient. Compare rᵢ with lᵢ and `raise ValueError(...)` as the task says.",
        ),
        Slip(
            nothing_refused,
            "Right where it can be measured. Two cases want a `raise ValueError(...)`: a kink, where rᵢ and "
            "lᵢ differ by more than 0.1, and a step so small that `x[i] + h == x[i]`.",
        ),
        Slip(
            zero_taken_for_a_kink,
            "You refuse wherever x is near 0. Only some functions have a kink there: sin, for one, has "
            "none. Let rᵢ and lᵢ decide.",
        ),
        Slip(
            not_absolute,
            "A gradient that is too small counts for nothing, however wrong it is: take absolute values "
            "before you look for the largest.",
        ),
        Slip(
            averaged_error,
            "That is the mean of the differences. One wrong entry among many right ones would hide in it: "
            "the worst one is asked for.",
        ),
        Slip(
            summed_error,
            "That is the sum of the differences. Many tiny ones would look like one that is wrong: the "
            "worst one is asked for.",
        ),
        Slip(
            every_error,
            "You return the difference of every entry: one number is asked for, the worst.",
        ),
        Slip(
            yes_or_no,
            "You say whether the gradient is right. The task asks *how far* it is off, and leaves the "
            "judgement to whoever reads the number.",
        ),
        Slip(
            all_entries_moved,
            "You move all entries at once, so you measure the sum of all slopes. One entry at a time, the "
            "others stay.",
        ),
        Slip(
            whole_rows_moved,
            "Right for a vector. In a table `x[i]` is a whole row, and you move all of it at once: "
            "`np.ndindex` goes through the entries of any shape.",
        ),
        Slip(
            steps_cut_off,
            "Right, but not where x holds whole numbers: a copy of x then holds whole numbers too, and cuts "
            "off the step that you store in it. `x + step` makes an array of floats.",
        ),
        Slip(
            nothing_moves,
            "All your measured slopes are 0, for nothing moves. If you write `above = x`, that is no copy "
            "but a second name of the same array: what one name adds, the other takes off again.",
        ),
        Slip(
            rows_cut_off,
            "Right for a vector. Two things are left: in a table `x[i]` is a whole row, and you move all of "
            "it at once; and where x holds whole numbers, its copy does so too and cuts off the step that "
            "you store in it.",
        ),
    ],
    forbids=[
        *autograd,
        "nnkit.gradcheck",
        "nnkit.gradcheck.gradcheck",
        "torch.autograd.gradcheck",
        "torch.autograd.gradcheck.gradcheck",
        "scipy.optimize.check_grad",
        "scipy.optimize.approx_fprime",
        "scipy.differentiate.derivative",
        "scipy.differentiate.jacobian",
    ],
)

# %% [markdown]
# ## 7. The same from PyTorch (<points:torch_gradients>)
#
# PyTorch writes down the way forward while you compute it, and goes back by itself. So it needs no new rule
# when the network changes. Compute the gradients of task 5 once more, now with PyTorch's automatic
# derivatives and for any `activation` between the layers, given by its name in `torch`:
# `getattr(torch, "sin")` is `torch.sin`.
#
# Tensors come from arrays by `torch.tensor(...)`; which of them shall get a gradient has to be said. Return
# NumPy arrays (a tensor's `.numpy()`).
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x` | `(N, in)` | → | `grad_weights`, a list | each as its weight |
# | `target` | `(N,)`, whole numbers | → | `grad_biases`, a list | each as its bias |
# | `weights`, a list | each `(out, in)` | | | |
# | `biases`, a list | each `(out,)` | | | |
# | `activation` | a text, e.g. `"tanh"` | | | |


# %% solution="torch_gradients"
def torch_gradients(x, target, weights, biases, activation):
    """Return (grad_weights, grad_biases), two lists of NumPy arrays, from PyTorch's automatic derivatives."""
    ### BEGIN SOLUTION
    parameters = [
        [torch.tensor(array, requires_grad=True) for array in arrays] for arrays in (weights, biases)
    ]
    a = torch.tensor(x)
    for place, (weight, bias) in enumerate(zip(*parameters, strict=True)):
        a = getattr(torch, activation)(a) if place else a
        a = a @ weight.T + bias
    torch.nn.functional.cross_entropy(a, torch.tensor(target)).backward()
    return tuple([parameter.grad.numpy() for parameter in group] for group in parameters)
    ### END SOLUTION


# %% [markdown]
# The gradients of a network with two inputs, three hidden units and three crates. With `tanh` you have seen
# them: does your task 5 say the same? For `sin` you have derived nothing at all. Which activation sends the
# least back to the first layer, and what in its picture in task 3 says why?

# %% slider="torch_gradients"
explore(
    torch_gradients,
    check.grid("torch_gradients"),
    ArrayFigure.compare(
        lambda grads, *_: {"dW1": grads[0][0], "db1": grads[1][0], "dW2": grads[0][1], "db2": grads[1][1]}
    ),
)

# %% check="torch_gradients"
check(torch_gradients)


# %% verdict="torch_gradients"
def leaves(weights, biases):
    """Tensors that want a gradient: (weights, biases)."""
    return tuple([torch.tensor(array, requires_grad=True) for array in group] for group in (weights, biases))


def logits_of(x, parameters, activation, between=lambda a: a):
    a = torch.tensor(x)
    for place, (weight, bias) in enumerate(zip(*parameters, strict=True)):
        a = between(getattr(torch, activation)(a)) if place else a
        a = a @ weight.T + bias
    return a


def left_in(parameters):
    return tuple([None if leaf.grad is None else leaf.grad.numpy() for leaf in group] for group in parameters)


def from_logits(x, target, weights, biases, activation, loss, repeat=1):
    """The gradients that `backward` of loss(logits, target) leaves."""
    parameters = leaves(weights, biases)
    for _ in range(repeat):
        loss(logits_of(x, parameters, activation), torch.tensor(target)).backward()
    return left_in(parameters)


def summed_loss(*arguments):
    return from_logits(*arguments, lambda z, y: torch.nn.functional.cross_entropy(z, y, reduction="sum"))


def softmax_before_the_loss(*arguments):
    return from_logits(*arguments, lambda z, y: torch.nn.functional.cross_entropy(torch.softmax(z, 1), y))


def activated_logits(x, target, weights, biases, activation):
    def loss(z, y):
        return torch.nn.functional.cross_entropy(getattr(torch, activation)(z), y)

    return from_logits(x, target, weights, biases, activation, loss)


def likelihood_of_logits(*arguments):
    return from_logits(*arguments, lambda z, y: torch.nn.functional.nll_loss(z, y))


def went_back_twice(*arguments):
    return from_logits(*arguments, torch.nn.functional.cross_entropy, repeat=2)


def never_went_back(x, target, weights, biases, activation):
    return left_in(leaves(weights, biases))


def no_gradients_read(x, target, weights, biases, activation):
    return [np.array(weight) for weight in weights], [np.array(bias) for bias in biases]


def cut_off_between(x, target, weights, biases, activation):
    parameters = leaves(weights, biases)
    z = logits_of(x, parameters, activation, torch.Tensor.detach)
    torch.nn.functional.cross_entropy(z, torch.tensor(target)).backward()
    return left_in(parameters)


def always_tanh(x, target, weights, biases, activation):
    return torch_gradients(x, target, weights, biases, "tanh")


def no_activation(x, target, weights, biases, activation):
    return torch_gradients(x, target, weights, biases, "clone")


def biases_without(x, target, weights, biases, activation):
    grad_weights, grad_biases = torch_gradients(x, target, weights, biases, activation)
    return grad_weights, [None for _ in grad_biases]


def last_layers_first(x, target, weights, biases, activation):
    grad_weights, grad_biases = torch_gradients(x, target, weights, biases, activation)
    return grad_weights[::-1], grad_biases[::-1]


def layer_by_layer(x, target, weights, biases, activation):
    pairs = zip(*torch_gradients(x, target, weights, biases, activation), strict=True)
    return tuple([weight, bias] for weight, bias in pairs)


names = ["tanh", "sigmoid", "relu", "sin"]


def drawn_activated(draw_one_network):
    def draw_activated(rng):
        return *draw_one_network(rng), str(rng.choice(names))

    return draw_activated


task = Task(
    reference=torch_gradients,
    parts={
        "the network of task 5": [
            (apples, belong, [first, second], [bias1, bias2], "tanh"),
            (apples, belong, [first[:2], second[:, :2], third], [bias1[:2], bias2, bias3], "tanh"),
        ],
        "other activations": [
            (apples, belong, [first, second], [bias1, bias2], "sigmoid"),
            (apples, belong, [first, second], [bias1, bias2], "relu"),
            (apples[:2], belong[:2], [first, second, third], [bias1, bias2, bias3], "sin"),
        ],
        "no hidden layer": [(apples, belong, [first], [bias1], "tanh")],
        "one apple": [(apples[:1], belong[:1], [first, second], [bias1, bias2], "sin")],
    },
    draw={
        "other activations": drawn_activated(draw_deep),
        "no hidden layer": drawn_activated(draw_shallow),
        "one apple": drawn_activated(draw_one),
    },
    grid=(
        apples[:2],
        belong[:2],
        [first, second],
        [bias1, bias2],
        Slider("activation", names, start="sin"),
    ),
    slips=[
        Slip(
            never_went_back,
            "All gradients are None: nobody went back to these tensors. Was `backward()` called on the "
            "loss? And did the loss come from these very tensors, not from copies of them (`.double()`, "
            "`.clone()`)?",
        ),
        Slip(
            biases_without,
            "The biases have no gradient (None): only tensors made with `requires_grad=True` get one.",
        ),
        Slip(
            no_gradients_read,
            "You return the weights and biases themselves. Where does a tensor keep its gradient after "
            "`backward()`?",
        ),
        Slip(
            cut_off_between,
            "Only the last layer has gradients: the way back ends before it. `detach()`, `.data`, "
            "`.numpy()` and a new `torch.tensor(...)` all cut it off.",
        ),
        Slip(
            summed_loss,
            "The 1/N is missing: your loss is the sum over the apples, not their mean. (A loop over the "
            "apples that calls `backward()` each time adds up, too.)",
        ),
        Slip(
            softmax_before_the_loss,
            "Softmax twice: PyTorch's cross entropy takes logits and has a softmax inside.",
        ),
        Slip(
            likelihood_of_logits,
            "`nll_loss` wants logarithms of probabilities, and you give it logits: nothing here makes them "
            "sum to 1. Which of PyTorch's losses takes logits?",
        ),
        Slip(
            activated_logits,
            "You activate the last layer too. Its sums are the logits, and go into the loss as they are.",
        ),
        Slip(
            always_tanh,
            "`activation` does nothing in your function: it is always tanh. `getattr(torch, name)` is the "
            "function of that name.",
        ),
        Slip(
            no_activation,
            "The activation between the layers is missing: without it, many layers are one.",
        ),
        Slip(
            went_back_twice,
            "Every gradient is twice too large: you went back two times, and PyTorch adds to `.grad`, as "
            "your own layer does.",
        ),
        Slip(
            last_layers_first,
            "All gradients are right, but the last layer's come first: the lists have the order of the "
            "layers.",
        ),
        Slip(
            layer_by_layer,
            "You return weight and bias layer by layer. Two lists are asked for: all weights' gradients, "
            "then all biases'.",
        ),
    ],
    forbids=[*layers[:4], "nnkit.Activation", "nnkit.layers.Activation", *losses],
)

# %% [markdown]
# ## All together

# %%
check.summary()
