"""Put right: what corrections have made of one conversation, beside what its events tell."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from core.as_told import as_told
from core.corrections import Correction, applied_in
from core.pipeline.model import Model
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, CORRECTIONS, EXCLUDED, SEGMENTS
from core.store.snapshot import Snapshot

LOOKED_AT = (
    *("channel", "direction", "queue_name", "last_queue_name", "agent_name", "agent_id", "handling_team_name"),
    *("handling_department_name", "outcome", "language", "campaign", "workflow_name", "customer_id"),
    *("is_in_progress", "is_handled", "is_abandoned", "ended_at", "talk_time_ms", "handling_time_ms"),
)
"""Columns of CONVERSATIONS that a correction can change, be it by ending the conversation."""


@dataclass(frozen=True)
class Change:
    """One value that is another one now.

    Args:
        column: of CONVERSATIONS, or a custom one.
        before: what the events tell.
        now: what the tables have.
    """

    column: str
    before: Any
    now: Any


@dataclass(frozen=True)
class PutRight:
    """All that corrections have done to a conversation.

    Args:
        corrections: those that changed it, in their order.
        changes: value by value.
        is_excluded: whether it is left out of every number.
    """

    corrections: tuple[Correction, ...]
    changes: tuple[Change, ...]
    is_excluded: bool


def put_right(snapshot: Snapshot, conversation_id: str, default_country: str = "") -> PutRight | None:
    """What corrections have made of it; None when none has touched it."""
    found = [_row(snapshot, table, conversation_id) for table in (CONVERSATIONS, EXCLUDED)]
    row = found[0] or found[1]
    if not row or not row["corrections"]:
        return None
    names = row["corrections"].split(" ")
    ours = tuple(one for one in applied_in(snapshot.scan(CORRECTIONS)) if one.id in names)
    told = as_told(snapshot, pl.Series([conversation_id]), default_country)
    before = told.conversations.collect().row(0, named=True)
    changes = [Change(name, before[name], row[name]) for name in LOOKED_AT if before[name] != row[name]]
    is_excluded = found[0] is None
    if not is_excluded:
        changes += [*_parts(snapshot, told, conversation_id, changes), *_attributes(snapshot, told, conversation_id)]
    return PutRight(ours, tuple(changes), is_excluded)


def _row(snapshot: Snapshot, table: Table, conversation_id: str) -> dict[str, Any] | None:
    found = snapshot.scan(table).filter(pl.col("conversation_id") == conversation_id).collect()
    return found.row(0, named=True) if found.height else None


def _parts(snapshot: Snapshot, told: Model, conversation_id: str, known: list[Change]) -> list[Change]:
    """Values of single parts, such as a queue in the middle, where the whole conversation's are as they were."""
    seen = {one.column for one in known}
    names = [name for name in ("queue_name", "agent_name", "agent_id", "handling_team_name") if name not in seen]
    is_it = pl.col("conversation_id") == conversation_id
    now = snapshot.scan(SEGMENTS).filter(is_it).select("segment_id", *names)
    both = told.segments.select("segment_id", *names).join(now, on="segment_id", suffix=" now").collect()
    found: list[Change] = []
    for name in names:
        moved = both.filter(pl.col(name).ne_missing(pl.col(f"{name} now"))).select(name, f"{name} now").unique()
        found += [Change(name, *values) for values in moved.sort(name).iter_rows()]
    return found


def _attributes(snapshot: Snapshot, told: Model, conversation_id: str) -> list[Change]:
    now = snapshot.scan(ATTRIBUTES).filter(pl.col("conversation_id") == conversation_id)
    both = told.attributes.select("key", "value").join(
        now.select("key", pl.col("value").alias("now")), on="key", how="full", coalesce=True
    )
    moved = both.filter(pl.col("value").ne_missing(pl.col("now"))).sort("key").collect()
    return [Change(*values) for values in moved.select("key", "value", "now").iter_rows()]
