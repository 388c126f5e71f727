"""The command line: `autograder COMMAND ...`; each command is a module of autograder.commands.

Exit codes of all of them: 2 it could not be done (a usage or course error, said in words); 130 ended by
Ctrl-C; the others are each command's own (see its help).
"""

import argparse
import sys

from .commands import grade
from .course import CourseError

COMMANDS = (grade,)


def main(arguments=None):
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. What was graded is kept; the same command goes on from there.", file=sys.stderr)
        return 130


def _parser():
    parser = argparse.ArgumentParser(
        prog="autograder", description="Grade an nbgrader course.", epilog=__doc__
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
