"""Layers: y = f(x, w) forward, dJ/dx and dJ/dw backward; a network is a row of them.

A step of training is PyTorch's: zero_grad, forward, loss, backward, step; but it is the model whose
`backward` is called, with the gradient of the loss. It goes back through the last forward, once.

For all layers here: x is an array of floats (a list becomes one) and the output has its dtype. Shapes that do
not fit are a ValueError, dtypes a TypeError; a batch of no examples is fine. `backward` takes dJ/dy in shape
and dtype of the output and returns dJ/dx in those of x; its errors are those of `Module.backward`.

Chapter: Backpropagation, layer by layer. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §6.5.
"""

import inspect
import math

import numpy as np

from nnkit._checks import generator, number_between, whole_number
from nnkit.activations import activation
from nnkit.module import Module, Parameter, WeightedModule

__all__ = ["Activation", "Dropout", "Flatten", "Linear", "Module", "Parameter", "Sequential"]


class Linear(WeightedModule):
    """z = x @ weight.T + bias: x (..., in_features) -> z (..., out_features).

    weight (out_features, in_features): weight[j, i] goes from unit i to unit j, the chapters' w_{l,i,j}. bias
    (out_features,), or None. Both start uniform within ±1/sqrt(in_features), as in PyTorch. Sizes below 1 are
    a ValueError; an rng that is no Generator, a dtype other than float32 and float64, and a bias that is not
    True or False are a TypeError.

    Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow et al. (2016), §6.1.
    """

    def __init__(self, in_features, out_features, bias=True, *, rng, dtype=np.float64):
        shape = whole_number(out_features, "out_features", 1), whole_number(in_features, "in_features", 1)
        self._draw(rng, shape, bias, dtype)

    @classmethod
    def from_weight(cls, weight, bias=None):
        """The layer with copies of weight (out_features, in_features) and of bias (out_features,) or None.

        Shapes that do not fit, NaN and infinities are a ValueError. The dtype is that of weight.
        """
        layer = cls.__new__(cls)
        layer._take(weight, bias, ndim=2)
        return layer

    @property
    def in_features(self):
        """The number of inputs."""
        return self.weight.shape[1]

    @property
    def out_features(self):
        """The number of units."""
        return self.weight.shape[0]

    def forward(self, x):
        """x (..., in_features) -> z (..., out_features). A wrong shape: ValueError; dtype: TypeError."""
        weight = self.weight.data
        x = self._floats(x, weight.dtype)
        if x.shape[-1:] != weight.shape[1:]:
            self._refuse(x, f"(..., {self.in_features})")
        z = x.dot(weight.T)  # (..., in) -> (..., out); for small matrices dot takes half the time of @
        if self.bias is not None:
            z += self.bias.data
        self._memory = z, x
        return z

    def backward(self, grad_output):
        """dJ/dz (..., out_features) -> dJ/dx (..., in_features), or None where `input_grad` is False."""
        _, x = self._recall(grad_output)
        dz, rows = _rows(grad_output), _rows(x)
        self.weight.accumulate(dz.T.dot(rows))  # (out, N) (N, in) -> (out, in)
        if self.bias is not None:
            self.bias.accumulate(np.add.reduce(dz, 0))
        return grad_output.dot(self.weight.data) if self.input_grad else None

    def _settings(self):
        sizes = {"in_features": self.in_features, "out_features": self.out_features}
        return sizes | {"bias": self.bias is not None}

    def _in_short(self):
        return f"→ {self.out_features}"


class Activation(Module):
    """a = g(z), for the name of any activation: z (...) -> a (...).

    options are the activation's own: `negative_slope` of "leaky_relu", `dim` of "softmax" and "log_softmax".
    An unknown name is a ValueError, an unknown option a TypeError.

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.
    """

    def __init__(self, name, **options):
        self.name, self.options, self.function = name, options, activation(name)
        known = list(inspect.signature(self.function.function).parameters)[1:]
        unknown = [option for option in options if option not in known]
        if unknown:
            raise TypeError(f"{name} has no option {unknown[0]!r}; its options are {known}")

    def forward(self, x):
        """z (...) -> a (...). Integers: TypeError."""
        z = self._floats(x)
        a = self.function.function(z, **self.options)
        self._memory = a, z
        return a

    def backward(self, grad_output):
        """dJ/da (...) -> dJ/dz (...)."""
        a, z = self._recall(grad_output)
        return self.function.vjp(z, a, grad_output, **self.options)

    def _settings(self):
        return {"name": self.name, **self.options}

    def __repr__(self):
        return super().__repr__().replace("name=", "", 1)  # as one writes it: Activation('relu')

    def _in_short(self):
        return repr(self) if self.options else self.name


