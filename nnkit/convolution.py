"""Convolution and pooling: one small layer that looks at every window of an image.

`_unfold` lays all windows side by side. With that, a convolution is a linear layer on windows, and a pool is
the mean or the maximum of each. `_fold` sends the windows' gradients back to the pixels, where those of a
pixel in several windows add up.

For all layers here: x (N, C, H, W), N images of C channels; none is fine. kernel_size, stride and padding are
whole numbers or pairs (for H, for W). There are H' = (H + 2 padding - kernel_size) // stride + 1 windows from
top to bottom, and W' likewise; a window larger than the padded image is a ValueError. The other errors are
those of `nnkit.layers`.

Chapter: Convolutional networks. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §9.1-9.5.
"""

import numpy as np

from nnkit._checks import whole_number
from nnkit.module import Module, WeightedModule

__all__ = ["AvgPool2d", "Conv2d", "MaxPool2d"]


def _unfold(x, kernel_size, stride, padding, fill=0.0):
    """All windows of x (N, C, H, W), padded with `fill`: a view (N, C, kh, kw, H', W').

    [n, c, i, j, p, q] is pixel (i, j) of the window in row p and column q, as in torch's unfold.
    """
    ph, pw = padding
    if ph or pw:
        x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=fill)
    return _windows(x, kernel_size, stride)


def _fold(windows, shape, stride, padding):
    """Windows (N, C, kh, kw, H', W') added up to images of `shape` (N, C, H, W): the transpose of _unfold."""
    (n, c, h, w), (ph, pw), kernel_size = shape, padding, windows.shape[2:4]
    padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), windows.dtype)
    view = _windows(padded, kernel_size, stride, writeable=True)
    for i, j in np.ndindex(*kernel_size):
        view[:, :, i, j] += windows[:, :, i, j]  # for one (i, j) no pixel comes twice
    return padded[:, :, ph : ph + h, pw : pw + w]


def _windows(x, kernel_size, stride, writeable=False):
    if kernel_size[0] > x.shape[2] or kernel_size[1] > x.shape[3]:
        raise ValueError(f"kernel_size {kernel_size} is larger than the padded image {x.shape[2:]}")
    view = np.lib.stride_tricks.sliding_window_view(x, kernel_size, (2, 3), writeable=writeable)
    return view[:, :, :: stride[0], :: stride[1]].transpose(0, 1, 4, 5, 2, 3)


def _pair(value, name, least):
    """(for H, for W), from a whole number or two."""
    both = value if isinstance(value, (tuple, list)) else (value, value)
    if len(both) != 2:
        raise ValueError(f"{name} must be a whole number or a pair (for H, for W), got {value!r}")
    return tuple(int(whole_number(number, name, least)) for number in both)


class Conv2d(WeightedModule):
    """One set of weights for all places: z[o, p, q] = Σ_{c,i,j} weight[o, c, i, j] x[c, p+i, q+j] + bias[o].

    x (N, in_channels, H, W) -> z (N, out_channels, H', W'). weight (out_channels, in_channels, kh, kw) is not
    flipped (so this is a cross-correlation, as in PyTorch); bias (out_channels,), or None. Both start uniform
    within ±1/sqrt(in_channels kh kw). Sizes below 1 are a ValueError; rng, dtype, bias: as for Linear.

    Chapter: Convolutional networks. Source: Goodfellow et al. (2016), §9.1.
    """

    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True, *, rng, dtype=np.float64
    ):
        channels = whole_number(out_channels, "out_channels", 1), whole_number(in_channels, "in_channels", 1)
        self._draw(rng, (*channels, *_pair(kernel_size, "kernel_size", 1)), bias, dtype)
        self.stride, self.padding = _pair(stride, "stride", 1), _pair(padding, "padding", 0)

    @classmethod
    def from_weight(cls, weight, bias=None, stride=1, padding=0):
        """The layer with copies of weight (out, in, kh, kw) and of bias (out,) or None, in weight's dtype.

        Shapes that do not fit, NaN and infinities are a ValueError.
        """
        layer = cls.__new__(cls)
        layer._take(weight, bias, ndim=4)
        layer.stride, layer.padding = _pair(stride, "stride", 1), _pair(padding, "padding", 0)
        return layer

    def forward(self, x):
        """x (N, in_channels, H, W) -> z (N, out_channels, H', W').

        Another shape, or an image smaller than the kernel, is a ValueError, another dtype a TypeError.
        """
        weight = self.weight.data
        x = self._floats(x, weight.dtype)
        if x.ndim != 4 or x.shape[1] != weight.shape[1]:
            self._refuse(x, f"(N, {weight.shape[1]}, H, W)")
        windows = _unfold(x, weight.shape[2:], self.stride, self.padding)
        z = np.einsum("ncijpq,ocij->nopq", windows, weight, optimize=True)
        if self.bias is not None:
            z += self.bias.data[:, None, None]
        self._memory = z, windows, x.shape
        return z

    def backward(self, grad_output):
        """dJ/dz (N, out_channels, H', W') -> dJ/dx (N, in_channels, H, W), or None without `input_grad`."""
        _, windows, shape = self._recall(grad_output)
        self.weight.accumulate(np.einsum("nopq,ncijpq->ocij", grad_output, windows, optimize=True))
        if self.bias is not None:
            self.bias.accumulate(grad_output.sum(axis=(0, 2, 3)))
        if not self.input_grad:
            return None
        grad_windows = np.einsum("nopq,ocij->ncijpq", grad_output, self.weight.data, optimize=True)
        return _fold(grad_windows, shape, self.stride, self.padding)

    def _settings(self):
        out_channels, in_channels, *kernel_size = self.weight.shape
        sizes = {"in_channels": in_channels, "out_channels": out_channels, "kernel_size": tuple(kernel_size)}
        return sizes | {"stride": self.stride, "padding": self.padding, "bias": self.bias is not None}

    def _in_short(self):
        return f"→ {len(self.weight.data)} conv {'×'.join(map(str, self.weight.shape[2:]))}"


