"""What the instructor reads after a run: a table in the terminal, grades.csv, and a page for the browser."""

import csv
import html
import json
import re
import statistics
from string import Template

from rich import box
from rich.table import Table
from rich.text import Text

COLUMNS = ("assignment", "student", "score", "max_score", "late_penalty", "state")
WIDTH = 160
TALLY = re.compile(r"[✓✗✔✘] |.*\b\d+ of \d+ \w+ (right|pass)")


def short(text, width=WIDTH):
    """What a message says, on one line; tallies and marks of what passed are left out where more is said."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = " ".join([line for line in lines if not TALLY.match(line)] or lines)
    if len(telling) <= width:
        return telling
    end = telling.rfind(". ", width // 3, width)  # better a whole sentence than a longer half
    return telling[: end + 1] if end > 0 else telling[: width - 1].rstrip() + "…"


def number(value):
    """A score as people write it: 2, 1.5, 0.67."""
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def labels(tasks):
    """{grade_id: shorter heading}: what all names begin with ("check_", "test_") is left out."""
    for prefix in ("check_", "test_", "tests_"):
        if len(tasks) > 1 and all(task.startswith(prefix) and task != prefix for task in tasks):
            return {task: task.removeprefix(prefix) for task in tasks}
    return {task: task for task in tasks}


def tasks_of(rows):
    """{grade_id: points} of all tasks in the rows, in order."""
    return {task["task"]: task["max_score"] for row in rows for task in row["tasks"]}


def table(rows, title):
    """The class as a rich Table."""
    tasks = tasks_of(rows)
    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", padding=(0, 1))
    made.add_column("student", no_wrap=True)
    for task, label in labels(tasks).items():
        words = [*label.split("_"), *(["(inside)"] if _inside(rows, task) else []), f"/{number(tasks[task])}"]
        made.add_column("\n".join(words), justify="right", vertical="top")
    made.add_column("total", justify="right", style="bold", no_wrap=True)
    made.add_column("state")
    made.add_column("why points were lost", ratio=1, min_width=24)
    for row in rows:
        made.add_row(*_line(row, tasks))
    return made


def _inside(rows, name):
    """Whether a task's test ran in the students' own processes."""
    return any(task["task"] == name and task.get("inside") for row in rows for task in row["tasks"])


def _line(row, tasks):
    scores = {task["task"]: task for task in row["tasks"]}
    cells = [_score(scores.get(task)) for task in tasks]
    state, _, reason = row["state"].partition(": ")
    style = "red" if reason else "yellow" if row["late"] else ""
    why = reason or "\n".join(told(row, labels(tasks), 110))
    return [Text(row["student"]), *cells, number(row["score"]), Text(state, style=style), Text(why)]


def _score(task):
    if task is None:
        return "–"
    full = task["score"] >= task["max_score"]
    return Text(number(task["score"]), style="green" if full else "red" if not task["score"] else "yellow")


def told(row, names, width):
    """What there is to say about a row, a sentence each; names: {grade_id: heading}."""
    refused = [f"refused: {row['refused']}"] if row["refused"] else []
    tasks = [f"{names[task['task']]}: {short(task['message'], width)}" for task in failed(row)]
    return [*refused, *tasks, *filter(None, [row["note"]])]


def seeds(rows):
    """The seed of the hidden inputs; where students were graded under different ones, all of them."""
    found = sorted({row["seed"] for row in rows})
    if len(found) == 1:
        return f"seed {found[0]}"
    return f"seeds {', '.join(map(str, found))} (not all alike: grade the whole class again)"


def failed(row):
    """The row's tasks that have something to say."""
    return [task for task in row["tasks"] if task["message"]]


def summary(rows):
    """One sentence about the class."""
    scores = [row["score"] for row in rows if row["score"] is not None]
    refused = len(rows) - len(scores)
    middle = (
        f", median {number(statistics.median(scores))} of {number(rows[0]['max_score'])}" if scores else ""
    )
    return f"{len(scores)} graded, {refused} refused{middle}"


def write_csv(path, records):
    """grades.csv of all assignments; records: {assignment: rows}."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        names = {assignment: labels(tasks_of(rows)) for assignment, rows in records.items()}
        tasks = list(dict.fromkeys(label for found in names.values() for label in found.values()))
        writer = csv.DictWriter(file, [*COLUMNS, *map(_inert, tasks), "message"], restval="")
        writer.writeheader()
        for assignment, rows in sorted(records.items()):
            writer.writerows(_csv_row(assignment, row, names[assignment]) for row in rows)


def _csv_row(assignment, row, names):
    """One line of grades.csv; names: {grade_id: column}."""
    score = "" if row["score"] is None else row["score"]
    numbers = [score, row["max_score"], row["penalty"]]
    known = [assignment, _inert(row["student"]), *numbers, _inert(short(row["state"], 1000))]
    message = _inert("; ".join(told(row, names, 300)))
    scores = {_inert(names[task["task"]]): task["score"] for task in row["tasks"]}
    return dict(zip(COLUMNS, known, strict=True)) | scores | {"message": message}


def _inert(text):
    """A spreadsheet takes a cell that begins so for a formula; a message may hold a student's text."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def write_json(rows, run):
    """The whole run as JSON on one line: several assignments are JSON Lines."""
    told = {key: value for key, value in run.items() if key != "learnt"}
    return json.dumps({**told, "rows": rows}, ensure_ascii=False)


