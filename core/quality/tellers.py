"""Tellers: the sources that tell of contacts, and which of two that tell of the same one tells more."""

from datetime import datetime
from functools import lru_cache

import polars as pl

from core.schema.tables import INTERVALS, LOADS
from core.sources import SOURCES
from core.store.snapshot import Snapshot

ONE_WAY = {source.name: next(one.name for one in SOURCES if one.translate is source.translate) for source in SOURCES}
"""Source → the first one of the same translation: shapes of the same events bear the same ids, and count once."""

LEFT_OUT = {source.name: len(source.untold) for source in SOURCES}
"""Source → how many quantities its records never tell. A file that a profile reads tells less than a platform's own."""

OF_PROFILES = 1 + max(LEFT_OUT.values())


def tellers(snapshot: Snapshot, since: datetime | None, until: datetime | None) -> pl.DataFrame:
    """The sources with events of a period, as far as the moments of their loads' first and last event tell.

    Args:
        since, until: the period, UTC; None for no bound.

    Returns:
        `source` and `rank`, from 0, of whoever tells most; sources of the same events have the same rank.
    """
    rows = _ranked(snapshot)
    rows = rows.filter(pl.col("last_at") >= since) if since else rows
    rows = rows.filter(pl.col("first_at") < until) if until else rows
    return rows.select("source", "rank")


@lru_cache(maxsize=4)
def _ranked(snapshot: Snapshot) -> pl.DataFrame:
    """`source`, `rank`, and `first_at` and `last_at` of its events; equal ones in the order in which they came."""
    loads = snapshot.scan(LOADS).filter(pl.col("rows_kept") > 0).drop_nulls(["source", "first_event_at"])
    # Files of counts tell of no contact by itself.
    of_counts = snapshot.scan(INTERVALS).select("load_id").unique()
    told = (
        loads.join(of_counts, on="load_id", how="anti")
        .group_by("source")
        .agg(
            first_at=pl.col("first_event_at").min(),
            last_at=pl.col("last_event_at").max(),
            came_at=pl.col("loaded_at").min(),
        )
        .with_columns(
            teller=pl.col("source").replace(ONE_WAY),
            left_out=pl.col("source").replace_strict(LEFT_OUT, default=OF_PROFILES, return_dtype=pl.Int64),
        )
        .collect()
    )
    ranks = (
        told.group_by("teller")
        .agg(pl.col("left_out").min(), pl.col("came_at").min())
        .sort("left_out", "came_at", "teller")
        .with_row_index("rank")
    )
    return told.join(ranks.select("teller", "rank"), on="teller").sort("rank", "source")
