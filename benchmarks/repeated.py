"""A large workspace made of the sample: its tables again and again, with other ids, through time and side by side."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl

from benchmarks.child import watch
from core.schema.column import INSTANT
from core.schema.table import Table
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, SEGMENTS, TASKS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "sample_data" / "files"
SEASONS, SEASON = 8, timedelta(weeks=13)
"""Two years, each quarter of them as the sample is: whole weeks, so that weekdays stay weekdays."""

AT_ONCE = 100_000
"""Conversations written in one go at most, about: what bounds the memory."""

THROUGH_TIME = (SEGMENTS, CONVERSATIONS, ATTRIBUTES, TASKS)
ONCE_A_CENTRE = (AGENTS, CUSTOMERS)
OF_CENTRE = ("agent_id", "agent_name", "customer_id")
"""Each centre has its own people, and they stay through the seasons."""

OF_COPY = ("conversation_id", "segment_id", "task_id", "reservation_id", "linked_to", "call_id", "interaction_id")
APART_MS, WITHIN_MS = 7_919, 900_000
"""Centres do the same within a quarter of an hour of each other, not at the same millisecond."""


def ingest_sample(home: Path) -> Snapshot:
    """The sample as the command line takes it in."""
    watch("-c", "import sys; from core.cli import main; sys.exit(main())", "ingest", SAMPLE, home=home)
    return Workspace(home).snapshot()


def repeat(sample: Snapshot, home: Path, conversations: int) -> Snapshot:
    """Write at least so many conversations: `SEASONS` times the sample, and as many centres as it takes.

    The same sample and number give the same rows, with one version of Polars. Each season is written in stretches, the
    earliest first, as a house that loads every week would have them; no more than a stretch is held.
    """
    centres = -(-conversations // (sample.rows(CONVERSATIONS) * SEASONS))
    pieces = -(-conversations // (SEASONS * AT_ONCE))
    with Workspace(home).write() as change:
        for table in ONCE_A_CENTRE:
            change.append(table, _copies(sample.scan(table).collect(), table, centres, SEASONS - 1))
        for season in range(SEASONS):
            for since, until in _stretches(sample, pieces):
                for table in THROUGH_TIME:
                    rows = _between(sample.scan(table), table, since, until)
                    change.append(table, _copies(rows, table, centres, season))
        return change.commit(f"The sample {SEASONS * centres} times")


def _stretches(sample: Snapshot, pieces: int) -> Iterator[tuple[datetime | None, datetime | None]]:
    """The sample's time in equal pieces; the first and the last one have no end."""
    moment = pl.col("started_at")
    first, last = sample.scan(CONVERSATIONS).select(first=moment.min(), last=moment.max()).collect().row(0)
    edges = [None, *(first + (last - first) * piece / pieces for piece in range(1, pieces)), None]
    yield from pairwise(edges)


def _between(rows: pl.LazyFrame, table: Table, since: datetime | None, until: datetime | None) -> pl.DataFrame:
    moment = pl.col(table.sorted_by)
    held = [moment >= since] if since else []
    held += [moment < until] if until else []
    return (rows.filter(*held) if held else rows).collect()


def _copies(rows: pl.DataFrame, table: Table, centres: int, season: int) -> pl.DataFrame:
    """The rows once for each centre, moved to the season; the last season is when the sample was."""
    centre = pl.col("centre").cast(pl.String)
    copy = centre + f".{season}"
    moved = pl.duration(milliseconds=pl.col("centre") * APART_MS % WITHIN_MS) - (SEASONS - 1 - season) * SEASON
    instants = [name for name, dtype in table.schema.items() if dtype == INSTANT]
    every = rows.lazy().join(pl.LazyFrame({"centre": range(centres)}), how="cross")
    return (
        every.with_columns(
            *(pl.format("{} {}", name, centre).alias(name) for name in OF_CENTRE if name in table.by_name),
            *(_other(name, copy) for name in OF_COPY if name in table.by_name),
            *((pl.col(name) + moved).cast(INSTANT) for name in instants),
        )
        .drop("centre")
        .collect()
    )


def _other(name: str, copy: pl.Expr) -> pl.Expr:
    """Another id, as random as ids are: copies that resemble each other would hardly need any room."""
    told = pl.format("{}.{}", name, copy)
    random = pl.concat_str(pl.col(name).str.slice(0, 2), *(told.hash(seed).cast(pl.String) for seed in (1, 2)))
    return pl.when(pl.col(name).is_not_null()).then(random).alias(name)
