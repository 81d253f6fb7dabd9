"""Ingest: take files in, each event once, and bring the model up to date; all of it becomes visible at once."""

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import polars as pl

from core.errors import SourceError
from core.pipeline.refresh import refresh
from core.pipeline.unique import Sifted, sift
from core.rollups import roll_up
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.sources import expand, read
from core.store.landing import Landed, land
from core.store.transaction import Transaction
from core.store.workspace import Workspace

STAGED = {name: dtype for name, dtype in EVENTS.schema.items() if name != "load_id"}


@dataclass(frozen=True)
class Progress:
    """How far a long ingest has come.

    Args:
        step: `reading`, `modelling` or `done`.
        file: the file being read.
        files_done, files: of how many.
        rows: records read so far.
        seconds: since the beginning.
    """

    step: str
    file: str
    files_done: int
    files: int
    rows: int
    seconds: float


@dataclass(frozen=True)
class Ingested:
    """What became of the files.

    Args:
        loads: one row of LOADS a file taken in.
        failures: file name and message of each file that could not be read; nothing of it was kept.
        version: the version of the workspace that shows it all.
    """

    loads: list[dict[str, Any]]
    failures: list[tuple[str, str]]
    version: int


@dataclass
class _Staged:
    """One file, read into temporary parts."""

    landed: Landed
    load_id: str
    folder: Path
    source: str = ""
    rows_in: int = 0
    parts: list[Path] = field(default_factory=list)
    rejected: list[pl.DataFrame] = field(default_factory=list)
    unknown_fields: dict[str, int] = field(default_factory=dict)


OnProgress = Callable[[Progress], None]


def ingest(workspace: Workspace, paths: Iterable[Path], on_progress: OnProgress | None = None) -> Ingested:
    """Take in files and the files of folders.

    A file that cannot be read is left out as a whole and reported; the others are taken in. The same file, or the
    same event in another file, changes nothing but the count of duplicates.

    Args:
        paths: files and folders.
        on_progress: called about every batch of records.

    Raises:
        SourceError: a path does not exist, or there is no file at all.
        StoreError: the workspace cannot be written; `Busy` when another process is writing.
    """
    files = expand(list(paths))
    return ingest_landed(workspace, [land(workspace, file) for file in files], on_progress)


def ingest_landed(workspace: Workspace, landed: Sequence[Landed], on_progress: OnProgress | None = None) -> Ingested:
    """Take in files that have landed already; see `ingest`."""
    started, tell = monotonic(), on_progress or (lambda _: None)
    failures: list[tuple[str, str]] = []
    staged: list[_Staged] = []
    with workspace.write() as change:
        staging = _clean_staging(workspace)
        seen = set(change.scan(LOADS).select("file_id").collect()["file_id"])
        repeated = []
        for number, file in enumerate(landed):
            if file.file_id in seen:
                repeated.append(file)
                continue

            def advance(rows: int, number: int = number, file: Landed = file) -> None:
                total = rows + sum(one.rows_in for one in staged)
                tell(Progress("reading", file.name, number, len(landed), total, monotonic() - started))

            try:
                staged.append(_stage(file, staging / f"{number:06}", advance))
            except SourceError as problem:
                failures.append((file.name, str(problem)))
                continue
            seen.add(file.file_id)
        rows = sum(one.rows_in for one in staged)
        tell(Progress("modelling", "", len(landed), len(landed), rows, monotonic() - started))
        loads = _take_in(change, staged, repeated, workspace.house.default_country)
        roll_up(change, workspace.house)
        snapshot = change.commit(f"ingest of {len(landed)} file(s)")
        shutil.rmtree(staging, ignore_errors=True)
    tell(Progress("done", "", len(landed), len(landed), rows, monotonic() - started))
    return Ingested(loads, failures, snapshot.version)


def _clean_staging(workspace: Workspace) -> Path:
    """A folder for temporary parts; what a killed process left there is removed."""
    staging = workspace.home / "staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    return staging


