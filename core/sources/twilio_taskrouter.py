"""Twilio TaskRouter events in three shapes: event callbacks, Event Streams and the Events REST resource."""

import hashlib
from functools import partial

import polars as pl

from core.sources.batch import ABSURD_TIME, NO_TIME, NO_TYPE, UNREADABLE_TIME
from core.sources.fields import as_json, filled, instants, sane, whole_number
from core.sources.source import Source
from core.sources.twilio_fields import DOCUMENTED, ENVELOPE

OPENS = ("data", "data.payload", "data.request", "data.request.parameters", "event_data")
WHERE = ("data.payload.", "event_data.", "data.request.parameters.", "data.", "")
"""Where the event's own fields are, the most specific place first."""

FIELDS = {
    "workspace_id": ("workspace_sid",),
    "task_id": ("task_sid",),
    "task_attributes": ("task_attributes",),
    "task_created_at": ("task_date_created",),
    "task_queue_entered_at": ("task_queue_entered_date",),
    "task_priority": ("task_priority",),
    "task_status": ("task_assignment_status",),
    "task_reason": ("task_canceled_reason", "task_completed_reason", "reason"),
    "channel": ("task_channel_unique_name",),
    "queue_id": ("task_queue_sid",),
    "queue_name": ("task_queue_name",),
    "workflow_name": ("workflow_name",),
    "reservation_id": ("reservation_sid",),
    "agent_id": ("worker_sid",),
    "agent_name": ("worker_name",),
    "agent_attributes": ("worker_attributes",),
    "activity_id": ("worker_activity_sid",),
    "activity": ("worker_activity_name",),
    "previous_activity_id": ("worker_previous_activity_sid",),
    "previous_activity": ("worker_previous_activity_name",),
    "transfer_id": ("task_transfer_sid",),
    "transfer_mode": ("transfer_mode",),
    "transfer_type": ("transfer_type",),
    "transfer_to": ("transfer_to",),
    "transfer_status": ("transfer_status",),
    "transfer_reservation_id": ("transfer_initiating_reservation_sid",),
    "call_id": ("call_sid",),
}
AS_ARRIVED = ("task_attributes", "agent_attributes")
INSTANTS = ("task_created_at", "task_queue_entered_at")
TIMES = ("timestamp_ms", "event_date_ms", "timestamp", "event_date", "data.timestamp", "time")
PREVIOUS_MS = "worker_time_in_previous_activity_ms"
PREVIOUS_S = "worker_time_in_previous_activity"
PREFIX = "com.twilio.taskrouter."
RENAMED = {
    "task-queue.expression-updated": "task-queue.expression.updated",
    "worker.activity": "worker.activity.update",
}
HOLDS = {"participant-hold": "participant.hold", "participant-unhold": "participant.unhold"}
PARTICIPANT = "com.twilio.voice.status-callback.conference.participant.updated"


RESOURCES = {"task_id": "WT", "reservation_id": "WR", "agent_id": "WK"}
"""An event about a resource names it; by the beginning of its id it is known what it is."""


def pascal(name: str) -> str:
    """The event callbacks' spelling of a field: `task_sid` → `TaskSid`."""
    return "".join(word.capitalize() for word in name.split("_"))


def places(name: str, columns: frozenset[str]) -> list[str]:
    """The columns that may hold a field, the first to be believed first."""
    spellings = [name] if "." in name else [where + each for where in WHERE for each in (name, pascal(name))]
    return [column for column in spellings if column in columns]


def translate(fields: pl.DataFrame) -> pl.DataFrame:
    """TaskRouter's words → EVENTS columns, with reason and detail where a record cannot be used."""
    columns = frozenset(fields.columns)
    readings = _readings(columns)
    read = fields.hstack(_instants(fields, columns)).with_columns(
        pl.coalesce(*(value for _, value in candidates), pl.lit(None)).alias(f"→{target}")
        for target, candidates in readings.items()
    )
    leftover = {
        column: (pl.col(column) != "") & value.ne_missing(pl.col(f"→{target}"))
        for target, candidates in readings.items()
        for column, value in candidates
    }
    kept = {column: leftover.get(column) for column in fields.columns}
    events = read.select(
        *(pl.coalesce(f"→{target}", _resource(target, columns)).alias(target) for target in readings),
        as_json(kept, OPENS).alias("extra"),
        *_fault(columns),
    )
    return events.with_columns(_hashed_ids(events["event_id"], fields))


Candidates = list[tuple[str, pl.Expr]]


def _readings(columns: frozenset[str]) -> dict[str, Candidates]:
    """For each column of ours: the fields that may give it, and how each is read."""
    readings: dict[str, Candidates] = {}
    for target, names in FIELDS.items():
        found = [place for name in names for place in places(name, columns)]
        readings[target] = [(place, pl.col(place) if target in AS_ARRIVED else filled(place)) for place in found]
    for target in ("task_created_at", "task_queue_entered_at"):
        readings[target] = [(place, sane(pl.col(f"→{place}"))) for place, _ in readings[target]]
    readings["occurred_at"] = [(place, sane(pl.col(f"→{place}"))) for name in TIMES for place in places(name, columns)]
    readings["task_priority"] = [(place, whole_number(value)) for place, value in readings["task_priority"]]
    readings["channel"] = [(place, value.str.to_lowercase()) for place, value in readings["channel"]]
    readings["event_type"] = _event_types(columns)
    readings["event_id"] = _event_ids(columns)
    readings["time_in_previous_activity_ms"] = [
        (place, whole_number(filled(place)) * unit)
        for name, unit in ((PREVIOUS_MS, 1), (PREVIOUS_S, 1000))
        for place in places(name, columns)
    ]
    return readings


