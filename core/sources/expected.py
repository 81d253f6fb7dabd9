"""How many records files will turn out to hold: told by Parquet, guessed of text from the part that has been read."""

from collections.abc import Sequence

from core.sources.parquet import known_rows
from core.store.landing import Landed


class Expected:
    """Records read of several files, and how many there will be.

    Only sums are kept of the files beside the one that is read: half a million files cost each other nothing.

    Args:
        files: all that are to be read, each content once.
    """

    def __init__(self, files: Sequence[Landed]) -> None:
        self._sizes = {file.file_id: file.bytes for file in files}
        self._known = {file.file_id: rows for file in files if (rows := known_rows(file.path)) is not None}
        self._read: dict[str, tuple[int, int]] = {}
        self._rows = 0
        self._known_rows = sum(self._known.values())
        self._begun = _Begun()
        self._unread_bytes = sum(size for file_id, size in self._sizes.items() if file_id not in self._known)
        self._unread = len(self._sizes) - len(self._known)

    def update(self, file: Landed, rows: int, bytes_read: int) -> tuple[int, int | None]:
        """Note what has been read of a file.

        Returns:
            Records read of all files, and how many there will be; null while nothing tells that.
        """
        if file.file_id in self._sizes:
            self._count(file.file_id, -1)
            self._read[file.file_id] = rows, min(bytes_read, file.bytes)
            self._count(file.file_id, 1)
        if self._unread and not self._begun.bytes:
            return self._rows, None
        further = round(self._unread_bytes * self._begun.rows / self._begun.bytes) if self._unread else 0
        return self._rows, max(self._rows, self._known_rows + self._begun.expected + further)

    @property
    def is_guess(self) -> bool:
        """Whether it is only known of some files how many records they have."""
        return len(self._known) < len(self._sizes)

    def drop(self, file: Landed) -> None:
        """Leave out a file that cannot be read; the same content under another name is tried, and left out, again."""
        file_id = file.file_id
        if file_id not in self._sizes:
            return
        self._count(file_id, -1)
        if file_id in self._known:
            self._known_rows -= self._known.pop(file_id)
        else:
            self._unread_bytes -= self._sizes[file_id]
            self._unread -= 1
        for told in (self._sizes, self._read):
            told.pop(file_id, None)

    def _count(self, file_id: str, sign: int) -> None:
        """Put what has been read of a file into the sums, or take it out."""
        rows, read = self._read.get(file_id, (0, 0))
        self._rows += sign * rows
        if file_id in self._known or not read:
            return
        self._begun.add(sign, rows, read, self._sizes[file_id])
        self._unread_bytes -= sign * self._sizes[file_id]
        self._unread -= sign


class _Begun:
    """The files of text of which something has been read: that, and what is expected of them as wholes."""

    def __init__(self) -> None:
        self.rows = self.bytes = self.expected = 0

    def add(self, sign: int, rows: int, read: int, size: int) -> None:
        self.rows += sign * rows
        self.bytes += sign * read
        self.expected += sign * round(rows / read * size)
