"""Time grains: how an instant becomes a group of its local calendar, in any IANA zone."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import polars as pl

from core.errors import QueryError, UnknownName
from core.schema.column import INSTANT

MOMENT = "started_at"
"""The instant that places a row in time: the declared meaning of each table's column says which instant that is."""


@dataclass(frozen=True)
class Grain:
    """One way to cut time.

    Args:
        name: as in `Query.by`.
        meaning: one sentence.
        dtype: INSTANT up to the hour (given in the question's zone), Date from the day on, Int64 for recurring grains.
        cut: local instants → group keys.
    """

    name: str
    meaning: str
    dtype: pl.DataType | type[pl.DataType]
    cut: Callable[[pl.Expr], pl.Expr]

    def key(self, zone: str) -> pl.Expr:
        """The group of a row's moment; an hour that a clock change repeats stays two groups."""
        return self.cut(pl.col(MOMENT).dt.convert_time_zone(zone))


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


GRAINS = {
    grain.name: grain
    for grain in (
        Grain("quarter_hour", "Quarter of an hour, local, as the instant it begins", INSTANT, _begin("15m")),
        Grain("half_hour", "Half an hour, local, as the instant it begins", INSTANT, _begin("30m")),
        Grain("hour", "Hour, local, as the instant it begins", INSTANT, _begin("1h")),
        Grain("day", "Local day", pl.Date, lambda local: local.dt.date()),
        Grain("week", "Local week, as its Monday", pl.Date, _first_day("1w")),
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


def check_zone(zone: str) -> str:
    """The zone itself, when it can be used.

    Raises:
        UnknownName: it is no IANA zone.
        QueryError: it is `customer`: each customer's own clock cannot be asked for yet.
    """
    if zone == "customer":
        raise QueryError(
            "The zone 'customer' (each customer's own clock) cannot be asked for yet; give an IANA zone such as "
            "Europe/Madrid, or split by time_zone."
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
