"""What time the data covers: from the first conversation or interval to the last event."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import polars as pl

from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, EVENTS, INTERVALS, SEGMENTS
from core.store.snapshot import Snapshot

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Horizon:
    """The moments between which something is known, UTC.

    Args:
        first: when the first conversation or interval began.
        last: when the last conversation or interval began.
        last_event: when the last event of any kind happened; None when no events are kept.
        last_interval: the last moment that an interval of a file of counts covers; None when there are none.
    """

    first: datetime
    last: datetime
    last_event: datetime | None = None
    last_interval: datetime | None = None

    @property
    def end(self) -> datetime:
        """The last moment of which anything is known: where a period that is not over is cut."""
        if self.last_event is not None and self.last_interval is not None:
            # What somebody else has counted meanwhile says nothing of conversations that would be there by then.
            return self.last_event
        return max(self.last, self.last_event or self.last, self.last_interval or self.last)

    @property
    def end_of_intervals(self) -> datetime:
        """The same of what files of counts tell: their last interval is whole."""
        return self.last_interval or self.end


def horizon(snapshot: Snapshot) -> Horizon | None:
    """What time a version covers; None when it has no conversation and no interval. Reads no table of events."""
    bounds = [_bounds(snapshot, table) for table in (CONVERSATIONS, INTERVALS)]
    firsts, lasts = ([moment for one in bounds for moment in one[side]] for side in (0, 1))
    if not firsts:
        return None
    last_event = _last_of(snapshot, EVENTS, SEGMENTS, *([CONVERSATIONS] if bounds[1][0] else []))
    return Horizon(min(firsts), max(lasts), last_event, _last_interval(snapshot))


@lru_cache(maxsize=8)
def _last_interval(snapshot: Snapshot) -> datetime | None:
    """The last millisecond of all intervals; kept while the data stay the same."""
    if not snapshot.rows(INTERVALS):
        return None
    ended_at = pl.col("started_at") + pl.duration(milliseconds="length_ms", time_unit="ms")
    found: datetime | None = snapshot.scan(INTERVALS).select(ended_at.max()).collect().item()
    return found - timedelta(milliseconds=1) if found else None


def end_of(snapshot: Snapshot) -> datetime | None:
    """The last moment of which a version knows anything, be it of agents' statuses alone; None when it has no rows."""
    return _last_of(snapshot, EVENTS, SEGMENTS, CONVERSATIONS)


def _last_of(snapshot: Snapshot, *tables: Table) -> datetime | None:
    return max((moment for table in tables for moment in _bounds(snapshot, table)[1]), default=None)


def _bounds(snapshot: Snapshot, table: Table) -> tuple[list[datetime], list[datetime]]:
    """The first and the last moments of the table's parts."""
    parts = snapshot.parts(table)
    firsts = [part.first for part in parts if isinstance(part.first, int)]
    lasts = [part.last for part in parts if isinstance(part.last, int)]
    return [_moment(first) for first in firsts], [_moment(last) for last in lasts]


def _moment(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)
