"""The order of events that bear the same millisecond: the order in which a task lives."""

import polars as pl

TASK_ENDS = ("task.completed", "task.canceled", "task.deleted", "task.system-deleted")
ANSWERS = ("reservation.accepted", "reservation.taken")
"""An agent took the task; `taken` where the platform never tells since when it had been ringing."""

STATUS_EVENTS = ("worker.created", "worker.activity.update", "worker.deleted")

LIFE_CYCLE = (
    "worker.created",
    "worker.activity.update",
    "worker.deleted",
    "task.created",
    "workflow.entered",
    "workflow.target-matched",
    "task-queue.timeout",
    "task-queue.moved",
    "workflow.timeout",
    "task.transfer-initiated",
    "task-queue.entered",
    "reservation.created",
    "reservation.rejected",
    "reservation.timeout",
    "reservation.rescinded",
    "reservation.canceled",
    "reservation.accepted",
    "reservation.taken",
    "task.transfer-completed",
    "task.transfer-attempt-failed",
    "participant.hold",
    "participant.unhold",
    "reservation.wrapup",
    "task.wrapup",
    "reservation.completed",
    "task.transfer-canceled",
    "task.transfer-failed",
    "task.canceled",
    "task.completed",
    "task.deleted",
    "task.system-deleted",
)
MOMENTS_A_MS = 100
"""More than there are ranks: an integer moment is milliseconds times this, plus the rank."""
RANKS = {event_type: rank for rank, event_type in enumerate(LIFE_CYCLE)}
KNOWN_TYPES = frozenset(
    {
        *LIFE_CYCLE,
        "task.updated",
        "worker.attributes.update",
        "worker.capacity.update",
        "worker.channel.availability.update",
        "reservation.failed",
        "workflow.skipped",
        "queue-log.aside",
    }
)
"""Types of event that the model uses or rightly passes over; any other is counted as unknown."""


def life_rank() -> pl.Expr:
    """Rank of `event_type` in the life of a task; types without a place in it come first."""
    return pl.col("event_type").replace_strict(RANKS, default=-1, return_dtype=pl.Int64)


def told_platform() -> pl.Expr:
    """Whose events they are; those taken in before platforms were told apart are TaskRouter's."""
    return pl.col("platform").fill_null("Twilio")


def moment() -> pl.Expr:
    """One integer that orders events by time, then by their place in the life of a task."""
    return pl.col("occurred_at").dt.epoch("ms") * MOMENTS_A_MS + life_rank() + 1
