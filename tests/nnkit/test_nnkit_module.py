"""What all layers have in common: parameters, names, modes, and states that come and go."""

import math
import re
import zipfile

import numpy as np
import pytest
import torch
from nnkit_refusals import refusals

from nnkit.gradcheck import gradcheck
from nnkit.layers import Activation, Dropout, Linear, Module, Parameter, Sequential
from nnkit.module import WeightedModule


def rng():
    return np.random.default_rng(0)


def small_net(bias=True):
    return Sequential(
        Linear(3, 2, bias=bias, rng=rng()), Activation("tanh"), Linear(2, 1, bias=bias, rng=rng())
    )


class Scale(Module):
    """y = factor * x, then another module."""

    def __init__(self, inner):
        self.inner, self.factor, self.unused = inner, Parameter([2.0]), None

    def forward(self, x):
        self._memory = (self.factor.data * x, x)
        return self.inner(self._memory[0])

    def backward(self, grad_output):
        grad_output = self.inner.backward(grad_output)
        _, x = self._recall(grad_output)
        self.factor.accumulate(np.array([(grad_output * x).sum()]))
        return self.factor.data * grad_output


# Parameters


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_parameter_copies_and_keeps_the_dtype(dtype):
    data = np.array([[1, 2, 3]], dtype)
    parameter = Parameter(data)
    data[0, 0] = 100
    np.testing.assert_array_equal(parameter.data, [[1, 2, 3]])
    assert parameter.data.dtype == dtype
    assert parameter.shape == (1, 3)
    assert parameter.grad is None
    assert repr(parameter) == f"Parameter(shape=(1, 3), dtype={np.dtype(dtype)})"


def test_gradients_add_up_until_they_are_forgotten():
    parameter = Parameter([1.0, 2.0])
    parameter.accumulate(np.array([10.0, 20.0]))
    np.testing.assert_array_equal(parameter.grad, [10, 20])
    parameter.accumulate(np.array([1.0, -1.0]))
    np.testing.assert_array_equal(parameter.grad, [11, 19])
    np.testing.assert_array_equal(parameter.data, [1, 2])
    parameter.zero_grad()
    assert parameter.grad is None


# Weights and biases


