"""Asterisk's `queue_log`, as the file is written or its table exported: one thing that happened a line.

Verbs and their data: https://docs.asterisk.org/Operation/Logging/Queue-Logs/; columns of the table:
https://wazo.readthedocs.io/en/wazo-20.03/api_sdk/queue_log.html

What a call does in one queue is a task; its queues are one conversation, by the unique id of the caller's channel. A
member who pauses or leaves one queue of several is taken to do so altogether, and the lines of one second that say so
for each queue are one event. What the log does not tell: what came before the first queue, work after the call (none is
counted), holds, calls outside queues, where a transferred call went (a queue that it enters is told), and agents' names
beyond those of members. Who ended a call is its outcome. A call that leaves one queue (EXITWITH…, EXITEMPTY) and next
enters another has overflowed, wherever the two lines stand; the one that it leaves by does not say where it goes, and
what it met between the two, such as a menu, is told nowhere. A call that comes back into a queue waits there again, and
has not overflowed. The lines of a talk have no id in common, but
each tells how long the caller had waited and talked: their talk is named by the second of the entry into the queue that
follows from that (`qe->start` of https://github.com/asterisk/asterisk/blob/master/apps/app_queue.c, of which CONNECT,
COMPLETE… and transfers write their seconds), also where they stand in two files. An agent who takes a call twice has
two talks.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

import polars as pl

from core.sources.batch import NO_ID, NO_TYPE
from core.sources.fields import as_json
from core.sources.given import (
    attributes,
    given,
    read_instants,
    read_local,
    repeated_day,
    seconds,
    time_fault,
    with_faults,
)
from core.sources.reading import Reading
from core.sources.source import Headless, Source
from core.sources.steps import Step, unfold_steps

NAMES = ("time", "callid", "queuename", "agent", "event", "data1", "data2", "data3", "data4", "data5", "more")
NOTHING = "NONE"
EPOCH = r"(\d{10})\.\d+$"
SLACK = timedelta(seconds=5)
"""A call's lines come after the second in its id, but for rounding."""
TICK_S = 2
"""So far apart are the entries into the queue that two lines of one talk tell, at most."""

ENDED = ("COMPLETEAGENT", "COMPLETECALLER")
PASSED_ON = ("TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER")
LED_OUT = ("EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY")
OF_CALL = ("ENTERQUEUE", "CONNECT", "RINGNOANSWER", "RINGCANCELED", "ABANDON", *LED_OUT, *ENDED, *PASSED_ON)
AVAILABLE = ("ADDMEMBER", "UNPAUSE", "UNPAUSEALL", "AGENTLOGIN", "AGENTCALLBACKLOGIN")
OFFLINE = ("REMOVEMEMBER", "AGENTLOGOFF", "AGENTCALLBACKLOGOFF")
PAUSED = ("PAUSE", "PAUSEALL")
OF_AGENT = (*AVAILABLE, *OFFLINE, *PAUSED)
ASIDE = ("QUEUESTART", "CONFIGRELOAD", "SYSCOMPAT", "DID", "INFO")
"""Of the server and of what was dialled: nothing that the model needs. Any other verb is unknown."""

_verb, _at = pl.col("event"), pl.col("time")


