"""What all layers have in common: parameters with gradients, names, and a state that can be saved.

Chapter: Backpropagation, layer by layer. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §6.5;
the names are those of PyTorch's torch.nn.Module.
"""

import math
from collections.abc import Mapping

import numpy as np

from nnkit._checks import finite_array, flag, float_dtype, generator, real_array

__all__ = ["Module", "Parameter", "WeightedModule"]


class Parameter:
    """An array that is learned: `data` (...), a copy of what is given, and `grad`, None or of the same shape.

    An optimiser changes `data` in place. What does not hold real numbers is a TypeError, NaN and infinities
    are a ValueError.

    Chapter: Backpropagation, layer by layer.
    """

    def __init__(self, data):
        self.data = finite_array(data, "data").copy()
        self.grad = None

    @property
    def shape(self):
        """The shape of `data`."""
        return self.data.shape

    def accumulate(self, grad):
        """Add a gradient, of the shape of `data`, to what the backwards before have left."""
        self.grad = grad if self.grad is None else self.grad + grad

    def zero_grad(self):
        """Forget the gradient: it becomes None."""
        self.grad = None

    def __repr__(self):
        return f"Parameter(shape={self.shape}, dtype={self.data.dtype})"


class Module:
    """A layer, or a network of layers: y = f(x, w), and backward from dJ/dy to dJ/dx and dJ/dw.

    A new kind defines `forward` and `backward`. Parameters and Modules among its attributes are found, and
    named after the attribute, as in PyTorch. `training` is what train() and eval() set.

    Chapter: Backpropagation, layer by layer.
    """

    training = True
    _memory = None  # (output, what else backward needs) of the last forward

    def forward(self, x):
        """The output for x; errors and shapes are each layer's own.

        It keeps in mind x, the output and what else `backward` needs: until then change neither in place.
        """
        raise NotImplementedError(f"{type(self).__name__} has no forward(x): define one")

    def backward(self, grad_output):
        """dJ/dy in the shape of the output -> dJ/dx in the shape of x; adds dJ/dw to each parameter's grad.

        It is for the last forward, once: a RuntimeError otherwise. Another shape than the output's is a
        ValueError, another dtype a TypeError.
        """
        raise NotImplementedError(f"{type(self).__name__} has no backward(grad_output): define one")

    def __call__(self, x):
        return self.forward(x)

    def named_children(self):
        """The list of (name, module) for the modules directly inside this one."""
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Module)]

    def named_parameters(self):
        """The list of (name, parameter) for all parameters, with names such as "0.weight"."""
        own = [(name, value) for name, value in vars(self).items() if isinstance(value, Parameter)]
        inner = [
            (f"{name}.{inside}", parameter)
            for name, child in self.named_children()
            for inside, parameter in child.named_parameters()
        ]
        return own + inner

    def parameters(self):
        """The list of all parameters, each once, for an optimiser."""
        return list(dict.fromkeys(parameter for _, parameter in self.named_parameters()))

    def zero_grad(self):
        """Forget all gradients: each becomes None."""
        for value in vars(self).values():
            if isinstance(value, (Parameter, Module)):
                value.zero_grad()

    def train(self, mode=True):
        """Set `training`, which Dropout heeds, here and in all modules inside; returns this module."""
        self.training = flag(mode, "mode")
        for _, child in self.named_children():
            child.train(mode)
        return self

    def eval(self):
        """The same as train(False)."""
        return self.train(False)

    def state_dict(self):
        """A dict from each parameter's name to a copy of its array, as torch's load_state_dict wants it."""
        return {name: parameter.data.copy() for name, parameter in self.named_parameters()}

    def load_state_dict(self, state):
        """Copy the arrays, or torch's tensors, of a state_dict into the parameters; returns this module.

        dtypes become the module's. Nothing is changed unless all fits: names that are missing or too many and
        other shapes are one ValueError that lists them; NaN and infinities are one too. A state that is no
        dict is a TypeError.
        """
        if not isinstance(state, Mapping):
            raise TypeError(f"a state is a dict from names to arrays, got a {type(state).__name__}")
        arrays = {name: finite_array(value, name) for name, value in state.items()}
        own = dict(self.named_parameters())
        wrong = _mismatches(own, arrays)
        if wrong:
            raise ValueError(f"the state does not fit {self}: {'; '.join(wrong)}")
        for name, parameter in own.items():
            parameter.data[...] = arrays[name]
        return self

    def save(self, path):
        """Write the state_dict to the file `path` as .npz; an OSError where that cannot be."""
        with open(path, "wb") as file:
            np.savez(file, **self.state_dict())

    def load(self, path):
        """load_state_dict from a file that `save` wrote; another file is a ValueError, none an OSError."""
        from zipfile import BadZipFile  # only on request: it takes a tenth as long as numpy

        with open(path, "rb") as file:
            try:
                saved = dict(np.load(file, allow_pickle=False))
                state = {name: real_array(value, name) for name, value in saved.items()}
            except (ValueError, TypeError, EOFError, BadZipFile):  # whose words advise to load pickles
                raise ValueError(f"{path} holds no arrays as save(path) writes them") from None
        return self.load_state_dict(state)

    def _settings(self):
        """What the text of this layer says in brackets: a dict."""
        return {}

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._settings().items())})"

    def _in_short(self):
        """What the text of a Sequential says of this layer."""
        return type(self).__name__.lower()

    def _floats(self, x, dtype=None):
        """x as an array of floats, of `dtype` where the layer has one. A list takes on what is wanted."""
        if not isinstance(x, np.ndarray):
            x = real_array(x, "x")
            return x if dtype is None else x.astype(dtype)
        if x.dtype != dtype and (dtype is not None or x.dtype.char not in "fd"):
            raise TypeError(self._other_dtype("x", x.dtype, dtype or np.dtype(np.float64)))
        return x

    def _recall(self, grad_output):
        """The `_memory` of the last forward, once, when grad_output fits its output."""
        if self._memory is None:
            raise RuntimeError(f"{self}: backward needs a forward before it, and each forward allows one")
        output, shape = self._memory[0], getattr(grad_output, "shape", None)
        if shape != output.shape:
            got = f"a {type(grad_output).__name__}" if shape is None else f"shape {shape}"
            raise ValueError(f"{self}: grad_output must have the output's shape {output.shape}, got {got}")
        if grad_output.dtype != output.dtype:
            raise TypeError(self._other_dtype("grad_output", grad_output.dtype, output.dtype))
        memory, self._memory = self._memory, None
        return memory

    def _other_dtype(self, name, found, wanted):
        return f"{self}: {name} has dtype {found} instead of {wanted}: pass {name}.astype(np.{wanted})"


