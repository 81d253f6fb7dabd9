"""The balance of queues: whoever entered one left it in some way or waits in it still.

Both sides are told by different tables: the entries by EVENTS as they arrived, the ways out by SEGMENTS as they were
cut. Were both read from one, the law would prove nothing.
"""

import polars as pl

from core.grains import GRAINS
from core.pipeline.life_cycle import ANSWERS, TASK_ENDS, life_rank
from core.quality.check import found
from core.quality.ground import Contacts, stretches
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot

ENTERED, HANDED_ON, ANSWERED = "task-queue.entered", "task.transfer-initiated", "reservation.accepted"
BETWEEN = (ENTERED, HANDED_ON, *ANSWERS, *TASK_ENDS, "task.transfer-canceled", "task.transfer-failed")
OUTSIDE = "EXTERNAL"
"""What a transfer is to that leaves the centre: into no queue."""

WAIT = ":wait:"
"""Stands in the ids of the segments that are waits."""

OUT = ("handled", "abandoned", "flowed_out", "follow_up", "open")
"""The ways out of a queue; `flowed_out` is every way but an answer, giving up, and a voicemail or callback instead."""

BALANCE_GRAINS = ("quarter_hour", "half_hour", "hour", "day")


def entries(events: pl.LazyFrame) -> pl.LazyFrame:
    """Each entry into a queue that an event tells: `conversation_id`, `task_id`, `at`, `queue`, `queue_name`.

    A transfer and the queue entry that follows it without an answer or an end between them are one entry, at the
    moment of the transfer, into the queue of the latter. A transfer that leaves the centre enters none.
    """
    steps = (
        events.filter(pl.col("event_type").is_in(BETWEEN), pl.col("transfer_type").ne_missing(OUTSIDE))
        .with_columns(rank=life_rank())
        .sort("task_id", "occurred_at", "rank", "event_id")
    )
    same_before = pl.col("task_id") == pl.col("task_id").shift(1)
    same_after = pl.col("task_id") == pl.col("task_id").shift(-1)
    is_entered, is_handed = pl.col("event_type") == ENTERED, pl.col("event_type") == HANDED_ON
    is_caused = is_entered & same_before & (pl.col("event_type").shift(1) == HANDED_ON)
    causes = is_handed & same_after & (pl.col("event_type").shift(-1) == ENTERED)
    return (
        steps.with_columns(
            pl.when(causes).then(pl.coalesce(pl.col(name).shift(-1), name)).otherwise(name).alias(name)
            for name in ("queue_id", "queue_name")
        )
        .with_columns(is_caused=is_caused.fill_null(False))
        .filter(is_entered | is_handed, ~pl.col("is_caused"))
        .select(
            *("conversation_id", "task_id", "event_id", "platform", "queue_name"),
            at="occurred_at",
            queue=pl.coalesce("queue_id", "queue_name"),
        )
    )


def ways_out(segments: pl.LazyFrame, *more: str) -> pl.LazyFrame:
    """Each wait with its way out, one of `OUT`; told by its own kind and end alone.

    Args:
        more: columns to be told besides.
    """
    waits = segments.filter(pl.col("segment_id").str.contains(WAIT, literal=True))
    answered = pl.col("ended_by").is_in((ANSWERED, "reservation lost"))
    out = (
        pl.when(pl.col("ended_at").is_null())
        .then(pl.lit("open"))
        .when(answered)
        .then(pl.lit("handled"))
        .when(pl.col("abandoned") == "Yes")
        .then(pl.lit("abandoned"))
        .when(pl.col("abandoned") == "Follow-Up")
        .then(pl.lit("follow_up"))
        .otherwise(pl.lit("flowed_out"))
    )
    return waits.select(
        *("conversation_id", "task_id", "segment_id", "platform", "queue_name", *more),
        at="started_at",
        queue=pl.coalesce("queue_id", "queue_name"),
        out=out,
    )


def unbalanced(contacts: Contacts) -> pl.LazyFrame:
    """Entries without a wait and waits without an entry."""
    of = ["task_id", "at"]
    told = entries(contacts.events).with_columns(which=pl.int_range(pl.len()).over(of))
    cut = ways_out(contacts.segments).with_columns(which=pl.int_range(pl.len()).over(of))
    one_to_one = [*of, "which"]
    lost = told.join(cut, on=one_to_one, how="anti").with_columns(what=pl.lit("no wait"))
    added = cut.join(told, on=one_to_one, how="anti").with_columns(what=pl.lit("no entry"))
    return found(pl.concat([lost, added], how="diagonal"))


def queue_balance(snapshot: Snapshot, query: Query, rules: Settings, grain: str) -> pl.DataFrame:
    """The law in numbers, per queue and interval in which the wait began, by the clock of the question's zone.

    Args:
        query: period and conditions say which conversations; its metrics and groups are not looked at.
        grain: one of `BALANCE_GRAINS`.

    Returns:
        `queue_name`, `interval`, `offered` (of EVENTS), the ways out (of SEGMENTS), `difference`: offered less all
        of them; the largest differences first, then by queue and time.
    """
    key = GRAINS[grain].key(query.zone or rules.time_zone)
    sides: list[pl.LazyFrame] = []
    for part in stretches(snapshot, query):
        contacts = Contacts(snapshot, part, rules)
        told = entries(contacts.events).rename({"at": "started_at"}).with_columns(interval=key, out=pl.lit("offered"))
        cut = ways_out(contacts.segments).rename({"at": "started_at"}).with_columns(interval=key)
        both = pl.concat([told, cut], how="diagonal")
        sides.append(
            both.group_by("queue", "interval", "out").agg(pl.len(), pl.col("queue_name").min()).collect().lazy()
        )
    counted = [
        pl.col("len").filter(pl.col("out") == name).sum().cast(pl.Int64).alias(name) for name in ("offered", *OUT)
    ]
    cells = pl.concat(sides).group_by("queue", "interval").agg(pl.col("queue_name").min(), *counted)
    balanced = cells.with_columns(difference=pl.col("offered") - pl.sum_horizontal(OUT))
    return (
        balanced.drop("queue")
        .sort(pl.col("difference").abs(), "queue_name", "interval", descending=[True, False, False])
        .select("queue_name", "interval", "offered", *OUT, "difference")
        .collect()
    )
