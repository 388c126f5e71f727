"""Convolution and pooling: by hand, by law, and against torch over kernels, strides, padding and channels."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import assert_equals_torch, assert_layer_equals_torch, tensor

from nnkit.convolution import AvgPool2d, Conv2d, MaxPool2d
from nnkit.gradcheck import gradcheck
from nnkit.layers import Activation, Flatten, Linear, Sequential

IMAGE = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
SEEDS = st.integers(0, 999)
POOLS = [(MaxPool2d, torch.nn.MaxPool2d), (AvgPool2d, torch.nn.AvgPool2d)]
POOL = pytest.mark.parametrize(("pool", "theirs"), POOLS, ids=["MaxPool2d", "AvgPool2d"])


def rng(seed=0):
    return np.random.default_rng(seed)


def pairs(least, most):
    return st.integers(least, most) | st.tuples(st.integers(least, most), st.integers(least, most))


def both(value):
    return value if isinstance(value, tuple) else (value, value)


@st.composite
def images(draw, kernel_size, padding):
    """x (N, C, H, W), none up to three of them, with room for a window at least."""
    sizes = [
        draw(st.integers(max(1, kernel - 2 * pad), kernel + 4))
        for kernel, pad in zip(both(kernel_size), both(padding), strict=True)
    ]
    shape = draw(st.integers(0, 3)), draw(st.integers(1, 3)), *sizes
    return rng(draw(SEEDS)).normal(size=shape)


# Conv2d


def test_conv_by_hand():
    layer = Conv2d.from_weight([[[[1, 2], [3, 4]]], [[[0, 0], [0, -1]]]], [10, 20])
    np.testing.assert_array_equal(
        layer(IMAGE), [[[[47, 57], [77, 87]], [[15, 14], [12, 11]]]]
    )  # 1 + 2·2 + 3·4 + 4·5 + 10
    grad_x = layer.backward(np.array([[[[1.0, 0.0], [0.0, 2.0]], [[0.0, 3.0], [0.0, 0.0]]]]))
    np.testing.assert_array_equal(grad_x, [[[[1, 2, 0], [3, 6, 1], [0, 6, 8]]]])
    np.testing.assert_array_equal(layer.weight.grad, [[[[11, 14], [20, 23]]], [[[6, 9], [15, 18]]]])
    np.testing.assert_array_equal(layer.bias.grad, [3, 3])


@given(st.data())
def test_conv_is_torchs(data):
    kernel_size, stride, padding = (data.draw(pairs(*range_)) for range_ in ((1, 3), (1, 3), (0, 2)))
    x, bias = data.draw(images(kernel_size, padding)), data.draw(st.booleans())
    arguments = (x.shape[1], data.draw(st.integers(1, 3)), kernel_size, stride, padding)
    layer = Conv2d(*arguments, bias, rng=rng(data.draw(SEEDS)))
    theirs = torch.nn.Conv2d(*arguments, bias=bias).double()
    theirs.load_state_dict({name: tensor(array) for name, array in layer.state_dict().items()})
    assert_layer_equals_torch(layer, theirs, x)


def test_conv_by_gradcheck():
    x, weight, bias = (
        rng(1).normal(size=(2, 2, 5, 4)),
        rng(2).normal(size=(3, 2, 3, 2)),
        rng(3).normal(size=3),
    )
    grad_output = rng(4).normal(size=(2, 3, 3, 3))

    def layer(weight, bias):
        return Conv2d.from_weight(weight, bias, stride=2, padding=1)

    def gradients(x, weight, bias):
        conv = layer(weight, bias)
        conv(x)
        return conv.backward(grad_output), conv.weight.grad, conv.bias.grad

    assert gradcheck(lambda x, w, b: (grad_output * layer(w, b)(x)).sum(), (x, weight, bias), gradients)


def test_a_kernel_as_large_as_the_image_is_a_linear_layer():
    weight, x = rng(1).normal(size=(4, 2, 3, 5)), rng(2).normal(size=(6, 2, 3, 5))
    linear = Linear.from_weight(weight.reshape(4, 30))(x.reshape(6, 30))
    np.testing.assert_allclose(Conv2d.from_weight(weight)(x).reshape(6, 4), linear, rtol=1e-12)


def test_conv_of_many_channels():
    x = rng().normal(size=(2, 300, 1, 1))  # more than the small integers that are one object in Python
    np.testing.assert_allclose(
        Conv2d.from_weight(np.ones((1, 300, 1, 1)))(x), x.sum(axis=1, keepdims=True), rtol=1e-10
    )


def test_conv_moves_with_the_image():
    conv, x = Conv2d(1, 2, 3, rng=rng()), rng(1).normal(size=(1, 1, 8, 8))
    np.testing.assert_allclose(conv(x[:, :, 2:, 1:]), conv(x)[:, :, 2:, 1:], rtol=1e-12)


@pytest.mark.parametrize("kernel_size", [4, (2, 8), [8, 2]])
def test_conv_starts_as_torchs(kernel_size):
    layer = Conv2d(4, 1000, kernel_size, rng=rng())  # fan_in 64
    assert layer.weight.shape == (1000, 4, *(kernel_size if kernel_size != 4 else (4, 4)))
    assert layer.bias.shape == (1000,)
    for start in (layer.weight.data, layer.bias.data):
        assert 0.99 / 8 < start.max() <= 1 / 8
        assert -1 / 8 <= start.min() < -0.99 / 8
    np.testing.assert_array_equal(layer.weight.data, Conv2d(4, 1000, kernel_size, rng=rng()).weight.data)
    assert (layer.stride, layer.padding) == ((1, 1), (0, 0))


def test_from_weight_copies_and_slides_by_one_without_padding():
    weight = np.ones((1, 1, 2, 2))
    layer = Conv2d.from_weight(weight)
    weight[:] = 5
    np.testing.assert_array_equal(layer(IMAGE), [[[[12, 16], [24, 28]]]])
    assert layer.bias is None
    assert (layer.stride, layer.padding) == ((1, 1), (0, 0))


def test_a_first_layer_may_leave_out_the_gradient_of_x():
    layer, full = (Conv2d(1, 2, 2, rng=rng()) for _ in range(2))
    layer.input_grad = False
    grad_output = np.ones_like(full(IMAGE))
    layer(IMAGE)
    assert layer.backward(grad_output) is None
    assert full.backward(grad_output).shape == IMAGE.shape
    for ours, theirs in zip(layer.parameters(), full.parameters(), strict=True):
        np.testing.assert_array_equal(ours.grad, theirs.grad)


# Pools


def test_max_pool_by_hand():
    pool = MaxPool2d(2, stride=1)
    np.testing.assert_array_equal(pool(IMAGE), [[[[5, 6], [8, 9]]]])
    grad_x = pool.backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))
    np.testing.assert_array_equal(grad_x, [[[[0, 0, 0], [0, 1, 2], [0, 3, 4]]]])
    shared = MaxPool2d(2, stride=1)
    shared(np.array([[[[1.0, 1.0, 1.0], [1.0, 9.0, 1.0], [1.0, 1.0, 1.0]]]]))
    np.testing.assert_array_equal(
        shared.backward(np.ones((1, 1, 2, 2)))[0, 0], [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
    )


def test_average_pool_by_hand():
    pool = AvgPool2d(2, stride=1)
    np.testing.assert_array_equal(pool(IMAGE), [[[[3, 4], [6, 7]]]])
    grad_x = pool.backward(np.array([[[[4.0, 8.0], [12.0, 16.0]]]]))
    np.testing.assert_array_equal(grad_x, [[[[1, 3, 2], [4, 10, 6], [3, 7, 4]]]])
    np.testing.assert_array_equal(AvgPool2d(2, padding=1)(IMAGE), [[[[0.25, 1.25], [2.75, 7]]]])


@POOL
@given(data=st.data())
def test_pool_is_torchs(pool, theirs, data):
    kernel_size = data.draw(pairs(1, 4))
    stride = data.draw(st.none() | pairs(1, 3))
    padding = data.draw(st.tuples(*(st.integers(0, kernel // 2) for kernel in both(kernel_size))))
    x = data.draw(images(kernel_size, padding))
    assert_layer_equals_torch(pool(kernel_size, stride, padding), theirs(kernel_size, stride, padding), x)


@given(images(3, 1), st.integers(1, 3))
def test_of_equal_maxima_the_first_gets_the_gradient_as_in_torch(x, stride):
    x = np.rint(x)  # many ties
    assert_layer_equals_torch(MaxPool2d(3, stride, 1), torch.nn.MaxPool2d(3, stride, 1), x)


@POOL
def test_padding_may_be_half_of_the_kernel(pool, theirs):
    x = rng().normal(size=(1, 2, 9, 8))
    assert_layer_equals_torch(pool(8, 1, 4), theirs(8, 1, 4), x)


def test_padding_never_wins():
    pool = MaxPool2d(3, stride=1, padding=1)
    np.testing.assert_array_equal(pool(-IMAGE)[0, 0], [[-1, -1, -2], [-1, -1, -2], [-4, -4, -5]])


def test_nan_stays_visible_in_a_maximum():
    x = IMAGE.copy()
    x[0, 0, 0, 0] = np.nan
    ours, theirs = MaxPool2d(2, 1)(x), torch.nn.MaxPool2d(2, 1)(tensor(x))
    assert np.isnan(ours[0, 0, 0, 0])
    np.testing.assert_array_equal(ours, theirs)


@POOL
def test_windows_do_not_overlap_by_default(pool, theirs):
    assert pool((2, 3)).stride == (2, 3)
    assert pool(2).stride == pool(2).kernel_size == (2, 2)
    assert pool(2).padding == (0, 0)
    x = rng().normal(size=(1, 1, 7, 7))
    assert_equals_torch(pool((2, 3))(x), theirs((2, 3))(tensor(x)))


def test_the_average_of_all_pixels_is_their_mean():
    x = rng().normal(size=(3, 2, 4, 5))
    np.testing.assert_allclose(AvgPool2d((4, 5))(x)[:, :, 0, 0], x.mean(axis=(2, 3)), rtol=1e-12)


# All

LAYERS = {
    "Conv2d": lambda dtype: Conv2d(2, 3, 2, padding=1, rng=rng(), dtype=dtype),
    "MaxPool2d": lambda dtype: MaxPool2d(2, 1, 1),
    "AvgPool2d": lambda dtype: AvgPool2d(2, 1, 1),
}


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_shapes_and_dtypes_stay(make, dtype, n):
    layer, x = make(dtype), 1000 * rng().normal(size=(n, 2, 5, 4)).astype(dtype)
    before = x.copy()
    output = layer(x)
    assert output.dtype == dtype
    assert output.shape[0] == n
    assert output.shape[2:] == (6, 5)
    grad_output = np.ones_like(output)
    grad_x = layer.backward(grad_output)
    assert grad_x.dtype == dtype
    assert grad_x.shape == x.shape
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(grad_output, np.ones_like(output))
    for parameter in layer.parameters():
        assert parameter.data.dtype == parameter.grad.dtype == dtype
        assert parameter.grad.shape == parameter.shape


def small_net():
    return Sequential(
        Conv2d(1, 4, 3, padding=1, rng=rng(1)),
        Activation("relu"),
        MaxPool2d(2),
        Conv2d(4, 2, (3, 2), bias=False, rng=rng(2)),
        Activation("tanh"),
        AvgPool2d(2, stride=1),
        Flatten(),
        Linear(6, 3, rng=rng(3)),
    )


def test_a_convolutional_network_is_torchs():
    model = small_net()
    theirs = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(4, 2, (3, 2), bias=False),
        torch.nn.Tanh(),
        torch.nn.AvgPool2d(2, stride=1),
        torch.nn.Flatten(),
        torch.nn.Linear(6, 3),
    ).double()
    model.load_state_dict(theirs.state_dict())
    assert_layer_equals_torch(model, theirs, rng().normal(size=(5, 1, 8, 10)))


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (
            Conv2d(1, 8, (3, 2), padding=1, rng=rng()),
            "Conv2d(in_channels=1, out_channels=8, kernel_size=(3, 2), stride=(1, 1), padding=(1, 1),"
            " bias=True)",
        ),
        (
            Conv2d(2, 1, 1, (2, 1), bias=False, rng=rng()),
            "Conv2d(in_channels=2, out_channels=1, kernel_size=(1, 1), stride=(2, 1), padding=(0, 0),"
            " bias=False)",
        ),
        (MaxPool2d(2), "MaxPool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))"),
        (AvgPool2d((3, 2), 1, 1), "AvgPool2d(kernel_size=(3, 2), stride=(1, 1), padding=(1, 1))"),
        (
            small_net(),
            "Sequential(1 → 4 conv 3×3 relu maxpool 2×2 → 2 conv 3×2 tanh avgpool 2×2 flatten → 3)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reprs_read_like_the_network(layer, text):
    assert repr(layer) == text


# Bad input

CONV = Conv2d(2, 3, (2, 4), rng=rng())
BAD = {
    "no channels in": (
        lambda: Conv2d(0, 1, 3, rng=rng()),
        ValueError,
        "in_channels must be a whole number of at",
    ),
    "no channels out": (
        lambda: Conv2d(1, 0, 3, rng=rng()),
        ValueError,
        "out_channels must be a whole number of at least 1, got 0",
    ),
    "kernel of nothing": (
        lambda: Conv2d(1, 1, 0, rng=rng()),
        ValueError,
        "kernel_size must be a whole number of at least 1, got 0",
    ),
    "kernel of three sides": (
        lambda: Conv2d(1, 1, (3, 3, 3), rng=rng()),
        ValueError,
        "kernel_size must be a whole number or a pair (for H, for W), got (3, 3, 3)",
    ),
    "kernel of one side": (
        lambda: Conv2d(1, 1, (3,), rng=rng()),
        ValueError,
        "a pair (for H, for W), got (3,)",
    ),
    "half a pixel": (
        lambda: Conv2d(1, 1, (3, 1.5), rng=rng()),
        ValueError,
        "kernel_size must be a whole number",
    ),
    "stride of nothing": (
        lambda: Conv2d(1, 1, 3, stride=0, rng=rng()),
        ValueError,
        "stride must be a whole number of at least 1, got 0",
    ),
    "padding below 0": (
        lambda: Conv2d(1, 1, 3, padding=(0, -1), rng=rng()),
        ValueError,
        "padding must be a whole number of at least 0, got -1",
    ),
    "padding in words": (
        lambda: Conv2d(1, 1, 3, padding="same", rng=rng()),
        ValueError,
        "padding must be a whole number of at least 0, got 'same'",
    ),
    "a seed for a generator": (lambda: Conv2d(1, 1, 3, rng=0), TypeError, "rng must be a NumPy generator"),
    "kernels of integers": (
        lambda: Conv2d(1, 1, 3, rng=rng(), dtype=int),
        TypeError,
        "dtype must be np.float32",
    ),
    "weight of two axes": (
        lambda: Conv2d.from_weight(np.ones((3, 3))),
        ValueError,
        "weight must have 4 axes, none of length 0, got shape (3, 3)",
    ),
    "weight with nan": (
        lambda: Conv2d.from_weight(np.full((1, 1, 1, 1), np.nan)),
        ValueError,
        "weight must be finite, got nan at weight[0, 0, 0, 0]",
    ),
    "bias for each pixel": (
        lambda: Conv2d.from_weight(np.ones((2, 1, 3, 3)), np.ones((3, 3))),
        ValueError,
        "weight has shape (2, 1, 3, 3), but bias has shape (3, 3): not (2,)",
    ),
    "stride of given weights": (
        lambda: Conv2d.from_weight(np.ones((1, 1, 1, 1)), stride=0),
        ValueError,
        "stride must be a whole number of at least 1, got 0",
    ),
    "padding of given weights": (
        lambda: Conv2d.from_weight(np.ones((1, 1, 1, 1)), padding=-1),
        ValueError,
        "padding must be a whole number of at least 0, got -1",
    ),
    "one image without its batch": (
        lambda: CONV(np.ones((5, 2, 5))),
        ValueError,
        "x has shape (5, 2, 5), but weight has shape (3, 2, 2, 4): x must have shape (N, 2, H, W)",
    ),
    "images of frames": (
        lambda: CONV(np.ones((1, 2, 5, 5, 1))),
        ValueError,
        "x has shape (1, 2, 5, 5, 1), but",
    ),
    "colours for a kernel of grey": (
        lambda: Conv2d(1, 1, 3, rng=rng())(np.ones((1, 3, 5, 5))),
        ValueError,
        "x has shape (1, 3, 5, 5), but weight has shape (1, 1, 3, 3): x must have shape (N, 1, H, W)",
    ),
    "fewer channels": (
        lambda: CONV(np.ones((1, 1, 5, 5))),
        ValueError,
        "x has shape (1, 1, 5, 5), but weight",
    ),
    "other channels": (
        lambda: CONV(np.ones((1, 3, 5, 5))),
        ValueError,
        "padding=(0, 0), bias=True): x has shape (1, 3, 5, 5), but weight has shape (3, 2, 2, 4)",
    ),
    "image lower than the kernel": (
        lambda: CONV(np.ones((1, 2, 1, 5))),
        ValueError,
        "kernel_size (2, 4) is larger than the padded image (1, 5)",
    ),
    "image narrower than the kernel": (
        lambda: CONV(np.ones((1, 2, 5, 3))),
        ValueError,
        "kernel_size (2, 4) is larger than the padded image (5, 3)",
    ),
    "images of another float": (
        lambda: CONV(np.ones((1, 2, 5, 5), np.float32)),
        TypeError,
        "x has dtype float32 instead of float64: pass x.astype(np.float64)",
    ),
    "images of bytes": (
        lambda: CONV(np.ones((1, 2, 5, 5), np.uint8)),
        TypeError,
        "x has dtype uint8 instead of",
    ),
    "pool without its batch": (
        lambda: MaxPool2d(2)(np.ones((2, 5, 5))),
        ValueError,
        "padding=(0, 0)): x must have shape (N, C, H, W), got shape (2, 5, 5)",
    ),
    "pool of bytes": (lambda: AvgPool2d(2)(np.ones((1, 2, 5, 5), np.uint8)), TypeError, "x has dtype uint8"),
    "pool larger than the image": (
        lambda: AvgPool2d(3, padding=1)(np.ones((1, 1, 2, 0))),
        ValueError,
        "kernel_size (3, 3) is larger than the padded image (4, 2)",
    ),
    "pool of nothing": (
        lambda: MaxPool2d(0),
        ValueError,
        "kernel_size must be a whole number of at least 1, got 0",
    ),
    "pool that stands still": (
        lambda: AvgPool2d(2, 0),
        ValueError,
        "stride must be a whole number of at least 1, got 0",
    ),
    "pool of frames": (
        lambda: MaxPool2d(1)(np.ones((1, 2, 5, 5, 1))),
        ValueError,
        "got shape (1, 2, 5, 5, 1)",
    ),
    "padding of all of the kernel": (
        lambda: MaxPool2d(3, padding=3),
        ValueError,
        "padding (3, 3) must be at most half of kernel_size (3, 3)",
    ),
    "more than half of the kernel": (
        lambda: MaxPool2d(5, padding=3),
        ValueError,
        "padding (3, 3) must be at most half of kernel_size (5, 5)",
    ),
    "pool of less than the image": (
        lambda: MaxPool2d(3, padding=-1),
        ValueError,
        "padding must be a whole number of at least 0, got -1",
    ),
    "windows of padding alone": (
        lambda: MaxPool2d((3, 2), padding=(2, 1)),
        ValueError,
        "padding (2, 1) must be at most half of kernel_size (3, 2)",
    ),
    "columns of padding alone": (
        lambda: AvgPool2d((2, 3), padding=(1, 2)),
        ValueError,
        "padding (1, 2) must be at most half of kernel_size (2, 3)",
    ),
}


test_bad_input = refusals(BAD)


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_backward_needs_its_forward_and_the_outputs_shape(make):
    layer, x = make(np.float64), np.ones((2, 2, 3, 3))
    with pytest.raises(RuntimeError, match="backward needs a forward before it"):
        layer.backward(x)
    output = layer(x)
    with pytest.raises(ValueError, match="grad_output must have the output's shape"):
        layer.backward(output[:1])
    layer.backward(output)
    with pytest.raises(RuntimeError, match="backward needs a forward before it"):
        layer.backward(output)
