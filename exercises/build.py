"""From one text to what instructor and student get: `python exercises/build.py a1` (all without a name).

exercises/a1.py -> source/a1/ (the instructor's notebook, a1.json) -> release/a1/ (by nbgrader, no solutions)
-> public/assignments/a1.zip (notebook, a1.json, wheel, README.txt). What has not changed is not made again.
"""

import argparse
import contextlib
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import course as course_file
import nbformat
import student_wheel as wheel
from preface import installed
from source_notebook import SourceError, notebook_of

from verdict import release as numbers
from verdict.checks import source_hash
from verdict.grid import grid_of
from verdict.source import definitions

EXERCISES = Path(__file__).resolve().parent
EPOCH = (2020, 1, 1, 0, 0, 0)

README = """{title}: how to start

1. Unpack this whole archive into a folder of its own.
2. In that folder, with Python 3.11 or newer, make a virtual environment, which keeps this course's packages
   apart from your others, and switch it on:
     Linux, macOS:   python3 -m venv venv
                     source venv/bin/activate
     Windows:        py -m venv venv
                     venv\\Scripts\\activate
3. Then:             python -m pip install {install}
                     jupyter lab {name}.ipynb
   (the next time: only switch it on and start jupyter lab)
   With VS Code or Colab, see "For students" on the course's website.
4. Follow the notebook. Before you submit {name}.ipynb, choose "Validate", or run
                     nbgrader validate {name}.ipynb

Due: {due}
"""


def build(names, exercises=EXERCISES):
    """Build assignments whole -> dict name -> list of what was made (empty if all was there).

    Raises CourseError, SourceError or WheelError, whose texts say what to mend.
    """
    made = {name: [f"source/{name}"] if build_source(name, exercises) else [] for name in names}
    new = [name for name in names if made[name] or not _released(name, exercises)]
    with _unfinished([_stamp(name, exercises) for name in new]):
        build_releases(new, exercises)
    for name in names:
        made[name] += [f"release/{name}"] if name in new else []
        if build_public(name, exercises, fresh=name in new):
            made[name].append(f"public/assignments/{name}.zip")
    return made


def _released(name, exercises):
    return (exercises / "release" / name / f"{name}.ipynb").exists()


def _stamp(name, exercises):
    """The file that tells what source/<name> was made from."""
    return exercises / "source" / f".{name}.json"


@contextlib.contextmanager
def _unfinished(stamps):
    """Where making the release fails, the next build must not find that there is nothing to do."""
    try:
        yield
    except SourceError:
        for stamp in stamps:
            known = json.loads(stamp.read_text(encoding="utf-8"))
            stamp.write_text(json.dumps(known | {"inputs": None}), encoding="utf-8")
        raise


def build_source(name, exercises=EXERCISES):
    """exercises/<name>.py -> source/<name>/<name>.ipynb and .json -> whether anything was made.

    Raises SourceError if the notebook was edited by hand since: the text is where changes belong.
    """
    text, folder = exercises / f"{name}.py", exercises / "source" / name
    notebook, stamp = folder / f"{name}.ipynb", _stamp(name, exercises)
    assignments = course_file.load(exercises / "course.toml").assignments
    if name not in assignments:
        raise SourceError(f"course.toml has no assignment {name}; it has {', '.join(assignments)}")
    if not text.exists():
        raise SourceError(f"course.toml has an assignment {name}, and its text {text} is missing")
    before = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}
    _refuse_edited(notebook, before.get("notebook"), text)
    inputs = _inputs(text, assignments[name])
    if notebook.exists() and before.get("inputs") == inputs:
        return False
    assignment = assignments[name]
    folder.mkdir(parents=True, exist_ok=True)
    content = notebook_of(text.read_text(encoding="utf-8"), assignment, wheel.file_name())
    (folder / f"{name}.json").write_text(numbers.dumps(release_of(assignment, text)), encoding="utf-8")
    nbformat.write(content, notebook)
    stamp.write_text(json.dumps({"inputs": inputs, "notebook": _content_hash(notebook)}), encoding="utf-8")
    return True


def build_releases(names, exercises=EXERCISES):
    """source/<name> -> release/<name> by nbgrader itself, and the due dates into its gradebook.

    Raises SourceError with nbgrader's own words if it refuses.
    """
    if not names:
        return
    # Imported here, for it takes seconds and an unchanged course does not need it.
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    about = course_file.load(exercises / "course.toml")
    # nbgrader shells out to `alembic`, which lies beside this Python.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    config = Config({"CourseDirectory": {"root": str(exercises), "course_id": "neural-networks"}})
    api = NbGraderAPI(CourseDirectory(config=config), config=config, log_level=logging.ERROR)
    for name in names:
        with _kept(exercises / "release" / name):
            done = api.generate_assignment(name, force=True, create=True)
            if not done["success"]:
                raise SourceError(_refusal(name, f"{done['log']}{done.get('error') or ''}"))
        with api.gradebook as gradebook:
            gradebook.update_or_create_assignment(name, duedate=about.assignments[name].due.isoformat())
    _keep_releases(names, exercises)


