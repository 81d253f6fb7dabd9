"""Asterisk's call detail records: `Master.csv`, which has no header, and exports of FreePBX's `cdr` table, which have.

Fields: https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/CDR-Variables/; the order of
`Master.csv` is that of the Cdr event, https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/Cdr

One record is one call of one channel with one other: a task; those of one `linkedid` are one conversation. Times are
the machine's own: in the zone that the reading says, unless the unique id, which begins with the epoch second, shows
another reading of the clock to be meant (GMT, or the second of an hour that comes twice); without unique ids, which
`Master.csv` has only if `loguniqueid` says so, the end less the length shows it. Lengths are the record's own.
A record is known by its unique id, its beginning as written, the other channel, the application and its length: it
counts once in whichever form it comes.

What records do not tell, or only so: an extension is taken to have at most six digits, and by that a call to be
inbound, outbound or internal, unless `did` or `outbound_cnum` says so. Calls through the application Queue count as
answered when the line was, which may be before an agent spoke: the queue_log knows better. Holds, work after the call,
transfers and statuses are not told; a call that ends in VoiceMail is a follow-up.
"""

import re

import polars as pl

from core.sources.given import (
    REPEATED_HOUR,
    attributes,
    given,
    keys,
    others,
    read_instants,
    read_local,
    repeated_day,
    time_fault,
    with_faults,
)
from core.sources.reading import Reading
from core.sources.source import Headless, Source
from core.sources.steps import Step, unfold_steps

FILE = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata"),
    *("start", "answer", "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield"),
)
TABLE = (
    *("calldate", "did", "recordingfile", "cnum", "cnam", "outbound_cnum", "outbound_cnam", "dst_cnam"),
    *("linkedid", "peeraccount", "sequence"),
)
USED = (
    *("src", "dst", "channel", "dstchannel", "lastapp", "lastdata", "start", "calldate", "duration", "billsec"),
    *("disposition", "uniqueid", "linkedid", "did", "outbound_cnum"),
)
EXTENSION = r"^\*?\d{1,6}$"
EPOCH = r"(\d{10})\.\d+$"
SLACK = pl.duration(seconds=5)
"""A record begins with its channel, so not before the second in the unique id, but for rounding."""


