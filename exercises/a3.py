# %% [markdown]
# # Assignment 3: how wrong was it?
#
# A mountain hut stands at the end of a long road. Every evening its warden asks a small network about
# tomorrow: how many centimetres of snow will fall, whether the road will be closed, and what sky there will
# be. In the morning she writes down what came. To learn from these mornings the network must know how wrong
# it was, in one number: the **loss**. You will build the losses, and their gradients, in five functions of a
# few lines each, and then say in your own words why there are two kinds. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $N$ | how many days there are in the batch | days |
# | $\hat y$, $y$ in tasks 1 and 2 | snow that was forecast, snow that fell | cm |
# | $z$, $y$ in task 3 | logit of *closed* (a score: any number), and the label: 1 closed, 0 open | none |
# | $z_k$, $y$ in tasks 4 and 5 | logit of sky $k$, and the sky's class id: 0 sun, 1 cloud, 2 snow | none |
# | $J$ | the loss, one number for a batch | cm² in tasks 1 and 2, else none |
#
# All logarithms are natural ones, $\ln$, which NumPy calls `np.log`.
#
# Write each loss yourself. Ready ones, say `nnkit.cross_entropy`, score 0, and the checks see them; help of
# your own, say your softmax of assignment 2, is welcome.
#
# <how to work>

# %% start="a3"
import nnkit
from nnkit.figures import ArrayFigure, CurveFigure, explore
from verdict import Checks

check = Checks("a3")

# %% setup="true"
import numpy as np

# %% [markdown]
# ## 1. Squared errors (<points:squared_errors>)
#
# How much snow will fall? A forecast of 12 cm when 10 cm fell is off by 2 cm. The squares of these errors are
# added up, or averaged over the days:
#
# $$\text{SSE} = \sum_n (\hat y_n - y_n)^2, \qquad \text{MSE} = \frac{1}{N} \sum_n (\hat y_n - y_n)^2$$
#
# Return both. (PyTorch calls what goes into a loss its `input`, and so do we: here it is $\hat y$.)
#
# Mind the shapes. A network with one output gives a *column*, `(N, 1)`, while the warden's notes are `(N,)`.
# NumPy takes a column minus a row without a complaint; try what comes out. Day $n$ belongs to day $n$ only.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `input` | `(N,)` or `(N, 1)`, perhaps of whole numbers | → | SSE | a number |
# | `target` | `(N,)` or `(N, 1)`, perhaps of whole numbers | → | MSE | a number |


# %% solution="squared_errors"
def squared_errors(input, target):
    """Return (SSE, MSE) of N forecasts and N measurements, each (N,) or (N, 1)."""
    ### BEGIN SOLUTION
    error = np.ravel(input) - np.ravel(target)
    return np.sum(error**2), np.mean(error**2)
    ### END SOLUTION


# %% [markdown]
# Four days; each dot is the squared error of one of them. Before you move the first day's forecast: it is
# off by 2 cm now. When it is off by 4 cm, how far does its dot rise, how far the SSE, and how far the MSE?

# %% slider="squared_errors"
explore(
    squared_errors,
    check.grid("squared_errors"),
    CurveFigure.compare(
        x=np.arange(1, 5),
        y=lambda both, input, target: {"SSE": np.full(4, both[0]), "MSE": np.full(4, both[1])},
        points=lambda input, target: {
            "one day": np.stack([np.arange(1, 5), nnkit.mse_loss(input, target, "none")], axis=1)
        },
        xlabel="day",
        ylabel="squared error in cm²",
        xlim=[0.5, 4.5],
    ),
)

# %% check="squared_errors"
check(squared_errors)

# %% verdict="squared_errors"
from verdict import Slider, Slip, Task


def flat_error(input, target):
    return np.ravel(input) - np.ravel(target)


def sum_for_mean(input, target):
    error = flat_error(input, target)
    return np.sum(error**2), np.sum(error**2)


def mean_for_sum(input, target):
    error = flat_error(input, target)
    return np.mean(error**2), np.mean(error**2)


def mean_first(input, target):
    error = flat_error(input, target)
    return np.mean(error**2), np.sum(error**2)


def every_pair(input, target):
    error = input - target
    return np.sum(error**2), np.mean(error**2)


def pairs_over_days(input, target):
    error = input - target
    return np.sum(error**2), np.sum(error**2) / len(input)


def pairs_by_column(input, target):
    error = input - target
    return sum(error**2), sum(error**2) / len(input)


def both_halved(input, target):
    error = flat_error(input, target)
    return np.sum(error**2) / 2, np.mean(error**2) / 2


def only_sum_halved(input, target):
    error = flat_error(input, target)
    return np.sum(error**2) / 2, np.mean(error**2)


def only_mean_halved(input, target):
    error = flat_error(input, target)
    return np.sum(error**2), np.mean(error**2) / 2


def not_squared(input, target):
    error = flat_error(input, target)
    return np.sum(error), np.mean(error)


def absolute(input, target):
    error = flat_error(input, target)
    return np.sum(np.abs(error)), np.mean(np.abs(error))


def squared_too_late(input, target):
    error = flat_error(input, target)
    return np.sum(error) ** 2, np.mean(error) ** 2


def rooted(input, target):
    error = flat_error(input, target)
    return np.sqrt(np.sum(error**2)), np.sqrt(np.mean(error**2))


def mean_rooted(input, target):
    error = flat_error(input, target)
    return np.sum(error**2), np.sqrt(np.mean(error**2))


def root_for_sum(input, target):
    error = flat_error(input, target)
    return np.linalg.norm(error), np.mean(error**2)


def root_then_mean(input, target):
    error = flat_error(input, target)
    return np.linalg.norm(error), np.linalg.norm(error) / len(error)


def variance(input, target):
    error = flat_error(input, target)
    return np.var(error) * len(error), np.var(error)


def one_less(input, target):
    error = flat_error(input, target)
    return np.sum(error**2), np.sum(error**2) / (len(error) - 1)


def sum_alone(input, target):
    return np.sum(flat_error(input, target) ** 2)


def mean_alone(input, target):
    return np.mean(flat_error(input, target) ** 2)


def not_added_up(input, target):
    error = flat_error(input, target)
    return error**2, error**2 / len(error)


def sums_of_squares(input, target):
    difference = np.sum(np.ravel(input) ** 2) - np.sum(np.ravel(target) ** 2)
    return difference, difference / len(input)


def kept_in_input(input, target):
    squares = np.zeros_like(np.ravel(input))
    squares[:] = flat_error(input, target) ** 2
    return np.sum(squares), np.mean(squares)


def draw_snow(rng, days):
    fell = rng.uniform(0, 30, size=days)
    return fell + rng.choice([-1, 1], size=days) * rng.uniform(1.5, 6, size=days), fell


def draw_days(rng):
    return draw_snow(rng, rng.integers(2, 9))


def draw_column(rng):
    said, fell = draw_snow(rng, rng.integers(2, 7))
    return (said[:, np.newaxis], fell) if rng.integers(2) else (said, fell[:, np.newaxis])


def draw_whole(rng):
    said, fell = draw_snow(rng, rng.integers(2, 7))
    return np.round(said).astype(int), fell


