# %% [markdown]
# # Assignment 5: design by hand
#
# A small harbour gets a new control box, and there is nothing in it but neurons. It is to know the tide, dim
# the lamps, open the bridge, watch the two switches on the jetty and keep the anchors off the cables. The
# harbour opens on Monday, so there is no data to learn from. But the harbour master knows exactly what she
# wants, and for that one can **write the weights down**. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $x$ | the time, counted from noon | h |
# | $y$ | what the box should say: a tide, a brightness | m, or none |
# | $\hat y$ | what the network says | as $y$ |
# | $w_k$, $b_k$ | weight and bias of hidden unit $k$ | 1/h, none |
# | $s_k$ | the place of unit $k$: there $w_k x + b_k = 0$ | h |
# | $h_k$, $c$ | its height (output weight), and the output's bias | as $y$ |
# | $\varepsilon$ | how far $\hat y$ may lie from $y$ | as $y$ |
#
# In tasks 3 to 6 you return **a network with one hidden layer**, as four things:
#
# $$\hat y = c + \sum_{k=1}^{K} h_k \, g(w_k x + b_k)$$
#
# | result | symbol | shape |
# |---|---|---|
# | `weight` | $w_1, \dots, w_K$ | `(K,)` |
# | `bias` | $b_1, \dots, b_K$ | `(K,)` |
# | `heights` | $h_1, \dots, h_K$ | `(K,)` |
# | `offset` | $c$ | a number |
#
# Arrays or lists, in any order of the units: the checks put places $x$ into your network and look only at
# what comes out. (In their messages, `arguments` is what your function was given, and `x` the places.) Many
# designs are right. Nothing is to be trained.
#
# <how to work>

# %% start="a5"
from nnkit.figures import CurveFigure, PlaneFigure, explore
from verdict import Checks

check = Checks("a5")

# %% setup="true"
import numpy as np

from nnkit.targets import TARGETS

# %% [markdown]
# ## 1. The best line (<points:best_line>)
#
# The old box had linear units only, so whatever was in it, it drew one straight line $\hat y = w x + c$. Of
# all lines, which one is nearest to given points? Find the $w$ and $c$ with the smallest sum of squares
#
# $$\sum_{i=1}^{N} (w x_i + c - y_i)^2 .$$
#
# (Set its derivatives by $w$ and by $c$ to zero: two equations, two unknowns.)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x`, places, not all the same | `(N,)` | → | `slope`, $w$ | a number |
# | `y`, values there | `(N,)` | | `intercept`, $c$ | a number |


# %% solution="best_line"
def best_line(x, y):
    """Return (slope, intercept) of the line with the least sum of squared errors at the points (x, y)."""
    ### BEGIN SOLUTION
    from_mean = x - np.mean(x)
    slope = np.sum(from_mean * y) / np.sum(from_mean**2)
    return slope, np.mean(y) - slope * np.mean(x)
    ### END SOLUTION


# %% [markdown]
# The thin curve is the target, the line your fit. Before you move the slider: what will the best line for the
# tent be, and what for the ramp?

# %% slider="best_line"
explore(
    best_line,
    check.grid("best_line"),
    CurveFigure.compare(
        x=np.linspace(-3, 3, 61),
        y=lambda found, x, y: found[0] * x + found[1],
        given=lambda x, y: {"target": y},
    ),
)

# %% check="best_line"
check(best_line)

# %% verdict="best_line"
from nnkit.data import inside_polygon
from verdict import Slider, Slip, Task


def through_origin(x, y):
    return np.sum(x * y) / np.sum(x * x), 0.0


def end_to_end(x, y):
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    return slope, y[0] - slope * x[0]


def x_from_y(x, y):
    from_mean = y - np.mean(y)
    slope = np.sum(from_mean * x) / np.sum(from_mean**2)
    return slope, np.mean(x) - slope * np.mean(y)


def swapped(x, y):
    return best_line(x, y)[::-1]


def intercept_is_mean(x, y):
    return best_line(x, y)[0], np.mean(y)


def mean_not_taken_off(x, y):
    slope = np.sum(x * y) / np.sum(x * x)
    return slope, np.mean(y) - slope * np.mean(x)


def intercept_sign(x, y):
    slope = best_line(x, y)[0]
    return slope, slope * np.mean(x) - np.mean(y)


def mean_of_slopes(x, y):
    slope = np.mean(np.diff(y) / np.diff(x))
    return slope, np.mean(y) - slope * np.mean(x)


def two_divisors(x, y):
    slope = np.cov(x, y)[0, 1] / np.var(x)
    return slope, np.mean(y) - slope * np.mean(x)


def heights_of_line(x, y):
    slope, intercept = best_line(x, y)
    return slope * x + intercept


def draw_points(rng):
    size = rng.integers(4, 12)
    return np.sort(rng.normal(size=size) * 2 + 1), rng.normal(size=size) + rng.normal()


def draw_tide(rng):
    x = np.linspace(*np.sort(rng.uniform(-3, 3, size=2) + np.array([-1, 1])), 25)
    return x, rng.uniform(0.5, 2) * np.sin(x + rng.uniform(0, 1)) + rng.normal()


def draw_late(rng):
    x, y = draw_points(rng)
    return x + rng.choice([-20, 20]), y


def on_target(name, places):
    return places, TARGETS[name].function(places)


noon = np.linspace(-3, 3, 61)

task = Task(
    reference=best_line,
    within=0.001,
    parts={
        "points on a line": [
            (np.array([1.0, 2.0, 4.0]), np.array([1.5, 1.0, 0.0])),
            (np.array([1.0, 3.0]), np.array([2.0, 5.0])),
        ],
        "points beside a line": [
            (np.array([0.0, 1.0, 2.0, 5.0]), np.array([1.0, 3.0, 2.0, 4.0])),
            (np.array([-2.0, 0.5, 1.0, 4.0, 4.5]), np.array([2.5, 1.0, 1.5, -1.0, -1.5])),
        ],
        "a tide": [on_target("sine", np.linspace(-1, 3, 17)), on_target("bump", np.linspace(-1, 2, 13))],
        "far from noon": [
            (np.array([20.0, 21.0, 23.0, 24.0]), np.array([1.0, 0.5, 2.0, 2.5])),
            (np.array([-24.0, -22.0, -21.0]), np.array([0.0, 1.0, 0.5])),
        ],
    },
    draw={"points beside a line": draw_points, "a tide": draw_tide, "far from noon": draw_late},
    grid=(
        noon,
        Slider(
            "target", ["tent", "bump", "sine", "ramp"], lambda name: on_target(name, noon)[1], start="ramp"
        ),
    ),
    slips=[
        Slip(
            through_origin,
            "Your line goes through the origin. It has a second number, the intercept: what does the "
            "derivative by c say about the sum of the errors?",
        ),
        Slip(
            end_to_end,
            "Your line joins the first point with the last and never looks at the others. Every point has "
            "its square in the sum.",
        ),
        Slip(
            mean_of_slopes,
            "You take the mean of the slopes between neighbours. The sum of squares weighs the points "
            "otherwise: set its derivative by w to zero.",
        ),
        Slip(
            x_from_y,
            "You fit x as a function of y. The errors to be squared are those of y, up and down: by the "
            "spread of which of the two do you divide?",
        ),
        Slip(
            heights_of_line,
            "You return the heights of your line at the places x. Its two numbers are asked for: the slope "
            "and the intercept.",
        ),
        Slip(
            swapped,
            "Both numbers are right, but the wrong way round: return the slope first, then the intercept.",
        ),
        Slip(
            intercept_is_mean,
            "The slope is right, and your intercept is the mean of y. That is the line's height at the mean "
            "of x; the intercept is its height at x = 0.",
        ),
        Slip(
            mean_not_taken_off,
            "Your slope is that of the best line through the origin. With an intercept, x is to be counted "
            "from its mean before you multiply and square.",
        ),
        Slip(
            intercept_sign,
            "The slope is right, the intercept has the wrong sign: the line goes through the mean of x and "
            "the mean of y. Solve that for c.",
        ),
        Slip(
            two_divisors,
            "np.cov divides by N − 1 and np.var by N, so your slope is off by the quotient of the two. Take "
            "the same divisor above and below, or none.",
        ),
    ],
    forbids=[
        "numpy.polyfit",
        "numpy.linalg.lstsq",
        "numpy.polynomial.Polynomial.fit",
        "numpy.polynomial.polynomial.polyfit",
        "scipy.linalg.lstsq",
        "scipy.optimize.curve_fit",
        "scipy.optimize.least_squares",
        "scipy.optimize.leastsq",
        "scipy.optimize.lsq_linear",
        "scipy.optimize.minimize",
        "scipy.stats.linregress",
        "sklearn.linear_model.LinearRegression",
        "torch.linalg.lstsq",
    ],
)

