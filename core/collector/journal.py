"""The journal: where events that arrive are written down before they are acknowledged, until they are taken in.

It is the folder `journal` of the workspace. Each process writes files of its own in `journal/open`, one a kind, holds
each locked as long as it writes, and closes it by moving it to `journal`: what stands there is complete and never
written again. A file in `open` that nobody holds belonged to a process that was killed; it is closed by whoever looks,
without what follows its last whole line: that was never acknowledged.

Every file is NDJSON, one event a line with its values as they came, in a shape that `core.sources` recognises.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from core.errors import StoreError
from core.store.files import Files, refused
from core.store.workspace import Workspace

Kind = Literal["taskrouter", "event-streams"]

FOLDER = "journal"
OPEN = f"{FOLDER}/open"
ASKED = f"{FOLDER}/close-now"
"""Replaced whenever somebody wants what is being written to be closed; whoever writes looks a few times a second."""

LOOK_EVERY_S = 0.2
STAMP = "%Y%m%dT%H%M%S.%fZ"
READ_BYTES = 1 << 20
FORGOTTEN_AFTER_S = 60


def closed_files(workspace: Workspace) -> list[Path]:
    """The files that are ready to be taken in, oldest first; those of killed processes are among them.

    They stay until somebody removes them: take them in with `core.ingest`, and unlink them once that is committed.
    A file that is taken in and not removed changes nothing when it is taken in again.

    Raises:
        StoreError: the workspace's disk refused.
    """
    files = workspace.files
    for name in files.names_in(OPEN):
        if not name.startswith(".") or _is_left(files, f"{OPEN}/{name}"):
            _close_abandoned(files, name)
    return [files.path(f"{FOLDER}/{name}") for name in _names(files, FOLDER)]


def close_current(workspace: Workspace, wait_s: float = 2.0) -> bool:
    """Ask every process that writes to close its files, so that `closed_files` has all that was acknowledged by now.

    Args:
        wait_s: how long to wait for them (seconds); without writers it takes no time.

    Returns:
        Whether all of it is closed; what is not will be after a minute, or when its process answers.

    Raises:
        StoreError: the workspace's disk refused.
    """
    files = workspace.files
    open_now = _names(files, OPEN)
    if not open_now:
        return True
    _ask(files)
    give_up_at = time.monotonic() + wait_s
    while left := [name for name in open_now if files.facts(f"{OPEN}/{name}")]:
        for name in left:
            _close_abandoned(files, name)
        if time.monotonic() >= give_up_at:
            return not any(files.facts(f"{OPEN}/{name}") for name in left)
        time.sleep(LOOK_EVERY_S / 10)
    return True


class OpenFile:
    """One file of the journal while this process writes it.

    Args:
        files: of the workspace.
        kind: what its lines are.

    Raises:
        StoreError: the disk refused; from every method. The file may then end in the middle of a line and is not to be
            written any more: `leave` it.
    """

    def __init__(self, files: Files, kind: Kind) -> None:
        self._files = files
        self.name = f"{datetime.now(UTC).strftime(STAMP)}-{kind}-{uuid4().hex[:12]}.ndjson"
        self.opened_at = time.monotonic()
        self.bytes = 0
        self._asked = _asked(files)
        # Locked under a hidden name first: nobody may meet it open and unheld.
        hidden = f"{OPEN}/.{self.name}"
        try:
            _make_folders(files)
            self._handle = os.open(files.path(hidden), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        except OSError as problem:
            raise refused(files.path(hidden), problem) from problem
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            files.move(hidden, f"{OPEN}/{self.name}")
        except (OSError, StoreError) as problem:
            os.close(self._handle)
            with suppress(OSError):
                files.path(hidden).unlink(missing_ok=True)
            if isinstance(problem, StoreError):
                raise
            raise refused(files.path(hidden), problem) from problem

    def write(self, lines: bytes) -> None:
        """Append whole lines; they are on the disk for good when it returns."""
        try:
            rest = memoryview(lines)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os.fdatasync(self._handle)
        except OSError as problem:
            raise refused(self._files.path(f"{OPEN}/{self.name}"), problem) from problem
        self.bytes += len(lines)

    def is_wanted(self) -> bool:
        """Whether somebody has asked for it to be closed since it was opened."""
        return _asked(self._files) != self._asked

    def close(self) -> None:
        """Let it be taken in."""
        try:
            self._files.move(f"{OPEN}/{self.name}", f"{FOLDER}/{self.name}")
        finally:
            self.leave()

    def leave(self) -> None:
        """Let go of it as it is; whoever looks next cuts it to its last whole line and closes it."""
        os.close(self._handle)


def _make_folders(files: Files) -> None:
    """Make them when they are not there, so that even a loss of power does not take them away with their files."""
    folder = files.path(OPEN)
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for above in (folder.parent, files.root):
        handle = os.open(above, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _names(files: Files, folder: str) -> list[str]:
    """The journal's files in a folder, oldest first: their names begin with the time at which they were opened."""
    return [name for name in files.names_in(folder) if name.endswith(".ndjson") and not name.startswith(".")]


def _is_left(files: Files, name: str) -> bool:
    """Whether a hidden file is not just being opened: its process was killed in the middle of that."""
    facts = files.facts(name)
    return facts is not None and time.time() - facts.changed_ns / 1e9 > FORGOTTEN_AFTER_S


def _ask(files: Files) -> None:
    hidden = f"{FOLDER}/.{uuid4().hex}"
    with files.new(hidden) as file:
        file.write(datetime.now(UTC).isoformat().encode())
    files.move(hidden, ASKED)


def _asked(files: Files) -> tuple[int, int] | None:
    """What tells one request from another; null as long as there was none."""
    try:
        facts = files.path(ASKED).stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns


def _close_abandoned(files: Files, name: str) -> None:
    """Close a file when nobody holds it: cut to its last whole line, or removed when it has none."""
    with _held(files.path(f"{OPEN}/{name}")) as handle:
        if handle is None:
            return
        sound = _sound_bytes(handle)
        if sound == 0:
            files.delete(f"{OPEN}/{name}")
            return
        try:
            os.ftruncate(handle, sound)
            os.fsync(handle)
        except OSError as problem:
            raise refused(files.path(f"{OPEN}/{name}"), problem) from problem
        files.move(f"{OPEN}/{name}", f"{FOLDER}/{name}")


@contextmanager
def _held(path: Path) -> Iterator[int | None]:
    """The file's handle while its lock is held here; null when another process holds it, or it is gone."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    except OSError as problem:
        raise refused(path, problem) from problem
    try:
        yield handle if _take(handle, path) else None
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Its process may have closed it between the look into the folder and the lock.
        return path.stat().st_ino == os.fstat(handle).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False
    except OSError as problem:
        raise refused(path, problem) from problem


def _sound_bytes(handle: int) -> int:
    """Where the last whole line ends. A loss of power can leave zeros at the end, which no JSON holds."""
    end = at = 0
    while block := os.pread(handle, READ_BYTES, at):
        zero = block.find(b"\x00")
        newline = block.rfind(b"\n", 0, zero if zero >= 0 else len(block))
        end = at + newline + 1 if newline >= 0 else end
        if zero >= 0:
            break
        at += len(block)
    return end
