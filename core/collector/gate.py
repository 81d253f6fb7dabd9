"""Who may post events: whoever signs as the platform does, or knows the password. Without either, nobody."""

import hmac
import logging
import time
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from core.access import read_access
from core.collector.refusal import Refusal
from core.errors import DefinitionError

SIGNATURE = "x-twilio-signature"
SETTINGS = "x-twilio-webhooks-signature-settings"
READ_AGAIN_S = 2.0
"""Settings and secrets are looked at so often, so that a changed one holds without a restart."""

CLOSED = (
    "The collector is not switched on: no token and no password is known to this server. See docs/live.md; "
    "`atalaya collect` tells what is missing."
)

Pairs = list[tuple[str, str]]


class Form:
    """A form's fields as the official validator asks for them: names that come several times have several values."""

    def __init__(self, pairs: Pairs) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getall(self, name: str) -> list[str]:
        """All values of a field."""
        return self._values[name]


@dataclass(frozen=True)
class Gate:
    """What a request must show; one of the two is enough.

    Args:
        token: signs requests; empty when none is known.
        user, password: of Basic authentication; no password, no way in.
        public_url: how the platform reaches this server; empty when it reaches it directly.
    """

    token: str = ""
    user: str = ""
    password: str = ""
    public_url: str = ""

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether the password is right; before anything of the body is read.

        Returns:
            False when it is the signature that has to decide.

        Raises:
            Refusal: neither can be right.
        """
        if not self.token and not self.password:
            raise Refusal(503, CLOSED)
        if self.password and self._is_password(headers.get("authorization", "")):
            return True
        if not self.token or SIGNATURE not in headers:
            raise self._stranger("The request is not signed and has no password.")
        return False

    def check_form(self, url: str, pairs: Pairs, headers: Mapping[str, str]) -> None:
        """Compare a form's signature.

        Raises:
            Refusal: it is another one.
        """
        self._compare(url, Form(pairs), headers)

    def check_json(self, url: str, text: str, headers: Mapping[str, str]) -> None:
        """Compare the signature of a body of JSON; where the address holds the body's hash, that too.

        Raises:
            Refusal: one of them is another one.
        """
        # Without the hash the address alone is signed.
        self._compare(url, text if _has_hash(url) else {}, headers)

    def _compare(self, url: str, content: object, headers: Mapping[str, str]) -> None:
        from twilio.request_validator import RequestValidator, get_signature_algorithm

        validator, algorithm = RequestValidator(self.token), get_signature_algorithm(headers.get(SETTINGS))
        try:
            # A form's address is mostly right as it is; the validator looks with and without its default port.
            is_right = isinstance(content, Form) and _is_same(
                validator.compute_signature(url, content, algorithm), headers[SIGNATURE]
            )
            is_right = is_right or validator.validate(url, content, headers[SIGNATURE], algorithm)
        except ValueError:  # an address that is none, as the header Host can make one
            is_right = False
        if not is_right:
            raise self._stranger(
                "The signature is not that of this address and content; see public_url in docs/live.md."
            )

    def _is_password(self, told: str) -> bool:
        scheme, _, encoded = told.partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            known = b64decode(encoded.strip(), validate=True)
        except ValueError:
            return False
        # Hashes have one length, so that the time tells nothing of it.
        right = sha256(f"{self.user}:{self.password}".encode()).digest()
        return hmac.compare_digest(sha256(known).digest(), right)

    def _stranger(self, reason: str) -> Refusal:
        if self.password:
            return Refusal(401, reason, www_authenticate='Basic realm="Atalaya collector", charset="UTF-8"')
        return Refusal(403, reason)


def _is_same(right: str, told: str) -> bool:
    return hmac.compare_digest(right.encode(), told.encode())


def _has_hash(url: str) -> bool:
    try:
        return "bodySHA256" in parse_qs(urlsplit(url).query)
    except ValueError:
        return False


class Gatekeeper:
    """The gate as settings and secrets have it now.

    Args:
        home: the workspace's folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._gate = Gate()
        self._read_at = float("-inf")
        self._told = ""

    def gate(self) -> Gate:
        """The gate; closed while settings or secrets are broken, which the log tells once."""
        if time.monotonic() - self._read_at >= READ_AGAIN_S:
            try:
                self._gate, problem = gate_of(self._home), ""
            except DefinitionError as broken:
                self._gate, problem = Gate(), str(broken)
            if problem and problem != self._told:
                logging.getLogger("atalaya").error("The collector is closed: %s", problem)
            self._told = problem
            self._read_at = time.monotonic()
        return self._gate


def gate_of(home: Path) -> Gate:
    """The gate of a workspace, with its secrets read now.

    Raises:
        DefinitionError: `twilio.toml` or a secret that it names cannot be used.
    """
    access = read_access(home)
    return Gate(access.reveal("auth_token"), access.user, access.reveal("password"), access.public_url.rstrip("/"))