centimetres = [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
days = {
    "a few days": [
        (np.array([12.0, 3.0]), np.array([10.0, 6.0])),
        (np.array([4.0, 0.5, 20.0, 8.0]), np.array([4.0, 3.0, 14.0, 9.5])),
        (np.array([2.0, 7.5]), np.array([2.0, 7.5])),
    ],
    "a batch of one": [(np.array([5.0]), np.array([8.0]))],
    "one of them a column": [
        (np.array([[12.0], [3.0], [5.0]]), np.array([10.0, 6.0, 0.0])),
        (np.array([1.0, 4.0]), np.array([[3.0], [0.5]])),
        (np.array([[2.5]]), np.array([4.0])),
    ],
    "one of them in whole numbers": [
        (np.array([12, 0, 7]), np.array([9.75, 1.5, 4.5])),
        (np.array([9.75, 1.5]), np.array([12, 4])),
    ],
}

task = Task(
    reference=squared_errors,
    parts=days,
    draw={
        "a few days": draw_days,
        "one of them a column": draw_column,
        "one of them in whole numbers": draw_whole,
    },
    grid=(
        [Slider("day 1", centimetres, start=4.0), Slider("day 2", centimetres, start=4.0), 8.0, 3.0],
        np.array([6.0, 1.0, 6.0, 4.0]),
    ),
    slips=[
        Slip(
            sum_for_mean,
            "Your MSE is the SSE once more. M stands for mean: a month of forecasts should not look worse "
            "than a week of them just because it is longer. What must the sum be divided by?",
        ),
        Slip(
            mean_for_sum,
            "Your SSE is the MSE once more. Its first S stands for sum: nothing is divided there.",
        ),
        Slip(
            mean_first, "Both numbers are right, but the wrong way round: return the SSE first, then the MSE."
        ),
        Slip(
            every_pair,
            "A column (N, 1) minus a row (N,) is a table (N, N) in NumPy: every forecast minus every "
            "measurement. Nothing complains, and the loss is wrong. Print the shape of your difference, then "
            "bring both to one shape first.",
        ),
        Slip(
            pairs_over_days,
            "A column (N, 1) minus a row (N,) is a table (N, N) in NumPy, so you sum over every pair of a "
            "forecast and a measurement, N times too many. Print the shape of your difference, then bring "
            "both to one shape before you subtract.",
        ),
        Slip(
            pairs_by_column,
            "With a column (N, 1) and a row (N,) your difference is a table (N, N), each forecast minus each "
            "measurement; and you add up along its first axis only, as Python's `sum` and `axis=0` do, so an "
            "array is left. Bring both to one shape before you subtract.",
        ),
        Slip(
            both_halved,
            "Your sums are halved. Some books define the loss with a ½, which makes the gradient tidier; "
            "here neither formula has one.",
        ),
        Slip(
            only_sum_halved,
            "The ½ stands in one place only: your SSE is halved and your MSE is not, so SSE is no longer N "
            "times MSE. Here neither formula has a ½.",
        ),
        Slip(
            only_mean_halved,
            "The ½ stands in one place only: your MSE is halved and your SSE is not, so SSE is no longer N "
            "times MSE. Here neither formula has a ½.",
        ),
        Slip(
            not_squared,
            "You add up the errors themselves, so too much on one day makes up for too little on another, "
            "and a bad forecaster can reach 0. What do the formulas do to each error before the sum?",
        ),
        Slip(
            absolute,
            "You add up the sizes of the errors, |ŷ − y|. That is a loss too (the absolute error), but this "
            "one wants their squares: a day that is twice as wrong counts four times.",
        ),
        Slip(
            squared_too_late,
            "You square after adding up, so errors of opposite sign have already cancelled. Square each "
            "error first: what does the Σ stand in front of?",
        ),
        Slip(
            rooted,
            "You took the square root of both. The formulas end without one: their unit is cm², not cm.",
        ),
        Slip(
            mean_rooted,
            "Your second number is the square root of the MSE (RMSE, in cm). The formula ends without a "
            "root: its unit is cm².",
        ),
        Slip(
            root_for_sum,
            "Your first number is the length of the error vector, ‖ŷ − y‖, which is a square root. The SSE "
            "is that length squared.",
        ),
        Slip(
            root_then_mean,
            "You build on the length ‖ŷ − y‖, which is a square root. SSE is that length squared, and MSE is "
            "SSE over N.",
        ),
        Slip(
            variance,
            "np.var subtracts the mean error first, so a forecaster who is always 5 cm too high gets a 0. "
            "The formula squares the errors as they are.",
        ),
        Slip(
            one_less,
            "You divide by N − 1. That belongs to the variance of a sample; the MSE is a plain mean. And "
            "with one day only you divide by 0.",
        ),
        Slip(sum_alone, "You return the SSE alone. Return both, the SSE first, in a tuple."),
        Slip(mean_alone, "You return the MSE alone. Return both, the SSE first, in a tuple."),
        Slip(
            not_added_up,
            "The squares are right, but they are not added up: a loss is one number for the whole batch. "
            "Look at the Σ in both formulas.",
        ),
        Slip(
            sums_of_squares,
            "You subtract the sums of the squares, ŷ² − y². The formulas square the difference (ŷ − y)², "
            "which is never negative.",
        ),
        Slip(
            kept_in_input,
            "Right, but not where `input` holds whole numbers: an array made like it holds whole numbers too "
            "and cuts off what you store in it. Let the squares make an array of their own.",
        ),
    ],
    forbids=[
        "nnkit.mse_loss",
        "nnkit.losses.mse_loss",
        "nnkit.sse_loss",
        "nnkit.losses.sse_loss",
        "nnkit.loss",
        "nnkit.losses.loss",
        "nnkit.LOSSES",
        "nnkit.losses.LOSSES",
        "sklearn.metrics.mean_squared_error",
        "torch.nn.MSELoss",
        "torch.nn.functional.mse_loss",
    ],
)

# %% [markdown]
# ## 2. The gradient of the MSE (<points:mse_gradient>)
#
# Learning needs to know how the loss changes when one forecast changes a little:
#
# $$\frac{\partial\, \text{MSE}}{\partial \hat y_n} = \frac{2}{N} (\hat y_n - y_n)$$
#
# There is one number for each forecast, so the result has the shape of `input`: a column gets a column back.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `input` | `(N,)` or `(N, 1)`, perhaps of whole numbers | → | gradient | that of `input` |
# | `target` | `(N,)` or `(N, 1)`, perhaps of whole numbers | | | |


# %% solution="mse_gradient"
def mse_gradient(input, target):
    """Return the gradient of the MSE by input, in the shape of input, (N,) or (N, 1)."""
    ### BEGIN SOLUTION
    error = input - np.reshape(target, input.shape)
    return 2 * error / len(error)
    ### END SOLUTION


# %% [markdown]
# The curve is the MSE of two days while the forecast of day 1 moves; 6 cm fell. The line has the slope that
# your gradient gives, and should touch the curve. Where is it level? And what does the forecast of day 2 do
# to the curve, what to the slope?

# %% slider="mse_gradient"
explore(
    mse_gradient,
    check.grid("mse_gradient"),
    CurveFigure.compare(
        x=np.linspace(0, 12, 49),
        tangent=lambda gradient, input, target: (input[0], nnkit.mse_loss(input, target), gradient[0]),
        given=lambda input, target: {
            "MSE": [nnkit.mse_loss(np.array([said, input[1]]), target) for said in np.linspace(0, 12, 49)]
        },
        xlabel="forecast of day 1 in cm",
        ylabel="MSE in cm²",
        xlim=[0, 12],
        ylim=[-5, 40],
    ),
)

# %% check="mse_gradient"
check(mse_gradient)


# %% verdict="mse_gradient"
def shaped_error(input, target):
    return input - np.reshape(target, input.shape)


def no_mean(input, target):
    return 2 * shaped_error(input, target)


def no_two(input, target):
    return shaped_error(input, target) / len(input)


def error_alone(input, target):
    return shaped_error(input, target)


def uphill_down(input, target):
    return -2 * shaped_error(input, target) / len(input)


def gradient_of_pairs(input, target):
    return 2 * (input - target) / len(input)


def gradient_of_pairs_over_all(input, target):
    error = input - target
    return 2 * error / error.size


def flattened(input, target):
    return 2 * flat_error(input, target) / len(input)


def as_target(input, target):
    error = np.reshape(input, target.shape) - target
    return 2 * error / len(error)


def gradient_added_up(input, target):
    return 2 * np.mean(shaped_error(input, target))


def loss_instead(input, target):
    return np.mean(shaped_error(input, target) ** 2)


def squares_kept(input, target):
    return 2 * shaped_error(input, target) ** 2 / len(input)


def signs_only(input, target):
    return np.sign(shaped_error(input, target)) / len(input)


def two_below(input, target):
    return shaped_error(input, target) / (2 * len(input))


def times_forecast(input, target):
    return 2 * shaped_error(input, target) * input / len(input)


def gradient_kept_in_input(input, target):
    gradient = np.zeros_like(input)
    gradient[:] = 2 * shaped_error(input, target) / len(input)
    return gradient


task = Task(
    reference=mse_gradient,
    parts=days,
    draw={
        "a few days": draw_days,
        "one of them a column": draw_column,
        "one of them in whole numbers": draw_whole,
    },
    grid=(
        [
            Slider("day 1", [float(cm) for cm in range(13)], start=2.0),
            Slider("day 2", centimetres, start=4.0),
        ],
        np.array([6.0, 1.0]),
    ),
    slips=[
        Slip(
            no_mean,
            "The 1/N is missing. You have the gradient of the SSE; the MSE is a mean, so each day's share in "
            "it, and in its gradient, is an N-th.",
        ),
        Slip(
            no_two,
            "The 2 is missing: the square brings it down when you differentiate. It would cancel if the loss "
            "had a ½, but the MSE of task 1 has none. A ½ must be in both places or in neither.",
        ),
        Slip(
            error_alone,
            "You return the error ŷ − y itself. Differentiate the square: which factor comes down? And what "
            "has become of the 1/N in front of the sum?",
        ),
        Slip(
            uphill_down,
            "The sign is turned round: forecast too much (ŷ > y), and forecasting still more makes it worse, "
            "so the slope must be positive there. Which of the two is subtracted from the other?",
        ),
        Slip(
            gradient_of_pairs,
            "A column (N, 1) minus a row (N,) is a table (N, N) in NumPy: every forecast minus every "
            "measurement. A gradient has the shape of `input`: give `target` that shape before you subtract.",
        ),
        Slip(
            gradient_of_pairs_over_all,
            "A column (N, 1) minus a row (N,) is a table (N, N) in NumPy, and its size is N², so the mean is "
            "taken over pairs too. A gradient has the shape of `input`: give `target` that shape before you "
            "subtract.",
        ),
        Slip(
            flattened,
            "The numbers are right, but always in a row (N,). A gradient has the shape of what it is the "
            "gradient by: for a column (N, 1) it is a column, too.",
        ),
        Slip(
            as_target,
            "The numbers are right, but in the shape of `target`. It is the gradient by `input`, one number "
            "for each of its entries, so it must have the shape of `input`.",
        ),
        Slip(
            gradient_added_up,
            "You add up (or average) the gradient. The loss is one number, but there is one slope for each "
            "forecast: leave them side by side.",
        ),
        Slip(loss_instead, "That is the MSE itself. This task asks for its slope by each forecast."),
        Slip(
            squares_kept,
            "The square is still there: what is the derivative of e² by e?",
        ),
        Slip(
            signs_only,
            "That is the gradient of the absolute error: every day pulls with the same strength. The slope "
            "of a square grows with the error.",
        ),
        Slip(
            two_below,
            "The 2 stands below the line, and it belongs above: differentiating a square multiplies by 2.",
        ),
        Slip(
            times_forecast,
            "You multiply by ŷ once more. The inner derivative of (ŷ − y)² by ŷ is 1. (A factor x appears "
            "only when you go on to the weights.)",
        ),
        Slip(
            gradient_kept_in_input,
            "Right, but not where `input` holds whole numbers: an array made like it holds whole numbers too "
            "and cuts off what you store in it. Let the difference make an array of its own.",
        ),
    ],
    forbids=[
        "nnkit.mse_loss_vjp",
        "nnkit.losses.mse_loss_vjp",
        "nnkit.sse_loss_vjp",
        "nnkit.losses.sse_loss_vjp",
        "nnkit.loss",
        "nnkit.losses.loss",
        "nnkit.LOSSES",
        "nnkit.losses.LOSSES",
        "torch.autograd.grad",
        "torch.autograd.backward",
        "torch.Tensor.backward",
        "torch.nn.MSELoss",
        "torch.nn.functional.mse_loss",
    ],
)

# %% [markdown]
# ## 3. Will the road be closed? (<points:binary_cross_entropy>)
#
# For each day the network gives a logit $z$; the sigmoid, $\sigma(z) = 1 / (1 + e^{-z})$, makes of it the
# probability $\hat y = \sigma(z)$ of *closed*. A day costs minus the logarithm of the probability that was
# given to what then happened, and the loss is the mean over the days:
#
# $$J = -\frac{1}{N} \sum_n \Bigl( y_n \ln \hat y_n + (1 - y_n) \ln (1 - \hat y_n) \Bigr)$$
#
# A network can be very sure and very wrong. For $z = 40$ a computer rounds $\sigma(z)$ to exactly 1, and
# $\ln(1 - 1)$ is $-\infty$, although the true loss for an open road is just about 40. Your function must be
# right there, and for $z = \pm 1000$ too. Put $\sigma$ into the logarithm on paper first:
#
# $$-\ln \sigma(z) = \ln(1 + e^{-z}), \qquad -\ln(1 - \sigma(z)) = \ln(1 + e^{z})$$
#
# Nothing is subtracted from 1 any more. What is left is $\ln(1 + e^{a})$ for large $a$: what is it nearly
# equal to, and how can you get there without computing $e^{1000}$? (`np.logaddexp` is worth a look.)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `logits` | `(N,)` | → | $J$ | a number |
# | `target` | `(N,)`, labels 0 or 1 | | | |


# %% solution="binary_cross_entropy"
def binary_cross_entropy(logits, target):
    """Return the mean cross entropy of N logits (N,) and N labels (N,), 0 or 1, without overflow."""
    ### BEGIN SOLUTION
    against = np.where(target == 1, -logits, logits)  # how much the logit speaks against what happened
    return np.mean(np.logaddexp(0, against))
    ### END SOLUTION


# %% [markdown]
# Three days. The curve is the loss while the logit of day 1 moves, from *surely open* to *surely closed*; the
# bead is what your function says. Being right costs almost nothing. What does being wrong cost as you get
# surer of it: does the loss flatten out, or grow like a line, or like a square?

# %% slider="binary_cross_entropy"
explore(
    binary_cross_entropy,
    check.grid("binary_cross_entropy"),
    CurveFigure.compare(
        x=np.linspace(-45, 45, 61),
        knots=lambda loss, logits, target: [[logits[0], loss]],
        given=lambda logits, target: {
            "loss": [
                nnkit.binary_cross_entropy_with_logits(np.append(z, logits[1:]), target)
                for z in np.linspace(-45, 45, 61)
            ]
        },
        xlabel="logit of day 1",
        ylabel="J",
        xlim=[-45, 45],
        ylim=[-16, 18],
    ),
)

# %% check="binary_cross_entropy"
check(binary_cross_entropy)


# %% verdict="binary_cross_entropy"
def squash(z):
    return 1 / (1 + np.exp(-z))


def against(logits, target):
    return np.where(target == 1, -logits, logits)


def log_of_zero(logits, target):
    p = squash(logits)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))


