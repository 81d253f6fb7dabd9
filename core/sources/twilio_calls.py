"""Twilio's call logs: pages of the Calls resource, BulkExport's lines, or a table whose columns are its properties.

Properties: https://www.twilio.com/docs/voice/api/call-resource; https://www.twilio.com/docs/usage/bulkexport. The
titles of the console's own CSV are not documented: a table is known by the properties' names, with or without spaces,
in any case (`Start Time`, `StartTime`, `start_time`; `Call Sid` for `sid`).

A call that no other made is a task; the legs that it dialled (`parent_call_sid`) are offers of that task. A leg rings
from its creation on and is answered as many seconds before its end as it lasted. A leg that begins after agents have
talked and all are gone is a transfer: the call waits from then on. That is seen where both legs stand in one batch of a
file (a page, or what follows within 32 MB); else no such wait is counted. What call logs do not tell: queues,
holds, work after the call, and who answers a telephone: only legs to `client:` and `sip:` addresses name an agent. A
call that nobody answered is given up when its own status says so; else it was perhaps served without an agent, and is
neither handled nor abandoned. Calls joined in a conference have no parent and stay apart: TaskRouter knows more.
"""

import re

import polars as pl

from core.sources.given import attributes, given, keys, others, read_instants, seconds, time_fault, with_faults
from core.sources.reading import Reading
from core.sources.source import Source
from core.sources.steps import Step, unfold_steps

TIMES = ("date_created", "start_time", "end_time", "date_updated")
TEXTS = ("sid", "parent_call_sid", "account_sid", "from", "to", "direction", "status", "duration")
_NAMES = """
annotation answered_by api_version caller_name forwarded_from from_formatted group_sid phone_number_sid price price_unit
queue_time subresource_uris to_formatted trunk_sid uri
"""
PROPERTIES = (*TIMES, *TEXTS, *_NAMES.split())
WRITTEN = {name.replace("_", ""): name for name in PROPERTIES} | {"callsid": "sid", "parentcallsid": "parent_call_sid"}
UNANSWERED = ("no-answer", "busy", "failed", "canceled")

_status = pl.col("status")


def property_of(column: str) -> str:
    """The property that a column's title means: `Start Time` → `start_time`; the title itself when it is none."""
    return WRITTEN.get(re.sub(r"[\s_]", "", column).lower(), column)


def translate(fields: pl.DataFrame, _: Reading) -> pl.DataFrame:
    """Calls → the events of which they tell."""
    named: dict[str, pl.Series] = {}
    for column in fields:
        named.setdefault(property_of(column.name), column)
    calls = pl.DataFrame(named)
    written = given(calls, TIMES)
    read = read_instants(written)
    told = given(calls, TEXTS)
    records = (
        pl.concat([told, read, time_fault(written, read, TIMES[:2])], how="horizontal")
        .with_row_index("record")
        .with_columns(key=keys(told["sid"], calls, ()), rest=others(calls, (*TEXTS, *TIMES), ()), **_call())
        .with_columns(answered=_answered(), left_at=pl.coalesce("end_time", "date_updated"))
    )
    records = records.join(_handovers(records), on="record", how="left", maintain_order="left").with_columns(
        channel=pl.lit("voice"), workspace_id=pl.col("account_sid"), told=attributes(records, _attributes())
    )
    return with_faults(unfold_steps(records, STEPS), records)


def _call() -> dict[str, pl.Expr]:
    by_agent = pl.col("from").str.contains(r"^(client|sip):").fill_null(False)
    outbound = pl.col("direction").str.starts_with("outbound").fill_null(False) | by_agent
    named = pl.col("to").str.contains(r"^(client|sip):").fill_null(False)
    return {
        "status": _status.str.to_lowercase(),
        "task": pl.coalesce("parent_call_sid", "sid"),
        "is_leg": pl.col("parent_call_sid").is_not_null(),
        "began": pl.coalesce("date_created", "start_time"),
        "way": pl.when(outbound).then(pl.lit("outbound")).otherwise(pl.lit("inbound")),
        "agent": pl.when(named).then("to").otherwise(pl.lit("telephone")),
    }


def _answered() -> pl.Expr:
    """When the other side answered; null when it did not, or not yet."""
    ended = pl.col("end_time") - seconds("duration")
    return (
        pl.when(_status == "completed")
        .then(pl.coalesce(ended, "start_time"))
        .when(_status == "in-progress")
        .then("start_time")
    )


