"""Gaussian generative models: each class draws its points from a normal density, and Bayes' rule decides.

    log p(k | x) = log p(x | k) + log p(k) - log p(x),   p(x | k) normal with mean_k and covariance_k

With one covariance for all classes the log-odds of two classes are linear in x and the boundary is a line,
the one of a logistic neuron; with one covariance for each they are quadratic.

Classes are 0, 1, …, K - 1. A point x has shape (d,), a batch (N, d), for d features; other shapes, NaN,
infinities and numbers beyond ±1e100 are a ValueError. All is float64.

Chapter: Gaussian generative models and decision boundaries. Source: Bishop, Pattern Recognition and Machine
Learning (2006), §4.2.1 (posteriors and boundaries) and §4.2.2 (maximum likelihood).
"""

from typing import NamedTuple

import numpy as np

from nnkit._checks import class_ids, finite_array, number_between, one_of, points, regular_array, whole_number
from nnkit.neuron import Neuron

_SINGULAR = 1e-10  # a correlation matrix whose least eigenvalue is not above this counts as singular
_FAR, _NEAR = 1e100, 1e-50  # farther away squares would overflow; a smaller spread is none


class Line(NamedTuple):
    """The log-odds w·x + b of two classes with one covariance; they are equally likely where it is 0.

    w (d,) and b, a number: in the plane that is a line, with more features a hyperplane.

    Chapter: Gaussian generative models and decision boundaries. Source: Bishop (2006), eq. 4.65 to 4.67.
    """

    w: np.ndarray
    b: float

    def __call__(self, x):
        """The log-odds: (d,) -> number, (N, d) -> (N,). Other shapes: ValueError."""
        return _points(x, self.w) @ self.w + self.b


class Quadric(NamedTuple):
    """The log-odds x·A x + b·x + c of two classes with a covariance each; equally likely where it is 0.

    A (d, d), symmetric, b (d,) and c, a number: in the plane that is an ellipse, a hyperbola, a parabola or a
    pair of lines.

    Chapter: Gaussian generative models and decision boundaries. Source: Bishop (2006), §4.2.1.
    """

    A: np.ndarray
    b: np.ndarray
    c: float

    def __call__(self, x):
        """The log-odds: (d,) -> number, (N, d) -> (N,). Other shapes: ValueError."""
        x = _points(x, self.b)
        return (x @ self.A * x).sum(axis=-1) + x @ self.b + self.c