# %% [markdown]
# ## 2. Why a line is not enough (<points:why_a_line_fails>)
#
# The best line for the tent is level, and at its worst place it is wrong by more than half a metre. A friend
# says: "Then give the old box more linear units, and a second layer of them."
#
# Answer in four to six sentences or lines of formulas, in the cell below: **(a)** What does a network compute
# whose units are all linear, however many units and layers it has? Show it for one hidden layer. **(b)** So
# how small can your friend's box make the sum of squares of task 1? **(c)** What does one ReLU unit have that
# no number of linear units has?

# %% [markdown] written="why_a_line_fails"
# (a) A linear unit gives $w_k x + b_k$, so one hidden layer gives
# $\hat y = c + \sum_k h_k (w_k x + b_k) = \left(\sum_k h_k w_k\right) x + \left(c + \sum_k h_k b_k\right)$:
# a line with one slope and one intercept, for any $K$. A further linear layer takes a line and makes a line
# of it again, so depth changes nothing either. (½ point)
#
# (b) No smaller than the best line of task 1 makes it: more linear units are only other ways to write the
# same lines, so no choice of weights comes nearer to the tent. The line fails because the target bends, and a
# line has one slope everywhere. (¼ point)
#
# (c) A kink: $\max(0, w x + b)$ has the slope $0$ on one side of $s = -b/w$ and $w$ on the other, so a sum of
# such units can change its slope at places of our choice. (¼ point)

# %% [markdown]
# ## 3. A step (<points:step_at>)
#
# At dusk the lamps on the quay go from one brightness to another, not at once, but with a steepness $w$. That
# is one sigmoid unit, $g = \sigma$:
#
# $$\hat y = \text{low} + (\text{high} - \text{low}) \; \sigma\bigl(w\,(x - s)\bigr)$$
#
# Write it as $c + h_1 \, \sigma(w_1 x + b_1)$. Which bias puts the step at the place $s$?
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `place`, $s$ in h | a number | → | `weight` | `(1,)` |
# | `low`, long before the step | a number | | `bias` | `(1,)` |
# | `high`, long after it (it may be below `low`) | a number | | `heights` | `(1,)` |
# | `steepness`, $w$ in 1/h, positive | a number | | `offset` | a number |


# %% solution="step_at"
def step_at(place, low, high, steepness):
    """Return (weight, bias, heights, offset) of one sigmoid unit that goes from low to high at a place."""
    ### BEGIN SOLUTION
    return [steepness], [-steepness * place], [high - low], low
    ### END SOLUTION


# %% [markdown]
# Before you move the steepness: does the place of the step move with it? Does it in yours?

# %% slider="step_at"
explore(
    step_at,
    check.grid("step_at"),
    CurveFigure.compare(x=np.linspace(-4, 4, 81), xlabel="x", ylabel="yhat", ylim=[-1.5, 2.5]),
)

# %% check="step_at"
check(step_at)


# %% verdict="step_at"
def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def step_values(arguments, x, activation):
    place, low, high, steepness = arguments
    return low + (high - low) * sigmoid(steepness * (x - place))


def bias_plus(place, low, high, steepness):
    return [steepness], [steepness * place], [high - low], low


def bias_is_place(place, low, high, steepness):
    return [steepness], [-place], [high - low], low


def bias_is_positive_place(place, low, high, steepness):
    return [steepness], [place], [high - low], low


def bias_divided(place, low, high, steepness):
    return [steepness], [-place / steepness], [high - low], low


def height_is_high(place, low, high, steepness):
    return [steepness], [-steepness * place], [high], low


def offset_missing(place, low, high, steepness):
    return [steepness], [-steepness * place], [high - low], 0.0


def rise_reversed(place, low, high, steepness):
    return [steepness], [-steepness * place], [low - high], low


def upside_down(place, low, high, steepness):
    return [steepness], [-steepness * place], [low - high], high


def always_up(place, low, high, steepness):
    return [steepness], [-steepness * place], [abs(high - low)], min(low, high)


def offset_is_middle(place, low, high, steepness):
    return [steepness], [-steepness * place], [high - low], (low + high) / 2


def steepness_left_out(place, low, high, steepness):
    return [1.0], [-place], [high - low], low


around_noon = np.linspace(-4, 4, 17)
steps = [-2.0, -1.0, 0.0, 1.0, 2.0]


def draw_step(rng):
    place, steepness = rng.choice([-1, 1]) * rng.uniform(0.5, 3), rng.uniform(2, 9)
    return (float(place), 0.0, float(rng.uniform(0.5, 2)), float(steepness)), around_noon, "sigmoid"


def draw_levels(rng):
    (place, _, _, steepness), *rest = draw_step(rng)
    low, high = rng.permutation([rng.uniform(0.3, 1), rng.uniform(1.5, 3)]) * rng.choice([-1, 1])
    return (place, float(low), float(high), steepness), *rest


READY = [
    name
    for ready in (
        "bump",
        "convex_polygon",
        "half_plane",
        "logic_gate",
        "relu_interpolant",
        "sigmoid_staircase",
        "step_staircase",
        "union_of_polygons",
    )
    for name in (f"nnkit.{ready}", f"nnkit.approximate.{ready}")
]
TRAINERS = [
    "nnkit.fit",
    "nnkit.train.fit",
    "nnkit.descend",
    "nnkit.optim.descend",
    "nnkit.SGD",
    "nnkit.optim.SGD",
    "nnkit.Adam",
    "nnkit.optim.Adam",
    "nnkit.RMSprop",
    "nnkit.optim.RMSprop",
    "nnkit.Optimizer",
    "nnkit.optim.Optimizer",
    "nnkit.fit_logistic",
    "nnkit.neuron.fit_logistic",
    "nnkit.fit_perceptron",
    "nnkit.neuron.fit_perceptron",
    "scipy.optimize.basinhopping",
    "scipy.optimize.curve_fit",
    "scipy.optimize.differential_evolution",
    "scipy.optimize.dual_annealing",
    "scipy.optimize.fmin",
    "scipy.optimize.fsolve",
    "scipy.optimize.least_squares",
    "scipy.optimize.leastsq",
    "scipy.optimize.minimize",
    "scipy.optimize.root",
    "sklearn.neural_network.MLPClassifier",
    "sklearn.neural_network.MLPRegressor",
    "torch.optim.Optimizer",
    "torch.optim.SGD",
    "torch.optim.Adam",
    "torch.Tensor.backward",
    "torch.autograd.backward",
    "torch.autograd.grad",
]
TRAINED = (
    "Your network is trained (or fitted by a search), and this task is to be designed: the weights follow "
    "from the places and heights by a line of arithmetic each, exactly and at once, where a training only "
    "comes near them. Write that arithmetic down; what is trained scores 0."
)
FORBIDS = dict.fromkeys(READY, "") | dict.fromkeys(TRAINERS, TRAINED)

