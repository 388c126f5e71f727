"""Wrong work that hides behind metadata and saved outputs, and scripts in cells that are only text."""

from autograder_courses import FULL, cells, code, markdown
from hostile_battery import WRONG, Attack
from hostile_malformed import TEST_SQUARE, changed, marked, text

NO_SQUARE = (0, *FULL[1:])


def tagged(handed, *tags):
    return [cell | {"metadata": cell["metadata"] | {"tags": list(tags)}} for cell in handed]


def wrong(*tasks):
    return cells({task: WRONG[task] for task in tasks})


def full_score_output(kind="execute_result"):
    return {"output_type": kind, "data": {"text/plain": "8.0"}, "metadata": {}, "execution_count": 1}


# name: (what it is, what is handed in); wrong work in `square` that tries to hide behind metadata or outputs
HIDES = {
    "skip-execution-tag": ("tags its test cells `skip-execution`", tagged(wrong("square"), "skip-execution")),
    "raises-exception-tag": (
        "tags its test cells `raises-exception`",
        tagged(wrong("square"), "raises-exception"),
    ),
    "remove-cell-tag": (
        "tags its test cells `remove-cell`",
        tagged(wrong("square"), "remove-cell", "remove-input"),
    ),
    "outputs-forged": (
        "has full scores saved as the outputs of its test cells",
        [
            cell | {"outputs": [full_score_output()]} if cell["cell_type"] == "code" else cell
            for cell in wrong("square")
        ],
    ),
    "outputs-forged-and-skipped": (
        "has full scores saved as outputs, and its cells tagged to be skipped",
        [cell | {"outputs": [full_score_output()]} for cell in tagged(wrong("square"), "skip-execution")],
    ),
    "test-not-locked": (
        "unlocks its test cell and empties it",
        changed(TEST_SQUARE, marked(TEST_SQUARE, wrong("square"), locked=False), source="pass"),
    ),
    "test-not-graded": (
        "marks its test cell as not graded",
        marked(TEST_SQUARE, wrong("square"), grade=False),
    ),
    "test-is-a-task": (
        "marks its test cell as a task to be graded by hand",
        marked(TEST_SQUARE, wrong("square"), task=True, grade=False),
    ),
    "test-deleted": (
        "deletes the test cell of its wrong answer",
        [c for i, c in enumerate(wrong("square")) if i != 2],
    ),
    "test-made-text": (
        "makes the test of its wrong answer a text",
        changed(TEST_SQUARE, wrong("square"), cell_type="markdown"),
    ),
    "grade-ids-swapped": (
        "gives the test of its wrong answer the name of another test",
        marked(TEST_SQUARE, wrong("square"), grade_id="test_answer"),
    ),
    "test-twice": (
        "adds a second copy of the test that always passes",
        [*wrong("square"), code("pass", grade=True, locked=True, grade_id="test_square", points=2)],
    ),
    "checksum-of-its-own": (
        "changes the test and stores a checksum that fits",
        changed(TEST_SQUARE, marked(TEST_SQUARE, wrong("square"), checksum="0" * 32), source="pass"),
    ),
}

LIVE = """<script>window.ran = 1</script><img src=x onerror=window.ran=1>
<iframe srcdoc="<script>parent.ran=1</script>"></iframe><details ontoggle=window.ran=1 open>
<svg onload=window.ran=1><a xlink:href=javascript:window.ran=1>x</a></svg>
[click](javascript:window.ran=1) [x]: javascript:window.ran=1 <a href="&#106;avascript:window.ran=1">y</a>
$\\href{javascript:window.ran=1}{x}$ <style>@import 'http://127.0.0.1:@TCP@/'</style>
"""
# name: (what it is, what is handed in)
SCRIPTS = {
    "script-in-markdown": ("writes scripts, handlers and links into text cells", [markdown(LIVE), *cells()]),
    "script-in-a-raw-cell": (
        "writes a script into a raw cell that says that it is HTML",
        [markdown(LIVE) | {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}}, *cells()],
    ),
    "script-in-an-attachment": (
        "attaches an SVG picture with a script to a text cell",
        [
            markdown("![x](attachment:x.svg)")
            | {"attachments": {"x.svg": {"image/svg+xml": f"<svg>{LIVE}</svg>"}}},
            *cells(),
        ],
    ),
    "script-in-cell-metadata": (
        "puts scripts into cell ids, tags and the names of its language",
        text(
            [cell | {"metadata": {**cell["metadata"], "tags": [LIVE], "name": LIVE}} for cell in cells()],
            metadata={
                "title": LIVE,
                "language_info": {"name": LIVE, "pygments_lexer": LIVE, "codemirror_mode": LIVE},
            },
        ),
    ),
}


def attacks():
    """All of them as Attacks."""
    for name, (what, handed) in HIDES.items():
        yield Attack("tags and outputs", name, what, NO_SQUARE, "failed: assert square(3) == 9", handed)
    for name, (what, handed) in SCRIPTS.items():
        yield Attack("scripts", name, what, tuple(FULL), "", handed)
