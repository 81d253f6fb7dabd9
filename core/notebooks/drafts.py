"""Drafts on the disk: whatever happens to a browser or to the server, what was typed is there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from uuid import uuid4

from core.errors import UnknownName
from core.notebooks.draft import Draft
from core.store.files import Files, refused
from core.store.lock import locked

FOLDER = "history/drafts"
WAIT_S = 10.0
_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Unfinished:
    """A draft that was neither saved nor given up, and when it was changed last, UTC."""

    id: str
    changed_at: datetime


@dataclass(frozen=True)
class Drafts:
    """The drafts of one notebook, each under an id of its own; beside the notebooks lies nothing.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files
    name: str

    def begin(self, draft: Draft) -> str:
        """Keep a new draft; its id."""
        new = uuid4().hex[:8]
        with self._alone():
            self._put(new, draft)
        return new

    def load(self, id: str) -> Draft:  # noqa: A002
        """The draft of that id.

        Raises:
            UnknownName: there is none, any more.
        """
        path = self._path(id)
        if not _ID.fullmatch(id) or not self.files.facts(path):
            raise UnknownName(f"There is no draft {id!r} of {self.name}; it was saved or given up. Begin another one.")
        return Draft.from_text(self.files.read(path).decode("utf-8", "replace"), self.name)

    @contextmanager
    def changing(self, id: str) -> Iterator["Change"]:  # noqa: A002
        """The draft, to be changed while nobody else changes it: two windows on one draft lose nothing."""
        with self._alone():
            change = Change(self.load(id))
            before = change.draft
            yield change
            if change.draft is not before:
                self._put(id, change.draft)

    def drop(self, id: str) -> None:  # noqa: A002
        """Forget a draft, which was saved or given up."""
        if _ID.fullmatch(id):
            self.files.delete(self._path(id))

    def unfinished(self) -> list[Unfinished]:
        """Those that are kept, the newest first."""
        found = [PurePath(name) for name in self.files.names(f"{FOLDER}/{self.name}") if name.endswith(".json")]
        facts = [(path.stem, self.files.facts(str(path))) for path in found if _ID.fullmatch(path.stem)]
        known = [Unfinished(one, datetime.fromtimestamp(told.changed_ns / 1e9, UTC)) for one, told in facts if told]
        return sorted(known, key=lambda one: one.changed_at, reverse=True)

    def _path(self, id: str) -> str:  # noqa: A002
        return f"{FOLDER}/{self.name}/{id}.json"

    def _put(self, id: str, draft: Draft) -> None:  # noqa: A002
        hidden = f"{FOLDER}/{self.name}/.{uuid4().hex}"
        with self.files.new(hidden) as file:
            file.write(draft.to_text().encode())
        self.files.move(hidden, self._path(id))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # The lock of all that is kept under history: who saves a text sweeps there what others would be writing.
        folder = self.files.path("history")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise refused(folder, problem) from problem
        with locked(folder / "lock", WAIT_S):
            yield


@dataclass
class Change:
    """A draft that is being changed."""

    draft: Draft
