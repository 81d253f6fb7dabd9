"""How data arrived: what was refused, what is unknown, what came twice, late, out of order, or from a wrong clock."""

import polars as pl

from core.pipeline.life_cycle import KNOWN_TYPES
from core.quality.check import found
from core.quality.ground import Contacts, Feed
from core.schema.tables import INTERVALS

BEHIND_MS = 5 * 60_000
"""So far behind the newest record before it in its file, an event came out of order."""

LATE_MS = 60 * 60_000
"""So far before the newest event of earlier loads, an event came late: numbers that were read have changed since."""

MOST_BEHIND = 0.2
"""A file of which more records are behind is in another order than that of time; it tells nothing of arrival."""

AHEAD_MS = 5 * 60_000
"""So far after its own load, an event is from a clock that is wrong."""

OF_LOAD = pl.coalesce("last_event_at", "loaded_at")
"""What is found of a file stands where its events end, on the days that people look at."""

OF_RECORDS = (
    *("file_id", "position", "occurred_at", "event_id", "task_id", "agent_id", "agent_name", "platform", "load_id"),
)
TOLD_OFF_MS = 2_000
"""Moments told in whole seconds differ by less from the event's own."""


def rejected(feed: Feed) -> pl.LazyFrame:
    """Records that could not be used; `what` is the reason."""
    return found(feed.rejected, what=pl.col("reason"))


def unknown_types(feed: Feed) -> pl.LazyFrame:
    """Events of a type that the model does not use."""
    strange = feed.events.filter(~pl.col("event_type").is_in(KNOWN_TYPES))
    return found(strange, at=pl.col("occurred_at"), what=pl.col("event_type"))


def unknown_fields(feed: Feed) -> pl.LazyFrame:
    """Fields that the model does not know: one row a file and field, with how often it occurs."""
    pairs = pl.col("unknown_fields").str.extract_all(r'"(?:[^"\\]|\\.)*": \d+')
    told = feed.loads.with_columns(pair=pairs).explode("pair", empty_as_null=False, keep_nulls=False)
    return found(
        told.with_columns(times=pl.col("pair").str.extract(r": (\d+)$").cast(pl.Int64)),
        at=OF_LOAD,
        what=pl.col("pair").str.extract(r'^"(.*)": \d+$'),
    )


def duplicates(feed: Feed) -> pl.LazyFrame:
    """Files of which records were there already, with how many; a file given twice is all duplicates."""
    return found(
        feed.loads.filter(pl.col("rows_duplicate") > 0),
        at=OF_LOAD,
        what=pl.col("source"),
        times=pl.col("rows_duplicate"),
    )


def one_content_two_names(feed: Feed) -> pl.LazyFrame:
    """Files with the same content as one that was loaded before under another name."""
    order = ["loaded_at", "load_id"]
    loads = feed.loads.with_columns(what=pl.col("file_name").first().over("file_id", order_by=order))
    return found(loads.filter(pl.col("file_name") != pl.col("what")), at=OF_LOAD)


def future(feed: Feed) -> pl.LazyFrame:
    """Events that happened after their own load was made."""
    # Only of few files the newest event is ahead of its load; the others' are not looked at one by one.
    newest_ahead = (pl.col("last_event_at") - pl.col("loaded_at")).dt.total_milliseconds() > AHEAD_MS
    loads = feed.loads.filter(newest_ahead.fill_null(value=True)).select("load_id", "loaded_at", "file_name")
    ahead = (pl.col("occurred_at") - pl.col("loaded_at")).dt.total_milliseconds()
    return found(
        feed.events.join(loads, on="load_id").with_columns(amount_ms=ahead).filter(pl.col("amount_ms") > AHEAD_MS),
        at=pl.col("occurred_at"),
        what=pl.col("event_type"),
    )


def clock_skew(contacts: Contacts) -> pl.LazyFrame:
    """Events whose own moment is not the one that they tell of the same thing: task created, queue entered.

    `amount_ms` is the event's moment less the one told; its median estimates by how much the two clocks differ.
    """
    pairs = (("task.created", "task_created_at"), ("task-queue.entered", "task_queue_entered_at"))
    sides = [
        contacts.events.filter(pl.col("event_type") == kind).with_columns(
            amount_ms=(pl.col("occurred_at") - pl.col(told)).dt.total_milliseconds(), what=pl.lit(kind)
        )
        for kind, told in pairs
    ]
    return found(pl.concat(sides).filter(pl.col("amount_ms").abs() > TOLD_OFF_MS), at=pl.col("occurred_at"))


def out_of_order(feed: Feed) -> pl.LazyFrame:
    """Records far behind the newest one before them in their file; `amount_ms` is how far.

    Several events of one record are as old as its first. Files that are in another order than of time, such as the
    newest first or by agent, tell nothing of arrival and are left out.
    """
    # Of all events no more than numbers are sorted; what is told of those behind is read of them alone.
    file, at = pl.col("file_id").hash().alias("file"), pl.col("occurred_at")
    records = feed.events.group_by(file, "position").agg(at.min().dt.epoch("ms").alias("at")).sort("file", "position")
    behind_ms = pl.col("at").cum_max().over("file") - pl.col("at")
    is_behind = pl.col("amount_ms") > BEHIND_MS
    behind = (
        records.with_columns(amount_ms=behind_ms)
        .filter(is_behind, is_behind.mean().over("file") <= MOST_BEHIND)
        .select("file", "position", "amount_ms")
        .collect(engine="streaming")
    )
    told = feed.events.select(*OF_RECORDS, file).join(behind.lazy(), on=["file", "position"])
    first = told.sort("occurred_at", "event_id").unique(["file", "position"], keep="first", maintain_order=True)
    return found(first, at=at, what=pl.lit("behind its file"))


def late(feed: Feed) -> pl.LazyFrame:
    """Events that came in a later load than events an hour younger of the same platform.

    A load that lies before the earlier ones as a whole fills history up and is not late. What files of counts have told
    of a time before makes no event of it late.
    """
    of_counts = feed.snapshot.scan(INTERVALS).select("load_id").unique()
    of_events = feed.loads.join(of_counts, on="load_id", how="anti")
    newest = pl.col("last_event_at").cum_max().over("platform")
    commits = (
        of_events.filter(pl.col("rows_kept") > 0)
        .group_by("platform", "loaded_at")
        .agg(pl.col("last_event_at").max())
        .sort("platform", "loaded_at")
        .with_columns(known_until=newest.shift(1).over("platform"))
        .select("platform", "loaded_at", "known_until")
    )
    loads = of_events.join(commits, on=["platform", "loaded_at"], nulls_equal=True).filter(
        pl.col("last_event_at") > pl.col("known_until")
    )
    behind = (pl.col("known_until") - pl.col("occurred_at")).dt.total_milliseconds()
    return found(
        feed.events.join(loads.select("load_id", "known_until", "file_name"), on="load_id")
        .with_columns(amount_ms=behind)
        .filter(pl.col("amount_ms") > LATE_MS),
        at=pl.col("occurred_at"),
        what=pl.lit("after younger ones"),
    )
