"""Archives that students hand in to harm: each is refused with the reason, and the others are collected.

They are built by the helpers of the tests of `autograder collect`.
"""

import json
import os
import tarfile
import zipfile

from autograder_archives import encrypted, huge_directory, overlapping, tarred, understated, zipped
from autograder_courses import cells, notebook

LINK, DEVICE = 0o120777, 0o020644
BOOK = json.dumps(notebook(cells()))


def _nested(depth):
    data = zipped({"t1.ipynb": BOOK})
    for _ in range(depth):
        data = zipped({"t1.zip": data})
    return data


def _with(name, content):
    return zipped({"t1.ipynb": BOOK, name: content})


# name of the file: (what it is, its bytes, piece of the reason)
ARCHIVES = {
    "leads-up.zip": (
        "a file whose name leads out of the folder",
        _with("../../../evil.txt", "x"),
        "leads out of its folder",
    ),
    "leads-up-by-tar.tar": (
        "the same in a tar",
        tarred({"t1.ipynb": BOOK, "../../source/t1/t1.ipynb": "x"}),
        "leads out of its folder",
    ),
    "absolute.zip": ("a file with an absolute name", _with("/tmp/evil.txt", "x"), "an absolute name"),
    "of-windows.zip": ("a file with a name of Windows", _with("..\\..\\evil.txt", "x"), "backslash"),
    "of-a-drive.zip": ("a file on a drive", _with("C:evil.txt", "x"), "an absolute name"),
    "link.zip": (
        "a link to the gradebook",
        _with("book", (LINK, "../../../gradebook.db")),
        "a link, a device or a pipe",
    ),
    "link-by-tar.tar": (
        "a link to a folder, and a file through it",
        tarred({"t1.ipynb": BOOK, "out": (tarfile.SYMTYPE, "/tmp"), "out/evil.txt": "x"}),
        "a link, a device or a pipe",
    ),
    "hard-link.tar": (
        "a hard link to the passwords",
        tarred({"t1.ipynb": BOOK, "x": (tarfile.LNKTYPE, "/etc/passwd")}),
        "a link, a device or a pipe",
    ),
    "device.tar": (
        "a device file",
        tarred({"t1.ipynb": BOOK, "x": (tarfile.BLKTYPE, "")}),
        "a link, a device or a pipe",
    ),
    "bomb.zip": ("32 MB of zeros in a few kilobytes", _with("bomb", b"\0" * 2**25), "unpacks to far more"),
    "bomb.tar.gz": (
        "300 MB of zeros in a compressed tar",
        tarred({"t1.ipynb": BOOK, "bomb": b"\0" * (300 * 2**20)}, "w:gz"),
        "the archive, unpacked,",
    ),
    "overlapping.zip": ("entries that share their bytes", overlapping("t1.ipynb"), "entries overlap"),
    "understated.zip": (
        "an entry that says that it is small",
        understated("t1.ipynb", BOOK + " " * 10**6, 100),
        "broken",
    ),
    "huge-directory.zip": ("a directory of 16 MB", huge_directory(2**24), "directory is too big"),
    "nested.zip": ("archives in archives in archives", _nested(9), "its name does not say whose it is"),
    "encrypted.zip": ("an encrypted archive", encrypted({"t1.ipynb": BOOK}), "it is encrypted"),
    "rare-method.zip": (
        "a rare compression that takes any memory",
        zipped({"t1.ipynb": BOOK}, zipfile.ZIP_LZMA),
        "rare method",
    ),
    "names-alike.zip": (
        "two files that some systems take for one",
        _with("T1.IPYNB", "x"),
        "nearly this name",
    ),
    "control-characters.zip": (
        "a name that clears the terminal",
        _with("a\x1b[2Jb", "x"),
        "control characters",
    ),
    "turned-name.zip": ("a name that is shown backwards", _with("\u202etxt.exe", "x"), "control characters"),
    "many-files.zip": (
        "201 files",
        zipped({"t1.ipynb": BOOK} | {f"{number}.txt": "" for number in range(201)}),
        "more than 200 files",
    ),
    "cut-off.zip": (
        "an archive cut off in the middle",
        zipped({"t1.ipynb": BOOK})[:-40],
        "the archive is broken",
    ),
    "noise.zip": ("no archive at all", os.urandom(4096), "the archive is broken"),
}
HONEST = {"anna.zip": zipped({"t1.ipynb": BOOK}), "zoe.tar": tarred({"t1/t1.ipynb": BOOK})}
