# %% [markdown]
# # Assignment 8: Gaussian models and convolution
#
# A fruit co-operative has one conveyor belt, and apples and pears come down it in any order. A light
# barrier takes the length of each fruit and a scale its weight; behind them hangs a camera that sees red
# and infrared, where a bruise is dark. In five tasks you build the machine that tells the two kinds apart
# from length and weight, with **nothing but means and covariances**; in two more the layer with which a
# network looks at the camera's images. Due <due>.
#
# | symbol | what it is | unit |
# |---|---|---|
# | $x_1$ | length, less 8 cm | cm |
# | $x_2$ | weight, less 150 g | 50 g |
# | $k$ | the kind, in the data the label (`target`) | 0 apple, 1 pear |
# | $\boldsymbol\mu_k$ | mean of a kind | as $\mathbf x$ |
# | $\Sigma_k$ | covariance of a kind | as products of $\mathbf x$ |
# | $p(k)$ | prior: how common a kind is | 0 … 1, together 1 |
# | $x_{c,i,j}$ | brightness of the image in channel $c$, row $i$, column $j$ | 0 dark … 1 bright |
#
# Loops over kinds and over places of a window are welcome; over single fruit you need none. Later tasks may
# call the functions of earlier ones.
#
# <how to work>

# %% start="a8"
from nnkit.figures import ArrayFigure, PlaneFigure, explore
from verdict import Checks

check = Checks("a8")

# %% setup="true"
import numpy as np

# %% [markdown]
# The pictures below draw a cloud of fruit by its outline, one standard deviation around the mean. Run this
# cell once; there is nothing to change in it.


# %%
def outlines(means, covariances):
    """The outlines of all clouds as one path (n, 2), parted by nan."""
    drawn = [
        [*PlaneFigure.ellipse(*cloud), [np.nan, np.nan]] for cloud in zip(means, covariances, strict=True)
    ]
    return np.concatenate(drawn)


def fruit(means, covariances):
    """Twelve fruit on each outline: rows (x1, x2, kind)."""
    clouds = enumerate(zip(means, covariances, strict=True))
    return [[*place, kind] for kind, cloud in clouds for place in PlaneFigure.ellipse(*cloud, 12)[:-1]]


# %% [markdown]
# ## 1. Means and covariances (<points:class_statistics>)
#
# A day's fruit lies in `x`, one row a fruit, and a person has written down in `target` what each one was. For
# every kind $k$, with $N_k$ fruit of it,
#
# $$\boldsymbol\mu_k = \frac{1}{N_k} \sum_{n:\,k_n = k} \mathbf x_n, \qquad
# \Sigma_k = \frac{1}{N_k} \sum_{n:\,k_n = k}
# (\mathbf x_n - \boldsymbol\mu_k)(\mathbf x_n - \boldsymbol\mu_k)^{\mathsf T}$$
#
# So each entry of $\Sigma_k$ is the mean of a product of two deviations. **Divide by $N_k$**, as the formula
# says (maximum likelihood). Many programs divide by $N_k - 1$, which makes $\Sigma_k$ right on average over
# many days; for a kind with a single fruit that would be 0/0.
#
# The kinds are 0, 1, …, K − 1, in any order, each with at least one fruit.
#
# | argument | shape | | result, a tuple | shape |
# |---|---|---|---|---|
# | `x` | `(N, d)`: N fruit, d measurements | → | `means` | `(K, d)` |
# | `target` | `(N,)`, whole numbers | | `covariances` | `(K, d, d)` |


# %% solution="class_statistics"
def class_statistics(x, target):
    """Return (means (K, d), covariances (K, d, d)) of the kinds 0 … K - 1; divide by N_k."""
    ### BEGIN SOLUTION
    groups = [x[target == k] for k in range(np.max(target) + 1)]
    means = np.array([group.mean(axis=0) for group in groups])
    apart = [group - mean for group, mean in zip(groups, means, strict=True)]
    return means, np.array([own.T @ own / len(own) for own in apart])
    ### END SOLUTION


# %% [markdown]
# The outlines are drawn from your means and covariances. Move the last fruit away, then write it down as the
# other kind. Which numbers follow one fruit more, those of the mean or those of the covariance?

# %% slider="class_statistics"
explore(
    class_statistics,
    check.grid("class_statistics"),
    PlaneFigure.compare(
        path=lambda found, x, target: outlines(*found),
        points=lambda x, target: np.column_stack([x, target]),
        dots=False,
    ),
)

# %% check="class_statistics"
check(class_statistics)

# %% verdict="class_statistics"
from verdict import Slider, Slip, Task


def grouped(x, target):
    return [x[target == k] for k in range(max(target) + 1)]


def described(x, target, spread):
    """Means and what `spread` makes of each group and its mean."""
    groups = grouped(x, target)
    means = np.array([group.mean(axis=0) for group in groups])
    return means, np.array([spread(group, mean) for group, mean in zip(groups, means, strict=True)])


def scatter(group, mean):
    return (group - mean).T @ (group - mean)


def one_less(x, target):
    return described(x, target, lambda group, mean: scatter(group, mean) / np.float64(len(group) - 1))


def all_counted(x, target):
    return described(x, target, lambda group, mean: scatter(group, mean) / len(x))


def not_divided(x, target):
    return described(x, target, scatter)


def variances_alone(x, target):
    return described(x, target, lambda group, mean: np.diag(group.var(axis=0)))


def only_a_row_of_variances(x, target):
    return described(x, target, lambda group, mean: group.var(axis=0))


def standard_deviations(x, target):
    return described(x, target, lambda group, mean: np.diag(group.std(axis=0)))


def row_of_deviations(x, target):
    return described(x, target, lambda group, mean: group.std(axis=0))


def roots(x, target):
    def spread(group, mean):
        covariance = scatter(group, mean) / len(group)
        return np.sign(covariance) * np.sqrt(np.abs(covariance))

    return described(x, target, spread)


def mean_kept(x, target):
    return described(x, target, lambda group, mean: group.T @ group / len(group))


def from_the_overall_mean(x, target):
    return described(x, target, lambda group, mean: scatter(group, x.mean(axis=0)) / len(group))


def overall(x, target):
    groups = grouped(x, target)
    covariance = scatter(x, x.mean(axis=0)) / len(x)
    return np.array([group.mean(axis=0) for group in groups]), np.array([covariance] * len(groups))


def axes_swapped(x, target):
    groups = grouped(x, target)
    apart = [group - group.mean(axis=0) for group in groups]
    return np.array([group.mean(axis=0) for group in groups]), [own @ own.T / len(own) for own in apart]


def rows_averaged(x, target):
    apart = [group - group.mean(axis=1, keepdims=True) for group in grouped(x, target)]
    return [group.mean(axis=1) for group in grouped(x, target)], [own.T @ own / len(own) for own in apart]


def means_alone(x, target):
    return np.array([group.mean(axis=0) for group in grouped(x, target)])


def covariances_first(x, target):
    means, covariances = class_statistics(x, target)
    return covariances, means


def two_kinds_only(x, target):
    return class_statistics(x[target < 2], target[target < 2])


def mixed(rng, counts, d):
    """Fruit of several kinds in any order: as many as `counts` says."""
    target = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    x = (
        rng.normal(size=(len(target), d)) @ rng.normal(size=(d, d))
        + rng.normal(scale=2, size=(len(counts), d))[target]
    )
    return x, target


apples = np.array([[-1.5, -0.5], [-0.5, -1.0], [-1.0, 0.5], [0.0, 0.25], [-2.0, -1.25]])
pears = np.array([[1.0, 0.5], [2.0, 1.25], [1.5, -0.25], [0.5, 0.75], [2.0, 0.0]])
day = np.concatenate([apples, pears])
kinds = np.repeat([0, 1], 5)
moved = [-1.5, -0.75, 0.0, 0.75, 1.5, 2.25, 3.0]

