"""Moments: all hours, days or weekdays that a period has, so that time has no holes."""

from datetime import datetime, timedelta

import polars as pl

from core.grains import CUSTOMER, GRAINS, MOMENT
from core.schema.column import INSTANT
from core.settings import Settings

EVERY = "15m"
"""All grains begin at quarters of an hour of the local clock."""

STEP = timedelta(milliseconds=1)


def moments(grain: str, since: datetime, until: datetime, clock: str, known: pl.Series, rules: Settings) -> pl.Series:
    """Every group of a grain between two instants, in order, cut as an answer cuts them.

    Args:
        since, until: UTC, the latter not included.
        clock: a zone, or `customer`: some customers' clocks show what is before and after the period, which then has
            those moments too; UTC stands for the others.
        known: the groups of an answer; they are among the moments, and so is the group None when it is there.

    Returns:
        A series of the grain's type in the answer.
    """
    zone = "UTC" if clock == CUSTOMER else clock
    quarters = pl.datetime_range(since, until, EVERY, closed="left", time_unit="ms", time_zone="UTC", eager=True)
    # A period that begins within a quarter of an hour ends within one.
    instants = pl.concat([quarters, pl.Series([until - STEP], dtype=INSTANT)]).alias(MOMENT)
    cut = instants.to_frame().select(GRAINS[grain].key(zone, rules.week_start).alias(grain))
    there = known.drop_nulls()
    found = pl.concat([cut[grain].cast(known.dtype), there]).unique().sort()
    return pl.concat([found, known.filter(known.is_null()).head(1)])
