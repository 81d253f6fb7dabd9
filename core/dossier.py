"""The dossier of one conversation: the contact, its parts, its raw events, and its customer's other conversations."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from core.as_told import as_told
from core.details import state, wait
from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.life_cycle import life_rank
from core.schema.tables import CONVERSATIONS, EVENTS, EXCLUDED, SEGMENTS, TASKS
from core.store.snapshot import Snapshot

MARGIN = timedelta(days=1)
"""Events of a call may lie somewhat outside the life of the task that names it."""


@dataclass(frozen=True)
class Dossier:
    """All that is known of one conversation.

    Args:
        facts: its row of CONVERSATIONS, with `wait_ms` and `end_state`.
        segments: its rows of SEGMENTS, in their order.
        events: its rows of EVENTS, in the order in which they happened.
        earlier, later: the same customer's conversations before and after it; None when there is none.
        others: how many other conversations the customer has.
    """

    facts: dict[str, Any]
    segments: pl.DataFrame
    events: pl.DataFrame
    earlier: str | None
    later: str | None
    others: int


def find(snapshot: Snapshot, wanted: str) -> Dossier | None:
    """The conversation with this id, or to which the task or call with this id belongs; None when there is none."""
    found = snapshot.scan(CONVERSATIONS).filter(pl.col("conversation_id") == wanted).collect()
    if found.is_empty():
        other = _of_task(snapshot, wanted)
        if other and other != wanted:
            return find(snapshot, other)
        return _excluded(snapshot, wanted) if other else None
    facts = found.with_columns(wait(), state()).row(0, named=True)
    tasks = snapshot.scan(TASKS).filter(pl.col("conversation_id") == wanted).collect()
    life = tasks.select(pl.col("first_at").min() - MARGIN, pl.col("last_at").max() + MARGIN).row(0)
    segments = snapshot.scan(SEGMENTS, *life).filter(pl.col("conversation_id") == wanted).sort("segment_order")
    return Dossier(facts, segments.collect(), _events(snapshot, tasks, life), *_neighbours(snapshot, facts))


def _excluded(snapshot: Snapshot, wanted: str) -> Dossier | None:
    """One that a correction leaves out of the tables, as its events tell it; it is nobody's neighbour."""
    rows = snapshot.scan(EXCLUDED).filter(pl.col("conversation_id") == wanted).collect()
    if rows.is_empty():
        return None
    told = as_told(snapshot, rows["conversation_id"])
    facts = told.conversations.with_columns(wait(), state(), excluded_by=pl.lit(rows["excluded_by"][0])).collect()
    tasks = snapshot.scan(TASKS).filter(pl.col("conversation_id") == wanted).collect()
    life = tasks.select(pl.col("first_at").min() - MARGIN, pl.col("last_at").max() + MARGIN).row(0)
    segments = told.segments.sort("segment_order").collect()
    return Dossier(facts.row(0, named=True), segments, _events(snapshot, tasks, life), None, None, 0)


def untouched(snapshot: Snapshot, found: Dossier) -> Dossier:
    """The same conversation as its events alone tell it; itself where no correction has touched it."""
    if not found.facts["corrections"]:
        return found
    told = as_told(snapshot, pl.Series([found.facts["conversation_id"]]))
    facts = told.conversations.with_columns(wait(), state()).collect()
    return replace(found, facts=facts.row(0, named=True), segments=told.segments.sort("segment_order").collect())


def holds(events: pl.DataFrame) -> pl.DataFrame:
    """When the customer was held: `started_at` and `ended_at` (null when nobody told), in their order.

    A hold that is told twice counts once, as it does in SEGMENTS.
    """
    steps = events.filter(pl.col("event_type").is_in((HOLD, UNHOLD))).sort("call_id", "occurred_at", "event_id")
    turns = steps.filter(pl.col("event_type").ne_missing(pl.col("event_type").shift(1).over("call_id")))
    resumed_at = pl.col("occurred_at").shift(-1).over("call_id")
    return (
        turns.with_columns(ended_at=resumed_at)
        .filter(pl.col("event_type") == HOLD)
        .select(started_at="occurred_at", ended_at="ended_at")
        .sort("started_at")
    )


def _of_task(snapshot: Snapshot, wanted: str) -> str | None:
    named = pl.any_horizontal(pl.col("task_id", "call_id") == wanted)
    found = snapshot.scan(TASKS).filter(named).select(pl.col("conversation_id").min()).collect()
    return found.item()  # type: ignore[no-any-return]


def _events(snapshot: Snapshot, tasks: pl.DataFrame, life: tuple[datetime, ...]) -> pl.DataFrame:
    """The events of the tasks, and those that name only their calls."""
    rows = snapshot.scan(EVENTS, *life)
    of_tasks = pl.col("task_id").is_in(tasks["task_id"].implode())
    of_calls = pl.col("task_id").is_null() & pl.col("call_id").is_in(tasks["call_id"].drop_nulls().implode())
    found = rows.filter(of_tasks | of_calls.fill_null(False))
    return found.sort("occurred_at", life_rank(), "event_id").collect()


def _neighbours(snapshot: Snapshot, facts: dict[str, Any]) -> tuple[str | None, str | None, int]:
    rows = snapshot.scan(CONVERSATIONS).filter(pl.col("customer_id") == facts["customer_id"])
    ids = rows.sort("started_at", "conversation_id").select("conversation_id").collect()["conversation_id"].to_list()
    here = ids.index(facts["conversation_id"])
    return ids[here - 1] if here else None, ids[here + 1] if here + 1 < len(ids) else None, len(ids) - 1
