"""To PyTorch and back, and as text: the same layers, numbers and names, and no shared memory."""

import ast
import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import arrays, assert_equals_torch, tensor
from torch import nn

from nnkit.activations import ACTIVATIONS
from nnkit.convolution import AvgPool2d, Conv2d, MaxPool2d
from nnkit.layers import Activation, Dropout, Flatten, Linear, Module, Sequential
from nnkit.network import lecture_network
from nnkit.pytorch import Step, from_torch, to_numpy_source, to_torch, to_torch_source
from nnkit.source import TORCH_ACTIVATIONS


def rng():
    return np.random.default_rng(0)


def mlp(dtype=np.float64):
    return Sequential(
        Linear(4, 16, rng=rng(), dtype=dtype),
        Activation("tanh"),
        Linear(16, 3, bias=False, rng=rng(), dtype=dtype),
        Activation("softmax"),
    )


def convolutional(dtype=np.float64):
    return Sequential(
        Conv2d(2, 3, 3, padding=1, rng=rng(), dtype=dtype),
        Activation("relu"),
        MaxPool2d(2),
        Sequential(
            Conv2d(3, 2, (2, 1), (1, 2), (1, 0), bias=False, rng=rng(), dtype=dtype), AvgPool2d((2, 1))
        ),
        Dropout(0.3, rng=rng()),
        Flatten(),
        Linear(4, 2, rng=rng(), dtype=dtype),
    ).eval()


# a model, an input for it, and how torch prints it
MODELS = {
    "lecture": (lecture_network().to_sequential, (5, 3)),
    "mlp": (mlp, (7, 4)),
    "convolutional": (convolutional, (3, 2, 5, 7)),
    "linear": (lambda: Sequential(Linear(2, 1, rng=rng())), (3, 2)),
    "no-parameters": (lambda: Sequential(AvgPool2d(3, 2, 1), Flatten(2)), (2, 1, 5, 5)),
}
LAYERS = {
    "Linear": (lambda: Linear(3, 2, rng=rng()), nn.Linear(3, 2), (4, 3)),
    "Linear-without-bias": (lambda: Linear(3, 2, bias=False, rng=rng()), nn.Linear(3, 2, bias=False), (4, 3)),
    "Conv2d": (lambda: Conv2d(2, 3, 2, rng=rng()), nn.Conv2d(2, 3, 2), (1, 2, 4, 5)),
    "Conv2d-strided": (
        lambda: Conv2d(2, 3, (2, 3), (1, 2), (0, 1), bias=False, rng=rng()),
        nn.Conv2d(2, 3, (2, 3), (1, 2), (0, 1), bias=False),
        (1, 2, 4, 5),
    ),
    "MaxPool2d": (lambda: MaxPool2d(2), nn.MaxPool2d(2), (1, 2, 4, 5)),
    "MaxPool2d-strided": (lambda: MaxPool2d((2, 3), 1, 1), nn.MaxPool2d((2, 3), 1, 1), (1, 2, 4, 5)),
    "AvgPool2d": (lambda: AvgPool2d((2, 1)), nn.AvgPool2d((2, 1)), (1, 2, 4, 5)),
    "AvgPool2d-strided": (lambda: AvgPool2d(2, (2, 1), 1), nn.AvgPool2d(2, (2, 1), 1), (1, 2, 4, 5)),
    "Flatten": (lambda: Flatten(), nn.Flatten(), (2, 3, 4)),
    "Flatten-from-2": (lambda: Flatten(2), nn.Flatten(2), (2, 3, 4, 2)),
    "Dropout": (lambda: Dropout(0.3, rng=rng()).eval(), nn.Dropout(0.3), (4, 3)),
    "leaky_relu": (lambda: Activation("leaky_relu", negative_slope=0.3), nn.LeakyReLU(0.3), (4, 3)),
    "softmax": (lambda: Activation("softmax", dim=0), nn.Softmax(0), (4, 3)),
    "log_softmax": (lambda: Activation("log_softmax", dim=1), nn.LogSoftmax(1), (4, 3)),
}


def draw(shape, dtype=np.float64):
    return rng().normal(size=shape).astype(dtype)


def run(source):
    """The `model` that a source leaves behind; it must need nothing but what it imports."""
    namespace = {"__name__": "pasted"}
    exec(compile(source, "<pasted>", "exec"), namespace)
    return namespace["model"]


# To torch


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_torch_gives_the_same_outputs(name, dtype):
    model = as_dtype(MODELS[name][0](), dtype)
    x = draw(MODELS[name][1], dtype)
    theirs = to_torch(model)(torch.tensor(x)).detach().numpy()
    assert theirs.dtype == dtype
    rtol = 1e-10 if dtype == np.float64 else 1e-5
    np.testing.assert_allclose(theirs, model(x), rtol=rtol, atol=1e-2 * rtol)


