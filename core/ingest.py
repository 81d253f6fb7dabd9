"""Ingest: take files in, each event once, and bring the model up to date; all of it becomes visible at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.corrections import to_apply
from core.errors import SourceError, StoreError
from core.pipeline.refresh import refresh
from core.progress import INGEST_STEPS, Meter, OnProgress
from core.rollups import roll_up
from core.schema.tables import CORRECTIONS, LOADS
from core.settings import Settings
from core.sources import Expected, Reading, expand
from core.staged import Repeated, Staged, enter, stage
from core.store.landing import Landed, land, legible, loaded_before
from core.store.transaction import Transaction
from core.store.workspace import Workspace


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
            known = loaded_before(workspace.snapshot().scan(LOADS), [file.file_id for file in landed])
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
        name = legible(names.get(file, file.name))

        def advance(done: int, number: int = number, name: str = name) -> None:
            meter.advance(copied + done, total, file=name, file_number=number, files=len(files))  # noqa: B023 - now

        landed.append(land(workspace, file, name, advance))
        copied += landed[-1].bytes


def _read(
    change: Transaction, landed: Sequence[Landed], folder: Path, meter: Meter, reading: Reading
) -> tuple[list[Staged], list[Landed], list[tuple[str, str]]]:
    """Read every file that is new into temporary parts: what was read, what is known already, what cannot be read."""
    seen = loaded_before(change.scan(LOADS), [file.file_id for file in landed])
    staged: list[Staged] = []
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
            staged.append(stage(file, uuid4().hex, folder / f"{number:06}", reading, advance))
        except SourceError as problem:
            failures.append((file.name, str(problem)))
            expected.drop(file)
            continue
        seen.add(file.file_id)
    return staged, repeated, failures


def _take_in(
    change: Transaction, staged: list[Staged], repeated: list[Landed], house: Settings, meter: Meter
) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    rows, parts = sum(one.rows_in for one in staged), sum(len(one.parts) for one in staged)
    if staged:
        meter.begin("checking", rows)
    again = [Repeated(file, uuid4().hex) for file in repeated]
    entered = enter(change, staged, again, now, lambda checked: meter.advance(rows * checked // parts, rows))
    if staged:
        corrections = to_apply(change.files, change.scan(CORRECTIONS))
        refresh(change, entered.news, house.default_country, meter.modelled, house.memory_gb, corrections, entered.gone)
    meter.store()
    return entered.loads
