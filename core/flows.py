"""Flows: who passes customers on to whom, by transfer or by overflow, and whether anybody answered there."""

from dataclasses import dataclass, fields

import polars as pl

from core.answer import rows_behind
from core.lending import lent
from core.query import Query, dtype_of
from core.schema.lent import AGENT_NOW
from core.schema.tables import SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

TRANSFERS, OVERFLOWS = "transfers_to_queue_rate", "queue_overflows_received"
"""The metrics whose rows are the waits that a transfer or an overflow began, at the side that received them."""

HOW = ("cold", "warm", "not answered", "overflow")
"""What a passing-on counts as, each as exactly one: a transfer that nobody answered is that, however it was made."""

ENDS = ("answered", "not answered", "overflowed", "waiting")
"""How the wait at the target ended."""

QUEUE, AGENT, OTHERS = "queue", "agent", "others"
"""What stands at an end of a flow: a queue, an agent asked for by name, or all queues too small to be shown."""

OF_SENDER = ("agent_id", "agent_name", "team_id", "handling_team_name", "handling_department_name", *AGENT_NOW)
_PASSED_ON = ("Cold Transfer", "Warm Transfer")


@dataclass(frozen=True)
class Flow:
    """One flow, as an address can name it.

    Args:
        source_kind: `QUEUE`, or `OTHERS`.
        source: the queue that passed on; None for others, and where it is not known.
        target_kind: `QUEUE`, `AGENT` or `OTHERS`.
        target: the queue that received; None for others and agents, and where it is not known.
        how: one of `HOW`.
    """

    source_kind: str
    source: str | None
    target_kind: str
    target: str | None
    how: str


FLOW = tuple(field.name for field in fields(Flow))


