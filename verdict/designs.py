"""Networks that a student designed: from parameters to values. Checks name these functions by their paths."""

import numpy as np

from verdict.uses import found

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
    activation, g: "step" (1 at 0), "relu", "sigmoid" or "linear". Raises ValueError where shapes do not fit,
    TypeError for anything but four such things.
    """
    parts = {name: np.asarray(part, dtype=float) for name, part in _named(design(*arguments)).items()}
    weight, bias, heights, offset = parts.values()
    points = x.reshape(len(x), -1)
    fits = bias.ndim == 1 and weight.size == bias.size * points.shape[1] and bias.shape == heights.shape
    if not fits or offset.ndim:
        shapes = ", ".join(f"{name} {part.shape}" for name, part in parts.items())
        raise ValueError(f"the shapes do not fit, one entry a hidden unit and a number as offset: {shapes}")
    z = points @ weight.reshape(len(bias), points.shape[1]).T + bias
    return offset + _UNITS[activation](z) @ heights


def _named(designed):
    names = "weight", "bias", "heights", "offset"
    if not isinstance(designed, tuple | list) or len(designed) != len(names):
        raise TypeError(f"{', '.join(names)} are to be returned, and this is {_short(designed)}")
    return dict(zip(names, designed, strict=True))


def _short(value):
    items = f" of {len(value)}" if isinstance(value, tuple | list) else ""
    return type(value).__name__ + items


def near_target(design, target, interval, eps, x, targets):
    """Values at x (N,) of the sigmoid network that `design(f, interval, lipschitz, eps)` returns, as above.

    targets: import path of a dict, name -> what has f as `function` and its constant as `lipschitz`; target:
    a name in it. Raises ValueError beyond lipschitz (right - left) / eps + 2 hidden units, which is twice
    what a staircase takes.
    """
    known, (left, right) = found(targets)[target], interval
    designed = design(known.function, interval, known.lipschitz, eps)
    units, most = np.size(_named(designed)["bias"]), int(known.lipschitz * (right - left) / eps) + 2
    if units > most:
        raise ValueError(f"the network has {units} hidden units, and {most} must do for eps = {eps:g}")
    return one_hidden_layer(lambda: designed, (), x, "sigmoid")


def step_layers(design, arguments, x):
    """What the one output unit of a network of step units says at x (N, d) -> (N,) of 0 and 1.

    design(*arguments) returns its layers from first to last, each (weight (out, in), bias (out,)). Raises
    ValueError where shapes do not fit, TypeError for anything but a list of layers.
    """
    values, layers = x, design(*arguments)
    for place, layer in enumerate(layers if isinstance(layers, tuple | list) else [layers], 1):
        if not isinstance(layer, tuple | list) or len(layer) != 2:
            raise TypeError(
                f"layer {place}: a pair of weight and bias is wanted, and this is {_short(layer)}"
            )
        weight, bias = (np.asarray(part, dtype=float) for part in layer)
        if weight.ndim != 2 or bias.shape != weight.shape[:1] or weight.shape[1] != values.shape[1]:
            told = f"weight {weight.shape} and bias {bias.shape} do not fit {values.shape[1]} inputs"
            raise ValueError(f"layer {place}: {told}")
        values = _UNITS["step"](values @ weight.T + bias)
    if values.shape[1] != 1:
        raise ValueError(f"the last layer has {values.shape[1]} units, and one is wanted")
    return values[:, 0]


def switches(design, low, high, on):
    """What a network of step units, `design(low, high)`, says of switches: on (N, d), about 0 or 1 -> (N,).

    A switch gives low volts where it is 0 and high volts where it is 1. The network as in `step_layers`.
    """
    return step_layers(design, (low, high), low + (high - low) * on)
