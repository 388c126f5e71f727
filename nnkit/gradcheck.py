"""Is a gradient right? Compare it with central differences; if not, say where and what the slip may be.

Chapter: Backpropagation, layer by layer. Source: the argument names and tolerances are those of
torch.autograd.gradcheck; the step of 1e-6 balances the truncation error, of order eps^2, and the rounding
error, of order 1e-16 / eps.
"""

import numpy as np

from nnkit._checks import finite_array, number_between, positive_number, real_array


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
    for name, function in (("f", f), ("grad", grad)):
        if not callable(function):
            raise TypeError(f"{name} must be a function of the inputs, got {type(function).__name__}")
    grads = _tuple(grad(*(x.copy() for x in inputs)))
    if len(grads) != len(inputs):
        raise ValueError(
            f"the gradient has {len(grads)} parts for {len(inputs)} inputs: return a tuple of them"
        )
    first, second = _value(f, inputs), _value(f, inputs)
    if first != second:
        hint = "it must not draw random numbers (Dropout: call eval() on the model) or remember earlier calls"
        raise ValueError(f"f gave {first:.6g}, then {second:.6g} for the same inputs: {hint}")

    def near(a, b):
        return np.abs(a - b) <= atol + rtol * np.abs(b)  # False for NaN

    for k, given in enumerate(grads):
        given = _shaped(real_array(given, f"the gradient by inputs[{k}]"), inputs, k)
        slopes = _one_sided(f, inputs, k, eps)
        if not near(given, slopes.mean(0)).all():
            coarse = first.dtype if first.dtype.kind == "f" and first.dtype.itemsize < 8 else None
            raise GradcheckError(_report(k, given, slopes, near, eps, coarse))
    return True


def _tuple(value):
    return value if isinstance(value, tuple) else (value,)


def _value(f, inputs):
    value = np.asarray(f(*(x.copy() for x in inputs)))
    if value.dtype.kind not in "biuf" or value.shape != () or not np.isfinite(value):
        raise ValueError(f"f must return one finite number, got {value!r}")
    return value


def _shaped(given, inputs, k):
    """`given`, when it has the shape of inputs[k]."""
    if given.shape == inputs[k].shape:
        return given
    hints = [
        f" (that of inputs[{j}]: another order?)" for j, x in enumerate(inputs) if x.shape == given.shape
    ]
    if given.shape == inputs[k].shape[::-1]:
        hints = [" (transposed?)"]
    hint = "".join(hints[:1])
    raise ValueError(
        f"the gradient by inputs[{k}] has shape {given.shape}, the input {inputs[k].shape}{hint}"
    )


def _one_sided(f, inputs, k, eps):
    """The slopes of f to the left and to the right, by each entry of inputs[k] (...): shape (2, ...)."""
    here, slopes = float(_value(f, inputs)), np.empty((2, *inputs[k].shape))
    for side, *index in np.ndindex(slopes.shape):
        entry = inputs[k][tuple(index)]
        moved = [x.copy() for x in inputs]
        moved[k][tuple(index)] += (-eps, eps)[side]
        step = moved[k][tuple(index)] - entry  # what rounding has left of eps
        if step == 0:
            raise ValueError(f"eps={eps:g} is lost in rounding beside {entry:g}: take a larger one")
        slopes[(side, *index)] = (float(_value(f, moved)) - here) / step
    return slopes + 0.0  # no -0


def _report(k, given, slopes, near, eps, coarse):
    numerical = slopes.mean(0)
    wrong = ~near(given, numerical)
    gap = np.nan_to_num(np.abs(given - numerical), nan=np.inf)
    worst = np.unravel_index(np.where(wrong, gap, 0).argmax(), gap.shape)
    at = f"inputs[{k}]" + (str([int(i) for i in worst]) if worst else "")
    left, right = slopes[(slice(None), *worst)]
    if not np.isfinite(given[worst]):
        cause = "an overflow, a division by 0, or an entry that was never written"
    elif coarse:
        cause = f"f computes in {coarse}, too coarse for steps of {eps:g}: use float64, or a larger eps"
    elif abs(right - left) > 100 * eps + 0.01 * abs(numerical[worst]):  # smooth f: about eps f''
        cause = _kink(given[worst], left, right, near)
    else:
        cause = _slip(given, numerical, wrong, near)
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


def _slip(given, numerical, wrong, near):
    def equal(a, b):
        return near(a, b).all()

    with np.errstate(all="ignore"):  # 0 / 0 gives NaN, which is near nothing
        factor = np.vdot(given, numerical) / np.vdot(numerical, numerical)
        whole = np.rint(max(factor, 1 / factor))
        twice = ", or the sum of two backwards (zero_grad)" if whole == 2 else ""
        square = given.shape == given.shape[::-1]
        reordered = equal(np.sort(given, None), np.sort(numerical, None))
        causes = [
            (not given.any(), "the gradient is 0 everywhere, as if it had not been computed"),
            (not numerical.any(), "f does not change with this input: does it use another array?"),
            (not given[wrong].any(), "the wrong entries are 0: a loop, slice or mask leaves them out"),
            (equal(-given, numerical), "the sign, yours is -1 times the numerical one"),
            (equal(np.abs(given), np.abs(numerical)), "the sign of the wrong entries"),
            (square and equal(given.T, numerical), "yours is the numerical one transposed"),
            (reordered, "the right numbers in another order: an axis flipped, moved or reshaped"),
            (
                equal(given, whole * numerical),
                f"yours is {whole:g} times too large: a mean without its 1/N, or a factor too many{twice}",
            ),
            (
                equal(whole * given, numerical),
                f"yours is {whole:g} times too small: a 1/N too many, or a forgotten factor",
            ),
            (True, "no common factor or sign: look at what sets the wrong entries apart from the right ones"),
        ]
    return next(cause for found, cause in causes if found)
