"""Archives for the tests: honest ones, and those that a hostile student would hand in."""

import io
import struct
import tarfile
import zipfile


def zipped(files, method=zipfile.ZIP_DEFLATED, time=(2026, 9, 20, 12, 0, 0)):
    """The bytes of a zip. files: {name: content}, or {name: (mode, content)} for what is no plain file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            mode, content = content if isinstance(content, tuple) else (0o100644, content)
            info = zipfile.ZipInfo(name, time)
            info.filename = info.orig_filename = name  # as it is: ZipInfo cuts at a zero byte
            info.compress_type, info.external_attr, info.create_system = method, mode << 16, 3
            archive.writestr(info, content)
    return target.getvalue()


def tarred(files, mode="w", time=1_790_000_000, encoding="utf-8"):
    """The bytes of a tar. files: {name: content}, or {name: (type, link name)} for what is no plain file."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode, encoding=encoding, errors="surrogateescape") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.mtime = time
            if isinstance(content, tuple):
                info.type, info.linkname = content
                archive.addfile(info)
            else:
                content = content if isinstance(content, bytes) else content.encode()
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def overlapping(name="a1.ipynb", copies=3):
    """A zip whose directory points several times at the same bytes."""
    data = bytearray(zipped({name: b"x" * 1000}, zipfile.ZIP_STORED))
    start = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")
    entry = bytes(data[start:end])
    entries = b"".join(entry.replace(name.encode(), f"{n}{name[1:]}".encode()) for n in range(copies))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, copies, copies, len(entries), start)
    return bytes(data[:start]) + entries + bytes(tail)


def encrypted(files):
    """A zip that says of its entries that they are encrypted."""
    data = bytearray(zipped(files))
    for magic, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(magic, at + 1)
    return bytes(data)


def understated(name, content, said):
    """A zip whose entry says that it unpacks to fewer bytes than it does."""
    data = bytearray(zipped({name: content}))
    at = data.index(b"PK\1\2")
    struct.pack_into("<I", data, at + 24, said)
    struct.pack_into("<I", data, 22, said)
    return bytes(data)


def huge_directory(size):
    """A zip whose directory alone has this many bytes."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    count = size // (len(entry) + 1)
    directory = (entry + b"a") * count
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), 0, 0)
    return directory + end
