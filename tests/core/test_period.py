"""Periods: presets that end with the data, days of one's own, midnights of a zone."""

from datetime import UTC, date, datetime

import pytest

from core.horizon import Horizon
from core.period import between, read_period

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
