"""The collector's HTTP side, as an ASGI application.

It answers `/collect/taskrouter`, `/collect/event-streams` and `/collect/health`; it is mounted in the app's server and
runs alone with `atalaya collect`. An event is acknowledged once it is on the disk; everything else is refused with a
short reason, and kept out of memory as early as possible.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from core.collector.bodies import callback_line, event_lines, form_fields, text_of
from core.collector.gate import Gate, Gatekeeper
from core.collector.journal import Kind
from core.collector.refusal import Refusal, overloaded
from core.collector.request import Receive, Request, Scope
from core.collector.writer import ROOM_BYTES, Writer
from core.errors import StoreError
from core.store.workspace import Workspace, workspace_home

WITHIN_S = 12.0
"""The platform waits 15 s for an answer; who has none after these comes again."""

READING_BYTES = 64 << 20
"""What bodies take at most while they are read, all together."""

FORM = ("application/x-www-form-urlencoded",)
JSON = ("application/json", "application/cloudevents+json", "application/cloudevents-batch+json")
TAKES = {"/collect/taskrouter": FORM, "/collect/event-streams": JSON}
HEALTH = "/collect/health"

Answer = tuple[int, dict[str, str], bytes]


class Collector:
    """The application.

    Args:
        home: tells the workspace's folder; asked when the first request comes.
        within_s, room_bytes: as WITHIN_S and ROOM_BYTES.
    """

    def __init__(
        self, home: Callable[[], Path] = workspace_home, within_s: float = WITHIN_S, room_bytes: int = ROOM_BYTES
    ) -> None:
        self._home = home
        self._within_s = within_s
        self._room_bytes = room_bytes
        self._writer: Writer | None = None
        self._gatekeeper: Gatekeeper | None = None
        self._reading_bytes = 0
        self._accepted: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Callable[..., object]) -> None:
        """Answer one request; a websocket is turned away."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # type: ignore[misc]
        else:
            status, headers, body = await self._answer(Request(scope, receive))
            told = [(name.encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": status, "headers": told})  # type: ignore[misc]
            await send({"type": "http.response.body", "body": body})  # type: ignore[misc]

    def close(self) -> None:
        """Write what waits and close the files."""
        if self._writer:
            self._writer.close()

    async def _live(self, receive: Receive, send: Callable[..., object]) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})  # type: ignore[misc]
        await asyncio.to_thread(self.close)
        await send({"type": "lifespan.shutdown.complete"})  # type: ignore[misc]

    async def _answer(self, request: Request) -> Answer:
        try:
            if request.path == HEALTH:
                return self._health(request)
            return await self._collect(request)
        except Refusal as refusal:
            self._refused[str(refusal.status)] += 1
            return _told(refusal.status, {"error": refusal.reason}, refusal.headers)
        except StoreError:
            self._refused["503"] += 1
            told = {"error": "What was sent could not be written down; send it again."}
            return _told(503, told, {"retry-after": "5"})
        except Exception:
            logging.getLogger("atalaya").exception("The collector failed.")
            self._refused["500"] += 1
            return _told(500, {"error": "Something failed; send it again."})

    async def _collect(self, request: Request) -> Answer:
        if request.path not in TAKES:
            raise Refusal(404, "There is nothing here.")
        if request.method != "POST":
            raise Refusal(405, "Events are posted.", allow="POST")
        gate = self._keeper().gate()
        is_known = gate.knows(request.headers)
        request.check_type(TAKES[request.path])
        try:
            async with asyncio.timeout(self._within_s):
                body = await request.body(self._hold)
                kind, lines = _lines(request, body, gate, is_known)
                if lines:
                    await self._journal().write(kind, b"".join(lines))
        except TimeoutError:
            # Not 408: the platform sends again what is answered 429 or 5xx, and nothing else.
            raise overloaded("It took too long; send it again.") from None
        finally:
            self._reading_bytes -= request.held
        self._accepted[kind] += len(lines)
        if kind == "taskrouter":
            return 204, {"content-type": "application/json"}, b""
        return _told(200, {"accepted": len(lines)})

    def _hold(self, more: int) -> None:
        """Count what a body takes in memory.

        Raises:
            Refusal: all bodies together take too much.
        """
        if self._reading_bytes + more > READING_BYTES:
            raise overloaded("Too much is being read; send it again.")
        self._reading_bytes += more

    def _health(self, request: Request) -> Answer:
        """What this process has done since it began; nothing of what was sent."""
        if request.method not in ("GET", "HEAD"):
            raise Refusal(405, "Health is only read.", allow="GET, HEAD")
        gate = self._keeper().gate()
        writer = self._journal()
        told = {
            "status": "ok" if gate.token or gate.password else "closed",
            "accepted": dict(self._accepted),
            "refused": dict(self._refused),
            "waiting": writer.waiting,
            "last_written_at": writer.written_at.isoformat() if writer.written_at else None,
        }
        return _told(200, told)

    def _keeper(self) -> Gatekeeper:
        if self._gatekeeper is None:
            self._gatekeeper = Gatekeeper(self._home())
        return self._gatekeeper

    def _journal(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(Workspace(self._home()), self._room_bytes)
        return self._writer


def _lines(request: Request, body: bytes, gate: Gate, is_known: bool) -> tuple[Kind, list[bytes]]:
    """The events of a body that may be believed, as lines."""
    text = text_of(body)
    if TAKES[request.path] is FORM:
        fields = form_fields(text)
        if not is_known:
            gate.check_form(request.url(gate.public_url), fields, request.headers)
        return "taskrouter", [callback_line(fields)]
    if not is_known:
        gate.check_json(request.url(gate.public_url), text, request.headers)
    return "event-streams", event_lines(text)


def _told(status: int, told: Mapping[str, object], headers: dict[str, str] | None = None) -> Answer:
    body = json.dumps(told).encode()
    about = {"content-type": "application/json", "content-length": str(len(body)), "cache-control": "no-store"}
    return status, about | (headers or {}), body
