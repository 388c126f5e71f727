"""What the tests of nnkit draw, and how they compare with torch."""

import numpy as np
import torch
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=5)
# torch's own formulas, 1 - g(z) and z - log g(z), lose digits farther out; there other oracles stand in.
LOGITS = st.floats(-10, 10)
OFF_0 = st.floats(0.01, 10) | st.floats(-10, -0.01)  # where kinks and jumps are


def arrays(shape, elements=LOGITS):
    return hnp.arrays(np.float64, shape, elements=elements)


def labels(shape):
    return hnp.arrays(np.int64, shape, elements=st.integers(0, 1))


@st.composite
def logits_and_labels(draw, elements=LOGITS):
    shape = draw(SHAPES)
    return draw(arrays(shape, elements)), draw(labels(shape))


@st.composite
def labelled_batches(draw, max_features=5):
    """weight (in,), bias, x (N, in), target (N,): z stays within about 10."""
    n, in_features = draw(st.integers(1, 6)), draw(st.integers(1, max_features))
    unit = st.floats(-1, 1)
    weight, x = draw(arrays(in_features, unit)), draw(arrays((n, in_features), unit))
    return weight, draw(st.floats(-5, 5)), x, draw(labels(n))


def tensor(array, requires_grad=False):
    return torch.tensor(array, dtype=torch.float64, requires_grad=requires_grad)


def assert_equals_torch(ours, theirs):
    """Equal in float64 to rtol 1e-10, atol 1e-12 x the largest entry, and equal in shape."""
    theirs = theirs.detach().numpy()
    assert np.shape(ours) == theirs.shape
    atol = 1e-300 + 1e-12 * np.abs(theirs).max(initial=0)  # subnormal numbers have fewer digits
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=atol)


def assert_layer_equals_torch(layer, theirs, x):
    """Output, dJ/dx and the parameters' gradients, which two backwards add up, equal those of torch."""
    at = tensor(x, requires_grad=True)
    expected = theirs(at)
    grad_output = np.random.default_rng(0).normal(size=expected.shape)
    layer.zero_grad()
    theirs.zero_grad()
    for _ in range(2):
        assert_equals_torch(layer(x), expected)
        at.grad = None
        expected.backward(tensor(grad_output), retain_graph=True)
        assert_equals_torch(layer.backward(grad_output), at.grad)
    for (name, ours), (their_name, peer) in zip(
        layer.named_parameters(), theirs.named_parameters(), strict=True
    ):
        assert name == their_name
        assert_equals_torch(ours.grad, peer.grad)
