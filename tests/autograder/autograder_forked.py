"""A command in a process of its own that was forked: it is imported once for all runs of the tests.

As a program: imports it, then runs the command for each line of JSON that it reads, and answers with its exit
code. How a command starts by itself is tested by those tests that start it themselves.
"""

import atexit
import functools
import importlib
import json
import os
import select
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

# name: (where its `main` is, what its runs would import)
COMMANDS = {
    "grade": ("autograder.cli", ["autograder.commands.grade", "autograder.writer"]),
    "check": ("autograder.cli", ["autograder.commands.check", "autograder.checking"]),
    "nbgrader": ("nbgrader.apps.nbgraderapp", ["nbgrader.converters", "nbgrader.preprocessors"]),
    "jupyter-book": (
        "jupyter_book.cli.main",
        [
            *("jupyter_book.sphinx", "myst_nb.ext.download", "myst_nb.sphinx_", "sphinx_book_theme"),
            *("sphinx_comments", "sphinx_copybutton", "sphinx_design", "sphinx_exercise"),
            *("sphinx_external_toc", "sphinx_togglebutton", "sphinxcontrib.bibtex", "sphinxcontrib.katex"),
        ],
    ),
}


def run(command, arguments, environment=os.environ, at=".", lacking=(), timeout=300):
    """The finished process of one of COMMANDS with these arguments.

    at: its folder. lacking: modules that are not installed.
    """
    server = _server(command, *lacking)
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, name) for name in ("out", "error")]
        at = os.path.abspath(at)
        order = {"arguments": arguments, "environment": dict(environment), "files": files, "at": at}
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        if not select.select([server.stdout], [], [], timeout)[0]:
            raise TimeoutError(f"{command} {' '.join(arguments)} takes more than {timeout} s")
        code = int(server.stdout.readline())
        said = [Path(file).read_text(encoding="utf-8") for file in files]
    return subprocess.CompletedProcess([command, *arguments], code, *said)


@functools.cache
def _server(command, *lacking):
    start = [sys.executable, "-P", __file__, command, *lacking]  # -P: tests/nnkit is not nnkit
    made = subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(made.communicate)  # its input ends, and so does it
    return made


def _serve(command, *lacking):
    sys.modules |= dict.fromkeys(("rfc3987_syntax", *lacking))  # the first by `autograder` itself, too
    place, imports = COMMANDS[command]
    main = importlib.import_module(place).main
    for name in imports:
        importlib.import_module(name)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(main, **order)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(main, arguments, environment, files, at):
    """In the fork: run the command with this environment, what it says in these files, and end."""
    os.chdir(at)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:], sys.path[:0] = arguments, filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    try:
        code = main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
