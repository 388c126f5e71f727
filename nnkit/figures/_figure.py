"""The figure parts as ipywidgets: one class a part, its state as traits."""

import html
import json
import re
from pathlib import Path

import anywidget
import numpy as np
from traitlets import Enum, Float, Int, List, TraitError, Unicode, validate

STATIC = Path(__file__).parent / "static"
ACTIVATIONS = ["sigmoid", "step", "relu", "linear"]


def bundle(name):
    """Path of a generated file of static/; FileNotFoundError tells how to make it."""
    path = STATIC / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run `npm run build` in the project's folder.")
    return path


def numbers(values):
    """JSON-ready floats from numbers of any shape; nan and infinities become None, which is a gap."""
    array = np.asarray(values, dtype=float)
    finite = np.isfinite(array)
    return (array if finite.all() else np.where(finite, array.astype(object), None)).tolist()


class Figure(anywidget.AnyWidget):
    """A part with its state.

    caption: shown under it on the website. key: its name in the page's address, such as "frost", made of
    lower-case letters, digits and hyphens; if empty, its part and number. status: a sentence below the
    drawing. tone: what the sentence says, "agree", "differ", "wrong", or "" for neither.
    """

    part = None  # name of the bundle
    drawn = "drawing"  # what it shows, as a word
    _css = bundle("figure.css")

    caption = Unicode()
    key = Unicode()
    status = Unicode().tag(sync=True)
    tone = Enum(["", "agree", "differ", "wrong"], default_value="").tag(sync=True)

    def state(self):
        """The synced traits of this part, as plain data."""
        return {name: getattr(self, name) for name in self.traits(sync=True) if self._owns(name)}

    def _owns(self, name):
        return not name.startswith("_") and name not in anywidget.AnyWidget.class_trait_names()

    def unseen(self):
        """role -> why nothing of that role is to be seen, for "truth" and "yours"; empty if all is."""
        return {}

    def __repr__(self):
        given = {k: v for k, v in self.state().items() if v != self.trait_defaults(k)}
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in given.items())})"

    @validate("key")
    def _plain_key(self, proposal):
        if not re.fullmatch("[a-z0-9-]*", proposal["value"]):
            raise TraitError(
                f"key {proposal['value']!r} is not made of lower-case letters, digits and hyphens"
            )
        return proposal["value"]

    def _repr_mimebundle_(self, **kwargs):
        """The widget for Jupyter; for everything else the part's name and state, which the website draws."""
        data, *metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/html": self.to_html()}, *metadata

    def to_html(self):
        """`<figure class="nn-figure" …>` with part, key and state; _ext/figures.py puts a picture into it."""
        state = html.escape(json.dumps(self.state(), allow_nan=False))
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        names = f'data-part="{self.part}" data-key="{self.key}"'
        return f'<figure class="nn-figure" {names} data-state="{state}">{caption}</figure>'


class _Numbers(List):
    """A list of numbers, given as any sequence or array."""

    def validate(self, obj, value):
        return super().validate(obj, numbers(value))


class _Pair(_Numbers):
    """Two numbers, given as any sequence or array."""

    def __init__(self, default_value, **kwargs):
        super().__init__(Float(), default_value=default_value, minlen=2, maxlen=2, **kwargs)


class _Points(List):
    """Rows (x1, x2, label), label 0 or 1, given as any nested sequence or array."""

    def validate(self, obj, value):
        rows = np.asarray(value, dtype=float)
        rows = rows.reshape(0, 3) if rows.size == 0 else rows
        if rows.ndim != 2 or rows.shape[1] != 3 or not np.isfinite(rows).all():
            raise TraitError(f"points are rows of finite (x1, x2, label), shape (n, 3), not {rows.shape}")
        if not np.isin(rows[:, 2], (0, 1)).all():
            raise TraitError("a point's label is 0 or 1")
        return super().validate(obj, [[x1, x2, int(label)] for x1, x2, label in rows.tolist()])


class OfferingFigure(Figure):
    """A figure with an `activation`, one of its `activations`: those that the reader may choose from."""

    @validate("activation", "activations")
    def _offered(self, proposal):
        state = {"activation": self.activation, "activations": self.activations}
        state[proposal["trait"].name] = proposal["value"]
        if state["activation"] not in state["activations"]:
            raise TraitError(
                "activation {activation!r} is not one of activations={activations}".format(**state)
            )
        return proposal["value"]


class NeuronFigure(OfferingFigure):
    """One neuron with two inputs: the network with live numbers beside the plane with its boundary.

    weight: (w1, w2). bias: number. activation: "sigmoid", "step", "relu" or "linear"; it also picks the
    loss that is shown (cross-entropy, perceptron loss, mean squared error). activations: those that the
    reader may choose from. points: rows (x1, x2, label), shape (n, 3), label 0 or 1. selected: index of the
    point whose numbers run through the network. limit: the plane is [-limit, limit] squared.
    """

    part = "neuron"
    _esm = bundle("neuron.js")

    weight = _Pair((1.0, 1.0)).tag(sync=True)
    bias = Float(0.0).tag(sync=True)
    activation = Enum(ACTIVATIONS, default_value="sigmoid").tag(sync=True)
    activations = List(Enum(ACTIVATIONS), default_value=ACTIVATIONS).tag(sync=True)
    points = _Points().tag(sync=True)
    selected = Int(0).tag(sync=True)
    limit = Float(3.0).tag(sync=True)
