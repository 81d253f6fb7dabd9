"""Comparisons: the dates are worked out by hand from a calendar, the clocks from the changes of each zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import answer
from core.comparison import KINDS, Comparison, compare, differences, is_compared
from core.errors import UnknownName
from core.horizon import Horizon, horizon
from core.metrics import METRICS
from core.query import Query
from core.schema.tables import INTERVALS
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core.metrics.pencil import at

RULES = Settings()
MADRID, SANTIAGO = "Europe/Madrid", "America/Santiago"
LONG = Horizon(datetime(2019, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))


def local(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def asked(since: str, until: str, zone: str = "UTC") -> Query:
    return Query(("conversations",), since=local(since, zone), until=local(until, zone), zone=zone)


def told(one: Comparison, zone: str = "UTC") -> tuple[str, str]:
    """The earlier period as the clock on the wall shows it."""
    assert one.before is not None
    return tuple(
        moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
        for moment in (one.before.since, one.before.until)
        if moment
    )


@pytest.mark.parametrize(
    ("kind", "since", "until", "earlier"),
    [
        # Tuesday 10 March 2026 and the days around it.
        ("previous", "2026-03-10", "2026-03-11", ("2026-03-09 00:00", "2026-03-10 00:00")),
        ("weekdays", "2026-03-10", "2026-03-11", ("2026-03-03 00:00", "2026-03-04 00:00")),
        ("year", "2026-03-10", "2026-03-11", ("2025-03-10 00:00", "2025-03-11 00:00")),
        # Monday to Sunday: one week before. Eight days: two weeks, so that no day meets itself.
        ("previous", "2026-03-09", "2026-03-16", ("2026-03-02 00:00", "2026-03-09 00:00")),
        ("weekdays", "2026-03-09", "2026-03-16", ("2026-03-02 00:00", "2026-03-09 00:00")),
        ("weekdays", "2026-03-09", "2026-03-17", ("2026-02-23 00:00", "2026-03-03 00:00")),
        # Thirty days: thirty days before, or five weeks.
        ("previous", "2026-03-02", "2026-04-01", ("2026-01-31 00:00", "2026-03-02 00:00")),
        ("weekdays", "2026-03-02", "2026-04-01", ("2026-01-26 00:00", "2026-02-25 00:00")),
        # A month of 31 days has 31 days before it, not the month before.
        ("previous", "2026-03-01", "2026-04-01", ("2026-01-29 00:00", "2026-03-01 00:00")),
        # Whole months meet whole months, whatever their length.
        ("year", "2024-02-01", "2024-03-01", ("2023-02-01 00:00", "2023-03-01 00:00")),
        ("year", "2025-02-01", "2025-03-01", ("2024-02-01 00:00", "2024-03-01 00:00")),
        ("year", "2024-01-01", "2025-01-01", ("2023-01-01 00:00", "2024-01-01 00:00")),
        # The same dates; 29 February meets the 28th, and a period that ends with the 28th keeps its last day.
        ("year", "2024-02-29", "2024-03-01", ("2023-02-28 00:00", "2023-03-01 00:00")),
        ("year", "2024-02-20", "2024-02-29", ("2023-02-20 00:00", "2023-03-01 00:00")),
        ("year", "2025-02-20", "2025-03-01", ("2024-02-20 00:00", "2024-02-29 00:00")),
        ("year", "2024-02-15", "2024-03-16", ("2023-02-15 00:00", "2023-03-16 00:00")),
        # Hours: as long, just before; the same hours of the weekday and of the date.
        ("previous", "2026-03-10T09:00", "2026-03-10T15:00", ("2026-03-10 03:00", "2026-03-10 09:00")),
        ("weekdays", "2026-03-10T09:00", "2026-03-10T15:00", ("2026-03-03 09:00", "2026-03-03 15:00")),
        ("year", "2024-02-29T09:00", "2024-02-29T15:00", ("2023-02-28 09:00", "2023-02-28 15:00")),
        ("year", "2024-02-28T18:00", "2024-02-29T06:00", ("2023-02-28 18:00", "2023-03-01 06:00")),
    ],
)
def test_the_earlier_period_by_the_calendar(kind: str, since: str, until: str, earlier: tuple[str, str]) -> None:
    one = compare(asked(since, until), kind, LONG, RULES)
    assert (told(one), one.reason, one.cut_at) == (earlier, "", None)


@pytest.mark.parametrize(
    ("zone", "kind", "since", "until", "earlier", "hours"),
    [
        # Sunday 29 March 2026: Madrid has 23 hours. The days around it have 24.
        (MADRID, "previous", "2026-03-29", "2026-03-30", ("2026-03-28 00:00", "2026-03-29 00:00"), 24),
        (MADRID, "previous", "2026-03-30", "2026-03-31", ("2026-03-29 00:00", "2026-03-30 00:00"), 23),
        (MADRID, "weekdays", "2026-04-05", "2026-04-06", ("2026-03-29 00:00", "2026-03-30 00:00"), 23),
        # 25 October 2026 has 25. 29 March 2025 was an ordinary Saturday; 30 March 2025 had 23.
        (MADRID, "previous", "2026-10-26", "2026-10-27", ("2026-10-25 00:00", "2026-10-26 00:00"), 25),
        (MADRID, "year", "2026-03-29", "2026-03-30", ("2025-03-29 00:00", "2025-03-30 00:00"), 24),
        (MADRID, "year", "2026-03-30", "2026-03-31", ("2025-03-30 00:00", "2025-03-31 00:00"), 23),
        # Sunday 6 September 2026 begins at one o'clock in Santiago: there is no midnight.
        (SANTIAGO, "previous", "2026-09-07", "2026-09-08", ("2026-09-06 01:00", "2026-09-07 00:00"), 23),
        (SANTIAGO, "weekdays", "2026-09-06", "2026-09-13", ("2026-08-30 00:00", "2026-09-06 01:00"), 168),
        # Its last month of winter and the month before begin and end at midnights, whatever the offset.
        (SANTIAGO, "year", "2026-09-01", "2026-10-01", ("2025-09-01 00:00", "2025-10-01 00:00"), 30 * 24 - 1),
    ],
)
def test_the_earlier_period_across_changes_of_the_clock(
    zone: str, kind: str, since: str, until: str, earlier: tuple[str, str], hours: int
) -> None:
    one = compare(asked(since, until, zone), kind, LONG, RULES)
    assert one.before is not None
    assert one.before.since is not None
    assert one.before.until is not None
    assert told(one, zone) == earlier
    assert one.before.until - one.before.since == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "kind", "since", "until", "end", "earlier"),
    [
        # The last day ends at 12:30 with the data: so does the other side's.
        ("UTC", "previous", "2026-03-09", "2026-03-11", "2026-03-10T12:30", ("2026-03-07 00:00", "2026-03-08 12:30")),
        ("UTC", "weekdays", "2026-03-09", "2026-03-16", "2026-03-11T08:00", ("2026-03-02 00:00", "2026-03-04 08:00")),
        ("UTC", "year", "2026-03-01", "2026-04-01", "2026-03-10T12:30", ("2025-03-01 00:00", "2025-03-10 12:30")),
        # By the clock: noon of a day of 23 hours meets noon of one of 24, and the other way round.
        (MADRID, "previous", "2026-03-29", "2026-03-30", "2026-03-29T12:00", ("2026-03-28 00:00", "2026-03-28 12:00")),
        (MADRID, "previous", "2026-03-30", "2026-03-31", "2026-03-30T12:00", ("2026-03-29 00:00", "2026-03-29 12:00")),
        (MADRID, "previous", "2026-10-25", "2026-10-26", "2026-10-25T18:00", ("2026-10-24 00:00", "2026-10-24 18:00")),
        # February of a leap year, cut on its 29th day, meets all of the shorter one.
        ("UTC", "year", "2024-02-01", "2024-03-01", "2024-02-29T12:00", ("2023-02-01 00:00", "2023-03-01 00:00")),
        # So many days, not the same date: 25 days and a half.
        ("UTC", "year", "2024-02-15", "2024-04-01", "2024-03-11T12:00", ("2023-02-15 00:00", "2023-03-12 12:00")),
        # Hours keep their length.
        (
            "UTC",
            "previous",
            "2026-03-10T09:00",
            "2026-03-10T15:00",
            "2026-03-10T11:00",
            ("2026-03-10 03:00", "2026-03-10 05:00"),
        ),
    ],
)
def test_a_period_that_is_not_over_is_compared_like_for_like(
    zone: str, kind: str, since: str, until: str, end: str, earlier: tuple[str, str]
) -> None:
    last = local(end, zone)
    one = compare(asked(since, until, zone), kind, Horizon(LONG.first, last - timedelta(hours=1), last), RULES)
    assert one.cut_at == last
    assert told(one, zone) == earlier
    # The last event itself is counted, and one at the same time on the other side.
    assert one.now.until == last + timedelta(milliseconds=1)


def test_without_an_end_the_period_goes_on_to_the_end_of_the_data() -> None:
    query = Query(("conversations",), since=local("2026-03-09"), zone="UTC")
    one = compare(query, "previous", Horizon(LONG.first, local("2026-03-10T12:30")), RULES)
    assert told(one) == ("2026-03-07 00:00", "2026-03-08 12:30")


def test_the_customers_own_clock_leaves_the_period_on_the_houses() -> None:
    rules = Settings(time_zone=MADRID)
    query = asked("2026-03-29", "2026-03-30", MADRID).with_(zone="customer")
    assert told(compare(query, "previous", LONG, rules), MADRID) == ("2026-03-28 00:00", "2026-03-29 00:00")


@pytest.mark.parametrize(
    ("query", "kind", "data", "reason"),
    [
        (asked("2026-03-10", "2026-03-11"), "none", LONG, "not_asked"),
        (asked("2026-03-10", "2026-03-11"), "previous", None, "no_period"),
        (Query(("conversations",), until=local("2026-03-11")), "previous", LONG, "no_period"),
        (asked("2031-03-10", "2031-03-11"), "previous", LONG, "no_period"),
        (asked("2019-01-01", "2019-01-02"), "previous", LONG, "before_the_data"),
        (asked("2019-12-31", "2020-01-01"), "year", LONG, "before_the_data"),
        (asked("0001-01-01", "2026-01-01"), "weekdays", LONG, "before_the_data"),
        (
            asked("2026-03-10", "2026-03-11").with_condition("day", local("2026-03-10").date()),
            "previous",
            LONG,
            "single_days",
        ),
    ],
)
def test_where_nothing_can_be_compared_the_reason_is_told(
    query: Query, kind: str, data: Horizon | None, reason: str
) -> None:
    one = compare(query, kind, data, RULES)
    assert (one.before, one.reason) == (None, reason)


def test_the_first_day_of_the_data_can_be_compared_with_although_it_begins_late_in_it() -> None:
    data = Horizon(local("2026-03-09T08:00"), local("2026-03-20"))
    assert compare(asked("2026-03-10", "2026-03-11"), "previous", data, RULES).before is not None
    assert compare(asked("2026-03-09", "2026-03-11"), "previous", data, RULES).before is None


def test_recurring_hours_can_be_compared_and_single_ones_not() -> None:
    query = asked("2026-03-10", "2026-03-11").with_condition("hour_of_day", 9)
    assert compare(query, "previous", LONG, RULES).before is not None
    assert [is_compared(query.with_(by=(name,))) for name in ("weekday", "queue_name", "day", "hour")] == [
        True,
        True,
        False,
        False,
    ]


def test_another_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="previous"):
        compare(asked("2026-03-10", "2026-03-11"), "prevoius", LONG, RULES)


ZONES = ("UTC", MADRID, SANTIAGO, "Asia/Kathmandu", "Australia/Lord_Howe")
days = st.dates(date(2020, 1, 1), date(2029, 1, 1))


@settings(deadline=None)
@given(days, st.integers(1, 400), st.sampled_from(ZONES), st.sampled_from(KINDS[:3]), st.integers(0, 400 * 24 * 60))
def test_the_earlier_period_is_before_and_no_longer_by_the_clock(
    first: date, length: int, zone: str, kind: str, minutes: int
) -> None:
    """Whole days, wherever the data ends: sides do not overlap, Mondays meet Mondays, and both are as long."""
    since = datetime.combine(first, datetime.min.time(), ZoneInfo(zone))
    until = datetime.combine(first + timedelta(days=length), datetime.min.time(), ZoneInfo(zone))
    end = since.astimezone(UTC) + timedelta(minutes=minutes)
    one = compare(Query(("conversations",), since=since, until=until, zone=zone), kind, Horizon(LONG.first, end), RULES)
    before = one.before
    if before is None:
        assert one.reason == "before_the_data"
        return
    assert before.since is not None
    assert before.until is not None
    assert one.now.since is not None
    assert one.now.until is not None
    assert before.since < before.until
    if kind != "year" or length <= 365:
        assert before.until <= one.now.since
    begins, began = (moment.astimezone(ZoneInfo(zone)) for moment in (one.now.since, before.since))
    if kind == "weekdays":
        assert began.weekday() == begins.weekday()
    if kind == "year":
        assert (began.month, min(began.day, 28)) == (begins.month, min(begins.day, 28))
    ends, ended = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (one.now.until, before.until))
    shown = (ends - begins.replace(tzinfo=None), ended - began.replace(tzinfo=None))
    # An hour at most: what a clock skips or repeats at an edge. A day at most: 29 February.
    assert abs(shown[0] - shown[1]) <= (timedelta(days=1, hours=1) if kind == "year" else timedelta(hours=1))


def test_the_data_goes_from_its_first_conversation_to_its_last_event(snapshot: Snapshot) -> None:
    last_interval = at("10:15:00") - timedelta(milliseconds=1)
    assert horizon(snapshot) == Horizon(at("09:00:00"), at("11:40:00"), at("11:40:07"), last_interval)
    assert horizon(Workspace(snapshot.files.root / "empty").snapshot()) is None


def test_to_end_where_the_data_ends_changes_no_number(snapshot: Snapshot) -> None:
    day = Query(("conversations",), since=at("00:00:00"), until=at("00:00:00") + timedelta(days=1))
    counted = [name for name in METRICS if INTERVALS in METRICS[name].tables]
    others = [name for name in METRICS if name not in counted]
    for names, end in ((others, at("11:40:07") + timedelta(milliseconds=1)), (counted, at("10:15:00"))):
        query = day.with_(metrics=tuple(names))
        one = compare(query, "previous", horizon(snapshot), RULES)
        assert one.now.until == end
        assert answer(snapshot, one.now, RULES).equals(answer(snapshot, query, RULES))


@pytest.mark.parametrize("kind", KINDS)
def test_events_and_counts_that_end_at_different_times_are_neither_cut_nor_compared(
    snapshot: Snapshot, kind: str
) -> None:
    query = Query(("conversations", "reported_offered"), since=at("00:00:00"), until=at("00:00:00") + timedelta(days=1))
    one = compare(query, kind, horizon(snapshot), RULES)
    assert (one.now, one.before, one.cut_at) == (query, None, None)
    assert one.reason == ("not_asked" if kind == "none" else "two_ends")
    before_both = query.with_(since=at("09:30:00"), until=at("10:00:00"))
    assert compare(before_both, "previous", horizon(snapshot), RULES).reason == ""


def test_hours_of_the_pencil_day_are_compared_with_the_hours_before(snapshot: Snapshot) -> None:
    """Ten to eleven: c5 c6 handled, c4 c6 given up. Nine to ten: c1 c2 handled, c3 given up."""
    query = Query(
        ("conversations", "abandon_rate", "total_talk_time"), since=at("10:00:00"), until=at("11:00:00"), zone="UTC"
    )
    one = compare(query, "previous", horizon(snapshot), RULES)
    assert one.before is not None
    row = differences(answer(snapshot, query, RULES), answer(snapshot, one.before, RULES), query, RULES).row(
        0, named=True
    )
    assert (row["conversations"], row["conversations.before"], row["conversations.difference"]) == (2, 2, 0)
    assert row["conversations.change"] == 0
    assert (row["abandon_rate"], row["abandon_rate.before"]) == pytest.approx((2 / 3, 1 / 3))
    assert row["abandon_rate.difference"] == pytest.approx(1 / 3)
    assert row["abandon_rate.change"] is None
    assert row["total_talk_time.difference"] == (300 - 720) * 1000
    assert row["total_talk_time.change"] == pytest.approx(300 / 720 - 1)


def test_groups_of_either_side_are_compared(snapshot: Snapshot) -> None:
    """From 10:15 Josh handled c6, whom c6's customer left in the transfer; from 9:11 Mary handled c2 and c3 gave up."""
    query = Query(("conversations_offered", "average_talk_time"), ("agent_name",), zone="UTC")
    now, before = (
        answer(snapshot, query.with_(since=at(since), until=at(until)), RULES)
        for since, until in (("10:15:00", "10:24:00"), ("09:11:00", "09:21:00"))
    )
    rows = {row[0]: row[1:] for row in differences(now, before, query, RULES).rows()}
    assert rows == {
        "Josh": (1, 0, 1, None, 200_000.0, None, None, None),
        "Mary": (0, 1, -1, -1.0, None, 540_000.0, None, None),
        None: (0, 1, -1, -1.0, None, None, None, None),
    }


def test_without_an_earlier_period_there_is_no_difference(snapshot: Snapshot) -> None:
    query = Query(("conversations", "average_talk_time"))
    row = differences(answer(snapshot, query, RULES), None, query, RULES).row(0)
    assert row == (4, None, None, None, 204_000.0, None, None, None)
