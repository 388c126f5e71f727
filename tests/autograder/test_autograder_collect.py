"""`autograder collect`: each student's work to its place; nothing guessed, nothing lost."""

import json
import os

import pytest
from autograder_archives import encrypted, overlapping, tarred, zipped
from autograder_courses import cells, notebook

from autograder import cli
from autograder.collect import labels, roster, sorting, times
from autograder.course import CourseError
from autograder.intake import RefusedError

ROSTER = """id,lms_user_id,first_name,last_name,login,email,participant
ada,101,Ada,Lovelace,al1,ada@x.org,
bob,102,Bob,O'Hara Smith,bs2,bob@x.org,
eve1,103,Eve,Twin,,,71
eve2,104,Eve,Twin,,,72
zoe,,Zoë,Çelik,,,
"""
EARLY, LATE = (2026, 9, 20, 12, 0, 0), (2026, 9, 22, 12, 0, 0)


def book(answer=42):
    """A student's notebook; another answer makes another one."""
    return json.dumps(notebook(cells({"answer": f"answer = {answer}"})))


@pytest.fixture
def collect(tiny, tmp_path, capsys):
    """collect(files, *options): writes {name: content} to a new folder, collects it all, returns the JSON."""
    tiny.write(tiny.root / "roster.csv", ROSTER)

    def run(files, *options, code=0):
        place = tmp_path / f"given{len(list(tmp_path.iterdir()))}"
        for name, content in files.items():
            tiny.write(place / name, content)
        paths = [str(place / name) for name in dict.fromkeys(name.split("/")[0] for name in files)]
        capsys.readouterr()
        assert cli.main(["collect", "t1", *paths, "--course", str(tiny.root), "--json", *options]) == code
        return json.loads(capsys.readouterr().out)

    run.course = tiny
    return run


def states(done):
    return {row["student"]: row["state"] for row in done["collected"]}


def reasons(done):
    return [row["reason"] for row in done["refused"]]


def handed_in(course, student):
    """{name: content} of a submission."""
    folder = course.folder(student)
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


CANVAS = {
    "lovelaceada_101_9001_t1.ipynb": book(),
    "lovelaceada_101_9002_data.csv": "1,2",
    "oharasmithbob_LATE_102_9003_t1-2.ipynb": book(),
    "twineve_103_9005_work.zip": zipped({"work/t1.ipynb": book(), "work/d/x.txt": "x"}),
    "celikzoe_999_9006_t1.ipynb": book(),
}


def test_the_download_of_canvas(collect):
    done = collect({"submissions.zip": zipped(CANVAS)})
    assert states(done) == dict.fromkeys(("ada", "bob", "eve1", "zoe"), "collected")
    assert done["refused"] == []
    assert done["missing"] == ["eve2"]
    assert {row["student"]: row["late"] for row in done["collected"]}["bob"]
    assert [row["late"] for row in done["collected"]].count(True) == 1
    assert handed_in(collect.course, "ada") == {"data.csv": "1,2", "t1.ipynb": book()}
    assert handed_in(collect.course, "bob") == {"t1.ipynb": book()}
    assert handed_in(collect.course, "eve1") == {"d/x.txt": "x", "t1.ipynb": book()}


def test_the_same_download_unpacked(collect):
    done = collect(CANVAS)
    assert sorted(states(done)) == ["ada", "bob", "eve1", "zoe"]
    assert states(collect({f"x/{name}": text for name, text in CANVAS.items()})).keys() == states(done).keys()


MOODLE = {
    "Ada Lovelace_555_assignsubmission_file_/t1.ipynb": book(),
    "Ada Lovelace_555_assignsubmission_onlinetext_/onlinetext.html": "<p>Dear",
    "Bob O'Hara Smith_556_assignsubmission_file_t1.ipynb": book(),
    "Eve Twin_72_assignsubmission_file/my own.ipynb": book(),
    "Zoë Çelik_557_assignsubmission_file_/t1/t1.ipynb": book(),
}


def test_the_download_of_moodle(collect):
    done = collect({"NN-One neuron-77.zip": zipped(MOODLE, time=EARLY)}, "--archive-times")
    assert sorted(states(done)) == ["ada", "bob", "eve2", "zoe"]
    assert done["missing"] == ["eve1"]
    assert handed_in(collect.course, "eve2") == {
        "t1.ipynb": book(),
        "timestamp.txt": "2026-09-20 12:00:00 UTC",
    }
    assert "t1.ipynb" in handed_in(collect.course, "zoe")
    assert "onlinetext.html" not in handed_in(collect.course, "ada")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (
            "Eve Twin_99_assignsubmission_file_/t1.ipynb",
            "of this name the roster has eve1, eve2, with other numbers",
        ),
        ("Mallory_5_assignsubmission_file_/t1.ipynb", "nobody in the roster is called so"),
        ("mallory_777_9_t1.ipynb", "nobody in the roster is called so"),
        ("lovelaceada_102_9_t1.ipynb", "of different students of the roster: ada, bob"),
        ("x_102_9_103_8_t1.ipynb", "read as of several students: bob, eve1"),
        ("homework.ipynb", "nobody in the roster is called so"),
        ("grades.csv", "neither a notebook nor an archive of somebody's"),
        ("Anonymous/t1.ipynb", "nobody in the roster is called so"),
    ],
)
def test_whose_it_is_is_not_guessed(collect, name, reason):
    done = collect({"all.zip": zipped({name: book(), "al1.ipynb": book()})})
    assert states(done) == {"ada": "collected"}
    assert any(reason in why for why in reasons(done))


