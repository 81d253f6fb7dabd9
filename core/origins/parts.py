"""The events behind the fields of segments: found by what they are about, what happened and when.

The pipeline keeps no notes; but each instant of a segment is that of an event of one of a few types, and each duration
lies between two of them. Segments and events of one conversation are few, so each is held against each.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.kinds import CORRUPTED, MISSED, QUEUE, REJECTED
from core.pipeline.life_cycle import ANSWERS, TASK_ENDS
from core.pipeline.tasks import OUTBOUND
from core.pipeline.waits import ENTRIES

ROW, FIELD, EVENT, TOLD_IN = "row", "field", "event_id", "told_in"
SCHEMA = {ROW: pl.Int64, FIELD: pl.String, EVENT: pl.String, TOLD_IN: pl.String}
AT = "occurred_at"

_OF_EVENTS = (
    *("event_id", AT, "event_type", "task_id", "reservation_id", "queue_id", "queue_name", "agent_id", "agent_name"),
    *("call_id", "transfer_reservation_id", "task_queue_entered_at", "task_created_at", "agent_attributes"),
)


@dataclass(frozen=True)
class Mark:
    """Events that mean something to a segment.

    Args:
        is_it: on a pair of a segment and an event.
        told_in: where in the event it stands.
        is_single: the first one only.
    """

    is_it: pl.Expr
    told_in: str = AT
    is_single: bool = True


def _its(column: str) -> pl.Expr:
    """A column of the event in a pair."""
    return pl.col(f"its_{column}")


def _ms(column: str) -> pl.Expr:
    return pl.duration(milliseconds=pl.col(column))


_TYPE, _WHEN = _its("event_type"), _its(AT)
_TASK = pl.col("task_id") == _its("task_id")
_OFFER = pl.col("reservation_id") == _its("reservation_id")
_IS_OFFER = pl.col("reservation_id").is_not_null()
_IS_PASSED = pl.col("kind").is_in((MISSED, REJECTED))
_IS_TALK = _IS_OFFER & ~_IS_PASSED
_IS_WAIT = ~_IS_OFFER & pl.col("kind").is_in((QUEUE, CORRUPTED))
_WAITED_SINCE = pl.when(_IS_WAIT).then("started_at").otherwise(pl.col("started_at") - _ms("queue_time_ms"))
_TALKED_UNTIL = pl.col("started_at") + _ms("talk_time_ms")
_RANG_SINCE = pl.when(_IS_PASSED).then("started_at").otherwise(pl.col("started_at") - _ms("ring_time_ms"))
_IS_ENTRY = _TASK & _TYPE.is_in(ENTRIES) & (_WHEN == _WAITED_SINCE)
_UNHEARD = _TASK & ~_TYPE.is_in(ENTRIES)
_WORKED = (*ANSWERS, "reservation.wrapup", "reservation.completed")
_OVER = ("reservation.wrapup", "reservation.completed", *TASK_ENDS)

_ENTERED = (
    Mark(_IS_ENTRY),
    Mark(_UNHEARD & (_its("task_queue_entered_at") == _WAITED_SINCE), "task_queue_entered_at"),
    Mark(_UNHEARD & (_its("task_created_at") == _WAITED_SINCE), "task_created_at"),
)
_OFFERED = (Mark(_OFFER & (_TYPE == "reservation.created") & (_WHEN == _RANG_SINCE)),)
_ENDED = (
    Mark(_OFFER & (pl.col("ended_by") == _TYPE) & (pl.col("ended_at") == _WHEN)),
    Mark(_TASK & (pl.col("ended_by") == _TYPE) & (pl.col("ended_at") == _WHEN)),
    Mark(_TASK & _TYPE.is_in(_WORKED) & (pl.col("ended_at") == _WHEN)),
)
_ANSWERED = (Mark(_IS_TALK & _OFFER & _TYPE.is_in(_WORKED) & (pl.col("started_at") == _WHEN)),)
_BEGUN = (
    *_ANSWERED,
    Mark(_IS_PASSED & _OFFER & (pl.col("started_at") == _WHEN)),
    *(replace(one, is_it=_IS_WAIT & one.is_it) for one in _ENTERED),
    Mark(~_IS_OFFER & ~_IS_WAIT & _TASK & (pl.col("ended_by") == _TYPE) & (pl.col("started_at") == _WHEN)),
)
_TALK_ENDED = (
    Mark(_OFFER & _TYPE.is_in(_OVER) & (_WHEN == _TALKED_UNTIL)),
    Mark(_TASK & _TYPE.is_in(TASK_ENDS) & (_WHEN == _TALKED_UNTIL)),
)
_WITHIN = (pl.col("started_at") <= _WHEN) & (_TALKED_UNTIL.is_null() | (_WHEN <= _TALKED_UNTIL))
_HELD = (Mark(_IS_TALK & _TYPE.is_in((HOLD, UNHOLD)) & _WITHIN, is_single=False),)
_TRANSFERRED = (
    Mark(
        (_TYPE == "task.transfer-initiated") & (pl.col("reservation_id") == _its("transfer_reservation_id")),
        "transfer_mode",
    ),
    Mark(
        (pl.col("followed_by") == "Overflow") & _TASK & (_TYPE == "task-queue.entered") & (pl.col("ended_at") == _WHEN)
    ),
    # Into another task's queue: the end of this one says that it was left.
    Mark((pl.col("followed_by") == "Overflow") & _TASK & _TYPE.is_in(TASK_ENDS) & (pl.col("ended_at") == _WHEN)),
)
_LED = (Mark(_IS_ENTRY & (_TYPE == "task.transfer-initiated"), "transfer_mode"), Mark(_IS_ENTRY))
_LED_TO = (Mark(_IS_ENTRY, "transfer_type"),)
_NOT_BEFORE = _TASK & _TYPE.is_in(ENTRIES) & (_WHEN >= _WAITED_SINCE)


def _of(which: pl.Expr, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks of some segments only."""
    return tuple(replace(one, is_it=which & one.is_it) for one in marks)


