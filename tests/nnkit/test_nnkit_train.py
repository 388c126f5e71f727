"""Training: what the History says is what happened, and what is trained is what torch's loop would train."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnkit.layers import Activation, Dropout, Linear, Module, Sequential
from nnkit.losses import LOSSES, Loss, mse_loss, mse_loss_vjp
from nnkit.neuron import Neuron
from nnkit.optim import SGD, Adam, DivergenceError, ExponentialLR, StepLR
from nnkit.train import fit

BCE = "binary_cross_entropy_with_logits"
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(11, 2)), RNG.normal(size=(11, 1))
LABELS = (Y > 0).astype(float)
IDS = RNG.integers(0, 3, 11)


def network(seed=0, out_features=1, dtype=np.float64):
    rng = np.random.default_rng(seed)
    return Sequential(
        Linear(2, 4, rng=rng, dtype=dtype), Activation("tanh"), Linear(4, out_features, rng=rng, dtype=dtype)
    )


def linear(weight, bias=None):
    return Linear.from_weight(weight, bias)


def trained(epochs, *arguments, model=None, loss="mse", data=(X, Y), lr=0.1, **options):
    """The model and its History after a fit with plain SGD."""
    model = model or network()
    return model, fit(model, loss, SGD(model.parameters(), lr=lr), data, epochs, *arguments, **options)


def weights(model):
    return np.concatenate([p.data.ravel() for p in model.parameters()])


def test_one_step_hand_worked():
    model = linear([[2.0]], [0.0])
    _, history = trained(1, model=model, data=([[1.0], [3.0]], [[1.0], [5.0]]))
    # The residuals are 1 and 1: mean loss 1, dw = 2 (1 + 3)/2 = 4, db = 2; then w = 1.6, b = -0.2.
    np.testing.assert_allclose(model.weight.data, [[1.6]])
    np.testing.assert_allclose(model.bias.data, [-0.2])
    np.testing.assert_allclose(history.losses, [1, (0.4**2 + 0.4**2) / 2])
    assert (history.best_epoch, history.stopped_at) == (1, 1)
    assert history.validation_losses is None


def torchs(epochs, batch_size, loss, target, order):
    """The weights and the losses of the same training in torch; order(): the examples' of each epoch."""
    ours = network(out_features=3 if target.ndim == 1 else 1)
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, ours[2].out_features)
    )
    model.double().load_state_dict({name: torch.tensor(value) for name, value in ours.state_dict().items()})
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.5)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    x, target, losses = torch.tensor(X), torch.tensor(target), []
    for _ in range(epochs):
        losses.append(loss(model(x), target).item())
        for rows in torch.tensor(order()).split(batch_size):
            optimizer.zero_grad()
            loss(model(x[rows]), target[rows]).backward()
            optimizer.step()
        schedule.step()
    return model.state_dict(), [*losses, loss(model(x), target).item()]


@pytest.mark.parametrize("batch_size", [None, 1, 4, 10, 11, 50])
@pytest.mark.parametrize("shuffled", [False, True], ids=["in-order", "shuffled"])
@pytest.mark.parametrize(
    ("loss", "oracle", "target"),
    [
        ("mse", torch.nn.functional.mse_loss, Y),
        (BCE, torch.nn.functional.binary_cross_entropy_with_logits, LABELS),
        ("cross_entropy", torch.nn.functional.cross_entropy, IDS),
    ],
    ids=["mse", "binary", "classes"],
)
def test_training_is_torchs(loss, oracle, target, shuffled, batch_size):
    rng = np.random.default_rng(5)
    order = (lambda: rng.permutation(11)) if shuffled and (batch_size or 11) < 11 else lambda: np.arange(11)
    state, losses = torchs(5, batch_size or 11, oracle, target, order)
    model = network(out_features=3 if target.ndim == 1 else 1)
    optimizer = SGD(model.parameters(), lr=0.1, momentum=0.5)
    history = fit(
        model,
        loss,
        optimizer,
        (X, target),
        5,
        batch_size,
        rng=np.random.default_rng(5) if shuffled else None,
        scheduler=StepLR(optimizer, 2, gamma=0.5),
    )
    np.testing.assert_allclose(history.losses, losses, rtol=1e-10)
    for name, value in model.state_dict().items():
        np.testing.assert_allclose(value, state[name].numpy(), rtol=1e-9, atol=1e-12)


class Spy(Module):
    """A model that learns nothing and writes down what it is shown while it trains."""

    def __init__(self):
        self.weight, self.shown = linear([[1.0]]).weight, []

    def forward(self, x):
        if self.training:
            self.shown.append(x[:, 0].tolist())
        return x

    def backward(self, grad_output):
        return grad_output


