"""The calendar: how many conversations each day brings, holidays by country, and the incidents."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from sample_data.chance import Floats, Ints

# A working day of the centre runs from 05:00 to 05:00 UTC: nobody is on shift then, so days are independent.
DAY_BEGINS_AT = 5
_WEEKDAY = (1.18, 1.08, 1.03, 1.0, 0.96, 0.55, 0.40)
_HOLIDAY = 0.3
_FIXED = {
    (1, 1): "US CA GB IE FR DE ES IT MX BR CO AR",
    (5, 1): "FR DE ES IT MX BR CO AR PT",
    (7, 4): "US",
    (8, 15): "ES FR IT PT PL AT BE",
    (9, 7): "BR",
    (9, 16): "MX",
    (10, 2): "IN",
    (10, 3): "DE",
    (10, 12): "ES BR CO AR",
    (11, 1): "ES FR IT PT",
    (12, 25): "US CA GB IE FR DE ES IT MX BR CO AR AU NZ",
    (12, 26): "GB IE AU NZ DE",
}


class Incident(NamedTuple):
    """A regional disturbance: `days_before` the end, customers of these places call much more for some hours."""

    days_before: int
    area_codes: tuple[str, ...]
    country: str
    zone: str
    hour: float
    hours: float
    share: float
    topic: str


INCIDENTS = (
    Incident(11, ("813", "727"), "US", "America/New_York", 14, 3, 0.30, "Power surge after storm"),
    Incident(24, (), "ES", "Europe/Madrid", 9, 3, 0.25, "Delivery outage"),
)


def holidays(day: date) -> dict[str, float]:
    """Countries that keep a holiday on this day, with the share of their usual demand that remains."""
    quiet = _FIXED.get((day.month, day.day), "").split()
    if day.month == 9 and day.weekday() == 0 and day.day <= 7:
        quiet += ["US", "CA"]
    if day.month == 10 and day.weekday() == 0 and 8 <= day.day <= 14:
        quiet += ["CA"]
    if day.month == 11 and day.weekday() == 3 and 22 <= day.day <= 28:
        quiet += ["US"]
    if day.month == 8 and day.weekday() == 0 and day.day >= 25:
        quiet += ["GB"]
    return dict.fromkeys(quiet, _HOLIDAY)


def begins_ms(day: date) -> int:
    """Start of a working day in epoch milliseconds."""
    return int(datetime(day.year, day.month, day.day, DAY_BEGINS_AT, tzinfo=UTC).timestamp()) * 1000


def offset_hours(day: date, zone: str) -> float:
    """How far the zone's clock is ahead of UTC around noon of that day."""
    shift = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    return shift.total_seconds() / 3600 if shift is not None else 0.0


def calendar(until: date, days: int) -> list[date]:
    """The days, oldest first; `until` is the last."""
    return [until - timedelta(days=before) for before in range(days - 1, -1, -1)]


def incidents(day: date, until: date) -> list[Incident]:
    """What went wrong on this day."""
    return [incident for incident in INCIDENTS if (until - day).days == incident.days_before]


def totals(conversations: int, dates: list[date], ramp: float, seed: int) -> Ints:
    """Conversations of each day: weekly rhythm, growth, holidays of the largest market and chance; sums exactly."""
    chance = np.random.default_rng([seed, 77])
    growth = 1 + (ramp - 1) / (1 + np.exp(-10 * (np.linspace(0, 1, len(dates)) - 0.55)))
    weekly = np.array([_WEEKDAY[day.weekday()] for day in dates])
    rest = np.array([0.55 + 0.45 * holidays(day).get("US", 1.0) for day in dates])
    trouble = np.array([1 + sum(incident.share for incident in incidents(day, dates[-1])) for day in dates])
    share: Floats = growth * weekly * rest * trouble * chance.lognormal(0, 0.05, len(dates))
    edges = np.floor(np.cumsum(share) / share.sum() * conversations + 0.5).astype(np.int64)
    return np.diff(edges, prepend=0)
