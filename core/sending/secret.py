"""Passwords, tokens and whom to trust, read when they are needed and written nowhere."""

import os
import ssl
from pathlib import Path

from core.errors import DefinitionError
from core.sending.destination import Secret


def reveal(secret: Secret) -> str:
    """What is kept there.

    Raises:
        DefinitionError: it is not there, is empty, or has several lines; the message names the place, never the value.
    """
    if secret.variable:
        place, text = f"the environment variable {secret.variable}", os.environ.get(secret.variable, "")
    else:
        place, text = f"the file {secret.file}", _read(secret.file)
    if not text:
        raise DefinitionError(f"{place} holds nothing; put the password or token there.")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise DefinitionError(f"{place} holds more than one line or a control character; put only the password there.")
    return text


def trusting(ca_file: str) -> ssl.SSLContext:
    """What is trusted: the authorities of the file, else the system's.

    Raises:
        DefinitionError: the file cannot be read or holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=str(Path(ca_file).expanduser()) if ca_file else None)
    except OSError as problem:
        raise DefinitionError(f"the file {ca_file} holds no certificates that can be read ({problem}).") from problem


def _read(path: str) -> str:
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip("\r\n")
    except OSError as problem:
        raise DefinitionError(f"the file {path} cannot be read ({problem.strerror}).") from problem
    except UnicodeDecodeError as problem:
        raise DefinitionError(f"the file {path} is no text in UTF-8.") from problem
