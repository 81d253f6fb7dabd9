"""A platform that posts events: signed as Twilio signs, at a fixed pace, each again until it is acknowledged."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

ANSWER_WITHIN_S = 15.0
"""What the platform waits for an answer."""

AGAIN_AFTER_S = 0.2
ATTRIBUTES = json.dumps(
    {"from": "+34600000000", "to": "+34910000000", "direction": "inbound", "call_sid": "CA" + "0" * 32, "path": "1/2"}
)
TYPES = ("task.created", "task-queue.entered", "reservation.created", "reservation.accepted", "reservation.completed")


@dataclass(frozen=True)
class Post:
    """One request: the events that it tells, and its bytes from the first to the last."""

    events: tuple[str, ...]
    request: bytes


@dataclass
class Told:
    """What became of the posts.

    Args:
        acknowledged: ids of the events whose request was answered 200 or 204.
        seconds: from the moment at which each post was due until it was acknowledged, those between tries included.
        statuses: how often each status was answered; 0 is a connection that broke.
    """

    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


def callbacks(url: str, token: str, numbers: Iterable[int], began_ms: int) -> list[Post]:
    """Signed event callbacks of TaskRouter, an event each, with ids made of the numbers."""
    sign, address = RequestValidator(token).compute_signature, f"{url}/collect/taskrouter"
    posts = []
    for number in numbers:
        fields = _callback(number, began_ms)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": sign(address, fields)}
        posts.append(Post((fields["Sid"],), _request(address, urlencode(fields).encode(), headers)))
    return posts


def webhooks(url: str, token: str, numbers: Sequence[int], began_ms: int, batch: int = 10) -> list[Post]:
    """Signed webhooks of Event Streams, so many events each."""
    address = f"{url}/collect/event-streams"
    signature = RequestValidator(token).compute_signature(address, {})
    headers = {"Content-Type": "application/json", "X-Twilio-Signature": signature}
    posts = []
    for start in range(0, len(numbers), batch):
        events = [_cloud_event(number, began_ms) for number in numbers[start : start + batch]]
        ids = tuple(event["data"]["payload"]["sid"] for event in events)
        posts.append(Post(ids, _request(address, json.dumps(events).encode(), headers)))
    return posts


async def post_all(url: str, posts: Sequence[Post], per_second: float, connections: int, tries: int = 50) -> Told:
    """Send each when it is due, whatever became of those before, and again until it is acknowledged.

    Args:
        per_second: posts that become due a second.
        connections: how many of them can be under way at once.
        tries: of one post at most; one that is given up is not among the acknowledged.
    """
    told = Told()
    queue: asyncio.Queue[tuple[float, Post] | None] = asyncio.Queue()
    senders = [asyncio.create_task(_send(url, queue, told, tries)) for _ in range(connections)]
    began = perf_counter()
    for number, post in enumerate(posts):
        due = began + number / per_second
        if (early := due - perf_counter()) > 0:
            await asyncio.sleep(early)
        queue.put_nowait((due, post))
    for _ in senders:
        queue.put_nowait(None)
    await asyncio.gather(*senders)
    return told


async def _send(url: str, queue: asyncio.Queue[tuple[float, Post] | None], told: Told, tries: int) -> None:
    """Send what is due over one connection, which is opened again when it breaks."""
    wire = _Wire(url)
    while (due := await queue.get()) is not None:
        for _ in range(tries):
            status = await wire.ask(due[1].request)
            told.statuses[status] += 1
            if status in (200, 204):
                told.acknowledged += due[1].events
                told.seconds.append(perf_counter() - due[0])
                break
            await asyncio.sleep(AGAIN_AFTER_S)
    wire.close()


class _Wire:
    """One connection that is kept alive."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname, urlsplit(url).port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> int:
        """The status of the answer; 0 when there was none."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                if self._ends is None:
                    self._ends = await asyncio.open_connection(self._host, self._port)
                reader, writer = self._ends
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                if b"content-length: " in head:
                    await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r")[0]))
                if b"connection: close" in head:
                    self.close()
                return int(head.split(b" ", 2)[1])
        except (OSError, EOFError, TimeoutError):
            self.close()
            return 0

    def close(self) -> None:
        """Hang up."""
        if self._ends:
            self._ends[1].close()
        self._ends = None


def _request(address: str, body: bytes, headers: dict[str, str]) -> bytes:
    parts = urlsplit(address)
    told = {"Host": parts.netloc, "Content-Length": str(len(body)), "User-Agent": "TwilioProxy/1.1", **headers}
    lines = [f"POST {parts.path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _callback(number: int, began_ms: int) -> dict[str, str]:
    task, step = divmod(number, len(TYPES))
    told = {
        "AccountSid": "AC" + "0" * 32,
        "WorkspaceSid": "WS" + "0" * 32,
        "WorkspaceName": "Load",
        "Sid": f"EV{number:032d}",
        "EventType": TYPES[step],
        "EventDescription": f"Event {number}",
        "ResourceType": "Task",
        "ResourceSid": f"WT{task:032d}",
        "Timestamp": str((began_ms + number) // 1000),
        "TimestampMs": str(began_ms + number),
        "TaskSid": f"WT{task:032d}",
        "TaskAttributes": ATTRIBUTES,
        "TaskAge": "12",
        "TaskPriority": "0",
        "TaskAssignmentStatus": "pending",
        "TaskChannelUniqueName": "voice",
        "TaskQueueSid": "WQ" + "0" * 32,
        "TaskQueueName": "Support",
        "WorkflowSid": "WW" + "0" * 32,
        "WorkflowName": "Everything",
    }
    if step > 1:
        told |= {"ReservationSid": f"WR{task:032d}", "WorkerSid": f"WK{task % 50:032d}", "WorkerName": f"A{task % 50}"}
    return told


def _cloud_event(number: int, began_ms: int) -> dict[str, object]:
    fields = _callback(number, began_ms)
    payload = {"sid": fields["Sid"], "eventtype": fields["EventType"], "timestamp_ms": began_ms + number}
    payload |= {"task_sid": fields["TaskSid"], "task_attributes": ATTRIBUTES, "task_queue_name": "Support"}
    if "WorkerSid" in fields:
        payload |= {"reservation_sid": fields["ReservationSid"], "worker_sid": fields["WorkerSid"]}
    return {
        "specversion": "1.0",
        "type": f"com.twilio.taskrouter.{fields['EventType']}",
        "source": f"/v1/workspaces/{fields['WorkspaceSid']}",
        "id": f"EZ{number:032d}",
        "time": "2026-03-15T10:00:00.000Z",
        "datacontenttype": "application/json",
        "data": {"payload": payload},
    }
