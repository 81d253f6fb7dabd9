"""The writer of one process: many requests wait for one write and one sync of the disk, then all are answered."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition, Thread
from time import monotonic

from core.collector.journal import LOOK_EVERY_S, Kind, OpenFile
from core.collector.refusal import overloaded
from core.errors import StoreError
from core.store.workspace import Workspace

ROOM_BYTES = 64 << 20
"""What waits for the disk at most; who comes then is told to come again."""

FILE_BYTES = 64 << 20
FILE_AGE_S = 60.0
"""A file is closed when it has grown so large or become so old, and whenever somebody asks for it."""

OVERHEAD_BYTES = 1 << 10
"""What a request takes in memory besides its lines."""


@dataclass(frozen=True)
class _Entry:
    """Lines that wait, and who waits for them."""

    kind: Kind
    lines: bytes
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[None]

    @property
    def bytes(self) -> int:
        return len(self.lines) + OVERHEAD_BYTES


class Writer:
    """Writes lines into this process's files of the journal.

    Its thread begins with the first line and ends with `close`; a process that ends without leaves nothing behind that
    others could not close.

    Args:
        workspace: whose journal it is.
        room_bytes, file_bytes, file_age_s: as ROOM_BYTES, FILE_BYTES and FILE_AGE_S.
    """

    def __init__(
        self,
        workspace: Workspace,
        room_bytes: int = ROOM_BYTES,
        file_bytes: int = FILE_BYTES,
        file_age_s: float = FILE_AGE_S,
    ) -> None:
        self._workspace = workspace
        self._room_bytes = room_bytes
        self._file_bytes = file_bytes
        self._file_age_s = file_age_s
        self._waiting: list[_Entry] = []
        self._waiting_bytes = 0
        self._files: dict[Kind, OpenFile] = {}
        self._wake = Condition()
        self._thread: Thread | None = None
        self._is_closing = False
        self.written_at: datetime | None = None

    @property
    def waiting(self) -> int:
        """Requests whose lines are not on the disk yet."""
        return len(self._waiting)

    async def write(self, kind: Kind, lines: bytes) -> None:
        """Wait until the lines are on the disk for good.

        Raises:
            Refusal: too much waits already, or the writer is closing.
            StoreError: the disk refused; the lines are not acknowledged and may be there or not.
        """
        loop = asyncio.get_running_loop()
        entry = _Entry(kind, lines, loop, loop.create_future())
        with self._wake:
            if self._is_closing:
                raise overloaded("The server is stopping; send it again.")
            if self._waiting_bytes + entry.bytes > self._room_bytes:
                raise overloaded("Too much waits to be written; send it again.")
            self._waiting.append(entry)
            self._waiting_bytes += entry.bytes
            if self._thread is None:
                self._thread = Thread(target=self._work, name="journal", daemon=True)
                self._thread.start()
            self._wake.notify()
        await entry.done

    def close(self) -> None:
        """Write what waits, close the files and end the thread."""
        with self._wake:
            self._is_closing = True
            self._wake.notify()
        if self._thread:
            self._thread.join()

    def _work(self) -> None:
        while entries := self._next():
            problem = self._write(entries)
            with self._wake:
                self._waiting_bytes -= sum(entry.bytes for entry in entries)
            for loop in {entry.loop for entry in entries}:
                # A loop that has ended has nobody left who waits.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(_answer, [one.done for one in entries if one.loop is loop], problem)
        for kind in list(self._files):
            self._close(kind)

    def _next(self) -> list[_Entry]:
        """What waits, all of it; nothing when the writer is to end. Files are closed meanwhile when it is time to."""
        while True:
            with self._wake:
                if not self._waiting and not self._is_closing:
                    self._wake.wait(LOOK_EVERY_S if self._files else None)
                entries, self._waiting = self._waiting, []
                is_closing = self._is_closing
            self._close_due()
            if entries or is_closing:
                return entries

    def _write(self, entries: list[_Entry]) -> StoreError | None:
        """Write all or tell why not; then the file is left as it is, and the next lines begin another."""
        for kind in {entry.kind for entry in entries}:
            lines = b"".join(entry.lines for entry in entries if entry.kind == kind)
            try:
                if kind not in self._files:
                    self._files[kind] = OpenFile(self._workspace.files, kind)
                self._files[kind].write(lines)
            except StoreError as problem:
                logging.getLogger("atalaya").error("Events could not be written down: %s", problem)
                if kind in self._files:
                    self._files.pop(kind).leave()
                return problem
        self.written_at = datetime.now(UTC)
        return None

    def _close_due(self) -> None:
        for kind, file in list(self._files.items()):
            is_old = monotonic() - file.opened_at >= self._file_age_s
            if is_old or file.bytes >= self._file_bytes or file.is_wanted():
                self._close(kind)

    def _close(self, kind: Kind) -> None:
        try:
            self._files.pop(kind).close()
        except StoreError as problem:
            # It is left where it is; whoever looks next closes it.
            logging.getLogger("atalaya").error("A file of the journal could not be closed: %s", problem)


def _answer(waiting: list[asyncio.Future[None]], problem: StoreError | None) -> None:
    for done in waiting:
        if done.done():
            continue
        if problem:
            done.set_exception(problem)
        else:
            done.set_result(None)
