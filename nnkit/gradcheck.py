"""Is a gradient right? Compare it with central differences; if not, say where and what the slip may be.

Chapter: Backpropagation, layer by layer. Source: the argument names and tolerances are those of
torch.autograd.gradcheck; the step of 1e-6 balances the truncation error, of order eps^2, and the rounding
error, of order 1e-16 / eps.
"""

import numpy as np

from nnkit._checks import finite_array, function, number_between, positive_number, real_array


class GradcheckError(AssertionError):
    """The gradient differs from the numerical one; the message has entry, both values and the likely cause.

    Chapter: Backpropagation, layer by layer.
    """


def gradcheck(f, inputs, grad, eps=1e-6, atol=1e-5, rtol=1e-3):
    """True when `grad` is the gradient of `f` at `inputs`, else a GradcheckError that says where and why.

    f: a function of the inputs that returns one number (sum it if it returns more).
    inputs: an array, or a tuple of arrays of any shapes; they are handed over as float64 copies.
    grad: a function of the same inputs that returns df/dinput for each, an array or a tuple of them.
    eps: the step to both sides, a positive number.

    An entry is right within atol + rtol * |numerical|. Raises ValueError for inputs that are not finite, an f
    that does not return one finite number or not the same one twice, a gradient that has not the inputs'
    number and shapes, and an eps that rounding swallows; TypeError for what is no function or no real number.

    A model with its loss is a function of its weights (and of x, where a layer's dJ/dx is in question):

        def model(w1, w2):
            return Sequential(Linear.from_weight(w1), Activation("tanh"), Linear.from_weight(w2))

        def f(x, w1, w2):
            return mse_loss(model(w1, w2)(x), target)

        def grad(x, w1, w2):
            net = model(w1, w2)
            grad_x = net.backward(mse_loss_vjp(net(x), target))
            return grad_x, *(parameter.grad for parameter in net.parameters())

        gradcheck(f, (x, w1, w2), grad)

    Chapter: Backpropagation, layer by layer.
    """
    inputs = tuple(finite_array(x, f"inputs[{k}]").astype(np.float64) for k, x in enumerate(_tuple(inputs)))
    eps = positive_number(eps, "eps")
    atol, rtol = number_between(atol, 0, np.inf, "atol"), number_between(rtol, 0, np.inf, "rtol")
    if not inputs:
        raise ValueError("inputs is empty: pass the array that f takes, or a tuple of arrays")
    here = _value(f, inputs)
    if _value(f, inputs) != here:
        raise ValueError(
            "f gave two values for the same inputs: it must not draw random numbers (Dropout: call eval() on"
            " the model) or remember earlier calls"
        )
    for k, given in enumerate(_gradients(grad, inputs)):
        slopes = _one_sided(f, inputs, k, eps, here)
        right = np.abs(given - slopes.mean(0)) <= atol + rtol * np.abs(slopes.mean(0))  # False for NaN
        if not right.all():
            raise GradcheckError(_report(k, given, slopes, ~right, eps))
    return True


def _tuple(value):
    return value if isinstance(value, tuple) else (value,)


def _value(f, inputs):
    value = np.asarray(function(f, "f")(*(x.copy() for x in inputs)))
    if value.dtype.kind not in "biuf" or value.shape != () or not np.isfinite(value):
        raise ValueError(f"f must return one finite number, got {value!r}")
    return float(value)


def _gradients(grad, inputs):
    """What grad says, one array of the right shape for each input."""
    grads = _tuple(function(grad, "grad")(*(x.copy() for x in inputs)))
    if len(grads) != len(inputs):
        raise ValueError(
            f"the gradient has {len(grads)} parts for {len(inputs)} inputs: return a tuple of them"
        )
    grads = [real_array(given, f"the gradient by inputs[{k}]") for k, given in enumerate(grads)]
    for k, (given, x) in enumerate(zip(grads, inputs, strict=True)):
        if given.shape != x.shape:
            raise ValueError(f"the gradient by inputs[{k}] has shape {given.shape}, the input {x.shape}")
    return grads


def _one_sided(f, inputs, k, eps, here):
    """The slopes of f, which is `here`, to the left and right by each entry of inputs[k] (...): (2, ...)."""
    slopes = np.empty((2, *inputs[k].shape))
    for side, *index in np.ndindex(slopes.shape):
        moved = list(inputs)
        moved[k] = inputs[k].copy()
        moved[k][tuple(index)] += (-eps, eps)[side]
        step = (moved[k] - inputs[k])[tuple(index)]  # what rounding has left of eps
        if step == 0:
            raise ValueError(f"eps={eps:g} is lost in rounding beside numbers as large: take a larger one")
        slopes[(side, *index)] = (_value(f, moved) - here) / step
    return slopes + 0.0  # no -0


def _report(k, given, slopes, wrong, eps):
    numerical = slopes.mean(0)
    gap = np.nan_to_num(np.abs(given - numerical), nan=np.inf)
    worst = np.unravel_index(np.where(wrong, gap, -1).argmax(), gap.shape)
    at = f"inputs[{k}]" + (str([int(i) for i in worst]) if worst else "")
    left, right = slopes[(slice(None), *worst)]
    if not np.isfinite(given[worst]):
        cause = "an overflow, a division by 0, or an entry that was never written"
    elif abs(right - left) > 100 * eps + 0.01 * abs(numerical[worst]):  # smooth f: about eps f''
        cause = (
            f"a kink, f has slope {left:.6g} on the left and {right:.6g} on the right, so there is no"
            " gradient: check at another point. Or f is too coarse for this eps, as in float32"
        )
    else:
        cause = _slip(given, numerical, wrong)
    return (
        f"the gradient is wrong in {wrong.sum()} of {wrong.size} entries of inputs[{k}]; the worst, at {at}:"
        f" yours {given[worst]:.6g}, numerical {numerical[worst]:.6g}. Likely cause: {cause}"
    )


def _slip(given, numerical, wrong):
    if not numerical.any():
        return "f does not change with this input: does it use another array?"
    if not given[wrong].any():
        return "the wrong entries are 0: not computed, or left out by a loop, slice or mask"
    factor = np.vdot(numerical, given) / np.vdot(numerical, numerical)
    times = (
        f"yours is {factor:.4g} times the numerical one: a sign, a mean's 1/N, or two backwards (zero_grad)"
    )
    order = "the right numbers in another order: an axis transposed, flipped, moved or reshaped"
    slips = [
        (times, factor * numerical, given),
        ("the sign of the wrong entries", np.abs(numerical), np.abs(given)),
        (order, np.sort(numerical, None), np.sort(given, None)),
        ("no common factor or sign: look at what sets the wrong entries apart from the right ones", 0, 0),
    ]
    return next(slip for slip, a, b in slips if np.allclose(a, b, rtol=1e-3, atol=1e-5))
