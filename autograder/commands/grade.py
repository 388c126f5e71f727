"""`autograder grade ASSIGNMENT ... --course DIR`: grades the submissions of assignments, one after another.

Exit codes: 0 every submission ended in a named state (graded or refused: see the table); 2 nothing could
be graded (a usage or course error, said in words); 3 with --strict, when a submission was refused; 130 ended
by Ctrl-C.
"""

import argparse
import contextlib
import os
import secrets
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .. import confine, course, lint, records, released, report
from ..course import CourseError
from ..engine import Engine

BATCH_SECONDS = 2.0


def declare(one):
    """The command's arguments."""
    one.add_argument("assignment", nargs="+")
    one.add_argument("--course", default=".", help="the course folder (default: this one)")
    one.add_argument("--student", nargs="+", help="only these students (where they handed in)")
    one.add_argument(
        "--workers", type=_positive, default=os.cpu_count(), help="how many at once (default: the CPUs)"
    )
    one.add_argument("--seed", type=int, help="seed of the hidden inputs (default: drawn once, then kept)")
    one.add_argument("--force", action="store_true", help="grade again what has not changed, too")
    one.add_argument("--cell-seconds", type=float, help="computing time of one cell (default: 10)")
    one.add_argument("--call-seconds", type=float, help="computing time of one call in a test (default: 3)")
    one.add_argument(
        "--present", action="store_true", help="grade copies of earlier releases by the present version, too"
    )
    one.add_argument("--strict", action="store_true", help="exit with 3 when a submission was refused")
    one.add_argument(
        "--level",
        choices=confine.BEST_FIRST,
        help="how students' code is confined (default: the best that works here; see autograder doctor)",
    )
    one.add_argument(
        "--accept-unconfined",
        action="store_true",
        help="grade although this machine cannot confine students' code: only for code that you trust",
    )
    one.add_argument("--json", action="store_true", help="print one line of JSON for each assignment")


def _positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def run(options):
    """Grade each assignment -> the exit code. Raises CourseError."""
    # Each has a seed of its own, which grading notes in its options.
    return max([_grade(name, argparse.Namespace(**vars(options))) for name in options.assignment])


def _grade(name, options):
    """Grade what has changed, write everything, print the class. Raises CourseError."""
    assignment = course.load(options.course, name)
    folders = _folders(assignment, options.student, several=len(options.assignment) > 1)
    _tell_unknown(assignment)
    known = records.load(assignment)
    run = _run(assignment, options, known)
    versions = {} if options.present else released.known(assignment)
    todo = {
        student: folder
        for student, folder in folders.items()
        if options.force or not _fresh(known.get(student), assignment, versions, folder, options.seed)
    }
    written = set()  # by the present version, so that they stand as the gradebook has them
    for version, part in _by_version(assignment, todo, versions):
        _grade_all(version, part, known, run, options)
        written |= set() if version.base else part.keys()
    _refresh(assignment, known, written)
    rows = _finish(assignment, folders, known, run)
    _print(assignment, rows, run, options, len(todo))
    return 3 if options.strict and any(row["score"] is None for row in rows) else 0


def _fresh(row, assignment, versions, folder, seed):
    """Whether an earlier row still holds: it was graded by the version that would grade it now."""
    version = released.grader((row or {}).get("release"), assignment, versions)
    return records.fresh(row, version, folder, seed)


def _by_version(assignment, todo, versions):
    """[(Assignment, {student: (folder, hash, what the row says of it)})], the present version first."""
    groups = {}
    for student, folder in todo.items():
        given, version, said = released.choose(folder, assignment, versions)
        groups.setdefault(version.base, (version, {}))[1][student] = folder, given, said
    return sorted(groups.values(), key=lambda group: group[0].base is not None)


def _folders(assignment, students, several=False):
    """{student: submission folder} of all that is below submitted/, or of the students asked for.

    several: these are asked for in several assignments, and each counts where something was handed in.
    """
    base = assignment.submitted
    found = _handed_in(base)
    if students:
        absent = sorted(set(students) - set(found))
        if absent:
            raise CourseError(f"There is no submission of {', '.join(absent)} in {base}.")
        found = sorted(s for s in set(students) if not several or (base / s / assignment.name).exists())
    if not found:
        where = base / "STUDENT" / assignment.name / f"{assignment.notebooks[0].name}.ipynb"
        raise CourseError(f"There are no submissions. Put each student's notebook at {where}.")
    return {student: base / student / assignment.name for student in found}


def _tell_unknown(assignment):
    """A misspelt name in the course file must not cost a student their extension in silence."""
    for student in assignment.deadlines.extended:
        if not (assignment.submitted / student).is_dir():
            told = f"extends {assignment.name} for {student}, who has handed in nothing; is the name right?"
            print(f"autograder: course.toml {told}", file=sys.stderr)


def _handed_in(base):
    """Names of the folders in submitted/."""
    paths = [path for path in base.iterdir() if not path.name.startswith(".")] if base.is_dir() else []
    for path in sorted(paths):
        if not _student(path):
            print(f"autograder: {path} is no folder of a student: left out", file=sys.stderr)
    return sorted(path.name for path in paths if _student(path))


def _student(path):
    """Whether it is a folder whose name is text (a name in another encoding is nobody's in a gradebook)."""
    return path.is_dir() and not any("\ud800" <= character <= "\udfff" for character in path.name)


