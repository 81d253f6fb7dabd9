"""Runs: consecutive loads that are read and taken in again together, as if one had come after the other.

A history of loads of a minute each has half a million of them. Most of what such a load costs is to begin: to begin to
read, to look up, to write. So a run begins once for a few hundred of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.pipeline.in_turn import sift_in_turn
from core.pipeline.unique import Tally
from core.sources import Batch, Reading
from core.sources.alike import LIKELY_BYTES, Plain, plain, read_alike
from core.staged import Moment, Repeated, Staged, enter_loads, stage, write_events
from core.store.contents import Contents
from core.store.landing import Landed
from core.store.transaction import Transaction

MOST_BYTES, MOST_LOADS = 16 << 20, 2_000
"""Of the files of one run, which are held in memory while they are read, and of what is told of them."""

OnRead = Callable[["Load", int, int], None]
"""Told how many records and bytes of a load's file are read; may raise `Cancelled` to stop the work."""


@dataclass(frozen=True, slots=True)
class Load:
    """One load as it was.

    Args:
        landed: its file.
        load_id, loaded_at: its name and moment.
        reading: how the file is read.
        is_first: it brought the file; later loads found it there.
    """

    landed: Landed
    load_id: str
    loaded_at: datetime
    reading: Reading
    is_first: bool


@dataclass(slots=True)
class Run:
    """Files read again, of one moment or of several.

    Args:
        moments: in order.
        parts: what has been read of their events, in the order in which they came.
    """

    moments: list[Moment]
    parts: list[Path] = field(default_factory=list)

    @property
    def rows_in(self) -> int:
        """Records in its files."""
        return sum(one.rows_in for moment in self.moments for one in moment.staged)


def runs_of(loads: Sequence[Load]) -> Iterator[list[Load]]:
    """Loads in runs of whole moments. Small files alone share one, so that memory does not grow with a run.

    Args:
        loads: in order.
    """
    run: list[Load] = []
    size = 0
    for _, group in groupby(loads, key=lambda load: load.loaded_at):
        moment = list(group)
        news = [load.landed.bytes for load in moment if load.is_first]
        is_large = any(one > LIKELY_BYTES for one in news)
        if run and (is_large or size + sum(news) > MOST_BYTES or len(run) + len(moment) > MOST_LOADS):
            yield run
            run, size = [], 0
        run += moment
        size += sum(news)
        if is_large:
            yield run
            run, size = [], 0
    if run:
        yield run


def read_run(loads: Sequence[Load], contents: Contents, folder: Path, on_read: OnRead) -> Run:
    """Read the files of a run into temporary parts.

    Args:
        folder: for the parts; made here.

    Raises:
        SourceError: a file cannot be read; the message names it.
        StoreError: it is not there any more.
    """
    folder.mkdir()
    news = [load for load in loads if load.is_first]
    alike = _read_alike(news, contents)
    staged: dict[str, Staged] = {}
    parts: list[Path] = []
    waiting: list[tuple[Load, Batch]] = []
    for number, load in enumerate(news):
        batch = alike.pop(load.landed.file_id, None)
        if batch:
            staged[load.load_id] = Staged(load.landed, load.load_id, load.reading)
            staged[load.load_id].note(batch)
            waiting.append((load, batch))
            on_read(load, batch.rows_in, batch.bytes_read)
            continue
        parts += _written(waiting, folder / f"{number:06}-before.parquet")
        waiting = []
        staged[load.load_id] = _read_alone(load, contents, folder / f"{number:06}", on_read)
        parts += staged[load.load_id].parts
    parts += _written(waiting, folder / "last.parquet")
    return Run([_moment(at, list(some), staged) for at, some in groupby(loads, key=lambda load: load.loaded_at)], parts)


def enter_run(change: Transaction, run: Run, on_checked: Callable[[int], None]) -> None:
    """Add to the tables what a run's loads added, in their order.

    Args:
        on_checked: told how many of the run's parts are checked; may raise `Cancelled` to stop the work.
    """
    turns = [[one.load_id for one in moment.staged] for moment in run.moments if moment.staged]
    tally = sift_in_turn(change, run.parts, turns, on_checked) if run.parts else Tally()
    enter_loads(change, run.moments, tally)


def _moment(loaded_at: datetime, loads: Sequence[Load], staged: dict[str, Staged]) -> Moment:
    again = [Repeated(load.landed, load.load_id) for load in loads if not load.is_first]
    return Moment(loaded_at, [staged[load.load_id] for load in loads if load.is_first], again)


def _read_alike(news: Sequence[Load], contents: Contents) -> dict[str, Batch]:
    """What can be read together, by the file."""
    together: dict[tuple[Reading, str], list[Plain]] = {}
    for load in news:
        if load.reading.profile or load.landed.bytes > LIKELY_BYTES:
            continue
        file = plain(load.landed, contents.read(load.landed.file_id))
        if file:
            together.setdefault((load.reading, file.source.name), []).append(file)
    return {
        landed.file_id: batch
        for (reading, _), files in together.items()
        for landed, batch in read_alike(files, reading)
    }


def _written(read: Sequence[tuple[Load, Batch]], part: Path) -> list[Path]:
    """Write the events of several files into one part."""
    if not read:
        return []
    names = pl.DataFrame(
        {"load_id": [load.load_id for load, _ in read], "rows": [one.events.height for _, one in read]}
    )
    load_ids = names.filter(pl.col("rows") > 0).select(pl.col("load_id").repeat_by("rows").explode()).to_series()
    write_events(pl.concat([one.events for _, one in read]), load_ids, part)
    return [part]


def _read_alone(load: Load, contents: Contents, folder: Path, on_read: OnRead) -> Staged:
    def advance(rows: int, bytes_read: int) -> None:
        on_read(load, rows, bytes_read)

    try:
        with contents.at_hand(load.landed, folder.parent) as file:
            one = stage(file, load.load_id, folder, load.reading, advance)
    except SourceError as problem:
        raise SourceError(f"{load.landed.name} was read once and cannot be read now: {problem}") from problem
    return replace(one, landed=load.landed)
