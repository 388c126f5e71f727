"""nnkit's models as PyTorch's and back: the same layers, names, shapes and numbers.

Both ways copy every array, so that training one model never moves the other. Which layers correspond stands
in `nnkit.source.torch_call`, which writes them as text too.

Chapter: From nnkit to PyTorch. Source: the documentation of torch.nn (PyTorch 2).
"""

import torch
from torch import nn

from nnkit import source
from nnkit.convolution import AvgPool2d, Conv2d, MaxPool2d
from nnkit.layers import Activation, Dropout, Flatten, Linear, Sequential
from nnkit.source import to_numpy_source, to_torch_source

__all__ = ["Step", "from_torch", "to_numpy_source", "to_torch", "to_torch_source"]

# What nnkit's layers cannot do otherwise: attribute -> the values with which a torch module equals one.
_ONLY = {
    nn.Conv2d: {"dilation": [(1, 1)], "groups": [1], "padding_mode": ["zeros"]},
    nn.MaxPool2d: {"dilation": [1, (1, 1)], "ceil_mode": [False], "return_indices": [False]},
    nn.AvgPool2d: {"ceil_mode": [False], "count_include_pad": [True], "divisor_override": [None]},
    nn.Flatten: {"end_dim": [-1]},
    nn.GELU: {"approximate": ["tanh"]},
    nn.Softplus: {"beta": [1], "threshold": [20, 40]},  # beyond 20 the two differ by less than 3e-9
}


class Step(nn.Module):
    """The hard threshold as a torch module, z (...) -> (...) of 0 and 1; no gradient flows through it.

    Raises nothing.

    Chapter: From nnkit to PyTorch.
    """

    def forward(self, z):
        """1 where z >= 0, else 0, in the dtype of z. Shape (...) -> (...). Raises nothing."""
        return (z >= 0).to(z.dtype)


def _torch_class(name):
    return getattr(nn, name, Step)  # torch.nn has all but a step


_ACTIVATIONS = {_torch_class(name): ours for ours, (name, _) in source.TORCH_ACTIVATIONS.items()}


def to_torch(model):
    """The torch.nn module with the layers of `model` and copies of its parameters, in their dtype.

    model: a Sequential -> nn.Sequential, one layer -> its counterpart, an IndexedNetwork -> the nn.Sequential
    of its layers.
    The mode, train() or eval(), stays; torch's random state is not touched. Raises TypeError for what has no
    counterpart.

    Chapter: From nnkit to PyTorch.
    """
    model = source.as_module(model)
    with torch.device("meta"):  # no memory and no random numbers for weights that are replaced at once
        module = _module(model)
    state = {name: torch.from_numpy(array) for name, array in model.state_dict().items()}  # its own copies
    module.load_state_dict(state, assign=True)
    return module


def from_torch(module, *, rng=None):
    """The model of nnkit with the layers of a torch `module` and copies of its parameters, in their dtype.

    module: an nn.Sequential (perhaps of others) -> Sequential, one layer -> its counterpart.
    rng: a NumPy generator, needed where there is an nn.Dropout.
    The mode stays, gradients and devices do not come along. Raises TypeError for modules and dtypes that
    nnkit has not, ValueError for settings that it has not, and for parameters that two layers share.

    Chapter: From nnkit to PyTorch.
    """
    if not isinstance(module, nn.Module):
        raise TypeError(f"module must be a torch.nn.Module, got {module!r}")
    names = [name for name, _ in module.named_parameters(remove_duplicate=False)]
    if len(names) > len(list(module.parameters())):
        raise ValueError(f"two layers share a parameter among {names}: nnkit would train two copies of it")
    return _model(module, rng)


def _module(layer):
    if isinstance(layer, Sequential):
        module = nn.Sequential(*map(_module, layer))
    else:
        name, settings = source.torch_call(layer)
        module = _torch_class(name)(**settings)
    module.training = layer.training
    return module


def _model(module, rng):
    for name, values in _ONLY.get(type(module), {}).items():
        if getattr(module, name) not in values:
            raise ValueError(
                f"{module}: nnkit has no {name}={getattr(module, name)!r}, only {name}={values[0]!r}"
            )
    model = _layer(module, rng)
    model.training = module.training
    return model


def _layer(module, rng):
    kind = type(module)  # a subclass may compute anything
    if kind in _ACTIVATIONS:
        given = {k: getattr(module, k, usual) for k, usual in source.OPTIONS.items()}
        return Activation(_ACTIVATIONS[kind], **{k: v for k, v in given.items() if v != source.OPTIONS[k]})
    builders = {
        nn.Sequential: lambda m: Sequential(*(_model(child, rng) for child in m)),
        nn.Linear: lambda m: Linear.from_weight(*_arrays(m)),
        nn.Conv2d: lambda m: Conv2d.from_weight(*_arrays(m), m.stride, m.padding),
        nn.MaxPool2d: lambda m: MaxPool2d(m.kernel_size, m.stride, m.padding),
        nn.AvgPool2d: lambda m: AvgPool2d(m.kernel_size, m.stride, m.padding),
        nn.Flatten: lambda m: Flatten(m.start_dim),
        nn.Dropout: lambda m: Dropout(m.p, rng=rng),
    }
    if kind not in builders:
        raise TypeError(f"nnkit has no counterpart of {module}: build it of the layers in nnkit.layers")
    return builders[kind](module)


def _arrays(module):
    """weight and bias, or None, of a module as arrays."""
    if module.weight.dtype not in (torch.float32, torch.float64):
        raise TypeError(
            f"{module} has dtype {module.weight.dtype}: call module.double() or module.float() first"
        )
    return [t if t is None else t.detach().cpu().numpy() for t in (module.weight, module.bias)]