def log_of_zero_chosen(logits, target):
    p = squash(logits)
    return -np.mean(np.log(np.where(target == 1, p, 1 - p)))


def clipped(smallest):
    def loss(logits, target):
        p = np.clip(squash(logits), smallest, 1 - smallest)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    return loss


def power_overflows(logits, target):
    return np.mean(np.log(1 + np.exp(against(logits, target))))


def power_overflows_in_product(logits, target):
    return np.mean(target * np.log(1 + np.exp(-logits)) + (1 - target) * np.log(1 + np.exp(logits)))


def logit_taken_off(logits, target):
    return np.mean(np.log(1 + np.exp(logits)) - target * logits)


def hinge(logits, target):
    return np.mean(np.maximum(0, against(logits, target)))


def minus_lost(logits, target):
    return -np.mean(np.logaddexp(0, against(logits, target)))


def added_up(logits, target):
    return np.sum(np.logaddexp(0, against(logits, target)))


def base_two(logits, target):
    return np.mean(np.logaddexp(0, against(logits, target))) / np.log(2)


def base_ten(logits, target):
    return np.mean(np.logaddexp(0, against(logits, target))) / np.log(10)


def halved(logits, target):
    return np.mean(np.logaddexp(0, against(logits, target))) / 2


def labels_swapped(logits, target):
    return np.mean(np.logaddexp(0, against(logits, 1 - target)))


