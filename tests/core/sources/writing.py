"""One list of facts, written in every shape in which TaskRouter's events come."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl

from core.sources import Batch, read
from core.store.landing import Landed

Fact = dict[str, str]

ATTRIBUTES = '{"from": "+34911234567", "note": "a \\"b\\" & 50% = más, 日本 😀", "n": [1, {"x": null}]}'

FACTS: list[Fact] = [
    {
        "Sid": "EV01",
        "EventType": "task-queue.entered",
        "TimestampMs": "1784618493123",
        "WorkspaceSid": "WS1",
        "TaskSid": "WT1",
        "TaskAttributes": ATTRIBUTES,
        "TaskDateCreated": "1784618490",
        "TaskQueueEnteredDate": "1784618493",
        "TaskPriority": "7",
        "TaskAssignmentStatus": "pending",
        "TaskChannelUniqueName": "Voice",
        "TaskQueueSid": "WQ1",
        "TaskQueueName": "Atención al cliente",
        "WorkflowName": "Main",
    },
    {
        "Sid": "EV02",
        "EventType": "reservation.accepted",
        "TimestampMs": "1784618564456",
        "WorkspaceSid": "WS1",
        "TaskSid": "WT1",
        "TaskAttributes": "",
        "ReservationSid": "WR1",
        "WorkerSid": "WK1",
        "WorkerName": "alba",
        "WorkerAttributes": "{not json",
        "WorkerActivitySid": "WA1",
        "WorkerActivityName": "Available",
    },
    {
        "Sid": "EV03",
        "EventType": "worker.activity.update",
        "TimestampMs": "1784618600000",
        "WorkspaceSid": "WS1",
        "WorkerSid": "WK1",
        "WorkerName": "alba",
        "WorkerActivityName": "Break",
        "WorkerPreviousActivitySid": "WA1",
        "WorkerPreviousActivityName": "Available",
        "WorkerTimeInPreviousActivityMs": "35544",
    },
    {
        "Sid": "EV04",
        "EventType": "task.transfer-initiated",
        "TimestampMs": "1784618700001",
        "WorkspaceSid": "WS1",
        "TaskSid": "WT1",
        "TaskTransferSid": "TT1",
        "TransferMode": "COLD",
        "TransferType": "QUEUE",
        "TransferTo": "WQ2",
        "TransferStatus": "initiated",
        "TransferInitiatingReservationSid": "WR1",
    },
    {
        "Sid": "EV05",
        "EventType": "task.canceled",
        "TimestampMs": "1784618704000",
        "WorkspaceSid": "WS1",
        "TaskSid": "WT1",
        "TaskCanceledReason": "hangup",
    },
    {"Sid": "EV06", "EventType": "brand.new", "TimestampMs": "1784618705000", "WorkspaceSid": "WS1"},
]


def snake(name: str) -> str:
    """`TaskSid` → `task_sid`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def payload(fact: Fact) -> dict[str, Any]:
    """The fact as the payload of an Event Streams event, where numbers are numbers."""
    numbers = {"task_priority", "worker_time_in_previous_activity_ms"}
    fields = {snake(name): value for name, value in fact.items()}
    fields["eventtype"] = fields.pop("event_type")
    milliseconds = int(fields.pop("timestamp_ms"))
    return {
        **{name: int(value) if name in numbers else value for name, value in fields.items()},
        "timestamp": iso(milliseconds),
    }


