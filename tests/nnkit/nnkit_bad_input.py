"""Bad values, to replace one argument of a right call (nnkit_examples.py), and what then is right.

`told` says what came of such a call. A function may refuse, with a ValueError or TypeError that one of
nnkit's own `raise` lines raised, or give a result; nothing else, and no warning.
"""

import ast
import functools
import io
import itertools
import warnings
from contextlib import redirect_stdout
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from nnkit_refusals import PACKAGE

from nnkit.gradcheck import GradcheckError
from nnkit.optim import DivergenceError

BAD = {
    "None": None,
    "a string": "abc",
    "strings": np.array([["a", "b"], ["c", "d"]]),
    "a list of None": [None, None],
    "objects": np.array([[{}, None], [1, 2]], dtype=object),
    "complex numbers": np.array([[1j, 2], [3, 4]]),
    "one complex number": 1j,
    "rows of different lengths": [[1.0], [1.0, 2.0]],
    "dates": np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[D]"),
    "a dict": {},
    "a set": {1, 2},
    "an object": object(),
    "NaN": np.nan,
    "infinity": np.inf,
    "an array with NaN": np.array([[1.0, np.nan], [0.0, 1.0]]),
    "an array with infinity": np.array([[1.0, -np.inf], [0.0, 1.0]]),
    "a row with NaN": np.array([np.nan, 1.0]),
    "nothing": np.empty(0),
    "an empty list": [],
    "an empty tuple": (),
    "no rows": np.empty((0, 2)),
    "no columns": np.empty((2, 0)),
    "0": 0,
    "-1": -1,
    "1/2": 0.5,
    "-1/2": -0.5,
    "7": 7,
    "true": True,
    "a huge integer": 10**30,
    "a huge number": 1e300,
    "7 numbers": np.linspace(0, 1, 7),
    "integers": np.array([[3, 4], [5, 6]]),
    "5 axes": np.ones((1, 1, 1, 1, 2)),
}
# Bad values that are made from the right one, when that holds numbers.
SPOILT = {
    "NaN in it": lambda right: spoil(right, np.nan),
    "infinity in it": lambda right: spoil(right, np.inf),
    "a complex number in it": lambda right: spoil(right, 1j),
    "None in it": lambda right: spoil(right, None),
    "one axis more": lambda right: right[np.newaxis],
    "one axis more behind": lambda right: right[..., np.newaxis],
    "one row less": lambda right: right[:-1],
    "one row more": lambda right: np.concatenate([right, right[-1:]]),
    "one column more": lambda right: np.concatenate([right, right[..., -1:]], axis=-1),
    "words": lambda right: right.astype(str),
    "objects of Python": lambda right: right.astype(object),
}


def spoil(right, value):
    wrong = right.astype(np.result_type(right, type(value)) if value is not None else object)
    wrong.flat[0] = value
    return wrong


def bad_values(name, argument, right):
    """{name: bad value} to put in the place of a right one.

    No NaN and no infinities go into a layer: to look for them at each step would cost as much as the step, so
    they pass, and numpy may warn.
    """
    in_layer = name.partition(".")[0] in LAYERS and argument in ("x", "grad_output")
    return {bad: value for bad, value in _bad_values(right).items() if not (in_layer and bad in FLAWED)}


def _bad_values(right):
    try:
        array = np.asarray(right) if isinstance(right, np.ndarray | list | tuple) else None
    except ValueError:  # a tuple of arrays
        return BAD
    if array is None or array.dtype.kind not in "biuf":
        return BAD
    spoilt = {name: make(array) for name, make in SPOILT.items()}
    return BAD | spoilt | ({} if array.dtype.kind == "f" else {"half of each number": array + 0.5})


# What is not bad at all in some places: the rest must be refused. By argument, or by function and argument.
FLAWED = {"NaN", "infinity", "an array with NaN", "an array with infinity", "a row with NaN"}
FLAWED_ENTRY = {"NaN in it", "infinity in it"}
FLAWED |= FLAWED_ENTRY
NUMBERS = {"0", "-1", "1/2", "-1/2", "7", "true", "a huge number"}
POSITIVE, SHARES = {"1/2", "7", "true", "a huge number"}, {"0", "1/2"}
NOT_NEGATIVE = POSITIVE | {"0"}
LAYERS = ["Linear", "Activation", "Flatten", "Dropout", "Sequential", "Conv2d", "MaxPool2d", "AvgPool2d"]
SIZES = {"one row less", "one row more"}
EMPTY = {"nothing", "an empty list", "an empty tuple", "no rows", "no columns"}
ANY_SHAPE = NUMBERS | SIZES | EMPTY | {"one axis more", "one axis more behind", "one column more"}
ANY_SHAPE |= {"7 numbers", "integers", "5 axes"}
TWO_AXES = ANY_SHAPE - NUMBERS - {"nothing", "an empty list", "an empty tuple", "7 numbers", "integers"}
IMAGES = SIZES | {"one column more"}


def each(names, values):
    return dict.fromkeys(names, values)


