"""One HTTP request as ASGI brings it: its headers, its address as the platform wrote it, its body within limits."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from core.collector.refusal import Refusal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

BODY_BYTES = 8 << 20
"""The largest body that is taken; the platform's largest are some hundred kilobytes."""


class Request:
    """A request.

    Args:
        scope, receive: as ASGI gives them.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope = scope
        self._receive = receive
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self.held = 0

    def url(self, public_url: str) -> str:
        """The address as the platform has written it: with the public beginning, where one is set."""
        begins = public_url or f"{self._scope['scheme']}://{self.headers.get('host', '')}"
        path = self._scope.get("raw_path") or self.path.encode()
        query = self._scope["query_string"]
        return begins + (path + (b"?" + query if query else b"")).decode("latin-1")

    def check_type(self, types: tuple[str, ...]) -> None:
        """See that the body is of one of these media types, in UTF-8 and not packed.

        Raises:
            Refusal: it is not.
        """
        media_type, *parameters = (part.strip().lower() for part in self.headers.get("content-type", "").split(";"))
        if media_type not in types:
            raise Refusal(415, f"The body has to be {types[0]}.")
        charsets = [part.partition("=")[2].strip('" ') for part in parameters if part.startswith("charset")]
        if any(charset not in ("utf-8", "utf8") for charset in charsets):
            raise Refusal(415, "The body has to be in UTF-8.")
        if self.headers.get("content-encoding", "identity").lower() != "identity":
            raise Refusal(415, "The body must not be packed.", accept_encoding="identity")

    async def body(self, hold: Callable[[int], None]) -> bytes:
        """The whole body.

        Args:
            hold: told how many bytes more are held in memory; raises to refuse them.

        Raises:
            Refusal: it is larger than BODY_BYTES, however it says how long it is, or breaks off.
        """
        self._check_length()
        parts = []
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Refusal(400, "The body breaks off.")
            part = message.get("body", b"")
            if self.held + len(part) > BODY_BYTES:
                raise _too_large()
            hold(len(part))
            self.held += len(part)
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    def _check_length(self) -> None:
        told = self.headers.get("content-length", "")
        # What is no number the server has refused before; what has no length is counted as it comes.
        if told.isascii() and told.isdigit() and (len(told) > 18 or int(told) > BODY_BYTES):
            raise _too_large()


def _too_large() -> Refusal:
    return Refusal(413, f"The body is larger than {BODY_BYTES >> 20} MB.", connection="close")
