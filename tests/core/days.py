"""Days that Hypothesis makes: any mixture of rows, likely or not, on any clock."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from hypothesis import strategies as st

from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import SERVICE_LEVEL_VARIANTS, ChannelRule, QueueRule, Settings
from tests.core.metrics.pencil import Row

KINDS = (
    "Conversation",
    "Conversation",
    "Conversation",
    "Queue",
    "Missed Conversation",
    "Rejected Conversation",
    "Conversation in Progress",
    "Agent Status",
    "Corrupted Conversation Segment",
)
TIMES = ("queue", "ring", "talk", "hold", "wrap_up", "handling", "abandon")

# Half of all instants are near a change of the clocks of Europe.
_PERIODS = (
    (datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 27, tzinfo=UTC)),
    (datetime(2025, 12, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)),
)
MS = timedelta(milliseconds=1)
moments = st.one_of(
    *(st.integers(0, (last - first) // MS).map(lambda ms, of=first: of + ms * MS) for first, last in _PERIODS)
)
"""Instants in milliseconds, as every table keeps them."""
DAY = 86_400_000
ZONES = (
    "UTC",
    "Europe/Madrid",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
clocks = st.sampled_from((*ZONES, "customer", "customer"))


Take = Callable[[Iterator[int]], Any]
"""Makes one value of the next bytes of a row."""

ROW_BYTES = 120
"""As many as any row needs."""


def _rows(table: Table, **takes: Take) -> st.SearchStrategy[list[Row]]:
    """Up to 25 rows of a table; what is not given is null.

    A row is drawn whole, as bytes, and its values are taken out of them: drawn one by one, by a strategy each, they
    cost Hypothesis far more than the engine needs to answer. Smaller bytes are simpler values, the first of a choice.
    """
    nothing: Row = dict.fromkeys(table.schema)

    def row(told: bytes) -> Row:
        left = iter(told)
        return nothing | {name: take(left) for name, take in takes.items()}

    return st.lists(st.binary(min_size=ROW_BYTES, max_size=ROW_BYTES).map(row), max_size=25)


def _one_of(*values: Any) -> Take:
    return lambda left: values[next(left) % len(values)]


def _number(left: Iterator[int], most: int) -> int:
    """A whole number from 0 on, all as likely."""
    return int.from_bytes(islice(left, 6)) % (most + 1)


def _moment(left: Iterator[int]) -> datetime:
    first, last = _PERIODS[next(left) % 2]
    return first + _number(left, (last - first) // MS) * MS


def _milliseconds(left: Iterator[int]) -> int | None:
    """A third each: null, any time up to two minutes, one at the edge of a rule."""
    kind = next(left) % 3
    edges = (0, 5_000, 5_001, 59_999, 60_000)
    return None if kind == 0 else _number(left, 120_000) if kind == 1 else edges[next(left) % len(edges)]


_named = {
    "started_at": _moment,
    "conversation_id": _one_of("c1", "c2", "c3", "c4"),
    "customer_id": _one_of(None, "ana", "bob"),
    "agent_id": _one_of(None, "WK1", "WK2"),
    "agent_name": _one_of(None, "Mary", "Josh"),
    "queue_name": _one_of(None, "Sales", "Support"),
    "channel": _one_of(None, "voice", "chat"),
    "direction": _one_of(None, "Inbound", "Inbound", "Outbound", "Internal"),
    "time_zone": _one_of(None, "Mars/Olympus", *ZONES),
}
segment_rows = _rows(
    SEGMENTS,
    **_named,
    segment_id=lambda left: bytes(islice(left, 12)).hex(),
    kind=_one_of(*KINDS),
    abandoned=_one_of("No", "No", "Yes", "Follow-Up", None),
    abandoned_phase=_one_of(None, "Queue", "Voicemail", "Callback Request"),
    followed_by=_one_of(None, "Cold Transfer", "Warm Transfer", "Overflow"),
    preceded_by=_one_of(None, "Cold Transfer", "Warm Transfer", "Overflow"),
    transferred_to=_one_of(None, "Queue", "Agent"),
    **{f"{name}_time_ms": _milliseconds for name in TIMES},
)
conversation_rows = _rows(
    CONVERSATIONS,
    **_named,
    **dict.fromkeys(
        ("is_handled", "is_abandoned", "is_follow_up", "is_in_progress", "is_lost_in_transfer"), _one_of(False, True)
    ),
    country=_one_of(None, "ES", "US"),
    place_reason=_one_of(None, "anonymous"),
    place_conflict=_one_of(None, "country", "state"),
    speed_of_answer_ms=_milliseconds,
    **dict.fromkeys(
        ("since_last_contact_ms", "until_next_contact_ms"),
        _one_of(None, None, None, None, None, 0, DAY, DAY + 1, 7 * DAY, 7 * DAY + 1),
    ),
    outcome=_one_of(None, "Sold", "Solved", "hangup"),
    **dict.fromkeys(("first_response_time_ms", "average_response_time_ms", "focus_time_ms"), _milliseconds),
    **dict.fromkeys(("transfer_count", "failed_transfer_count"), _one_of(0, 1, 2)),
    **{f"{name}_time_ms": _milliseconds for name in TIMES},
)


def houses(hours: Collection[str]) -> st.SearchStrategy[Settings]:
    """House rules of any kind, with queues and channels that have some of their own.

    Args:
        hours: the texts of opening hours that are drawn from.
    """
    seconds = st.none() | st.integers(0, 90)
    short = st.none() | st.integers(0, 10)
    holidays = st.lists(st.dates(date(2026, 10, 24), date(2026, 10, 27)), max_size=3).map(tuple)
    queue = st.builds(
        QueueRule,
        st.sampled_from(("Sales", "Support", "Closed for good")),
        seconds,
        short,
        st.none() | st.sampled_from(list(hours)),
        st.none() | holidays,
    )
    channel = st.builds(ChannelRule, st.sampled_from(("voice", "chat")), seconds, short)
    return st.builds(
        Settings,
        time_zone=st.sampled_from(ZONES),
        answer_within_s=st.integers(0, 90),
        short_abandon_s=st.integers(0, 10) | st.integers(0, 90),
        service_level_variant=st.sampled_from(SERVICE_LEVEL_VARIANTS),
        repeat_within_days=st.sampled_from((1, 7)),
        resolved_outcomes=st.sampled_from(((), ("Solved",), ("Sold", "Solved"), ("nothing",))),
        opening_hours=st.sampled_from(list(hours)),
        holidays=holidays,
        waking_hours=st.sampled_from(list(hours)),
        queues=st.lists(queue, max_size=3, unique_by=lambda rule: rule.name).map(tuple),
        channels=st.lists(channel, max_size=2, unique_by=lambda rule: rule.name).map(tuple),
    )