def closed_only(logits, target):
    return np.mean(target * np.logaddexp(0, -logits))


def open_only(logits, target):
    return np.mean((1 - target) * np.logaddexp(0, logits))


def labels_as_signs(logits, target):
    return np.mean(np.logaddexp(0, -target * logits))


def sigmoid_left_out(logits, target):
    return -np.mean(target * np.log(logits) + (1 - target) * np.log(1 - logits))


def sigmoid_twice(logits, target):
    return np.mean(np.logaddexp(0, against(squash(logits), target)))


def squared_instead(logits, target):
    return np.mean((squash(logits) - target) ** 2)


def not_averaged(logits, target):
    return np.logaddexp(0, against(logits, target))


def one_day_only(logits, target):
    if target == 1:
        return np.mean(np.logaddexp(0, -logits))
    return np.mean(np.logaddexp(0, logits))


def without_logarithm(logits, target):
    return -np.mean(np.where(target == 1, squash(logits), 1 - squash(logits)))


def logarithm_of_mean(logits, target):
    p = squash(logits)
    return -np.log(np.mean(np.where(target == 1, p, 1 - p)))


def draw_labels(rng, days):
    return rng.permutation(np.arange(days) % 2)


def draw_road(rng):
    days = rng.integers(2, 9)
    return rng.normal(scale=2, size=days), draw_labels(rng, days)


def draw_sure(rng):
    days = rng.integers(4, 9)
    return rng.choice([-1, 1], size=days) * rng.uniform(38, 45, size=days), draw_labels(rng, days)


def draw_very_sure(rng):
    days = rng.integers(4, 9)
    return rng.choice([-1, 1], size=days) * rng.uniform(800, 2000, size=days), draw_labels(rng, days)


def cost_at_most(smallest):
    return (
        f"You keep the probability at least {smallest:g} away from 0 and 1. That hides the infinity and "
        f"replaces it by a wrong number: no day can cost more than {-np.log(smallest):.1f}, however sure and "
        "wrong it was, and there the slope is 0. Start from the logits, as the text above does, and no limit "
        "is needed."
    )


task = Task(
    reference=binary_cross_entropy,
    parts={
        "one day": [
            (np.array([2.0]), np.array([1])),
            (np.array([2.0]), np.array([0])),
            (np.array([-0.5]), np.array([1])),
        ],
        "several days": [
            (np.array([1.5, -2.0, 0.0]), np.array([1, 1, 0])),
            (np.array([-3.0, 0.5, 4.0, -1.0]), np.array([0, 0, 1, 1])),
        ],
        "sure: |z| about 40": [
            (np.array([40.0, -40.0]), np.array([0, 1])),
            (np.array([40.0, -40.0, -41.0]), np.array([1, 0, 1])),
        ],
        "very sure: |z| about 1000": [
            (np.array([1000.0, -1000.0, 0.5]), np.array([1, 0, 1])),
            (np.array([-1000.0, 900.0]), np.array([1, 0])),
        ],
    },
    draw={
        "several days": draw_road,
        "sure: |z| about 40": draw_sure,
        "very sure: |z| about 1000": draw_very_sure,
    },
    grid=(
        [
            Slider("z", [-40.0, -30.0, -20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0, 30.0, 40.0], start=40.0),
            2.0,
            -1.0,
        ],
        [Slider("y", [0, 1], start=0), 1, 1],
    ),
    slips=[
        Slip(
            log_of_zero,
            "Right near 0. But for a sure network σ(z) is rounded to exactly 0 or 1, and then you compute "
            "log(0), which is −inf, and 0 · inf, which is nan. Put σ into the logarithm on paper first, as "
            "the text above does.",
        ),
        Slip(
            log_of_zero_chosen,
            "Right near 0. But for a sure network that is wrong, its probability for what happened is "
            "rounded to exactly 0, and log(0) is −inf. The true loss is about |z|: put σ into the "
            "logarithm on paper first, as the text above does.",
        ),
        *[
            Slip(clipped(smallest), cost_at_most(smallest))
            for smallest in (1e-12, 1e-15, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5)
        ],
        Slip(
            power_overflows,
            "The right formula, and right for z = ±40, but e to the 1000 overflows to inf. ln(1 + e^a) is "
            "ln(e^0 + e^a): which function of NumPy computes that logarithm without the powers?",
        ),
        Slip(
            power_overflows_in_product,
            "The right formulas, and right for z = ±40, but e to the 1000 overflows to inf, and 0 · inf is "
            "nan. ln(1 + e^a) is ln(e^0 + e^a): which function of NumPy computes that logarithm without "
            "the powers?",
        ),
        Slip(
            logit_taken_off,
            "ln(1 + e^z) − y z is right on paper, but e to the 1000 overflows to inf. ln(1 + e^z) is "
            "ln(e^0 + e^z): which function of NumPy computes that logarithm without the powers?",
        ),
        Slip(
            hinge,
            "You return max(0, a), which ln(1 + e^a) is nearly equal to for large |a|. Near a = 0 it is not: "
            "at 0 it is ln 2. Add what is missing, and let only powers of negative numbers stand in it.",
        ),
        Slip(
            minus_lost,
            "Your loss is negative: the minus in front of the sum is lost. The logarithm of a probability is "
            "never positive, and the loss wants to be small when the forecasts are good.",
        ),
        Slip(
            added_up,
            "You add up over the days, and the 1/N is missing: the loss is the mean, so that a long winter "
            "does not look worse than a short one.",
        ),
        Slip(
            base_two,
            "You use the logarithm to base 2, so all is 1.44 times too large (you measure in bits). The "
            "formula has the natural one, ln.",
        ),
        Slip(
            base_ten,
            "You use the logarithm to base 10, so all is 2.3 times too small. The formula has the natural "
            "one, ln, which NumPy calls np.log.",
        ),
        Slip(
            halved, "Your loss is halved. There is no ½ in this formula, and no square that would want one."
        ),
        Slip(
            labels_swapped,
            "The labels are the wrong way round: where y = 1 the cost must be −ln σ(z), small for a large z, "
            "and yours is small for a very negative one.",
        ),
        Slip(
            closed_only,
            "Days with label 0 cost nothing: your first term stands alone. Saying *closed* every day would "
            "then be perfect. What does the second term do?",
        ),
        Slip(
            open_only,
            "Days with label 1 cost nothing: your second term stands alone. Saying *open* every day would "
            "then be perfect. What does the first term do?",
        ),
        Slip(
            labels_as_signs,
            "ln(1 + e^(−y z)) is the formula for labels −1 and +1. Here they are 0 and 1, and with y = 0 the "
            "logit is multiplied away: every open day costs ln 2.",
        ),
        Slip(
            sigmoid_left_out,
            "You take the logarithm of the logits. They are scores, any numbers, also negative ones; the "
            "logarithm wants the probability σ(z).",
        ),
        Slip(
            sigmoid_twice,
            "The sigmoid acts twice: once you make z a probability, and your formula, which wants a logit, "
            "puts that through it again. So no day can cost less than 0.31, however right it was.",
        ),
        Slip(
            squared_instead,
            "That is the squared error of the probability. It can never cost more than 1, however wrong; "
            "task 6 asks why that is bad. Here take minus the logarithm.",
        ),
        Slip(
            not_averaged,
            "You return the cost of each day. A loss is one number for the batch: take the mean of them.",
        ),
        Slip(
            one_day_only,
            "An `if` decides once, and a batch wants a decision for each day. `np.where` decides entry by "
            "entry; or let y and 1 − y switch the terms on and off, as the formula does.",
        ),
        Slip(
            without_logarithm,
            "The logarithm is missing: you average the probability given to what happened. Minus the "
            "logarithm makes a probability of 0 cost without limit, and a probability of 1 nothing.",
        ),
        Slip(
            logarithm_of_mean,
            "You average first and take the logarithm after. Each day has its own −ln, and these are "
            "averaged: what does the Σ stand in front of?",
        ),
    ],
    forbids=[
        "nnkit.binary_cross_entropy_with_logits",
        "nnkit.losses.binary_cross_entropy_with_logits",
        "nnkit.softplus",
        "nnkit.activations.softplus",
        "nnkit.cross_entropy",
        "nnkit.losses.cross_entropy",
        "nnkit.loss",
        "nnkit.losses.loss",
        "nnkit.LOSSES",
        "nnkit.losses.LOSSES",
        "scipy.special.log_expit",
        "sklearn.metrics.log_loss",
        "torch.nn.BCEWithLogitsLoss",
        "torch.nn.BCELoss",
        "torch.nn.functional.binary_cross_entropy_with_logits",
        "torch.nn.functional.binary_cross_entropy",
        "torch.nn.functional.softplus",
        "torch.nn.functional.logsigmoid",
    ],
)

