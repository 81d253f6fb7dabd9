"""Slots: the stretches of time that cubes keep apart, and the clocks that can be told by them."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import polars as pl

from core.grains import CUSTOMER

LENGTHS = (60, 30, 15)
"""Minutes: an hour where the house's clock differs from UTC by whole hours, else what it takes."""

NOW_AND_SOON = (2015, 2037)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minutes_of(zone: str) -> int:
    """How long the slots of a house are."""
    return next(length for length in LENGTHS if length == LENGTHS[-1] or tells(length, zone, NOW_AND_SOON))


@lru_cache(maxsize=256)
def tells(minutes: int, zone: str, years: tuple[int, int]) -> bool:
    """Whether every interval on a zone's clock that is as long as a slot is one slot, from the first year to the last.

    So it is when at the beginning and at the end of each slot that clock differs from UTC by the same whole slots.
    """
    if zone == CUSTOMER:
        return False
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (years[0], years[1] + 1))
    starts = pl.datetime_range(first, last, f"{minutes}m", time_unit="ms", eager=True)
    at_start, at_end = (
        _offset(moments, zone) for moments in (starts, starts + timedelta(minutes=minutes, milliseconds=-1))
    )
    return bool((at_start % (minutes * 60_000) == 0).all() and (at_start == at_end).all())


def _offset(moments: pl.Series, zone: str) -> pl.Series:
    shown = moments.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return (shown - moments.dt.replace_time_zone(None)).dt.total_milliseconds()


def whole_slots(
    minutes: int, since: datetime | None, until: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """The part of a period that consists of whole slots; it ends before it begins when there is none."""
    slot = timedelta(minutes=minutes)
    start = EPOCH - (EPOCH - since) // slot * slot if since else None
    end = EPOCH + (until - EPOCH) // slot * slot if until else None
    return start, end
