"""Convolution and pooling: one small layer that looks at every window of an image.

`unfold` lays all windows side by side. With that, a convolution is a linear layer on windows, and a pool is
the mean or the maximum of each; `fold` sends a gradient back to the pixels, and a pixel in several windows
gets the sum.

For all layers here: x (N, C, H, W), N images of C channels, none is fine. kernel_size, stride and padding are
whole numbers or pairs (for H, for W). The output has height H' = (H + 2 padding - kernel_size) // stride + 1,
and W' likewise; a window larger than the padded image is a ValueError. Other errors: see `nnkit.layers`.

Chapter: Convolutional networks. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §9.1-9.5.
"""

import numpy as np

from nnkit._checks import whole_number
from nnkit.layers import Module, fitting, floats, uniform, weight_and_bias


def pair(value, name, least):
    """(for H, for W) from a whole number or two of them, each at least `least`. Otherwise: ValueError."""
    both = value if isinstance(value, tuple | list) else (value, value)
    if len(both) != 2:
        raise ValueError(f"{name} must be a whole number or a pair of them, got {value!r}")
    return tuple(int(whole_number(number, name, least)) for number in both)


def unfold(x, kernel_size, stride=1, padding=0, fill=0):
    """All windows of x (N, C, H, W): a view (N, C, kh, kw, H', W') of the image, padded with `fill`.

    The entry [n, c, i, j, p, q] is pixel (i, j) of the window in row p and column q. It is what
    torch.nn.functional.unfold gives, before that joins axes.

    Chapter: Convolutional networks.
    """
    ph, pw = pair(padding, "padding", 0)
    if ph or pw:
        x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=fill)
    return _windows(x, pair(kernel_size, "kernel_size", 1), pair(stride, "stride", 1))


def fold(windows, shape, stride=1, padding=0):
    """Windows (N, C, kh, kw, H', W') summed back into images of `shape` (N, C, H, W): unfold's transpose.

    Chapter: Convolutional networks.
    """
    (n, c, h, w), (ph, pw), kernel_size = shape, pair(padding, "padding", 0), windows.shape[2:4]
    padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), windows.dtype)
    view = _windows(padded, kernel_size, pair(stride, "stride", 1), writeable=True)
    for i, j in np.ndindex(*kernel_size):
        view[:, :, i, j] += windows[:, :, i, j]  # within one (i, j) no pixel comes twice
    return padded[:, :, ph : ph + h, pw : pw + w]


def _windows(x, kernel_size, stride, writeable=False):
    if kernel_size[0] > x.shape[2] or kernel_size[1] > x.shape[3]:
        raise ValueError(f"kernel_size {kernel_size} is larger than the padded image {x.shape[2:]}")
    view = np.lib.stride_tricks.sliding_window_view(x, kernel_size, (2, 3), writeable=writeable)
    return view[:, :, :: stride[0], :: stride[1]].transpose(0, 1, 4, 5, 2, 3)


def _images(x, layer):
    if x.ndim != 4:
        raise ValueError(f"{layer!r}: x must have shape (N, C, H, W), got shape {x.shape}")
    return x


