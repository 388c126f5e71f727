"""The command line: `autograder COMMAND ...`; each command is a module of autograder.commands.

Exit codes of all of them: 2 it could not be done (a usage or course error, said in words); 130 ended by
Ctrl-C; the others are each command's own (`autograder COMMAND --help` has them).
"""

import argparse
import importlib
import sys

from .course import CourseError

COMMANDS = {
    "check": "check your own notebook by the tests that it shows",
    "collect": "put what a learning platform gives into submitted/",
    "doctor": "say what this machine can enforce on students' code, and what to install",
    "grade": "grade the submissions of an assignment",
    "release": "look at an assignment's tests, and keep what students are given",
}


def main(arguments=None):
    """Run the command; return its exit code."""
    # nbformat would load a grammar of web addresses through it, for a second; no notebook needs it.
    sys.modules.setdefault("rfc3987_syntax", None)
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments[:1]).parse_args(arguments)
    try:
        return options.run(options)
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. What was done is kept; the same command goes on from there.", file=sys.stderr)
        return 130


def _parser(asked):
    """Only the command asked for is imported: a student's `check` needs less than a grader has installed."""
    parser = argparse.ArgumentParser(
        prog="autograder", description="Grade an nbgrader course.", epilog=__doc__
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in COMMANDS.items():
        one = commands.add_parser(name, help=words)
        if name in asked:
            module = importlib.import_module(f".commands.{name}", __package__)
            one.epilog = module.__doc__
            module.declare(one)
            one.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
