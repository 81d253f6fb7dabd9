"""Time without holes: every day or hour of a period has its row, also those in which nothing happened."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from core.grains import CUSTOMER, GRAINS, WEEK

EVERY = {"quarter_hour": "15m", "half_hour": "30m", "hour": "1h", "day": "1d", "week": "1w", "month": "1mo"}
CLOCKED = ("quarter_hour", "half_hour", "hour")
"""The grains that are told by the clock, and not by the calendar."""


def fitting_grain(days: int) -> str:
    """The grain that draws a period with some 20 to 90 points."""
    return "hour" if days <= 2 else "day" if days <= 92 else "week" if days <= 400 else "month"


def complete(
    answers: pl.DataFrame, grain: str, first: date, last: date, zone: str, units: Mapping[str, str]
) -> pl.DataFrame:
    """The answers with a row for each moment of the grain: counts 0 where there was none, other numbers null.

    Args:
        answers: one row a moment, and a group when the question had a second one.
        grain: one of `EVERY`; the first column of the answers.
        first, last: local days of the period, both included.
        zone: the question's. `customer`: some customers' clocks show what is before and after the period too, which
            then has its moments; the group of those whose clock is not known has none.
        units: the metrics among the columns, with the unit of each.
    """
    if zone == CUSTOMER:
        all_moments = _reached(answers[grain].drop_nulls(), _moments(answers[grain], first, last, "UTC"), EVERY[grain])
    else:
        all_moments = _moments(answers[grain], first, last, zone)
    moments = pl.DataFrame({grain: all_moments}).cast({grain: answers.schema[grain]})
    groups = [name for name in answers.columns if name not in units and name != grain]
    grid = moments.join(answers.select(groups).unique(), how="cross") if groups else moments
    counts = [name for name in answers.columns if units.get(name) == "count"]
    joined = grid.join(answers, on=[grain, *groups], how="left", nulls_equal=True)
    return joined.with_columns(pl.col(counts).fill_null(0)).sort(grain, *groups)


def _reached(shown: pl.Series, of_period: pl.Series, every: str) -> pl.Series:
    """The moments of the period, and those that some clocks showed before and after it."""
    all_moments = pl.concat([shown, of_period]).unique().sort()
    return all_moments.to_frame("moment").upsample("moment", every=every).to_series()


def _moments(known: pl.Series, first: date, last: date, zone: str) -> pl.Series:
    """All moments of the known ones' grain; weeks begin on the day on which those that are known begin."""
    grain = known.name
    if grain in CLOCKED:
        clock = ZoneInfo(zone)
        since = datetime.combine(first, time(), clock)
        until = datetime.combine(last + timedelta(days=1), time(), clock)
        quarters = pl.datetime_range(since, until, "15m", closed="left", time_unit="ms", time_zone=zone, eager=True)
        # Cut as the answers are: where a clock moves by half an hour, hours do not follow each other hour by hour.
        return quarters.to_frame(grain).select(GRAINS[grain].cut(pl.col(grain))).to_series().unique().sort()
    start = pl.select(GRAINS[grain].cut(pl.lit(datetime.combine(first, time())))).item()
    week = known.drop_nulls().first()
    if grain == WEEK and isinstance(week, date):
        start = first - timedelta(days=(first - week).days % 7)
    return pl.date_range(start, last, EVERY[grain], eager=True)
