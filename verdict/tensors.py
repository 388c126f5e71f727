"""How a check uses modules and tensors of torch; see verdict/uses.py. torch is imported only by a call.

Arrays arrive as tensors of the same dtype and lie in the same memory, so that a changed one is noticed. The
random numbers of whoever runs a check go on as if there had been none.
"""

import contextlib
import functools

import numpy as np


def _apart(use):
    """Gives torch's generator back as it was."""

    @functools.wraps(use)
    def apart(*arguments):
        import torch

        with torch.random.fork_rng(devices=[]):
            return use(*arguments)

    return apart


@_apart
def call(function, *arguments):
    """`function(*arguments)`, arrays as tensors, also inside lists, tuples and dicts."""
    return function(*map(_tensors, arguments))


@_apart
def forward(build, arguments, parameters, x):
    """The output for x of the module that `build(*arguments)` returns, in the module's own dtype.

    parameters: what it is to hold: dict name -> array, list of arrays in its own order, or None: what it has.
    Raises TypeError if it is no module, ValueError if its parameters are others.
    """
    return _output(_set(_built(build, arguments), parameters), x)


@_apart
def gradients(build, arguments, parameters, x):
    """The gradient of the same output's sum by each parameter -> list of arrays, 0 where none arrives."""
    module = _set(_built(build, arguments), parameters)
    module.zero_grad()
    output = _output(module, x).sum()
    with contextlib.suppress(RuntimeError):  # what it says where no way leads back from the output
        output.backward()
    return [np.zeros(held.shape) if held.grad is None else held.grad for held in module.parameters()]


@_apart
def parameters(build, arguments):
    """The parameters of the module that `build(*arguments)` returns -> list of arrays, in its own order."""
    return [parameter.detach().numpy().copy() for parameter in _built(build, arguments).parameters()]


@_apart
def same_again(build, arguments):
    """Whether two such modules, made one after the other, hold the same numbers: none is left to chance.

    Raises ValueError if the second is the first.
    """
    pairs = zip(*(module.parameters() for module in _two_built(build, arguments)), strict=True)
    return all(np.array_equal(first.detach().numpy(), second.detach().numpy()) for first, second in pairs)


@_apart
def shapes(build, arguments):
    """Name -> shape of each of its parameters. Raises ValueError if a second call gives the same module."""
    first, _ = _two_built(build, arguments)
    return {name: tuple(held.shape) for name, held in first.named_parameters()}


@_apart
def dtypes(build, arguments):
    """The dtypes of its parameters, e.g. ["float32"], each once."""
    found = {str(held.dtype).removeprefix("torch.") for held in _built(build, arguments).parameters()}
    return sorted(found)


@_apart
def trained(train, layers, *arguments):
    """(what `train(model, *arguments)` returns, the model's parameters after it as a list of arrays).

    layers: (weight, bias) of each linear layer; the model has tanh between them, and float arguments come as
    tensors of the weights' dtype.
    """
    model = _model(layers)
    result = train(model, *map(_tensors, arguments))
    return result, [parameter.detach().numpy().copy() for parameter in model.parameters()]


def _model(layers):
    import torch

    parts = []
    for weight, bias in layers:
        linear = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.as_tensor(weight).dtype)
        parts += [_set(linear, [weight, bias]), torch.nn.Tanh()]
    return torch.nn.Sequential(*parts[:-1])


def _output(module, x):
    import torch

    dtypes = [parameter.dtype for parameter in module.parameters()]
    return module(torch.as_tensor(x, dtype=dtypes[0] if dtypes else None))


def _built(build, arguments):
    import torch

    module = build(*map(_tensors, arguments))
    if not isinstance(module, torch.nn.Module):
        raise TypeError(f"a torch.nn.Module is wanted, and this is a {type(module).__name__}")
    return module


def _two_built(build, arguments):
    first, second = (_built(build, arguments) for _ in range(2))
    if first is second:
        raise ValueError("called twice, it returns one and the same network: each call has to make a new one")
    return first, second


def _set(module, parameters):
    """The module, its parameters made to hold what is given."""
    import torch

    if parameters is None:
        return module
    own = dict(module.named_parameters())
    wanted = parameters if isinstance(parameters, dict) else dict(zip(own, parameters, strict=False))
    if len(own) != len(parameters) or set(own) != set(wanted):
        raise ValueError(f"the module's parameters are {', '.join(own) or 'none'}: not the ones asked for")
    for name, held in own.items():
        if tuple(held.shape) != np.shape(wanted[name]):
            raise ValueError(
                f"the parameter {name} has shape {tuple(held.shape)}, not {np.shape(wanted[name])}"
            )
        with torch.no_grad():
            held.copy_(torch.as_tensor(wanted[name]))
    return module


def _tensors(value):
    import torch

    if isinstance(value, np.ndarray):
        return torch.from_numpy(value)
    if isinstance(value, list | tuple):
        return type(value)(map(_tensors, value))
    return {key: _tensors(item) for key, item in value.items()} if isinstance(value, dict) else value