class Conv2d(Module):
    """z[n, o] = Σ_c weight[o, c] ⋆ x[n, c] + bias[o]: the same weights at every place of the image.

    x (N, in_channels, H, W) -> (N, out_channels, H', W'). weight (out_channels, in_channels, kh, kw) is not
    flipped (a cross-correlation); bias (out_channels,) or None. Both start uniform within
    ±1/sqrt(in_channels kh kw), as in PyTorch. Sizes below 1 are a ValueError.

    Chapter: Convolutional networks. Source: Goodfellow et al. (2016), §9.1.
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        bias=True,
        *,
        rng,
        dtype=np.float64,
    ):
        out_channels = whole_number(out_channels, "out_channels", 1)
        fan_in = (whole_number(in_channels, "in_channels", 1), *pair(kernel_size, "kernel_size", 1))
        bound = 1 / np.sqrt(np.prod(fan_in))
        self.weight = uniform(rng, bound, (out_channels, *fan_in), dtype)
        self.bias = uniform(rng, bound, (out_channels,), dtype) if bias else None
        self.stride, self.padding = pair(stride, "stride", 1), pair(padding, "padding", 0)

    @classmethod
    def from_weight(cls, weight, bias=None, stride=1, padding=0):
        """The layer with this weight (out, in, kh, kw) and bias (out,) or None, copied."""
        layer = cls.__new__(cls)
        layer.weight, layer.bias = weight_and_bias(weight, bias, ndim=4)
        layer.stride, layer.padding = pair(stride, "stride", 1), pair(padding, "padding", 0)
        return layer

    def forward(self, x):
        """x (N, in_channels, H, W) -> z (N, out_channels, H', W')."""
        weight = self.weight.data
        x = _images(fitting(x, weight, axis=1), self)
        windows = unfold(x, weight.shape[2:], self.stride, self.padding)
        n, c, kh, kw, h, w = windows.shape
        columns = windows.reshape(n, c * kh * kw, h * w)  # one row for each weight, one column for each place
        z = weight.reshape(-1, c * kh * kw) @ columns  # (out, c kh kw) @ (N, c kh kw, H' W')
        if self.bias is not None:
            z += self.bias.data[:, None]
        output = z.reshape(n, len(weight), h, w)
        self._memory = output, x.shape, columns
        return output

    def backward(self, grad_output):
        """dJ/dz (N, out_channels, H', W') -> dJ/dx (N, in_channels, H, W)."""
        _, shape, columns = self._recall(grad_output)
        weight = self.weight.data
        n, out_channels, h, w = grad_output.shape
        grads = grad_output.reshape(n, out_channels, h * w)
        self.weight.accumulate((grads @ columns.transpose(0, 2, 1)).sum(axis=0).reshape(weight.shape))
        if self.bias is not None:
            self.bias.accumulate(grads.sum(axis=(0, 2)))
        windows = weight.reshape(out_channels, -1).T @ grads  # (c kh kw, out) @ (N, out, H' W')
        return fold(windows.reshape(n, *weight.shape[1:], h, w), shape, self.stride, self.padding)

    def __repr__(self):
        out_channels, in_channels, *kernel_size = self.weight.shape
        return (
            f"Conv2d({in_channels}, {out_channels}, kernel_size={tuple(kernel_size)},"
            f" stride={self.stride}, padding={self.padding}, bias={self.bias is not None})"
        )


class _Pool2d(Module):
    def __init__(self, kernel_size, stride=None, padding=0):
        self.kernel_size = pair(kernel_size, "kernel_size", 1)
        self.stride = self.kernel_size if stride is None else pair(stride, "stride", 1)
        self.padding = pair(padding, "padding", 0)
        if 2 * self.padding[0] > self.kernel_size[0] or 2 * self.padding[1] > self.kernel_size[1]:
            raise ValueError(
                f"padding {padding!r} must be at most half of kernel_size {kernel_size!r},"
                " or some windows would see no pixel"
            )

    def _unfold(self, x, fill):
        x = _images(floats(x), self)
        windows = unfold(x, self.kernel_size, self.stride, self.padding, fill)
        return x.shape, windows

    def __repr__(self):
        return (
            f"{type(self).__name__}(kernel_size={self.kernel_size}, stride={self.stride},"
            f" padding={self.padding})"
        )


class MaxPool2d(_Pool2d):
    """The maximum of each window. The gradient goes to it; of equal ones to the first, in reading order.

    Padding never wins (it is -inf). `stride` None: kernel_size, so that windows do not overlap. Padding above
    half of kernel_size is a ValueError.

    Chapter: Convolutional networks. Source: Goodfellow et al. (2016), §9.3.
    """

    def forward(self, x):
        """x (N, C, H, W) -> (N, C, H', W')."""
        shape, windows = self._unfold(x, -np.inf)
        n, c, kh, kw, *places = windows.shape
        pixels = windows.reshape(n, c, kh * kw, *places)
        winner = pixels.argmax(axis=2)[:, :, None]
        output = np.take_along_axis(pixels, winner, axis=2)[:, :, 0]
        self._memory = output, shape, winner
        return output

    def backward(self, grad_output):
        """dJ/dy (N, C, H', W') -> dJ/dx (N, C, H, W)."""
        _, shape, winner = self._recall(grad_output)
        pixels = np.arange(np.prod(self.kernel_size)).reshape(*self.kernel_size, 1, 1)
        windows = np.where(pixels == winner[:, :, None], grad_output[:, :, None, None], 0)
        return fold(windows, shape, self.stride, self.padding)


class AvgPool2d(_Pool2d):
    """The mean of each window, the zeros of the padding included, as in PyTorch.

    `stride` None: kernel_size, so that windows do not overlap. Padding above half of kernel_size is a
    ValueError.

    Chapter: Convolutional networks. Source: Goodfellow et al. (2016), §9.3.
    """

    def forward(self, x):
        """x (N, C, H, W) -> (N, C, H', W')."""
        shape, windows = self._unfold(x, 0)
        output = windows.mean(axis=(2, 3))
        self._memory = output, shape
        return output

    def backward(self, grad_output):
        """dJ/dy (N, C, H', W') -> dJ/dx (N, C, H, W)."""
        _, shape = self._recall(grad_output)
        share = grad_output / np.prod(self.kernel_size).astype(grad_output.dtype)
        n, c, *places = grad_output.shape
        windows = np.broadcast_to(share[:, :, None, None], (n, c, *self.kernel_size, *places))
        return fold(windows, shape, self.stride, self.padding)
