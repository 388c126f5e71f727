"""What the course's assignments are made of, computed from their texts; nothing has to be built for it."""

import functools
import linecache
import shutil
from pathlib import Path

import build
import course as course_file
import sample_class

from verdict.cases import drawn_cases
from verdict.outcome import observe
from verdict.release import dumps, loads
from verdict.source import cells, definitions

KEPT = (".py", ".toml", ".txt", ".raw")
EXERCISES = Path(__file__).parents[2] / "exercises"
ASSIGNMENTS = course_file.load(EXERCISES / "course.toml").assignments


def copy_of_texts(project):
    """The course's texts, nothing built, in a project folder of their own -> its folder `exercises`."""
    return _copied(EXERCISES, project, ignore=_not_text)


def copy_of(course, project):
    """A built course in another project folder -> its folder `exercises`."""
    return _copied(course, project)


def _copied(exercises, project, **ignore):
    for chapter in [chapter for assignment in ASSIGNMENTS.values() for chapter in assignment.chapters]:
        (project / chapter).parent.mkdir(exist_ok=True)
        (project / chapter).touch()
    return shutil.copytree(exercises, project / "exercises", **ignore)


def _not_text(folder, names):
    """What was built or handed in."""
    sample = "sample_class" in Path(folder).parts
    return [name for name in names if not (sample or name.endswith(KEPT) or name == "sample_class")]


def text(name):
    """The file of an assignment's text."""
    return EXERCISES / f"{name}.py"


def roles(name, role):
    """The cells of a role -> dict task -> text."""
    return {cell.task: cell.text for cell in cells(text(name)) if cell.role == role}


# (assignment, task), with ids such as "a1-predict": `pytest -k a1` picks an assignment.
TASKS = [(name, task) for name in ASSIGNMENTS for task in roles(name, "verdict")]
TASK_IDS = [f"{name}-{task}" for name, task in TASKS]
STUDENTS = [(name, student) for name in ASSIGNMENTS for student in sample_class.expected(name)]
STUDENT_IDS = [f"{name}-{student}" for name, student in STUDENTS]


@functools.cache
def tasks(name):
    """Task -> its definition."""
    return definitions(text(name))


@functools.cache
def released(name):
    """Task -> ReleasedTask, as it comes out of the file of numbers."""
    return loads(dumps(build.release_of(ASSIGNMENTS[name], text(name)))).tasks


@functools.cache
def runs(name, task, seeds):
    """The cases of several gradings: the visible ones, then these and the drawn ones of each seed."""
    visible = released(name)[task].cases
    return [visible, *(visible + drawn_cases(tasks(name)[task], seed) for seed in range(seeds))]


def is_right(name, task, function, cases):
    """Whether a function is right on all cases; it is not called any more after one where it is not."""
    definition = tasks(name)[task]
    return all(
        case.accepts(observe(function, case.arguments, definition.arguments, definition.through))
        for case in cases
    )


def written(name, texts):
    """The names that a student's cells (dict task -> text) bind; a cell that does not run binds none."""
    namespace = {"__name__": "student"}
    for place, source in [*enumerate(setup(name)), *texts.items()]:
        file = f"{name}-{place}"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        try:
            exec(compile(source, file, "exec"), namespace)
        except SyntaxError:
            continue
    return namespace


def setup(name):
    return [cell.text for cell in cells(text(name)) if cell.role == "setup"]


def right_students(name):
    """Those of the sample class with a file of their own and full marks in everything."""
    full = {task: ASSIGNMENTS[name].points[task] for task in roles(name, "verdict")}
    everyone = sample_class.expected(name).items()
    return [s for s, entry in everyone if entry.scores == full and sample_class.answers(name, s)]
