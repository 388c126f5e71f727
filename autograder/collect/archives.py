"""Zip and tar archives, read with bounded memory; what is odd about one is a RefusedError with the reason.

A zip's directory is read whole by `zipfile`, and a tar's long names by `tarfile`: so both read through a file
that gives nobody more than a few megabytes at once. Compressed tars are unpacked to the disk, up to a limit.
Links, devices and sparse files are refused; nothing is extracted by name (which is what tarfile's filter
"data" is for): only contents are read.
"""

import bz2
import contextlib
import datetime
import gzip
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib

from ..reading import RefusedError
from .listing import Listing, copy

ARCHIVE_BYTES = 200 * 2**20  # of an archive inside another one, and of a compressed tar unpacked
READ_AT_ONCE = 4 * 2**20
RATIO, RATIO_FROM = 200, 2**20  # times; bytes from which it counts
ENCRYPTED = 1
KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others may take any amount of memory
ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz")
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)


def is_archive(name):
    return name.lower().endswith(ENDINGS)


def stem(name):
    """A file's name without its ending, that of an archive wholly."""
    ending = next(
        (ending for ending in sorted(ENDINGS, key=len)[::-1] if name.lower().endswith(ending)), None
    )
    return name[: -len(ending)] if ending else name.rpartition(".")[0] or name


@contextlib.contextmanager
def opened(file, name):
    """The Listing of the archive in file (a seekable binary file); its members can be read inside `with`.

    Raises RefusedError, also for what shows only while a member is being read.
    """
    with contextlib.ExitStack() as stack, said_why():
        listing = _zip if name.lower().endswith(".zip") else _tar
        yield listing(file, stack).without_clashes()


@contextlib.contextmanager
def said_why():
    """Errors of the libraries become a RefusedError."""
    try:
        yield
    except UnicodeDecodeError:
        raise RefusedError("the archive holds a name that is no UTF-8") from None
    except BROKEN as error:
        raise RefusedError(f"the archive is broken: {str(error) or type(error).__name__}"[:200]) from None


class Sparing:
    """A file that gives nobody more than READ_AT_ONCE bytes at once."""

    def __init__(self, file):
        self.file, self.seek, self.tell = file, file.seek, file.tell

    def read(self, size=-1):
        everything = size is None or size < 0
        data = self.file.read(READ_AT_ONCE + 1 if everything else min(size, READ_AT_ONCE + 1))
        if len(data) > READ_AT_ONCE:
            raise RefusedError("the archive's directory is too big")
        return data

    def seekable(self):
        return True

    def close(self):
        """The file is closed by who opened it."""


def _zip(file, stack):
    archive = stack.enter_context(zipfile.ZipFile(Sparing(file)))
    infos = archive.infolist()
    _refuse_overlaps(infos, archive.start_dir)
    found = Listing()
    for info in infos:
        if not info.is_dir():
            found.add(_zip_name(info), info.file_size, _zip_time(info), _opener(archive, info), _odd(info))
    return found


def _opener(archive, info):
    return lambda: archive.open(info)


def _refuse_overlaps(infos, end):
    """No byte may belong to two entries: that is how a small archive holds petabytes."""
    starts = sorted((info.header_offset, info.compress_size) for info in infos)
    limits = [start for start, _ in starts[1:]] + [end]
    for (start, size), limit in zip(starts, limits, strict=True):
        if start < 0 or start + 30 + size > limit:  # 30: bytes of an entry's own header, without its name
            raise RefusedError("the archive's entries overlap")


def _zip_name(info):
    """An entry's name; zipfile's own is cut at a zero byte, and macOS writes UTF-8 without saying so."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            return name.encode("cp437").decode()
    return name


def _zip_time(info):
    try:
        time = datetime.datetime(*info.date_time)
    except ValueError:
        return None
    return time if time.year > 1980 else None  # where the count begins: no time was given


def _odd(info):
    """Why an entry of a zip is refused; None when it is not."""
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "a link, a device or a pipe"
    if info.flag_bits & ENCRYPTED:
        return "it is encrypted"
    if info.compress_type not in KNOWN_METHODS:
        return "it is compressed by a rare method"
    return _bomb(info.file_size, info.compress_size)


def _bomb(size, packed):
    return "it unpacks to far more than an honest file" if size > max(RATIO_FROM, RATIO * packed) else None


def _tar(file, stack):
    plain = _unpacked(file, stack)
    archive = stack.enter_context(tarfile.open(fileobj=Sparing(plain), mode="r:"))  # noqa: SIM115 - as above
    found = Listing()
    for member in archive:
        if not member.isdir():
            found.add(
                member.name, member.size, _tar_time(member), _extract(archive, member), _odd_tar(member)
            )
    _refuse_rest(plain, archive.offset)
    return found


def _extract(archive, member):
    return lambda: archive.extractfile(member)


def _tar_time(member):
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return datetime.datetime.fromtimestamp(int(member.mtime), datetime.UTC) if member.mtime else None
    return None


def _odd_tar(member):
    if not member.isreg():
        return "a link, a device or a pipe"
    return "a sparse file" if member.issparse() else None


def _unpacked(file, stack):
    """The tar itself, on the disk when it was compressed."""
    start = file.read(6)
    file.seek(0)
    kinds = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open}
    opening = next((kind for magic, kind in kinds.items() if start.startswith(magic)), None)
    if opening is None:
        return file
    packed = file.seek(0, 2)
    file.seek(0)
    plain = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    limit = min(ARCHIVE_BYTES, max(RATIO_FROM, RATIO * packed))
    with opening(file) as stream:
        copy(stream, plain, limit, "the archive, unpacked,")
    plain.seek(0)
    return plain


def _refuse_rest(plain, offset):
    """What follows the last entry must be the end, not a part that tarfile could not read."""
    plain.seek(offset)
    if plain.read(512).strip(b"\0"):
        raise RefusedError("the archive is broken in the middle")


def spooled(member, stack):
    """An archive inside another one, copied to the disk: it is read back and forth."""
    target = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    with member.open() as source:
        copy(source, target, ARCHIVE_BYTES, "an archive in it")
    target.seek(0)
    return target
