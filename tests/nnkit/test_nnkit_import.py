"""`import nnkit` is light, complete and knows its version."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import nnkit

ROOT = Path(__file__).parents[2]


def modules_after(statement):
    code = f"import sys; {statement}; print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split())


def test_import_loads_nothing_heavy():
    loaded = modules_after("import nnkit")
    assert "nnkit.neuron" in loaded
    heavy = {
        "torch",
        "matplotlib",
        "ipywidgets",
        "anywidget",
        "IPython",
        "scipy",
        "nnkit.plots",
        "nnkit.figures",
    }
    assert not loaded & heavy


def test_plots_load_on_request():
    assert "nnkit.plots" in modules_after("from nnkit import plots")


def test_version_is_the_distributions():
    assert nnkit.__version__ == version("neural-networks-fundamentals")


def test_all_public_names_of_the_modules_are_exported():
    for module in ("activations", "data", "gradcheck", "losses", "neuron", "neuron_fit"):
        source = sys.modules[f"nnkit.{module}"]
        own = {
            name
            for name, value in vars(source).items()
            if getattr(value, "__module__", "") == source.__name__
        }
        assert {name for name in own if not name.startswith("_")} <= set(nnkit.__all__)


def test_all_exported_names_have_a_docstring():
    for name in nnkit.__all__:
        assert getattr(nnkit, name).__doc__, name
