"""Time grains: how an instant becomes a group of its calendar, in any IANA zone or on the customer's own clock."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import polars as pl

from core.clock import local
from core.errors import QueryError, UnknownName
from core.hours import DAYS
from core.schema.column import INSTANT

MOMENT = "started_at"
"""The instant that places a row in time: the declared meaning of each table's column says which instant that is."""

WEEK = "week"
"""The grain that follows a setting: on which day weeks begin."""

CUSTOMER = "customer"
"""Instead of a zone: each row on the clock of its own customer."""

CUSTOMER_ZONE = "time_zone"
"""The column that names each customer's zone."""

# Labelled UTC, so that what the clock showed can be compared and passed on like an instant. One object: an engine that
# sees it twice in a question works it out once.
_CUSTOMER_CLOCK = local(pl.col(MOMENT), pl.col(CUSTOMER_ZONE)).dt.replace_time_zone("UTC")


@dataclass(frozen=True)
class Grain:
    """One way to cut time.

    Args:
        name: as in `Query.by`.
        meaning: one sentence.
        dtype: INSTANT up to the hour (given in the question's zone; on the customer's clock what it showed, labelled
            UTC), Date from the day on, Int64 for recurring grains.
        cut: local instants → group keys.
    """

    name: str
    meaning: str
    dtype: pl.DataType | type[pl.DataType]
    cut: Callable[[pl.Expr], pl.Expr]

    def key(self, zone: str, week_start: str = DAYS[0]) -> pl.Expr:
        """The group of a row's moment; an hour that a clock change repeats stays two groups.

        On the customer's clock it is one group: hours are told there by what the clock showed, and rows whose zone is
        not known form the null group.

        Args:
            zone: IANA zone, or `CUSTOMER`.
            week_start: the day that weeks begin with, `Mon` to `Sun`.
        """
        local = _CUSTOMER_CLOCK if zone == CUSTOMER else pl.col(MOMENT).dt.convert_time_zone(zone)
        return _week(local, week_start) if self.name == WEEK else self.cut(local)


def _begin(every: str) -> Callable[[pl.Expr], pl.Expr]:
    """Go back to where the local clock showed a whole interval: no interval is ever longer than it says.

    Truncating the local clock itself would look for times that it never showed where it changes within an hour.
    """

    def cut(local: pl.Expr) -> pl.Expr:
        shown = local.dt.replace_time_zone(None)
        return local - (shown - shown.dt.truncate(every))

    return cut


def _first_day(every: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda local: local.dt.date().dt.truncate(every)


def _week(local: pl.Expr, week_start: str = DAYS[0]) -> pl.Expr:
    """The first day of the week: that of Monday, of as many days before."""
    shift = pl.duration(days=DAYS.index(week_start))
    return (local.dt.date() - shift).dt.truncate("1w") + shift


GRAINS = {
    grain.name: grain
    for grain in (
        Grain("quarter_hour", "Quarter of an hour, local, as the instant it begins", INSTANT, _begin("15m")),
        Grain("half_hour", "Half an hour, local, as the instant it begins", INSTANT, _begin("30m")),
        Grain("hour", "Hour, local, as the instant it begins", INSTANT, _begin("1h")),
        Grain("day", "Local day", pl.Date, lambda local: local.dt.date()),
        Grain(WEEK, "Local week, as its first day: Monday, unless the house's weeks begin on another", pl.Date, _week),
        Grain("month", "Local month, as its first day", pl.Date, _first_day("1mo")),
        Grain("quarter", "Local quarter, as its first day", pl.Date, _first_day("1q")),
        Grain("year", "Local year, as its first day", pl.Date, _first_day("1y")),
        Grain("hour_of_day", "Hour of the local day, 0 to 23", pl.Int64, lambda local: local.dt.hour().cast(pl.Int64)),
        Grain(
            "weekday",
            "Day of the local week, 1 = Monday to 7 = Sunday",
            pl.Int64,
            lambda local: local.dt.weekday().cast(pl.Int64),
        ),
    )
}


WITHIN_A_DAY = ("quarter_hour", "half_hour", "hour", "hour_of_day")
"""The grains below the day."""


def check_clock(zone: str) -> str:
    """The zone itself, when time grains can be asked on it: an IANA zone, or `CUSTOMER`.

    Raises:
        UnknownName: it is neither.
    """
    return zone if zone == CUSTOMER else check_zone(zone)


def check_zone(zone: str) -> str:
    """The zone itself, when it is one that can be used.

    Raises:
        UnknownName: it is no IANA zone.
        QueryError: it is `customer`, which is no single zone.
    """
    if zone == CUSTOMER:
        raise QueryError(
            "The zone 'customer' is each customer's own clock, which no single instant has; give an IANA zone such as "
            "Europe/Madrid."
        )
    if not _is_usable(zone):
        near = get_close_matches(zone, available_timezones(), n=3, cutoff=0.7)
        hint = f"did you mean {', '.join(near)}?" if near else "give an IANA zone such as Europe/Madrid."
        raise UnknownName(f"There is no time zone called {zone!r}; {hint}")
    return zone


@cache
def _is_usable(zone: str) -> bool:
    """Whether Python and the engine both know the zone; each ships its own list."""
    try:
        ZoneInfo(zone)
        pl.select(pl.lit(0).cast(INSTANT).dt.convert_time_zone(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError, pl.exceptions.ComputeError):
        return False
    return True
