"""Which conversations new events touch, and all the events that these are made of."""

import polars as pl

from core.pipeline.tasks import describe_tasks
from core.schema.tables import EVENTS, TASKS
from core.store.transaction import Transaction

SHARED = ("call_id", "interaction_id", "transfer_id")


def touched_tasks(change: Transaction, news: pl.LazyFrame) -> pl.DataFrame:
    """The tasks of all conversations that new events may change, also by joining or parting them.

    Args:
        change: the open transaction; `news` are already part of its EVENTS.
        news: the new rows of EVENTS.

    Returns:
        `task_id`, `conversation_id` (null for a task not known before), `call_id`, `first_at`.
    """
    new = (
        news.filter(pl.col("task_id").is_not_null())
        .group_by("task_id")
        .agg(pl.col("occurred_at").min().alias("first_at"))
    )
    nothing = pl.lit(None, pl.String)
    new_tasks = new.select("task_id", nothing.alias("conversation_id"), nothing.alias("call_id"), "first_at").collect()
    if not change.base.rows(TASKS):
        return new_tasks
    known = change.scan(TASKS)
    calls = news.filter(pl.col("task_id").is_null(), pl.col("call_id").is_not_null()).select("call_id").unique()
    of_calls = known.join(calls, on="call_id", how="semi")
    named = pl.concat([_rows(known.join(new, on="task_id", how="semi")), _rows(of_calls), new_tasks])
    fresh = describe_tasks(events_of_tasks(change, _earliest(named)))
    kin = known.join(_kin(known, fresh), on="conversation_id", how="semi")
    calls_now = fresh.select("task_id", nothing.alias("conversation_id"), "call_id", "first_at")
    return _earliest(pl.concat([_rows(kin), new_tasks, calls_now]))


def events_of_tasks(change: Transaction, tasks: pl.DataFrame) -> pl.LazyFrame:
    """All events of these tasks and of their calls."""
    since = tasks.select(pl.col("first_at").min()).item()
    events = change.scan(EVENTS, since=since)
    if not change.base.rows(TASKS):
        return events
    ids, calls = (tasks.select(name).drop_nulls().unique().lazy() for name in ("task_id", "call_id"))
    of_tasks = events.join(ids, on="task_id", how="semi")
    of_calls = events.filter(pl.col("task_id").is_null()).join(calls, on="call_id", how="semi")
    return pl.concat([of_tasks, of_calls])


def _kin(known: pl.LazyFrame, fresh: pl.DataFrame) -> pl.LazyFrame:
    """The conversations known so far that have a bond with one of the tasks as they are now."""
    tasks = fresh.lazy().with_columns(linked_to=pl.coalesce("conversation_id", "previous_task"))
    pairs = (("task_id", "task_id"), ("task_id", "linked_to"), ("linked_to", "task_id"), ("linked_to", "linked_to"))
    bonds = (*pairs, *((name, name) for name in SHARED))
    found = (
        known.join(tasks.select(bond=theirs).drop_nulls().unique(), left_on=ours, right_on="bond", how="semi")
        for ours, theirs in bonds
    )
    return pl.concat(rows.select("conversation_id") for rows in found).unique()


def _rows(known: pl.LazyFrame) -> pl.DataFrame:
    return known.select("task_id", "conversation_id", "call_id", "first_at").collect()


def _earliest(tasks: pl.DataFrame) -> pl.DataFrame:
    """One row a task."""
    return tasks.group_by("task_id").agg(
        pl.col("conversation_id").max(), pl.col("call_id").max(), pl.col("first_at").min()
    )
