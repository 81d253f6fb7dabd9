"""Segments of conversations: waits, talks, missed and rejected offers, cut out of each task's life."""

import polars as pl

from core.pipeline.agents import agents_at_the_time
from core.pipeline.holds import hold_times
from core.pipeline.stage import stage
from core.pipeline.tasks import OUTBOUND
from core.pipeline.waits import LOST
from core.schema.tables import SEGMENTS

QUEUE, TALK, TALK_NOW = "Queue", "Conversation", "Conversation in Progress"
MISSED, REJECTED, CORRUPTED = "Missed Conversation", "Rejected Conversation", "Corrupted Conversation Segment"
KIND_ORDER = {QUEUE: 0, MISSED: 1, REJECTED: 2, TALK: 3, TALK_NOW: 4, CORRUPTED: 5}


def ms(later: str, earlier: str) -> pl.Expr:
    """Milliseconds from one instant column to another; null when either is."""
    return (pl.col(later) - pl.col(earlier)).dt.total_milliseconds()


@stage(reads="offers, waits, tasks", writes=SEGMENTS)
def cut_segments(events: pl.LazyFrame, tasks: pl.LazyFrame, offers: pl.LazyFrame, waits: pl.LazyFrame) -> pl.LazyFrame:
    """Cut each task at its life-cycle events into waits, talks, abandons, missed and rejected offers.

    The places of the customers and the order within the conversation are left to later stages.
    """
    answers = _answers(offers, waits)
    parts = pl.concat(
        [_queue_segments(waits), _abandons(waits), _talks(answers, events, tasks), _declined(offers)],
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
        _handling_time().alias("handling_time_ms"),
    )


def _task_words(tasks: pl.LazyFrame) -> pl.LazyFrame:
    """What the task says of all its segments."""
    return tasks.select(
        "task_id",
        "conversation_id",
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
        **_led_by(),
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
        **_led_by(),
    )


def _led_by() -> dict[str, pl.Expr]:
    """What led to this part: a transfer, with its mode and target, or an overflow."""
    transfer = pl.when(pl.col("transfer_mode").str.to_uppercase() == "WARM").then(pl.lit("Warm Transfer"))
    named = transfer.when(pl.col("transfer_mode").is_not_null()).then(pl.lit("Cold Transfer"))
    target = (
        pl.col("transfer_type").str.to_uppercase().replace_strict({"QUEUE": "Queue", "WORKER": "Agent"}, default=None)
    )
    return {
        "preceded_by": named.when(pl.col("is_overflow").fill_null(False)).then(pl.lit("Overflow")),
        "transferred_to": target,
    }


def _answers(offers: pl.LazyFrame, waits: pl.LazyFrame) -> pl.LazyFrame:
    """Offers that were answered or worked on, each with the wait that it ended."""
    ended = waits.filter(pl.col("reservation_id").is_not_null()).select(
        "reservation_id", "entered_at", "is_entry_known", "transfer_mode", "transfer_type", "is_overflow"
    )
    worked = pl.any_horizontal(pl.col("accepted_at", "wrapup_at", "completed_at").is_not_null())
    declined = pl.any_horizontal(pl.col("rejected_at", "timeout_at", "canceled_at", "rescinded_at").is_not_null())
    return offers.filter(worked & ~(pl.col("accepted_at").is_null() & declined)).join(
        ended, on="reservation_id", how="left"
    )


