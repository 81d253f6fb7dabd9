"""Comparison: the same question about an earlier time, like for like, and what has changed since."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from core.errors import UnknownName
from core.grains import CUSTOMER, GRAINS
from core.horizon import EPOCH, Horizon
from core.metrics import Metric, named
from core.query import Query
from core.schema.tables import INTERVALS
from core.settings import Settings

PREVIOUS, WEEKDAYS, YEAR, NONE = "previous", "weekdays", "year", "none"
KINDS = (PREVIOUS, WEEKDAYS, YEAR, NONE)
"""The period of the same length just before; the same weekdays, so many whole weeks before that the periods do not
overlap; the same dates a year before; nothing."""

REASONS = ("", "not_asked", "no_period", "single_days", "two_ends", "before_the_data")
"""Why there is nothing to compare with; empty when there is something."""

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
STEP = timedelta(milliseconds=1)
"""Instants are whole milliseconds: so much after the last one is the first that no row has."""

NOW, BEFORE = "→now", "→before"
"""Mark the groups that a side has; the other lacks those where it is null."""


@dataclass(frozen=True)
class Comparison:
    """A question and the one that it is compared with.

    Args:
        kind: one of `KINDS`.
        now: the question, its period ended where the data ends.
        before: the same about the earlier period, as long by the local clock; None when there is nothing to compare
            with.
        reason: one of `REASONS`.
        cut_at: the last moment of the data, when it lies within the period: both sides then end at that time.
    """

    kind: str
    now: Query
    before: Query | None
    reason: str
    cut_at: datetime | None


def compare(query: Query, kind: str, data: Horizon | None, settings: Settings) -> Comparison:
    """What a question is compared with.

    A period of whole local days is moved by days of the calendar, so that it begins and ends at midnights on either
    side of a clock change; any other keeps its length. A year before means the same dates: whole months meet whole
    months, and 29 February meets 28 February. When the data ends within the period, both sides end after the same time
    on the local clock; what is compared with never goes beyond its own end. Events and files of counts that end at
    different moments within it have no such time in common: then nothing is cut, and nothing compared.

    Args:
        query: since is needed; without until it goes on to the end of the data's last day.
        kind: one of `KINDS`.
        data: what time the data covers; None when there is none.

    Raises:
        UnknownName: no such kind.
    """
    if kind not in KINDS:
        raise UnknownName.among("comparison", kind, KINDS)
    clock = _Clock(_zone(query, settings))
    ends = _ends(query, data, settings) if data else {EPOCH}
    end = max(ends)
    until = query.until or clock.end_of_day(end)
    if query.since is None or data is None or not query.since <= end or query.since >= until:
        return Comparison(kind, query, None, "not_asked" if kind == NONE else "no_period", None)
    apart = len(ends) > 1 and min(ends) < until - STEP
    cut_at = end if end < until - STEP and not apart else None
    now = query.with_(until=cut_at + STEP if cut_at else until)
    reason = _refusal(kind, query, apart)
    if reason:
        return Comparison(kind, now, None, reason, cut_at)
    earlier = _earlier(kind, clock, query.since, until)
    if earlier is None or clock.day(earlier[0]) < clock.day(data.first):
        return Comparison(kind, now, None, "before_the_data", cut_at)
    since, end = earlier
    if cut_at:
        end = min(end, max(clock.later(since, query.since, cut_at + STEP), since + STEP))
    return Comparison(kind, now, query.with_(since=since, until=end), "", cut_at)


def _ends(query: Query, data: Horizon, settings: Settings) -> set[datetime]:
    """Where the data of the question end: files of counts tell whole intervals, which events that came later, or have
    not come yet, must not cut in two. A question of both kinds has two ends, unless they are one.
    """
    tables = [named(name, settings).tables for name in query.metrics]
    return {data.end_of_intervals if INTERVALS in some else data.end for some in tables}


def _refusal(kind: str, query: Query, apart: bool) -> str:
    """Why the question itself allows no comparison; empty when it does."""
    if kind == NONE:
        return "not_asked"
    if any(_is_of_a_date(one.column) for one in query.where):
        return "single_days"
    return "two_ends" if apart else ""


def differences(now: pl.DataFrame, before: pl.DataFrame | None, query: Query, settings: Settings) -> pl.DataFrame:
    """Two answers side by side: the groups, then of each metric its name, `.before`, `.difference` and `.change`.

    A group of either side is there; where one side lacks it, counts are 0 and anything else is null. The difference is
    now less before, of a share in parts of 1; the change is the difference by what was before, null for shares, whose
    difference is told in points, and where there was nothing to grow from.

    Args:
        before: None when there is nothing to compare with: then the other columns are null.
        query: whose answers they are; groups in its order, first those of now.
    """
    declared = {name: named(name, settings) for name in query.metrics}
    earlier = now.clear(0 if query.by else 1) if before is None else before
    earlier = earlier.rename({name: f"{name}.before" for name in declared})
    if query.by:
        now, earlier = now.with_columns(_there(NOW)), earlier.with_columns(_there(BEFORE))
        sides = now.join(earlier, on=list(query.by), how="full", coalesce=True, nulls_equal=True, maintain_order="left")
    else:
        sides = pl.concat([now, earlier], how="horizontal").with_columns(_there(NOW), _there(BEFORE))
    kept = [pl.col(name) for name in query.by]
    return sides.select(*kept, *(one for metric in declared.values() for one in _compared(metric, before is not None)))


def _there(side: str) -> pl.Expr:
    return pl.lit(value=True).alias(side)


def is_compared(query: Query) -> bool:
    """Whether the groups of an earlier period can be the same ones: those of days and hours of a date never are."""
    return not any(_is_of_a_date(name) for name in query.by)


def _compared(metric: Metric, has_before: bool) -> list[pl.Expr]:
    """A metric's four columns."""
    value, earlier = pl.col(metric.name), pl.col(f"{metric.name}.before")
    if metric.is_never_null:
        # Of a group that is there null means that nobody measured it.
        value = pl.when(pl.col(NOW).is_null()).then(0).otherwise(value)
        earlier = pl.when(pl.col(BEFORE).is_null()).then(0).otherwise(earlier) if has_before else earlier
    difference = value - earlier
    change = pl.when(earlier != 0).then(difference / earlier) if metric.unit != "%" else pl.lit(None, pl.Float64)
    return [
        value.alias(metric.name),
        earlier.alias(f"{metric.name}.before"),
        difference.alias(f"{metric.name}.difference"),
        change.alias(f"{metric.name}.change"),
    ]