def _run(assignment, options, known):
    """What is true of the whole run; "seed" is the class's, options.seed becomes the one of this run.

    The class's stays, once drawn, until all of it is graded anew; single students may be tried under another.
    """
    seed = None if options.force and not options.student else records.seed(assignment)
    if seed is None or (options.seed is not None and not options.student):
        seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    if options.seed is None:
        options.seed = seed
    levels = [row["level"] for row in known.values() if row.get("level")]
    return {
        "assignment": assignment.name,
        "notebooks": [book.name for book in assignment.notebooks],
        "seed": seed,
        "when": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
        "level": levels[-1] if levels else confine.NONE,
        "version": assignment.version,
    } | ({"notes": [], "learnt": {}} | records.rehearsed(assignment))


def _grade_all(assignment, todo, known, run, options):
    """Grade the submissions in todo (see _by_version); their rows go into known, and to disk in batches."""
    folders = {student: folder for student, (folder, _, _) in todo.items()}
    learnt = {} if assignment.base else run["learnt"]
    given = {name: getattr(options, name) for name in ("cell_seconds", "call_seconds")}
    limits = {name: value for name, value in given.items() if value is not None}
    run["level"] = _level(options)
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(Engine(assignment, options.seed, limits, learnt, run["level"]))
        from .. import writer  # nbgrader takes a second to import: the warm parents use it to get warm

        write = stack.enter_context(writer.Writer(assignment))
        progress = stack.enter_context(_progress(options))
        bar = progress.add_task("warming up", total=len(todo), rate="")
        engine.warmed_up()
        if not learnt and not assignment.base:  # these tests are new
            run["notes"] = lint.sentences(assignment) + write.doubts(engine.rehearse())
            run["learnt"] = engine.learnt
        progress.update(bar, description=f"grading {assignment.name}")
        records.save(
            assignment, list(known.values()), run
        )  # the seed: the next run may have to go on with it
        marks = {"seed": options.seed, "version": assignment.version, "level": run["level"]}
        begin = last = time.monotonic()
        for count, outcome in enumerate(engine.grade(folders, options.workers), 1):
            folder, marks["release"], said = todo[outcome.student]
            outcome.note = "; ".join(filter(None, [outcome.note, said]))
            row = write.write(outcome)
            marks["digest"] = None if row.get("failed") else records.digest(folder)
            known[outcome.student] = row | marks
            progress.update(bar, advance=1, rate=f"{60 * count / (time.monotonic() - begin):.0f} a minute")
            if time.monotonic() - last > BATCH_SECONDS:
                last = _keep(assignment, write, known, run)
        _keep(assignment, write, known, run)


def _refresh(assignment, known, written):
    """What was changed since it was graded: scores by hand, the late policy, due dates."""
    from .. import writer

    # Those refused have had no penalty yet.
    old = {student: row for student, row in known.items() if student not in written or row["refused"]}
    if old:
        with writer.Writer(assignment) as write:
            known.update({student: write.refresh(row) for student, row in old.items()})
            write.commit()


def _level(options):
    """The level asked for, else the best. Raises CourseError when it does not work, or needs consent."""
    level = options.level or confine.best()
    if reason := confine.failing(level):
        raise CourseError(f"The level {level!r} does not work on this machine: {reason}.")
    if level == confine.NONE and not options.accept_unconfined:
        raise CourseError(
            f"Students' code would not be confined: {confine.ENFORCED[level]}.\n"
            "A submission could read the solutions, change grades, or end all your processes. The command"
            " `autograder doctor` says what this machine lacks; or add --accept-unconfined if you trust every"
            " line that was handed in."
        )
    return level


def _keep(assignment, write, known, run):
    """First the gradebook, then the record that says so: a run that is killed in between grades again."""
    write.commit()
    records.save(assignment, list(known.values()), run)
    return time.monotonic()


def _progress(options):
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
    ]
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)


def _finish(assignment, folders, known, run):
    """Write report and grades of all students of the class; return the rows asked for."""
    there = {path.name for path in assignment.submitted.iterdir() if path.is_dir()}
    everyone = [known[student] for student in sorted(known) if student in there]
    run["enforced"] = confine.summary([row.get("level", run["level"]) for row in everyone] or [run["level"]])
    records.save(assignment, everyone, run)
    page = report.page(everyone, run, run["notes"])
    records.path(assignment).with_suffix(".html").write_text(page, encoding="utf-8")
    report.write_csv(assignment.course / "grades.csv", _all_records(assignment))
    return [known[student] for student in folders]


def _all_records(assignment):
    paths = sorted((assignment.course / "reports").glob("*.json"))
    loaded = {path.stem: records.load(course.Assignment(assignment.course, path.stem, [])) for path in paths}
    return {name: list(rows.values()) for name, rows in loaded.items()}


def _print(assignment, rows, run, options, graded):
    if options.json:
        print(report.write_json(rows, run))
        return
    console = Console(width=None if sys.stdout.isatty() else 150)
    for note in run["notes"]:
        console.print(note, style="yellow", markup=False)
    title = f"{assignment.name}: {report.summary(rows)}"
    same = f" ({len(rows) - graded} unchanged since the last run)" if graded < len(rows) else ""
    done = f"Graded {graded} of {len(rows)}{same}, {report.seeds(rows)}."
    files, last = [f"reports/{assignment.name}.html"], assignment.name == options.assignment[-1]
    if len(options.assignment) == 1:
        console.print(report.table(rows, title), done, sep="")
    else:  # eight tables would bury what they say: the reports have them
        console.print(f"{title}. {done}")
    if last:
        console.print(f"Students' code: {run['enforced']}.")
        files += ["grades.csv", "gradebook.db", "feedback"]
    for name in files:
        console.print(f"  {_shown(assignment.course / name)}", markup=False, highlight=False)


def _shown(path):
    with contextlib.suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
