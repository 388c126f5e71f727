"""What a student's layer and gradient checker do; see verdict/uses.py. Numpy only."""

import numpy as np

FUNCTIONS = {
    "sum(x**2)": lambda x: np.sum(np.square(x)),
    "sum(x**3)": lambda x: np.sum(np.power(x, 3)),
    "sum(sin(x))": lambda x: np.sum(np.sin(x)),
    "sum(x)**2": lambda x: np.square(np.sum(x)),
    "sum(|x|)": lambda x: np.sum(np.abs(x)),
    "sum(relu(x))": lambda x: np.sum(np.maximum(x, 0)),
}

GRADIENTS = {
    "x": lambda x: 1.0 * x,
    "2*x": lambda x: 2.0 * x,
    "-2*x": lambda x: -2.0 * x,
    "x**2": lambda x: 1.0 * np.square(x),
    "3*x**2": lambda x: 3.0 * np.square(x),
    "cos(x)": np.cos,
    "-cos(x)": lambda x: -np.cos(x),
    "0.999*cos(x)": lambda x: 0.999 * np.cos(x),
    "sum(x)": lambda x: np.full(np.shape(x), 1.0 * np.sum(x)),
    "2*sum(x)": lambda x: np.full(np.shape(x), 2.0 * np.sum(x)),
    "sign(x)": lambda x: 1.0 * np.sign(x),
    "step(x)": lambda x: np.where(np.asarray(x) >= 0, 1.0, 0.0),
}


def backward(layer, layers, batches):
    """A row of layers, each `layer(weight, bias)`: what they leave behind when every batch has gone through.

    layers: (weight, bias) of each. batches: pairs (x, grad_output): x goes forward through all layers, then
    grad_output backward through all. Returns a dict: "z" and "grad_x" of the last batch, and the gradients
    "grad_weight" and "grad_bias" that the layer holds in the end, with a number where there are more layers.
    """
    row = [layer(weight, bias) for weight, bias in layers]
    for x, grad in batches:
        for one in row:
            x = one.forward(x)
        for one in row[::-1]:
            grad = one.backward(grad)
    left = {"z": x, "grad_x": grad}
    for number, one in enumerate(row, 1):
        which = f" {number}" if len(row) > 1 else ""
        left |= {f"grad_weight{which}": one.grad_weight, f"grad_bias{which}": one.grad_bias}
    return left


def checked(checker, f, gradient, x, h):
    """`checker(f, gradient, x, h)` with the functions of these names; for an array h an array of results."""
    steps = [checker(FUNCTIONS[f], GRADIENTS[gradient], x, float(step)) for step in np.ravel(h)]
    return np.array(steps) if np.ndim(h) else steps[0]