# %% [markdown]
# ## 4. What sky? (<points:cross_entropy>)
#
# Now there are $K$ classes and a logit for each. The softmax makes probabilities of a day's logits, and the
# day costs minus the logarithm of the one that was given to the true class. The lecture writes this with
# $y_k = 1$ for the true class and 0 for the others; only one term of its sum is left:
#
# $$-\sum_k y_k \ln \hat y_k = -\ln \hat y_{\text{true}}, \qquad
# \ln \hat y_k = z_k - \ln \sum_j e^{z_j}$$
#
# The loss is again the mean over the $N$ days. `target` holds the **class id** of each day, not $K$ zeros and
# ones: `[2, 0]` means snow, then sun.
#
# Logits may be far apart, and here too `inf` or `nan` is wrong: for the logits `[0, 1000]` and class 0 the
# loss is 1000. You may subtract any number $m$ from all logits of one day, and its probabilities stay as they
# are. Which $m$ keeps every power at most 1? And where does the logarithm of a rounded 0 never come up?
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `logits` | `(N, K)`, one row a day | → | $J$ | a number |
# | `target` | `(N,)`, class ids from 0 to K − 1 | | | |


# %% solution="cross_entropy"
def cross_entropy(logits, target):
    """Return the mean cross entropy of logits (N, K) and class ids (N,), without overflow."""
    ### BEGIN SOLUTION
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(target)), target].mean()
    ### END SOLUTION


# %% [markdown]
# Two days. The three curves are the loss while the logit of *snow* moves on day 1, one curve for each sky
# that day 1 may bring; the bead is what your function says. Which curve falls, and what does the loss come to
# far to the right on the other two?

# %% slider="cross_entropy"
RANGE = np.linspace(-10, 10, 41)


def curve(sky, logits, target):
    days = np.tile(logits, (41, 1, 1))
    days[:, 0, 2] = RANGE
    return [nnkit.cross_entropy(day, np.array([sky, target[1]])) for day in days]


explore(
    cross_entropy,
    check.grid("cross_entropy"),
    CurveFigure.compare(
        x=RANGE,
        knots=lambda loss, logits, target: [[logits[0, 2], loss]],
        given=lambda *day: {"sun": curve(0, *day), "cloud": curve(1, *day), "snow": curve(2, *day)},
        xlabel="logit of snow on day 1",
        ylabel="J",
        xlim=[-10, 10],
        ylim=[-2, 8],
    ),
)

# %% check="cross_entropy"
check(cross_entropy)