task = Task(
    reference=step_at,
    through="verdict.designs.one_hidden_layer",
    truth=step_values,
    within=0.001,
    parts={
        "from 0 up": [
            ((1.0, 0.0, 1.0, 4.0), around_noon, "sigmoid"),
            ((-2.0, 0.0, 1.5, 8.0), around_noon, "sigmoid"),
        ],
        "from one brightness to another": [
            ((1.5, 0.5, 2.0, 5.0), around_noon, "sigmoid"),
            ((-0.75, 2.0, -1.0, 3.0), around_noon, "sigmoid"),
        ],
        "steep": [((0.3, 1.0, -0.5, 200.0), around_noon, "sigmoid")],
    },
    draw={"from 0 up": draw_step, "from one brightness to another": draw_levels},
    grid=(
        (
            Slider("place", steps, start=1.0),
            Slider("low", [-1.0, 1.0], start=1.0),
            Slider("high", [0.0, 2.0], start=2.0),
            Slider("steepness", [0.5, 2.0, 5.0, 20.0], start=5.0),
        ),
        np.linspace(-4, 4, 81),
        "sigmoid",
    ),
    slips=[
        Slip(
            bias_plus,
            "Your step is at −s: the bias has the wrong sign. The unit is half-way up where w·x + b = 0; put "
            "x = s into that and solve for b.",
        ),
        Slip(
            bias_is_place,
            "Your bias is −s, which is right only if the weight is 1. The unit is half-way up where w·x + b "
            "= 0: with your numbers, at which x is that?",
        ),
        Slip(
            bias_is_positive_place,
            "Your bias is s itself, but the place is where w·x + b = 0: put x = s into that and solve for b.",
        ),
        Slip(
            bias_divided,
            "You divide s by the weight to get the bias. It is the other way round: the place is s = −b / w, "
            "so what is b?",
        ),
        Slip(
            height_is_high,
            "Your height is the brightness after the step, and on top of it comes the offset. A height is "
            "how far the unit goes up, from low to high.",
        ),
        Slip(
            offset_missing,
            "The step is right, but it starts at 0. What lifts the whole curve to the brightness before it?",
        ),
        Slip(
            rise_reversed,
            "Your step goes the wrong way: from low, the unit has to add what is still missing to high.",
        ),
        Slip(
            upside_down,
            "Your step goes from high to low: long before the place the sigmoid is 0, and only the offset is "
            "left there.",
        ),
        Slip(
            always_up,
            "Your step always goes up. If `high` is below `low`, it has to come down: may a height be "
            "negative?",
        ),
        Slip(
            offset_is_middle,
            "Your offset is the mean of low and high, so the curve lies half a step too high. A sigmoid goes "
            "from 0 to 1: long before the step, what is left of the network?",
        ),
        Slip(
            steepness_left_out,
            "The place is right, but your step always has the same steepness. Which parameter of the unit "
            "makes it steep? (The bias then has to follow.)",
        ),
    ],
    forbids=FORBIDS,
)

# %% [markdown]
# ## 4. Bumps (<points:bumps>)
#
# The bridge lights up while it is open: from $l_1$ to $r_1$ with the brightness $v_1$, later from $l_2$ to
# $r_2$ with $v_2$, and so on. Each opening is a bump of **two** sigmoid units, one that goes up and one that
# comes down again; all have the same steepness $w$.
#
# $$\hat y = \sum_{k=1}^{K} v_k \Bigl(\sigma\bigl(w\,(x - l_k)\bigr) - \sigma\bigl(w\,(x - r_k)\bigr)\Bigr)$$
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `left`, $l_1, \dots, l_K$ in h | `(K,)` | → | `weight` | `(2K,)` |
# | `right`, $r_1, \dots, r_K$ in h | `(K,)` | | `bias` | `(2K,)` |
# | `height`, $v_1, \dots, v_K$ | `(K,)` | | `heights` | `(2K,)` |
# | `steepness`, $w$ in 1/h, positive | a number | | `offset` | a number |


# %% solution="bumps"
def bumps(left, right, height, steepness):
    """Return (weight, bias, heights, offset) of 2K sigmoid units: K bumps of given ends and heights."""
    ### BEGIN SOLUTION
    places = np.concatenate([left, right])
    heights = np.concatenate([height, -height])
    return np.full(len(places), steepness), -steepness * places, heights, 0.0
    ### END SOLUTION


# %% [markdown]
# Two openings; the sliders move the first. What happens to its brightness when it gets narrow and the
# steepness is small? And what if it slides over the second one?

# %% slider="bumps"
explore(
    bumps,
    check.grid("bumps"),
    CurveFigure.compare(x=np.linspace(-4, 4, 81), xlabel="x", ylabel="yhat", ylim=[-1.5, 2.5]),
)

# %% check="bumps"
check(bumps)


# %% verdict="bumps"
def bump_values(arguments, x, activation):
    *bumps_of, steepness = arguments
    left, right, height = (numbers[:, np.newaxis] for numbers in bumps_of)
    return np.sum(height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))), axis=0)


def never_down(left, right, height, steepness):
    weight, bias, _, offset = bumps(left, right, height, steepness)
    return weight, bias, np.concatenate([height, height]), offset


def bumps_plus(left, right, height, steepness):
    weight, bias, heights, offset = bumps(left, right, height, steepness)
    return weight, -bias, heights, offset


def turned_twice(left, right, height, steepness):
    up, down = np.full(len(left), steepness), np.full(len(left), -steepness)
    weight = np.concatenate([up, down])
    return weight, -weight * np.concatenate([left, right]), np.concatenate([height, -height]), 0.0


def turned_without_offset(left, right, height, steepness):
    up, down = np.full(len(left), steepness), np.full(len(left), -steepness)
    weight = np.concatenate([up, down])
    return weight, -weight * np.concatenate([left, right]), np.concatenate([height, height]), 0.0


def first_bump_only(left, right, height, steepness):
    return bumps(left[:1], right[:1], height[:1], steepness)


def last_bump_only(left, right, height, steepness):
    return bumps(left[-1:], right[-1:], height[-1:], steepness)


def down_first(left, right, height, steepness):
    weight, bias, heights, offset = bumps(left, right, height, steepness)
    return weight, bias, -heights, offset


def height_left_out(left, right, height, steepness):
    return bumps(left, right, np.ones(len(left)), steepness)


def bias_without_steepness(left, right, height, steepness):
    weight, bias, heights, offset = bumps(left, right, height, steepness)
    return weight, bias / steepness, heights, offset


def bumps_of_steepness_one(left, right, height, steepness):
    return bumps(left, right, height, 1.0)


def up_only(left, right, height, steepness):
    return np.full(len(left), steepness), -steepness * left, height, 0.0


def height_by_opening(left, right, height, steepness):
    weight, bias, heights, offset = bumps(left, right, height, steepness)
    return weight, bias, heights.reshape(2, -1).T.ravel(), offset


def draw_bump(rng):
    ends = rng.uniform(-3, 1) + np.array([0, rng.uniform(0.7, 2)])
    height = rng.choice([-1, 1], size=1) * rng.uniform(0.4, 2, size=1)
    return (ends[:1], ends[1:], height, float(rng.uniform(3, 9))), around_noon, "sigmoid"


