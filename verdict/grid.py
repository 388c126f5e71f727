"""The numbers behind an exercise's sliders: the arguments and the truth at every setting."""

import builtins
import itertools
from dataclasses import dataclass, field

import numpy as np

from verdict.cases import truths
from verdict.numbers import pack, pack_outcome, unpack, unpack_outcome
from verdict.outcome import copy_of
from verdict.patience import patience
from verdict.task import Slider
from verdict.uses import used_through


@dataclass(frozen=True)
class Grid:
    """Slider settings -> arguments of the student's function and the right result.

    sliders: name -> list of values; starts: name -> the value to begin with; made: name -> the argument made
    of each value, where it is not the value; template: the arguments, with a `Slot` in the place of each
    slider; truths: in the sliders' product order; through: see Task; rooms: how far a number may lie from
    each truth.
    """

    sliders: dict
    starts: dict
    made: dict
    template: tuple
    truths: list
    through: str = ""
    rooms: list = field(default_factory=list)

    def call(self, function, arguments):
        """What the student's function makes of arguments; tensors and the like as arrays."""
        return copy_of(used_through(self.through, function)(*arguments))

    def arguments(self, **values):
        """The arguments at these settings, e.g. `grid.arguments(w1=0.5, b=1.0)` -> tuple."""
        chosen = {
            name: self.made.get(name, self.sliders[name])[self._at(name, values[name])] for name in values
        }
        return tuple(_fill(part, chosen) for part in self.template)

    def truth(self, **values):
        """The right result at these settings; an exception instance where raising is right."""
        outcome = self.truths[self._position(values)]
        return getattr(builtins, outcome.raised)() if outcome.raised else outcome.value

    def within(self, **values):
        """How far a number may lie from the truth at these settings."""
        return self.rooms[self._position(values)]

    def patience(self):
        """What a call of the student's function runs in: a context that ends it if it takes too long."""
        return patience()

    def _position(self, values):
        position = 0
        for name, options in self.sliders.items():
            position = position * len(options) + self._at(name, values[name])
        return position

    def _at(self, name, value):
        return self.sliders[name].index(value)


@dataclass(frozen=True)
class Slot:
    """The place of a slider in the template."""

    name: str


def grid_of(task):
    """The grid of a task -> Grid; the truth is computed at every combination of the sliders' values."""
    found = _sliders(task.grid)
    sliders = {name: list(slider.values) for name, slider in found.items()}
    made = {name: list(map(slider.shape, slider.values)) for name, slider in found.items() if slider.shape}
    starts = {name: slider.first for name, slider in found.items()}
    grid = Grid(sliders, starts, made, _slotted(task.grid), [], task.through)
    for values in itertools.product(*sliders.values()):
        arguments = grid.arguments(**dict(zip(sliders, values, strict=True)))
        grid.truths.append(truths(task, arguments)[0])
        grid.rooms.append(task.room(arguments))
    return grid


def pack_grid(grid):
    return {
        "sliders": grid.sliders,
        "starts": grid.starts,
        "made": {name: pack(made) for name, made in grid.made.items()},
        "template": [_pack_template(part) for part in grid.template],
        "truths": [pack_outcome(truth) for truth in grid.truths],
        "through": grid.through,
        "rooms": grid.rooms,
    }


def unpack_grid(data):
    made = {name: unpack(made) for name, made in data["made"].items()}
    template = tuple(_unpack_template(part) for part in data["template"])
    right = [unpack_outcome(truth) for truth in data["truths"]]
    return Grid(data["sliders"], data["starts"], made, template, right, data["through"], data["rooms"])


def _sliders(part):
    """All sliders of a template, in reading order -> dict name -> Slider."""
    if isinstance(part, Slider):
        return {part.name: part}
    found = {}
    for item in part if isinstance(part, tuple | list) else ():
        found |= _sliders(item)
    return found


def _slotted(part):
    if isinstance(part, Slider):
        return Slot(part.name)
    return type(part)(map(_slotted, part)) if isinstance(part, tuple | list) else part


def _fill(part, chosen):
    """A list in the template is a vector: the function receives an array; of arrays it is a list."""
    if isinstance(part, Slot):
        return chosen[part.name]
    if not isinstance(part, tuple | list):
        return part
    items = [_fill(item, chosen) for item in part]
    if isinstance(part, tuple):
        return tuple(items)
    return items if any(isinstance(item, np.ndarray | tuple | dict) for item in part) else np.array(items)


def _pack_template(part):
    if isinstance(part, Slot):
        return {"slider": part.name}
    if isinstance(part, tuple):
        return {"tuple": [_pack_template(item) for item in part]}
    return [_pack_template(item) for item in part] if isinstance(part, list) else pack(part)


def _unpack_template(data):
    if isinstance(data, list):
        return [_unpack_template(item) for item in data]
    if isinstance(data, dict) and "tuple" in data:
        return tuple(_unpack_template(item) for item in data["tuple"])
    return Slot(data["slider"]) if isinstance(data, dict) and "slider" in data else unpack(data)
