"""All that was given, one path after the other: no archive and no student stops another."""

from ..reading import RefusedError
from . import archives, choosing, labels, listing, sorting
from .labels import Label


class Collection:
    """Takes in one path after the other. rows: (version, what became of it); refused: (name, reason)."""

    def __init__(self, store, wanted, force):
        self.store, self.wanted, self.force = store, wanted, force
        self.rows, self.refused, self.missing = [], [], []

    def path(self, path):
        """One path that was given; nothing that is wrong with it stops the others."""
        path = path.resolve()
        try:
            if path.is_dir():
                self._folder(path)
            elif archives.is_archive(path.name):
                self._archive(path)
            else:
                self._source(path.name, sorting.LOOSE, listing.file(path))
        except (RefusedError, OSError) as error:
            self.refused.append((path.name, _why(error)))

    def _folder(self, path):
        """A folder; archives right in it that are no student's may be the class's."""
        found = listing.folder(path)
        classes = [] if self._of_one(path) else [m for m in found.members if self._of_class(m)]
        found.members = [member for member in found.members if member not in classes]
        if found.members or found.refused:
            self._source(path.name, sorting.FOLDER, found)
        for member in classes:
            self.path(path / member.name[0])

    def _of_one(self, path):
        roster = self.wanted.roster
        return bool(roster.students) and (roster.knows(Label("", path.name)) or bool(labels.read(path.name)))

    def _of_class(self, member):
        name = member.name[0]
        if len(member.name) > 1 or not archives.is_archive(name) or labels.read(name):
            return False
        return not self.wanted.roster.knows(Label("", archives.stem(name)))

    def _archive(self, path):
        with listing.regular(path) as file, archives.opened(file, path.name) as found:
            self._source(path.name, sorting.ARCHIVE, found)

    def _source(self, name, kind, found):
        sorted_ = sorting.Sorter(name, kind, found, self.wanted)
        self.refused += [
            (f"{name}: {inner}" if inner != name else name, why) for inner, why in sorted_.refused
        ]
        for version in sorted(sorted_.versions.values(), key=lambda version: version.student):
            self._version(version)

    def _version(self, version):
        """One student's; what is wrong with it is told in its row and stops nobody else."""
        if self.wanted.archive_times and version.time is None:
            version.time = version.seen
        try:
            if version.refused:
                raise RefusedError(version.refused)
            with choosing.chosen(version, self.wanted) as files:
                state = self.store.put(version, files, self.force)
        except (RefusedError, OSError) as error:
            self.refused.append((f"{version.source}: {version.student}", _why(error)))
        else:
            self.rows.append((version, state))


def _why(error):
    return str(error) if isinstance(error, RefusedError) else f"it cannot be read: {error.strerror}"
