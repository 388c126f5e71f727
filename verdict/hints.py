"""What an error's text usually means: one sentence more for errors that beginners meet often."""

import re
import sys

import numpy as np


def hint(fault):
    """A sentence, with a space before it, on an error that is known; empty for others."""
    for kind, pattern, sentence in _KNOWN:
        found = re.search(pattern, fault.text)
        if found and fault.kind in kind:
            return " " + sentence(*found.groups())
    return ""


def _unknown(name):
    """A name that is not defined: perhaps NumPy's, perhaps a module, perhaps a part of an argument."""
    if name in sys.stdlib_module_names:
        return f"A module wants to be imported first: `import {name}`."
    if hasattr(np, name):
        return f"`{name}` alone is not known here; NumPy's is called `np.{name}`."
    return (
        f"`{name}` is not known inside your function. It knows its arguments and what it has assigned "
        "itself; a part of an argument has to be taken out of it first."
    )


_SHAPES = "Two shapes do not fit each other: print both. Is one of them the other's transpose?"

_KNOWN = [
    (("NameError", "UnboundLocalError"), r"name '(\w+)' is not defined", _unknown),
    (
        ("UnboundLocalError",),
        r"variable '(\w+)'",
        lambda name: (
            f"`{name}` is used before it gets a value: on one of the ways there nothing is assigned."
        ),
    ),
    (
        ("TypeError",),
        r"for \^|bitwise_xor",
        lambda: "In Python `^` is no power: write `**`, or np.exp for powers of e.",
    ),
    (
        ("IndexError",),
        r"index \d+ is out of bounds for axis \d+ with size (\d+)",
        lambda size: f"Counting starts at 0: the last of {size} entries has the number {int(size) - 1}.",
    ),
    (
        ("ValueError",),
        r"mismatch in its core dimension|not aligned",
        lambda: (
            "At `@` the last axis of the left side must be as long as the first axis (of a matrix) of the "
            "right side: print both shapes. Does one of them want to be transposed, or to stand on the other "
            "side?"
        ),
    ),
    (
        ("ValueError",),
        r"non-broadcastable output operand with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))",
        lambda held, added: (
            f"What is added has shape {added}, and what it is added to can only hold {held}: does an axis "
            "want to be summed first?"
        ),
    ),
    (
        ("ValueError",),
        r"could not be broadcast together",
        lambda: _SHAPES,
    ),
    (
        ("RuntimeError",),
        r"shapes cannot be multiplied|[Tt]he size of tensor a|size mismatch",
        lambda: _SHAPES,
    ),
    (
        ("RuntimeError",),
        r"leaf Variable that requires grad",
        lambda: (
            "PyTorch keeps account of what happens to a parameter: overwrite it inside "
            "`with torch.no_grad():`, where it does not."
        ),
    ),
    (
        ("RuntimeError",),
        r"does not require grad",
        lambda: (
            "The loss depends on no tensor that wants a gradient: was none made with `requires_grad=True`, "
            "or was the way to it cut off?"
        ),
    ),
    (
        ("RuntimeError",),
        r"same dtype|expected scalar type",
        lambda: (
            "float32 and float64 do not mix in PyTorch, whose parameters are float32, while NumPy's arrays "
            "are float64: bring one to the other's dtype."
        ),
    ),
    (
        ("RuntimeError", "ValueError"),
        r"Can't call numpy\(\) on Tensor",
        lambda: (
            "NumPy's functions know no gradients: inside a network use those of torch. A detached copy is "
            "for looking at the numbers only."
        ),
    ),
    (
        ("TypeError",),
        r"multiply sequence by non-int|unsupported operand type\(s\) for .*'list'",
        lambda: "A list is not computed with as a whole: take its entries in turn, or make an array of it.",
    ),
    (
        ("TypeError",),
        r"must be Tensor, not numpy",
        lambda: "PyTorch wants a tensor here: `torch.from_numpy` makes one of an array.",
    ),
    (
        ("TypeError",),
        r"as parameter '\w+'",
        lambda: (
            "Only an `nn.Parameter` can take a parameter's place. Or overwrite the numbers that it holds."
        ),
    ),
    (
        ("TypeError",),
        r"list is not a Module subclass",
        lambda: "A star hands over a list's items one by one: `f(*items)`.",
    ),
    (
        ("TypeError",),
        r"is not a Module subclass",
        lambda: (
            "Only modules may stand there, objects such as the one that `nn.Linear(3, 2)` makes: a class "
            "without its parentheses is none, and neither is a function."
        ),
    ),
    (
        ("TypeError",),
        r"(\w+)\.__init__\(\) takes \d+ positional arguments? but",
        lambda name: (
            f"`{name}(...)` makes an object, and takes no more than its settings. What the object is to work "
            "on comes afterwards, in parentheses of its own."
        ),
    ),
    (
        ("TypeError",),
        r"Module is wanted, and this is a type$",
        lambda: "It is the class itself: a call of the class makes a module.",
    ),
    (
        ("TypeError",),
        r"Module is wanted, and this is a NoneType$",
        lambda: "It is nothing (None): does every way through your function end in `return`?",
    ),
    (
        ("NotImplementedError",),
        r'missing the required "forward"',
        lambda: (
            "A module says in its method `forward` what it makes of its input. Is yours spelt so, and does "
            "it stand inside the class, indented as far as `__init__`?"
        ),
    ),
    (
        ("AttributeError",),
        r"before Module.__init__",
        lambda: "A class of your own has to make itself a module first: begin with `super().__init__()`.",
    ),
    (
        ("TypeError",),
        r"'float' object (?:is not subscriptable|is not iterable|does not support)|object of type 'float'",
        lambda: "An argument may be one plain number, which has no entries and no length.",
    ),
]
