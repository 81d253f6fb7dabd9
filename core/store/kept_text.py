"""A text file that people edit: replaced whole, by one at a time, and the texts that it had before are kept."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import Protocol, TypeVar
from uuid import uuid4

from core.errors import DefinitionError
from core.store.files import Files, refused
from core.store.lock import locked

STAMP = "%Y%m%dT%H%M%S.%fZ"

WAIT_S = 10.0
"""Saving takes milliseconds; whoever waits longer than this waits for something that is stuck."""


class Read(Protocol):
    """What was read of a text: whether it could be at all, and what is wrong with it."""

    @property
    def is_readable(self) -> bool: ...
    @property
    def mistakes(self) -> Sequence[object]: ...


Entries = TypeVar("Entries", bound=Read)


@dataclass(frozen=True)
class Earlier:
    """A content that the file had before.

    Args:
        name: of the file that keeps it.
        saved_at: when that content had been saved, UTC.
    """

    name: str
    saved_at: datetime
    content: bytes


@dataclass(frozen=True)
class KeptText:
    """One such file of a workspace.

    Args:
        name: of the file; its ending is that of the earlier ones.
        folder: of the earlier ones, within `history`.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files
    name: str
    folder: str

    def content(self) -> bytes:
        """What it says now; nothing when there is no file."""
        return self.files.read(self.name) if self.files.facts(self.name) else b""

    @contextmanager
    def alone(self) -> Iterator[bytes]:
        """What it says now, while nobody else saves; what a saver that was killed left behind is swept.

        Raises:
            Busy: somebody else has been saving for ten seconds.
        """
        folder = self.files.path("history")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise refused(folder, problem) from problem
        with locked(folder / "lock", WAIT_S):
            for name in self.files.names("history"):
                if PurePath(name).name.startswith("."):
                    self.files.delete(name)
            yield self.content()

    def replace(self, now: bytes, content: bytes) -> None:
        """Put other content in the place of the present one, and keep that; within `alone`. Never half-written."""
        if now == content:
            return
        if now:
            self._archive(now)
        hidden = f"history/.{uuid4().hex}"
        with self.files.new(hidden) as file:
            file.write(content)
        self.files.move(hidden, self.name)

    def change(self, read: Callable[[str], Entries], edit: Callable[[str, Entries], str], table: str) -> None:
        """Edit the text of a list of tables in TOML; alone, and only where every entry is still one of its own after.

        Args:
            read: the entries of a text.
            edit: the new text, of the present one and its entries; what it raises is raised, and nothing has changed.
            table: the heading of an entry.

        Raises:
            DefinitionError: the text is no TOML, or of a form to which no entry can be added; nothing has changed.
            Busy: as `alone`.
        """
        with self.alone() as content:
            text, path = text_of(content), self.files.path(self.name)
            present = read(text)
            if not present.is_readable:
                raise DefinitionError(f"{path}: {'; '.join(map(str, present.mistakes))} Nothing has been saved.")
            edited = edit(text, present)
            after = read(edited)
            if not after.is_readable or (after == present and edited != text):
                raise DefinitionError(f"{path}: write each entry as a table of its own, {table}.")
            self.replace(content, edited.encode())

    def remove(self, now: bytes) -> None:
        """Take the file away, and keep its present content; within `alone`."""
        if now:
            self._archive(now)
        self.files.delete(self.name)

    def earlier(self) -> list[Earlier]:
        """What it said before, newest first."""
        # Whatever else somebody puts into the folder is no version.
        pattern = re.compile(rf"{re.escape(self._history)}/(\d{{8}}T\d{{6}}\.\d{{6}}Z){re.escape(self._ending)}")
        found = [(name, match[1]) for name in self.files.names(self._history) if (match := pattern.fullmatch(name))]
        return [
            Earlier(name, datetime.strptime(stamp, STAMP).replace(tzinfo=UTC), self.files.read(name))
            for name, stamp in reversed(found)
        ]

    @property
    def _history(self) -> str:
        return f"history/{self.folder}"

    @property
    def _ending(self) -> str:
        return PurePath(self.name).suffix

    def _archive(self, content: bytes) -> None:
        """Keep a content under the time at which it had been saved; those of one moment get the moments after it."""
        facts = self.files.facts(self.name)
        moment = datetime.fromtimestamp(facts.changed_ns / 1e9 if facts else 0, UTC)
        while not self.files.put_if_absent(name := f"{self._history}/{moment.strftime(STAMP)}{self._ending}", content):
            if self.files.read(name) == content:
                return
            moment += timedelta(microseconds=1)


def text_of(content: bytes) -> str:
    """A content as text: no mark of the order of bytes, every line ended as here; no UTF-8 as `surrogateescape`."""
    return content.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")


def mark_of(content: bytes) -> str:
    """Names exactly this content."""
    return sha256(content).hexdigest()
