"""A large workspace made of the sample: its tables again and again, with other ids, through time and side by side."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import polars as pl

from benchmarks.child import watch
from benchmarks.copies import SEASONS, Copies
from core.schema.table import Table
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, EVENTS, SEGMENTS, TASKS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "sample_data" / "files"

AT_ONCE = 40_000
"""Conversations written in one go at most, about: what bounds the memory."""

MODELLED = (SEGMENTS, CONVERSATIONS, ATTRIBUTES, TASKS)


def ingest_sample(home: Path) -> Snapshot:
    """The sample as the command line takes it in."""
    watch("-c", "import sys; from core.cli import main; sys.exit(main())", "ingest", SAMPLE, home=home)
    return Workspace(home).snapshot()


def repeat(
    sample: Snapshot, home: Path, conversations: int, *, seasons: int = SEASONS, with_events: bool = False
) -> Snapshot:
    """Write at least so many conversations: `seasons` times the sample, and as many centres as it takes.

    The same sample and number give the same rows, with one version of Polars. Each season is written in stretches, the
    earliest first, as a house that loads every week would have them; no more than a stretch is held.

    Args:
        seasons: quarters of a year; fewer of them are the end of a longer history with as many centres.
        with_events: write EVENTS, too, and let all conversations last as long as in the sample: a refresh of any of
            them gives the rows that are there already. Without, durations vary, and there are no events.
    """
    centres = -(-conversations // (sample.rows(CONVERSATIONS) * seasons))
    pieces = -(-conversations // (seasons * AT_ONCE))
    copies = Copies(sample, centres, seasons, is_stretched=not with_events)
    tables = (EVENTS, *MODELLED) if with_events else MODELLED
    with Workspace(home).write() as change:
        change.append(AGENTS, copies.of(sample.scan(AGENTS).collect(), AGENTS, seasons - 1))
        change.append(CUSTOMERS, copies.customers())
        for season in range(seasons):
            for since, until in _stretches(sample, pieces):
                for table in tables:
                    change.append(table, copies.of(_between(sample.scan(table), table, since, until), table, season))
        return change.commit(f"The sample {seasons * centres} times", is_whole=True)


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
