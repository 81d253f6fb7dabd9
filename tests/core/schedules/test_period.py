"""Periods of reports that come again and again."""

from datetime import UTC, datetime

import pytest

from core.schedules.period import WORDS, is_period, period_on

# Monday, 2 March 2026, 07:00 in Madrid.
MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("yesterday", "2026-03-01"),
        ("last-week", "2026-02-23..2026-03-01"),
        ("last-month", "2026-02-01..2026-02-28"),
        ("month", "2026-03-01"),
        ("7d", "2026-02-23..2026-03-01"),
        ("30d", "2026-01-31..2026-03-01"),
        ("all", "all"),
        ("2026-01-05..2026-01-06", "2026-01-05..2026-01-06"),
        ("2026-01-05", "2026-01-05"),
    ],
)
def test_words_count_back_from_the_day_on_which_it_is_due(word: str, days: str) -> None:
    assert period_on(word, MONDAY, "Europe/Madrid", "Mon") == days


def test_weeks_begin_where_the_house_has_them_begin() -> None:
    assert period_on("last-week", MONDAY, "UTC", "Sun") == "2026-02-22..2026-02-28"


def test_the_calendar_is_that_of_the_zone() -> None:
    # At 23:30 UTC on the last of February it is March in Madrid.
    due = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert period_on("last-month", due, "Europe/Madrid", "Mon") == "2026-02-01..2026-02-28"
    assert period_on("last-month", due, "UTC", "Mon") == "2026-01-01..2026-01-31"


def test_on_the_first_the_month_is_the_one_that_is_over() -> None:
    assert period_on("month", datetime(2026, 3, 1, 12, tzinfo=UTC), "UTC", "Mon") == "2026-02-01..2026-02-28"


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_known(word: str) -> None:
    assert is_period(word)


@pytest.mark.parametrize("text", ["", "d", "0d", "last-year", "2026-13-01", "2026-3-1", "2026-03-01..", "20260301"])
def test_what_names_no_period_is_none(text: str) -> None:
    assert not is_period(text)