def _keep_releases(names, exercises):
    """Have the autograder look at the tests, mark the releases with their hashes, and keep these versions."""
    command = [sys.executable, "-m", "autograder", "release", *names, "--course", str(exercises), "--strict"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        listed = ", ".join(names)
        raise SourceError(f"a release of {listed} cannot be graded as it is:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def _kept(folder):
    """Put a folder back as it was if what happens inside fails: nbgrader deletes it first."""
    with tempfile.TemporaryDirectory() as aside:
        if folder.exists():
            shutil.copytree(folder, Path(aside) / folder.name)
        try:
            yield
        except SourceError:
            if folder.exists():
                shutil.rmtree(folder)
            if (Path(aside) / folder.name).exists():
                shutil.copytree(Path(aside) / folder.name, folder)
            raise


def _refusal(name, log):
    """nbgrader's refusal in an instructor's words, where it is a known one."""
    if "because there are submissions associated with it" in log:
        return (
            f"cells of {name} were added, removed or renamed, and the gradebook already holds work for it. "
            "If that is only the sample class, delete exercises/gradebook.db, build again and grade anew. "
            "Real students would lose their grades by that: release the change as a new assignment instead."
        )
    return f"nbgrader could not make the release of {name}:\n{log}"


def build_public(name, exercises=EXERCISES, fresh=True):
    """release/<name> and the wheel -> public/assignments/<name>.zip -> whether it was made."""
    target, built = exercises / "public" / "assignments" / f"{name}.zip", wheel.built()
    stamp = target.with_name(f".{name}.wheel")
    if not fresh and target.exists() and stamp.exists() and stamp.read_text() == built.parent.name:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    assignment = course_file.load(exercises / "course.toml").assignments[name]
    install = installed((exercises / f"{name}.py").read_text(encoding="utf-8"), built.name)
    readme = README.format(title=assignment.title, name=name, install=install, due=assignment.due_text)
    released = exercises / "release" / name
    contents = {path.name: path.read_bytes() for path in sorted(released.iterdir())}
    _write_zip(target, name, contents | {built.name: built.read_bytes(), "README.txt": readme.encode()})
    stamp.write_text(built.parent.name)
    return True


def release_of(assignment, text):
    """The numbers of an assignment -> verdict's Release."""
    tasks = definitions(text)
    released = {
        name: numbers.released_task(tasks[name], points, grid_of(tasks[name]) if tasks[name].grid else None)
        for name, points in assignment.points.items()
        if name in tasks
    }
    written = {name: points for name, points in assignment.points.items() if name not in tasks}
    version, needs = assignment.version, wheel.version()
    return numbers.Release(assignment.name, version, source_hash(text), needs, released, written)


def _refuse_edited(notebook, known, text):
    if notebook.exists() and _content_hash(notebook) != known:
        raise SourceError(
            f"{notebook} was edited by hand, so it is not overwritten. Carry the change over to {text.name} "
            f"(the notebook is made from it), then delete {notebook.parent} and build again."
        )


def _content_hash(notebook):
    """A hash of what a person may edit: the cells' texts and metadata, not the outputs of a run."""
    cells = nbformat.read(notebook, as_version=4).cells
    kept = [[cell.cell_type, cell.source, cell.metadata.get("nbgrader")] for cell in cells]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _inputs(text, assignment):
    """A hash of everything that the source notebook is made from; notices and extensions are not."""
    package = Path(numbers.__file__).parent
    files = [text, wheel.ROOT / "pyproject.toml"]
    files += [*sorted(EXERCISES.glob("*.py")), *sorted(package.glob("*.py"))]
    parts = [repr(assignment).encode(), *(path.read_bytes() for path in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _write_zip(target, folder, contents):
    """An archive with fixed dates: the same contents give the same bytes."""
    unfinished = target.with_suffix(".tmp")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    shutil.move(unfinished, target)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Build assignments from their texts.")
    parser.add_argument("names", nargs="*", help="assignments, e.g. a1 (all of course.toml if none is given)")
    names = parser.parse_args(arguments).names
    try:
        all_made = build(names or list(course_file.load(EXERCISES / "course.toml").assignments))
        for name, made in all_made.items():
            print(f"{name}: {'made ' + ', '.join(made) if made else 'nothing to do'}")
    except (course_file.CourseError, SourceError, wheel.WheelError) as error:
        sys.exit(f"build.py: {error}")
    except SyntaxError as error:  # in a cell of an assignment's text
        sys.exit(
            f"build.py: {error.filename}, line {error.lineno}: {error.msg}: {(error.text or '').strip()}"
        )


if __name__ == "__main__":
    main()