# %% verdict="cross_entropy"
def log_probabilities(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def probabilities(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def of_true(table, target):
    return table[np.arange(len(target)), target]


def one_hot(logits, target):
    return np.eye(logits.shape[1])[target]


def softmax_acts_twice(logits, target):
    return -np.mean(of_true(log_probabilities(probabilities(logits)), target))


def mean_over_classes(logits, target):
    return -np.mean(one_hot(logits, target) * log_probabilities(logits))


def ids_as_one_hot(logits, target):
    return -np.sum(target * log_probabilities(logits)) / len(logits)


def ids_as_weights(logits, target):
    return -np.sum(target[:, np.newaxis] * log_probabilities(logits)) / len(logits)


def ids_pick_columns(logits, target):
    return -np.mean(log_probabilities(logits)[:, target])


def ids_pick_rows(logits, target):
    return -np.mean(log_probabilities(logits)[target])


def classes_added_up(logits, target):
    return -np.sum(of_true(log_probabilities(logits), target))


def negative(logits, target):
    return np.mean(of_true(log_probabilities(logits), target))


def in_bits(logits, target):
    return -np.mean(of_true(log_probabilities(logits), target)) / np.log(2)


def powers_overflow(logits, target):
    powers = np.exp(logits)
    return -np.mean(np.log(of_true(powers / powers.sum(axis=1, keepdims=True), target)))


def powers_overflow_in_sum(logits, target):
    return -np.mean(of_true(logits, target) - np.log(np.exp(logits).sum(axis=1)))


def log_of_rounded(logits, target):
    return -np.mean(np.log(of_true(probabilities(logits), target)))


def log_of_rounded_times_zero(logits, target):
    return -np.sum(one_hot(logits, target) * np.log(probabilities(logits))) / len(logits)


def kept_away(smallest):
    def loss(logits, target):
        return -np.mean(np.log(np.clip(of_true(probabilities(logits), target), smallest, 1)))

    return loss


def largest_of_batch(logits, target):
    shifted = logits - logits.max()
    return -np.mean(of_true(shifted, target) - np.log(np.exp(shifted).sum(axis=1)))


def over_the_days(logits, target):
    shifted = logits - logits.max(axis=0)
    return -np.mean(of_true(shifted - np.log(np.exp(shifted).sum(axis=0)), target))


def softmax_left_out(logits, target):
    return -np.mean(of_true(logits, target))


def log_of_logits(logits, target):
    return -np.mean(np.log(of_true(logits, target)))


def counted_from_one(logits, target):
    return -np.mean(of_true(log_probabilities(logits), target - 1))


def every_class(logits, target):
    return -np.sum(log_probabilities(logits)) / len(logits)


def likeliest(logits, target):
    return -np.mean(np.max(log_probabilities(logits), axis=1))


def each_against_rest(logits, target):
    p, y = probabilities(logits), one_hot(logits, target)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(logits)


def each_day(logits, target):
    return -of_true(log_probabilities(logits), target)


def logarithm_left_out(logits, target):
    return -np.mean(of_true(probabilities(logits), target))


def mean_then_logarithm(logits, target):
    return -np.log(np.mean(of_true(probabilities(logits), target)))


def squares_of_probabilities(logits, target):
    return np.sum((probabilities(logits) - one_hot(logits, target)) ** 2) / len(logits)


def draw_ids(rng, days, classes):
    return rng.integers(classes, size=days)


def draw_sky(rng):
    days = rng.integers(2, 7)
    return rng.normal(scale=2, size=(days, 3)), draw_ids(rng, days, 3)


def draw_many(rng):
    days, classes = rng.integers(2, 6), rng.choice([2, 4, 5, 8])
    return rng.normal(scale=2, size=(days, classes)), draw_ids(rng, days, classes)


def draw_far(rng):
    days = rng.integers(2, 6)
    far = rng.choice([-1, 1], size=(days, 3)) * rng.uniform(800, 2000, size=(days, 3))
    return far, draw_ids(rng, days, 3)


skies = {
    "one day": [
        (np.array([[2.0, 0.5, -1.0]]), np.array([0])),
        (np.array([[2.0, 0.5, -1.0]]), np.array([2])),
        (np.array([[-1.0, 0.25, 0.5]]), np.array([1])),
    ],
    "several days": [
        (np.array([[2.0, 0.5, -1.0], [0.0, 1.0, 3.0]]), np.array([1, 2])),
        (np.array([[0.5, -1.0, 1.0], [3.0, 0.0, 1.0], [-1.0, -2.0, 0.5]]), np.array([2, 0, 1])),
        (
            np.array([[1.0, 0.0, 0.5], [0.0, 2.0, 1.0], [1.5, 1.0, 0.0], [0.25, 1.0, 2.0]]),
            np.array([0, 2, 2, 1]),
        ),
    ],
    "any number of classes": [
        (np.array([[1.0, -0.5], [0.25, 2.0], [3.0, 1.0]]), np.array([0, 0, 1])),
        (np.array([[0.5, 1.0, -1.0, 2.0, 0.0], [1.0, 0.0, 3.0, -2.0, 0.5]]), np.array([4, 2])),
    ],
    "logits far apart": [
        (np.array([[0.0, 1000.0, -5.0]]), np.array([0])),
        (np.array([[1000.0, 0.0, 999.0], [0.5, 1.0, 2.0]]), np.array([2, 0])),
        (np.array([[-1000.0, -1001.0, -1002.0], [3.0, 900.0, -900.0]]), np.array([1, 2])),
    ],
}


def limit_hides(smallest):
    return (
        f"You keep the probability at {smallest:g} or more. That hides the infinity and replaces it by a "
        f"wrong number: no day can cost more than {-np.log(smallest):.1f}, however sure and wrong it was. "
        "Use the second formula, which has the logarithm of the sum only, and no limit is needed."
    )


drawn_skies = {"several days": draw_sky, "any number of classes": draw_many, "logits far apart": draw_far}


def sky_sliders(start):
    logits = [-9.0, -6.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 6.0, 9.0]
    snow = Slider("snow", logits, lambda z: np.array([[1.5, 0.0, z], [0.0, 0.5, 1.0]]), start=start)
    return snow, [Slider("sky", [0, 1, 2], start=1), 2]


task = Task(
    reference=cross_entropy,
    parts=skies,
    draw=drawn_skies,
    grid=sky_sliders(start=4.0),
    slips=[
        Slip(
            softmax_acts_twice,
            "The softmax acts twice: you make probabilities of the logits, and then put these through a "
            "softmax again, as if they were logits. They all come out nearly alike, and even a perfect "
            "forecast costs something. Where in your lines does the second one hide?",
        ),
        Slip(
            mean_over_classes,
            "You take the mean over all N · K entries, so also over the classes: K times too small. The 0s "
            "of the other classes are no days. What does 1/N count?",
        ),
        Slip(
            ids_as_one_hot,
            "You multiply the logarithms by the class ids, as if `target` held zeros and ones. An id is a "
            "place, not a factor: it says which column of its row to take.",
        ),
        Slip(
            ids_as_weights,
            "You multiply each row's logarithms by its class id, so a day with id 2 counts twice and one "
            "with id 0 not at all. An id is a place, not a factor: it says which column of its row to "
            "take.",
        ),
        Slip(
            ids_pick_columns,
            "`log_p[:, target]` takes these columns from *every* row, so each day is charged for the skies "
            "of all days. You want one entry a row: index rows and columns together, with an array of row "
            "numbers beside the ids.",
        ),
        Slip(
            ids_pick_rows,
            "`log_p[target]` takes rows, so class ids are used as numbers of days. The classes are the "
            "columns: index rows and columns together, with an array of row numbers beside the ids.",
        ),
        Slip(
            classes_added_up,
            "You add up over the days, and the 1/N is missing: the loss is the mean, so that a long winter "
            "does not look worse than a short one.",
        ),
        Slip(
            negative,
            "Your loss is negative: the minus is lost. The logarithm of a probability is never positive, and "
            "the loss wants to be small when the forecasts are good.",
        ),
        Slip(
            in_bits,
            "You use the logarithm to base 2, so all is 1.44 times too large (you measure in bits). The "
            "formula has the natural one, ln.",
        ),
        Slip(
            powers_overflow,
            "Right for small logits, but e to the 1000 overflows to inf, and inf / inf is nan. Subtract "
            "something from each row first that leaves its probabilities as they are.",
        ),
        Slip(
            powers_overflow_in_sum,
            "The right formula, but e to the 1000 overflows to inf. Subtract something from each row first "
            "that leaves its probabilities as they are.",
        ),
        Slip(
            log_of_rounded,
            "No overflow any more, but a probability far below the others is rounded to exactly 0, and "
            "log(0) is −inf. The second formula gives ln ŷ without ŷ: the logarithm stands around the sum "
            "only, which is never 0.",
        ),
        Slip(
            log_of_rounded_times_zero,
            "A probability far below the others is rounded to exactly 0. Its logarithm is −inf, and times "
            "the 0 of a class that is not the true one that is nan. The second formula gives ln ŷ without "
            "ŷ: the logarithm stands around the sum only, which is never 0.",
        ),
        *[
            Slip(kept_away(smallest), limit_hides(smallest))
            for smallest in (1e-12, 1e-15, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5)
        ],
        Slip(
            largest_of_batch,
            "You subtract the largest logit of the whole batch. A day whose logits are all far below it has "
            "nothing but powers that are rounded to 0. Each row wants its own largest one.",
        ),
        Slip(
            over_the_days,
            "Your softmax runs along the wrong axis: it compares the days with each other. The probabilities "
            "of the classes of one day, one row, must add up to 1.",
        ),
        Slip(
            softmax_left_out,
            "You average the true classes' logits as they are: the ln Σ e^z is missing. Without it the loss "
            "falls for ever when all logits grow together, though no probability changes.",
        ),
        Slip(
            log_of_logits,
            "You take the logarithm of the logits. They are scores, any numbers, also negative ones; the "
            "logarithm wants the probabilities that the softmax makes of them.",
        ),
        Slip(
            counted_from_one,
            "You count the classes from 1. The ids here begin at 0, and id − 1 = −1 silently takes the last "
            "column.",
        ),
        Slip(
            every_class,
            "You add up the logarithms of all classes, and `target` is not used. Only the true class of each "
            "day counts.",
        ),
        Slip(
            likeliest,
            "You take the largest probability of each day, and `target` is not used: whoever is sure is then "
            "right. It is the probability of the class that came which counts.",
        ),
        Slip(
            each_against_rest,
            "You added terms (1 − y) ln(1 − ŷ), as for the road with its single output. With a softmax the "
            "other classes have their outputs already: only −ln ŷ of the true one is left.",
        ),
        Slip(
            each_day,
            "You return the cost of each day. A loss is one number for the batch: take the mean of them.",
        ),
        Slip(
            logarithm_left_out,
            "The logarithm is missing: you average the probability given to what came. Minus the logarithm "
            "makes a probability of 0 cost without limit.",
        ),
        Slip(
            mean_then_logarithm,
            "You average the probabilities first and take the logarithm after. Each day has its own −ln, and "
            "these are averaged.",
        ),
        Slip(
            squares_of_probabilities,
            "That is the squared error of the probabilities, and it can never exceed 2, however wrong; "
            "task 6 asks why that is bad. Here take minus the logarithm.",
        ),
    ],
    forbids=[
        "nnkit.cross_entropy",
        "nnkit.losses.cross_entropy",
        "nnkit.log_softmax",
        "nnkit.activations.log_softmax",
        "nnkit.loss",
        "nnkit.losses.loss",
        "nnkit.LOSSES",
        "nnkit.losses.LOSSES",
        "scipy.special.log_softmax",
        "sklearn.metrics.log_loss",
        "torch.log_softmax",
        "torch.Tensor.log_softmax",
        "torch.nn.CrossEntropyLoss",
        "torch.nn.LogSoftmax",
        "torch.nn.NLLLoss",
        "torch.nn.functional.cross_entropy",
        "torch.nn.functional.log_softmax",
        "torch.nn.functional.nll_loss",
    ],
)

# %% [markdown]
# ## 5. The gradient by the logits (<points:cross_entropy_gradient>)
#
# How does the loss of task 4 change when one logit changes a little? The derivative of the logarithm and that
# of the softmax fit together so well that almost nothing is left:
#
# $$\frac{\partial J}{\partial z_{n,k}} = \frac{1}{N} \bigl( \hat y_{n,k} - y_{n,k} \bigr)$$
#
# with $\hat y$ the softmax, and $y_{n,k}$ = 1 for day $n$'s true class and 0 for the others: what was said
# minus what was true.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `logits` | `(N, K)`, one row a day | → | gradient | `(N, K)` |
# | `target` | `(N,)`, class ids from 0 to K − 1 | | | |


# %% solution="cross_entropy_gradient"
def cross_entropy_gradient(logits, target):
    """Return the gradient (N, K) of the mean cross entropy by the logits (N, K); class ids (N,)."""
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    gradient = powers / powers.sum(axis=1, keepdims=True)
    gradient[np.arange(len(target)), target] -= 1
    return gradient / len(target)
    ### END SOLUTION


# %% [markdown]
# The logits and probabilities of two days, and the gradient. Before you move anything: what do the numbers of
# a row of the gradient add up to, and which one is negative? Then make day 1 sure of snow and let the sun
# shine: how strong can the pull get?

# %% slider="cross_entropy_gradient"
explore(
    cross_entropy_gradient,
    check.grid("cross_entropy_gradient"),
    ArrayFigure.compare(
        name="gradient",
        given=lambda logits, target: {"logits": logits, "softmax": nnkit.softmax(logits)},
        rows=["day 1", "day 2"],
        columns=["sun", "cloud", "snow"],
    ),
)

# %% check="cross_entropy_gradient"
check(cross_entropy_gradient)


# %% verdict="cross_entropy_gradient"
def said_minus_true(logits, target):
    return probabilities(logits) - one_hot(logits, target)


def gradient_of_sum(logits, target):
    return said_minus_true(logits, target)


def gradient_over_classes(logits, target):
    return said_minus_true(logits, target) / logits.size


def classes_for_days(logits, target):
    return said_minus_true(logits, target) / logits.shape[1]


def true_minus_said(logits, target):
    return -said_minus_true(logits, target) / len(target)


def softmax_of_softmax(logits, target):
    return said_minus_true(probabilities(logits), target) / len(target)


def ids_subtracted(logits, target):
    return (probabilities(logits) - target) / len(target)


def ids_subtracted_by_row(logits, target):
    return (probabilities(logits) - target[:, np.newaxis]) / len(target)


def columns_of_all_days(logits, target):
    gradient = probabilities(logits)
    gradient[:, target] -= 1
    return gradient / len(target)


def rows_of_all_classes(logits, target):
    gradient = probabilities(logits)
    gradient[target] -= 1
    return gradient / len(target)


def mean_of_truth_only(logits, target):
    return probabilities(logits) - one_hot(logits, target) / len(target)


def mean_of_said_only(logits, target):
    return probabilities(logits) / len(target) - one_hot(logits, target)


def truth_forgotten(logits, target):
    return probabilities(logits) / len(target)


def logits_minus_true(logits, target):
    return (logits - one_hot(logits, target)) / len(target)


def by_probability(logits, target):
    p = probabilities(logits)
    return -one_hot(logits, target) / p / len(target)


def diagonal_only(logits, target):
    return -one_hot(logits, target) * (1 - probabilities(logits)) / len(target)


def slope_once_more(logits, target):
    p = probabilities(logits)
    return said_minus_true(logits, target) * p * (1 - p) / len(target)


def doubled(logits, target):
    return 2 * said_minus_true(logits, target) / len(target)


def gradient_overflows(logits, target):
    powers = np.exp(logits)
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot(logits, target)) / len(target)


def gradient_largest_of_batch(logits, target):
    powers = np.exp(logits - logits.max())
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot(logits, target)) / len(target)


