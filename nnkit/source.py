"""A network as a few lines of PyTorch or NumPy that run on their own: what the "copy as" buttons copy.

No torch is needed to write them. The weights have all their digits, so that the lines compute the network's
own numbers (up to the rounding of sums in another order).

Chapter: From nnkit to PyTorch. Source: the documentation of torch.nn (PyTorch 2).
"""

import inspect
import re
import sys

import numpy as np

from nnkit import _plain
from nnkit.convolution import AvgPool2d, Conv2d, MaxPool2d
from nnkit.layers import Activation, Dropout, Flatten, Linear, Module, Sequential
from nnkit.network import IndexedNetwork

TORCH_ACTIVATIONS = {
    "step": ("Step", {}),
    "sigmoid": ("nn.Sigmoid", {}),
    "relu": ("nn.ReLU", {}),
    "linear": ("nn.Identity", {}),
    "tanh": ("nn.Tanh", {}),
    "leaky_relu": ("nn.LeakyReLU", {}),
    "softplus": ("nn.Softplus", {"threshold": 40}),  # from torch's own 20 on it returns z, 2e-9 off
    "gelu": ("nn.GELU", {"approximate": "tanh"}),
    "softmax": ("nn.Softmax", {"dim": -1}),
    "log_softmax": ("nn.LogSoftmax", {"dim": -1}),
}
"""nnkit's name -> the module of torch.nn, which has no step, and what makes it equal nnkit's function."""

_STEP = """class Step(nn.Module):
    def forward(self, z):
        return (z >= 0).to(z.dtype)


"""


def to_torch_source(model):
    """Lines of PyTorch that build `model`, a torch.nn.Sequential with these weights in their dtype.

    model: a Sequential, one layer, or an IndexedNetwork; the lines leave it in the same mode, train() or
    eval().
    Raises TypeError for what has no counterpart in PyTorch.

    Chapter: From nnkit to PyTorch.
    """
    model = _as_sequential(model)
    state, layers = model.state_dict(), "".join(f"    {_torch_text(layer)},\n" for layer in model)
    dtype = f".to(torch.{next(iter(state.values())).dtype})" if state else ""
    lines = ["import torch\nfrom torch import nn\n\n", "\n" + _STEP if "Step()" in layers else ""]
    lines += [f"model = nn.Sequential(\n{layers}){dtype}\n"]
    if state:
        entries = (_assigned(f'    "{name}": torch.tensor(', a, "torch", "),\n") for name, a in state.items())
        lines += ["model.load_state_dict({\n", *entries, "})\n"]
    return "".join(lines) + ("" if model.training else "model.eval()\n")


def to_numpy_source(model):
    """Lines of NumPy with a function model(x) that returns the outputs of `model` in eval mode.

    model: a Sequential, one layer, or an IndexedNetwork; x is an array of a shape and dtype that it takes.
    Raises TypeError for what is no layer of nnkit.

    Chapter: From nnkit to PyTorch.
    """
    arrays, steps, number = [], [], 0
    for layer in _leaves(_as_sequential(model)):
        parameters = layer.named_parameters()
        number += bool(parameters)
        arrays += [_assigned(f"{name}{number} = np.array(", p.data, "np", ")\n") for name, p in parameters]
        steps.append(f"    x = {_numpy_text(layer, number)}\n")
    used = [
        inspect.getsource(function)
        for name, function in inspect.getmembers(_plain, inspect.isfunction)
        if re.search(rf"\b{name}\(", "".join(steps))
    ]
    parts = ["".join(arrays), *used, f"def model(x):\n{''.join(steps)}    return x\n"]
    return "import numpy as np\n\n" + "\n\n".join(parts).removeprefix("\n")


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
    """(name, arguments, keyword arguments) of the torch module that equals a layer, but for its parameters.

    What is torch's default is left out. Raises TypeError for a layer without counterpart.

    Chapter: From nnkit to PyTorch.
    """
    match layer:
        case Activation(name=name, options=options):
            torch_name, settings = TORCH_ACTIVATIONS[name]
            return torch_name, [], settings | options
        case Linear():
            return "nn.Linear", [layer.in_features, layer.out_features], _bias(layer)
        case Conv2d():
            out_channels, in_channels, *size = layer.weight.shape
            return "nn.Conv2d", [in_channels, out_channels, _short(size)], _strides(layer, 1) | _bias(layer)
        case MaxPool2d() | AvgPool2d():
            size = _short(layer.kernel_size)
            return f"nn.{type(layer).__name__}", [size], _strides(layer, size)
        case Flatten():
            return "nn.Flatten", [layer.start_dim], {}
        case Dropout():
            return "nn.Dropout", [layer.p], {}
    raise TypeError(f"nnkit knows no counterpart of {layer!r} in torch.nn")


def _as_sequential(model):
    model = as_module(model)
    return model if isinstance(model, Sequential) else Sequential(model).train(model.training)


def _bias(layer):
    return {"bias": False} if layer.bias is None else {}


def _strides(layer, stride):
    given, usual = {"stride": layer.stride, "padding": layer.padding}, {"stride": stride, "padding": 0}
    return {name: _short(pair) for name, pair in given.items() if _short(pair) != usual[name]}


def _short(pair):
    return pair[0] if pair[0] == pair[1] else tuple(pair)


def _torch_text(layer):
    if isinstance(layer, Sequential):
        return f"nn.Sequential({', '.join(map(_torch_text, layer))})"
    name, args, kwargs = torch_call(layer)
    return f"{name}({', '.join([*map(repr, args), *(f'{k}={v!r}' for k, v in kwargs.items())])})"


def _numpy_text(layer, number):
    """The layer as an expression of x, which may call the functions in `_plain`."""
    bias = "" if getattr(layer, "bias", None) is None else f" + bias{number}"
    match layer:
        case Activation(name=name, options=options):
            settings = "".join(f", {key}={value!r}" for key, value in options.items())
            return f"{name}(x{settings})"
        case Linear():
            shapes = f"(N, {layer.in_features}) -> (N, {layer.out_features})"
            return f"x @ weight{number}.T{bias}  # {shapes}"
        case Conv2d():
            bias += "[:, None, None]" if bias else ""
            view = _windows(layer, layer.weight.shape[2:])
            return f'np.einsum("nchwij,ocij->nohw", {view}, weight{number}){bias}'
        case MaxPool2d():
            return f"{_windows(layer, layer.kernel_size, ', fill=-np.inf')}.max((-2, -1))"
        case AvgPool2d():
            return f"{_windows(layer, layer.kernel_size)}.mean((-2, -1))"
        case Flatten():
            return f"x.reshape(*x.shape[:{layer.start_dim}], -1)"
        case Dropout():
            return "x  # no Dropout after training"
    raise TypeError(f"nnkit has no NumPy source for {layer!r}")


def _windows(layer, size, fill=""):
    return f"windows(x, {size}, {layer.stride}, {layer.padding}{fill})"


def _leaves(model):
    return [
        leaf for layer in model for leaf in (_leaves(layer) if isinstance(layer, Sequential) else [layer])
    ]


def _assigned(start, array, library, end):
    """start + the array with all its digits, its lines below each other + its dtype + end."""
    text = np.array2string(
        array, 100, separator=", ", prefix=start, threshold=sys.maxsize, formatter={"float_kind": str}
    )
    text = re.sub(r"\n+", "\n", text)  # numpy leaves blank lines between matrices
    return f"{start}{text}, dtype={library}.{array.dtype}{end}"
