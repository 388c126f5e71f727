"""Intake, part by part: bounds before parsing, which cell is which, and what is not certain is refused."""

import json
import time

import pytest
from autograder_courses import SOLUTIONS, cells, code, markdown, notebook

from autograder import course, intake, names, reading
from autograder.reading import Handed, RefusedError

SQUARE = 1


def stripped(handed):
    """The cells as a tool leaves them that knows no metadata."""
    return [cell | {"metadata": {}} for cell in handed]


def changed(index, **fields):
    handed = cells()
    handed[index] = handed[index] | fields
    return handed


def instructor(*more):
    """The tiny course's notebook and more cells, as the instructor's side sees it."""
    return course.SourceNotebook("t1", None, [course._cell(cell) for cell in [*cells(), *more]])


@pytest.fixture
def read(tmp_path):
    """read(text) -> the handed cells, as from a file t1.ipynb."""

    def run(text):
        path = tmp_path / "t1.ipynb"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return reading.read(path)

    return run


PUT_RIGHT = {
    "as-given": cells(),
    "made-markdown": changed(SQUARE, cell_type="markdown"),
    "made-raw": changed(SQUARE, cell_type="raw"),
    "metadata-lost-and-made-markdown": stripped(changed(SQUARE, cell_type="markdown")),
    "metadata-lost-and-moved": stripped([cells()[0], *cells()[3:], *cells()[1:3]]),
    "metadata-of-one-cell-lost": [cells()[0], *stripped(cells()[1:2]), *cells()[2:]],
    "answer-first-and-metadata-lost": stripped(cells()[1:]),
    "a-cell-of-another-assignment": [
        *cells(),
        code("square = None", solution=True, grade_id="of-last-year"),
    ],
}


@pytest.mark.parametrize("name", PUT_RIGHT)
def test_each_cell_finds_its_place(read, name):
    graded = intake.put_right(read(json.dumps(notebook(PUT_RIGHT[name]))), instructor())
    marked = [cell for cell in graded if cell.origin]
    assert [cell.origin.grade_id for cell in marked] == [
        n for task in SOLUTIONS for n in (task, f"test_{task}")
    ]
    assert {cell.kind for cell in marked} == {"code"}
    answers = {cell.origin.grade_id: cell.source for cell in marked if cell.origin.solution}
    assert answers == SOLUTIONS


