"""Days that Hypothesis makes: any mixture of rows, likely or not, on any clock."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
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


def _instants(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    """Instants in milliseconds, as every table keeps them."""
    most = int((last - first).total_seconds() * 1000)
    return st.integers(0, most).map(lambda offset: first + timedelta(milliseconds=offset))


# Half of all instants are near a change of the clocks of Europe.
moments = _instants(datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 27, tzinfo=UTC)) | _instants(
    datetime(2025, 12, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
)
milliseconds = st.none() | st.integers(0, 120_000) | st.sampled_from((0, 5_000, 5_001, 59_999, 60_000))
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


def _rows(table: Table, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    """Up to 25 rows of a table; what is not given is null."""
    nothing: Row = dict.fromkeys(table.schema)
    return st.lists(st.fixed_dictionaries(given).map(lambda row: nothing | row), max_size=25)


_named = {
    "started_at": moments,
    "conversation_id": st.sampled_from(("c1", "c2", "c3", "c4")),
    "customer_id": st.sampled_from((None, "ana", "bob")),
    "agent_id": st.sampled_from((None, "WK1", "WK2")),
    "agent_name": st.sampled_from((None, "Mary", "Josh")),
    "queue_name": st.sampled_from((None, "Sales", "Support")),
    "channel": st.sampled_from((None, "voice", "chat")),
    "direction": st.sampled_from((None, "Inbound", "Inbound", "Outbound", "Internal")),
    "time_zone": st.sampled_from((None, "Mars/Olympus", *ZONES)),
}
segment_rows = _rows(
    SEGMENTS,
    **_named,
    segment_id=st.uuids().map(str),
    kind=st.sampled_from(KINDS),
    abandoned=st.sampled_from(("No", "No", "Yes", "Follow-Up", None)),
    abandoned_phase=st.sampled_from((None, "Queue", "Voicemail", "Callback Request")),
    followed_by=st.sampled_from((None, "Cold Transfer", "Warm Transfer", "Overflow")),
    preceded_by=st.sampled_from((None, "Cold Transfer", "Warm Transfer", "Overflow")),
    transferred_to=st.sampled_from((None, "Queue", "Agent")),
    **{f"{name}_time_ms": milliseconds for name in TIMES},
)
conversation_rows = _rows(
    CONVERSATIONS,
    **_named,
    **dict.fromkeys(
        ("is_handled", "is_abandoned", "is_follow_up", "is_in_progress", "is_lost_in_transfer"), st.booleans()
    ),
    country=st.sampled_from((None, "ES", "US")),
    place_reason=st.sampled_from((None, "anonymous")),
    place_conflict=st.sampled_from((None, "country", "state")),
    speed_of_answer_ms=milliseconds,
    **dict.fromkeys(
        ("since_last_contact_ms", "until_next_contact_ms"),
        st.none() | st.sampled_from((0, DAY, DAY + 1, 7 * DAY, 7 * DAY + 1)),
    ),
    outcome=st.sampled_from((None, "Sold", "Solved", "hangup")),
    **dict.fromkeys(("first_response_time_ms", "average_response_time_ms", "focus_time_ms"), milliseconds),
    **dict.fromkeys(("transfer_count", "failed_transfer_count"), st.integers(0, 2)),
    **{f"{name}_time_ms": milliseconds for name in TIMES},
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
