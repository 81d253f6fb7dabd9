"""How late events arrive: from when they happened to when the load that brought them was committed."""

import polars as pl

from core.quality.ground import Feed
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot

SHARES = {"median_ms": 0.5, "p90_ms": 0.9, "p99_ms": 0.99}


def lateness(snapshot: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    """The distribution per platform and shape of arrival, of the events of the question's period.

    Returns:
        `platform`, `source`, `events`, `median_ms`, `p90_ms`, `p99_ms`, `longest_ms` (milliseconds); most events
        first. Of history that is filled up these are its age.
    """
    feed = Feed(snapshot, query, rules)
    loads = feed.loads.select("load_id", "loaded_at")
    late = (pl.col("loaded_at") - pl.col("occurred_at")).dt.total_milliseconds()
    told = feed.events.select("platform", "source", "load_id", "occurred_at").join(loads, on="load_id")
    return (
        told.group_by("platform", "source")
        .agg(
            pl.len().cast(pl.Int64).alias("events"),
            *(late.quantile(share).cast(pl.Int64).alias(name) for name, share in SHARES.items()),
            late.max().alias("longest_ms"),
        )
        .sort("events", "platform", "source", descending=[True, False, False])
        .collect()
    )
