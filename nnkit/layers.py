"""Layers: y = f(x, w) forward, and backward from dJ/dy to dJ/dx and dJ/dw; a network is a row of them.

Training is PyTorch's loop: zero_grad, forward, loss, backward, step. Two differences: `backward` is called on
the model, with the loss's gradient, and it goes back through each layer's last forward, once.

For all layers here: x is an array of floats whose first axis counts the examples (none is fine), and the
output has its dtype; `grad_output` has shape and dtype of the output, the returned gradient those of x. Other
shapes are a ValueError, other dtypes (integers too) a TypeError, and a backward without a forward before it
is a RuntimeError. Where PyTorch has the same name, it has the same meaning.

Chapter: Backpropagation, layer by layer. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §6.5.
"""

import zipfile

import numpy as np

from nnkit._checks import finite_array, float_dtype, generator, real_array, whole_number
from nnkit.activations import activation


class Parameter:
    """An array that is learned: `data` (...), a copy, and `grad` (...), which is None before a backward.

    An optimiser changes `data` in place. NaN and infinities are a ValueError.

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
        """Add `grad` (...), which becomes this parameter's own, to the gradient of the backwards before."""
        if self.grad is None:
            self.grad = grad
        else:
            self.grad += grad

    def zero_grad(self):
        """Forget the gradient."""
        self.grad = None

    def __repr__(self):
        return f"Parameter(shape={self.shape}, dtype={self.data.dtype})"