def draw_bumps(rng):
    count = rng.integers(2, 5)
    ends = np.sort(rng.uniform(-3.5, 3.5, size=2 * count))
    heights = rng.choice([-1, 1], size=count) * rng.uniform(0.4, 2, size=count)
    return (ends[::2], ends[1::2], heights, float(rng.uniform(3, 9))), around_noon, "sigmoid"


def draw_overlapping(rng):
    left = rng.uniform(-3, 1, size=3)
    wide = rng.uniform(1, 3, size=3)
    return (
        (left, left + wide, rng.uniform(0.5, 1.5, size=3), float(rng.uniform(3, 9))),
        around_noon,
        "sigmoid",
    )


one_bump = [np.array([number]) for number in (1.0, 2.5, 1.5)]
two_bumps = [np.array([-3.0, 0.5]), np.array([-1.0, 3.0]), np.array([1.0, 0.5])]
lapping = [np.array([-3.0, -2.0, 0.0]), np.array([0.5, 1.0, 3.0]), np.array([1.0, -0.5, 0.75])]

task = Task(
    reference=bumps,
    through="verdict.designs.one_hidden_layer",
    truth=bump_values,
    within=0.001,
    parts={
        "one bump": [
            ((*one_bump, 6.0), around_noon, "sigmoid"),
            ((np.array([-3.0]), np.array([-1.5]), np.array([-0.75]), 4.0), around_noon, "sigmoid"),
        ],
        "several": [((*two_bumps, 5.0), around_noon, "sigmoid")],
        "several that overlap": [((*lapping, 4.0), around_noon, "sigmoid")],
        "steep": [((*two_bumps, 200.0), around_noon + 0.125, "sigmoid")],
    },
    draw={"one bump": draw_bump, "several": draw_bumps, "several that overlap": draw_overlapping},
    grid=(
        (
            [Slider("left", [-3.0, -2.0, -1.0], start=-2.0), 1.5],
            [Slider("right", [-0.5, 0.5, 2.5], start=0.5), 3.0],
            [Slider("height", [-1.0, 1.0, 2.0], start=2.0), 0.5],
            Slider("steepness", [1.0, 5.0, 20.0], start=5.0),
        ),
        np.linspace(-4, 4, 81),
        "sigmoid",
    ),
    slips=[
        Slip(
            never_down,
            "At the right end yours goes up once more. The second unit has to take away what the first one "
            "added: what is its height?",
        ),
        Slip(
            bumps_plus,
            "Your bumps are mirrored at noon: the biases have the wrong sign. A unit is half-way up where "
            "w·x + b = 0.",
        ),
        Slip(
            turned_twice,
            "You turn the second unit twice: with a negative weight *and* a negative height it goes up "
            "again. Either of the two is enough (with the weight, mind the offset).",
        ),
        Slip(
            turned_without_offset,
            "The second unit has a negative weight, so it is 1 long before the right end: all is too high by "
            "one height for each bump. Take that off with the offset, or turn the unit by its height "
            "instead.",
        ),
        Slip(
            first_bump_only,
            "Only the first bump is there: `left`, `right` and `height` hold one entry for each opening.",
        ),
        Slip(
            last_bump_only,
            "Only the last bump is there. If you go through the openings in a loop: does each round keep the "
            "units of the rounds before?",
        ),
        Slip(
            down_first,
            "Your bumps go down where they should go up: which of the two units has the positive height, the "
            "one at the left end or the one at the right?",
        ),
        Slip(
            height_left_out,
            "All your bumps have the height 1. Let each pair of units go up and down by its own height.",
        ),
        Slip(
            bias_without_steepness,
            "Your biases are −l and −r, which is right only if the weight is 1. Where is w·x + b = 0 with "
            "the steepness as the weight?",
        ),
        Slip(
            bumps_of_steepness_one,
            "The places are right, but your units always have the weight 1, so the bumps are soft. Use the "
            "steepness.",
        ),
        Slip(
            up_only,
            "At the right ends nothing comes down: a bump is two units, and yours has only the one that "
            "goes up.",
        ),
        Slip(
            height_by_opening,
            "The heights are in another order than the places: yours go +v, −v, +v, −v, while the places "
            "list all left ends first. Entry k of all three arrays is one unit.",
        ),
    ],
    forbids=FORBIDS,
)

# %% [markdown]
# ## 5. Through the tide table (<points:interpolant>)
#
# The tide table has a height for some hours of the day, and between them the box should draw straight lines.
# That is a broken line, so take **ReLU** units, $g(z) = \max(0, z)$: one for each point of the table, which
# bends the line there. Before the first point the line is level at the first height, and after the last
# point it is level at the last one.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x`, the hours, ascending, not evenly spaced | `(n,)` | → | `weight` | `(n,)` |
# | `y`, the heights then in m | `(n,)` | | `bias` | `(n,)` |
# | | | | `heights` | `(n,)` |
# | | | | `offset` | a number |
#
# (Go along the line from left to right. A unit that starts at $x_k$ adds its height to the slope there. What
# does it do to the slope farther on?)


# %% solution="interpolant"
def interpolant(x, y):
    """Return (weight, bias, heights, offset) of n ReLU units: the line through (x, y), level outside."""
    ### BEGIN SOLUTION
    slopes = np.diff(y) / np.diff(x)
    return np.ones(len(x)), -x, np.diff(slopes, prepend=0, append=0), y[0]
    ### END SOLUTION


# %% [markdown]
# Five points of the table; the sliders lift three of them. Lift the middle one: how many heights $h_k$ have
# to change?

# %% slider="interpolant"
explore(
    interpolant,
    check.grid("interpolant"),
    CurveFigure.compare(
        x=np.linspace(-4, 5, 91),
        points=lambda table, x, activation: {"table": np.column_stack(table)},
        xlabel="x",
        ylabel="yhat",
        ylim=[-3, 4],
    ),
)

# %% check="interpolant"
check(interpolant)


# %% verdict="interpolant"
def table_values(arguments, x, activation):
    return np.interp(x, *arguments)


def slopes_of(x, y):
    return np.diff(y) / np.diff(x)


def heights_are_slopes(x, y):
    return np.ones(len(x)), -x, np.append(slopes_of(x, y), 0), y[0]


def last_knot_missing(x, y):
    weight, bias, heights, offset = interpolant(x, y)
    return weight[:-1], bias[:-1], heights[:-1], offset


def first_knot_missing(x, y):
    weight, bias, heights, offset = interpolant(x, y)
    return weight[1:], bias[1:], heights[1:], offset


def both_ends_missing(x, y):
    weight, bias, heights, offset = interpolant(x, y)
    return weight[1:-1], bias[1:-1], heights[1:-1], offset


def heights_are_values(x, y):
    return np.ones(len(x)), -x, y, 0.0


def heights_are_rises(x, y):
    return np.ones(len(x)), -x, np.append(np.diff(y), 0), y[0]


def no_widths(x, y):
    return np.ones(len(x)), -x, np.diff(np.diff(y), prepend=0, append=0), y[0]


def one_width(x, y):
    slopes = np.diff(y) / (x[1] - x[0])
    return np.ones(len(x)), -x, np.diff(slopes, prepend=0, append=0), y[0]


def one_point_late(x, y):
    weight, bias, heights, offset = interpolant(x, y)
    return weight, bias, np.append(0.0, heights[:-1]), offset


def knots_plus(x, y):
    weight, bias, heights, offset = interpolant(x, y)
    return weight, -bias, heights, offset


def starts_at_zero(x, y):
    weight, bias, heights, _ = interpolant(x, y)
    return weight, bias, heights, 0.0


def changes_reversed(x, y):
    weight, bias, heights, offset = interpolant(x, y)
    return weight, bias, -heights, offset


