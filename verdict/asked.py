"""Several questions about one module of torch, so that one task can judge each in a part of its own.

A task names it as `through="verdict.asked.about"`. See verdict/tensors.py, which answers them.
"""

import functools

from verdict import tensors


def about(build, what, arguments, parameters, x):
    """The answer to a question about the module that `build(*arguments)` returns; arrays arrive as arrays.

    what: "output" or "gradients", of `tensors.forward` and `tensors.gradients`; or, without parameters and x,
    "parameters", "shapes" or "dtypes", lists in the module's own order; "the same again": see `tensors`.
    """
    return _ANSWERS[what](functools.partial(build, *arguments), (), parameters, x)


_ANSWERS = {
    "output": tensors.forward,
    "gradients": tensors.gradients,
    "parameters": lambda build, arguments, *_: tensors.parameters(build, arguments),
    "shapes": lambda build, arguments, *_: list(tensors.shapes(build, arguments).values()),
    "dtypes": lambda build, arguments, *_: tensors.dtypes(build, arguments),
    "the same again": lambda build, arguments, *_: tensors.same_again(build, arguments),
}
