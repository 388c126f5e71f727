"""A network as a few lines of PyTorch or NumPy that run on their own: what the "copy as" buttons copy.

No torch is needed to write them. The weights have all their digits, so that the lines compute the network's
own numbers (up to the rounding of sums in another order).

Chapter: From nnkit to PyTorch. Source: the documentation of torch.nn (PyTorch 2).
"""

import re
import sys
from textwrap import indent

import numpy as np

from nnkit.convolution import AvgPool2d, Conv2d, MaxPool2d
from nnkit.layers import Activation, Dropout, Flatten, Linear, Module, Sequential
from nnkit.network import IndexedNetwork

TORCH_ACTIVATIONS = {
    "step": ("Step", {}),
    "sigmoid": ("Sigmoid", {}),
    "relu": ("ReLU", {}),
    "linear": ("Identity", {}),
    "tanh": ("Tanh", {}),
    "leaky_relu": ("LeakyReLU", {}),
    "softplus": ("Softplus", {"threshold": 40}),  # from torch's own 20 on it returns z, 2e-9 off
    "gelu": ("GELU", {"approximate": "tanh"}),
    "softmax": ("Softmax", {"dim": -1}),
    "log_softmax": ("LogSoftmax", {"dim": -1}),
}
"""nnkit's name -> the module of torch.nn, which has no step, and what makes it equal nnkit's function."""

OPTIONS = {"negative_slope": 0.01, "dim": -1}
"""An activation's options: what they are when none are given."""

_NUMPY_ACTIVATIONS = {
    "step": "(x >= 0).astype(x.dtype)",
    "sigmoid": "np.exp(-np.logaddexp(0, -x))  # 1 / (1 + exp(-x)), which could overflow",
    "relu": "np.maximum(x, 0)",
    "linear": "x",
    "tanh": "np.tanh(x)",
    "leaky_relu": "np.where(x > 0, x, {negative_slope} * x)",
    "softplus": "np.logaddexp(0, x)  # log(1 + exp(x)), which could overflow",
    "gelu": "x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3))) / 2",
    "softmax": "np.exp(x - np.logaddexp.reduce(x, {dim}, keepdims=True))",
    "log_softmax": "x - np.logaddexp.reduce(x, {dim}, keepdims=True)",
}
_STEP = """class Step(nn.Module):
    def forward(self, z):
        return (z >= 0).to(z.dtype)


"""
_WINDOWS = """def windows(x, size, stride, padding, fill=0):
    (ph, pw), (sh, sw) = padding, stride
    x = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    return view[:, :, ::sh, ::sw]  # (N, C, H, W) -> (N, C, H', W', *size)


"""


def to_torch_source(model):
    """Lines of PyTorch that build `model` of the modules of torch.nn, with these weights in their dtype.

    model: a Sequential, one layer, or an IndexedNetwork; the lines leave it in the same mode, train() or
    eval().
    Raises TypeError for what has no counterpart in PyTorch.

    Chapter: From nnkit to PyTorch.
    """
    model = as_module(model)
    state, text = model.state_dict(), _torch_text(model)
    dtype = f".to(torch.{next(iter(state.values())).dtype})" if state else ""
    step = "\n" + _STEP if "Step()" in text else ""
    source = f"import torch\nfrom torch import nn\n\n{step}model = {text}{dtype}\n"
    if state:
        entries = (_assigned(f'    "{name}": torch.tensor(', a, "torch", "),\n") for name, a in state.items())
        source += f"model.load_state_dict({{\n{''.join(entries)}}})\n"
    return source + ("" if model.training else "model.eval()\n")


