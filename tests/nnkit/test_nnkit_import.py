"""`import nnkit` is light, complete and knows its version."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import nnkit

ROOT = Path(__file__).parents[2]
INTERNAL = {"WeightedModule", "as_module", "torch_call"}  # what only nnkit's own modules use of each other


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
        "zipfile",
        "nnkit.plots",
        "nnkit.pytorch",
        "nnkit.figures",
    }
    assert not loaded & heavy


@pytest.mark.parametrize("name", ["plots", "pytorch"])
def test_loads_on_request(name):
    assert f"nnkit.{name}" in modules_after(f"from nnkit import {name}")


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(AttributeError, match=r"nnkit.*no attribute 'sigmod'"):
        nnkit.sigmod  # noqa: B018


def test_version_is_the_distributions():
    assert nnkit.__version__ == version("neural-networks-fundamentals")


MODULES = [path.stem for path in (ROOT / "nnkit").glob("*.py") if not path.stem.startswith("_")]


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"pytorch"}))
def test_what_a_module_offers_is_exported(module):
    loaded = sys.modules[f"nnkit.{module}"]
    own = {
        name for name, value in vars(loaded).items() if getattr(value, "__module__", "") == loaded.__name__
    }
    offered = set(getattr(loaded, "__all__", [name for name in own if not name.startswith("_")]))
    assert offered - INTERNAL <= set(nnkit.__all__)


def test_all_exported_names_have_a_docstring():
    for name in nnkit.__all__:
        assert getattr(nnkit, name).__doc__, name