def as_dtype(model, dtype):
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(dtype)
    return model


@pytest.mark.parametrize("name", LAYERS)
def test_each_layer_becomes_torchs(name):
    build, expected, shape = LAYERS[name]
    layer, x = build(), draw(shape)
    module = to_torch(layer)
    assert repr(with_pairs(module)) == repr(with_pairs(expected))
    assert_equals_torch(layer(x), module(tensor(x)))


def with_pairs(module):
    """torch keeps 2 and (2, 2) apart in pools, though they mean the same."""
    if isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
        for name in ("kernel_size", "stride", "padding"):
            value = getattr(module, name)
            setattr(module, name, value if isinstance(value, tuple) else (value, value))
    return module


@pytest.mark.parametrize("name", LAYERS)
def test_each_layer_of_torch_becomes_nnkits(name):
    build, module, shape = LAYERS[name]
    module = module.double().eval()
    layer, x = from_torch(module, rng=rng()), draw(shape)
    assert (type(layer), repr(layer)) == (type(build()), repr(build()))
    assert_equals_torch(layer(x), module(tensor(x)))
    state = layer.state_dict()
    assert state.keys() == module.state_dict().keys()
    for key, value in module.state_dict().items():
        np.testing.assert_array_equal(state[key], value)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=arrays((3, 4), st.floats(-50, 50)))
def test_each_activation_there_and_back(name, z):
    layer = Activation(name)
    module = to_torch(layer)
    # Below 0, torch's gelu loses digits in 1 + tanh: an absolute error of about 1e-16 |z|.
    np.testing.assert_allclose(layer(z), module(tensor(z)), rtol=1e-10, atol=1e-14)
    back = from_torch(module)
    assert back.name == name
    np.testing.assert_array_equal(back(z), layer(z))


def test_every_activation_has_its_counterpart():
    assert TORCH_ACTIVATIONS.keys() == ACTIVATIONS.keys()


@pytest.mark.parametrize("name", MODELS)
def test_there_and_back_changes_nothing(name):
    model = MODELS[name][0]()
    back = from_torch(to_torch(model), rng=rng())
    assert (repr(back), back.training) == (repr(model), model.training)
    state = back.state_dict()
    assert state.keys() == model.state_dict().keys()
    for key, array in model.state_dict().items():
        assert state[key].dtype == array.dtype
        np.testing.assert_array_equal(state[key], array)
    np.testing.assert_array_equal(back(draw(MODELS[name][1])), model(draw(MODELS[name][1])))


@pytest.mark.parametrize("name", ["lecture", "mlp", "convolutional"])
def test_state_dicts_fit_both(name):
    model = MODELS[name][0]()
    module = to_torch(model)
    assert list(module.state_dict()) == list(model.state_dict())
    changed = {key: array + 1 for key, array in model.state_dict().items()}
    module.load_state_dict({key: torch.tensor(array) for key, array in changed.items()})
    model.load_state_dict({key: value.numpy() for key, value in module.state_dict().items()})
    for key, array in model.state_dict().items():
        np.testing.assert_array_equal(array, changed[key])


@pytest.mark.parametrize("name", ["lecture", "mlp", "convolutional"])
def test_gradients_are_torchs(name):
    model, x = MODELS[name][0](), draw(MODELS[name][1])
    module, there = to_torch(model), tensor(x, requires_grad=True)
    output = module(there)
    weights = draw(output.shape)
    output.backward(torch.tensor(weights))
    model(x)
    assert_equals_torch(model.backward(weights), there.grad)
    for parameter, theirs in zip(model.parameters(), module.parameters(), strict=True):
        assert_equals_torch(parameter.grad, theirs.grad)


def test_the_indexed_network_becomes_torchs():
    net = lecture_network()
    module = to_torch(net)
    assert [type(layer) for layer in module] == [nn.Linear, nn.Sigmoid] * 3
    assert module[0].weight[2, 1] == net.w(1, 2, 3)
    assert_equals_torch(net(draw((4, 3))), module(tensor(draw((4, 3)))))


def test_nothing_is_shared():
    model = mlp()
    module = to_torch(model)
    back = from_torch(module)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.fill_(7)
    assert not any((p.data == 7).any() for p in [*model.parameters(), *back.parameters()])
    for parameter in [*model.parameters(), *back.parameters()]:
        parameter.data[...] = 8
    assert all((p == 7).all() for p in module.parameters())