_WAIT_ENDED, _RINGING_ENDED = _of(~_IS_OFFER, _ENDED), _of(_IS_PASSED, _ENDED)
_RUNG_OUT = _of(pl.col("direction") == OUTBOUND, _OFFERED)


def _named(column: str) -> tuple[Mark, ...]:
    """The event that says a name: of an offer one of its own, of a wait the entry into the queue."""
    is_same = pl.col(column) == _its(column)
    return (
        Mark(_OFFER & is_same & _TYPE.is_in(ANSWERS), column),
        Mark(_OFFER & is_same, column),
        Mark(~_IS_OFFER & _NOT_BEFORE & is_same, column),
        Mark(~_IS_OFFER & _TASK & is_same, column),
    )


def _of_agent(column: str, key: str) -> tuple[Mark, ...]:
    """What the agent's attributes say at the answer, else at another step of the offer."""
    says = _its("agent_attributes").str.json_path_match(f"$['{key}']") == pl.col(column)
    told_in = f"agent_attributes.{key}"
    return (Mark(_OFFER & says & _TYPE.is_in(ANSWERS), told_in), Mark(_OFFER & says, told_in))


def _as_queue(column: str, queue: str) -> tuple[Mark, ...]:
    """A team that nobody names is called like the queue."""
    return (Mark(_OFFER & (pl.col(column) == _its(queue)), queue),)


