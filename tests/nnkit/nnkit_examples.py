"""A right call of each public function and method of nnkit, to be spoilt by nnkit_bad_input.py.

`TABLE` holds name -> (function, its arguments by name); a name may go on after a comma, for a second call.
"""

import operator

import numpy as np

from nnkit import (
    activations,
    approximate,
    convolution,
    data,
    gaussian,
    gradcheck,
    layers,
    losses,
    network,
    neuron,
    optim,
    plots,
    pytorch,
    scalar,
    source,
    train,
)


def generator():
    return np.random.default_rng(0)


X, Y = np.array([[0.0, 1.0], [2.0, 0.5], [1.0, -1.0], [0.3, 0.2]]), np.array([0, 1, 1, 0])
IMAGES = np.arange(2 * 2 * 5 * 5, dtype=np.float64).reshape(2, 2, 5, 5)
TABLE = {}


def example(function=None, /, *, called=None, **arguments):
    """Enters a right call of `function` with these arguments; a decorator when there is no function yet."""
    if function is None:
        return lambda function: example(function, called=called, **arguments)
    TABLE[called or function.__name__] = (function, arguments)
    return function


# activations and losses
for _name in activations.ELEMENTWISE:
    _entry = activations.ACTIVATIONS[_name]
    example(_entry.function, z=X)
    example(_entry.derivative, z=X)
example(activations.leaky_relu, z=X, negative_slope=0.1)
example(activations.leaky_relu_derivative, z=X, negative_slope=0.1)
example(activations.softmax, z=X, dim=0)
example(activations.softmax_vjp, z=X, grad_output=X, dim=0)
example(activations.softmax_jacobian, z=X[0])
example(activations.log_softmax, z=X, dim=0)
example(activations.log_softmax_vjp, z=X, grad_output=X, dim=0)
example(activations.activation, name="relu")
for _loss, _target in [
    (losses.mse_loss, X + 1),
    (losses.binary_cross_entropy_with_logits, X > 0),
    (losses.perceptron_loss, X > 0),
    (losses.cross_entropy, Y),
]:
    example(_loss, input=X, target=_target, reduction="sum")
    _vjp = getattr(losses, f"{_loss.__name__}_vjp")
    example(_vjp, input=X, target=_target, reduction="sum", grad_output=2.0)
example(losses.sse_loss, input=X, target=X + 1)
example(losses.sse_loss_vjp, input=X, target=X + 1, grad_output=2.0)
example(losses.loss, name="mse")

# one neuron
NEURON = neuron.Neuron([1.0, 2.0], 0.5)
example(neuron.Neuron, weight=[1.0, 2.0], bias=0.5, activation="step")
for _method in ("z", "forward", "predict", "distance"):
    example(getattr(NEURON, _method), called=f"Neuron.{_method}", x=X)
example(NEURON.boundary, called="Neuron.boundary")
example(neuron.perceptron_update, weight=[1.0, 2.0], bias=0.5, x=X[0], target=1, lr=0.1)
example(neuron.logistic_gradient, weight=[1.0, 2.0], bias=0.5, x=X, target=Y)
_fit = {"x": X, "target": Y, "epochs": 2, "lr": 0.1, "weight": [1.0, 2.0], "bias": 0.5}
example(neuron.fit_perceptron, **_fit, rng=generator())
example(neuron.fit_logistic, **_fit)
_history = neuron.fit_logistic(X, Y, epochs=2)
example(_history.neuron, called="NeuronHistory.neuron", update=1)


# layers
def small_net():
    first, second = (layers.Linear(2, 2, rng=generator()) for _ in range(2))
    return layers.Sequential(first, layers.Activation("tanh"), second)


def through(name, layer, x, grad_output):
    """A layer's forward and backward; each call starts from a forward."""
    example(layer.forward, called=f"{name}.forward", x=x)

    @example(called=f"{name}.backward", grad_output=grad_output)
    def backward(grad_output):
        layer.forward(x)
        return layer.backward(grad_output)