PAGE = Template("""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title: grades</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d9dce3, #3a3f4b); --soft: light-dark(#5b6270, #a6adbb);
  --page: light-dark(#fff, #16181d); --ink: light-dark(#1d2129, #e8eaf0);
  --full: light-dark(#1b7f4b, #5fd39a);
  --part: light-dark(#9a5b00, #f0b657); --none: light-dark(#b3261e, #ff8f86);
  --bar: light-dark(#3b6fd4, #7fa8ff); }
body { font: 16px/1.5 system-ui, sans-serif; background: var(--page); color: var(--ink); margin: 2rem auto;
  max-width: 82rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; } .soft { color: var(--soft); margin: .25rem 0 1.5rem; }
.notes { border-left: 4px solid var(--part); padding-left: 1rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.full { color: var(--full); } .part { color: var(--part); } .none { color: var(--none); }
p { margin: 0 0 .3rem; } summary { cursor: pointer; } details, p { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; font-size: .85rem; border-left: 3px solid var(--line); padding-left: .8rem; }
td:last-child { min-width: 22rem; }
.mean { height: .5rem; background: var(--line); border-radius: 3px; min-width: 3rem; margin-top: .3rem; }
.mean i { display: block; height: 100%; background: var(--bar); border-radius: 3px; }
a { color: var(--bar); }
</style></head><body>
<h1>$title</h1>
<p class="soft">$summary. Graded $when, $seeds. Students’ code ran with: $level.</p>
$notes
<div class="wide"><table>
<thead><tr><th>student</th>$heads<th class="n">total</th><th>state</th>
<th>why points were lost</th></tr></thead>
<tbody>$rows</tbody></table></div>
</body></html>
""")


def page(rows, run, notes):
    """The report as one self-contained HTML page."""
    tasks = tasks_of(rows)
    return PAGE.substitute(
        title=html.escape(run["assignment"]),
        summary=html.escape(summary(rows)) if rows else "nobody",
        when=html.escape(run["when"].replace("T", " ").replace("+00:00", " UTC")),
        seeds=html.escape(seeds(rows)),
        level=html.escape(run["enforced"]),
        notes="".join(f'<p class="notes">{html.escape(note)}</p>' for note in notes),
        heads="".join(_head(rows, task, label, tasks[task]) for task, label in labels(tasks).items()),
        rows="".join(_html_row(row, tasks, run) for row in rows),
    )


def _head(rows, task, label, points):
    """A task's heading, with the class's mean as a bar."""
    scores = [item["score"] for row in rows for item in row["tasks"] if item["task"] == task]
    mean = statistics.mean(scores) / points if scores and points else 0
    bar = f'<div class="mean" title="class mean {mean:.0%}"><i style="width:{mean:.0%}"></i></div>'
    heading = html.escape(label).replace("_", "_<wbr>")  # a long name may break there
    heading += "<br>(inside: not trusted)" if _inside(rows, task) else ""
    return f'<th class="n">{heading}<br>/{number(points)}{bar}</th>'


def _html_row(row, tasks, run):
    scores = {task["task"]: task for task in row["tasks"]}
    cells = "".join(_html_score(scores.get(task)) for task in tasks)
    kind = "none" if row["score"] is None else "part" if row["late"] else ""
    names = labels(tasks)
    sentences = "".join(_told(names[task["task"]], task["message"]) for task in failed(row))
    state, _, reason = row["state"].partition(": ")
    said = (reason, row["note"], _extension(row))
    sentences += "".join(f"<p>{html.escape(text)}</p>" for text in said if text)
    return (
        f"<tr><td>{_student(row, run)}</td>{cells}"
        f'<td class="n"><b>{number(row["score"])}</b></td>'
        f'<td class="{kind}">{html.escape(state)}</td><td>{sentences}</td></tr>\n'
    )


def _extension(row):
    """Why there was more time: for the report alone, where grades.csv may go to others."""
    given = row.get("extension") or {}  # a record of before has none
    return f"extended to {given['until']}: {given['reason']}" if given.get("reason") else ""


def _told(label, message):
    """What went wrong in one task: the gist, and all of it when it is opened."""
    gist = f"<b>{html.escape(label)}</b>: {html.escape(short(message))}"
    if short(message) == message:
        return f"<p>{gist}</p>"
    return f"<details><summary>{gist}</summary><pre>{html.escape(message[:4000])}</pre></details>"


def _student(row, run):
    """The name, linked to the feedback page where there is one."""
    name = html.escape(row["student"])
    if row["refused"]:
        return name
    links = [f"../feedback/{row['student']}/{run['assignment']}/{book}.html" for book in run["notebooks"]]
    return f'<a href="{html.escape(links[0], quote=True)}">{name}</a>'


def _html_score(task):
    if task is None:
        return '<td class="n">–</td>'
    kind = "full" if task["score"] >= task["max_score"] else "part" if task["score"] else "none"
    return f'<td class="n {kind}">{number(task["score"])}</td>'
