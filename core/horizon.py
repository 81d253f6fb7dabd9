"""What time the data covers: from the first conversation to the last event."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, EVENTS, SEGMENTS
from core.store.snapshot import Snapshot

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Horizon:
    """The moments between which something is known, UTC.

    Args:
        first: when the first conversation began.
        last: when the last conversation began.
        last_event: when the last event of any kind happened; None when no events are kept.
    """

    first: datetime
    last: datetime
    last_event: datetime | None = None

    @property
    def end(self) -> datetime:
        """The last moment of which anything is known: where a period that is not over is cut."""
        return max(self.last, self.last_event or self.last)


def horizon(snapshot: Snapshot) -> Horizon | None:
    """What time a version covers; None when it has no conversation. Reads no table."""
    firsts, lasts = _bounds(snapshot, CONVERSATIONS)
    return Horizon(min(firsts), max(lasts), _last_of(snapshot, EVENTS, SEGMENTS)) if firsts and lasts else None


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
