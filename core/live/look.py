"""A look at the feeds: what is new there, what is still being written, and what was not taken in."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from core.errors import AtalayaError
from core.live.dropped import Dropped, files_in
from core.live.feed import Feed, feeds, reading_of
from core.live.known import Known, Note
from core.schema.tables import LOADS
from core.sources import Reading
from core.store.landing import legible, loaded_before
from core.store.workspace import Workspace

FOLDER = "live"
"""The folder of the workspace that holds what is known of the feeds."""

QUIET_S = 2.0
"""A file that has not changed for so long is whole; whoever writes more slowly writes under a temporary name."""


@dataclass(frozen=True)
class Look:
    """One feed, as it is now.

    Args:
        feed: which.
        reading: how its files are read; null when there is trouble.
        trouble: why nothing can be taken from it, with the way out; empty when all is well.
        ready: files that are new and whole.
        growing: files that are new and still being written.
        unread: files that cannot be read or are held back, each with the reason.
        loaded: notes about files that were held back and that somebody has loaded meanwhile.
        taken: how many of its files are in.
    """

    feed: Feed
    reading: Reading | None = None
    trouble: str = ""
    ready: tuple[Dropped, ...] = ()
    growing: tuple[Dropped, ...] = ()
    unread: tuple[Note, ...] = ()
    loaded: tuple[Note, ...] = ()
    taken: int = 0


class Looker:
    """Looks again and again, and remembers what it saw: a file that stays as it is has been written whole.

    The time at which the file system touched a file says the same at once, unless its clock is another one.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float] = time.time) -> None:
        self.known = Known(workspace.home / FOLDER)
        self._workspace = workspace
        self._clock = clock
        self._seen: dict[str, tuple[Dropped, float]] = {}
        self._present: dict[str, frozenset[str]] = {}
        self._in: tuple[tuple[int, frozenset[str]], set[str]] = ((0, frozenset()), set())

    def gone(self) -> list[str]:
        """Files of which something is known and that were not in their folder at the last look."""
        ends = tuple(f"{folder}/" for folder in self._present)
        here = frozenset().union(*self._present.values())
        return [path for path in self.known.notes if path.startswith(ends) and path not in here]

    def look(self) -> list[Look]:
        """All feeds, the inbox first.

        Raises:
            DefinitionError: the house rules cannot be read.
            StoreError: what is known of the files cannot be.
        """
        return [self._at(feed) for feed in feeds(self._workspace, self._workspace.house)]

    def _at(self, feed: Feed) -> Look:
        try:
            trouble = feed.trouble(self._workspace)
            if trouble:
                return Look(feed, trouble=trouble)
            reading = reading_of(feed, self._workspace)
            present = {str(file.path): file for file in files_in(feed.folder)}
            self._present[str(feed.folder)] = frozenset(present)
        except OSError as problem:
            return Look(feed, trouble=f"{problem.filename or feed.folder} cannot be read: {problem.strerror}.")
        except AtalayaError as problem:
            return Look(feed, trouble=str(problem))
        how, known = mark_of(reading), self.known.notes
        notes = {path: _note(known.get(path), file, how) for path, file in present.items()}
        new = [file for path, file in present.items() if notes[path] is None]
        quiet = {file for file in new if self._is_quiet(file)}
        left_out = [note for note in notes.values() if note and note.problem]
        loaded = self._loaded(left_out)
        return Look(
            feed,
            reading,
            ready=tuple(file for file in new if file in quiet),
            growing=tuple(file for file in new if file not in quiet),
            unread=tuple(replace(note, path=legible(note.path)) for note in left_out if note not in loaded),
            loaded=tuple(loaded),
            taken=sum(note is not None and not note.problem for note in notes.values()) + len(loaded),
        )

    def _loaded(self, left_out: Sequence[Note]) -> list[Note]:
        """Those that were held back and are in now, by hand or by another way; LOADS is read once a version for it."""
        wanted = frozenset(content for note in left_out for content in note.contents)
        if not wanted:
            return []
        now = self._workspace.snapshot()
        if self._in[0] != (now.version, wanted):
            self._in = (now.version, wanted), loaded_before(now.scan(LOADS), wanted)
        return [note for note in left_out if note.contents and self._in[1].issuperset(note.contents)]

    def _is_quiet(self, file: Dropped) -> bool:
        now = self._clock()
        if now - file.touched_ns / 1e9 >= QUIET_S:
            return True
        seen, since = self._seen.get(str(file.path), (None, now))
        if seen != file:
            since = now
        self._seen[str(file.path)] = (file, since)
        return now - since >= QUIET_S


def _note(note: Note | None, file: Dropped, how: str) -> Note | None:
    """What became of the file as it is now; null when that has not been looked at, or can be tried again."""
    if note is None or (note.bytes, note.changed_ns) != file.state:
        return None
    return note if not note.problem or note.how == how else None


def mark_of(reading: Reading) -> str:
    """Tells one reading from another, in few letters."""
    return sha256(reading.as_json().encode(errors="backslashreplace")).hexdigest()[:12]
