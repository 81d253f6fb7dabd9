"""Destinations out of a file of schedules."""

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args
from urllib.parse import urlsplit

from core.metrics.mistakes import among
from core.schedules.mistakes import Wrong
from core.sending import Destination, Folder, Smtp, Webhook
from core.sending.destination import Form, Secret, Tls

KEYS = {
    "folder": ("folder",),
    "smtp": (
        *("smtp", "port", "tls", "user", "password_env", "password_file", "ca_file"),
        *("sender", "recipients", "subject"),
    ),
    "webhook": ("webhook", "form", "headers_env", "sign_env", "sign_file", "ca_file"),
}
"""What each kind of destination may hold; the first key tells the kind."""

PLACEHOLDERS = ("title", "schedule", "notebook", "period", "date")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[?[0-9A-Fa-f:.]+\]?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_BARE_PASSWORDS = {"password": "password_env", "token": "headers_env", "headers": "headers_env", "sign": "sign_env"}
_SET_BY_US = ("content-type", "content-length", "host", "idempotency-key", "transfer-encoding", "connection")
_HERE = ("localhost", "127.0.0.1", "::1")


def read_place(name: str, given: Any, path: tuple[str, ...]) -> Destination:
    """One destination.

    Args:
        name: of it.
        given: what the file says.
        path: where it stands in the file.

    Raises:
        Wrong: it cannot be used.
    """
    if not NAME.fullmatch(name):
        raise Wrong("name", *path, value=name)
    if not isinstance(given, dict):
        raise Wrong("table", *path, key=".".join(path), value=given, other=".".join(path))
    kinds = [kind for kind in KEYS if kind in given]
    if len(kinds) != 1:
        raise Wrong("one_way", *path, value=".".join(path))
    for key in given:
        if key in _BARE_PASSWORDS:
            raise Wrong("secret", *path, key, value=key, other=_BARE_PASSWORDS[key])
        if key not in KEYS[kinds[0]]:
            raise Wrong("key", *path, key, value=key, other=among(key, KEYS[kinds[0]]))
    readers: dict[str, Callable[[str, dict[str, Any], tuple[str, ...]], Destination]]
    readers = {"folder": _folder, "smtp": _smtp, "webhook": _webhook}
    return readers[kinds[0]](name, given, path)


def line_of_text(given: Mapping[str, Any], key: str, path: tuple[str, ...], default: str | None = None) -> str:
    """A text without line breaks or other control characters, which could begin another header.

    Raises:
        Wrong: it is none, or is missing where there is no default.
    """
    if key not in given:
        if default is None:
            raise Wrong("missing", *path, key=key, other=f'{key} = "…"')
        return default
    value = given[key]
    if not isinstance(value, str) or not value.strip() or any(ord(one) < 32 or 127 <= ord(one) < 160 for one in value):
        raise Wrong("text", *path, key, key=key, value=value)
    if value.splitlines() != [value]:
        raise Wrong("text", *path, key, key=key, value=value)
    return value.strip()


def texts(given: Mapping[str, Any], key: str, path: tuple[str, ...], example: str) -> tuple[str, ...]:
    """A list of texts, each once, one or more.

    Raises:
        Wrong: it is none.
    """
    value = given.get(key)
    if value is None:
        raise Wrong("missing", *path, key=key, other=f'{key} = ["{example}"]')
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise Wrong("list", *path, key, key=key, value=value, other=example)
    for one in value:
        if value.count(one) > 1:
            raise Wrong("twice", *path, key, at=one, key=key, value=one)
    return tuple(value)


def _folder(name: str, given: dict[str, Any], path: tuple[str, ...]) -> Folder:
    return Folder(name, line_of_text(given, "folder", path))


