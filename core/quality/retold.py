"""Retold: contacts that two sources tell of, as two conversations or twice within one.

A call's detail record beside the queue's log, a vendor's export beside the platform's own events: both are true, and
together they count everything twice.
"""

import polars as pl

from core.pipeline.kinds import TALK, TALK_NOW
from core.quality.balance import WAIT
from core.quality.check import FOUND, found
from core.quality.ground import DAY, Contacts
from core.quality.tellers import tellers
from core.quality.tiling import FOREVER
from core.quality.twins import address, keys, twins
from core.schema.tables import CONVERSATIONS, EVENTS, EXCLUDED, TASKS

OF_TOLD = (
    *("conversation_id", "platform", "started_at", "ended_at", "direction", "customer_phone", "phone_e164"),
    "customer_email",
)
SAME_PART = 0.5
"""Two parts are one told twice where they have at least this share of the shorter one in common: who hands a call on
talks for a moment with whoever takes it."""

MOST_PARTS = 100
"""Parts of one conversation that are compared with each other; more bear an id of something else."""

WAITS, TALKS = "two waits", "two talks"


def as_two(contacts: Contacts) -> pl.LazyFrame:
    """Conversations that another source tells too, as one of its own: the one told by the source that tells less.

    `what` is what the two have in common, `twin_id` the other, `amount_ms` by how much this one begins later. Of
    several others the one that tells most is named.
    """
    if not _are_several(contacts):
        return FOUND.empty().lazy()
    tasks = contacts.once(_tasks)
    told = contacts.once(_told)
    pairs = twins(told, keys(told, tasks)).join(contacts.conversations, on="conversation_id", how="semi")
    nearest = pairs.sort("conversation_id", "rank_twin", pl.col("amount_ms").abs(), "twin_id")
    named = nearest.unique("conversation_id", keep="first", maintain_order=True)
    return found(named, at=pl.col("started_at"))


def within(contacts: Contacts) -> pl.LazyFrame:
    """Talks of one conversation that two sources tell of, and waits: the one told by the source that tells less.

    `what` is which of the two, `amount_ms` how long both last at once.
    """
    if not _are_several(contacts):
        return FOUND.empty().lazy()
    joined = contacts.once(_told).filter(pl.col("tellers").list.len() > 1)
    few = contacts.segments.filter(pl.col("conversation_segments") <= MOST_PARTS)
    parts = few.join(joined, on="conversation_id", how="semi")
    talks = parts.filter(pl.col("kind").is_in((TALK, TALK_NOW)), pl.col("reservation_id").is_not_null())
    waits = parts.filter(pl.col("segment_id").str.contains(WAIT, literal=True))
    rows = contacts.once(_parts_told)
    of_talks = rows.group_by("task_id", "reservation_id").agg(pl.col("rank").min())
    of_waits = rows.group_by("task_id").agg(pl.col("rank").min())
    both = [
        _at_once(talks.join(of_talks, on=["task_id", "reservation_id"])).with_columns(what=pl.lit(TALKS)),
        _at_once(waits.join(of_waits, on="task_id")).with_columns(what=pl.lit(WAITS)),
    ]
    return found(pl.concat(both), at=pl.col("started_at"))


def _are_several(contacts: Contacts) -> bool:
    """Whether more than one source tells of these days: else nothing can be told twice, and nothing is looked at."""
    return tellers(contacts.snapshot, *contacts.days)["rank"].n_unique() > 1


def _tasks(contacts: Contacts) -> pl.LazyFrame:
    """Tasks of the days, and the ranks of whoever tells of them: `conversation_id`, `task_id`, `call_id`, `rank`.

    A task begins no earlier than its conversation.
    """
    since, until = contacts.days
    last = until + DAY if until else None
    events = contacts.snapshot.scan(EVENTS, since, last).select("task_id", "source").drop_nulls().unique()
    who = tellers(contacts.snapshot, since, last).lazy()
    ranked = events.join(who, on="source").select("task_id", "rank").unique()
    tasks = contacts.snapshot.scan(TASKS, since, last).select("conversation_id", "task_id", "call_id")
    return tasks.join(ranked, on="task_id")


def _told(contacts: Contacts) -> pl.LazyFrame:
    """Conversations of the days as `twins` wants them, those that the house has left out too."""
    held, out = (
        contacts.snapshot.scan(table, *contacts.days).select(OF_TOLD).with_columns(is_out=pl.lit(is_out))
        for table, is_out in ((CONVERSATIONS, False), (EXCLUDED, True))
    )
    ranks = pl.col("rank").unique().sort()
    of_each = contacts.once(_tasks).group_by("conversation_id").agg(tellers=ranks, rank=pl.col("rank").min())
    return (
        pl.concat([held, out])
        .join(of_each, on="conversation_id")
        .with_columns(**address(), day=pl.col("started_at").dt.date())
        .drop("customer_phone", "phone_e164", "customer_email")
    )


def _parts_told(contacts: Contacts) -> pl.LazyFrame:
    """Of conversations that several sources tell of: `task_id`, `reservation_id`, and the `rank` of who tells of it."""
    since, until = contacts.days
    joined = contacts.once(_told).filter(pl.col("tellers").list.len() > 1)
    theirs = contacts.once(_tasks).join(joined, on="conversation_id", how="semi").select("task_id").unique()
    events = contacts.snapshot.scan(EVENTS, since, until + DAY if until else None)
    of_tasks = events.select("task_id", "reservation_id", "source").join(theirs, on="task_id", how="semi").unique()
    return of_tasks.join(tellers(contacts.snapshot, None, None).lazy(), on="source").drop("source")


def _at_once(parts: pl.LazyFrame) -> pl.LazyFrame:
    """Parts of which another source tells one in the same conversation at the same time, with how long both last."""
    ends = pl.col("ended_at").fill_null(pl.lit(FOREVER))
    told = parts.with_columns(over=ends)
    other = told.select("conversation_id", "rank", "started_at", "over")
    both = told.join(other, on="conversation_id", suffix="_twin").filter(pl.col("rank") > pl.col("rank_twin"))
    common = pl.min_horizontal("over", "over_twin") - pl.max_horizontal("started_at", "started_at_twin")
    shorter = pl.min_horizontal(
        pl.col("over") - pl.col("started_at"), pl.col("over_twin") - pl.col("started_at_twin")
    ).dt.total_milliseconds()
    lasts = both.with_columns(amount_ms=common.dt.total_milliseconds())
    same = lasts.filter(pl.col("amount_ms") > 0, pl.col("amount_ms") >= SAME_PART * shorter)
    longest = same.sort("segment_id", "amount_ms", descending=[False, True])
    return longest.unique("segment_id", keep="first", maintain_order=True)