def _is_of_a_date(name: str) -> bool:
    """Whether it is a grain whose groups happen once: no earlier period has them."""
    return name in GRAINS and GRAINS[name].dtype != pl.Int64


def _zone(query: Query, settings: Settings) -> str:
    return settings.time_zone if query.zone in (None, CUSTOMER) else str(query.zone)


@dataclass(frozen=True)
class _Clock:
    """The local clock of a zone."""

    zone: str

    def wall(self, moment: datetime) -> datetime:
        """What it shows, without a zone."""
        return moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """When it first shows that, UTC; a time that a clock change leaves out is told by the clock before it."""
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """The local day."""
        return self.wall(moment).date()

    def midnight(self, day: date) -> datetime:
        """When a local day begins."""
        return self.instant(datetime.combine(day, time()))

    def end_of_day(self, moment: datetime) -> datetime:
        """When the next local day begins."""
        return self.midnight(self.day(moment) + DAY)

    def days(self, since: datetime, until: datetime) -> tuple[date, date] | None:
        """The first and last day of a period of whole local days; None when it is none."""
        first, after = self.day(since), self.day(until)
        is_whole = self.midnight(first) == since and self.midnight(after) == until and first < after
        return (first, after - DAY) if is_whole else None

    def of_days(self, first: date, last: date) -> tuple[datetime, datetime]:
        """The period of two days, both included."""
        return self.midnight(first), self.midnight(last + DAY)

    def later(self, since: datetime, from_: datetime, to: datetime) -> datetime:
        """So long after `since`, by the clock, as `to` is after `from_`."""
        return self.instant(self.wall(since) + (self.wall(to) - self.wall(from_)))


def _previous(clock: _Clock, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    whole = clock.days(since, until)
    if whole is None:
        return since - (until - since), since
    first, last = whole
    return clock.of_days(first - (last - first) - DAY, first - DAY)


def _weeks_before(clock: _Clock, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    whole = clock.days(since, until)
    if whole is None:
        return _moved(clock, since, until, clock.wall(since) - _weeks(until - since))
    first, last = whole
    shift = _weeks(last + DAY - first)
    return clock.of_days(first - shift, last - shift)


def _year_before(clock: _Clock, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    whole = clock.days(since, until)
    if whole is None:
        wall = clock.wall(since)
        return _moved(clock, since, until, datetime.combine(_last_year(wall.date()), wall.time()))
    first, last = whole
    after = last + DAY
    if first.day == after.day == 1:
        return clock.of_days(_last_year(first), _last_year(after) - DAY)
    return clock.of_days(_last_year(first), _last_year(last))


def _weeks(length: timedelta) -> timedelta:
    """Whole weeks, as few as cover it."""
    return -(-length // WEEK) * WEEK


def _moved(clock: _Clock, since: datetime, until: datetime, wall: datetime) -> tuple[datetime, datetime]:
    """A period of hours that begins when the clock shows that, as long as it was."""
    begins = clock.instant(wall)
    return begins, begins + (until - since)


def _last_year(day: date) -> date:
    """The same date a year before; 28 February for 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _earlier(kind: str, clock: _Clock, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
    """The earlier period; None when the calendar does not go back so far."""
    ways = {PREVIOUS: _previous, WEEKDAYS: _weeks_before, YEAR: _year_before}
    try:
        return ways[kind](clock, since, until)
    except (OverflowError, ValueError):
        return None