hours = np.linspace(-4, 5, 91)


def table_of(name, places):
    return tuple(np.array(part, dtype=float) for part in on_target(name, np.array(places, dtype=float)))


def draw_table(rng):
    gaps = rng.uniform(0.4, 1.6, size=rng.integers(3, 7))
    x = -3 + rng.uniform(0, 0.5) + np.cumsum(gaps)
    y = np.array([rng.uniform(1, 2), *rng.uniform(-2, 2, size=len(x) - 2), rng.uniform(2, 3)])
    return (x, y), np.linspace(-4, 8, 49), "relu"


def draw_even_table(rng):
    x = np.linspace(-2, 2, rng.integers(4, 9))
    return (x, np.append(rng.uniform(1, 2), rng.uniform(-1, 2, size=len(x) - 1))), hours[::2], "relu"


task = Task(
    reference=interpolant,
    through="verdict.designs.one_hidden_layer",
    truth=table_values,
    within=0.001,
    parts={
        "a tent, a ramp and a zigzag, level at both ends": [
            (table_of("tent", [-2, -1, 0, 1, 2]), hours[::2], "relu"),
            (table_of("ramp", [-1, 0, 2, 3]), hours[::2], "relu"),
            (table_of("zigzag", [-1, 0, 1, 2, 3, 4, 5]), hours[::2], "relu"),
        ],
        "two points": [
            ((np.array([1.0, 3.0]), np.array([0.0, 1.0])), hours[::2], "relu"),
            ((np.array([-1.0, 0.5]), np.array([2.0, -1.0])), hours[::2], "relu"),
        ],
        "evenly spaced": [
            (table_of("sine", [-1, 0, 1, 2, 3]), hours[::2], "relu"),
        ],
        "unevenly spaced": [
            (table_of("bump", [-1.5, -1, -0.5, 0, 1, 2]), hours[::2], "relu"),
            ((np.array([-2.0, -1.0, 1.5, 2.0]), np.array([0.5, 2.0, -1.0, 1.5])), hours[::2], "relu"),
        ],
    },
    draw={"evenly spaced": draw_even_table, "unevenly spaced": draw_table},
    grid=(
        (
            np.array([-3.0, -2.0, 0.5, 1.0, 3.0]),
            [
                1.0,
                Slider("second", [-1.0, 0.0, 1.0, 2.0], start=2.0),
                Slider("middle", [-1.0, 0.0, 1.0, 3.0], start=0.0),
                0.5,
                Slider("last", [-1.0, 0.0, 1.0, 2.0], start=2.0),
            ],
        ),
        hours,
        "relu",
    ),
    slips=[
        Slip(
            heights_are_slopes,
            "Your heights are the slopes. But units that have started go on rising: at x_k the slope is "
            "already the one before, so which height does the unit there need to make it the next one?",
        ),
        Slip(
            last_knot_missing,
            "After the last point your line goes on with its last slope. It should be level there: a unit at "
            "the last point is missing.",
        ),
        Slip(
            first_knot_missing,
            "Your line starts too late: at the first point the slope changes too, from level to the first "
            "slope.",
        ),
        Slip(
            both_ends_missing,
            "The slope changes at the first and at the last point too, for before and after the table the "
            "line is level. `np.diff` of the slopes tells only the changes between.",
        ),
        Slip(
            heights_are_values,
            "Your heights are the table's values. A ReLU does not jump to its height, it rises with it: "
            "think of slopes, not of values.",
        ),
        Slip(
            heights_are_rises,
            "Your heights are the rises from point to point. A ReLU's height is a slope, and units that have "
            "started go on rising: each adds only the change of slope at its point.",
        ),
        Slip(
            no_widths,
            "Your slopes are the rises from point to point, which is right only if the points are 1 h apart.",
        ),
        Slip(
            one_width,
            "You divide all rises by the first width, and the points are not evenly spaced: each piece has "
            "its own.",
        ),
        Slip(
            one_point_late,
            "Your line bends one point too late: each change of slope stands with the unit of the next "
            "point. At which point does the slope change for the first time?",
        ),
        Slip(
            knots_plus,
            "Your line bends at −x_k: the biases have the wrong sign. A unit starts where w·x + b = 0.",
        ),
        Slip(
            starts_at_zero,
            "The form is right, but your line starts at 0. Before the first point all units are 0: what is "
            "left of the network there?",
        ),
        Slip(
            changes_reversed,
            "Your line bends the wrong way everywhere: the change of slope is the slope after a point minus "
            "the one before.",
        ),
    ],
    forbids=FORBIDS,
)

# %% [markdown]
# ## 6. As near as you like (<points:staircase>)
#
# Now the tide itself, a function $f$, and the harbour master says how near: $|\hat y - f(x)| \le \varepsilon$
# for every $x$ between `left` and `right`. The hidden units are **sigmoids**, and the design is a staircase.
# Cut the interval into cells so narrow that $f$ stays within $\varepsilon$ of its value in the middle of the
# cell, and let a steep sigmoid go from one middle value to the next at each edge between two cells.
#
# How narrow? $f$ is never steeper than $L$: $|f(x) - f(x')| \le L\,|x - x'|$. How steep? That is for you to
# find out. You may use at most $L \cdot (\text{right} - \text{left}) / \varepsilon + 2$ hidden units, which
# is twice what is needed.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `f`, a function, takes an array of places `(n,)`, gives `(n,)` | | → | `weight` | `(K,)` |
# | `interval`, `(left, right)` in h | two numbers | | `bias` | `(K,)` |
# | `lipschitz`, $L$ in m/h | a number | | `heights` | `(K,)` |
# | `eps`, $\varepsilon$ in m | a number | | `offset` | a number |


# %% solution="staircase"
def staircase(f, interval, lipschitz, eps):
    """Return (weight, bias, heights, offset) of sigmoid units that stay within eps of f on the interval."""
    ### BEGIN SOLUTION
    left, right = interval
    cells = int(lipschitz * (right - left) / (2 * eps)) + 1
    edges = np.linspace(left, right, cells + 1)
    levels = f((edges[:-1] + edges[1:]) / 2)
    steepness = 50 * cells / (right - left)
    places = edges[1:-1]
    return np.full(len(places), steepness), -steepness * places, np.diff(levels), levels[0]
    ### END SOLUTION


# %% [markdown]
# The band is what the harbour master allows. Halve $\varepsilon$: what happens to the number of stairs? And
# which stairs of the ramp are wasted?

# %% slider="staircase"
explore(
    staircase,
    check.grid("staircase"),
    CurveFigure.compare(
        x=np.linspace(-3, 3, 241),
        band=lambda target, interval, eps, x, *_: {
            "within eps": (TARGETS[target].function(x) - eps, TARGETS[target].function(x) + eps)
        },
        xlabel="x",
        ylabel="yhat",
    ),
)

# %% check="staircase"
check(staircase)


# %% verdict="staircase"
KNOWN = "nnkit.targets.TARGETS"  # where the check finds a target by its name


def target_values(target, interval, eps, x, targets):
    return TARGETS[target].function(x)


def parts_of(f, interval, lipschitz, eps, cells=None, ratio=50):
    """The reference's edges between cells, levels and steepness, for slips."""
    left, right = interval
    cells = cells or int(lipschitz * (right - left) / (2 * eps)) + 1
    edges = np.linspace(left, right, cells + 1)
    return edges[1:-1], f((edges[:-1] + edges[1:]) / 2), ratio * cells / (right - left)


def network(places, levels, steepness):
    return np.full(len(places), steepness), -steepness * places, np.diff(levels), levels[0]


def weight_one(f, interval, lipschitz, eps):
    places, levels, _ = parts_of(f, interval, lipschitz, eps)
    return network(places, levels, 1.0)