FIELDS: dict[str, tuple[tuple[Mark, ...], ...]] = {
    "segment_id": (_BEGUN,),
    "kind": (_BEGUN, _ENDED),
    "started_at": (_BEGUN,),
    "ended_at": (_ENDED,),
    "ended_by": (_ENDED,),
    "task_id": (_BEGUN,),
    "reservation_id": (_BEGUN,),
    "agent_id": (_named("agent_id"),),
    "agent_name": ((*_of_agent("agent_name", "full_name"), *_named("agent_name")),),
    "team_id": ((*_of_agent("team_id", "team_id"), *_as_queue("team_id", "queue_id")),),
    "handling_team_name": (
        (*_of_agent("handling_team_name", "team_name"), *_as_queue("handling_team_name", "queue_name")),
    ),
    "handling_department_name": (_of_agent("handling_department_name", "department_name"),),
    "queue_id": (_named("queue_id"),),
    "queue_name": (_named("queue_name"),),
    "preceded_by": (_LED,),
    "followed_by": (_TRANSFERRED,),
    "transferred_to": (_LED_TO,),
    "abandoned": (_ENDED,),
    "abandoned_phase": (_ENDED,),
    "queue_time_ms": (_ENTERED, _ANSWERED, _WAIT_ENDED),
    "abandon_time_ms": (_ENTERED, _ENDED),
    "ring_time_ms": (_OFFERED, _ANSWERED, _RINGING_ENDED),
    "talk_time_ms": (_ANSWERED, _TALK_ENDED),
    "hold_time_ms": (_HELD,),
    "wrap_up_time_ms": (_TALK_ENDED, _ENDED),
    "handling_time_ms": (_RUNG_OUT, _ANSWERED, _ENDED),
}
"""Field of SEGMENTS → what it is made of, each the first of some marks that is found."""


def of_segments(segments: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """One row an event that gave a field: `row` (the segment's order), `field`, `event_id`, `told_in`.

    Args:
        segments: rows of SEGMENTS of one conversation.
        events: its rows of EVENTS, in the order in which they happened.
    """
    theirs = events.select(_OF_EVENTS).with_row_index("order").select("order", pl.col(_OF_EVENTS).name.prefix("its_"))
    pairs = segments.with_columns(pl.col("segment_order").alias(ROW)).join(theirs, how="cross")
    # Most marks make several fields; each is looked for once.
    marked = {id(marks): _first_of(pairs, marks) for parts in FIELDS.values() for marks in parts}
    found = [
        marked[id(marks)].with_columns(pl.lit(field).alias(FIELD)) for field, parts in FIELDS.items() for marks in parts
    ]
    return pl.concat([empty(), *found]).filter(_is_filled(segments)).unique(maintain_order=True)


def empty() -> pl.DataFrame:
    """No origins."""
    return pl.DataFrame(schema=SCHEMA)


def _first_of(pairs: pl.DataFrame, marks: Iterable[Mark]) -> pl.DataFrame:
    """Of each segment the events of the first mark that is found."""
    tried = [
        _marked(pairs, mark).with_columns(pl.lit(number).alias("mark"), pl.lit(mark.told_in).alias(TOLD_IN))
        for number, mark in enumerate(marks)
    ]
    rows = pl.concat(tried).filter(pl.col("mark") == pl.col("mark").min().over(ROW))
    return rows.select(
        pl.col(ROW).cast(pl.Int64), pl.lit("").alias(FIELD), pl.col("its_event_id").alias(EVENT), TOLD_IN
    )


def _marked(pairs: pl.DataFrame, mark: Mark) -> pl.DataFrame:
    rows = pairs.filter(mark.is_it.fill_null(False)).sort(ROW, "order").select(ROW, "its_event_id")
    return rows.unique(ROW, keep="first", maintain_order=True) if mark.is_single else rows


def _is_filled(segments: pl.DataFrame) -> pl.Expr:
    """Whether the segment says anything in the field."""
    filled = segments.select(pl.col("segment_order").cast(pl.Int64), pl.col(list(FIELDS)).is_not_null())
    told = filled.unpivot(index="segment_order", variable_name=FIELD, value_name="is_told").filter("is_told")
    keys = told.select(pl.concat_str(pl.col("segment_order"), pl.lit(" "), FIELD)).to_series()
    return pl.concat_str(pl.col(ROW), pl.lit(" "), FIELD).is_in(keys.implode())
