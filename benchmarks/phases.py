"""`python -m benchmarks.phases COURSE ASSIGNMENT WORKERS`: grades, then prints start, grade and feedback.

In seconds: until the first submission is begun; from then to the end of the command; what of that the writing
of feedback pages took.
"""

import contextlib
import io
import json
import sys
import time

BEGIN = time.monotonic()


def main(course, assignment, workers):
    from autograder import cli, engine

    phases, grade = {"feedback": 0.0}, engine.Engine.grade

    def timed(*arguments):
        phases["start"] = time.monotonic() - BEGIN
        _time_feedback(phases)
        yield from grade(*arguments)

    engine.Engine.grade = timed
    with contextlib.redirect_stdout(io.StringIO()):
        status = cli.main(
            ["grade", assignment, "--course", course, "--workers", workers, "--accept-unconfined"]
        )
    phases["grade"] = time.monotonic() - BEGIN - phases["start"]
    print(json.dumps(phases))
    return status


def _time_feedback(phases):
    from autograder import feedback

    page = feedback.page

    def timed(*arguments):
        begin = time.monotonic()
        try:
            return page(*arguments)
        finally:
            phases["feedback"] += time.monotonic() - begin

    feedback.page = timed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
