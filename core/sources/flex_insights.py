"""Flex Insights' own segments, as a report exports them to CSV: one row a segment, the columns of the analyst's choice.

Names of attributes and facts: https://www.twilio.com/docs/flex/end-user-guide/insights/data-model; kinds of segment:
https://www.twilio.com/docs/flex/end-user-guide/insights/segments; the export:
https://www.twilio.com/docs/flex/developer/insights/api/export-data

A report needs `Segment`, `Kind`, `Date` and `Time` (or `Time in Seconds`); with `Conversation` too, its segments are
one conversation. Times are on the workspace's clock, in the zone that the reading says; a date with slashes begins with
the month. Lengths are seconds, `m:ss`, `h:mm:ss` or `6h 42:15`. Without its Conversation row a Queue row that nobody
gave up has no end; the last status of an agent goes on. Of an hour that the clock shows twice the first is taken, for
a segment tells one time alone, and the load says of how many. When in the talk a hold was is not told: it is put at the
beginning. A callback is told under the conversation that asked for it: the wait that ended with asking (`Abandoned` is
`Follow-Up`) is a task of its own, so that it counts as a follow-up, and the callback by its own outcome.
"""

import polars as pl

from core.sources.batch import NO_TYPE, UNREADABLE_DURATION
from core.sources.fields import as_json
from core.sources.given import attributes, given, keys, others, read_local, repeated_day, time_fault, with_faults
from core.sources.reading import Reading
from core.sources.source import Source
from core.sources.steps import Step, unfold_steps

WHAT = ("Segment", "Conversation", "Kind", "Date", "Time", "Time in Seconds")
TEXTS = (
    *(
        "Abandoned",
        "Abandoned Phase",
        "Activity",
        "Agent",
        "Agent ID",
        "Full Name",
        "Channel",
        "Customer",
        "Customer ID",
    ),
    *("Direction", "Queue", "Workflow", "Outcome", "Hang Up By", "Language", "Campaign", "Initiated By", "Followed By"),
    *("Handling Team", "Handling Team Name", "Handling Department", "Handling Department Name"),
)
LENGTHS = ("Queue Time", "Ring Time", "Talk Time", "Wrap Up Time", "Hold Time", "Abandon Time", "Activity Time")
NUMBERED = tuple(
    f"Conversation {kind} {number}" for kind in ("Attribute", "Label", "Measure") for number in range(1, 11)
)
OTHERS = (
    *("Abandoned Segments", "Case", "Communication Channel", "Content", "Destination", "External Contact", "IVR Path"),
    *("IVR Time", "In Business Hours", "Initiative", "Order", "Preceded By", "Productive", "Recording Status", "Role"),
    *("Segment Link", "Service Level", "Source", "State", "Virtual", "Agent Team", "Department", "Email", "Location"),
    *("Average Response Time", "First Response Time", "Focus Time", "Manager", "Priority", "Segment name", "Team"),
)
CHANNELS = {"call": "voice"}
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%a, %b %d, %Y", "%B %d, %Y")
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")

_kind, _at = pl.col("Kind"), pl.col("at")