def translate(fields: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Lines of the log → our events."""
    line = given(fields, NAMES)
    told = line.with_columns(
        pl.when(pl.col(name) != NOTHING).then(name).alias(name) for name in ("callid", "queuename", "agent")
    )
    written = told.select("time")
    zoned, (local, uncertain) = read_instants(written), _by_the_clock(told, reading.time_zone)
    is_clock = written["time"].str.contains(r"^\d{4}-\d\d-\d\d[ T][\d:.]+$").fill_null(False)
    read = zoned.with_columns(time=local.zip_with(is_clock, zoned["time"]))
    uncertain = uncertain.zip_with(is_clock, uncertain.clear(uncertain.len()))
    records = (
        pl.concat([told.drop("time"), read, time_fault(written, read, ("time",))], how="horizontal")
        .with_row_index("record")
        .with_columns(
            _verb.str.to_uppercase(),
            key=line.select(pl.concat_str(pl.all(), separator="|", ignore_nulls=True)).to_series(),
        )
        .with_columns(
            reason=pl.coalesce("reason", _unusable()),
            rest=as_json(line.with_columns(uncertain), ()),
            extra=as_json(uncertain.to_frame(), ()),
            task=pl.concat_str("callid", pl.lit(":"), "queuename"),
            activity=_activity(),
        )
    )
    records = records.with_columns(told=attributes(records, _attributes()), talk=_talks(records))
    calls, agents = pl.col("event").is_in(OF_CALL), pl.col("event").is_in(OF_AGENT)
    same = pl.concat_str("agent", pl.lit("@"), _at.dt.epoch("ms").cast(pl.String), pl.lit(":"), "activity")
    events = [
        unfold_steps(records.filter(calls).with_columns(channel=pl.lit("voice")), CALL_STEPS),
        unfold_steps(records.filter(agents).with_columns(key=same), AGENT_STEPS),
        unfold_steps(records.filter((~calls & ~agents).fill_null(True)), OTHER_STEPS),
    ]
    return with_faults(pl.concat(events).sort("record", maintain_order=True), records)


def _by_the_clock(told: pl.DataFrame, zone: str) -> tuple[pl.Series, pl.Series]:
    """Times of the table, by the clock; of two readings the first that is not before the call, whose id begins with
    the second in which it came. And the day of those in the repeated hour that belong to no such call.
    """
    written = told.select("time")
    first, again = (read_local(written, zone, again=is_again)["time"] for is_again in (False, True))
    second = told["callid"].str.extract(EPOCH).cast(pl.Int64, strict=False)
    came = pl.from_epoch(second, time_unit="s").dt.cast_time_unit("ms").dt.replace_time_zone("UTC")
    is_before = (first < came - SLACK).fill_null(value=False)
    day = repeated_day(first, again, zone)
    return first.zip_with(~is_before, again), day.zip_with(came.is_null(), day.clear(day.len()))


def _talks(records: pl.DataFrame) -> pl.Series:
    """The talk to which a line of a call and an agent belongs: task, agent and the second of the entry into the queue.

    A line that does not tell it, or one beside another by a clock that has just ticked, belongs to the talk before it.
    """
    waited = (
        pl.when(_verb == "CONNECT")
        .then(_number("data1"))
        .when(_verb.is_in(ENDED))
        .then(_number("data1") + _number("data2"))
        .when(_verb.is_in(PASSED_ON))
        .then(_number("data3") + _number("data4"))
    )
    of_talk = ("task", "agent")
    last = pl.when(_verb == "CONNECT").then("entered").forward_fill().over(of_talk)
    is_same = ((pl.col("entered") - pl.col("last")).abs() <= TICK_S).fill_null(value=True)
    entered = pl.when(is_same).then(pl.coalesce("last", "entered")).otherwise("entered").cast(pl.String)
    read = records.select(*of_talk, _verb, entered=_at.dt.epoch("s") - waited).with_columns(last=last)
    return read.select(pl.concat_str("task", pl.lit(":"), "agent", pl.lit(":"), entered.fill_null("?"))).to_series()


def _number(name: str) -> pl.Expr:
    """Whole seconds as text."""
    return pl.col(name).cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)


def _unusable() -> pl.Expr:
    """Why a line says nothing: no verb, or nobody of whom it says it."""
    no_call = _verb.is_in(OF_CALL) & (pl.col("callid").is_null() | pl.col("queuename").is_null())
    return (
        pl.when(_verb.is_null())
        .then(pl.lit(NO_TYPE))
        .when(no_call | (_verb.is_in(OF_AGENT) & pl.col("agent").is_null()))
        .then(pl.lit(NO_ID))
    )


def _activity() -> pl.Expr:
    """What a member does from now on; a pause bears its reason, where one is given."""
    return (
        pl.when(_verb.is_in(AVAILABLE))
        .then(pl.lit("Available"))
        .when(_verb.is_in(OFFLINE))
        .then(pl.lit("Offline"))
        .when(_verb.is_in(PAUSED))
        .then(pl.coalesce("data1", pl.lit("Paused")))
    )


def _attributes() -> dict[str, pl.Expr | str]:
    return {
        "direction": pl.lit("inbound"),
        "from": "data2",
        "call_sid": "callid",
        "conversations.conversation_id": "callid",
    }


def _on(verbs: Iterable[str], at: pl.Expr = _at) -> pl.Expr:
    return pl.when(_verb.is_in(list(verbs))).then(at)


def _milliseconds(name: str) -> pl.Expr:
    return pl.duration(milliseconds=pl.col(name).cast(pl.Int64, strict=False))


_queue = {"task_id": pl.col("task"), "queue_id": pl.col("queuename"), "queue_name": pl.col("queuename")}
_agent = {"agent_id": pl.col("agent"), "agent_name": pl.col("agent")}
_talk = _queue | _agent | {"reservation_id": pl.col("talk")}
_rang = _talk | {"reservation_id": pl.col("key")}
_waited = {"task_queue_entered_at": _at - seconds("data1")}
_talked = {"task_queue_entered_at": _at - seconds("data1") - seconds("data2")}
_is_rung = pl.col("data3").cast(pl.Float64, strict=False).is_not_null()
_reason = {"task_reason": _verb}
_transfer = {
    "task_id": pl.col("task"),
    "transfer_type": pl.lit("EXTERNAL"),
    "transfer_mode": pl.when(_verb == "ATTENDEDTRANSFER").then(pl.lit("WARM")).otherwise(pl.lit("COLD")),
    "transfer_to": pl.col("data1"),
    "transfer_reservation_id": pl.col("talk"),
}
_connected = _on(["CONNECT"])
_left_onward = {"transfer_type": pl.when(_verb.is_in(LED_OUT)).then(pl.lit("ONWARD"))}

CALL_STEPS = (
    Step("task.created", _on(["ENTERQUEUE"]), "created", _queue | {"task_attributes": pl.col("told")}),
    Step("task-queue.entered", _on(["ENTERQUEUE"]), "entered", _queue),
    Step("reservation.created", pl.when(_is_rung).then(_connected - seconds("data3")), "offered", _talk | _waited),
    Step("reservation.accepted", pl.when(_is_rung).then(_connected), "accepted", _talk | _waited),
    Step("reservation.taken", pl.when(~_is_rung).then(_connected), "accepted", _talk | _waited),
    Step("reservation.created", _on(("RINGNOANSWER", "RINGCANCELED"), _at - _milliseconds("data1")), "offered", _rang),
    Step("reservation.timeout", _on(["RINGNOANSWER"]), "passed", _rang),
    Step("reservation.canceled", _on(["RINGCANCELED"]), "passed", _rang),
    Step("task.transfer-initiated", _on(PASSED_ON), "transfer", _transfer),
    Step("reservation.completed", _on(ENDED), "completed", _talk | _talked),
    Step("reservation.completed", _on(PASSED_ON), "completed", _talk),
    Step("task.completed", _on((*ENDED, *PASSED_ON, *LED_OUT)), "ended", _queue | _reason | _left_onward),
    Step("task.canceled", _on(["ABANDON"]), "ended", _queue | _reason),
)
AGENT_STEPS = (Step("worker.activity.update", _at, "activity", _agent | {"activity_id": pl.col("activity")}),)
_said = _agent | {
    "call_id": pl.col("callid"),
    "queue_id": pl.col("queuename"),
    "task_reason": _verb,
    "extra": pl.col("rest"),
}
OTHER_STEPS = (
    Step("queue-log.aside", _on(ASIDE), "said", _said),
    Step("queue-log.line", pl.when(~_verb.is_in(ASIDE)).then(_at), "said", _said),
)

UNTOLD = {
    "holds": "not logged",
    "wrap_up": "not logged: none is counted",
    "rejected_offers": "logged as not answered, like those that rang out",
    "transfer_targets": "a transfer is told, and not whether a person or a queue took it",
    "failed_transfers": "not logged",
    "voicemails": "what comes after a call has left the queue is not logged",
    "callbacks": "the same",
    "responses": "there are calls only",
    "focus": "there are calls only",
}

QUEUE_LOG = Source(
    name="queue log",
    platform="Asterisk",
    looks_for="time|callid|queue|agent|EVENT (Asterisk's queue_log), or callid, queuename and event (its table)",
    opens=(),
    recognises=lambda columns: {"callid", "queuename", "event"} <= columns,
    translate=translate,
    documented=NAMES.__contains__,
    headless=Headless(re.compile(r"\d{9,13}(\.\d+)?\|[^|]*\|[^|]*\|[^|]*\|[A-Z]+(\||$)"), "|", NAMES, is_quoted=False),
    untold=UNTOLD,
)
