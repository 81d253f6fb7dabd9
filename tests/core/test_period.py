"""Periods: presets that end with the data, days of one's own, midnights of a zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.horizon import Horizon
from core.period import between, read_period, stretch

DATA = Horizon(datetime(2025, 12, 3, 8, tzinfo=UTC), datetime(2026, 3, 31, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("7d", date(2026, 3, 25), date(2026, 3, 31)),
        ("30d", date(2026, 3, 2), date(2026, 3, 31)),
        ("90d", date(2026, 1, 1), date(2026, 3, 31)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
        ("all", date(2025, 12, 3), date(2026, 3, 31)),
        ("2026-01-05", date(2026, 1, 5), date(2026, 1, 5)),
        ("2026-01-05..2026-02-01", date(2026, 1, 5), date(2026, 2, 1)),
        ("2026-02-01..2026-01-05", date(2026, 1, 5), date(2026, 2, 1)),
    ],
)
def test_a_period_is_read_from_its_name(name: str, first: date, last: date) -> None:
    period = read_period(name, DATA, "UTC")
    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("name", ["", "8d", "2026-02-30", "2026-01-01..", "0001-01-01", "9999-12-31", "DROP TABLE"])
def test_what_is_no_period_is_none(name: str) -> None:
    assert read_period(name, DATA, "UTC") is None


def test_the_data_ends_a_day_later_where_the_clock_is_ahead() -> None:
    period = read_period("7d", DATA, "Europe/Madrid")
    assert period is not None
    assert period.last == date(2026, 4, 1)


def test_the_day_of_the_clock_change_has_23_hours() -> None:
    since, until = between(date(2026, 3, 29), date(2026, 3, 29)).instants("Europe/Madrid")
    assert (since, until) == (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC))


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "since", "until", "name"),
    [
        ("Europe/Madrid", "2026-03-05T13:00", "2026-03-05T14:00", "2026-03-05T14:00..2026-03-05T15:00"),
        ("Europe/Madrid", "2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T01:00..2026-03-29T03:00"),
        ("Europe/Madrid", "2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00+02:00..2026-10-25T02:00+01:00"),
        ("Europe/Madrid", "2026-10-25T01:00", "2026-10-25T02:00", "2026-10-25T02:00+01:00..2026-10-25T03:00"),
        ("Australia/Lord_Howe", "2026-04-04T15:00", "2026-04-04T15:30", "2026-04-05T01:30+10:30..2026-04-05T02:00"),
        ("America/Santiago", "2026-04-05T03:00", "2026-04-05T04:00", "2026-04-04T23:00-04:00..2026-04-05T00:00"),
        ("Europe/Madrid", "2026-03-04T23:00", "2026-03-05T23:00", "2026-03-05"),
        ("America/Santiago", "2026-09-06T04:00", "2026-09-07T03:00", "2026-09-06"),
        ("UTC", "2026-03-05T13:00:01.250", "2026-03-06T00:00", "2026-03-05T13:00:01.250..2026-03-06T00:00"),
    ],
)
def test_a_part_of_a_day_is_written_as_the_local_clock_shows_it(zone: str, since: str, until: str, name: str) -> None:
    """With the offset where a time comes twice; a whole day is a day, also where it begins at one o'clock."""
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until))
    period = stretch(first, last, zone)
    assert (period.name, period.instants(zone)) == (name, (first, last))
    assert read_period(name, DATA, zone) == period


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"])
@given(st.data())
def test_every_stretch_of_time_is_read_back_from_its_name(zone: str, data: st.DataObject) -> None:
    around = data.draw(st.sampled_from([datetime(2026, 4, 4), datetime(2026, 9, 5), datetime(2026, 10, 24)]))
    minutes = st.integers(0, 3 * 24 * 60)
    since, until = sorted(
        around.replace(tzinfo=UTC) + timedelta(minutes=data.draw(minutes), milliseconds=data.draw(st.integers(0, 1)))
        for _ in range(2)
    )
    period = stretch(since, until + HOUR, zone)
    assert period.instants(zone) == (since, until + HOUR)
    assert read_period(period.name, DATA, zone) == period
    assert period.fixed(zone) == period


def test_a_stretch_is_read_in_either_order_and_with_a_plus_that_the_address_turned_into_a_space() -> None:
    typed = "2026-10-25T03:00..2026-10-25T02:00 01:00"
    period = read_period(typed, DATA, "Europe/Madrid")
    assert period is not None
    assert period.name == "2026-10-25T02:00+01:00..2026-10-25T03:00"


@pytest.mark.parametrize(
    "name",
    [
        "2026-03-05T14:00",
        "2026-03-05T14:00..2026-03-05T14:00",
        "2026-03-05T25:00..2026-03-05T26:00",
        "2026-03-05T14:00..2026-03-06",
        "0001-01-01T00:00..0001-01-01T01:00",
        "2026-03-05T14:00..x",
        "2026-03-05T14:00+99:00..2026-03-05T15:00",
    ],
)
def test_what_is_no_stretch_of_time_is_none(name: str) -> None:
    assert read_period(name, DATA, "UTC") is None


def test_a_part_of_a_day_knows_its_days_and_its_length() -> None:
    period = read_period("2026-03-05T22:00..2026-03-06T01:00", DATA, "UTC")
    assert period is not None
    assert (period.first, period.last, period.days) == (date(2026, 3, 5), date(2026, 3, 6), 2)
    assert (period.is_part, period.length) == (True, 3 / 24)
    assert (between(date(2026, 3, 5), date(2026, 3, 6)).is_part, between(period.first, period.last).length) == (
        False,
        2,
    )


def test_a_preset_can_be_held_fast_by_its_days() -> None:
    preset = read_period("7d", DATA, "UTC")
    assert preset is not None
    assert preset.fixed("UTC") == between(date(2026, 3, 25), date(2026, 3, 31))
