"""Layers: by hand, by law, and against torch, value for value and gradient for gradient."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import SHAPES, assert_layer_equals_torch, tensor

from nnkit.activations import ACTIVATIONS
from nnkit.gradcheck import gradcheck
from nnkit.layers import Activation, Dropout, Flatten, Linear, Module, Parameter, Sequential

TORCH = {
    "linear": torch.nn.Identity(),
    "sigmoid": torch.nn.Sigmoid(),
    "tanh": torch.nn.Tanh(),
    "relu": torch.nn.ReLU(),
    "leaky_relu": torch.nn.LeakyReLU(),
    "softplus": torch.nn.Softplus(threshold=40),
    "gelu": torch.nn.GELU(approximate="tanh"),
    "softmax": torch.nn.Softmax(dim=-1),
    "log_softmax": torch.nn.LogSoftmax(dim=-1),
}


def rng(seed=0):
    return np.random.default_rng(seed)


def network(*sizes, bias=True, activation="sigmoid", dtype=np.float64):
    """Linear layers of these sizes, each with its activation, as nnkit's and as torch's."""
    layers, theirs = [], []
    for in_features, out_features in itertools.pairwise(sizes):
        layers += [
            Linear(in_features, out_features, bias=bias, rng=rng(), dtype=dtype),
            Activation(activation),
        ]
        theirs += [torch.nn.Linear(in_features, out_features, bias=bias), TORCH[activation]]
    return Sequential(*layers), torch.nn.Sequential(*theirs).double()


SEEDS = st.integers(
    0, 999
)  # for entries; those that hypothesis likes cancel, and sums then differ in all digits


@st.composite
def inputs(draw, features):
    """x (..., features): one example, a batch, perhaps an empty one, or a batch of batches."""
    before = draw(st.sampled_from([(), (0,), (1,), (2,), (5,), (2, 3), (3, 0), (1, 1)]))
    return rng(draw(SEEDS)).normal(size=(*before, features))


# Linear

BY_HAND = Linear.from_weight([[1, 2], [3, 4], [5, 6]], [10, 20, 30])


def test_linear_by_hand():
    np.testing.assert_array_equal(BY_HAND(np.array([[1.0, -1.0], [0.0, 2.0]])), [[9, 19, 29], [14, 28, 42]])
    grad_x = BY_HAND.backward(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]))
    np.testing.assert_array_equal(grad_x, [[11, 14], [3, 4]])
    np.testing.assert_array_equal(BY_HAND.weight.grad, [[1, -1], [0, 2], [2, -2]])
    np.testing.assert_array_equal(BY_HAND.bias.grad, [1, 1, 2])
    assert (BY_HAND.in_features, BY_HAND.out_features) == (2, 3)


@given(st.data())
def test_linear_is_torchs(data):
    in_features, out_features = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    bias, generator = data.draw(st.booleans()), rng(data.draw(SEEDS))
    layer = Linear(in_features, out_features, bias, rng=generator)
    theirs = torch.nn.Linear(in_features, out_features, bias).double()
    theirs.load_state_dict({name: tensor(array) for name, array in layer.state_dict().items()})
    assert_layer_equals_torch(layer, theirs, data.draw(inputs(in_features)))


def test_linear_by_gradcheck():
    x, weight, bias, grad = rng(1).normal(size=(5, 3)), rng(2).normal(size=(2, 3)), rng(3).normal(size=2), 0.5

    def gradients(x, weight, bias):
        layer = Linear.from_weight(weight, bias)
        grad_x = layer.backward(np.full_like(layer(x), grad))
        return grad_x, layer.weight.grad, layer.bias.grad

    assert gradcheck(lambda x, w, b: grad * Linear.from_weight(w, b)(x).sum(), (x, weight, bias), gradients)


def test_linear_of_a_sum_is_the_sum():
    layer = Linear(4, 3, bias=False, rng=rng())
    x, y = rng(1).normal(size=(2, 6, 4))
    np.testing.assert_allclose(layer(x + 2 * y), layer(x) + 2 * layer(y), rtol=1e-12)


@pytest.mark.parametrize(("in_features", "bound"), [(1, 1), (4, 1 / 2), (100, 1 / 10)])
def test_linear_starts_as_torchs(in_features, bound):
    layer = Linear(in_features, 2000, rng=rng())
    for start in (layer.weight.data, layer.bias.data):
        assert 0.99 * bound < start.max() <= bound
        assert -bound <= start.min() < -0.99 * bound
        assert abs(start.mean()) < 0.05 * bound
    assert layer.weight.shape == (2000, in_features)
    assert layer.bias.shape == (2000,)
    assert not set(layer.weight.data[:, 0]) & set(layer.bias.data)


def test_the_generator_decides_where_linear_starts():
    one, same, other = (Linear(3, 2, rng=rng(seed)) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.weight.data, same.weight.data)
    np.testing.assert_array_equal(one.bias.data, same.bias.data)
    assert (one.weight.data != other.weight.data).all()


def test_linear_without_bias():
    layer = Linear(3, 2, bias=False, rng=rng())
    assert layer.bias is None
    assert layer.parameters() == [layer.weight]
    np.testing.assert_array_equal(layer(np.zeros((1, 3))), [[0, 0]])
    assert Linear.from_weight(layer.weight.data).bias is None


def test_from_weight_copies():
    weight, bias = np.ones((2, 3)), np.ones(2)
    layer = Linear.from_weight(weight, bias)
    weight[:], bias[:] = 5, 5
    np.testing.assert_array_equal(layer(np.ones((1, 3))), [[4, 4]])


def test_the_bias_takes_the_dtype_of_the_weight():
    layer = Linear.from_weight(np.ones((2, 3), np.float32), [1.0, 2.0])
    assert layer.bias.data.dtype == np.float32


def test_a_first_layer_may_leave_out_the_gradient_of_x():
    layer, full = Linear(3, 2, rng=rng()), Linear(3, 2, rng=rng())
    layer.input_grad = False
    x = rng(1).normal(size=(4, 3))
    for one in (layer, full):
        one(x)
    assert layer.backward(np.ones((4, 2))) is None
    assert full.backward(np.ones((4, 2))) is not None
    for ours, theirs in zip(layer.parameters(), full.parameters(), strict=True):
        np.testing.assert_array_equal(ours.grad, theirs.grad)


def test_a_list_becomes_an_array_of_the_layers_dtype():
    for dtype in (np.float32, np.float64):
        layer = Linear.from_weight(np.ones((1, 2), dtype))
        assert layer([[1, 2]]).dtype == dtype
        np.testing.assert_array_equal(layer([[1, 2]]), [[3]])
    np.testing.assert_array_equal(Activation("relu")([-1, 2]), [0, 2])


# Activation


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation_by_its_table(name):
    layer, z, grad_output = Activation(name), rng().normal(size=(4, 3)), rng(1).normal(size=(4, 3))
    a = ACTIVATIONS[name].function(z)
    np.testing.assert_array_equal(layer(z), a)
    np.testing.assert_array_equal(layer.backward(grad_output), ACTIVATIONS[name].vjp(z, a, grad_output))
    assert layer.parameters() == []
    assert layer.name == name


@pytest.mark.parametrize("name", TORCH)
@given(st.data())
def test_activation_is_torchs(name, data):
    assert_layer_equals_torch(Activation(name), TORCH[name], data.draw(inputs(3)))


@pytest.mark.parametrize(
    ("layer", "theirs"),
    [
        (Activation("leaky_relu", negative_slope=0.3), torch.nn.LeakyReLU(0.3)),
        (Activation("softmax", dim=0), torch.nn.Softmax(dim=0)),
        (Activation("log_softmax", dim=1), torch.nn.LogSoftmax(dim=1)),
    ],
    ids=repr,
)
def test_options_are_the_activations_own(layer, theirs):
    assert_layer_equals_torch(layer, theirs, rng().normal(size=(4, 3)))


# Flatten


@given(st.data())
def test_flatten_is_torchs(data):
    shape = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=5))
    start_dim = data.draw(st.integers(0, len(shape) - 1))
    x = rng().normal(size=shape)
    assert_layer_equals_torch(Flatten(start_dim), torch.nn.Flatten(start_dim), x)


def test_flatten_keeps_the_examples_by_default():
    layer, x = Flatten(), np.arange(24.0).reshape(2, 3, 2, 2)
    np.testing.assert_array_equal(layer(x), [np.arange(12), np.arange(12, 24)])
    np.testing.assert_array_equal(layer.backward(np.arange(24.0).reshape(2, 12)), x)


# Dropout


@pytest.mark.parametrize("p", [0, 0.2, 0.5, 0.9])
def test_dropout_by_its_definition(p):
    x, grad_output = rng(1).normal(size=(2, 50, 40))
    layer = Dropout(p, rng=rng(7))
    factor = (rng(7).random(x.shape) >= p) / (1 - p)
    np.testing.assert_allclose(layer(x), factor * x, rtol=1e-15)
    np.testing.assert_allclose(layer.backward(grad_output), factor * grad_output, rtol=1e-15)


def test_dropout_drops_a_share_of_p_and_keeps_the_mean():
    layer, x = Dropout(0.2, rng=rng()), np.ones(20_000)
    output = layer(x)
    assert set(output) == {0, 1.25}
    assert np.mean(output == 0) == pytest.approx(0.2, abs=0.01)
    assert output.mean() == pytest.approx(1, abs=0.01)
    assert (layer(x) != output).any()
    assert Dropout(rng=rng()).p == 0.5


def test_dropout_does_nothing_in_eval():
    generator = rng()
    layer, x = Dropout(0.5, rng=generator).eval(), np.array([1.0, 2.0])
    state = generator.bit_generator.state
    np.testing.assert_array_equal(layer(x), x)
    np.testing.assert_array_equal(layer.backward(np.array([3.0, 4.0])), [3, 4])
    assert generator.bit_generator.state == state
    layer.train()
    assert 0 in layer(np.ones(100))


@given(st.data())
def test_dropout_in_eval_is_torchs(data):
    x = rng().normal(size=data.draw(SHAPES))
    assert_layer_equals_torch(Dropout(rng=rng()).eval(), torch.nn.Dropout().eval(), x)


# Sequential


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
@given(st.data())
def test_a_network_is_torchs(activation, data):
    sizes, bias = data.draw(st.lists(st.integers(1, 4), min_size=2, max_size=4)), data.draw(st.booleans())
    model, theirs = network(*sizes, bias=bias, activation=activation)
    model.load_state_dict(theirs.state_dict())
    assert_layer_equals_torch(model, theirs, data.draw(inputs(sizes[0])))


def test_sequentials_within_one_are_torchs():
    inner, their_inner = network(3, 2)
    outer, their_outer = network(2, 4, activation="tanh")
    model, theirs = Sequential(inner, *outer), torch.nn.Sequential(their_inner, *their_outer)
    model.load_state_dict(theirs.state_dict())
    assert_layer_equals_torch(model, theirs, rng().normal(size=(5, 3)))


def test_a_sequential_is_like_a_list():
    model, _ = network(3, 2, 1)
    layers = list(model)
    assert len(model) == len(layers) == 4
    assert model[0] is layers[0]
    assert model[-1] is layers[3]
    assert isinstance(model[:2], Sequential)
    assert list(model[:2]) == layers[:2]
    assert list(model[1::2]) == layers[1::2]
    x = np.ones((2, 3))
    np.testing.assert_array_equal(model[2:](model[:2](x)), model(x))


def test_a_network_that_learns_nothing_of_x_returns_none():
    model, _ = network(3, 2, 1)
    model[0].input_grad = False
    assert model.backward(model(np.ones((4, 3)))) is None
    assert all(parameter.grad is not None for parameter in model.parameters())


# All layers

LAYERS = {
    "Linear": lambda dtype: Linear(3, 2, rng=rng(), dtype=dtype),
    **{name: lambda dtype, name=name: Activation(name) for name in ACTIVATIONS},
    "Flatten": lambda dtype: Flatten(0),
    "Dropout": lambda dtype: Dropout(rng=rng()),
    "Dropout in eval": lambda dtype: Dropout(rng=rng()).eval(),
    "Sequential": lambda dtype: network(3, 4, 1, dtype=dtype)[0],
}


@pytest.mark.parametrize("n", [0, 1, 4])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_shapes_and_dtypes_stay(make, dtype, n):
    layer, x = make(dtype), rng().normal(size=(n, 3)).astype(dtype)
    before = x.copy()
    output = layer(x)
    assert output.dtype == dtype
    grad_output = np.ones_like(output)
    grad_x = layer.backward(grad_output)
    assert grad_x.dtype == dtype
    assert grad_x.shape == x.shape
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(grad_output, np.ones_like(output))
    for parameter in layer.parameters():
        assert parameter.data.dtype == parameter.grad.dtype == dtype
        assert parameter.grad.shape == parameter.shape


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_extremes_stay_finite_and_silent(make, dtype):
    layer = make(dtype)
    output = layer(np.array([[-1000, 0, 1000]], dtype))
    assert np.isfinite(output).all()
    assert np.isfinite(layer.backward(np.ones_like(output))).all()


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (Linear(3, 2, rng=rng()), "Linear(in_features=3, out_features=2, bias=True)"),
        (Linear(1, 4, bias=False, rng=rng()), "Linear(in_features=1, out_features=4, bias=False)"),
        (Activation("gelu"), "Activation('gelu')"),
        (Activation("softmax", dim=0), "Activation('softmax', dim=0)"),
        (Flatten(), "Flatten(start_dim=1)"),
        (Dropout(0.25, rng=rng()), "Dropout(p=0.25)"),
        (
            network(3, 3, 2, 1, bias=False)[0],
            "Sequential(3 → 3 sigmoid → 2 sigmoid → 1 sigmoid)",
        ),
        (
            Sequential(Flatten(), Dropout(rng=rng()), network(2, 1)[0], Activation("softmax", dim=0)),
            "Sequential(flatten dropout 0.5 Sequential(2 → 1 sigmoid) Activation('softmax', dim=0))",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reprs_read_like_the_network(layer, text):
    assert repr(layer) == text


def test_all_names_of_a_network_stand_in_one_module():
    assert Linear.__mro__[-2] is Module
    assert isinstance(Linear(1, 1, rng=rng()).weight, Parameter)


# Bad input

LINEAR = Linear(3, 2, rng=rng())
SHARED = Activation("relu")
BAD = {
    "no inputs": (
        lambda: Linear(0, 2, rng=rng()),
        ValueError,
        "in_features must be a whole number of at least 1, got 0",
    ),
    "no units": (
        lambda: Linear(2, 0, rng=rng()),
        ValueError,
        "out_features must be a whole number of at least 1, got 0",
    ),
    "half a unit": (lambda: Linear(2, 1.5, rng=rng()), ValueError, "out_features must be a whole number"),
    "a seed for a generator": (
        lambda: Linear(3, 2, rng=0),
        TypeError,
        "rng must be a NumPy generator such as np.random.default_rng(0), got 0",
    ),
    "the old generator": (
        lambda: Linear(3, 2, rng=np.random),
        TypeError,
        "rng must be a NumPy generator such as np.random.default_rng(0), got <module",
    ),
    "layers of integers": (
        lambda: Linear(3, 2, rng=rng(), dtype=int),
        TypeError,
        "dtype must be np.float32 or np.float64, got <class 'int'>",
    ),
    "bias of numbers": (
        lambda: Linear(3, 2, bias=np.ones(2), rng=rng()),
        TypeError,
        "bias must be True or False, got array([1., 1.])",
    ),
    "weight of one axis": (
        lambda: Linear.from_weight([1.0, 2.0]),
        ValueError,
        "weight must have 2 axes, none of length 0, got shape (2,)",
    ),
    "weight of three axes": (lambda: Linear.from_weight([[[1.0]]]), ValueError, "got shape (1, 1, 1)"),
    "weight of nothing": (lambda: Linear.from_weight(np.ones((0, 2))), ValueError, "got shape (0, 2)"),
    "weight of no inputs": (lambda: Linear.from_weight(np.ones((2, 0))), ValueError, "got shape (2, 0)"),
    "weight with nan": (
        lambda: Linear.from_weight([[1.0, np.nan]]),
        ValueError,
        "weight must be finite, got nan at weight[0, 1]",
    ),
    "weight of words": (lambda: Linear.from_weight("w"), TypeError, "weight must hold real numbers"),
    "bias with inf": (
        lambda: Linear.from_weight([[1.0]], [np.inf]),
        ValueError,
        "bias must be finite, got inf at bias[0]",
    ),
    "bias of another length": (
        lambda: Linear.from_weight(np.ones((2, 3)), np.ones(3)),
        ValueError,
        "weight has shape (2, 3), but bias has shape (3,): not (2,)",
    ),
    "bias that is a column": (
        lambda: Linear.from_weight(np.ones((2, 3)), np.ones((2, 1))),
        ValueError,
        "weight has shape (2, 3), but bias has shape (2, 1): not (2,)",
    ),
    "x of another width": (
        lambda: LINEAR(np.ones((4, 2))),
        ValueError,
        "Linear(in_features=3, out_features=2, bias=True): x has shape (4, 2), but weight has shape (2, 3):"
        " x must have shape (..., 3)",
    ),
    "x that is one number": (lambda: LINEAR(np.array(1.0)), ValueError, "x has shape (), but weight has"),
    "x of another float": (
        lambda: LINEAR(np.ones((4, 3), np.float32)),
        TypeError,
        "Linear(in_features=3, out_features=2, bias=True): x has dtype float32 instead of float64: pass"
        " x.astype(np.float64)",
    ),
    "x of integers": (
        lambda: LINEAR(np.ones((4, 3), int)),
        TypeError,
        "x has dtype int64 instead of float64: pass x.astype(np.float64)",
    ),
    "x of words": (lambda: LINEAR("x"), TypeError, "x must hold real numbers"),
    "x of unequal rows": (lambda: LINEAR([[1.0], [1.0, 2.0]]), ValueError, "x is not a regular array"),
    "activation that is none": (lambda: Activation("sigmod"), ValueError, "unknown activation 'sigmod'"),
    "option that it has not": (
        lambda: Activation("softmax", axis=1),
        TypeError,
        "softmax has no option 'axis'; its options are ['dim']",
    ),
    "activation of integers": (
        lambda: Activation("relu")(np.array([1, 2])),
        TypeError,
        "Activation('relu'): x has dtype int64 instead of float64: pass x.astype(np.float64)",
    ),
    "activation of half floats": (
        lambda: Activation("relu")(np.ones(2, np.float16)),
        TypeError,
        "x has dtype float16 instead of float64",
    ),
    "start_dim below 0": (
        lambda: Flatten(-1),
        ValueError,
        "start_dim must be a whole number of at least 0, got -1",
    ),
    "flatten without that axis": (
        lambda: Flatten(2)(np.ones((4, 3))),
        ValueError,
        "Flatten(start_dim=2): x has shape (4, 3), no axis 2 to begin with",
    ),
    "flatten of far too few axes": (
        lambda: Flatten(2)(np.ones(3)),
        ValueError,
        "Flatten(start_dim=2): x has shape (3,), no axis 2 to begin with",
    ),
    "flatten of integers": (lambda: Flatten()(np.ones((4, 3), int)), TypeError, "x has dtype int64"),
    "p of 1": (lambda: Dropout(1, rng=rng()), ValueError, "p must be a number in [0, 1), got 1"),
    "p below 0": (lambda: Dropout(-0.1, rng=rng()), ValueError, "p must be a number in [0, 1), got -0.1"),
    "p of nan": (lambda: Dropout(math.nan, rng=rng()), ValueError, "p must be a number in [0, 1), got nan"),
    "dropout with a seed": (lambda: Dropout(0.5, rng=0), TypeError, "rng must be a NumPy generator"),
    "dropout of integers": (lambda: Dropout(rng=rng())(np.ones(3, int)), TypeError, "x has dtype int64"),
    "no layer": (lambda: Sequential(), ValueError, "a Sequential needs at least one layer"),
    "a slice without layers": (
        lambda: network(3, 2)[0][5:],
        ValueError,
        "a Sequential needs at least one layer",
    ),
    "a name for a layer": (
        lambda: Sequential(LINEAR, "sigmoid"),
        TypeError,
        "layer 1 must be a Module such as Linear or Activation, got 'sigmoid'",
    ),
    "one layer twice": (
        lambda: Sequential(LINEAR, SHARED, Linear(2, 2, rng=rng()), SHARED),
        ValueError,
        "layer 3 is layer 1 again: make a new Activation('relu')",
    ),
    "layers that do not fit": (
        lambda: Sequential(Linear(3, 2, rng=rng()), Linear(3, 1, rng=rng()))(np.ones((4, 3))),
        ValueError,
        "Linear(in_features=3, out_features=1, bias=True): x has shape (4, 2), but weight has shape (1, 3)",
    ),
}


test_bad_input = refusals(BAD)
