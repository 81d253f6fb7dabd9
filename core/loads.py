"""Loads: which files came in, and which of their records could not be used."""

from collections.abc import Collection
from datetime import timedelta

import polars as pl

from core.masking import mask_text
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.sources.given import clock_changes, is_uncertain
from core.spreadsheet import harmless_text
from core.store.snapshot import Snapshot

STEP = timedelta(milliseconds=1)


def loads(snapshot: Snapshot, newest: int) -> pl.DataFrame:
    """The newest rows of LOADS, newest first; the files of one load in the order of their names."""
    order = ("loaded_at", "file_name", "load_id")
    # A year of refreshes each minute has half a million: only the moments of all are looked at.
    since = snapshot.scan(LOADS).select("loaded_at").top_k(newest, by="loaded_at").min().collect().item()
    return snapshot.scan(LOADS, since).sort(order, descending=[True, False, False]).head(newest).collect()


def uncertain_times(snapshot: Snapshot, load_ids: Collection[str]) -> dict[str, dict[tuple[str, str], int]]:
    """Of these loads that have any: how many of their records have times that a change of the clocks makes uncertain.

    Returns:
        Load → as `core.sources.given.clock_changes`.
    """
    of_these = pl.col("load_id").is_in(list(load_ids))
    bounds = snapshot.scan(LOADS).filter(of_these).select(pl.col("first_event_at").min(), pl.col("last_event_at").max())
    first, last = bounds.collect().row(0)
    if first is None:
        return {}
    # Of a long history only what these loads reach into is read, and once for all of them.
    events = snapshot.scan(EVENTS, first, last + STEP).filter(of_these, is_uncertain())
    told = events.select("load_id", "position", "extra").collect().partition_by("load_id", as_dict=True)
    return {one: clock_changes(told[(one,)].lazy()) for one in load_ids if (one,) in told}


def rejected(snapshot: Snapshot, load_id: str = "", reasons: Collection[str] = ()) -> pl.LazyFrame:
    """Rows of REJECTED, newest load first, each file's in the order of its records.

    Args:
        load_id: only of this load; empty for all.
        reasons: only for these; empty for all.
    """
    rows = snapshot.scan(REJECTED)
    if load_id:
        rows = rows.filter(pl.col("load_id") == load_id)
    if reasons:
        rows = rows.filter(pl.col("reason").is_in(list(reasons)))
    return rows.sort("rejected_at", "file_name", "file_id", "position", descending=[True, False, False, False])


def reasons_of(rows: pl.LazyFrame) -> dict[str, int]:
    """How many rows were rejected for which reason, the most frequent first."""
    counts = rows.group_by("reason").agg(pl.len().alias("rows")).sort("rows", "reason", descending=[True, False])
    return dict(counts.collect().iter_rows())


def rejected_as_csv(rows: pl.LazyFrame, *, is_masked: bool) -> bytes:
    """Rejected rows as CSV in which no cell can run as a formula; telephone numbers and e-mails masked if asked."""
    found = rows.collect()
    if is_masked:
        # Patterns over free text: one text at a time, on a path that serves only what was wrong.
        found = found.with_columns(
            pl.col(name).map_elements(mask_text, return_dtype=pl.String) for name in ("detail", "raw")
        )
    instants = pl.col("rejected_at").dt.to_string("%Y-%m-%dT%H:%M:%S%.3fZ")
    return found.with_columns(instants).with_columns(harmless_text(pl.col(pl.String))).write_csv().encode()
