"""A day that can be checked with a pencil: Monday 2 March 2026, UTC, under the house rules of 60 s and 5 s.

```
      what happened                                                   customer
c1    09:00:00 Sales, waits 10 s (rings 4) ─ Mary talks 60 s, of which 6 s hold, wraps up 20 s     ana
        └─ cold transfer: Support, waits 30 s (rings 5) ─ Josh talks 120 s, of which 15 s hold, wraps up 0 s
c2    09:10:00 Sales, waits exactly 60 s (rings 20) ─ Mary talks 540 s, of which 45 s hold, wraps up 40 s     ana
c3    09:20:00 Sales, gives up after exactly 5 s                      bob
c4    10:00:00 Support, rings at Josh for 12 s (missed), gives up after 90 s     cy
c5    10:10:00 outbound: Mary lets it ring 8 s, talks 100 s, wraps up 10 s       dan
c6    10:20:00 Support, Mary rejects after 3 s, waits 20 s (rings 7) ─ Josh talks 200 s, wraps up 30 s     eve
        └─ warm transfer to Mary, in Sales: gives up after 40 s (the transfer failed, the customer is lost)
c7    11:00:00 Sales, waits 10 s, overflows ─ Support, asks for a callback after 25 s     fay
c8    11:10:00 Sales, waits 15 s ─ Mary is still talking              gus
c9    11:20:00 Sales, hangs up in the voicemail after 35 s            hal
c10   11:30:00 Sales, Mary talked, but the event that began it is missing (corrupted)     ida
c11   11:40:00 internal: Josh calls Support, gives up after 7 s       josh

Mary  08:30:00 Available ─ 09:30:00 Break ─ 10:00:00 Available ─ 11:12:00 Offline, still talking in c8
Josh  09:00:00 Available ─ 10:22:00 Back Office, still talking in c6 ─ 10:30:00 Offline
```

scores: c1 5, c2 4, c3 5 (a survey reached Bob although nobody answered him), c5 "n/a", c6 2, c8 1
topics: c1 and c2 Repair, c7 Callback

A week later, at 10:15:00, nobody has come back since: the times of a return are over for what began before that.

Another centre's report tells what it has added up from ten to a quarter past (seconds on average; – is not told):

          offered  handled  abandoned  flowed out  within 20 s   wait  gave up after  talk  hold  wrap-up  handling
Sales          10        8          2           –      6 of 10     15             40   100     5       20       120
Support        30       21          6           3            –     45              –     –     –        –         –
Billing         4        –          –           –            –      –              –     –     –        –         –

Ana is in Kathmandu (14:45 when it is nine in UTC) with an Indian number, Bob in New York (04:00), Cy in Madrid (10:00);
nobody knows where the others are.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl

from core.schema.lent import DATA_ENDS_AT
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, INTERVALS, SEGMENTS, WORKLOAD
from core.workload import stretches

Row = dict[str, Any]
ZONES = {"ana": "Asia/Kathmandu", "bob": "America/New_York", "cy": "Europe/Madrid"}
"""Where customers are; everybody else's zone is not known."""
PLACES: dict[str, Row] = {
    "ana": {"country": "NP", "country_source": "attribute", "phone_country": "IN", "place_conflict": "country"},
    "bob": {"country": "US", "country_source": "phone", "phone_country": "US"},
    "cy": {"country": "ES", "country_source": "phone", "phone_country": "ES"},
}
"""What is known of their places; of everybody else's, why nothing is."""
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def at(clock: str) -> datetime:
    """`09:00:10` on that day."""
    hours, minutes, seconds = map(int, clock.split(":"))
    return DAY + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def seconds(**times: int) -> Row:
    """`talk=60` as `talk_time_ms=60000`."""
    return {f"{name}_time_ms": value * 1000 for name, value in times.items()}


def segment(clock: str, conversation: str, customer: str, queue: str, kind: str = "Conversation", **more: Any) -> Row:
    """One row of SEGMENTS, inbound and not abandoned unless it says otherwise."""
    row = {
        "conversation_id": conversation,
        "customer_id": customer,
        "time_zone": ZONES.get(customer),
        "queue_name": queue,
        "kind": kind,
        "started_at": at(clock),
        "direction": "Inbound",
        "abandoned": "No",
    }
    return row | more


def agent(name: str) -> Row:
    """Who handled it."""
    return {"agent_id": f"WK {name}", "agent_name": name}


