"""Read Parquet into frames of text fields."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.sources.records import UNREADABLE
from core.sources.text import BATCH_BYTES, BATCH_LINES

SAMPLE_ROWS = 1_000
MAGIC = b"PAR1"
"""Every Parquet file begins so."""


def frames(path: Path, name: str, opens: Iterable[str]) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file as text fields, some tens of megabytes at a time.

    Raises:
        SourceError: damaged or truncated.
    """
    opened = frozenset(opens)
    try:
        rows = pl.scan_parquet(path)
        height = rows.select(pl.len()).collect().item()
        step = batch_rows(rows.head(SAMPLE_ROWS).collect())
        for start in range(0, height, step):
            yield _as_text(rows.slice(start, step).collect(), opened)
    except (*UNREADABLE, OSError) as problem:
        detail = str(problem).partition("\n")[0][:120]
        raise SourceError(f"{name} is a damaged or truncated Parquet file ({detail}); copy it again.") from problem


def known_rows(path: Path) -> int | None:
    """The rows that a Parquet file says it has; null when it is none, is not there, or cannot be read."""
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return None
        return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
    except (*UNREADABLE, OSError):
        return None


def batch_rows(sample: pl.DataFrame) -> int:
    """Rows a batch, so that batches stay as small as those of other forms."""
    bytes_per_row = max(1, int(sample.estimated_size()) // max(1, sample.height))
    return max(1, min(BATCH_LINES, BATCH_BYTES // bytes_per_row))


def _as_text(rows: pl.DataFrame, opened: frozenset[str], prefix: str = "") -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for series in rows:
        path = prefix + series.name
        if isinstance(series.dtype, pl.Struct) and path in opened:
            columns |= {inner.name: inner for inner in _as_text(series.struct.unnest(), opened, f"{path}.")}
        else:
            columns.setdefault(path, _text(series).alias(path))
    return pl.DataFrame(columns) if columns else pl.DataFrame(height=rows.height)


def _text(series: pl.Series) -> pl.Series:
    """Values as text: instants as epoch milliseconds, nested values as JSON text."""
    dtype = series.dtype
    if isinstance(dtype, pl.Datetime):
        return series.dt.epoch("ms").cast(pl.String)
    if dtype.is_nested():
        wrapped = series.alias("v").to_frame().select(pl.struct("v").struct.json_encode().str.slice(5).str.head(-1))
        return wrapped.to_series().set(series.is_null(), None)
    return series.cast(pl.String, strict=False)
