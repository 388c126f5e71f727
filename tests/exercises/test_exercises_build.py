"""Building: one text makes source, release and archive; nothing is made twice, nothing edited is lost."""

import ast
import importlib
import json
import shutil
import zipfile
from dataclasses import replace

import nbformat
import pytest
import source_notebook
import student_wheel
from course import CourseError
from exercises_assignments import ASSIGNMENTS
from nbgrader.api import Gradebook

from verdict.checks import source_hash

# Not a plain import: where a folder build/ lies about, linters sort that one differently.
build = importlib.import_module("build")


@pytest.fixture
def own(course, tmp_path):
    """A copy of the built course that a test may change."""
    shutil.copytree(course.parent, tmp_path / "project")
    return tmp_path / "project" / "exercises"


def cells_of(course, where):
    return nbformat.read(course / where / "a1" / "a1.ipynb", as_version=4).cells


def test_an_unchanged_course_is_not_built_again(course):
    assert build.build(["a1"], course)["a1"] == []


def test_more_time_for_a_student_makes_no_release_anew_and_a_new_due_date_does(own):
    file = own / "course.toml"
    text = file.read_text(encoding="utf-8")
    more = '[extensions.ada]\na1 = { due = 2027-01-01 12:00:00, reason = "ill" }\n'
    file.write_text(text + more, encoding="utf-8")
    assert build.build(["a1"], own)["a1"] == []
    file.write_text(text.replace("due = 2026-09-21", "due = 2026-09-22"), encoding="utf-8")
    assert build.build_source("a1", own)


def test_a_changed_text_is_built_again(own):
    text = own / "a1.py"
    text.write_text(
        text.read_text(encoding="utf-8").replace("A greenhouse keeper", "A gardener"), encoding="utf-8"
    )
    assert build.build(["a1"], own)["a1"] == ["source/a1", "release/a1", "public/assignments/a1.zip"]
    assert "A gardener" in cells_of(own, "release")[0].source
    assert json.loads((own / "release" / "a1" / "a1.json").read_text())["source_sha256"] == source_hash(text)


def test_the_same_text_gives_the_same_bytes(own, course):
    shutil.rmtree(own / "source")
    build.build(["a1"], own)["a1"]
    for name in ("source/a1/a1.ipynb", "source/a1/a1.json", "public/assignments/a1.zip"):
        assert (own / name).read_bytes() == (course / name).read_bytes(), name