@pytest.mark.parametrize(
    "name", ["ada", "al1", "AL1", "ada@x.org", "Ada Lovelace", "Lovelace, Ada", "lovelace ADA"]
)
def test_a_student_may_be_called_by_id_login_address_or_name(collect, name):
    assert states(collect({f"{name}.zip": zipped({"t1.ipynb": book()})})) == {"ada": "collected"}
    assert states(collect({"all.tgz": tarred({f"{name}/t1.ipynb": book()}, "w:gz")})) == {"ada": "unchanged"}


@pytest.mark.parametrize(
    "names",
    [
        ("all.zip", "ada/t1/t1.ipynb"),
        ("all.zip", "submitted/ada/t1/t1.ipynb"),
        ("all.zip", "download/ada/t1.ipynb"),
        ("all.zip", "ada.ipynb"),
        ("ada.zip", "t1.ipynb"),
        ("ada.zip", "t1/t1.ipynb"),
        ("ada.zip", "deep/down/t1.ipynb"),
        ("ada.tar", "other name.ipynb"),
    ],
    ids=str,
)
def test_where_a_notebook_may_lie(collect, names):
    archive, name = names
    data = (tarred if archive.endswith("tar") else zipped)({name: book()})
    assert states(collect({archive: data})) == {"ada": "collected"}
    assert handed_in(collect.course, "ada") == {"t1.ipynb": book()}


def test_without_a_roster_a_folder_s_name_is_the_student_s_id(collect):
    (collect.course.root / "roster.csv").unlink()
    assert states(collect({"all.zip": zipped({"kim/t1/t1.ipynb": book()})})) == {"kim": "collected"}
    assert states(collect({"lee.zip": zipped({"t1.ipynb": book()})})) == {"lee": "collected"}
    assert states(collect({"class/pat/t1.ipynb": book()})) == {"pat": "collected"}
    doubt = collect({"lee.zip": zipped({"work/t1.ipynb": book()})})
    assert "is work a student?" in reasons(doubt)[0]
    canvas = collect({"all.zip": zipped(CANVAS)})
    assert set(reasons(canvas)) == {"only a roster says which student that is: give one with --roster"}


def test_the_folder_of_nbgrader_s_zip_collect(collect):
    archive = collect.course.root / "downloaded/t1/archive"
    collect.course.write(archive / "submissions.zip", zipped(CANVAS))
    collect.course.write(archive / "lovelaceada_101_9008_t1.ipynb", book(5))
    done = collect({}, str(archive))
    assert sorted(states(done)) == ["ada", "bob", "eve1", "zoe"]


def test_nbgrader_s_regular_expression(collect):
    names = r".*/t1_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
    files = {"ps/t1_al1_attempt_2026-09-20-23-30-00_t1.ipynb": book()}
    collect({"bb.zip": zipped(files)}, "--names", names, "--timezone", "Europe/Berlin")
    assert handed_in(collect.course, "ada")["timestamp.txt"] == "2026-09-20 21:30:00 UTC"


def test_a_time_beside_the_notebook_counts_only_where_the_student_cannot_have_written_it(collect):
    stamp = "2026-09-20 12:00:00.123456 UTC"
    collect({"all.zip": zipped({"ada/t1/t1.ipynb": book(), "ada/t1/timestamp.txt": stamp})})
    assert handed_in(collect.course, "ada")["timestamp.txt"] == "2026-09-20 12:00:00 UTC"
    own = {"t1.ipynb": book(), "timestamp.txt": stamp}
    collect({"bob.zip": zipped(own)})
    collect({"all.zip": zipped({"twineve_103_1_x.zip": zipped(own), "zoe.zip": zipped(own)})})
    folder = "Eve Twin_72_assignsubmission_file_"
    collect({"all.zip": zipped({f"{folder}/{name}": text for name, text in own.items()})})
    for student in ("bob", "eve1", "eve2", "zoe"):
        assert list(handed_in(collect.course, student)) == ["t1.ipynb"]