def _smtp(name: str, given: dict[str, Any], path: tuple[str, ...]) -> Smtp:
    host = line_of_text(given, "smtp", path)
    if not _HOST.fullmatch(host):
        raise Wrong("host", *path, "smtp", value=host)
    tls = _choice(given, "tls", path, get_args(Tls), "starttls")
    port = given.get("port", {"starttls": 587, "tls": 465, "none": 25}[tls])
    if type(port) is not int or not 0 < port < 65536:
        raise Wrong("whole", *path, "port", key="port", value=port, other="1 … 65535")
    recipients = texts(given, "recipients", path, "ana@example.com")
    for one in recipients:
        _check_address(one, "recipients", path)
    sender = line_of_text(given, "sender", path)
    _check_address(sender, "sender", path)
    user = line_of_text(given, "user", path, "")
    password = _secret(given, "password", path)
    _check_login(user, password, tls, host, path)
    subject = line_of_text(given, "subject", path, Smtp.subject)
    for found in re.findall(r"\{(.*?)\}", subject):
        if found not in PLACEHOLDERS:
            known = ", ".join("{" + one + "}" for one in PLACEHOLDERS)
            raise Wrong("subject", *path, "subject", value="{" + found + "}", other=known)
    ca_file = line_of_text(given, "ca_file", path, "")
    return Smtp(name, host, sender, recipients, port, tls, user, password, ca_file, subject)  # type: ignore[arg-type]


def _check_login(user: str, password: Secret, tls: str, host: str, path: tuple[str, ...]) -> None:
    if user and not password:
        raise Wrong("no_password", *path, "user")
    if password and not user:
        key = "password_env" if password.variable else "password_file"
        raise Wrong("no_user", *path, key, value=key)
    if user and tls == "none" and host not in _HERE:
        raise Wrong("open", *path, "user", value=host)


def _webhook(name: str, given: dict[str, Any], path: tuple[str, ...]) -> Webhook:
    url = line_of_text(given, "webhook", path)
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii() and " " not in url
        is_usable = is_usable and (parts.port is None or parts.port > 0)
    except ValueError:
        is_usable = False
    if not is_usable:
        raise Wrong("url", *path, "webhook", value=url)
    if parts.username or parts.password:
        raise Wrong("credentials", *path, "webhook")
    form = _choice(given, "form", path, get_args(Form), "multipart")
    signed_with = _secret(given, "sign", path)
    ca_file = line_of_text(given, "ca_file", path, "")
    return Webhook(name, url, form, _headers(given, path), signed_with, ca_file)  # type: ignore[arg-type]


def _headers(given: dict[str, Any], path: tuple[str, ...]) -> dict[str, Secret]:
    headers = given.get("headers_env", {})
    if not isinstance(headers, dict):
        raise Wrong("header", *path, "headers_env", value=headers)
    for header, variable in headers.items():
        is_ours = header.lower() in _SET_BY_US
        if is_ours or not _HEADER.fullmatch(header) or not isinstance(variable, str):
            raise Wrong("header", *path, "headers_env", value=header)
        _check_variable(variable, "headers_env", path)
    return {header: Secret(variable) for header, variable in headers.items()}


def _secret(given: dict[str, Any], name: str, path: tuple[str, ...]) -> Secret:
    by_variable, by_file = f"{name}_env", f"{name}_file"
    variable, file = line_of_text(given, by_variable, path, ""), line_of_text(given, by_file, path, "")
    if variable and file:
        raise Wrong("both", *path, by_file, value=f"{by_variable}, {by_file}")
    if variable:
        _check_variable(variable, by_variable, path)
    return Secret(variable, file)


def _check_variable(variable: str, key: str, path: tuple[str, ...]) -> None:
    if not _VARIABLE.fullmatch(variable):
        raise Wrong("variable", *path, key, key=key)


def _check_address(address: str, key: str, path: tuple[str, ...]) -> None:
    if not _ADDRESS.fullmatch(address) or len(address) > 254 or not address.isprintable():
        raise Wrong("address", *path, key, at=address, key=key, value=address)


def _choice(given: Mapping[str, Any], key: str, path: tuple[str, ...], known: tuple[str, ...], default: str) -> str:
    value = given.get(key, default)
    if not isinstance(value, str) or value not in known:
        raise Wrong("choice", *path, key, key=key, value=value, other=among(str(value), known))
    return value
