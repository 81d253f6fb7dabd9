"""A server that speaks the Events resource as the platform documents it, and misbehaves when it is told to.

https://www.twilio.com/docs/taskrouter/api/event: `GET /v1/Workspaces/{sid}/Events` with StartDate, EndDate (both
included, whole seconds), Minutes (15 where no date is given), PageSize (50; at most 1,000) and PageToken.
"""

import json
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

ACCOUNT, TOKEN = "AC" + "1" * 32, "platform token"
WORKSPACE = "WS" + "2" * 32
PATH = f"/v1/Workspaces/{WORKSPACE}/Events"

Fault = Callable[["Handler", bytes], bool]
"""Does something else than answering; false when the answer is to be given nevertheless."""


def events(count: int, since: datetime, apart: timedelta) -> list[dict[str, Any]]:
    """So many events, each so much after the one before."""
    return [_event(number, since + number * apart) for number in range(count)]


def _event(number: int, at: datetime) -> dict[str, Any]:
    task = f"WT{number:032d}"
    return {
        "account_sid": ACCOUNT,
        "actor_sid": None,
        "description": "Task created\nand more",
        "event_data": {"task_sid": task, "task_attributes": '{"n": "ñ"}', "task_channel_unique_name": "voice"},
        "event_date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "event_date_ms": int(at.timestamp() * 1000),
        "event_type": "task.created",
        "resource_sid": task,
        "resource_type": "task",
        "sid": f"EV{number:032d}",
        "source": "twilio",
        "url": f"https://taskrouter.twilio.com{PATH}/EV{number:032d}",
        "workspace_sid": WORKSPACE,
    }


class Platform(ThreadingHTTPServer):
    """The server; what it was asked stands in `asked`, and what goes wrong next in `faults`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.events: list[dict[str, Any]] = []
        self.faults: deque[Fault | None] = deque()
        self.asked: list[dict[str, str]] = []
        self.before: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def page(self, query: dict[str, str]) -> dict[str, Any]:
        """The page that a query asks for."""
        since, until = _span(query)
        found = [event for event in self.events if since <= event["event_date"] <= until]
        size, at = int(query.get("PageSize", 50)), int(query.get("PageToken", "PT0")[2:])
        further = {**query, "Page": "1", "PageToken": f"PT{at + size}"}
        base = f"https://taskrouter.twilio.com{PATH}?"
        return {
            "meta": {
                "page": 0,
                "page_size": size,
                "first_page_url": base + urlencode(query),
                "previous_page_url": None,
                "url": base + urlencode(query),
                "next_page_url": base + urlencode(further) if at + size < len(found) else None,
                "key": "events",
            },
            "events": found[at : at + size],
        }


def _span(query: dict[str, str]) -> tuple[str, str]:
    now = datetime.now(UTC)
    minutes = timedelta(minutes=int(query.get("Minutes", 15)))
    return query.get("StartDate", f"{now - minutes:%Y-%m-%dT%H:%M:%SZ}"), query.get("EndDate", "9999")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Platform
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(query)
        self.server.before()
        if not self._is_known():
            self.answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
            return
        if parts.path != PATH:
            self.answer(404, {"code": 20404, "message": "The requested resource was not found", "status": 404})
            return
        if int(query.get("PageSize", 50)) > 1000:
            self.answer(400, {"code": 20001, "message": "Page size must be at most 1000", "status": 400})
            return
        body = json.dumps(self.server.page(query), indent=1).encode()
        fault = self.server.faults.popleft() if self.server.faults else None
        if fault is None or not fault(self, body):
            self.answer(200, body)

    def _is_known(self) -> bool:
        scheme, _, told = self.headers.get("Authorization", "").partition(" ")
        return scheme == "Basic" and b64decode(told).decode() == f"{ACCOUNT}:{TOKEN}"

    def answer(self, status: int, told: dict[str, Any] | bytes, **headers: str) -> None:
        """Answer with JSON."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""


def busy(wait: str = "0") -> Fault:
    """Too many requests."""

    def answer(handler: Handler, _body: bytes) -> bool:
        handler.answer(429, {"code": 20429, "message": "Too Many Requests", "status": 429}, Retry_After=wait)
        return True

    return answer


def failing(status: int = 500) -> Fault:
    """The server's own fault; the body is no JSON."""

    def answer(handler: Handler, _body: bytes) -> bool:
        handler.answer(status, b"<html>sorry</html>", Retry_After="0")
        return True

    return answer


def refusing(status: int, message: str) -> Fault:
    """A refusal with a reason."""

    def answer(handler: Handler, _body: bytes) -> bool:
        handler.answer(status, {"code": 1, "message": message, "status": status})
        return True

    return answer


def hanging_up(handler: Handler, _body: bytes) -> bool:
    """The connection ends without an answer."""
    handler.close_connection = True
    handler.connection.close()
    return True


def cut(handler: Handler, body: bytes) -> bool:
    """The answer ends in the middle, although it says how long it is."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True
    return True


def half(handler: Handler, body: bytes) -> bool:
    """Half of the JSON, as if it were all."""
    handler.answer(200, body[: len(body) // 2])
    return True


@contextmanager
def speaking() -> Iterator[Platform]:
    """The server, in a thread of its own."""
    platform = Platform()
    thread = Thread(target=platform.serve_forever, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        platform.shutdown()
        platform.server_close()
        thread.join()