def status(clock: str, who: Row, activity: str, lasts: int | None = None) -> Row:
    """So many seconds of an activity; one that still holds without."""
    kind = "Agent Status in Progress" if lasts is None else "Agent Status"
    return segment(clock, who["agent_id"], "", "", kind, **who, activity=activity) | (
        {} if lasts is None else seconds(activity=lasts)
    )


GAVE_UP: Row = {"abandoned": "Yes", "abandoned_phase": "Queue"}
VOICEMAIL: Row = {"abandoned": "Yes", "abandoned_phase": "Voicemail"}
CALL_ME: Row = {"abandoned": "Follow-Up", "abandoned_phase": "Callback Request"}
TO_SUPPORT: Row = {"preceded_by": "Cold Transfer", "transferred_to": "Queue"}
TO_MARY: Row = {"preceded_by": "Warm Transfer", "transferred_to": "Agent"}
OVERFLOWED: Row = {"preceded_by": "Overflow"}
MARY, JOSH = agent("Mary"), agent("Josh")

SEGMENT_ROWS: list[Row] = [
    status("08:30:00", MARY, "Available", 3600),
    status("09:00:00", JOSH, "Available", 4920),
    status("09:30:00", MARY, "Break", 1800),
    status("10:00:00", MARY, "Available", 4320),
    status("10:22:00", JOSH, "Back Office", 480),
    status("10:30:00", JOSH, "Offline"),
    status("11:12:00", MARY, "Offline"),
    segment("09:00:00", "c1", "ana", "Sales", "Queue", **seconds(queue=10)),
    segment(
        "09:00:10",
        "c1",
        "ana",
        "Sales",
        **MARY,
        **seconds(queue=10, ring=4, talk=60, hold=6, wrap_up=20, handling=80),
        followed_by="Cold Transfer",
    ),
    segment("09:01:10", "c1", "ana", "Support", "Queue", **seconds(queue=30), **TO_SUPPORT),
    segment(
        "09:01:40",
        "c1",
        "ana",
        "Support",
        **JOSH,
        **seconds(queue=30, ring=5, talk=120, hold=15, wrap_up=0, handling=120),
        **TO_SUPPORT,
    ),
    segment("09:10:00", "c2", "ana", "Sales", "Queue", **seconds(queue=60)),
    segment(
        "09:11:00",
        "c2",
        "ana",
        "Sales",
        **MARY,
        **seconds(queue=60, ring=20, talk=540, hold=45, wrap_up=40, handling=580),
    ),
    segment("09:20:00", "c3", "bob", "Sales", "Queue", **GAVE_UP, **seconds(queue=5, abandon=5)),
    segment("09:20:05", "c3", "bob", "Sales", **GAVE_UP, **seconds(queue=5, abandon=5)),
    segment("10:00:00", "c4", "cy", "Support", "Queue", **GAVE_UP, **seconds(queue=90, abandon=90)),
    segment("10:01:18", "c4", "cy", "Support", "Missed Conversation", **JOSH, **seconds(ring=12, talk=0)),
    segment("10:01:30", "c4", "cy", "Support", **GAVE_UP, **seconds(queue=90, abandon=90)),
    segment("10:10:00", "c5", "dan", "Sales", "Queue", **seconds(queue=8), direction="Outbound"),
    segment(
        "10:10:08",
        "c5",
        "dan",
        "Sales",
        **MARY,
        **seconds(queue=8, ring=8, talk=100, wrap_up=10, handling=118),
        direction="Outbound",
    ),
    segment("10:20:00", "c6", "eve", "Support", "Queue", **seconds(queue=20)),
    segment("10:20:10", "c6", "eve", "Support", "Rejected Conversation", **MARY, **seconds(ring=3, talk=0)),
    segment(
        "10:20:20",
        "c6",
        "eve",
        "Support",
        **JOSH,
        **seconds(queue=20, ring=7, talk=200, wrap_up=30, handling=230),
        followed_by="Warm Transfer",
    ),
    segment("10:23:40", "c6", "eve", "Sales", "Queue", **GAVE_UP, **seconds(queue=40, abandon=40), **TO_MARY),
    segment("10:24:20", "c6", "eve", "Sales", **GAVE_UP, **seconds(queue=40, abandon=40), **TO_MARY),
    segment("11:00:00", "c7", "fay", "Sales", "Queue", **seconds(queue=10), followed_by="Overflow"),
    segment("11:00:10", "c7", "fay", "Support", "Queue", **CALL_ME, **seconds(queue=25, abandon=25), **OVERFLOWED),
    segment("11:00:35", "c7", "fay", "Support", **CALL_ME, **seconds(queue=25, abandon=25), **OVERFLOWED),
    segment("11:10:00", "c8", "gus", "Sales", "Queue", **seconds(queue=15)),
    segment("11:10:15", "c8", "gus", "Sales", "Conversation in Progress", **MARY, **seconds(queue=15)),
    segment("11:20:00", "c9", "hal", "Sales", "Queue", **VOICEMAIL, **seconds(queue=35, abandon=35)),
    segment("11:20:35", "c9", "hal", "Sales", **VOICEMAIL, **seconds(queue=35, abandon=35)),
    segment(
        "11:30:00",
        "c10",
        "ida",
        "Sales",
        "Corrupted Conversation Segment",
        **MARY,
        **seconds(queue=999, ring=999, talk=999, hold=999, wrap_up=999, handling=999),
    ),
    segment(
        "11:40:00",
        "c11",
        "josh",
        "Support",
        "Queue",
        **GAVE_UP,
        **seconds(queue=7, abandon=7),
        direction="Internal",
    ),
    segment("11:40:07", "c11", "josh", "Support", **GAVE_UP, **seconds(queue=7, abandon=7), direction="Internal"),
]