def passings(snapshot: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    """One row each time a customer was passed on, dated when the wait at the target began; in order of time.

    The sender is the latest part of the conversation from which one of its agents began a transfer (of an overflow:
    the queue left at that moment); of several attempts each is a row. A condition on the queue holds for either end,
    one on the agent, the team or the department for the sender. Transfers whose target is not told are left out, as
    they are of `transfers_to_queue` and `transfers_to_agent`.

    Returns:
        `conversation_id`, `started_at`, `source`, `sender` (the agent; null of an overflow), `target`, `target_kind`,
        `receiver` (the agent who answered; null where nobody did), `how`, `end`, `wait_ms` (null while it lasts),
        `source_id` (the part of the conversation that it came from).
    """
    sides = [one for one in query.where if one.column == "queue_name" or one.column in OF_SENDER]
    whole = query.with_(where=tuple(one for one in query.where if one not in sides))
    received = [rows_behind(snapshot, whole, metric, rules) for metric in (TRANSFERS, OVERFLOWS)]
    waits = pl.concat([rows.select(*SEGMENTS.by_name) for rows in received])
    of_sender = list(dict.fromkeys(one.column for one in sides if one.column in OF_SENDER))
    parts = lent(snapshot.scan(SEGMENTS, until=query.until), SEGMENTS, of_sender, snapshot.scan)
    told = _told(waits.sort("conversation_id", "started_at", "segment_order"), parts, of_sender)
    held = [
        one.holds(pl.col("source"), pl.String) | one.holds(pl.col("target_queue"), pl.String)
        if one.column == "queue_name"
        else one.holds(pl.col(f"from_{one.column}"), dtype_of(one.column))
        for one in sides
    ]
    kept = told.filter(held) if held else told
    return (
        kept.select(
            *("conversation_id", "started_at", "source", "sender", "target", "target_kind", "receiver", "how", "end"),
            "wait_ms",
            "source_id",
        )
        .sort("started_at", "conversation_id", "wait_ms")
        .collect()
    )


def between(passed: pl.DataFrame, most: int) -> pl.DataFrame:
    """The passings with the queues that few of them touch put together as `OTHERS`.

    Args:
        passed: as `passings` gives them.
        most: so many queues keep their name.

    Returns:
        The same rows with `source_kind`, and with the queues as they were in `source_queue` and `target_queue`; of ends
        that are `OTHERS`, `source` and `target` are null.
    """
    is_queue = pl.col("target_kind") == QUEUE
    ends = pl.concat([passed.select(queue="source"), passed.filter(is_queue).select(queue="target")])
    largest = ends.group_by("queue").len().sort("len", "queue", descending=[True, False]).head(most)["queue"]
    from_large, to_large = (pl.col(end).is_in(largest.implode(), nulls_equal=True) for end in ("source", "target"))
    return passed.with_columns(
        source_queue="source",
        target_queue="target",
        source_kind=pl.when(from_large).then(pl.lit(QUEUE)).otherwise(pl.lit(OTHERS)),
        source=pl.when(from_large).then("source"),
        target_kind=pl.when(is_queue & ~to_large).then(pl.lit(OTHERS)).otherwise("target_kind"),
        target=pl.when(to_large).then("target"),
    )


def flows(passed: pl.DataFrame) -> pl.DataFrame:
    """How many passings each flow has: the columns of `FLOW` and `count`, the largest first.

    Args:
        passed: as `between` gives them.
    """
    counted = passed.group_by(FLOW).agg(count=pl.len().cast(pl.Int64))
    return counted.sort("count", *FLOW, descending=[True, *(False for _ in FLOW)])


def of_flow(passed: pl.DataFrame, flow: Flow) -> pl.DataFrame:
    """The passings of one flow.

    Args:
        passed: as `between` gives them.
    """
    return passed.filter(pl.col(name).eq_missing(pl.lit(getattr(flow, name), pl.String)) for name in FLOW)


def _told(waits: pl.LazyFrame, parts: pl.LazyFrame, of_sender: list[str]) -> pl.LazyFrame:
    """The waits with where they came from, who answered, and what they count as.

    Args:
        parts: rows of SEGMENTS with the columns of `of_sender`, which the result has as `from_…`.
    """
    is_transfer = pl.col("preceded_by").is_in(_PASSED_ON)
    answers = (
        parts.filter(pl.col("agent_id").is_not_null(), pl.col("preceded_by").is_not_null())
        .sort("segment_id")
        .unique(["conversation_id", "started_at"], keep="first", maintain_order=True)
        .select("conversation_id", pl.col("started_at").alias("ended_at"), receiver="agent_name")
    )
    passed_on = pl.col("followed_by").is_in(_PASSED_ON)
    overflowed = (pl.col("kind") == "Queue") & (pl.col("followed_by") == "Overflow")
    sent = pl.concat(
        [
            _from(waits.filter(is_transfer), parts.filter(passed_on), of_sender),
            _from(waits.filter(~is_transfer), parts.filter(overflowed), of_sender),
        ]
    )
    to_agent = pl.col("transferred_to") == "Agent"
    return (
        sent.join(answers, on=["conversation_id", "ended_at"], how="left")
        .with_columns(end=_end())
        .with_columns(
            how=pl.when(~is_transfer)
            .then(pl.lit("overflow"))
            .when(pl.col("end") == "not answered")
            .then(pl.lit("not answered"))
            .when(pl.col("preceded_by") == "Warm Transfer")
            .then(pl.lit("warm"))
            .otherwise(pl.lit("cold")),
            receiver=pl.when(pl.col("end") == "answered").then("receiver"),
            target_queue=pl.col("queue_name"),
            target=pl.when(to_agent.fill_null(False)).then(None).otherwise("queue_name"),
            target_kind=pl.when(to_agent.fill_null(False)).then(pl.lit(AGENT)).otherwise(pl.lit(QUEUE)),
            wait_ms="queue_time_ms",
        )
    )


def _from(waits: pl.LazyFrame, parts: pl.LazyFrame, of_sender: list[str]) -> pl.LazyFrame:
    """Each wait with the latest of the parts that began before it in its conversation."""
    senders = parts.select(
        "conversation_id",
        "started_at",
        "segment_order",
        source="queue_name",
        sender="agent_name",
        source_id="segment_id",
        **{f"from_{name}": name for name in of_sender},
    ).sort("started_at", "segment_order")
    # Strictly before: the wait itself may overflow later, and would be its own sender.
    return (
        waits.sort("started_at", "segment_order")
        .with_columns(at=pl.col("started_at"))
        .join_asof(
            senders.rename({"started_at": "sent_since", "segment_order": "sender_order"}),
            left_on="at",
            right_on="sent_since",
            by="conversation_id",
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .drop("at", "sent_since", "sender_order")
    )


def _end() -> pl.Expr:
    """How a wait ended: one of `ENDS`."""
    taken_back = pl.col("ended_by").is_in(("task.transfer-canceled", "task.completed")).fill_null(False)
    return (
        pl.when(pl.col("ended_at").is_null())
        .then(pl.lit("waiting"))
        .when(pl.col("followed_by") == "Overflow")
        .then(pl.lit("overflowed"))
        .when(pl.col("abandoned").eq_missing("No") & ~taken_back)
        .then(pl.lit("answered"))
        .otherwise(pl.lit("not answered"))
    )
