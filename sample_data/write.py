"""Files of sample data: plain, compressed, or Parquet; the same events give the same bytes."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import polars as pl

from sample_data import shapes
from sample_data.arrivals import arrivals
from sample_data.simulate import Stage
from sample_data.words import fixed

Ids = dict[str, str]
Batches = Iterator[pl.DataFrame]


class File(NamedTuple):
    """One file to write: its shape and the working days in it."""

    path: Path
    shape: str
    days: tuple[int, ...]


def write(stage: Stage, file: File) -> int:
    """Write one file; returns the number of events in it."""
    file.path.parent.mkdir(parents=True, exist_ok=True)
    batches, ids = arrivals(stage, file.days), fixed(stage.plan.seed)
    if file.path.suffix == ".parquet":
        return _parquet(file.path, batches, ids)
    packed = file.path.suffix == ".gz"
    with file.path.open("wb") as raw:
        if not packed:
            return _text(raw, file, batches, ids)
        level = 9 if stage.plan.fits_in_memory else 1
        with gzip.GzipFile("", "wb", level, raw, mtime=0) as narrow:
            return _text(io.BufferedWriter(narrow, 1 << 20), file, batches, ids)


def _text(out: IO[bytes], file: File, batches: Batches, ids: Ids) -> int:
    """Write the events in the file's shape."""
    if ".csv" in file.path.suffixes or file.shape == "rest":
        events = pl.concat(batches).filter(~pl.col("is_broken"))
        is_page = file.shape == "rest"
        page = shapes.rest_page(shapes.rest(events, ids), ids) if is_page else None
        out.write((page or shapes.callback_columns(events, ids).write_csv()).encode())
        out.flush()
        return events.height
    make, count = shapes.callback if file.shape == "callback" else shapes.stream, 0
    for events in batches:
        lines = _cut(events, make(events, ids))
        out.write(("\n".join(lines) + "\n").encode())
        count += len(lines)
    out.flush()
    return count


def _cut(events: pl.DataFrame, lines: pl.Series) -> pl.Series:
    """The lines, some of them cut in the middle."""
    told = events if len(lines) == events.height else events.filter(pl.col("hold").is_null())
    half = lines.str.slice(0, lines.str.len_chars() // 2)
    return pl.select(pl.when(told["is_broken"]).then(half).otherwise(lines)).to_series()


def _parquet(path: Path, batches: Batches, ids: Ids) -> int:
    """Write flat columns: the stream's payload, `timestamp` an instant; a file a batch, numbered from the second."""
    count = 0
    for number, events in enumerate(batches):
        rows = events.filter(~pl.col("is_broken")).select(
            pl.from_epoch("at", time_unit="ms").cast(pl.Datetime("ms", "UTC")).alias("timestamp"),
            *(pl.lit(value).alias(name) for name, value in ids.items()),
            pl.exclude("at", "arrives", "is_broken"),
        )
        rows.write_parquet(path.with_stem(f"{path.stem}-{number}") if number else path, compression="zstd")
        count += rows.height
    return count
