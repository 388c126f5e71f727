"""The figures of the plane: what separates two classes, and by which model."""

import numpy as np
from traitlets import Bool, Enum, Float, Int, TraitError, validate

from nnkit.figures._figure import Figure, _Pair, _Points, bundle

# The evenings of the chapter on a single neuron: no z on the rule's way from w = 0 is near 0.
_SEPARABLE = [
    [1.0, 0.5, 1], [1.5, -0.51, 1], [0.2, 1.4, 1], [1.8, 1.2, 1], [-0.4, 1.8, 1], [1.2, 0.1, 1],
    [-1.0, 0.5, 0], [0.3, -0.8, 0], [-1.5, -0.6, 0], [0.8, -1.59, 0], [-0.6, 0.4, 0], [-1.8, 1.1, 0],
]  # fmt: skip


class GaussianFigure(Figure):
    """Two classes with a normal density each: Bayes' rule, the posterior, and the boundary, line or quadric.

    mean0, mean1: (x1, x2). spread0, spread1: the standard deviations (along, across) of a class's ellipse;
    angle0, angle1: the direction of the first, in degrees. shared: do both classes have class 0's
    covariance? prior: p(1), between 0 and 1. probe: the point x at which Bayes' rule is shown. limit: the
    plane is [-limit, limit] squared.
    """

    part = "gaussian"
    _esm = bundle("gaussian.js")

    mean0 = _Pair((-1.4, -0.6)).tag(sync=True)
    mean1 = _Pair((1.2, 0.8)).tag(sync=True)
    spread0 = _Pair((1.1, 0.6)).tag(sync=True)
    spread1 = _Pair((1.3, 0.6)).tag(sync=True)
    angle0 = Float(30.0).tag(sync=True)
    angle1 = Float(110.0).tag(sync=True)
    shared = Bool(True).tag(sync=True)
    prior = Float(0.5).tag(sync=True)
    probe = _Pair((0.2, 1.2)).tag(sync=True)
    limit = Float(4.0).tag(sync=True)

    @validate("spread0", "spread1")
    def _no_singular_covariance(self, proposal):
        if min(proposal["value"]) <= 0:
            raise TraitError(
                f"{proposal['trait'].name} must be two numbers above 0, not {proposal['value']}: with a"
                " standard deviation of 0 the covariance is singular and the density infinite"
            )
        return proposal["value"]

    @validate("prior")
    def _a_probability(self, proposal):
        if not 0 < proposal["value"] < 1:
            raise TraitError(f"prior is the probability of class 1, between 0 and 1, not {proposal['value']}")
        return proposal["value"]

    @classmethod
    def from_classifier(cls, model, **options):
        """The figure of a fitted nnkit.GaussianClassifier with two classes and two features.

        Further keywords are traits. Another number of classes or features: ValueError.
        """
        if model.means is None or model.means.shape != (2, 2):
            raise ValueError(
                f"the figure shows two fitted classes with two features, but this is a {model!r}"
            )
        shapes = [_ellipse(covariance) for covariance in model.covariances]
        traits = {}
        for k, (spread, angle) in enumerate(shapes):
            traits |= {f"mean{k}": model.means[k], f"spread{k}": spread, f"angle{k}": angle}
        shared = model.covariance == "shared"
        return cls(**{**traits, "shared": shared, "prior": float(model.priors[1]), **options})


def _ellipse(covariance):
    """(2, 2) -> standard deviations along and across the ellipse's longer axis, its direction in degrees."""
    values, vectors = np.linalg.eigh(covariance)
    return np.sqrt(values[::-1]), float(np.degrees(np.arctan2(*vectors[::-1, 1])))


class PerceptronFigure(Figure):
    """The perceptron rule, one look at a point after the other.

    points: rows (x1, x2, label), shape (n, 3), label 0 or 1, looked at in their order, again and again.
    weight, bias: before the first look. rate: η, above 0. looks: how many there were so far, up to 1000.
    selected: index of the point that the buttons act on, -1 for none. adds: the label, "1" or "0", of the
    points that a click adds. limit: the plane is [-limit, limit] squared.
    """

    part = "perceptron"
    _esm = bundle("perceptron.js")

    points = _Points(_SEPARABLE).tag(sync=True)
    weight = _Pair((0.0, 0.0)).tag(sync=True)
    bias = Float(0.0).tag(sync=True)
    rate = Float(1.0).tag(sync=True)
    looks = Int(10).tag(sync=True)
    selected = Int(-1).tag(sync=True)
    adds = Enum(["1", "0"], default_value="1").tag(sync=True)
    limit = Float(2.5).tag(sync=True)

    @validate("rate")
    def _a_positive_rate(self, proposal):
        if not proposal["value"] > 0:
            raise TraitError(f"rate, the learning rate, is above 0, not {proposal['value']}")
        return proposal["value"]

    @validate("looks")
    def _a_number_of_looks(self, proposal):
        if not 0 <= proposal["value"] <= 1000:
            raise TraitError(f"looks is a number from 0 to 1000, not {proposal['value']}")
        return proposal["value"]
