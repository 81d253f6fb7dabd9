"""A file that the browser has brought: on the disk of this machine as long as somebody works on it."""

import hashlib
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import StoreError


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
    folder = Path(tempfile.mkdtemp(prefix="atalaya-table-"))
    path = folder / "table"
    try:
        stream.seek(0)
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
        with path.open("rb") as written:
            file_id = hashlib.file_digest(written, "sha256").hexdigest()
        file = Brought(path, name, path.stat().st_size, file_id)
    except OSError as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(f"{name} cannot be kept in {folder.parent}: {problem.strerror}.") from problem
    weakref.finalize(file, shutil.rmtree, folder, ignore_errors=True)
    return file