def test_a_notebook_edited_by_hand_is_reported_and_kept(own):
    path = own / "source" / "a1" / "a1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\n\nAn instructor's late thought."
    nbformat.write(notebook, path)
    (own / "a1.py").write_text((own / "a1.py").read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    with pytest.raises(source_notebook.SourceError, match=r"edited by hand.*Carry the change over to a1\.py"):
        build.build(["a1"], own)["a1"]
    assert "late thought" in path.read_text(encoding="utf-8")


def test_running_the_source_notebook_is_no_edit(own):
    path = own / "source" / "a1" / "a1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="run")]
    nbformat.write(notebook, path)
    assert build.build(["a1"], own)["a1"] == []


def test_points_and_tasks_must_belong_together(own):
    file = own / "course.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("predict = 1", "guess = 1"), encoding="utf-8")
    with pytest.raises(
        source_notebook.SourceError, match=r"a1\.py: .*solution=.*: guess has points .* cell; predict has"
    ):
        build.build(["a1"], own)["a1"]


@pytest.mark.parametrize(
    "header", ['# %% verdikt="predict"', "# %% verdict", '# %% verdict="predict" part="1"']
)
def test_a_misspelt_header_does_not_publish_the_instructors_cell(own, header):
    text = own / "a1.py"
    right = '# %% verdict="predict"'
    assert right in text.read_text(encoding="utf-8")
    text.write_text(text.read_text(encoding="utf-8").replace(right, header), encoding="utf-8")
    with pytest.raises(source_notebook.SourceError, match="the cell that begins with `def strictly_greater"):
        build.build(["a1"], own)["a1"]


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's own session handling
def test_a_changed_set_of_cells_does_not_touch_a_class_that_has_handed_in(own):
    with Gradebook(f"sqlite:///{own}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.update_or_create_submission("a1", "ada")
    text = own / "a1.py"
    more = text.read_text(encoding="utf-8") + '\n# %% setup="true"\nimport math\n'
    text.write_text(more, encoding="utf-8")
    before = (own / "release" / "a1" / "a1.ipynb").read_bytes()
    with pytest.raises(source_notebook.SourceError, match="the gradebook already holds work for it"):
        build.build(["a1"], own)["a1"]
    assert (own / "release" / "a1" / "a1.ipynb").read_bytes() == before


def test_a_release_that_failed_is_tried_again(own, monkeypatch):
    text = own / "a1.py"
    text.write_text(text.read_text(encoding="utf-8").replace("A greenhouse keeper", "A gardener"))

    def refuse(names, exercises):
        raise source_notebook.SourceError("nbgrader refused")

    with monkeypatch.context() as patched:
        patched.setattr(build, "build_releases", refuse)
        for _ in range(2):  # the second time as well, not "nothing to do"
            with pytest.raises(source_notebook.SourceError, match="refused"):
                build.build(["a1"], own)["a1"]
    assert "release/a1" in build.build(["a1"], own)["a1"]


@pytest.mark.parametrize("mark", ["### BEGIN SOLUTION", "### END SOLUTION"])
def test_a_misspelt_mark_of_a_solution_stops_the_build(own, mark):
    text = own / "a1.py"
    text.write_text(text.read_text(encoding="utf-8").replace(mark, mark[:-1], 1))
    with pytest.raises(source_notebook.SourceError, match=r'solution="affine_score" needs one line'):
        build.build(["a1"], own)["a1"]


def test_an_unknown_assignment_is_told_what_there_is(own):
    with pytest.raises(source_notebook.SourceError, match=r"no assignment a9; it has a1"):
        build.build(["a9"], own)["a9"]


def test_an_assignment_without_a_text_is_told(own):
    (own / "a2.py").unlink()
    with pytest.raises(
        source_notebook.SourceError, match=r"has an assignment a2, and its text .*a2\.py is miss"
    ):
        build.build(["a2"], own)


def test_a_task_that_stands_there_twice_stops_the_build(made, monkeypatch):
    monkeypatch.setitem(globals(), "TEXT", TEXT + '\n# %% check="Net"\ncheck(Net)\n')
    with pytest.raises(source_notebook.SourceError, match=r'check="…" or written="…": Net has 2 cells$'):
        made()


def test_students_cannot_edit_the_cells_that_check_and_import(course):
    locked = [cell for cell in cells_of(course, "release") if not cell.metadata.get("editable", True)]
    assert [cell.source.splitlines()[0] for cell in locked][:2] == ["try:", "import numpy as np"]
    assert len(locked) == 2 + 5


def test_points_that_do_not_add_up_stop_the_build(own):
    file = own / "course.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("predict = 1", "predict = 2"), encoding="utf-8")
    with pytest.raises(CourseError, match="= 11, not to total = 10"):
        build.build(["a1"], own)["a1"]


def test_the_instructors_notebook_has_nbgraders_cells(course):
    marked = {c.metadata.nbgrader.grade_id: c for c in cells_of(course, "source") if "nbgrader" in c.metadata}
    answers = [name for name, cell in marked.items() if cell.metadata.nbgrader.solution]
    assert len(answers) == 5
    for name in answers:
        check = marked[f"check_{name}"]
        assert check.metadata.nbgrader.grade
        assert check.metadata.nbgrader.locked
        assert check.source.splitlines()[0] == f"check({name})"
        assert f"check.hidden({name})" in check.source
    points = {name: marked[f"check_{name}"].metadata.nbgrader.points for name in answers}
    assert sum(points.values()) == 10


def test_no_instructor_only_cell_is_in_any_notebook(course):
    for where in ("source", "release"):
        assert not [cell for cell in cells_of(course, where) if "Slip(" in cell.source]


def test_the_notebook_tells_due_date_points_and_wheel_of_the_course_file(course):
    text = "\n".join(cell.source for cell in cells_of(course, "release"))
    for told in (
        "Due Monday 21 September 2026, 23:59 EDT.",
        "(1 point)",
        "(3 points)",
        student_wheel.file_name(),
    ):
        assert told in text
    assert "<points" not in text


def test_run_all_goes_on_after_a_check_that_fails(course):
    checks = [cell for cell in cells_of(course, "release") if cell.metadata.get("nbgrader", {}).get("grade")]
    assert all("raises-exception" in cell.metadata.tags for cell in checks)


def test_the_archive_has_all_that_a_student_needs(course):
    with zipfile.ZipFile(course / "public" / "assignments" / "a1.zip") as archive:
        names = set(archive.namelist())
        wheel = student_wheel.file_name()
        assert names == {"a1/a1.ipynb", "a1/a1.json", f"a1/{wheel}", "a1/README.txt"}
        readme = archive.read("a1/README.txt").decode()
        assert f'"./{wheel}[notebook]"' in readme
        assert "Monday 21 September 2026, 23:59" in readme
        assert f"./{wheel}[notebook]" in archive.read("a1/a1.ipynb").decode()
        (course.parent / wheel).write_bytes(archive.read(f"a1/{wheel}"))
    with zipfile.ZipFile(course.parent / wheel) as inner:
        members = set(inner.namelist())
    assert {"nnkit/__init__.py", "verdict/checks.py"} <= members
    assert {f"nnkit/figures/static/{part}.js" for part in ("neuron", "plane", "curve")} <= members
    assert not [name for name in members if name.startswith(("exercises", "tests"))]


def test_a_wheel_without_its_figures_is_refused_with_a_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(student_wheel, "FIGURES", tmp_path)
    with pytest.raises(student_wheel.WheelError, match="run `npm run build`"):
        student_wheel.built()


TEXT = """# %% [markdown]
# <how to work>

# %% start="a1"
from nnkit.figures import explore
from verdict import Checks

check = Checks("a1")

# %% setup="true"
{imports}

# %% solution="Net"
class Net:
    def build(self):
        ### BEGIN SOLUTION
        return 1
        ### END SOLUTION

    def call(self):
        ### BEGIN SOLUTION
        return 2
        ### END SOLUTION

# %% check="Net"
check(Net)

# %% verdict="Net"
task = None

# %% {header}
# My own answer.
"""
WRITTEN = '[markdown] written="why"'


@pytest.fixture
def made():
    """The notebook's cells by grade_id, of a small text."""
    entry = ASSIGNMENTS["a1"]

    def cells_of_text(header=WRITTEN, imports="import numpy as np", **points):
        text = TEXT.format(imports=imports, header=header)
        about = replace(entry, points=points or {"Net": 2, "why": 3})
        cells = source_notebook.notebook_of(text, about, "nnf.whl").cells
        return {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in cells}

    return cells_of_text


def test_a_written_answer_is_a_cell_that_people_grade(made):
    cell = made()["why"]
    assert (cell.cell_type, cell.source) == ("markdown", "My own answer.")
    marks = cell.metadata.nbgrader
    assert (marks.grade, marks.solution, marks.locked, marks.points) == (True, True, False, 3)


def test_a_class_has_its_marks_in_each_method(made):
    assert made()["Net"].source.count("### BEGIN SOLUTION") == 2


@pytest.mark.parametrize("header", ['written="why"', '[markdown] solution="why"', "[markdown] written"])
def test_a_written_answer_in_the_wrong_kind_of_cell_stops_the_build(made, header):
    with pytest.raises(source_notebook.SourceError, match=r"the cell that begins with .*My own answer"):
        made(header)


def test_a_written_answer_without_points_stops_the_build(made):
    with pytest.raises(
        source_notebook.SourceError, match=r'written="…": why has a cell and no points in course\.toml$'
    ):
        made(Net=5)


@pytest.mark.parametrize(
    ("imports", "torch"),
    [("import numpy as np", False), ("import torch", True), ("x = 'import torch'", False)],
)
def test_students_install_torch_where_the_text_imports_it(imports, torch):
    text = TEXT.format(imports=imports, header=WRITTEN)
    about = replace(ASSIGNMENTS["a1"], points={"Net": 2, "why": 3})
    prose, start, *_ = source_notebook.notebook_of(text, about, "nnf.whl").cells
    assert f'run `%pip install "./nnf.whl[notebook{",torch" * torch}]"`' in prose.source
    assert "`nbgrader validate a1.ipynb`" in prose.source
    assert ("It fetches PyTorch" in prose.source) == torch
    own = "    from nnkit.figures import explore\n    from verdict import Checks\nexcept ImportError"
    assert start.source.startswith(f"try:\n{'    import torch' * torch}{chr(10) * 2 * torch}{own}")
    assert start.source.endswith('\n\ncheck = Checks("a1")')
    ast.parse(start.source)
