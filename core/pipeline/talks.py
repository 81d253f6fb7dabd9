"""Talks: the parts of conversations in which an agent took part, and the offers that agents let pass."""

import polars as pl

from core.pipeline.holds import hold_times
from core.pipeline.kinds import CORRUPTED, MISSED, REJECTED, TALK, TALK_NOW
from core.pipeline.spans import led_by, ms

OF_OFFER = (
    "task_id",
    "reservation_id",
    "agent_id",
    "agent_name",
    "agent_team",
    "agent_department",
    "team_id",
    "queue_id",
    "queue_name",
)


def talks(offers: pl.LazyFrame, waits: pl.LazyFrame, events: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """Segments with an agent: finished, in progress, or corrupted with the event that is missing.

    Args:
        offers: as `describe_offers` gives them.
        waits: as `find_waits` gives them; each talk carries the wait that it ended.
        events: rows of EVENTS, for transfers and holds.
        tasks: as `link_tasks` gives them.
    """
    answers = _answers(offers, waits).with_columns(
        missing_event=_missing(), started_at=pl.coalesce("accepted_at", "wrapup_at", "completed_at")
    )
    holds = hold_times(answers, events, tasks)
    told = answers.join(_transfers_begun(events), on="reservation_id", how="left").join(
        holds, on="reservation_id", how="left"
    )
    finished = pl.col("finished_at").is_not_null()
    completed = pl.when(pl.col("completed_at").is_not_null()).then(pl.lit("reservation.completed"))
    return told.select(
        *OF_OFFER,
        "missing_event",
        "started_at",
        "followed_by",
        "hold_time_ms",
        segment_id="reservation_id",
        kind=_kind(),
        ended_at="finished_at",
        ended_by=completed.when(finished).then(pl.lit("task.completed")),
        gave_up=pl.lit(False),
        queue_time_ms=pl.when(pl.col("is_entry_known")).then(ms("accepted_at", "entered_at")),
        ring_time_ms=ms("accepted_at", "created_at").clip(0),
        talk_time_ms=pl.when(finished).then(ms("talk_ended_at", "accepted_at")),
        wrap_up_time_ms=pl.when(finished & pl.col("accepted_at").is_not_null()).then(
            ms("finished_at", "talk_ended_at")
        ),
        **led_by(),
    )


def passed_offers(offers: pl.LazyFrame) -> pl.LazyFrame:
    """Offers that the agent let ring or rejected; one withdrawn because another agent was faster is nobody's fault."""
    rejected = pl.col("rejected_at").is_not_null()
    over = pl.coalesce("rejected_at", pl.min_horizontal("timeout_at", "canceled_at"))
    timed_out = pl.col("timeout_at") == pl.col("over_at")
    ended_by = (
        pl.when(rejected).then(pl.lit("reservation.rejected")).when(timed_out).then(pl.lit("reservation.timeout"))
    )
    passed = offers.filter(pl.col("accepted_at").is_null()).with_columns(over_at=over)
    return passed.filter(pl.col("over_at").is_not_null()).select(
        *OF_OFFER,
        segment_id="reservation_id",
        kind=pl.when(rejected).then(pl.lit(REJECTED)).otherwise(pl.lit(MISSED)),
        started_at=pl.coalesce("created_at", "over_at"),
        ended_at=pl.max_horizontal("over_at", "created_at"),
        ended_by=ended_by.otherwise(pl.lit("reservation.canceled")),
        missing_event=pl.when(pl.col("created_at").is_null()).then(pl.lit("reservation.created")),
        gave_up=pl.lit(False),
        ring_time_ms=ms("over_at", "created_at").clip(0),
        talk_time_ms=pl.lit(0, pl.Int64),
    )


def _answers(offers: pl.LazyFrame, waits: pl.LazyFrame) -> pl.LazyFrame:
    """Offers that were answered or worked on, each with the wait that it ended."""
    ended = waits.filter(pl.col("reservation_id").is_not_null()).select(
        "reservation_id", "entered_at", "is_entry_known", "transfer_mode", "transfer_type", "is_overflow"
    )
    worked = pl.any_horizontal(pl.col("accepted_at", "wrapup_at", "completed_at").is_not_null())
    taken = worked & ~(pl.col("accepted_at").is_null() & _withdrawn())
    return offers.filter(taken).join(ended, on="reservation_id", how="left")


def _withdrawn() -> pl.Expr:
    return pl.any_horizontal(pl.col("rejected_at", "timeout_at", "canceled_at", "rescinded_at").is_not_null())


def _missing() -> pl.Expr:
    """The event without which not all times of a talk are known; a talk to which no wait belongs misses none."""
    unheard_entry = pl.col("is_entry_known").is_not_null() & ~pl.col("is_entry_known")
    has_ended = pl.col("task_ended_at").is_not_null()
    is_over = (pl.col("task_ended_at") >= pl.col("accepted_at")).fill_null(has_ended) | (_withdrawn() & has_ended)
    open_though_over = pl.col("finished_at").is_null() & is_over
    return (
        pl.when(pl.col("accepted_at").is_null())
        .then(pl.lit("reservation.accepted"))
        .when(pl.col("created_at").is_null() & pl.col("taken_at").is_null())
        .then(pl.lit("reservation.created"))
        .when(unheard_entry)
        .then(pl.lit("task-queue.entered"))
        .when(open_though_over)
        .then(pl.lit("reservation.completed"))
    )


def _kind() -> pl.Expr:
    corrupted = pl.when(pl.col("missing_event").is_not_null()).then(pl.lit(CORRUPTED))
    return corrupted.when(pl.col("finished_at").is_null()).then(pl.lit(TALK_NOW)).otherwise(pl.lit(TALK))


def _transfers_begun(events: pl.LazyFrame) -> pl.LazyFrame:
    """The reservations that began a transfer, with its name; warm if one of several was."""
    begun = events.filter(
        pl.col("event_type") == "task.transfer-initiated", pl.col("transfer_reservation_id").is_not_null()
    )
    warm = pl.col("transfer_mode").str.to_uppercase() == "WARM"
    name = pl.when(warm.any()).then(pl.lit("Warm Transfer")).otherwise(pl.lit("Cold Transfer"))
    return begun.group_by(reservation_id="transfer_reservation_id").agg(name.alias("followed_by"))