def iso(milliseconds: int) -> str:
    """ISO 8601 in UTC."""
    instant = pl.Series([milliseconds]).cast(pl.Datetime("ms", "UTC"))
    return str(instant.dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").item())


def cloud_event(fact: Fact) -> dict[str, Any]:
    """The fact as Event Streams delivers it."""
    return {
        "specversion": "1.0",
        "type": f"com.twilio.taskrouter.{fact['EventType']}",
        "source": "/x",
        "id": fact["Sid"].replace("EV", "EZ"),
        "time": "2030-01-01T00:00:00Z",
        "data": {"name": fact["EventType"], "payload": payload(fact)},
    }


def resource(fact: Fact) -> dict[str, Any]:
    """The fact as the Events resource lists it."""
    inside = {snake(name): value for name, value in fact.items()}
    outside = {name: inside.pop(name) for name in ("sid", "event_type", "workspace_sid")}
    milliseconds = int(inside.pop("timestamp_ms"))
    return {**outside, "event_date_ms": milliseconds, "event_date": iso(milliseconds), "event_data": inside}


def ndjson(records: Iterable[Any]) -> bytes:
    """One JSON value a line."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def array(records: Iterable[Any], indent: int | None = None) -> bytes:
    """One JSON array."""
    return json.dumps(list(records), ensure_ascii=False, indent=indent).encode()


def forms(facts: Iterable[Fact]) -> bytes:
    """One form-encoded body a line."""
    return "\n".join(urlencode(fact) for fact in facts).encode()


def comma_separated(facts: Iterable[Fact]) -> bytes:
    """A CSV export of event callbacks."""
    rows = list(facts)
    text = io.StringIO()
    names = list(dict.fromkeys(name for fact in rows for name in fact))
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def flat(record: dict[str, Any]) -> dict[str, str]:
    """A record of a table whose nested objects are JSON text."""
    return {name: json.dumps(value) if isinstance(value, dict) else str(value) for name, value in record.items()}


def parquet(records: Iterable[Any]) -> bytes:
    """The records as Parquet, nested objects as structs."""
    file = io.BytesIO()
    pl.DataFrame(list(records), infer_schema_length=None).write_parquet(file)
    return file.getvalue()


def pages(facts: list[Fact], size: int = 2) -> bytes:
    """Pages of the Events resource, one after the other."""
    cut = [facts[start : start + size] for start in range(0, len(facts), size)]
    written = [{"events": [resource(fact) for fact in page], "meta": {"page": 0}} for page in cut]
    return "\n".join(json.dumps(page, indent=1) for page in written).encode()


CALLBACK: dict[str, Callable[[list[Fact]], bytes]] = {
    "form bodies": forms,
    "callback NDJSON": ndjson,
    "callback array": array,
    "callback CSV": comma_separated,
    "callback Parquet": parquet,
}
STREAM: dict[str, Callable[[list[Fact]], bytes]] = {
    "stream NDJSON": lambda facts: ndjson(map(cloud_event, facts)),
    "stream array": lambda facts: array(map(cloud_event, facts)),
    "stream array, indented": lambda facts: array(map(cloud_event, facts), indent=2),
    "stream arrays, one a line": lambda facts: ndjson([[cloud_event(fact)] for fact in facts]),
    "stream CSV": lambda facts: comma_separated(flat(cloud_event(fact)) for fact in facts),
    "stream Parquet of JSON text": lambda facts: parquet(flat(cloud_event(fact)) for fact in facts),
    "stream Parquet": lambda facts: parquet(map(cloud_event, facts)),
}
RESOURCE: dict[str, Callable[[list[Fact]], bytes]] = {
    "resource pages": pages,
    "resource page": lambda facts: pages(facts, 1000),
    "resource array": lambda facts: array(map(resource, facts)),
    "resource NDJSON": lambda facts: ndjson(map(resource, facts)),
    "resource CSV": lambda facts: comma_separated(flat(resource(fact)) for fact in facts),
    "resource Parquet": lambda facts: parquet(map(resource, facts)),
}
SHAPES = CALLBACK | STREAM | RESOURCE


def landed(folder: Path, content: bytes, name: str = "export.bin") -> Landed:
    """A file with this content, as if it had landed."""
    path = folder / name
    path.write_bytes(content)
    return Landed(file_id="f1", path=path, name=name, bytes=len(content))


def zipped(**members: bytes) -> bytes:
    """A zip of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_all(folder: Path, content: bytes, name: str = "export.bin") -> Batch:
    """All batches of one file as one; every batch keeps its promise."""
    batches = list(read(landed(folder, content, name)))
    for batch in batches:
        assert batch.rows_in == batch.events["position"].n_unique() + batch.rejected.height
    unknown: dict[str, int] = {}
    for batch in batches:
        for field, count in batch.unknown_fields.items():
            unknown[field] = unknown.get(field, 0) + count
    return Batch(
        batches[0].source,
        sum(batch.rows_in for batch in batches),
        pl.concat([batch.events for batch in batches]),
        pl.concat([batch.rejected for batch in batches]),
        unknown,
        batches[0].platform,
    )
