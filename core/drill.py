"""Drilling: which group lies within which, and what exactly a mark stands for."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from core.filters import CLOCKED, is_filter
from core.grains import CUSTOMER, GRAINS, MOMENT
from core.period import DAY, Period, stretch
from core.scope import Scope

TIME = ("year", "quarter", "month", "week", "day", "hour", "quarter_hour")
HIERARCHIES = (
    TIME,
    ("region", "country", "state", "area_code"),
    ("handling_department_name", "handling_team_name", "agent_name"),
    ("agent_department_name", "agent_team_name", "agent_name"),
    ("queue_name",),
    ("channel",),
)
"""From the large to the small."""

LONGEST = {"quarter_hour": timedelta(minutes=15), "half_hour": timedelta(minutes=30), "hour": timedelta(hours=1)}
"""No interval of a clock is ever longer than it says."""

SPANS = {"year": 365, "quarter": 89, "month": 28, "week": 7, "day": 0.9, "hour": 1 / 24 - 1e-6, "quarter_hour": 0}
"""The fewest days that a grain spans."""

FURTHEST = timedelta(days=2)
"""No clock on earth is further than 26 hours from another."""

SECOND = timedelta(seconds=1)


def deeper(column: str) -> str:
    """The next smaller group of a natural hierarchy, such as team → agent or hour → quarter of an hour; empty below
    the smallest, and where there is none.
    """
    if column == "half_hour":
        return "quarter_hour"
    for levels in HIERARCHIES:
        if column in levels[:-1]:
            return levels[levels.index(column) + 1]
    return ""


def finer(grain: str) -> str:
    """The next finer time grain; empty below the finest, and for what is none."""
    return deeper(grain) if grain in GRAINS else ""


def grain_of(period: Period) -> str:
    """The coarsest grain that is not longer than a period: of one day `day`, of five minutes the finest there is."""
    return next((grain for grain, days in SPANS.items() if period.length >= days), TIME[-1])


def interval(grain: str, start: date, zone: str) -> tuple[datetime, datetime]:
    """The instants that a group of a grain holds: from the first, included, to the last, not included; UTC.

    An hour in which the clock changes holds less than an hour, and begins or ends with the change.

    Args:
        grain: one whose groups happen once: a quarter of an hour to a year.
        start: the group as an answer has it: an aware instant below the day, a local date from the day on.
        zone: IANA zone of the question.
    """
    if isinstance(start, datetime):
        return _clocked(grain, start.astimezone(UTC), zone)
    return _midnight(start, zone), _midnight(_last(grain, start) + DAY, zone)


def narrowed_to(view: Scope, group: Mapping[str, object]) -> Scope:
    """The scope of that group alone: a moment becomes exactly the interval that it stands for, within the period.

    Args:
        group: grains and columns with the group's values, as an answer has them; whatever else is in it is left alone.
    """
    for column, value in group.items():
        if isinstance(value, date) and column in GRAINS:
            view = _at_customers(view, column, value) if view.clock == CUSTOMER else _at(view, column, value)
        elif is_filter(column) and (value is None or isinstance(value, str | int)):
            view = view.narrowed(**{column: value})
    return view


def _at(view: Scope, grain: str, start: date) -> Scope:
    return _within(view, *interval(grain, start, view.zone))


def _at_customers(view: Scope, grain: str, start: date) -> Scope:
    """On each customer's clock a moment is no interval but a filter, and the period the days around it."""
    first = start.date() if isinstance(start, datetime) else start
    near = _within(
        view, _midnight(first, view.zone) - FURTHEST, _midnight(_last(grain, first) + DAY, view.zone) + FURTHEST
    )
    if not isinstance(start, datetime):
        return near.narrowed(**{grain: start.isoformat()})
    if grain in CLOCKED:
        return near.narrowed(**{grain: f"{start:%Y-%m-%dT%H:%M}"})
    return near.narrowed(day=first.isoformat(), hour_of_day=start.hour)


def _within(view: Scope, since: datetime, until: datetime) -> Scope:
    """In what of the period lies between two instants; unchanged where nothing does."""
    begin, end = view.instants()
    if begin is None or end is None:
        return view
    first, after = max(since, begin), min(until, end)
    return view.during(stretch(first, after, view.zone)) if first < after else view


def _clocked(grain: str, start: datetime, zone: str) -> tuple[datetime, datetime]:
    """By asking the grain itself, second by second: where clocks move by less than an hour, only it knows."""
    seconds = pl.datetime_range(
        start, start + LONGEST[grain], SECOND, closed="left", time_unit="ms", time_zone="UTC", eager=True
    )
    own = seconds.to_frame(MOMENT).filter(GRAINS[grain].key(zone).dt.convert_time_zone("UTC") == start)[MOMENT]
    if own.is_empty():
        return start, start + LONGEST[grain]
    return own.item(0), own.item(-1) + SECOND


def _last(grain: str, first: date) -> date:
    """The last day of what begins with a day."""
    if grain == "week":
        return first + 6 * DAY
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain, 0)
    if not months:
        return first
    year, month = divmod(first.year * 12 + first.month - 1 + months - 1, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