def translate(fields: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Segments → the events of which they tell."""
    told = given(fields, (*WHAT, *TEXTS, *LENGTHS, *NUMBERED))
    written, read, again = _instants(told, reading.time_zone)
    uncertain = repeated_day(read["at"], again, reading.time_zone)
    lengths = told.select(_length(name).alias(f"{name} ms") for name in LENGTHS)
    odd = pl.coalesce(pl.when(pl.col(f"{name} ms").is_null()).then(name) for name in LENGTHS)
    own = {name.lower().replace(" ", "_"): name for name in NUMBERED}
    ids = keys(told["Segment"], fields, ())
    records = (
        pl.concat([told, read, lengths, time_fault(written, read, ("at",))], how="horizontal")
        .with_row_index("record")
        .with_columns(
            key=ids,
            reason=pl.when(_kind.is_null())
            .then(pl.lit(NO_TYPE))
            .otherwise(pl.coalesce("reason", pl.when(odd.is_not_null()).then(pl.lit(UNREADABLE_DURATION)))),
            detail=pl.coalesce("detail", odd),
            conversation=pl.coalesce("Conversation", ids),
            agent_id=pl.coalesce("Agent ID", "Agent", "Full Name"),
            rest=others(fields.with_columns(uncertain), (*WHAT, *TEXTS, *LENGTHS, *NUMBERED), ()),
        )
    )
    records = records.with_columns(
        told=attributes(records, _attributes(), own), of_agent=as_json(records.select(**_of_agent()), ()), **_facts()
    )
    return with_faults(unfold_steps(records, STEPS), records)


def _instants(told: pl.DataFrame, zone: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
    """When each segment began: as it is written, as an instant, and as that of the second hour where there are two."""
    day = pl.coalesce(pl.col("Date").str.slice(0, 40).str.to_date(form, strict=False) for form in DATES)
    clock = pl.coalesce(pl.col("Time").str.to_time(form, strict=False) for form in CLOCKS)
    of_day = pl.when(clock.is_not_null()).then(
        clock.dt.hour().cast(pl.Int64) * 3600 + clock.dt.minute().cast(pl.Int64) * 60 + clock.dt.second()
    )
    second = pl.coalesce(of_day, _length("Time in Seconds") // 1000)
    local = day.cast(pl.Datetime("ms")) + pl.duration(seconds=second)
    text = local.dt.strftime("%Y-%m-%d %H:%M:%S")
    both = pl.concat_str("Date", pl.coalesce("Time", "Time in Seconds"), separator=" ", ignore_nulls=True)
    clocks = told.select(at=text)
    again = read_local(clocks, zone, again=True)["at"]
    return told.select(at=pl.when(both != "").then(both)), read_local(clocks, zone), again


def _length(name: str) -> pl.Expr:
    """A length of time in milliseconds: seconds, or hours, minutes and seconds between colons."""
    text = pl.col(name).str.replace(r"^(\d+)\s*h\s*", "$1:")
    parts = text.str.split(":").list.eval(pl.element().str.strip_chars().cast(pl.Float64, strict=False))
    total = parts.list.eval(pl.element() * 60.0 ** (pl.len() - 1 - pl.int_range(pl.len()))).list.sum()
    is_sound = (parts.list.len() <= 3) & (parts.list.eval(pl.element().is_null()).list.sum() == 0)
    return pl.when(is_sound & pl.col(name).is_not_null()).then((total * 1000).round().cast(pl.Int64))


def _attributes() -> dict[str, pl.Expr | str]:
    customer = pl.coalesce("Customer ID", "Customer")
    is_number = customer.str.contains(r"^\+\d{6,15}$")
    return {
        "direction": pl.col("Direction").str.to_lowercase(),
        "call_sid": "conversation",
        "conversations.conversation_id": "conversation",
        "conversations.outcome": "Outcome",
        "conversations.abandoned": pl.when(pl.col("Abandoned") == "Follow-Up").then("Abandoned"),
        "conversations.abandoned_phase": "Abandoned Phase",
        "conversations.hang_up_by": "Hang Up By",
        "conversations.language": "Language",
        "conversations.campaign": "Campaign",
        "conversations.initiated_by": "Initiated By",
        "customers.phone": pl.when(is_number).then(customer),
        "customers.external_id": pl.when(~is_number).then(customer),
    }


def _of_agent() -> dict[str, pl.Expr]:
    return {
        "full_name": pl.coalesce("Full Name", "Agent"),
        "team_name": pl.coalesce("Handling Team Name", "Handling Team"),
        "department_name": pl.coalesce("Handling Department Name", "Handling Department"),
    }


def _facts() -> dict[str, pl.Expr]:
    """What the segment is, and the moments within it."""
    talked = pl.col("Talk Time ms").fill_null(0)
    is_talk = _kind.is_in(("Conversation", "Conversation in Progress")) & pl.col("agent_id").is_not_null()
    gave_up = pl.col("Abandoned").is_in(("Yes", "Follow-Up")).fill_null(False)
    is_over = is_talk & (_kind == "Conversation")
    is_asked = (pl.col("Abandoned") == "Follow-Up") & (_kind.is_in(("Queue", "Conversation"))) & ~is_talk
    return {
        "task": pl.when(is_asked).then(pl.col("conversation") + ":follow-up").otherwise("conversation"),
        "channel": pl.col("Channel").str.to_lowercase().replace(CHANNELS),
        "workflow_name": pl.col("Workflow"),
        "is_talk": is_talk,
        "talk_ended": pl.when(is_over).then(_after(talked)),
        "work_ended": pl.when(is_over).then(_after(talked + pl.col("Wrap Up Time ms").fill_null(0))),
        "entered": pl.when(_kind == "Queue").then(_at),
        "left": pl.when((_kind == "Queue") & gave_up).then(_after(pl.coalesce("Abandon Time ms", "Queue Time ms"))),
        "given_up": pl.when((_kind == "Conversation") & pl.col("agent_id").is_null() & gave_up).then(_at),
        "rung_out": _after(pl.col("Ring Time ms").fill_null(0)),
    }


def _after(milliseconds: pl.Expr) -> pl.Expr:
    return _at + pl.duration(milliseconds=milliseconds)


def _when(condition: pl.Expr, at: pl.Expr | str = _at) -> pl.Expr:
    return pl.when(condition).then(at)


_task = {"task_id": pl.col("task"), "task_attributes": pl.col("told")}
_queue = {"queue_id": pl.col("Queue"), "queue_name": pl.col("Queue")}
_agent = {
    "agent_id": pl.col("agent_id"),
    "agent_name": pl.coalesce("Agent", "Full Name"),
    "agent_attributes": pl.col("of_agent"),
}
_offer = _task | _queue | _agent | {"reservation_id": pl.col("key")}
_waited = {"task_queue_entered_at": _after(-pl.col("Queue Time ms"))}
_rings = _kind.is_in(("Missed Conversation", "Rejected Conversation"))
_has_ring = pl.col("Ring Time ms").is_not_null()
_has_all = _has_ring & pl.col("Queue Time ms").is_not_null()
_moved = {
    "task_id": pl.col("conversation"),
    "transfer_type": pl.lit("EXTERNAL"),
    "transfer_mode": pl.when(pl.col("Followed By").str.contains("(?i)warm"))
    .then(pl.lit("WARM"))
    .otherwise(pl.lit("COLD")),
    "transfer_reservation_id": pl.col("key"),
}
_transfers = pl.col("Followed By").str.contains("(?i)transfer").fill_null(False)
_held = pl.when((pl.col("Hold Time ms") > 0) & pl.col("is_talk"))
_call = {"call_id": pl.col("conversation")}
_known = _rings | _kind.is_in(("Queue", "Agent Status", "Agent Status in Progress")) | pl.col("is_talk")

STEPS = (
    Step("task-queue.entered", pl.col("entered"), "entered", _task | _queue | {"extra": pl.col("rest")}),
    # Without attributes: the row of who gave up says more of it, at the same moment.
    Step("task.canceled", pl.col("left"), "left", {"task_id": pl.col("task")} | _queue),
    Step("task.canceled", pl.col("given_up"), "given up", _task | _queue | _waited | {"extra": pl.col("rest")}),
    Step(
        "reservation.created", _when(pl.col("is_talk") & _has_ring, _after(-pl.col("Ring Time ms"))), "offered", _offer
    ),
    Step(
        "reservation.accepted",
        _when(pl.col("is_talk") & _has_all),
        "accepted",
        _offer | _waited | {"extra": pl.col("rest")},
    ),
    Step(
        "reservation.taken",
        _when(pl.col("is_talk") & ~_has_all),
        "accepted",
        _offer | _waited | {"extra": pl.col("rest")},
    ),
    Step("reservation.wrapup", pl.col("talk_ended"), "wrapup", _offer),
    Step("reservation.completed", pl.col("work_ended"), "completed", _offer),
    Step("task.transfer-initiated", _when(_transfers & pl.col("is_talk"), "talk_ended"), "transfer", _moved),
    Step("participant.hold", _held.then(_at), "held", _call),
    Step("participant.unhold", _held.then(_after(pl.col("Hold Time ms"))), "resumed", _call),
    Step("reservation.created", _when(_rings), "offered", _offer | {"extra": pl.col("rest")}),
    Step("reservation.timeout", _when(_kind == "Missed Conversation", "rung_out"), "passed", _offer),
    Step("reservation.rejected", _when(_kind == "Rejected Conversation", "rung_out"), "passed", _offer),
    Step(
        "worker.activity.update",
        _when(_kind.is_in(("Agent Status", "Agent Status in Progress"))),
        "status",
        _agent | {"activity": pl.col("Activity"), "activity_id": pl.col("Activity"), "extra": pl.col("rest")},
    ),
    Step(
        "insights.segment", _when(~_known & pl.col("given_up").is_null()), "segment", _agent | {"extra": pl.col("rest")}
    ),
)

UNTOLD = {
    "transfer_targets": "the next part's row does not say that a transfer led to it",
    "failed_transfers": "not told",
    "responses": "columns of such times are kept as attributes",
    "focus": "the same",
}

SEGMENTS_REPORT = Source(
    name="segments report",
    platform="Flex Insights",
    looks_for="Segment, Kind, Date and Time (a report of Flex Insights)",
    opens=(),
    recognises=lambda columns: {"Segment", "Kind", "Date"} <= columns and bool({"Time", "Time in Seconds"} & columns),
    translate=translate,
    documented=frozenset((*WHAT, *TEXTS, *LENGTHS, *NUMBERED, *OTHERS)).__contains__,
    untold=UNTOLD,
)
