"""A folder for what a process writes down on its way: customers' data that nobody else reads and nobody finds later."""

import atexit
import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from threading import Lock

PREFIX = "atalaya-scratch-"


@dataclass(frozen=True)
class _Own:
    """The folder of this process, and the open handle by which it is locked."""

    folder: Path
    handle: int


_own: _Own | None = None
_making = Lock()


def scratch() -> Path:
    """The folder of this process alone, within the system's one for temporary files; made when first asked for.

    It is locked as long as the process lives, and gone at its end; what processes that were killed have left is
    removed by whoever makes the next one.

    Raises:
        OSError: the disk refused.
    """
    global _own
    with _making:
        if _own is None or not _is(_own.folder, _own.handle):  # some systems tidy what is old away
            clear_left()
            _own = _made()
        return _own.folder


def clear_left() -> int:
    """Remove the folders of processes that live no longer; how many there were.

    One that is locked is at work, whoever asks; links, and what belongs to other users, are left alone.
    """
    return sum(_cleared(path) for path in Path(gettempdir()).glob(f"{PREFIX}*"))


def _made() -> _Own:
    while True:
        folder = Path(mkdtemp(prefix=PREFIX))  # readable by its owner alone
        try:
            handle = _opened(folder)
        except FileNotFoundError:
            continue  # taken for a dead process's in the moment before it was locked
        if _locked(handle) and _is(folder, handle):
            return _Own(folder, handle)
        os.close(handle)


def _cleared(folder: Path) -> bool:
    try:
        handle = _opened(folder)
    except OSError:
        return False
    try:
        if os.fstat(handle).st_uid != os.getuid() or not _locked(handle) or not _is(folder, handle):
            return False
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()
    except OSError:
        return False  # a disk that knows no locks
    finally:
        os.close(handle)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def _locked(handle: int) -> bool:
    """Whether it could be locked; the system lets go of it when the process dies, however it dies."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is(folder: Path, handle: int) -> bool:
    """Whether what is open still stands there."""
    try:
        return os.path.samestat(folder.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _leave() -> None:
    if _own:
        shutil.rmtree(_own.folder, ignore_errors=True)


def _begin_anew() -> None:
    """A fork has its own; the folder is its parent's."""
    global _own, _making
    if _own:
        os.close(_own.handle)
    _own, _making = None, Lock()


atexit.register(_leave)
os.register_at_fork(after_in_child=_begin_anew)