example(layers.Parameter, data=X)
example(layers.Linear, in_features=2, out_features=3, rng=generator(), dtype=np.float32)
example(layers.Linear.from_weight, called="Linear.from_weight", weight=X, bias=X[:, 0])
example(lambda which: layers.Activation(which), called="Activation", which="relu")
example(layers.Flatten, start_dim=1)
example(layers.Dropout, p=0.5, rng=generator())
example(
    lambda first: layers.Sequential(first, layers.Activation("relu")),
    called="Sequential",
    first=layers.Flatten(),
)
_conv = {"in_channels": 2, "out_channels": 3, "kernel_size": 3, "stride": 2, "padding": 1}
example(convolution.Conv2d, **_conv, rng=generator(), dtype=np.float32)
_kernels = np.ones((3, 2, 2, 2))
example(
    convolution.Conv2d.from_weight,
    called="Conv2d.from_weight",
    weight=_kernels,
    bias=[1.0, 2.0, 3.0],
    stride=2,
    padding=1,
)
for _pool in (convolution.MaxPool2d, convolution.AvgPool2d):
    example(_pool, kernel_size=2, stride=2, padding=1)
    through(_pool.__name__, _pool(2), IMAGES, np.ones((2, 2, 2, 2)))
through("Conv2d", convolution.Conv2d.from_weight(_kernels), IMAGES, np.ones((2, 3, 4, 4)))
through("Linear", layers.Linear(2, 3, rng=generator()), X, np.ones((4, 3)))
through("Activation", layers.Activation("softmax"), X, X)
through("Flatten", layers.Flatten(), IMAGES, np.ones((2, 50)))
through("Dropout", layers.Dropout(rng=generator()), X, X)
through("Sequential", small_net(), X, X)
example(small_net().load_state_dict, called="Module.load_state_dict", state=small_net().state_dict())

# networks
NET = network.IndexedNetwork([X, X[:2]], [[0.0, 1.0], [2.0, 3.0]], "tanh")
example(network.IndexedNetwork, weights=[X, X[:2]], biases=[[0.0, 1.0], [2.0, 3.0]], activation="tanh")
example(network.IndexedNetwork.from_sequential, called="IndexedNetwork.from_sequential", model=small_net())
example(network.lecture_network, activation="tanh")
example(NET.w, called="IndexedNetwork.w", layer=1, i=4, j=2)
example(NET.b, called="IndexedNetwork.b", layer=1, j=2)
for _method in ("forward", "values", "nested_sum_in_numbers"):
    example(getattr(NET, _method), called=f"IndexedNetwork.{_method}", x=np.ones(4))
example(NET.nested_sum_in_numbers, called="IndexedNetwork.nested_sum_in_numbers, digits", digits=3)
example(NET.nested_sum, called="IndexedNetwork.nested_sum", depth=1)
for _make in (source.to_torch_source, source.to_numpy_source, pytorch.to_torch):
    example(_make, model=small_net())
example(pytorch.from_torch, module=pytorch.to_torch(small_net()))


# optimisers and training
def learned():
    return small_net().parameters()


example(optim.SGD, params=learned(), lr=0.1, momentum=0.5, weight_decay=0.1)
example(optim.RMSprop, params=learned(), lr=0.1, alpha=0.5, eps=0.1, weight_decay=0.1, momentum=0.1)
example(optim.Adam, params=learned(), lr=0.1, betas=(0.9, 0.99), eps=0.1, weight_decay=0.1)
FIXED = optim.SGD(learned(), 0.1)
example(optim.StepLR, optimizer=FIXED, step_size=2, gamma=0.5)
example(optim.ExponentialLR, optimizer=FIXED, gamma=0.5)
example(optim.CosineAnnealingLR, optimizer=FIXED, T_max=3, eta_min=0.01)
_bowl = {"f": lambda w: w @ w, "grad": lambda w: 2 * w}
example(optim.descend, **_bowl, w0=[1.0, 2.0], lr=0.1, steps=2, optimizer=optim.SGD)


@example(
    called="fit",
    model=small_net(),
    loss="cross_entropy",
    x=X,
    target=Y,
    epochs=2,
    batch_size=2,
    rng=generator(),
    validation=(X, Y),
    patience=2,
    scheduler=None,
)
def fit(model, x, target, **arguments):
    parameters = model.parameters() if isinstance(model, layers.Module) else learned()
    return train.fit(model, data=(x, target), optimizer=optim.SGD(parameters, 0.01), **arguments)


TRAINED = small_net()


@example(called="fit, data and optimizer", data=(X, Y), optimizer=optim.SGD(TRAINED.parameters(), 0.1))
def fit_parts(data, optimizer):
    return train.fit(TRAINED, "cross_entropy", optimizer, data, 1)