def _handovers(records: pl.DataFrame) -> pl.DataFrame:
    """The first legs begun after agents had talked and all were gone: `record`, `left_by` (the last leg), `left`."""
    talked = pl.when(pl.col("answered").is_not_null())
    # A talk that goes on hides every later end.
    going = pl.max_horizontal(pl.col("began").max(), pl.col("left_at").max())
    over = talked.then(pl.when(_status == "completed").then("left_at").otherwise(going))
    last = pl.col("over").cum_max().forward_fill().over("task")
    legs = (
        records.filter(pl.col("is_leg"), pl.col("reason").is_null())
        .sort("task", "began", "key")
        .with_columns(over=over)
        .with_columns(last=last)
        .with_columns(by=pl.when(pl.col("over") == pl.col("last")).then("key").forward_fill().over("task"))
        .select("record", "task", "began", *(pl.col(name).shift(1).over("task") for name in ("last", "by")))
    )
    follows = legs.filter(pl.col("began") >= pl.col("last")).unique(["task", "last"], keep="first", maintain_order=True)
    return follows.select("record", left_by="by", left="last")


def _attributes() -> dict[str, pl.Expr | str]:
    return {
        "direction": "way",
        "from": "from",
        "to": "to",
        "call_sid": "sid",
        "conversations.conversation_id": "task",
        "conversations.initiated_by": pl.when(pl.col("from").str.contains(r"^(client|sip):")).then("from"),
    }


def _on(condition: pl.Expr, at: str) -> pl.Expr:
    return pl.when(condition).then(at)


_task = {"task_id": pl.col("task")}
_offer = _task | {"reservation_id": pl.col("key"), "agent_id": pl.col("agent"), "agent_name": pl.col("agent")}
_told = _task | {"task_attributes": pl.col("told"), "extra": pl.col("rest")}
_reason = _task | {"task_reason": _status}
_leg, _root = pl.col("is_leg"), ~pl.col("is_leg")
_passed = _leg & _status.is_in(UNANSWERED)
_lost = _root & _status.is_in(UNANSWERED)

_moved = _task | {"transfer_mode": pl.lit("COLD"), "transfer_reservation_id": pl.col("left_by")}

STEPS = (
    Step("task.created", _on(_root, "began"), "created", _told),
    Step("task-queue.entered", _on(_root, "began"), "entered", _task),
    Step("task.transfer-initiated", pl.col("left"), "transfer", _moved),
    Step("reservation.created", _on(_leg, "began"), "offered", _offer | {"extra": pl.col("rest")}),
    Step("reservation.accepted", _on(_leg, "answered"), "accepted", _offer),
    Step("reservation.timeout", _on(_passed & (_status == "no-answer"), "left_at"), "passed", _offer),
    Step("reservation.rejected", _on(_passed & (_status == "busy"), "left_at"), "passed", _offer),
    Step("reservation.canceled", _on(_passed & _status.is_in(("failed", "canceled")), "left_at"), "passed", _offer),
    Step("reservation.completed", _on(_leg & (_status == "completed"), "left_at"), "completed", _offer),
    Step("task.canceled", _on(_lost, "left_at"), "ended", _reason),
    Step("task.completed", _on(_root & (_status == "completed"), "left_at"), "ended", _reason),
)

UNTOLD = {
    "holds": "not told",
    "wrap_up": "not told: none is counted",
    "rejected_offers": "a leg that was declined is busy or not answered",
    "overflows": "queues are not told",
    "warm_transfers": "calls joined in a conference have no parent; all count as cold",
    "transfer_targets": "a leg is dialled to an agent or a number, whoever sent the call there",
    "failed_transfers": "a leg that nobody answers is a missed offer",
    "voicemails": "not told",
    "callbacks": "not told",
    "responses": "there are calls only",
    "focus": "there are calls only",
    "statuses": "not told",
}

CALLS = Source(
    name="call log",
    platform="Twilio",
    looks_for="sid, direction, status and start_time (Twilio's call logs)",
    opens=(),
    recognises=lambda columns: {"sid", "direction", "status", "start_time"} <= set(map(property_of, columns)),
    translate=translate,
    documented=lambda column: property_of(column) in PROPERTIES,
    untold=UNTOLD,
)
