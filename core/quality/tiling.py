"""Segments tile each task of a conversation: no hole, nothing twice, no length below zero.

Of one conversation several tasks may lie apart (a callback, a chat taken up again): what lies between is no hole.
"""

import polars as pl

from core.pipeline.kinds import CORRUPTED, TALK, TALK_NOW
from core.quality.balance import ANSWERED, WAIT
from core.quality.check import found
from core.quality.ground import TOLERANCE_MS, Contacts

DURATIONS = (
    *("queue_time_ms", "ring_time_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms"),
    "abandon_time_ms",
)


def gaps(contacts: Contacts) -> pl.LazyFrame:
    """Stretches of a task, between its first and last segment, that belong to none.

    Not beside a corrupted segment: there the missing event tells why; nor where a task was created again, which some
    platforms do with a call that comes back.
    """
    created = contacts.events.filter(pl.col("event_type") == "task.created").select("task_id", started_at="occurred_at")
    ordered = contacts.segments.sort("task_id", "started_at", "segment_id")
    # What lasts still covers everything after it.
    covers = pl.col("ended_at").fill_null(pl.col("started_at").max().over("task_id"))
    until = covers.cum_max().shift(1).over("task_id")
    hole = (pl.col("started_at") - until).dt.total_milliseconds()
    is_corrupted = pl.col("kind") == CORRUPTED
    explained = is_corrupted | is_corrupted.shift(1).over("task_id").fill_null(False)
    holes = ordered.with_columns(amount_ms=hole, until=until, explained=explained)
    holes = holes.join(created.unique(), on=["task_id", "started_at"], how="anti")
    return found(
        holes.filter(pl.col("amount_ms") > TOLERANCE_MS, ~pl.col("explained")),
        at=pl.col("until"),
        what=pl.lit("gap"),
    )


def overlaps(contacts: Contacts) -> pl.LazyFrame:
    """Waits of one task that overlap, talks of one agent in one task that do, and answered waits without their talk.

    Two agents at once, or an agent at work while the task waits for the next one, are parallel work and no fault.
    """
    is_wait = pl.col("segment_id").str.contains(WAIT, literal=True)
    waits = contacts.segments.filter(is_wait)
    talks = contacts.segments.filter(
        pl.col("kind").is_in((TALK, TALK_NOW, CORRUPTED)), pl.col("reservation_id").is_not_null()
    )
    answered = waits.filter(pl.col("ended_by") == ANSWERED)
    begun = talks.select("task_id", ended_at="started_at")
    unheeded = answered.join(begun, on=["task_id", "ended_at"], how="anti")
    return found(
        pl.concat(
            [
                _overlapping(waits, "task_id").with_columns(what=pl.lit("two waits")),
                _overlapping(talks, "task_id", "agent_id").with_columns(what=pl.lit("two talks")),
                unheeded.with_columns(what=pl.lit("answer without talk"), at="started_at"),
            ],
            how="diagonal",
        )
    )


def _overlapping(parts: pl.LazyFrame, *of: str) -> pl.LazyFrame:
    """Those that begin before an earlier one of the same was over."""
    ordered = parts.sort(*of, "started_at", "segment_id")
    until = pl.col("ended_at").cum_max().shift(1).over(of)
    too_early = (until - pl.col("started_at")).dt.total_milliseconds()
    return ordered.with_columns(amount_ms=too_early, at="started_at").filter(pl.col("amount_ms") > TOLERANCE_MS)


def below_zero(contacts: Contacts) -> pl.LazyFrame:
    """Segments that end before they begin, or of which some time is below zero."""
    length = (pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds()
    least = pl.min_horizontal(length, *DURATIONS)
    return found(
        contacts.segments.with_columns(amount_ms=least).filter(pl.col("amount_ms") < 0),
        at=pl.col("started_at"),
        what=pl.col("kind"),
    )