ALLOWED = {
    # numbers
    **each(["bias", "height", "negative_slope", "grad_output"], NUMBERS),
    **each(
        ["lr", "gamma", "eps", "steepness", "std", "turns", "right", "linearly_separable margin"], POSITIVE
    ),
    **each(["weight_decay", "ridge", "noise", "eta_min", "atol", "rtol"], NOT_NEGATIVE),
    **each(["Adam eps", "RMSprop eps"], NOT_NEGATIVE),
    **each(["p", "alpha", "momentum", "factor"], SHARES),
    "lipschitz": {"0", "7", "true"},
    "left": {"0", "-1", "1/2", "-1/2"},
    # whole numbers and places
    **each(["n", "size", "squares", "arms", "in_features", "out_features", "T_max"], {"7"}),
    **each(["in_channels", "out_channels", "kernel_size", "stride", "step_size", "digits"], {"7"}),
    **each(["epochs", "steps", "start_dim"], {"0", "7"}),
    **each(["dim", "update"], {"0", "-1"}),
    "padding": {"0", "7"},
    "second": {"0"},
    "perceptron_update target": {"0", "true"},
    # what need not be given
    **each(["ax", "scheduler", "biases"], {"None"}),
    **each(["Linear.from_weight bias", "Conv2d.from_weight bias"], {"None"}),
    **each(["fit rng", "fit_perceptron rng"], {"None"}),
    **each(["fit_perceptron weight", "fit_logistic weight"], {"None"}),
    **each(["MaxPool2d stride", "AvgPool2d stride", "batch_size", "patience"], {"None", "7"}),
    "IndexedNetwork.nested_sum depth": {"None", "0"},
    "IndexedNetwork.nested_sum_in_numbers x": {"None"},
    **each(["relu_interpolant lipschitz", "curvature"], {"7", "true", "a huge number", "None"}),
    "plots.network x": {"None"},
    "paths": {"None", "a dict"},
    **each(["approximations", "histories"], {"a dict"}),
    # arrays of any shape; activations and losses pass on what is not finite, and `fit` tells
    "z": ANY_SHAPE | FLAWED,
    **each(["softmax_vjp grad_output", "log_softmax_vjp grad_output"], set()),
    "input": FLAWED_ENTRY | {"one column more"},
    **each(
        [f"{loss}{vjp} target" for loss in ("mse_loss", "sse_loss") for vjp in ("", "_vjp")], FLAWED_ENTRY
    ),
    "data": ANY_SHAPE,
    "inputs": ANY_SHAPE - {"a huge number", "an empty tuple"},
    **each(["Linear.forward x", "Sequential.forward x"], SIZES | {"no rows", "one axis more", "5 axes"}),
    "Activation.forward x": ANY_SHAPE - NUMBERS - {"integers"},
    "Flatten.forward x": TWO_AXES,
    "Dropout.forward x": ANY_SHAPE - {"integers"},
    **each([f"{name}.forward x" for name in ("Conv2d", "MaxPool2d", "AvgPool2d")], IMAGES),
    **{f"{name}.backward grad_output": set() for name in LAYERS},
    # arrays of some shape
    "x": {"no rows", "integers", *SIZES},
    "GaussianClassifier.fit x": {"one column more"},
    "fit x": set(),
    **{f"IndexedNetwork.{method} x": {"one axis more"} for method in ("forward", "values")},
    **each(["weight", "w0"], SIZES | {"7 numbers", "one column more"}),
    **{f"{name}.from_weight weight": {"one column more"} for name in ("Linear", "Conv2d")},
    "jumps": {"nothing", "an empty list", "an empty tuple", "one row less"},
    "centers": {"integers", "one row more"},
    "vertices": {"one row more"},
    "matrix": SIZES | {"integers", "one column more"},
    "limits": {"integers"},
    "kernel": {"integers"},
    # scalars
    "label": {"a string"},
    "other": NUMBERS | {"a huge integer"},
    "Value data": NUMBERS | {"a huge integer"},
}


def allowed(name, argument):
    """The bad values that the function may take for this argument."""
    return ALLOWED.get(f"{name} {argument}", ALLOWED.get(argument, set()))


def told(function, arguments):
    """What came of a call: "" for a result, else the message of a refusal, as a refusal must be."""
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("error")
            function(**arguments)
    except Exception as error:
        return told_by(error)
    finally:
        if plt.get_fignums():
            plt.close("all")
    return ""


def told_by(error):
    """The message of a refusal; an AssertionError when the error is another, or comes from elsewhere."""
    where, line = innermost(error.__traceback__)
    if where.name == "nnkit_examples.py":  # the caller's own function, f or grad, has failed
        return str(error)
    if not isinstance(error, (ValueError, TypeError, GradcheckError, DivergenceError)):
        raise AssertionError(f"{error!r} from {where}:{line}") from error
    if not where.is_relative_to(PACKAGE) or line not in raising_lines(where):
        raise AssertionError(f"{error!r} from {where}:{line}, where nnkit raises nothing") from error
    return str(error)


def innermost(traceback):
    while traceback.tb_next:
        traceback = traceback.tb_next
    return Path(traceback.tb_frame.f_code.co_filename), traceback.tb_lineno


@functools.cache
def raising_lines(path):
    """The lines of the `raise` statements of a file."""
    statements = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Raise)]
    return set(itertools.chain(*(range(node.lineno, node.end_lineno + 1) for node in statements)))
