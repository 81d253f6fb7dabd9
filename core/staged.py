"""Staged: files read into temporary parts, and how they enter the tables together with the loads that tell of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from core.intervals.keep import Kept, keep
from core.pipeline.unique import Sifted, Tally, sift
from core.profiles.batches import read_file
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.sources import Batch, Reading
from core.store.landing import Landed
from core.store.transaction import Transaction

STAGED = {name: dtype for name, dtype in EVENTS.schema.items() if name != "load_id"}


@dataclass(slots=True)
class Staged:
    """One file, read; its events are in temporary parts.

    Args:
        parts: those with its events alone, if it has such.
        first, last: the earliest and the latest moment that its events and intervals are dated at.
    """

    landed: Landed
    load_id: str
    reading: Reading
    source: str = ""
    platform: str = ""
    rows_in: int = 0
    first: datetime | None = None
    last: datetime | None = None
    parts: list[Path] = field(default_factory=list)
    intervals: list[pl.DataFrame] = field(default_factory=list)
    rejected: list[pl.DataFrame] = field(default_factory=list)
    unknown_fields: dict[str, int] = field(default_factory=dict)

    def note(self, batch: Batch) -> None:
        """Note what a batch of the file tells besides its events."""
        moments = [batch.events["occurred_at"]]
        if batch.intervals is not None:
            self.intervals.append(batch.intervals)
            moments.append(batch.intervals["started_at"])
        dated = [moment for each in moments for moment in (each.min(), each.max()) if isinstance(moment, datetime)]
        self.first = min([*dated, self.first] if self.first else dated, default=None)
        self.last = max([*dated, self.last] if self.last else dated, default=None)
        self.source, self.platform = batch.source, batch.platform
        self.rows_in += batch.rows_in
        if batch.rejected.height:
            # Of half a million files without any, empty frames alone would fill the memory.
            self.rejected.append(batch.rejected)
        for name, times in batch.unknown_fields.items():
            self.unknown_fields[name] = self.unknown_fields.get(name, 0) + times


@dataclass(frozen=True)
class Repeated:
    """A file of which everything is there already."""

    landed: Landed
    load_id: str


@dataclass(frozen=True)
class Moment:
    """Files that came in together.

    Args:
        loaded_at: when.
        staged: in the order in which they came.
        repeated: files that were there before them.
    """

    loaded_at: datetime
    staged: Sequence[Staged]
    repeated: Sequence[Repeated] = ()


@dataclass(frozen=True)
class Entered:
    """What files brought.

    Args:
        loads: one row of LOADS each.
        news, gone: as of `Sifted`.
    """

    loads: list[dict[str, Any]]
    news: pl.LazyFrame
    gone: pl.LazyFrame


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
        staged.parts.append(folder / f"{number:06}.parquet")
        write_events(batch.events, pl.lit(load_id), staged.parts[-1])
        staged.note(batch)
        advance(staged.rows_in, batch.bytes_read)
    return staged


def write_events(events: pl.DataFrame, load_id: pl.Expr | pl.Series, part: Path) -> None:
    """Write events that were read into a temporary part, each with the name of its load."""
    rows = events.select(pl.col(name).cast(dtype) for name, dtype in STAGED.items())
    rows.with_columns(load_id=load_id).write_parquet(part, compression="lz4")


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
    sifted = sift(change, parts, on_checked) if parts else Sifted(EVENTS.empty().lazy(), EVENTS.empty().lazy(), {}, {})
    loads = enter_loads(change, [Moment(loaded_at, staged, repeated)], Tally(sifted.kept, sifted.unknown))
    return Entered(loads, sifted.news, sifted.gone)


def enter_loads(change: Transaction, moments: Sequence[Moment], events: Tally) -> list[dict[str, Any]]:
    """Add what loads tell besides events: what is new in INTERVALS, what cannot be used, and their rows of LOADS.

    Args:
        change: the open transaction; the loads' events are in EVENTS already.
        moments: in order.
        events: what became of these.

    Returns:
        The rows of LOADS.
    """
    number = sum(part.rows for part in change.parts(LOADS))
    known = _known_loads(change, [one.landed.file_id for moment in moments for one in moment.repeated])
    loads: list[dict[str, Any]] = []
    rejected: list[pl.DataFrame] = []
    for moment in moments:
        told = []
        for one in moment.staged:
            kept = keep(change, pl.concat(one.intervals), one.load_id) if one.intervals else None
            refused = [*one.rejected, *([kept.rejected] if kept and kept.rejected.height else [])]
            rejected += [_rejected_rows(rows, one, moment.loaded_at) for rows in refused]
            told.append(_load_row(one, events, kept, sum(rows.height for rows in refused), moment.loaded_at))
            known.setdefault(one.landed.file_id, told[-1])
        told += [_again(known.get(one.landed.file_id), one, moment.loaded_at) for one in moment.repeated]
        loads += [row | {"load_number": number + at} for at, row in enumerate(told, start=len(loads) + 1)]
    if rejected:
        change.append(REJECTED, pl.concat(rejected))
    if loads:
        change.append(LOADS, pl.DataFrame(loads, schema=LOADS.schema))
    return loads


def _load_row(staged: Staged, events: Tally, kept: Kept | None, rejected: int, now: datetime) -> dict[str, Any]:
    new = events.kept.get(staged.load_id, 0) + (kept.kept if kept else 0)
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
        "rows_unknown_type": events.unknown.get(staged.load_id, 0),
        "unknown_fields": json.dumps(staged.unknown_fields, ensure_ascii=False, sort_keys=True),
        "first_event_at": staged.first,
        "last_event_at": staged.last,
        "reading": staged.reading.as_json(),
    }


def _rejected_rows(rows: pl.DataFrame, staged: Staged, now: datetime) -> pl.DataFrame:
    told = REJECTED.conform(rows.lazy()).with_columns(
        rejected_at=pl.lit(now),
        load_id=pl.lit(staged.load_id),
        file_id=pl.lit(staged.landed.file_id),
        file_name=pl.lit(staged.landed.name),
    )
    return REJECTED.conform(told).collect()


def _known_loads(change: Transaction, file_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The first loads of files, by the file."""
    if not file_ids:
        return {}
    of_these = change.scan(LOADS).filter(pl.col("file_id").is_in(file_ids)).sort("loaded_at", maintain_order=True)
    first = of_these.unique("file_id", keep="first", maintain_order=True).collect()
    return {row["file_id"]: row for row in first.iter_rows(named=True)}


def _again(first: dict[str, Any] | None, repeated: Repeated, now: datetime) -> dict[str, Any]:
    """The load of a file that was taken in before: every record is a duplicate.

    Args:
        first: the load that brought it.
    """
    landed, row = repeated.landed, first or {"rows_in": 0}
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
