"""What lies in a folder or an archive: files that may be copied, and what is refused, with the reason."""

import datetime
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..reading import RefusedError
from . import paths

ENTRIES = 20_000
TOTAL = 4 * 2**30  # bytes, unpacked
PIECE = 2**16


@dataclass(frozen=True)
class Member:
    """A file that can be copied. name: its parts; time: of its last change, None when it is not known."""

    name: tuple[str, ...]
    size: int
    time: datetime.datetime | None
    open: Callable[[], BinaryIO] = field(repr=False, compare=False)

    def under(self, name):
        """The same file by another name."""
        return Member(tuple(name), self.size, self.time, self.open)


@dataclass
class Listing:
    """Members of a folder or an archive, and [(name, reason)] of what is refused."""

    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0

    def add(self, name, size, time, opening, wrong=None):
        """One more entry, by the name that it has there; wrong: a reason to refuse it, for all but junk."""
        if len(self.members) + len(self.refused) >= ENTRIES:
            raise RefusedError(f"more than {ENTRIES} files are in it")
        try:
            found = paths.parts(name)
            if paths.junk(found):
                return
            if wrong:
                raise RefusedError(wrong)
        except RefusedError as error:
            self.refused.append((name, str(error)))
            return
        self.total += size
        if self.total > TOTAL:
            raise RefusedError(f"it holds more than {TOTAL // 2**30} GB")
        self.members.append(Member(found, size, time, opening))

    def without_clashes(self):
        """The listing without the names that some systems take for one, or for a file and a folder."""
        count, folders = {}, set()
        for member in self.members:
            key = paths.same(member.name)
            count[key] = count.get(key, 0) + 1
            folders.update(key[:depth] for depth in range(1, len(key)))
        clashing = {key for key in count if count[key] > 1 or key in folders}
        for member in self.members:
            if paths.same(member.name) in clashing:
                self.refused.append(
                    ("/".join(member.name), "a second file of this name, or nearly this name")
                )
        self.members = [member for member in self.members if paths.same(member.name) not in clashing]
        return self


def folder(path):
    """The Listing of a folder of this machine."""
    found = Listing()
    for base, folders, files in os.walk(path):
        folders.sort()
        for name in sorted([*files, *(name for name in folders if (Path(base) / name).is_symlink())]):
            _add_file(found, Path(base) / name, path)
    return found.without_clashes()


def file(path):
    """The Listing of one file."""
    found = Listing()
    _add_file(found, path, path.parent)
    return found


def _add_file(found, path, base):
    info = os.lstat(path)
    wrong = None if stat.S_ISREG(info.st_mode) else "a link, a device or a pipe"
    time = datetime.datetime.fromtimestamp(int(info.st_mtime), datetime.UTC)
    found.add(str(path.relative_to(base)), info.st_size, time, lambda: regular(path), wrong)


def regular(path):
    """A regular file, opened to read. Raises RefusedError."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise RefusedError(f"it cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise RefusedError("it is no regular file")
    return os.fdopen(fd, "rb")


def copy(source, target, limit, what):
    """Copy at most limit bytes in pieces; return how many. Raises RefusedError when there are more."""
    done = 0
    while piece := source.read(PIECE):
        done += len(piece)
        if done > limit:
            raise RefusedError(f"{what} is bigger than {_size(limit)}")
        target.write(piece)
    return done


def _size(limit):
    return f"{limit // 2**20} MB" if limit >= 2**20 else f"{limit} bytes"


def remove(path):
    """Remove a folder of our own, if it is there."""
    shutil.rmtree(path, ignore_errors=True)
