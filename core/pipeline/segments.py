"""Segments of conversations: waits, talks, missed and rejected offers, cut out of each task's life."""

import polars as pl

from core.pipeline.kinds import CORRUPTED, QUEUE, TALK
from core.pipeline.spans import led_by, ms
from core.pipeline.stage import stage
from core.pipeline.talks import passed_offers, talks
from core.pipeline.tasks import OUTBOUND
from core.pipeline.waits import LOST
from core.schema.tables import SEGMENTS


@stage(reads="offers, waits, tasks", writes=SEGMENTS)
def cut_segments(events: pl.LazyFrame, tasks: pl.LazyFrame, offers: pl.LazyFrame, waits: pl.LazyFrame) -> pl.LazyFrame:
    """Cut each task at its life-cycle events into waits, talks, abandons, missed and rejected offers.

    The places of the customers and the order within the conversation are left to later stages.
    """
    parts = pl.concat(
        [_queue_segments(waits), _abandons(waits), talks(offers, waits, events, tasks), passed_offers(offers)],
        how="diagonal_relaxed",
    )
    return parts.join(_task_words(tasks), on="task_id", how="left").with_columns(
        pl.coalesce("given_queue", "queue_name").alias("queue_name"),
        pl.coalesce("handling_team_id", "team_id", pl.when(pl.col("agent_id").is_not_null()).then("queue_id")).alias(
            "team_id"
        ),
        pl.coalesce("given_team", "agent_team", pl.when(pl.col("agent_id").is_not_null()).then("queue_name")).alias(
            "handling_team_name"
        ),
        pl.coalesce("given_department", "agent_department").alias("handling_department_name"),
        _abandoned().alias("abandoned"),
        pl.when("gave_up").then(pl.coalesce("given_phase", pl.lit("Queue"))).alias("abandoned_phase"),
        pl.when((pl.col("kind") == TALK) | pl.col("gave_up").fill_null(False)).then("outcome").alias("outcome"),
        handling_time().alias("handling_time_ms"),
    )


def _task_words(tasks: pl.LazyFrame) -> pl.LazyFrame:
    """What the task says of all its segments."""
    return tasks.select(
        "task_id",
        "conversation_id",
        "platform",
        "channel",
        "direction",
        "workflow_name",
        "outcome",
        "handling_team_id",
        given_queue="queue",
        given_team="handling_team_name",
        given_department="handling_department_name",
        given_abandoned="abandoned",
        given_phase="abandoned_phase",
    )


def _queue_segments(waits: pl.LazyFrame) -> pl.LazyFrame:
    """One segment a wait; its time is not known when nothing tells how it began or how it ended."""
    lost = pl.col("left_by") == LOST
    broken = lost.fill_null(False) | ~pl.col("is_entry_known")
    known_ms = pl.when(~broken).then(ms("left_at", "entered_at"))
    return waits.select(
        "task_id",
        "queue_id",
        "queue_name",
        segment_id=pl.col("task_id") + ":wait:" + pl.col("number").cast(pl.String),
        kind=pl.when(broken).then(pl.lit(CORRUPTED)).otherwise(pl.lit(QUEUE)),
        started_at="entered_at",
        ended_at="left_at",
        ended_by="left_by",
        gave_up="is_given_up",
        queue_time_ms=known_ms,
        abandon_time_ms=pl.when("is_given_up").then(known_ms),
        missing_event=pl.when(lost)
        .then(pl.lit("reservation.accepted"))
        .when(broken)
        .then(pl.lit("task-queue.entered")),
        followed_by=pl.when("overflows").then(pl.lit("Overflow")),
        **led_by(),
    )


def _abandons(waits: pl.LazyFrame) -> pl.LazyFrame:
    """The row that stands for the contact itself when nobody answered: dated at the abandon, without an agent."""
    return waits.filter(pl.col("is_given_up"), pl.col("is_entry_known")).select(
        "task_id",
        "queue_id",
        "queue_name",
        segment_id=pl.col("task_id") + ":abandon:" + pl.col("number").cast(pl.String),
        kind=pl.lit(TALK),
        started_at="left_at",
        ended_at="left_at",
        ended_by="left_by",
        gave_up=pl.lit(True),
        queue_time_ms=ms("left_at", "entered_at"),
        abandon_time_ms=ms("left_at", "entered_at"),
        **led_by(),
    )


def _abandoned() -> pl.Expr:
    """Yes, No or Follow-Up; what the attributes say settles what was computed as an abandon."""
    given = pl.col("given_abandoned").str.to_lowercase()
    return pl.when(pl.col("kind").is_in((QUEUE, TALK, CORRUPTED))).then(
        pl.when(~pl.col("gave_up").fill_null(False))
        .then(pl.lit("No"))
        .when(given.str.contains(r"follow"))
        .then(pl.lit("Follow-Up"))
        .when(given.is_in(("no", "n", "false")))
        .then(pl.lit("No"))
        .otherwise(pl.lit("Yes"))
    )


def handling_time() -> pl.Expr:
    """Talk and wrap-up; on outbound conversations ringing too, where the platform tells it.

    Null while it lasts and where nobody answered.
    """
    ringing = pl.when(pl.col("direction") == OUTBOUND).then(pl.col("ring_time_ms").fill_null(0)).otherwise(0)
    answered = (pl.col("kind") == TALK) & pl.col("agent_id").is_not_null()
    return pl.when(answered).then(pl.col("talk_time_ms") + pl.col("wrap_up_time_ms") + ringing)
