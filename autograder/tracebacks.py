"""IPython's tracebacks, the same to the last letter, in a third of their time.

In a class of ordinary quality tracebacks took two thirds of what the judge computed: each was made twice,
looked for its cell in the files of all modules, and compiled the rules of Python's colours for each frame.
"""

import inspect
import os

import pygments
import stack_data.core
from IPython.core.compilerop import CachingCompiler
from pygments.lexers.python import PythonLexer

NOWHERE = None  # the name of no module


class Compiler(CachingCompiler):
    """Lets `inspect` know that the cells which it compiles belong to no module."""

    def cache(self, *arguments, **keywords):
        name = super().cache(*arguments, **keywords)
        for path in (name, os.path.normcase(os.path.abspath(name))):
            inspect.modulesbyfile[path] = NOWHERE
        return name


class _Lexer(PythonLexer):
    """Python's, with the tokens in `ranges` (of characters) marked as those that were executed."""

    ranges = ()

    def get_tokens(self, text):
        place = 0
        for kind, value in super().get_tokens(text):
            running = any(start <= place < end for start, end in self.ranges)
            yield kind.ExecutingNode if running else kind, value
            place += len(value)


def _coloured(formatter, code, ranges):
    """The coloured lines of code; stack_data's own makes a class for each call, whose rules are compiled."""
    lexer = _Lexer(stripnl=False)
    lexer.ranges = ranges
    try:
        return pygments.highlight(code, lexer, formatter).splitlines()
    except Exception:  # as stack_data does: a traceback without colours is better than none
        return code.splitlines()


stack_data.core._pygmented_with_ranges = _coloured
