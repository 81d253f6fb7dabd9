"""How this house and Twilio know each other: `twilio.toml` in the workspace, which names where secrets are kept.

No secret stands in the file, only the environment variable or the file that holds it. All of it may be left out: the
variables that Twilio's own tools know are looked at, then.
"""

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.errors import DefinitionError, UnknownName
from core.sending.destination import Secret
from core.sending.secret import reveal

FILE = "twilio.toml"
TEXTS = ("account_sid", "workspace_sid", "api_key", "public_url", "user")
SECRETS = ("auth_token", "api_secret", "password")
KEYS = (*TEXTS, *(f"{name}_{place}" for name in SECRETS for place in ("env", "file")))
VARIABLES = {
    "auth_token": "TWILIO_AUTH_TOKEN",
    "api_secret": "TWILIO_API_SECRET",
    "password": "ATALAYA_COLLECTOR_PASSWORD",
}
"""Where a secret is looked for that the file does not place."""

ALSO = {
    "account_sid": "TWILIO_ACCOUNT_SID",
    "workspace_sid": "TWILIO_WORKSPACE_SID",
    "api_key": "TWILIO_API_KEY",
}
"""Variables that say what the file does not."""


@dataclass(frozen=True)
class Access:
    """What `twilio.toml` says; every key is optional.

    Args:
        account_sid: the account, `AC…`; for back-fill.
        workspace_sid: the TaskRouter workspace, `WS…`; for back-fill.
        api_key: an API key, `SK…`, used for back-fill instead of the account's own token.
        auth_token: the account's token: it signs what Twilio posts, and opens its API.
        api_secret: of the API key.
        public_url: how Twilio reaches this server, such as `https://reports.example.com`, when a proxy is between.
        user, password: what Event Streams webhooks authenticate with.
        named: the secrets that the file places, so that one which is not there is a mistake.
    """

    account_sid: str = ""
    workspace_sid: str = ""
    api_key: str = ""
    auth_token: Secret = field(default=Secret(VARIABLES["auth_token"]))
    api_secret: Secret = field(default=Secret(VARIABLES["api_secret"]))
    public_url: str = ""
    user: str = "twilio"
    password: Secret = field(default=Secret(VARIABLES["password"]))
    named: frozenset[str] = frozenset()

    def reveal(self, name: str) -> str:
        """A secret; empty when nobody has given one.

        Args:
            name: one of SECRETS.

        Raises:
            DefinitionError: the file places it where it is not, or what is there cannot be one.
        """
        secret: Secret = getattr(self, name)
        if name not in self.named and not os.environ.get(secret.variable):
            return ""
        return reveal(secret)


def read_access(home: Path) -> Access:
    """What a workspace's `twilio.toml` says; the defaults when there is no file.

    Raises:
        DefinitionError: the file cannot be read or says something that cannot be; the message names it.
    """
    path = home / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        return _access(tomllib.loads(text))
    except OSError as problem:
        raise DefinitionError(
            f"{path}: {problem.strerror}; access to Twilio is read from a text file there."
        ) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DefinitionError(f"{path}: not readable as TOML ({problem}).") from problem
    except DefinitionError as problem:
        raise DefinitionError(f"{path}: {problem}") from problem


def _access(given: dict[str, Any]) -> Access:
    for key, value in given.items():
        if key in SECRETS:
            raise DefinitionError(
                f"{key} is a secret and does not belong here: name its place as {key}_env or {key}_file."
            )
        if key not in KEYS:
            raise DefinitionError(str(UnknownName.among("key", key, KEYS)))
        if not isinstance(value, str) or not value or not value.isprintable():
            raise DefinitionError(f"{key} is {value!r}; give a text of one line.")
    told: dict[str, Any] = {name: os.environ[variable] for name, variable in ALSO.items() if os.environ.get(variable)}
    told |= {name: given[name] for name in TEXTS if name in given}
    for name in SECRETS:
        variable, file = given.get(f"{name}_env", ""), given.get(f"{name}_file", "")
        if variable and file:
            raise DefinitionError(f"{name}_env and {name}_file are both given; a secret is in one place.")
        if variable or file:
            told[name] = Secret(variable, file)
    _check(told)
    return Access(**told, named=frozenset(name for name in SECRETS if name in told))


def _check(told: dict[str, Any]) -> None:
    for key, beginning in (("account_sid", "AC"), ("workspace_sid", "WS"), ("api_key", "SK")):
        if not told.get(key, beginning).startswith(beginning):
            raise DefinitionError(f"{key} is {told[key]!r}; it begins with {beginning}.")
    if ":" in told.get("user", ""):
        raise DefinitionError(f"user is {told['user']!r}; a user's name has no colon.")
    if "public_url" in told and not _is_address(told["public_url"]):
        raise DefinitionError(
            f"public_url is {told['public_url']!r}; give scheme and host, such as https://reports.example.com."
        )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or "@" in parts.netloc) and port != 0
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain
