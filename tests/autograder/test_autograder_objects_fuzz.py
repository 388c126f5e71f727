"""Whatever the student's process says about objects is taken or cleanly refused, and nothing else happens."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.codec import MalformedError
from autograder.lending import ITERATION
from autograder.objects import Objects

NUMBERS = st.integers(-3, 8)
JUNK = st.none() | st.booleans() | NUMBERS | st.floats() | st.text(max_size=5)
NAMES = st.sampled_from(
    ["f", "__eq__", "__class__", "__init__", "_x", "x", "", "torch.nn.Linear", "os.system"]
)
PARAMETERS = st.lists(st.tuples(NAMES, st.integers(-1, 6), st.booleans(), JUNK).map(list), max_size=3) | JUNK
ARRAY = st.just({"t": "array", "dtype": "<f8", "shape": [1], "v": 0})


def tagged(inner):
    """A tree of one of the kinds for objects, its parts often right."""
    return st.fixed_dictionaries(
        {
            "t": st.sampled_from(
                ["class", "object", "function", "generator", "judge", "shared", "graph", "made"]
            )
        },
        optional={
            "v": NUMBERS | JUNK,
            "class": NUMBERS | JUNK,
            "name": NAMES | JUNK,
            "signature": PARAMETERS,
            "doc": JUNK,
            "value": inner | ARRAY,
            "inputs": st.lists(NUMBERS, max_size=2) | JUNK,
        },
    )


TREES = st.recursive(
    JUNK | tagged(JUNK),
    lambda inner: (
        tagged(inner) | st.fixed_dictionaries({"t": st.just("list"), "v": st.lists(inner, max_size=3)})
    ),
    max_leaves=5,
)
CLASSES = st.fixed_dictionaries(
    {"name": NAMES | JUNK},
    optional={
        "library": NAMES | JUNK,
        "bases": st.lists(NUMBERS | JUNK, max_size=2) | JUNK,
        "special": st.lists(NAMES, max_size=3) | JUNK,
        "methods": st.lists(st.tuples(NAMES, JUNK, PARAMETERS, JUNK).map(list) | JUNK, max_size=2) | JUNK,
        "signature": PARAMETERS,
    },
)
VALUES = st.fixed_dictionaries({"value": TREES, "start": st.just(0), "count": st.integers(0, 1)}) | JUNK
MESSAGES = st.fixed_dictionaries(
    {
        "ask": NUMBERS | JUNK,
        "op": st.sampled_from(["__call__", "get", "set", "backward", "vars", "__getitem__", *ITERATION])
        | JUNK,
        "arguments": st.lists(VALUES, max_size=2) | JUNK,
        "keywords": st.lists(JUNK, max_size=1) | JUNK,
    },
    optional={
        "classes": st.dictionaries(NUMBERS.map(str), CLASSES | JUNK, max_size=3) | JUNK,
        "shared": st.lists(st.tuples(NUMBERS, VALUES).map(list) | JUNK, max_size=2) | JUNK,
        "question": JUNK,
    },
)


class Counter:
    """What a test might lend; the hidden part must stay hidden."""

    _secret = "hidden"

    def __iter__(self):
        return iter([1, 2])

    def public(self, *arguments):
        return 1


def objects():
    """The judge's side with a few things lent and nothing on the other side."""

    def ask(target, title, arguments, keywords):
        raise AssertionError("nothing here asks by itself")

    made = Objects(ask, life=1)
    for item in (lambda *arguments: 1, Counter(), iter([1, 2])):
        made.lent.number(item)
    return made


@pytest.mark.long
def test_any_message_is_an_answer_or_refused(whole):
    @settings(max_examples=100_000 if whole else 1500, deadline=None, database=None)
    @given(st.lists(MESSAGES, min_size=1, max_size=3))
    def check(messages):
        judge = objects()
        for message in messages:
            with contextlib.suppress(MalformedError):
                answer, _ = judge.asked(message, [b"12345678"])
                assert {"answer", "freed"} <= answer.keys()
                assert "hidden" not in str(answer)

    check()


@pytest.mark.parametrize(
    "tree",
    [
        {"t": "object", "v": 1, "class": 9},
        {"t": "class", "v": 9},
        {"t": "judge", "v": 9},
        {"t": "judge", "v": -1},
        {"t": "shared", "v": 4},
        {"t": "shared", "v": -4, "value": {"t": "list", "v": []}},
        {"t": "shared", "v": 4, "value": 3},
        {"t": "handle", "v": 1},
        {"t": "function", "v": "1"},
        {"t": "made", "v": 1},
    ],
    ids=str,
)
def test_a_number_that_means_nothing_is_refused(tree):
    with pytest.raises(MalformedError):
        objects().read({"value": tree, "start": 0, "count": 0}, [])


def test_a_class_that_derives_from_itself_is_refused():
    judge = objects()
    judge.learn({"classes": {"1": {"name": "A", "bases": [2]}, "2": {"name": "B", "bases": [1]}}})
    with pytest.raises(MalformedError):
        judge.read({"value": {"t": "class", "v": 1}, "start": 0, "count": 0}, [])
