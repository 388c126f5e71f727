"""Training: the loop of zero_grad, forward, loss, backward, step, with what practice adds to it.

Mini-batches, validation data, early stopping, a learning-rate schedule, and a word at once when the loss is
no longer finite.

Chapter: In practice. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §7.8 (early stopping) and
§8.1.3 (mini-batches).
"""

import math
from dataclasses import dataclass

import numpy as np

from nnkit._checks import finite_array, flag, generator, whole_number
from nnkit.losses import LOSSES, Loss
from nnkit.losses import loss as find_loss
from nnkit.optim import DivergenceError, Optimizer


def _right_signs(logits, target):
    return (logits >= 0) == target


def _right_classes(logits, target):
    return logits.argmax(axis=-1) == (target.argmax(axis=-1) if target.ndim == logits.ndim else target)


RIGHT = {  # the losses that classify, and whose labels are right
    LOSSES["perceptron"]: _right_signs,
    LOSSES["binary_cross_entropy_with_logits"]: _right_signs,
    LOSSES["cross_entropy"]: _right_classes,
}


@dataclass(frozen=True, eq=False)
class History:
    """How a training went, measured before the first epoch (row 0) and after each of E epochs.

    losses (E + 1,): the loss on all training data, with the model in eval mode; accuracies (E + 1,): the
    share of right labels there, None for a loss that does not classify; validation_losses and
    validation_accuracies (E + 1,): those on the validation data, or None. best_epoch: the row of the lowest
    validation loss (training loss if there was no validation), the first of equals; stopped_at: E. `fit`
    makes it; it checks nothing.

    Chapter: In practice.
    """

    losses: np.ndarray
    accuracies: np.ndarray | None
    validation_losses: np.ndarray | None
    validation_accuracies: np.ndarray | None
    best_epoch: int
    stopped_at: int

    def __repr__(self):
        losses = self.losses if self.validation_losses is None else self.validation_losses
        name = "loss" if self.validation_losses is None else "validation loss"
        return (
            f"History: {self.stopped_at} epochs, {name} {losses[0]:.4g} to {losses[-1]:.4g},"
            f" lowest {losses[self.best_epoch]:.4g} after epoch {self.best_epoch}"
        )


def fit(
    model, loss, optimizer, data, epochs, batch_size=None, *,
    rng=None, validation=None, patience=None, scheduler=None, progress=False,
):  # fmt: skip
    """Train the model, in place, for that many epochs: each goes through all the data once -> History.

    data: (x, target) with x (N, ...) as the model takes it and target (N, ...) as the loss takes it. loss: a
    name of LOSSES or a Loss. Without a batch_size, each step takes all examples; with one, it takes so many,
    and what is left over makes a smaller last batch. The batches are in the examples' order, or in a new
    random one in each epoch when `rng` is given.

    With validation=(x, target) the History has its losses too. With a patience, training stops after so many
    epochs in a row without a new lowest validation loss, and the model gets back the weights of best_epoch.
    A scheduler takes one step after each epoch; progress=True prints one line that is rewritten.

    TypeError or ValueError: arguments that are not as above, or do not fit together, before the first step.
    DivergenceError: a loss that is NaN or infinite, at its step; the model is then of no use any more.

    Chapter: In practice.
    """
    loss = find_loss(loss) if isinstance(loss, str) else loss
    _check_parts(model, loss, optimizer, scheduler)
    _check_numbers(epochs, batch_size, rng, patience, validation, progress)
    run, was_training = _Run(model, loss, optimizer, data, validation), model.training
    try:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # told as a DivergenceError
            run.measure()
            while run.epoch < epochs and not (patience and run.epoch - run.best_epoch >= patience):
                run.train_one_epoch(batch_size, rng)
                if scheduler is not None:
                    scheduler.step()
                run.measure()
                # No more than a hundred lines, so that a notebook is not flooded.
                if progress and 100 * run.epoch // epochs > 100 * (run.epoch - 1) // epochs:
                    run.print_line(epochs)
    finally:
        model.train(was_training)
    if progress:
        run.print_line(epochs, end="\n")
    if patience:
        model.load_state_dict(run.best_weights)
    return run.history()