def to_numpy_source(model):
    """Lines of NumPy with a function model(x) that returns the outputs of `model` in eval mode.

    model: a Sequential, one layer, or an IndexedNetwork; x is an array of a shape and dtype that it takes.
    Raises TypeError for what is no layer of nnkit.

    Chapter: From nnkit to PyTorch.
    """
    arrays, steps, number = "", "", 0
    for layer in _leaves(as_module(model)):
        parameters = layer.named_parameters()
        number += bool(parameters)
        for name, parameter in parameters:
            arrays += _assigned(f"{name}{number} = np.array(", parameter.data, "np", ")\n")
        steps += f"    x = {_numpy_text(layer, number)}\n"
    head = "import numpy as np\n" + (f"\n{arrays}" if arrays else "")
    windows = _WINDOWS if "windows(" in steps else ""
    return f"{head}\n\n{windows}def model(x):\n{steps}    return x\n"


def as_module(model):
    """The model as a Module of nnkit: an IndexedNetwork becomes its Sequential, a Module stays as it is.

    Raises TypeError for everything else.

    Chapter: From nnkit to PyTorch.
    """
    model = model.to_sequential() if isinstance(model, IndexedNetwork) else model
    if not isinstance(model, Module):
        raise TypeError(f"model must be a Sequential, a layer of nnkit, or an IndexedNetwork, got {model!r}")
    return model


def torch_call(layer):
    """(name, keyword arguments) of the module of torch.nn that equals a layer, but for its parameters.

    Both have the same names in nnkit, but for activations. Raises TypeError for a layer without counterpart.

    Chapter: From nnkit to PyTorch.
    """
    if isinstance(layer, Activation):
        name, settings = TORCH_ACTIVATIONS[layer.name]
        return name, settings | layer.options
    if type(layer) not in (Linear, Conv2d, MaxPool2d, AvgPool2d, Flatten, Dropout):
        raise TypeError(f"nnkit knows no counterpart of {layer!r} in torch.nn")
    return type(layer).__name__, layer._settings()


def _torch_text(layer):
    if isinstance(layer, Sequential):
        inside = "".join(f"{_torch_text(child)},\n" for child in layer)
        return f"nn.Sequential(\n{indent(inside, '    ')})"
    name, settings = torch_call(layer)
    written = ", ".join(f"{key}={value!r}" for key, value in settings.items())
    return f"{'' if name == 'Step' else 'nn.'}{name}({written})"


def _numpy_text(layer, number):
    """The layer as an expression of x."""
    bias = f" + bias{number}" if getattr(layer, "bias", None) else ""
    match layer:
        case Activation():
            return _NUMPY_ACTIVATIONS[layer.name].format(**OPTIONS | layer.options)
        case Linear():
            return f"x @ weight{number}.T{bias}  # (N, {layer.in_features}) -> (N, {layer.out_features})"
        case Conv2d():
            bias += "[:, None, None]" if bias else ""
            return f'np.einsum("nchwij,ocij->nohw", {_windows(layer)}, weight{number}){bias}'
        case MaxPool2d():
            return f"{_windows(layer, ', fill=-np.inf')}.max((-2, -1))"
        case AvgPool2d():
            return f"{_windows(layer)}.mean((-2, -1))"
        case Flatten():
            return f"x.reshape(*x.shape[:{layer.start_dim}], -1)"
        case Dropout():
            return "x  # no Dropout after training"
    raise TypeError(f"nnkit has no NumPy source for {layer!r}")


def _windows(layer, fill=""):
    settings = layer._settings()
    return f"windows(x, {settings['kernel_size']}, {layer.stride}, {layer.padding}{fill})"


def _leaves(layer):
    return [leaf for child in layer for leaf in _leaves(child)] if isinstance(layer, Sequential) else [layer]


def _assigned(start, array, library, end):
    """start + the array with all its digits, its lines below each other + its dtype + end."""
    text = np.array2string(
        array, 100, separator=", ", prefix=start, threshold=sys.maxsize, formatter={"float_kind": str}
    )
    text = re.sub(r"\n+", "\n", text)  # numpy leaves blank lines between matrices
    return f"{start}{text}, dtype={library}.{array.dtype}{end}"
