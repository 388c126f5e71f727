"""Messages: a slip gets its own, anything else a sentence that says what to look at."""

from dataclasses import replace

import numpy as np
import pytest
import torch

import nnkit
from verdict import Slip, Task
from verdict.marking import mark
from verdict.release import released_task


def message(function, released):
    return mark(function, released, released.cases).message


def one_column(table, shift):
    return (table.mean(axis=1) + shift)[:, None]


def squeezed(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    return np.squeeze(table.mean(axis=1) + shift)


def integers(table, shift):
    return (table.mean(axis=1) + shift).astype(int)


def poisoned(table, shift):
    return table.mean(axis=1) + shift + (np.inf - np.inf)


def in_place(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    table += shift
    return table.mean(axis=1)


def never_raises(table, shift):
    return np.array([sum(row) / max(len(row), 1) for row in table]) + shift


def raises_another(table, shift):
    if table.shape[1] == 0:
        raise KeyError("columns")
    return table.mean(axis=1) + shift


def not_done(table, shift):
    raise NotImplementedError


def does_not_end(table, shift):
    raise TimeoutError("no answer within 3 s")


GENERAL = {
    "None": (lambda table, shift: None, "returns nothing (None)"),
    "text": (lambda table, shift: "mean", "returns text, and an array is expected"),
    "a shape": (one_column, "yours is (2, 1), it should be (2,)"),
    "a batch of one": (squeezed, "Only a batch of one fails"),
    "whole numbers": (integers, "its fractions were cut off"),
    "nan": (poisoned, "Your result holds nan (at [0])"),
    "in place": (in_place, "The result is right, but your function changes `table` in place"),
    "no exception": (never_raises, "Here your function should raise a ValueError"),
    "another exception": (raises_another, "your function raises KeyError: 'columns'"),
    "an error": (lambda table, shift: table / None, "Your function stops with an error"),
    "added, not summed": (
        lambda table, shift: np.zeros(3).__iadd__(np.ones((2, 3))),
        "What is added has shape (2,3), and what it is added to can only hold (3,)",
    ),
    "shapes apart": (
        lambda table, shift: np.ones((2, 3)) + np.ones((3, 2)),
        "Two shapes do not fit each other",
    ),
    "a value": (
        lambda table, shift: table.mean(axis=1) - shift,
        "The value is wrong (at [0]): yours is 2.5, it should be 0.5",
    ),
    "returns the exception": (
        lambda table, shift: table.mean(axis=1) + shift if table.size else ValueError("none"),
        "it returns it: write `raise ValueError(...)`, not `return`",
    ),
    "in place and wrong": (
        lambda table, shift: table.__imul__(0).sum(axis=1),
        "Besides, your function changes `table` in place",
    ),
    "not done": (not_done, "Not done yet"),
    "no end": (does_not_end, "does not come to an end"),
    "no function": (np.float64(3.0), "should be a function; it is a number"),
}


@pytest.mark.parametrize(("function", "said"), GENERAL.values(), ids=GENERAL)
def test_general_messages_say_what_to_look_at(function, said, released):
    assert said in " ".join(message(function, released).split())


@pytest.mark.parametrize(("function", "said"), GENERAL.values(), ids=GENERAL)
def test_a_brief_message_says_why_and_no_value_of_a_case(function, said, released):
    found = mark(function, released, released.cases)
    why = " ".join(found.brief.split())
    assert len(why) > len(f"row_means: 0 of 3 parts right, 0 of {released.points:g} points.")
    for value in ("For example", "yours is 2.5", "should be 0.5", "KeyError", "[1.0, 2.0, 6.0]"):
        assert value not in why


def test_the_brief_message_of_a_slip_is_its_own(task, released):
    for slip in task.slips:
        brief = mark(slip.function, released, released.cases).brief
        assert slip.message in brief
        assert "For example" not in brief


def test_a_slip_gets_its_own_message(task, released):
    for slip in task.slips:
        assert slip.message in message(slip.function, released)
        others = [other for other in task.slips if other is not slip]
        assert not any(other.message in message(slip.function, released) for other in others)


def test_a_slip_in_one_part_only_is_still_recognised(task, released):
    def mixed(table, shift):
        return column_like(table, shift) if len(table) > 1 or not table.size else np.zeros(1)

    column_like = task.slips[0].function
    assert task.slips[0].message in message(mixed, released)


def test_an_error_matches_a_slip_only_if_all_that_the_slip_gets_right_is_right():
    def first_axis(table):
        return table[:, 0] if table.ndim == 2 else table[0, 0]  # right for tables only

    task = Task(
        reference=lambda table: table[..., 0],
        parts={"a row": [(np.arange(3.0),)], "a table": [(np.ones((2, 3)),)]},
        slips=[Slip(lambda table: table[:, 0], "A row has one axis.")],
    )
    released = released_task(task, 1)
    assert "A row has one axis." in message(first_axis, released)
    text = message(lambda table: table[:, 7, 7], released)
    assert "A row has one axis." not in text
    assert "Your function stops with an error." in text


def test_one_value_is_no_plural():
    task = Task(reference=lambda a: (a, np.ones(3)), parts={"any": [(np.ones(2),)]})
    assert "returns 1 value, and 2 are expected" in message(lambda a: (a,), released_task(task, 1))
    task = Task(reference=lambda a: (a,), parts={"any": [(np.ones(2),)]})
    assert "returns 2 values, and 1 is expected" in message(lambda a: (a, a), released_task(task, 1))


def test_an_error_is_no_slip_where_the_values_differ():
    task = Task(
        reference=lambda a: a @ a.T,
        parts={"a column": [(np.ones((2, 1)),)], "a square": [(np.arange(4.0).reshape(2, 2),)]},
        slips=[Slip(lambda a: (a + 1) @ a, "One is added.")],
    )
    released = released_task(task, 1)
    assert "One is added." in message(lambda a: (a + 1) @ a, released)
    one_less = message(lambda a: (a - 1) @ a, released)
    assert "One is added." not in one_less


def test_a_slip_is_known_whichever_of_two_right_answers_goes_with_it():
    task = Task(
        reference=[slope_left, slope_right],
        parts={"beside the kink": [(2.0,)], "at the kink": [(0.0,)]},
        slips=[
            Slip(lambda z: 2 * slope_right(z), "Twice as steep."),
            Slip(lambda z: slope_left(z - 5), "Late."),
        ],
    )
    released = released_task(task, 1)
    assert "Late." in message(lambda z: float(z == 0), released)


def test_of_several_slips_that_explain_the_first_part_the_one_that_explains_most_is_meant():
    # Where c is 0 both slips do the same; where it is not, the student's last part shows which it was.
    task = Task(
        reference=lambda a, c: a + c,
        parts={"c is 0": [(1.0, 0.0)], "plain": [(1.0, 2.0), (2.0, 1.0)], "special": [(-1.0, 3.0)]},
        slips=[
            Slip(lambda a, c: -a + c, "One sign."),
            Slip(lambda a, c: -a - c, "Both signs."),
        ],
    )
    released = released_task(task, 1)
    assert "Both signs." in message(lambda a, c: -a - c if a > 0 else 7.0, released)
    assert "One sign." in message(lambda a, c: -a + c if a > 0 else 7.0, released)


def test_a_slip_that_also_changes_its_arguments_gets_both_sentences(task, released):
    def both(table, shift):
        result = task.slips[1].function(table, shift)
        table += 1
        return result

    text = " ".join(message(both, released).split())
    assert "The shift is missing. Besides, your function changes `table` in place" in text


def test_a_helper_that_is_wrong_is_named_instead_of_a_slip(task, released):
    def row_means(table, shift):
        return helper(table, shift)

    helper = task.slips[1].function
    text = " ".join(mark(row_means, released, released.cases, ["helper", "another"]).message.split())
    assert "Your function uses `helper`, and that is not right yet" in text
    assert "The shift is missing" not in text
    assert "The shift is missing" in mark(row_means, released, released.cases, ["another"]).message


HINTS = {
    "a module": (lambda table, shift: math.exp(shift), "wants to be imported first: `import math`"),  # noqa: F821
    "a NumPy name": (lambda table, shift: exp(shift), "NumPy's is called `np.exp`"),  # noqa: F821
    "a part": (lambda table, shift: t1 + shift, "`t1` is not known inside your function"),  # noqa: F821
    "a power": (lambda table, shift: np.e ^ shift, "write `**`, or np.exp"),
    "an array's power": (lambda table, shift: table ^ table, "write `**`, or np.exp"),
    "an index": (lambda table, shift: table[:, 3] + shift, "the last of 2 entries has the number 1"),
    "a list times a number": (lambda table, shift: [1.0, 2.0] * 0.5, "make an array of it"),
    "a list less a list": (lambda table, shift: [1.0] - [2.0], "make an array of it"),
    "a plain number": (lambda table, shift: shift[0], "may be one plain number"),
    "shapes at @": (lambda table, shift: np.ones(7) @ table, "as long as the first axis (of a matrix)"),
    "torch's shapes": (lambda table, shift: torch.ones(2) + torch.ones(3), "Is one of them the other's"),
    "a parameter": (lambda table, shift: trainable(3).add_(1), "inside `with torch.no_grad():`"),
    "two dtypes": (lambda table, shift: torch.ones(2, 2) @ torch.ones(2).double(), "do not mix in PyTorch"),
    "a NumPy function": (lambda table, shift: np.exp(trainable(3)), "NumPy's functions know no gradients"),
    "nnkit's function": (lambda table, shift: nnkit.sigmoid(trainable(3)), "functions know no gradients"),
    "an array": (lambda table, shift: torch.ones(3).copy_(table), "`torch.from_numpy` makes one"),
    "a plain tensor": (lambda table, shift: setattr(linear(), "weight", torch.ones(1)), "`nn.Parameter` can"),
    "a list of layers": (lambda table, shift: torch.nn.Sequential([linear()]), "`f(*items)`"),
    "a function among modules": (lambda table, shift: torch.nn.Sequential(torch.sigmoid), "Only modules may"),
    "a class that is given data": (lambda table, shift: torch.nn.Sigmoid(table), "`Sigmoid(...)` makes an"),
    "half a module": (lambda table, shift: Half(), "begin with `super().__init__()`"),
}


def trainable(size):
    return torch.ones(size, requires_grad=True)


def linear():
    return torch.nn.Linear(1, 1)


class Half(torch.nn.Module):
    def __init__(self):
        self.layer = linear()


@pytest.mark.parametrize(("function", "said"), HINTS.values(), ids=HINTS)
def test_errors_that_beginners_meet_get_a_sentence_more(function, said, released):
    assert said in " ".join(message(function, released).split())


def unassigned(table, shift):
    if shift > 9:
        mean = 0
    return mean


def test_a_name_without_a_value_is_told(released):
    assert "`mean` is used before it gets a value" in " ".join(message(unassigned, released).split())


def test_the_smallest_failing_input_and_both_values_are_shown(task, released):
    text = message(task.slips[1].function, released)
    assert "table = [[1.0, 2.0, 6.0]]" in text  # the single row, not the table that fails first
    assert "your function returns [3.0]" in text
    assert "it should return      [5.0]" in text


def test_the_parts_that_pass_are_told_apart(released):
    text = message(squeezed, released)
    assert "row_means: 2 of 3 parts right, 2 of 3 points." in text
    assert "✓ a table" in text
    assert "✗ a single row" in text


def test_partial_credit_is_rounded_to_cents(released):
    assert mark(squeezed, released, released.cases).score == 2.0
    released = type(released)(**vars(released) | {"points": 1.0})
    assert mark(squeezed, released, released.cases).score == 0.67


def test_no_line_is_wider_than_nbgrader_shows(task, released):
    functions = [slip.function for slip in task.slips] + [function for function, _ in GENERAL.values()]
    for function in functions:
        assert max(map(len, message(function, released).splitlines())) <= 80


def test_after_a_call_without_end_no_other_is_made(released):
    calls = []

    def stuck(table, shift):
        calls.append(table)
        raise TimeoutError

    assert mark(stuck, released, released.cases).score == 0
    assert len(calls) == 1


def slope_left(z):
    return 1.0 if z > 0 else 0.0


def slope_right(z):
    return 1.0 if z >= 0 else 0.0


def test_either_convention_counts():
    either = Task(reference=[slope_left, slope_right], parts={"at the kink": [(0.0,)], "beside it": [(2.0,)]})
    released = released_task(either, 1)
    assert mark(slope_left, released, released.cases).score == 1
    assert mark(slope_right, released, released.cases).score == 1
    assert mark(lambda z: 0.5, released, released.cases).score == 0


def looped(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    return [sum(row) / len(row) + shift for row in table]


def test_a_loop_where_arrays_would_do_is_advised_against_and_costs_nothing(released):
    found = mark(looped, released, released.cases)
    assert found.score == released.points
    assert "A word of advice, which costs no points" in " ".join(found.message.split())


def test_without_a_loop_there_is_no_advice(task, released):
    found = mark(task.references[0], released, released.cases)
    assert (found.score, found.why) == (released.points, ())


def test_a_loop_is_no_matter_where_the_right_way_has_one(task):
    needed = released_task(replace(task, reference=looped), 3)
    assert not needed.loopless
    assert mark(looped, needed, needed.cases).why == ()


def count_of(numbers):
    return sum(1 for number in numbers)


def width_of(table):
    return count_of(table[0])


def mean_by_count(table, shift):
    if table.shape[1] == 0:
        raise ValueError
    return table.sum(axis=1) / width_of(table) + shift


def largest_of(numbers):
    return max(numbers)


@pytest.mark.parametrize(
    ("about", "parts"),
    [
        ({"reference": mean_by_count}, None),
        ({"reference": largest_of}, {"numbers": [((3, 1),), ((2, 5, 4),)]}),
        ({"reference": largest_of}, {"pairs": [(np.array([3.0, 1.0]),), (np.array([2.0, 5.0]),)]}),
    ],
    ids=["its helper has one", "no arrays", "one size of array"],
)
def test_a_loop_is_no_matter_where_arrays_of_any_size_cannot_be_taken_at_once(task, about, parts):
    judged = replace(task, **about, **({"parts": parts, "draw": {}, "slips": ()} if parts else {}))
    assert not judged.is_loopless


def line_of(points):
    """Return (slope (d,), intercept) of a line; the slope first."""
    return points[0], points.sum()


def test_a_wrong_one_of_several_results_is_called_by_its_name():
    named = released_task(Task(reference=line_of, parts={"points": [(np.arange(4.0).reshape(2, 2),)]}), 1)
    said = mark(lambda points: (points[0] + [0, 1], points.sum()), named, named.cases).message
    assert "(the first of the two results, slope, at [1]): yours is 2.0" in " ".join(said.split())
    said = mark(lambda points: (points[0], 0.0), named, named.cases).message
    assert "(the second of the two results, intercept): yours is 0.0" in " ".join(said.split())


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Return (H', W', number of parameters); raise ValueError.", ["H'", "W'", "number of parameters"]),
        ("Return (ends (count,), best) of descents.", ["ends", "best"]),
        ("Return the way (steps + 1, 2).", []),
        (None, []),
    ],
)
def test_results_are_named_as_the_function_says(monkeypatch, said, names):
    monkeypatch.setattr(line_of, "__doc__", said)
    assert Task(reference=line_of, parts={"points": [(np.ones((2, 2)),)]}).results == names
