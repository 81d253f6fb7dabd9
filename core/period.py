"""The period of a question: a preset that ends with the data, days cut at local midnights, or parts of days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from core.horizon import Horizon

PRESETS = ("7d", "30d", "90d", "month", "last-month", "all")
DEFAULT = "30d"
DAY = timedelta(days=1)
STEP = timedelta(milliseconds=1)
"""Instants are whole milliseconds: so much before the end is the last one of a period."""

_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")
_PARTS = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[^.]*(?:\.\d+[^.]*)?)\.\.(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*)")


@dataclass(frozen=True)
class Period:
    """Whole local days, both included; or the instants from one to another, the latter not included.

    Args:
        name: as in the address: a preset, the days, or the two moments as the local clock shows them.
        first, last: local days; of parts of days, those that they lie in.
        since, until: UTC; only of a period that is not made of whole days.
    """

    name: str
    first: date
    last: date
    since: datetime | None = None
    until: datetime | None = None

    @property
    def days(self) -> int:
        """How many days it touches."""
        return (self.last - self.first).days + 1

    @property
    def is_part(self) -> bool:
        """Whether it begins or ends within a day."""
        return self.since is not None

    @property
    def length(self) -> float:
        """How long it is, in days; an hour is 1/24."""
        return (self.until - self.since) / DAY if self.since and self.until else float(self.days)

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Since (included) and until (not included), UTC."""
        if self.since and self.until:
            return self.since, self.until
        return _midnight(self.first, zone), _midnight(self.last + DAY, zone)

    def fixed(self, zone: str) -> "Period":
        """The same time by its days or moments: a preset would move with the data."""
        return stretch(*self.instants(zone), zone)


@cache
def zones() -> tuple[str, ...]:
    """Every IANA zone, in order; reading them from disk takes longer than a page may."""
    return tuple(sorted(available_timezones()))


def between(first: date, last: date) -> Period:
    """The period of two days, in either order."""
    first, last = min(first, last), max(first, last)
    name = f"{first}" if first == last else f"{first}..{last}"
    return Period(name, first, last)


def stretch(since: datetime, until: datetime, zone: str) -> Period:
    """The period from one instant to a later one, the latter not included; of whole local days, those days.

    Its name is what the local clock shows, with the offset where that time comes twice.
    """
    first, last = _local_day(since, zone), _local_day(until - STEP, zone)
    if _midnight(first, zone) == since and _midnight(last + DAY, zone) == until:
        return between(first, last)
    return Period(f"{_shown(since, zone)}..{_shown(until, zone)}", first, last, since, until)


def read_period(name: str, horizon: Horizon, zone: str) -> Period | None:
    """The period that an address names; None when it names none.

    Presets count back from the last day of the data, so that an export of last year opens on numbers.
    """
    today, earliest = _local_day(horizon.last, zone), _local_day(horizon.first, zone)
    if name == "month":
        return Period(name, today.replace(day=1), today)
    if name == "last-month":
        end = today.replace(day=1) - DAY
        return Period(name, end.replace(day=1), end)
    if name == "all":
        return Period(name, earliest, today)
    if name in PRESETS:
        return Period(name, today - timedelta(days=int(name[:-1]) - 1), today)
    return _read_days(name) or _read_parts(name, zone)


def _read_days(name: str) -> Period | None:
    found = _DAYS.fullmatch(name)
    if found is None:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in (found[1], found[2] or found[1]))
    except ValueError:
        return None
    return between(first, last) if _is_near(first) and _is_near(last) else None


def _read_parts(name: str, zone: str) -> Period | None:
    found = _PARTS.fullmatch(name)
    if found is None:
        return None
    try:
        # In an address that was typed, a plus sign arrives as a space.
        told = [datetime.fromisoformat(text.replace(" ", "+")) for text in found.groups()]
    except ValueError:
        return None
    if not all(_is_near(moment) for moment in told):
        return None
    local = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)) for moment in told)
    since, until = sorted(_whole(moment.astimezone(UTC)) for moment in local)
    return stretch(since, until, zone) if since < until else None


def _is_near(day: date) -> bool:
    """Far years overflow once they are shifted to UTC or to the period before."""
    return 1900 < day.year < 2200


def _whole(moment: datetime) -> datetime:
    """Cut to the millisecond."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _shown(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    detail = "milliseconds" if local.microsecond else "seconds" if local.second else "minutes"
    is_repeated = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return (local if is_repeated else local.replace(tzinfo=None)).isoformat(timespec=detail)


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
