"""The house: imports run one way only, and nothing generated is in git. DESIGN: three packages."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"nnkit", "verdict", "autograder"}
MAY_IMPORT = {"nnkit": set(), "verdict": set(), "autograder": {"verdict"}, "exercises": {"nnkit", "verdict"}}
# Inside nnkit: which module may import which of its siblings.
NNKIT_LAYERS = {
    "activations": set(),
    "losses": {"activations"},
    "module": {"activations"},
    "layers": {"activations", "module"},
    "convolution": {"layers", "module"},
    "network": {"activations", "layers"},
    "neuron": {"activations", "losses"},
    "gaussian": {"neuron"},
    "approximate": {"layers"},
    "scalar": set(),
    "gradcheck": set(),
    "optim": set(),
    "train": {"losses", "module", "optim"},
    "data": set(),
    "targets": set(),
    "source": {"convolution", "layers", "module", "network"},
    # The bridge to torch is the one that may import it.
    "pytorch": {"convolution", "layers", "module", "network", "source"},
}
HEAVY = {"torch", "matplotlib", "ipywidgets", "anywidget"}
GENERATED = (".ipynb", ".db", ".whl", ".zip", ".pyc", ".html")


def imported_modules(path: Path) -> set[str]:
    """Full names of all that a file imports, at the top or inside functions; relative ones resolved."""
    names = set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, node.module] if node.module else base)
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_rooms_import_one_way(room):
    files = list((ROOT / room).rglob("*.py"))
    assert files, f"{room} has no Python file: the rule would check nothing"
    allowed = MAY_IMPORT[room] | {room}
    for path in files:
        used = {name.split(".")[0] for name in imported_modules(path)} & (PACKAGES | {"exercises"})
        assert used <= allowed, f"{path.relative_to(ROOT)} imports {used - allowed}"


@pytest.mark.parametrize("module", NNKIT_LAYERS)
def test_nnkit_layers(module):
    names = imported_modules(ROOT / "nnkit" / f"{module}.py")
    siblings = {name.split(".")[1] for name in names if name.startswith("nnkit.")}
    assert siblings & NNKIT_LAYERS.keys() <= NNKIT_LAYERS[module]
    heavy = HEAVY - {"torch"} if module == "pytorch" else HEAVY
    assert not {name.split(".")[0] for name in names} & heavy


def test_every_module_of_nnkit_has_its_layer():
    modules = {path.stem for path in (ROOT / "nnkit").glob("*.py") if not path.stem.startswith("_")}
    assert modules == NNKIT_LAYERS.keys()


def test_chapters_import_only_nnkit():
    chapters = list((ROOT / "chapters").glob("*.md"))
    assert chapters
    for chapter in chapters:
        assert not {"verdict", "autograder", "exercises"} & {
            line.split()[1].split(".")[0]
            for line in chapter.read_text().splitlines()
            if line.startswith(("import ", "from "))
        }, chapter.name


def tracked_files() -> list[str]:
    return subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()


def test_nothing_generated_in_git():
    tracked = tracked_files()
    assert "pyproject.toml" in tracked
    assert [name for name in tracked if name.endswith(GENERATED) and "_templates/" not in name] == []
    ignored = subprocess.run(
        ["git", "ls-files", "-ci", "--exclude-standard"], cwd=ROOT, text=True, capture_output=True, check=True
    )
    assert ignored.stdout == "", "tracked although .gitignore says that it is generated"


def test_lock_file_names_no_registry():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_readme_has_the_two_commands():
    lines = [line.strip() for line in (ROOT / "README.md").read_text().splitlines()]
    assert "make" in lines
    assert "make test" in lines
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_page_for_students_names_the_wheel_that_is_released():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wheel = f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"
    assert set(re.findall(r"[\w.-]+\.whl", (ROOT / "students.md").read_text())) == {wheel}
