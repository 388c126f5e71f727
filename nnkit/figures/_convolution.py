"""A convolution as a figure: a moving window over a small image, and the same as one sparse matrix."""

import numpy as np
from traitlets import Enum, Int, List, TraitError, validate

from nnkit.convolution import Conv2d
from nnkit.figures._figure import Figure, bundle

SEVEN = [[0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 0], [0, 0, 0, 0, 1, 0]] + [
    [float(column == place) for column in range(6)] for place in (3, 2, 2)
]


class _Grid(List):
    """Rows of finite numbers, all of one length, given as any nested sequence or array."""

    def __init__(self, default_value, least, most, **kwargs):
        self.least, self.most = least, most
        super().__init__(default_value=default_value, **kwargs)

    def validate(self, obj, value):
        try:
            rows = np.asarray(value, dtype=float)
        except (TypeError, ValueError) as error:
            raise TraitError(f"{self.name} must be rows of numbers, all of one length: {error}") from error
        sizes = f"{self.least} × {self.least} to {self.most} × {self.most}"
        if rows.ndim != 2 or rows.shape[0] != rows.shape[1] or not self.least <= len(rows) <= self.most:
            raise TraitError(f"{self.name} must be a square of {sizes} numbers, not {rows.shape}")
        if not np.isfinite(rows).all():
            raise TraitError(f"{self.name} must hold finite numbers only")
        return super().validate(obj, rows.tolist())


class ConvolutionFigure(Figure):
    """A kernel that moves over an image: the products under it and their sum, and the map of all sums.

    image: (n, n), 3 <= n <= 8, pixels from 0 (paper) to 1 (ink). kernel: (3, 3). stride: 1 or 2. padding:
    0 or 1, a ring of zeros. at: number of the window, row by row from 0; beyond the last it is the last.
    pixel: (row, column) of the pixel that the reader switches next. view: "window", or "matrix" for the same
    as one sparse matrix.
    """

    part = "convolution"
    _esm = bundle("convolution.js")

    image = _Grid(SEVEN, 3, 8).tag(sync=True)
    kernel = _Grid([[-1.0, 0.0, 1.0]] * 3, 3, 3).tag(sync=True)
    stride = Enum([1, 2], default_value=1).tag(sync=True)
    padding = Enum([0, 1], default_value=0).tag(sync=True)
    at = Int(6, min=0).tag(sync=True)
    pixel = List(Int(min=0), default_value=[3, 3], minlen=2, maxlen=2).tag(sync=True)
    view = Enum(["window", "matrix"], default_value="window").tag(sync=True)

    def layer(self):
        """The nnkit.Conv2d that the figure shows: one channel in, one out, no bias."""
        weight = np.array(self.kernel)[None, None]  # (3, 3) -> (1, 1, 3, 3)
        return Conv2d.from_weight(weight, stride=self.stride, padding=self.padding)

    def output(self):
        """The layer's output for the image, (n', n')."""
        return self.layer()(np.array(self.image)[None, None])[0, 0]

    @validate("image")
    def _pixels(self, proposal):
        if np.min(proposal["value"]) < 0 or np.max(proposal["value"]) > 1:
            raise TraitError("an image's pixels lie between 0 and 1")
        return proposal["value"]

    @validate("pixel")
    def _inside(self, proposal):
        if max(proposal["value"]) >= len(self.image):
            raise TraitError(f"pixel {proposal['value']} lies outside the image of {len(self.image)} rows")
        return proposal["value"]