@pytest.mark.parametrize("shape", [(2000, 1), (2000, 4), (2000, 10, 5, 2)], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_and_biases_start_as_torchs(shape, dtype):
    layer = WeightedModule()
    layer._draw(rng(), shape, True, dtype)
    bound = {1: 1, 4: 1 / 2, 100: 1 / 10}[math.prod(shape[1:])]
    for start in (layer.weight.data, layer.bias.data):
        assert 0.99 * bound < start.max() <= bound
        assert -bound <= start.min() < -0.99 * bound
        assert start.dtype == dtype
    assert (layer.weight.shape, layer.bias.shape) == (shape, shape[:1])
    layer._draw(rng(), shape, False, dtype)
    assert layer.bias is None
    assert layer.input_grad


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_and_biases_are_taken_as_they_are(dtype):
    layer, weight = WeightedModule(), np.ones((2, 3, 1), dtype)
    layer._take(weight, [1, 2], ndim=3)
    weight[:] = 5
    np.testing.assert_array_equal(layer.weight.data, np.ones((2, 3, 1)))
    np.testing.assert_array_equal(layer.bias.data, [1, 2])
    assert layer.weight.data.dtype == layer.bias.data.dtype == dtype
    layer._take(weight, None, ndim=3)
    assert layer.bias is None


def test_a_list_becomes_an_array_of_the_dtype_that_is_wanted():
    for dtype in (np.float32, np.float64):
        assert Linear(2, 1, rng=rng(), dtype=dtype)([[1, 2]]).dtype == dtype
    np.testing.assert_array_equal(Activation("relu")([-1, 2]), [0, 2])


# Names, modes and gradients of what is inside


def test_parameters_are_named_as_in_torch():
    model = Sequential(Scale(small_net()), Linear(1, 4, bias=False, rng=rng()))
    names = [name for name, _ in model.named_parameters()]
    assert names == [
        "0.factor",
        "0.inner.0.weight",
        "0.inner.0.bias",
        "0.inner.2.weight",
        "0.inner.2.bias",
        "1.weight",
    ]
    assert model.parameters() == [parameter for _, parameter in model.named_parameters()]
    assert model.named_children() == [("0", model[0]), ("1", model[1])]
    assert dict(model.named_parameters())["0.inner.2.bias"] is model[0].inner[2].bias


def test_a_shared_parameter_has_two_names_but_is_learned_once():
    model = Sequential(Linear(2, 2, bias=False, rng=rng()), Linear(2, 2, bias=False, rng=rng()))
    model[1].weight = model[0].weight
    assert [name for name, _ in model.named_parameters()] == ["0.weight", "1.weight"]
    assert model.parameters() == [model[0].weight]
    model(np.eye(2))
    model.backward(np.ones((2, 2)))
    w = torch.tensor(model[0].weight.data, requires_grad=True)
    (torch.eye(2, dtype=torch.float64) @ w.T @ w.T).sum().backward()
    np.testing.assert_allclose(model[0].weight.grad, w.grad, rtol=1e-12)


def test_zero_grad_reaches_every_parameter():
    model = Sequential(Scale(small_net()), Linear(1, 4, bias=False, rng=rng()))
    model.backward(np.ones_like(model(np.ones((5, 3)))))
    assert all(parameter.grad.shape == parameter.shape for parameter in model.parameters())
    model.zero_grad()
    assert [parameter.grad for parameter in model.parameters()] == [None] * 6


def test_modes_reach_every_module():
    model = Sequential(Scale(Sequential(Dropout(rng=rng()))), Activation("relu"))
    inside = [model, model[0], model[0].inner, model[0].inner[0], model[1]]
    assert [module.training for module in inside] == [True] * 5
    assert model.eval() is model
    assert [module.training for module in inside] == [False] * 5
    assert model[0].train() is model[0]
    assert [module.training for module in inside] == [False, True, True, True, False]
    model.train(False)
    assert [module.training for module in inside] == [False] * 5


def test_calling_is_forward():
    model, x = small_net(), np.ones((2, 3))
    np.testing.assert_array_equal(model(x), model.forward(x))


def test_a_layer_of_ones_own_is_a_layer():
    model, x = Scale(small_net()), rng().normal(size=(4, 3))

    def loss(factor, x):
        model.factor.data[:] = factor
        return model(x).sum()

    def gradients(factor, x):
        model.zero_grad()
        loss(factor, x)
        grad_x = model.backward(np.ones((4, 1)))
        return model.factor.grad, grad_x

    assert gradcheck(loss, (np.array([2.0]), x), gradients)


def test_a_module_without_forward_or_backward_says_so():
    class Nothing(Module):
        pass

    with pytest.raises(NotImplementedError, match="Nothing has no forward"):
        Nothing()(np.ones(2))
    with pytest.raises(NotImplementedError, match="Nothing has no backward"):
        Nothing().backward(np.ones(2))
    assert repr(Sequential(Nothing())) == "Sequential(nothing)"


# One backward for each forward


@pytest.mark.parametrize(
    "layer", [Linear(3, 3, rng=rng()), Activation("tanh"), Dropout(rng=rng()), small_net()]
)
def test_each_forward_allows_one_backward(layer):
    layer(np.ones((2, 3)))
    output = layer(np.ones((2, 3)))
    layer.backward(output)
    with pytest.raises(RuntimeError, match="backward needs a forward before it"):
        layer.backward(output)
    layer.backward(layer(np.ones((2, 3))))


def test_a_refused_gradient_leaves_the_forward_in_mind():
    layer = Linear(3, 2, rng=rng())
    layer(np.ones((4, 3)))
    with pytest.raises(ValueError, match="grad_output"):
        layer.backward(np.ones((4, 3)))
    assert layer.backward(np.ones((4, 2))).shape == (4, 3)


def test_a_forgotten_forward_frees_its_arrays():
    layer = Linear(3, 2, rng=rng())
    layer.backward(layer(np.ones((4, 3))))
    assert [value for value in vars(layer).values() if not isinstance(value, Parameter)] == [None]


# States


def test_a_state_is_a_copy():
    model = small_net()
    state = model.state_dict()
    state["0.weight"][:] = 0
    assert np.abs(model[0].weight.data).min() > 0
    before = model[2].bias.data.copy()
    model[2].bias.data += 1
    np.testing.assert_array_equal(state["2.bias"], before)


def test_loading_changes_the_arrays_in_place():
    model, other = small_net(), small_net()
    arrays = [parameter.data for parameter in model.parameters()]
    state = {name: 2 * array for name, array in other.state_dict().items()}
    assert model.load_state_dict(state) is model
    for parameter, array, wanted in zip(model.parameters(), arrays, state.values(), strict=True):
        assert parameter.data is array
        np.testing.assert_array_equal(array, wanted)


def test_loading_keeps_the_dtype():
    model = Linear(3, 2, rng=rng(), dtype=np.float32)
    model.load_state_dict(Linear(3, 2, rng=np.random.default_rng(1)).state_dict())
    assert [parameter.data.dtype for parameter in model.parameters()] == [np.float32, np.float32]


def test_states_go_to_torch_and_back_unchanged():
    model = small_net()
    theirs = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1)).double()
    assert list(theirs.state_dict()) == list(model.state_dict())
    theirs.load_state_dict({name: torch.from_numpy(array) for name, array in model.state_dict().items()})
    back = small_net().load_state_dict(theirs.state_dict())
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(back.state_dict()[name], array)
        np.testing.assert_array_equal(theirs.state_dict()[name], array)


