"""The period of a question: a preset that ends with the data, or two days, cut at local midnights."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from core.horizon import Horizon

PRESETS = ("7d", "30d", "90d", "month", "last-month", "all")
DEFAULT = "30d"
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True)
class Period:
    """Whole local days, both included.

    Args:
        name: as in the address: a preset, or the days themselves.
        first, last: local days.
    """

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Since (included) and until (not included), UTC."""
        return _midnight(self.first, zone), _midnight(self.last + timedelta(days=1), zone)


@cache
def zones() -> tuple[str, ...]:
    """Every IANA zone, in order; reading them from disk takes longer than a page may."""
    return tuple(sorted(available_timezones()))


def between(first: date, last: date) -> Period:
    """The period of two days, in either order."""
    first, last = min(first, last), max(first, last)
    name = f"{first}" if first == last else f"{first}..{last}"
    return Period(name, first, last)


def read_period(name: str, horizon: Horizon, zone: str) -> Period | None:
    """The period that an address names; None when it names none.

    Presets count back from the last day of the data, so that an export of last year opens on numbers.
    """
    today, earliest = _local_day(horizon.last, zone), _local_day(horizon.first, zone)
    if name == "month":
        return Period(name, today.replace(day=1), today)
    if name == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return Period(name, end.replace(day=1), end)
    if name == "all":
        return Period(name, earliest, today)
    if name in PRESETS:
        return Period(name, today - timedelta(days=int(name[:-1]) - 1), today)
    return _read_days(name)


def _read_days(name: str) -> Period | None:
    found = _DAYS.fullmatch(name)
    if found is None:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in (found[1], found[2] or found[1]))
    except ValueError:
        return None
    # Far years overflow once they are shifted to UTC or to the period before.
    return between(first, last) if 1900 < first.year < 2200 and 1900 < last.year < 2200 else None


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