REFUSED = {
    "deep": ("[" * 201 + "]" * 201, "nests too deeply"),
    "deep-in-a-notebook": (json.dumps(notebook(cells()))[:-1] + ', "x": ' + "{" * 201, "nests too deeply"),
    "deep-after-an-escape": ('{"a\\\\": ' + "[" * 5000, "nests too deeply"),
    "an-open-string": ('{"a": "' + '\\"' * 200_000 + "[" * 5000, "no JSON at line 1"),
    "many-lists": ("[" + "[]," * 600_000 + "1]", "more than 500,000 lists"),
    "a-number-too-long": ('{"cells": [], "x": ' + "1" * 5000 + "}", "a number in it is too long"),
    "no-text": (b'{"cells": "\xff"}', "no UTF-8 text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_parser_should_not_follow_is_refused_at_once(read, name):
    begin = time.process_time()
    with pytest.raises(RefusedError, match=REFUSED[name][1]):
        read(REFUSED[name][0])
    assert time.process_time() - begin < 3


def test_brackets_in_strings_and_honest_depth_are_no_matter(read):
    brackets = json.dumps(notebook([markdown('"[' * 1000)]))[:-1] + ', "x": ' + "[" * 199 + "]" * 199 + "}"
    assert read(brackets) == [Handed("markdown", '"[' * 1000, None)]


WHY, PLOT = ({"grade": True, "solution": True, "grade_id": name, "points": 1} for name in ("why", "plot"))
ESSAYS = [
    markdown("Why?"),
    markdown("YOUR ANSWER") | {"metadata": {"nbgrader": WHY}},
    markdown("And now?"),
    code("plt.plot()", **PLOT),
    code("1"),
]


def plain(source, kind="markdown"):
    return Handed(kind, source, None)


def found_answers(*texts):
    """{grade_id: text} of the answers when these cells, without metadata, come after the others."""
    handed = [plain(cell["source"], cell["cell_type"]) for cell in cells()]
    graded = intake.put_right([*handed, *texts], instructor(*ESSAYS))
    return {cell.origin.grade_id: cell.source for cell in graded if cell.origin and cell.origin.solution}


def test_an_answer_that_defines_nothing_is_found_by_its_place():
    texts = plain("Why?"), plain("Because."), plain("And now?"), plain("x.plot()", "code"), plain("1", "code")
    found = found_answers(*texts)
    assert (found["why"], found["plot"]) == ("Because.", "x.plot()")
    assert found_answers(*texts[:3], plain("x.plot()", "code"))["plot"] == ""


@pytest.mark.parametrize(
    "texts",
    [
        (plain("Why?"), plain("Because."), plain("Or not."), plain("And now?")),
        (plain("Because."), plain("And now?")),
        (plain("Why?"), plain("Why?"), plain("Because."), plain("And now?")),
        (plain("Why?"), plain("And now?")),
        (plain("And now?"), plain("Because."), plain("Why?")),
    ],
    ids=["two", "nothing-before", "twice", "none", "turned"],
)
def test_what_may_be_another_cell_is_not_taken_for_the_answer(texts):
    assert found_answers(*texts)["why"] == ""


@pytest.mark.parametrize("source", ["%time x\n" * 20_000, "x?\n" * 60_000, "!ls\n" * 40_000, "\n" * 200_000])
def test_a_cell_full_of_magics_costs_no_time(source):
    begin = time.process_time()
    assert names.binds(source) == frozenset()
    assert time.process_time() - begin < 5


def test_a_cell_with_magics_is_python_still():
    assert names.binds("%time x = 1\ny = 2\nz = !ls") >= {"y", "z"}


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        (["t1.ipynb", "other.ipynb"], "t1.ipynb"),
        (["T1.ipynb", "draft.ipynb"], "T1.ipynb"),
        (["mine.ipynb", "._mine.ipynb"], "mine.ipynb"),
        (["a.ipynb", "b.ipynb"], None),
        (["T1.ipynb", "t1.IPYNB", "t1.Ipynb"], "T1.ipynb"),
    ],
    ids=str,
)
def test_the_expected_name_or_an_unambiguous_one(tmp_path, files, taken):
    for name in files:
        text = name if name == taken else "draft"
        (tmp_path / name).write_text(json.dumps(notebook([*cells(), markdown(text)])))
    if taken is None:
        with pytest.raises(RefusedError, match=r"several other notebooks: a\.ipynb, b\.ipynb"):
            intake.take(tmp_path, instructor(), only=True)
    else:
        assert intake.take(tmp_path, instructor(), only=True)[-1].source == taken


def test_what_is_rich_in_a_notebook_goes(tiny):
    rich = notebook([*cells(), markdown("![x](attachment:x.png)")])
    rich["metadata"] = {"widgets": {"state": {"a": 1}}, "kernelspec": {"name": "evil"}, "title": "T"}
    for cell in rich["cells"]:
        cell["metadata"] |= {"tags": ["hidden-tag"], "jupyter": {"source_hidden": True}}
        cell["attachments"] = {"x.png": {"image/png": "QQ=="}}
        if cell["cell_type"] == "code":
            script = {"text/html": "<script>1</script>"}
            cell["outputs"] = [{"output_type": "display_data", "data": script, "metadata": {}}]
    tiny.hand_in("ada", json.dumps(rich))
    assert tiny.grade()["ada"]["state"] == "graded"
    text = (tiny.root / "autograded/ada/t1/t1.ipynb").read_text()
    graded = json.loads(text)
    kept = {"cell_type", "execution_count", "id", "metadata", "outputs", "source"}
    assert {key for cell in graded["cells"] for key in cell} <= kept
    assert {mark for cell in graded["cells"] for mark in cell["metadata"]} <= {"nbgrader", "autograder"}
    assert set(graded["metadata"]) <= {"kernelspec", "language_info"}
    for word in ("evil", "QQ==", "<script>", "source_hidden", "hidden-tag"):
        assert word not in text