def test_a_state_that_does_not_fit_is_told_in_full_and_changes_nothing():
    model = small_net()
    before = model.state_dict()
    state = {**before, "0.weight": np.zeros((3, 2)), "1.weight": np.zeros(1), "2.weight": np.ones((1, 2))}
    del state["0.bias"], state["2.bias"]
    told = (
        "the state does not fit Sequential(3 → 2 tanh → 1): 0.bias is missing; 2.bias is missing;"
        " 1.weight is unexpected; 0.weight has shape (3, 2) instead of (2, 3)"
    )
    with pytest.raises(ValueError, match=re.escape(told) + "$"):
        model.load_state_dict(state)
    with pytest.raises(ValueError, match=re.escape("2.bias must be finite, got nan at 2.bias[0]")):
        model.load_state_dict({**before, "0.bias": np.zeros(2), "2.bias": np.array([np.nan])})
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_files_hold_the_state(dtype, tmp_path):
    path = tmp_path / "any name"
    model = Sequential(Linear(3, 2, rng=rng(), dtype=dtype), Activation("relu"))
    model.save(path)
    other = Sequential(Linear(3, 2, rng=np.random.default_rng(1), dtype=dtype), Activation("relu"))
    assert other.load(str(path)) is other
    for ours, theirs in zip(model.parameters(), other.parameters(), strict=True):
        np.testing.assert_array_equal(ours.data, theirs.data)
        assert ours.data.dtype == theirs.data.dtype == dtype
    assert zipfile.ZipFile(path).namelist() == ["0.weight.npy", "0.bias.npy"]
    assert list(tmp_path.iterdir()) == [path]


