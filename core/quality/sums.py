"""Sums that two tables tell: what was answered, which contacts there are, and what the parts of each add up to."""

import polars as pl

from core.pipeline.kinds import CORRUPTED, MISSED, QUEUE, REJECTED, TALK, TALK_NOW
from core.pipeline.life_cycle import ANSWERS
from core.quality.check import found
from core.quality.ground import Contacts, Feed
from core.schema.tables import CONVERSATIONS, EXCLUDED, TASKS

TALKS = (TALK, TALK_NOW, CORRUPTED)


def answers(contacts: Contacts) -> pl.LazyFrame:
    """Answers in EVENTS without a talk in SEGMENTS, and talks (in order, not corrupted) without an answer."""
    of_answers = pl.col("event_type").is_in(ANSWERS)
    told = contacts.events.filter(of_answers).with_columns(at="occurred_at").sort("at", "event_id")
    told = told.unique("reservation_id", keep="first", maintain_order=True)
    talks = contacts.segments.filter(pl.col("kind").is_in(TALKS), pl.col("reservation_id").is_not_null())
    lost = told.join(talks, on="reservation_id", how="anti").with_columns(what=pl.lit("no talk"))
    sound = talks.filter(pl.col("kind") != CORRUPTED).with_columns(at="started_at")
    added = sound.join(told, on="reservation_id", how="anti").with_columns(what=pl.lit("no answer"))
    columns = ("at", "conversation_id", "task_id", "reservation_id", "agent_id", "agent_name", "platform", "queue_name")
    return found(
        pl.concat([lost.select(*columns, "what"), added.select(*columns, "what", "segment_id")], how="diagonal")
    )


def tasks_kept(feed: Feed) -> pl.LazyFrame:
    """Tasks that events tell of and TASKS does not know, and tasks of a conversation that is nowhere.

    Conversations that a correction leaves out are in EXCLUDED.
    """
    scan = feed.snapshot.scan
    told = feed.events.filter(pl.col("task_id").is_not_null())
    unknown = told.join(scan(TASKS).select("task_id"), on="task_id", how="anti")
    lost = unknown.group_by("task_id").agg(
        pl.col("occurred_at").min().alias("at"), pl.col("platform").min(), pl.col("event_id").min()
    )
    tasks = scan(TASKS, feed.since, feed.until)
    known = pl.concat([scan(CONVERSATIONS).select("conversation_id"), scan(EXCLUDED).select("conversation_id")])
    homeless = tasks.join(known, on="conversation_id", how="anti")
    homeless = homeless.select("task_id", "conversation_id", at="first_at")
    return found(
        pl.concat(
            [lost.with_columns(what=pl.lit("no task")), homeless.with_columns(what=pl.lit("no conversation"))],
            how="diagonal",
        )
    )


def parts(contacts: Contacts) -> pl.LazyFrame:
    """Conversations whose times and counts are not what their segments add up to; one row for each that differs."""
    kind = pl.col("kind")
    handled = (kind == TALK) & pl.col("agent_id").is_not_null()
    gave_up = (kind == TALK) & pl.col("agent_id").is_null()
    sums = {
        "queue_time_ms": pl.col("queue_time_ms").filter(kind == QUEUE),
        "talk_time_ms": pl.col("talk_time_ms").filter(handled),
        "wrap_up_time_ms": pl.col("wrap_up_time_ms").filter(handled),
        "abandon_time_ms": pl.col("abandon_time_ms").filter(gave_up),
    }
    counts = {
        "segment_count": handled,
        "queue_count": kind == QUEUE,
        "missed_count": kind == MISSED,
        "rejected_count": kind == REJECTED,
    }
    added = contacts.segments.group_by("conversation_id").agg(
        *(values.sum().alias(f"{name}_added") for name, values in sums.items()),
        *(met.sum().cast(pl.Int64).alias(f"{name}_added") for name, met in counts.items()),
    )
    both = contacts.conversations.join(added, on="conversation_id", how="left")
    names = (*sums, *counts)
    differences = [
        (pl.col(name).fill_null(0) - pl.col(f"{name}_added").fill_null(0)).alias(f"{name}_off") for name in names
    ]
    off = both.with_columns(differences)
    return pl.concat(
        found(
            off.filter(pl.col(f"{name}_off") != 0),
            at=pl.col("started_at"),
            what=pl.lit(name),
            amount_ms=pl.col(f"{name}_off") if name.endswith("_ms") else pl.lit(None, pl.Int64),
        )
        for name in names
    )