class GaussianClassifier:
    """A normal density for each class, with the "shared" covariance of all or with "separate" ones.

    `ridge`, a number from 0 on, is added to the diagonal of each covariance, as if every feature had noise of
    that variance: it makes singular ones invertible. Other values of either: ValueError. After `fit` the
    model has `means` (K, d), `covariances` (K, d, d), with the ridge, K times the same when shared, and
    `priors` (K,). To ask it for anything before is a RuntimeError.

    Chapter: Gaussian generative models and decision boundaries. Source: Bishop (2006), §4.2.
    """

    means = covariances = priors = None

    def __init__(self, covariance="shared", ridge=0.0):
        self.covariance = one_of(covariance, ("shared", "separate"), "covariance")
        self.ridge = number_between(ridge, 0, np.inf, "ridge")

    def fit(self, x, target):
        """Maximum likelihood on x (N, d), target (N,) of class ids; returns the model.

        Priors are the classes' shares. A covariance is a mean, not unbiased (ddof = 0): over the points of
        its class or, when shared, over all points, each seen from the mean of its class. ValueErrors: fewer
        than two classes, one without points, labels that are no class ids, and a singular covariance, with
        the name of its class, the features to blame and a ridge that helps.
        """
        x, target = _labelled(x, target)
        classes = np.arange(target.max() + 1)
        means = np.array([x[target == k].mean(axis=0) for k in classes])
        groups = {f"of class {k}": target == k for k in classes}
        if self.covariance == "shared":
            groups = {"shared by all classes": target >= 0}
        covariances = [_covariance(x[own], means[target[own]]) for own in groups.values()]
        covariances = np.array(covariances) + self.ridge * np.eye(x.shape[1])
        whitenings = [_whitening(*pair) for pair in zip(covariances, groups, strict=True)]
        self.means, self.priors = means, np.bincount(target) / len(x)
        repeats = len(classes) // len(groups)
        self.covariances = np.repeat(covariances, repeats, axis=0)
        self._whitenings = np.repeat(whitenings, repeats, axis=0)
        return self

    def log_density(self, x):
        """log p(x | k), the logarithm of each class's density: (d,) -> (K,), (N, d) -> (N, K)."""
        x = self._points(x)
        z = self._whitenings @ (x[..., np.newaxis, :] - self.means)[..., np.newaxis]  # (N, K, d, 1)
        squares = (z * z).sum(axis=(-2, -1)) + x.shape[-1] * np.log(2 * np.pi)
        return self._log_scales() - squares / 2

    def log_posterior(self, x):
        """log p(k | x): (d,) -> (K,), (N, d) -> (N, K). The exponentials of a row sum to 1.

        At 10 million standard deviations from all means and beyond, rounding decides.
        """
        scores = self.log_density(x) + np.log(self.priors)
        return scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)

    def predict(self, x):
        """The most likely class, int64, the first of equally likely ones: (d,) -> number, (N, d) -> (N,)."""
        return self.log_posterior(x).argmax(axis=-1)

    def boundary(self, first=1, second=0):
        """log p(first | x) - log p(second | x) as a Line (shared) or a Quadric (separate), which is 0 on it.

        Class ids that are unknown or equal: ValueError.
        """
        classes = len(self._points(self.means))
        pair = [whole_number(first, "first", least=0), whole_number(second, "second", least=0)]
        if first == second or max(pair) >= classes:
            raise ValueError(f"a boundary lies between two of the classes 0 to {classes - 1}, got {pair}")
        means, whitenings = self.means[pair], self._whitenings[pair]
        precisions = whitenings.transpose(0, 2, 1) @ whitenings  # (2, d, d)
        slopes = (precisions @ means[..., np.newaxis])[..., 0]  # (2, d)
        constants = np.log(self.priors[pair]) + self._log_scales()[pair] - (means * slopes).sum(axis=1) / 2
        b, c = slopes[0] - slopes[1], float(constants[0] - constants[1])
        return (
            Line(b, c) if self.covariance == "shared" else Quadric((precisions[1] - precisions[0]) / 2, b, c)
        )

    def to_neuron(self):
        """The logistic Neuron with the same posterior: p(1 | x) = sigmoid(w·x + b), w and b of the boundary.

        Logistic regression on the same points finds another w and b: it fits p(k | x) alone, this model p(x)
        too. Separate covariances, whose boundary is no line, and more than two classes: ValueError.
        """
        line = self.boundary()
        if len(self.means) != 2 or self.covariance == "separate":
            raise ValueError(f"one neuron equals 2 classes with a shared covariance, but this is a {self!r}")
        return Neuron(line.w, line.b)

    def __repr__(self):
        size = "not fitted" if self.means is None else "{} classes, {} features".format(*self.means.shape)
        return f"GaussianClassifier(covariance={self.covariance!r}, ridge={self.ridge:g}): {size}"

    def _points(self, x):
        if self.means is None:
            raise RuntimeError("this GaussianClassifier knows no classes yet: call fit(x, target) first")
        return _points(x, self.means[0])

    def _log_scales(self):
        """-log |covariance| / 2 of each class: a whitening's determinant is the product of its diagonal."""
        return np.log(self._whitenings.diagonal(axis1=1, axis2=2)).sum(axis=1)


def _points(x, like):
    """`x` (d,) or (N, d) as float64, where `like` has the shape (d,)."""
    x = points(x, like, name="each mean").astype(np.float64)
    if np.abs(x).max(initial=0) > _FAR:
        raise ValueError(f"x must lie within ±{_FAR:g}: choose other units")
    return x


def _labelled(x, target):
    """x (N, d) and target (N,), when they fit and the labels are 0, 1, … without gaps."""
    x, target = finite_array(x, "x"), regular_array(target, "target")
    if x.ndim != 2 or not x.size:
        raise ValueError(f"x must have shape (N, d), neither of them 0, got shape {x.shape}")
    if target.shape != x.shape[:1]:
        raise ValueError(f"x has shape {x.shape}, but target has shape {target.shape} instead of (N,)")
    classes = len(set(target.tolist()))
    if classes < 2:
        raise ValueError(f"target must hold at least 2 classes, got only {target[0]}")
    return _points(x, x[0]), class_ids(target, classes)


def _covariance(x, means):
    """The mean of the outer products of x - means (N, d); a spread as small as rounding is none."""
    deviation = x - means
    varies = np.abs(deviation).max(axis=0) > _NEAR + _SINGULAR * np.abs(x).max(axis=0)
    deviation = deviation * varies
    return deviation.T @ deviation / len(x)


def _whitening(covariance, name):
    """W (d, d), lower triangular, with W covariance Wᵀ = 1: ‖W (x - mean)‖ is Mahalanobis' distance.

    By way of the correlations, so that no choice of units makes a covariance singular.
    """
    std = np.sqrt(covariance.diagonal())
    scale = std + (std == 0)
    correlation = covariance / scale / scale[:, np.newaxis]
    values, vectors = np.linalg.eigh(correlation)
    if values[0] > _SINGULAR:
        return np.linalg.inv(np.linalg.cholesky(correlation)) / std
    constant, dependent = np.flatnonzero(std == 0), np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)
    why = f"feature {constant[0]} does not vary" if constant.size else f"features {dependent} are dependent"
    raise ValueError(
        f"the covariance {name} is singular: {why}. Give it more points than features, leave features out, or"
        f" pass a ridge, which is added to the diagonal, for example ridge={1e-6 * (std.max() ** 2 or 1):.2g}"
    )
