"""Examine: make all checks on a version of the data, for a period and its conditions."""

import polars as pl

from core.quality.check import (
    CONVERSATIONS_OF,
    EVENTS_OF,
    FOUND,
    HOURS_OF,
    INTERVALS_OF,
    LOADS_OF,
    RECORDS_OF,
    SEGMENTS_OF,
    STATUSES_OF,
    Check,
)
from core.quality.checks import CHECKS, LAWS
from core.quality.finding import Finding, Quality, gravity
from core.quality.ground import Contacts, Feed, stretches
from core.query import Query
from core.schema.tables import EXCLUDED, TASKS
from core.settings import Settings
from core.store.snapshot import Snapshot

WHERE = ("platform", "queue_name", "agent_name", "file_name", "what")
MOST_VALUES = 3
HOUR_MS = 3_600_000
FILLED = ("platform", "channel", "queue_name", "load_id", "file_name")


def examine(snapshot: Snapshot, query: Query, rules: Settings) -> Quality:
    """What the checks find.

    Conversations are those that began in the period and meet the conditions, with all that is theirs. What belongs to
    no conversation (files, agents' statuses, the feed) follows the period, and conditions on platform and agent alone;
    files of counts also those on queue, channel and direction.

    Args:
        query: its metrics and groups are not looked at.
    """
    feed = Feed(snapshot, query, rules)
    files = feed.loads.select("load_id", of_file_name="file_name")
    found: dict[str, list[pl.DataFrame]] = {check.name: [] for check in CHECKS}
    of_contacts = [check for check in CHECKS if not check.of_feed]
    conversations = 0
    for part in stretches(snapshot, query):
        contacts = Contacts(snapshot, part, rules)
        conversations += contacts.conversations.select(pl.len()).collect().item()
        words = _words(contacts, files)
        rows = pl.collect_all([_filled(check.find(contacts), words) for check in of_contacts])
        for check, frame in zip(of_contacts, rows, strict=True):
            found[check.name].append(frame)
    for check in CHECKS:
        if check.of_feed:
            found[check.name].append(_of_feed(check, feed, files))
    volumes = _volumes(feed, conversations)
    findings = [
        _finding(check, pl.concat(found[check.name]), volumes, feed.zone) for check in CHECKS if found[check.name]
    ]
    told_of = tuple(sorted((one for one in findings if one.count), key=gravity))
    broken = [one.rows["conversation_id"] for one in told_of if one.check.name in LAWS]
    touched = pl.concat(broken).drop_nulls().n_unique() if broken else 0
    names = tuple(check.name for check in CHECKS)
    return Quality(told_of, names, conversations, touched, snapshot.version, volumes[INTERVALS_OF])


def _of_feed(check: Check, feed: Feed, files: pl.LazyFrame) -> pl.DataFrame:
    """What a check finds in the feed, with the names of the files and the conversations of the tasks."""
    rows = check.find(feed).collect()
    tasks = rows["task_id"].drop_nulls().unique().to_frame().lazy()
    known = feed.snapshot.scan(TASKS).select("task_id", of_conversation_id="conversation_id")
    theirs = known.join(tasks, on="task_id", how="semi") if tasks.collect().height else known.clear()
    told = rows.lazy().join(files, on="load_id", how="left").join(theirs, on="task_id", how="left")
    filled = (pl.coalesce(name, f"of_{name}").alias(name) for name in ("file_name", "conversation_id"))
    # What a correction leaves out of the numbers is no fault of theirs any more.
    out = feed.snapshot.scan(EXCLUDED).select("conversation_id")
    return FOUND.conform(told.with_columns(filled).join(out, on="conversation_id", how="anti")).collect()


def _words(contacts: Contacts, files: pl.LazyFrame) -> pl.LazyFrame:
    """What rows do not tell of themselves: of each conversation its platform, channel and queue, and its first file."""
    loads = contacts.events.group_by("conversation_id").agg(
        pl.col("load_id").sort_by("occurred_at", "event_id").first().alias("of_load_id")
    )
    named = loads.join(files.rename({"load_id": "of_load_id"}), on="of_load_id", how="left")
    told = contacts.conversations.select(
        "conversation_id", *(pl.col(name).alias(f"of_{name}") for name in ("platform", "channel", "queue_name"))
    )
    return told.join(named, on="conversation_id", how="left").collect().lazy()


def _filled(rows: pl.LazyFrame, words: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with what the words tell where they are silent."""
    told = rows.join(words, on="conversation_id", how="left")
    return FOUND.conform(told.with_columns(pl.coalesce(name, f"of_{name}").alias(name) for name in FILLED))


def _volumes(feed: Feed, conversations: int) -> dict[str, int]:
    """How much there is in each unit."""
    moments = pl.col("occurred_at")
    events, first, last = feed.events.select(pl.len(), first=moments.min(), last=moments.max()).collect().row(0)
    hours = max(1, round((last - first).total_seconds() / 3600)) if events else 0
    loads = feed.loads.select(pl.len(), pl.col("rows_in").sum().alias("rows")).collect().row(0)
    return {
        CONVERSATIONS_OF: conversations,
        SEGMENTS_OF: 0,
        EVENTS_OF: events,
        HOURS_OF: hours,
        LOADS_OF: loads[0],
        RECORDS_OF: loads[1] or 0,
        STATUSES_OF: feed.statuses.select(pl.len()).collect().item(),
        INTERVALS_OF: feed.intervals.select(pl.len()).collect().item(),
    }


def _finding(check: Check, rows: pl.DataFrame, volumes: dict[str, int], zone: str) -> Finding:
    rows = rows.sort("at", *FOUND.key[1:], nulls_last=True, maintain_order=True)
    conversations = rows["conversation_id"].drop_nulls().n_unique()
    count = int(rows["times"].sum()) if check.unit == RECORDS_OF else rows.height
    touched: float = count
    if check.unit == CONVERSATIONS_OF:
        touched = conversations or rows["task_id"].n_unique()
    if check.unit == HOURS_OF:
        touched = int(rows["amount_ms"].sum()) / HOUR_MS
    if check.unit == INTERVALS_OF:
        # One interval can be wrong in several ways.
        touched = int(rows.unique(["load_id", "position", "at"])["times"].sum())
    volume = volumes[check.unit]
    share = min(1.0, touched / volume) if volume else float(bool(count))
    days = (
        rows.lazy()
        .group_by(day=pl.col("at").dt.convert_time_zone(zone).dt.date())
        .agg(pl.len().cast(pl.Int64).alias("count"))
        .sort("day")
        .collect()
    )
    median = rows["amount_ms"].median()
    return Finding(
        check,
        count,
        volume,
        share,
        check.rule.severity(share),
        conversations,
        rows,
        days,
        {column: top for column in WHERE if (top := _top(rows, column))},
        round(median) if isinstance(median, int | float) else None,
    )


def _top(rows: pl.DataFrame, column: str) -> tuple[tuple[str, int], ...]:
    """The values in which most of the rows are."""
    told = rows.lazy().filter(pl.col(column).is_not_null()).group_by(column).agg(pl.len().alias("rows"))
    return tuple(told.sort("rows", column, descending=[True, False]).head(MOST_VALUES).collect().iter_rows())
