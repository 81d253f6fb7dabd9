"""Staged: files read into temporary parts, and how they enter the tables together with the loads that tell of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from core.intervals.keep import Kept, keep
from core.intervals.read import STAGED as INTERVALS_STAGED
from core.pipeline.unique import Sifted, sift
from core.profiles.batches import read_file
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.sources import Reading
from core.store.landing import Landed
from core.store.transaction import Transaction

STAGED = {name: dtype for name, dtype in EVENTS.schema.items() if name != "load_id"}


@dataclass
class Staged:
    """One file, read into temporary parts."""

    landed: Landed
    load_id: str
    reading: Reading
    source: str = ""
    platform: str = ""
    rows_in: int = 0
    parts: list[Path] = field(default_factory=list)
    intervals: list[pl.DataFrame] = field(default_factory=list)
    rejected: list[pl.DataFrame] = field(default_factory=list)
    unknown_fields: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Repeated:
    """A file of which everything is there already."""

    landed: Landed
    load_id: str


@dataclass(frozen=True)
class Entered:
    """What files brought.

    Args:
        loads: one row of LOADS each.
        news: the new rows of EVENTS, and those that replaced a poorer copy.
    """

    loads: list[dict[str, Any]]
    news: pl.LazyFrame


def stage(landed: Landed, load_id: str, folder: Path, reading: Reading, advance: Callable[[int, int], None]) -> Staged:
    """Read a file batch by batch into temporary parts, so that memory does not grow with the file.

    Args:
        folder: for the parts; made here.
        advance: told after each batch how many records and bytes of the file are read.

    Raises:
        SourceError: the file as a whole cannot be read.
    """
    folder.mkdir()
    staged = Staged(landed, load_id, reading)
    for number, batch in enumerate(read_file(landed, reading)):
        part = folder / f"{number:06}.parquet"
        batch.events.select(pl.col(name).cast(dtype) for name, dtype in STAGED.items()).with_columns(
            load_id=pl.lit(load_id)
        ).write_parquet(part, compression="lz4")
        staged.parts.append(part)
        if batch.intervals is not None:
            staged.intervals.append(batch.intervals)
        staged.source, staged.platform = batch.source, batch.platform
        staged.rows_in += batch.rows_in
        if batch.rejected.height:
            # Of half a million files without any, empty frames alone would fill the memory.
            staged.rejected.append(batch.rejected)
        for name, times in batch.unknown_fields.items():
            staged.unknown_fields[name] = staged.unknown_fields.get(name, 0) + times
        advance(staged.rows_in, batch.bytes_read)
    return staged


def enter(
    change: Transaction,
    staged: Sequence[Staged],
    repeated: Sequence[Repeated],
    loaded_at: datetime,
    on_checked: Callable[[int], None] | None = None,
) -> Entered:
    """Add what is new in the files to EVENTS and INTERVALS, what cannot be used to REJECTED, and their rows of LOADS.

    Args:
        change: the open transaction.
        staged: in the order in which the files came.
        repeated: files that were there before them.
        on_checked: told how many of the staged parts are checked; may raise `Cancelled` to stop the work.
    """
    parts = [part for one in staged for part in one.parts]
    sifted = sift(change, parts, on_checked) if parts else Sifted(EVENTS.empty().lazy(), {}, {})
    first = sum(part.rows for part in change.parts(LOADS)) + 1
    loads: list[dict[str, Any]] = []
    for number, one in enumerate(staged, start=first):
        kept = keep(change, pl.concat(one.intervals), one.load_id) if one.intervals else None
        one.rejected += [kept.rejected] if kept and kept.rejected.height else []
        loads.append(_load_row(one, sifted, kept, loaded_at) | {"load_number": number})
        if one.rejected:
            change.append(REJECTED, _rejected_rows(one, loaded_at))
    if loads:
        change.append(LOADS, pl.DataFrame(loads, schema=LOADS.schema))
    again = [
        _again(change, one, loaded_at) | {"load_number": at} for at, one in enumerate(repeated, first + len(loads))
    ]
    if again:
        change.append(LOADS, pl.DataFrame(again, schema=LOADS.schema))
    return Entered(loads + again, sifted.news)


def _load_row(staged: Staged, sifted: Sifted, kept: Kept | None, now: datetime) -> dict[str, Any]:
    rejected = sum(rows.height for rows in staged.rejected)
    new = sifted.kept.get(staged.load_id, 0) + (kept.kept if kept else 0)
    first, last = _bounds(staged)
    return {
        "load_id": staged.load_id,
        "loaded_at": now,
        "file_name": staged.landed.name,
        "file_id": staged.landed.file_id,
        "bytes": staged.landed.bytes,
        "platform": staged.platform,
        "source": staged.source,
        "rows_in": staged.rows_in,
        "rows_kept": new,
        "rows_duplicate": staged.rows_in - rejected - new,
        "rows_rejected": rejected,
        "rows_corrected": kept.corrected if kept else 0,
        "rows_unknown_type": sifted.unknown.get(staged.load_id, 0),
        "unknown_fields": json.dumps(staged.unknown_fields, ensure_ascii=False, sort_keys=True),
        "first_event_at": first,
        "last_event_at": last,
        "reading": staged.reading.as_json(),
    }


def _bounds(staged: Staged) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment that the file's events and intervals are dated at."""
    events = pl.scan_parquet(staged.parts) if staged.parts else EVENTS.empty().lazy()
    intervals = pl.concat([pl.DataFrame(schema=INTERVALS_STAGED), *staged.intervals]).lazy()
    moments = pl.concat([events.select("occurred_at"), intervals.select(occurred_at="started_at")])
    first, last = moments.select(first=pl.col("occurred_at").min(), last=pl.col("occurred_at").max()).collect().row(0)
    return first, last


def _rejected_rows(staged: Staged, now: datetime) -> pl.LazyFrame:
    return pl.concat(
        [REJECTED.empty().lazy(), *(REJECTED.conform(rows.lazy()) for rows in staged.rejected)]
    ).with_columns(
        rejected_at=pl.lit(now),
        load_id=pl.lit(staged.load_id),
        file_id=pl.lit(staged.landed.file_id),
        file_name=pl.lit(staged.landed.name),
    )


def _again(change: Transaction, repeated: Repeated, now: datetime) -> dict[str, Any]:
    """The load of a file that was taken in before: every record is a duplicate."""
    landed = repeated.landed
    before = change.scan(LOADS).filter(pl.col("file_id") == landed.file_id).sort("loaded_at").head(1).collect()
    row = before.row(0, named=True) if before.height else {"rows_in": 0}
    return row | {
        "load_id": repeated.load_id,
        "loaded_at": now,
        "file_name": landed.name,
        "file_id": landed.file_id,
        "bytes": landed.bytes,
        "rows_kept": 0,
        "rows_duplicate": row["rows_in"],
        "rows_rejected": 0,
        "rows_corrected": 0,
        "rows_unknown_type": 0,
        "unknown_fields": "{}",
    }
