"""Which test cells cannot be judged from outside the student's process, and why; read from their text.

It says what it finds and changes nothing. A cell may be marked to run inside, see INSIDE.
"""

import ast
import importlib.util
import re

from . import names

INSIDE = re.compile(r"^\s*#\s*autograder:\s*run inside\b", re.M)
TRUST = "its points are not trusted, for a student's code can forge them"
HOW = "mark it with the line `# autograder: run inside`, or test what functions return"

CALLS = {
    "inspect.getsource": "reads the source of code, and a student's function is a stand-in here",
    "inspect.getsourcelines": "reads the source of code, and a student's function is a stand-in here",
    "dis.dis": "reads compiled code, and a student's function is a stand-in here",
    "globals": "looks names up in globals(), where a student's are only when the cell names them",
    "locals": "looks names up in locals(), where a student's are only when the cell names them",
    "vars": "looks names up in vars(), where a student's are only when the cell names them",
    "dir": "looks names up in dir(), where a student's are only when the cell names them",
    "redirect_stdout": "captures what is printed, and what students' code prints stays in its own process",
    "capture_output": "captures what is printed, and what students' code prints stays in its own process",
    "patch": "patches something for the student's code, which runs in another process",
}
FIGURES = ("gcf", "gca", "get_fignums", "get_figlabels", "figaspect")
CODE = ("__code__", "__globals__", "__closure__", "__defaults__")
SHELL = ("get_ipython", "In", "Out", "_ih", "_oh", "_i", "__main__")
SEEDS = ("np.random.seed", "numpy.random.seed", "random.seed", "torch.manual_seed")
READERS = (
    "open",
    "Path",
    "np.load",
    "np.loadtxt",
    "np.genfromtxt",
    "pd.read_csv",
    "pickle.load",
    "plt.imread",
)


def is_inside(source):
    """Whether the instructor marked the test cell to run in the student's process."""
    return INSIDE.search(source) is not None


def findings(assignment):
    """[(grade_id, reason)] of the test cells that should be looked at."""
    return [
        (cell.grade_id, reason)
        for book in assignment.notebooks
        for cell in book.cells
        if cell.is_test and not is_inside(cell.source)
        for reason in reasons(cell, book, assignment.files)
    ]


def inside(assignment):
    """grade_ids of the test cells that run in the student's process."""
    return [cell.grade_id for book in assignment.notebooks for cell in book.cells if _runs_inside(cell)]


def _runs_inside(cell):
    return cell.is_test and is_inside(cell.source)


def sentences(assignment):
    """What the instructor reads."""
    unfit = findings(assignment)
    found = [f"{task} cannot be judged from outside: it {reason}; {HOW}." for task, reason in unfit]
    marked = [
        f"{task} runs inside the student's process, as it is marked: {TRUST}." for task in inside(assignment)
    ]
    return found + marked


def reasons(cell, book, files):
    """Why a test cell cannot be judged from outside, each once, in the order of its lines."""
    tree = names.parse(cell.source)
    found = [*_magic(cell.source), *_unknown(cell, book)]
    for node in ast.walk(tree):
        found += _of_call(node, book, files) if isinstance(node, ast.Call) else _of_other(node, book, files)
    return list(dict.fromkeys(found))


def _magic(source):
    """A line that only IPython understands; how figures are shown is no matter of a grade."""
    for line in source.splitlines():
        if re.match(r"\s*(%{1,2}(?!matplotlib)[a-zA-Z]|!)", line):
            yield f"uses `{line.strip().split()[0]}`, which acts on the process that it runs in"


def _unknown(cell, book):
    """A name that no cell of the instructor's binds: the student's would have to."""
    bound = set().union(*(names.binds(other.source) for other in book.cells if other.kind == "code"))
    if names.EVERYTHING not in bound:
        for name in sorted(names.needs(cell.source) - bound - set(SHELL)):
            yield f"uses `{name}`, which no cell of yours defines"


def _of_call(node, book, files):
    called = _dotted(node.func)
    short = called.rpartition(".")[2]
    if called in CALLS and not (called in ("vars", "dir") and node.args):
        yield CALLS[called]
    elif short in ("redirect_stdout", "capture_output"):
        yield CALLS[short]
    elif called.endswith(("mock.patch", "patch.object", "patch.dict")):
        yield CALLS["patch"]
    if short in FIGURES:
        yield f"looks at figures by `{called}()`, and students' figures stay in their own process"
    if called in SEEDS and any("rand" in other.source for other in book.cells if other.solution):
        yield f"seeds random numbers by `{called}`, and students' are drawn in another process"
    if called in READERS:
        yield from _of_file(node, files)
    if called in ("setattr", "delattr") and node.args and _root(node.args[0]) in book.asked:
        yield f"changes an attribute of the student's `{_root(node.args[0])}`"


def _of_file(node, files):
    """A file that is read although no one gave it: the student's code would have to write it."""
    path = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    mode = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else "r"
    if isinstance(path, str) and path not in files and "r" in str(mode):
        yield f"reads the file {path!r}, which is not given with the assignment"


def _of_other(node, book, files):
    if isinstance(node, ast.Name) and node.id in SHELL:
        yield f"uses `{node.id}` of the notebook's own process"
    if isinstance(node, ast.Attribute) and node.attr in CODE:
        yield f"reads `{node.attr}` of a function, and a student's function is a stand-in here"
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _of_import(node, files)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
        yield from _of_assignment(node, book)


def _of_import(node, files):
    modules = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    for module in filter(None, modules):
        top = module.partition(".")[0]
        if top == "__main__" or not (_exists(top) or {f"{top}.py", f"{top}/__init__.py"} & set(files)):
            yield f"imports `{top}`, which is neither installed nor given with the assignment"


def _exists(module):
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _of_assignment(node, book):
    """Attributes of modules: patched here, while the student's code runs elsewhere."""
    targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
    modules = set().union(*(names.imports(cell.source) for cell in book.cells if cell.kind == "code"))
    for target in targets:
        if isinstance(target, ast.Attribute) and _root(target) in modules | {"builtins", "sys"}:
            yield f"sets `{ast.unparse(target)}`, which the student's code, in another process, will not see"


def _dotted(node):
    """`a.b.c` of an expression, else its last attribute's name, or ""."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else node.attr
    return ""


def _root(node):
    """The name that a chain like `layer.weight[0]` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
