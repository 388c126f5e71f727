"""The backpropagation figure shows nnkit's and autograd's numbers; what it copies computes the same."""

import re
from pathlib import Path

import numpy as np
import pytest

from nnkit import Activation, Linear, mse_loss, mse_loss_vjp
from nnkit.activations import ELEMENTWISE, activation
from nnkit.figures.evaluate import evaluate

COUNT = 100
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def random_state(rng, i):
    n1, n2, n3 = (int(n) for n in rng.integers(1, 5, 3))
    rows = int(rng.integers(1, 7))
    return {
        "weights": [rng.normal(0, 1.5, (n2, n1)).tolist(), rng.normal(0, 1.5, (n3, n2)).tolist()],
        "biases": [rng.normal(0, 1, n2).tolist(), rng.normal(0, 1, n3).tolist()],
        "x": rng.normal(0, 2, (rows, n1)).tolist(),
        "target": rng.normal(0, 1, (rows, n3)).tolist(),
        "activation": ELEMENTWISE[i % len(ELEMENTWISE)],
        "batch": int(rng.integers(1, rows + 1)),
    }


@pytest.fixture(scope="module")
def states():
    rng = np.random.default_rng(11)
    return [random_state(rng, i) for i in range(COUNT)]


@pytest.fixture(scope="module")
def shown(states):
    return evaluate([{"part": "backprop", "call": "compute", "arguments": [state]} for state in states])


def expected(state):
    """Every tensor by the figure's names, from nnkit's layers."""
    x, y = (np.array(state[name])[: state["batch"]] for name in ("x", "target"))
    arrays = zip(state["weights"], state["biases"], strict=True)
    one, two = (Linear.from_weight(np.array(w), np.array(b)) for w, b in arrays)
    g1, g2 = Activation(state["activation"]), Activation(state["activation"])
    z1 = one(x)
    a1 = g1(z1)
    z2 = two(a1)
    yhat = g2(z2)
    dyhat = mse_loss_vjp(yhat, y)
    dz2 = g2.backward(dyhat)
    da1 = two.backward(dz2)
    dz1 = g1.backward(da1)
    dx = one.backward(dz1)
    slope = activation(state["activation"]).derivative
    return {
        "x": x, "y": y, "z1": z1, "a1": a1, "z2": z2, "yhat": yhat, "J": [[mse_loss(yhat, y)]],
        "dyhat": dyhat, "dz2": dz2, "da1": da1, "dz1": dz1, "dx": dx, "g1": slope(z1), "g2": slope(z2),
        "W1": one.weight.data, "b1": [one.bias.data], "dW1": one.weight.grad, "db1": [one.bias.grad],
        "W2": two.weight.data, "b2": [two.bias.data], "dW2": two.weight.grad, "db2": [two.bias.grad],
    }  # fmt: skip


def test_every_tensor_is_nnkits(states, shown):
    for state, numbers in zip(states, shown, strict=True):
        right = expected(state)
        assert numbers.keys() == right.keys()
        for name, values in right.items():
            np.testing.assert_allclose(numbers[name], values, **CLOSE, err_msg=name)


@pytest.fixture(scope="module")
def copies(states):
    asked = [
        {"part": "backprop", "call": "code", "arguments": [state]} for state in states[: len(ELEMENTWISE)]
    ]
    return evaluate(asked)


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_computes_the_same(copies, shown, language):
    for code, numbers in zip(copies, shown, strict=False):
        scope = {}
        exec(code[language], scope)
        np.testing.assert_allclose(scope["J"].item(), numbers["J"][0][0], **CLOSE)
        if language == "numpy":
            np.testing.assert_allclose(scope["yhat"], numbers["yhat"], **CLOSE)
            continue
        np.testing.assert_allclose(scope["dx"], numbers["dx"], rtol=1e-7, atol=1e-9)
        gradients = list(scope["gradients"].values())
        for gradient, name in zip(gradients, ["dW1", "db1", "dW2", "db2"], strict=True):
            right = numbers[name][0] if name[1] == "b" else numbers[name]
            np.testing.assert_allclose(gradient, right, rtol=1e-7, atol=1e-9)


FULL = {
    "weights": [[[1, -0.5], [0.5, 1.5]], [[1.5, -1]]],
    "biases": [[0.5, 0], [0.5]],
    "x": [[1, 2], [-1, 0.5]],
    "target": [[1], [0]],
    "activation": "tanh",
    "batch": 2,
}


def test_the_chapter_on_pytorch_shows_what_is_copied():
    """Its figure's code, word for word, in two cells."""
    state = {**FULL, "activation": "sigmoid"}
    (copied,) = evaluate([{"part": "backprop", "call": "code", "arguments": [state]}])
    page = (Path(__file__).parents[2] / "chapters" / "pytorch.md").read_text()
    model, _, way = copied["torch"].strip().rpartition("\n\n")
    cells = [cell.strip() for cell in re.findall(r"```\{code-cell\} ipython3\n(.*?)```", page, re.DOTALL)]
    assert {model, way} <= set(cells)


def test_every_step_has_its_picture_its_equation_and_its_words():
    calls = [(call, at) for at in range(13) for call in ("draw", "formula", "remark")]
    asked = [{"part": "backprop", "call": call, "arguments": [FULL | {"at": at}]} for call, at in calls]
    for (call, at), markup in zip(calls, evaluate(asked), strict=True):
        assert not any(word in markup for word in ("NaN", "undefined", "null", "Infinity"))
        if call == "draw":
            assert markup.count("nn-made") == (0 if at in (0, 5) else 2 if at in (8, 11) else 1)
        if call == "formula":
            assert markup.count("<mtable") > (0 if at == 0 else 1)  # the equations, and matrices in them