def canvas(rank, answer, number=""):
    return {"submissions.zip": zipped({f"lovelaceada_101_{rank}_t1{number}.ipynb": book(answer)})}


def test_a_later_version_replaces_an_earlier_one_which_is_kept_aside(collect):
    replaced = collect.course.root / "downloaded/t1/replaced/ada"
    assert states(collect(canvas(9001, 1))) == {"ada": "collected"}
    assert states(collect(canvas(9002, 2, "-1"))) == {"ada": "collected: a later version"}
    assert states(collect(canvas(9001, 1))) == {"ada": "left: a later one is there already"}
    assert states(collect(canvas(9002, 2, "-1"))) == {"ada": "unchanged"}
    assert states(collect(canvas(9003, 3, "-2"))) == {"ada": "collected: a later version"}
    assert handed_in(collect.course, "ada") == {"t1.ipynb": book(3)}
    assert [(replaced / n / "t1.ipynb").read_text() for n in "12"] == [book(1), book(2)]


def test_of_two_versions_in_one_download_the_later_counts(collect):
    files = {
        "lovelaceada_101_9_t1-1.ipynb": book(2),
        "lovelaceada_101_8_t1.ipynb": book(1),
        "lovelaceada_101_7_t1-9.ipynb": book(3),
    }
    done = collect({"submissions.zip": zipped(files)})
    assert handed_in(collect.course, "ada") == {"t1.ipynb": book(2)}
    assert done["collected"][0]["notes"] == ["the last of 3 versions of t1.ipynb"]


def moodle(time, answer):
    return {"m.zip": zipped({"Ada Lovelace_5_assignsubmission_file_/t1.ipynb": book(answer)}, time=time)}


def test_without_any_number_the_change_of_the_file_tells_the_later_one(collect):
    assert states(collect(moodle(EARLY, 1))) == {"ada": "collected"}
    assert states(collect(moodle(LATE, 2))) == {"ada": "collected: a later version"}
    assert states(collect(moodle(EARLY, 3))) == {"ada": "left: a later one is there already"}
    assert handed_in(collect.course, "ada") == {"t1.ipynb": book(2)}


def test_what_nobody_can_order_stays_unless_it_is_forced(collect):
    collect.course.hand_in("ada")
    before = handed_in(collect.course, "ada")
    (state,) = states(collect(moodle(LATE, 2))).values()
    assert "which one is the later nobody can say" in state
    assert handed_in(collect.course, "ada") == before
    assert states(collect(moodle(LATE, 2), "--force")) == {"ada": "collected: a later version"}
    kept = collect.course.root / "downloaded/t1/replaced/ada/1/t1.ipynb"
    assert kept.read_text() == before["t1.ipynb"]


BAD = {
    "traversal": zipped({"t1.ipynb": book(), "../../../evil": "x"}),
    "absolute": tarred({"t1.ipynb": book(), "/tmp/evil": "x"}),
    "link": zipped({"t1.ipynb": book(), "secret": (0o120777, "/etc/passwd")}),
    "encrypted": encrypted({"t1.ipynb": book()}),
    "overlapping": overlapping("t1.ipynb"),
    "bomb": zipped({"t1.ipynb": book(), "bomb": b"\0" * 2**25}),
    "broken": b"PK\3\4",
    "nested-too-deep": zipped({"a.zip": zipped({"b.zip": zipped({"t1.ipynb": book()})})}),
    "two-of-them": zipped({"a/t1.ipynb": book(), "b/t1.ipynb": book()}),
    "two-others": zipped({"a.ipynb": book(), "b.ipynb": book()}),
    "no-notebook": zipped({"a.pdf": "%PDF"}),
    "big-notebook": zipped({"t1.ipynb": os.urandom(21 * 2**20)}, 0),
    "big-file": zipped({"t1.ipynb": book(), "x": os.urandom(21 * 2**20)}, 0),
    "many-files": zipped({"t1.ipynb": book()} | {f"{n}": "" for n in range(210)}),
    "same-name": zipped({"a.zip": zipped({"t1.ipynb": book(1)}), "b.zip": zipped({"t1.ipynb": book(2)})}),
}


def test_one_bad_archive_never_stops_the_others(collect, tmp_path):
    ids = [f"s{n:02}" for n in range(len(BAD))]
    collect.course.write(collect.course.root / "roster.csv", "id\n" + "\n".join([*ids, "good"]))
    alone = {f"{student}{_ending(data)}": data for student, data in zip(ids, BAD.values(), strict=True)}
    done = collect(alone | {"good.zip": zipped({"t1.ipynb": book()})}, "--strict", code=3)
    assert states(done) == {"good": "collected"}
    assert len(done["refused"]) == len(BAD)
    together = collect({"all.zip": zipped(alone | {"good.zip": zipped({"t1.ipynb": book()})}, 0)})
    assert states(together) == {"good": "unchanged"}
    assert len(together["refused"]) == len(BAD)
    assert together["missing"] == ids
    assert os.listdir(collect.course.root / "submitted") == ["good"]
    assert not list(tmp_path.rglob("evil"))


