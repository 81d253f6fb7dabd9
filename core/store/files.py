"""Every file operation of a workspace, by name: all that the store asks of a file system, or of an object store.

Nothing else in `core.store` creates, lists or deletes a file, save the writers' lock, which an object store does
without. Names are relative to the root and written with `/`.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple
from uuid import uuid4

import polars as pl

from core.errors import StoreError


class FileFacts(NamedTuple):
    """What is known of a file without reading it; together with its name they tell one content from another."""

    bytes: int
    changed_ns: int


@dataclass(frozen=True)
class Files:
    """The files of one workspace.

    Raises:
        StoreError: from every method, when the file system refuses; the message names the file.
    """

    root: Path

    def path(self, name: str) -> Path:
        """Where the file is, for those who read it themselves (Polars, a source)."""
        return self.root / name

    def facts(self, name: str) -> FileFacts | None:
        """Size and time of the last change; None when there is no such file."""
        try:
            found = self.path(name).stat()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise refused(self.path(name), problem) from problem
        return FileFacts(found.st_size, found.st_mtime_ns)

    def names(self, folder: str) -> list[str]:
        """Names of all files under a folder, sorted, hidden ones too; none when there is no such folder."""
        start = str(self.path(folder))
        return sorted(f"{folder}{place[len(start) :]}/{name}" for place, _, names in os.walk(start) for name in names)

    def names_in(self, folder: str, beginning: str = "") -> list[str]:
        """Names of the files right in a folder that begin so, without its own, sorted; none when it is not there."""
        try:
            with os.scandir(self.path(folder)) as entries:
                return sorted(entry.name for entry in entries if entry.name.startswith(beginning) and entry.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as problem:
            raise refused(self.path(folder), problem) from problem

    def facts_in(self, folder: str) -> dict[str, FileFacts]:
        """The files right in a folder by their names without its own; none when it is not there."""
        found: dict[str, FileFacts] = {}
        try:
            with os.scandir(self.path(folder)) as entries:
                for entry in entries:
                    with suppress(FileNotFoundError):
                        if entry.is_file():
                            told = entry.stat()
                            found[entry.name] = FileFacts(told.st_size, told.st_mtime_ns)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as problem:
            raise refused(self.path(folder), problem) from problem
        return found

    def piece(self, name: str, at: int, size: int) -> bytes:
        """So many bytes from a place on, counted from the end where it is negative; fewer where the file ends."""
        try:
            with self.path(name).open("rb") as file:
                file.seek(at, os.SEEK_END if at < 0 else os.SEEK_SET)
                return file.read(size)
        except OSError as problem:
            raise refused(self.path(name), problem) from problem

    def read(self, name: str) -> bytes:
        """The whole content."""
        try:
            return self.path(name).read_bytes()
        except OSError as problem:
            raise refused(self.path(name), problem) from problem

    @contextmanager
    def new(self, name: str) -> Iterator[BinaryIO]:
        """Write a file that does not exist yet; it is on the disk for good when the block ends, or not there at all."""
        path = self.path(name)
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                _sync_folder(path.parent.parent)
            file = path.open("xb")
        except OSError as problem:
            raise refused(path, problem) from problem
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(path.parent)
        except BaseException as problem:
            path.unlink(missing_ok=True)
            if isinstance(problem, OSError | pl.exceptions.ComputeError):
                raise refused(path, problem) from problem
            raise

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """Publish a file whole, unless there is one of that name: False then, and nothing has changed.

        A hard link, not a rename: it refuses to replace, and the content is complete before the name exists.
        """
        path = self.path(name)
        hidden = f"{Path(name).parent.as_posix()}/.{uuid4().hex}"
        with self.new(hidden) as file:
            file.write(content)
        try:
            path.hardlink_to(self.path(hidden))
            _sync_folder(path.parent)
        except FileExistsError:
            return False
        except OSError as problem:
            raise StoreError(f"{path}: {problem.strerror}. Its disk must know hard links.") from problem
        finally:
            self.delete(hidden)
        return True

    def move(self, name: str, to: str) -> None:
        """Give a file its final name, replacing what has that name."""
        try:
            self.path(name).replace(self.path(to))
            _sync_folder(self.path(to).parent)
        except OSError as problem:
            raise refused(self.path(to), problem) from problem

    def free_bytes(self) -> int:
        """Room left for new files."""
        try:
            return shutil.disk_usage(self.root).free
        except OSError as problem:
            raise refused(self.root, problem) from problem

    def delete(self, name: str) -> None:
        """Remove a file; it is no error when it is gone already."""
        try:
            self.path(name).unlink(missing_ok=True)
        except OSError as problem:
            raise refused(self.path(name), problem) from problem


def put_whole(path: Path, text: str) -> None:
    """Replace a small text file whole; after a loss of power it may be gone.

    Raises:
        StoreError: the disk refused; what was there is as it was.
    """
    hidden = path.with_name(f".{path.name}-{uuid4().hex}")
    try:
        hidden.write_text(text, encoding="utf-8")
        hidden.replace(path)
    except OSError as problem:
        with suppress(OSError):
            hidden.unlink(missing_ok=True)
        raise refused(path, problem) from problem


def refused(path: Path, problem: Exception) -> StoreError:
    """The error for what the file system refused, in words that name the file and the reason."""
    why = getattr(problem, "strerror", None) or str(problem)
    return StoreError(f"{path}: {why}. Check the disk's free space and the folder's owner.")


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a synced file in an unsynced folder can be lost with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
