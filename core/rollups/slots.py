"""Slots: the stretches of time that cubes keep apart, and the questions about time that can be told by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

from core.grains import CUSTOMER, MOMENT
from core.schema.column import INSTANT

LENGTHS = (60, 30, 15)
"""Minutes: an hour where the house's clock differs from UTC by whole hours, else what it takes."""

SHORTER = {"quarter_hour": 15, "half_hour": 30}
"""The grains that may be shorter than a slot, in minutes."""

NOW_AND_SOON = (2015, 2037)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Instants = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Whole:
    """The part of a period that consists of whole slots.

    Args:
        period: from the beginning of its first slot to the end of its last one.
        labels: the same as slots are written down.
    """

    period: Instants
    labels: Instants


@dataclass(frozen=True)
class Minutes:
    """Slots of so many minutes of UTC, written down as the instant at which they begin."""

    length: int
    clock: str = ""
    """On which clock a slot's label is to be read; empty for that of the question."""

    @property
    def name(self) -> str:
        """Tells them from other slots."""
        return f"{self.length}m"

    def label(self) -> pl.Expr:
        """The slot of a row's moment."""
        return pl.col(MOMENT).dt.truncate(self.name)

    def tells(self, grains: Iterable[str], zone: str, years: tuple[int, int]) -> bool:
        """Whether each of these grains consists of whole slots."""
        return all(SHORTER.get(grain, self.length) >= self.length for grain in grains) and fits(
            self.length, zone, years
        )

    def whole(self, since: datetime | None, until: datetime | None) -> Whole | None:
        """The whole slots of a period."""
        slot = timedelta(minutes=self.length)
        start = EPOCH - (EPOCH - since) // slot * slot if since else None
        end = EPOCH + (until - EPOCH) // slot * slot if until else None
        return Whole((start, end), (start, end))


@dataclass(frozen=True)
class Days:
    """The days of a clock, written down as midnight of UTC of the same date: only dates can be told by them."""

    zone: str
    clock: str = "UTC"
    grains: frozenset[str] = frozenset({"day", "week", "month", "quarter", "year", "weekday"})

    @property
    def name(self) -> str:
        """Tells them from other slots."""
        return f"1d {self.zone}"

    def label(self) -> pl.Expr:
        """The slot of a row's moment."""
        return _as_label(pl.col(MOMENT).dt.convert_time_zone(self.zone).dt.date().cast(pl.Datetime("ms")))

    def tells(self, grains: Iterable[str], zone: str, years: tuple[int, int]) -> bool:  # noqa: ARG002 (in all years)
        """Whether each of these grains consists of whole slots."""
        return zone == self.zone and self.grains.issuperset(grains)

    def whole(self, since: datetime | None, until: datetime | None) -> Whole | None:
        """The whole slots of a period; None where it is not certain when a day begins."""
        first = self._from(since) if since else None
        past = self._first_day(self._date(until)) if until else None
        starts = (self._begin(first) if first else None, self._begin(past) if past else None)
        if (first and not starts[0]) or (past and not starts[1]):
            return None
        return Whole(starts, (_label(first), _label(past)))

    def _from(self, moment: datetime) -> date:
        """The first day of a slot that begins at or after a moment."""
        day = self._first_day(self._date(moment))
        return day if self._begin(day) == moment else self._next(day)

    def _date(self, moment: datetime) -> date:
        return date.fromisoformat(_dates((moment,), self.zone)[0])

    def _first_day(self, day: date) -> date:
        """The first day of what is kept together: the day itself."""
        return day

    def _next(self, day: date) -> date:
        return day + timedelta(days=1)

    def _begin(self, day: date) -> datetime | None:
        """When a day begins, if the engine agrees that it does then."""
        begin = datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)
        before, at = _dates((begin - timedelta(milliseconds=1), begin), self.zone)
        return begin if before < at == day.isoformat() else None


@dataclass(frozen=True)
class Quarters(Days):
    """The hours of the week in each quarter of a year, on a clock: hours of the day and weekdays can be told by them.

    Written down as that hour of the first whole week of the quarter.
    """

    grains: frozenset[str] = frozenset({"hour_of_day", "weekday", "quarter", "year"})

    @property
    def name(self) -> str:
        """Tells them from other slots."""
        return f"1q {self.zone}"

    def label(self) -> pl.Expr:
        """The slot of a row's moment."""
        shown = pl.col(MOMENT).dt.convert_time_zone(self.zone).dt.replace_time_zone(None)
        monday = (shown.dt.truncate("1q") - pl.duration(days=1)).dt.truncate("1w") + pl.duration(days=7)
        return _as_label(monday + (shown.dt.truncate("1h") - shown.dt.truncate("1w")))

    def _first_day(self, day: date) -> date:
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)

    def _next(self, day: date) -> date:
        return self._first_day(day + timedelta(days=93))


Slots = Minutes | Days


def minutes_of(zone: str) -> Minutes:
    """How long the slots of a house are, at most an hour."""
    return Minutes(next(length for length in LENGTHS if length == LENGTHS[-1] or fits(length, zone, NOW_AND_SOON)))


@lru_cache(maxsize=256)
def fits(minutes: int, zone: str, years: tuple[int, int]) -> bool:
    """Whether every interval on a zone's clock that is as long as a slot is one slot, from the first year to the last.

    So it is when at the beginning and at the end of each slot that clock differs from UTC by the same whole slots.
    """
    if zone == CUSTOMER:
        return False
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (years[0], years[1] + 1))
    starts = pl.datetime_range(first, last, f"{minutes}m", time_unit="ms", eager=True)
    ends = starts + timedelta(minutes=minutes, milliseconds=-1)
    at_start, at_end = (_offset(moments, zone) for moments in (starts, ends))
    return bool((at_start % (minutes * 60_000) == 0).all() and (at_start == at_end).all())


def _offset(moments: pl.Series, zone: str) -> pl.Series:
    shown = moments.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return (shown - moments.dt.replace_time_zone(None)).dt.total_milliseconds()


@lru_cache(maxsize=1024)
def _dates(moments: tuple[datetime, ...], zone: str) -> list[str]:
    """The dates that the engine's clock shows, as text."""
    shown = pl.Series(moments, dtype=pl.Datetime("us", "UTC")).dt.convert_time_zone(zone)
    return shown.dt.date().cast(pl.String).to_list()


def _as_label(shown: pl.Expr) -> pl.Expr:
    return shown.dt.replace_time_zone("UTC").cast(INSTANT)


def _label(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
