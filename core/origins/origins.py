"""The origins of all fields of a conversation: its segments' own, and of the whole those of the segments behind it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from core.origins.parts import AT, EVENT, FIELD, ROW, SCHEMA, TOLD_IN, of_segments
from core.origins.words import BESIDE, of_parts, of_whole, told_by_tasks
from core.pipeline.kinds import MISSED, QUEUE, REJECTED, TALK, TALK_NOW
from core.schema.column import INSTANT
from core.schema.columns import PLACE_OF_PART
from core.schema.tables import CONVERSATIONS, SEGMENTS

WHOLE = 0
"""The row of the conversation itself; segments go by their order, from 1."""

_KIND = pl.col("kind")
_WITH_AGENT = pl.col("agent_id").is_not_null()
_HANDLED = (_KIND == TALK) & _WITH_AGENT
_ANSWERED = _HANDLED | (_KIND == TALK_NOW)
_GAVE_UP = (_KIND == TALK) & ~_WITH_AGENT
_QUEUED = _KIND == QUEUE

_ALL, _FIRST, _LAST = "all", "first", "last"
_OF_SEGMENTS: Mapping[str, tuple[pl.Expr, str, tuple[str, ...]]] = {
    "answered_at": (_ANSWERED, _FIRST, ("started_at",)),
    "queue_name": (_QUEUED, _FIRST, ("queue_name",)),
    "last_queue_name": (_QUEUED, _LAST, ("queue_name",)),
    **{
        name: (_ANSWERED, _FIRST, (name,))
        for name in ("agent_id", "agent_name", "handling_team_name", "handling_department_name")
    },
    "is_handled": (_HANDLED, _ALL, ("started_at", "ended_at")),
    "is_abandoned": (_GAVE_UP, _ALL, ("ended_at", "abandoned")),
    "is_lost_in_transfer": (_HANDLED | _GAVE_UP, _ALL, ("ended_at",)),
    "is_follow_up": (_GAVE_UP, _ALL, ("ended_at", "abandoned", "abandoned_phase")),
    "abandoned_phase": (_GAVE_UP, _LAST, ("abandoned_phase",)),
    "speed_of_answer_ms": (_ANSWERED, _FIRST, ("queue_time_ms",)),
    "queue_time_ms": (_QUEUED, _ALL, ("queue_time_ms",)),
    "abandon_time_ms": (_GAVE_UP, _ALL, ("abandon_time_ms",)),
    **{
        name: (_HANDLED, _ALL, (name,))
        for name in ("ring_time_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms")
    },
    "segment_count": (_HANDLED, _ALL, ("started_at",)),
    "queue_count": (_QUEUED, _ALL, ("started_at",)),
    "missed_count": (_KIND == MISSED, _ALL, ("ended_at",)),
    "rejected_count": (_KIND == REJECTED, _ALL, ("ended_at",)),
}
"""Field of CONVERSATIONS → of which segments, all of them or the first or last, and of which of their fields."""

_COUNTED = {
    "transfer_count": ("task.transfer-initiated",),
    "failed_transfer_count": ("task.transfer-failed", "task.transfer-canceled"),
    "rescinded_count": ("reservation.rescinded",),
}
"""Field of CONVERSATIONS → types of events that it counts."""


_COPIED = ("conversation_id", "customer_id", *(column.name for column in PLACE_OF_PART))
"""Fields that segments have of their conversation."""


def origins(facts: Mapping[str, Any], segments: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Which events gave which field.

    A field without a row is null, false or nothing, or comes from no event of this conversation, as the time since
    the customer's last contact.

    Args:
        facts: the row of CONVERSATIONS.
        segments: its rows of SEGMENTS, in their order.
        events: its rows of EVENTS, in the order in which they happened.

    Returns:
        One row a field and event: `row` (`WHOLE` or the segment's order), `field`, `event_id`, `told_in` (the column
        of the event, or the key within its attributes), in the order of rows, fields and events.
    """
    tasks = told_by_tasks(events)
    parts = _settled(of_segments(segments, events), of_parts(segments, events, tasks))
    words = [(WHOLE, *one) for one in of_whole(facts, events, tasks)]
    whole = [
        _of_segments(facts, segments, parts),
        _counted(facts, events),
        _bounds(facts, segments, events, parts),
        pl.DataFrame(words, SCHEMA, orient="row"),
    ]
    of_whole_too = pl.concat(whole)
    copies = of_whole_too.filter(pl.col(FIELD).is_in(_COPIED)).drop(ROW).join(_filled(segments), on=FIELD)
    order = {EVENT: events[EVENT].to_list(), FIELD: [*CONVERSATIONS.by_name, *SEGMENTS.by_name]}
    ranks = {
        f"{name}_rank": pl.col(name).replace_strict(
            {one: rank for rank, one in enumerate(dict.fromkeys(known))}, default=None, return_dtype=pl.Int64
        )
        for name, known in order.items()
    }
    ranked = pl.concat([of_whole_too, parts, copies.select(list(SCHEMA))]).unique(
        [ROW, FIELD, EVENT], keep="first", maintain_order=True
    )
    in_order = ranked.with_columns(**ranks).sort(ROW, f"{FIELD}_rank", f"{EVENT}_rank")
    return in_order.select(list(SCHEMA))