def _ending(data):
    return ".tar" if b"ustar" in data else ".zip"


@pytest.mark.parametrize("name", BAD)
def test_the_reason_is_told(collect, name):
    words = {
        "traversal": "leads out of its folder",
        "absolute": "an absolute name",
        "link": "a link, a device or a pipe",
        "encrypted": "it is encrypted",
        "overlapping": "entries overlap",
        "bomb": "unpacks to far more",
        "broken": "broken: File is not a zip file",
        "nested-too-deep": "there is no notebook in it, only b.zip",
        "two-of-them": "notebooks in 2 folders, a and b: which ones count?",
        "two-others": "none of its notebooks has an expected name: a.ipynb, b.ipynb",
        "no-notebook": "there is no notebook in it, only a.pdf",
        "big-notebook": "t1.ipynb is bigger than 20 MB",
        "big-file": "what lies beside the notebook is bigger than 20 MB",
        "many-files": "more than 200 files beside the notebook",
        "same-name": "a second file of this name",
    }
    done = collect({f"al1{_ending(BAD[name])}": BAD[name]})
    assert words[name] in reasons(done)[0]


def test_a_bad_version_leaves_the_good_one_in_its_place(collect):
    collect({"ada.zip": zipped({"t1.ipynb": book()})})
    collect({"ada.zip": BAD["link"]})
    assert handed_in(collect.course, "ada") == {"t1.ipynb": book()}


def test_links_in_a_folder_are_refused(collect, tmp_path):
    place = tmp_path / "class"
    collect.course.write(place / "ada/t1.ipynb", book())
    collect.course.write(place / "bob/t1.ipynb", book())
    (place / "bob/more").symlink_to("/etc")
    (place / "zoe").mkdir()
    os.mkfifo(place / "zoe/t1.ipynb")
    done = collect({}, str(place))
    assert states(done) == {"ada": "collected"}
    assert reasons(done) == [
        "bob/more: a link, a device or a pipe",
        "zoe/t1.ipynb: a link, a device or a pipe",
    ]


def test_the_table(collect, capsys):
    collect(CANVAS)
    given = collect.course.root / "given.zip"
    collect.course.write(given, zipped(CANVAS | {"x[bold]_777_1_t1.ipynb": book()}))
    assert cli.main(["collect", "t1", str(given), "--course", str(collect.course.root)]) == 0
    said = capsys.readouterr().out
    for words in ("bob", "unchanged", "late", "refused: nobody in the roster"):
        assert words in said
    assert "4 handed in, 1 refused." in said
    assert "Canvas calls some late" in said
    assert "Nothing of 1: eve2." in said
    assert "[bold]" in said


def test_usage_is_said(collect, capsys):
    course = str(collect.course.root)
    assert cli.main(["collect", "t1", "/nowhere.zip", "--course", course]) == 2
    assert "There is no /nowhere.zip." in capsys.readouterr().err
    for options in (["--names", "("], ["--names", "x"], ["--timezone", "Mars"]):
        with pytest.raises(SystemExit):
            cli.main(["collect", "t1", *options])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("name\nAda\n", "no student's id in line 2"),
        ("id\n../ada\n", "no student's id in line 2"),
        ("id\nada\nada\n", "has ada twice"),
        (b"id\n\xff\n", "cannot be read"),
    ],
)
def test_a_roster_that_is_none_is_said(tmp_path, text, words):
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CourseError, match=words):
        roster.load(path)


def test_a_roster_of_a_spreadsheet_is_read(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("\ufeffID;Name;other\nada;Lovelace, Ada;x\n", encoding="utf-8")
    read = roster.load(path)
    assert read.find(labels.Label("moodle", "Ada Lovelace", "5")) == "ada"
    with pytest.raises(RefusedError):
        read.find(labels.Label("moodle", "Ada", "5"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-20 12:00:00 UTC", "2026-09-20 12:00:00 UTC"),
        ("2026-09-20-12-00-00", "2026-09-20 12:00:00 UTC"),
        ("2026-09-20T12:00:00+02:00", "2026-09-20 10:00:00 UTC"),
        ("20260920_120000", "2026-09-20 12:00:00 UTC"),
        ("2026-13-20-12-00-00", None),
        ("tomorrow", None),
    ],
)
def test_a_time_is_read_and_written_as_nbgrader_does(text, expected):
    found = times.parse(text, sorting.datetime.UTC)
    assert (found and times.written(found)) == expected


def test_what_was_collected_can_be_graded(collect):
    collect({"submissions.zip": zipped(CANVAS)})
    rows = collect.course.grade()
    assert {row["score"] for row in rows.values()} == {8}