class Trap:
    """What would run when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was opened",))


def numpy_file(save, value):
    def write(path):
        with open(path, "wb") as file:
            save(file, value)

    return write


def cut_short(path):
    small_net().save(path)
    path.write_bytes(path.read_bytes()[:-30])


def flipped(path):
    small_net().save(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"NUMPY") + 130] ^= 255  # within the numbers: the checksum tells
    path.write_bytes(data)


def zip_file(path):
    with zipfile.ZipFile(path, "w") as file:  # as torch.save writes them
        file.writestr("model/data.pkl", b"weights")


FILES = {
    "pickles": numpy_file(lambda file, value: np.savez(file, **{"0.weight": value}), np.array([Trap()])),
    "a pickle": numpy_file(np.save, np.array([Trap()])),
    "one array": numpy_file(np.save, np.ones(3)),
    "names": numpy_file(lambda file, value: np.savez(file, **{"0.weight": value}), np.array(["a"])),
    "a zip of others": zip_file,
    "one number": numpy_file(np.save, np.array(1.0)),
    "text": lambda path: path.write_text("weights"),
    "nothing": lambda path: path.write_bytes(b""),
    "cut short": cut_short,
    "flipped": flipped,
}


@pytest.mark.parametrize("write", FILES.values(), ids=FILES)
def test_other_files_are_refused(write, tmp_path):
    path, model = tmp_path / "model.npz", small_net()
    before = model.state_dict()
    write(path)
    with pytest.raises(ValueError, match=r"model\.npz holds no arrays as save\(path\) writes them$"):
        model.load(path)
    np.testing.assert_array_equal(model[0].weight.data, before["0.weight"])


def test_a_file_of_another_model_is_told_by_names(tmp_path):
    small_net(bias=False).save(tmp_path / "model.npz")
    with pytest.raises(ValueError, match=r"0\.bias is missing; 2\.bias is missing$"):
        small_net().load(tmp_path / "model.npz")


# Bad input

NET = small_net()


def backward(grad_output, dtype=np.float64):
    layer = Linear.from_weight(np.ones((1, 3), dtype))
    layer(np.ones((4, 3), dtype))
    return layer.backward(grad_output)


BAD = {
    "parameter of words": (lambda: Parameter("one"), TypeError, "data must hold real numbers"),
    "parameter with nan": (
        lambda: Parameter([1, np.nan]),
        ValueError,
        "data must be finite, got nan at data[1]",
    ),
    "weight with another number of axes": (
        lambda: Linear.from_weight([1.0]),
        ValueError,
        "weight must have 2 axes, none of length 0, got shape (1,)",
    ),
    "weight with an axis more": (lambda: Linear.from_weight([[[1.0]]]), ValueError, "got shape (1, 1, 1)"),
    "weight of nothing": (
        lambda: Linear.from_weight(np.ones((2, 0))),
        ValueError,
        "weight must have 2 axes, none of length 0, got shape (2, 0)",
    ),
    "bias of another length": (
        lambda: Linear.from_weight(np.ones((2, 3)), np.ones(3)),
        ValueError,
        "weight has shape (2, 3), but bias has shape (3,): not (2,)",
    ),
    "bias too short": (
        lambda: Linear.from_weight(np.ones((2, 3)), np.ones(1)),
        ValueError,
        "weight has shape (2, 3), but bias has shape (1,): not (2,)",
    ),
    "x of more digits": (
        lambda: Linear(3, 2, rng=rng(), dtype=np.float32)(np.ones((4, 3))),
        TypeError,
        "bias=True): x has dtype float64 instead of float32: pass x.astype(np.float32)",
    ),
    "grad_output of more digits": (
        lambda: backward(np.ones((4, 1)), np.float32),
        TypeError,
        "grad_output has dtype float64 instead of float32: pass grad_output.astype(np.float32)",
    ),
    "state of smaller and larger shapes": (
        lambda: NET.load_state_dict({**NET.state_dict(), "0.bias": np.ones(1), "2.bias": np.ones(2)}),
        ValueError,
        "0.bias has shape (1,) instead of (2,); 2.bias has shape (2,) instead of (1,)",
    ),
    "x of another float": (
        lambda: Linear(3, 2, rng=rng())(np.ones((4, 3), np.float32)),
        TypeError,
        "bias=True): x has dtype float32 instead of float64: pass x.astype(np.float64)",
    ),
    "x of half floats": (
        lambda: Activation("relu")(np.ones(2, np.float16)),
        TypeError,
        "Activation('relu'): x has dtype float16 instead of float64: pass x.astype(np.float64)",
    ),
    "x of integers": (
        lambda: Activation("relu")(np.ones(2, int)),
        TypeError,
        "Activation('relu'): x has dtype int64 instead of float64",
    ),
    "mode that is no flag": (lambda: NET.train("eval"), TypeError, "mode must be True or False, got 'eval'"),
    "backward before forward": (
        lambda: small_net().backward(np.ones((4, 1))),
        RuntimeError,
        "out_features=1, bias=True): backward needs a forward before it, and each forward allows one",
    ),
    "grad_output of another shape": (
        lambda: backward(np.ones((4, 2))),
        ValueError,
        "grad_output must have the output's shape (4, 1), got shape (4, 2)",
    ),
    "grad_output that would broadcast": (
        lambda: backward(np.ones(1)),
        ValueError,
        "grad_output must have the output's shape (4, 1), got shape (1,)",
    ),
    "grad_output that is a list": (
        lambda: backward([[1.0]] * 4),
        ValueError,
        "grad_output must have the output's shape (4, 1), got a list",
    ),
    "grad_output that is ragged": (lambda: backward([[1.0], []]), ValueError, "got a list"),
    "grad_output that is nothing": (lambda: backward(None), ValueError, "got a NoneType"),
    "grad_output of another float": (
        lambda: backward(np.ones((4, 1), np.float32)),
        TypeError,
        "grad_output has dtype float32 instead of float64: pass grad_output.astype(np.float64)",
    ),
    "grad_output of integers": (
        lambda: backward(np.ones((4, 1), int)),
        TypeError,
        "grad_output has dtype int64 instead of float64",
    ),
    "state that is no dict": (
        lambda: NET.load_state_dict([np.ones(3)]),
        TypeError,
        "a state is a dict from names to arrays, got a list",
    ),
    "state of words": (
        lambda: NET.load_state_dict({"0.weight": "one"}),
        TypeError,
        "0.weight must hold real numbers, got dtype <U3",
    ),
    "state of nothing": (
        lambda: NET.load_state_dict({}),
        ValueError,
        "0.weight is missing; 0.bias is missing",
    ),
}


test_bad_input = refusals(BAD)
