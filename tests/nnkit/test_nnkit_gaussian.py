"""Gaussian classifiers: by hand, against torch's normal density, and by the laws of affine maps."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import tensor

from nnkit.gaussian import GaussianClassifier, Line, Quadric

KINDS = ("shared", "separate")
SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])  # mean (1, 1), covariance 1
EAST = np.array([4, 0])
X, Y = np.vstack([SQUARE, SQUARE + EAST]), np.repeat([0, 1], 4)
LOG_2PI = np.log(2 * np.pi)


def fitted(covariance="shared", x=X, target=Y, ridge=0.0):
    return GaussianClassifier(covariance, ridge).fit(x, target)


def clouds(seed, features=2, classes=3):
    """Points of classes of several sizes, places and shapes, in random order."""
    rng = np.random.default_rng(seed)
    target = rng.permutation(np.repeat(np.arange(classes), features + 3 + rng.integers(0, 20, classes)))
    shapes = rng.normal(size=(classes, features, features)) / 2 + np.eye(features)
    x = (shapes[target] @ rng.normal(size=(len(target), features, 1)))[..., 0]
    return x + rng.normal(size=(classes, features))[target], target


CLOUDS = st.builds(clouds, st.integers(0, 2**32), st.integers(1, 4), st.integers(2, 4))
PAIRS = st.builds(clouds, st.integers(0, 2**32), st.integers(1, 4), st.just(2))


def near(ours, theirs, tolerance=1e-10):
    """Equal up to rounding, in units of the largest entry."""
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance * (1 + np.abs(theirs).max()))


# By hand


def test_shared_by_hand():
    model = fitted()
    np.testing.assert_array_equal(model.means, [[1, 1], [5, 1]])
    np.testing.assert_array_equal(model.covariances, [np.eye(2), np.eye(2)])
    np.testing.assert_array_equal(model.priors, [0.5, 0.5])
    line = model.boundary()
    assert isinstance(line, Line)
    np.testing.assert_array_equal(line.w, [4, 0])  # covariance⁻¹ (mean₁ - mean₀)
    assert line.b == -12  # the line x₁ = 3, half way
    np.testing.assert_array_equal(line([[3, 7], [4, -1]]), [0, 4])
    assert line([2, 0]) == -4
    near(model.log_density([1, 1]), [-LOG_2PI, -LOG_2PI - 8])
    near(
        np.exp(model.log_posterior([[3, 7], [4, -1]])),
        [[1 / 2, 1 / 2], [1 / (1 + np.exp(4)), 1 / (1 + np.exp(-4))]],
    )


def test_the_larger_class_gains_ground():
    model = fitted(x=np.vstack([X, SQUARE + EAST]), target=[*Y, 1, 1, 1, 1])
    near(model.priors, [1 / 3, 2 / 3])
    near(model.boundary().b, np.log(2) - 12)
    near(model.boundary(0, 1).b, 12 - np.log(2))


def test_separate_by_hand():
    model = fitted("separate", np.vstack([SQUARE, 2 * SQUARE + [3, -1]]))
    np.testing.assert_array_equal(model.means, [[1, 1], [5, 1]])
    np.testing.assert_array_equal(model.covariances, [np.eye(2), 4 * np.eye(2)])
    quadric = model.boundary()
    assert isinstance(quadric, Quadric)
    near(quadric.A, 3 / 8 * np.eye(2))
    near(quadric.b, [1 / 4, -3 / 4])
    near(quadric.c, -26 / 8 + 1 - np.log(4))
    near(quadric([2, 4]), 3 / 8 * 20 + 1 / 2 - 3 - 9 / 4 - np.log(4))
    near(model.log_density([1, 1]), [-LOG_2PI, -LOG_2PI - np.log(4) - 2])


def test_shared_covariance_is_the_mean_of_the_classes_own():
    """By their shares: 4 points with the covariance 1, 8 with the covariance 4."""
    x = np.vstack([SQUARE, 2 * SQUARE, 2 * SQUARE])
    near(fitted(x=x, target=np.repeat([0, 1], [4, 8])).covariances, [3 * np.eye(2)] * 2)


# Oracles


@pytest.mark.parametrize("covariance", KINDS)
@given(CLOUDS)
def test_parameters_are_the_maximum_of_the_likelihood(covariance, drawn):
    x, target = drawn
    model = fitted(covariance, x, target)
    own = [np.atleast_2d(np.cov(x[target == k].T, bias=True)) for k in range(target.max() + 1)]
    near(model.priors, np.bincount(target) / len(x))
    near(model.means, [x[target == k].mean(axis=0) for k in range(target.max() + 1)])
    near(
        model.covariances,
        own if covariance == "separate" else [np.tensordot(model.priors, own, 1)] * len(own),
    )


def torchs_log_density(model, x):
    normal = torch.distributions.MultivariateNormal(tensor(model.means), tensor(model.covariances))
    return normal.log_prob(tensor(x)[:, None]).numpy()


@pytest.mark.parametrize("covariance", KINDS)
@given(CLOUDS)
def test_density_and_posterior_are_torchs(covariance, drawn):
    model = fitted(covariance, *drawn)
    x = drawn[0] * 3
    joint = torchs_log_density(model, x) + np.log(model.priors)
    near(model.log_density(x), joint - np.log(model.priors), 1e-8)
    near(model.log_posterior(x), torch.log_softmax(tensor(joint), 1).numpy(), 1e-8)
    np.testing.assert_array_equal(model.predict(x), joint.argmax(axis=1))


# The boundary


@pytest.mark.parametrize("covariance", KINDS)
@given(CLOUDS, st.data())
def test_boundary_is_the_log_odds(covariance, drawn, data):
    model = fitted(covariance, *drawn)
    first, second = data.draw(st.permutations(range(len(model.means))))[:2]
    x = drawn[0]
    posterior = model.log_posterior(x)
    near(model.boundary(first, second)(x), posterior[:, first] - posterior[:, second], 1e-8)
    near(model.boundary(second, first)(x), -model.boundary(first, second)(x), 1e-12)


@pytest.mark.parametrize("covariance", KINDS)
@given(PAIRS)
def test_boundary_is_0_exactly_where_the_posteriors_are_equal(covariance, drawn):
    """Where the way from one mean to the other meets the boundary, found by the boundary alone."""
    model = fitted(covariance, *drawn)
    start, way = model.means[0], model.means[1] - model.means[0]
    log_odds = model.boundary()(start + np.outer([0, 1 / 2, 1], way))
    curvature = 2 * (log_odds[2] - 2 * log_odds[1] + log_odds[0])
    roots = np.roots([curvature, log_odds[2] - log_odds[0] - curvature, log_odds[0]])
    for root in roots[np.isreal(roots) & (np.abs(roots) < 10)].real:
        near(model.log_posterior(start + root * way), np.log([1 / 2, 1 / 2]), 1e-6)


@given(CLOUDS)
def test_quadric_is_symmetric(drawn):
    A = fitted("separate", *drawn).boundary().A
    near(A, A.T)


@given(PAIRS)
def test_neuron_has_the_same_posterior(drawn):
    x, target = drawn
    model = fitted("shared", x, target)
    neuron = model.to_neuron()
    np.testing.assert_allclose(neuron(x), np.exp(model.log_posterior(x)[:, 1]), rtol=1e-12, atol=1e-12)
    assert neuron.activation == "sigmoid"
    off = np.abs(neuron.z(x)) > 1e-9
    np.testing.assert_array_equal(neuron.predict(x)[off], model.predict(x)[off])


# Laws


@pytest.mark.parametrize("covariance", KINDS)
@given(CLOUDS, st.integers(0, 2**32))
def test_affine_maps_of_the_points_change_no_posterior(covariance, drawn, seed):
    x, target = drawn
    rng = np.random.default_rng(seed)
    rotation = np.linalg.qr(rng.normal(size=(x.shape[1], x.shape[1])))[0]
    matrix, shift = rotation * rng.uniform(0.5, 2, x.shape[1]), rng.normal(size=x.shape[1])
    moved = x @ matrix.T + shift
    model, other = fitted(covariance, x, target), fitted(covariance, moved, target)
    near(other.means, model.means @ matrix.T + shift)
    near(other.covariances, matrix @ model.covariances @ matrix.T)
    near(other.log_posterior(moved), model.log_posterior(x), 1e-7)
    near(other.log_density(moved), model.log_density(x) - np.linalg.slogdet(matrix)[1], 1e-7)


@pytest.mark.parametrize("covariance", KINDS)
def test_units_make_no_covariance_singular(covariance):
    x, target = clouds(0, features=3)
    units = np.array([1e-30, 1, 1e30])
    near(
        fitted(covariance, x * units, target).log_posterior(x * units),
        fitted(covariance, x, target).log_posterior(x),
    )


@pytest.mark.parametrize("covariance", KINDS)
@given(CLOUDS, st.randoms())
def test_order_of_the_points_does_not_matter(covariance, drawn, random):
    x, target = drawn
    order = np.array(random.sample(range(len(x)), len(x)))
    near(
        fitted(covariance, x[order], target[order]).log_posterior(x),
        fitted(covariance, x, target).log_posterior(x),
        1e-8,
    )


@pytest.mark.parametrize("covariance", KINDS)
def test_renaming_the_classes_renames_the_answers(covariance):
    x, target = clouds(1)
    names = np.array([2, 0, 1])
    near(
        fitted(covariance, x, names[target]).log_posterior(x)[:, names],
        fitted(covariance, x, target).log_posterior(x),
    )


@pytest.mark.parametrize("covariance", KINDS)
def test_ridge_is_added_to_the_diagonal(covariance):
    x, target = clouds(2)
    plain, ridged = fitted(covariance, x, target), fitted(covariance, x, target, ridge=0.5)
    near(ridged.covariances - plain.covariances, [np.eye(2) / 2] * 3)
    near(ridged.log_density(x), torchs_log_density(ridged, x))
    np.testing.assert_array_equal(ridged.means, plain.means)


# Extremes


@pytest.mark.parametrize("covariance", KINDS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1000, 1e6])
def test_far_points(covariance, dtype, size):
    x, target = clouds(3)
    model = fitted(covariance, x.astype(dtype), target)
    far = size * np.array([[1, 1], [-1, 1], [0, -1]], dtype)
    posterior = model.log_posterior(far)
    assert posterior.dtype == model.log_density(far).dtype == np.float64
    assert np.isfinite(posterior).all()
    np.testing.assert_allclose(np.exp(posterior).sum(axis=1), 1, rtol=1e-6)
    assert (posterior <= 0).all()


@pytest.mark.parametrize("covariance", KINDS)
def test_one_point_equals_its_row_of_a_batch(covariance):
    model = fitted(covariance, *clouds(4))
    x = np.array([0.5, -2.0])
    for method in (model.log_density, model.log_posterior, model.predict, model.boundary(2, 1)):
        near(method(x[np.newaxis]), [method(x)], 1e-14)
    assert (model.log_posterior(x).shape, np.shape(model.predict(x)), model.predict(x).dtype) == (
        (3,),
        (),
        np.int64,
    )


@pytest.mark.parametrize("covariance", KINDS)
def test_empty_batch(covariance):
    model, x = fitted(covariance), np.empty((0, 2))
    assert model.log_density(x).shape == model.log_posterior(x).shape == (0, 2)
    assert model.predict(x).shape == model.boundary()(x).shape == (0,)


@pytest.mark.parametrize("covariance", KINDS)
def test_float32_is_computed_in_float64(covariance):
    x, target = clouds(5)
    single = x.astype(np.float32)
    model, double = fitted(covariance, single, target), fitted(covariance, single.astype(np.float64), target)
    np.testing.assert_array_equal(model.covariances, double.covariances)
    np.testing.assert_array_equal(
        model.log_posterior(single), double.log_posterior(single.astype(np.float64))
    )


def test_first_of_equally_likely_classes():
    assert fitted().predict([3, 0]) == 0


def test_equal_classes_have_no_boundary_but_log_odds_0():
    line = fitted(x=np.vstack([SQUARE, SQUARE])).boundary()
    np.testing.assert_array_equal(line.w, [0, 0])
    assert line.b == 0


@pytest.mark.parametrize("covariance", KINDS)
def test_as_few_points_as_can_be(covariance):
    """One more than features in each class or, shared, one more than features and classes less one."""
    triangle = SQUARE[:3]
    assert fitted("separate", np.vstack([triangle, 2 * triangle]), [0, 0, 0, 1, 1, 1]).predict([0, 0]) == 0
    assert fitted("shared", np.vstack([triangle, [[9, 9]]]), [0, 0, 0, 1]).predict([8, 8]) == 1


# Singular covariances

RNG = np.random.default_rng(0)
GOOD = RNG.normal(size=(20, 2))
HALVES = np.repeat([0, 1], 10)
SINGULAR = {
    "constant-feature": (np.c_[GOOD, np.full(20, 0.1)], "feature 2 does not vary"),
    "constant-far-out": (np.c_[GOOD, np.full(20, 1e9 / 3)], "feature 2 does not vary"),
    "first-of-two-constants": (np.c_[GOOD[:, 0], np.ones((20, 2))], "feature 1 does not vary"),
    "tiny-units": (GOOD * 1e-60, "feature 0 does not vary"),
    "copy": (np.c_[GOOD, 3 * GOOD[:, 0]], "features [0 2] are dependent"),
    "sum": (np.c_[GOOD, GOOD.sum(axis=1)], "features [0 1 2] are dependent"),
    "copy-far-out": (np.c_[GOOD, 0.1 * GOOD[:, 0]] + 1e3, "features [0 2] are dependent"),
    "all-equal": (np.ones((20, 2)), "feature 0 does not vary"),
}


@pytest.mark.parametrize("covariance", KINDS)
@pytest.mark.parametrize("name", SINGULAR)
def test_singular_covariance_is_told_with_a_ridge_that_helps(name, covariance):
    x, why = SINGULAR[name]
    whose = {"shared": "shared by all classes", "separate": "of class 0"}[covariance]
    with pytest.raises(ValueError, match=re.escape(f"the covariance {whose} is singular: {why}.")) as caught:
        fitted(covariance, x, HALVES)
    ridge = float(re.search(r"for example ridge=(\S+)$", str(caught.value))[1])
    own = x if covariance == "shared" else x[:10]
    deviation = own - np.vstack([x[:10].mean(axis=0), x[10:].mean(axis=0)])[HALVES[: len(own)]]
    largest = (deviation**2).mean(axis=0).max()
    assert ridge == pytest.approx(1e-6 * (largest if largest > 1e-100 else 1), rel=0.05)
    model = fitted(covariance, x, HALVES, ridge)
    assert np.isfinite(model.log_posterior(x)).all()


def test_the_class_with_the_singular_covariance_is_named():
    x, target = clouds(6)
    x[target == 2] = x[target == 2][0]
    with pytest.raises(ValueError, match="the covariance of class 2 is singular: feature 0 does not vary"):
        fitted("separate", x, target)
    fitted("shared", x, target)


@pytest.mark.parametrize("covariance", KINDS)
def test_too_few_points(covariance):
    """2 in the plane span a line; shared, 3 of 2 classes do."""
    x, target = {"separate": (X[2:], Y[2:]), "shared": (X[2:5], Y[2:5])}[covariance]
    with pytest.raises(ValueError, match=r"is singular: .* Give it more points than features"):
        fitted(covariance, x, target)
    assert fitted(covariance, x, target, ridge=0.1).predict([5, 0]) == 1


def nearly_dependent(least):
    """Two features whose correlations have that least eigenvalue, which is 1 - their correlation."""
    first, other = np.array([-1, 1, -1, 1]), np.array([1, -1, -1, 1])
    x = np.column_stack([first, first + np.sqrt(2 * least) * other])
    return np.vstack([x, x + 1])


@pytest.mark.parametrize(("least", "singular"), [(0.8e-10, True), (1.2e-10, False)])
@pytest.mark.parametrize("covariance", KINDS)
def test_how_dependent_is_singular(covariance, least, singular):
    if singular:
        with pytest.raises(ValueError, match=re.escape("features [0 1] are dependent")):
            fitted(covariance, nearly_dependent(least))
    else:
        fitted(covariance, nearly_dependent(least))


@pytest.mark.parametrize(
    ("spread", "offset", "constant"),
    [(0.8e-10, 1, True), (1.2e-10, 1, False), (0.8e-50, 0, True), (1.2e-50, 0, False), (1e-9, 1e3, True)],
)
def test_how_little_does_not_vary(spread, offset, constant):
    x = offset + spread * np.array([[-1.0], [1.0], [-1.0], [1.0]])
    if constant:
        with pytest.raises(ValueError, match="feature 0 does not vary"):
            fitted(x=x, target=[0, 0, 1, 1])
    else:
        fitted(x=x, target=[0, 0, 1, 1])


# What is refused

MODEL = fitted()
THREE = fitted(x=clouds(7)[0], target=clouds(7)[1])
BAD = {
    "kind": (
        lambda: GaussianClassifier("full"),
        ValueError,
        "unknown covariance 'full': choose one of 'shared', 'separate'",
    ),
    "ridge-negative": (
        lambda: GaussianClassifier(ridge=-1),
        ValueError,
        "ridge must be a number in [0, inf), got -1",
    ),
    "ridge-nan": (
        lambda: GaussianClassifier(ridge=np.nan),
        ValueError,
        "ridge must be a number in [0, inf), got nan",
    ),
    "x-nan": (lambda: fitted(x=[[0, np.nan]] * 8), ValueError, "x must be finite, got nan at x[0, 1]"),
    "x-text": (lambda: fitted(x=[["a", "b"]] * 8), TypeError, "x must hold real numbers"),
    "x-one-axis": (
        lambda: fitted(x=np.ones(8)),
        ValueError,
        "x must have shape (N, d), neither of them 0, got shape (8,)",
    ),
    "x-three-axes": (lambda: fitted(x=np.ones((8, 2, 2))), ValueError, "got shape (8, 2, 2)"),
    "x-empty": (lambda: fitted(x=np.ones((0, 2)), target=[]), ValueError, "got shape (0, 2)"),
    "x-no-features": (lambda: fitted(x=np.ones((8, 0))), ValueError, "got shape (8, 0)"),
    "x-huge": (
        lambda: fitted(x=X * -1e100),
        ValueError,
        "x must lie within ±1e+100: choose other units",
    ),
    "target-short": (
        lambda: fitted(target=[0, 1]),
        ValueError,
        "x has shape (8, 2), but target has shape (2,)",
    ),
    "target-one-hot": (
        lambda: fitted(target=np.eye(2)[Y]),
        ValueError,
        "x has shape (8, 2), but target has shape (8, 2) instead of (N,)",
    ),
    "target-floats": (
        lambda: fitted(target=Y / 2),
        TypeError,
        "class ids must be integers, got dtype float64",
    ),
    "target-text": (
        lambda: fitted(target=["a"] * 4 + ["b"] * 4),
        TypeError,
        "class ids must be integers, got dtype <U1",
    ),
    "target-signs": (
        lambda: fitted(target=2 * Y - 1),
        ValueError,
        "target must hold class ids from 0 to 1, got -1",
    ),
    "target-gap": (lambda: fitted(target=2 * Y), ValueError, "target must hold class ids from 0 to 1, got 2"),
    "target-one-class": (
        lambda: fitted(target=0 * Y),
        ValueError,
        "target must hold at least 2 classes, got only 0",
    ),
    "unfitted-posterior": (
        lambda: GaussianClassifier().log_posterior(X),
        RuntimeError,
        "call fit(x, target) first",
    ),
    "unfitted-density": (
        lambda: GaussianClassifier().log_density(X),
        RuntimeError,
        "call fit(x, target) first",
    ),
    "unfitted-boundary": (lambda: GaussianClassifier().boundary(), RuntimeError, "call fit(x, target) first"),
    "unfitted-neuron": (lambda: GaussianClassifier().to_neuron(), RuntimeError, "call fit(x, target) first"),
    "predict-shape": (
        lambda: MODEL.predict(np.ones((4, 3))),
        ValueError,
        "x has shape (4, 3), but each mean has shape (2,): x must have shape (2,) or (N, 2)",
    ),
    "predict-axes": (
        lambda: MODEL.predict(np.ones((1, 1, 2))),
        ValueError,
        "x has shape (1, 1, 2), but each mean has shape (2,): x must have",
    ),
    "predict-number": (
        lambda: MODEL.predict(1.0),
        ValueError,
        "x has shape (), but each mean has shape (2,): x must have",
    ),
    "predict-nan": (lambda: MODEL.predict([0, np.nan]), ValueError, "x must be finite, got nan at x[1]"),
    "line-shape": (
        lambda: MODEL.boundary()([1.0]),
        ValueError,
        "x has shape (1,), but each mean has shape (2,): x must have shape (2,) or (N, 2)",
    ),
    "quadric-shape": (
        lambda: fitted("separate").boundary()([1.0]),
        ValueError,
        "x has shape (1,), but each mean has shape (2,): x must have shape (2,) or (N, 2)",
    ),
    "class-unknown": (
        lambda: MODEL.boundary(2),
        ValueError,
        "a boundary lies between two of the classes 0 to 1, got [2, 0]",
    ),
    "class-far-off": (lambda: MODEL.boundary(7), ValueError, "the classes 0 to 1, got [7, 0]"),
    "first-class-negative": (
        lambda: MODEL.boundary(-1),
        ValueError,
        "first must be a whole number of at least 0",
    ),
    "class-negative": (
        lambda: MODEL.boundary(0, -1),
        ValueError,
        "second must be a whole number of at least 0, got -1",
    ),
    "class-no-number": (
        lambda: MODEL.boundary("1"),
        ValueError,
        "first must be a whole number of at least 0, got '1'",
    ),
    "class-twice": (lambda: THREE.boundary(1, 1), ValueError, "two of the classes 0 to 2, got [1, 1]"),
    "neuron-of-three": (
        lambda: THREE.to_neuron(),
        ValueError,
        "one neuron equals 2 classes with a shared covariance, but this is a G",
    ),
    "neuron-of-quadric": (lambda: fitted("separate").to_neuron(), ValueError, "covariance='separate'"),
}


test_bad_input_is_told_in_the_users_words = refusals(BAD)


def test_fit_that_fails_changes_nothing():
    model = fitted()
    with pytest.raises(ValueError, match="singular"):
        model.fit(np.ones((4, 3)), [0, 0, 1, 1])
    np.testing.assert_array_equal(model.log_posterior(X), fitted().log_posterior(X))


def test_largest_numbers_that_are_taken():
    assert MODEL.boundary()([1e100, 0]) == 4e100


def test_repr():
    assert repr(GaussianClassifier()) == "GaussianClassifier(covariance='shared', ridge=0): not fitted"
    assert repr(fitted("separate", ridge=0.5)) == (
        "GaussianClassifier(covariance='separate', ridge=0.5): 2 classes, 2 features"
    )