def weight_five(f, interval, lipschitz, eps):
    places, levels, _ = parts_of(f, interval, lipschitz, eps)
    return network(places, levels, 5.0)


def weight_ten(f, interval, lipschitz, eps):
    places, levels, _ = parts_of(f, interval, lipschitz, eps)
    return network(places, levels, 10.0)


def weight_one_over_width(f, interval, lipschitz, eps):
    return network(*parts_of(f, interval, lipschitz, eps, ratio=1))


def heights_are_levels(f, interval, lipschitz, eps):
    places, levels, steepness = parts_of(f, interval, lipschitz, eps)
    return np.full(len(places), steepness), -steepness * places, levels[1:], levels[0]


def first_level_missing(f, interval, lipschitz, eps):
    return *network(*parts_of(f, interval, lipschitz, eps))[:3], 0.0


def first_step_at_the_end(f, interval, lipschitz, eps):
    places, levels, steepness = parts_of(f, interval, lipschitz, eps)
    return network(np.append(interval[0], places), np.append(0.0, levels), steepness)


def stairs_plus(f, interval, lipschitz, eps):
    weight, bias, heights, offset = network(*parts_of(f, interval, lipschitz, eps))
    return weight, -bias, heights, offset


def left_values(f, interval, lipschitz, eps):
    places, _, steepness = parts_of(f, interval, lipschitz, eps)
    return network(places, f(np.append(interval[0], places)), steepness)


def last_step_missing(f, interval, lipschitz, eps):
    places, levels, steepness = parts_of(f, interval, lipschitz, eps)
    return network(places[:-1], levels[:-1], steepness)


def ten_cells(f, interval, lipschitz, eps):
    return network(*parts_of(f, interval, lipschitz, eps, cells=10))


def slope_of_one(f, interval, lipschitz, eps):
    return network(*parts_of(f, interval, 1.0, eps))


def cells_twice_as_wide(f, interval, lipschitz, eps):
    return network(*parts_of(f, interval, lipschitz, 2 * eps))


def draw_whole(rng):
    name = rng.choice(["sine", "bump"])
    left, right = TARGETS[name].interval
    return (
        str(name),
        (float(left), float(right)),
        float(rng.uniform(0.06, 0.14)),
        np.linspace(left, right, 301),
        KNOWN,
    )


def draw_fine(rng):
    name, (left, right), *_ = draw_whole(rng)
    return name, (left, right), float(rng.uniform(0.015, 0.03)), np.linspace(left, right, 601), KNOWN


def draw_steep(rng):
    left, right = float(rng.uniform(0.0, 0.4)), float(rng.uniform(3.2, 4.0))
    return "zigzag", (left, right), float(rng.uniform(0.08, 0.15)), np.linspace(left, right, 401), KNOWN


def draw_piece(rng):
    left, right = float(rng.uniform(-1.0, -0.5)), float(rng.uniform(1.5, 2.5))
    name = str(rng.choice(["sine", "tent", "ramp", "bump"]))
    return name, (left, right), float(rng.uniform(0.02, 0.05)), np.linspace(left, right, 401), KNOWN


def case(name, left, right, eps):
    return name, (left, right), eps, np.linspace(left, right, 201 if eps > 0.05 else 401), KNOWN


task = Task(
    reference=staircase,
    through="verdict.designs.near_target",
    truth=target_values,
    within=lambda target, interval, eps, *_: eps,
    tells="verdict.staircases.remark",
    parts={
        "a tide, ε = 0.1": [case("sine", -np.pi, np.pi, 0.1), case("bump", -3.0, 3.0, 0.1)],
        "a fine one": [case("sine", -np.pi, np.pi, 0.02), case("bump", -3.0, 3.0, 0.03)],
        "a steep one": [case("zigzag", 0.0, 4.0, 0.11)],
        "a piece of one": [
            case("ramp", 0.25, 3.0, 0.06),
            case("tent", -1.0, 0.5, 0.06),
            case("sine", 1.0, 3.0, 0.05),
        ],
    },
    draw={
        "a tide, ε = 0.1": draw_whole,
        "a fine one": draw_fine,
        "a steep one": draw_steep,
        "a piece of one": draw_piece,
    },
    grid=(
        Slider("target", ["bump", "sine", "tent", "ramp"], start="sine"),
        (-3.0, 3.0),
        Slider("eps", [0.5, 0.3, 0.2, 0.1, 0.05], start=0.2),
        np.linspace(-3, 3, 241),
        KNOWN,
    ),
    slips=[
        Slip(
            weight_one,
            "Your slope is too gentle: with the weight 1 a sigmoid needs about 10 h to go up, so all your "
            "steps blur into each other. How wide is a cell, and how steep must a sigmoid be to go up well "
            "within it?",
        ),
        Slip(
            weight_five,
            "Your slope is too gentle: with the weight 5 a sigmoid needs about 2 h to go up, far more than "
            "the width of a cell. Let the weight grow as the cells get narrower.",
        ),
        Slip(
            weight_ten,
            "Your slope is too gentle: with the weight 10 a sigmoid needs about 1 h to go up, and the cells "
            "get narrower than that as ε gets smaller. Let the weight grow with them.",
        ),
        Slip(
            weight_one_over_width,
            "Your slope is too gentle: the weight 1 / width takes a sigmoid from 0.38 to 0.62 across its "
            "cell, and it should go from nearly 0 to nearly 1 there. What is σ(3), what is σ(10)?",
        ),
        Slip(
            heights_are_levels,
            "Your heights are the values of f, but steps that have been taken stay: at each edge add only "
            "the difference between the next level and the one before.",
        ),
        Slip(
            first_level_missing,
            "The stairs are right, but they start at 0. Before the first edge all units are 0: what must the "
            "offset be?",
        ),
        Slip(
            first_step_at_the_end,
            "Your first step, from 0 to the first level, stands at the left end itself, and there a sigmoid "
            "is only half-way up. Which part of the network can hold the first level everywhere?",
        ),
        Slip(
            stairs_plus,
            "Your stairs come at −s: the biases have the wrong sign. A sigmoid is half-way up where w·x + b "
            "= 0.",
        ),
        Slip(
            left_values,
            "Your levels are the values of f at the left end of each cell, so at its right end they may be "
            "off by 2 ε. Where in the cell is f never farther than half a width away?",
        ),
        Slip(
            last_step_missing,
            "The last step is missing: with n cells there are n − 1 edges between them, and n levels.",
        ),
        Slip(
            ten_cells,
            "You always take 10 cells. Their number must follow from ε: within half a width f changes by at "
            "most L · width / 2, and that may be at most ε.",
        ),
        Slip(
            slope_of_one,
            "You leave out L: a target that is twice as steep needs cells of half the width.",
        ),
        Slip(
            cells_twice_as_wide,
            "Your cells are twice too wide: from the middle to the end of a cell f may change by L · width "
            "/ 2, and that may be at most ε.",
        ),
    ],
    forbids=FORBIDS,
)

# %% [markdown]
# ## 7. Two switches (<points:two_switches>)
#
# On the jetty there is one lamp with two switches, one at each end. It should be lit if **exactly one** of
# the two is on: an exclusive or, XOR. A switch that is off gives about `low` volts, one that is on about
# `high` volts; either may be wrong by a tenth of `high - low`.
#
# The units here are **steps**, 1 if $z \ge 0$ and else 0, and one of them is not enough, for no line
# separates lit from dark. So from now on you return **a list of layers**, each a pair of `weight (out, in)`
# and `bias (out,)`, first to last, as PyTorch has them. Unit $j$ of a layer is
# $\operatorname{step}\bigl(\sum_i w_{j,i}\, x_i + b_j\bigr)$, and the last layer has one unit: the lamp.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `low` in V | a number | → | `[(weight1, bias1), (weight2, bias2)]` | |
# | `high` in V, above `low` | a number | | `weight1` and `bias1`, of $m$ hidden units | `(m, 2)` and `(m,)` |
# | | | | `weight2` and `bias2` | `(1, m)` and `(1,)` |
#
# Again many designs are right. Say in a sentence when the lamp should be lit, as an AND or an OR of two
# half-planes, and each half of the sentence is a unit.


