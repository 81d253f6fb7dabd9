"""Read Parquet into frames of text fields."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from core.errors import SourceError
from core.sources.text import BATCH_LINES


def frames(path: Path, name: str, opens: Iterable[str]) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file as text fields, BATCH_LINES at a time.

    Raises:
        SourceError: damaged or truncated.
    """
    opened = frozenset(opens)
    try:
        rows = pl.scan_parquet(path)
        height = rows.select(pl.len()).collect().item()
        for start in range(0, height, BATCH_LINES):
            yield _as_text(rows.slice(start, BATCH_LINES).collect(), opened)
    except (PolarsError, OSError) as problem:
        raise SourceError(f"{name} is a damaged or truncated Parquet file ({problem}); copy it again.") from problem


def _as_text(rows: pl.DataFrame, opened: frozenset[str], prefix: str = "") -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for series in rows:
        path = prefix + series.name
        if isinstance(series.dtype, pl.Struct) and path in opened:
            columns |= {inner.name: inner for inner in _as_text(series.struct.unnest(), opened, f"{path}.")}
        else:
            columns.setdefault(path, _text(series).alias(path))
    return pl.DataFrame(list(columns.values())) if columns else pl.DataFrame(height=rows.height)


def _text(series: pl.Series) -> pl.Series:
    """Values as text: instants as epoch milliseconds, nested values as JSON text."""
    dtype = series.dtype
    if isinstance(dtype, pl.Datetime):
        return series.dt.epoch("ms").cast(pl.String)
    if dtype.is_nested():
        wrapped = series.alias("v").to_frame().select(pl.struct("v").struct.json_encode().str.slice(5).str.head(-1))
        return wrapped.to_series().set(series.is_null(), None)
    return series.cast(pl.String, strict=False)
