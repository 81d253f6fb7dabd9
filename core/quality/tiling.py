"""Segments tile each task of a conversation: no hole, nothing twice, no length below zero.

Of one conversation several tasks may lie apart (a callback, a chat taken up again): what lies between is no hole.
"""

from datetime import UTC, datetime

import polars as pl

from core.pipeline.kinds import CORRUPTED, TALK, TALK_NOW
from core.quality.balance import ANSWERED, WAIT
from core.quality.check import found
from core.quality.ground import TOLERANCE_MS, Contacts

FOREVER = datetime(2100, 1, 1, tzinfo=UTC)
"""Later than any instant that is taken in; until then lasts what has not ended."""

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
    ordered = _covered(contacts.segments, "task_id")
    hole = (pl.col("started_at") - pl.col("until")).dt.total_milliseconds()
    is_corrupted = pl.col("kind") == CORRUPTED
    same = pl.col("task_id") == pl.col("task_id").shift(1)
    explained = is_corrupted | (same & is_corrupted.shift(1)).fill_null(False)
    holes = ordered.with_columns(amount_ms=hole, explained=explained)
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
    too_early = (pl.col("until") - pl.col("started_at")).dt.total_milliseconds()
    found_of = _covered(parts, *of).filter(too_early > TOLERANCE_MS)
    # By how much is only known where the earlier one has ended.
    return found_of.with_columns(amount_ms=pl.when(pl.col("until") < FOREVER).then(too_early), at="started_at")


def _covered(parts: pl.LazyFrame, *of: str) -> pl.LazyFrame:
    """The parts in order, and `until` when those of the same before them are all over; null for the first.

    That is the latest end so far. Each task's times are moved up by the number of its first row times all of time, so
    that one running maximum serves all tasks: a window over each would cost many times as much.
    """
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in of).fill_null(False)
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    ordered = parts.sort(*of, "started_at", "segment_id").with_columns(
        group=pl.when(same).then(None).otherwise(row).forward_fill(),
        ends=pl.col("ended_at").fill_null(pl.lit(FOREVER)).dt.epoch("ms"),
    )
    span = pl.lit(FOREVER).dt.epoch("ms") + 1
    latest = (pl.col("group") * span + pl.col("ends")).cum_max()
    return ordered.with_columns(latest=latest - pl.col("group") * span).with_columns(
        until=pl.when(same).then(pl.from_epoch(pl.col("latest").shift(1), time_unit="ms").dt.replace_time_zone("UTC"))
    )


def below_zero(contacts: Contacts) -> pl.LazyFrame:
    """Segments that end before they begin, or of which some time is below zero."""
    length = (pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds()
    least = pl.min_horizontal(length, *DURATIONS)
    return found(
        contacts.segments.with_columns(amount_ms=least).filter(pl.col("amount_ms") < 0),
        at=pl.col("started_at"),
        what=pl.col("kind"),
    )
