"""To a webhook: one POST with the files, which tells by its key when it comes a second time."""

import base64
import hmac
import json
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from core.errors import DefinitionError
from core.sending.destination import Webhook
from core.sending.parcel import Parcel
from core.sending.secret import reveal, trusting
from core.sending.tried import Tried, all_later, all_never

WITHIN_S = 60.0
"""How long one step of the talk with a server may take."""

TEMPORARY = (408, 425, 429)
"""Of the answers below 500 those that ask for another try."""

READ_MOST = 2_000
"""Bytes of an answer that are looked at, for what it says of a failure."""

SCHEMES = ("http", "https")


def post(webhook: Webhook, parcel: Parcel, within_s: float = WITHIN_S) -> Tried:
    """Send the files; an answer of 200 to 299 means that they are there. No redirection is followed."""
    to = webhook.recipients
    try:
        body, media_type = _BODIES[webhook.form](parcel, parcel.key(webhook.name))
        headers = _headers(webhook, parcel, body) | {"Content-Type": media_type}
        server, target = _server(webhook, within_s)
    except (DefinitionError, ValueError) as problem:
        return all_never(to, str(problem))
    is_handed_over = False
    try:
        server.request("POST", target, body, headers)
        is_handed_over = True
        answer = server.getresponse()
        status, said, wait_s = answer.status, _said(answer), _wait_of(answer)
    except ssl.SSLCertVerificationError as problem:
        return all_never(to, f"{to[0]}: {problem}")
    except (OSError, HTTPException) as problem:
        why = f"{to[0]}: {problem or type(problem).__name__}"
        return all_later(to, why, is_uncertain=is_handed_over)
    except ValueError as problem:
        return all_never(to, f"{to[0]}: {problem}")
    finally:
        server.close()
    if 200 <= status < 300:
        return Tried(delivered=to)
    why = f"{to[0]}: {status} {said}".strip()
    return all_later(to, why, wait_s) if status in TEMPORARY or status >= 500 else all_never(to, why)


def signature(key: str, moment: str, body: bytes) -> str:
    """What the header X-Atalaya-Signature says: HMAC-SHA-256 of the moment, a full stop and the body."""
    return f"sha256={hmac.new(key.encode(), moment.encode() + b'.' + body, sha256).hexdigest()}"


def _headers(webhook: Webhook, parcel: Parcel, body: bytes) -> dict[str, str]:
    headers = {
        "Idempotency-Key": parcel.key(webhook.name),
        "User-Agent": "Atalaya",
        **{name: reveal(secret) for name, secret in webhook.headers.items()},
    }
    if webhook.signed_with:
        moment = str(int(time.time()))
        headers["X-Atalaya-Timestamp"] = moment
        headers["X-Atalaya-Signature"] = signature(reveal(webhook.signed_with), moment, body)
    return headers


def _server(webhook: Webhook, within_s: float) -> tuple[HTTPConnection, str]:
    """The server, not yet connected, and what is asked of it.

    Raises:
        ValueError: an address that nothing is sent to.
        DefinitionError: the file of authorities cannot be read.
    """
    parts = urlsplit(webhook.url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError(f"the address begins with {parts.scheme or 'nothing'!r}; only http and https are sent to")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname, parts.port, timeout=within_s), target
    trusted = trusting(webhook.ca_file)
    return HTTPSConnection(parts.hostname, parts.port, timeout=within_s, context=trusted), target


def _said(answer: HTTPResponse) -> str:
    """The reason and the beginning of the answer; that it breaks off changes nothing of its status."""
    text = b""
    with suppress(OSError, HTTPException):
        text = answer.read(READ_MOST)
    return " ".join(f"{answer.reason} {text.decode('utf-8', 'replace')}".split())[:300]


def _wait_of(answer: HTTPResponse) -> float | None:
    """What `Retry-After` says, be it seconds or a date."""
    told = answer.getheader("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _facts(parcel: Parcel) -> dict[str, object]:
    files = [{"name": file.name, "type": file.media_type, "sha256": file.digest} for file in parcel.files]
    return {"run": parcel.run, "title": parcel.title, **parcel.facts, "files": files}


def _as_json(parcel: Parcel, _key: str) -> tuple[bytes, str]:
    told = _facts(parcel)
    told["files"] = [
        {
            "name": file.name,
            "type": file.media_type,
            "sha256": file.digest,
            "base64": base64.b64encode(file.content).decode(),
        }
        for file in parcel.files
    ]
    return json.dumps(told, ensure_ascii=False).encode(), "application/json"


def _as_multipart(parcel: Parcel, key: str) -> tuple[bytes, str]:
    """A form with the part `report` of facts, and a part `file` for each file."""
    boundary = f"atalaya-{key}"
    facts = json.dumps(_facts(parcel), ensure_ascii=False).encode()
    parts = [(b'form-data; name="report"', "application/json", facts)]
    parts += [
        (b'form-data; name="file"; filename="' + _quoted(file.name) + b'"', file.media_type, file.content)
        for file in parcel.files
    ]
    lines = [
        b"--%s\r\nContent-Disposition: %s\r\nContent-Type: %s\r\n\r\n%s\r\n"
        % (boundary.encode(), disposition, kind.encode(), content)
        for disposition, kind, content in parts
    ]
    return b"".join(lines) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _quoted(name: str) -> bytes:
    """As browsers write names of files: what would end the quotes or the line in percent signs."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22").encode()


_BODIES = {"multipart": _as_multipart, "json": _as_json}
