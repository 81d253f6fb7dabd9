"""Which conversations new events touch."""

import polars as pl

from core.pipeline.among import among
from core.pipeline.chunks import BONDS, SHARED, bond
from core.schema.tables import TASKS
from core.store.transaction import Transaction


def named_tasks(change: Transaction, news: pl.LazyFrame) -> pl.DataFrame:
    """The tasks that new events are about, also by their call.

    Args:
        change: the open transaction.
        news: the new rows of EVENTS, and those that went.

    Returns:
        `task_id`, `conversation_id` (null for a task not known before), `first_at`, `last_at`, and `size`: its new
        events.
    """
    new = (
        news.filter(pl.col("task_id").is_not_null())
        .group_by("task_id")
        .agg(
            pl.lit(None, pl.String).alias("conversation_id"),
            pl.col("occurred_at").min().alias("first_at"),
            pl.col("occurred_at").max().alias("last_at"),
            pl.len().cast(pl.Int64).alias("size"),
        )
        .collect()
    )
    if not change.parts(TASKS):
        return new
    known = change.scan(TASKS)
    calls = news.filter(pl.col("task_id").is_null(), pl.col("call_id").is_not_null()).select("call_id").unique()
    theirs = among(known, "task_id", new["task_id"])
    of_calls = among(known, "call_id", calls.collect()["call_id"])
    both = [known_tasks(theirs), known_tasks(of_calls), new]
    return (
        pl.concat(both)
        .group_by("task_id")
        .agg(
            pl.col("conversation_id").max(),
            pl.col("first_at").min(),
            pl.col("last_at").max(),
            pl.col("size").sum(),
        )
    )


def kin_tasks(change: Transaction, bonds: pl.DataFrame, before: pl.Series) -> pl.DataFrame:
    """All tasks of the conversations known so far that new events may change, by joining or parting them.

    Args:
        change: the open transaction.
        bonds: as `Gathered` has them of the tasks that new events are about.
        before: the conversations that these tasks were until now: what held them together may have gone.

    Returns:
        As `named_tasks`.
    """
    if not change.parts(TASKS):
        return pl.DataFrame(schema=known_tasks(TASKS.empty().lazy()).schema)
    known = change.scan(TASKS)
    ids = known.select("conversation_id", *(bond(name) for name in BONDS))
    pairs = (("task_id", "task_id"), ("task_id", "linked_to"), ("linked_to", "task_id"), ("linked_to", "linked_to"))
    found = (
        ids.join(bonds.lazy().select(tie=theirs).drop_nulls().unique(), left_on=ours, right_on="tie", how="semi")
        for ours, theirs in (*pairs, *((name, name) for name in SHARED))
    )
    joined = pl.concat(rows.select("conversation_id") for rows in found).unique().collect()["conversation_id"]
    return known_tasks(among(known, "conversation_id", pl.concat([joined, before])))


def known_tasks(known: pl.LazyFrame) -> pl.DataFrame:
    """Rows of TASKS as `named_tasks` tells those without new events."""
    size = pl.lit(0, pl.Int64).alias("size")
    return known.select("task_id", "conversation_id", "first_at", "last_at", size).collect()
