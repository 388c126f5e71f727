"""A training step of nnkit against torch's eager mode on the CPU, one thread, float32 for both.

A step is what one writes: zero_grad, forward, the loss's value, backward, the optimiser's update. Both
start from the same weights, and neither works out the gradient of the data (but the convolution's); that they
are the same training, the same losses and the same weights after three steps, is asserted before anything is
timed. Blocks of steps alternate between the two within one process, and the medians count. A process of its
own sets the number of threads before numpy loads.
"""

import itertools
import json
import os
import statistics
import time
import tracemalloc

from .measured import output, row

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ROUNDS = 101
BLOCK = 0.004  # seconds of each block of steps


def rows():
    """The rows step-*-vs-torch, conv-1-8-vs-torch and step-memory."""
    env = {**os.environ, **dict.fromkeys(THREADS, "1")}
    return json.loads(output("-m", "benchmarks.steps", env=env))


def measured():
    """The rows, in this process."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    functional = torch.nn.functional
    bce = functional.binary_cross_entropy_with_logits
    nets = [
        ("3-3-2-1", "sigmoid", 64, "mse", functional.mse_loss, 0.3, False),
        ("2-16-16-1", "tanh", 256, "binary_cross_entropy_with_logits", bce, 0.45, True),
        ("784-128-64-10", "relu", 64, "cross_entropy", functional.cross_entropy, 1.0, True),
    ]
    return [*(step_row(*net) for net in nets), conv_row(), memory_row()]


def step_row(name, activation, batch, loss, torch_loss, limit, bias):
    """The row of a fully connected network with these sizes."""
    import numpy as np

    sizes = [int(size) for size in name.split("-")]
    theirs = torch_network(sizes, activation, bias, ends_in_logits=loss != "mse")
    rng = np.random.default_rng(1)
    x = rng.standard_normal((batch, sizes[0])).astype(np.float32)
    target = {
        "mse": lambda: rng.random((batch, 1)).astype(np.float32),
        "binary_cross_entropy_with_logits": lambda: rng.integers(0, 2, (batch, 1)).astype(np.float32),
        "cross_entropy": lambda: rng.integers(0, sizes[-1], batch),
    }[loss]()
    ours = network_like(theirs, activation)
    both = our_step(ours, x, target, loss), torch_step(theirs, x, target, torch_loss)
    assert_same_training(both, ours, theirs)
    note = f"{activation}, {batch} points, {loss}, {'with' if bias else 'no'} biases; at most {limit}"
    return row(f"step-{name}-vs-torch", *medians(*both), "µs per step", note)


def torch_network(sizes, activation, bias, ends_in_logits):
    """The peer's network: an activation after each layer, the last one too unless it ends in logits."""
    from torch import nn

    makers = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}
    layers = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        layers += [nn.Linear(fan_in, fan_out, bias), makers[activation]()]
    return nn.Sequential(*layers[: -1 if ends_in_logits else None])


def network_like(theirs, activation):
    """nnkit's network with the same weights."""
    from nnkit.layers import Activation, Linear, Sequential

    model = Sequential(
        *(
            Linear.from_weight(*(p.detach().numpy() for p in layer.parameters()))
            if hasattr(layer, "weight")
            else Activation(activation)
            for layer in theirs
        )
    )
    model[0].input_grad = False  # torch's x does not require one either
    return model


def our_step(model, x, target, name):
    """A function that makes one step and returns the loss before it."""
    from nnkit.losses import LOSSES
    from nnkit.optim import SGD

    loss, optimizer = LOSSES[name], SGD(model.parameters(), lr=0.1)

    def step():
        optimizer.zero_grad()
        output = model(x)
        value = loss.function(output, target)
        model.backward(loss.vjp(output, target))
        optimizer.step()
        return value

    return step


def torch_step(model, x, target, loss):
    """The same by torch."""
    import torch

    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, target = torch.from_numpy(x), torch.from_numpy(target)

    def step():
        optimizer.zero_grad()
        value = loss(model(x), target)
        value.backward()
        optimizer.step()
        return value

    return step


def assert_same_training(both, ours, theirs):
    import numpy as np

    for _ in range(3):
        values = [float(step()) for step in both]
        assert np.isclose(*values, rtol=1e-5), f"not the same loss: {values}"
    for mine, peer in zip(ours.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(mine.data, peer.detach().numpy(), rtol=1e-4, atol=1e-6)


def conv_row():
    """Conv2d forward and backward, with the gradient of the images."""
    import numpy as np
    import torch

    from nnkit.convolution import Conv2d

    rng = np.random.default_rng(1)
    images = rng.standard_normal((32, 1, 28, 28)).astype(np.float32)
    grad = rng.standard_normal((32, 8, 26, 26)).astype(np.float32)
    theirs = torch.nn.Conv2d(1, 8, 3)
    ours = Conv2d.from_weight(theirs.weight.detach().numpy(), theirs.bias.detach().numpy())
    inputs, grad_output = torch.from_numpy(images).requires_grad_(), torch.from_numpy(grad)

    def our_turn():
        ours.zero_grad()
        output = ours(images)
        return output, ours.backward(grad)

    def their_turn():
        theirs.zero_grad()
        inputs.grad = None
        output = theirs(inputs)
        output.backward(grad_output)
        return output, inputs.grad

    for mine, peer in zip(our_turn(), their_turn(), strict=True):
        np.testing.assert_allclose(mine, peer.detach().numpy(), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(ours.weight.grad, theirs.weight.grad.numpy(), rtol=1e-3, atol=1e-3)
    note = "3×3, 32 images of 28×28, forward and backward with the images' gradient; at most 2"
    return row("conv-1-8-vs-torch", *medians(our_turn, their_turn), "µs per step", note)


def memory_row():
    """The peak of tracemalloc over a step of 784-128-64-10, against the bytes that must be there."""
    import numpy as np

    from nnkit.layers import Activation, Linear, Sequential

    tracemalloc.start()
    rng, sizes = np.random.default_rng(1), (784, 128, 64, 10)
    layers = [
        Linear(fan_in, fan_out, rng=rng, dtype=np.float32) for fan_in, fan_out in itertools.pairwise(sizes)
    ]
    model = Sequential(layers[0], Activation("relu"), layers[1], Activation("relu"), layers[2])
    x = rng.standard_normal((64, 784)).astype(np.float32)
    step = our_step(model, x, rng.integers(0, 10, 64), "cross_entropy")
    step()
    tracemalloc.reset_peak()
    step()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    needed = x.nbytes + 2 * sum(parameter.data.nbytes for parameter in model.parameters())
    for layer in model:
        x = layer(x)
        needed += x.nbytes
    note = "784-128-64-10, 64 points; peer: parameters, gradients, inputs, every layer's output; at most 1.5"
    return row("step-memory", peak / 1000, needed / 1000, "kB", note)


def medians(ours, peer):
    """Median µs of a call of each, from alternating blocks of equally many calls."""
    times = [], []
    begin = time.perf_counter()
    peer()
    calls = max(1, round(BLOCK / (time.perf_counter() - begin)))
    for _ in range(ROUNDS):
        for action, into in zip((ours, peer), times, strict=True):
            begin = time.perf_counter()
            for _ in range(calls):
                action()
            into.append(1e6 * (time.perf_counter() - begin) / calls)
    return [statistics.median(into) for into in times]


if __name__ == "__main__":
    print(json.dumps(measured()))