# %% solution="two_switches"
def two_switches(low, high):
    """Return [(weight, bias), (weight, bias)] of step units: 1 if exactly one of two switches is on."""
    ### BEGIN SOLUTION
    one_is_on = 1.5 * low + 0.5 * high  # of x1 + x2: half-way between none and one
    both_are_on = 0.5 * low + 1.5 * high
    hidden = [[1, 1], [-1, -1]], [-one_is_on, both_are_on]
    return [hidden, ([[1, 1]], [-1.5])]
    ### END SOLUTION


# %% [markdown]
# Nine times each setting of the two switches, most of them a little off. Hollow is what the lamp should do
# (a circle is lit, a square is dark), filled is what yours does. Move `low` and `high`: which of your lines
# have to move along?

# %% slider="two_switches"
explore(
    two_switches,
    check.grid("two_switches"),
    PlaneFigure.compare(
        places=lambda lit, low, high, on: np.column_stack([low + (high - low) * on, lit]),
        xlim=(-3, 7),
        ylim=(-3, 7),
        xlabel="switch 1",
        ylabel="switch 2",
    ),
)

# %% check="two_switches"
check(two_switches)


# %% verdict="two_switches"
def lit_where(low, high, on):
    return ((on[:, 0] > 0.5) != (on[:, 1] > 0.5)).astype(float)


def or_unit(low, high):
    return [1, 1], -(1.5 * low + 0.5 * high)


def and_unit(low, high):
    return [1, 1], -(0.5 * low + 1.5 * high)


def nand_unit(low, high):
    return [-1, -1], 0.5 * low + 1.5 * high


def joined(first, second, weight, bias):
    return [([first[0], second[0]], [first[1], second[1]]), ([weight], [bias])]


def or_for_and(low, high):
    return joined(or_unit(low, high), nand_unit(low, high), [1, 1], -0.5)


def never_lit(low, high):
    return joined(or_unit(low, high), nand_unit(low, high), [1, 1], -2.5)


def both_on(low, high):
    return joined(or_unit(low, high), and_unit(low, high), [1, 1], -1.5)


def any_on(low, high):
    return joined(or_unit(low, high), and_unit(low, high), [1, 1], -0.5)


def dark_for_lit(low, high):
    return joined(or_unit(low, high), and_unit(low, high), [-1, 1], 0.5)


def not_both(low, high):
    return joined(nand_unit(low, high), nand_unit(low, high), [1, 1], -1.5)


def for_zero_and_one(low, high):
    return two_switches(0.0, 1.0)


def one_switch_threshold(low, high):
    middle = (low + high) / 2
    return joined(([1, 1], -middle), ([-1, -1], middle + high), [1, 1], -1.5)


def low_taken_for_zero(low, high):
    return two_switches(0.0, high - low)


def twice_low_and_high(low, high):
    return joined(([1, 1], -2 * low), ([-1, -1], 2 * high), [1, 1], -1.5)


def draw_voltages(rng):
    low = float(rng.choice([-1, 1]) * rng.uniform(0.5, 3))
    return low, low + float(rng.uniform(0.5, 4))


def draw_exact(rng):
    on = rng.permutation([[0, 0], [0, 1], [1, 0], [1, 1], *rng.integers(0, 2, size=(3, 2))])
    return *draw_voltages(rng), on.astype(float)


def draw_near(rng):
    on = rng.integers(0, 2, size=(40, 2)) + rng.uniform(-0.1, 0.1, size=(40, 2))
    return *draw_voltages(rng), on


corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
about = np.array([-0.1, 0.0, 0.1, 0.9, 1.0, 1.1])
nearly = np.stack(np.meshgrid(about, about), -1).reshape(-1, 2)

task = Task(
    reference=two_switches,
    through="verdict.designs.switches",
    truth=lit_where,
    parts={
        "0 and 1 volt": [(0.0, 1.0, corners), (0.0, 1.0, corners[2:3])],
        "other voltages": [(1.0, 5.0, corners), (-4.0, 2.0, corners), (2.0, 2.5, corners)],
        "a little off": [(0.0, 1.0, nearly), (1.0, 5.0, nearly), (-2.0, -1.0, nearly)],
    },
    draw={"other voltages": draw_exact, "a little off": draw_near},
    grid=(
        Slider("low", [-2.0, -1.0, 0.0, 1.0, 2.0], start=1.0),
        Slider("high", [3.0, 4.0, 5.0, 6.0], start=5.0),
        nearly,
    ),
    slips=[
        Slip(
            or_for_and,
            "Your lamp is always lit. The threshold of your AND is off by one: it is content with one hidden "
            "unit that says 1, or with none, and should want both. How large is their sum then?",
        ),
        Slip(
            never_lit,
            "Your lamp is never lit. Either the threshold of your AND is off by one, and the last unit "
            "wants a sum beyond 2; or the biases of your hidden units have the wrong sign, and there is no "
            "place where both say 1. Work out by hand what the three units say if one switch is on.",
        ),
        Slip(
            both_on,
            "Your lamp is lit if both switches are on: that is the AND. The second half of the sentence is "
            "'not both': turn that half-plane round, weights and bias.",
        ),
        Slip(
            any_on,
            "Your lamp is also lit if both switches are on: that is the OR. What has to be taken away?",
        ),
        Slip(dark_for_lit, "Your lamp is dark where it should be lit, and lit where it should be dark."),
        Slip(
            not_both,
            "Your lamp is also lit if both switches are off. 'Not both' is one half of the sentence; which "
            "half-plane says 'at least one'?",
        ),
        Slip(
            for_zero_and_one,
            "Right for 0 and 1 volt only. Your biases do not know `low` and `high`: between which two sums "
            "x1 + x2 does each line have to pass?",
        ),
        Slip(
            one_switch_threshold,
            "Your thresholds forget the other switch: if one is on, the other still gives `low` volts, so "
            "x1 + x2 is 2·low, low + high or 2·high. Between which of these does each line have to pass?",
        ),
        Slip(
            low_taken_for_zero,
            "Your thresholds are right if a switch that is off gives 0 volts. It gives about `low`: what "
            "does x1 + x2 become then?",
        ),
        Slip(
            twice_low_and_high,
            "Your lines pass through the corners themselves: at 2·low and at 2·high the unit is just 1, and "
            "with a little noise anything. Put each line half-way between two of the sums.",
        ),
    ],
    forbids=FORBIDS,
)

# %% [markdown]
# ## 8. No anchors here (<points:region>)
#
# On the sea floor lie cables, and over them the chart has a region where nobody may anchor: a convex polygon
# with any number of corners, listed in order, one way round or the other. Design the network that says 1 for
# a ship inside it and 0 for a ship outside, with step units as in task 7: a half-plane for each side, and an
# AND of all of them.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `vertices`, its V corners in km | `(V, 2)` | → | `[(weight1, bias1), (weight2, bias2)]` | |
# | | | | `weight1` and `bias1` | `(V, 2)` and `(V,)` |
# | | | | `weight2` and `bias2` | `(1, V)` and `(1,)` |
#
# (The weight vector of a half-plane stands at a right angle to its line and points to the side that is 1. Of
# the two right angles, which one points inwards?)