class _Run:
    """A training under way: `records` has a row of [loss, accuracy] pairs for epoch 0 and each one since."""

    def __init__(self, model, loss, optimizer, data, validation):
        self.model, self.loss, self.optimizer = model, loss, optimizer
        self.sets = [("", *_pair(data, "data"))]
        if validation is not None:
            self.sets.append(("validation ", *_pair(validation, "validation", "validation ")))
        self.records, self.lowest = [], np.inf

    @property
    def epoch(self):
        return len(self.records) - 1

    def train_one_epoch(self, batch_size, rng):
        model, loss, optimizer = self.model.train(), self.loss, self.optimizer
        for step, (x, target) in enumerate(_batches(*self.sets[0][1:], batch_size, rng), start=1):
            optimizer.zero_grad()
            output = model(x)
            self.finite(loss.function(output, target), "the loss", f"step {step} of epoch {self.epoch + 1}")
            model.backward(loss.vjp(output, target))
            optimizer.step()

    def measure(self):
        """Add a record, and remember the weights if they are the best so far."""
        self.model.eval()
        self.records.append([self.measured(*one) for one in self.sets])
        watched = self.records[-1][-1][0]  # the validation loss if there is one
        if watched < self.lowest:
            self.lowest, self.best_epoch, self.best_weights = watched, self.epoch, self.model.state_dict()

    def measured(self, name, x, target):
        output, is_right = self.model(x), RIGHT.get(self.loss)
        when = f"the end of epoch {len(self.records)}" if self.records else "the start"
        loss = self.finite(self.loss.function(output, target), f"the {name}loss", when)
        self.finite(np.abs(output).max(), f"the largest {name}output", when)
        return loss, is_right(output, target).mean() if is_right else np.nan

    def finite(self, value, what, where):
        if not math.isfinite(value):
            raise DivergenceError(f"{what} is {value:g}", where, self.optimizer.lr)
        return float(value)

    def print_line(self, epochs, end=""):
        bar = "#" * (20 * self.epoch // max(1, epochs))
        losses = [
            f"{one[0]}loss {record[0]:.4g}" for one, record in zip(self.sets, self.records[-1], strict=True)
        ]
        print(f"\r[{bar:<20}] epoch {self.epoch}/{epochs}  {'  '.join(losses):<40}", end=end, flush=True)

    def history(self):
        columns = np.array(self.records).reshape(self.epoch + 1, -1).T  # (E + 1, sets, 2) -> (2 sets, E + 1)
        measured = [None if np.isnan(column).all() else column for column in columns]
        return History(*measured, *[None] * (4 - len(measured)), self.best_epoch, self.epoch)


def _batches(x, target, batch_size, rng):
    """(x, target) of each batch, in one new order for both; the last batch may be smaller."""
    size = batch_size or len(x)
    if rng is not None and size < len(x):
        order = rng.permutation(len(x))
        x, target = x[order], target[order]
    return ((x[i : i + size], target[i : i + size]) for i in range(0, len(x), size))


def _pair(pair, name, prefix=""):
    """(x, target) as arrays of as many finite examples, at least one; class ids stay integers."""
    if not (isinstance(pair, tuple | list) and len(pair) == 2):
        raise TypeError(f"{name} must be a pair (x, target), got {type(pair).__name__}")
    x, target = finite_array(pair[0], f"{prefix}x"), finite_array(pair[1], f"{prefix}target")
    if np.asarray(pair[1]).dtype.kind in "iu":
        target = np.asarray(pair[1])
    if x.ndim < 2 or not target.ndim or len(x) != len(target):
        raise ValueError(
            f"{prefix}x has shape {x.shape}, but {prefix}target has shape {target.shape}: they must"
            " have shapes (N, ...) and (N, ...), a row of x and a target for each of N examples"
        )
    if not x.size:
        raise ValueError(f"there is nothing to learn from: {prefix}x has shape {x.shape}")
    return x, target


def _check_parts(model, loss, optimizer, scheduler):
    if not all(hasattr(model, name) for name in ("forward", "backward", "state_dict")):
        raise TypeError(f"model must be a layer or a Sequential, got {type(model).__name__}")
    if not isinstance(loss, Loss):
        raise TypeError(f"loss must be one of {', '.join(map(repr, LOSSES))} or a Loss, got {loss!r}")
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be one such as SGD(model.parameters(), lr=0.1), got {optimizer!r}")
    own = {id(p) for p in model.parameters()}
    if not own & {id(p) for p in optimizer.params}:
        raise ValueError("the optimizer has no parameter of this model: make it with model.parameters()")
    if scheduler is not None and getattr(scheduler, "optimizer", None) is not optimizer:
        raise ValueError(
            f"scheduler must be a schedule of this optimizer, e.g. StepLR(optimizer, 10), got {scheduler!r}"
        )


def _check_numbers(epochs, batch_size, rng, patience, validation, progress):
    whole_number(epochs, "epochs", 0)
    whole_number(1 if batch_size is None else batch_size, "batch_size", 1)
    whole_number(1 if patience is None else patience, "patience", 1)
    if patience is not None and validation is None:
        raise ValueError("a patience needs validation=(x, target): it waits for a lower validation loss")
    if rng is not None:
        generator(rng)
    flag(progress, "progress")
