"""What is being tried: a file that ends the whole process must not keep all others from coming in for ever."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from core.store.files import refused

FILE = "trying.json"


class Tried:
    """The files that are being taken in stand in a file for so long; whoever finds it there knows what was under way.

    Args:
        folder: of the workspace, in which the file is.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._deaths = self._read()

    def suspects(self) -> Mapping[str, int]:
        """The files with which a process was ended, and how often: by the file itself, or by the machine."""
        return self._deaths

    def acquit(self, path: str) -> None:
        """Forget what happened with a file: it is known now, and only tried again when it is another one.

        Raises:
            StoreError: the disk refused.
        """
        if self._deaths.pop(path, 0):
            self._write(self._deaths)

    @contextmanager
    def trying(self, paths: Sequence[str]) -> Iterator[None]:
        """While the block runs, these are under way; an error ends it well, a killed process does not.

        Raises:
            StoreError: the disk refused.
        """
        self._write({**self._deaths, **{path: self._deaths.get(path, 0) + 1 for path in paths}})
        try:
            yield
        finally:
            for path in paths:
                self._deaths.pop(path, None)
            self._write(self._deaths)

    def _read(self) -> dict[str, int]:
        with suppress(FileNotFoundError, ValueError, AttributeError):
            told = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(path): int(times) for path, times in told.items()}
        return {}

    def _write(self, deaths: Mapping[str, int]) -> None:
        try:
            if deaths:
                self._path.write_text(json.dumps(deaths), encoding="utf-8")
            else:
                self._path.unlink(missing_ok=True)
        except OSError as problem:
            raise refused(self._path, problem) from problem
