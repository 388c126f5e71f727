"""Optimisers and schedules: torch's numbers step for step, and descents with their paths."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from nnkit_refusals import refusals
from nnkit_strategies import arrays, assert_equals_torch, tensor

from nnkit.layers import Linear, Parameter, Sequential
from nnkit.optim import (
    SGD,
    Adam,
    CosineAnnealingLR,
    DivergenceError,
    ExponentialLR,
    Optimizer,
    RMSprop,
    Schedule,
    StepLR,
    descend,
)

RATES = st.floats(1e-3, 1)
FRACTIONS = st.floats(0, 0.99)
DECAYS = MOMENTA = st.just(0.0) | st.floats(0.01, 0.99)
EPS = st.floats(1e-4, 0.1)  # from 1e-8 on it would magnify the rounding of a gradient that cancels
OPTIONS = {
    SGD: st.fixed_dictionaries({"lr": RATES, "momentum": MOMENTA, "weight_decay": DECAYS})
    | st.fixed_dictionaries(
        {"lr": RATES, "momentum": st.floats(0.01, 0.99), "nesterov": st.just(True), "weight_decay": DECAYS}
    ),
    RMSprop: st.fixed_dictionaries(
        {"lr": RATES, "alpha": FRACTIONS, "eps": EPS, "weight_decay": DECAYS, "momentum": MOMENTA}
    ),
    Adam: st.fixed_dictionaries(
        {"lr": RATES, "betas": st.tuples(FRACTIONS, FRACTIONS), "eps": EPS, "weight_decay": DECAYS}
    ),
}
RULES = pytest.mark.parametrize("rule", OPTIONS, ids=lambda rule: rule.__name__)
SHAPES = [(2, 3), (2,), ()]
VALUES = st.floats(-10, 10)


@st.composite
def gradients(draw):
    """For each of some steps, one gradient or None for each parameter."""
    steps = draw(st.integers(1, 6))
    return [[draw(st.none() | arrays(shape, VALUES)) for shape in SHAPES] for _ in range(steps)]


def flat(parameters):
    return np.concatenate([np.ravel(p) for p in parameters])


@RULES
@given(st.tuples(*(arrays(shape, VALUES) for shape in SHAPES)), gradients(), st.data())
def test_each_step_is_torchs(rule, start, gradients, data):
    options = data.draw(OPTIONS[rule])
    ours, theirs = [Parameter(p) for p in start], [tensor(p) for p in start]
    optimizer, oracle = rule(ours, **options), getattr(torch.optim, rule.__name__)(theirs, **options)
    ours_then, theirs_then = [flat(start)], [flat(start)]
    for step in gradients:
        for p, t, grad in zip(ours, theirs, step, strict=True):
            p.grad, t.grad = grad, None if grad is None else tensor(grad)
        optimizer.step()
        oracle.step()
        ours_then.append(flat([p.data for p in ours]))
        theirs_then.append(flat(theirs))
    # All in one: a parameter may come to rest at 0, and only the path says how exact that can be.
    assert_equals_torch(np.array(ours_then), tensor(np.array(theirs_then)))


@RULES
def test_defaults_are_torchs(rule):
    ours, theirs = Parameter([1.0, -2.0]), tensor(np.array([1.0, -2.0]))
    lr = {"lr": 0.1} if rule is SGD else {}
    optimizer, oracle = rule([ours], **lr), getattr(torch.optim, rule.__name__)([theirs], **lr)
    for grad in ([0.5, -3.0], [1e-4, 0.0], [-2.0, 1e-9]):
        ours.grad, theirs.grad = np.array(grad), tensor(grad)
        optimizer.step()
        oracle.step()
        assert_equals_torch(ours.data, theirs)


def test_sgd_hand_worked():
    p = Parameter([1.0])
    optimizer = SGD([p], lr=0.5, momentum=0.5)
    p.grad = np.array([2.0])
    optimizer.step()  # v = 2
    assert p.data == [0]
    optimizer.step()  # v = 1 + 2
    assert p.data == [-1.5]


def test_weight_decay_alone_shrinks_the_parameters():
    p = Parameter([4.0])
    p.grad = np.zeros(1)
    SGD([p], lr=0.5, weight_decay=0.25).step()
    assert p.data == [4 - 0.5 * 0.25 * 4]


def test_adams_first_step_has_length_lr_whatever_the_gradient():
    for grad in (1e-3, -5.0, 1e6):
        p = Parameter([0.0])
        p.grad = np.array([grad])
        Adam([p], lr=0.1, eps=0).step()
        assert p.data[0] == pytest.approx(-0.1 * np.sign(grad), rel=1e-12)


@RULES
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_is_in_place_and_keeps_the_dtype_and_the_gradient(rule, dtype):
    p = Parameter(np.array([1.0, 2.0], dtype))
    data, p.grad = p.data, np.array([3.0, 4.0], dtype)
    rule([p], lr=np.float64(0.1), weight_decay=0.1).step()
    assert p.data is data
    assert data.dtype == dtype
    assert (data != [1, 2]).all()
    np.testing.assert_array_equal(p.grad, [3, 4])


@RULES
def test_large_gradients_stay_finite(rule):
    p = Parameter([1.0, 1.0])
    p.grad = np.array([1000.0, -1000.0])
    rule([p], lr=0.1).step()
    assert np.isfinite(p.data).all()
    assert (np.sign(p.data - 1) == [-1, 1]).all()


def test_zero_grad_forgets_the_gradients():
    layer = Linear(2, 3, rng=np.random.default_rng(0))
    optimizer = SGD(iter(layer.parameters()), lr=0.1)
    layer(np.ones((4, 2)))
    layer.backward(np.ones((4, 3)))
    assert all(p.grad is not None for p in layer.parameters())
    optimizer.zero_grad()
    assert [p.grad for p in layer.parameters()] == [None, None]


SCHEDULES = {
    StepLR: st.fixed_dictionaries({"step_size": st.integers(1, 5), "gamma": st.floats(0.1, 1.5)}),
    ExponentialLR: st.fixed_dictionaries({"gamma": st.floats(0.1, 1.5)}),
    CosineAnnealingLR: st.fixed_dictionaries({"T_max": st.integers(1, 12), "eta_min": st.floats(0, 0.1)}),
}
FIRST = {
    StepLR: {"step_size": 2},
    ExponentialLR: {"gamma": 0.5},
    CosineAnnealingLR: {"T_max": 4},
}


def rates(rule, options, lr, epochs):
    """The learning rates of the first epochs: ours, and torch's."""
    ours, theirs = SGD([Parameter([0.0])], lr), torch.optim.SGD([tensor(0.0)], lr)
    schedule = rule(ours, **options)
    oracle = getattr(torch.optim.lr_scheduler, rule.__name__)(theirs, **options)
    found = []
    for _ in range(epochs):
        found.append((ours.lr, oracle.get_last_lr()[0]))
        theirs.step()
        schedule.step()
        oracle.step()
    return np.transpose(found)


