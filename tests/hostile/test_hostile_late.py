"""A test that fails at the very moment when its time is up has failed all the same."""

import subprocess
import sys

LATE = """
from autograder.shell import Shell

def late(*arguments, **keywords):
    raise TimeoutError("the test cell did not end in time")

shell = Shell.instance()
shell.InteractiveTB.structured_traceback = late  # where the alarm rings
print([output["output_type"] for output in shell.run("assert False")][-1])
"""


def test_an_error_that_ipython_loses_is_still_an_error():
    done = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True)
    assert done.stdout.split()[-1] == "error", done.stderr
