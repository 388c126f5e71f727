"""Figures of activations, losses and overfitting: one class a part, its state as traits."""

from traitlets import Enum, Float, Int, List, TraitError, validate

from nnkit.activations import ELEMENTWISE
from nnkit.figures._figure import Figure, OfferingFigure, _Numbers, bundle


class _Within(Float):
    """A number between two limits."""

    def __init__(self, default_value, low, high):
        super().__init__(default_value)
        self.low, self.high = low, high

    def validate(self, obj, value):
        value = super().validate(obj, value)
        if not self.low <= value <= self.high:  # nan is not
            raise TraitError(f"{self.name} is a number between {self.low} and {self.high}, not {value}")
        return value


class ActivationFigure(OfferingFigure):
    """An activation g over its derivative g', with a tangent at z that the reader moves.

    activation: one of nnkit's elementwise activations. activations: those that the reader may choose from.
    z: the place of the tangent, -5 to 5. negative_slope: the leaky ReLU's slope below 0, 0 to 0.5; nnkit and
    PyTorch take 0.01 unless told otherwise, which no picture shows.
    """

    part = "activation"
    _esm = bundle("activation.js")

    activation = Enum(list(ELEMENTWISE), default_value="sigmoid").tag(sync=True)
    activations = List(Enum(list(ELEMENTWISE)), default_value=list(ELEMENTWISE)).tag(sync=True)
    z = _Within(1.5, -5, 5).tag(sync=True)
    negative_slope = _Within(0.1, 0, 0.5).tag(sync=True)


class SoftmaxFigure(Figure):
    """Softmax of three to five logits: probabilities as bars, and the Jacobian as a table on colour.

    logits: (K,), K from 3 to 5, each -3 to 3. temperature: T, 0.1 to 5, by which the logits are divided.
    shift: c, -3 to 3, which is added to every logit first. selected: index of the class whose probability
    is written out.
    """

    part = "softmax"
    _esm = bundle("softmax.js")

    logits = _Numbers(Float(), default_value=[2.0, 1.0, -1.0, 0.5]).tag(sync=True)
    temperature = _Within(1.0, 0.1, 5).tag(sync=True)
    shift = _Within(0.0, -3, 3).tag(sync=True)
    selected = Int(0, min=0, max=4).tag(sync=True)

    @validate("logits")
    def _few_and_small(self, proposal):
        logits = proposal["value"]
        if not 3 <= len(logits) <= 5 or not all(abs(z) <= 3 for z in logits):  # nan is not
            raise TraitError(f"logits are three to five numbers between -3 and 3, not {logits}")
        return logits


class LossFigure(Figure):
    """Squared error and cross entropy of one sigmoid output, each with its slope dJ/dz.

    z: the logit, -6 to 6. y: the true label, 0 or 1. steps: how many steps of gradient descent with learning
    rate 1 both losses have made from z, 0 to 60.
    """

    part = "loss"
    _esm = bundle("loss.js")

    z = _Within(-4.0, -6, 6).tag(sync=True)
    y = Enum([0, 1], default_value=1).tag(sync=True)
    steps = Int(10, min=0, max=60).tag(sync=True)


class OverfitFigure(Figure):
    """Models of growing size fitted to noisy points of a sine, and their errors on these and on fresh points.

    model: "relu" and "tanh", hidden units with fixed bends, or "polynomial". capacity: how many units, or the
    degree, 0 to 20. n: training points, 6 to 100. noise: standard deviation, 0 to 0.6. decay: weight decay,
    1e-6, 1e-3 or 0.1; the fit minimises the sum of squared errors plus decay times the sum of squared
    weights, the constant's left out. seed: which sample, 0 to 1000000.
    """

    part = "overfit"
    _esm = bundle("overfit.js")

    model = Enum(["relu", "tanh", "polynomial"], default_value="tanh").tag(sync=True)
    capacity = Int(14, min=0, max=20).tag(sync=True)
    n = Int(16, min=6, max=100).tag(sync=True)
    noise = _Within(0.3, 0, 0.6).tag(sync=True)
    decay = Enum([1e-6, 1e-3, 0.1], default_value=1e-6).tag(sync=True)
    seed = Int(1, min=0, max=1_000_000).tag(sync=True)
