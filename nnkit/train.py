"""Training: the loop of zero_grad, forward, loss, backward, step, with what practice adds to it.

Mini-batches, validation data, early stopping, a learning-rate schedule, and a word at once when the loss is
no longer finite.

Chapter: In practice. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), §7.8 (early stopping) and
§8.1.3 (mini-batches).
"""

import math
from dataclasses import dataclass

import numpy as np

from nnkit._checks import finite_array, flag, generator, of_kind, regular_array, whole_number
from nnkit.losses import Loss
from nnkit.losses import loss as find_loss
from nnkit.module import Module
from nnkit.optim import DivergenceError, Optimizer, Schedule


@dataclass(frozen=True, eq=False)
class History:
    """How a training went, measured before the first epoch (row 0) and after each of E epochs.

    losses (E + 1,): the loss on all training data, with the model in eval mode; validation_losses (E + 1,):
    that on the validation data, or None. best_epoch: the row of the lowest validation loss (training loss if
    there was no validation), the first of equals; stopped_at: E. `fit` makes it; it checks nothing.

    Chapter: In practice.
    """

    losses: np.ndarray
    validation_losses: np.ndarray | None
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
    loss = of_kind(find_loss(loss) if isinstance(loss, str) else loss, Loss, "loss")
    _check_parts(model, optimizer, scheduler)
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
                if progress and run.epoch % max(1, epochs // 100) == 0:  # so that no notebook is flooded
                    run.print_line(epochs)
    finally:
        model.train(was_training)
    if progress:
        run.print_line(epochs, end="\n")
    if patience:
        model.load_state_dict(run.best_weights)
    return run.history()


class _Run:
    """A training under way: `losses` has a row for epoch 0 and each one since, with an entry for each set."""

    def __init__(self, model, loss, optimizer, data, validation):
        self.model, self.loss, self.optimizer = model, loss, optimizer
        self.sets = {"loss": _pair(data, "data")}
        if validation is not None:
            self.sets["validation loss"] = _pair(validation, "validation", "validation ")
        self.losses, self.lowest = [], np.inf

    @property
    def epoch(self):
        return len(self.losses) - 1

    def train_one_epoch(self, batch_size, rng):
        model, loss, optimizer = self.model.train(), self.loss, self.optimizer
        for step, (x, target) in enumerate(_batches(*self.sets["loss"], batch_size, rng), start=1):
            optimizer.zero_grad()
            output = model(x)
            self.finite(loss.function(output, target), "loss", f"step {step} of epoch {self.epoch + 1}")
            model.backward(loss.vjp(output, target))
            optimizer.step()

    def measure(self):
        """Add a row of losses, and remember the weights if they are the best so far."""
        self.model.eval()
        when = f"the end of epoch {len(self.losses)}"
        found = {name: self.loss.function(self.model(x), target) for name, (x, target) in self.sets.items()}
        self.losses.append([self.finite(value, name, when) for name, value in found.items()])
        watched = self.losses[-1][-1]  # the validation loss if there is one
        if watched < self.lowest:
            self.lowest, self.best_epoch, self.best_weights = watched, self.epoch, self.model.state_dict()

    def finite(self, value, name, where):
        if not math.isfinite(value):
            raise DivergenceError(f"the {name} is {value:g}", where, self.optimizer.lr)
        return float(value)

    def print_line(self, epochs, end=""):
        bar = "#" * (20 * self.epoch // max(1, epochs))
        losses = [f"{name} {value:.4g}" for name, value in zip(self.sets, self.losses[-1], strict=True)]
        print(f"\r[{bar:<20}] epoch {self.epoch}/{epochs}  {'  '.join(losses):<40}", end=end, flush=True)

    def history(self):
        losses, *validation = np.array(self.losses).T
        return History(losses, validation[0] if validation else None, self.best_epoch, self.epoch)


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
    x, target = finite_array(pair[0], f"{prefix}x"), regular_array(pair[1], f"{prefix}target")
    finite_array(target, f"{prefix}target")
    if x.ndim < 2 or not x.size or x.shape[:1] != target.shape[:1]:
        raise ValueError(
            f"{prefix}x has shape {x.shape}, but {prefix}target has shape {target.shape}: they must have"
            " shapes (N, ...) and (N, ...), a row of x and a target for each of N examples, at least one"
        )
    return x, target


def _check_parts(model, optimizer, scheduler):
    own = {id(p) for p in of_kind(model, Module, "model").parameters()}
    if own.isdisjoint(id(p) for p in of_kind(optimizer, Optimizer, "optimizer").params):
        raise ValueError("the optimizer has no parameter of this model: make it with model.parameters()")
    if scheduler is not None and of_kind(scheduler, Schedule, "scheduler").optimizer is not optimizer:
        raise ValueError("scheduler must be a schedule of this optimizer, e.g. StepLR(optimizer, 10)")


def _check_numbers(epochs, batch_size, rng, patience, validation, progress):
    whole_number(epochs, "epochs", 0)
    whole_number(1 if batch_size is None else batch_size, "batch_size", 1)
    whole_number(1 if patience is None else patience, "patience", 1)
    if patience is not None and validation is None:
        raise ValueError("a patience needs validation=(x, target): it waits for a lower validation loss")
    if rng is not None:
        generator(rng)
    flag(progress, "progress")