def translate(fields: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Call detail records → the events of which they tell."""
    told = given(fields, (*USED, "end"))
    written = told.select(start=pl.coalesce("start", "calldate"))
    read, uncertain = _starts(told, reading.time_zone)
    # Of what both forms say, so that a record in `Master.csv` is the same in the table: `sequence` is but in one.
    clock = pl.coalesce("start", "calldate").str.slice(0, 19).str.replace("T", " ")
    named = pl.concat_str("uniqueid", clock, "dstchannel", "lastapp", "duration", separator=":", ignore_nulls=True)
    ids = told.select(pl.when(pl.col("uniqueid").is_not_null()).then(named)).to_series()
    records = (
        pl.concat([told.drop("start"), read, time_fault(written, read, ("start",))], how="horizontal")
        .with_row_index("record")
        .with_columns(key=keys(ids, fields, ()), rest=others(fields.with_columns(uncertain), USED, ()))
        .with_columns(**_call())
    )
    records = records.with_columns(
        task_id=pl.col("key"), channel=pl.lit("voice"), told=attributes(records, _attributes())
    )
    return with_faults(unfold_steps(records, STEPS), records)


def _starts(told: pl.DataFrame, zone: str) -> tuple[pl.DataFrame, pl.Series]:
    """The beginnings, and the day of those in a repeated hour of which nothing tells which is meant.

    Of several readings of one clock time the nearest after the unique id's second; where there is no such id, the one
    from which the record's end is as far as it lasted.
    """
    written, ends = told.select(start=pl.coalesce("start", "calldate")), told.select("end")
    first, second = (read_local(written, zone, again=is_again)["start"] for is_again in (False, True))
    over, over_again = (read_local(ends, zone, again=is_again)["end"] for is_again in (False, True))
    second_of_id = told["uniqueid"].str.extract(EPOCH).cast(pl.Int64, strict=False)
    created = pl.from_epoch(second_of_id, time_unit="s").dt.cast_time_unit("ms").dt.replace_time_zone("UTC")
    readings = pl.DataFrame(
        {"first": first, "second": second, "utc": read_instants(written)["start"], "created": created}
        | {
            "over": over,
            "over_again": over_again,
            "duration": told["duration"],
            "day": repeated_day(first, second, zone),
        }
    ).with_columns(ended=_length("duration"))
    fits = {
        name: pl.when(pl.col(name) >= pl.col("created") - SLACK).then(pl.col(name))
        for name in ("first", "second", "utc")
    }

    def lasts(start: str) -> pl.Expr:
        """Whether a reading of the end is as far from this one of the start as the record says."""
        ended = pl.col(start) + pl.col("ended")
        return pl.any_horizontal(
            ((pl.col(end) - ended).abs() <= SLACK).fill_null(False) for end in ("over", "over_again")
        )

    by_length = pl.when(~lasts("first") & lasts("second")).then("second").otherwise("first")
    is_told = pl.col("created").is_not_null() | (lasts("first") != lasts("second"))
    start = pl.coalesce(pl.min_horizontal(*fits.values()), by_length)
    read = readings.select(start=start, day=pl.when(~is_told).then("day"))
    return read.select("start"), read["day"].alias(REPEATED_HOUR)


def _length(name: str) -> pl.Expr:
    """Whole seconds as text, as a span of time."""
    whole = pl.col(name).cast(pl.Float64, strict=False).clip(0, 1e9)
    return pl.duration(milliseconds=(whole * 1000).round().cast(pl.Int64))


def _call() -> dict[str, pl.Expr]:
    """When the call was answered and over, who took part, and what it was."""
    whole = pl.col("duration").cast(pl.Float64, strict=False).clip(0, 1e9)
    billed = pl.col("billsec").cast(pl.Float64, strict=False).clip(0, whole)
    ended = pl.col("start") + _length("duration")
    is_queued = (pl.col("lastapp").str.to_lowercase() == "queue").fill_null(False)
    is_mailed = (pl.col("lastapp").str.to_lowercase() == "voicemail").fill_null(False)
    is_answered = (pl.col("disposition").str.to_uppercase() == "ANSWERED").fill_null(False)
    came, went = pl.col("src").str.contains(EXTENSION), pl.col("dst").str.contains(EXTENSION)
    direction = (
        pl.when(pl.col("did").is_not_null())
        .then(pl.lit("inbound"))
        .when(pl.col("outbound_cnum").is_not_null() | (came & ~went))
        .then(pl.lit("outbound"))
        .when(came & went)
        .then(pl.lit("internal"))
        .otherwise(pl.lit("inbound"))
    )
    answered = ended - pl.duration(milliseconds=(billed * 1000).round().cast(pl.Int64))
    agent = pl.when(direction == "outbound").then("channel").otherwise("dstchannel")
    is_handled = is_answered & pl.col("dstchannel").is_not_null() & ~is_mailed
    return {
        "ended": ended,
        "answered": pl.when(is_handled).then(answered),
        "direction": direction,
        "is_queued": is_queued,
        "is_mailed": is_mailed,
        "is_handled": is_handled,
        "agent": agent.str.replace(r"-[0-9a-f]{6,}(;\d)?$", "").str.replace(r"^Local/([^@]+)@.*$", "$1"),
        "queue": pl.when(is_queued).then(pl.col("lastdata").str.extract(r"^([^,|]+)")),
        "is_offered": pl.col("dstchannel").is_not_null() | is_queued | is_mailed | (direction == "outbound"),
    }


def _attributes() -> dict[str, pl.Expr | str]:
    mailed = pl.when("is_mailed")
    return {
        "direction": "direction",
        "from": "src",
        "to": "dst",
        "conversations.conversation_id": pl.coalesce("linkedid", "uniqueid", "key"),
        "conversations.abandoned": mailed.then(pl.lit("Follow-Up")),
        "conversations.abandoned_phase": mailed.then(pl.lit("Voicemail")),
    }


_queue = {"queue_id": pl.col("queue"), "queue_name": pl.col("queue")}
_offer = _queue | {
    "reservation_id": pl.col("key") + ":agent",
    "agent_id": pl.col("agent"),
    "agent_name": pl.col("agent"),
}
_reason = {"task_reason": pl.col("disposition")}
_handled, _offered = pl.col("is_handled"), pl.col("is_offered")
_passed = _offered & ~_handled & ~pl.col("is_queued") & ~pl.col("is_mailed") & (pl.col("direction") != "outbound")


def _on(condition: pl.Expr, at: str) -> pl.Expr:
    return pl.when(condition).then(at)


STEPS = (
    Step("task.created", pl.col("start"), "created", {"task_attributes": pl.col("told"), "extra": pl.col("rest")}),
    Step("task-queue.entered", _on(_offered, "start"), "entered", _queue),
    Step("reservation.created", _on((_handled & ~pl.col("is_queued")) | _passed, "start"), "offered", _offer),
    Step("reservation.accepted", _on(_handled & ~pl.col("is_queued"), "answered"), "accepted", _offer),
    Step("reservation.taken", _on(_handled & pl.col("is_queued"), "answered"), "accepted", _offer),
    Step("reservation.canceled", _on(_passed, "ended"), "passed", _offer),
    Step("reservation.completed", _on(_handled, "ended"), "completed", _offer),
    Step("task.canceled", _on(_offered & ~_handled, "ended"), "ended", _reason),
    Step("task.completed", _on(~_offered | _handled, "ended"), "ended", _reason),
)

UNTOLD = {
    "holds": "not told",
    "wrap_up": "not told: none is counted",
    "rejected_offers": "told as not answered, like those that rang out",
    "overflows": "a record names one queue, the last",
    "cold_transfers": "each leg is a record of its own, and nothing tells which of them a transfer began",
    "warm_transfers": "the same",
    "transfer_targets": "the same",
    "failed_transfers": "the same",
    "callbacks": "not told",
    "responses": "there are calls only",
    "focus": "there are calls only",
    "statuses": "not told",
}

_field = r'(?:"(?:[^"]|"")*"|[^,"]*)'
CALL_DETAIL = Source(
    name="call detail record",
    platform="Asterisk",
    looks_for="calldate, src, dst and disposition, or Master.csv without a header (Asterisk's call detail records)",
    opens=(),
    recognises=lambda columns: {"src", "dst", "disposition"} <= columns and bool({"start", "calldate"} & columns),
    translate=translate,
    documented=frozenset((*FILE, *TABLE)).__contains__,
    headless=Headless(re.compile(rf'{_field}(?:,{_field}){{8}},"?\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d"?,'), ",", FILE),
    untold=UNTOLD,
)
