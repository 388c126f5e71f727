"""What a row of the report says of scores and lateness: read from the gradebook, which people change too."""

WAITS = "to be graded by hand"
UNWRITTEN = "nothing was written here"


def standing(row, submission):
    """The row with the scores, penalties and marks by hand that the gradebook's submission holds now.

    row: "student", "tasks", "refused" (a reason or ""), "note", "extension"; see writer.py.
    """
    books = submission.notebooks
    grades = {(book.name, grade.name): grade for book in books for grade in book.grades}
    by_hand = [grade for grade in grades.values() if _touched(grade)]
    penalty = sum(book.late_submission_penalty or 0 for book in books)
    counts = not row["refused"] or by_hand
    tasks = [_task(task, grades.get((task["notebook"], task["task"]))) for task in row["tasks"]]
    made = row | {
        "score": round(submission.score - penalty, 4) if counts else None,
        "max_score": submission.max_score,
        "late": submission.total_seconds_late > 0,
        "penalty": penalty,
        "by_hand": bool(by_hand),
        "tasks": tasks,
    }
    return made | {"state": _state(made, by_hand, grades.values()), "message": _message(made)}


def _touched(grade):
    return grade.manual_score is not None or grade.extra_credit is not None


def _task(task, grade):
    if grade is None:
        return task
    score = round(grade.score, 4)
    won = score > task["score"] and score >= grade.max_score
    return task | {"score": score, "message": "" if won else _said(task["message"], grade)}


def _said(known, grade):
    """What was said when it was graded stays; of an answer in words, how far a person has got with it."""
    if grade.needs_manual_grade and grade.score < grade.max_score:
        return WAITS
    said = known if known not in (WAITS, UNWRITTEN) else ""
    unwritten = grade.cell_type == "markdown" and grade.auto_score == 0 and grade.manual_score is None
    return said or (UNWRITTEN if unwritten else "")


def _state(row, by_hand, grades):
    if row["score"] is None:
        return f"refused: {row['refused']}"
    marks = ["late"] if row["late"] else []
    marks += [f"extended to {row['extension']['until']}"] if row["extension"] else []
    if by_hand:
        # nbgrader asks for a look whenever it grades again what somebody has graded.
        again = any(grade.needs_manual_grade for grade in by_hand)
        marks.append("by hand; graded again since" if again else "by hand")
    elif any(grade.needs_manual_grade for grade in grades):
        marks.append(WAITS)
    return f"graded ({', '.join(marks)})" if marks else "graded"


def _message(row):
    """All that is said, as one text."""
    refused = [f"refused: {row['refused']}"] if row["refused"] and row["score"] is not None else []
    told = [f"{task['task']}: {task['message']}" for task in row["tasks"] if task["message"]]
    return "; ".join([*refused, *told, *filter(None, [row["note"]])])