task = Task(
    reference=class_statistics,
    parts={
        "two kinds, as many of each": [
            (np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 3.0], [3.0, 6.0]]), np.array([0, 0, 1, 1])),
            (day, kinds),
        ],
        "unequal numbers, in any order": [
            (day[:9][::-1], np.array([0, 0, 1, 0, 1, 0, 0, 1, 0])),
            (day[[0, 5, 1, 2, 6]], np.array([0, 1, 0, 0, 1])),
        ],
        "a kind with a single fruit": [(day[3:7], np.array([0, 1, 0, 0])), (day[:2], np.array([1, 0]))],
        "any number of kinds and measurements": [
            (np.array([[1.0], [4.0], [2.0], [3.0], [7.0], [5.0]]), np.array([2, 0, 1, 2, 0, 1])),
            (np.arange(24.0).reshape(8, 3) ** 2 / 50 - np.eye(8, 3), np.array([0, 1, 2, 3, 0, 1, 2, 3])),
        ],
    },
    draw={
        "two kinds, as many of each": lambda rng: mixed(rng, [int(rng.integers(3, 8))] * 2, 2),
        "unequal numbers, in any order": lambda rng: mixed(
            rng, rng.choice(np.arange(3, 9), 2, replace=False), 2
        ),
        "a kind with a single fruit": lambda rng: mixed(rng, rng.permutation([1, rng.integers(3, 8)]), 2),
        "any number of kinds and measurements": lambda rng: mixed(
            rng, rng.integers(3, 7, size=rng.integers(3, 5)), rng.choice([1, 3, 4])
        ),
    },
    grid=(
        Slider("x1", moved, lambda x1: np.concatenate([day[:-1], [[x1, -1.5]]]), start=2.25),
        Slider("kind", [0, 1], lambda kind: np.append(kinds[:-1], kind), start=1),
    ),
    slips=[
        Slip(
            one_less,
            "You divide by N − 1, and this task wants N, the number of fruit of that kind: the covariance "
            "is the mean of the products. What does yours make of a kind with a single fruit?",
        ),
        Slip(
            all_counted,
            "You divide by the number of all fruit. A kind's covariance is a mean over the fruit of that "
            "kind alone: how many of those are there?",
        ),
        Slip(
            not_divided,
            "The products are added up but not divided: this sum grows with every fruit. The covariance is "
            "their mean.",
        ),
        Slip(
            variances_alone,
            "Beside the diagonal you have only zeros, so your clouds can never lie aslant. The entry in "
            "row i and column j is the mean of the product of deviation i and deviation j: it tells "
            "whether long fruit are also heavy.",
        ),
        Slip(
            only_a_row_of_variances,
            "You return the variances alone, one for each measurement. They are the diagonal of a table "
            "with d rows and d columns: what stands beside it?",
        ),
        Slip(
            standard_deviations,
            "On the diagonal stand standard deviations σ, and a covariance holds variances σ², which are "
            "not rooted. Beside the diagonal belong the means of the mixed products.",
        ),
        Slip(
            row_of_deviations,
            "You return standard deviations σ, one for each measurement. A covariance holds variances σ² "
            "on its diagonal, and the means of the mixed products beside it.",
        ),
        Slip(
            roots,
            "You take the root of the covariances. That gives σ on the diagonal, and the formula, in which "
            "no root stands, gives σ².",
        ),
        Slip(
            mean_kept,
            "You multiply the measurements themselves. A covariance is made of deviations: what is to be "
            "taken away from each x first?",
        ),
        Slip(
            from_the_overall_mean,
            "You take the deviations from the mean of all fruit. Each fruit is to be seen from the mean of "
            "its own kind, else the distance between the kinds is counted as spread.",
        ),
        Slip(
            overall,
            "Your covariance is that of all fruit together, the same for every kind. Each kind wants its "
            "own, from its own fruit.",
        ),
        Slip(
            axes_swapped,
            "Your covariance has a row and a column for each fruit, so the axes are swapped: it should "
            "have one for each measurement. Which of the two factors wants its rows and columns exchanged?",
        ),
        Slip(
            rows_averaged,
            "You take the mean of a row, so lengths and weights of one fruit are averaged. A row is a "
            "fruit: along which axis do the fruit of a kind lie?",
        ),
        Slip(
            means_alone,
            "You return the means alone. Return both, in the order of the table above.",
        ),
        Slip(
            covariances_first,
            "Both results are right, but the wrong way round: see the order in the table above.",
        ),
        Slip(
            two_kinds_only,
            "Right for two kinds, but there may be more: the labels tell how many.",
        ),
    ],
    forbids=[
        "numpy.cov",
        "numpy.corrcoef",
        "torch.cov",
        "nnkit.GaussianClassifier",
        "nnkit.gaussian.GaussianClassifier",
    ],
)

