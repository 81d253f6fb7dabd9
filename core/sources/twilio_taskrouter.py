"""Twilio TaskRouter events in three shapes: event callbacks, Event Streams and the Events REST resource."""

import hashlib
from functools import partial

import polars as pl

from core.schema.tables import EVENTS
from core.sources.batch import ABSURD_TIME, NO_TIME, NO_TYPE, UNREADABLE_TIME
from core.sources.fields import as_json, filled, instants, sane, whole_number
from core.sources.reading import Reading
from core.sources.source import Source
from core.sources.twilio_fields import OPENS, is_documented, places

TEXTS = {
    "workspace_id": ("workspace_sid",),
    "task_id": ("task_sid",),
    "task_status": ("task_assignment_status",),
    "task_reason": ("task_canceled_reason", "task_completed_reason", "reason"),
    "channel": ("task_channel_unique_name",),
    "queue_id": ("task_queue_sid",),
    "queue_name": ("task_queue_name",),
    "workflow_name": ("workflow_name",),
    "reservation_id": ("reservation_sid",),
    "agent_id": ("worker_sid",),
    "agent_name": ("worker_name",),
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
AS_ARRIVED = {"task_attributes": ("task_attributes",), "agent_attributes": ("worker_attributes",)}
INSTANTS = {
    "occurred_at": ("timestamp_ms", "event_date_ms", "timestamp", "event_date", "time"),
    "task_created_at": ("task_date_created",),
    "task_queue_entered_at": ("task_queue_entered_date",),
}
NUMBERS = {
    "task_priority": {"task_priority": 1},
    "time_in_previous_activity_ms": {
        "worker_time_in_previous_activity_ms": 1,
        "worker_time_in_previous_activity": 1000,
    },
}
RESOURCES = {"task_id": "WT", "reservation_id": "WR", "agent_id": "WK"}
"""An event about a resource names it; by the beginning of its id it is known what it is."""

PREFIX = "com.twilio.taskrouter."
RENAMED = {
    "task-queue.expression-updated": "task-queue.expression.updated",
    "worker.activity": "worker.activity.update",
}
HOLDS = {"participant-hold": "participant.hold", "participant-unhold": "participant.unhold"}
HOLD_STATES = {"true": "participant.hold", "false": "participant.unhold"}
PARTICIPANT_UPDATED = "com.twilio.voice.status-callback.conference.participant.updated"

Readings = list[tuple[str, pl.Expr]]
"""The fields that may give one column of ours, the first to be believed first, each with how it is read."""


def translate(fields: pl.DataFrame, _reading: Reading) -> pl.DataFrame:
    """TaskRouter's words → EVENTS columns, with reason and detail where a record cannot be used."""
    columns = frozenset(fields.columns)
    readings = _readings(columns)
    used = sorted({place for each in readings.values() for place, _ in each} | set(places("resource_sid", columns)))
    read = (
        fields.select(used)
        .hstack(_instants(fields, columns).get_columns())
        .with_columns(
            pl.coalesce(*(value for _, value in each), pl.lit(None, EVENTS.schema[target])).alias(f"→{target}")
            for target, each in readings.items()
        )
    )
    events = read.select(
        *(pl.coalesce(f"→{target}", _resource(target, columns)).alias(target) for target in readings),
        *_fault(columns),
    )
    return events.with_columns(_leftover(fields, read, readings), _hashed_ids(events["event_id"], fields))


def _readings(columns: frozenset[str]) -> dict[str, Readings]:
    found = partial(_found, columns=columns)
    readings = {target: [(place, filled(place)) for place in found(*names)] for target, names in TEXTS.items()}
    readings |= {target: [(place, pl.col(place)) for place in found(*names)] for target, names in AS_ARRIVED.items()}
    readings |= {
        target: [(place, sane(pl.col(f"→{place}"))) for place in found(*names)] for target, names in INSTANTS.items()
    }
    readings |= {
        target: [(place, whole_number(filled(place)) * unit) for name, unit in names.items() for place in found(name)]
        for target, names in NUMBERS.items()
    }
    readings["channel"] = [(place, value.str.to_lowercase()) for place, value in readings["channel"]]
    return readings | {"event_type": _event_types(columns), "event_id": _event_ids(columns)}


def _found(*names: str, columns: frozenset[str]) -> list[str]:
    return [place for name in names for place in places(name, columns)]


def _instants(fields: pl.DataFrame, columns: frozenset[str]) -> pl.DataFrame:
    """Every field that holds an instant, read, under its name after an arrow."""
    found = sorted({place for names in INSTANTS.values() for place in _found(*names, columns=columns)})
    return instants(fields.select(filled(place).alias(f"→{place}") for place in found))


def _event_types(columns: frozenset[str]) -> Readings:
    envelope = [place for place in ("type",) if place in columns]
    callback = _found("status_callback_event", columns=columns)
    own = _found("event_type", "eventtype", columns=columns)
    name = [place for place in ("data.name",) if place in columns]
    plain = [(place, filled(place).str.strip_prefix(PREFIX).replace(RENAMED)) for place in envelope + own]
    named = [(place, filled(place)) for place in callback + name]
    return _holds(columns, callback) + plain + named


def _holds(columns: frozenset[str], callback: list[str]) -> Readings:
    """A conference participant put on hold or taken back, as its status callback says, or else its new state."""
    told = [(place, filled(place).replace_strict(HOLDS, default=None)) for place in callback]
    is_silent = pl.all_horizontal(pl.lit(True), *(filled(place).is_null() for place in callback))
    # Without a type, too: what is left over of a record must not hang on what fields its neighbours have.
    is_update = is_silent & (pl.col("type") == PARTICIPANT_UPDATED if "type" in columns else pl.lit(False))
    return told + [
        (place, pl.when(is_update).then(filled(place).str.to_lowercase().replace_strict(HOLD_STATES, default=None)))
        for place in _found("hold", columns=columns)
    ]


def _event_ids(columns: frozenset[str]) -> Readings:
    """The event's own id, the same by every route; else the delivery's."""
    payload = [place for place in ("data.payload.sid", "data.payload.Sid") if place in columns]
    others = [place for place in ("Sid", "sid", "data.eventSid", "id") if place in columns]
    named = [(place, pl.when(filled(place).str.starts_with("EV")).then(filled(place))) for place in payload]
    return named + [(place, filled(place)) for place in others]


def _resource(target: str, columns: frozenset[str]) -> pl.Expr:
    """The id of the resource that the event is about, when it is the one asked for."""
    found = [filled(place) for place in places("resource_sid", columns)]
    if target not in RESOURCES or not found:
        return pl.lit(None)
    value = pl.coalesce(found)
    return pl.when(value.str.starts_with(RESOURCES[target])).then(value)


def _fault(columns: frozenset[str]) -> tuple[pl.Expr, pl.Expr]:
    """Reason and detail of records that cannot be used; null for the others."""
    found = _found(*INSTANTS["occurred_at"], columns=columns)
    written = pl.coalesce(*(filled(place) for place in found), pl.lit(None, pl.String))
    is_read = pl.any_horizontal(pl.lit(False), *(pl.col(f"→{place}").is_not_null() for place in found))
    no_type = pl.col("→event_type").is_null()
    no_time = pl.col("→occurred_at").is_null()
    time_fault = (
        pl.when(written.is_null())
        .then(pl.lit(NO_TIME))
        .when(is_read)
        .then(pl.lit(ABSURD_TIME))
        .otherwise(pl.lit(UNREADABLE_TIME))
    )
    reason = pl.when(no_type).then(pl.lit(NO_TYPE)).when(no_time).then(time_fault)
    return reason.alias("reason"), pl.when(no_time & ~no_type).then(written).alias("detail")


def _leftover(fields: pl.DataFrame, read: pl.DataFrame, readings: dict[str, Readings]) -> pl.Series:
    """What no column of ours tells: other fields, and values that differ from the one believed or are unreadable."""
    told = {each[0][0] for target, each in readings.items() if len(each) == 1 and target in TEXTS | AS_ARRIVED}
    is_left: dict[str, pl.Expr] = {}
    for target, each in readings.items():
        for place, value in each:
            differs = (value != pl.col(f"→{target}")).fill_null(True) & (pl.col(place) != "")
            is_left[place] = is_left.get(place, pl.lit(True)) & differs
    some = read.select(
        pl.when(differs).then(place).alias(place) for place, differs in is_left.items() if place not in told
    )
    others = {column.name: column for column in fields if column.name not in is_left}
    return as_json(pl.DataFrame(others | {column.name: column for column in some}), OPENS).alias("extra")


def _hashed_ids(ids: pl.Series, fields: pl.DataFrame) -> pl.Series:
    """The ids, with a hash of the whole record where the platform gives none; few records have none."""
    missing = ids.is_null()
    if not missing.any():
        return ids
    texts = as_json(fields.filter(missing), OPENS).fill_null("{}")
    hashed = pl.Series([f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for text in texts], dtype=pl.String)
    return ids.scatter(missing.arg_true(), hashed)


_source = partial(Source, platform="Twilio", opens=OPENS, translate=translate, documented=is_documented)

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
