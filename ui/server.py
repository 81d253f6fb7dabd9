"""What the server adds to Streamlit: security headers, a health check, warm caches, and that it follows the feeds."""

import asyncio
import gc
import logging
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.answer import answer
from core.errors import AtalayaError
from core.live import follow_beside
from core.maps.outlines import outlines
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.scratch import clear_left
from core.store.workspace import Workspace, workspace_home
from ui.words import say

FIRST_SHOWN = (
    *("conversations_offered", "conversations", "abandon_rate"),
    *("service_level", "average_speed_of_answer", "average_handling_time"),
)
"""What is answered before anybody asks; between them they use what all metrics use."""


def _own_scripts() -> Iterator[str]:
    """The scripts within Streamlit's index page, by their hashes, so that no other inline script may run."""
    index = Path(st.__file__).parent / "static" / "index.html"
    for script in re.findall(r"<script>(.*?)</script>", index.read_text(encoding="utf-8"), re.DOTALL):
        yield f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


HEADERS = {
    # Streamlit's charts compile expressions (unsafe-eval) and its components style themselves (unsafe-inline).
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:", *_own_scripts())),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "connect-src 'self' ws: wss: data: blob:",
            "worker-src 'self' blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Adds `HEADERS` to every HTTP answer; the browser then loads and sends nothing beyond this server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only the start of an HTTP answer is touched."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def app_version() -> str:
    """The installed version; `development` when the code is not installed."""
    try:
        return version("atalaya")
    except PackageNotFoundError:
        return "development"


async def health(_request: Request) -> JSONResponse:
    """200 while the app can answer: its version, and which version of the data it shows; 503 otherwise."""
    try:
        now = Workspace(workspace_home()).snapshot()
    except AtalayaError as problem:
        return JSONResponse({"status": "failing", "version": app_version(), "problem": str(problem)}, status_code=503)
    committed = now.committed_at.isoformat() if now.committed_at else None
    return JSONResponse(
        {"status": "ok", "version": app_version(), "data_version": now.version, "data_committed_at": committed}
    )


async def data_version(_request: Request) -> JSONResponse:
    """Which version of the data is the newest; asked now and then by every open page, so it does no more than that."""
    try:
        return JSONResponse({"data_version": Workspace(workspace_home()).newest})
    except AtalayaError as problem:
        return JSONResponse({"problem": str(problem)}, status_code=503)


async def arrive(request: Request) -> RedirectResponse:
    """The first page by its own name: Streamlit knows it only as the root."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./", status_code=307)


def unexpected(problem: Exception) -> bool:
    """Tell the reader in plain words that something broke; the details go to the log, never to the page."""
    logging.getLogger("atalaya").error("A page failed.", exc_info=problem)
    st.error(say("frame.unexpected"), icon=":material/error:")
    return True


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Load what every page needs while the first visitor is on the way; the server answers meanwhile.

    What servers that were killed have left of uploads is removed. As long as this one runs, what comes into the feeds
    is taken in.
    """
    # Streamlit writes what tables show cell by cell; a column of Arrow's would be made anew for each cell.
    pd.set_option("mode.string_storage", "python")
    clearing = asyncio.create_task(asyncio.to_thread(clear_left))
    warming = asyncio.create_task(asyncio.to_thread(_load))
    with ExitStack() as following:
        with suppress(AtalayaError):
            following.enter_context(follow_beside(Workspace(workspace_home())))
        yield
        await asyncio.gather(warming, clearing)


def _load() -> None:
    """Load, then keep it out of garbage collection.

    Each run of a page makes garbage; without the freeze, every collection would walk through all libraries.
    """
    from ui import frame, show  # noqa: F401 - imported for their weight, once the server is up

    outlines("country")
    with suppress(AtalayaError):
        _ask_once()
    gc.collect()
    gc.freeze()


def _ask_once() -> None:
    """Answer what the first page shows, for the last day, so that the code for it is loaded; pages say what is wrong.

    The last day and few metrics only: whoever comes now shares the processors with this.
    """
    home = Workspace(workspace_home())
    lasts = [part.last for part in home.snapshot().parts(CONVERSATIONS) if isinstance(part.last, int)]
    since = datetime.fromtimestamp(max(lasts, default=0) / 1000, UTC) - timedelta(days=1)
    answer(home.snapshot(), Query(FIRST_SHOWN, since=since), home.settings)
