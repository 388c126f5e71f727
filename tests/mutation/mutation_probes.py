"""Questions to a module of nnkit, edges first and then drawn ones: two versions that answer all of them alike
are equivalent. `answers(name, module, count)` yields one digest for each question.

An answer is a value with its dtype and shape, or an error with its words, and what became of the arguments.
Equal means equal in every bit, but 0 is -0 and one NaN is the other.
"""

import hashlib
import itertools
import warnings

import numpy as np

SIZES = (0, 1, 2, 3, 5)
EDGES = [0.0, -0.0, 1.0, -1.0, 5e-324, 1e-300, 1e300, -1e300, np.inf, -np.inf, np.nan]
EDGES += [
    sign * edge for edge in (20.0, 22.0, 36.7, 38.0, 88.0, 104.0, 709.8, 746.0, 1000.0) for sign in (1, -1)
]
STRANGE = [None, "a", 1j, [[1.0], [1.0, 2.0]], 1.5, -1, 0, 2, True, [], {}, np.array(["a"]), np.arange(3)]
COUNT = 10_000


def answers(name, module, count=COUNT):
    """A digest for each question to `module`, which is nnkit.`name` or a mutant of it."""
    for ask in QUESTIONS[name](module, np.random.default_rng(0), count):
        yield digest(ask)


def digest(ask):
    """What comes of calling `ask`, as a few bytes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            answer = plain(ask())
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
    return hashlib.blake2b(repr(answer).encode(), digest_size=8).digest()


def plain(value):
    """A value as nested tuples of what can be compared."""
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind == "f":
            array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array + 0)
        return type(value).__name__, array.dtype.str, array.shape, array.tobytes()
    if isinstance(value, dict):
        return tuple((key, plain(each)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(plain, value))
    return repr(value) if not callable(value) else "a function"


def with_arguments(function, *arguments, **keywords):
    """A question: the function's answer, the arguments afterwards, and whether it shares memory with them."""

    def ask():
        answer = function(*arguments, **keywords)
        arrays = [one for one in arguments if isinstance(one, np.ndarray)]
        shared = [np.shares_memory(answer, one) for one in arrays if isinstance(answer, np.ndarray)]
        return answer, shared, arguments

    return ask


def array(rng, shape=None, edges=True):
    """A drawn array of float32 or float64, some entries of it edges."""
    if shape is None:
        shape = tuple(rng.choice(SIZES, size=rng.integers(0, 4)))
    drawn = rng.standard_normal(shape) * 10.0 ** rng.integers(-3, 4)
    if edges and rng.random() < 0.3:
        drawn = np.where(rng.random(shape) < 0.3, rng.choice(EDGES, size=shape), drawn)
    with np.errstate(over="ignore", under="ignore"):
        return drawn.astype(rng.choice([np.float32, np.float64]))


def of_activations(module, rng, count):
    table = module.ACTIVATIONS
    yield lambda: [(name, entry.latex, entry.derivative is None) for name, entry in table.items()]
    yield lambda: module.ELEMENTWISE
    for name in [*table, *STRANGE]:
        yield with_arguments(lambda name: module.activation(name).latex, name)
    plain_ones = [f for entry in table.values() for f in (entry.function, entry.derivative) if f is not None]
    for function in [*plain_ones, module.softmax_jacobian]:
        for value in [*EDGES, *STRANGE, *(np.float32(edge) for edge in EDGES if abs(edge) < 1e38)]:
            yield with_arguments(function, value)
            yield with_arguments(function, [value, 0.5])
        for _ in range(count):
            yield with_arguments(function, array(rng))
    for function, option in itertools.product(
        [module.leaky_relu, module.leaky_relu_derivative], [*EDGES, *STRANGE]
    ):
        yield with_arguments(function, array(rng, (3,)), option)
    for name, entry in table.items():
        for _ in range(count):
            z = array(rng, edges=False)
            grad_output = rng.standard_normal(z.shape).astype(z.dtype)
            yield lambda z=z, g=grad_output, e=entry: with_arguments(e.vjp, z, e.function(z), g)()
            if name.endswith("softmax"):
                dim = int(rng.integers(-3, 3))
                yield with_arguments(entry.function, z, dim)
                yield with_arguments(getattr(module, f"{name}_vjp"), z, grad_output, dim)
                yield with_arguments(getattr(module, f"{name}_vjp"), array(rng), array(rng))
                yield lambda z=z, g=grad_output, e=entry, d=dim: with_arguments(
                    e.vjp, z, e.function(z, d), g, d
                )()
            if name == "leaky_relu":
                slope = rng.standard_normal()
                yield lambda z=z, g=grad_output, e=entry, s=slope: with_arguments(
                    e.vjp, z, e.function(z, s), g, s
                )()
    for function, value in itertools.product([module.softmax, module.log_softmax], STRANGE):
        yield with_arguments(function, array(rng, (2, 3)), value)