def shown(n, epochs, batch_size, rng):
    """The batches of a training on x = target = 0, 1, …, n - 1."""
    spy, x = Spy(), np.arange(n)[:, np.newaxis]

    def loss(input, target):
        np.testing.assert_array_equal(input, target)  # row by row: x and target are shuffled alike
        return 0.0

    fit(
        spy,
        Loss(loss, lambda input, target: input, ""),
        SGD([spy.weight], 1),
        (x, x),
        epochs,
        batch_size,
        rng=rng,
    )
    return spy.shown


@given(st.integers(1, 12), st.integers(1, 14), st.integers(0, 3), st.none() | st.integers(0, 99))
def test_each_epoch_shows_each_example_once_in_batches(n, batch_size, epochs, seed):
    batches = shown(n, epochs, batch_size, None if seed is None else np.random.default_rng(seed))
    per_epoch = -(-n // batch_size)
    assert len(batches) == epochs * per_epoch
    for epoch in range(epochs):
        own = batches[epoch * per_epoch : (epoch + 1) * per_epoch]
        assert [len(batch) for batch in own[:-1]] == [batch_size] * (per_epoch - 1)
        examples = [example for batch in own for example in batch]
        assert (sorted(examples) if seed is not None else examples) == list(range(n))


def test_the_order_is_new_in_each_epoch_and_the_generator_fixes_it():
    first, again, other = (shown(50, 2, 10, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first[:5] != first[5:]


def test_history_measures_all_data_after_each_epoch():
    validation = (X[:4] + 1, Y[:4])
    for epochs in range(4):
        model, history = trained(epochs, 3, validation=validation)
        assert history.losses.shape == history.validation_losses.shape == (epochs + 1,)
        assert history.losses[-1] == pytest.approx(mse_loss(model(X), Y), rel=1e-12)
        assert history.validation_losses[-1] == pytest.approx(mse_loss(model(X[:4] + 1), Y[:4]), rel=1e-12)
        assert history.stopped_at == epochs


def test_best_epoch_is_that_of_the_lowest_loss():
    model, data = linear([[1.0, 0.01]]), ([[1.0, 0.0], [0.0, 2.0]], [[0.0], [0.0]])
    _, history = trained(6, model=model, data=data, lr=0.6)  # per epoch w1 shrinks by 0.4, w2 grows by -1.4
    assert history.best_epoch == np.argmin(history.losses) == 4
    _, history = trained(6, validation=(X, -Y))
    assert history.best_epoch == np.argmin(history.validation_losses) != np.argmin(history.losses)
    _, history = trained(3, model=linear([[1.0, 1.0]]), data=(X[:1] * 0, [[0.0]]))
    assert history.best_epoch == 0  # the first of equals


def rising(patience, epochs=30, **options):
    """A training whose validation loss falls for some epochs and then rises: the targets disagree."""
    model = linear([[0.0]])
    data, validation = ([[1.0]], [[1.0]]), ([[1.0]], [[0.4]])
    return trained(
        epochs, model=model, data=data, validation=validation, patience=patience, lr=0.05, **options
    )


@pytest.mark.parametrize("patience", [1, 2, 5])
def test_early_stopping_restores_the_best_weights(patience):
    # w = 1 - 0.9^t, and 0.4 is nearest to 1 - 0.9^5 = 0.41
    model, history = rising(patience)
    assert history.best_epoch == 5
    assert history.stopped_at == 5 + patience
    assert model.weight.data == pytest.approx(1 - 0.9**5)
    assert history.validation_losses[5] == history.validation_losses.min()


def test_without_patience_the_last_weights_stay():
    model, history = rising(None)
    assert (history.best_epoch, history.stopped_at) == (5, 30)
    assert model.weight.data == pytest.approx(1 - 0.9**30)


def test_patience_that_is_never_used_up_restores_the_best_weights_too():
    model, history = rising(5, epochs=8)
    assert (history.best_epoch, history.stopped_at) == (5, 8)
    assert model.weight.data == pytest.approx(1 - 0.9**5)


def test_the_schedule_takes_a_step_after_each_epoch():
    model = network()
    optimizer = SGD(model.parameters(), lr=0.8)
    fit(model, "mse", optimizer, (X, Y), 3, 2, scheduler=ExponentialLR(optimizer, 0.5))
    assert optimizer.lr == 0.1


@pytest.mark.parametrize("training", [True, False])
def test_dropout_drops_in_steps_only_and_the_mode_stays(training):
    dropout = Dropout(0.5, rng=np.random.default_rng(0))
    model = Sequential(
        Linear(2, 50, rng=np.random.default_rng(1)), dropout, Linear(50, 1, rng=np.random.default_rng(2))
    )
    model.train(training)
    before = dropout.rng.bit_generator.state
    trained(0, model=model)
    assert dropout.rng.bit_generator.state == before
    trained(1, model=model)
    assert dropout.rng.bit_generator.state != before
    assert model.training is dropout.training is training
    with pytest.raises(ValueError, match="they must be equal"):
        trained(1, model=model, data=(X, Y[:, 0]))
    assert model.training is dropout.training is training


def test_float32_stays():
    model, history = trained(3, 4, model=network(dtype=np.float32), data=(X.astype(np.float32), Y))
    assert {p.data.dtype for p in model.parameters()} == {np.dtype(np.float32)}
    assert history.losses[3] < history.losses[0]


def test_training_changes_no_argument():
    x, y = X.copy(), Y.copy()
    trained(2, 3, data=(x, y), validation=(x, y), rng=np.random.default_rng(0))
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(y, Y)


def test_lists_and_a_loss_of_ones_own_will_do():
    own = Loss(lambda a, b: 2 * mse_loss(a, b), lambda a, b: 2 * mse_loss_vjp(a, b), "")
    theirs, twice = trained(2, data=(X.tolist(), Y.tolist()), loss=own, lr=0.05)
    expected, once = trained(2, lr=0.1)
    np.testing.assert_allclose(weights(theirs), weights(expected))
    np.testing.assert_allclose(twice.losses, 2 * once.losses)


def test_a_small_network_learns_xor():
    x, target = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
    model = network(seed=1)
    history = fit(model, BCE, Adam(model.parameters(), lr=0.05), (x, target), 300)
    np.testing.assert_array_equal(model(x) > 0, target)
    assert history.losses[-1] < 0.1


def test_progress_is_one_line_and_only_when_asked(capsys):
    trained(3)
    assert capsys.readouterr().out == ""
    _, history = trained(4, progress=True, validation=(X, -Y))
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.endswith("\n")
    lines = out.strip("\r\n").split("\r")
    assert len(lines) == 5  # the last one twice
    assert lines[1].startswith("[##########          ] epoch 2/4  loss ")
    assert lines[4].startswith(f"[{'#' * 20}] epoch 4/4  loss {history.losses[4]:.4g}  validation loss ")
    assert f"validation loss {history.validation_losses[4]:.4g}" in lines[4]
    trained(0, progress=True)
    assert capsys.readouterr().out.startswith("\r[                    ] epoch 0/0  loss ")


def test_progress_of_many_epochs_is_some_hundred_lines_and_ends_with_the_last_epoch(capsys):
    trained(250, data=(X[:1], Y[:1]), progress=True)
    lines = capsys.readouterr().out.strip("\r\n").split("\r")
    assert len(lines) == 126
    assert "epoch 2/250" in lines[0]
    assert "epoch 250/250" in lines[-1]
    rising(1, epochs=999, progress=True)
    assert "epoch 6/999" in capsys.readouterr().out.strip("\r\n").split("\r")[-1]


def test_history_reads_as_a_sentence():
    _, history = trained(2)
    first, _, last = history.losses
    assert (
        repr(history) == f"History: 2 epochs, loss {first:.4g} to {last:.4g}, lowest {last:.4g} after epoch 2"
    )
    _, history = trained(1, validation=(X, -Y))
    first, last = history.validation_losses
    assert repr(history).startswith(f"History: 1 epochs, validation loss {first:.4g} to {last:.4g}, lowest")


def test_divergence_is_told_at_its_step_without_a_warning():
    model = linear([[1.0]])
    with pytest.raises(DivergenceError) as caught:  # w becomes -199 w at each step; 199^68 has no square
        trained(99, 1, model=model, data=([[1.0]] * 3, [[0.0]] * 3), lr=100)
    assert str(caught.value) == (
        "the loss is inf at step 3 of epoch 23, with lr=100. Try a smaller lr, say 10; scale the inputs to"
        " about -1..1; begin with smaller weights"
    )
    assert model.training


HUGE = linear([[1e200, 1.0]])
MODEL = network()
OTHER = network()
OPTIMIZER = SGD(MODEL.parameters(), lr=0.1)
NAN = np.array([[1.0, 2.0], [3.0, np.nan]])


def fitting(model=MODEL, loss="mse", optimizer=OPTIMIZER, data=(X, Y), epochs=1, batch_size=None, **options):
    return lambda: fit(model, loss, optimizer, data, epochs, batch_size, **options)


BAD = {
    "x-nan": (fitting(data=(NAN, [[1], [2]])), ValueError, "x must be finite, got nan at x[1, 1]"),
    "target-nan": (fitting(data=(X[:2], [[1], [np.nan]])), ValueError, "target must be finite, got nan"),
    "validation-nan": (
        fitting(validation=(NAN, [[1], [2]])),
        ValueError,
        "nan at validation x[1, 1]",
    ),
    "validation-target-inf": (
        fitting(validation=(X[:1], [[np.inf]])),
        ValueError,
        "validation target must be",
    ),
    "rows": (
        fitting(data=(X, Y[:5])),
        ValueError,
        "x has shape (11, 2), but target has shape (5, 1): they must",
    ),
    "validation-rows": (fitting(validation=(X, Y[:5])), ValueError, "validation x has shape (11, 2)"),
    "one-example": (fitting(data=(X[0], Y[0])), ValueError, "x has shape (2,), but target has shape (1,)"),
    "one-target": (fitting(data=(X[:1], 1.0)), ValueError, "x has shape (1, 2), but target has shape ()"),
    "empty": (
        fitting(data=(X[:0], Y[:0])),
        ValueError,
        "x has shape (0, 2), but target has shape (0, 1): they",
    ),
    "empty-validation": (
        fitting(validation=(X[:0], Y[:0])),
        ValueError,
        "validation x has shape (0, 2), but validation target has",
    ),
    "no-pair": (fitting(data=X[:2]), TypeError, "data must be a pair (x, target), got ndarray"),
    "a-triple": (fitting(data=(X, Y, Y)), TypeError, "data must be a pair (x, target), got tuple"),
    "validation-no-pair": (
        fitting(validation=X),
        TypeError,
        "validation must be a pair (x, target), got ndarray",
    ),
    "text": (fitting(data=([["a", "b"]], [[1]])), TypeError, "x must hold real numbers"),
    "target-shape": (
        fitting(data=(X, Y[:, 0])),
        ValueError,
        "input has shape (11, 1), but target has shape (11,)",
    ),
    "features": (fitting(data=(X[:, :1], Y)), ValueError, "x has shape (11, 1), but weight has shape (4, 2)"),
    "dtype": (fitting(data=(X.astype(np.float32), Y)), TypeError, "x has dtype float32 instead of float64"),
    "labels": (
        fitting(loss=BCE, data=(X, 2 * LABELS - 1)),
        ValueError,
        "target must hold labels 0 and 1, got ",
    ),
    "a-neuron": (
        fitting(model=Neuron([1, 2])),
        TypeError,
        "model must be a Module, got Neuron: ",
    ),
    "loss-name": (fitting(loss="mce"), ValueError, "unknown loss 'mce': choose one of 'sse', 'mse'"),
    "loss-function": (fitting(loss=mse_loss), TypeError, "loss must be a Loss, got <function mse_loss"),
    "optimizer-class": (
        fitting(optimizer=SGD),
        TypeError,
        "optimizer must be a Optimizer, got <class",
    ),
    "other-model": (fitting(model=OTHER), ValueError, "the optimizer has no parameter of this model"),
    "other-schedule": (
        fitting(scheduler=StepLR(SGD(OTHER.parameters(), 1), 2)),
        ValueError,
        "scheduler must be a schedule of this optimizer",
    ),
    "schedule-class": (fitting(scheduler=StepLR), TypeError, "scheduler must be a Schedule, got <class"),
    "epochs": (fitting(epochs=-1), ValueError, "epochs must be a whole number of at least 0, got -1"),
    "batch-size": (
        fitting(batch_size=0),
        ValueError,
        "batch_size must be a whole number of at least 1, got 0",
    ),
    "rng": (fitting(batch_size=2, rng=0), TypeError, "rng must be a NumPy generator such as"),
    "patience": (
        fitting(patience=0, validation=(X, Y)),
        ValueError,
        "patience must be a whole number of at least 1",
    ),
    "progress": (fitting(progress="bar"), TypeError, "progress must be True or False, got 'bar'"),
    "patience-alone": (fitting(patience=3), ValueError, "a patience needs validation=(x, target)"),
    "diverged-at-once": (
        fitting(HUGE, optimizer=SGD([HUGE.weight], 0.5)),
        DivergenceError,
        "the loss is inf at the end of epoch 0, with lr=0.5",
    ),
}


@pytest.mark.parametrize(("call", "error", "words"), BAD.values(), ids=BAD)
def test_bad_input_is_told_in_the_users_words_before_anything_moves(call, error, words):
    before = weights(MODEL).copy()
    with pytest.raises(error, match=re.escape(words)):
        call()
    np.testing.assert_array_equal(weights(MODEL), before)
    assert MODEL.training


def test_a_validation_loss_that_diverges_is_told():
    with pytest.raises(DivergenceError, match="the validation loss is inf at the end of epoch 0"):
        trained(1, model=linear([[1.0]]), data=([[1.0]], [[1.0]]), validation=([[1e200]], [[0.0]]))


def test_all_losses_train():
    for name in LOSSES:
        target = {BCE: LABELS, "perceptron": LABELS, "cross_entropy": IDS}.get(name, Y)
        model = network(out_features=3 if target.ndim == 1 else 1)
        _, history = trained(10, model=model, loss=name, data=(X, target), lr=0.01)
        assert history.losses[10] < history.losses[0], name
