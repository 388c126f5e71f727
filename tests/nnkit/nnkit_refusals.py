"""Calls that nnkit must refuse in the user's words, as a table, and the one test of such a table."""

import re
from pathlib import Path

import pytest

import nnkit

PACKAGE = Path(nnkit.__file__).parent


def refusals(table, where=PACKAGE):
    """{what is bad: (call, error, words)} -> the test that each call raises that error with those words.

    where: the file or folder whose own line raises it.
    """

    @pytest.mark.parametrize(("call", "error", "words"), table.values(), ids=table)
    def test(call, error, words):
        with pytest.raises(error, match=re.escape(words)) as caught:
            call()
        raised_in = caught.traceback[-1].path
        assert raised_in.is_relative_to(where), f"raised in {raised_in}"

    return test
