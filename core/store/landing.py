"""The landing zone: every file that comes in is kept unchanged, under the hash of its content."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import polars as pl

from core.errors import SourceError
from core.store.files import Files, refused
from core.store.workspace import Workspace

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Landed:
    """A file in the landing zone.

    Args:
        file_id: SHA-256 of the content, in hexadecimal.
        path: where it is kept.
        name: as it was given.
        bytes: its size.
        is_new: no file of that content was there before.
    """

    file_id: str
    path: Path
    name: str
    bytes: int
    is_new: bool = False


def legible(name: str) -> str:
    """A file's name as text that can be kept and shown: what is no UTF-8 in it is written as `\\udce9`."""
    return name.encode(errors="backslashreplace").decode()


OnBytes = Callable[[int], None]
"""Told how many bytes have been copied; may raise `Cancelled` to stop the copy, of which nothing is kept then."""


def land(workspace: Workspace, path: Path, name: str | None = None, on_bytes: OnBytes | None = None) -> Landed:
    """Copy a file into the landing zone; content that is there already is not kept twice.

    Args:
        name: what to call it, instead of the file's own name.
        on_bytes: called as bytes are copied.

    Raises:
        SourceError: the file cannot be read; the message names it.
        StoreError: the workspace's disk refused.
    """
    try:
        if path.exists() and not path.is_file():
            raise SourceError(f"{path} is not a file; give the files in it, or a file.")
        with path.open("rb") as stream:
            return land_stream(workspace, name or path.name, stream, on_bytes)
    except OSError as problem:
        raise SourceError(f"{path} cannot be read: {problem.strerror}.") from problem


def land_stream(workspace: Workspace, name: str, stream: BinaryIO, on_bytes: OnBytes | None = None) -> Landed:
    """Copy what a stream holds, from its beginning when it can go back there, into the landing zone.

    Raises:
        SourceError: the stream broke off; the message has the name.
        StoreError: the workspace's disk refused.
    """
    files, digest, size = workspace.files, hashlib.sha256(), 0
    hidden = f"landed/.{uuid4().hex}"
    with files.new(hidden) as copy:
        for chunk in _chunks(name, stream):
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
            if on_bytes:
                on_bytes(size)
    final = f"landed/{digest.hexdigest()}"
    there = files.facts(final)
    if there is not None and there.bytes == size:
        files.delete(hidden)
    else:
        files.move(hidden, final)
    return Landed(digest.hexdigest(), files.path(final), name, size, is_new=there is None)


def loaded_before(loads: pl.LazyFrame, file_ids: Collection[str]) -> set[str]:
    """Those of the contents that were loaded before; of the loads of years only theirs are looked at.

    Args:
        loads: rows of LOADS.
        file_ids: as `Landed` names them.
    """
    of_these = pl.col("file_id").is_in(list(file_ids))
    return set(loads.filter(of_these).select("file_id").collect()["file_id"])


def content_hash(files: Files, name: str) -> str:
    """SHA-256 of a file of the workspace as it is now; of a landed file it is the name.

    Raises:
        StoreError: it cannot be read.
    """
    path = files.path(name)
    try:
        return file_hash(path)
    except OSError as problem:
        raise refused(path, problem) from problem


def file_hash(path: Path) -> str:
    """SHA-256 of a file wherever it lies: what it would be called once it has landed.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _chunks(name: str, stream: BinaryIO) -> Iterator[bytes]:
    try:
        if stream.seekable():
            stream.seek(0)
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
    except OSError as problem:
        raise SourceError(f"{name} cannot be read: {problem.strerror}.") from problem