@pytest.mark.parametrize("rule", SCHEDULES, ids=lambda rule: rule.__name__)
@given(st.data(), st.floats(0.1, 1))
def test_schedules_are_torchs(rule, data, lr):
    ours, theirs = rates(rule, data.draw(SCHEDULES[rule]), lr, 30)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12 * lr)


@pytest.mark.parametrize("rule", FIRST, ids=lambda rule: rule.__name__)
def test_schedules_have_torchs_defaults(rule):
    ours, theirs = rates(rule, FIRST[rule], 0.8, 6)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12)


def test_schedules_hand_worked():
    assert rates(StepLR, {"step_size": 2, "gamma": 0.5}, 8.0, 5)[0].tolist() == [8, 8, 4, 4, 2]
    assert rates(ExponentialLR, {"gamma": 0.5}, 8.0, 4)[0].tolist() == [8, 4, 2, 1]
    cosine, _ = rates(CosineAnnealingLR, {"T_max": 2, "eta_min": 2}, 8.0, 5)
    np.testing.assert_allclose(cosine, [8, 5, 2, 5, 8])


def test_a_scheduled_rate_is_the_next_steps():
    p = Parameter([0.0])
    optimizer = SGD([p], lr=1.0)
    ExponentialLR(optimizer, 0.25).step()
    p.grad = np.array([1.0])
    optimizer.step()
    assert p.data == [-0.25]


def bowl(w):
    return w[0] ** 2 + 10 * w[1] ** 2


def bowl_gradient(w):
    return np.array([2 * w[0], 20 * w[1]])


def test_descent_hand_worked():
    points, values = descend(bowl, bowl_gradient, [4.0, 1.0], lr=0.05, steps=2)
    np.testing.assert_allclose(points, [[4, 1], [3.6, 0], [3.24, 0]], atol=1e-15)
    np.testing.assert_allclose(values, [26, 3.6**2, 3.24**2])


@given(arrays(2, VALUES), st.floats(0.001, 0.099))
def test_descent_goes_down_at_each_step_of_a_small_enough_rate(start, lr):
    path = descend(bowl, bowl_gradient, start, lr, steps=10)
    assert path.points.shape == (11, 2)
    assert (np.diff(path.values) <= 0).all()
    np.testing.assert_array_equal(path.points[0], start)
    np.testing.assert_allclose(path.points[-1], start * (1 - lr * np.array([2, 20])) ** 10, atol=1e-12)