class Module:
    """What all layers and networks share; a new one defines `forward` and `backward`.

    Its Parameters and Modules are found among its attributes and named after them, as in PyTorch.

    Chapter: Backpropagation, layer by layer.
    """

    training = True
    input_grad = True
    _memory = None

    def forward(self, x):
        """The output for x, remembering what `backward` needs."""
        raise NotImplementedError(f"{type(self).__name__} has no forward(x)")

    def backward(self, grad_output):
        """dJ/dx from dJ/dy, adding dJ/dw to each parameter's grad."""
        raise NotImplementedError(f"{type(self).__name__} has no backward(grad_output)")

    def __call__(self, x):
        return self.forward(x)

    def children(self):
        """The modules directly inside this one, by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Module)}

    def named_parameters(self):
        """All parameters with their names such as "0.weight", in PyTorch's order: a list of pairs."""
        own = [(name, value) for name, value in vars(self).items() if isinstance(value, Parameter)]
        return own + [
            (f"{name}.{inner}", parameter)
            for name, child in self.children().items()
            for inner, parameter in child.named_parameters()
        ]

    def parameters(self):
        """The list of all parameters, each once."""
        return list(dict.fromkeys(parameter for _, parameter in self.named_parameters()))

    def zero_grad(self):
        """Forget all gradients."""
        for value in vars(self).values():
            if isinstance(value, (Parameter, Module)):
                value.zero_grad()

    def train(self, mode=True):
        """Set `training`, which Dropout heeds, here and inside; returns the module."""
        self.training = mode
        for child in self.children().values():
            child.train(mode)
        return self

    def eval(self):
        """The same as train(False)."""
        return self.train(False)

    def state_dict(self):
        """A copy of each parameter's array, by name."""
        return {name: parameter.data.copy() for name, parameter in self.named_parameters()}

    def load_state_dict(self, state):
        """Set every parameter from a dict name -> array or tensor, in the module's own dtype.

        Nothing is set unless all fits: missing and unexpected names and wrong shapes are one ValueError that
        lists them; so are NaN and infinities.
        """
        arrays = {name: finite_array(value, name) for name, value in state.items()}
        own = dict(self.named_parameters())
        wrong = _mismatches(own, arrays)
        if wrong:
            raise ValueError("the state does not fit this model: " + "; ".join(wrong))
        for name, parameter in own.items():
            parameter.data[...] = arrays[name]
        return self

    def save(self, path):
        """Write the state_dict to `path` as .npz, numpy's own format."""
        with open(path, "wb") as file:
            np.savez(file, **self.state_dict())

    def load(self, path):
        """`load_state_dict` of a file that `save` wrote. Another kind of file: ValueError."""
        with open(path, "rb") as file:
            try:
                state = dict(np.load(file, allow_pickle=False))
            except (ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
                raise ValueError(f"{path} is not an .npz file of arrays: {error}") from None
        return self.load_state_dict(state)

    def _recall(self, grad_output):
        """(output, what else forward put into `_memory`), once, when grad_output fits that output."""
        if self._memory is None:
            raise RuntimeError(f"{self}: backward needs a forward before it, and each forward allows one")
        output = self._memory[0]
        if getattr(grad_output, "shape", None) != output.shape:
            raise ValueError(
                f"{self}: grad_output has shape {np.shape(grad_output)}, but the output has {output.shape}"
            )
        if grad_output.dtype != output.dtype:
            raise TypeError(f"{self}: {_other_dtype('grad_output', grad_output, output.dtype)}")
        memory, self._memory = self._memory, None
        return memory


def _mismatches(own, state):
    missing = [f"{name} is missing" for name in own.keys() - state.keys()]
    unexpected = [f"{name} is unexpected" for name in state.keys() - own.keys()]
    shapes = [
        f"{name} has shape {state[name].shape} instead of {own[name].shape}"
        for name in own.keys() & state.keys()
        if own[name].shape != state[name].shape
    ]
    return sorted(missing) + sorted(unexpected) + sorted(shapes)


def _other_dtype(name, array, dtype):
    return f"{name} has dtype {array.dtype} instead of {dtype}: pass {name}.astype(np.{dtype})"


def floats(x):
    """`x` as an array of floats. A list becomes float64; an array of integers is a TypeError."""
    if not isinstance(x, np.ndarray):
        return real_array(x, "x")
    if x.dtype.kind != "f":
        raise TypeError(_other_dtype("x", x, np.dtype(np.float64)))
    return x


class Linear(Module):
    """z = x @ weight.T + bias, for x (..., in_features) -> (..., out_features).

    weight (out_features, in_features): weight[j, i] goes from unit i to unit j, the chapters' w_{l,i,j}; bias
    (out_features,) or None. Both start uniform within ±1/sqrt(in_features), as in PyTorch. Sizes below 1: a
    ValueError.

    Chapter: Multilayer perceptrons and the network's equations. Source: Goodfellow et al. (2016), §6.1.
    """

    def __init__(self, in_features, out_features, bias=True, *, rng, dtype=np.float64):
        out_features = whole_number(out_features, "out_features", 1)
        bound = 1 / np.sqrt(whole_number(in_features, "in_features", 1))
        self.weight = uniform(rng, bound, (out_features, in_features), dtype)
        self.bias = uniform(rng, bound, (out_features,), dtype) if bias else None

    @classmethod
    def from_weight(cls, weight, bias=None):
        """The layer with this weight (out_features, in_features) and bias (out_features,) or None, copied."""
        layer = cls.__new__(cls)
        layer.weight, layer.bias = weight_and_bias(weight, bias, ndim=2)
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
        """x (..., in_features) -> z (..., out_features)."""
        weight = self.weight.data
        x = fitting(x, weight, axis=-1)
        z = x.dot(weight.T)  # (..., in) -> (..., out); for small matrices dot takes half the time of @
        if self.bias is not None:
            z += self.bias.data
        self._memory = z, x
        return z

    def backward(self, grad_output):
        """dJ/dz (..., out_features) -> dJ/dx (..., in_features)."""
        _, x = self._recall(grad_output)
        grads, rows = _rows(grad_output), _rows(x)
        self.weight.accumulate(grads.T.dot(rows))  # (out, N) (N, in) -> (out, in)
        if self.bias is not None:
            self.bias.accumulate(np.add.reduce(grads, 0))
        return grad_output.dot(self.weight.data) if self.input_grad else None

    def __repr__(self):
        return f"Linear({self.in_features}, {self.out_features}, bias={self.bias is not None})"


def _rows(array):
    return array if array.ndim == 2 else array.reshape(-1, array.shape[-1])


def uniform(rng, bound, shape, dtype):
    """A Parameter of the shape, drawn from [-bound, bound]."""
    return Parameter(generator(rng).uniform(-bound, bound, shape).astype(float_dtype(dtype)))


def weight_and_bias(weight, bias, ndim):
    """Two Parameters, the second one perhaps None, that fit each other."""
    weight = Parameter(weight)
    if len(weight.shape) != ndim or not weight.data.size:
        raise ValueError(f"weight must have {ndim} axes, none of them empty, got shape {weight.shape}")
    if bias is None:
        return weight, None
    bias = Parameter(finite_array(bias, "bias").astype(weight.data.dtype))
    if bias.shape != weight.shape[:1]:
        raise ValueError(f"weight has shape {weight.shape}, but bias has shape {bias.shape}: one per row")
    return weight, bias


def fitting(x, weight, axis):
    """`x`, when its dtype is that of weight and its size along the axis is that of weight along axis 1."""
    if not isinstance(x, np.ndarray):
        x = real_array(x, "x").astype(weight.dtype)
    if x.dtype != weight.dtype:
        raise TypeError(f"the layer: {_other_dtype('x', x, weight.dtype)}")
    if not x.ndim or x.shape[axis] != weight.shape[1]:
        raise ValueError(
            f"x has shape {x.shape}, but weight has shape {weight.shape}:"
            f" axis {axis} of x must be {weight.shape[1]}"
        )
    return x


class Activation(Module):
    """a = g(z), for any name of ACTIVATIONS and any shape (...) -> (...).

    Chapter: Activation functions. Source: Goodfellow et al. (2016), §6.3.
    """

    def __init__(self, name, **options):
        self.name, self.function, self.options = name, activation(name), options

    def forward(self, x):
        """z (...) -> a (...)."""
        z = floats(x)
        a = self.function.function(z, **self.options)
        self._memory = a, z
        return a

    def backward(self, grad_output):
        """dJ/da (...) -> dJ/dz (...)."""
        a, z = self._recall(grad_output)
        return self.function.vjp(z, a, grad_output, **self.options)

    def __repr__(self):
        return f"Activation({self.name!r})"


class Flatten(Module):
    """The axes from `start_dim` on become one: (N, C, H, W) -> (N, C H W).

    Chapter: Convolutional networks.
    """

    def __init__(self, start_dim=1):
        self.start_dim = whole_number(start_dim, "start_dim", 0)

    def forward(self, x):
        """x (N, ...) -> (N, product of the rest)."""
        x = floats(x)
        if x.ndim <= self.start_dim:
            raise ValueError(f"x has shape {x.shape}: there is no axis {self.start_dim} to flatten from")
        kept = x.shape[: self.start_dim]
        flat = x.reshape(*kept, int(np.prod(x.shape[self.start_dim :])))
        self._memory = flat, x.shape
        return flat

    def backward(self, grad_output):
        """The gradient in the shape of x."""
        _, shape = self._recall(grad_output)
        return grad_output.reshape(shape)

    def __repr__(self):
        return f"Flatten(start_dim={self.start_dim})"


class Dropout(Module):
    """In training each entry is 0 with probability p, else divided by 1 - p; in eval x stays as it is.

    Any shape (...) -> (...). The mask is `rng.random(x.shape) >= p`. p outside [0, 1]: ValueError.

    Chapter: In practice. Source: Srivastava et al. (2014), Journal of Machine Learning Research 15.
    """

    def __init__(self, p=0.5, *, rng):
        if not (np.ndim(p) == 0 and 0 <= p <= 1):
            raise ValueError(f"p must be a probability from 0 to 1, got {p!r}")
        self.p, self.rng = p, generator(rng)

    def forward(self, x):
        """x (...) -> (...)."""
        x = floats(x)
        if not self.training or not self.p:
            self._memory = x, x.dtype.type(1)
            return x
        scale = x.dtype.type(1 / (1 - self.p) if self.p < 1 else 0)
        mask = (self.rng.random(x.shape) >= self.p) * scale
        self._memory = x * mask, mask
        return self._memory[0]

    def backward(self, grad_output):
        """The gradient of what was kept, scaled likewise."""
        _, mask = self._recall(grad_output)
        return grad_output * mask

    def __repr__(self):
        return f"Dropout(p={self.p})"


class Sequential(Module):
    """The layers one after the other; `model[i]`, `model[:2]`, `len(model)` and iteration as for a list.

    A layer in two places is a ValueError, since it remembers one forward only; no layer at all is one too.

    Chapter: Multilayer perceptrons and the network's equations.
    """

    def __init__(self, *layers):
        for i, layer in enumerate(layers):
            if not isinstance(layer, Module):
                raise TypeError(f"layer {i} must be a Module such as Linear or Activation, got {layer!r}")
        if not layers or len(set(layers)) < len(layers):
            raise ValueError(f"a Sequential needs at least one layer, and each only once, got {layers!r}")
        self.layers = layers
        vars(self).update({str(i): layer for i, layer in enumerate(layers)})

    def forward(self, x):
        """The last layer's output."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        """dJ/dx, after the layers' backwards from the last to the first."""
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

    def __getitem__(self, index):
        chosen = self.layers[index]
        return Sequential(*chosen) if isinstance(index, slice) else chosen

    def __len__(self):
        return len(self.layers)

    def __iter__(self):
        return iter(self.layers)

    def __repr__(self):
        return f"Sequential({', '.join(map(repr, self.layers))})"