def _talks(answers: pl.LazyFrame, events: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """Segments with an agent: finished, in progress, or corrupted with the event that is missing."""
    missing = (
        pl.when(pl.col("accepted_at").is_null())
        .then(pl.lit("reservation.accepted"))
        .when(pl.col("created_at").is_null())
        .then(pl.lit("reservation.created"))
        .when(pl.col("is_entry_known") == False)  # noqa: E712 - null means that no wait belongs to this answer
        .then(pl.lit("task-queue.entered"))
        .when(pl.col("finished_at").is_null() & pl.col("task_ended_at").is_not_null())
        .then(pl.lit("reservation.completed"))
    )
    marked = answers.with_columns(missing_event=missing).with_columns(
        kind=pl.when(pl.col("missing_event").is_not_null())
        .then(pl.lit(CORRUPTED))
        .when(pl.col("finished_at").is_null())
        .then(pl.lit(TALK_NOW))
        .otherwise(pl.lit(TALK)),
        started_at=pl.coalesce("accepted_at", "wrapup_at", "completed_at"),
    )
    finished = pl.col("finished_at").is_not_null()
    talks = marked.join(agents_at_the_time(answers), on="agent_attributes", how="left").join(
        _transfers_begun(events), on="reservation_id", how="left"
    )
    holds = hold_times(talks, events, tasks)
    return talks.join(holds, on="reservation_id", how="left").select(
        "task_id",
        "reservation_id",
        "kind",
        "missing_event",
        "started_at",
        "agent_id",
        pl.coalesce("full_name", "agent_name").alias("agent_name"),
        "agent_team",
        "agent_department",
        "team_id",
        "queue_id",
        "queue_name",
        "followed_by",
        "hold_time_ms",
        segment_id="reservation_id",
        ended_at="finished_at",
        ended_by=pl.when(pl.col("completed_at").is_not_null())
        .then(pl.lit("reservation.completed"))
        .when(finished)
        .then(pl.lit("task.completed")),
        gave_up=pl.lit(False),
        queue_time_ms=pl.when(pl.col("is_entry_known")).then(ms("accepted_at", "entered_at")),
        ring_time_ms=ms("accepted_at", "created_at").clip(0),
        talk_time_ms=pl.when(finished).then(ms("talk_ended_at", "accepted_at")),
        wrap_up_time_ms=pl.when(finished & pl.col("accepted_at").is_not_null()).then(
            ms("finished_at", "talk_ended_at")
        ),
        **_led_by(),
    )


def _transfers_begun(events: pl.LazyFrame) -> pl.LazyFrame:
    """The reservations that began a transfer, with its mode."""
    warm = pl.col("transfer_mode").str.to_uppercase() == "WARM"
    return (
        events.filter(
            pl.col("event_type") == "task.transfer-initiated", pl.col("transfer_reservation_id").is_not_null()
        )
        .group_by(reservation_id="transfer_reservation_id")
        .agg(pl.when(warm.any()).then(pl.lit("Warm Transfer")).otherwise(pl.lit("Cold Transfer")).alias("followed_by"))
    )


def _declined(offers: pl.LazyFrame) -> pl.LazyFrame:
    """Offers that the agent let ring or rejected; one withdrawn because another agent was faster is nobody's fault."""
    rejected = pl.col("rejected_at").is_not_null()
    over = pl.coalesce("rejected_at", pl.min_horizontal("timeout_at", "canceled_at"))
    return (
        offers.filter(pl.col("accepted_at").is_null())
        .with_columns(over_at=over)
        .filter(pl.col("over_at").is_not_null())
        .join(agents_at_the_time(offers), on="agent_attributes", how="left")
        .select(
            "task_id",
            "reservation_id",
            "agent_id",
            pl.coalesce("full_name", "agent_name").alias("agent_name"),
            "agent_team",
            "agent_department",
            "team_id",
            "queue_id",
            "queue_name",
            segment_id="reservation_id",
            kind=pl.when(rejected).then(pl.lit(REJECTED)).otherwise(pl.lit(MISSED)),
            started_at=pl.coalesce("created_at", "over_at"),
            ended_at=pl.max_horizontal("over_at", "created_at"),
            ended_by=pl.when(rejected)
            .then(pl.lit("reservation.rejected"))
            .when(pl.col("timeout_at") == pl.col("over_at"))
            .then(pl.lit("reservation.timeout"))
            .otherwise(pl.lit("reservation.canceled")),
            missing_event=pl.when(pl.col("created_at").is_null()).then(pl.lit("reservation.created")),
            gave_up=pl.lit(False),
            ring_time_ms=ms("over_at", "created_at").clip(0),
            talk_time_ms=pl.lit(0, pl.Int64),
        )
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


def _handling_time() -> pl.Expr:
    """Talk and wrap-up; on outbound conversations ringing too. Null while it lasts and where nobody answered."""
    ringing = pl.when(pl.col("direction") == OUTBOUND).then(pl.col("ring_time_ms")).otherwise(0)
    answered = (pl.col("kind") == TALK) & pl.col("agent_id").is_not_null()
    return pl.when(answered).then(pl.col("talk_time_ms") + pl.col("wrap_up_time_ms") + ringing)
