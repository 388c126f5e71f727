"""Which of a student's cells is which of the instructor's: by grade_id, by what it defines or says, by place.

A copied cell takes its metadata along, some tools lose it, and a student may change a cell's kind. What is
not certain is refused with the reason, never guessed.
"""

from . import names
from .course import released
from .reading import RefusedError


def identify(handed, notebook):
    """{index of the student's cell: grade_id}. Raises RefusedError."""
    owners = {}
    for grade_id, origin in notebook.by_id.items():
        marked = [index for index, cell in enumerate(handed) if cell.grade_id == grade_id]
        found = _among_marked(handed, marked, origin) if marked else _by_content(handed, origin, notebook)
        if found is not None:
            owners[found] = grade_id
    return owners | _by_place(handed, notebook, owners)


def answers(origin):
    """The names that an answer to this cell defines."""
    return names.binds(origin.source) - names.imports(origin.source) - {names.EVERYTHING}


def _among_marked(handed, marked, origin):
    """Which of the cells with this grade_id is meant (a copied cell takes its metadata along)."""
    if len(marked) == 1 or not origin.solution:
        return marked[0]
    if origin.kind != "code":
        if len({handed[index].source for index in marked}) > 1:
            raise RefusedError(f"there are {len(marked)} different answers to {origin.grade_id}")
        return marked[0]
    wanted = answers(origin)
    defining = [index for index in marked if wanted & names.binds(handed[index].source)]
    return (defining or marked)[-1]  # all of them are run; the last definition counts, as in any notebook


def _by_content(handed, origin, notebook):
    """The cell that must be this one although its metadata was lost; None when there is none."""
    unmarked = [i for i, cell in enumerate(handed) if cell.grade_id not in notebook.by_id]
    if not origin.solution or origin.kind != "code":
        text = released(origin.source)
        return next((i for i in unmarked if text and released(handed[i].source) == text), None)
    code = [i for i in unmarked if handed[i].kind == "code"]
    found = _defining(handed, code, origin)
    return _defining(handed, [i for i in unmarked if i not in code], origin) if found is None else found


def _defining(handed, indices, origin):
    """Which of the cells defines what the answer has to. Raises RefusedError when different ones do."""
    wanted = answers(origin)
    found = [i for i in indices if wanted & names.binds(handed[i].source)]
    if len({handed[i].source.strip() for i in found}) > 1:
        listed = " and ".join(str(i + 1) for i in found)
        wanted = ", ".join(sorted(wanted))
        raise RefusedError(f"{wanted} is defined in cells {listed}, and which one is the answer was lost")
    return found[-1] if found else None


def _by_place(handed, notebook, owners):
    """Answers that define nothing (a text, a plot): the only other cell between those of the instructor's."""
    place = {grade_id: index for index, grade_id in owners.items()}
    texts = {}
    for index, cell in enumerate(handed):
        texts.setdefault(cell.source.strip(), []).append(index)
    found = {}
    for number, origin in enumerate(notebook.cells):
        if (
            origin.solution
            and origin.grade_id not in place
            and not (origin.kind == "code" and answers(origin))
        ):
            before = _place_of(notebook.cells[number - 1] if number else None, place, texts, -1)
            after = _place_of((*notebook.cells[number + 1 :], None)[0], place, texts, len(handed))
            between = range(before + 1, after) if None not in (before, after) else ()
            free = [i for i in between if i not in owners and handed[i].grade_id not in notebook.by_id]
            if len(free) == 1:
                found[free[0]] = origin.grade_id
    return found


def _place_of(origin, place, texts, end):
    """Where the instructor's cell beside stands in the student's notebook; None when that is not certain."""
    if origin is None:
        return end
    indices = [place[origin.grade_id]] if origin.grade_id in place else texts.get(origin.source.strip(), [])
    return indices[0] if len(indices) == 1 else None
