"""Marks: which rows of a part count no longer, kept beside it so that a few of them cost no rewriting of all others."""

from functools import lru_cache
from uuid import uuid4

import polars as pl

from core.errors import StoreError
from core.store.files import Files

ROW = "row of the part"
"""The name of the one column: positions within the file, from 0, in order."""


def write_marks(files: Files, folder: str, rows: pl.Series, version: int) -> str:
    """Keep positions in a file of their own, which is never changed; its name.

    Args:
        folder: of the table.
        rows: positions, each once.
        version: the version in the making; it begins the file's name.
    """
    name = f"{folder}/{version:012d}-{uuid4().hex}.marks"
    with files.new(name) as file:
        rows.cast(pl.UInt32).sort().alias(ROW).to_frame().write_parquet(file, compression="zstd", compression_level=1)
    return name


def read_marks(files: Files, name: str) -> pl.Series:
    """The positions in a file of marks, in order; none for an empty name.

    Raises:
        StoreError: the file is gone or damaged.
    """
    return _read(files, name) if name else pl.Series(ROW, [], dtype=pl.UInt32)


@lru_cache(maxsize=1024)
def _read(files: Files, name: str) -> pl.Series:
    path = files.path(name)
    try:
        return pl.read_parquet(path, glob=False)[ROW]
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise StoreError(f"{path} cannot be read ({problem}); `atalaya doctor` tells what can be done.") from problem
