"""Agents' statuses tile their days: from each change of activity to the next, without a hole, never two at once."""

import polars as pl

from core.horizon import end_of
from core.metrics.rows import logged_in
from core.pipeline.ended import ENDED_BY
from core.pipeline.life_cycle import STATUS_EVENTS, life_rank
from core.quality.check import found
from core.quality.ground import TOLERANCE_MS, Feed
from core.schema.column import INSTANT

LONGEST_MS = 16 * 3_600_000
"""So long nobody works at a stretch: a status that lasts longer has lost its end."""


def untiled(feed: Feed) -> pl.LazyFrame:
    """Statuses that begin before the one before is over, or later than it was.

    Not after the agent had left, or after an end that the house has put right: from there on nothing is known.
    """
    ordered = feed.statuses.sort("agent_id", "started_at", "ended_at", "segment_id", nulls_last=True)
    before = {name: pl.col(name).shift(1).over("agent_id") for name in ("ended_at", "ended_by", "segment_id")}
    was_ended = pl.col("before_ended_by").fill_null("").is_in(("worker.deleted", ENDED_BY))
    followed = ordered.with_columns(**{f"before_{name}": value for name, value in before.items()}).filter(
        pl.col("before_segment_id").is_not_null(), ~was_ended
    )
    apart = (pl.col("started_at") - pl.col("before_ended_at")).dt.total_milliseconds()
    # Of a status that is still on nothing can follow.
    two_at_once = pl.col("before_ended_at").is_null() | (apart < 0)
    return found(
        followed.filter(two_at_once | (apart > 0)),
        at=pl.col("started_at"),
        amount_ms=apart.abs(),
        what=pl.when(two_at_once).then(pl.lit("overlap")).otherwise(pl.lit("gap")),
    )


def endless(feed: Feed) -> pl.LazyFrame:
    """Statuses in which an agent was logged in for longer than anybody works; `what` is the activity.

    One that is still on lasts until the end of the data, as agents' times count it. Offline for days is no fault, and
    what somebody of the house has ended is looked at already.
    """
    ends_at = pl.lit(end_of(feed.snapshot), INSTANT)
    length = (pl.coalesce("ended_at", ends_at) - pl.col("started_at")).dt.total_milliseconds()
    told = feed.statuses.filter(logged_in(feed.rules), pl.col("ended_by").ne_missing(pl.lit(ENDED_BY)))
    told = told.with_columns(amount_ms=length)
    return found(told.filter(pl.col("amount_ms") > LONGEST_MS), at=pl.col("started_at"), what=pl.col("activity"))


def lost_changes(feed: Feed) -> pl.LazyFrame:
    """Changes of activity that tell another activity before them, or another length of it, than was heard of.

    A change between was lost, or a clock is wrong. What the platform does not tell contradicts nothing.
    """
    wanted = ("event_id", "occurred_at", "event_type", "agent_id", "agent_name", "activity_id", "activity", "platform")
    told = (
        "previous_activity_id",
        "previous_activity",
        "time_in_previous_activity_ms",
        "load_id",
        "file_id",
        "position",
    )
    of_agents = feed.events.filter(pl.col("event_type").is_in(STATUS_EVENTS), pl.col("agent_id").is_not_null())
    changes = (
        of_agents.select(*wanted, *told)
        .with_columns(rank=life_rank())
        .sort("agent_id", "occurred_at", "rank", "event_id")
        .with_columns(
            heard_id=pl.col("activity_id").shift(1).over("agent_id"),
            heard=pl.col("activity").shift(1).over("agent_id"),
            heard_at=pl.col("occurred_at").shift(1).over("agent_id"),
        )
    )
    passed = (pl.col("occurred_at") - pl.col("heard_at")).dt.total_milliseconds()
    off = passed - pl.col("time_in_previous_activity_ms")
    by_id = pl.col("previous_activity_id") != pl.col("heard_id")
    by_name = pl.col("previous_activity") != pl.col("heard")
    other = pl.coalesce(by_id, by_name).fill_null(False)
    return found(
        changes.with_columns(amount_ms=off).filter(other | (off.abs() > TOLERANCE_MS)),
        at=pl.col("occurred_at"),
        what=pl.when(other).then(pl.lit("another activity before")).otherwise(pl.lit("another length")),
    )
