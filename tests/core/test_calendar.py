"""Calendars and clocks, as groups and as conditions: odd offsets, days without midnight, weeks from Sunday on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import aggregate
from core.grains import GRAINS
from core.hours import DAYS
from core.query import ATTRIBUTIONS, Query
from core.settings import Settings
from tests.core import oracle
from tests.core.days import clocks, moments
from tests.core.metrics.pencil import MARY, Row, frames, segment

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _talk(begin: datetime, length: timedelta = MINUTE, **more: Any) -> Row:
    """A handled conversation with a talk of that length, and nothing after it."""
    ms = length // timedelta(milliseconds=1)
    return segment("00:00:00", f"{begin}", "ana", "Sales", **MARY, started_at=begin, talk_time_ms=ms, **more)


def _talks(query: Query, rows: list[Row], rules: Settings = Settings()) -> list[tuple[Any, ...]]:  # noqa: B008 - frozen
    return aggregate(frames(rows, []), query, rules).rows()


def _minutes(answers: list[tuple[Any, ...]]) -> list[tuple[str, float]]:
    """Groups as the local clock tells them, with minutes."""
    return [(f"{group:%d %H:%M %z}", value / 60_000) for group, value in answers]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(moments, min_size=1, max_size=8), grain=st.sampled_from(tuple(GRAINS)), zone=clocks)
def test_each_group_asked_for_by_a_condition_has_its_own_number(rows: list[datetime], grain: str, zone: str) -> None:
    places = ("Asia/Kolkata", "America/Santiago", None)
    placed = [_talk(one, time_zone=places[number % 3]) for number, one in enumerate(rows)]
    query = Query(("segments",), (grain,), zone=zone)
    for group, number in _talks(query, placed):
        assert _talks(query.with_(by=()).with_condition(grain, group), placed) == [(number,)]


def test_in_santiago_a_day_can_begin_at_one_o_clock() -> None:
    """On 6 September 2026 the clock goes from 23:59:59 to 01:00."""
    first = datetime(2026, 9, 6, 4, tzinfo=UTC)
    rows = [_talk(first - timedelta(milliseconds=1)), _talk(first), _talk(first + 23 * HOUR - MINUTE)]
    query = Query(("segments",), zone="America/Santiago")
    assert _talks(query.with_(by=("day",)), rows) == [(date(2026, 9, 5), 1), (date(2026, 9, 6), 2)]
    assert _talks(query.with_(by=("hour_of_day",)), rows) == [(1, 1), (23, 2)]
    assert _talks(query.with_condition("day", date(2026, 9, 6)), rows) == [(2,)]
    assert _talks(query.with_condition("hour_of_day", 0), rows) == [(0,)]
    assert _talks(query.with_condition("month", date(2026, 9, 1)), rows) == [(3,)]


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/Santiago", datetime(2026, 3, 1, 3, tzinfo=UTC)),
        ("America/Santiago", datetime(2026, 10, 1, 3, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 9, 30, 18, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 9, 30, 18, 15, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 9, 30, 13, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 12, 31, 13, 0, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("how", ATTRIBUTIONS)
def test_a_talk_over_the_edge_of_a_month_is_dated_as_asked_for(zone: str, first: datetime, how: str) -> None:
    """Two minutes of it before local midnight, one after."""
    rows = [_talk(first - 2 * MINUTE, 3 * MINUTE)]
    before, after = ((first + shift).astimezone(ZoneInfo(zone)).date().replace(day=1) for shift in (-MINUTE, MINUTE))
    query = Query(("total_talk_time",), ("month",), zone=zone, attribution=how)
    expected = {"started": {before: 3}, "split": {before: 2, after: 1}, "ended": {after: 3}}[how]
    assert _talks(query, rows) == [(month, minutes * 60_000) for month, minutes in expected.items()]
    for month, minutes in expected.items():
        assert _talks(query.with_(by=()).with_condition("month", month), rows) == [(minutes * 60_000,)]


@pytest.mark.parametrize(
    ("zone", "edge"), [("Asia/Kolkata", "08:30"), ("Asia/Kathmandu", "08:45"), ("America/St_Johns", "23:30")]
)
@pytest.mark.parametrize("grain", ["quarter_hour", "half_hour", "hour"])
def test_where_offsets_are_odd_intervals_begin_on_the_local_clock(zone: str, edge: str, grain: str) -> None:
    """At three in the morning of UTC, to the millisecond, as a group and as a condition."""
    local = datetime.fromisoformat(f"2026-03-0{1 if edge > '12' else 2}T{edge}").replace(tzinfo=ZoneInfo(zone))
    three = datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert local == three
    begins = {"quarter_hour": 15, "half_hour": 30, "hour": 60}[grain]
    expected = local - timedelta(minutes=local.minute % begins)
    query = Query(("segments",), (grain,), zone=zone)
    assert _talks(query, [_talk(three)]) == [(expected, 1)]
    before = three - timedelta(milliseconds=1)
    is_edge = local.minute % begins == 0
    assert len(_talks(query, [_talk(before), _talk(three)])) == (2 if is_edge else 1)
    narrowed = query.with_(by=()).with_condition(grain, expected)
    assert _talks(narrowed, [_talk(before), _talk(three)]) == [(1 if is_edge else 2,)]


def test_a_talk_in_kathmandu_is_split_at_its_own_quarters() -> None:
    """From 08:40 to 09:05 local time."""
    rows = [_talk(datetime(2026, 3, 2, 2, 55, tzinfo=UTC), 25 * MINUTE)]
    query = Query(("total_talk_time",), ("quarter_hour",), zone="Asia/Kathmandu")
    assert _minutes(_talks(query, rows)) == [
        ("02 08:30 +0545", 5),
        ("02 08:45 +0545", 15),
        ("02 09:00 +0545", 5),
    ]
    by_hour = query.with_(by=("hour_of_day",))
    assert _talks(by_hour, rows) == [(8, 1_200_000), (9, 300_000)]


def test_time_is_split_over_the_hour_that_madrid_skips_and_over_the_one_that_it_repeats() -> None:
    spring, autumn = datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    query = Query(("total_talk_time",), ("hour",), zone="Europe/Madrid")
    assert _minutes(_talks(query, [_talk(spring, HOUR)])) == [("29 01:00 +0100", 30), ("29 03:00 +0200", 30)]
    rows = [_talk(autumn, 3 * HOUR)]
    assert _minutes(_talks(query, rows)) == [
        ("25 01:00 +0200", 30),
        ("25 02:00 +0200", 60),
        ("25 02:00 +0100", 60),
        ("25 03:00 +0100", 30),
    ]
    assert _talks(query.with_(by=("hour_of_day",)), rows) == [(1, 1_800_000), (2, 7_200_000), (3, 1_800_000)]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
@pytest.mark.parametrize("grain", ["hour", "hour_of_day", "quarter_hour"])
def test_a_whole_day_of_madrid_holds_as_much_time_as_it_lasts(day: date, hours: int, grain: str) -> None:
    """One talk of three days, of which the middle one is asked for: as a period and as a condition."""
    madrid = ZoneInfo("Europe/Madrid")
    since, until = (datetime.combine(day + timedelta(days=more), datetime.min.time(), madrid) for more in (0, 1))
    rows = [_talk(since.astimezone(UTC) - 24 * HOUR, 72 * HOUR)]
    query = Query(("total_talk_time",), (grain,), since, until, "Europe/Madrid")
    assert sum(value for _, value in _talks(query, rows)) == hours * 3_600_000
    conditioned = query.with_(since=None, until=None, by=(), attribution="split").with_condition("day", day)
    assert _talks(conditioned, rows) == [(hours * 3_600_000,)]


def test_lord_howe_moves_its_clock_by_half_an_hour() -> None:
    """On 4 October 2026 from 02:00 to 02:30, on 5 April from 02:00 back to 01:30."""
    query = Query(("total_talk_time",), ("half_hour",), zone="Australia/Lord_Howe")
    spring = [_talk(datetime(2026, 10, 3, 15, 0, tzinfo=UTC), HOUR)]
    assert _minutes(_talks(query, spring)) == [("04 01:30 +1030", 30), ("04 02:30 +1100", 30)]
    assert [value for _, value in _talks(query.with_(by=("hour",)), spring)] == [1_800_000, 1_800_000]
    assert _talks(query.with_(by=("hour_of_day",)), spring) == [(1, 1_800_000), (2, 1_800_000)]
    autumn = [_talk(datetime(2026, 4, 4, 14, 30, tzinfo=UTC), HOUR)]
    assert _minutes(_talks(query, autumn)) == [("05 01:30 +1100", 30), ("05 01:30 +1030", 30)]
    assert _talks(query.with_(by=("hour_of_day",)), autumn) == [(1, 3_600_000)]
    assert _talks(query.with_(by=()).with_condition("hour_of_day", 1), autumn) == [(3_600_000,)]


@pytest.mark.parametrize(
    ("grain", "first", "last", "after"),
    [
        ("quarter", date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)),
        ("year", date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
        ("month", date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)),
    ],
)
@pytest.mark.parametrize("zone", ["America/Santiago", "Asia/Kathmandu", "Europe/Madrid"])
def test_quarters_and_years_end_at_local_midnight(grain: str, first: date, last: date, after: date, zone: str) -> None:
    noons = [datetime.combine(day, datetime.min.time(), ZoneInfo(zone)) + 12 * HOUR for day in (first, last)]
    midnight = datetime.combine(after, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    rows = [_talk(one.astimezone(UTC)) for one in noons] + [
        _talk(midnight - timedelta(milliseconds=1)),
        _talk(midnight),
    ]
    query = Query(("segments",), (grain,), zone=zone)
    assert _talks(query, rows) == [(first, 3), (after, 1)]
    assert _talks(query.with_(by=()).with_condition(grain, first), rows) == [(3,)]


@pytest.mark.parametrize("week_start", DAYS)
@settings(max_examples=30, deadline=None)
@given(rows=st.lists(moments, min_size=1, max_size=8), zone=clocks)
def test_weeks_begin_on_the_day_of_the_house(week_start: str, rows: list[datetime], zone: str) -> None:
    """Counted back day by day until the weekday is the one that weeks begin with."""
    placed = [_talk(one, time_zone="Asia/Kathmandu") for one in rows]
    expected: dict[date, int] = {}
    for row in placed:
        day = oracle.group_of(row, "day", zone)
        while day.isoweekday() != DAYS.index(week_start) + 1:
            day -= timedelta(days=1)
        expected[day] = expected.get(day, 0) + 1
    rules = Settings(week_start=week_start)
    query = Query(("segments",), ("week",), zone=zone)
    assert _talks(query, placed, rules) == sorted(expected.items())
    for week, number in expected.items():
        assert _talks(query.with_(by=()).with_condition("week", week), placed, rules) == [(number,)]


def test_weekdays_keep_their_numbers_whatever_weeks_begin_with() -> None:
    sunday = _talk(datetime(2026, 3, 1, 12, tzinfo=UTC))
    for week_start in DAYS:
        assert _talks(Query(("segments",), ("weekday",)), [sunday], Settings(week_start=week_start)) == [(7, 1)]
