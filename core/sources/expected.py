"""How many records files will turn out to hold: told by Parquet, guessed of text from the part that has been read."""

from collections.abc import Sequence

from core.sources.parquet import known_rows
from core.store.landing import Landed


class Expected:
    """Records read of several files, and how many there will be.

    Args:
        files: all that are to be read, each content once.
    """

    def __init__(self, files: Sequence[Landed]) -> None:
        self._files = {file.file_id: file for file in files}
        self._known = {file.file_id: known_rows(file.path) for file in files}
        self._rows: dict[str, int] = {}
        self._bytes: dict[str, int] = {}

    def update(self, file: Landed, rows: int, bytes_read: int) -> tuple[int, int | None]:
        """Note what has been read of a file.

        Returns:
            Records read of all files, and how many there will be; null while nothing tells that.
        """
        self._rows[file.file_id] = rows
        self._bytes[file.file_id] = min(bytes_read, file.bytes)
        done = sum(self._rows.values())
        expected = [self._of(one) for one in self._files]
        total = None if any(one is None for one in expected) else sum(one or 0 for one in expected)
        return done, None if total is None else max(done, total)

    @property
    def is_guess(self) -> bool:
        """Whether it is only known of some files how many records they have."""
        return any(self._known[one] is None for one in self._files)

    def drop(self, file: Landed) -> None:
        """Leave out a file that cannot be read."""
        for known in (self._files, self._rows, self._bytes):
            known.pop(file.file_id, None)

    def _of(self, file_id: str) -> int | None:
        rows = self._known[file_id]
        if rows is not None:
            return rows
        dense = self._rows_a_byte(file_id)
        return None if dense is None else round(dense * self._files[file_id].bytes)

    def _rows_a_byte(self, file_id: str) -> float | None:
        """Of the file itself as far as it is read, else of all files of text as far as they are read."""
        of_text = [one for one, rows in self._known.items() if rows is None and self._bytes.get(one)]
        of = [file_id] if file_id in of_text else of_text
        read = sum(self._bytes[one] for one in of)
        return sum(self._rows[one] for one in of) / read if read else None