def of_losses(module, rng, count):
    yield lambda: [(name, entry.latex) for name, entry in module.LOSSES.items()]
    for name in [*module.LOSSES, *STRANGE]:
        yield with_arguments(lambda name: module.loss(name).latex, name)
    reductions = ["mean", "sum", "none", "avg", None]
    for name, entry in module.LOSSES.items():
        for first, second in itertools.product([*EDGES, *STRANGE], [0, 1, 0.5, *STRANGE]):
            yield with_arguments(entry.function, first, second)
            yield with_arguments(entry.vjp, first, second)
        for _ in range(count):
            z, target = loss_arguments(name, rng)
            reduction = () if name == "sse" else (reductions[min(rng.integers(0, 60) // 14, 4)],)
            grad_output = (
                rng.choice([1.0, 2.5]) if rng.random() < 0.8 else array(rng, z.shape[: rng.integers(0, 3)])
            )
            yield with_arguments(entry.function, z, target, *reduction)
            yield with_arguments(entry.vjp, z, target, *reduction, grad_output)
            yield with_arguments(entry.vjp, z, target)


def loss_arguments(name, rng):
    """Logits or values, and targets that mostly fit."""
    z = array(rng, tuple(rng.choice(SIZES, size=rng.integers(0, 3))))
    shape = z.shape if rng.random() < 0.95 else array(rng).shape
    if name in ("mse", "sse"):
        return z, array(rng, shape)
    if name != "cross_entropy":
        labels = rng.integers(-1 if rng.random() < 0.05 else 0, 2, shape)
        return z, labels.astype(rng.choice([np.float32, np.int64]))
    if rng.random() < 0.5:
        classes = shape[-1] if shape else 1
        return z, rng.integers(-(rng.random() < 0.05), max(classes, 1), shape[:-1])
    soft = rng.random(shape) + 1e-3 + (rng.random(shape) < 0.02) * -1
    return z, soft / soft.sum(axis=-1, keepdims=True) if shape and rng.random() < 0.95 else soft


def trained(make, rng, shapes, dtype=None):
    """A question to a layer: forward, backward, gradients, and what it says of itself; twice in a row."""
    x = array(rng, shapes, edges=False)
    x = x if dtype is None else x.astype(dtype)
    seed = int(rng.integers(2**31))

    def ask():
        layer, drawn = make(), np.random.default_rng(seed)
        seen = [repr(layer), layer._in_short()]
        for _ in range(2):
            output = layer(x)
            grad_output = drawn.standard_normal(output.shape).astype(output.dtype)
            seen += [output, layer.backward(grad_output), x, grad_output, np.shares_memory(output, x)]
            seen += [parameter.grad for parameter in layer.parameters()]
        seen += [layer.state_dict()]
        return seen

    return ask


def refused(layer, x, grads):
    """A question to a layer: what it says to a wrong x, to a wrong grad_output, and to a second backward."""
    for wrong in [x.astype(np.float16), x.astype(int), x[..., np.newaxis], x.ravel(), x.tolist(), *STRANGE]:
        yield lambda wrong=wrong: layer(wrong)
    for wrong in [*grads, *STRANGE]:
        yield lambda wrong=wrong: (layer(x), layer.backward(wrong))[1]
    yield lambda: (
        layer(x),
        layer.backward(layer(x).copy()),
        layer.backward(layer(x).copy()),
        layer.backward(x),
    )


def of_layers(module, rng, count):
    def generator():
        return np.random.default_rng(1)

    for value in STRANGE:
        yield with_arguments(lambda v: module.Linear(v, 2, rng=generator()).state_dict(), value)
        yield with_arguments(lambda v: module.Linear(2, v, rng=generator()).state_dict(), value)
        yield with_arguments(lambda v: module.Linear(2, 3, v, rng=generator()).state_dict(), value)
        yield with_arguments(lambda v: module.Linear(2, 3, rng=v), value)
        yield with_arguments(lambda v: module.Linear.from_weight(v), value)
        yield with_arguments(lambda v: module.Linear.from_weight(np.eye(3), v), value)
        for kind in (module.Activation, module.Flatten, module.Sequential):
            yield with_arguments(lambda v, kind=kind: repr(kind(v)), value)
        yield with_arguments(lambda v: repr(module.Dropout(v, rng=generator())), value)
    x = rng.standard_normal((4, 2))
    layers = [
        module.Linear(2, 3, rng=generator()),
        module.Activation("tanh"),
        module.Flatten(0),
        module.Flatten(2),
    ]
    layers += [module.Dropout(rng=generator())]
    layers += [module.Sequential(module.Linear(2, 2, rng=generator()), module.Activation("softmax"))]
    for layer in layers:
        yield from refused(
            layer, x, [x, x.T, x.astype(np.float32), np.ones((4, 3)), np.ones((4, 3), np.float32)]
        )
    yield lambda: module.Sequential(layers[0], layers[1], layers[0])
    both = module.Sequential(*layers[:2])
    yield lambda: [len(both), repr(both[0]), repr(both[:1]), repr(both[-1]), [repr(one) for one in both]]
    for _ in range(count):
        n_in, n_out, bias = int(rng.integers(1, 5)), int(rng.integers(1, 5)), bool(rng.integers(2))
        dtype, shape = rng.choice([np.float32, np.float64]), tuple(rng.choice(SIZES, size=rng.integers(0, 3)))
        p, start, name = (
            rng.choice([0.0, 0.3, 0.9]),
            int(rng.integers(0, 3)),
            rng.choice(["tanh", "relu", "softmax"]),
        )

        def linear(a=n_in, b=n_out, bias=bias, dtype=dtype):
            return module.Linear(a, b, bias, rng=generator(), dtype=dtype)

        def network(a=n_in, b=n_out, name=str(name), dtype=dtype, grad=bias):
            first, last = (module.Linear(*sizes, rng=generator(), dtype=dtype) for sizes in ((a, b), (b, a)))
            first.input_grad = grad
            return module.Sequential(first, module.Activation(name), last)

        yield trained(linear, rng, (*shape, n_in), dtype)
        yield trained(network, rng, (*shape, n_in), dtype)
        yield trained(lambda name=str(name): module.Activation(name), rng, (*shape, n_in))
        yield trained(lambda start=start: module.Flatten(start), rng, (*shape, n_in))
        yield trained(lambda p=p: module.Dropout(p, rng=generator()), rng, shape)
        yield trained(lambda p=p: module.Dropout(p, rng=generator()).eval(), rng, shape)


def of_module(module, rng, count):
    from nnkit import layers

    yield from of_layers(layers, rng, count)
    state = {"0.weight": np.ones((2, 3)), "0.bias": np.ones(2)}

    def network():
        return layers.Sequential(layers.Linear(3, 2, rng=np.random.default_rng(1)), layers.Activation("relu"))

    for wrong in [
        {},
        {"0.weight": np.ones((3, 2))},
        {"0.weight": np.ones((3, 2)), "1.weight": 1},
        state | {"1.bias": 1},
        state | {"0.bias": [np.nan, 1]},
        *STRANGE,
    ]:
        yield with_arguments(lambda wrong: network().load_state_dict(wrong).state_dict(), wrong)
    yield lambda: network().load_state_dict(state).state_dict()
    for value in STRANGE:
        yield with_arguments(lambda v: module.Parameter(v).data, value)
        yield with_arguments(lambda v: network().train(v).training, value)
    yield lambda: [
        repr(module.Parameter([1.0])),
        module.Parameter(np.ones((2, 3))).shape,
        repr(module.Module()),
    ]
    yield lambda: module.Module()(1)
    yield lambda: module.Module().backward(1)
    yield lambda: [network().eval()[0].training, network().eval().train()[0].training]
    yield lambda: [name for name, _ in network().named_parameters() + network().named_children()]


def of_convolution(module, rng, count):
    def generator():
        return np.random.default_rng(1)

    kernels = np.ones((3, 2, 2, 2))
    for value in [*STRANGE, (1, 2), [2, 1], (1,), (1, 2, 3), (0, 1), (1.5, 1), 3]:
        for place in range(5):
            arguments = [2, 3, 2, 1, 0]
            arguments[place] = value
            yield with_arguments(lambda *a: repr(module.Conv2d(*a, rng=generator())), *arguments)
        for place, kind in itertools.product(range(3), [module.MaxPool2d, module.AvgPool2d]):
            arguments = [2, 2, 1]
            arguments[place] = value
            yield with_arguments(lambda *a, kind=kind: repr(kind(*a)), *arguments)
        yield with_arguments(lambda v: module.Conv2d.from_weight(v), value)
        yield with_arguments(lambda v: module.Conv2d.from_weight(kernels, v), value)
        yield with_arguments(lambda v: repr(module.Conv2d.from_weight(kernels, None, v)), value)
        yield with_arguments(lambda v: repr(module.Conv2d.from_weight(kernels, None, 1, v)), value)
    images = rng.standard_normal((2, 2, 4, 5))
    for layer in [
        module.Conv2d.from_weight(kernels),
        module.MaxPool2d(2),
        module.AvgPool2d((5, 2)),
        module.MaxPool2d(5),
    ]:
        yield from refused(layer, images, [images, images.astype(np.float32), np.ones((2, 3, 3, 4))])
    for _ in range(count):
        n, c, out = int(rng.integers(0, 3)), int(rng.integers(1, 3)), int(rng.integers(1, 3))
        size, kernel = rng.integers(1, 6, size=2), tuple(rng.integers(1, 4, size=2).tolist())
        stride, padding = (
            tuple(rng.integers(1, 4, size=2).tolist()),
            tuple(rng.integers(0, 2, size=2).tolist()),
        )
        dtype, shape, bias = rng.choice([np.float32, np.float64]), (n, c, *size), bool(rng.integers(2))
        stride = None if rng.random() < 0.2 else stride

        def convolution(
            sizes=(c, out), kernel=kernel, rest=(stride or 1, padding, bias), dtype=dtype, grad=bias
        ):
            layer = module.Conv2d(*sizes, kernel, *rest, rng=generator(), dtype=dtype)
            layer.input_grad = grad
            return layer

        yield trained(convolution, rng, shape, dtype)
        for kind in (module.MaxPool2d, module.AvgPool2d):
            yield trained(lambda kind=kind, a=(kernel, stride, padding): kind(*a), rng, shape)


def of_gaussian(module, rng, count):
    for value in [*STRANGE, "shared", "separate"]:
        yield with_arguments(lambda v: repr(module.GaussianClassifier(v)), value)
        yield with_arguments(lambda v: repr(module.GaussianClassifier("shared", v)), value)
    for method in ("log_density", "log_posterior", "predict"):
        yield lambda method=method: getattr(module.GaussianClassifier(), method)([1.0, 2.0])
    yield lambda: module.GaussianClassifier().boundary()
    yield lambda: module.GaussianClassifier().to_neuron()
    for k in range(count):
        n, d, classes = int(rng.integers(1, 15)), int(rng.integers(1, 4)), int(rng.integers(1, 4))
        x = array(rng, (n, d), edges=k % 10 == 0)
        if k % 4 == 0:  # nearly singular in one way or another
            x[:, -1] = x[:, 0] * 2 + 1e-6 * 10.0 ** -rng.integers(0, 6) * rng.standard_normal(n)
        if k % 7 == 0:
            x *= x.dtype.type(10.0 ** rng.integers(-30, 30))
        target = rng.integers(0, classes, n) if k % 20 else array(rng, (n,))
        ridge, pair = rng.choice([0.0, 1e-9, 0.1]), tuple(rng.integers(0, 3, size=2).tolist())
        asked = x[: rng.integers(0, n + 1)] if rng.random() < 0.8 else array(rng)
        kind = ("shared", "separate")[k % 2]
        yield lambda a=(kind, ridge), x=x, t=target, q=asked, p=pair: asked_of(
            module.GaussianClassifier(*a), x, t, q, p
        )


def asked_of(model, x, target, asked, pair):
    """All that a fitted model can be asked, each answer or error by itself."""
    seen = [model.fit(x, target) is model, model.means, model.covariances, model.priors, repr(model)]
    questions = [lambda m=m: getattr(model, m)(asked) for m in ("log_density", "log_posterior", "predict")]
    questions += [lambda: model.boundary(*pair), model.boundary, lambda: repr(model.to_neuron())]
    questions += [lambda: model.boundary(*pair)(asked)]
    return [*seen, *map(digest, questions), x, target, asked]


QUESTIONS = {
    "activations": of_activations,
    "losses": of_losses,
    "layers": of_layers,
    "module": of_module,
    "convolution": of_convolution,
    "gaussian": of_gaussian,
}
