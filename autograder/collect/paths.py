"""Names inside archives and folders: which are taken, which are nobody's work, and why the others are not."""

import re
import unicodedata

from ..reading import RefusedError

PART_BYTES, NAME_BYTES, DEPTH = 255, 1000, 20
JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}  # and whatever begins with a dot
# They turn the direction of writing, so that a name shows as another one.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
DRIVE = re.compile(r"^[A-Za-z]:")


def parts(name):
    """The parts of a member's name, "." left out. Raises RefusedError with the reason."""
    wrong = _wrong(name) or next(filter(None, map(_wrong_part, name.split("/"))), None)
    if wrong:
        raise RefusedError(wrong)
    found = tuple(part for part in name.split("/") if part not in ("", "."))
    if not found:
        raise RefusedError("an empty name")
    if len(found) > DEPTH:
        raise RefusedError(f"a name of more than {DEPTH} folders")
    return found


def _wrong(name):
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "a name that is no UTF-8"
    if size > NAME_BYTES:
        return f"a name of {size} bytes"
    if name.startswith("/") or DRIVE.match(name):
        return "an absolute name"
    return None


def _wrong_part(part):
    if part == "..":
        return "a name that leads out of its folder"
    if "\\" in part:
        return "a name with a backslash"
    if len(part.encode()) > PART_BYTES:
        return f"a name of {len(part.encode())} bytes"
    if TURNING.search(part) or any(unicodedata.category(character) == "Cc" for character in part):
        return "a name with control characters"
    return None


def junk(name):
    """Whether a system, an editor or a tool put it there, and no student. name: its parts."""
    return any(part in JUNK or part.startswith(".") for part in name)


def same(name):
    """Equal for two names (parts) that some systems take for one."""
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in name)


def shown(name):
    """A name as a message can hold it."""
    text = name if isinstance(name, str) else "/".join(name)
    safe = "".join(letter if letter.isprintable() else "?" for letter in TURNING.sub("?", text))
    return safe if len(safe) <= 80 else f"{safe[:50]}…{safe[-25:]}"