def test_to_torch_is_ready_to_train():
    module = to_torch(mlp())
    assert all(p.requires_grad and p.is_leaf and p.device.type == "cpu" for p in module.parameters())
    assert all(p.is_contiguous() for p in to_torch(lecture_network()).parameters())


def test_to_torch_leaves_torchs_random_numbers_alone():
    before = torch.get_rng_state()
    to_torch(convolutional())
    assert torch.equal(torch.get_rng_state(), before)


def test_the_mode_of_each_layer_stays():
    model = Sequential(Dropout(rng=rng()), Sequential(Dropout(rng=rng())))
    model[1].eval()
    module = to_torch(model)
    assert [m.training for m in (module, module[0], module[1], module[1][0])] == [True, True, False, False]
    back = from_torch(module, rng=rng())
    assert [m.training for m in (back, back[0], back[1], back[1][0])] == [True, True, False, False]


def test_from_torch_uses_the_generator():
    layer = from_torch(nn.Dropout(0.5), rng=rng())
    np.testing.assert_array_equal(layer(np.ones((3, 4))), Dropout(0.5, rng=rng())(np.ones((3, 4))))


def test_step_keeps_the_dtype_and_stops_the_gradient():
    z = torch.tensor([-1.0, 0.0, 2.0], dtype=torch.float32, requires_grad=True)
    assert Step()(z).tolist() == [0, 1, 1]
    assert Step()(z).dtype == torch.float32
    assert not Step()(z).requires_grad


@given(arrays((2, 3), st.floats(-1e300, 1e300)))
def test_any_weights_survive_the_text(weight):
    model = Sequential(Linear.from_weight(weight))
    np.testing.assert_array_equal(run(to_torch_source(model)).state_dict()["0.weight"], weight)
    assert f"weight1 = np.array({weight.tolist()}" in re.sub(r",\s+", ", ", to_numpy_source(model))


# As text

