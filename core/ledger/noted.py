"""Acknowledged changes: who has noted which, and when, as lines of text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from core.errors import QueryError
from core.ledger.log import FOLDER, add_line, read_lines
from core.store.files import FileFacts, Files

NOTED = f"{FOLDER}/noted.jsonl"
NAME_MOST = 100


@dataclass(frozen=True)
class Noted:
    """One acknowledgement.

    Args:
        by: who.
        at: when (UTC).
    """

    by: str
    at: datetime


def note(files: Files, changes: Iterable[str], by: str) -> None:
    """Acknowledge changes.

    Args:
        changes: their ids, as `core.ledger.restated` gives them.
        by: who does it.

    Raises:
        QueryError: no name, or no name that can be kept.
        StoreError: the disk refused.
    """
    name = " ".join(by.split())
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise QueryError(f"{by!r} is no name to note a change by; give one of 1 to {NAME_MOST} letters.")
    told = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "by": name, "changes": sorted(changes)}
    add_line(files, NOTED, json.dumps(told))


def noted(files: Files) -> Mapping[str, Noted]:
    """The acknowledged changes by their ids; the first acknowledgement counts."""
    facts = files.facts(NOTED)
    return _read(files, facts) if facts else {}


@lru_cache(maxsize=8)
def _read(files: Files, _facts: FileFacts) -> Mapping[str, Noted]:
    found: dict[str, Noted] = {}
    for told in read_lines(files, NOTED):
        try:
            one = Noted(str(told["by"]), datetime.fromisoformat(told["at"]))
            for change in told["changes"]:
                found.setdefault(str(change), one)
        except (KeyError, ValueError, TypeError):
            continue
    return found
