"""A file that the browser has brought: on the disk of this machine as long as somebody works on it."""

import hashlib
import os
import shutil
import weakref
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkdtemp
from typing import BinaryIO

from core.errors import SourceError, StoreError
from core.scratch import scratch
from core.tabular.packed import files_of


@dataclass(frozen=True, eq=False)
class Brought:
    """A file of a session's own; gone when nobody holds it any more.

    Args:
        path: where it is.
        name: what it is called.
        bytes: its size.
        file_id: SHA-256 of its content, by which loads know it.
    """

    path: Path
    name: str
    bytes: int
    file_id: str


def keep_file(name: str, stream: BinaryIO) -> Brought:
    """Write an upload down; readers of tables take paths.

    Raises:
        StoreError: the disk refused.
    """
    folder: Path | None = None
    try:
        folder = Path(mkdtemp(dir=scratch()))
        path = folder / "table"
        stream.seek(0)
        with open(path, "xb", opener=_for_nobody_else) as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
        with path.open("rb") as written:
            file_id = hashlib.file_digest(written, "sha256").hexdigest()
        file = Brought(path, name, path.stat().st_size, file_id)
    except OSError as problem:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(f"{name} cannot be kept in {gettempdir()}: {problem.strerror}.") from problem
    weakref.finalize(file, shutil.rmtree, folder, ignore_errors=True)
    return file


def _for_nobody_else(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def keep_files(name: str, stream: BinaryIO) -> list[Brought]:
    """Write an upload down; of a zip of several files each is a file of its own.

    Raises:
        StoreError: the disk refused.
    """
    whole = keep_file(name, stream)
    try:
        with TemporaryDirectory(dir=scratch()) as folder:
            inside = files_of(whole.path, name, Path(folder))
            return [whole] if len(inside) == 1 else [_kept(path, called) for path, called in inside]
    except SourceError:
        return [whole]  # what is wrong with it is told where it is read
    except OSError as problem:
        raise StoreError(f"{name} cannot be unpacked in {gettempdir()}: {problem.strerror}.") from problem


def _kept(path: Path, name: str) -> Brought:
    with path.open("rb") as stream:
        return keep_file(name, stream)
