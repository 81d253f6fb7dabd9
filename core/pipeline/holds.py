"""Holds: how long customers were held, told by the call's own events or by the integration's attributes."""

import polars as pl

from core.pipeline.attributes import milliseconds

HOLD, UNHOLD = "participant.hold", "participant.unhold"


def hold_times(talks: pl.LazyFrame, events: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """Sum of the holds that started in each talk; of parallel talks the oldest still active one bears the hold.

    Args:
        talks: one row an answered reservation, with `started_at` and `talk_ended_at`.
        events: rows of EVENTS; those of a call carry its id, not the task's.
        tasks: with the task's `call_id` and `hold_time` (seconds, as text) of its attributes.

    Returns:
        `reservation_id`, `hold_time_ms`; only talks with a hold.
    """
    calls = tasks.select("task_id", "call_id", told_ms=milliseconds("hold_time"))
    of_calls = talks.select("reservation_id", "task_id", "started_at", "talk_ended_at").join(calls, on="task_id")
    begun = tasks.group_by("call_id").agg(pl.col("first_at").min())
    within = of_calls.join(_holds(events, begun), on="call_id").filter(
        pl.col("held_at") >= pl.col("started_at"),
        pl.col("talk_ended_at").is_null() | (pl.col("held_at") < pl.col("talk_ended_at")),
    )
    heard = (
        within.sort("started_at", "reservation_id")
        .group_by("call_id", "held_at", maintain_order=True)
        .agg(pl.col("reservation_id", "held_ms").first())
        .group_by("reservation_id")
        .agg(pl.col("held_ms").sum().alias("heard_ms"))
    )
    told = (
        of_calls.filter(pl.col("told_ms") > 0)
        .sort("started_at", "reservation_id")
        .group_by("task_id", maintain_order=True)
        .agg(pl.col("reservation_id", "told_ms").first())
        .select("reservation_id", "told_ms")
    )
    return heard.join(told, on="reservation_id", how="full", coalesce=True).select(
        "reservation_id", hold_time_ms=pl.coalesce("heard_ms", "told_ms")
    )


def _holds(events: pl.LazyFrame, calls: pl.LazyFrame) -> pl.LazyFrame:
    """Each hold with the next end of a hold on the same call; one that never ends has no length.

    What was told of a call before its first task counts for nothing: it need not be looked for.
    """
    steps = (
        events.filter(pl.col("event_type").is_in((HOLD, UNHOLD)), pl.col("call_id").is_not_null())
        .join(calls, on="call_id")
        .filter(pl.col("occurred_at") >= pl.col("first_at"))
        .select("call_id", "event_type", held_at="occurred_at", step="event_id")
        .sort("call_id", "held_at", "event_type", "step")
    )
    repeated = pl.col("event_type") == pl.col("event_type").shift(1).over("call_id")
    turns = steps.filter(~repeated.fill_null(False))
    resumed_at = pl.col("held_at").shift(-1).over("call_id")
    return (
        turns.with_columns(held_ms=(resumed_at - pl.col("held_at")).dt.total_milliseconds())
        .filter(pl.col("event_type") == HOLD, pl.col("held_ms").is_not_null())
        .select("call_id", "held_at", "held_ms")
    )
