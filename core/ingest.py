"""Ingest: take files in, each event once, and bring the model up to date; all of it becomes visible at once."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from core.errors import SourceError, StoreError
from core.pipeline.refresh import refresh
from core.pipeline.unique import Sifted, sift
from core.progress import INGEST_STEPS, Meter, OnProgress
from core.rollups import roll_up
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.settings import Settings
from core.sources import Expected, Reading, expand, read
from core.store.landing import Landed, land
from core.store.transaction import Transaction
from core.store.workspace import Workspace

STAGED = {name: dtype for name, dtype in EVENTS.schema.items() if name != "load_id"}


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
    reading: Reading
    source: str = ""
    platform: str = ""
    rows_in: int = 0
    parts: list[Path] = field(default_factory=list)
    rejected: list[pl.DataFrame] = field(default_factory=list)
    unknown_fields: dict[str, int] = field(default_factory=dict)


def ingest(
    workspace: Workspace,
    paths: Iterable[Path],
    on_progress: OnProgress | None = None,
    names: Mapping[Path, str] | None = None,
    reading: Reading | None = None,
    wait_s: float = 60,
) -> Ingested:
    """Take in files and the files of folders.

    A file that cannot be read is left out as a whole and reported; the others are taken in. The same file, or the
    same event in another file, changes nothing but the count of duplicates. Whatever ends it early, the workspace is
    as it was before: what had landed for it, too, is gone.

    Args:
        paths: files and folders.
        on_progress: called about every file landed, batch read, part checked and lot of conversations modelled.
        names: what files are called where that is not their own name.
        reading: what the files do not say themselves; by default their local times are the house's.
        wait_s: how long to wait for another writer (seconds).

    Raises:
        SourceError: a path does not exist, or a file cannot even be copied.
        StoreError: the workspace cannot be written; `Busy` when another process is writing.
        Cancelled: what `on_progress` raises to stop the work.
    """
    files = expand(list(paths))
    meter = Meter(on_progress or (lambda _: None), INGEST_STEPS)
    with workspace.write(wait_s) as change, _landing(workspace) as landed, change.scratch() as folder:
        _land(workspace, files, names or {}, landed, meter)
        how = reading or Reading(workspace.house.time_zone)
        staged, repeated, failures = _read(change, landed, folder, meter, how)
        loads = _take_in(change, staged, repeated, workspace.house, meter)
        roll_up(change, workspace.house, meter.store)
        snapshot = change.commit(f"ingest of {len(landed)} file(s)")
    meter.end()
    return Ingested(loads, failures, snapshot.version)


@contextmanager
def _landing(workspace: Workspace) -> Iterator[list[Landed]]:
    """A list for what lands; when the work breaks off, what was not there before does not stay."""
    landed: list[Landed] = []
    try:
        yield landed
    except BaseException:
        with suppress(StoreError):
            known = set(workspace.snapshot().scan(LOADS).select("file_id").collect()["file_id"])
            for file in landed:
                if file.is_new and file.file_id not in known:
                    workspace.files.delete(f"landed/{file.file_id}")
        raise


def _land(
    workspace: Workspace, files: Sequence[Path], names: Mapping[Path, str], landed: list[Landed], meter: Meter
) -> None:
    """Copy the files into the landing zone, under the lock: nobody else then counts on a file that may go again."""
    total = sum(file.stat().st_size for file in files)
    meter.begin("landing", total)
    copied = 0
    for number, file in enumerate(files, start=1):
        name = names.get(file, file.name)

        def advance(done: int, number: int = number, name: str = name) -> None:
            meter.advance(copied + done, total, file=name, file_number=number, files=len(files))  # noqa: B023 - now

        landed.append(land(workspace, file, name, advance))
        copied += landed[-1].bytes


def _read(
    change: Transaction, landed: Sequence[Landed], folder: Path, meter: Meter, reading: Reading
) -> tuple[list[_Staged], list[Landed], list[tuple[str, str]]]:
    """Read every file that is new into temporary parts: what was read, what is known already, what cannot be read."""
    seen = set(change.scan(LOADS).select("file_id").collect()["file_id"])
    staged: list[_Staged] = []
    repeated: list[Landed] = []
    failures: list[tuple[str, str]] = []
    expected = Expected([file for file in landed if file.file_id not in seen])
    meter.begin("reading")
    for number, file in enumerate(landed, start=1):
        if file.file_id in seen:
            repeated.append(file)
            continue

        def advance(rows: int, bytes_read: int, number: int = number, file: Landed = file) -> None:
            done, total = expected.update(file, rows, bytes_read)
            where: dict[str, str | int] = {"file": file.name, "file_number": number, "files": len(landed)}
            meter.advance(done, total, rows=done, is_guess=expected.is_guess, **where)

        try:
            staged.append(_stage(file, folder / f"{number:06}", reading, advance))
        except SourceError as problem:
            failures.append((file.name, str(problem)))
            expected.drop(file)
            continue
        seen.add(file.file_id)
    return staged, repeated, failures


def _stage(landed: Landed, folder: Path, reading: Reading, advance: Callable[[int, int], None]) -> _Staged:
    """Read a file batch by batch into temporary parts, so that memory does not grow with the file."""
    folder.mkdir()
    staged = _Staged(landed, uuid4().hex, folder, reading)
    for number, batch in enumerate(read(landed, reading)):
        part = folder / f"{number:06}.parquet"
        batch.events.select(pl.col(name).cast(dtype) for name, dtype in STAGED.items()).with_columns(
            load_id=pl.lit(staged.load_id)
        ).write_parquet(part, compression="lz4")
        staged.parts.append(part)
        staged.source, staged.platform = batch.source, batch.platform
        staged.rows_in += batch.rows_in
        staged.rejected.append(batch.rejected)
        for name, times in batch.unknown_fields.items():
            staged.unknown_fields[name] = staged.unknown_fields.get(name, 0) + times
        advance(staged.rows_in, batch.bytes_read)
    return staged


def _take_in(
    change: Transaction, staged: list[_Staged], repeated: list[Landed], house: Settings, meter: Meter
) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    loads: list[dict[str, Any]] = []
    parts = [part for one in staged for part in one.parts]
    rows = sum(one.rows_in for one in staged)
    if parts:
        meter.begin("checking", rows)
        sifted = sift(change, parts, lambda checked: meter.advance(rows * checked // len(parts), rows))
        refresh(change, sifted.news, house.default_country, meter.modelled, house.memory_gb)
        meter.store()
        loads = [_load_row(one, sifted, now) for one in staged]
        for one in staged:
            change.append(REJECTED, _rejected_rows(one, now))
    meter.store()
    change.append(LOADS, pl.DataFrame(loads, schema=LOADS.schema))
    again = [_again(change, file, now) for file in repeated]
    change.append(LOADS, pl.DataFrame(again, schema=LOADS.schema))
    meter.store()
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
        "platform": staged.platform,
        "source": staged.source,
        "rows_in": staged.rows_in,
        "rows_kept": kept,
        "rows_duplicate": staged.rows_in - rejected - kept,
        "rows_rejected": rejected,
        "rows_unknown_type": sifted.unknown.get(staged.load_id, 0),
        "unknown_fields": json.dumps(staged.unknown_fields, ensure_ascii=False, sort_keys=True),
        "first_event_at": first,
        "last_event_at": last,
        "reading": staged.reading.as_json(),
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
