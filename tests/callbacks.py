"""Stories as files: events told by `tests.story`, written as the platform's callbacks and taken into a workspace."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from core.ingest import Ingested, ingest
from core.store.workspace import Workspace

FIELDS = {
    "event_id": "Sid",
    "event_type": "EventType",
    "occurred_at": "TimestampMs",
    "task_id": "TaskSid",
    "task_attributes": "TaskAttributes",
    "task_reason": "TaskCanceledReason",
    "channel": "TaskChannelUniqueName",
    "queue_id": "TaskQueueSid",
    "queue_name": "TaskQueueName",
    "reservation_id": "ReservationSid",
    "agent_id": "WorkerSid",
    "agent_name": "WorkerName",
    "agent_attributes": "WorkerAttributes",
    "activity": "WorkerActivityName",
    "activity_id": "WorkerActivitySid",
    "previous_activity": "WorkerPreviousActivityName",
    "previous_activity_id": "WorkerPreviousActivitySid",
    "time_in_previous_activity_ms": "WorkerTimeInPreviousActivityMs",
    "task_created_at": "TaskDateCreated",
    "transfer_mode": "TransferMode",
    "transfer_type": "TransferType",
    "transfer_reservation_id": "TransferInitiatingReservationSid",
    "call_id": "CallSid",
}


def callback(event: dict[str, Any]) -> dict[str, str]:
    """One event as the platform posts it: all values are text."""
    return {FIELDS[name]: _text(value) for name, value in event.items() if value is not None}


def lines(events: Sequence[dict[str, Any]]) -> str:
    """Events as NDJSON."""
    return "\n".join(json.dumps(callback(event)) for event in events) + "\n"


def taken_in(home: Path, *events: dict[str, Any], name: str = "story.ndjson") -> tuple[Workspace, Ingested]:
    """A workspace with the events of one file, and what became of the file."""
    workspace = Workspace(home)
    file = home.parent / name
    file.write_text(lines(events), encoding="utf-8")
    return workspace, ingest(workspace, [file])


def _text(value: Any) -> str:
    return str(int(value.timestamp() * 1000)) if isinstance(value, datetime) else str(value)
