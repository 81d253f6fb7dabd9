"""What is stored of a cube: its files tell themselves which measures they hold."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import polars as pl

from core.store.files import Files
from core.store.parts import Part


def columns_in(files: Files, parts: Iterable[Part]) -> frozenset[str]:
    """The columns that every one of the parts has: one that some lack would be counted short."""
    found = [_columns(files.path(part.file)) for part in parts]
    return frozenset.intersection(*found) if found else frozenset()


@lru_cache(maxsize=4096)
def _columns(path: Path) -> frozenset[str]:
    return frozenset(pl.read_parquet_schema(path))
