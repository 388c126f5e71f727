"""Optimisers: from a gradient to better parameters, in the names, formulas and numbers of torch.optim.

A parameter is anything with `.data`, an array that a step changes in place, and `.grad`, an array of the same
shape and dtype or None; a parameter without a gradient is skipped, and its memory of past gradients (momentum
and the like) stays as it was. The loop: zero_grad, forward, loss, backward, step. A schedule changes the
learning rate from epoch to epoch. `descend` shows what an optimiser does before a network hides it.

Chapter: Finding the best weights. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §4.3, §8.3 and
§8.5; Sutskever et al. (2013) for Nesterov's momentum; Kingma and Ba (2015) for Adam.
"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from nnkit._checks import (
    finite_array,
    flag,
    function,
    number_between,
    positive_number,
    real_array,
    single,
    whole_number,
)


class DivergenceError(ArithmeticError):
    """Training or descent has left the finite numbers; the message says what, where, and what to try.

    what, e.g. "the loss is nan", and where, e.g. "step 3", are text; lr is the learning rate, a number.

    Chapter: Finding the best weights.
    """

    def __init__(self, what, where, lr):
        super().__init__(
            f"{what} at {where}, with lr={lr:g}. Try a smaller lr, say {lr / 10:g}; scale the inputs to about"
            " -1..1; begin with smaller weights"
        )


class Optimizer:
    """What all optimisers share: the parameters (a list), the learning rate `lr`, and weight decay.

    params: parameters of any shapes, e.g. `model.parameters()`. lr > 0, and may be set at any time.
    weight_decay >= 0 adds weight_decay * p to each gradient, the gradient of weight_decay/2 ‖p‖². ValueError:
    no parameters, one of them twice, a number out of its range. TypeError: something that is no parameter.

    Chapter: Finding the best weights.
    """

    def __init__(self, params, lr, weight_decay=0.0):
        self.params = _parameters(params)
        self.lr = positive_number(lr, "lr")
        self.weight_decay = number_between(weight_decay, 0, np.inf, "weight_decay")
        self._memory = [{} for _ in self.params]  # what the rule keeps from step to step

    def zero_grad(self):
        """Forget all gradients: each p.grad becomes None."""
        for p in self.params:
            p.grad = None

    def step(self):
        """Move every parameter that has a gradient, in place: p <- p - lr * (what the rule makes of it).

        A gradient of another shape than its parameter's: ValueError.
        """
        lr, weight_decay, direction = self.lr, self.weight_decay, self._direction
        for p, memory in zip(self.params, self._memory, strict=True):
            data, grad = p.data, p.grad
            if grad is None:
                continue
            shape = getattr(grad, "shape", None)
            if shape != data.shape:
                raise ValueError(f"a gradient must be an array of shape {data.shape}, got shape {shape}")
            if weight_decay:
                grad = grad + weight_decay * data
            data -= lr * direction(grad, memory)

    def _direction(self, grad, memory):
        """What to subtract, lr times, from the parameter with this gradient: an array of its shape.

        memory: the parameter's own dict, empty before the first step.
        """
        raise NotImplementedError(f"{type(self).__name__} has no rule: use SGD, RMSprop or Adam")


class SGD(Optimizer):
    """Gradient descent: p <- p - lr * v with v = gradient, or with momentum v <- momentum * v + gradient.

    params, lr, weight_decay as for Optimizer; 0 <= momentum < 1. With nesterov=True the step is along
    gradient + momentum * v, a look ahead; it needs a momentum. Else: ValueError.

    Chapter: Finding the best weights. Source: Goodfellow et al. (2016), §8.3.1-8.3.3.
    """

    def __init__(self, params, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.momentum, self.nesterov = number_between(momentum, 0, 1, "momentum"), flag(nesterov, "nesterov")
        if nesterov and not momentum:
            raise ValueError("nesterov=True looks ahead along the momentum: give one, e.g. momentum=0.9")
        super().__init__(params, lr, weight_decay)

    def _direction(self, grad, memory):
        if not self.momentum:
            return grad
        velocity = _decayed(memory, "velocity", self.momentum, grad)
        return grad + self.momentum * velocity if self.nesterov else velocity


class RMSprop(Optimizer):
    """p <- p - lr * gradient / (√s + eps); the running mean square is s <- alpha s + (1 - alpha) gradient².

    params, lr, weight_decay as for Optimizer; 0 <= alpha < 1; eps >= 0; 0 <= momentum < 1, which gathers the
    quotients. Else: ValueError.

    Chapter: Finding the best weights. Source: Goodfellow et al. (2016), §8.5.2.
    """

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8, weight_decay=0.0, momentum=0.0):
        self.alpha, self.eps = number_between(alpha, 0, 1, "alpha"), number_between(eps, 0, np.inf, "eps")
        self.momentum = number_between(momentum, 0, 1, "momentum")
        super().__init__(params, lr, weight_decay)

    def _direction(self, grad, memory):
        mean_square = _decayed(memory, "mean_square", self.alpha, (1 - self.alpha) * grad**2)
        return _decayed(memory, "velocity", self.momentum, grad / (np.sqrt(mean_square) + self.eps))


class Adam(Optimizer):
    """p <- p - lr * m / (√s + eps), with m and s the running means of the gradient and of its square.

    m <- β₁ m + (1 - β₁) gradient and s <- β₂ s + (1 - β₂) gradient² start at 0; so after t steps they are
    divided by 1 - β₁ᵗ and 1 - β₂ᵗ. params, lr, weight_decay as for Optimizer; betas = (β₁, β₂), both in
    [0, 1); eps >= 0. Else: ValueError.

    Chapter: Finding the best weights. Source: Kingma and Ba (2015), algorithm 1.
    """

    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        if not (isinstance(betas, tuple | list) and len(betas) == 2):
            raise ValueError(f"betas must be two numbers, e.g. (0.9, 0.999), got {betas!r}")
        self.betas = tuple(number_between(beta, 0, 1, f"betas[{i}]") for i, beta in enumerate(betas))
        self.eps = number_between(eps, 0, np.inf, "eps")
        super().__init__(params, lr, weight_decay)

    def _direction(self, grad, memory):
        beta1, beta2 = self.betas
        t = _decayed(memory, "steps", 1, 1)
        mean = _decayed(memory, "mean", beta1, (1 - beta1) * grad)
        mean_square = _decayed(memory, "mean_square", beta2, (1 - beta2) * grad**2)
        return mean / (1 - beta1**t) / (np.sqrt(mean_square / (1 - beta2**t)) + self.eps)


class Schedule:
    """A learning rate that depends on the epoch: each `.step()` sets optimizer.lr to `.rate(epoch)`.

    `optimizer` is an Optimizer, else a TypeError; its lr is the rate of epoch 0.

    Chapter: Finding the best weights.
    """

    def __init__(self, optimizer):
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"a schedule needs an optimizer, e.g. SGD, got {type(optimizer).__name__}")
        self.optimizer, self.first_lr, self.epoch = optimizer, optimizer.lr, 0

    def step(self):
        """The next epoch begins: set the optimiser's learning rate. Call it once after each epoch."""
        self.epoch += 1
        self.optimizer.lr = self.rate(self.epoch)

    def rate(self, epoch):
        """The learning rate of an epoch, 0 for the first -> number."""
        raise NotImplementedError(f"{type(self).__name__} has no rate: use StepLR or another schedule")


