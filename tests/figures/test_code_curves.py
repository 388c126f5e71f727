"""What the figures of curves give to be copied: it runs on its own and prints the figure's numbers."""

import contextlib
import io

import numpy as np
import pytest

from nnkit.activations import ELEMENTWISE
from nnkit.figures.evaluate import evaluate

ACTIVATIONS = [
    {"activation": name, "z": z, "negative_slope": 0.2} for name in ELEMENTWISE for z in (-1.3, 0.8)
]
SOFTMAX = [{"logits": [2, -1, 0.5], "temperature": 0.7, "shift": 1.5, "selected": 0}]
LOSSES = [{"z": -3.4, "y": 1, "steps": 0}, {"z": -3.4, "y": 0, "steps": 0}]
FITS = [
    {"model": model, "capacity": 9, "n": 12, "noise": 0.3, "decay": decay, "seed": 7}
    for model in ("relu", "tanh", "polynomial")
    for decay in (1e-3, 0.1)
]
STATES = {"activation": ACTIVATIONS, "softmax": SOFTMAX, "loss": LOSSES, "overfit": FITS}
SHOWN = {
    "activation": lambda n: {"a": n["a"], "slope": n["slope"]},
    "softmax": lambda n: {"a": n["probabilities"], "jacobian": n["jacobian"]},
    "loss": lambda n: {
        "squared": n["squared"]["loss"],
        "squared_slope": n["squared"]["slope"],
        "entropy": n["entropy"]["loss"],
        "entropy_slope": n["entropy"]["slope"],
    },
    "overfit": lambda n: {"train": n["train"]},
}
CASES = [(part, state) for part, states in STATES.items() for state in states]


@pytest.fixture(scope="module")
def answers():
    """(part, numbers, language -> code) for each case."""
    calls = [
        {"part": part, "call": call, "arguments": [s]} for part, s in CASES for call in ("compute", "code")
    ]
    results = iter(evaluate(calls))
    return [(part, next(results), next(results)) for part, _ in CASES]


def run(source):
    scope = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(source, scope)
    assert printed.getvalue()
    return scope


@pytest.fixture(autouse=True)
def torch_as_it_was():
    torch = pytest.importorskip("torch")
    before = torch.get_default_dtype()
    yield
    torch.set_default_dtype(before)


@pytest.mark.parametrize("language", ["nnkit", "numpy", "torch"])
def test_copied_code_gives_the_figure_s_numbers(answers, language):
    seen = 0
    for part, numbers, codes in answers:
        if language not in codes:
            continue
        scope = run(codes[language])
        for name, value in SHOWN[part](numbers).items():
            found = scope[name].detach() if hasattr(scope[name], "detach") else scope[name]
            np.testing.assert_allclose(found, value, rtol=1e-9, atol=1e-12, err_msg=codes[language])
            seen += 1
    assert seen >= len(ACTIVATIONS)
