"""There: what intervals the data have, beside conversations or without any."""

from functools import lru_cache

import polars as pl

from core.errors import QueryError
from core.grains import GRAINS
from core.intervals.overlaps import END, end_of
from core.plan import check, narrowed
from core.query import Query
from core.schema.tables import CONVERSATIONS, INTERVALS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

ASKED = "reported_offered"
"""Any metric of intervals: what it can be narrowed by, all can."""


def has_only_intervals(snapshot: Snapshot) -> bool:
    """Whether there are files of counts and no conversation at all."""
    return bool(snapshot.rows(INTERVALS)) and not snapshot.rows(CONVERSATIONS)


def is_of_intervals_alone(column: str) -> bool:
    """Whether no conversation and no part of one has the column."""
    return column in INTERVALS.by_name and not any(column in table.by_name for table in (CONVERSATIONS, SEGMENTS))


@lru_cache(maxsize=64)
def values_in_intervals(snapshot: Snapshot, column: str) -> frozenset[str | None]:
    """The values of a column, None where an interval has none; nothing where intervals have no such column."""
    if column not in INTERVALS.by_name or not snapshot.rows(INTERVALS):
        return frozenset()
    return frozenset(snapshot.scan(INTERVALS).select(pl.col(column).unique()).collect().to_series().to_list())


def any_interval(snapshot: Snapshot, query: Query, settings: Settings) -> bool:
    """Whether an interval reaches into the period and meets the conditions on what it is of."""
    conditions = tuple(one for one in query.where if one.column not in GRAINS)
    asked = query.with_(metrics=(ASKED,), by=(), sort=None, where=conditions)
    try:
        check(asked, settings)
    except QueryError:
        return False
    rows = snapshot.scan(INTERVALS, until=query.until).with_columns(end_of().alias(END))
    rows = rows.filter(pl.col(END) > query.since) if query.since else rows
    return bool(narrowed(rows, conditions, asked, settings).head(1).collect().height)
