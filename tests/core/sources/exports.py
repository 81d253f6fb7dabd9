"""Exports of other platforms taken in by a workspace of the test's own."""

import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from core.ingest import ingest
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, EVENTS, LOADS, REJECTED, SEGMENTS
from core.sources import Reading
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.atalaya import ROOT

FILES = ROOT / "sample_data" / "platforms" / "files"


def plain(name: str) -> bytes:
    """What a committed export holds, unpacked."""
    content = (FILES / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def take_in(folder: Path, *contents: bytes, zone: str = "UTC") -> Snapshot:
    """Take contents in one after the other, each a file and a load of its own."""
    workspace = Workspace(folder / "workspace")
    for number, content in enumerate(contents):
        file = folder / f"export-{number}"
        file.write_bytes(content)
        failures = ingest(workspace, [file], reading=Reading(zone)).failures
        assert not failures, failures
    return workspace.snapshot()


def rows(snapshot: Snapshot, table: Table, *by: str) -> list[dict[str, Any]]:
    """All rows of a table in order."""
    return snapshot.scan(table).sort(by or table.key).collect().to_dicts()


def segments(snapshot: Snapshot, conversation: str) -> list[tuple[Any, ...]]:
    """Kind, queue, agent, and whole seconds of queue, ring, talk, hold and wrap-up of a conversation's segments."""
    times = ("queue", "ring", "talk", "hold", "wrap_up")
    return (
        snapshot.scan(SEGMENTS)
        .filter(pl.col("conversation_id") == conversation)
        .sort("segment_order")
        .select("kind", "queue_name", "agent_name", *(pl.col(f"{time}_time_ms") / 1000 for time in times))
        .collect()
        .rows()
    )


def conversation(snapshot: Snapshot, conversation_id: str) -> dict[str, Any]:
    """One conversation."""
    of_it = snapshot.scan(CONVERSATIONS).filter(pl.col("conversation_id") == conversation_id).collect()
    return of_it.row(0, named=True)


def figures(snapshot: Snapshot, *names: str) -> dict[str, Any]:
    """Sums of columns over the segments with a talk, and of `abandon_time_ms` over those given up; in milliseconds."""
    talks = snapshot.scan(SEGMENTS).filter(pl.col("kind") == "Conversation")
    return talks.select(pl.col(name).sum() for name in names).collect().row(0, named=True)


def refused(snapshot: Snapshot) -> list[tuple[int, str, str]]:
    """Position, reason and detail of each record that was refused."""
    return snapshot.scan(REJECTED).sort("position").select("position", "reason", "detail").collect().rows()


def counted(snapshot: Snapshot) -> list[tuple[int, int, int, int]]:
    """Records in, kept, duplicate and rejected of each load; the law of loads holds for each."""
    names = ("rows_in", "rows_kept", "rows_duplicate", "rows_rejected")
    loads = snapshot.scan(LOADS).sort("loaded_at", "load_id").select(names).collect().rows()
    assert all(came == kept + twice + rejected for came, kept, twice, rejected in loads)
    return loads


def events_of(snapshot: Snapshot, types: Iterable[str] | None = None) -> pl.DataFrame:
    """The events, of some types only, by time."""
    wanted: Sequence[str] | None = list(types) if types is not None else None
    found = snapshot.scan(EVENTS).sort("occurred_at", "event_id").collect()
    return found if wanted is None else found.filter(pl.col("event_type").is_in(wanted))
