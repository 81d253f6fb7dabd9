"""Ask the collector within the test's process, as an ASGI server would."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from core.collector.app import Collector

TOKEN = "t0ken"
HOST = "collector.example"
CALLBACK = {"EventType": "task.created", "Sid": "EV1", "TimestampMs": "1773570600000", "TaskSid": "WT1"}
EVENT = {
    "specversion": "1.0",
    "type": "com.twilio.taskrouter.task.created",
    "id": "EZ1",
    "data": {"payload": {"sid": "EV2", "timestamp_ms": 1773570600000, "task_sid": "WT2"}},
}


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


async def ask(
    collector: Collector,
    path: str,
    parts: list[bytes],
    headers: dict[str, str] | None = None,
    *,
    method: str = "POST",
    query: str = "",
    breaks_off: bool = False,
) -> Answer:
    """One request whose body comes in these parts."""
    coming: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    coming += [{"type": "http.disconnect"}] if breaks_off else [{"type": "http.request", "body": b""}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    told = {"host": HOST} | (headers or {})
    scope = {
        "type": "http",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in told.items()],
    }
    await collector(scope, receive, send)
    start, body = sent
    return Answer(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"])


async def post_callback(collector: Collector, fields: dict[str, str] | None = None, **headers: str) -> Answer:
    """A signed callback of TaskRouter."""
    fields = CALLBACK if fields is None else fields
    told = {"content-type": "application/x-www-form-urlencoded", **signed("/collect/taskrouter", fields), **headers}
    return await ask(collector, "/collect/taskrouter", [urlencode(fields).encode()], told)


async def post_events(collector: Collector, body: bytes, **headers: str) -> Answer:
    """A signed webhook of Event Streams."""
    told = {"content-type": "application/json", **signed("/collect/event-streams", {}), **headers}
    return await ask(collector, "/collect/event-streams", [body], told)


def signed(path: str, fields: dict[str, str], base: str = f"https://{HOST}") -> dict[str, str]:
    """The header of a signature."""
    return {"x-twilio-signature": RequestValidator(TOKEN).compute_signature(base + path, fields)}
