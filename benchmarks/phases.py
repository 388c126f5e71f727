"""`python -m benchmarks.phases COURSE ASSIGNMENT WORKERS WHAT`: grades, then prints start and grade (s).

WHAT is "grades", and no feedback page is made, or "feedback", and all are. Start is the time until the first
submission is begun, grade from then to the end of the command.
"""

import contextlib
import io
import json
import sys
import time

BEGIN = time.monotonic()


def main(course, assignment, workers, what):
    from autograder import cli, engine

    phases, grade = {}, engine.Engine.grade

    def timed(*arguments):
        phases["start"] = time.monotonic() - BEGIN
        if what == "grades":
            _leave_out_feedback()
        yield from grade(*arguments)

    engine.Engine.grade = timed
    with contextlib.redirect_stdout(io.StringIO()):
        status = cli.main(
            ["grade", assignment, "--course", course, "--workers", workers, "--accept-unconfined"]
        )
    phases["grade"] = time.monotonic() - BEGIN - phases["start"]
    print(json.dumps(phases))
    return status


def _leave_out_feedback():
    """The page's file is written all the same, but empty."""
    from autograder import feedback

    feedback.page = lambda *arguments: ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
