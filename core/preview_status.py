"""Preview of a status that a correction would end: what its events tell, and which of the agent's times would move."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from core.answer import aggregate
from core.corrections import Correction, applied_in
from core.horizon import end_of
from core.pipeline.ended import ended_statuses
from core.preview import Moved
from core.query import Query
from core.schema.tables import CORRECTIONS, SEGMENTS, WORKLOAD
from core.settings import Settings
from core.status_ends import ENDS, StatusEnd, status_ends
from core.store.snapshot import Snapshot
from core.workload import LONGEST_OPEN, cut_stretches, stretches

NUMBERS = (
    *("logged_in_time", "available_time", "busy_time", "idle_time", "offline_time"),
    *("occupancy", "utilisation"),
)
"""Metrics that are looked at."""


@dataclass(frozen=True)
class StatusPreview:
    """What a correction that ends a status would do.

    Args:
        end: what would become of it; needless where an event or another correction ends the status no later.
        data_end: the last moment of which the data know anything; what ends after it changes no number yet.
        numbers: those of this agent that move, over the house's days from the new end to the one that is told.
    """

    end: StatusEnd
    data_end: datetime | None
    numbers: tuple[Moved, ...] = ()


def preview_status(snapshot: Snapshot, one: Correction, settings: Settings) -> StatusPreview:
    """Lay a correction of kind `END_STATUS` over the newest tables, and store nothing."""
    end = status_ends(snapshot, [*applied_in(snapshot.scan(CORRECTIONS)), one])[one.id]
    data_end = end_of(snapshot)
    if end.state != ENDS or data_end is None or one.ended_at is None or one.ended_at >= data_end:
        return StatusPreview(end, data_end)
    until = min(end.told_end or data_end, data_end)
    days = pl.select(since=pl.lit(one.ended_at), until=pl.lit(until)).select(
        pl.col("since").dt.convert_time_zone(settings.time_zone).dt.truncate("1d"),
        pl.col("until").dt.convert_time_zone(settings.time_zone).dt.truncate("1d").dt.offset_by("1d"),
    )
    first, last = days.row(0)
    rows = snapshot.scan(SEGMENTS, until=last + LONGEST_OPEN).filter(pl.col("agent_id") == one.agent_id)
    query = Query(NUMBERS, since=first, until=last, zone=settings.time_zone)
    before, after = (
        aggregate({WORKLOAD: cut_stretches(stretches(each, data_end, first, last), first, last)}, query, settings).row(
            0
        )
        for each in (rows, ended_statuses(rows, [one]))
    )
    moved = [Moved(*told) for told in zip(NUMBERS, before, after, strict=True) if told[1] != told[2]]
    return StatusPreview(end, data_end, tuple(moved))
