"""Reads generated files with the standard library alone, so that nothing of ours can hide what is in them."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

import sample_data

FILES = Path(sample_data.__file__).parent / "files"
SCHEMA = {
    "event": pl.String,
    "sid": pl.String,
    "at": pl.Int64,
    "task_sid": pl.String,
    "reservation_sid": pl.String,
    "worker_sid": pl.String,
    "worker_activity_name": pl.String,
    "task_attributes": pl.String,
    "task_channel_unique_name": pl.String,
    "transfer_mode": pl.String,
    "call_sid": pl.String,
    "hold": pl.Boolean,
}


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _stream(event: dict[str, Any]) -> dict[str, Any]:
    data = event["data"].get("payload", event["data"])
    at = round(datetime.fromisoformat(event["time"]).timestamp() * 1000)
    return data | {"event": data.get("eventtype", "hold"), "sid": event["id"], "at": at}


def _callback(row: dict[str, str]) -> dict[str, Any]:
    named = {name: row.get(_pascal(name)) or None for name in SCHEMA if name not in ("hold", "call_sid")}
    return named | {"event": row["EventType"], "at": int(row["TimestampMs"])}


def _resource(event: dict[str, Any]) -> dict[str, Any]:
    return event["event_data"] | {"event": event["event_type"], "sid": event["sid"], "at": event["event_date_ms"]}


def _lines(content: str) -> Iterator[dict[str, Any] | None]:
    for line in content.splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            yield None
        else:
            yield _stream(record) if "specversion" in record else _callback(record)


def records(path: Path) -> list[dict[str, Any] | None]:
    """Each record of a file with its fields in snake_case; None for a line that is no JSON."""
    packed = path.read_bytes()
    content = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    if ".csv" in path.suffixes:
        return [_callback(row) for row in csv.DictReader(io.StringIO(content))]
    if ".json" in path.suffixes:
        return [_resource(event) for event in json.loads(content)["events"]]
    return list(_lines(content))


def read(folder: Path) -> tuple[pl.DataFrame, int]:
    """The events of all files in the order of files and lines, and how many lines are broken."""
    found = [record for path in sorted(folder.iterdir()) for record in records(path)]
    whole = [tuple(record.get(name) for name in SCHEMA) for record in found if record is not None]
    return pl.DataFrame(whole, schema=SCHEMA, orient="row"), len(found) - len(whole)