class Flatten(Module):
    """The axes from `start_dim` on become one: (N, C, H, W) -> (N, C H W).

    A start_dim that is not a whole number of at least 0 is a ValueError.

    Chapter: Convolutional networks.
    """

    def __init__(self, start_dim=1):
        self.start_dim = whole_number(start_dim, "start_dim", 0)

    def forward(self, x):
        """x (N, ...) -> (N, the product of the rest). Fewer axes than start_dim + 1: ValueError."""
        x = self._floats(x)
        if x.ndim <= self.start_dim:
            raise ValueError(f"{self}: x has shape {x.shape}, no axis {self.start_dim} to begin with")
        kept, joined = x.shape[: self.start_dim], x.shape[self.start_dim :]
        output = x.reshape(*kept, math.prod(joined))
        self._memory = output, x.shape
        return output

    def backward(self, grad_output):
        """dJ/dy (N, ...) -> dJ/dx in the shape of x."""
        _, shape = self._recall(grad_output)
        return grad_output.reshape(shape)

    def _settings(self):
        return {"start_dim": self.start_dim}


class Dropout(Module):
    """In training each entry becomes 0 with probability p, or else x / (1 - p); in eval all stay. Any shape.

    So the mean stays what it was. The entries that stay are those where rng.random(x.shape) >= p. A p outside
    [0, 1) is a ValueError, an rng that is no Generator a TypeError.

    Chapter: In practice. Source: Srivastava et al. (2014), Journal of Machine Learning Research 15.
    """

    def __init__(self, p=0.5, *, rng):
        self.p, self.rng = number_between(p, 0, 1, "p"), generator(rng)

    def forward(self, x):
        """x (...) -> (...). Integers: TypeError."""
        x = self._floats(x)
        factor = np.ones((), x.dtype)
        if self.training:
            factor = (self.rng.random(x.shape) >= self.p) / x.dtype.type(1 - self.p)
        output = x * factor
        self._memory = output, factor
        return output

    def backward(self, grad_output):
        """dJ/dy (...) -> dJ/dx (...), by the same factors."""
        _, factor = self._recall(grad_output)
        return grad_output * factor

    def _settings(self):
        return {"p": self.p}

    def _in_short(self):
        return f"dropout {self.p:g}"


class Sequential(Module):
    """Layers one after the other: x -> the first -> … -> the last -> output.

    model[0], model[:2] (a Sequential of the same layers), len(model) and `for layer in model` are as for a
    list. No layer at all, or one layer twice (it remembers one forward only), is a ValueError; what is no
    Module is a TypeError.

    Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow et al. (2016), §6.4.
    """

    def __init__(self, *layers):
        for i, layer in enumerate(layers):
            if not isinstance(layer, Module):
                raise TypeError(f"layer {i} must be a Module such as Linear or Activation, got {layer!r}")
            if layer in layers[:i]:
                raise ValueError(f"layer {i} is layer {layers.index(layer)} again: make a new {layer!r}")
        if not layers:
            raise ValueError("a Sequential needs at least one layer")
        self.layers = layers
        vars(self).update({str(i): layer for i, layer in enumerate(layers)})  # PyTorch's names: "0.weight"

    def forward(self, x):
        """x -> the last layer's output, in the shapes that the layers ask for and give."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        """dJ/dy in the shape of the output -> dJ/dx in that of x, through the layers from last to first."""
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

    def __getitem__(self, index):
        return Sequential(*self.layers[index]) if isinstance(index, slice) else self.layers[index]

    def __len__(self):
        return len(self.layers)

    def __iter__(self):
        return iter(self.layers)

    def __repr__(self):
        first = self[0]
        inputs = f"{first.weight.shape[1]} " if isinstance(first, WeightedModule) else ""
        return f"Sequential({inputs}{' '.join(layer._in_short() for layer in self)})"

    _in_short = __repr__


def _rows(array):
    return array if array.ndim == 2 else array.reshape(-1, array.shape[-1])