SOURCES = MODELS | {name: (build, shape) for name, (build, _, shape) in LAYERS.items()}
SOURCES |= {name: (lambda name=name: Activation(name), (3, 4)) for name in ACTIVATIONS}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", SOURCES)
def test_the_text_computes_the_same(name, dtype):
    model = as_dtype(SOURCES[name][0](), dtype)
    x = 10 * draw(SOURCES[name][1], dtype)
    in_torch, in_numpy = run(to_torch_source(model)), run(to_numpy_source(model))
    assert in_torch.training == model.training
    outputs = [in_torch(torch.tensor(x)).detach().numpy(), in_numpy(x)]
    for output in outputs:
        assert (output.dtype, output.shape) == (dtype, model(x).shape)
        tolerance = 1e-12 if dtype == np.float64 else 1e-5
        np.testing.assert_allclose(output, model(x), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "gelu", "softmax", "log_softmax", "tanh"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_numpy_text_does_not_overflow(name, dtype):
    z = np.array([[-1000, 0, 1000]], dtype)
    np.testing.assert_allclose(run(to_numpy_source(Activation(name)))(z), Activation(name)(z), atol=1e-6)


def test_the_numpy_text_takes_no_dropout_in_training():
    model = Sequential(Dropout(rng=rng()), Activation("relu"))
    np.testing.assert_array_equal(run(to_numpy_source(model))(np.ones((3, 3))), 1)


def test_the_lectures_network_in_torch():
    assert (
        to_torch_source(lecture_network())
        == """import torch
from torch import nn

model = nn.Sequential(
    nn.Linear(in_features=3, out_features=3, bias=False),
    nn.Sigmoid(),
    nn.Linear(in_features=3, out_features=2, bias=False),
    nn.Sigmoid(),
    nn.Linear(in_features=2, out_features=1, bias=False),
    nn.Sigmoid(),
).to(torch.float64)
model.load_state_dict({
    "0.weight": torch.tensor([[0.5, 2.0, -1.5],
                              [-1.0, 1.0, 2.5],
                              [1.5, -0.5, -2.0]], dtype=torch.float64),
    "2.weight": torch.tensor([[1.0, -1.5, 2.0],
                              [-2.0, 0.5, 1.5]], dtype=torch.float64),
    "4.weight": torch.tensor([[3.0, -2.0]], dtype=torch.float64),
})
"""
    )


def test_the_lectures_network_in_numpy():
    assert (
        to_numpy_source(lecture_network())
        == """import numpy as np

weight1 = np.array([[0.5, 2.0, -1.5],
                    [-1.0, 1.0, 2.5],
                    [1.5, -0.5, -2.0]], dtype=np.float64)
weight2 = np.array([[1.0, -1.5, 2.0],
                    [-2.0, 0.5, 1.5]], dtype=np.float64)
weight3 = np.array([[3.0, -2.0]], dtype=np.float64)


def model(x):
    x = x @ weight1.T  # (N, 3) -> (N, 3)
    x = np.exp(-np.logaddexp(0, -x))  # 1 / (1 + exp(-x)), which could overflow
    x = x @ weight2.T  # (N, 3) -> (N, 2)
    x = np.exp(-np.logaddexp(0, -x))  # 1 / (1 + exp(-x)), which could overflow
    x = x @ weight3.T  # (N, 2) -> (N, 1)
    x = np.exp(-np.logaddexp(0, -x))  # 1 / (1 + exp(-x)), which could overflow
    return x
"""
    )


def test_a_convolutional_network_in_both():
    assert re.findall(r"^ +(nn.*)$", to_torch_source(convolutional()), re.M) == [
        "nn.Conv2d(in_channels=2, out_channels=3, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1),"
        " bias=True),",
        "nn.ReLU(),",
        "nn.MaxPool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0)),",
        "nn.Sequential(",
        "nn.Conv2d(in_channels=3, out_channels=2, kernel_size=(2, 1), stride=(1, 2), padding=(1, 0),"
        " bias=False),",
        "nn.AvgPool2d(kernel_size=(2, 1), stride=(2, 1), padding=(0, 0)),",
        "nn.Dropout(p=0.3),",
        "nn.Flatten(start_dim=1),",
        "nn.Linear(in_features=4, out_features=2, bias=True),",
    ]
    assert to_torch_source(convolutional()).endswith("model.eval()\n")
    assert re.findall(r"^    x = (.*)$", to_numpy_source(convolutional()).split("def model")[1], re.M) == [
        'np.einsum("nchwij,ocij->nohw", windows(x, (3, 3), (1, 1), (1, 1)), weight1) + bias1[:, None, None]',
        "np.maximum(x, 0)",
        "windows(x, (2, 2), (2, 2), (0, 0), fill=-np.inf).max((-2, -1))",
        'np.einsum("nchwij,ocij->nohw", windows(x, (2, 1), (1, 2), (1, 0)), weight2)',
        "windows(x, (2, 1), (2, 1), (0, 0)).mean((-2, -1))",
        "x  # no Dropout after training",
        "x.reshape(*x.shape[:1], -1)",
        "x @ weight3.T + bias3  # (N, 4) -> (N, 2)",
    ]
    assert to_numpy_source(convolutional()).count("def windows") == 1


@pytest.mark.parametrize("write", [to_torch_source, to_numpy_source])
def test_the_text_is_legible(write):
    model = Sequential(Conv2d(3, 4, 3, rng=rng()), Activation("step"), Flatten(), Linear(4, 40, rng=rng()))
    source = write(model)
    assert max(map(len, source.splitlines())) <= 130
    assert not re.search(r"\n\n\n\n| \n|\n\n +\[", source)
    assert source.endswith("\n")
    assert not source.endswith("\n\n")
    ast.parse(source)


@pytest.mark.parametrize("write", [to_torch_source, to_numpy_source])
def test_the_text_has_all_digits_whatever_numpy_prints(write):
    before = write(mlp())
    with np.printoptions(precision=2, threshold=3, suppress=True, formatter={"float": "{:.1f}".format}):
        assert write(mlp()) == before


@pytest.mark.parametrize("write", [to_torch_source, to_numpy_source])
def test_the_text_runs_in_a_new_process(write):
    model = lecture_network()
    ask = "print(model({}).tolist())"
    ones = "torch.ones(2, 3, dtype=torch.float64)" if write is to_torch_source else "np.ones((2, 3))"
    output = subprocess.run(
        [sys.executable, "-W", "error", "-I", "-c", write(model) + ask.format(ones)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    np.testing.assert_allclose(ast.literal_eval(output), model(np.ones((2, 3))), rtol=1e-12)


def test_no_text_needs_torch():
    code = (
        "import sys; from nnkit.source import to_torch_source, to_numpy_source; from nnkit.network import"
        " lecture_network; to_torch_source(lecture_network()); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# Bad input


class Doubling(Module):
    def forward(self, x):
        return 2 * x


class Scaled(nn.Linear):
    def forward(self, x):
        return 2 * super().forward(x)


TIED = nn.Linear(2, 2)
BAD = {
    "to_torch of a list": (
        lambda: to_torch([1]),
        TypeError,
        "model must be a Sequential, a layer of nnkit, or an",
    ),
    "to_torch of torch's": (lambda: to_torch(TIED), TypeError, "model must be a Sequential"),
    "to_torch of a new layer": (
        lambda: to_torch(Sequential(Doubling())),
        TypeError,
        "knows no counterpart of",
    ),
    "source of a function": (lambda: to_torch_source(np.tanh), TypeError, "model must be a Sequential"),
    "numpy source of torch's": (lambda: to_numpy_source(TIED), TypeError, "model must be a Sequential"),
    "torch source of a new layer": (lambda: to_torch_source(Doubling()), TypeError, "in torch.nn"),
    "numpy source of a new layer": (
        lambda: to_numpy_source(Doubling()),
        TypeError,
        "nnkit has no NumPy source for",
    ),
    "from_torch of nnkit's": (lambda: from_torch(mlp()), TypeError, "module must be a torch.nn.Module, got"),
    "from_torch of a function": (
        lambda: from_torch(torch.relu),
        TypeError,
        "module must be a torch.nn.Module",
    ),
    "an unknown module": (
        lambda: from_torch(nn.Sequential(nn.Bilinear(1, 1, 1))),
        TypeError,
        "nnkit has no counterpart of Bilinear(",
    ),
    "a subclass": (lambda: from_torch(Scaled(1, 1)), TypeError, "nnkit has no counterpart of Scaled("),
    "half precision": (
        lambda: from_torch(nn.Linear(1, 1).half()),
        TypeError,
        "has dtype torch.float16: call module",
    ),
    "bfloat16": (lambda: from_torch(nn.Linear(1, 1).bfloat16()), TypeError, "has dtype torch.bfloat16"),
    "complex": (
        lambda: from_torch(nn.Linear(1, 1, dtype=torch.complex64)),
        TypeError,
        "has dtype torch.complex64",
    ),
    "NaN": (lambda: from_torch(with_nan()), ValueError, "must be finite, got nan"),
    "tied": (
        lambda: from_torch(nn.Sequential(TIED, TIED)),
        ValueError,
        "two layers share a parameter among ['0.wei",
    ),
    "no layers": (lambda: from_torch(nn.Sequential()), ValueError, "a Sequential needs at least one layer"),
    "Dropout without rng": (lambda: from_torch(nn.Dropout()), TypeError, "rng must be a NumPy generator"),
    "dilation": (
        lambda: from_torch(nn.Conv2d(1, 1, 2, dilation=2)),
        ValueError,
        "no dilation=(2, 2), only dilation=(1,",
    ),
    "groups": (
        lambda: from_torch(nn.Conv2d(2, 2, 1, groups=2)),
        ValueError,
        "nnkit has no groups=2, only groups=1",
    ),
    "reflection": (
        lambda: from_torch(nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect")),
        ValueError,
        "nnkit has no padding_mode='reflect', only padding_mode='zeros'",
    ),
    "padding same": (
        lambda: from_torch(nn.Conv2d(1, 1, 3, padding="same")),
        ValueError,
        "padding must be a whole",
    ),
    "pool dilation": (lambda: from_torch(nn.MaxPool2d(2, dilation=2)), ValueError, "nnkit has no dilation=2"),
    "max ceil_mode": (lambda: from_torch(nn.MaxPool2d(2, ceil_mode=True)), ValueError, "no ceil_mode=True"),
    "return_indices": (
        lambda: from_torch(nn.MaxPool2d(2, return_indices=True)),
        ValueError,
        "no return_indices=True",
    ),
    "mean ceil_mode": (lambda: from_torch(nn.AvgPool2d(2, ceil_mode=True)), ValueError, "no ceil_mode=True"),
    "padding uncounted": (
        lambda: from_torch(nn.AvgPool2d(2, count_include_pad=False)),
        ValueError,
        "nnkit has no count_include_pad=False",
    ),
    "threshold": (lambda: from_torch(nn.Softplus(threshold=1)), ValueError, "no threshold=1"),
    "divisor": (lambda: from_torch(nn.AvgPool2d(2, divisor_override=3)), ValueError, "no divisor_override=3"),
    "end_dim": (lambda: from_torch(nn.Flatten(1, 2)), ValueError, "nnkit has no end_dim=2, only end_dim=-1"),
    "exact gelu": (
        lambda: from_torch(nn.GELU()),
        ValueError,
        "no approximate='none', only approximate='tanh'",
    ),
    "softplus beta": (lambda: from_torch(nn.Softplus(beta=2)), ValueError, "no beta=2"),
}


def with_nan():
    module = nn.Linear(1, 1)
    nn.init.constant_(module.weight, float("nan"))
    return module


test_bad_input_is_told_in_the_users_words = refusals(BAD)