# %% solution="region"
def region(vertices):
    """Return [(weight, bias), (weight, bias)] of step units: 1 inside the convex polygon, 0 outside."""
    ### BEGIN SOLUTION
    sides = np.roll(vertices, -1, axis=0) - vertices
    across = np.column_stack([-sides[:, 1], sides[:, 0]])
    inwards = np.sign(np.sum(across * (np.mean(vertices, axis=0) - vertices), axis=1))
    weight = across * inwards[:, np.newaxis]
    bias = -np.sum(weight * vertices, axis=1)
    return [(weight, bias), (np.ones((1, len(bias))), [0.5 - len(bias)])]
    ### END SOLUTION


# %% [markdown]
# The thick line is the border of the region, blue is where your network says 1. What would you see with an OR
# in place of the AND?

# %% slider="region"
explore(
    region,
    check.grid("region"),
    PlaneFigure.compare(
        surface=lambda inside, polygon, x: inside,
        points=lambda polygon, x: [[*corner, 1] for corner in polygon[0]],
    ),
)

# %% check="region"
check(region)


# %% verdict="region"
def inside(arguments, x):
    return inside_polygon(x, *arguments).astype(float)


def half_planes(vertices):
    return region(vertices)[0]


def and_of(weight, bias, threshold):
    return [(weight, bias), (np.ones((1, len(bias))), [threshold])]


def one_side_may_fail(vertices):
    weight, bias = half_planes(vertices)
    return and_of(weight, bias, 1 - len(bias))


def more_than_all(vertices):
    weight, bias = half_planes(vertices)
    return and_of(weight, bias, -0.5 - len(bias))


def any_side(vertices):
    return and_of(*half_planes(vertices), -0.5)


def of_two(vertices):
    return and_of(*half_planes(vertices), -1.5)


def of_four(vertices):
    return and_of(*half_planes(vertices), -3.5)


def turned_to_the_origin(vertices):
    weight, bias = half_planes(vertices)
    turn = np.where(bias < 0, -1.0, 1.0)
    return and_of(weight * turn[:, np.newaxis], bias * turn, 0.5 - len(bias))


def counter_clockwise_only(vertices):
    sides = np.roll(vertices, -1, axis=0) - vertices
    weight = np.column_stack([-sides[:, 1], sides[:, 0]])
    return and_of(weight, -np.sum(weight * vertices, axis=1), 0.5 - len(vertices))


def clockwise_only(vertices):
    (weight, bias), last = counter_clockwise_only(vertices)
    return [(-weight, -bias), last]


def last_side_missing(vertices):
    weight, bias = half_planes(vertices)
    return and_of(weight[:-1], bias[:-1], 1.5 - len(bias))


def along_the_sides(vertices):
    weight = np.roll(vertices, -1, axis=0) - vertices
    return and_of(weight, -np.sum(weight * vertices, axis=1), 0.5 - len(vertices))


def polygon_of(count, turn=0.4, centre=(0.0, 0.0), radius=2.0):
    angle = turn + 2 * np.pi * np.arange(count) / count
    return np.asarray(centre) + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def clear_of(vertices, x):
    """Those of the points that are no nearer than 0.03 to the line of a side."""
    sides = np.roll(vertices, -1, axis=0) - vertices
    across = np.column_stack([-sides[:, 1], sides[:, 0]]) / np.hypot(*sides.T)[:, np.newaxis]
    away = np.abs(x @ across.T - np.sum(across * vertices, axis=1))
    return x[(away > 0.03).all(axis=1)]


def ships(rng, vertices, count=80):
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    return clear_of(
        vertices, rng.uniform(low - 0.3 * (high - low), high + 0.3 * (high - low), size=(count, 2))
    )


def at_sea(vertices):
    return (vertices,), ships(np.random.default_rng(0), vertices, 60)


def draw_polygon(count_from, count_to, clockwise=False):
    def draw(rng):
        count = rng.integers(count_from, count_to)
        angle = 2 * np.pi * (np.arange(count) + rng.uniform(-0.3, 0.3, size=count)) / count
        around = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(0.7, 2.5, size=2)
        vertices = rng.uniform(-3, 3, size=2) + around
        vertices = vertices[::-1] if clockwise else vertices
        return (vertices,), ships(rng, vertices)

    return draw


triangle = np.array([[1.0, 1.0], [4.0, 2.0], [2.0, 5.0]])
field = np.array([[-3.0, -1.0], [1.0, -1.0], [1.0, 2.0], [-3.0, 2.0]])
chart = np.stack(np.meshgrid(np.linspace(-3, 3, 41), np.linspace(-3, 3, 41)), -1).reshape(-1, 2)

task = Task(
    reference=region,
    through="verdict.designs.step_layers",
    truth=inside,
    parts={
        "a triangle": [at_sea(triangle), at_sea(triangle - 3)],
        "a rectangle": [at_sea(field), at_sea(field + np.array([4.0, -3.0]))],
        "more corners": [at_sea(polygon_of(6, centre=(1.0, 2.0))), at_sea(polygon_of(5, centre=(-4.0, 0.0)))],
        "clockwise": [at_sea(triangle[::-1]), at_sea(polygon_of(5, centre=(1.0, -1.0))[::-1])],
    },
    draw={
        "a triangle": draw_polygon(3, 4),
        "more corners": draw_polygon(4, 9),
        "clockwise": draw_polygon(3, 8, clockwise=True),
    },
    grid=((Slider("corners", [3, 4, 5, 6, 8], polygon_of, start=4),), chart),
    slips=[
        Slip(
            one_side_may_fail,
            "The threshold of your AND is off by one: with a bias of 1 − V, or 1.5 − V, it is content if "
            "one side says no. How large is the sum of V half-planes if all say 1, and how large if one "
            "does not?",
        ),
        Slip(
            more_than_all,
            "Your network never says 1. Either the threshold of your AND is off by one, and not even all V "
            "half-planes together reach it; or no ship is in all half-planes, for they look outwards, or "
            "their biases are missing or have the wrong sign (a corner p lies on its line: w·p + b = 0). "
            "Work out by hand what each unit says in the middle of the triangle.",
        ),
        Slip(
            any_side,
            "Your last unit is an OR, as with the bias −0.5: one half-plane is enough, so nearly everybody "
            "is inside. An AND wants all of them.",
        ),
        Slip(
            of_two,
            "Your last unit is content with any two sides, as with the bias −1.5, which is right for an AND "
            "of two. How many sides are there here?",
        ),
        Slip(
            of_four,
            "Your AND always counts to four, as with the bias −3.5: right for four corners only. How many "
            "half-planes have to say 1 here?",
        ),
        Slip(
            turned_to_the_origin,
            "All your half-planes look to the origin (0, 0), and that need not lie inside. Which point "
            "surely does, wherever the region is?",
        ),
        Slip(
            clockwise_only,
            "Right if the corners go clockwise; the other way round all half-planes look outwards. Which "
            "side a half-plane should look to can be asked of a point that is surely inside.",
        ),
        Slip(
            counter_clockwise_only,
            "Right if the corners go counter-clockwise; the other way round all half-planes look outwards. "
            "Which side a half-plane should look to can be asked of a point that is surely inside.",
        ),
        Slip(
            last_side_missing,
            "One side is missing, the one from the last corner back to the first: the region is open there.",
        ),
        Slip(
            along_the_sides,
            "Your weight vectors run along the sides. They must stand at a right angle to them: which "
            "vector is at a right angle to (d1, d2)?",
        ),
    ],
    forbids=FORBIDS,
)

# %% [markdown]
# ## All together

# %%
check.summary()