class WeightedModule(Module):
    """A layer with `weight` (units, ...), and with `bias` (units,) or None, both Parameters.

    `input_grad` = False makes `backward` return None instead of dJ/dx. A network's first layer can do
    without, which saves its largest product; PyTorch does so for x that needs no gradient.

    Chapter: Backpropagation, layer by layer.
    """

    input_grad = True

    def _draw(self, rng, shape, bias, dtype):
        """Start as PyTorch does: uniform within ±1/sqrt(fan_in), the number of weights of one unit."""
        rng, dtype, bound = generator(rng), float_dtype(dtype), 1 / math.sqrt(math.prod(shape[1:]))

        def drawn(shape):
            return Parameter(rng.uniform(-bound, bound, shape).astype(dtype))

        self.weight = drawn(shape)
        self.bias = drawn(shape[:1]) if flag(bias, "bias") else None

    def _take(self, weight, bias, ndim):
        """Start from arrays: weight with ndim axes, and bias in its dtype."""
        self.weight = Parameter(finite_array(weight, "weight"))
        shape, dtype = self.weight.shape, self.weight.data.dtype
        if len(shape) != ndim or 0 in shape:
            raise ValueError(f"weight must have {ndim} axes, none of length 0, got shape {shape}")
        self.bias = None if bias is None else Parameter(finite_array(bias, "bias").astype(dtype))
        if self.bias and self.bias.shape != shape[:1]:
            raise ValueError(
                f"weight has shape {shape}, but bias has shape {self.bias.shape}: not {shape[:1]}"
            )

    def _refuse(self, x, wanted):
        told = f"{self}: x has shape {x.shape}, but weight has shape {self.weight.shape}"
        raise ValueError(f"{told}: x must have shape {wanted}")


def _mismatches(own, state):
    """What is wrong with a state: a list of texts. own: name -> Parameter; state: name -> array."""
    missing = [f"{name} is missing" for name in own if name not in state]
    unexpected = [f"{name} is unexpected" for name in state if name not in own]
    shapes = [
        f"{name} has shape {state[name].shape} instead of {parameter.shape}"
        for name, parameter in own.items()
        if name in state and state[name].shape != parameter.shape
    ]
    return missing + unexpected + shapes
