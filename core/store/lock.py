"""The writers' lock: one writer at a time, and a message that says who it is."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from core.errors import Busy
from core.store.files import refused

POLL_S = 0.05


@contextmanager
def locked(path: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock while the block runs; the system lets go of it when the process dies, however it dies.

    Args:
        path: the lock file; it stays, and says who held it last.
        wait_s: how long to wait for another writer (seconds).

    Raises:
        Busy: the other one is still writing after that; the message says who and since when.
    """
    handle = hold(path, wait_s)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)


def hold(path: Path, wait_s: float) -> int:
    """Take the lock for as long as the handle is open, here or in a process that was given it.

    Raises:
        Busy: another one still has it after so many seconds.
        StoreError: the file cannot be opened.
    """
    handle = _open(path)
    try:
        _take(handle, path, wait_s)
        sign(handle)
    except BaseException:
        os.close(handle)
        raise
    return handle


def sign(handle: int) -> None:
    """Say in the lock's file that this process holds it."""
    os.ftruncate(handle, 0)
    os.pwrite(handle, _who().encode(), 0)


def is_held(path: Path) -> bool:
    """Whether anybody has the lock; looking takes it for a moment, so those who want it had better wait a little.

    Raises:
        StoreError: the file cannot be opened.
    """
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError as problem:
        raise refused(path, problem) from problem
    finally:
        os.close(handle)
    return False


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        raise refused(path, problem) from problem


def _take(handle: int, path: Path, wait_s: float) -> None:
    give_up_at = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up_at:
                holder = os.pread(handle, 500, 0).decode(errors="replace") or "another process"
                raise Busy(
                    f"{path.parent} is being written to by {holder}; waited {wait_s:g} s. Try again when it is done."
                ) from None
            time.sleep(POLL_S)
        except OSError as problem:
            raise refused(path, problem) from problem
        else:
            return


def _who() -> str:
    return f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
