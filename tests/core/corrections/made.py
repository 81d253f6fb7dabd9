"""Corrections for tests, told by what they do."""

from datetime import UTC, datetime
from typing import Any

from core.corrections import Correction

AT = datetime(2026, 3, 3, tzinfo=UTC)


def correction(kind: str, **what: Any) -> Correction:
    """A correction of Ana's, called `c` unless it is told otherwise."""
    return Correction(**({"id": "c", "who": "Ana", "at": AT, "why": "because", "kind": kind} | what))