class _Pool2d(Module):
    _fill = 0.0

    def __init__(self, kernel_size, stride=None, padding=0):
        self.kernel_size = _pair(kernel_size, "kernel_size", 1)
        self.stride = self.kernel_size if stride is None else _pair(stride, "stride", 1)
        self.padding = _pair(padding, "padding", 0)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise ValueError(f"padding {self.padding} must be at most half of kernel_size {self.kernel_size}")

    def _pixels(self, x):
        """x, checked, and the pixels of its windows: (N, C, kh kw, H', W')."""
        x = self._floats(x)
        if x.ndim != 4:
            raise ValueError(f"{self}: x must have shape (N, C, H, W), got shape {x.shape}")
        windows = _unfold(x, self.kernel_size, self.stride, self.padding, self._fill)
        n, c, kh, kw, h, w = windows.shape
        return x, windows.reshape(n, c, kh * kw, h, w)

    def _fold(self, pixels, shape):
        """The pixels of windows added up to images of `shape`."""
        n, c, _, h, w = pixels.shape
        return _fold(pixels.reshape(n, c, *self.kernel_size, h, w), shape, self.stride, self.padding)

    def _settings(self):
        return {"kernel_size": self.kernel_size, "stride": self.stride, "padding": self.padding}

    def _in_short(self):
        return f"{super()._in_short().removesuffix('2d')} {'×'.join(map(str, self.kernel_size))}"


class MaxPool2d(_Pool2d):
    """The maximum of each window: x (N, C, H, W) -> (N, C, H', W').

    The gradient goes to the largest pixel, of equal ones to the first in reading order. Padding is -inf and
    never wins. Without a stride, windows do not overlap: it is kernel_size. Numbers that are not whole or out
    of range, and padding above half of kernel_size, are a ValueError.

    Chapter: Convolutional networks. Source: Goodfellow et al. (2016), §9.3.
    """

    _fill = -np.inf

    def forward(self, x):
        """x (N, C, H, W) -> (N, C, H', W'). A wrong shape: ValueError; integers: TypeError."""
        x, pixels = self._pixels(x)
        first = pixels.argmax(axis=2, keepdims=True)
        output = np.take_along_axis(pixels, first, axis=2)[:, :, 0]
        self._memory = output, first, pixels.shape, x.shape
        return output

    def backward(self, grad_output):
        """dJ/dy (N, C, H', W') -> dJ/dx (N, C, H, W)."""
        _, first, pixels_shape, shape = self._recall(grad_output)
        grad_pixels = np.zeros(pixels_shape, grad_output.dtype)
        np.put_along_axis(grad_pixels, first, grad_output[:, :, None], axis=2)
        return self._fold(grad_pixels, shape)


class AvgPool2d(_Pool2d):
    """The mean of each window: x (N, C, H, W) -> (N, C, H', W').

    The zeros of the padding count too, as in PyTorch. Without a stride, windows do not overlap: it is
    kernel_size. The same numbers as in MaxPool2d are a ValueError.

    Chapter: Convolutional networks. Source: Goodfellow et al. (2016), §9.3.
    """

    def forward(self, x):
        """x (N, C, H, W) -> (N, C, H', W'). A wrong shape: ValueError; integers: TypeError."""
        x, pixels = self._pixels(x)
        output = pixels.mean(axis=2)
        self._memory = output, pixels.shape, x.shape
        return output

    def backward(self, grad_output):
        """dJ/dy (N, C, H', W') -> dJ/dx (N, C, H, W)."""
        _, pixels_shape, shape = self._recall(grad_output)
        share = grad_output[:, :, None] / pixels_shape[2]  # of kh kw pixels, each gets the same
        return self._fold(np.broadcast_to(share, pixels_shape), shape)