def gradient_over_days(logits, target):
    powers = np.exp(logits - logits.max(axis=0))
    return (powers / powers.sum(axis=0) - one_hot(logits, target)) / len(target)


def divided_by_everything(logits, target):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum() - one_hot(logits, target)) / len(target)


def gradient_from_one(logits, target):
    return said_minus_true(logits, target - 1) / len(target)


def true_entries_only(logits, target):
    return of_true(said_minus_true(logits, target), target) / len(target)


def days_added_up(logits, target):
    return np.mean(said_minus_true(logits, target), axis=0)


task = Task(
    reference=cross_entropy_gradient,
    parts=skies,
    draw=drawn_skies,
    grid=sky_sliders(start=1.0),
    slips=[
        Slip(
            gradient_of_sum,
            "The 1/N is missing. You have the gradient of the sum over the days; the loss of task 4 is their "
            "mean, so each day has an N-th of a say.",
        ),
        Slip(
            gradient_over_classes,
            "You divide by all N · K entries, so also by the number of classes. The loss of task 4 is the "
            "mean over the days alone.",
        ),
        Slip(
            classes_for_days,
            "You divide by K, the number of classes, and the mean is over the N days: which axis of `logits` "
            "are they?",
        ),
        Slip(
            true_minus_said,
            "The sign is turned round: a higher logit of the true class makes the loss smaller, so its slope "
            "must be negative. Which of the two is subtracted?",
        ),
        Slip(
            softmax_of_softmax,
            "The softmax acts twice: you put probabilities through it as if they were logits, so they all "
            "come out nearly alike. The formula has ŷ, the softmax of the logits, once.",
        ),
        Slip(
            ids_subtracted,
            "You subtract the class ids from the probabilities, as if `target` held zeros and ones. An id "
            "is a place: in each row, 1 is subtracted in that column only.",
        ),
        Slip(
            ids_subtracted_by_row,
            "You subtract each day's class id from its whole row. An id is a place, not an amount: in each "
            "row, 1 is subtracted in that column only.",
        ),
        Slip(
            columns_of_all_days,
            "`[:, target]` means these columns in *every* row, so 1 is subtracted in too many places. You "
            "want one entry a row: index rows and columns together, with an array of row numbers beside "
            "the ids.",
        ),
        Slip(
            rows_of_all_classes,
            "`[target]` means rows, so class ids are used as numbers of days. The classes are the columns: "
            "index rows and columns together, with an array of row numbers beside the ids.",
        ),
        Slip(
            mean_of_truth_only,
            "The 1/N stands at the ones alone, and not at the softmax: parentheses? It belongs to the whole "
            "difference, and then the numbers of each row add up to 0.",
        ),
        Slip(
            mean_of_said_only,
            "The 1/N stands at the softmax alone, and not at the ones: do you divide before you subtract? It "
            "belongs to the whole difference, and then the numbers of each row add up to 0.",
        ),
        Slip(
            truth_forgotten,
            "You return the softmax over N, and `target` is not used. Then every logit would always have to "
            "fall. What is subtracted from the true class's probability?",
        ),
        Slip(
            logits_minus_true,
            "You subtract from the logits themselves. The formula has ŷ, their softmax, probabilities "
            "between 0 and 1.",
        ),
        Slip(
            by_probability,
            "That is the gradient by the *probabilities*, −y / ŷ. This one is by the logits: the chain "
            "goes on through the softmax, and the 1 / ŷ cancels there.",
        ),
        Slip(
            diagonal_only,
            "You have the true class's entry, and 0 for the others. A softmax ties the classes together: "
            "when another class's logit rises, the true one's probability falls. Its slope is ŷ, not 0.",
        ),
        Slip(
            slope_once_more,
            "You multiply by ŷ(1 − ŷ) once more. In ŷ − y the slope of the softmax is contained already: it "
            "has cancelled against the logarithm's.",
        ),
        Slip(doubled, "There is a 2 too much. That one comes from a square, and a logarithm has none."),
        Slip(
            gradient_overflows,
            "Right for small logits, but e to the 1000 overflows to inf, and inf / inf is nan. Subtract "
            "something from each row first that leaves its probabilities as they are.",
        ),
        Slip(
            gradient_largest_of_batch,
            "You subtract the largest logit of the whole batch. A day whose logits are all far below it has "
            "nothing but zeros, and 0 / 0 is nan. Each row wants its own largest one.",
        ),
        Slip(
            gradient_over_days,
            "Your softmax runs along the wrong axis: it compares the days with each other. The probabilities "
            "of the classes of one day, one row, must add up to 1.",
        ),
        Slip(
            divided_by_everything,
            "You divide by the sum of the whole batch. The probabilities of each day must add up to 1 by "
            "themselves: sum along one axis, and keep it.",
        ),
        Slip(
            gradient_from_one,
            "You count the classes from 1. The ids here begin at 0, and id − 1 = −1 silently takes the last "
            "column.",
        ),
        Slip(
            true_entries_only,
            "You return the entries of the true classes alone. Every logit has a slope, so the gradient has "
            "the shape of `logits`.",
        ),
        Slip(
            days_added_up,
            "You average over the days, so one row is left. The 1/N is a factor only; every logit of every "
            "day has its own slope, so the gradient has the shape of `logits`.",
        ),
    ],
    forbids=[
        "nnkit.cross_entropy_vjp",
        "nnkit.losses.cross_entropy_vjp",
        "nnkit.softmax",
        "nnkit.activations.softmax",
        "nnkit.log_softmax",
        "nnkit.activations.log_softmax",
        "nnkit.loss",
        "nnkit.losses.loss",
        "nnkit.LOSSES",
        "nnkit.losses.LOSSES",
        "scipy.special.softmax",
        "scipy.special.log_softmax",
        "torch.autograd.grad",
        "torch.autograd.backward",
        "torch.Tensor.backward",
        "torch.softmax",
        "torch.Tensor.softmax",
        "torch.log_softmax",
        "torch.Tensor.log_softmax",
        "torch.nn.Softmax",
        "torch.nn.CrossEntropyLoss",
        "torch.nn.functional.softmax",
        "torch.nn.functional.log_softmax",
        "torch.nn.functional.cross_entropy",
    ],
)

