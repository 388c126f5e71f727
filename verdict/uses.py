"""How a check uses what a student wrote, where a plain call does not say it all: functions by their path.

Each takes the student's function or class first and then a case's arguments, and returns what is judged. A
release names one by its import path, so no instructor's code travels with it. See verdict/tensors.py for
modules and tensors.
"""

import copy
import functools
import importlib

import numpy as np

from verdict.comparison import mismatch


def used_through(path, function):
    """`function`, used by the function at an import path; itself where the path is "".

    Raises ValueError if there is no such function.
    """
    return functools.partial(found(path), function) if path else function


@functools.cache
def found(path):
    """What stands at an import path, imported only now: this package imports nothing of nnkit."""
    module, _, name = path.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise ValueError(f"through={path!r} is no function that can be imported") from None


def result(function, arguments, inputs):
    """What the student's function returned, called in its turn: `function(*arguments)(*inputs)`."""
    return function(*arguments)(*inputs)


def goal(function, arguments, inputs, target, goal):
    """The share of right answers, up to `goal` -> float: beyond it all are as good.

    `function(*arguments)` returns what answers `inputs` (a tuple of arguments) with an array like target.
    """
    answers = np.asarray(result(function, arguments, inputs))
    if answers.shape != np.shape(target):
        raise ValueError(f"the answers have shape {answers.shape}; one a point is {np.shape(target)}")
    return min(float(np.mean(answers == target)), goal)


def parameters_or_share(train, parameters, x, target, orders, batch_size, lr, goal):
    """What `train(parameters, x, target, orders, batch_size, lr)` returns; with a goal, how good that is.

    Without a goal (None): the parameters, a list like the given ones. With one: the share of the points x
    (N, d) that the network answers as target (N,) says, at most the goal: beyond it all are as good.
    parameters: weight (H, d), bias (H,), weight (1, H), bias (1,) of a network with tanh between its layers;
    with a goal it is no mistake to train them in place.
    """
    if goal is None:
        return train(parameters, x, target, orders, batch_size, lr)
    trained = train(copy.deepcopy(parameters), x, target, orders, batch_size, lr)
    weight1, bias1, weight2, bias2 = (np.asarray(parameter) for parameter in trained)
    logits = np.tanh(x @ weight1.T + bias1) @ weight2.T + bias2  # (N, 2) -> (N, 1)
    return min(float(np.mean((logits[:, 0] > 0) == target)), goal)


def repeatable(function, *arguments):
    """`function(*arguments)`, which must come out the same twice, to the last digit; else a RuntimeError."""
    from verdict.outcome import copy_of, same  # it uses this module

    first = copy_of(function(*copy.deepcopy(arguments)))
    again = copy_of(function(*arguments))
    found = mismatch(again, first)
    if found.kind == "value" if found else not same(first, again):
        raise RuntimeError("called twice with the same arguments, it returns different numbers")
    return again
