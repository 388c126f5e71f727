"""Archives: what is odd about one is refused with the reason, in bounded memory."""

import bz2
import gzip
import io
import lzma
import tarfile
import tracemalloc
import zipfile

import pytest
from autograder_archives import encrypted, huge_directory, overlapping, tarred, understated, zipped

from autograder.collect import archives, listing, paths
from autograder.intake import RefusedError

LINK, DEVICE, PIPE, BLOCK = 0o120777, 0o020644, 0o010644, 0o060644


def listed(data, name="x.zip"):
    """(names, refused) of an archive; every member is read through."""
    with archives.opened(io.BytesIO(data), name) as found:
        for member in found.members:
            with member.open() as file:
                listing.copy(file, io.BytesIO(), listing.TOTAL, member.name[-1])
        return ["/".join(member.name) for member in found.members], found.refused


def test_honest_archives_are_listed_without_what_systems_put_into_them():
    files = {"a1.ipynb": "{}", "data/d.csv": "1", "__MACOSX/._a1.ipynb": "", ".DS_Store": "", "data/": ""}
    assert listed(zipped(files)) == (["a1.ipynb", "data/d.csv"], [])
    del files["data/"]
    for mode, name in {"w": "x.tar", "w:gz": "x.tar.gz", "w:bz2": "x.tbz2"}.items():
        assert listed(tarred(files, mode), name) == (["a1.ipynb", "data/d.csv"], [])


def test_names_of_macos_are_read_as_utf8_although_it_does_not_say_so():
    raw = bytearray(zipped({"übung.ipynb": "{}"}))
    for magic, place in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        raw[raw.index(magic) + place] &= 0xF7
    assert listed(bytes(raw))[0] == ["übung.ipynb"]


ODD_NAMES = {
    "../a1.ipynb": "a name that leads out of its folder",
    "a/../../a1.ipynb": "a name that leads out of its folder",
    "/etc/passwd": "an absolute name",
    "C:/a1.ipynb": "an absolute name",
    "C:\\a1.ipynb": "an absolute name",
    "a\\b.ipynb": "a name with a backslash",
    "..\\a1.ipynb": "a name with a backslash",
    "a\nb.ipynb": "a name with control characters",
    "a\x1b[2J.ipynb": "a name with control characters",
    "a\0.ipynb": "a name with control characters",
    "\u202ebnypi.1a": "a name with control characters",
    "x" * 256: "a name of 256 bytes",
    "x/" * 600: "a name of 1200 bytes",
    "x/" * 30 + "y": "a name of more than 20 folders",
    "./.": "an empty name",
}


FILES = [(kind, name) for name in ODD_NAMES if not name.endswith("/") for kind in ("zip", "tar")]
FILES.remove(("tar", "a\0.ipynb"))  # there a name ends at its first zero byte


@pytest.mark.parametrize(("kind", "name"), FILES, ids=repr)
def test_odd_names_are_refused(name, kind):
    data, file = (zipped({name: "1"}), "x.zip") if kind == "zip" else (tarred({name: "1"}), "x.tar")
    names, refused = listed(data, file)
    assert names == []
    assert [reason for _, reason in refused] == [ODD_NAMES[name]]


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_the_reason_that_a_name_is_refused_for(name):
    with pytest.raises(RefusedError, match=f"^{ODD_NAMES[name]}$"):
        paths.parts(name)


@pytest.mark.parametrize(
    ("name", "expected"), [("./a/./b", ("a", "b")), ("a//b", ("a", "b")), ("é –.ipynb", ("é –.ipynb",))]
)
def test_plain_names_are_taken(name, expected):
    assert paths.parts(name) == expected


def test_a_name_that_is_no_utf8_is_refused():
    assert listed(tarred({"a\udcff.ipynb": "1"}), "x.tar")[1][0][1] == "a name that is no UTF-8"
    data = zipped({"aé.ipynb": "1"}).replace("é".encode(), b"\xff\xff")
    with pytest.raises(RefusedError, match="holds a name that is no UTF-8"):
        listed(data)


@pytest.mark.parametrize("mode", [LINK, DEVICE, PIPE, BLOCK], ids=oct)
def test_a_zip_s_links_and_devices_are_refused(mode):
    names, refused = listed(zipped({"a1.ipynb": "{}", "x": (mode, "/etc/passwd")}))
    assert names == ["a1.ipynb"]
    assert refused == [("x", "a link, a device or a pipe")]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_a_tar_s_links_and_devices_are_refused(kind):
    names, refused = listed(tarred({"a1.ipynb": "{}", "x": (kind, "/etc/passwd")}), "x.tar")
    assert names == ["a1.ipynb"]
    assert refused == [("x", "a link, a device or a pipe")]