def conversation(clock: str, name: str, customer: str, queue: str, **more: Any) -> Row:
    """One row of CONVERSATIONS, inbound; every flag is false unless given."""
    flags = dict.fromkeys(
        ("is_handled", "is_abandoned", "is_lost_in_transfer", "is_follow_up", "is_in_progress"), False
    )
    row = {"conversation_id": name, "customer_id": customer, "queue_name": queue, "started_at": at(clock)}
    where = PLACES.get(customer, {"place_reason": "anonymous"})
    transfers = {"transfer_count": 0, "failed_transfer_count": 0}
    return row | {"direction": "Inbound", "time_zone": ZONES.get(customer)} | where | flags | transfers | more


CONVERSATION_ROWS: list[Row] = [
    conversation(
        "09:00:00",
        "c1",
        "ana",
        "Sales",
        is_handled=True,
        speed_of_answer_ms=10_000,
        **MARY,
        **seconds(talk=180, hold=21, wrap_up=20, handling=200, first_response=12, average_response=30, focus=150),
        transfer_count=1,
        outcome="Resolved",
        until_next_contact_ms=600_000,
    ),
    conversation(
        "09:10:00",
        "c2",
        "ana",
        "Sales",
        is_handled=True,
        speed_of_answer_ms=60_000,
        **MARY,
        **seconds(talk=540, hold=45, wrap_up=40, handling=580, first_response=48, average_response=40),
        outcome="Follow up",
        since_last_contact_ms=600_000,
    ),
    conversation("09:20:00", "c3", "bob", "Sales", is_abandoned=True, outcome="hangup", **seconds(abandon=5)),
    conversation("10:00:00", "c4", "cy", "Support", is_abandoned=True, **seconds(abandon=90)),
    conversation(
        "10:10:00",
        "c5",
        "dan",
        "Sales",
        is_handled=True,
        speed_of_answer_ms=8_000,
        **MARY,
        **seconds(talk=100, wrap_up=10, handling=118),
        outcome="Resolved",
        direction="Outbound",
    ),
    conversation(
        "10:20:00",
        "c6",
        "eve",
        "Support",
        is_handled=True,
        is_abandoned=True,
        is_lost_in_transfer=True,
        speed_of_answer_ms=20_000,
        **JOSH,
        **seconds(abandon=40, talk=200, wrap_up=30, handling=230),
        transfer_count=1,
        failed_transfer_count=1,
    ),
    conversation("11:00:00", "c7", "fay", "Sales", is_follow_up=True, **seconds(abandon=25)),
    conversation("11:10:00", "c8", "gus", "Sales", is_in_progress=True, speed_of_answer_ms=15_000, **MARY),
    conversation("11:20:00", "c9", "hal", "Sales", is_follow_up=True, **seconds(abandon=35)),
    conversation("11:30:00", "c10", "ida", "Sales"),
    conversation("11:40:00", "c11", "josh", "Support", is_abandoned=True, direction="Internal", **seconds(abandon=7)),
]


