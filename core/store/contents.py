"""Contents: what has landed, wherever it lies: in a file of its own, or packed with others of its day."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from core.store.files import Files, refused
from core.store.landing import Landed, content_hash
from core.store.packs import Place, content, is_whole, places


class Contents:
    """The landed files of a workspace by their SHA-256. A file of its own goes before a packed one: whoever puts one
    back from a backup is believed.

    Args:
        files: of the workspace.
        file_ids: a few, when only these are asked for; the packs are looked through once, for the first that has no
            file of its own.

    Raises:
        StoreError: from every method, when the file system refuses, or a pack is damaged where the content lies.
    """

    def __init__(self, files: Files, file_ids: Collection[str] | None = None) -> None:
        self._files = files
        self._file_ids = file_ids

    def size(self, file_id: str) -> int | None:
        """How many bytes it has; null when it is not there."""
        facts = self._files.facts(name_of(file_id))
        if facts is not None:
            return facts.bytes
        place = self._packed.get(file_id)
        return place.bytes if place else None

    def is_whole(self, file_id: str) -> bool:
        """Whether what is there is what came in: its SHA-256 is looked at again.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        place = self._place(file_id)
        return (
            is_whole(self._files, file_id, place) if place else content_hash(self._files, name_of(file_id)) == file_id
        )

    def read(self, file_id: str) -> bytes:
        """The whole content; of what may be large, `at_hand` holds nothing in memory.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        place = self._place(file_id)
        return content(self._files, place) if place else self._files.read(name_of(file_id))

    @contextmanager
    def at_hand(self, landed: Landed, folder: Path) -> Iterator[Landed]:
        """The file with a path at which it can be read; what is packed is unpacked alone, while the block runs.

        Args:
            folder: for what is unpacked.
        """
        place = self._place(landed.file_id)
        if place is None:
            yield replace(landed, path=self._files.path(name_of(landed.file_id)))
            return
        path = folder / f"unpacked-{uuid4().hex}"
        try:
            _write(path, content(self._files, place))
            yield replace(landed, path=path)
        finally:
            path.unlink(missing_ok=True)

    def _place(self, file_id: str) -> Place | None:
        """Where it is packed; null when it has a file of its own, or is nowhere."""
        return None if self._files.facts(name_of(file_id)) else self._packed.get(file_id)

    @cached_property
    def _packed(self) -> dict[str, Place]:
        return places(self._files, self._file_ids)


def name_of(file_id: str) -> str:
    """Name of the file that a content lands in."""
    return f"landed/{file_id}"


def _write(path: Path, found: bytes) -> None:
    try:
        path.write_bytes(found)
    except OSError as problem:
        raise refused(path, problem) from problem