def _instants(fields: pl.DataFrame, columns: frozenset[str]) -> pl.DataFrame:
    found = {
        place for name in (*TIMES, "task_date_created", "task_queue_entered_date") for place in places(name, columns)
    }
    return instants(fields.select(filled(place).alias(f"→{place}") for place in sorted(found)))


def _event_types(columns: frozenset[str]) -> Candidates:
    names = ("type", "event_type", "eventtype", "status_callback_event", "data.name")
    found = [place for name in names for place in places(name, columns) if place != "data.type"]
    candidates = [(place, filled(place).str.strip_prefix(PREFIX).replace(RENAMED)) for place in found]
    return _holds(columns) + candidates


def _holds(columns: frozenset[str]) -> Candidates:
    """A conference participant put on hold or taken back, as its status callback says."""
    told = pl.coalesce(*(filled(place) for place in places("status_callback_event", columns)), pl.lit(None, pl.String))
    is_update = pl.lit(False)
    if "type" in columns:
        is_update = (pl.col("type") == PARTICIPANT) & told.is_null()
    states = {"true": "participant.hold", "false": "participant.unhold"}
    return [
        *(
            (place, filled(place).replace_strict(HOLDS, default=None))
            for place in places("status_callback_event", columns)
        ),
        *(
            (place, pl.when(is_update).then(filled(place).str.to_lowercase().replace_strict(states, default=None)))
            for place in places("hold", columns)
        ),
    ]


def _event_ids(columns: frozenset[str]) -> Candidates:
    own = [(place, filled(place)) for place in ("data.payload.sid", "data.payload.Sid") if place in columns]
    named = [(place, pl.when(value.str.starts_with("EV")).then(value)) for place, value in own]
    return named + [(place, filled(place)) for place in ("Sid", "sid", "data.eventSid", "id") if place in columns]


def _resource(target: str, columns: frozenset[str]) -> pl.Expr:
    """The id of the resource that the event is about, when it is the one asked for."""
    found = [filled(place) for place in places("resource_sid", columns)]
    if target not in RESOURCES or not found:
        return pl.lit(None)
    value = pl.coalesce(found)
    return pl.when(value.str.starts_with(RESOURCES[target])).then(value)


def _fault(columns: frozenset[str]) -> tuple[pl.Expr, pl.Expr]:
    """Reason and detail of records that cannot be used; null for the others."""
    found = [place for name in TIMES for place in places(name, columns)]
    written = pl.coalesce(*(filled(place) for place in found), pl.lit(None, pl.String))
    read = pl.any_horizontal(*(pl.col(f"→{place}").is_not_null() for place in found), pl.lit(False))
    no_time = pl.col("→occurred_at").is_null()
    reason = (
        pl.when(pl.col("→event_type").is_null())
        .then(pl.lit(NO_TYPE))
        .when(no_time & written.is_null())
        .then(pl.lit(NO_TIME))
        .when(no_time & read)
        .then(pl.lit(ABSURD_TIME))
        .when(no_time)
        .then(pl.lit(UNREADABLE_TIME))
    )
    detail = pl.when(pl.col("→event_type").is_not_null() & no_time).then(written.fill_null(""))
    return reason.alias("reason"), detail.alias("detail")


def _hashed_ids(ids: pl.Series, fields: pl.DataFrame) -> pl.Series:
    """The ids, with a hash of the whole record where the platform gives none; few records have none."""
    missing = ids.is_null()
    if not missing.any():
        return ids
    texts = fields.filter(missing).select(as_json(dict.fromkeys(fields.columns), OPENS).fill_null("{}")).to_series()
    hashed = pl.Series([f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for text in texts], dtype=pl.String)
    return ids.scatter(missing.arg_true(), hashed)


def _is_documented(column: str) -> bool:
    if column in ENVELOPE:
        return True
    where = next((where for where in WHERE if column.startswith(where)), "")
    return column[len(where) :] in SPELLINGS


SPELLINGS = DOCUMENTED | {pascal(name) for name in DOCUMENTED}

_source = partial(Source, opens=OPENS, translate=translate, documented=_is_documented)

EVENT_STREAM = _source(
    name="event stream",
    looks_for="specversion and type (Event Streams)",
    recognises=lambda columns: {"specversion", "type"} <= columns,
)
EVENTS_RESOURCE = _source(
    name="events resource",
    looks_for="event_type and event_date (Events resource)",
    recognises=lambda columns: "event_type" in columns and bool({"event_date", "event_date_ms"} & columns),
)
EVENT_CALLBACK = _source(
    name="event callback",
    looks_for="EventType or StatusCallbackEvent (event callbacks)",
    recognises=lambda columns: bool({"EventType", "StatusCallbackEvent", "eventtype", "event_type"} & columns),
)
