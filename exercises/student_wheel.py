"""The wheel that a release carries: the packages a student's notebook imports, built from this repository."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "exercises" / "public" / ".wheel"
PACKAGES = ("nnkit", "verdict", "autograder")
METADATA = ("pyproject.toml", "README.md", "LICENSE")
FIGURES = ROOT / "nnkit" / "figures" / "static"
EPOCH = "1577836800"  # a fixed date in the archive, so that the same files give the same bytes


class WheelError(Exception):
    """Why the wheel cannot be built, and what to do."""


def version():
    """The version that pyproject.toml gives this project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def file_name():
    return f"neural_networks_fundamentals-{version()}-py3-none-any.whl"


def built():
    """The wheel of the present files -> Path; built again only if one of them has changed.

    Raises WheelError if the figures are not bundled yet or the build fails.
    """
    if not list(FIGURES.glob("*.js")):
        raise WheelError(
            "the figures are not bundled yet: run `npm run build` (make does it), then this again"
        )
    target = CACHE / fingerprint() / file_name()
    if not target.exists():
        _build(target)
        for old in set(CACHE.iterdir()) - {target.parent}:
            shutil.rmtree(old, ignore_errors=True)
    return target


def fingerprint():
    """A hash of every file that goes into the wheel."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files():
    found = [ROOT / name for name in METADATA]
    for package in PACKAGES:
        found += [path for path in (ROOT / package).rglob("*") if path.is_file() and _belongs(path)]
    return sorted(found)


def _belongs(path):
    return "__pycache__" not in path.parts and "node_modules" not in path.parts


def _build(target):
    """Build from a copy: a build in place would pick up files that were deleted since the last one."""
    with tempfile.TemporaryDirectory() as copy:
        for path in _files():
            place = Path(copy) / path.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        out = Path(copy) / "out"
        pip = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            copy,
            "--no-deps",
            "--no-build-isolation",
            "-q",
            "-w",
            out,
        ]
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        done = subprocess.run(pip, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise WheelError(f"pip could not build the wheel:\n{done.stderr}")
        target.parent.mkdir(parents=True, exist_ok=True)
        # Moved into place in one go: two builds at the same time do not see each other's halves.
        os.replace(shutil.copyfile(out / target.name, target.with_suffix(f".{os.getpid()}")), target)
