"""Is a gradient right? Compare it with central differences; if not, say where and what the slip may be.

Chapter: One neuron. Source: the argument names and tolerances are those of torch.autograd.gradcheck; the step
of 1e-6 balances the truncation error, of order eps^2, and the rounding error, of order 1e-16 / eps.
"""

import numpy as np

from nnkit._checks import finite_array


class GradcheckError(AssertionError):
    """The gradient differs from the numerical one."""


def gradcheck(f, inputs, grad, eps=1e-6, atol=1e-5, rtol=1e-3):
    """True when `grad` is the gradient of `f` at `inputs`, else a GradcheckError that says where and why.

    f: a function of the inputs that returns one number (sum it if it returns more).
    inputs: an array, or a tuple of arrays of any shapes; they are handed over as float64 copies.
    grad: a function of the same inputs that returns df/dinput for each, an array or a tuple of them.
    An entry is right within atol + rtol * |numerical|. Raises ValueError for inputs that are not finite, an f
    that does not return one finite number, and a gradient that has not the inputs' number and shapes.
    """
    inputs = _tuple(inputs)
    inputs = tuple(finite_array(x, f"inputs[{k}]").astype(np.float64) for k, x in enumerate(inputs))
    grads = _tuple(grad(*(x.copy() for x in inputs)))
    if len(grads) != len(inputs):
        raise ValueError(f"the gradient has {len(grads)} parts for {len(inputs)} inputs")
    for k, given in enumerate(grads):
        _check_one(f, inputs, k, np.asarray(given, dtype=np.float64), eps, atol, rtol)
    return True


def _check_one(f, inputs, k, given, eps, atol, rtol):
    if given.shape != inputs[k].shape:
        hint = " (transposed?)" if given.shape == inputs[k].shape[::-1] else ""
        raise ValueError(
            f"the gradient by inputs[{k}] has shape {given.shape}, the input {inputs[k].shape}{hint}"
        )

    def near(a, b):
        return np.abs(a - b) <= atol + rtol * np.abs(b)  # False for NaN

    left, right = _one_sided(f, inputs, k, eps)
    if not near(given, (left + right) / 2).all():
        raise GradcheckError(_report(k, given, left, right, near))


def _one_sided(f, inputs, k, eps):
    """The slopes of f on both sides, by each entry of inputs[k]: two arrays of the shape of inputs[k]."""
    left, right = np.empty_like(inputs[k]), np.empty_like(inputs[k])
    here = _value(f, inputs)
    for index in np.ndindex(inputs[k].shape):
        moved = [x.copy() for x in inputs]
        moved[k][index] = inputs[k][index] - eps
        left[index] = (here - _value(f, moved)) / eps
        moved[k][index] = inputs[k][index] + eps
        right[index] = (_value(f, moved) - here) / eps
    return left, right


def _value(f, inputs):
    value = np.asarray(f(*(x.copy() for x in inputs)))
    if value.shape != () or not np.isfinite(value):
        raise ValueError(f"f must return one finite number, got {value!r}")
    return float(value)


def _report(k, given, left, right, near):
    numerical = (left + right) / 2
    wrong = ~near(given, numerical)
    gap = np.nan_to_num(np.abs(given - numerical), nan=np.inf)
    worst = np.unravel_index(np.where(wrong, gap, 0).argmax(), gap.shape)
    at = f"inputs[{k}]" + (str([int(i) for i in worst]) if worst else "")
    if not np.isfinite(given[worst]):
        cause = "an overflow, a division by 0, or an entry that was never written"
    elif abs(right[worst] - left[worst]) > 1e-4 + 0.01 * abs(numerical[worst]):  # smooth f: about 1e-6 f''
        cause = _kink(given[worst], left[worst], right[worst], near)
    else:
        cause = _slip(given, numerical, near)
    return (
        f"the gradient is wrong in {wrong.sum()} of {wrong.size} entries of inputs[{k}]; the worst, at {at}:"
        f" yours {given[worst]:.6g}, numerical {numerical[worst]:.6g}. Likely cause: {cause}"
    )


def _kink(given, left, right, near):
    sides = [side for side, slope in (("left", left), ("right", right)) if near(given, slope)]
    yours = f"; yours is the one-sided slope on the {sides[0]}" if sides else ""
    return (
        f"a kink, f has slope {left:.6g} on the left and {right:.6g} on the right{yours}. There is"
        " no gradient at this point: check at another"
    )


def _slip(given, numerical, near):
    if not given.any():
        return "the gradient is 0 everywhere, as if it had not been computed"
    if near(-given, numerical).all():
        return "the sign, yours is -1 times the numerical one"
    if given.ndim == 2 and given.shape == given.T.shape and near(given.T, numerical).all():
        return "yours is the numerical one transposed"
    with np.errstate(all="ignore"):  # 0 / 0 gives NaN, which is near nothing
        factor = np.vdot(given, numerical) / np.vdot(numerical, numerical)
        whole = np.rint(max(factor, 1 / factor))
        if near(given, whole * numerical).all():
            return f"yours is {whole:g} times too large: a mean without its 1/N, or a factor too many"
        if near(whole * given, numerical).all():
            return f"yours is {whole:g} times too small: a 1/N too many, or a forgotten factor"
    return "no common factor or sign: look at what sets the wrong entries apart from the right ones"


def _tuple(value):
    return value if isinstance(value, tuple) else (value,)
