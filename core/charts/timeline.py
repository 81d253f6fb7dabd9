"""Time without holes: every day or hour of a period has its row, also those in which nothing happened."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import polars as pl

from core.grains import CUSTOMER, GRAINS, WEEK
from core.period import STEP, Period

EVERY = {"quarter_hour": "15m", "half_hour": "30m", "hour": "1h", "day": "1d", "week": "1w", "month": "1mo"}
CLOCKED = ("quarter_hour", "half_hour", "hour")
"""The grains that are told by the clock, and not by the calendar."""


FEW_HOURS = 3 / 24
"""In days: so short a period has too few hours to be drawn by them."""


def fitting_grain(days: float) -> str:
    """The grain that draws a period of so many days with some 20 to 90 points; a few hours are drawn by quarters."""
    if days <= FEW_HOURS:
        return "quarter_hour"
    return "hour" if days <= 2 else "day" if days <= 92 else "week" if days <= 400 else "month"


def complete(answers: pl.DataFrame, grain: str, period: Period, zone: str, units: Mapping[str, str]) -> pl.DataFrame:
    """The answers with a row for each moment of the grain: counts 0 where there was none, other numbers null.

    A count that is null at every moment that is told is not known at the others either.

    Args:
        answers: one row a moment, and a group when the question had a second one.
        grain: one of `EVERY`; the first column of the answers.
        period: only its own moments have a row: of a period that is part of a day, not the hours around it.
        zone: the question's. `customer`: some customers' clocks show what is before and after the period too, which
            then has its moments; the group of those whose clock is not known has none.
        units: the metrics among the columns, with the unit of each.
    """
    if zone == CUSTOMER:
        known = answers[grain].drop_nulls()
        # Nobody can say what of each customer's day a part of ours is: then only what was met.
        own = known if period.is_part and grain in CLOCKED else _moments(answers[grain], period, "UTC")
        all_moments = _reached(known, own, EVERY[grain])
    else:
        all_moments = _moments(answers[grain], period, zone)
    moments = pl.DataFrame({grain: all_moments}).cast({grain: answers.schema[grain]})
    groups = [name for name in answers.columns if name not in units and name != grain]
    grid = moments.join(answers.select(groups).unique(), how="cross") if groups else moments
    unknown = {column.name for column in answers if len(column) and column.is_null().all()}
    counts = [name for name in answers.columns if units.get(name) == "count" and name not in unknown]
    joined = grid.join(answers, on=[grain, *groups], how="left", nulls_equal=True)
    return joined.with_columns(pl.col(counts).fill_null(0)).sort(grain, *groups)


def _reached(shown: pl.Series, of_period: pl.Series, every: str) -> pl.Series:
    """The moments of the period, and those that some clocks showed before and after it."""
    all_moments = pl.concat([shown, of_period]).unique().sort()
    if all_moments.is_empty():
        return all_moments
    return all_moments.to_frame("moment").upsample("moment", every=every).to_series()


def _moments(known: pl.Series, period: Period, zone: str) -> pl.Series:
    """All moments of the known ones' grain; weeks begin on the day on which those that are known begin."""
    grain, first, last = known.name, period.first, period.last
    if grain in CLOCKED:
        since, until = period.instants(zone)
        quarters = pl.datetime_range(since, until, "15m", closed="left", time_unit="ms", time_zone="UTC", eager=True)
        # A period that begins within a quarter of an hour ends within one.
        instants = pl.concat([quarters, pl.Series([until - STEP], dtype=quarters.dtype)]).dt.convert_time_zone(zone)
        # Cut as the answers are: where a clock moves by half an hour, hours do not follow each other hour by hour.
        return instants.to_frame(grain).select(GRAINS[grain].cut(pl.col(grain))).to_series().unique().sort()
    start = pl.select(GRAINS[grain].cut(pl.lit(datetime.combine(first, time())))).item()
    week = known.drop_nulls().first()
    if grain == WEEK and isinstance(week, date):
        start = first - timedelta(days=(first - week).days % 7)
    return pl.date_range(start, last, EVERY[grain], eager=True)
