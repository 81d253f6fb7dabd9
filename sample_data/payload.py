"""Which event bears which fields: the platform's payload, from columns that every event has."""

import polars as pl

from sample_data.json_text import instant
from sample_data.queueing import ABANDONED, CALLBACK, EXPIRED, VOICEMAIL

_STATUS = {
    "reservation.created": "reserved",
    "reservation.accepted": "assigned",
    "task.updated": "assigned",
    "task.transfer-completed": "assigned",
    "task.transfer-canceled": "assigned",
    "reservation.wrapup": "wrapping",
    "task.wrapup": "wrapping",
    "reservation.completed": "completed",
    "task.completed": "completed",
    "task.canceled": "canceled",
    "task.transfer-initiated": "transferring",
}
_TRANSFER = {
    "task.transfer-initiated": "initiated",
    "task.transfer-attempt-failed": "initiated",
    "task.transfer-completed": "complete",
    "task.transfer-failed": "failed",
    "task.transfer-canceled": "canceled",
}
_CANCELED = {
    ABANDONED: "hangup",
    CALLBACK: "Callback requested",
    VOICEMAIL: "Voicemail left",
    EXPIRED: "Task TTL Exceeded",
}
_BEFORE_QUEUES = ("task.created", "workflow.entered")
_KIND = pl.col("eventtype")
_GROUP = _KIND.str.split(".").list.first()
_OF_TASK = ~pl.col("is_call") & pl.col("task_sid").is_not_null()
_OF_OFFER = _GROUP == "reservation"
_OF_TRANSFER = pl.col("mode").is_not_null()


def payload(events: pl.DataFrame) -> pl.DataFrame:
    """Leave out of each event the fields that its type does not have, and add those that follow from others."""
    names = ("reservation", "worker")
    return events.select(
        "at",
        "eventtype",
        "sid",
        resource_type=pl.when(_GROUP.is_in(names)).then(_GROUP).otherwise(pl.lit("task")),
        **_task_fields(),
        **_queue_fields(),
        reservation_sid=pl.when(_OF_OFFER).then("reservation_sid"),
        **_worker_fields(),
        **_transfer_fields(),
        call_sid=pl.when("is_call").then("call_sid"),
        hold=pl.when("is_call").then(_KIND == "participant.hold"),
    )


def _task_fields() -> dict[str, pl.Expr]:
    fields = {
        "task_sid": pl.col("task_sid"),
        "task_attributes": pl.col("task_attributes"),
        "task_age": pl.max_horizontal((pl.col("at") - pl.col("created")) // 1000, 0),
        "task_date_created": instant(pl.col("created"), 0),
        "task_priority": pl.when(pl.col("task_queue_name") == "VIP").then(10).otherwise(0),
        "task_assignment_status": _KIND.replace_strict(_STATUS, default="pending", return_dtype=pl.String),
        "task_canceled_reason": pl.col("ending").replace_strict(_CANCELED, default=None, return_dtype=pl.String),
        "task_completed_reason": pl.when(_KIND == "task.completed").then(pl.lit("All reservations were completed")),
        **{name: pl.col(name) for name in ("task_channel_sid", "task_channel_unique_name")},
        **{name: pl.col(name) for name in ("workflow_sid", "workflow_name")},
    }
    return {name: pl.when(_OF_TASK).then(value) for name, value in fields.items()}


def _queue_fields() -> dict[str, pl.Expr]:
    queued = _OF_TASK & ~_KIND.is_in(_BEFORE_QUEUES)
    return {
        "task_queue_sid": pl.when(queued).then("task_queue_sid"),
        "task_queue_name": pl.when(queued).then("task_queue_name"),
        "task_queue_entered_date": pl.when(_KIND == "reservation.created").then(instant(pl.col("queued"), 0)),
        "previous_task_queue_sid": pl.col("previous_task_queue_sid"),
        "previous_task_queue_name": pl.col("previous_task_queue_name"),
    }


def _worker_fields() -> dict[str, pl.Expr]:
    has_worker = _GROUP.is_in(("reservation", "worker"))
    milliseconds = pl.col("worker_time_in_previous_activity_ms")
    activity = [f"worker_{which}activity_{part}" for which in ("", "previous_") for part in ("sid", "name")]
    return {
        **{name: pl.when(has_worker).then(name) for name in ("worker_sid", "worker_name", "worker_attributes")},
        **{name: pl.col(name) for name in activity},
        "worker_time_in_previous_activity": milliseconds // 1000,
        "worker_time_in_previous_activity_ms": milliseconds,
    }


def _transfer_fields() -> dict[str, pl.Expr]:
    is_warm = pl.col("mode").is_in((2, 4))
    to_worker = pl.col("mode").is_in((3, 4)) & pl.col("to_agent").is_not_null()
    fields = {
        "task_transfer_sid": pl.col("task_transfer_sid"),
        "transfer_mode": pl.when(is_warm).then(pl.lit("WARM")).otherwise(pl.lit("COLD")),
        "transfer_type": pl.when(to_worker).then(pl.lit("WORKER")).otherwise(pl.lit("QUEUE")),
        "transfer_to": pl.when(to_worker).then("to_agent").otherwise("to_queue"),
        "transfer_status": _KIND.replace_strict(_TRANSFER, default=None, return_dtype=pl.String),
        "transfer_initiating_worker_sid": pl.col("transfer_initiating_worker_sid"),
        "transfer_initiating_reservation_sid": pl.col("transfer_initiating_reservation_sid"),
    }
    return {name: pl.when(_OF_TRANSFER).then(value) for name, value in fields.items()}