@RULES
def test_descent_goes_as_its_optimizer_goes(rule):
    w = tensor(np.array([4.0, 1.0]))
    oracle, expected = getattr(torch.optim, rule.__name__)([w], lr=0.02, weight_decay=0.1), [w.tolist()]
    for _ in range(20):
        w.grad = tensor(bowl_gradient(w.numpy()))
        oracle.step()
        expected.append(w.tolist())
    path = descend(bowl, bowl_gradient, [4, 1], lr=0.02, steps=20, optimizer=rule, weight_decay=0.1)
    np.testing.assert_allclose(path.points, expected, rtol=1e-10)
    np.testing.assert_allclose(path.values, [bowl(point) for point in path.points])


def test_descent_moves_neither_its_start_nor_a_point_that_f_spoils():
    def spoils(w):
        value = bowl(w)
        w[:] = 99
        return value

    start = np.array([4.0, 1.0])
    path = descend(spoils, bowl_gradient, start, lr=0.05, steps=2)
    np.testing.assert_array_equal(start, [4, 1])
    np.testing.assert_array_equal(path.points, descend(bowl, bowl_gradient, [4, 1], 0.05, 2).points)


def test_descent_of_no_steps_and_of_a_hundred():
    assert descend(bowl, bowl_gradient, [4.0, 1.0], 0.01, steps=0).values.tolist() == [26]
    assert len(descend(bowl, bowl_gradient, [4.0, 1.0], 0.01).values) == 101


def test_descent_keeps_float32():
    start = np.array([4, 1], np.float32)
    path = descend(lambda w: w @ w, lambda w: 2 * w, start, lr=0.1, steps=3)
    assert path.points.dtype == path.values.dtype == np.float32


def test_divergence_is_told_at_its_step():
    with pytest.raises(DivergenceError, match=re.escape("f(w) is inf at step 104, ")) as caught:
        descend(lambda w: w[0] ** 2, lambda w: 2 * w, [1.0], lr=16.0, steps=1000)  # each step times -31
    assert "with lr=16." in str(caught.value)
    assert str(caught.value).endswith(
        "Try a smaller lr, say 1.6; scale the inputs to about -1..1; begin with smaller weights"
    )


LAYER = Linear(2, 1, rng=np.random.default_rng(0))
P = Parameter([1.0])


def step_with(grad):
    p = Parameter([1.0, 2.0])
    p.grad = grad
    SGD([p], lr=0.1).step()


def bowl_descent(f=bowl, grad=bowl_gradient, w0=(1.0, 1.0), lr=0.1, **options):
    return lambda: descend(f, grad, w0, lr, **options)