def _filled(segments: pl.DataFrame) -> pl.DataFrame:
    """Row and field of what segments say that their conversation says too."""
    told = segments.select(pl.col("segment_order").cast(pl.Int64).alias(ROW), pl.col(_COPIED).is_not_null())
    return told.unpivot(index=ROW, variable_name=FIELD, value_name="is_told").filter("is_told").drop("is_told")


def _settled(heard: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """What attributes say stands instead of what events tell, or beside it, or for what nobody heard."""
    keys = [ROW, FIELD]
    beside = pl.col(FIELD).is_in(BESIDE)
    unheard = said.filter(beside & (pl.col(FIELD) == "hold_time_ms")).join(heard, on=keys, how="anti")
    also = said.filter(beside & (pl.col(FIELD) != "hold_time_ms"))
    return pl.concat([heard.join(said.filter(~beside), on=keys, how="anti"), said.filter(~beside), unheard, also])


def _of_segments(facts: Mapping[str, Any], segments: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    found = []
    for field, (which, how, fields) in _OF_SEGMENTS.items():
        if not facts[field]:
            continue
        theirs = segments.filter(which).sort("started_at", "segment_id")["segment_order"]
        rows = theirs.head(1) if how == _FIRST else theirs.tail(1) if how == _LAST else theirs
        behind = parts.filter(pl.col(ROW).is_in(rows.implode()), pl.col(FIELD).is_in(fields))
        found.append(behind.with_columns(pl.lit(WHOLE, pl.Int64).alias(ROW), pl.lit(field).alias(FIELD)))
    return pl.concat([pl.DataFrame(schema=SCHEMA), *found])


def _counted(facts: Mapping[str, Any], events: pl.DataFrame) -> pl.DataFrame:
    found = [
        _claimed(field, events.filter(pl.col("event_type").is_in(types)), "event_type")
        for field, types in _COUNTED.items()
        if facts[field]
    ]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *found])


def _bounds(
    facts: Mapping[str, Any], segments: pl.DataFrame, events: pl.DataFrame, parts: pl.DataFrame
) -> pl.DataFrame:
    """How the conversation began and how it ended."""
    began = facts["started_at"]
    created = events.filter(pl.col("event_type") == "task.created", pl.col(AT) == began)
    told = events.filter(pl.col("task_created_at") == began)
    first = events.filter(pl.col(AT) == began)
    sources = [(created, AT), (told, "task_created_at"), (first, AT)]
    begun = next((_claimed("started_at", rows.head(1), told_in) for rows, told_in in sources if rows.height), None)
    last = segments.filter(pl.col("ended_at") == pl.lit(facts["ended_at"], INSTANT))["segment_order"]
    ended = parts.filter(pl.col(ROW).is_in(last.implode()), pl.col(FIELD) == "ended_at")
    over = ended.with_columns(pl.lit(WHOLE, pl.Int64).alias(ROW))
    named, where = events.filter(pl.col("task_id") == facts["conversation_id"]).head(1), "task_id"
    if named.is_empty():
        saying = pl.col("task_attributes").str.json_path_match("$['conversations']['conversation_id']")
        named = events.filter(saying == facts["conversation_id"]).head(1)
        where = "task_attributes.conversations.conversation_id"
    # Of a customer without a name or number the conversation's id stands for the customer.
    ids = [name for name in ("conversation_id", "customer_id") if facts[name] == facts["conversation_id"]]
    claims = [_claimed(name, named, where) for name in ids]
    return pl.concat([*([begun] if begun is not None else []), over, *claims])


def _claimed(field: str, events: pl.DataFrame, told_in: str) -> pl.DataFrame:
    return events.select(
        pl.lit(WHOLE, pl.Int64).alias(ROW), pl.lit(field).alias(FIELD), EVENT, pl.lit(told_in).alias(TOLD_IN)
    )