def _stage(landed: Landed, folder: Path, advance: Callable[[int], None]) -> _Staged:
    """Read a file batch by batch into temporary parts, so that memory does not grow with the file."""
    folder.mkdir()
    staged = _Staged(landed, uuid4().hex, folder)
    for number, batch in enumerate(read(landed)):
        part = folder / f"{number:06}.parquet"
        batch.events.select(pl.col(name).cast(dtype) for name, dtype in STAGED.items()).with_columns(
            load_id=pl.lit(staged.load_id)
        ).write_parquet(part, compression="lz4")
        staged.parts.append(part)
        staged.source = batch.source
        staged.rows_in += batch.rows_in
        staged.rejected.append(batch.rejected)
        for name, times in batch.unknown_fields.items():
            staged.unknown_fields[name] = staged.unknown_fields.get(name, 0) + times
        advance(staged.rows_in)
    return staged


def _take_in(
    change: Transaction, staged: list[_Staged], repeated: list[Landed], default_country: str
) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    loads: list[dict[str, Any]] = []
    parts = [part for one in staged for part in one.parts]
    if parts:
        sifted = sift(change, parts)
        refresh(change, sifted.news, default_country)
        loads = [_load_row(one, sifted, now) for one in staged]
        for one in staged:
            change.append(REJECTED, _rejected_rows(one, now))
    change.append(LOADS, pl.DataFrame(loads, schema=LOADS.schema))
    again = [_again(change, file, now) for file in repeated]
    change.append(LOADS, pl.DataFrame(again, schema=LOADS.schema))
    return loads + again


def _load_row(staged: _Staged, sifted: Sifted, now: datetime) -> dict[str, Any]:
    rejected = sum(rows.height for rows in staged.rejected)
    kept = sifted.kept.get(staged.load_id, 0)
    known = pl.scan_parquet(staged.parts) if staged.parts else EVENTS.empty().lazy()
    first, last = known.select(first=pl.col("occurred_at").min(), last=pl.col("occurred_at").max()).collect().row(0)
    return {
        "load_id": staged.load_id,
        "loaded_at": now,
        "file_name": staged.landed.name,
        "file_id": staged.landed.file_id,
        "bytes": staged.landed.bytes,
        "source": staged.source,
        "rows_in": staged.rows_in,
        "rows_kept": kept,
        "rows_duplicate": staged.rows_in - rejected - kept,
        "rows_rejected": rejected,
        "rows_unknown_type": sifted.unknown.get(staged.load_id, 0),
        "unknown_fields": json.dumps(staged.unknown_fields, ensure_ascii=False, sort_keys=True),
        "first_event_at": first,
        "last_event_at": last,
    }


def _rejected_rows(staged: _Staged, now: datetime) -> pl.LazyFrame:
    return pl.concat(
        [REJECTED.empty().lazy(), *(REJECTED.conform(rows.lazy()) for rows in staged.rejected)]
    ).with_columns(
        rejected_at=pl.lit(now),
        load_id=pl.lit(staged.load_id),
        file_id=pl.lit(staged.landed.file_id),
        file_name=pl.lit(staged.landed.name),
    )


def _again(change: Transaction, landed: Landed, now: datetime) -> dict[str, Any]:
    """The load of a file that was taken in before: every record is a duplicate."""
    before = change.scan(LOADS).filter(pl.col("file_id") == landed.file_id).sort("loaded_at").head(1).collect()
    row = before.row(0, named=True) if before.height else {"rows_in": 0}
    return row | {
        "load_id": uuid4().hex,
        "loaded_at": now,
        "file_name": landed.name,
        "file_id": landed.file_id,
        "bytes": landed.bytes,
        "rows_kept": 0,
        "rows_duplicate": row["rows_in"],
        "rows_rejected": 0,
        "rows_unknown_type": 0,
        "unknown_fields": "{}",
    }