BAD = {
    "no-parameters": (lambda: SGD([], lr=0.1), ValueError, "at least one parameter, and none twice, got 0"),
    "same-parameter-twice": (lambda: SGD([P, P], lr=0.1), ValueError, "and none twice, got 2"),
    "a-layer": (lambda: Adam(LAYER), TypeError, "params[0] is a Linear, not a Parameter"),
    "layers": (lambda: Adam(Sequential(LAYER)), TypeError, "pass model.parameters()"),
    "an-array": (lambda: Adam([P, np.ones(2)]), TypeError, "params[1] is a ndarray, not a Parameter"),
    "a-tensor": (lambda: Adam([torch.ones(2)]), TypeError, "params[0] is a Tensor, not a Parameter"),
    "nothing": (lambda: Adam(None), TypeError, "params[0] is a NoneType"),
    "lr-zero": (lambda: SGD([P], lr=0), ValueError, "lr must be a positive number, got 0"),
    "lr-negative": (lambda: Adam([P], lr=-0.1), ValueError, "lr must be a positive number, got -0.1"),
    "lr-nan": (lambda: RMSprop([P], lr=np.nan), ValueError, "lr must be a positive number, got nan"),
    "lr-text": (lambda: SGD([P], lr="0.1"), ValueError, "lr must be a positive number, got '0.1'"),
    "lr-list": (lambda: SGD([P], lr=[0.1]), ValueError, "lr must be a positive number, got [0.1]"),
    "momentum-1": (lambda: SGD([P], 0.1, momentum=1), ValueError, "momentum must be a number in [0, 1)"),
    "momentum-negative": (lambda: RMSprop([P], momentum=-0.5), ValueError, "in [0, 1), got -0.5"),
    "nesterov-alone": (lambda: SGD([P], 0.1, nesterov=True), ValueError, "give one, e.g. momentum=0.9"),
    "weight-decay": (
        lambda: SGD([P], 0.1, weight_decay=-1),
        ValueError,
        "weight_decay must be a number in [0, inf)",
    ),
    "weight-decay-nan": (lambda: Adam([P], weight_decay=np.nan), ValueError, "[0, inf), got nan"),
    "alpha": (lambda: RMSprop([P], alpha=1.0), ValueError, "alpha must be a number in [0, 1), got 1.0"),
    "eps-rmsprop": (lambda: RMSprop([P], eps=-1e-8), ValueError, "eps must be a number in [0, inf)"),
    "eps-adam": (lambda: Adam([P], eps=np.inf), ValueError, "eps must be a number in [0, inf), got inf"),
    "first-beta": (lambda: Adam([P], betas=(1, 0.9)), ValueError, "betas[0] must be a number in [0, 1)"),
    "second-beta": (lambda: Adam([P], betas=(0, -1)), ValueError, "betas[1] must be a number in [0, 1)"),
    "one-beta": (lambda: Adam([P], betas=0.9), ValueError, "betas must be two numbers, e.g."),
    "gradient-list": (
        lambda: step_with([1.0, 2.0]),
        ValueError,
        "must be an array of shape (2,), got shape None",
    ),
    "nesterov": (
        lambda: SGD([P], 0.1, 0.9, nesterov="no"),
        TypeError,
        "nesterov must be True or False, got 'no'",
    ),
    "three-betas": (lambda: Adam([P], betas=(0, 0, 0)), ValueError, "betas must be two numbers"),
    "f-number": (bowl_descent(f=1.0), TypeError, "f must be a function, got 1.0"),
    "grad-array": (bowl_descent(grad=np.ones(2)), TypeError, "grad must be a function, got array([1., 1.])"),
    "optimizer-name": (
        bowl_descent(optimizer="SGD"),
        TypeError,
        "optimizer must be a class such as SGD, got 'SGD'",
    ),
    "optimizer-else": (
        bowl_descent(optimizer=lambda params, lr: None),
        TypeError,
        "optimizer must be a class such as SGD, got <function",
    ),
    "gradient-shape": (lambda: step_with(np.ones(1)), ValueError, "an array of shape (2,), got shape (1,)"),
    "step-size": (lambda: StepLR(SGD([P], 0.1), 0), ValueError, "step_size must be a whole number"),
    "gamma": (lambda: StepLR(SGD([P], 0.1), 1, gamma=0), ValueError, "gamma must be a positive"),
    "gamma-of-exponential": (lambda: ExponentialLR(SGD([P], 0.1), -1), ValueError, "positive number, got -1"),
    "t-max": (lambda: CosineAnnealingLR(SGD([P], 0.1), 2.5), ValueError, "T_max must be a whole number"),
    "eta-min": (lambda: CosineAnnealingLR(SGD([P], 0.1), 2, -1), ValueError, "eta_min must be"),
    "schedule-of-a-model": (lambda: StepLR(LAYER, 2), TypeError, "a schedule needs an optimizer"),
    "optimizer-itself": (lambda: optimizer_itself().step(), NotImplementedError, "Optimizer has no rule"),
    "schedule-itself": (lambda: Schedule(SGD([P], 0.1)).step(), NotImplementedError, "Schedule has no rate"),
    "w0-nan": (bowl_descent(w0=[1, np.nan]), ValueError, "w0 must be finite, got nan at w0[1]"),
    "w0-number": (bowl_descent(w0=1.0), ValueError, "w0 must have shape (d,)"),
    "w0-empty": (bowl_descent(w0=[]), ValueError, "got shape (0,)"),
    "steps": (bowl_descent(steps=-1), ValueError, "steps must be a whole number of at least 0, got -1"),
    "descent-lr": (bowl_descent(lr=0), ValueError, "lr must be a positive number, got 0"),
    "descent-option": (bowl_descent(momentum=2), ValueError, "momentum must be a number in [0, 1), got 2"),
    "f-of-two-values": (bowl_descent(f=lambda w: w), ValueError, "f(w) must be one number, got shape (2,)"),
    "gradient-of-f": (
        bowl_descent(grad=lambda w: w[0]),
        ValueError,
        "a gradient must be an array of shape (2,), got shape ()",
    ),
    "f-nan": (bowl_descent(f=lambda w: np.nan), DivergenceError, "f(w) is nan at step 0, where"),
    "gradient-nan": (bowl_descent(grad=lambda w: w * np.nan), DivergenceError, "is [nan nan] at step 0"),
}


def optimizer_itself():
    p = Parameter([1.0])
    p.grad = np.ones(1)
    return Optimizer([p], lr=0.1)


test_bad_input_is_told_in_the_users_words = refusals(BAD)