@pytest.mark.parametrize(
    "names", [("a.txt", "A.TXT"), ("é", "e\u0301"), ("a", "a/b"), ("d/x", "D/X")], ids=repr
)
def test_names_that_some_systems_take_for_one_are_refused(names):
    found, refused = listed(zipped(dict.fromkeys(names, "1") | {"other": "1"}))
    assert "other" in found
    assert {reason for _, reason in refused} == {"a second file of this name, or nearly this name"}


def test_the_same_name_twice_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a1.ipynb", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a1.ipynb", "2")
    assert listed(target.getvalue())[0] == []


BROKEN = {
    "empty": (b"", "x.zip", "broken"),
    "no-archive": (b"%PDF-1.5", "x.zip", "broken: File is not a zip file"),
    "cut-off": (zipped({"a1.ipynb": "{}" * 999})[:-30], "x.zip", "broken"),
    "empty-tar": (b"", "x.tar", "broken"),
    "no-tar": (b"%PDF-1.5" * 100, "x.tar", "broken"),
    "cut-off-tar": (tarred({"a": b"x" * 2000, "b": "1"})[:1500], "x.tar", "broken"),
    "cut-off-gz": (tarred({"a": b"x" * 2000}, "w:gz")[:60], "x.tgz", "broken"),
    "broken-gz": (gzip.compress(b"x" * 2000)[:-8] + b"12345678", "x.tar.gz", "broken"),
    "broken-in-the-middle": (
        (data := tarred({"a": "1", "b": "2"}))[:1024] + b"#" * 512 + data[1536:],
        "x.tar",
        "broken in the middle",
    ),
    "xz": (lzma.compress(tarred({"a": "1"})), "x.tar", "broken"),
    "overlapping": (overlapping(), "x.zip", "entries overlap"),
    "directory-of-20-MB": (huge_directory(20 * 2**20), "x.zip", "directory is too big"),
    "directory-of-20-000-and-more": (huge_directory(47 * 20_500), "x.zip", "entries overlap"),
    "more-than-it-says": (understated("a1.ipynb", b"x" * 100_000, 10), "x.zip", "broken: Bad CRC-32"),
    "gz-bomb": (gzip.compress(b"\0" * 2**27, 9), "x.tgz", "unpacked, is bigger than"),
    "bz2-bomb": (bz2.compress(b"\0" * 2**27), "x.tbz2", "unpacked, is bigger than 1 MB"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_hostile_archive_is_refused_within_little_memory(name):
    data, file, words = BROKEN[name]
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError, match=words):
            listed(data, file)
        assert tracemalloc.get_traced_memory()[1] < 40 * 2**20
    finally:
        tracemalloc.stop()


def test_a_long_name_of_a_tar_does_not_fill_the_memory():
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 50 * 2**20
    data = info.tobuf(tarfile.GNU_FORMAT) + b"x" * info.size + tarred({"a": "1"})
    with pytest.raises(RefusedError, match="directory is too big"):
        listed(data, "x.tar")


def test_entries_that_are_bombs_or_encrypted_or_packed_rarely_are_refused_alone():
    bomb = zipped({"a1.ipynb": "{}", "bomb": b"\0" * 2**24})
    assert listed(bomb) == (["a1.ipynb"], [("bomb", "it unpacks to far more than an honest file")])
    assert listed(encrypted({"a": "1"})) == ([], [("a", "it is encrypted")])
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        assert listed(zipped({"a": "1"}, method)) == ([], [("a", "it is compressed by a rare method")])


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr(listing, "ENTRIES", 5)
    with pytest.raises(RefusedError, match="more than 5 files"):
        listed(zipped(dict.fromkeys("abcdefg", "1")))


def test_too_much_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(listing, "TOTAL", 2**30)
    found = listing.Listing()
    found.add("a", 2**29, None, None)
    found.add("b", 2**29, None, None)
    with pytest.raises(RefusedError, match="more than 1 GB"):
        found.add("c", 1, None, None)


def test_a_file_is_copied_up_to_its_limit():
    assert listing.copy(io.BytesIO(b"x" * 10), io.BytesIO(), 10, "it") == 10
    with pytest.raises(RefusedError, match="it is bigger than 9 bytes"):
        listing.copy(io.BytesIO(b"x" * 10), io.BytesIO(), 9, "it")
