"""Details: what a list can tell of each conversation, declared or worked out, read of a few or of many."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from core.custom import is_custom
from core.errors import UnknownName
from core.keys import keys_of
from core.masking import DOTS, masked
from core.regions import region_of
from core.schema.column import Column, dimension, duration, text
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

ID = "conversation_id"
WORKED_OUT = {
    column.name: column
    for column in (
        dimension("end_state", "How it ended: one of STATES"),
        duration("wait_ms", "Until the first answer, or until the customer gave up"),
        text("customer", "What is known of the customer: the number, else the address, else the name", personal=True),
        dimension("place", "Where the customer is, from the small to the large"),
    )
}
"""Columns that no table has, out of those that CONVERSATIONS has."""

STATES = ("handled", "abandoned", "lost in transfer", "follow-up", "in progress", "not handled")
"""How a conversation can have ended, each conversation in exactly one way."""

FIRST = "first."
OF_FIRST = {
    f"{FIRST}{name}": SEGMENTS.by_name[name]
    for name in (
        *("kind", "started_at", "ended_at", "queue_id", "team_id", "task_id", "reservation_id"),
        *("ended_by", "followed_by", "transferred_to", "missing_event"),
    )
}
"""Of the first segment, what CONVERSATIONS does not say already."""

WHOLE_TEXTS = ("attributes",)
"""Whole JSON texts: no word of them can be told from a name, so they are masked whole."""


def state() -> pl.Expr:
    """How a conversation ended: one of `STATES`."""
    return (
        pl.when("is_in_progress")
        .then(pl.lit("in progress"))
        .when("is_lost_in_transfer")
        .then(pl.lit("lost in transfer"))
        .when("is_handled")
        .then(pl.lit("handled"))
        .when("is_abandoned")
        .then(pl.lit("abandoned"))
        .when("is_follow_up")
        .then(pl.lit("follow-up"))
        .otherwise(pl.lit("not handled"))
        .alias("end_state")
    )


def wait() -> pl.Expr:
    """How long the customer waited for the first answer, or until giving up."""
    return pl.coalesce("speed_of_answer_ms", "abandon_time_ms", "queue_time_ms").alias("wait_ms")


def detail(name: str) -> Column:
    """What a detail is: its type, unit and whether it is personal.

    Args:
        name: a column of CONVERSATIONS, one of `WORKED_OUT` or `OF_FIRST`, or a custom column.

    Raises:
        UnknownName: it is none of these.
    """
    if is_custom(name):
        return dimension(name, "A custom attribute")
    known = CONVERSATIONS.by_name | WORKED_OUT | OF_FIRST
    if name not in known:
        raise UnknownName.among("column of a list", name, known)
    return known[name]


def details(snapshot: Snapshot) -> tuple[str, ...]:
    """Every detail that the data of a workspace have, the worked out ones first and the custom ones last."""
    return (*WORKED_OUT, *CONVERSATIONS.by_name, *OF_FIRST, *keys_of(snapshot))


def tell(
    snapshot: Snapshot,
    conversations: pl.LazyFrame,
    names: Sequence[str],
    rules: Settings,
    since: datetime | None = None,
    until: datetime | None = None,
    ended_before: datetime | None = None,
) -> pl.LazyFrame:
    """The details of conversations: their id and the columns that are named, in no promised order.

    Args:
        conversations: rows of CONVERSATIONS; `wait_ms` and `end_state` may be there already.
        names: as of `details`.
        since, until: when they began, if that is known: attributes of others are not read then.
        ended_before: when all of them were over, if that is known: no later segments are read then.

    Raises:
        UnknownName: a name that is none of them.
    """
    wanted = [name for name in dict.fromkeys(names) if detail(name) and name != ID]
    composed = {"end_state": state(), "wait_ms": wait(), "customer": _customer(), "place": _place()}
    worked_out = [made for name, made in composed.items() if name in wanted]
    if "region" in wanted:
        worked_out.append(region_of(rules.regions).alias("region"))
    custom = [name for name in wanted if is_custom(name)]
    of_first = [name for name in wanted if name in OF_FIRST]
    rows = conversations.with_columns(worked_out).select(
        ID, *(name for name in wanted if name not in custom and name not in of_first)
    )
    if custom:
        rows = rows.join(_attributes(snapshot, custom, since, until), on=ID, how="left")
    if of_first:
        rows = rows.join(_first(snapshot, of_first, since, ended_before), on=ID, how="left")
    return rows.select(ID, *wanted)


def hidden(names: Sequence[str]) -> list[pl.Expr]:
    """The personal ones among the details, masked."""
    personal = [name for name in names if detail(name).personal]
    whole = [
        pl.when(pl.col(name).is_not_null()).then(pl.lit(DOTS)).alias(name) for name in personal if name in WHOLE_TEXTS
    ]
    return [*whole, *(masked(name) for name in personal if name not in WHOLE_TEXTS)]


def _customer() -> pl.Expr:
    return pl.coalesce("phone_e164", "customer_phone", "customer_email", "customer_name").alias("customer")


def _place() -> pl.Expr:
    named = pl.concat_str("city", "state", "country", separator=", ", ignore_nulls=True)
    return pl.when(named != "").then(named).alias("place")


def _attributes(
    snapshot: Snapshot, names: Sequence[str], since: datetime | None, until: datetime | None
) -> pl.LazyFrame:
    """One row a conversation that has one of the custom columns."""
    told = snapshot.scan(ATTRIBUTES, since, until).filter(pl.col("key").is_in(list(names)))
    return told.group_by(ID).agg(pl.col("value").filter(pl.col("key") == name).first().alias(name) for name in names)


def _first(snapshot: Snapshot, names: Sequence[str], since: datetime | None, until: datetime | None) -> pl.LazyFrame:
    segments = snapshot.scan(SEGMENTS, since, until).filter(pl.col("segment_order") == 1, pl.col(ID).is_not_null())
    return segments.select(ID, *(pl.col(name.removeprefix(FIRST)).alias(name) for name in names))
