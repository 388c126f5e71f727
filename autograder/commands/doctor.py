"""`autograder doctor`: what this machine can enforce on students' code, tried out, and what to install.

Exit codes: 0 grading is ready and would confine students' code; 1 it is ready, but could not confine it
(grading then needs --accept-unconfined); 2 something that grading needs is missing.
"""

import json

from .. import doctor


def declare(one):
    """The command's arguments."""
    one.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options):
    """Examine, print, return the exit code."""
    findings = doctor.examine()
    print(json.dumps(findings, indent=1) if options.json else doctor.text(findings))
    return findings["exit"]
