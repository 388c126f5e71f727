"""Networks that a student designed: from parameters to values. An assignment's checks name it by its path."""

import numpy as np

_UNITS = {
    "step": lambda z: np.where(z >= 0, 1.0, 0.0),
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 0.5 + 0.5 * np.tanh(0.5 * z),
    "linear": lambda z: z,
}


def one_hidden_layer(design, arguments, x, activation):
    """Values at x of the network with one hidden layer that `design(*arguments)` returns.

    design returns (weight, bias, heights, offset): weight (K,) for x (N,), or (K, d) for x (N, d); bias and
    heights (K,); offset a number. The values (N,) are offset + sum_k heights_k g(weight_k · x + bias_k).
    activation, g: "step" (1 at 0), "relu", "sigmoid" or "linear". Raises ValueError where shapes do not fit.
    """
    weight, bias, heights, offset = (np.asarray(part, dtype=float) for part in design(*arguments))
    points = x.reshape(len(x), -1)
    fits = bias.ndim == 1 and weight.size == bias.size * points.shape[1] and bias.shape == heights.shape
    if not fits or offset.ndim:
        shapes = [part.shape for part in (weight, bias, heights, offset)]
        raise ValueError(f"the shapes of weight, bias, heights and offset do not fit: {shapes}")
    z = points @ weight.reshape(len(bias), -1).T + bias
    return offset + _UNITS[activation](z) @ heights