# %% [markdown]
# ## 6. In your own words: why not MSE? (<points:why_not_mse>)
#
# The owner of the hut has an idea. "A label is a number, 0 or 1, and $\sigma(z)$ is a number too. Take the
# squared error $(\sigma(z) - y)^2$ for the road as well, and we need one kind of loss only."
#
# Answer him in five to ten sentences. Use one day as your example: the network said $z = -6$, so surely
# open, and the road was closed, $y = 1$.
#
# - How large is $\mathrm dJ / \mathrm dz$ for the squared error there, and how large for the cross entropy?
#   Show the formulas and the two numbers.
# - What does gradient descent therefore do with this day under each loss? Which factor is to blame, and what
#   becomes of it in the cross entropy?
# - For the snow, MSE is a good choice. What is different there?
#
# Double-click the cell below, write in place of its text, and press Shift + Enter. Formulas may be in plain
# letters or between dollar signs. A person reads and grades this answer; neither *Validate* nor the summary
# can say how good it is.

# %% [markdown] written="why_not_mse"
# **A model answer.** The weights learn from dJ/dz, so compare that. By the chain rule the squared error has
# $\mathrm dJ / \mathrm dz = 2 (\hat y - y) \cdot \hat y (1 - \hat y)$: the last two factors are the slope of
# the sigmoid. The cross entropy has $\mathrm dJ / \mathrm dz = \hat y - y$, for the derivative of the
# logarithm, $-1/\hat y$ where $y = 1$, cancels this very slope. At $z = -6$, $\hat y = 0.0025$. The squared
# error's slope is $2 \cdot (-0.9975) \cdot 0.00247 = -0.0049$, that of the cross entropy is $-0.9975$, about
# 200 times as large. So under the squared error a gradient step hardly moves this day, although it is as
# wrong as can be: the sigmoid is saturated, and the more wrong and sure the network is, the less it learns.
# Under the cross entropy the most wrong day pulls hardest. The squared error of a probability never exceeds 1
# either, while $-\ln \hat y$ grows without limit. (As a function of $z$ it is not convex and flat far out, so
# descent can stay on the plateau; the cross entropy is convex in $z$.) The forecast of snow is a linear
# output, $\hat y = z$: there is no sigmoid in between, and the slope $2 (\hat y - y)$ grows with the error.
#
# **For the one who grades (2 points, four halves).** Wording, language and length cost nothing; a slip of the
# pen in a number costs nothing if the formula is right.
#
# - **½ the slopes.** Both formulas, or both numbers with a word on where they come from: −0.0049 and −0.9975
#   (without the 2, that is of ½(σ(z) − y)², −0.0025 is right too). One of the two: ¼.
# - **½ what it does to learning.** With the squared error a sure and wrong day hardly changes the weights;
#   with the cross entropy it changes them most.
# - **½ the reason.** The factor σ′(z) = ŷ(1 − ŷ) is nearly 0 where the sigmoid is saturated, and cancels in
#   the cross entropy. "The gradient vanishes" without this factor: ¼.
# - **½ the other side.** For the snow the output is linear (or: any number, no sigmoid), so no factor gets in
#   the way. "MSE is for regression, cross entropy for classification" alone gives no reason: 0.
#
# Right but not asked for, worth the place of a missing half once: cross entropy is minus the log-likelihood
# of the labels; the squared error is bounded, the cross entropy is not; convex in z or not. Wrong, and to be
# commented on: "MSE cannot be differentiated here"; "MSE has its minimum elsewhere" (both have it at ŷ = y);
# "cross entropy is larger, so it learns faster" (the slope counts, not the value).

# %% [markdown]
# ## All together

# %%
check.summary()
