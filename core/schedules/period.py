"""Periods of reports that come again and again: words that count back from the day on which a report is due.

The words of a page count back from the last day of the data, so that an old export opens on numbers. A report that is
due on the first of a month speaks of the month before, also when nothing has happened yet on the first; and it speaks
of the same days when it is made late, or once more.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.hours import DAYS
from core.period import between

WORDS = ("yesterday", "last-week", "last-month", "month", "7d", "30d", "90d", "all")
"""`month` goes from the first of yesterday's month to yesterday, `7d` and its kin so many days to yesterday."""


def is_period(text: str) -> bool:
    """Whether it is one of the words, a day, or two."""
    return text in WORDS or days_of(text, date(2026, 1, 1), DAYS[0]) is not None


def period_on(text: str, due: datetime, zone: str, week_start: str) -> str:
    """The period as an address names it: the words as days, everything else as it is.

    Args:
        due: when the report is due.
        zone: whose calendar counts.
        week_start: the day that weeks begin with.
    """
    days = days_of(text, due.astimezone(ZoneInfo(zone)).date(), week_start)
    return between(*days).name if days else text


def days_of(text: str, today: date, week_start: str) -> tuple[date, date] | None:
    """First and last day, both included; None for `all` and for what names no days."""
    yesterday = today - timedelta(days=1)
    if text == "yesterday":
        return yesterday, yesterday
    if text == "last-week":
        begun = today - timedelta(days=(today.weekday() - DAYS.index(week_start)) % 7)
        return begun - timedelta(days=7), begun - timedelta(days=1)
    if text == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    if text == "month":
        return yesterday.replace(day=1), yesterday
    if text in WORDS and text.endswith("d"):
        return today - timedelta(days=int(text[:-1])), yesterday
    return _written(text)


def _written(text: str) -> tuple[date, date] | None:
    first, dots, last = text.partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError:
        return None
    is_plain = text == (f"{days[0]}..{days[1]}" if dots else f"{days[0]}")
    return days if is_plain and all(1900 < day.year < 2200 for day in days) else None
