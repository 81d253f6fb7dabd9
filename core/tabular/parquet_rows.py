"""Read a Parquet file of any types into rows of text cells."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.errors import SourceError
from core.scratch import scratch
from core.sources.containers import Member
from core.sources.parquet import SAMPLE_ROWS, batch_rows
from core.sources.records import UNREADABLE, counted
from core.tabular.rows import Rows


@contextmanager
def unpacked(member: Member, head: bytes) -> Iterator[Path]:
    """Where the file can be read directly; Parquet is read from its end, so that a packed one is unpacked."""
    if member.path:
        yield member.path
        return
    with TemporaryDirectory(dir=scratch()) as folder:
        path = Path(folder) / "member.parquet"
        with path.open("wb") as file:
            file.writelines(chain([head], member.chunks))
        yield path


def columns_of(path: Path, name: str) -> tuple[str, ...]:
    """The names of its columns, as they are.

    Raises:
        SourceError: damaged or truncated.
    """
    try:
        return tuple(pl.scan_parquet(path, glob=False).collect_schema().names())
    except (*UNREADABLE, OSError) as problem:
        raise _damaged(name, problem) from problem


def read(path: Path, name: str, first_position: int) -> Iterator[Rows]:
    """Its rows, some tens of megabytes at a time; columns keep the file's own names.

    Raises:
        SourceError: damaged or truncated.
    """
    try:
        rows = pl.scan_parquet(path, glob=False)
        height = rows.select(pl.len()).collect().item()
        step = batch_rows(rows.head(SAMPLE_ROWS).collect())
        for start in range(0, height, step):
            batch = rows.slice(start, step).collect()
            cells = batch.select(_text(pl.col(each), dtype) for each, dtype in batch.schema.items())
            yield Rows(cells, counted(first_position + start, batch.height), rows_read=batch.height)
    except (*UNREADABLE, OSError) as problem:
        raise _damaged(name, problem) from problem


def _text(cells: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Instants as ISO 8601, with a Z only where the column has a zone; spans likewise; nested values as JSON."""
    if isinstance(dtype, pl.Datetime):
        utc = cells.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if dtype.time_zone else cells
        written = utc.cast(pl.Datetime("ms")).dt.strftime("%Y-%m-%dT%H:%M:%S%.3f")
        return written + "Z" if dtype.time_zone else written
    if isinstance(dtype, pl.Duration):
        return cells.dt.to_string("iso")
    if dtype == pl.Binary:
        return cells.cast(pl.String, strict=False)
    if dtype.is_nested():
        wrapped = pl.struct(cells.alias("v")).struct.json_encode().str.slice(5).str.head(-1)
        return pl.when(cells.is_not_null()).then(wrapped).alias(cells.meta.output_name())
    if dtype == pl.String:
        return cells.replace("", None)
    return cells.cast(pl.String, strict=False)


def _damaged(name: str, problem: BaseException) -> SourceError:
    detail = str(problem).partition("\n")[0][:120]
    return SourceError(f"{name} is a damaged or truncated Parquet file ({detail}); copy it again.")