class StepLR(Schedule):
    """Every `step_size` epochs the learning rate is multiplied by `gamma`.

    step_size: a whole number from 1 on; gamma > 0. Else: ValueError.

    Chapter: Finding the best weights.
    """

    def __init__(self, optimizer, step_size, gamma=0.1):
        super().__init__(optimizer)
        self.step_size, self.gamma = whole_number(step_size, "step_size", 1), positive_number(gamma, "gamma")

    def rate(self, epoch):
        """first_lr * gamma^(epoch // step_size)."""
        return self.first_lr * self.gamma ** (epoch // self.step_size)


class ExponentialLR(StepLR):
    """Every epoch the learning rate is multiplied by `gamma` > 0. Else: ValueError.

    Chapter: Finding the best weights.
    """

    def __init__(self, optimizer, gamma):
        super().__init__(optimizer, 1, gamma)


class CosineAnnealingLR(Schedule):
    """Half a cosine from the first learning rate down to `eta_min`, in `T_max` epochs; then up again.

    T_max: a whole number from 1 on; eta_min >= 0. Else: ValueError.

    Chapter: Finding the best weights. Source: Loshchilov and Hutter (2017), without the restarts.
    """

    def __init__(self, optimizer, T_max, eta_min=0.0):
        super().__init__(optimizer)
        self.T_max = whole_number(T_max, "T_max", 1)
        self.eta_min = number_between(eta_min, 0, np.inf, "eta_min")

    def rate(self, epoch):
        """eta_min + (first_lr - eta_min) (1 + cos(π epoch / T_max)) / 2."""
        share = (1 + np.cos(np.pi * epoch / self.T_max)) / 2
        return float(self.eta_min + (self.first_lr - self.eta_min) * share)


class Path(NamedTuple):
    """Where a descent went: points (T + 1, d), the start and each of T steps, and values (T + 1,) of f there.

    Chapter: Finding the best weights.
    """

    points: np.ndarray
    values: np.ndarray


def descend(f, grad, w0, lr, steps=100, optimizer=SGD, **options):
    """Go down from w0 for that many steps: w <- w - lr * grad(w), or as another optimiser goes -> Path.

    f: (d,) -> number; grad: (d,) -> (d,), its gradient; w0 (d,). `optimizer` is called with `options`, e.g.
    `descend(f, grad, w0, lr=0.1, optimizer=SGD, momentum=0.9)`. ValueError: w0, steps, lr or an option that
    does not fit, an f that is not one number, a gradient that has not the shape of w. TypeError: no function
    or no optimiser where one is needed. DivergenceError: f or its gradient is infinite or NaN on the way.

    Chapter: Finding the best weights. Source: Goodfellow et al. (2016), §4.3.
    """
    whole_number(steps, "steps", 0)
    w = SimpleNamespace(data=finite_array(w0, "w0").copy(), grad=None)
    if w.data.ndim != 1 or not w.data.size:
        raise ValueError(f"w0 must have shape (d,), one number for each weight, got shape {w.data.shape}")
    if not (isinstance(optimizer, type) and issubclass(optimizer, Optimizer)):
        raise TypeError(f"optimizer must be a class such as SGD, got {optimizer!r}")
    optimizer = optimizer([w], lr=lr, **options)
    points, values = [], []
    with np.errstate(over="ignore", invalid="ignore"):  # told by _asked, with the step
        for t in range(steps + 1):
            points.append(w.data.copy())
            values.append(single(_asked(f, "f", points[t], t, lr), "f(w)"))
            if t < steps:
                w.grad = _asked(grad, "grad", points[t], t, lr)
                optimizer.step()
    return Path(np.array(points), np.array(values))


def _asked(f, name, w, t, lr):
    value = real_array(function(f, name)(w.copy()), f"{name}(w)")
    if not np.isfinite(value).all():
        raise DivergenceError(f"{name}(w) is {value}", f"step {t}, where w = {w}", lr)
    return value


def _parameters(params):
    params = list(params) if np.iterable(params) else [params]
    for i, p in enumerate(params):
        if not (isinstance(getattr(p, "data", None), np.ndarray) and hasattr(p, "grad")):
            raise TypeError(
                f"params[{i}] is a {type(p).__name__}, not a Parameter with .data and .grad: pass"
                " model.parameters(), or a list of parameters"
            )
    if not params or len({id(p) for p in params}) < len(params):
        raise ValueError(f"params must hold at least one parameter, and none twice, got {len(params)}")
    return params


def _decayed(memory, name, rate, new):
    """memory[name] <- rate * memory[name] + new, from 0 on."""
    memory[name] = rate * memory.get(name, 0) + new
    return memory[name]
