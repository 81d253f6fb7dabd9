"""Preview: how many conversations a correction would touch, and which numbers would move, before it is saved."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from core.answer import aggregate, answer
from core.as_told import as_told
from core.corrections import Correction, applied_in
from core.pipeline.among import among
from core.pipeline.recorrected import would_change
from core.query import Query
from core.schema.table import Table
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CORRECTIONS, CUSTOMERS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

NUMBERS = (
    *("conversations", "conversations_offered", "conversations_abandoned", "conversations_in_progress"),
    *("service_level", "average_handling_time"),
)
"""Metrics that are looked at."""

MOST = 20_000
"""Conversations that are modelled for a preview; of more, only how many they are is told."""

SHOWN = 20


@dataclass(frozen=True)
class Moved:
    """One number.

    Args:
        metric: its name.
        before, after: now and with the correction; None when there is none.
    """

    metric: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Preview:
    """What a correction would do.

    Args:
        conversations: how many it would touch.
        ids: the first of them.
        numbers: those that move, over the house's days on which these conversations began; none when there are more
            than `MOST`.
        is_whole: whether the numbers were looked at.
    """

    conversations: int
    ids: tuple[str, ...] = ()
    numbers: tuple[Moved, ...] = ()
    is_whole: bool = True


def preview(snapshot: Snapshot, one: Correction, settings: Settings) -> Preview:
    """Lay a correction over the newest tables, after all that were applied to them, and store nothing."""
    ids = would_change(snapshot, one).sort()
    if not 0 < len(ids) <= MOST:
        return Preview(len(ids), tuple(ids.head(SHOWN)), is_whole=len(ids) == 0)
    since, until = _days(snapshot, ids, settings.time_zone)
    corrections = (*applied_in(snapshot.scan(CORRECTIONS)), one)
    model = as_told(snapshot, ids, settings.default_country, corrections)
    query = Query(NUMBERS, since=since, until=until)

    def with_it(table: Table, rows: pl.LazyFrame) -> pl.LazyFrame:
        gone = ids.alias("conversation_id").to_frame().lazy()
        kept = snapshot.scan(table, since, until).join(gone, on="conversation_id", how="anti")
        return pl.concat([kept, table.conform(rows).filter(pl.col("started_at").is_between(since, until, "left"))])

    frames = {
        CONVERSATIONS: with_it(CONVERSATIONS, model.conversations),
        SEGMENTS: with_it(SEGMENTS, model.segments),
        **{table: snapshot.scan(table) for table in (ATTRIBUTES, AGENTS, CUSTOMERS)},
    }
    before, after = answer(snapshot, query, settings).row(0), aggregate(frames, query, settings).row(0)
    moved = [Moved(*told) for told in zip(NUMBERS, before, after, strict=True) if told[1] != told[2]]
    return Preview(len(ids), tuple(ids.head(SHOWN)), tuple(moved))


def _days(snapshot: Snapshot, ids: pl.Series, zone: str) -> tuple[datetime, datetime]:
    """From the beginning of the first day on which a part of these conversations began to the end of the last."""
    parts = (
        among(snapshot.scan(table), "conversation_id", ids).select("started_at") for table in (CONVERSATIONS, SEGMENTS)
    )
    local = pl.col("started_at").dt.convert_time_zone(zone).dt.truncate("1d")
    first, last = pl.concat(parts).select(since=local.min(), until=local.max().dt.offset_by("1d")).collect().row(0)
    return first, last
