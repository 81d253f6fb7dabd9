"""When schedules are due: clock changes, missed times, patterns of all kinds."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.schedules.times import _due, check_cron, last_due, next_due

MADRID = "Europe/Madrid"


def at(text: str) -> datetime:
    """`2026-03-29 01:30`, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def after(cron: str, zone: str, moment: str, count: int) -> list[str]:
    """The next times, UTC."""
    return [f"{one:%m-%d %H:%M}" for one in islice(_due(cron, zone, at(moment)), count)]


def test_a_weekly_report_is_due_at_the_same_hour_of_the_local_clock_all_year() -> None:
    assert after("0 7 * * Mon", MADRID, "2026-03-16 12:00", 3) == ["03-23 06:00", "03-30 05:00", "04-06 05:00"]


def test_a_time_that_the_clock_leaves_out_is_due_where_it_goes_on() -> None:
    # On 29 March 2026 it is never half past two in Madrid: 02:00 is 03:00, which is 01:00 UTC.
    assert after("30 2 * * *", MADRID, "2026-03-28 12:00", 2) == ["03-29 01:00", "03-30 00:30"]


def test_a_time_that_comes_twice_is_due_once_at_the_first() -> None:
    # On 25 October 2026 half past two comes at 00:30 and at 01:30 UTC.
    assert after("30 2 * * *", MADRID, "2026-10-24 12:00", 2) == ["10-25 00:30", "10-26 01:30"]
    assert next_due("30 2 * * *", MADRID, at("2026-10-25 00:45")) == at("2026-10-26 01:30")


def test_an_hourly_report_is_due_each_hour_of_days_of_23_and_of_25_hours() -> None:
    spring = after("0 * * * *", MADRID, "2026-03-28 22:59", 30)
    autumn = after("0 * * * *", MADRID, "2026-10-24 21:59", 30)
    assert spring.index("03-29 22:00") - spring.index("03-28 23:00") == 23
    assert autumn.index("10-25 23:00") - autumn.index("10-24 22:00") == 25


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("cron", ["0 * * * *", "*/20 * * * *", "30 1 * * *", "0 2 * * Sun", "15 3 1 * *", "0 0 L * *"])
@settings(max_examples=25, deadline=None)
@given(minutes=st.integers(0, 366 * 24 * 60), length=st.integers(1, 40 * 24 * 60))
def test_the_newest_due_time_is_the_last_of_all(cron: str, zone: str, minutes: int, length: int) -> None:
    since = at("2026-01-01 00:00") + timedelta(minutes=minutes)
    until = since + timedelta(minutes=length)
    times = []
    for moment in _due(cron, zone, since):
        if moment > until or len(times) > 3_000:
            break
        times.append(moment)
    assert times == sorted(set(times))
    assert last_due(cron, zone, since, until) == (times[-1] if times else None, min(len(times), 1_000))


def test_what_is_due_each_minute_is_not_counted_for_ever() -> None:
    newest, count = last_due("* * * * *", MADRID, at("2016-01-01 00:00"), at("2026-01-01 00:00"))
    assert (newest, count) == (at("2026-01-01 00:00"), 1_000)


def test_a_leap_day_is_found_years_later() -> None:
    assert next_due("0 3 29 2 *", "UTC", at("2028-03-01 00:00")) == at("2032-02-29 03:00")
    assert last_due("0 3 29 2 *", "UTC", at("2028-01-01 00:00"), at("2031-01-01 00:00"))[0] == at("2028-02-29 03:00")


@pytest.mark.parametrize(
    "cron", ["", "7", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "0 0 30 2 *", "a b c d e", "0 7 * * Lun"]
)
def test_what_is_no_pattern_is_told(cron: str) -> None:
    assert check_cron(cron)


@given(st.text(alphabet="0123456789*/-,LMONJAsun# ", max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_pattern_or_told(cron: str) -> None:
    if not check_cron(cron):
        assert next_due(cron, "UTC", at("2026-01-01 00:00")) > at("2026-01-01 00:00")
