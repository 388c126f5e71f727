"""The playground's numbers are nnkit's: its training step for step, what it shows, and its copies as code."""

import json
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

import nnkit
from nnkit import SGD, Activation, Adam, Linear, RMSprop, Sequential
from nnkit.figures.evaluate import evaluate

LOSSES = {
    "sigmoid": "binary_cross_entropy_with_logits",
    "softmax": "cross_entropy",
    "step": "perceptron",
}
OUTPUTS = {"sigmoid": nnkit.sigmoid, "softmax": nnkit.softmax, "step": nnkit.step}
OPTIMIZERS = {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam}
STEPS = 200


def called(call, states):
    return evaluate([{"part": "playground", "call": call, "arguments": [state]} for state in states])


def random_state(rng, activation, output, **settings):
    """A state with own points, a random network for them, and its weights."""
    classes = int(rng.integers(2, 5)) if output == "softmax" else 2
    hidden = rng.integers(1, 9, rng.integers(0, 4)).tolist()
    n = int(rng.integers(10, 60))
    rows = [*rng.uniform(-1.5, 1.5, (2, n)), rng.integers(0, classes, n), rng.uniform(size=n) < 0.3]
    points = np.column_stack(rows)
    points[0, 3] = 0  # there is something to learn from
    state = {"dataset": "own", "points": points.tolist(), "classes": classes, "hidden": hidden, **settings}
    state |= {"activation": activation, "output": output}
    return state | {"parameters": flat(model_of(state, rng)).tolist()}


def sizes_of(state):
    return [2, *state["hidden"], state["classes"] if state["output"] == "softmax" else 1]


def model_of(state, rng):
    """A Sequential for the state with its parameters, or with new ones if it has none yet."""
    sizes = sizes_of(state)
    layers = [Linear(n_in, n_out, rng=rng) for n_in, n_out in pairwise(sizes)]
    model = Sequential(*[part for layer in layers for part in (layer, Activation(state["activation"]))][:-1])
    values = np.array(state.get("parameters", flat(model)))
    for p in model.parameters():
        p.data[...], values = values[: p.data.size].reshape(p.shape), values[p.data.size :]
    return model


def flat(model):
    return np.concatenate([p.data.ravel() for p in model.parameters()])


def examples(state, test):
    points = np.array(state["points"])
    rows = points[points[:, 3] == test]
    label = rows[:, 2].astype(int)
    return rows[:, :2], label if state["output"] == "softmax" else label[:, None]


def trained(state):
    """nnkit's weights after the state's batches, each of them one step."""
    model, loss = model_of(state, np.random.default_rng(0)), nnkit.loss(LOSSES[state["output"]])
    momentum = {} if state["optimizer"] == "adam" else {"momentum": state["momentum"]}
    rule = OPTIMIZERS[state["optimizer"]](
        model.parameters(), lr=state["lr"], weight_decay=state["weight_decay"], **momentum
    )
    x, target = examples(state, test=0)
    for batch in state["batches"]:
        rule.zero_grad()
        model.backward(loss.vjp(model(x[batch]), target[batch]))
        rule.step()
    return flat(model)


def test_a_training_run_ends_with_nnkits_weights():
    rng = np.random.default_rng(5)
    states = []
    for activation in nnkit.ELEMENTWISE:
        for output in LOSSES:
            for optimizer in OPTIMIZERS:
                rate = {"lr": 0.1 if optimizer == "sgd" else 0.001, "momentum": 0.5, "weight_decay": 0.001}
                state = random_state(rng, activation, output, optimizer=optimizer, **rate)
                n = len(examples(state, test=0)[0])
                batches = [rng.permutation(n)[: rng.integers(1, n + 1)].tolist() for _ in range(STEPS)]
                states.append({**state, "batches": batches, "steps": STEPS})
    for state, found in zip(states, called("train", states), strict=True):
        assert found["step"] == STEPS
        name = f"{state['activation']} {state['output']} {state['optimizer']}"
        np.testing.assert_allclose(found["parameters"], trained(state), rtol=1e-6, atol=1e-6, err_msg=name)


@pytest.fixture(scope="module")
def shown():
    """(state, numbers) of 100 random states."""
    rng = np.random.default_rng(6)
    kinds = [(activation, output) for activation in nnkit.ELEMENTWISE for output in LOSSES]
    states = [random_state(rng, *kinds[i % len(kinds)], plot=[1, 0, 1]) for i in range(100)]
    return list(zip(states, called("compute", states), strict=True))


def test_every_number_is_nnkits(shown):
    for state, numbers in shown:
        model = model_of(state, np.random.default_rng(0))
        loss = nnkit.loss(LOSSES[state["output"]]).function
        for test, name in (0, "train"), (1, "test"):
            x, target = examples(state, test)
            if not len(x):
                assert numbers[name] is None
                continue
            np.testing.assert_allclose(numbers[name], loss(model(x), target), rtol=1e-9, atol=1e-9)
            assert numbers[f"{name}Right"] == (predicted(model(x)) == target.ravel()).sum()
        x = np.array(state["points"])[:, :2]
        said = OUTPUTS[state["output"]](model(x))
        np.testing.assert_allclose(numbers["outputs"], said, rtol=1e-9, atol=1e-9)
        hidden = model[:2](x) if state["hidden"] else x
        pair = hidden[:, [0, min(1, hidden.shape[1] - 1)]]
        np.testing.assert_allclose(numbers["plot"], pair, rtol=1e-9, atol=1e-9)


def predicted(logits):
    return (logits.ravel() >= 0).astype(int) if logits.shape[1] == 1 else logits.argmax(axis=1)


CODE = """
import contextlib, io, json, sys
import numpy as np
results = []
for source in json.load(sys.stdin):
    scope = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, scope)
    results.append(np.asarray(scope["output"]).tolist())
print(json.dumps(results))
"""


def test_the_copies_as_code_give_the_networks_outputs(shown):
    states = [state for state, _ in shown[::3]]
    codes = called("code", states)
    sources = [code[language] for code in codes for language in ("nnkit", "numpy", "torch")]
    run = subprocess.run(
        [sys.executable, "-c", CODE], input=json.dumps(sources), capture_output=True, text=True, check=True
    )
    found = iter(json.loads(run.stdout))
    x = np.array([[0.5, -0.5], [-1.0, 1.0]])
    for state in states:
        said = OUTPUTS[state["output"]](model_of(state, np.random.default_rng(0))(x))
        for language in ("nnkit", "numpy", "torch"):
            np.testing.assert_allclose(next(found), said, rtol=1e-9, atol=1e-9, err_msg=language)