# %% [markdown]
# ## 2. The posterior (<points:log_posterior>)
#
# If the fruit of kind $k$ are a normal cloud, a fruit at $\mathbf x$ gets from that kind the score
#
# $$s_k(\mathbf x) =
# -\tfrac12\, (\mathbf x - \boldsymbol\mu_k)^{\mathsf T}\, \Sigma_k^{-1}\, (\mathbf x - \boldsymbol\mu_k)
# - \tfrac12 \log \lvert \Sigma_k \rvert + \log p(k) ,$$
#
# where $\lvert\Sigma_k\rvert$ is the determinant, and Bayes' rule makes of all scores
#
# $$\log p(k \mid \mathbf x) = s_k(\mathbf x) - \log \sum_j e^{s_j(\mathbf x)} .$$
#
# (The density's $2\pi$ is the same in all kinds and cancels.) Two things to mind:
#
# - A fruit may lie **far from every mean**, say a melon. Then every $e^{s_j}$ is 0 in a computer, and the
#   logarithm of 0 is no answer. Yours must be right there too. (Adding the same number to all scores of a
#   fruit does not change the result.)
# - A covariance may be **singular**, flat in some direction: it has no inverse. Then `raise ValueError` with
#   a sentence that says so. Rounding hides it: the determinant comes out as $10^{-18}$, say, instead of 0,
#   and the inverse as huge nonsense without any error. So compare the determinant with what it would be
#   without correlations: here $\Sigma$ counts as singular if $\lvert\Sigma\rvert$ is at most $10^{-6}$
#   times the product of the diagonal of $\Sigma$. (A fixed bound would not do: in units a hundred times as
#   large, metres for centimetres, the determinant of a perfectly good $2 \times 2$ covariance is $10^{-8}$ of
#   what it was.)
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x` | `(N, d)` | → | $\log p(k \mid \mathbf x)$ | `(N, K)` |
# | `means` | `(K, d)` | | | |
# | `covariances` | `(K, d, d)` | | | |
# | `priors` | `(K,)` | | | |


# %% solution="log_posterior"
def log_posterior(x, means, covariances, priors):
    """Return log p(k | x), (N, K), for a batch x (N, d); raise ValueError if a covariance is singular."""
    ### BEGIN SOLUTION
    scores = []
    for mean, covariance, prior in zip(means, covariances, priors, strict=True):
        determinant = np.linalg.det(covariance)
        if determinant <= 1e-6 * np.prod(np.diag(covariance)):
            raise ValueError("a covariance is singular, so it has no inverse")
        apart = x - mean
        squares = np.sum(apart @ np.linalg.inv(covariance) * apart, axis=1)
        scores.append(np.log(prior) - (squares + np.log(determinant)) / 2)
    scores = np.stack(scores, axis=1)  # (N, K)
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# Shaded is your $p(1 \mid \mathbf x)$, with the line where it is ½ over the right one. Make pears rare: who
# wins the ground between the clouds? And around which kind does the line bend when the pears' cloud is small,
# around which when it is wide?

# %% slider="log_posterior"
explore(
    log_posterior,
    check.grid("log_posterior"),
    PlaneFigure.compare(
        surface=lambda found, *_: np.exp(found[:, 1]),
        points=lambda x, means, covariances, priors: fruit(means, covariances),
    ),
)

# %% check="log_posterior"
check(log_posterior)


# %% verdict="log_posterior"
def check_regular(covariances):
    for covariance in covariances:
        if np.linalg.det(covariance) <= 1e-6 * np.prod(np.diag(covariance)):
            raise ValueError("singular")


def scored(x, means, covariances, priors, half=0.5, log_det=0.5, log_prior=np.log, inverse=np.linalg.inv):
    """The scores (N, K), with one thing or another done differently."""
    scores = []
    for mean, covariance, prior in zip(means, covariances, priors, strict=True):
        squares = np.sum((x - mean) @ inverse(covariance) * (x - mean), axis=1)
        scores.append(log_prior(prior) - half * squares - log_det * np.log(np.linalg.det(covariance)))
    return np.stack(scores, axis=1)


def normalised(scores):
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def prior_left_out(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, log_prior=lambda prior: 0))


def prior_not_logged(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, log_prior=lambda prior: prior))


def determinant_left_out(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, log_det=0))


def determinant_not_halved(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, log_det=1))


def determinant_added(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, log_det=-0.5))


def squares_not_halved(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, half=1))


def sign_lost(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, half=-0.5))


def not_inverted(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, inverse=lambda covariance: covariance))


def taken_for_deviations(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(
        scored(x, means, covariances, priors, inverse=lambda own: np.linalg.inv(own @ own), log_det=1)
    )


def correlations_ignored(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors, inverse=lambda own: np.diag(1 / np.diag(own))))


def not_normalised(x, means, covariances, priors):
    check_regular(covariances)
    return scored(x, means, covariances, priors)


def normalised_over_fruit(x, means, covariances, priors):
    check_regular(covariances)
    scores = scored(x, means, covariances, priors)
    return scores - np.logaddexp.reduce(scores, axis=0)


def normalised_over_all(x, means, covariances, priors):
    check_regular(covariances)
    scores = scored(x, means, covariances, priors)
    return scores - np.logaddexp.reduce(scores, axis=None)


def probabilities(x, means, covariances, priors):
    check_regular(covariances)
    return np.exp(normalised(scored(x, means, covariances, priors)))


def kinds_first(x, means, covariances, priors):
    check_regular(covariances)
    return normalised(scored(x, means, covariances, priors)).T


def powers_vanish(x, means, covariances, priors):
    check_regular(covariances)
    powers = np.exp(scored(x, means, covariances, priors))
    return np.log(powers / powers.sum(axis=1, keepdims=True))


def sum_vanishes(x, means, covariances, priors):
    check_regular(covariances)
    scores = scored(x, means, covariances, priors)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def one_maximum_for_all(x, means, covariances, priors):
    check_regular(covariances)
    scores = scored(x, means, covariances, priors)
    scores = scores - scores.max()
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def singular_inverted(x, means, covariances, priors):
    return normalised(scored(x, means, covariances, priors))


def bound_without_units(x, means, covariances, priors):
    if min(np.linalg.det(covariance) for covariance in covariances) <= 1e-6:
        raise ValueError("singular")
    return normalised(scored(x, means, covariances, priors))


def pseudo_inverted(x, means, covariances, priors):
    return normalised(scored(x, means, covariances, priors, inverse=np.linalg.pinv))


def drawn_covariance(rng, d=2):
    """One that is aslant and far from singular."""
    factor = rng.normal(size=(d, d))
    return factor @ factor.T / d + np.diag(rng.uniform(0.3, 1, size=d))


def drawn_priors(rng, classes):
    priors = rng.permutation(np.linspace(1, 3, classes)) * rng.uniform(0.8, 1.2, size=classes)
    return priors / priors.sum()


def drawn_clouds(rng, classes=2, d=2):
    """Means, covariances and priors, all different."""
    means = rng.normal(scale=2, size=(classes, d))
    return means, np.array([drawn_covariance(rng, d) for _ in range(classes)]), drawn_priors(rng, classes)


def draw_equal(rng):
    means, covariances, _ = drawn_clouds(rng)
    return rng.normal(size=(rng.integers(2, 8), 2)), means, covariances[[0, 0]], np.array([0.5, 0.5])


def draw_priors(rng):
    means, covariances, priors = drawn_clouds(rng)
    return rng.normal(size=(rng.integers(2, 8), 2)), means, covariances[[0, 0]], priors


def draw_covariances(rng):
    means, covariances, _ = drawn_clouds(rng)
    stretched = covariances * np.array([[[1.0]], [[rng.uniform(2, 5)]]])
    return rng.normal(size=(rng.integers(1, 8), 2)), means, stretched, np.array([0.5, 0.5])


def draw_many(rng):
    classes, d = int(rng.integers(3, 5)), int(rng.choice([1, 3, 4]))
    return rng.normal(size=(5, d)), *drawn_clouds(rng, classes, d)


def draw_scaled(rng):
    means, covariances, priors = drawn_clouds(rng)
    if rng.random() < 0.5:
        away = rng.choice([-90, 90], size=2) * np.array([[1], [1], [1], [rng.choice([0, 1])]])
        return rng.normal(size=(4, 2)) + away, means, covariances, priors
    unit = rng.choice([1e-2, 1e-4])
    return unit * rng.normal(size=(4, 2)), unit * means, unit**2 * covariances, priors


def draw_singular(rng):
    means, covariances, priors = drawn_clouds(rng)
    along = rng.choice([-1, 1], size=2) * rng.uniform(0.3, 2, size=2)
    covariances[rng.integers(2)] = np.outer(along, along)
    unit = rng.choice([1, 0.01])
    return unit * rng.normal(size=(3, 2)), unit * means, unit**2 * covariances, priors


aslant = np.array([[1.0, 0.5], [0.5, 1.0]])
apart = np.array([[-1.0, -0.5], [1.0, 0.5]])
some = np.array([[0.0, 0.0], [1.0, -1.0], [-2.0, 0.5]])
halves = np.array([0.5, 0.5])
flat = np.outer([0.1, 0.3], [0.1, 0.3])  # rounding: the determinant is 2e-19
tiny = np.outer([0.001, 0.007], [0.001, 0.007])  # 1e-26
nearly_flat = np.array([[1.0, 1 - 1e-8], [1 - 1e-8, 1.0]])  # the determinant is 2e-8, in other units large
three = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])

task = Task(
    reference=log_posterior,
    parts={
        "equal priors, one covariance for all": [
            (some, apart, np.array([np.eye(2), np.eye(2)]), halves),
            (some, apart, np.array([aslant, aslant]), halves),
        ],
        "priors that differ": [
            (some, apart, np.array([aslant, aslant]), np.array([0.75, 0.25])),
            (some[1:2], apart, np.array([aslant, aslant]), np.array([0.1, 0.9])),
        ],
        "covariances that differ": [
            (some, apart, np.array([aslant, np.diag([2.0, 4.0])]), halves),
            (some[:1], apart, np.array([np.eye(2) / 4, aslant]), halves),
        ],
        "any number of kinds and measurements": [
            (
                np.array([[0.5], [-2.0]]),
                np.array([[0.0], [1.0]]),
                np.array([[[1.0]], [[4.0]]]),
                np.array([0.25, 0.75]),
            ),
            (some, three, np.array([aslant, np.eye(2), 2 * aslant]), np.array([0.5, 0.3, 0.2])),
        ],
        "far from every mean, and small units": [
            (
                np.array([[60.0, 40.0], [-50.0, 70.0]]),
                apart,
                np.array([aslant, np.diag([2.0, 4.0])]),
                np.array([0.75, 0.25]),
            ),
            (
                np.array([[0.5, -1.0], [60.0, 40.0]]),
                apart,
                np.array([aslant, np.diag([2.0, 4.0])]),
                halves,
            ),
            (some / 100, apart / 100, np.array([aslant, np.eye(2)]) / 1e4, np.array([0.75, 0.25])),
            (some / 1e4, apart / 1e4, np.array([aslant, np.eye(2)]) / 1e8, np.array([0.75, 0.25])),
        ],
        "a singular covariance": [
            (some, apart, np.array([aslant, flat]), halves),
            (some, apart, np.array([np.diag([1.0, 0.0]), aslant]), halves),
            (some / 100, apart / 100, np.array([tiny, aslant / 1e4]), halves),
            (100 * some, 100 * apart, 1e4 * np.array([nearly_flat, aslant]), halves),
        ],
    },
    draw={
        "equal priors, one covariance for all": draw_equal,
        "priors that differ": draw_priors,
        "covariances that differ": draw_covariances,
        "any number of kinds and measurements": draw_many,
        "far from every mean, and small units": draw_scaled,
        "a singular covariance": draw_singular,
    },
    grid=(
        np.column_stack([np.tile(np.linspace(-3, 3, 21), 21), np.repeat(np.linspace(-3, 3, 21), 21)]),
        apart,
        Slider(
            "spread of pears",
            [0.5, 0.75, 1.0, 1.25, 1.5],
            lambda s: np.array([np.eye(2), s**2 * aslant]),
            start=0.5,
        ),
        Slider("p(1)", [0.1, 0.3, 0.5, 0.7, 0.9], lambda p: np.array([1 - p, p]), start=0.3),
    ),
    slips=[
        Slip(
            prior_left_out,
            "The prior is left out, so for you a rare kind is as likely as a common one. Which term of the "
            "score knows how common a kind is?",
        ),
        Slip(
            prior_not_logged,
            "You add the prior itself to the score. Bayes' rule multiplies by it: what does that become "
            "among logarithms?",
        ),
        Slip(
            determinant_left_out,
            "The determinant is left out. A wide cloud is thin everywhere, and it is this term that makes "
            "it so: without it the kind with the larger covariance gets too much.",
        ),
        Slip(
            determinant_not_halved,
            "The logarithm of the determinant counts double: what stands before it in the formula? (The "
            "density has a root there.)",
        ),
        Slip(
            determinant_added,
            "The logarithm of the determinant has the wrong sign: a wide cloud is thin everywhere, so its "
            "score is lower.",
        ),
        Slip(
            squares_not_halved,
            "The factor ½ before the squares is missing, so every fruit counts as farther from the means "
            "than it is.",
        ),
        Slip(
            sign_lost,
            "The squares have the wrong sign: for you a kind becomes more likely the farther its mean is.",
        ),
        Slip(
            not_inverted,
            "You multiply by Σ where its inverse stands in the formula, so a deviation counts most where "
            "the cloud is widest. It should count least there.",
        ),
        Slip(
            taken_for_deviations,
            "You square the covariance, as if it were a standard deviation σ. A covariance already holds "
            "squares, σ²: it goes into the formula as it is.",
        ),
        Slip(
            correlations_ignored,
            "You use the variances alone, so every cloud lies straight. What stands beside the diagonal of "
            "Σ counts too: invert the whole matrix.",
        ),
        Slip(
            not_normalised,
            "These are the scores, and their powers do not add up to 1. What does the second formula take "
            "away from each?",
        ),
        Slip(
            normalised_over_fruit,
            "You sum over the fruit, so how likely one is depends on the others in the batch. The sum runs "
            "over the kinds: which axis is that?",
        ),
        Slip(
            normalised_over_all,
            "You sum over the whole table. Each fruit (row) has a sum of its own, over the kinds.",
        ),
        Slip(
            probabilities,
            "You return the probabilities, and the task wants their logarithms, which still tell something "
            "where a probability is too small for a computer.",
        ),
        Slip(
            kinds_first,
            "The values are right, but rows and columns are exchanged: a row for each fruit, a column for "
            "each kind.",
        ),
        Slip(
            powers_vanish,
            "Right near the means. Far away all your powers become 0, and 0/0 is nan. Stay with the "
            "scores: which number may be taken away from all of them first?",
        ),
        Slip(
            sum_vanishes,
            "Right near the means. Far away every power in your sum becomes 0, and its logarithm −∞. Which "
            "number may be taken away from all scores of a fruit first?",
        ),
        Slip(
            one_maximum_for_all,
            "Right as long as all fruit lie equally far away. You take the largest score of *all* fruit from "
            "each, and beside a fruit near the means the powers of a far one become 0 again. Which largest "
            "score matters for one fruit?",
        ),
        Slip(
            singular_inverted,
            "All is right but the singular covariance: rounding gives it a tiny determinant and a huge, "
            "meaningless inverse, and no error tells you. Look at the determinant first, as the task says.",
        ),
        Slip(
            bound_without_units,
            "You refuse covariances that are fine, only small: in metres every determinant is tiny. "
            "Compare it with the product of the diagonal, which shrinks alike.",
        ),
        Slip(
            pseudo_inverted,
            "`pinv` always returns something, also for a singular covariance, and the density still has no "
            "value there. Look at the determinant first and `raise ValueError(...)`.",
        ),
    ],
    forbids=[
        "nnkit.GaussianClassifier",
        "nnkit.gaussian.GaussianClassifier",
        "scipy.stats.multivariate_normal",
        "scipy.stats.norm",
        "torch.distributions.MultivariateNormal",
        "torch.distributions.Normal",
    ],
)

# %% [markdown]
# ## 3. One covariance for both: a line (<points:shared_boundary>)
#
# Now two kinds that share one $\Sigma$. In the difference of their scores the squares cancel:
#
# $$z = \log \frac{p(1 \mid \mathbf x)}{p(0 \mid \mathbf x)} = \mathbf w \cdot \mathbf x + b, \qquad
# \mathbf w = \Sigma^{-1} (\boldsymbol\mu_1 - \boldsymbol\mu_0),$$
#
# $$b = \tfrac12 \bigl( \boldsymbol\mu_0 \cdot \Sigma^{-1} \boldsymbol\mu_0
# - \boldsymbol\mu_1 \cdot \Sigma^{-1} \boldsymbol\mu_1 \bigr)
# + \log \frac{p(1)}{p(0)}$$
#
# The boundary is where $z = 0$: a line. From here on no covariance is singular.
#
# | argument | shape | | result, a tuple | shape |
# |---|---|---|---|---|
# | `means` | `(2, d)` | → | `weight` | `(d,)` |
# | `covariance` | `(d, d)` | | `bias` | a number |
# | `priors` | `(2,)` | | | |


# %% solution="shared_boundary"
def shared_boundary(means, covariance, priors):
    """Return (weight (d,), bias) of the log-odds w·x + b of two kinds with one covariance."""
    ### BEGIN SOLUTION
    inverse = np.linalg.inv(covariance)
    weight = inverse @ (means[1] - means[0])
    squares = [mean @ inverse @ mean for mean in means]
    return weight, (squares[0] - squares[1]) / 2 + np.log(priors[1] / priors[0])
    ### END SOLUTION


# %% [markdown]
# Which slider only shifts the line, and which turns it? When does the arrow $\mathbf w$ point from mean to
# mean?

# %% slider="shared_boundary"
explore(
    shared_boundary,
    check.grid("shared_boundary"),
    PlaneFigure.compare(
        line=lambda found, *_: (*found[0], found[1]),
        points=lambda means, covariance, priors: fruit(means, [covariance, covariance]),
    ),
)

# %% check="shared_boundary"
check(shared_boundary)


# %% verdict="shared_boundary"
def line_between(means, inverse, odds, half=0.5):
    """w and b with this inverse and this term of the priors."""
    squares = [mean @ inverse @ mean for mean in means]
    return inverse @ (means[1] - means[0]), half * (squares[0] - squares[1]) + odds


def line_prior_left_out(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance), 0)


def line_prior_sign(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance), np.log(priors[0] / priors[1]))


def line_odds_not_logged(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance), priors[1] / priors[0])


def line_prior_in_both(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance), np.log(priors[1]))


def line_not_halved(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance), np.log(priors[1] / priors[0]), half=1)


def line_bias_sign(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance), np.log(priors[1] / priors[0]), half=-0.5)


def line_covariance_ignored(means, covariance, priors):
    return line_between(means, np.eye(len(covariance)), np.log(priors[1] / priors[0]))


def line_not_inverted(means, covariance, priors):
    return line_between(means, covariance, np.log(priors[1] / priors[0]))


def line_entries_inverted(means, covariance, priors):
    return line_between(means, 1 / covariance, np.log(priors[1] / priors[0]))


def line_correlations_ignored(means, covariance, priors):
    return line_between(means, np.diag(1 / np.diag(covariance)), np.log(priors[1] / priors[0]))


def line_taken_for_deviations(means, covariance, priors):
    return line_between(means, np.linalg.inv(covariance @ covariance), np.log(priors[1] / priors[0]))


def line_kinds_swapped(means, covariance, priors):
    weight, bias = shared_boundary(means, covariance, priors)
    return -weight, -bias


def line_bias_first(means, covariance, priors):
    weight, bias = shared_boundary(means, covariance, priors)
    return bias, weight


def line_squares_left_out(means, covariance, priors):
    return shared_boundary(means, covariance, priors)[0], np.log(priors[1] / priors[0])


def line_weight_mean(means, covariance, priors):
    return np.linalg.inv(covariance) @ (means[1] + means[0]), shared_boundary(means, covariance, priors)[1]


def draw_shared(rng, d=2):
    means, covariances, priors = drawn_clouds(rng, 2, d)
    return means, covariances[0], priors


def draw_straight(rng):
    means, covariance, _ = draw_shared(rng)
    return means, np.diag(np.diag(covariance)), halves


task = Task(
    reference=shared_boundary,
    parts={
        "equal priors, no correlation": [
            (np.array([[0.0, 0.0], [2.0, 1.0]]), np.diag([2.0, 0.5]), halves),
            (np.array([[1.0, -0.5], [-1.0, 2.0]]), np.diag([0.25, 4.0]), halves),
        ],
        "measurements that are correlated": [
            (apart + 1, aslant, halves),
            (np.array([[1.0, 0.0], [2.0, 2.0]]), np.array([[2.0, -1.0], [-1.0, 1.0]]), halves),
        ],
        "priors that differ": [
            (apart + 1, aslant, np.array([0.75, 0.25])),
            (apart[::-1] + 0.5, aslant, np.array([0.1, 0.9])),
        ],
        "any number of measurements": [
            (np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([0.4, 0.6])),
            (np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]), np.eye(3) + 0.5, np.array([0.6, 0.4])),
        ],
    },
    draw={
        "equal priors, no correlation": draw_straight,
        "measurements that are correlated": lambda rng: (*draw_shared(rng)[:2], halves),
        "priors that differ": draw_shared,
        "any number of measurements": lambda rng: draw_shared(rng, int(rng.choice([1, 3, 4]))),
    },
    grid=(
        apart,
        Slider(
            "correlation",
            [-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75],
            lambda r: np.array([[1, r], [r, 1]]),
            start=0.5,
        ),
        Slider("p(1)", [0.1, 0.3, 0.5, 0.7, 0.9], lambda p: np.array([1 - p, p]), start=0.3),
    ),
    slips=[
        Slip(
            line_prior_left_out,
            "The prior is left out: your line lies the same however rare a kind is. Which term of b shifts "
            "it?",
        ),
        Slip(
            line_prior_sign,
            "The priors' term has the wrong sign: when pears become common, z must grow everywhere. Which "
            "prior is above the fraction line?",
        ),
        Slip(
            line_odds_not_logged,
            "You add the ratio of the priors itself. With equal priors it is 1, and the line should not be "
            "shifted then: what does the formula do to it?",
        ),
        Slip(
            line_prior_in_both,
            "Only the prior of kind 1 is in your b. The other kind has one too, and with equal priors the "
            "two must cancel.",
        ),
        Slip(
            line_not_halved,
            "The factor ½ in b is missing. With equal priors the line runs through the middle between the "
            "means: is z = 0 there?",
        ),
        Slip(
            line_bias_sign,
            "The squares in b have the wrong sign. With equal priors the line runs through the middle "
            "between the means: is z = 0 there?",
        ),
        Slip(
            line_covariance_ignored,
            "You leave Σ out: that is right for round clouds of size 1 only. The inverse of Σ stands in w "
            "and in b.",
        ),
        Slip(
            line_not_inverted,
            "You multiply by Σ where its inverse stands in the formula, so what varies most counts most. "
            "It should count least.",
        ),
        Slip(
            line_entries_inverted,
            "`1 / covariance` divides entry by entry, and that is not the inverse of a matrix. The inverse "
            "is the matrix that makes 1s on the diagonal and 0s elsewhere when multiplied with Σ.",
        ),
        Slip(
            line_correlations_ignored,
            "You use the variances alone, so the correlation never turns your line. Invert the whole matrix.",
        ),
        Slip(
            line_taken_for_deviations,
            "You square the covariance before you invert it, as if it were a standard deviation σ. A "
            "covariance already holds squares, σ².",
        ),
        Slip(
            line_kinds_swapped,
            "Your z is that of kind 0 against kind 1: all signs are the wrong way round. The same line, "
            "but the pears on the wrong side of it.",
        ),
        Slip(
            line_bias_first,
            "Both results are right, but the wrong way round: see the order in the table above.",
        ),
        Slip(
            line_squares_left_out,
            "The weights are right. In b the squares of the means are missing, so your line, with equal "
            "priors, always goes through the origin.",
        ),
        Slip(
            line_weight_mean,
            "The bias is right. In w you add the means, and the formula takes one from the other: w has to "
            "do with where the kinds differ.",
        ),
    ],
    forbids=[
        "nnkit.GaussianClassifier",
        "nnkit.gaussian.GaussianClassifier",
    ],
)

# %% [markdown]
# ## 4. A covariance for each: a quadric (<points:separate_boundary>)
#
# With a covariance for each kind the squares stay, and so do the determinants. Take the difference of the
# scores of task 2, multiply out, and collect what belongs to each power of $\mathbf x$:
#
# $$z = s_1(\mathbf x) - s_0(\mathbf x) = \mathbf x \cdot A\, \mathbf x + \mathbf b \cdot \mathbf x + c,
# \qquad A = \tfrac12 \bigl( \Sigma_0^{-1} - \Sigma_1^{-1} \bigr)$$
#
# What $\mathbf b$ and $c$ are is for you to find, with pen and paper first. ($\Sigma$ is symmetric, so
# $\mathbf x \cdot \Sigma^{-1} \boldsymbol\mu = \boldsymbol\mu \cdot \Sigma^{-1} \mathbf x$. Where both
# covariances are the same, $\mathbf b$ and $c$ must be the $\mathbf w$ and $b$ of task 3.) The boundary is
# where $z = 0$: an ellipse, a parabola, a hyperbola, or lines.
#
# | argument | shape | | result, a tuple | shape |
# |---|---|---|---|---|
# | `means` | `(2, d)` | → | `A` | `(d, d)` |
# | `covariances` | `(2, d, d)` | | `b` | `(d,)` |
# | `priors` | `(2,)` | | `c` | a number |


# %% solution="separate_boundary"
def separate_boundary(means, covariances, priors):
    """Return (A (d, d), b (d,), c) of the log-odds x·A x + b·x + c of two kinds with a covariance each."""
    ### BEGIN SOLUTION
    inverses = np.linalg.inv(covariances)
    slopes = [inverse @ mean for inverse, mean in zip(inverses, means, strict=True)]
    scales = np.log(priors) - np.log(np.linalg.det(covariances)) / 2
    constants = scales - np.sum(means * slopes, axis=1) / 2
    return (inverses[0] - inverses[1]) / 2, slopes[1] - slopes[0], constants[1] - constants[0]
    ### END SOLUTION


# %% [markdown]
# Shaded is your $z$, with the line where it is 0 over the right one. Stretch the pears' cloud sideways: at
# which settings is the boundary an ellipse, at which a hyperbola, and what is special about the one between?

# %% slider="separate_boundary"
PLACES = PlaneFigure.grid(25)

explore(
    separate_boundary,
    check.grid("separate_boundary"),
    PlaneFigure.compare(
        surface=lambda found, *_: np.sum(PLACES @ found[0] * PLACES, axis=1) + PLACES @ found[1] + found[2],
        points=lambda means, covariances, priors: fruit(means, covariances),
        level=0,
        levels=[-4, -3, -2, -1, 0, 1, 2, 3, 4],
    ),
)

# %% check="separate_boundary"
check(separate_boundary)


# %% verdict="separate_boundary"
def quadric(means, covariances, priors, half=0.5, log_det=0.5, squares=0.5, inverse=np.linalg.inv, odds=None):
    """A, b, c with one thing or another done differently."""
    first, second = inverse(covariances[0]), inverse(covariances[1])
    determinants = np.linalg.det(covariances)
    odds = np.log(priors[1] / priors[0]) if odds is None else odds
    c = squares * (means[0] @ first @ means[0] - means[1] @ second @ means[1]) + odds
    b = second @ means[1] - first @ means[0]
    return half * (first - second), b, c + log_det * np.log(determinants[0] / determinants[1])


def quadric_prior_left_out(means, covariances, priors):
    return quadric(means, covariances, priors, odds=0)


def quadric_prior_sign(means, covariances, priors):
    return quadric(means, covariances, priors, odds=np.log(priors[0] / priors[1]))


def quadric_determinants_left_out(means, covariances, priors):
    return quadric(means, covariances, priors, log_det=0)


def quadric_determinants_not_halved(means, covariances, priors):
    return quadric(means, covariances, priors, log_det=1)


def quadric_determinants_sign(means, covariances, priors):
    return quadric(means, covariances, priors, log_det=-0.5)


def quadric_not_halved(means, covariances, priors):
    return quadric(means, covariances, priors, half=1)


def quadric_turned(means, covariances, priors):
    return quadric(means, covariances, priors, half=-0.5)


def quadric_constant_not_halved(means, covariances, priors):
    return quadric(means, covariances, priors, squares=1)


def quadric_constant_sign(means, covariances, priors):
    return quadric(means, covariances, priors, squares=-0.5)


def quadric_constant_without_means(means, covariances, priors):
    return quadric(means, covariances, priors, squares=0)


def quadric_not_inverted(means, covariances, priors):
    return quadric(means, covariances, priors, inverse=lambda covariance: covariance)


def quadric_correlations_ignored(means, covariances, priors):
    return quadric(means, covariances, priors, inverse=lambda own: np.diag(1 / np.diag(own)))


def quadric_taken_for_deviations(means, covariances, priors):
    return quadric(means, covariances, priors, inverse=lambda own: np.linalg.inv(own @ own), log_det=1)


def quadric_all_halved(means, covariances, priors):
    A, b, c = separate_boundary(means, covariances, priors)
    return A, b / 2, c


def quadric_slope_sign(means, covariances, priors):
    A, b, c = separate_boundary(means, covariances, priors)
    return A, -b, c


def quadric_kinds_swapped(means, covariances, priors):
    A, b, c = separate_boundary(means, covariances, priors)
    return -A, -b, -c


def quadric_pooled(means, covariances, priors):
    return np.zeros_like(covariances[0]), *shared_boundary(means, np.mean(covariances, axis=0), priors)


def draw_quadric(rng, d=2):
    means, covariances, priors = drawn_clouds(rng, 2, d)
    return means, covariances * np.array([[[1.0]], [[rng.uniform(2, 5)]]]), priors


def draw_same(rng):
    means, covariances, priors = drawn_clouds(rng)
    return means, covariances[[1, 1]], priors


task = Task(
    reference=separate_boundary,
    parts={
        "equal priors": [
            (apart + 1, np.array([np.eye(2), 4 * np.eye(2)]), halves),
            (apart + 1, np.array([aslant, np.diag([2.0, 0.25])]), halves),
        ],
        "priors that differ": [
            (apart + 1, np.array([aslant, np.diag([2.0, 0.25])]), np.array([0.75, 0.25])),
            (apart[::-1] + 0.5, np.array([np.eye(2) / 4, aslant]), np.array([0.1, 0.9])),
        ],
        "the same covariance twice: A is 0": [
            (apart + 1, np.array([aslant, aslant]), np.array([0.75, 0.25]))
        ],
        "any number of measurements": [
            (np.array([[1.0], [3.0]]), np.array([[[4.0]], [[1.0]]]), np.array([0.4, 0.6])),
            (
                np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]),
                np.array([np.eye(3) + 0.5, np.diag([1.0, 2.0, 4.0])]),
                np.array([0.6, 0.4]),
            ),
        ],
    },
    draw={
        "equal priors": lambda rng: (*draw_quadric(rng)[:2], halves),
        "priors that differ": draw_quadric,
        "the same covariance twice: A is 0": draw_same,
        "any number of measurements": lambda rng: draw_quadric(rng, int(rng.choice([1, 3, 4]))),
    },
    grid=(
        apart / 2,
        [
            np.eye(2),
            Slider(
                "pears: variance of x1",
                [0.25, 0.5, 1.0, 2.0, 4.0],
                lambda v: np.array([[v, 0.0], [0.0, 0.5]]),
                start=0.5,
            ),
        ],
        Slider("p(1)", [0.1, 0.3, 0.5, 0.7, 0.9], lambda p: np.array([1 - p, p]), start=0.3),
    ),
    slips=[
        Slip(
            quadric_prior_left_out,
            "The prior is left out of c, so the boundary stays where it is however rare a kind is. Which "
            "term of the score knows that?",
        ),
        Slip(
            quadric_prior_sign,
            "The priors' term in c has the wrong sign: when pears become common, z must grow everywhere.",
        ),
        Slip(
            quadric_determinants_left_out,
            "The determinants are left out of c. In task 3 they cancelled; here each kind has its own: "
            "look at the second term of the score.",
        ),
        Slip(
            quadric_determinants_not_halved,
            "The determinants' term in c counts double: what stands before the logarithm in the score?",
        ),
        Slip(
            quadric_determinants_sign,
            "The determinants' term in c has the wrong sign: a wide cloud is thin everywhere. If the "
            "pears' is the wider one, must z be higher or lower for that?",
        ),
        Slip(
            quadric_not_halved,
            "A is twice what it should be: what stands before the squares in the score?",
        ),
        Slip(
            quadric_turned,
            "A has the wrong sign. Far away from both means the wider cloud wins: if that is the pears', "
            "must x·A x be positive or negative?",
        ),
        Slip(
            quadric_constant_not_halved,
            "In c the squares of the means count double: what stands before the squares in the score?",
        ),
        Slip(
            quadric_constant_sign,
            "In c the squares of the means have the wrong sign. Put x = 0 into the difference of the "
            "scores: what is left?",
        ),
        Slip(
            quadric_constant_without_means,
            "In c the means are missing. Put x = 0 into the difference of the scores: what is left of the "
            "squares?",
        ),
        Slip(
            quadric_not_inverted,
            "You use Σ where its inverse stands in the score.",
        ),
        Slip(
            quadric_correlations_ignored,
            "You use the variances alone, so your boundary never lies aslant. Invert the whole matrices.",
        ),
        Slip(
            quadric_taken_for_deviations,
            "You square the covariances, as if they were standard deviations σ. A covariance already holds "
            "squares, σ².",
        ),
        Slip(
            quadric_all_halved,
            "b is half of what it should be: when the square is multiplied out, how often does the mixed "
            "product of x and the mean occur?",
        ),
        Slip(
            quadric_slope_sign,
            "b has the wrong sign: when the square of x − μ is multiplied out, the mixed products get a "
            "minus, and before the whole stands another.",
        ),
        Slip(
            quadric_kinds_swapped,
            "Your z is that of kind 0 against kind 1: all signs are the wrong way round. The same "
            "boundary, but the pears on the wrong side of it.",
        ),
        Slip(
            quadric_pooled,
            "You take the mean of the two covariances, and what you get is a line. Here each kind keeps "
            "its own.",
        ),
    ],
    forbids=[
        "nnkit.GaussianClassifier",
        "nnkit.gaussian.GaussianClassifier",
    ],
)

# %% [markdown]
# ## 5. A neuron without training (<points:neuron_from_points>)
#
# Since $z = \mathbf w \cdot \mathbf x + b$ is the log-odds, $p(1 \mid \mathbf x) = \sigma(z)$ with the
# sigmoid σ: the Gaussian model with one covariance **is** a logistic neuron. So its weights can be read off
# a day's fruit, without a single training step. From the fruit of both kinds take
#
# - the means,
# - the priors: the shares of the kinds, $p(k) = N_k / N$,
# - the one covariance, each fruit seen from the mean of **its own** kind:
#   $$\Sigma = \frac1N \sum_n
#   (\mathbf x_n - \boldsymbol\mu_{k_n})(\mathbf x_n - \boldsymbol\mu_{k_n})^{\mathsf T}
#   = \frac{N_0}{N}\, \Sigma_0 + \frac{N_1}{N}\, \Sigma_1$$
#
# (again with N, not N − 2), and return the weight and bias of the neuron.
#
# | argument | shape | | result, a tuple | shape |
# |---|---|---|---|---|
# | `x` | `(N, d)` | → | `weight` | `(d,)` |
# | `target` | `(N,)`, each 0 or 1 | | `bias` | a number |


# %% solution="neuron_from_points"
def neuron_from_points(x, target):
    """Return (weight (d,), bias) of the neuron that is the Gaussian model of x (N, d) with one covariance."""
    ### BEGIN SOLUTION
    means, covariances = class_statistics(x, target)
    priors = np.bincount(target) / len(target)
    return shared_boundary(means, np.tensordot(priors, covariances, 1), priors)
    ### END SOLUTION


# %% [markdown]
# Move one pear out to the right, where nobody would take it for an apple. Should that change where the line
# runs? Does it? (A neuron that is trained hardly minds such a pear: which of the two models must explain
# where it lies?)

# %% slider="neuron_from_points"
explore(
    neuron_from_points,
    check.grid("neuron_from_points"),
    PlaneFigure.compare(
        line=lambda found, x, target: (*found[0], found[1]),
        points=lambda x, target: np.column_stack([x, target]),
        xlim=[-3, 6],
        ylim=[-4.5, 4.5],
    ),
)

# %% check="neuron_from_points"
check(neuron_from_points)


# %% verdict="neuron_from_points"
def counted(target):
    return np.bincount(target) / len(target)


def spread_of_all(x, target):
    means, _ = class_statistics(x, target)
    return shared_boundary(means, scatter(x, x.mean(axis=0)) / len(x), counted(target))


def plain_average(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, covariances.mean(axis=0), counted(target))


def shares_crossed(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, np.tensordot(counted(target)[::-1], covariances, 1), counted(target))


def covariances_added(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, covariances.sum(axis=0), counted(target))


def first_covariance(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, covariances[0], counted(target))


def second_covariance(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, covariances[1], counted(target))


def two_less(x, target):
    means, covariances = class_statistics(x, target)
    pooled = np.tensordot(counted(target), covariances, 1) * len(x) / (len(x) - 2)
    return shared_boundary(means, pooled, counted(target))


def products_added(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, np.tensordot(np.bincount(target), covariances, 1), counted(target))


def equally_common(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, np.tensordot(counted(target), covariances, 1), halves)


def priors_the_other_way(x, target):
    means, covariances = class_statistics(x, target)
    return shared_boundary(means, np.tensordot(counted(target), covariances, 1), counted(target)[::-1])


def neuron_of_apples(x, target):
    weight, bias = neuron_from_points(x, target)
    return -weight, -bias


def neuron_bias_first(x, target):
    weight, bias = neuron_from_points(x, target)
    return bias, weight


def spread(rng, counts, d=2):
    """Fruit of two kinds whose clouds differ, far enough from flat."""
    target = rng.permutation(np.repeat([0, 1], counts))
    scale = np.array([1.0, rng.uniform(2, 3)])[target, np.newaxis]
    return rng.normal(size=(len(target), d)) * scale + rng.normal(size=(2, d))[target], target


task = Task(
    reference=neuron_from_points,
    parts={
        "as many of each kind": [
            (day, kinds),
            (day[[0, 5, 1, 6, 7, 2]] * [1.0, 2.0], np.array([0, 1, 0, 1, 1, 0])),
        ],
        "more of one kind": [
            (day[:8], np.array([0, 0, 0, 0, 0, 1, 1, 1])),
            (day[2:], np.array([0, 1, 0, 1, 1, 1, 1, 1])),
        ],
        "a kind with a single fruit": [(day[:6], kinds[:6]), (day[4:], kinds[4:])],
        "any number of measurements": [
            (np.array([[1.0], [4.0], [2.0], [6.0], [3.0]]), np.array([0, 1, 0, 1, 0])),
            (np.arange(24.0).reshape(8, 3) ** 2 % 7, np.array([0, 1, 1, 0, 1, 0, 1, 1])),
        ],
    },
    draw={
        "as many of each kind": lambda rng: spread(rng, [int(rng.integers(5, 12))] * 2),
        "more of one kind": lambda rng: spread(
            rng, rng.permutation([rng.integers(4, 7), rng.integers(9, 15)])
        ),
        "a kind with a single fruit": lambda rng: spread(rng, rng.permutation([1, rng.integers(6, 12)])),
        "any number of measurements": lambda rng: spread(
            rng, rng.permutation([rng.integers(6, 8), rng.integers(9, 15)]), int(rng.choice([1, 3]))
        ),
    },
    grid=(
        Slider(
            "x1 of a pear",
            [1.0, 2.0, 3.0, 4.0, 5.0],
            lambda x1: np.concatenate([day[2:-1], [[x1, 0.0]]]),
            start=4.0,
        ),
        kinds[2:],
    ),
    slips=[
        Slip(
            spread_of_all,
            "Your covariance is that of all fruit around one common mean, so the distance between the "
            "kinds is counted as spread. See each fruit from the mean of its own kind.",
        ),
        Slip(
            plain_average,
            "You take the plain mean of the two covariances, as if there were as many of each kind. How "
            "much does a kind with few fruit count in the sum over all fruit?",
        ),
        Slip(
            shares_crossed,
            "In the covariance the shares are crossed: each kind's covariance has the other kind's share.",
        ),
        Slip(
            covariances_added,
            "You add the two covariances. The shared one is a mean of them, weighted by the shares.",
        ),
        Slip(
            first_covariance,
            "You take the covariance of kind 0 for both. All fruit have their part in the shared one.",
        ),
        Slip(
            second_covariance,
            "You take the covariance of kind 1 for both. All fruit have their part in the shared one.",
        ),
        Slip(
            two_less,
            "You divide by N − 2. That is right on average over many days, but this task wants N, the "
            "number of fruit.",
        ),
        Slip(
            products_added,
            "You multiply by the numbers of fruit and do not divide again, so your covariance grows with "
            "every fruit. The weights in the sum are shares.",
        ),
        Slip(
            equally_common,
            "The weights of your neuron are right, but its bias takes both kinds for equally common. What "
            "are the shares in the data?",
        ),
        Slip(
            priors_the_other_way,
            "The weights of your neuron are right, but in the bias the priors are the wrong way round: the "
            "first is that of kind 0.",
        ),
        Slip(
            neuron_of_apples,
            "Your neuron answers with the probability of an apple: all signs are the wrong way round. ŷ is "
            "p(1 | x).",
        ),
        Slip(
            neuron_bias_first,
            "Both results are right, but the wrong way round: see the order in the table above.",
        ),
    ],
    forbids=[
        "nnkit.GaussianClassifier",
        "nnkit.gaussian.GaussianClassifier",
        "nnkit.fit_logistic",
        "nnkit.neuron.fit_logistic",
        "sklearn.discriminant_analysis.LinearDiscriminantAnalysis",
    ],
)

# %% [markdown]
# ## 6. How large, how many? (<points:conv_size>)
#
# Now the camera. A convolutional layer moves a window of $k \times k$ pixels over the image, $s$ pixels at a
# time (the **stride**), after a ring of $P$ zeros was put around the image (the **padding**). (So from here
# on $k$ is the side of the window, and no kind of fruit.) An image of $H$ rows gives
#
# $$H' = \Bigl\lfloor \frac{H + 2P - k}{s} \Bigr\rfloor + 1$$
#
# rows of output, where ⌊ ⌋ rounds down; columns likewise. If the window is larger than the padded image
# there is no place for it: `raise ValueError` with a sentence that says so.
#
# A layer has $O$ kernels. Each weighs all $C$ channels of the window at once and adds one bias, and it is
# the same at every place. How many numbers does the layer have to learn?
#
# | argument | what it is | | result, a tuple | |
# |---|---|---|---|---|
# | `image_shape` | the tuple `(C, H, W)` | → | $H'$ | a whole number |
# | `out_channels` | $O$ | | $W'$ | a whole number |
# | `kernel_size` | $k$ | | how many parameters | a whole number |
# | `stride`, `padding` | $s$, $P$ | | | |


# %% solution="conv_size"
def conv_size(image_shape, out_channels, kernel_size, stride, padding):
    """Return (H', W', number of parameters); raise ValueError if the window is larger than the image."""
    ### BEGIN SOLUTION
    channels, height, width = image_shape
    if kernel_size > min(height, width) + 2 * padding:
        raise ValueError("the window is larger than the padded image")
    rows = (height + 2 * padding - kernel_size) // stride + 1
    columns = (width + 2 * padding - kernel_size) // stride + 1
    return rows, columns, out_channels * (channels * kernel_size**2 + 1)
    ### END SOLUTION


# %% [markdown]
# The thin frame is an image with 6 rows and 8 columns (row 0 is at the top). Rings are the middles of the
# right windows, dots those of yours; the square is the last window. At which settings are pixels left over at
# the edge? Which slider changes the number of parameters?

# %% slider="conv_size"
COLUMN, ROW = PlaneFigure.grid(57, [-3, 11], [-9.5, 4.5]).T
FRAME = np.maximum(np.abs(COLUMN - 3.5) - 4, np.abs(ROW + 2.5) - 3)  # 0 around 8 columns and 6 rows
SQUARE = np.array([[0, 0], [1, 0], [1, -1], [0, -1], [0, 0]])


def corner(p, q, s, P):
    """Where the window of row p and column q begins: (column, minus row)."""
    return np.array([q * s - P, P - p * s])


explore(
    conv_size,
    check.grid("conv_size"),
    PlaneFigure.compare(
        places=lambda found, shape, kernels, k, s, P: [
            [*(corner(p, q, s, P) + np.array([k - 1, 1 - k]) / 2), 1]
            for p in range(int(found[0]))
            for q in range(int(found[1]))
        ],
        path=lambda found, shape, kernels, k, s, P: (
            corner(found[0] - 1, found[1] - 1, s, P) + SQUARE * k + [-0.5, 0.5]
        ),
        ground=lambda *_: FRAME,
        levels=[0],
        dots=False,
        xlim=[-3, 11],
        ylim=[-9.5, 4.5],
        xlabel="column",
        ylabel="−row",
    ),
)

# %% check="conv_size"
check(conv_size)


# %% verdict="conv_size"
def sized(image_shape, out_channels, kernel_size, stride, padding, rounded=None, rings=2, more=1):
    """The right result, with one thing or another done differently."""
    channels, height, width = image_shape
    if kernel_size > min(height, width) + 2 * padding:
        raise ValueError("too large")
    rounded = rounded or (lambda a: int(np.floor(a)))
    sides = [rounded((side + rings * padding - kernel_size) / stride) + more for side in (height, width)]
    return *sides, out_channels * (channels * kernel_size**2 + 1)


def with_parameters(count):
    """A function that is right but for the number of parameters, count(inputs, outputs, k, rows, columns)."""

    def wrong(image_shape, out_channels, kernel_size, stride, padding):
        rows, columns, _ = conv_size(image_shape, out_channels, kernel_size, stride, padding)
        return rows, columns, count(image_shape[0], out_channels, kernel_size, rows, columns)

    return wrong


def rounded_up(*arguments):
    return sized(*arguments, rounded=lambda a: int(np.ceil(a)))


def rounded_to_nearest(*arguments):
    return sized(*arguments, rounded=round)


def not_rounded(*arguments):
    return sized(*arguments, rounded=float)


def one_too_few(*arguments):
    return sized(*arguments, more=0)


def padded_once(*arguments):
    return sized(*arguments, rings=1)


def padding_forgotten(*arguments):
    return sized(*arguments, rings=0)


def stride_forgotten(image_shape, out_channels, kernel_size, stride, padding):
    return sized(image_shape, out_channels, kernel_size, 1, padding)


def sides_swapped(*arguments):
    rows, columns, count = conv_size(*arguments)
    return columns, rows, count


def window_too_large(image_shape, out_channels, kernel_size, stride, padding):
    rows, columns = [(side + 2 * padding - kernel_size) // stride + 1 for side in image_shape[1:]]
    return rows, columns, out_channels * (image_shape[0] * kernel_size**2 + 1)


def padding_not_considered(image_shape, out_channels, kernel_size, stride, padding):
    if kernel_size > min(image_shape[1:]):
        raise ValueError("too large")
    return conv_size(image_shape, out_channels, kernel_size, stride, padding)


no_biases = with_parameters(lambda inputs, outputs, k, rows, columns: outputs * inputs * k**2)
channels_forgotten = with_parameters(lambda inputs, outputs, k, rows, columns: outputs * (k**2 + 1))
one_kernel = with_parameters(lambda inputs, outputs, k, rows, columns: inputs * k**2 + 1)
one_bias = with_parameters(lambda inputs, outputs, k, rows, columns: outputs * inputs * k**2 + 1)
bias_each_channel = with_parameters(lambda inputs, outputs, k, rows, columns: outputs * inputs * (k**2 + 1))
not_squared = with_parameters(lambda inputs, outputs, k, rows, columns: outputs * (inputs * k + 1))
not_shared = with_parameters(
    lambda inputs, outputs, k, rows, columns: outputs * (inputs * k**2 + 1) * rows * columns
)


def draw_sizes(rng, strides=(1,), paddings=(0,)):
    k = int(rng.integers(2, 6))
    height, width = (int(side) for side in rng.choice(np.arange(k + 2, 25), size=2, replace=False))
    return (
        (int(rng.integers(2, 9)), height, width),
        int(rng.integers(2, 17)),
        k,
        int(rng.choice(strides)),
        int(rng.choice(paddings)),
    )


def draw_too_large(rng):
    shape, kernels, _, stride, padding = draw_sizes(rng, (1, 2, 3), (0, 1))
    return shape, kernels, min(shape[1:]) + 2 * padding + int(rng.integers(1, 4)), stride, padding


task = Task(
    reference=conv_size,
    parts={
        "stride 1, no padding": [
            ((2, 6, 8), 4, 3, 1, 0),
            ((3, 5, 4), 2, 2, 1, 0),
            ((2, 5, 9), 3, 5, 1, 0),
        ],
        "padding": [((2, 6, 8), 4, 3, 1, 1), ((3, 4, 10), 2, 5, 1, 2), ((2, 3, 6), 5, 4, 1, 1)],
        "a larger stride": [
            ((2, 6, 8), 4, 3, 2, 0),
            ((2, 9, 12), 4, 3, 5, 0),
            ((3, 10, 7), 2, 2, 3, 1),
            ((4, 14, 6), 3, 5, 4, 2),
        ],
        "a window larger than the padded image": [
            ((2, 3, 8), 4, 4, 1, 0),
            ((2, 8, 3), 4, 6, 2, 1),
            ((1, 4, 4), 1, 9, 3, 2),
        ],
    },
    draw={
        "stride 1, no padding": draw_sizes,
        "padding": lambda rng: draw_sizes(rng, paddings=(1, 2, 3)),
        "a larger stride": lambda rng: draw_sizes(rng, (2, 3, 4, 5), (0, 1, 2)),
        "a window larger than the padded image": draw_too_large,
    },
    grid=(
        (2, 6, 8),
        4,
        Slider("k", [2, 3, 5], start=3),
        Slider("s", [1, 2, 3], start=2),
        Slider("P", [0, 1, 2], start=2),
    ),
    slips=[
        Slip(
            rounded_up,
            "You round up, so your last window hangs over the edge. A place counts only where the whole "
            "window fits.",
        ),
        Slip(
            rounded_to_nearest,
            "You round to the nearest whole number, so sometimes up: then the last window hangs over the "
            "edge. The brackets ⌊ ⌋ always round down.",
        ),
        Slip(
            not_rounded,
            "There is no half row: where the stride does not fit, your size has a fraction. What do the "
            "brackets ⌊ ⌋ mean?",
        ),
        Slip(
            one_too_few,
            "The 1 at the end is missing. The fraction counts the steps of the window: how many places has "
            "a walk of n steps?",
        ),
        Slip(
            padded_once,
            "The padding counts once in your size. It is put on both sides.",
        ),
        Slip(
            padding_forgotten,
            "The size does not change with the padding, and a ring of zeros makes room for more places of "
            "the window.",
        ),
        Slip(
            stride_forgotten,
            "Your size does not change with the stride: a window that jumps further has fewer places.",
        ),
        Slip(
            sides_swapped,
            "Rows and columns are exchanged: `image_shape` is (channels, height, width), and the height "
            "comes first in the result too.",
        ),
        Slip(
            window_too_large,
            "All is right but the window that is too large: there the formula gives a size that means "
            "nothing. Compare the window with the padded image first and `raise ValueError(...)`.",
        ),
        Slip(
            padding_not_considered,
            "You refuse windows for which there is room: it is the padded image that they must fit into.",
        ),
        Slip(
            no_biases,
            "The size is right. Among the parameters the biases are missing: how many has the layer?",
        ),
        Slip(
            channels_forgotten,
            "The size is right. In the number of parameters the channels are missing: a kernel has its own "
            "k × k weights for every channel of the image.",
        ),
        Slip(
            one_kernel,
            "The size is right. The number of parameters is that of a single kernel: how many has the layer?",
        ),
        Slip(
            one_bias,
            "The size is right. You count one bias for the whole layer, and every kernel has its own.",
        ),
        Slip(
            bias_each_channel,
            "The size is right. You count a bias for every channel of the image; a kernel adds up all "
            "channels and then one bias.",
        ),
        Slip(
            not_squared,
            "The size is right. In the number of parameters a window counts as k pixels: how many has it?",
        ),
        Slip(
            not_shared,
            "The size is right. You count new parameters for every place of the window, but the kernel is "
            "the same at all of them: that is the point of a convolution.",
        ),
    ],
    forbids=["nnkit.Conv2d", "nnkit.convolution.Conv2d", "torch.nn.Conv2d", "torch.nn.functional.conv2d"],
)

# %% [markdown]
# ## 7. The convolution (<points:conv2d>)
#
# At row $p$ and column $q$ of its output the kernel number $o$ gives
#
# $$z_{o,p,q} = b_o + \sum_{c=0}^{C-1} \sum_{i=0}^{k-1} \sum_{j=0}^{k-1}
# w_{o,c,i,j}\; x_{c,\; sp + i - P,\; sq + j - P} ,$$
#
# where a pixel outside the image is 0. The kernel lies on the image as it is and is not turned round, as in
# PyTorch.
#
# | argument | shape | | result | shape |
# |---|---|---|---|---|
# | `x` | `(C, H, W)`: one image | → | `z` | `(O, H', W')` |
# | `weight` | `(O, C, k, k)` | | | |
# | `bias` | `(O,)` | | | |
# | `stride`, `padding` | whole numbers $s$, $P$ | | | |
#
# The window always fits here.


# %% solution="conv2d"
def conv2d(x, weight, bias, stride, padding):
    """Return z (O, H', W') of one image x (C, H, W) under the kernels weight (O, C, k, k)."""
    ### BEGIN SOLUTION
    k = weight.shape[2]
    rows, columns, _ = conv_size(x.shape, len(weight), k, stride, padding)
    padded = np.pad(x, [(0, 0), (padding, padding), (padding, padding)])
    z = np.empty((len(weight), rows, columns))
    for p, q in np.ndindex(rows, columns):
        window = padded[:, stride * p : stride * p + k, stride * q : stride * q + k]
        z[:, p, q] = np.tensordot(weight, window, 3) + bias
    return z
    ### END SOLUTION


# %% [markdown]
# A pear with a bruise, which only the infrared channel sees. Which kernel finds its outline, which the
# bruise? What does a stride of 2 save, and what may it miss?

# %% slider="conv2d"
explore(
    conv2d,
    check.grid("conv2d"),
    ArrayFigure.compare(
        array=lambda z, *_: z[0],
        name="z",
        given=lambda x, weight, bias, stride, padding: {
            "red": x[0],
            "infrared": x[1],
            "kernel on red": weight[0, 0],
            "kernel on infrared": weight[0, 1],
        },
    ),
)

# %% check="conv2d"
check(conv2d)


# %% verdict="conv2d"
def convolved(x, weight, bias, stride, padding, window_at=None, mode="constant"):
    """The right result, with one thing or another done differently."""
    k = weight.shape[2]
    rows, columns, _ = conv_size(x.shape, len(weight), k, stride, padding)
    padded = np.pad(x, [(0, 0), (padding, padding), (padding, padding)], mode=mode)
    z = np.empty((len(weight), rows, columns))
    for p, q in np.ndindex(rows, columns):
        i, j = window_at(p, q) if window_at else (stride * p, stride * q)
        z[:, p, q] = np.tensordot(weight, padded[:, i : i + k, j : j + k], 3) + bias
    return z


def kernel_flipped(x, weight, bias, stride, padding):
    return convolved(x, weight[:, :, ::-1, ::-1], bias, stride, padding)


def kernel_transposed(x, weight, bias, stride, padding):
    return convolved(x, weight.transpose(0, 1, 3, 2), bias, stride, padding)


def output_transposed(x, weight, bias, stride, padding):
    return convolved(x, weight, bias, stride, padding).transpose(0, 2, 1)


def channels_not_summed(x, weight, bias, stride, padding):
    return np.stack([convolved(x[[c]], weight[:, [c]], bias, stride, padding) for c in range(len(x))], axis=1)


def one_channel_only(x, weight, bias, stride, padding):
    return convolved(x[:1], weight[:, :1], bias, stride, padding)


def last_channel_only(x, weight, bias, stride, padding):
    return convolved(x[-1:], weight[:, -1:], bias, stride, padding)


def channels_averaged(x, weight, bias, stride, padding):
    return convolved(x, weight / len(x), bias, stride, padding)


def one_kernel_for_all_channels(x, weight, bias, stride, padding):
    return convolved(x, weight[:, [0] * len(x)], bias, stride, padding)


def kernels_added(x, weight, bias, stride, padding):
    return convolved(x, weight, bias, stride, padding).sum(axis=0)


def first_kernel_only(x, weight, bias, stride, padding):
    return convolved(x, weight[:1], bias[:1], stride, padding)


def bias_left_out(x, weight, bias, stride, padding):
    return convolved(x, weight, 0 * bias, stride, padding)


def bias_with_each_channel(x, weight, bias, stride, padding):
    return convolved(x, weight, len(x) * bias, stride, padding)


def window_averaged(x, weight, bias, stride, padding):
    return convolved(x, weight / weight[0].size, bias, stride, padding)


def stride_in_size_alone(x, weight, bias, stride, padding):
    return convolved(x, weight, bias, stride, padding, window_at=lambda p, q: (p, q))


def stride_left_out(x, weight, bias, stride, padding):
    return convolved(x, weight, bias, 1, padding)


def stride_rounded_up(x, weight, bias, stride, padding):
    k, padded = weight.shape[2], np.pad(x, [(0, 0), (padding, padding), (padding, padding)])
    rows, columns = [-((k - side) // stride) + 1 for side in padded.shape[1:]]
    z = np.empty((len(weight), rows, columns))
    for p, q in np.ndindex(rows, columns):
        window = padded[:, stride * p : stride * p + k, stride * q : stride * q + k]
        z[:, p, q] = np.sum(weight * window, axis=(1, 2, 3)) + bias
    return z


def padding_left_out(x, weight, bias, stride, padding):
    return convolved(x, weight, bias, stride, 0)


def padding_after_alone(x, weight, bias, stride, padding):
    padded = np.pad(x, [(0, 0), (0, 2 * padding), (0, 2 * padding)])
    return convolved(padded, weight, bias, stride, 0)


def padding_with_the_edge(x, weight, bias, stride, padding):
    return convolved(x, weight, bias, stride, padding, mode="edge")


def padding_of_channels(x, weight, bias, stride, padding):
    padded = np.pad(x, padding)
    return convolved(padded[: len(x)], weight, bias, stride, 0)


def draw_image(rng, channels=1, kernels=1, strides=(1,), paddings=(0,)):
    k, stride = int(rng.integers(2, 4)), int(rng.choice(strides))
    height, width = rng.choice(np.arange(5, 9), size=2, replace=False)
    if stride > 1:  # no stride may fit by chance
        height, width = k + stride + 1, k + 2 * stride + 1
    return (
        rng.uniform(size=(channels, height, width)),
        rng.normal(size=(kernels, channels, k, k)),
        rng.normal(size=kernels),
        stride,
        int(rng.choice(paddings)),
    )


def several(rng):
    return int(rng.integers(2, 5))


plain = np.array(
    [
        [0.0, 0.0, 1.0, 1.0, 0.5],
        [0.0, 1.0, 1.0, 0.5, 0.0],
        [0.25, 1.0, 0.5, 0.0, 0.0],
        [1.0, 0.5, 0.0, 0.0, 1.0],
    ]
)
colours = np.array([plain, 1 - plain[::-1], plain[:, ::-1] / 2])
corners = np.array([[1.0, 2.0], [-1.0, 0.5]])
across = np.array([[-1.0, 0.0, 1.0]] * 3)
four = np.array([[corners, corners.T + 1, -corners], [corners[::-1], 2 * corners, corners - 1]])

red = np.array(
    [
        [0.0, 0.0, 1.0, 0.0, 0.0, 0.0],
        [0.0, 1.0, 1.0, 1.0, 0.0, 0.0],
        [0.0, 1.0, 1.0, 1.0, 0.0, 0.0],
        [1.0, 1.0, 1.0, 1.0, 1.0, 0.0],
        [1.0, 1.0, 1.0, 1.0, 1.0, 0.0],
        [0.0, 1.0, 1.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    ]
)
infrared = red.copy()
infrared[3:5, 2:4] = 0.25
centre = np.zeros((3, 3))
centre[1, 1] = 1.0
KERNELS = {
    "left edges": np.array([[across, across]]),
    "top edges": np.array([[-across.T, -across.T]]),
    "bruises": np.array([[centre, -centre]]),
}

task = Task(
    reference=conv2d,
    parts={
        "one channel, one kernel": [
            (plain[np.newaxis], corners[np.newaxis, np.newaxis], np.array([0.5]), 1, 0),
            (plain[np.newaxis], (across + across.T)[np.newaxis, np.newaxis], np.array([-1.0]), 1, 0),
        ],
        "several channels": [
            (colours[:2], four[:1, :2], np.array([0.25]), 1, 0),
            (colours, four[1:], np.array([-0.5]), 1, 0),
        ],
        "several kernels": [
            (colours[:1], four[:, :1], np.array([0.5, -1.0]), 1, 0),
            (colours, four, np.array([1.0, 0.25]), 1, 0),
        ],
        "a larger stride": [
            (colours, four, np.array([1.0, 0.25]), 2, 0),
            (colours[:, :, :4], four, np.array([0.5, -0.5]), 3, 0),
        ],
        "padding": [
            (colours[:, :3], four, np.array([1.0, 0.25]), 1, 1),
            (colours[:2], four[:, :2], np.array([0.5, 0.0]), 2, 2),
        ],
    },
    draw={
        "one channel, one kernel": draw_image,
        "several channels": lambda rng: draw_image(rng, several(rng)),
        "several kernels": lambda rng: draw_image(rng, several(rng), several(rng)),
        "a larger stride": lambda rng: draw_image(rng, several(rng), several(rng), (2, 3)),
        "padding": lambda rng: draw_image(rng, several(rng), several(rng), (1, 2), (1, 2)),
    },
    grid=(
        np.array([red, infrared]),
        Slider("kernel", list(KERNELS), lambda name: KERNELS[name], start="left edges"),
        np.array([0.5]),
        Slider("s", [1, 2], start=2),
        Slider("P", [0, 1], start=1),
    ),
    slips=[
        Slip(
            kernel_flipped,
            "Your kernel is turned round, as in a mathematician's convolution. Here, as in PyTorch, its "
            "top left weight belongs to the top left pixel of the window.",
        ),
        Slip(
            kernel_transposed,
            "Rows and columns of the kernel are exchanged: the index i of the weight goes with the row of "
            "the image.",
        ),
        Slip(
            output_transposed,
            "The numbers are right, but rows and columns of the output are exchanged: p counts rows and "
            "comes first.",
        ),
        Slip(
            channels_not_summed,
            "You return one output for each channel of the image. The sum over c adds them up: a kernel "
            "makes one map of all channels.",
        ),
        Slip(
            one_channel_only,
            "Only the first channel counts. The sum in the formula runs over all channels c.",
        ),
        Slip(
            last_channel_only,
            "Only the last channel counts: does each turn of a loop overwrite what the one before has "
            "found? The sum runs over all channels.",
        ),
        Slip(
            channels_averaged,
            "You take the mean over the channels, and the formula adds them up.",
        ),
        Slip(
            one_kernel_for_all_channels,
            "You weigh every channel with the weights for the first one. A kernel has k × k weights of its "
            "own for each channel.",
        ),
        Slip(
            kernels_added,
            "You add up the maps of all kernels. The sum runs over channels, not over kernels: each kernel "
            "o has a map of its own.",
        ),
        Slip(
            first_kernel_only,
            "There is a map of the first kernel only. How many kernels does `weight` hold?",
        ),
        Slip(
            bias_left_out,
            "The bias is missing: where the window sees only zeros, what is z?",
        ),
        Slip(
            bias_with_each_channel,
            "You add the bias once for every channel. It stands before the sums, so it is added once.",
        ),
        Slip(
            window_averaged,
            "You take the mean over the window, and the formula wants the sum.",
        ),
        Slip(
            stride_in_size_alone,
            "The size is right, but your windows stand side by side, one pixel apart. With stride s, where "
            "in the image does the window of row p begin?",
        ),
        Slip(
            stride_left_out,
            "The stride is left out: your window always moves by one pixel.",
        ),
        Slip(
            stride_rounded_up,
            "Your last window hangs over the edge, so it has fewer pixels than the kernel has weights. The "
            "number of places is rounded down: see task 6.",
        ),
        Slip(
            padding_left_out,
            "The padding is left out: your output is too small. The ring of zeros is put around the image "
            "first.",
        ),
        Slip(
            padding_after_alone,
            "The size is right, but all zeros stand below and on the right. The ring goes round the image, "
            "P on each side.",
        ),
        Slip(
            padding_with_the_edge,
            "You repeat the pixels at the edge. Outside the image everything is 0 here.",
        ),
        Slip(
            padding_of_channels,
            "Rows and columns are padded, but the channels too, so the kernel weighs channels that do not "
            "exist. Tell `np.pad` for each axis how much to add.",
        ),
    ],
    forbids=[
        "nnkit.Conv2d",
        "nnkit.convolution.Conv2d",
        "scipy.signal.convolve2d",
        "scipy.signal.correlate2d",
        "scipy.signal.convolve",
        "scipy.signal.correlate",
        "scipy.signal.fftconvolve",
        "scipy.ndimage.convolve",
        "scipy.ndimage.correlate",
        "torch.nn.Conv2d",
        "torch.nn.functional.conv2d",
        "torch.conv2d",
        "torch.nn.functional.unfold",
        "torch.nn.Unfold",
    ],
)

# %% [markdown]
# ## All together

# %%
check.summary()
