"""The shapes in which the platform hands events over: event stream, event callback, events resource."""

import polars as pl

from sample_data.json_text import Fields, instant, number, quoted, record, text

NUMBERS = ("task_age", "task_priority", "worker_time_in_previous_activity", "worker_time_in_previous_activity_ms")
_JSON = ("task_attributes", "worker_attributes")
_OWN = ("at", "arrives", "eventtype", "is_broken", "hold", "call_sid", "is_strange")
_HOLD = "com.twilio.voice.status-callback.conference.participant.updated"


def _payload(events: pl.DataFrame) -> Fields:
    """The fields of the event itself, as strings and numbers."""
    fields: Fields = {}
    for name in events.columns:
        if name in _JSON:
            fields[name] = quoted(pl.col(name))
        elif name in NUMBERS:
            fields[name] = number(pl.col(name))
        elif name not in _OWN:
            fields[name] = text(pl.col(name))
    return fields


def stream(events: pl.DataFrame, fixed: dict[str, str]) -> pl.Series:
    """One CloudEvent a line; holds come as events of the call's conference."""
    is_hold = pl.col("hold").is_not_null()
    at = text(instant(pl.col("at")))
    constant = {name: text(pl.lit(value)) for name, value in fixed.items()}
    payload = record({"eventtype": text(pl.col("eventtype")), **constant, "timestamp": at, **_payload(events)})
    of_call = record(
        {
            "account_sid": constant["account_sid"],
            "call_sid": text(pl.col("call_sid")),
            "participant_label": text(pl.lit("customer")),
            "hold": number(pl.col("hold")),
            "timestamp": at,
        }
    )
    data = record({"name": text(pl.col("eventtype")), "product_name": text(pl.lit("TaskRouter")), "payload": payload})
    kind = pl.when(is_hold).then(pl.lit(_HOLD)).otherwise(pl.lit("com.twilio.taskrouter.") + pl.col("eventtype"))
    schema = pl.when(is_hold).then(pl.lit("Voice.ConferenceEvent/1")).otherwise(pl.lit("TaskRouter.WDSEvent/1"))
    return events.select(
        line=record(
            {
                "specversion": text(pl.lit("1.0")),
                "type": text(kind),
                "source": text(pl.lit(f"/v1/Workspaces/{fixed['workspace_sid']}")),
                "id": text(pl.lit("EZ") + pl.col("sid").str.slice(2)),
                "time": at,
                "dataschema": text(pl.lit("https://events-schemas.twilio.com/") + schema),
                "datacontenttype": text(pl.lit("application/json")),
                "data": pl.when(is_hold).then(of_call).otherwise(data),
            }
        )
    )["line"]


def _pascal(name: str) -> str:
    return {"eventtype": "EventType"}.get(name, "".join(part.capitalize() for part in name.split("_")))


def callback_columns(events: pl.DataFrame, fixed: dict[str, str]) -> pl.DataFrame:
    """One row an event, every value a string, named as in event callbacks."""
    names = [name for name in events.columns if name not in _OWN]
    return events.filter(pl.col("hold").is_null()).select(
        EventType="eventtype",
        **{_pascal(name): pl.lit(value) for name, value in fixed.items()},
        Timestamp=(pl.col("at") // 1000).cast(pl.String),
        TimestampMs=pl.col("at").cast(pl.String),
        **{_pascal(name): pl.col(name).cast(pl.String) for name in names},
    )


def callback(events: pl.DataFrame, fixed: dict[str, str]) -> pl.Series:
    """One event callback a line, as JSON."""
    rows = callback_columns(events, fixed)
    fields = {
        name: quoted(pl.col(name)) if name in ("TaskAttributes", "WorkerAttributes") else text(pl.col(name))
        for name in rows.columns
    }
    return rows.select(line=record(fields))["line"]


def rest(events: pl.DataFrame, fixed: dict[str, str]) -> pl.Series:
    """One resource a line; `rest_page` makes a page of them."""
    constant = {name: text(pl.lit(value)) for name, value in fixed.items()}
    own = pl.coalesce("reservation_sid", "task_sid", "worker_sid")
    strings = {
        name: quoted(pl.col(name)) if name in _JSON else text(pl.col(name).cast(pl.String))
        for name in events.columns
        if name not in (*_OWN, "sid", "resource_type")
    }
    return events.filter(pl.col("hold").is_null()).select(
        line=record(
            {
                "sid": text(pl.col("sid")),
                "account_sid": constant["account_sid"],
                "workspace_sid": constant["workspace_sid"],
                "event_type": text(pl.col("eventtype")),
                "event_date": text(instant(pl.col("at"), 0)),
                "event_date_ms": number(pl.col("at")),
                "resource_type": text(pl.col("resource_type")),
                "resource_sid": text(own),
                "source": text(pl.lit("taskrouter")),
                "event_data": record({**strings, "workspace_name": constant["workspace_name"]}),
            }
        )
    )["line"]


def rest_page(lines: pl.Series, fixed: dict[str, str]) -> str:
    """The lines as one page of the events resource."""
    url = f"https://taskrouter.twilio.com/v1/Workspaces/{fixed['workspace_sid']}/Events?PageSize=1000&Page=0"
    meta = f'{{"page":0,"page_size":1000,"first_page_url":"{url}","next_page_url":null,"key":"events","url":"{url}"}}'
    return '{"events":[' + ",\n".join(lines) + '],"meta":' + meta + "}\n"
