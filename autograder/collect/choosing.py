"""What is taken of a student's files: the expected notebooks and, within bounds, what lies beside."""

import contextlib
import itertools

from ..intake import FILES
from ..reading import RefusedError
from . import archives, labels, paths
from .listing import Listing


def files(version, wanted, stack):
    """{name (parts) in the submission: Member}. stack: keeps archives open. Raises RefusedError."""
    members = _latest(version, wanted)
    if not _notebooks(members):
        members = _no_clash(itertools.chain(*(_expanded(member, stack) for member in members)))
    base = _base(members, wanted)
    taken = {member.name[len(base) :]: member for member in members if member.name[: len(base)] == base}
    outside = len(members) - len(taken)
    if outside:
        version.notes.append(f"{outside} files outside of {paths.shown(base)} were left out")
    taken.pop(("timestamp.txt",), None)
    if len(taken) > FILES + len(wanted.notebooks):
        raise RefusedError(f"there are more than {FILES} files beside the notebook")
    return _named(taken, wanted)


def _notebooks(members):
    return [member for member in members if member.name[-1].endswith(".ipynb")]


def _latest(version, wanted):
    """The members, Canvas's numbers of versions taken off notebooks' names; of each file the latest."""
    found = {}
    for member, rank in version.pieces:
        name, number = labels.expected(member.name[-1], wanted.notebooks) if rank is not None else ("", 0)
        name = (*member.name[:-1], name or member.name[-1])
        found.setdefault(name, []).append(((rank or 0, number), member.under(name)))
    for name, several in found.items():
        if len(several) > 1:
            version.notes.append(f"the last of {len(several)} versions of {paths.shown(name)}")
    return [max(several, key=lambda item: item[0])[1] for several in found.values()]


def _expanded(member, stack):
    """The files of an archive, in its place; any other file itself."""
    if not archives.is_archive(member.name[-1]):
        return [member]
    try:
        listing = stack.enter_context(archives.opened(archives.spooled(member, stack), member.name[-1]))
    except RefusedError as error:
        raise RefusedError(f"{paths.shown(member.name)}: {error}") from None
    for name, reason in listing.refused:
        raise RefusedError(f"{paths.shown(member.name)}, {paths.shown(name)}: {reason}")
    return [inner.under((*member.name[:-1], *inner.name)) for inner in listing.members]


def _no_clash(members):
    """The members, of several archives perhaps. Raises RefusedError when two would have one name."""
    together = Listing(list(members)).without_clashes()
    for name, reason in together.refused:
        raise RefusedError(f"{paths.shown(name)}: {reason}")
    return together.members


def _base(members, wanted):
    """The folder (parts) in which the student's notebooks lie. Raises RefusedError."""
    notebooks = _notebooks(members)
    if not notebooks:
        raise RefusedError(f"there is no notebook in it{_instead(members)}")
    expected = {f"{name}.ipynb" for name in wanted.notebooks}
    right = [member for member in notebooks if member.name[-1] in expected] or notebooks
    folders = sorted({member.name[:-1] for member in right})
    if len(folders) > 1:
        listed = " and ".join(paths.shown(folder) or "the top" for folder in folders[:4])
        raise RefusedError(f"there are notebooks in {len(folders)} folders, {listed}: which ones count?")
    return folders[0]


def _instead(members):
    names = [paths.shown(member.name) for member in members]
    more = ", …" if len(names) > 4 else ""
    return f", only {', '.join(names[:4])}{more}" if names else ""


def _named(taken, wanted):
    """The only notebook gets the name that is expected; several others are nobody's to choose from."""
    expected = {(f"{name}.ipynb",) for name in wanted.notebooks}
    at_top = [name for name in taken if len(name) == 1 and name[0].endswith(".ipynb")]
    if expected & set(at_top):
        return taken
    if len(expected) > 1 or len(at_top) > 1:
        listed = ", ".join(paths.shown(name) for name in at_top[:4])
        raise RefusedError(f"none of its notebooks has an expected name: {listed}")
    (only,), (name,) = at_top, expected
    return {name if key == only else key: member for key, member in taken.items()}


@contextlib.contextmanager
def chosen(version, wanted):
    """`files` inside `with`, while the archives that they come from are open."""
    with contextlib.ExitStack() as stack, archives.said_why():
        yield files(version, wanted, stack)