SCORE, TOPIC = "conversations.conversation_measure_1", "conversations.conversation_attribute_1"


def attribute(clock: str, name: str, key: str, value: str, number: float | None = None) -> Row:
    """One row of ATTRIBUTES, its own label."""
    row = {"conversation_id": name, "started_at": at(clock), "key": key, "value": value}
    return row | {"number": number, "label": value}


ATTRIBUTE_ROWS: list[Row] = [
    attribute("09:00:00", "c1", SCORE, "5", 5),
    attribute("09:10:00", "c2", SCORE, "4", 4),
    attribute("09:20:00", "c3", SCORE, "5", 5),
    attribute("10:10:00", "c5", SCORE, "n/a"),
    attribute("10:20:00", "c6", SCORE, "2", 2),
    attribute("11:10:00", "c8", SCORE, "1", 1),
    attribute("09:00:00", "c1", TOPIC, "Repair"),
    attribute("09:10:00", "c2", TOPIC, "Repair"),
    attribute("11:00:00", "c7", TOPIC, "Callback"),
]


def interval(queue: str, **counts: int | str) -> Row:
    """One row of INTERVALS: a queue from ten to a quarter past."""
    return {"interval_id": queue, "started_at": at("10:00:00"), "length_ms": 900_000, "queue_name": queue} | counts


INTERVAL_ROWS: list[Row] = [
    interval(
        "Sales",
        agent_name="Mary",
        channel="voice",
        offered_count=10,
        handled_count=8,
        abandoned_count=2,
        answered_within_count=6,
        answerable_count=10,
        answer_wait_ms=8 * 15_000,
        abandon_wait_ms=2 * 40_000,
        talk_ms=8 * 100_000,
        hold_ms=8 * 5_000,
        wrap_up_ms=8 * 20_000,
        handling_ms=8 * 120_000,
    ),
    interval(
        "Support",
        offered_count=30,
        handled_count=21,
        abandoned_count=6,
        flowed_out_count=3,
        answer_wait_ms=21 * 45_000,
    ),
    interval("Billing", offered_count=4),
]


def frames(
    segments: list[Row],
    conversations: list[Row],
    attributes: Sequence[Row] = (),
    intervals: Sequence[Row] = (),
) -> dict[Table, pl.LazyFrame]:
    """Rows as the tables that metrics count; ids, ends of segments and what is made of them are filled in."""
    numbered = [{"segment_id": f"s{number}", "ended_at": ended_at(row)} | row for number, row in enumerate(segments)]
    parts = _frame(SEGMENTS, numbered)
    end = max((row["started_at"] for row in [*segments, *conversations]), default=None)
    return {
        SEGMENTS: parts,
        CONVERSATIONS: _frame(CONVERSATIONS, conversations),
        ATTRIBUTES: _frame(ATTRIBUTES, attributes),
        INTERVALS: _frame(INTERVALS, intervals),
        WORKLOAD: pl.defer(lambda: stretches(parts, end).collect(), schema=WORKLOAD.schema),
    }


def _frame(table: Table, rows: Sequence[Row]) -> pl.LazyFrame:
    return pl.LazyFrame(list(rows), schema=table.schema) if rows else _empty(table)


@cache
def _empty(table: Table) -> pl.LazyFrame:
    return table.empty().lazy()


def ended_at(row: Row) -> datetime | None:
    """When a status or a talk was over; other segments do not need it here."""
    times = {"Agent Status": ["activity"], "Conversation": ["talk", "wrap_up"]}.get(row["kind"], [])
    known: list[int] = [time for name in times if (time := row.get(f"{name}_time_ms")) is not None]
    return row["started_at"] + timedelta(milliseconds=sum(known)) if known else None


def pencil_day() -> dict[Table, pl.LazyFrame]:
    """The day drawn above, told a week later."""
    day = _day()
    last = pl.lit(at("10:15:00") + timedelta(days=7), DATA_ENDS_AT.dtype).alias(DATA_ENDS_AT.name)
    return day | {CONVERSATIONS: day[CONVERSATIONS].with_columns(last)}


@cache
def _day() -> dict[Table, pl.LazyFrame]:
    """The day drawn above, told when it is over."""
    return frames(SEGMENT_ROWS, CONVERSATION_ROWS, ATTRIBUTE_ROWS, INTERVAL_ROWS)