# scalars and checks
example(scalar.Value, data=2.0, label="x")
PRODUCT = scalar.Value(2.0) * 3.0
example(scalar.Graph, output=PRODUCT)
for _method in ("name", "formula"):
    example(getattr(scalar.Graph(PRODUCT), _method), called=f"Graph.{_method}", node=PRODUCT)


def operations(sign):
    apply = getattr(operator, sign)
    example(lambda other: apply(scalar.Value(2.0), other), called=f"Value {sign}", other=3.0)
    example(lambda other: apply(other, scalar.Value(2.0)), called=f"{sign} Value", other=3.0)


for _sign in ("add", "sub", "mul", "truediv", "pow"):
    operations(_sign)
_tolerances = {"eps": 1e-6, "atol": 1e-5, "rtol": 1e-3}
example(gradcheck, f=lambda x: (x * x).sum(), inputs=X, grad=lambda x: 2 * x, **_tolerances)

# models
MODEL = gaussian.GaussianClassifier().fit(X, Y)
example(gaussian.GaussianClassifier, covariance="separate", ridge=0.1)
example(gaussian.GaussianClassifier(ridge=0.1).fit, called="GaussianClassifier.fit", x=X, target=Y)
for _method in ("log_density", "log_posterior", "predict"):
    example(getattr(MODEL, _method), called=f"GaussianClassifier.{_method}", x=X)
example(MODEL.boundary, called="GaussianClassifier.boundary", first=1, second=0)
_stairs = {"f": np.sin, "interval": (0.0, 3.0), "eps": 0.1, "lipschitz": 1.0}
example(approximate.step_staircase, **_stairs, jumps=[1.0, 2.0])
example(approximate.sigmoid_staircase, **_stairs)
example(approximate.bump, left=0.0, right=1.0, height=2.0, steepness=50.0)
_line = {"x": [0.0, 1.0, 2.0], "y": [0.0, 1.0, 1.0]}
example(approximate.relu_interpolant, **_line, lipschitz=2.0, curvature=3.0)
example(approximate.half_plane, weight=[1.0, 2.0], bias=0.5)
example(approximate.logic_gate, name="xor")
TRIANGLE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
example(approximate.convex_polygon, vertices=TRIANGLE)
example(approximate.union_of_polygons, polygons=[TRIANGLE, TRIANGLE + 2])

# data and targets
_count = {"n": 4, "rng": generator()}
example(data.linearly_separable, **_count, margin=0.5, weight=(1.0, 2.0), bias=0.1)
example(data.blobs, **_count, centers=((-1.0, 0.0), (1.0, 1.0)), std=0.5)
example(data.logic, name="xor")
example(data.moons, **_count, noise=0.1)
example(data.circles, **_count, noise=0.1, factor=0.5)
example(data.spirals, **_count, noise=0.1, turns=1.0, arms=2)
example(data.checkerboard, **_count, squares=4)
example(data.polygon, **_count, vertices=TRIANGLE)
example(data.inside_polygon, x=X, vertices=TRIANGLE)
example(data.images, **_count, size=8, noise=0.1)

# plots
PLANE = {"x": X, "target": Y, "ax": None}
example(plots.decision_boundary, neuron=NEURON, **PLANE)
example(plots.decision_regions, model=NEURON, **PLANE)
example(plots.warped_grid, model=small_net(), **PLANE, units=(1, 2))
example(lambda which, ax: plots.activation(which, ax), called="plots.activation", which="tanh", ax=None)
_curves = {"target": np.sin, "approximations": {"cosine": np.cos}, "interval": (0.0, 1.0), "ax": None}
example(plots.fit_1d, **_curves)
example(plots.training_curves, histories={"one": _history}, quantity="losses", ax=None)
example(plots.network, called="plots.network", model=NET, x=np.ones(4), ax=None)
example(plots.computation_graph, value=scalar.Value(2.0) * 3.0, ax=None)
example(plots.jacobian, matrix=X, ax=None)
_limits = ((-1.0, 1.0), (-1.0, 1.0))
example(plots.loss_surface, f=_bowl["f"], paths={"one": X}, limits=_limits, ax=None)
_image = {"image": np.ones((4, 4)), "kernel": np.ones((2, 2)), "output": np.ones((3, 3))}
example(plots.convolution, called="plots.convolution", **_image, at=(1, 1), stride=1, padding=0, ax=None)
